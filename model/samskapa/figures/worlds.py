"""Worlds with their finished runs, as the figures of a run show them: letters, lines, weeks and project windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from samskapa.figures.page import Key, inches_of
from samskapa.figures.style import FAINT, NOTE, PROJECT, SMALL, WORLD_COLOURS, WORLD_DASHES, WORLD_MARKERS
from samskapa.science.scenarios.scenario import Scenario

if TYPE_CHECKING:
    import xarray

Floats = NDArray[np.float64]
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
BAR_ROW = 0.17
"""Inches that one row of a project bar with its name takes above a panel."""


@dataclass(frozen=True)
class World:
    """A scenario with its runs, and what stands for it in every figure: letter, title, colour, line and marker."""

    number: int
    scenario: Scenario
    dataset: xarray.Dataset

    @cached_property
    def key(self) -> Key:
        """What stands for it; beyond eight worlds, colours come again with other lines and markers."""
        colour = self.number % len(WORLD_COLOURS)
        line = (self.number + self.number // len(WORLD_COLOURS)) % len(WORLD_DASHES)
        return Key(
            letter_of(self.number),
            self.scenario.title or self.scenario.name,
            WORLD_COLOURS[colour],
            WORLD_DASHES[line],
            WORLD_MARKERS[line],
        )

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
        return self.weekly(f"{name}_by_service")

    @property
    def meets(self) -> bool:
        """Whether anybody was invited to a meeting in any run."""
        return bool((np.nan_to_num(self.weekly("invited")) > 0).any())

    def attendance(self) -> Floats:
        """Share of those invited who came, in weeks with a meeting; shape (runs, weeks)."""
        invited = self.weekly("invited")
        held = np.nan_to_num(invited) > 0
        return np.where(held, self.weekly("attended") / np.where(held, invited, 1.0), np.nan)


def letter_of(number: int) -> str:
    """The letter of a world.

    >>> letter_of(0), letter_of(27)
    ('A', 'AB')
    """
    return (letter_of(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


# -- in words ------------------------------------------------------------------------------------------


def counted(number: int) -> str:
    """A small number in words."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def weeks_in_words(worlds: Sequence[World]) -> str:
    """The longest horizon."""
    weeks = max(world.weeks for world in worlds)
    return f"{weeks} week{'s' if weeks != 1 else ''}"


def runs_sentence(worlds: Sequence[World], bands: bool = False) -> str:
    """How many runs stand behind a figure, and what lines and bands say of them."""
    counts = [world.runs for world in worlds]
    of_each = " of each world" if len(worlds) > 1 else ""
    lost = sum(int(world.finished.size) - world.runs for world in worlds)
    if max(counts) == 0:
        words = "No run finished"
    elif max(counts) == min(counts) == 1:
        words = f"One run (1 seed){of_each}: a story, not an answer"
    elif max(counts) == min(counts):
        words = f"{counts[0]} runs ({counts[0]} seeds){of_each}"
    else:
        words = "Runs (seeds) of each world: " + ", ".join(f"{world.key.letter} {world.runs}" for world in worlds)
    words += f" ({lost} did not finish)" if lost else ""
    return words + (
        "; lines: median run; bands: 50 and 90 % of runs, chance only." if bands and max(counts) > 1 else "."
    )


def time_sentence(worlds: Sequence[World]) -> str:
    """When week 0 is, if all worlds agree, and when the project runs."""
    start = start_of(worlds)
    words = f"Week 0 begins on {start.day} {MONTHS[start.month - 1]} {start.year}. " if start else ""
    windows = windows_of(worlds)
    if not windows:
        return words + "No world has a project."
    spoken = [
        f"weeks {first} to {last - 1}" + (f" in {letters}" if letters else "") for first, last, letters in windows
    ]
    return words + "Grey: the project, " + ", ".join(spoken) + "."


# -- the axis of time ----------------------------------------------------------------------------------


def start_of(worlds: Sequence[World]) -> date | None:
    """The date of week 0, if all worlds name the same."""
    starts = {world.scenario.start_date for world in worlds}
    return starts.pop() if len(starts) == 1 else None


def windows_of(worlds: Sequence[World]) -> list[tuple[int, int, str]]:
    """Every project window, and the letters of its worlds unless it is that of all."""
    windows: dict[tuple[int, int], list[str]] = {}
    for world in worlds:
        if world.project:
            windows.setdefault(world.project, []).append(world.key.letter)
    return [
        (first, last, "" if len(letters) == len(worlds) else ", ".join(letters))
        for (first, last), letters in sorted(windows.items())
    ]


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
            words = [
                str(day.year) if day.month == 1 and len(years) > 2 else f"{MONTHS[day.month - 1][:3]} {day.year}"
                for day in days
            ]
            return [(day - start).days / 7 for day in days], words, "year" if len(years) > 2 else "month"
    for step in (1, 2, 4, 13, 26, 52, 104, 260, 520, 1040):
        if weeks / step <= most:
            break
    places = [float(week) for week in range(0, weeks + 1, step)]
    return places, [f"{place:g}" for place in places], "weeks since the start"


def draw_time(axes: Axes, worlds: Sequence[World], weeks: int, width: float, height: float, named: bool) -> None:
    """The axis of time with its ticks, and the project window shaded and named above the panel.

    Args:
        axes: the panel.
        worlds: whose windows.
        weeks: horizon.
        width, height: of the panel, inches.
        named: whether to write the name and the words of the axis.
    """
    places, words, name = ticks_of(weeks, start_of(worlds), most=6 if width > 2.2 else 4)
    axes.set_xlim(0, weeks)
    axes.set_xticks(places, words if named else [""] * len(words))
    if named:
        axes.set_xlabel(name)
    rows = windows_of(worlds)[:3]
    across = axes.get_xaxis_transform()
    for row, (first, last, letters) in enumerate(rows):
        axes.axvspan(first, last, color=PROJECT, linewidth=0, zorder=0)
        y = 1 + (0.035 + (len(rows) - 1 - row) * BAR_ROW) / height
        axes.plot(
            [first, last], [y, y], color=FAINT, linewidth=2.2, solid_capstyle="butt", transform=across, clip_on=False
        )
        spoken = "project" + (f" {letters}" if letters else "")
        half = inches_of(spoken, SMALL) / 2 / width * weeks
        middle = min(max((first + last) / 2, half), max(weeks - half, half))
        axes.text(middle, y + 0.02 / height, spoken, ha="center", va="bottom", transform=across, **NOTE)
