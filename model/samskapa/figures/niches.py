"""Services as niches over time: in how many runs a service opens up (enabling) or closes in (entrapping)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from samskapa.figures.page import Heading, Page, fitted, height_of, inches_of, spoken, wrapped
from samskapa.figures.style import (
    BETWEEN,
    BODY,
    ENABLING,
    ENTRAPPING,
    FAINT,
    HEADING,
    MARGIN,
    NOTE,
    PAPER,
    SMALL,
    WIDTH,
)
from samskapa.figures.worlds import BAR_ROW, Floats, World, counted, draw_time, runs_sentence, time_sentence
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.summaries import mean_known

MOST_COLUMNS = 4
GAP = 0.26
KEY = 0.75
AXIS = 0.52
HATCH = "/////"
LABEL_MOST = 1.8


def draw_niches(worlds: Sequence[World]) -> Page:
    """One panel a world, one row a service, one column a week."""
    heading = heading_of(worlds)
    groups = side_by_side(worlds)
    per_row = max(map(len, groups))
    labels = label_width(worlds)
    width = (WIDTH - 2 * MARGIN - labels - (per_row - 1) * GAP) / per_row
    titles = [wrapped(f"{world.key.letter}  {world.key.title}", width, HEADING, bold=True, most=5) for world in worlds]
    ends = [wrapped(ends_of(world), width, SMALL) for world in worlds]
    heights = [panel_height(len(group[0].scenario.services)) for group in groups]
    for_titles, for_ends = (height_of(max(map(len, lines)), size) for lines, size in ((titles, HEADING), (ends, SMALL)))
    above = for_titles + for_ends + BAR_ROW + 0.14
    page = heading.page(KEY, sum(above + height + AXIS for height in heights))
    draw_scale(page, heading.top, MARGIN + labels)
    top = heading.top + KEY
    for group, height in zip(groups, heights, strict=True):
        for n, world in enumerate(group):
            left = MARGIN + labels + n * (width + GAP)
            page.heading(left, top, titles[world.number], color=world.key.colour)
            page.note(left, top + for_titles, ends[world.number])
            axes = page.axes(left, top + above, width, height)
            draw_world(axes, world, width, height)
            write_names(axes, world, labels if n == 0 else 0.0)
        top += above + height + AXIS
    return page


def heading_of(worlds: Sequence[World]) -> Heading:
    """The sentence above, and the notes below."""
    among = f"In {counted(len(worlds))} worlds: when" if len(worlds) > 1 else "When"
    enabling, entrapping = (OUTCOMES[name].meaning.split(": ", 1)[1] for name in ("enabling", "entrapping"))
    return Heading(
        f"{among} each housing service opens up, and when it closes in",
        runs_sentence(worlds),
        f"{time_sentence(worlds)} Opens up (enabling): {enabling} Closes in (entrapping): {entrapping} "
        "Here x is the attendance that people are used to, T trust, s strictness of the rules, E engagement of the "
        "staff, P what residents think will happen; means of the service in the week.",
    )


def side_by_side(worlds: Sequence[World]) -> list[list[World]]:
    """Worlds with the same services stand side by side, at most four; others begin a new line."""
    groups: list[list[World]] = []
    for world in worlds:
        names = [plan.name for plan in world.scenario.services]
        if groups and names == [plan.name for plan in groups[-1][0].scenario.services]:
            groups[-1].append(world)
        else:
            groups.append([world])
    most = [-(-len(group) // -(-len(group) // MOST_COLUMNS)) for group in groups]
    return [group[n : n + size] for group, size in zip(groups, most, strict=True) for n in range(0, len(group), size)]


def label_width(worlds: Sequence[World]) -> float:
    """Inches that the names of services take."""
    widest = max(inches_of(spoken(plan.name), BODY) for world in worlds for plan in world.scenario.services)
    return min(LABEL_MOST, max(widest, inches_of("1000 residents, 100 workers", SMALL))) + 0.12


def panel_height(services: int) -> float:
    """Inches of a panel: rows shrink when there are many."""
    return services * max(0.16, min(0.62 if services > 1 else 1.2, 5.4 / services))


def ends_of(world: World) -> str:
    """What the last week shows, as a mean over runs."""
    shares = [mean_known(world.weekly(name), axis=0)[-1] for name in ("enabling", "entrapping")]
    if any(np.isnan(share) for share in shares):
        return "No run finished."
    return f"At the end {shares[0]:.0%} of services open up, {shares[1]:.0%} close in.".replace("%", " %")


def draw_world(axes: Axes, world: World, width: float, height: float) -> None:
    """Rows of services: enabling grows from the floor of a row, entrapping hangs from its ceiling."""
    services = len(world.scenario.services)
    enabling, entrapping = (mean_known(world.by_service(name), axis=0) for name in ("enabling", "entrapping"))
    draw_time(axes, [world], world.weeks, width, height, named=True)
    axes.set_ylim(services, 0)
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    for service in range(services):
        draw_service(axes, service, enabling[:, service], entrapping[:, service])


def draw_service(axes: Axes, service: int, enabling: Floats, entrapping: Floats) -> None:
    """One row: what is neither stays empty in between."""
    pad = 0.08
    floor, ceiling, tall = service + 1 - pad, service + pad, 1 - 2 * pad
    weeks = np.arange(len(enabling) + 1)
    axes.fill_between([0, len(enabling)], floor, ceiling, color=BETWEEN, linewidth=0, alpha=0.75, zorder=1)
    if np.isnan(enabling).all():
        axes.text(len(enabling) / 2, service + 0.5, "not known", ha="center", va="center", **NOTE)
        return
    plain: dict[str, Any] = {"facecolor": ENABLING}
    hatched: dict[str, Any] = {"facecolor": ENTRAPPING, "edgecolor": PAPER, "hatch": HATCH}
    for shares, base, way, look in ((enabling, floor, -tall, plain), (entrapping, ceiling, tall, hatched)):
        steps = np.append(shares, shares[-1])
        moved = np.flatnonzero(np.append(True, steps[1:] != steps[:-1]) | (weeks == weeks[-1]))
        axes.fill_between(weeks[moved], base, base + way * steps[moved], step="post", linewidth=0, zorder=2, **look)
    axes.plot([0, len(enabling)], [floor, floor], color=FAINT, linewidth=0.6, zorder=3)


def write_names(axes: Axes, world: World, width: float) -> None:
    """Names of services left of the first panel, with how many people there are where rows are high."""
    if not width:
        return
    across = axes.get_yaxis_transform()
    services = world.scenario.services
    tall = panel_height(len(services)) / len(services)
    panel = axes.get_position().width * WIDTH
    for service, plan in enumerate(services):
        middle, x = service + 0.5, -0.1 / panel
        below = height_of(1, SMALL) / 2 / tall if tall > 0.34 else 0.0
        size = BODY if tall > 0.2 else SMALL
        axes.text(
            x,
            middle - below,
            fitted(plan.name, width - 0.1, size),
            transform=across,
            ha="right",
            va="center",
            fontsize=size,
        )
        if below:
            people = f"{plan.residents} residents, {plan.workers} worker{'s' if plan.workers != 1 else ''}"
            axes.text(x, middle + below, people, transform=across, ha="right", va="center", **NOTE)


def draw_scale(page: Page, top: float, left: float) -> None:
    """How to read a row: an example with its words."""
    width, height = 1.5, 0.46
    axes = page.canvas(left, top, width, height)
    axes.set_ylim(1, 0)
    axes.set_xlim(0, 60)
    weeks = np.arange(60)
    rise = np.clip((weeks - 34) / 18, 0, 0.62)
    fall = np.clip((26 - weeks) / 20, 0, 0.7)
    draw_service(axes, 0, np.round(rise, 1), np.round(fall, 1))
    for n, (words, look) in enumerate(
        (
            (
                "from above, hatched: share of runs in which the service closes in",
                {"color": ENTRAPPING, "weight": "bold"},
            ),
            ("empty between: share of runs in which it does neither", {}),
            ("from below, plain: share of runs in which it opens up", {"color": ENABLING, "weight": "bold"}),
        )
    ):
        page.note(left + width + 0.15, top + 0.02 + n * height / 3, words, **look)
