"""What the figures read: worlds with their finished runs, and how they are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from samskapa.figures.style import WORLD_COLOURS, WORLD_DASHES, WORLD_MARKERS
from samskapa.science.programme import Programme
from samskapa.science.scenarios.scenario import Scenario

if TYPE_CHECKING:
    import xarray

Floats = NDArray[np.float64]
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")


class Portrait(Protocol):
    """The people of one run before its first week and after its last (see `samskapa.study.snapshot`)."""

    @property
    def scenario(self) -> str:
        """Name of the scenario."""

    @property
    def programme(self) -> Programme:
        """Who lives and works where."""

    @property
    def trust_before(self) -> Floats:
        """Relational trust of residents; shape (N), share. Likewise `trust_after`."""

    @property
    def trust_after(self) -> Floats: ...

    @property
    def strength_before(self) -> Floats:
        """Strengths of candidate ties; shape (N, 16), share. Likewise `strength_after`."""

    @property
    def strength_after(self) -> Floats: ...

    @property
    def sessions(self) -> Floats:
        """Sessions attended by the end; shape (N)."""

    @property
    def hero_before(self) -> Floats:
        """Hero status 0 to 4; shape (N). Likewise `hero_after`."""

    @property
    def hero_after(self) -> Floats: ...


@dataclass(frozen=True)
class World:
    """A scenario with its runs, and the letter, colour, line and marker it has in every figure."""

    number: int
    scenario: Scenario
    dataset: xarray.Dataset

    @property
    def letter(self) -> str:
        """A, B, C and on; AA after Z."""
        return letter_of(self.number)

    @property
    def colour(self) -> str:
        """Its colour."""
        return WORLD_COLOURS[self.number % len(WORLD_COLOURS)]

    @property
    def dashes(self) -> Any:
        """Its line style."""
        return WORLD_DASHES[(self.number + self.number // len(WORLD_COLOURS)) % len(WORLD_DASHES)]

    @property
    def marker(self) -> str:
        """Its marker."""
        return WORLD_MARKERS[(self.number + self.number // len(WORLD_COLOURS)) % len(WORLD_MARKERS)]

    @cached_property
    def finished(self) -> NDArray[np.bool_]:
        """Which runs came to their end; shape (seeds)."""
        return np.asarray(self.dataset["status"].values[0] == "done")

    @property
    def runs(self) -> int:
        """Number of finished runs."""
        return int(self.finished.sum())

    @property
    def weeks(self) -> int:
        """Number of weeks."""
        return int(self.dataset.sizes["week"])

    @property
    def project(self) -> tuple[int, int] | None:
        """First week of the project and first week after it, within the horizon; None without a project."""
        settings = self.scenario.settings
        first, last = int(settings.project_start), int(settings.project_start + settings.project_weeks)
        return (first, min(last, self.weeks)) if settings.project and first < self.weeks else None

    def weekly(self, name: str) -> Floats:
        """An outcome of every finished run; shape (runs, weeks), not a number where it was not recorded."""
        if name not in self.dataset:
            return np.full((self.runs, self.weeks), np.nan)
        return np.asarray(self.dataset[name].values[0][self.finished], dtype=np.float64)

    def by_service(self, name: str) -> Floats:
        """An outcome of every service in every finished run; shape (runs, weeks, services)."""
        if f"{name}_by_service" not in self.dataset:
            return np.full((self.runs, self.weeks, len(self.scenario.services)), np.nan)
        return np.asarray(self.dataset[f"{name}_by_service"].values[0][self.finished], dtype=np.float64)

    @property
    def meets(self) -> bool:
        """Whether anybody was invited to a meeting in any run."""
        return bool((np.nan_to_num(self.weekly("invited")) > 0).any())

    def attendance(self) -> Floats:
        """Share of those invited who came, in weeks with a meeting; shape (runs, weeks)."""
        invited = self.weekly("invited")
        asked = np.nan_to_num(invited) > 0
        return np.where(asked, self.weekly("attended") / np.where(asked, invited, 1.0), np.nan)


def letter_of(number: int) -> str:
    """The letter of a world.

    >>> letter_of(0), letter_of(27)
    ('A', 'AB')
    """
    return (letter_of(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def counted(number: int) -> str:
    """A small number in words."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def weeks_in_words(worlds: Sequence[World]) -> str:
    """The longest horizon."""
    weeks = max(world.weeks for world in worlds)
    return f"{weeks} week{'s' if weeks != 1 else ''}"


def start_of(worlds: Sequence[World]) -> date | None:
    """The date of week 0, if all worlds name the same."""
    starts = {world.scenario.start_date for world in worlds}
    return starts.pop() if len(starts) == 1 else None


def ticks_of(weeks: int, start: date | None, most: int = 6) -> tuple[list[float], list[str], str]:
    """Where the axis of time has ticks, their words, and the name of the axis.

    >>> ticks_of(208, None)
    ([0.0, 52.0, 104.0, 156.0, 208.0], ['0', '52', '104', '156', '208'], 'weeks since the start')
    """
    if start is not None:
        end = start + timedelta(weeks=weeks)
        years = [date(year, 1, 1) for year in range(start.year + 1, end.year + 1)]
        quarters = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in (1, 4, 7, 10)]
        days = years if len(years) > 2 else [day for day in quarters if start <= day <= end]
        days = days[:: -(-len(days) // most) or 1]
        if days:
            words = [str(day.year) if day.month == 1 and len(years) > 2 else f"{MONTHS[day.month - 1][:3]} {day.year}"
                     for day in days]
            return [(day - start).days / 7 for day in days], words, "year" if len(years) > 2 else "month"
    for step in (1, 2, 4, 13, 26, 52, 104, 260, 520, 1040):
        if weeks / step <= most:
            break
    places = [float(week) for week in range(0, weeks + 1, step)]
    return places, [f"{place:g}" for place in places], "weeks since the start"


def long_date(day: date) -> str:
    """A date in words, in any locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def runs_in_words(worlds: Sequence[World]) -> str:
    """How many runs stand behind a figure."""
    counts = [world.runs for world in worlds]
    of_each = " of each world" if len(worlds) > 1 else ""
    lost = sum(int(world.finished.size) - world.runs for world in worlds)
    tail = f" ({lost} did not finish)" if lost else ""
    if max(counts) == 0:
        return f"no run finished{tail}"
    if max(counts) == min(counts) == 1:
        return f"one run (1 seed){of_each}: a story, not an answer{tail}"
    if max(counts) == min(counts):
        return f"{counts[0]} runs ({counts[0]} seeds){of_each}{tail}"
    each = ", ".join(f"{world.letter} {world.runs}" for world in worlds)
    return f"runs (seeds) of each world: {each}{tail}"
