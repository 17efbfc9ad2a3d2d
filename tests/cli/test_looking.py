"""Looking: scenarios, show, parameters, help and version."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny import call, command
from typer.testing import Result

import samskapa
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios import load_scenario, scenario_names
from samskapa.science.switches import SWITCHES

Say = Callable[..., Result]
HEAVY = {"mesa", "numpy", "xarray", "pandas", "matplotlib", "scipy", "numba", "networkx"}


@pytest.mark.parametrize("words", [("--help",), ("run", "--help"), ("show", "--help"), ("--version",)])
def test_help_and_version_load_nothing_heavy(words: tuple[str, ...], tmp_path: Path):
    answer = subprocess.run(
        [sys.executable, "-X", "importtime", *command(*words)[1:]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in answer.stderr.splitlines()}
    assert "typer" in loaded
    assert loaded & HEAVY == set()


def test_the_version_is_said(say: Say):
    assert say("--version").stdout == f"samskapa {samskapa.__version__}\n"


def test_help_names_every_command_and_option(say: Say):
    words = say("--help").stdout
    assert all(name in words for name in ("scenarios", "show", "parameters", "run", "--install-completion"))
    words = say("run", "--help").stdout
    for option in (
        "--seeds",
        "--seed",
        "--weeks",
        "--set",
        "--change",
        "--out",
        "--engine",
        "--processes",
        "--json",
        "--quiet",
        "--decimal",
        "--no-figures",
    ):
        assert option in words


def test_every_shipped_scenario_is_listed(say: Say):
    table = say("scenarios").stdout
    data = json.loads(say("scenarios", "--json").stdout)
    assert [row["name"] for row in data] == scenario_names()
    for row in data:
        assert row["name"] in table
        world = load_scenario(row["name"])
        assert (row["weeks"], row["services"]) == (world.weeks, len(world.services))
        assert row["residents"] == sum(plan.residents for plan in world.services)


def test_show_names_every_parameter_and_switch_with_unit_and_source(say: Say):
    words = " ".join(say("show", "tiny.toml").stdout.split())
    assert all(name in words for name in (*PARAMETERS, *SWITCHES))
    assert "A tiny world" in words
    assert "[Hygum2017]" in words
    assert "project_start t_start 6 * weeks 0 to 520" in words
    assert "10 2020-03-16 candour 0.9 share Learnt." in words


def test_show_changed_holds_only_the_differences(say: Say):
    words = say("show", "tiny.toml", "--changed").stdout
    assert "meeting_interval" in words
    assert "trust_rate" not in words
    data = json.loads(say("show", "tiny.toml", "--changed", "--json").stdout)
    assert {row["name"] for row in data["parameters"]} == {"project_start", "project_weeks", "meeting_interval"}


def test_show_as_json_is_what_the_scenario_resolves_to(say: Say):
    data = json.loads(say("show", "tiny.toml", "--json").stdout)
    world = load_scenario("tiny.toml")
    assert {row["name"]: row["value"] for row in data["parameters"]} == world.settings.numbers()
    assert {row["name"]: row["value"] for row in data["switches"]} == world.settings.alternatives()
    assert data["services"][0]["strictness"] == 0.3
    row = next(row for row in data["parameters"] if row["name"] == "project_start")
    assert (row["why"], row["unit"], row["low"], row["high"], row["changed"]) == ("Soon.", "weeks", 0, 520, True)


def test_a_value_that_follows_another_is_shown_as_changed(say: Say, worlds: Path):
    text = (worlds / "tiny.toml").read_text(encoding="utf-8")
    text = text.replace(
        "[interventions.dialogue_meetings]",
        '[interventions.dialogue_meetings]\nthickness = { value = 1, why = "Thick." }',
    )
    (worlds / "thick.toml").write_text(text, encoding="utf-8")
    data = json.loads(say("show", "thick.toml", "--json").stdout)
    row = next(row for row in data["parameters"] if row["name"] == "binding_share")
    assert (row["value"], row["default"], row["changed"], row["why"]) == (0.6, 0.3, True, "follows thickness")


def test_parameters_are_all_listed_or_those_that_speak_of_a_word(say: Say):
    everything = json.loads(say("parameters", "--json").stdout)
    assert [row["name"] for row in everything["parameters"]] == list(PARAMETERS)
    assert [row["name"] for row in everything["switches"]] == list(SWITCHES)
    words = say("parameters").stdout
    assert all(name in words for name in (*PARAMETERS, *SWITCHES))
    found = json.loads(say("parameters", "Candour", "--json").stdout)
    assert [row["name"] for row in found["parameters"]] == ["candour"]
    assert "trust_rate" not in say("parameters", "candour").stdout


def test_a_narrow_or_old_terminal_still_gets_the_words(tmp_path: Path):
    answer = call("scenarios", folder=tmp_path, COLUMNS="60", PYTHONIOENCODING="ascii")
    assert answer.returncode == 0
    assert "tiny_trap" in answer.stdout
    assert "Traceback" not in answer.stderr


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path):
    with subprocess.Popen(command("parameters"), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        assert asked.stdout is not None
        assert asked.stderr is not None
        asked.stdout.readline()
        asked.stdout.close()
        assert b"Traceback" not in asked.stderr.read()
