"""Worlds run beside each other on the same seeds: a study whose only input is the scenario, and its results."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES, mean_known
from samskapa.study.columns import differences, level
from samskapa.study.executors import gathered
from samskapa.study.plan import SCENARIO, Contrast, Design, Experiment, Input, OutcomeAsked, RunPlan
from samskapa.study.results import by_point, labelled
from samskapa.study.run_plan import Resolved
from samskapa.study.statistics.means import Estimate, Floats, bounds_of, estimate
from samskapa.study.words import listed

if TYPE_CHECKING:
    import xarray

BEFORE_WEEKS = 12


@dataclass(frozen=True, eq=False)
class World:
    """A scenario and its runs.

    Attributes:
        scenario: the scenario as it was run.
        data: what `simulate` gave for it, one point.
    """

    scenario: Scenario
    data: xarray.Dataset

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def weeks(self) -> int:
        """Horizon in weeks."""
        return int(self.data.sizes["week"])

    @property
    def has_project(self) -> bool:
        """Whether there is a project in it."""
        return bool(self.scenario.settings.project)

    @cached_property
    def statuses(self) -> list[str]:
        """For each seed "done", "not run", or why the run failed."""
        return [str(status) for status in self.data["status"].values[0]]

    @cached_property
    def done(self) -> NDArray[np.bool_]:
        """Which runs came to their end; shape (seeds)."""
        return np.array([status == "done" for status in self.statuses], dtype=bool)

    @cached_property
    def failures(self) -> dict[int, str]:
        """Why runs failed, by seed."""
        seeds = self.data["chance_seed"].values
        return {
            int(seed): status
            for seed, status in zip(seeds, self.statuses, strict=True)
            if status not in ("done", "not run")
        }

    @property
    def programmes(self) -> NDArray[np.int64]:
        """Programme seed of each run; shape (seeds)."""
        return np.asarray(self.data["programme_seed"].values)

    def weekly(self, name: str) -> Floats:
        """A weekly outcome; shape (seeds, weeks), not a number for runs that did not come to their end."""
        return np.where(self.done[:, None], self.data[name].values[0], np.nan)

    def summary(self, name: str) -> Floats:
        """A summary; shape (seeds), not a number for runs that did not come to their end."""
        return np.where(self.done, self.data[name].values[0], np.nan)

    def before(self, name: str) -> Floats:
        """Mean of an outcome over the twelve weeks before the project, or the first weeks; shape (seeds)."""
        start = min(int(self.scenario.settings.project_start), self.weeks)
        window = slice(max(0, start - BEFORE_WEEKS), max(1, start))
        return np.asarray(mean_known(self.weekly(name)[:, window]))


def comparison_of(worlds: Sequence[Scenario], pairs: Sequence[tuple[int, int]]) -> Experiment:
    """Worlds beside each other as a study: its only input is the scenario, and every summary is looked at.

    The others are measured against the first world without a project, or else the first.

    Args:
        worlds: the worlds, in the order they were named.
        pairs: programme seed and chance seed of each run, the same in every world.
    """
    names = tuple(world.name for world in worlds)
    without = [world.name for world in worlds if not world.settings.project]
    base = (*without, *names)[0]
    return Experiment(
        "+".join(names),
        f"What differs between {listed(names)}?",
        "",
        {world.name: world for world in worlds},
        (Input(SCENARIO, "scenario", "lever", levels=names, meaning="The world that is run."),),
        tuple(
            OutcomeAsked(name, name, unit=summary.unit, meaning=summary.meaning, good=summary.good)
            for name, summary in SUMMARIES.items()
        ),
        Design("list", points=tuple({SCENARIO: name} for name in names)),
        RunPlan(len(pairs), max_seeds=len(pairs), pairs=tuple(pairs)),
        contrasts=tuple(Contrast(name, {SCENARIO: name}, {SCENARIO: base}) for name in names if name != base),
    )


def compare(
    resolved: Resolved,
    outcomes: Sequence[str],
    engine: str = "auto",
    threads: int | None = None,
    on_run: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Run worlds beside each other, seed by seed, so that what an interrupt leaves can be paired.

    Args:
        resolved: the study, as `comparison_of` declares it.
        outcomes: weekly outcomes that are kept of every run beside what summaries need.
        engine, threads: as `execute` takes them.
        on_run: called after each run with how many are done and how many there are.

    Returns:
        The worlds with the runs that were finished, also after Ctrl-C.
    """
    pairs, points = resolved.experiment.run.pairs, range(len(resolved.points))
    names = tuple(dict.fromkeys([*outcomes, *resolved.needs]))
    runs = [
        replace(resolved.run(resolved.planned(point, place)), outcomes=names, place=(point, 0, place))
        for place in range(len(pairs))
        for point in points
    ]
    results, interrupted = gathered(runs, threads, engine, on_run, keep_on_interrupt=True)
    worlds = []
    for point in points:
        world = resolved.world(point)
        of_world = [result for result in results if result.place[0] == point]
        worlds.append(
            World(world, labelled(world, [world], [{}], pairs, world.weeks, names, of_world, interrupted=interrupted))
        )
    return Comparison(resolved, worlds, interrupted)


