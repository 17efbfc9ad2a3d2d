"""A number over two inputs as colour, and the line where it tips."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize

from samskapa.figures.heading import Heading
from samskapa.figures.style import HAIR, INK, MARGIN, PAPER, SMALL, SOFT, WIDTH, Page, inches_of, shortened, wrapped
from samskapa.study.findings import Cell, HeatMap

COLOURS = LinearSegmentedColormap.from_list("samskapa", ("#7d3f0b", "#d9a46b", "#f3f1ea", "#7cc0b4", "#0d4f48"))
NAMES, BAR, AXIS = 1.5, 1.35, 0.62
MOST_WITH_NUMBERS = 12
HEIGHT = 4.6


def draw_map(heading: Heading, data: HeatMap) -> Page:
    """Cells in colour, numbers in them where they fit, the tipping line with its band over them."""
    y_words = [said(value) for value in data.y_values]
    names = max(0.75, min(NAMES + 0.6, max(inches_of(word, SMALL) for word in y_words) + 0.55))
    height = max(1.6, min(HEIGHT, 0.62 * len(y_words)))
    page = Page(heading.top + height + AXIS + heading.bottom)
    heading.draw(page)
    left = MARGIN + names
    width = WIDTH - left - MARGIN - BAR
    axes = page.axes(left, heading.top, width, height)
    known = data.values[~np.isnan(data.values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    norm = Normalize(low, high if high > low else low + 1e-9)
    rows, columns = data.values.shape
    x_edges, y_edges = edges_of(data.x_values), edges_of(data.y_values)
    axes.pcolormesh(x_edges, y_edges, np.ma.masked_invalid(data.values), cmap=COLOURS, norm=norm, linewidth=0)
    axes.set_xlim(x_edges[0], x_edges[-1])
    axes.set_ylim(y_edges[0], y_edges[-1])
    ticks(axes, data, width, height)
    axes.set_xlabel(data.x)
    axes.set_ylabel(shortened(data.y, height, SMALL), labelpad=0)
    axes.yaxis.set_label_coords(-(names - 0.12) / width, 0.5)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    if max(rows, columns) <= MOST_WITH_NUMBERS and not len(data.line):
        write_numbers(axes, data, norm)
    if len(data.line):
        draw_line(axes, data)
    draw_bar(page, data, norm, WIDTH - MARGIN - BAR + 0.3, heading.top, height)
    return page


def said(value: Cell) -> str:
    """A value as a tick says it."""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def places_of(values: tuple[Cell, ...]) -> list[float]:
    """Where values lie along an axis: at themselves if they are numbers, else one after another."""
    if all(isinstance(value, float) for value in values) and len(values) > 1:
        return [float(value) for value in values]
    return [float(n) for n in range(len(values))]


def edges_of(values: tuple[Cell, ...]) -> list[float]:
    """Edges of cells around values, halfway to the next.

    >>> edges_of((0.0, 1.0, 3.0))
    [-0.5, 0.5, 2.0, 4.0]
    """
    places = places_of(values)
    if len(places) == 1:
        return [places[0] - 0.5, places[0] + 0.5]
    middle = [(a + b) / 2 for a, b in pairwise(places)]
    return [2 * places[0] - middle[0], *middle, 2 * places[-1] - middle[-1]]


def ticks(axes: Axes, data: HeatMap, width: float, height: float) -> None:
    """Ticks at the values; words under them in lines, left out where they would touch."""
    xs, ys = places_of(data.x_values), places_of(data.y_values)
    room = width / max(1, len(xs))
    words = [said(value).replace("_", " ") for value in data.x_values]
    numbers = all(isinstance(value, float) for value in data.x_values)
    lines = words if numbers else ["\n".join(wrapped(word, max(0.4, room - 0.1), SMALL, most=2)) for word in words]
    axes.set_xticks(*thinned(xs, lines, width, axes.get_xlim(), along=True))
    axes.set_yticks(*thinned(ys, [said(value).replace("_", " ") for value in data.y_values], height, axes.get_ylim()))


def thinned(
    places: list[float], words: list[str], inches: float, limits: tuple[float, float], along: bool = False
) -> tuple[list[float], list[str]]:
    """Ticks with their words, those left out that would touch the one before."""
    kept_places: list[float] = []
    kept_words: list[str] = []
    end = -math.inf
    for place, word in zip(places, words, strict=True):
        at = (place - limits[0]) / (limits[1] - limits[0]) * inches
        half = (max(inches_of(line, SMALL) for line in word.split("\n")) / 2 + 0.04) if along else 0.09
        if at - half >= end:
            kept_places.append(place)
            kept_words.append(word)
            end = at + half
    return kept_places, kept_words


def write_numbers(axes: Axes, data: HeatMap, norm: Normalize) -> None:
    """The number of each cell, dark on light and light on dark."""
    known = data.values[~np.isnan(data.values)]
    span = float(np.ptp(known)) if len(known) else 1.0
    decimals = max(0, min(3, 2 - math.floor(math.log10(span)))) if span > 0 else 2
    for y, row in zip(places_of(data.y_values), data.values, strict=True):
        for x, value in zip(places_of(data.x_values), row, strict=True):
            share = float(norm(value)) if not math.isnan(value) else 0.5
            words = "-" if math.isnan(value) else f"{value:.{decimals}f}"
            axes.text(x, y, words, ha="center", va="center_baseline", fontsize=SMALL,
                      color=PAPER if share < 0.16 or share > 0.84 else INK)


def draw_line(axes: Axes, data: HeatMap) -> None:
    """The tipping line, and the band in which resampled lines lie; open at the side where some do not cross."""
    ys = np.array(places_of(data.y_values))
    low_end, high_end = axes.get_xlim()
    middle = data.line[:, 0]
    low, high = (np.clip(data.line[:, side], low_end, high_end) for side in (1, 2))
    crosses = ~np.isnan(middle)
    axes.fill_betweenx(ys, low, high, where=crosses.tolist(), facecolor=PAPER, edgecolor=INK, alpha=0.35, linewidth=0.6,
                       zorder=3)
    axes.plot(middle, ys, color=INK, linewidth=1.8, marker="o", markersize=4, markerfacecolor=PAPER, zorder=4)


def draw_bar(page: Page, data: HeatMap, norm: Normalize, left: float, top: float, height: float) -> None:
    """The colours with their numbers, and the level of the tipping line."""
    bar = page.axes(left, top, 0.16, height)
    values = np.linspace(norm.vmin or 0.0, norm.vmax or 1.0, 128)
    bar.pcolormesh([0, 1], values, values[:-1, None], cmap=COLOURS, norm=norm, shading="flat")
    bar.set_xticks([])
    bar.yaxis.tick_right()
    bar.spines["left"].set_visible(False)
    bar.spines["bottom"].set_color(HAIR)
    bar.yaxis.set_label_position("right")
    bar.set_ylabel("\n".join(wrapped(data.axis, height, SMALL, most=2)), color=SOFT, labelpad=4)
    if not math.isnan(data.level) and values[0] <= data.level <= values[-1]:
        bar.axhline(data.level, color=INK, linewidth=1.8)
