"""The social trap in one figure: where two regimes coexist, what tells lasting from slow, and what moves the edge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from samskapa.figures.page import Page, edges_of, height_of, save, wrapped
from samskapa.figures.style import (
    ENABLING,
    ENTRAPPING,
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
    drawing,
)
from samskapa.studies.social_trap import HALF, HIGH_START, LOW_START, YEAR, SocialTrap
from samskapa.study.analyses.tipping import Edge

HEIGHT = 9.9
LOW, HIGH = WORLD_COLOURS[1], WORLD_COLOURS[0]
BOTH = "#c9d3e6"
LOWER = 6.9
Place = tuple[float, float]
PLACES = ("A", "B", "C")


def draw_social_trap(found: SocialTrap, places: Sequence[tuple[int, int]], folder: Path) -> list[Path]:
    """Draw it as PNG and SVG named `social_trap`.

    Args:
        found: what was measured.
        places: three places of the map (capacity, engagement, as numbers of the extent) whose paths are drawn.
        folder: where the files go; made if it is missing.
    """
    years = found.extent.years[-1]
    title = "A social trap: in the same house, under the same chance, the start decides"
    notes = wrapped(
        f"Six houses of thirty residents that meet every six weeks for {years} years; {found.extent.seeds} seeds. "
        "A house "
        f"is up when its usual attendance is above a quarter. Low start: first residents expect {LOW_START:g} of their "
        f"wishes to be acted on; high start: {HIGH_START:g}. Bands: 95 %, from seeds alone.",
        WIDTH - 2 * MARGIN,
        SMALL,
    )
    with drawing():
        page = Page(HEIGHT, title, " ".join(notes))
        page.words(MARGIN, MARGIN, title, TITLE, weight="bold")
        page.note(MARGIN, MARGIN + height_of(1, TITLE) + 0.1, notes)
        draw_map(page, 1.25, found, places)
        draw_paths(page, 1.25, found, places)
        draw_awakening(page, LOWER, found)
        draw_heroes(page, LOWER, found)
        draw_theory(page, LOWER, found)
        return save(page, folder, "social_trap")


def panel(
    page: Page,
    left: float,
    top: float,
    words: str,
    room: float,
    aside: float,
    below: float,
    width: float,
    height: float,
) -> Axes:
    """A panel under its sentence: `aside` to its right and `below` it; the sentence has `room`."""
    page.heading(left, top, wrapped(words, room, HEADING, bold=True))
    return page.axes(left + aside, top + below, width, height)


def draw_map(page: Page, top: float, found: SocialTrap, places: Sequence[tuple[int, int]]) -> None:
    """Regimes over engagement and capacity, with the two lines at the first and the last horizon."""
    extent = found.extent
    axes = panel(page, MARGIN, top, "Where which regime is possible", 5.3, 0.5, 0.35, 4.7, 4.0)
    shade(axes, found)
    for lines, colour in ((found.collapse, HIGH), (found.escape, LOW)):
        draw_edge(axes, lines[-1], colour, "-")
        draw_edge(axes, lines[0], colour, WORLD_DASHES[3], band=False)
    for name, (capacity, engagement) in zip(PLACES, places, strict=True):
        axes.text(
            extent.engagements[engagement],
            extent.capacities[capacity],
            name,
            ha="center",
            va="center",
            weight="bold",
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": INK, "linewidth": 0.8},
        )
    bounds(axes, found)
    first, last = extent.years[0], extent.years[-1]
    axes.plot([], [], color=HIGH, label=f"left of it a high start falls back ({last} years)")
    axes.plot([], [], color=LOW, label=f"right of it a low start rises ({last} years)")
    axes.fill_between([], [], color=BOTH, label="between them the start decides: two regimes")
    axes.plot([], [], color=SOFT, linestyle=WORLD_DASHES[3], label=f"the same lines after {first} years")
    axes.legend(
        loc="upper left",
        bbox_to_anchor=(0.0, -0.12),
        frameon=False,
        fontsize=SMALL,
        handlelength=2.2,
        borderaxespad=0.0,
    )


def shade(axes: Axes, found: SocialTrap) -> None:
    """Tint every place by its regime at the last horizon, and name the two regions that are wide enough for words."""
    extent = found.extent
    tints = {"trap": ENTRAPPING, "start decides": BOTH, "way up": ENABLING}
    names = {"trap": "only the trap", "way up": "only the way up"}
    x, y = (edges_of(values) for values in (extent.engagements, extent.capacities))
    cells: dict[str, list[Place]] = {regime: [] for regime in tints}
    for row in range(len(extent.capacities)):
        for column in range(len(extent.engagements)):
            regime = found.regime(row, column, len(extent.years) - 1)
            axes.fill_between(
                x[column : column + 2],
                y[row],
                y[row + 1],
                color=tints[regime],
                linewidth=0,
                alpha=0.9 if regime == "start decides" else 0.25,
                zorder=0,
            )
            cells[regime].append((extent.engagements[column], extent.capacities[row]))
    for regime, words in names.items():
        where = cells[regime]
        if len(where) > 2:
            axes.text(
                *deepest(
                    where,
                    [place for name, others in cells.items() if name != regime for place in others],
                    (x[-1] - x[0], y[-1] - y[0]),
                ),
                words,
                ha="center",
                va="center",
                style="italic",
                zorder=4,
            )


def deepest(inside: Sequence[Place], outside: Sequence[Place], spans: Place) -> Place:
    """The place of a region that lies farthest from all others and from the frame, in shares of the spans.

    >>> row = [(float(n), 0.0) for n in range(9)]
    >>> deepest(row[:6], row[6:], (8.0, 1.0))
    (3.0, 0.0)
    """
    every = [*inside, *outside]
    frame = [
        (pick(place[axis] for place in every), axis)
        for pick in (min, max)
        for axis in (0, 1)
        if min(place[axis] for place in every) < max(place[axis] for place in every)
    ]

    def depth(place: Place) -> float:
        others = [((place[0] - x) / spans[0]) ** 2 + ((place[1] - y) / spans[1]) ** 2 for x, y in outside]
        return min([*others, *(((place[axis] - edge) / spans[axis]) ** 2 for edge, axis in frame)])

    return max(inside, key=depth)


def bounds(axes: Axes, found: SocialTrap) -> None:
    """The axes of the map."""
    x, y = (edges_of(values) for values in (found.extent.engagements, found.extent.capacities))
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(max(0.0, y[0]), y[-1])
    axes.set_xlabel("engagement of the front line at the start (share)")
    axes.set_ylabel("delivery capacity (work units per worker and week)")


def draw_edge(axes: Axes, edges: Sequence[Edge], colour: str, dash: object, band: bool = True) -> None:
    """A line of the map, and its interval where both sides are known."""
    known = [edge for edge in edges if np.isfinite(edge.across)]
    axes.plot(
        [edge.across for edge in known],
        [edge.along for edge in known],
        color=colour,
        linestyle=dash,
        linewidth=1.8 if band else 1.2,
        zorder=3,
    )
    sure = [edge for edge in known if np.isfinite(edge.low) and np.isfinite(edge.high)]
    if band and sure:
        axes.fill_betweenx(
            [edge.along for edge in sure],
            [edge.low for edge in sure],
            [edge.high for edge in sure],
            color=colour,
            alpha=0.25,
            linewidth=0,
            zorder=2,
        )


def draw_paths(page: Page, top: float, found: SocialTrap, places: Sequence[tuple[int, int]]) -> None:
    """Twenty years of three places, from either start."""
    left, height = 6.15, 0.95
    page.heading(left, top, wrapped("Lasting or only slow: usual attendance, low and high start", 3.5, HEADING, True))
    extent = found.extent
    weeks = np.arange(1, extent.weeks + 1) / YEAR
    for number, (name, (capacity, engagement)) in enumerate(zip(PLACES, places, strict=True)):
        axes = page.axes(left + 0.35, top + 0.78 + number * (height + 0.35), 3.1, height)
        for start, colour, dash in ((0, LOW, WORLD_DASHES[1]), (1, HIGH, "-")):
            axes.plot(weeks, found.paths[start, capacity, engagement], color=colour, linestyle=dash, linewidth=1.5)
        axes.axhline(0.25, color=FAINT, linewidth=0.7)
        for year in extent.years:
            axes.axvline(year, color=FAINT, linewidth=0.6, linestyle=":")
        axes.set_ylim(0.0, 0.62)
        axes.set_yticks([0.0, 0.25, 0.5])
        axes.set_xlim(0, extent.years[-1])
        axes.set_xticks([0, *extent.years])
        axes.text(0.0, 1.05, f"{name}   {told(found, capacity, engagement)}", transform=axes.transAxes, weight="bold")
        if number == len(places) - 1:
            axes.set_xlabel("years")


def told(found: SocialTrap, capacity: int, engagement: int) -> str:
    """What becomes of a place between the first and the last horizon."""
    first, last = (found.regime(capacity, engagement, horizon) for horizon in (0, -1))
    if last == "start decides":
        return "two regimes that last"
    if last == "way up":
        return "one regime, slowly reached" if first != "way up" else "one regime: the way up"
    return "one regime: the trap" if first == "trap" else "one regime: the trap, slowly reached"


def draw_awakening(page: Page, top: float, found: SocialTrap) -> None:
    """Share of houses that rise, by what was expected at first, for each awakening."""
    extent = found.extent
    axes = panel(page, MARGIN, top, "Awakened expectations move the tipping start up", 2.9, 0.45, 0.55, 2.35, 1.9)
    for number, awakening in enumerate(extent.awakenings):
        colour, dash = WORLD_COLOURS[number], WORLD_DASHES[number]
        axes.plot(
            extent.beliefs,
            found.by_belief[number].mean(axis=1),
            color=colour,
            linestyle=dash,
            marker=WORLD_MARKERS[number],
            markersize=4,
            label=f"awakening {awakening:g}",
        )
        edge = found.tipping[number]
        if np.isfinite(edge.across):
            axes.plot([edge.across], [HALF], marker="|", markersize=14, color=colour, markeredgewidth=2)
    axes.axhline(HALF, color=FAINT, linewidth=0.7)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("what first residents expect (share)")
    axes.set_ylabel("houses up")
    axes.legend(frameon=False, fontsize=SMALL, loc="lower right", handlelength=2.6)


def draw_heroes(page: Page, top: float, found: SocialTrap) -> None:
    """Share of houses that rise from a low start, by the heroes there are, left alone and supported."""
    extent = found.extent
    axes = panel(page, 3.75, top, "Missing heroes it takes to cross, found and supported", 2.9, 0.35, 0.55, 2.35, 1.9)
    for number, words in enumerate(("found, left alone", "found and supported")):
        axes.plot(
            [100 * share for share in extent.heroes],
            found.by_heroes[number].mean(axis=1),
            color=WORLD_COLOURS[number + 1],
            linestyle=WORLD_DASHES[1 - number],
            marker=WORLD_MARKERS[number],
            markersize=4,
            label=words,
        )
        edge = found.heroes_needed[number]
        if np.isfinite(edge.across):
            axes.annotate(
                f"{100 * edge.across:.0f} %",
                (100 * edge.across, HALF),
                (4, -11),
                textcoords="offset points",
                fontsize=SMALL,
            )
    axes.axhline(HALF, color=FAINT, linewidth=0.7)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("residents who are missing heroes (%)")
    axes.set_ylabel("houses up, low start")
    axes.legend(frameon=False, fontsize=SMALL, loc="upper left", handlelength=2.6)


def draw_theory(page: Page, top: float, found: SocialTrap) -> None:
    """The two lines of the agents beside those of the mean-field map."""
    axes = panel(page, 7.0, top, "Mean-field theory (grey) beside what the agents do", 2.7, 0.35, 0.55, 2.25, 1.9)
    low, high = found.theory
    known = ~np.isnan(low)
    capacities = np.array(found.extent.capacities)
    axes.fill_betweenx(capacities[known], low[known], high[known], color=FAINT, alpha=0.35, linewidth=0)
    axes.plot(low[known], capacities[known], color=SOFT, linewidth=1.2)
    axes.plot(high[known], capacities[known], color=SOFT, linewidth=1.2, linestyle=WORLD_DASHES[1])
    draw_edge(axes, found.collapse[-1], HIGH, "-")
    draw_edge(axes, found.escape[-1], LOW, "-")
    bounds(axes, found)
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel("engagement (share)")
    axes.set_ylabel("capacity")