class Comparison:
    """Worlds that ran on the same seeds, and the one that the others are measured against.

    Args:
        resolved: the study, as `comparison_of` declares it.
        worlds: the worlds with their runs, in the order of its points.
        interrupted: whether Ctrl-C ended the work.
    """

    def __init__(self, resolved: Resolved, worlds: Sequence[World], interrupted: bool = False):
        self.resolved = resolved
        self.worlds = list(worlds)
        self.interrupted = interrupted
        self.contrasts = {contrast.name: contrast for contrast in resolved.experiment.contrasts}
        self.base = (
            next((world for world in self.worlds if world.name not in self.contrasts), None)
            if (len(self.worlds) > 1)
            else None
        )

    @property
    def base_has_no_project(self) -> bool:
        """Whether what a project changed can be told: one world has none."""
        return self.base is not None and not self.base.has_project

    @property
    def others(self) -> list[World]:
        """The worlds but the base."""
        return [world for world in self.worlds if world is not self.base]

    @cached_property
    def paired(self) -> NDArray[np.bool_]:
        """Seeds whose runs came to their end in every world; shape (seeds)."""
        return np.asarray(np.all([world.done for world in self.worlds], axis=0), dtype=bool)

    @property
    def finished(self) -> int:
        """Number of runs that came to their end."""
        return int(sum(world.done.sum() for world in self.worlds))

    @cached_property
    def data(self) -> xarray.Dataset:
        """The results of the study: every summary by world (point) and seed."""
        return self._summaries(np.ones_like(self.paired))

    @cached_property
    def data_paired(self) -> xarray.Dataset:
        """The same of the seeds whose runs came to their end in every world."""
        return self._summaries(self.paired)

    def _summaries(self, seeds: NDArray[np.bool_]) -> xarray.Dataset:
        values = {
            column.name: np.stack([np.where(seeds, world.summary(column.asked.of), np.nan) for world in self.worlds])
            for column in self.resolved.columns
        }
        return by_point(self.resolved, np.array([world.statuses for world in self.worlds]), values)

    def level(self, world: World, summary: str) -> Estimate:
        """Mean of a summary over the finished runs of a world."""
        return level(self.data, summary, self.worlds.index(world), stopped=False)

    def difference(self, world: World, summary: str) -> Estimate | None:
        """Mean difference from the base, seed by seed; None for the base itself or where there is none."""
        if self.base is None or world is self.base:
            return None
        low, high = bounds_of(SUMMARIES[summary].unit)
        values, programmes = differences(self.contrasts[world.name], self.data_paired, [SCENARIO], summary)
        return estimate(values, (low - high, high - low), programmes)

    def persistence(self, world: World, outcome: str) -> float:
        """What is left of a gain: mean difference in the last twelve weeks over that at the end of the project.

        Not a number without a project-free base, or where there was no clear gain to lose.
        """
        if not self.base_has_no_project or self.base is None or not world.has_project:
            return math.nan
        end = min(int(world.scenario.settings.project_start + world.scenario.settings.project_weeks), world.weeks)
        window = slice(max(0, end - BEFORE_WEEKS), end)
        gained, left = (
            np.where(
                self.paired,
                mean_known(world.weekly(outcome)[:, weeks]) - mean_known(self.base.weekly(outcome)[:, weeks]),
                np.nan,
            )
            for weeks in (window, slice(-BEFORE_WEEKS, None))
        )
        gain = estimate(gained, programmes=world.programmes)
        return estimate(left).mean / gain.mean if gain.clear else math.nan

    def change(self, world: World, outcome: str) -> tuple[Estimate, Estimate, Estimate]:
        """A weekly outcome before the project and in the last twelve weeks, and the mean change, run by run."""
        before, after = world.before(outcome), world.summary(f"{outcome}_final")
        low, high, change = (
            estimate(values, programmes=world.programmes) for values in (before, after, after - before)
        )
        return low, high, change
