"""What the tests of the command line share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parent))

from tiny import write_tiny

from samskapa.cli import app


@pytest.fixture
def worlds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the tiny worlds, in which one stands; lines are wide."""
    write_tiny(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture
def say(worlds: Path) -> Callable[..., Result]:
    """The command line, in this process, one process for the runs."""

    def said(*words: str) -> Result:
        more = ("--processes", "1") if words[0] == "run" and "--processes" not in words else ()
        result = CliRunner().invoke(app, [*words, *more])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return said
