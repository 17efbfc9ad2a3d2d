"""Bad input: one sentence with what, where and the nearest right word, status 2, and nothing left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tiny import TINY, call
from typer.testing import Result

Say = Callable[..., Result]

REFUSED = [
    (("run", "helsingburg"), ("'helsingburg'", "neither a known scenario nor a file", "did you mean 'helsingborg'?")),
    (("show", "helsingburg"), ("did you mean 'helsingborg'?",)),
    (("run", "nix.toml"), ("nix.toml", "no such file")),
    (("run", "tiny.toml", "--set", "candor=.5"), ("--set candor=.5", "did you mean 'candour'?")),
    (("run", "tiny.toml", "--set", "candour=2"), ("--set candour=2", "out of bounds", "0 to 1 (share)")),
    (("run", "tiny.toml", "--set", "candour=0,5"), ("'0,5' is not a number", "did you mean '0.5'?")),
    (("run", "tiny.toml", "--set", "candour=nan"), ("not a finite number",)),
    (("run", "tiny.toml", "--set", "candour"), ("does not set a value", "parameter=value")),
    (("run", "tiny.toml", "--set", "candour="), ("does not set a value",)),
    (("run", "tiny.toml", "--set", "deadline=2.5"), ("deadline = 2.5", "a whole number from 1 to 104 (weeks)")),
    (("run", "tiny.toml", "--set", "mode=both"), ("mode = 'both'", "collective, one_to_one")),
    (("run", "tiny.toml", "--set", "candour=.2", "--set", "candour=.3"), ("candour is set twice",)),
    (("run", "tiny.toml", "--set", "workshop=1"), ("workshop_seats", "--set workshop=1", "there are only")),
    (("run", "tiny.toml", "--set", "project_weeks=300"), ("after the horizon of 40 weeks", "--set project_weeks=300")),
    (("run", "tiny.toml", "--change", "candour=.5"), ("a change needs a week", "60:candour=0.8")),
    (("run", "tiny.toml", "--change", "x:candour=.5"), ("'x' is neither a week nor a date",)),
    (("run", "tiny.toml", "--change", "-3:candour=.5"), ("before the start",)),
    (("run", "tiny.toml", "--change", "2019-01-01:candour=.5"), ("before the start", "2020-01-06")),
    (("run", "escape", "--change", "2020-01-01:candour=.5"), ("no start date",)),
    (("run", "tiny.toml", "--change", "40:candour=.5"), ("beyond the horizon", "weeks 0 to 39")),
    (("run", "tiny.toml", "--change", "9:mode=one_to_one"), ("mode is a switch",)),
    (("run", "tiny.toml", "--change", "9:trust_start=.5"), ("matters only when", "week 9")),
    (("run", "tiny.toml", "--weeks", "0"), ("--weeks", "1 to 5200 weeks")),
    (("run", "tiny.toml", "--weeks", "10"), ("after the horizon of 10 weeks", "--weeks 10")),
    (("run", "tiny.toml", "--seeds", "0"), ("--seeds", "1 to 1000")),
    (("run", "tiny.toml", "--seeds", "two"), ("--seeds", "integer")),
    (("run", "tiny.toml", "--seed", "-1"), ("--seed", "2^63 - 1")),
    (("run", "tiny.toml", "--seed", "1:"), ("--seed", "PROGRAMME:CHANCE")),
    (("run", "tiny.toml", "--seed", "1:2:3"), ("--seed", "PROGRAMME:CHANCE")),
    (("run", "tiny.toml", "--seed", str(2**63)), ("--seed", "2^63 - 1")),
    (("run", "tiny.toml", "--seed", "9" * 5000), ("--seed", "2^63 - 1")),
    (("run", "tiny.toml", "--seeds", "2", "--seed", "3"), ("--seeds and --seed are both given",)),
    (("run", "tiny.toml", "tiny.toml"), ("two scenarios are called tiny",)),
    (("run", "tiny.toml", "--engine", "quick"), ("'quick' is not an engine", "reference")),
    (("run", "tiny.toml", "--who-changed"), ("worlds: 1", "--who-changed", "two worlds")),
    (("run", "tiny.toml", "escape", "--who-changed"), ("do not have the same people",)),
    (("run", "tiny.toml", "tiny_without.toml", "--who-changed", "--no-figures"), ("--no-figures asks for none",)),
    (("run", "tiny.toml", "--processes", "0"), ("--processes", "1 or more")),
    (("run", "tiny.toml", "--decimal", "dot"), ("--decimal", "point", "comma")),
    (("run", "tiny.toml", "--out", "tiny.toml"), ("--out tiny.toml", "is a file, not a folder")),
    (("run", "tiny.toml", "--out", "tiny.toml/deep"), ("is a file, not a folder",)),
    (("run", "tiny.toml", "--out", "."), ("--out .", "you stand in this one")),
    (("run", "tiny.toml", "--out", "a\0b"), ("--out", "embedded null")),
    (("run",), ("Missing argument",)),
    (("run", "tiny.toml", "--sets", "a=1"), ("--sets",)),
    (("rnu",), ("rnu", "run")),
    (("parameters", "candor"), ("no parameter or switch speaks of 'candor'", "did you mean 'candour'?")),
]


@pytest.mark.parametrize(("words", "pieces"), REFUSED, ids=lambda value: " ".join(value[:4]).replace("\0", "0"))
def test_what_is_refused_is_said_in_words(say: Say, worlds: Path, words: tuple[str, ...], pieces: tuple[str, ...]):
    before = sorted(worlds.rglob("*"))
    result = say(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    said = " ".join(result.stderr.replace("│", " ").split())
    assert all(piece in said for piece in pieces)
    assert "Traceback" not in said
    assert sorted(worlds.rglob("*")) == before


def test_a_refusal_of_ours_is_one_line(say: Say):
    lines = say("run", "tiny.toml", "--set", "candour=2").stderr.splitlines()
    assert lines == ["samskapa: --set candour=2: candour = 2 is out of bounds; allowed: a number from 0 to 1 (share)"]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("weeks = 40", "weks = 40", ("tiny.toml", "line 4", "weks", "weeks")),
        ("value = 0.9", "value = 9", ("tiny.toml", "candour", "0 to 1 (share)")),
        ("schema = 1", "schema = 9", ("schema", "newer")),
        ("residents = 8", "residents = 0", ("residents",)),
        ("[[services]]", "[[services", ("tiny.toml",)),
        ('kind = "supported_housing"', "", ("kind",)),
        ("meeting_interval", "meting_interval", ("meting_interval", "meeting_interval")),
    ],
)
def test_a_bad_file_is_refused_with_its_line(say: Say, worlds: Path, old: str, new: str, pieces: tuple[str, ...]):
    assert old in TINY
    (worlds / "tiny.toml").write_text(TINY.replace(old, new, 1), encoding="utf-8")
    result = say("run", "tiny.toml")
    assert result.exit_code == 2
    assert all(piece in result.stderr for piece in pieces)
    assert len(result.stderr.splitlines()) == 1
    assert not (worlds / "results").exists()


def test_a_folder_with_somebody_elses_files_is_refused(say: Say, worlds: Path):
    (worlds / "mine").mkdir()
    (worlds / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    result = say("run", "tiny.toml", "--out", "mine")
    assert result.exit_code == 2
    assert "already holds other files" in result.stderr
    assert (worlds / "mine" / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_the_command_itself_ends_with_status_2(worlds: Path):
    answer = call("run", "tiny.toml", "--set", "candor=.5", folder=worlds)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "samskapa: --set candor=.5: candor is not a parameter or switch; did you mean 'candour'?\n"
    )
