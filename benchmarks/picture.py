"""One picture: how near each goal is, and how long a run of the small model takes in each way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from benchmarks.measuring import Row
from samskapa.figures.page import Page, save, shortened
from samskapa.figures.style import BODY, BROKEN, HAIR, HEADING, INK, KEPT, MARGIN, SMALL, SOFT, TITLE, WIDTH, drawing

LABELS, BAR, PLOT = 3.2, 0.23, 3.9


def draw(rows: Sequence[Row], folder: Path, facts: Mapping[str, str], shown: Mapping[str, str]) -> None:
    """Write benchmarks.png and .svg.

    Args:
        shown: by row name, the value and unit as words.
    """
    goals = [(row.name, reached(row), shown[row.name]) for row in rows if row.met is not None and row.value > 0]
    peers = [
        (row.name.removeprefix("stand-in: "), row.value, shown[row.name])
        for row in rows
        if row.name.startswith("stand-in: ") and not math.isnan(row.value)
    ]
    panels = [
        ("Goals: how far each is reached (1 = reached; twice as fast as asked for = 2)", goals, 1.0),
        ("A run of the small model, milliseconds of processor, shorter is better", peers, None),
    ]
    panels = [panel for panel in panels if panel[1]]
    with drawing():
        page = Page(
            1.0 + sum(0.85 + BAR * len(bars) for _, bars, _ in panels),
            "How fast samskapa is",
            "Goals, and times of peers on one small model.",
        )
        page.words(MARGIN, MARGIN, page.title, TITLE, color=INK, fontweight="bold")
        page.words(
            MARGIN,
            MARGIN + 0.3,
            f"{facts['processor']}, one core unless said; Python {facts['python']},"
            f" numba {facts['numba']}, numpy {facts['numpy']}",
            SMALL,
            color=SOFT,
        )
        top = MARGIN + 0.7
        for title, bars, line in panels:
            page.words(MARGIN, top, title, HEADING, color=INK)
            panel(page.axes(MARGIN + LABELS, top + 0.25, PLOT, BAR * len(bars)), bars, line)
            top += 0.85 + BAR * len(bars)
        save(page, folder, "benchmarks")


def reached(row: Row) -> float:
    """How far a goal is reached: above 1 it is."""
    direction, goal = row.goal.split()
    return row.value / float(goal) if direction == ">=" else float(goal) / row.value


def panel(axes: Axes, bars: Sequence[tuple[str, float, str]], line: float | None) -> None:
    """Names on the left, words on the right, a logarithmic axis: bars from the goal's line, or points."""
    values = [value for _, value, _ in bars]
    places = [len(bars) - 1 - n for n in range(len(bars))]
    axes.set_xscale("log")
    axes.set_xlim(min([*values, line or min(values)]) / 1.4, max([*values, line or 0.0]) * 1.4)
    axes.set_ylim(-0.6, len(bars) - 0.4)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    if line:
        colours = [KEPT if value >= line else BROKEN for value in values]
        axes.barh(places, [value - line for value in values], left=line, height=0.66, color=colours)
        axes.axvline(line, color=INK, linewidth=0.8)
    else:
        colours = [KEPT if "samskapa" in name else SOFT for name, _, _ in bars]
        axes.hlines(places, axes.get_xlim()[0], values, color=HAIR, linewidth=0.8)
        axes.scatter(values, places, s=28, color=colours, zorder=3)
    axes.set_yticks(places, [shortened(name, LABELS - 0.2, BODY) for name, _, _ in bars], color=INK, fontsize=BODY)
    axes.tick_params(axis="y", length=0)
    for place, (_, _, words) in zip(places, bars, strict=True):
        short = shortened(words, WIDTH - MARGIN - LABELS - PLOT - 0.2, SMALL)
        axes.annotate(
            short,
            (1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            va="center",
            textcoords="offset points",
            fontsize=SMALL,
            color=SOFT,
            annotation_clip=False,
        )
