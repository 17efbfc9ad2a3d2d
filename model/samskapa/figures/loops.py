"""Lines with bands: the way up and the way back, and indices as the sample grows."""

from __future__ import annotations

import numpy as np

from samskapa.figures.heading import Heading, light_grid
from samskapa.figures.style import (
    FAINT,
    INK,
    MARGIN,
    SMALL,
    WIDTH,
    WORLD_COLOURS,
    WORLD_DASHES,
    WORLD_MARKERS,
    Page,
    height_of,
    inches_of,
    shortened,
    spread_apart,
)
from samskapa.study.findings import Convergence, LoopPicture

LEFT, AXIS, HEIGHT = 1.0, 0.55, 4.0
WIDEST_NAMES = 3.0
WAYS = ("way up", "way back")


def draw_loop(heading: Heading, data: LoopPicture) -> Page:
    """The outcome against the parameter, once on the way up and once on the way back, with arrows."""
    page = Page(heading.top + HEIGHT + AXIS + heading.bottom)
    heading.draw(page)
    width = WIDTH - LEFT - MARGIN - 1.1
    axes = page.axes(LEFT, heading.top, width, HEIGHT)
    light_grid(axes)
    axes.set_xlabel(data.x)
    axes.set_ylabel(data.y)
    axes.yaxis.set_label_coords(-0.62 / width, 0.5)
    for number, lines in enumerate((data.up, data.down)):
        colour = WORLD_COLOURS[number]
        axes.fill_between(data.values, lines[:, 1], lines[:, 2], color=colour, alpha=0.18, linewidth=0)
        axes.plot(data.values, lines[:, 0], color=colour, linestyle=WORLD_DASHES[number], linewidth=1.7,
                  marker=WORLD_MARKERS[number], markersize=4)
        middle = max(1, len(data.values) // 2)
        ends = (middle - 1, middle) if number == 0 else (middle, middle - 1)
        start, tip = ((data.values[end], lines[end, 0]) for end in ends)
        axes.annotate("", xytext=start, xy=tip, arrowprops={
            "arrowstyle": "-|>", "color": colour, "linewidth": 1.7, "mutation_scale": 14})
    axes.margins(x=0.03)
    low, high = axes.get_ylim()
    gap = height_of(1, SMALL) * (high - low) / HEIGHT
    wanted = [float(data.up[-1, 0]), float(data.down[0, 0])]
    places = spread_apart([wanted[0], float(data.down[-1, 0])], gap, low + gap, high - gap)
    right = axes.get_xlim()[1]
    for number, place in enumerate(places):
        axes.text(right + 0.01 * (right - axes.get_xlim()[0]), place, WAYS[number], color=WORLD_COLOURS[number],
                  fontsize=SMALL, va="center_baseline", weight="bold")
    return page


def draw_convergence(heading: Heading, data: Convergence) -> Page:
    """One line an input over the size of the sample, each with its interval; names at the ends."""
    names = min(WIDEST_NAMES, max(inches_of(name, SMALL) for name, _ in data.rows) + 0.3)
    page = Page(heading.top + HEIGHT + AXIS + heading.bottom)
    heading.draw(page)
    width = WIDTH - LEFT - MARGIN - names
    axes = page.axes(LEFT, heading.top, width, HEIGHT)
    light_grid(axes)
    axes.set_xscale("log", base=2)
    axes.set_xticks(data.sizes, [str(size) for size in data.sizes])
    axes.minorticks_off()
    axes.set_xlabel(data.x)
    axes.set_ylabel(data.axis)
    axes.yaxis.set_label_coords(-0.5 / width, 0.5)
    axes.axhline(0.0, color=FAINT, linewidth=0.9)
    count = len(data.rows)
    for number, (_, lines) in enumerate(data.rows):
        aside = 2.0 ** (0.05 * (number - (count - 1) / 2))
        at = np.array(data.sizes) * aside
        colour = WORLD_COLOURS[number % len(WORLD_COLOURS)]
        axes.vlines(at, lines[:, 1], lines[:, 2], color=colour, linewidth=1.2, alpha=0.7)
        axes.plot(at, lines[:, 0], color=colour, linestyle=WORLD_DASHES[number % len(WORLD_DASHES)], linewidth=1.4,
                  marker=WORLD_MARKERS[number % len(WORLD_MARKERS)], markersize=4)
    low, high = axes.get_ylim()
    gap = height_of(1, SMALL) * (high - low) / HEIGHT
    ends = [float(lines[-1, 0]) for _, lines in data.rows]
    for number, ((name, _), place) in enumerate(zip(data.rows, spread_apart(ends, gap, low, high), strict=True)):
        axes.annotate(shortened(name, names - 0.15, SMALL), (1.0, place), xycoords=("axes fraction", "data"),
                      xytext=(7, 0), textcoords="offset points", fontsize=SMALL, va="center_baseline",
                      color=WORLD_COLOURS[number % len(WORLD_COLOURS)] if count > 1 else INK)
    return page
