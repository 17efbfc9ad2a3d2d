"""What was made of an experiment, drawn: bars with intervals, points in a plane, maps, loops and convergence."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize

from samskapa.figures.page import (
    Heading,
    Page,
    edges_of,
    height_of,
    inches_of,
    light_grid,
    name_axes,
    note_at_end,
    save,
    shortened,
    spread_apart,
    wrapped,
)
from samskapa.figures.style import (
    BODY,
    ENTRAPPING,
    FAINT,
    HAIR,
    INK,
    MARGIN,
    NOTE,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    WORLD_COLOURS,
    WORLD_DASHES,
    WORLD_MARKERS,
    drawing,
)
from samskapa.study.findings import Cell, Convergence, Findings, HeatMap, LoopPicture, Picture, Plane, Tornado, Trade
from samskapa.study.statistics.means import Index

LONGEST_NAME = 80
AXIS = 0.55
"""Inches below a panel for its ticks and the name of its axis."""


def draw_findings(findings: Findings, folder: Path, vector: bool = False) -> Sequence[Path]:
    """Draw every picture of some findings as PNG.

    Args:
        findings: what was made of results.
        folder: where the files go; made if it is missing.
        vector: whether SVG is written beside it, for print.

    Returns:
        The files, in the order of the findings.
    """
    files: list[Path] = []
    with drawing():
        for picture in findings.pictures:
            name = picture.name.replace(":", "_").replace("@", "_")[:LONGEST_NAME]
            files += save(draw(picture), folder, name, vector)
    return files


def draw(picture: Picture) -> Page:
    """One picture on its page."""
    return DRAWERS[type(picture.data)](Heading(picture.title, picture.under, picture.notes), picture.data)


# -- bars with intervals, one row an input: what matters, how much, and how surely ---------------------

ROW = {1: 0.25, 2: 0.36}
KEY, NUMBERS, TORNADO_AXIS = 0.3, 1.75, 0.48
WIDEST_INPUTS = 4.0


def draw_tornado(heading: Heading, data: Tornado) -> Page:
    """One row for each input, most important first; the numbers stand at the right."""
    row = ROW[min(2, len(data.measures))]
    names = min(WIDEST_INPUTS, max((inches_of(name, BODY) for name, _ in data.rows), default=0.0) + 0.15)
    height = row * len(data.rows)
    key = KEY if len(data.measures) > 1 or data.reference else 0.08
    page = heading.page(key, height, TORNADO_AXIS)
    left = MARGIN + names
    axes = page.axes(left, heading.top + key, WIDTH - left - MARGIN - NUMBERS, height)
    low, high = limits_of(data)
    axes.set_xlim(low, high)
    axes.set_ylim(len(data.rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    light_grid(axes, "x")
    axes.set_xlabel(data.axis)
    if data.reference:
        axes.axvline(data.reference[0], color=FAINT, linewidth=0.9, zorder=1)
    decimals = decimals_for(high - low)
    for number, (name, indices) in enumerate(data.rows):
        top = heading.top + key + (number + 0.5) * row - 0.5 * BODY / 72
        page.words(MARGIN, top, shortened(name, names - 0.1, BODY))
        page.note(WIDTH - MARGIN - NUMBERS + 0.12, top + 0.01, in_figures(indices[0], decimals))
        for measure, index in enumerate(indices):
            draw_bar(axes, data, number, measure, index)
    draw_measures(page, data, left, heading.top)
    return page


def draw_bar(axes: Axes, data: Tornado, number: int, measure: int, index: Index) -> None:
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
    axes.scatter(
        [index.value],
        [y],
        s=22,
        marker=WORLD_MARKERS[measure],
        facecolor=PAPER if hollow else colour,
        edgecolor=colour,
        linewidth=1.0,
        zorder=4,
    )


def draw_measures(page: Page, data: Tornado, left: float, top: float) -> None:
    """What the marks are, where there are two measures or a reference."""
    reference = f"line: {data.reference[1]}; not told from zero: hollow" if data.reference else ""
    measures = data.measures if len(data.measures) > 1 else ()
    needed = inches_of(reference, SMALL) + sum(0.64 + inches_of(name, BODY) for name in measures)
    at = left if left + needed < WIDTH - MARGIN else MARGIN
    for measure, name in enumerate(measures):
        canvas = page.canvas(at, top, 0.3, 0.16)
        canvas.plot([0.02, 0.26], [0.08, 0.08], color=WORLD_COLOURS[measure], linewidth=1.4)
        canvas.scatter([0.14], [0.08], s=22, marker=WORLD_MARKERS[measure], color=WORLD_COLOURS[measure])
        page.words(at + 0.34, top + 0.01, name)
        at += 0.34 + inches_of(name, BODY) + 0.3
    if reference:
        page.note(at, top + 0.01, shortened(reference, WIDTH - MARGIN - at, SMALL))


def limits_of(data: Tornado) -> tuple[float, float]:
    """Limits that hold every interval, and zero where bars begin there."""
    ends = [
        end
        for _, indices in data.rows
        for index in indices
        for end in (index.value, index.low, index.high)
        if not math.isnan(end)
    ]
    if data.reference:
        ends.append(data.reference[0])
    if data.bars:
        ends.append(0.0)
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = 0.04 * (high - low) or 0.5
    return (low - room if low < 0.0 or not data.bars else low - 0.25 * room), high + room


def decimals_for(span: float, most: int = 4) -> int:
    """Decimals that show a hundredth of a span."""
    return max(0, min(most, 2 - math.floor(math.log10(span)) if span > 0 else 2))


def in_figures(index: Index, decimals: int) -> str:
    """A value with its interval."""
    if math.isnan(index.value):
        return "-"
    value = f"{index.value:.{decimals}f}"
    return value if math.isnan(index.low) else f"{value} ({index.low:.{decimals}f} to {index.high:.{decimals}f})"


# -- points in a plane: Morris's size against spread, and PRIM's coverage against density --------------

PLANE_LEFT, LIST, PLANE = 0.95, 3.1, 5.1
MOST_NAMED = 22
DASHED: dict[str, Any] = {"color": FAINT, "linewidth": 0.9, "linestyle": (0, (4, 2))}


def plane(heading: Heading, height: float, x: str, y: str, aside: float) -> tuple[Page, Axes, float]:
    """A page with a plane, room for a list at its right, and the width of the plane."""
    page, width = heading.page(height, AXIS), WIDTH - PLANE_LEFT - LIST - MARGIN
    axes = page.axes(PLANE_LEFT, heading.top, width, height)
    name_axes(axes, x, y, aside / width)
    light_grid(axes, "both")
    return page, axes, width


def draw_plane(heading: Heading, data: Plane) -> Page:
    """Size across, spread up; numbered marks with the names beside the plane."""
    height = max(PLANE, 0.21 * min(MOST_NAMED, len(data.points)) + 0.4)
    unit = f" ({data.unit} over the whole range)" if data.unit else " (over the whole range)"
    page, axes, width = plane(heading, height, f"size of the effect{unit}", f"spread of the effect{unit}", 0.62)
    most_x = max((max(size.value, size.high) for _, size, _ in data.points if size.known), default=1.0) or 1.0
    most_y = max((spread for _, _, spread in data.points if not math.isnan(spread)), default=1.0) or 1.0
    axes.set_xlim(-0.02 * most_x, 1.05 * most_x)
    axes.set_ylim(-0.03 * most_y, 1.12 * most_y)
    end = min(most_x * 1.05, most_y * 1.12)
    axes.plot([0, end], [0, end], zorder=1, **DASHED)
    known = [(name, size, spread) for name, size, spread in data.points if size.known]
    for _, size, spread in known:
        axes.plot([size.low, size.high], [spread, spread], color=WORLD_COLOURS[0], linewidth=1.0, alpha=0.45, zorder=2)
        axes.scatter(
            [size.value],
            [spread],
            s=26,
            facecolor=WORLD_COLOURS[0] if size.told_from_zero else PAPER,
            edgecolor=WORLD_COLOURS[0],
            linewidth=1.0,
            zorder=3,
        )
    number_marks(axes, [(size.value, spread) for _, size, spread in known[:MOST_NAMED]], width, height)
    left = WIDTH - LIST - MARGIN + 0.25
    for row, (name, size, _) in enumerate(known[:MOST_NAMED]):
        colour = INK if size.told_from_zero else SOFT
        page.words(left, heading.top + 0.21 * row, f"{row + 1}", color=colour, weight="bold")
        page.words(left + 0.28, heading.top + 0.21 * row, shortened(name, LIST - 0.6, BODY), color=colour)
    if len(known) > MOST_NAMED:
        page.note(
            left + 0.28, heading.top + 0.21 * MOST_NAMED, f"and {len(known) - MOST_NAMED} more, smaller: see the table"
        )
    return page


def number_marks(axes: Axes, places: Sequence[tuple[float, float]], width: float, height: float) -> None:
    """A number beside each mark, moved apart up and down where marks crowd."""
    low, high = axes.get_ylim()
    inch_y, inch_x = (high - low) / height, (axes.get_xlim()[1] - axes.get_xlim()[0]) / width
    taken: list[tuple[float, float]] = []

    def touches(x: float, y: float) -> bool:
        return any(abs(x - a) < 0.2 * inch_x and abs(y - b) < 0.125 * inch_y for a, b in taken)

    for number, (x, y) in enumerate(places, start=1):
        at_x, at_y = x + 0.1 * inch_x, y + 0.06 * inch_y
        while touches(at_x, at_y):
            at_y += 0.126 * inch_y
        if at_y > high - 0.1 * inch_y:
            at_y = y - 0.06 * inch_y
            while touches(at_x, at_y):
                at_x += 0.21 * inch_x
        taken.append((at_x, at_y))
        if at_x > axes.get_xlim()[1] - 0.15 * inch_x:
            continue  # too many marks in one place to be numbered; the list beside and the table have them all
        axes.text(at_x, at_y, str(number), fontsize=SMALL, va="center_baseline", ha="left", zorder=5)


def draw_trade(heading: Heading, data: Trade) -> Page:
    """Coverage across, density up; the box that is quoted, and what resampled boxes keep on points left out."""
    lines = [line for limit in data.limits for line in wrapped(limit, LIST - 0.35, BODY)]
    page, axes, _ = plane(
        heading,
        max(4.2, height_of(len(lines) + 2, BODY)),
        "coverage (share of all cases)",
        "density (share of points that are cases)",
        0.5,
    )
    axes.set_xlim(0.0, 1.03)
    axes.set_ylim(0.0, 1.05)
    axes.axhline(data.base, **DASHED)
    high = data.base > 0.5
    axes.text(
        0.01, data.base + (-0.012 if high else 0.012), "all points together", va="top" if high else "bottom", **NOTE
    )
    axes.plot(data.way[:, 0], data.way[:, 1], color=FAINT, linewidth=0.8, zorder=1)
    limits = data.way[:, 2].astype(int)
    for count in sorted(set(limits.tolist())):
        colour = WORLD_COLOURS[min(count, len(WORLD_COLOURS) - 1)]
        boxes = data.way[limits == count]
        axes.scatter(boxes[:, 0], boxes[:, 1], s=14, color=colour, zorder=2)
        middle = boxes[len(boxes) // 2]
        axes.text(middle[0] + 0.012, middle[1] + 0.005, str(count), fontsize=SMALL, color=colour, va="bottom", zorder=5)
    if len(data.left_out):
        axes.scatter(
            data.left_out[:, 0], data.left_out[:, 1], s=26, marker="x", color=ENTRAPPING, linewidth=1.0, zorder=3
        )
    axes.scatter([data.found[0]], [data.found[1]], s=110, facecolor="none", edgecolor=INK, linewidth=1.4, zorder=4)
    left = WIDTH - LIST - MARGIN + 0.25
    page.heading(left, heading.top, "The box")
    page.words(left, heading.top + 0.22, lines)
    page.note(
        left,
        heading.top + 0.3 + height_of(len(lines), BODY),
        wrapped("Small numbers: how many inputs a box limits.", LIST - 0.35, SMALL),
    )
    return page


# -- a number over two inputs as colour, and the line where it tips ------------------------------------

COLOURS = LinearSegmentedColormap.from_list("samskapa", ("#7d3f0b", "#d9a46b", "#f3f1ea", "#7cc0b4", "#0d4f48"))
MAP_NAMES, SCALE, MAP_AXIS = 1.5, 1.35, 0.62
MOST_WITH_NUMBERS = 12
TALLEST_MAP = 4.6


def draw_map(heading: Heading, data: HeatMap) -> Page:
    """Cells in colour, numbers in them where they fit, the tipping line with its band over them."""
    y_words = [said(value) for value in data.y_values]
    names = max(0.75, min(MAP_NAMES + 0.6, max(inches_of(word, SMALL) for word in y_words) + 0.55))
    height = max(1.6, min(TALLEST_MAP, 0.62 * len(y_words)))
    page = heading.page(height, MAP_AXIS)
    left = MARGIN + names
    width = WIDTH - left - MARGIN - SCALE
    axes = page.axes(left, heading.top, width, height)
    known = data.values[~np.isnan(data.values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    norm = Normalize(low, high if high > low else low + 1e-9)
    xs, ys = places_of(data.x_values), places_of(data.y_values)
    x_edges, y_edges = edges_of(xs), edges_of(ys)
    axes.pcolormesh(x_edges, y_edges, np.ma.masked_invalid(data.values), cmap=COLOURS, norm=norm, linewidth=0)
    axes.set_xlim(x_edges[0], x_edges[-1])
    axes.set_ylim(y_edges[0], y_edges[-1])
    words = [said(value).replace("_", " ") for value in data.x_values]
    if not all(isinstance(value, float) for value in data.x_values):
        room = max(0.4, width / max(1, len(xs)) - 0.1)
        words = ["\n".join(wrapped(word, room, SMALL, most=2)) for word in words]
    axes.set_xticks(*thinned(xs, words, width, axes.get_xlim(), along=True))
    axes.set_yticks(*thinned(ys, [word.replace("_", " ") for word in y_words], height, axes.get_ylim()))
    name_axes(axes, data.x, shortened(data.y, height, SMALL), (names - 0.12) / width, labelpad=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    if len(data.line):
        draw_line(axes, data, ys)
    elif max(data.values.shape) <= MOST_WITH_NUMBERS:
        write_numbers(axes, data, norm)
    draw_scale(page, data, norm, WIDTH - MARGIN - SCALE + 0.3, heading.top, height)
    return page


def said(value: Cell) -> str:
    """A value as a tick says it."""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def places_of(values: tuple[Cell, ...]) -> list[float]:
    """Where values lie along an axis: at themselves if they are numbers, else one after another."""
    if all(isinstance(value, float) for value in values) and len(values) > 1:
        return [float(value) for value in values]
    return [float(n) for n in range(len(values))]


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
    decimals = decimals_for(float(np.ptp(known)) if len(known) else 1.0, most=3)
    for y, row in zip(places_of(data.y_values), data.values, strict=True):
        for x, value in zip(places_of(data.x_values), row, strict=True):
            share = float(norm(value)) if not math.isnan(value) else 0.5
            words = "-" if math.isnan(value) else f"{value:.{decimals}f}"
            axes.text(
                x,
                y,
                words,
                ha="center",
                va="center_baseline",
                fontsize=SMALL,
                color=PAPER if share < 0.16 or share > 0.84 else INK,
            )


def draw_line(axes: Axes, data: HeatMap, ys: list[float]) -> None:
    """The tipping line, and the band in which resampled lines lie; open at the side where some do not cross."""
    low, high = (np.clip(data.line[:, side], *axes.get_xlim()) for side in (1, 2))
    axes.fill_betweenx(
        ys,
        low,
        high,
        where=(~np.isnan(data.line[:, 0])).tolist(),
        facecolor=PAPER,
        edgecolor=INK,
        alpha=0.35,
        linewidth=0.6,
        zorder=3,
    )
    axes.plot(data.line[:, 0], ys, color=INK, linewidth=1.8, marker="o", markersize=4, markerfacecolor=PAPER, zorder=4)


def draw_scale(page: Page, data: HeatMap, norm: Normalize, left: float, top: float, height: float) -> None:
    """The colours with their numbers, and the level of the tipping line."""
    scale = page.axes(left, top, 0.16, height)
    values = np.linspace(norm.vmin or 0.0, norm.vmax or 1.0, 128)
    scale.pcolormesh([0, 1], values, values[:-1, None], cmap=COLOURS, norm=norm, shading="flat")
    scale.set_xticks([])
    scale.yaxis.tick_right()
    scale.spines["left"].set_visible(False)
    scale.spines["bottom"].set_color(HAIR)
    scale.yaxis.set_label_position("right")
    scale.set_ylabel("\n".join(wrapped(data.axis, height, SMALL, most=2)), color=SOFT, labelpad=4)
    if not math.isnan(data.level) and values[0] <= data.level <= values[-1]:
        scale.axhline(data.level, color=INK, linewidth=1.8)


# -- lines with bands: the way up and the way back, and indices as the sample grows --------------------

LINES_LEFT, LINES_HEIGHT = 1.0, 4.0
WIDEST_NAMES = 3.0
WAYS = ("way up", "way back")


def lines_panel(heading: Heading, right: float, x: str, y: str, aside: float) -> tuple[Page, Axes]:
    """A page with one panel, and inches at its right for what the lines are called."""
    page, width = heading.page(LINES_HEIGHT, AXIS), WIDTH - LINES_LEFT - MARGIN - right
    axes = page.axes(LINES_LEFT, heading.top, width, LINES_HEIGHT)
    light_grid(axes)
    name_axes(axes, x, y, aside / width)
    return page, axes


def draw_loop(heading: Heading, data: LoopPicture) -> Page:
    """The outcome against the parameter, once on the way up and once on the way back, with arrows."""
    page, axes = lines_panel(heading, 1.1, data.x, data.y, 0.62)
    for number, lines in enumerate((data.up, data.down)):
        colour = WORLD_COLOURS[number]
        axes.fill_between(data.values, lines[:, 1], lines[:, 2], color=colour, alpha=0.18, linewidth=0)
        axes.plot(
            data.values,
            lines[:, 0],
            color=colour,
            linestyle=WORLD_DASHES[number],
            linewidth=1.7,
            marker=WORLD_MARKERS[number],
            markersize=4,
        )
        middle = max(1, len(data.values) // 2)
        start, tip = ((data.values[end], lines[end, 0]) for end in (middle - 1 + number, middle - number))
        axes.annotate(
            "",
            xytext=start,
            xy=tip,
            arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.7, "mutation_scale": 14},
        )
    axes.margins(x=0.03)
    low, high = axes.get_ylim()
    gap = height_of(1, SMALL) * (high - low) / LINES_HEIGHT
    places = spread_apart([float(data.up[-1, 0]), float(data.down[-1, 0])], gap, low + gap, high - gap)
    left, right = axes.get_xlim()
    for way, place, colour in zip(WAYS, places, WORLD_COLOURS, strict=False):
        axes.text(
            right + 0.01 * (right - left), place, way, color=colour, fontsize=SMALL, va="center_baseline", weight="bold"
        )
    return page


def draw_convergence(heading: Heading, data: Convergence) -> Page:
    """One line an input over the size of the sample, each with its interval; names at the ends."""
    names = min(WIDEST_NAMES, max(inches_of(name, SMALL) for name, _ in data.rows) + 0.3)
    page, axes = lines_panel(heading, names, data.x, data.axis, 0.5)
    axes.set_xscale("log", base=2)
    axes.set_xticks(data.sizes, [str(size) for size in data.sizes])
    axes.minorticks_off()
    axes.axhline(0.0, color=FAINT, linewidth=0.9)
    count = len(data.rows)
    for number, (_, lines) in enumerate(data.rows):
        at = np.array(data.sizes) * 2.0 ** (0.05 * (number - (count - 1) / 2))
        colour = WORLD_COLOURS[number % len(WORLD_COLOURS)]
        axes.vlines(at, lines[:, 1], lines[:, 2], color=colour, linewidth=1.2, alpha=0.7)
        axes.plot(
            at,
            lines[:, 0],
            color=colour,
            linestyle=WORLD_DASHES[number % len(WORLD_DASHES)],
            linewidth=1.4,
            marker=WORLD_MARKERS[number % len(WORLD_MARKERS)],
            markersize=4,
        )
    low, high = axes.get_ylim()
    gap = height_of(1, SMALL) * (high - low) / LINES_HEIGHT
    ends = [float(lines[-1, 0]) for _, lines in data.rows]
    for number, ((name, _), place) in enumerate(zip(data.rows, spread_apart(ends, gap, low, high), strict=True)):
        note_at_end(
            axes,
            place,
            shortened(name, names - 0.15, SMALL),
            7,
            va="center_baseline",
            color=WORLD_COLOURS[number % len(WORLD_COLOURS)] if count > 1 else INK,
        )
    return page


DRAWERS: dict[type, Callable[[Heading, Any], Page]] = {
    Tornado: draw_tornado,
    Plane: draw_plane,
    HeatMap: draw_map,
    LoopPicture: draw_loop,
    Convergence: draw_convergence,
    Trade: draw_trade,
}
