"""The server of the web app, asked over its port as a page asks it: by the clock, without memory of answers."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measuring import Row

Say = Callable[[str], None]
PUPILS, SECONDS, BETWEEN = 30, 15.0, 1.0
MEDIAN, MOST = 0.2, 0.5
"""Within which half and nineteen of twenty first answers have to be there, in seconds."""
MORE_CLIENTS = (1, 2, 3, 4, 6, 8, 12, 16)
TEACHING = ("tiny_trap", "escape", "broken_promise")
GROUP = "app"
_never_before = count(1)


@dataclass
class Heard:
    """What clients heard: seconds to the first answer and to the last, and how many questions found none."""

    first: list[float] = field(default_factory=list)
    final: list[float] = field(default_factory=list)
    lost: int = 0

    def at(self, share: float) -> float:
        """Seconds within which this share of first answers came."""
        ordered = sorted(self.first)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")

    @property
    def within(self) -> bool:
        """Whether the answers came in time."""
        return not self.lost and self.at(0.5) <= MEDIAN and self.at(0.95) <= MOST


def served(rounds: int, say: Say) -> list[Row]:
    """Every row of the app."""
    with server() as (port, process):
        say("the app: two futures of Helsingborg")
        return [*one_by_one(port, process, rounds), *history(port, rounds), *many(port, process, say)]


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """`samskapa app` with its usual workers and without memory of answers."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    command = [sys.executable, "-m", "samskapa.cli", "app", "--no-browser", "--cache", "0", "--port", str(port)]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ})
    try:
        for _ in range(600):
            with (
                suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/alive", timeout=5) as reply,
            ):
                if json.load(reply)["ready"]:
                    break
            time.sleep(0.2)
        time.sleep(3.0)  # the other worker loads its engine, too
        yield port, running.pid
    finally:
        running.terminate()
        running.wait(30)


def processor_seconds_of(process: int) -> float:
    """Processor seconds of a process and all it began; not a number where the system does not tell."""
    used, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            number = int(stat.parent.name)
            parents[number] = int(fields[1])
            used[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    family = {process}
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(used[one] for one in family if one in used) if process in used else float("nan")


def futures(world: str) -> dict[str, Any]:
    """Two worlds with values that were never asked for before."""
    number = next(_never_before)
    return {
        "a": {"scenario": world, "set": {"candour": 0.2 + 1e-6 * number}},
        "b": {"scenario": world, "set": {"project": 0, "delivery_capacity": 0.16 + 1e-6 * number}},
        "runs": 100,
        "first": 16,
    }


async def ask(port: int, asked: dict[str, Any], heard: Heard, wait: bool = True) -> asyncio.Task[None] | None:
    """Ask for two futures; if nobody waits for the last answer, what still listens for it is handed back."""
    began = time.perf_counter()
    body = json.dumps(asked).encode()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = (
            f"POST /api/ensemble HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\n"
            f"connection: close\r\ncontent-length: {len(body)}\r\n\r\n"
        ).encode()
        writer.write(head + body)
        status = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in status.split(b"\r\n")[0]:
            heard.lost += 1
            writer.close()
            return None
        size = int(await reader.readuntil(b"\r\n"), 16)
        await reader.readexactly(size + 2)
    except (OSError, asyncio.IncompleteReadError, ValueError):
        heard.lost += 1
        return None
    heard.first.append(time.perf_counter() - began)

    async def rest() -> None:
        try:
            if b'"final":true' in await reader.read():
                heard.final.append(time.perf_counter() - began)
        finally:
            writer.close()

    if wait:
        await rest()
        return None
    return asyncio.create_task(rest())


def one_by_one(port: int, process: int, rounds: int) -> list[Row]:
    """One person who moves a lever and waits."""
    heard = Heard()

    async def asking() -> None:
        for _ in range(3 * rounds):
            await ask(port, futures("helsingborg"), heard)

    before = processor_seconds_of(process)
    asyncio.run(asking())
    used = (processor_seconds_of(process) - before) / (3 * rounds)
    note = f"Helsingborg, values never asked before, without the page; {1000 * used:.0f} ms of processors for all 100"
    final = median(heard.final) if heard.final else float("nan")
    return [
        Row(GROUP, "16 runs of both futures", 1000 * heard.at(0.5), "ms", "<= 120", heard.at(0.5) <= 0.120, note),
        Row(GROUP, "100 runs of both futures", 1000 * final, "ms", "<= 500", final <= 0.500, note),
    ]


def history(port: int, rounds: int) -> list[Row]:
    """One run with everybody in it."""
    times, size = [], 0
    for _ in range(rounds):
        body = {"world": {"scenario": "helsingborg"}, "chance_seed": next(_never_before)}
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/history", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as reply:
            size = len(reply.read())
        times.append(time.perf_counter() - began)
    return [Row(GROUP, "history of a run of Helsingborg", 1000 * median(times), "ms", note=f"{size / 1000:.0f} kB")]


def many(port: int, process: int, say: Say) -> list[Row]:
    """A class, and how many people Helsingborg bears."""
    say(f"the app: {PUPILS} clients on the teaching worlds")
    before = processor_seconds_of(process)
    heard = asyncio.run(together(port, PUPILS, TEACHING))
    used = (processor_seconds_of(process) - before) / max(1, len(heard.first))
    note = (
        f"{len(heard.first)} questions in {SECONDS:.0f} s, {heard.lost} lost, values never asked before; "
        f"{1000 * used:.0f} ms of processors a question"
    )
    rows = [
        Row(GROUP, f"{PUPILS} clients, median", 1000 * heard.at(0.5), "ms", "<= 200", heard.at(0.5) <= MEDIAN, note),
        Row(GROUP, f"{PUPILS} clients, 95 of 100", 1000 * heard.at(0.95), "ms", "<= 500", heard.at(0.95) <= MOST, note),
    ]
    most = 0
    for clients in MORE_CLIENTS:
        say(f"the app: {clients} clients on Helsingborg")
        if not asyncio.run(together(port, clients, ("helsingborg",))).within:
            break
        most = clients
    return [
        *rows,
        Row(
            GROUP,
            "clients on Helsingborg within these limits",
            most,
            "clients",
            note="one move a second each, values never asked before",
        ),
    ]


async def together(port: int, clients: int, worlds: tuple[str, ...]) -> Heard:
    """Clients that each move a lever once a second, the last answer to a move being dropped at the next."""
    heard = Heard()

    async def one(number: int) -> None:
        await asyncio.sleep(BETWEEN * number / clients)
        until, listening = time.perf_counter() + SECONDS, None
        while time.perf_counter() < until:
            began = time.perf_counter()
            asked = futures(worlds[number % len(worlds)]) | {"client": f"client_{number:06d}"}
            before, listening = listening, await ask(port, asked, heard, wait=False)
            if before is not None:
                before.cancel()
            await asyncio.sleep(max(0.0, BETWEEN - (time.perf_counter() - began)))
        if listening is not None:
            listening.cancel()

    await asyncio.gather(*(one(number) for number in range(clients)))
    return heard
