"""What stands above and below every figure: a sentence, how many runs, which letter is which world, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from samskapa.figures.series import World, long_date, runs_in_words, start_of, ticks_of
from samskapa.figures.style import (
    BODY,
    FAINT,
    HAIR,
    HEADING,
    INK,
    MARGIN,
    POINTS,
    PROJECT,
    SMALL,
    SOFT,
    TITLE,
    WIDTH,
    Page,
    height_of,
    inches_of,
    shortened,
    wrapped,
)

ROOM_FOR_WORDS = WIDTH - 2 * MARGIN
KEY_LINE = 0.46
KEY_ROW = 0.21
BAR_ROW = 0.17
"""Inches that one row of a project bar with its name takes above a panel."""


@dataclass(frozen=True)
class Heading:
    """The words of a figure: drawn at the top of its page, and the notes at its foot.

    Attributes:
        title: one sentence on what is seen.
        under: how many runs, what bands are.
        notes: how to read it.
        worlds: the worlds, for the key.
        keyed: whether the key shows the worlds' lines.
    """

    title: str
    under: str
    notes: str
    worlds: Sequence[World]
    keyed: bool = True

    @property
    def _title(self) -> list[str]:
        return wrapped(self.title, ROOM_FOR_WORDS, TITLE, bold=True)

    @property
    def _under(self) -> list[str]:
        return wrapped(self.under, ROOM_FOR_WORDS, BODY)

    @property
    def _notes(self) -> list[str]:
        return wrapped(self.notes, ROOM_FOR_WORDS, SMALL) if self.notes else []

    @property
    def _columns(self) -> int:
        widest = max((inches_of(title_of(world), BODY) for world in self.worlds), default=0.0)
        return 2 if len(self.worlds) > 1 and widest + KEY_LINE + 0.5 < ROOM_FOR_WORDS / 2 else 1

    @property
    def top(self) -> float:
        """Inches that the heading takes."""
        key = -(-len(self.worlds) // self._columns) * KEY_ROW + 0.12 if self.keyed else 0.0
        return (
            MARGIN + height_of(len(self._title), TITLE) + 0.04 + height_of(len(self._under), BODY) + 0.12 + key
        )

    @property
    def bottom(self) -> float:
        """Inches that the notes take."""
        return MARGIN * 0.8 + (height_of(len(self._notes), SMALL) + 0.1 if self.notes else 0.0)

    def draw(self, page: Page) -> None:
        """Write the words on a page."""
        top = MARGIN
        page.words(MARGIN, top, self._title, TITLE, weight="bold", color=INK)
        top += height_of(len(self._title), TITLE) + 0.04
        page.words(MARGIN, top, self._under, BODY, color=SOFT)
        top += height_of(len(self._under), BODY) + 0.12
        if self.keyed:
            for n, world in enumerate(self.worlds):
                column, row = n % self._columns, n // self._columns
                draw_key(page, world, MARGIN + column * ROOM_FOR_WORDS / self._columns, top + row * KEY_ROW,
                         ROOM_FOR_WORDS / self._columns - 0.15)
        if self.notes:
            page.words(MARGIN, page.height - self.bottom + 0.1, self._notes, SMALL, color=SOFT)


def title_of(world: World) -> str:
    """What a world is called in the key."""
    return world.scenario.title or world.scenario.name


def draw_key(page: Page, world: World, left: float, top: float, width: float) -> None:
    """A letter, a piece of the world's line, and its title."""
    page.words(left, top, world.letter, HEADING, weight="bold", color=world.colour)
    start = left + 0.12 + max(inches_of(letter, HEADING, bold=True) for letter in ("M", world.letter))
    y = 1 - (top + 0.085) / page.height
    page.figure.add_artist(Line2D(
        [start / WIDTH, (start + KEY_LINE) / WIDTH], [y, y], color=world.colour, linestyle=world.dashes, linewidth=2.0,
        marker=world.marker, markersize=4.5, markevery=[1],
    ))
    room = width - (start - left) - KEY_LINE - 0.12
    title = shortened(title_of(world), room, BODY)
    page.words(start + KEY_LINE + 0.12, top + (HEADING - BODY) / POINTS, title, BODY, color=INK)


def runs_sentence(worlds: Sequence[World], bands: bool = False) -> str:
    """How many runs, and what lines and bands say of them."""
    words = runs_in_words(worlds)
    if bands and max(world.runs for world in worlds) > 1:
        words += "; lines: median run; bands: 50 and 90 % of runs, chance only"
    return words[0].upper() + words[1:] + "."


def time_sentence(worlds: Sequence[World]) -> str:
    """When week 0 is, if all worlds agree, and when the project runs."""
    start = start_of(worlds)
    words = f"Week 0 begins on {long_date(start)}. " if start else ""
    windows = windows_of(worlds)
    if not windows:
        return words + "No world has a project."
    spoken = [f"weeks {first} to {last - 1}" + (f" in {letters}" if letters else "")
              for first, last, letters in windows]
    return words + "Grey: the project, " + ", ".join(spoken) + "."


def windows_of(worlds: Sequence[World]) -> list[tuple[int, int, str]]:
    """Every project window, and the letters of its worlds unless it is that of all."""
    found: dict[tuple[int, int], list[str]] = {}
    for world in worlds:
        if world.project:
            found.setdefault(world.project, []).append(world.letter)
    return [
        (first, last, "" if len(letters) == len(worlds) else ", ".join(letters))
        for (first, last), letters in sorted(found.items())
    ]


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
    for row, (first, last, letters) in enumerate(rows):
        axes.axvspan(first, last, color=PROJECT, linewidth=0, zorder=0)
        y = 1 + (0.035 + (len(rows) - 1 - row) * BAR_ROW) / height
        across = axes.get_xaxis_transform()
        axes.plot([first, last], [y, y], color=FAINT, linewidth=2.2, solid_capstyle="butt", transform=across,
                  clip_on=False)
        words_here = "project" + (f" {letters}" if letters else "")
        half = inches_of(words_here, SMALL) / 2 / width * weeks
        middle = min(max((first + last) / 2, half), max(weeks - half, half))
        axes.text(middle, y + 0.02 / height, words_here, fontsize=SMALL, color=SOFT, ha="center", va="bottom",
                  transform=across)


def light_grid(axes: Axes) -> None:
    """Horizontal hair lines behind everything."""
    axes.grid(axis="y", color=HAIR, linewidth=0.5)
    axes.set_axisbelow(True)
