"""What is measured of a run for a pattern, from the lives of its residents: one number a run, known or not.

Who moves away is replaced in place, so a life is followed only where somebody stayed: tenure grew with the weeks.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from samskapa.science.run import OF_PERSON
from samskapa.science.summaries import mean_known
from samskapa.studies.patterns.metrics import WEEKLY_METRICS, Metric, project_end
from samskapa.study.comparison import World
from samskapa.study.statistics.means import Floats

FIRST_WEEKS = 12
Masks = NDArray[np.bool_]


def lives(world: World, state: str) -> Floats:
    """A state of every resident; shape (seeds, weeks, residents)."""
    return np.asarray(world.data[OF_PERSON + state].values[0])


def before_and_after(world: World) -> tuple[int, int]:
    """The last week before the project and its last week."""
    return max(0, int(world.scenario.settings.project_start) - 1), project_end(world) - 1


def stayed(world: World) -> Masks:
    """Who lived in the same home from the last week before the project to its last; shape (seeds, residents)."""
    before, after = before_and_after(world)
    tenure = lives(world, "tenure")
    return np.asarray(tenure[:, after] >= tenure[:, before] + (after - before))


def mean_where(values: Floats, mask: Masks) -> Floats:
    """Mean over residents for whom the mask is true; not a number where there is none; shape (seeds).

    >>> mean_where(np.array([[1.0, 3.0, 9.0]]), np.array([[True, True, False]])).tolist()
    [2.0]
    """
    count = mask.sum(axis=1)
    total = np.where(mask, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def habit_by_misses(misses: int) -> Callable[[World], Floats]:
    """Mean habit in the last project week of those who missed so many of the meetings they were invited to."""
    def of(world: World) -> Floats:
        after = before_and_after(world)[1]
        offered, sessions = lives(world, "offered")[:, after], lives(world, "sessions")[:, after]
        chosen = stayed(world) & (offered > 0) & (offered - sessions == misses)
        return mean_where(lives(world, "habit")[:, after], chosen)
    return of


def confidence_change_gap(world: World) -> Floats:
    """Change of confidence over the project: those who came less those of the same service who never did."""
    before, after = before_and_after(world)
    confidence = lives(world, "confidence")
    change = confidence[:, after] - confidence[:, before]
    there, came = stayed(world), lives(world, "sessions")[:, after] > 0
    gaps, first = [], 0
    for plan in world.scenario.services:
        home = np.zeros(change.shape[1], dtype=bool)
        home[first:first + plan.residents] = True
        gaps.append(mean_where(change, there & came & home) - mean_where(change, there & ~came & home))
        first += plan.residents
    return mean_known(np.array(gaps), axis=0)


def baseline_gap(state: str) -> Callable[[World], Floats]:
    """A state in the last week before the project: those who came to a meeting less those who never did."""
    def of(world: World) -> Floats:
        before, after = before_and_after(world)
        there, came = stayed(world), lives(world, "sessions")[:, after] > 0
        values = lives(world, state)[:, before]
        return mean_where(values, there & came) - mean_where(values, there & ~came)
    return of


def among_newcomers(state: str) -> Callable[[World], Floats]:
    """Mean of a state over residents in the first weeks in their home, whoever moved in during the run."""
    def of(world: World) -> Floats:
        tenure, values = lives(world, "tenure"), lives(world, state)
        weeks = np.arange(tenure.shape[1])[None, :, None]
        new = (tenure < FIRST_WEEKS) & (tenure < weeks)
        runs = len(tenure)
        return mean_where(values.reshape(runs, -1), new.reshape(runs, -1))
    return of


_CAME = ("tenure", "sessions")
_ALL = [
    Metric("habit_never_missed", "share", "Habit in the last project week of those who came to every meeting.", (),
           habit_by_misses(0), ("habit", "offered", *_CAME)),
    Metric("habit_missed_one", "share", "Habit in the last project week of those who missed one meeting.", (),
           habit_by_misses(1), ("habit", "offered", *_CAME)),
    Metric("confidence_change_gap", "share", "Change of confidence over the project: those who came less those of the "
           "same service who did not.", (), confidence_change_gap, ("confidence", *_CAME)),
    Metric("baseline_trust_gap", "share", "Trust in the own worker before the project: those who came less those who "
           "did not.", (), baseline_gap("trust_primary"), ("trust_primary", *_CAME)),
    Metric("baseline_capability_gap", "share", "As baseline_trust_gap, capability.", (), baseline_gap("capability"),
           ("capability", *_CAME)),
    Metric("baseline_shame_gap", "share", "As baseline_trust_gap, shame.", (), baseline_gap("shame"),
           ("shame", *_CAME)),
    Metric("newcomer_disappointment", "stock 0 to 2", "Disappointment in the first twelve weeks in a home.", (),
           among_newcomers("disappointment"), ("disappointment", "tenure")),
    Metric("newcomer_trust", "share", "Trust in the own worker in the first twelve weeks in a home.", (),
           among_newcomers("trust_primary"), ("trust_primary", "tenure")),
]
METRICS: dict[str, Metric] = WEEKLY_METRICS | {metric.name: metric for metric in _ALL}
