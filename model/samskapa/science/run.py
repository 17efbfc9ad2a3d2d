"""One run and what it gave: what the door asks of an engine, and what an engine hands back."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import SamskapaError
from samskapa.science.scenarios.reading import load_scenario
from samskapa.science.scenarios.scenario import Change, Scenario

BY_SERVICE = "_by_service"
OF_PERSON = "person_"
DONE = "done"
NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: which world and pair of seeds, and what is wanted of it.

    Attributes:
        scenario: the world, with the point's values.
        programme_seed, chance_seed: its seeds.
        weeks: its horizon.
        outcomes: names of weekly outcomes, with `_by_service` appended for each service.
        trajectories: states of residents to keep for every week.
        events: whether to keep the event log.
        place: numbers of the scenario, the point and the pair of seeds among those asked for.
    """

    scenario: Scenario
    programme_seed: int
    chance_seed: int
    weeks: int
    outcomes: tuple[str, ...]
    trajectories: tuple[str, ...] = ()
    events: bool = False
    place: tuple[int, int, int] = (0, 0, 0)


@dataclass(slots=True)
class Result:
    """What a run gave: arrays by name with weeks first (weeks, services or persons last), or why it failed."""

    place: tuple[int, int, int]
    arrays: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)
    failure: str = ""


def command_of(run: Run) -> str:
    """The command that makes a run again with the readable engine; empty where no file holds its people.

    >>> command_of(Run(load_scenario("escape").changed(candour=0.9), 1, 7, 52, ()))
    'samskapa run escape --seed 1:7 --weeks 52 --set candour=0.9 --engine reference'
    """
    world = run.scenario
    name = world.name if world.origin == f"{world.name}.toml" else world.origin
    try:
        base = load_scenario(name)
    except (SamskapaError, OSError):
        return ""
    known = [_dated(change) for change in base.changes]
    if (base.services, base.partners, base.heads) != (world.services, world.partners, world.heads):
        return ""
    words = ["samskapa", "run", name, "--seed", f"{run.programme_seed}:{run.chance_seed}"]
    words += ["--weeks", str(run.weeks)] if run.weeks != base.weeks else []
    usual = {**base.settings.own, **base.settings.own_switches}
    for parameter, value in {**world.settings.own, **world.settings.own_switches}.items():
        words += ["--set", f"{parameter}={value}"] if usual.get(parameter) != value else []
    for change in map(_dated, world.changes):
        words += ["--change", change] if change not in known else []
    return shlex.join([*words, "--engine", "reference"])


def _dated(change: Change) -> str:
    return f"{change.week}:{change.parameter}={change.value}"
