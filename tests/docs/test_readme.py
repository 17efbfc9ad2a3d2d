"""The README says what is there; its examples run as doctests."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from samskapa.cli import app
from samskapa.science.chance import Decision
from samskapa.science.scenarios import load_scenario, scenario_names
from samskapa.science.week import WEEK

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_week_is_that_of_the_model():
    listed = re.findall(r"^\* (\d+) `(\w+)`: (.+)$", README, flags=re.MULTILINE)
    assert listed == [(str(phase.number), phase.name, phase.sentence) for phase in WEEK]


def test_the_file_of_the_example_is_a_world(tmp_path):
    path = tmp_path / "candid_trap.toml"
    path.write_text(README.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    world = load_scenario(str(path))
    assert world.settings_at(0).candour == 0.9
    assert world.settings_at(100).candour == 0.3


def test_the_answer_quoted_is_what_the_model_says(tmp_path):
    section = README.partition("**The answer so far.**")[2].partition("**What stands behind it.**")[0]
    quoted = " ".join(re.findall(r"^> (.+)$", section, flags=re.MULTILINE))
    command = ["run", "helsingborg", "helsingborg_no_project", "--seeds", "12", "--no-figures", "--out", str(tmp_path)]
    assert CliRunner().invoke(app, command).exit_code == 0
    said = (tmp_path / "answer.md").read_text(encoding="utf-8").replace("**", "")
    assert len(quoted) > 100
    assert quoted in " ".join(said.split())


def test_worlds_named_are_there():
    named = set(re.findall(r"\b(?:helsingborg\w*|tiny_trap)\b", README))
    assert named <= set(scenario_names())


def test_it_is_short():
    assert len(README.splitlines()) < 200


def test_targets_of_make_exist():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(re.findall(r"\bmake (\w+)", README)) <= set(targets)


def test_decisions_have_a_word_each():
    text = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")
    assert [decision.name for decision in Decision if f"`{decision.name}`" not in text] == []
