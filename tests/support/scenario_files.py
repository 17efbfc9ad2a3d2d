"""Pieces of scenario files, and what becomes of a file that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from samskapa.science.errors import ScenarioError
from samskapa.science.scenarios import read_scenario

HEAD = 'schema = 1\nname = "x"\ntitle = "X"\nweeks = 208\n'
SERVICE = '[[services]]\nname = "a"\nkind = "flats"\nresidents = 30\nworkers = 4\nwhy = "w"\n'
WORLD = HEAD + SERVICE  # ten lines: what a test adds begins on line 11
CHILD = 'schema = 1\nname = "child"\ntitle = "Child"\n'
WHY = 'why = "w"'


def refused(text: str, kind: type[ScenarioError] = ScenarioError) -> str:
    """The sentence with which a text is refused."""
    with pytest.raises(kind) as caught:
        read_scenario(text, "x.toml")
    return str(caught.value)


def write(folder: Path, name: str, text: str) -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
