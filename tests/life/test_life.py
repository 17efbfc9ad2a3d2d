"""The life test: every parameter and every alternative moves something, and the way a source or an equation says.

A parameter that nothing reads, or that is read with the wrong sign, is worse than none: users would believe it.
`table.toml` beside this file says for each where and what to look at. Both ends run on the same seeds, so that the
difference is due to the parameter alone.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from runs import run
from samskapa.reference.model import CoProductionModel
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios import Scenario
from samskapa.science.settings import Settings
from samskapa.science.summaries import SUMMARIES, mean_known, summarise
from samskapa.science.switches import SWITCHES
from worlds import world

TABLE = tomllib.loads(Path(__file__).with_name("table.toml").read_text(encoding="utf-8"))
LIVES: dict[str, dict[str, Any]] = TABLE["parameters"]
CHOICES: dict[str, dict[str, Any]] = TABLE["switches"]
SEEDS = (1, 2, 3, 4)
DATED = 2
ROUNDING = 1e-9

STEADY = {"resident_exit": 0, "staff_exit": 0}
PROJECT = {
    **STEADY,
    "project_start": 0,
    "project_weeks": 22,
    "meeting_interval": 3,
    "attendance_intercept": 1,
    "voice_rate": 4,
    "deadline": 4,
    "delivery_capacity": 0.3,
}
WORLDS: dict[str, dict[str, Any]] = {
    "plain": {"values": {**STEADY, "project": 0}, "weeks": 16},
    "project": {"values": PROJECT},
    "kept": {
        "values": {
            **PROJECT,
            "acceptance": 1,
            "engagement_start": 0.9,
            "buy_in_start": 0.9,
            "issue_size": 0.2,
            "delivery_capacity": 0.6,
            "structural": 0,
            "cross_agency": 0,
        }
    },
    "broken": {"values": {**PROJECT, "acceptance": 1, "candour": 0, "delivery_capacity": 0, "deadline": 2}},
    "silent": {"values": {**PROJECT, "agenda_cap": 0}},
    "heroes": {"values": {**PROJECT, "hero_share": 1, "trust_start": 0.7, "engagement_start": 0.8}},
    "two": {
        "values": {**PROJECT, "workshop_seats": 12, "course_residents": 8, "course_workers": 4},
        "services": 2,
        "residents": 8,
    },
    "after": {
        "values": {
            **PROJECT,
            "project_weeks": 6,
            "meeting_interval": 1,
            "engagement_start": 0.9,
            "buy_in_start": 0.9,
            "routine_gain": 0.1,
        }
    },
}
"""Small worlds: life as usual, a project, promises all kept or all broken, no issues raised, heroes, and so on."""


def place(row: dict[str, Any], **changes: Any) -> Scenario:
    """The world of a row, with some values and alternatives of its own."""
    where = WORLDS[row["world"]]
    values = {**where["values"], **row.get("set", {}), **{n: v for n, v in changes.items() if n in PARAMETERS}}
    switches = {**row.get("switches", {}), **{n: v for n, v in changes.items() if n in SWITCHES}}
    shape = {"residents": where.get("residents", 10), "services": where.get("services", 1)}
    return world(values, switches, workers=3, weeks=where.get("weeks", 24), **shape)


def look(model: CoProductionModel, at: str) -> float:
    """A state at the end, the mean of an outcome over all weeks, or a summary."""
    kind, _, state = at.partition(".")
    if state:
        agents = {"resident": model.residents, "worker": model.workers, "service": model.services}[kind]
        return float(np.mean([getattr(agent, state) for agent in agents]))
    weekly = {name: np.array(values) for name, values in model.datacollector.model_vars.items()}
    if at in OUTCOMES:
        return float(mean_known(weekly[at]))
    return float(summarise(weekly, model.settings, len(model.residents))[at])


@cache
def seen(shape: tuple[int, int, int], settings: Settings, at: str) -> tuple[float, ...]:
    """What a world shows, seed by seed; remembered, since many rows share one end."""
    residents, services, weeks = shape
    scenario = world(
        settings.own, settings.own_switches, residents=residents, services=services, workers=3, weeks=weeks
    )
    return tuple(look(run(scenario, seed, seed), at) for seed in SEEDS)


def shown(row: dict[str, Any], **changes: Any) -> np.ndarray:
    scenario = place(row, **changes)
    shape = (scenario.services[0].residents, len(scenario.services), scenario.weeks)
    return np.array(seen(shape, scenario.settings, row["moves"]))


def moves(difference: np.ndarray, direction: str) -> bool:
    """Whether paired differences go beyond rounding, the way said, in the mean and more often than not."""
    if direction == "any":
        return bool(np.abs(difference).max() > ROUNDING)
    signed = difference if direction == "+" else -difference
    return bool(signed.mean() > ROUNDING and (signed > ROUNDING).sum() > (signed < -ROUNDING).sum())


def test_every_parameter_and_every_alternative_has_a_row_and_no_row_is_idle():
    assert set(LIVES) == set(PARAMETERS)
    assert {name: [SWITCHES[name].default, *row["directions"]] for name, row in CHOICES.items()} == {
        name: [switch.default, *(other for other in switch.alternatives if other != switch.default)]
        for name, switch in SWITCHES.items()
    }


@pytest.mark.parametrize("name", [*LIVES, *CHOICES])
def test_a_row_can_be_read(name):
    row = {**LIVES, **CHOICES}[name]
    assert row.keys() <= {"world", "set", "switches", "values", "moves", "direction", "directions", "why"}
    assert row["why"]
    assert row["world"] in WORLDS
    assert row["moves"] in OUTCOMES or row["moves"] in SUMMARIES or "." in row["moves"]
    assert {row.get("direction", "any"), *row.get("directions", {}).values()} <= {"+", "-", "any"}
    if name in PARAMETERS:
        low, high = row["values"]
        assert PARAMETERS[name].low <= low < high <= PARAMETERS[name].high


@pytest.mark.parametrize("name", LIVES)
def test_a_parameter_lives(name):
    row = LIVES[name]
    low, high = (shown(row, **{name: value}) for value in row["values"])
    assert np.isfinite([low, high]).all()
    assert moves(high - low, row["direction"]), f"{name}: {row['moves']} from {low} to {high}, not {row['direction']}"


@pytest.mark.parametrize("name", [name for name in LIVES if not PARAMETERS[name].at_start])
def test_a_parameter_that_may_change_at_a_dated_week_lives_then_too(name):
    row = LIVES[name]
    low, high = row["values"]
    trunk = place(row, **{name: low})
    branch = trunk.changed(1, **{name: high})
    apart = [
        look(run(branch, seed, seed), row["moves"]) - value
        for seed, value in zip(SEEDS[:DATED], shown(row, **{name: low}), strict=False)
    ]
    assert moves(np.array(apart), "any"), f"{name} = {high} from week 1 moves nothing, unlike from the start"


@pytest.mark.parametrize("name", CHOICES)
def test_every_alternative_of_a_switch_lives(name):
    row, default = CHOICES[name], SWITCHES[name].default
    found = {alternative: shown(row, **{name: alternative}) for alternative in SWITCHES[name].alternatives}
    assert len({tuple(values) for values in found.values()}) == len(found)
    for alternative, direction in row["directions"].items():
        difference = found[alternative] - found[default]
        assert moves(difference, direction), f"{name} = {alternative}: {row['moves']} by {difference}, not {direction}"
