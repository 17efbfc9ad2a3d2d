"""Points in a plane: Morris's size against spread, and PRIM's coverage against density."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from samskapa.figures.heading import Heading
from samskapa.figures.style import (
    BODY,
    ENTRAPPING,
    FAINT,
    HAIR,
    HEADING,
    INK,
    MARGIN,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    WORLD_COLOURS,
    Page,
    height_of,
    shortened,
    wrapped,
)
from samskapa.study.findings import Plane, Trade
from samskapa.study.statistics.means import Index

LEFT, LIST = 0.95, 3.1
PLANE = 5.1
AXIS = 0.55
MOST_NAMED = 22


def draw_plane(heading: Heading, data: Plane) -> Page:
    """Size across, spread up; numbered marks with the names beside the plane."""
    height = max(PLANE, 0.21 * min(MOST_NAMED, len(data.points)) + 0.4)
    page = Page(heading.top + height + AXIS + heading.bottom)
    heading.draw(page)
    width = WIDTH - LEFT - LIST - MARGIN
    axes = page.axes(LEFT, heading.top, width, height)
    unit = f" ({data.unit} over the whole range)" if data.unit else " (over the whole range)"
    axes.set_xlabel(f"size of the effect{unit}")
    axes.set_ylabel(f"spread of the effect{unit}")
    axes.yaxis.set_label_coords(-0.62 / width, 0.5)
    most_x = max((max(size.value, size.high) for _, size, _ in data.points if size.known), default=1.0) or 1.0
    most_y = max((spread for _, _, spread in data.points if not math.isnan(spread)), default=1.0) or 1.0
    axes.set_xlim(-0.02 * most_x, 1.05 * most_x)
    axes.set_ylim(-0.03 * most_y, 1.12 * most_y)
    axes.grid(color=HAIR, linewidth=0.5)
    axes.set_axisbelow(True)
    end = min(most_x * 1.05, most_y * 1.12)
    axes.plot([0, end], [0, end], color=FAINT, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
    known = [(name, size, spread) for name, size, spread in data.points if size.known]
    for _, size, spread in known:
        told = size.told_from_zero
        axes.plot([size.low, size.high], [spread, spread], color=WORLD_COLOURS[0], linewidth=1.0, alpha=0.45, zorder=2)
        axes.scatter([size.value], [spread], s=26, facecolor=WORLD_COLOURS[0] if told else PAPER,
                     edgecolor=WORLD_COLOURS[0], linewidth=1.0, zorder=3)
    write_numbers(axes, known, width, height)
    write_names(page, known, heading.top)
    return page


def write_numbers(axes: Axes, known: list[tuple[str, Index, float]], width: float, height: float) -> None:
    """A number beside each mark, moved apart up and down where marks crowd."""
    low, high = axes.get_ylim()
    inch_y, inch_x = (high - low) / height, (axes.get_xlim()[1] - axes.get_xlim()[0]) / width
    shown = known[:MOST_NAMED]
    places = [(size.value, spread) for _, size, spread in shown]
    taken: list[tuple[float, float]] = []
    for number, (x, y) in enumerate(places, start=1):
        at_x, at_y = x + 0.1 * inch_x, y + 0.06 * inch_y
        while any(abs(at_x - a) < 0.2 * inch_x and abs(at_y - b) < 0.125 * inch_y for a, b in taken):
            at_y += 0.126 * inch_y
        if at_y > high - 0.1 * inch_y:
            at_y = y - 0.06 * inch_y
            while any(abs(at_x - a) < 0.2 * inch_x and abs(at_y - b) < 0.125 * inch_y for a, b in taken):
                at_x += 0.21 * inch_x
        taken.append((at_x, at_y))
        if at_x > axes.get_xlim()[1] - 0.15 * inch_x:
            continue  # too many marks in one place to be numbered; the list beside and the table have them all
        axes.text(at_x, at_y, str(number), fontsize=SMALL, color=INK, va="center_baseline", ha="left", zorder=5)


def write_names(page: Page, known: list[tuple[str, Index, float]], top: float) -> None:
    """The names of the numbered marks; those not told from zero in grey."""
    left = WIDTH - LIST - MARGIN + 0.25
    for row, (name, size, _) in enumerate(known[:MOST_NAMED]):
        told = size.told_from_zero
        page.words(left, top + 0.21 * row, f"{row + 1}", BODY, color=INK if told else SOFT, weight="bold")
        page.words(left + 0.28, top + 0.21 * row, shortened(name, LIST - 0.6, BODY), BODY, color=INK if told else SOFT)
    if len(known) > MOST_NAMED:
        words = f"and {len(known) - MOST_NAMED} more, smaller: see the table"
        page.words(left + 0.28, top + 0.21 * MOST_NAMED, words, SMALL, color=SOFT)


def draw_trade(heading: Heading, data: Trade) -> Page:
    """Coverage across, density up; the box that is quoted, and what resampled boxes keep on points left out."""
    lines = [line for limit in data.limits for line in wrapped(limit, LIST - 0.35, BODY)]
    height = max(4.2, height_of(len(lines) + 2, BODY))
    page = Page(heading.top + height + AXIS + heading.bottom)
    heading.draw(page)
    width = WIDTH - LEFT - LIST - MARGIN
    axes = page.axes(LEFT, heading.top, width, height)
    axes.set_xlim(0.0, 1.03)
    axes.set_ylim(0.0, 1.05)
    axes.set_xlabel("coverage (share of all cases)")
    axes.set_ylabel("density (share of points that are cases)")
    axes.yaxis.set_label_coords(-0.5 / width, 0.5)
    axes.grid(color=HAIR, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.axhline(data.base, color=FAINT, linewidth=0.9, linestyle=(0, (4, 2)))
    high = data.base > 0.5
    axes.text(0.01, data.base + (-0.012 if high else 0.012), "all points together", fontsize=SMALL, color=SOFT,
              va="top" if high else "bottom")
    axes.plot(data.way[:, 0], data.way[:, 1], color=FAINT, linewidth=0.8, zorder=1)
    limits = data.way[:, 2].astype(int)
    for count in sorted(set(limits.tolist())):
        colour = WORLD_COLOURS[min(count, len(WORLD_COLOURS) - 1)]
        own = data.way[limits == count]
        axes.scatter(own[:, 0], own[:, 1], s=14, color=colour, zorder=2)
        end = own[len(own) // 2]
        axes.text(end[0] + 0.012, end[1] + 0.005, str(count), fontsize=SMALL, color=colour, va="bottom", zorder=5)
    if len(data.left_out):
        axes.scatter(data.left_out[:, 0], data.left_out[:, 1], s=26, marker="x", color=ENTRAPPING, linewidth=1.0,
                     zorder=3)
    axes.scatter([data.found[0]], [data.found[1]], s=110, facecolor="none", edgecolor=INK, linewidth=1.4, zorder=4)
    left = WIDTH - LIST - MARGIN + 0.25
    page.words(left, heading.top, "The box", HEADING, weight="bold", color=INK)
    page.words(left, heading.top + 0.22, lines, BODY, color=INK)
    under = heading.top + 0.3 + height_of(len(lines), BODY)
    words = wrapped("Small numbers: how many inputs a box limits.", LIST - 0.35, SMALL)
    page.words(left, under, words, SMALL, color=SOFT)
    return page

