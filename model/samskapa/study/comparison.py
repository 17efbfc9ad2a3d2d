"""Worlds with their finished runs: means, and paired differences between worlds, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES, mean_known
from samskapa.study.statistics.means import BOUNDS_OF_UNITS, Estimate, Floats, estimate

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
        return {int(seed): status for seed, status in zip(seeds, self.statuses, strict=True)
                if status not in ("done", "not run")}

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


class Comparison:
    """Worlds that ran on the same seeds, and the one that the others are measured against.

    Args:
        worlds: the worlds, in the order they were named.
    """

    def __init__(self, worlds: Sequence[World]):
        self.worlds = list(worlds)
        without = [world for world in self.worlds if not world.has_project]
        self.base: World | None = (without or self.worlds)[0] if len(self.worlds) > 1 else None

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

    def level(self, world: World, summary: str) -> Estimate:
        """Mean of a summary over the finished runs of a world."""
        return estimate(world.summary(summary), BOUNDS_OF_UNITS[SUMMARIES[summary].unit], world.programmes)

    def difference(self, world: World, summary: str) -> Estimate | None:
        """Mean difference from the base, seed by seed; None for the base itself or where there is none."""
        if self.base is None or world is self.base:
            return None
        gap = world.summary(summary) - self.base.summary(summary)
        low, high = BOUNDS_OF_UNITS[SUMMARIES[summary].unit]
        return estimate(np.where(self.paired, gap, np.nan), (low - high, high - low), world.programmes)

    def persistence(self, world: World, outcome: str) -> float:
        """What is left of a gain: mean difference in the last twelve weeks over that at the end of the project.

        Not a number without a project-free base, or where there was no clear gain to lose.
        """
        if not self.base_has_no_project or self.base is None or not world.has_project:
            return math.nan
        end = min(int(world.scenario.settings.project_start + world.scenario.settings.project_weeks), world.weeks)
        window = slice(max(0, end - BEFORE_WEEKS), end)
        gained, left = (
            np.where(self.paired, mean_known(world.weekly(outcome)[:, weeks]) - mean_known(
                self.base.weekly(outcome)[:, weeks]), np.nan)
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
