"""Start the server, say where it is, open the browser; for a class, say what that opens and to whom.

How the server was started is handed from the command line to every worker in one variable of the environment.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import platformdirs

from samskapa.science.errors import ScenarioError
from samskapa.study.executors import make_ready

LOCAL = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
PATIENCE = 60.0
LATENCY = 0.1
MOST_WORKERS = 8
VARIABLE = "SAMSKAPA_APP"
ROOMS = "rooms.sqlite"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How the server was started.

    Attributes:
        port: its port.
        class_mode: whether a class may join from the local network.
        address: what pupils type, with protocol and port; empty without a class.
        scenario_file: a scenario file to show first, or empty.
        rooms_file: where rooms of classes are kept.
        cache_mib: memory for what was worked out before, in each worker, in MiB; 0 keeps nothing.
        threads: threads for each piece of work; all processors if 0.
    """

    port: int = 8000
    class_mode: bool = False
    address: str = ""
    scenario_file: str = ""
    rooms_file: str = ""
    cache_mib: int = 128
    threads: int = 0

    def rooms(self) -> Path:
        """The file of the rooms."""
        return Path(self.rooms_file) if self.rooms_file else Path(platformdirs.user_state_dir("samskapa")) / ROOMS

    def to_environment(self) -> None:
        """Leave these options where workers find them."""
        os.environ[VARIABLE] = json.dumps(asdict(self))

    @staticmethod
    def from_environment() -> Options:
        """The options that were left."""
        return Options(**json.loads(os.environ.get(VARIABLE, "{}")))


def launch(options: Options, workers: int, browser: bool, say: Say) -> None:
    """Serve until Ctrl-C.

    Args:
        options: how to serve.
        workers: how many processes answer.
        browser: whether to open one.
        say: called with each line for the terminal.

    Raises:
        ScenarioError: the port is taken, or the number of workers is none.
    """
    import uvicorn

    if not 1 <= workers <= MOST_WORKERS:
        raise ScenarioError(f"{workers} workers", where="--workers", allowed=f"1 to {MOST_WORKERS}")
    host = EVERYWHERE if options.class_mode else LOCAL
    check_port(host, options.port)
    make_ready("compiled", say)
    own = f"http://{LOCAL}:{options.port}"
    if options.class_mode:
        options = replace(options, address=f"http://{address_in_network()}:{options.port}")
        warn_of_class(options, say)
    say(f"samskapa is at {own} (Ctrl-C ends it)")
    options.to_environment()
    if browser:
        threading.Thread(target=open_when_alive, args=(own,), daemon=True).start()
    uvicorn.run(
        "samskapa.app.server.application:application",
        factory=True,
        host=host,
        port=options.port,
        workers=workers,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        limit_concurrency=512,
    )


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody else has.

    Raises:
        ScenarioError: it cannot be had.
    """
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise ScenarioError(
                f"port {port} cannot be had ({error.strerror})",
                where="--port",
                allowed="another number from 1024 to 65535",
            ) from None


def address_in_network() -> str:
    """The address of this machine in its local network; its own address where there is none.

    Nothing is sent: a datagram socket that is connected only learns by which way it would send.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return LOCAL


def warn_of_class(options: Options, say: Say) -> None:
    """Say what a class opens, before it is opened, and how to get there."""
    import segno

    say(f"With --class, everybody in this network can reach {options.address}.")
    say("They see the page and can join a class with its code; everything else answers to this machine only.")
    say("What is sent is not encrypted: use it in a network you trust. No names are asked, votes go with the room.")
    if sys.stdout.isatty():
        segno.make(options.address, micro=False).terminal(compact=True)
    say(f"Rooms are kept in {options.rooms()}")


def open_when_alive(address: str) -> None:
    """Open the browser as soon as the server answers; where there is none, the line on the terminal has to do."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/api/alive", timeout=2.0):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(LATENCY)
    else:
        return
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("darwin", "win32"):
        webbrowser.open(address)


def usual_workers() -> int:
    """How many workers there are if nobody says: one a processor, two at most."""
    return min(2, os.cpu_count() or 1)
