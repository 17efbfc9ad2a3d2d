"""Arms on the same seeds, each world run once however many patterns ask for it, and the metrics of each clause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from samskapa.science.scenarios import load_scenario
from samskapa.science.scenarios.scenario import Scenario
from samskapa.studies.patterns.of_people import METRICS
from samskapa.studies.patterns.pattern import Arm, Pattern, Values
from samskapa.study.comparison import World
from samskapa.study.simulate import simulate_together
from samskapa.study.statistics.means import Floats
from samskapa.study.stopping import Pairs

Key = tuple[object, ...]
Progress = Callable[[int, int], None]
LANES_AT_ONCE = 48
"""Pairs that are run at once: what is kept of every person's life has to fit into memory."""


@dataclass(frozen=True, slots=True)
class Question:
    """A pattern, asked of a model that differs from the defaults.

    Attributes:
        pattern: the pattern.
        defaults: other defaults; what a world or an arm gives as its own is stronger.
        overriding: values that are stronger than those of world and arm, to switch a mechanism off.
    """

    pattern: Pattern
    defaults: Values = field(default_factory=dict)
    overriding: Values = field(default_factory=dict)

    def world(self, arm: Arm) -> Scenario:
        """The world of an arm.

        >>> from samskapa.studies.patterns.table import PATTERNS
        >>> asked = Question(PATTERNS["C29"], {"engagement_start": .1, "candour": .9})
        >>> world = asked.world(asked.pattern.arms["works"]).settings
        >>> world.engagement_start, world.candour
        (0.6, 0.9)
        """
        world = load_scenario(arm.world)
        own = {**world.settings.own, **world.settings.own_switches}
        values = {name: value for name, value in self.defaults.items() if name not in own}
        return world.changed(**dict[str, Any]({**values, **arm.values, **self.overriding}))


def key_of(world: Scenario) -> Key:
    """What two worlds must share to give the same runs; the worlds of patterns have no dated changes."""
    settings = world.settings
    return (world.services, world.weeks, tuple(settings.numbers().values()), tuple(settings.alternatives().values()))


def measure(
    questions: Sequence[Question], pairs: Pairs, threads: int | None = None, on_run: Progress | None = None
) -> list[Floats]:
    """The weighted difference of every clause of every question, pair by pair.

    Args:
        questions: what is asked.
        pairs: programme seed and chance seed of each pair.
        threads: threads of the engine; all processors if None.
        on_run: called with how many runs are done and how many there are.

    Returns:
        An array for each question; shape (clauses, pairs), not a number where a run failed or a metric is not known.
    """
    found = [np.full((len(asked.pattern.clauses), len(pairs)), np.nan) for asked in questions]
    for wants_lives in (False, True):
        chosen = [n for n, asked in enumerate(questions) if wants_lives == bool(trajectories_of([asked]))]
        step = LANES_AT_ONCE if wants_lives else max(1, len(pairs))
        for first in range(0, len(pairs) if chosen else 0, step):
            part = slice(first, min(first + step, len(pairs)))
            for n, values in zip(chosen, _measure([questions[n] for n in chosen], pairs[part], threads, on_run),
                                 strict=True):
                found[n][:, part] = values
    return found


def trajectories_of(questions: Sequence[Question]) -> tuple[str, ...]:
    """States of residents that the metrics of some questions are made from."""
    return tuple(sorted({name for asked in questions for metric in asked.pattern.metrics()
                         for name in METRICS[metric].trajectories}))


def outcomes_of(questions: Sequence[Question]) -> tuple[str, ...]:
    """Weekly outcomes that the metrics of some questions are made from; at least one."""
    needed = {name for asked in questions for metric in asked.pattern.metrics() for name in METRICS[metric].needs}
    return tuple(sorted(needed)) or ("trust",)


def _measure(
    questions: Sequence[Question], pairs: Pairs, threads: int | None, on_run: Progress | None
) -> list[Floats]:
    worlds: dict[Key, Scenario] = {}
    keys: list[dict[str, Key]] = []
    for asked in questions:
        of_arms = {name: asked.world(arm) for name, arm in asked.pattern.arms.items()}
        keys.append({name: key_of(world) for name, world in of_arms.items()})
        worlds |= {keys[-1][name]: world for name, world in of_arms.items()}
    datasets = simulate_together(
        list(worlds.values()), programme_seeds=[pair[0] for pair in pairs], chance_seeds=[pair[1] for pair in pairs],
        outcomes=outcomes_of(questions), trajectories=trajectories_of(questions), threads=threads, on_run=on_run,
    )
    ran = {key: World(world, data) for (key, world), data in zip(worlds.items(), datasets, strict=True)}
    measured: dict[tuple[str, Key], Floats] = {}

    def metric(name: str, key: Key) -> Floats:
        if (name, key) not in measured:
            measured[name, key] = METRICS[name].of(ran[key])
        return measured[name, key]

    return [
        np.array([sum(term.weight * metric(term.metric, of_arm[term.arm]) for term in clause.terms)
                  for clause in asked.pattern.clauses])
        for asked, of_arm in zip(questions, keys, strict=True)
    ]
