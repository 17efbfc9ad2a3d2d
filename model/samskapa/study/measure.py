"""From the weeks of runs to the numbers an experiment asks for: one column each, many runs at a time."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samskapa.science.run import BY_SERVICE, Result, Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES, statistic
from samskapa.study.plan import Experiment, OutcomeAsked

Floats = NDArray[np.float64]

SETTINGS_OF_SUMMARIES = ("project_start", "project_weeks", "meeting_interval", "own_meeting_interval")
"""What summaries and windows read of a run's settings: runs alike in these are measured together."""
_COMPARE: dict[str, Callable[[Floats, float], NDArray[np.bool_]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One number of every run.

    Attributes:
        name: name in the results: that of the outcome, with ":SERVICE" or "@WEEK" where there are several.
        asked: the outcome.
        service: name of the service, or empty.
        part: which part of the window, where it is cut; -1 otherwise.
    """

    name: str
    asked: OutcomeAsked
    service: str = ""
    part: int = -1


def columns_of(experiment: Experiment) -> list[Column]:
    """The columns that the results of an experiment have, in order."""
    services = list(dict.fromkeys(plan.name for world in experiment.scenarios.values() for plan in world.services))
    found = []
    for asked in experiment.outcomes:
        parts = _parts(experiment, asked)
        for service in services if asked.by == "service" else [""]:
            for part in parts:
                which = (f":{service}" if service else "") + (f"@{part * asked.every}" if asked.every else "")
                found.append(Column(asked.name + which, asked, service, part))
    return found


def _parts(experiment: Experiment, asked: OutcomeAsked) -> range:
    """Numbers of the parts into which the window of an outcome is cut in the longest of the worlds."""
    if not asked.every or asked.window is None:
        return range(-1, 0)
    lengths = [len(asked.window.weeks(world, experiment.weeks(world))) for world in experiment.scenarios.values()]
    return range(-(-max(lengths) // asked.every))


def weekly_needs(experiment: Experiment) -> tuple[str, ...]:
    """Weekly outcomes that a run must keep so that the columns can be made, as the door names them."""
    found: dict[str, None] = {}
    for asked in experiment.outcomes:
        if asked.window is None:
            found |= dict.fromkeys(SUMMARIES[asked.of].needs)
        else:
            found[asked.of if asked.by == "programme" else asked.of + BY_SERVICE] = None
    return tuple(found)


def measured(columns: Sequence[Column], runs: Sequence[Run], results: Sequence[Result]) -> Floats:
    """The numbers of some runs.

    Args:
        columns: what is wanted.
        runs: the runs.
        results: what they gave, in the same order.

    Returns:
        Shape (runs, columns); not a number where a run failed or a number is not known.
    """
    values = np.full((len(runs), len(columns)), np.nan)
    groups: dict[object, list[int]] = {}
    for place, run in enumerate(runs):
        if not results[place].failure:
            settings = run.scenario.settings
            alike = (run.weeks, run.scenario.services, *(getattr(settings, name) for name in SETTINGS_OF_SUMMARIES))
            groups.setdefault(alike, []).append(place)
    for places in groups.values():
        run = runs[places[0]]
        weekly = {name: np.stack([results[place].arrays[name] for place in places]) for name in run.outcomes}
        for number, column in enumerate(columns):
            values[places, number] = _value(column, weekly, run.scenario, run.weeks)
    return values


def _value(column: Column, weekly: Mapping[str, Floats], world: Scenario, weeks: int) -> Floats | float:
    """One column of runs that are alike."""
    asked = column.asked
    if asked.window is None:
        residents = sum(plan.residents for plan in world.services)
        found = SUMMARIES[asked.of].of(weekly, world.settings, residents)
    else:
        window = asked.window.weeks(world, weeks)
        if column.part >= 0:
            window = window[column.part * asked.every : (column.part + 1) * asked.every]
        names = [plan.name for plan in world.services]
        if not window or (column.service and column.service not in names):
            return np.nan
        found = _of_window(asked, weekly, window, names.index(column.service) if column.service else -1)
    if asked.state is None:
        return found
    return np.where(np.isnan(found), np.nan, _COMPARE[asked.state[0]](found, asked.state[1]))


def _of_window(asked: OutcomeAsked, weekly: Mapping[str, Floats], window: range, service: int) -> Floats:
    weeks = slice(window.start, window.stop)
    if asked.by == "programme":
        return statistic(asked.statistic, weekly[asked.of][:, weeks])
    values = np.moveaxis(weekly[asked.of + BY_SERVICE][:, weeks], 1, -1)
    each = statistic(asked.statistic, values)
    if asked.by == "service":
        return each[:, service]
    lowest = (asked.good > 0) == (asked.by == "worst_service")
    return statistic("lowest" if lowest else "highest", each)
