"""The web app, asked: clients of an application without a network, the command itself, and frames taken apart."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from starlette.testclient import TestClient

from samskapa.app.server.application import application
from samskapa.app.server.launch import Options

HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("192.168.7.7", 50000)
HERE_BY_PORT = "http://127.0.0.1:"
PATIENCE = 120.0
OWN = "http://127.0.0.1:8000"
ADDRESS = "http://192.168.7.1:8000"


@contextmanager
def serving(folder: Path, **options: Any) -> Iterator[TestClient]:
    """A worker, asked by a browser on its own machine."""
    chosen = Options(rooms_file=str(folder / "rooms.sqlite"), threads=1, **options)
    with TestClient(application(chosen), base_url=OWN, client=HERE, raise_server_exceptions=True) as client:
        yield client


def from_elsewhere(client: TestClient) -> TestClient:
    """The same worker, asked by another machine of the network."""
    return TestClient(client.app, base_url=ADDRESS, client=ELSEWHERE)


def frames(content: bytes) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Headers and arrays of a stream, by the layout that the page reads."""
    found, place = [], 0
    while place < len(content):
        magic, long_header, long_data, zero = struct.unpack_from("<4sIII", content, place)
        assert (magic, zero, long_header % 8, long_data % 8) == (b"SKF1", 0, 0, 0)
        header = json.loads(content[place + 16 : place + 16 + long_header])
        data = content[place + 16 + long_header : place + 16 + long_header + long_data]
        arrays = {
            name: np.frombuffer(data, "<" + one["type"], int(np.prod(one["shape"])), one["at"]).reshape(one["shape"])
            for name, one in header.pop("arrays").items()
        }
        found.append((header, arrays))
        place += 16 + long_header + long_data
    return found


def asked(client: TestClient, path: str, body: dict[str, Any]) -> Any:
    """What a request gives: frames of a stream, or JSON."""
    reply = client.post(path, json=body)
    assert reply.status_code == 200, reply.text
    return reply.json() if "json" in reply.headers["content-type"] else frames(reply.content)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def alive(port: int) -> bool:
    """Whether a server answers and has its engine loaded."""
    with urllib.request.urlopen(f"{HERE_BY_PORT}{port}/api/alive", timeout=60) as reply:
        return bool(json.load(reply)["ready"])


@contextmanager
def command(folder: Any, port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    """The command, until Ctrl-C; it has to end by itself and without a traceback."""
    words = [sys.executable, "-m", "samskapa.cli", "app", "--port", str(port), "--no-browser", *options]
    environment = {**os.environ, "XDG_STATE_HOME": str(folder)}
    running = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if alive(port):
                    break
            except (urllib.error.URLError, OSError):
                assert running.poll() is None, running.stderr and running.stderr.read()
            assert time.monotonic() < until
            time.sleep(0.1)
        yield running
    finally:
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to every process of the command
        try:
            _, said = running.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise
    assert "Traceback" not in said, said
    running.said = said  # type: ignore[attr-defined]
