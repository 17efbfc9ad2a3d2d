"""How trust, participation and expectations moved: small multiples over time, median and bands over runs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from samskapa.figures.page import Heading, Page, height_of, inches_of, light_grid, name_axes, spread_apart, wrapped
from samskapa.figures.style import BODY, FAINT, HEADING, MARGIN, NOTE, PAPER, POINTS, SMALL, SOFT, WIDTH
from samskapa.figures.worlds import (
    BAR_ROW,
    Floats,
    World,
    counted,
    draw_time,
    runs_sentence,
    time_sentence,
    weeks_in_words,
    windows_of,
)
from samskapa.science.outcomes import OUTCOMES
from samskapa.study.statistics.spread import LEVELS, quantiles

ATTENDANCE = "norm"
PANELS = {
    "trust": "Trust in my worker",
    ATTENDANCE: "Participation in meetings",
    "confidence": "The organisation keeps its word",
    "prediction": "What I think will happen",
    "aspiration": "What I think should happen",
    "disappointment": "Disappointment",
    "engagement": "Engaged front-line staff",
    "routine": "Co-production as routine",
    "quality": "Quality of the service",
}
"""Outcomes, and what people call them."""
COLUMNS = 3
PANEL_HEIGHT = 1.72
LEFT, BETWEEN, BELOW = 0.86, 1.16, 0.3
PANEL_WIDTH = (WIDTH - LEFT - MARGIN - 0.3 - (COLUMNS - 1) * BETWEEN) / COLUMNS
LEAST_SPAN = 0.12
ENOUGH_RUNS = 0.5


def draw_trajectories(worlds: Sequence[World]) -> Page:
    """Nine panels, every world in each."""
    heading = heading_of(worlds)
    bars = BAR_ROW * max(1, min(3, len(windows_of(worlds)))) + 0.05
    meanings = [wrapped(meaning_of(outcome), PANEL_WIDTH + 0.55, SMALL) for outcome in PANELS]
    above = height_of(1, HEADING) + height_of(max(map(len, meanings)), SMALL) + bars + 0.05
    row = above + PANEL_HEIGHT + 0.3
    rows = -(-len(PANELS) // COLUMNS)
    page = heading.page(rows * row, BELOW, -0.15)
    for n, ((outcome, name), meaning) in enumerate(zip(PANELS.items(), meanings, strict=True)):
        left = LEFT + (n % COLUMNS) * (PANEL_WIDTH + BETWEEN)
        top = heading.top + (n // COLUMNS) * row
        page.heading(left - 0.5, top, name)
        page.note(left - 0.5, top + height_of(1, HEADING), meaning)
        draw_panel(page.axes(left, top + above, PANEL_WIDTH, PANEL_HEIGHT), outcome, worlds, n // COLUMNS == rows - 1)
    return page


def heading_of(worlds: Sequence[World]) -> Heading:
    """The sentence above, and the notes below."""
    among = f" in {counted(len(worlds))} worlds" if len(worlds) > 1 else ""
    alone = max(world.runs for world in worlds) <= 1
    how = (
        "The number at a line's end is the last week's."
        if alone
        else (
            "The number at a line's end is the median of the last week. Participation: a mark is a week in which at "
            "least half of the runs met, its bar 50 % of those runs."
        )
    )
    return Heading(
        f"How participation, trust and expectations move over {weeks_in_words(worlds)}{among}",
        runs_sentence(worlds, bands=True),
        f"{time_sentence(worlds)} {how} The scales of the panels differ.",
        [world.key for world in worlds],
    )


def meaning_of(outcome: str) -> str:
    """The meaning of an outcome, in the words of its declaration."""
    if outcome == ATTENDANCE:
        return "Marks: share of those invited who came. Line: attendance that people are used to."
    return OUTCOMES[outcome].meaning


def draw_panel(axes: Axes, name: str, worlds: Sequence[World], last_row: bool) -> None:
    """One outcome in every world: bands, median lines, letters at their ends."""
    outcome, weeks = OUTCOMES[name], max(world.weeks for world in worlds)
    levels = [quantiles(world.weekly(name), LEVELS) for world in worlds]
    met = [
        quantiles(often(world.attendance()) if name == ATTENDANCE else np.empty((0, world.weeks)), LEVELS)
        for world in worlds
    ]
    draw_time(axes, worlds, weeks, PANEL_WIDTH, PANEL_HEIGHT, last_row)
    light_grid(axes)
    name_axes(
        axes,
        axes.get_xlabel(),
        f"{outcome.symbol} ({outcome.unit})" if outcome.symbol else outcome.unit,
        0.38 / PANEL_WIDTH,
        labelpad=3,
    )
    axes.set_ylim(*limits_of([*levels, *(quartiles[1:4] for quartiles in met)], outcome.unit))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    for world, found in zip(worlds, levels, strict=True):
        draw_bands(axes, world, found)
    if name == ATTENDANCE:
        draw_meetings(axes, worlds, met)
    elif all(np.isnan(found).all() for found in levels):
        axes.text(0.5, 0.5, "not known", transform=axes.transAxes, ha="center", va="center", color=SOFT)
    write_ends(axes, worlds, levels, weeks)


def limits_of(drawn: Sequence[Floats], unit: str) -> tuple[float, float]:
    """Limits that hold everything drawn, never so narrow that noise looks like news; from 0 where 0 is near."""
    known = np.concatenate([found[~np.isnan(found)] for found in drawn])
    most = 2.0 if "2" in unit else 1.0
    if not len(known):
        return 0.0, most
    low, high = float(known.min()), float(known.max())
    room = max(LEAST_SPAN - (high - low), 0.12 * (high - low))
    low, high = low - room / 2, high + room / 2
    if low < 0.35 * (high - low):
        low, high = 0.0, high - min(low, 0.0)
    return low, min(high, most) if high > most else high


def draw_bands(axes: Axes, world: World, found: Floats) -> None:
    """Bands of 90 and 50 % of runs, and the median."""
    weeks = np.arange(world.weeks)
    if world.runs > 1:
        for lower, upper, opacity in ((0, 4, 0.10), (1, 3, 0.20)):
            axes.fill_between(weeks, found[lower], found[upper], color=world.key.colour, alpha=opacity, linewidth=0)
    axes.plot(
        weeks,
        found[2],
        color=world.key.colour,
        linestyle=world.key.dashes,
        linewidth=1.7,
        zorder=3,
        marker=world.key.marker if world.weeks == 1 else None,
    )


def often(attendance: Floats) -> Floats:
    """Attendance in weeks in which enough of the runs met; not a number in the others."""
    met = ~np.isnan(attendance)
    return np.where(met.sum(axis=0) >= max(1.0, ENOUGH_RUNS * len(met)), attendance, np.nan)


def draw_meetings(axes: Axes, worlds: Sequence[World], met: Sequence[Floats]) -> None:
    """Attendance as markers, side by side where worlds meet in the same week; a word where none meets."""
    without = [world.key.letter for world in worlds if world.runs and not world.meets]
    for world, found in zip(worlds, met, strict=True):
        weeks = np.flatnonzero(~np.isnan(found[2]))
        step = min(2.4, 12 / len(worlds)) / POINTS
        aside = ScaledTranslation((world.number - (len(worlds) - 1) / 2) * step, 0, axes.figure.dpi_scale_trans)
        place = axes.transData + aside
        axes.vlines(
            weeks, found[1, weeks], found[3, weeks], color=world.key.colour, linewidth=0.9, transform=place, zorder=4
        )
        axes.scatter(
            weeks,
            found[2, weeks],
            s=20,
            marker=world.key.marker,
            facecolor=world.key.colour,
            edgecolor=PAPER,
            linewidth=0.5,
            transform=place,
            zorder=5,
        )
    if without:
        words = "no meeting held" + (f" in {', '.join(without)}" if len(without) < len(worlds) else "")
        axes.text(
            0.98,
            0.96,
            words,
            transform=axes.transAxes,
            ha="right",
            va="top",
            zorder=6,
            **NOTE,
            bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
        )


def write_ends(axes: Axes, worlds: Sequence[World], levels: Sequence[Floats], weeks: int) -> None:
    """A letter and the last value at the end of each line, moved apart where lines end together."""
    ends = [(world, last_known(found[2])) for world, found in zip(worlds, levels, strict=True)]
    shown = [(world, *end) for world, end in ends if end is not None]
    low, high = axes.get_ylim()
    inch = (high - low) / PANEL_HEIGHT
    gap = height_of(1, SMALL) * 0.92 * inch
    places = spread_apart([value for _, _, value in shown], gap, low + gap / 2, high - gap / 2)
    week = weeks / PANEL_WIDTH
    for (world, last, value), place in zip(shown, places, strict=True):
        axes.plot([last, weeks + 0.09 * week], [value, place], color=FAINT, linewidth=0.5, clip_on=False, zorder=2)
        axes.text(
            weeks + 0.12 * week, place, world.key.letter, color=world.key.colour, weight="bold", va="center_baseline"
        )
        axes.text(
            weeks + (0.17 + inches_of(world.key.letter, BODY, bold=True)) * week,
            place,
            f"{value:.2f}",
            fontsize=SMALL,
            va="center_baseline",
        )


def last_known(values: Floats) -> tuple[int, float] | None:
    """The last week with a value, and the value."""
    known = np.flatnonzero(~np.isnan(values))
    return (int(known[-1]), float(values[known[-1]])) if len(known) else None
