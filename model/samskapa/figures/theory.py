"""Theory with known answers, drawn: how fast the agents near the mean-field map, its states, its tipping start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullFormatter, NullLocator
from numpy.typing import NDArray

from samskapa.figures.style import (
    BODY,
    FAINT,
    HEADING,
    INK,
    MARGIN,
    SMALL,
    SOFT,
    TITLE,
    WIDTH,
    WORLD_COLOURS,
    WORLD_DASHES,
    WORLD_MARKERS,
    Page,
    drawing,
    height_of,
    save,
    wrapped,
)

Floats = NDArray[np.float64]
TOP, HEIGHT, LEGEND = 1.42, 2.75, 0.62


@dataclass(frozen=True)
class KnownAnswers:
    """What the map says and what the agents did.

    Attributes:
        residents: sizes of the programme; shape (n).
        to_map: distance of the agents to the map (share); shape (n).
        exponent, standard_error: fitted power of the number of residents in it.
        costs: costs of the map's states; shape (m).
        states: stable low, unstable and stable high belief at each cost, not a number where there is none;
            shape (m, 3).
        tried: costs at which the agent model was run; shape (k).
        ends: mean belief at the end from a low and from a high start; shape (k, 2).
        starts: beliefs from which the agent model was started; shape (s).
        rising: share of runs that ended in the high state, by number of residents; shapes (s).
        tipping: tipping start of the map.
    """

    residents: Sequence[int]
    to_map: Floats
    exponent: float
    standard_error: float
    costs: Floats
    states: Floats
    tried: Floats
    ends: Floats
    starts: Floats
    rising: Mapping[int, Floats]
    tipping: float


def draw_theory(known: KnownAnswers, folder: Path) -> list[Path]:
    """Draw the three panels as PNG and SVG, and return the files."""
    title = "The larger the programme, the nearer the agents are to the mean-field map"
    under = (
        f"Agents against theory, in the world that has only what the map has. The distance falls as residents to the "
        f"power {known.exponent:.2f} (standard error {known.standard_error:.2f}), where theory says -0.50."
    ).replace("-", "−")
    with drawing():
        page = Page(TOP + HEIGHT + LEGEND + 0.55)
        inside = WIDTH - 2 * MARGIN
        page.words(MARGIN, MARGIN, wrapped(title, inside, TITLE, bold=True), TITLE, weight="bold")
        page.words(MARGIN, MARGIN + height_of(1, TITLE) + 0.04, wrapped(under, inside, BODY), BODY, color=SOFT)
        gap, left = 0.72, MARGIN + 0.42
        width = (WIDTH - MARGIN - left - 2 * gap) / 3.0
        panels = [page.axes(left + n * (width + gap), TOP, width, HEIGHT) for n in range(3)]
        draw_rate(panels[0], known)
        draw_states(panels[1], known)
        draw_tipping(panels[2], known)
        for axes in panels:
            axes.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.19), frameon=False, fontsize=SMALL,
                        handlelength=2.6, borderaxespad=0.0, labelspacing=0.35)
        return save(page, folder, "theory", title, under)


def draw_rate(axes: Axes, known: KnownAnswers) -> None:
    """Distance against residents on logarithms, with the fitted power."""
    sizes = np.array(known.residents, dtype=float)
    middle = np.exp(np.mean(np.log(known.to_map)) + known.exponent * (np.log(sizes) - np.mean(np.log(sizes))))
    axes.set_title("How fast", loc="left", fontsize=HEADING, weight="bold", color=INK)
    axes.loglog(sizes, known.to_map, WORLD_MARKERS[0], color=WORLD_COLOURS[0], ms=5, label="agents to map")
    power = f"{known.exponent:.2f}".replace("-", "−")
    axes.loglog(sizes, middle, color=WORLD_COLOURS[0], lw=1.2, label=f"fitted: residents to the power {power}")
    root = known.to_map[0] * np.sqrt(sizes[0] / sizes)
    axes.loglog(sizes, root, color=FAINT, lw=1.2, ls=WORLD_DASHES[3], label="one over the root, from the first")
    axes.set_xlabel("residents")
    axes.set_ylabel("distance of belief (share)")
    heights = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02]
    axes.set_ylim(0.6 * known.to_map.min(), 1.6 * known.to_map.max())
    for axis, places in ((axes.xaxis, list(known.residents)), (axes.yaxis, heights)):
        axis.set_major_locator(FixedLocator(places))
        axis.set_major_formatter(FixedFormatter([f"{place:,g}" for place in places]))
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())


def draw_states(axes: Axes, known: KnownAnswers) -> None:
    """Beliefs that hold themselves against the cost of coming, and where the agents ended."""
    axes.set_title("Which states", loc="left", fontsize=HEADING, weight="bold", color=INK)
    axes.plot(known.costs, known.states[:, 0], color=INK, lw=1.3, label="map, stable")
    axes.plot(known.costs, known.states[:, 2], color=INK, lw=1.3)
    axes.plot(known.costs, known.states[:, 1], color=FAINT, lw=1.2, ls=WORLD_DASHES[3], label="map, tipping start")
    for start, colour, marker, words in ((0, 0, "^", "agents, from a low start"), (1, 1, "v", "from a high start")):
        axes.plot(known.tried, known.ends[:, start], marker, color=WORLD_COLOURS[colour], ms=5, mfc="none", mew=1.2,
                  label=words)
    axes.set_xlabel("cost of coming (belief at which half come)")
    axes.set_ylabel("belief")
    axes.set_ylim(-0.01, 0.5)


def draw_tipping(axes: Axes, known: KnownAnswers) -> None:
    """Share of runs that reach the high state against the belief they start from."""
    axes.set_title("Where it tips", loc="left", fontsize=HEADING, weight="bold", color=INK)
    axes.axvline(known.tipping, color=FAINT, lw=1.2, ls=WORLD_DASHES[3], label="map, tipping start")
    for n, (residents, shares) in enumerate(known.rising.items()):
        axes.plot(known.starts, shares, color=WORLD_COLOURS[n], ls=WORLD_DASHES[n], marker=WORLD_MARKERS[n], ms=3.5,
                  lw=1.1, label=f"{residents:,} residents")
    axes.set_xlabel("belief at the start")
    axes.set_ylabel("share of runs that rise")
    axes.set_ylim(-0.03, 1.03)
