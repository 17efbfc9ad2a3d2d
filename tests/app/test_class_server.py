"""Does `samskapa app` start, answer to whom it should, keep a class over workers and a restart, and end cleanly?"""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from typing import Any

import pytest
from typer.testing import CliRunner

from app_client import command, free_port
from samskapa.cli import app

TRAP = {"scenario": "tiny_trap", "weeks": 80}


def ask(host: str, port: int, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    """Status and JSON of a reply."""
    request = urllib.request.Request(
        f"http://{host}:{port}{path}",
        None if body is None else json.dumps(body).encode(),
        {"content-type": "application/json", "connection": "close"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def test_a_class_over_two_workers_two_addresses_and_a_restart(tmp_path):
    port, options = free_port(), ("--class", "--workers", "2", "--threads", "1")
    with command(tmp_path, port, *options) as running:
        _, about = ask("127.0.0.2", port, "/api/class")
        assert (about["on"], about["local"]) == (True, False)
        assert ask("127.0.0.2", port, "/api/meta")[0] == 403
        assert ask("127.0.0.2", port, "/api/class/open", {"world": TRAP})[0] == 403
        status, room = ask("127.0.0.1", port, "/api/class/open", {"world": TRAP})
        assert status == 200
        joined = [
            ask(host, port, "/api/class/join", {"code": room["code"]})[1]["member"]
            for host in ("127.0.0.1", "127.0.0.2", "127.0.0.2", "127.0.0.1")
        ]
        for member in joined:
            assert ask("127.0.0.2", port, "/api/class/decide", {"member": member, "comes": True})[0] == 200
        _, held = ask("127.0.0.1", port, "/api/class/advance", {"teacher": room["teacher"], "to": "meeting"})
        assert held["run"]["meetings"][0]["came_by_pupils"] == 4
    said = running.said
    assert "everybody in this network can reach" in said
    assert said.index("everybody in this network") < said.index("samskapa is at")
    with command(tmp_path, port, *options):
        for host in ("127.0.0.1", "127.0.0.2"):
            _, seen = ask(host, port, "/api/class/state", {"member": joined[1]})
            assert seen["run"] == held["run"]
        assert ask("127.0.0.1", port, "/api/class/close", {"teacher": room["teacher"]}) == (200, {"closed": True})
        assert ask("127.0.0.2", port, "/api/class/state", {"member": joined[1]})[0] == 410


def test_without_a_class_only_this_machine_is_answered(tmp_path):
    port = free_port()
    with command(tmp_path, port, "--workers", "1", "--threads", "1"):
        with pytest.raises((urllib.error.URLError, OSError)):
            ask("127.0.0.2", port, "/api/alive")
        assert ask("127.0.0.1", port, "/api/class")[1] == {"on": False, "address": "", "local": True}
        with socket.socket() as taken:
            assert taken.connect_ex(("127.0.0.1", port)) == 0
        refused = CliRunner().invoke(app, ["app", "--port", str(port), "--no-browser"])
        assert refused.exit_code == 2
        assert f"port {port} cannot be had" in refused.stderr


def test_a_scenario_file_that_cannot_be_read_is_refused_before_anything_starts(tmp_path):
    (tmp_path / "bad.toml").write_text("schema = 1\n", encoding="utf-8")
    for name, what in (("bad.toml", "name"), ("none.toml", "no such file")):
        refused = CliRunner().invoke(app, ["app", "--no-browser", "--scenario", str(tmp_path / name)])
        assert refused.exit_code == 2
        assert what in refused.stderr
