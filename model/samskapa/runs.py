"""One run and what it gave: what the door asks of an engine, and what an engine hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samskapa.scenarios.scenario import Scenario

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
