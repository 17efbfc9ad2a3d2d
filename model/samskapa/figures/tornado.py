"""Bars with intervals, one row an input: what matters, how much, and how surely."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from samskapa.figures.heading import Heading
from samskapa.figures.style import (
    BODY,
    FAINT,
    HAIR,
    INK,
    MARGIN,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    WORLD_COLOURS,
    WORLD_MARKERS,
    Page,
    inches_of,
    shortened,
)
from samskapa.study.findings import Tornado
from samskapa.study.statistics.means import Index

ROW = {1: 0.25, 2: 0.36}
KEY = 0.3
NUMBERS = 1.75
AXIS = 0.48
WIDEST_NAMES = 4.0
NOT_TOLD = "not told from zero: hollow"


def draw_tornado(heading: Heading, data: Tornado) -> Page:
    """One row for each input, most important first; the numbers stand at the right."""
    row = ROW[min(2, len(data.measures))]
    names = min(WIDEST_NAMES, max((inches_of(name, BODY) for name, _ in data.rows), default=0.0) + 0.15)
    height = row * len(data.rows)
    key = KEY if len(data.measures) > 1 or data.reference else 0.08
    page = Page(heading.top + key + height + AXIS + heading.bottom)
    heading.draw(page)
    left = MARGIN + names
    width = WIDTH - left - MARGIN - NUMBERS
    axes = page.axes(left, heading.top + key, width, height)
    low, high = limits_of(data)
    axes.set_xlim(low, high)
    axes.set_ylim(len(data.rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=HAIR, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel(data.axis)
    if data.reference:
        axes.axvline(data.reference[0], color=FAINT, linewidth=0.9, zorder=1)
    decimals = decimals_for(high - low)
    for number, (name, indices) in enumerate(data.rows):
        top = heading.top + key + (number + 0.5) * row - 0.5 * BODY / 72
        page.words(MARGIN, top, shortened(name, names - 0.1, BODY), BODY, color=INK)
        page.words(WIDTH - MARGIN - NUMBERS + 0.12, top + 0.01, in_figures(indices[0], decimals), SMALL, color=SOFT)
        for measure, index in enumerate(indices):
            draw_row(axes, data, number, measure, index)
    draw_key(page, data, left, heading.top)
    return page


def draw_row(axes: Axes, data: Tornado, number: int, measure: int, index: Index) -> None:
    """The bar (from zero, where bars begin there), the mark and its interval."""
    if math.isnan(index.value):
        return
    colour = WORLD_COLOURS[measure]
    y = number if len(data.measures) == 1 else number + (-0.16, 0.18)[measure]
    if data.bars and measure == 0:
        thick = 0.3 if len(data.measures) == 2 else 0.52
        axes.barh(y, index.value, height=thick, color=colour, alpha=0.25, linewidth=0)
    if not math.isnan(index.low):
        axes.plot([index.low, index.high], [y, y], color=colour, linewidth=1.4, solid_capstyle="butt", zorder=3)
    hollow = data.reference is not None and not index.told_from_zero
    axes.scatter([index.value], [y], s=22, marker=WORLD_MARKERS[measure], facecolor=PAPER if hollow else colour,
                 edgecolor=colour, linewidth=1.0, zorder=4)


def draw_key(page: Page, data: Tornado, left: float, top: float) -> None:
    """What the marks are, where there are two measures or a reference."""
    reference = f"line: {data.reference[1]}; {NOT_TOLD}" if data.reference else ""
    needed = inches_of(reference, SMALL) + (
        sum(0.64 + inches_of(name, BODY) for name in data.measures) if len(data.measures) > 1 else 0.0)
    at = left if left + needed < WIDTH - MARGIN else MARGIN
    if len(data.measures) > 1:
        for measure, name in enumerate(data.measures):
            canvas = page.canvas(at, top, 0.3, 0.16)
            canvas.plot([0.02, 0.26], [0.08, 0.08], color=WORLD_COLOURS[measure], linewidth=1.4)
            canvas.scatter([0.14], [0.08], s=22, marker=WORLD_MARKERS[measure], color=WORLD_COLOURS[measure])
            page.words(at + 0.34, top + 0.01, name, BODY, color=INK)
            at += 0.34 + inches_of(name, BODY) + 0.3
    if data.reference:
        page.words(at, top + 0.01, shortened(reference, WIDTH - MARGIN - at, SMALL), SMALL, color=SOFT)


def limits_of(data: Tornado) -> tuple[float, float]:
    """Limits that hold every interval, and zero where bars begin there."""
    ends = [end for _, indices in data.rows for one in indices for end in (one.value, one.low, one.high)
            if not math.isnan(end)]
    if data.reference:
        ends.append(data.reference[0])
    if data.bars:
        ends.append(0.0)
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = 0.04 * (high - low) or 0.5
    return (low - room if low < 0.0 or not data.bars else low - 0.25 * room), high + room


def decimals_for(span: float) -> int:
    """Decimals that show a hundredth of a span."""
    return max(0, min(4, 2 - math.floor(math.log10(span)) if span > 0 else 2))


def in_figures(index: Index, decimals: int) -> str:
    """A value with its interval."""
    if math.isnan(index.value):
        return "-"
    value = f"{index.value:.{decimals}f}"
    return value if math.isnan(index.low) else f"{value} ({index.low:.{decimals}f} to {index.high:.{decimals}f})"
