"""A tiny world as a TOML file, and the command line called for real or in this process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TINY = """\
schema = 1
name = "tiny"
title = "A tiny world"
weeks = 40
start_date = 2020-01-06

[[services]]
name = "house"
kind = "supported_housing"
residents = 8
workers = 2
strictness = 0.3
why = "Small."

[interventions.project]
project_start = { value = 6, why = "Soon." }
project_weeks = { value = 12, why = "Short." }

[interventions.dialogue_meetings]
meeting_interval = { value = 3, why = "Often." }

[[changes]]
week = 10
parameter = "candour"
value = 0.9
why = "Learnt."
"""

WITHOUT = """\
schema = 1
base = "tiny.toml"
name = "tiny_without"
title = "A tiny world without the project"

[interventions.project]
project = { value = 0, why = "To compare." }
"""


def write_tiny(folder: Path) -> None:
    """Write both worlds into a folder."""
    (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
    (folder / "tiny_without.toml").write_text(WITHOUT, encoding="utf-8")


def command(*words: str) -> list[str]:
    """The command line as a command of this Python."""
    return [sys.executable, "-m", "samskapa.cli", *words]


def call(*words: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        command(*words),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **more},
        check=False,
    )
