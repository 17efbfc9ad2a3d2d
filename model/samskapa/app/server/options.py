"""How the server was started: handed from the command line to every worker in one variable of the environment."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

VARIABLE = "SAMSKAPA_APP"
ROOMS = "rooms.sqlite"


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
