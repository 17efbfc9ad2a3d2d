"""Whom a change reached: every resident who differs between two runs, from which week, and through whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, NullFormatter

from samskapa.figures.page import Heading, Page, fitted, height_of, inches_of
from samskapa.figures.style import BODY, FAINT, HAIR, MARGIN, PAPER, POINTS, ROOM, SMALL, SOFT, WIDTH
from samskapa.science.scenarios.scenario import Scenario
from samskapa.studies.reach import Difference

# Okabe and Ito's colours; a marker each, so that colour never speaks alone.
ROUTES = {
    "itself": ("it began here", "#000000", "*", 110.0),
    "peers": ("a peer", "#0072B2", "o", 16.0),
    "own worker": ("the same worker", "#D55E00", "s", 16.0),
    "service": ("the service", "#009E73", "^", 18.0),
    "programme": ("the programme", "#9B4F88", "D", 14.0),
}
LEFT, RIGHT = 1.75, 0.5
MOST_ROWS, LEAST_ROWS = 6.0, 2.2
COUNT_HEIGHT = 1.1
KEY = 0.32
MOST_LINES = 600
LEAST_WEEKS = 12
"""Weeks shown at least; no more than it takes to reach the last."""
CROWD = 20


def draw_changed(scenario: Scenario, found: Sequence[Difference], weeks: int, names: tuple[str, str]) -> Page:
    """People by service over weeks: a mark where a person first differs, a line from whom it came.

    Args:
        scenario: the world, for its services.
        found: the differences of one run, as `reach.who_changed` gives them.
        weeks: the horizon.
        names: what the two runs are called.
    """
    residents = [plan.residents for plan in scenario.services]
    weeks = min(weeks, max(LEAST_WEEKS, int(1.2 * max((one.week for one in found), default=weeks)) + 2))
    heading = heading_of(found, sum(residents), names)
    height = min(MOST_ROWS, max(LEAST_ROWS, 0.045 * sum(residents) + 0.1 * len(residents)))
    page = heading.page(KEY, height, 0.55, COUNT_HEIGHT, 0.45)
    draw_routes_key(page, found, heading.top)
    width = WIDTH - LEFT - RIGHT
    axes = page.axes(LEFT, heading.top + KEY, width, height)
    draw_people(axes, scenario, found, weeks, height)
    below = page.axes(LEFT, heading.top + KEY + height + 0.4, width, COUNT_HEIGHT)
    draw_count(below, found, weeks, sum(residents))
    return page


def heading_of(found: Sequence[Difference], residents: int, names: tuple[str, str]) -> Heading:
    """The sentence above, and the notes below."""
    people = (
        "nobody differs"
        if not found
        else (
            f"{len(found)} of {residents} residents differ, the first in week {found[0].week}, "
            f"the last from week {max(one.week for one in found)} on"
        )
    )
    return Heading(
        f"Whom the change reached: {people}",
        f"{names[0]} against {names[1]}, one run of each on the same seeds: what differs follows from the change.",
        "A mark stands where a resident first differs in any state at the end of a week; a line comes from the nearest "
        "person who differed before and could have passed it on. Rows: residents by service, in their order; weeks as "
        "far as anybody new differs.",
    )


def draw_routes_key(page: Page, found: Sequence[Difference], top: float) -> None:
    """The marks and how many came by each route."""
    counts = Counter(one.through for one in found)
    left = MARGIN
    for route, (name, colour, marker, size) in ROUTES.items():
        if not counts[route]:
            continue
        page.line(
            left + 0.08, 0.0, top + 0.1, color=colour, marker=marker, linestyle="", markersize=min(9.0, size**0.5)
        )
        words = f"{name}: {counts[route]}" if route == "itself" else f"through {name}: {counts[route]}"
        page.words(left + 0.2, top + 0.1 - 0.62 * BODY / POINTS, words)
        left += 0.2 + inches_of(words, BODY) + 0.28


def rows_of(scenario: Scenario) -> tuple[list[float], list[tuple[float, float]]]:
    """The row of each resident, a gap between services; and first and last row of each service."""
    gap = max(1.0, 0.02 * sum(plan.residents for plan in scenario.services))
    rows: list[float] = []
    spans = []
    place = 0.0
    for plan in scenario.services:
        rows += [place + n for n in range(plan.residents)]
        spans.append((place - 0.5, place + plan.residents - 0.5))
        place += plan.residents + gap
    return rows, spans


def draw_people(axes: Axes, scenario: Scenario, found: Sequence[Difference], weeks: int, height: float) -> None:
    """A mark for each person who differs, on the background of the services; the axes have a height in inches."""
    rows, spans = rows_of(scenario)
    first = {one.person: one.week for one in found}
    low, high = spans[0][0], spans[-1][1]
    axes.set_ylim(high, low)
    axes.set_xlim(-0.5, weeks - 0.5)
    rise = (high - low) / height
    for plan, (top, bottom) in zip(scenario.services, spans, strict=True):
        axes.axhspan(top, bottom, color=ROOM, linewidth=0)
        if bottom - top > 0.9 * rise * height_of(1, SMALL):
            axes.annotate(
                fitted(plan.name, LEFT - MARGIN - 0.1, BODY),
                (0, (top + bottom) / 2),
                xycoords=("axes fraction", "data"),
                xytext=(-6, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                annotation_clip=False,
            )
    lines = [(one, nearest(one, first, rows)) for one in found if one.whom and one.through != "programme"]
    for one, other in lines[:MOST_LINES]:
        axes.plot(
            [first[other], one.week],
            [rows[other], rows[one.person]],
            color=ROUTES[one.through][1],
            linewidth=0.5,
            alpha=0.35,
            zorder=2,
        )
    for route, (_, colour, marker, size) in reversed(ROUTES.items()):
        own = [one for one in found if one.through == route]
        axes.scatter(
            [one.week for one in own],
            [rows[one.person] for one in own],
            s=size * min(1.0, (CROWD / max(1, len(own))) ** 0.5) if route == "itself" else size,
            color=colour,
            marker=marker,
            edgecolors=PAPER,
            linewidths=0.3,
            zorder=4 if route == "itself" else 3,
        )
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True))
    axes.xaxis.set_major_formatter(NullFormatter())


def nearest(one: Difference, first: dict[int, int], rows: Sequence[float]) -> int:
    """Of those who could have passed it on, who differed last, and of these the nearest on the page."""
    return min(one.whom, key=lambda other: (-first[other], abs(rows[other] - rows[one.person]), other))


def draw_count(axes: Axes, found: Sequence[Difference], weeks: int, residents: int) -> None:
    """How many residents have differed by the end of each week."""
    so_far = np.cumsum(np.bincount([one.week for one in found], minlength=weeks)[:weeks])
    axes.fill_between(np.arange(weeks), so_far, step="mid", color=HAIR, linewidth=0)
    axes.step(np.arange(weeks), so_far, where="mid", color=SOFT, linewidth=1.2)
    axes.set_xlim(-0.5, weeks - 0.5)
    axes.set_ylim(0, residents)
    axes.axhline(residents, color=FAINT, linewidth=0.7, linestyle=(0, (2, 2)))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True))
    axes.set_ylabel("residents\nwho differ", rotation=0, ha="right", va="center", labelpad=8)
    axes.set_xlabel("week")
