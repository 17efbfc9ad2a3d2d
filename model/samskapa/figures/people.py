"""The people and their ties before and after one run: whom each resident trusts, who came, who met whom.

Services are round rooms, staff in the middle, residents round them like seeds in a sunflower, each on the side of the
own worker. Nothing is placed by chance, so a person keeps the same place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Circle
from numpy.typing import NDArray

from samskapa.figures.page import Heading, Page, fitted, height_of, inches_of, spoken, wrapped
from samskapa.figures.style import (
    HAIR,
    HEADING,
    INK,
    MARGIN,
    NOTE,
    PAPER,
    POINTS,
    ROOM,
    SMALL,
    SOFT,
    WIDTH,
    WORLD_COLOURS,
)
from samskapa.figures.worlds import Floats, World, counted, letter_of
from samskapa.science.entities import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_NONE, HERO_WITHDRAWN
from samskapa.science.programme import Programme
from samskapa.science.ties import PERMANENT
from samskapa.study.executors import Portrait

COLUMNS = 2
GAP = 0.3
ASPECT = 0.88
# From pale to deep: lightness alone carries it, so it reads in grey and to colour-blind eyes.
TRUST = LinearSegmentedColormap.from_list(
    "trust", ["#fbf3df", "#e3dfc0", "#a9cbbd", "#5aa3ad", "#2a6f97", "#12395c", "#081d33"]
)
PERMANENT_TIE, ACQUIRED_TIE, STAFF = "#c9ced3", "#D55E00", "#2b333a"
HERO = "#B0247A"
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
STAFF_ROOM = 1.6
RIM = 0.75
LABEL, SPACE = 0.2, 0.09
WIDEST = 0.26
KEY_SPACING, KEY_BLOCK, KEY_TRUST = 0.15, 0.47, 0.35


class Map(NamedTuple):
    """One picture of the people, before or after a run of a world: trust, heroes, tie strengths, sessions attended."""

    programme: Programme
    title: str
    world: str
    colour: str
    trust: Floats
    hero: Floats
    strength: Floats
    sessions: Floats


def draw_people(portraits: Sequence[Portrait], worlds: Sequence[World]) -> Page:
    """Maps side by side; the world before its first week is drawn once where it is the same for all."""
    maps = maps_of(portraits, worlds)
    heading = heading_of(portraits, len(maps) == len(portraits) + 1)
    width = (WIDTH - 2 * MARGIN - GAP) / COLUMNS
    layouts = [lay_out(picture.programme, width, ASPECT * width) for picture in maps]
    names = [wrapped(picture.world, width, SMALL, most=2) for picture in maps]
    counts = [wrapped(sentence_of(picture), width, SMALL) for picture in maps]
    tops, top = [], heading.top + 0.04
    for n in range(0, len(maps), COLUMNS):
        named = height_of(max(map(len, names[n : n + COLUMNS])), SMALL) + height_of(1, HEADING)
        words = named + height_of(max(map(len, counts[n : n + COLUMNS])), SMALL) + 0.1
        tops.append((top, named, words))
        top += words + max(layout.height for layout in layouts[n : n + COLUMNS]) + 0.22
    free = len(maps) % COLUMNS > 0 and top - tops[-1][0] > key_height(1)
    page = heading.page(top - heading.top, 0.0 if free else key_height(2))
    most = max(1.0, *(float(np.max(portrait.sessions, initial=0.0)) for portrait in portraits))
    for n, (picture, layout) in enumerate(zip(maps, layouts, strict=True)):
        row_top, named, words = tops[n // COLUMNS]
        left = MARGIN + (n % COLUMNS) * (width + GAP)
        page.heading(left, row_top, picture.title, color=picture.colour)
        page.note(left, row_top + height_of(1, HEADING), names[n], color=picture.colour)
        page.note(left, row_top + named, counts[n])
        draw_map(page.canvas(left, row_top + words, layout.width, layout.height), picture, layout, most)
    if free:
        draw_people_key(page, MARGIN + width + GAP, tops[-1][0], most, width, 1)
    else:
        draw_people_key(page, MARGIN, top, most, WIDTH - 2 * MARGIN, 2)
    return page


def heading_of(portraits: Sequence[Portrait], once: bool) -> Heading:
    """The sentence above, and the notes below."""
    among = f"In {counted(len(portraits))} worlds: the" if len(portraits) > 1 else "The"
    start = " All begin as the first picture shows." if once and len(portraits) > 1 else ""
    seed = portraits[0].programme.seed
    return Heading(
        f"{among} people and their ties before the first week and after the last",
        f"One run (programme seed {seed}): a story, not an answer. Every circle is a resident's home and keeps its "
        f"place.{start}",
        "Rooms are housing services; residents stand on the side of their own worker. A home keeps its place when "
        "somebody else moves in.",
    )


def maps_of(portraits: Sequence[Portrait], worlds: Sequence[World]) -> list[Map]:
    """What to draw: one picture before and one after for each, or a common one before."""
    known = {world.scenario.name: world for world in worlds}
    shown = [
        worlds[n] if n < len(worlds) and worlds[n].scenario.name == portrait.scenario else known.get(portrait.scenario)
        for n, portrait in enumerate(portraits)
    ]
    letters = [world.key.letter if world else letter_of(n) for n, world in enumerate(shown)]
    names = [
        world.key.title if world else spoken(portrait.scenario)
        for portrait, world in zip(portraits, shown, strict=True)
    ]
    colours = [world.key.colour if world else WORLD_COLOURS[n % len(WORLD_COLOURS)] for n, world in enumerate(shown)]

    def picture(n: int, after: bool, letter: str, name: str, colour: str) -> Map:
        title = f"{letter}  {'After the last week' if after else 'Before the first week'}".strip()
        person, nobody = portraits[n], np.zeros(len(portraits[n].sessions))
        seen = (
            (person.trust_after, person.hero_after, person.strength_after, person.sessions)
            if after
            else (person.trust_before, person.hero_before, person.strength_before, nobody)
        )
        return Map(person.programme, title, name, colour, *seen)

    every = list(enumerate(zip(letters, names, colours, strict=True)))
    if all(alike_before(portraits[0], other) for other in portraits[1:]):
        whose = f"The same in all worlds ({', '.join(letters)})" if len(portraits) > 1 else names[0]
        return [picture(0, False, "", whose, INK), *(picture(n, True, *world) for n, world in every)]
    return [picture(n, after, *world) for n, world in every for after in (False, True)]


def alike_before(one: Portrait, other: Portrait) -> bool:
    """Whether two runs begin with the same people and ties."""
    plans, others = (
        [(p.name, p.residents, p.workers, p.managers) for p in portrait.programme.plans] for portrait in (one, other)
    )
    return plans == others and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("trust_before", "hero_before", "strength_before")
    )


def sentence_of(picture: Map) -> str:
    """What a map shows, counted."""
    came, heroes = int(np.count_nonzero(picture.sessions > 0)), int(np.count_nonzero(picture.hero == HERO_ACTIVE))
    return (
        f"Mean trust {np.mean(picture.trust):.2f}; {came} of {len(picture.sessions)} have come to a meeting; "
        f"active heroes {heroes}; acquired ties {len(tied(picture, permanent=False)[1])}."
    )


def tied(picture: Map, permanent: bool) -> tuple[NDArray[np.int64], Floats]:
    """Pairs of residents with a tie, and its strength; shapes (ties, 2), (ties)."""
    programme = picture.programme
    others = programme.neighbours
    person = np.broadcast_to(np.arange(len(others))[:, None], others.shape)
    here = (others > person) & (picture.strength > 0) & ((programme.tie_kind == PERMANENT) == permanent)
    return np.column_stack([person[here], others[here]]), picture.strength[here]


def draw_map(axes: Axes, picture: Map, layout: Layout, most: float) -> None:
    """Rooms, ties, people, names; acquired ties over permanent ones and under people."""
    programme = picture.programme
    for centre, radius in zip(layout.centres, layout.radii, strict=True):
        axes.add_patch(Circle((centre[0], centre[1]), radius, facecolor=ROOM, edgecolor=HAIR, linewidth=0.7, zorder=0))
    thin = min(1.0, 8 * layout.spacing)
    pairs, _ = tied(picture, permanent=True)
    axes.add_collection(
        LineCollection(list(layout.residents[pairs]), colors=PERMANENT_TIE, linewidths=0.55 * thin, zorder=1)
    )
    pairs, strength = tied(picture, permanent=False)
    lines = [arc(layout.residents[i], layout.residents[j]) for i, j in pairs.tolist()]
    axes.add_collection(
        LineCollection(
            lines, colors=ACQUIRED_TIE, linewidths=thin * (0.5 + 1.3 * strength), alpha=0.75, zorder=3, capstyle="round"
        )
    )
    diameters = diameter_of(picture.sessions, most, layout.spacing)
    draw_residents(axes, layout.residents, picture.trust, picture.hero, diameters, layout.spacing)
    draw_staff(axes, layout.workers, layout.managers, layout.spacing)
    for head in layout.managers[programme.manager_service < 0][-1:]:
        axes.text(head[0] + 0.15, head[1] - 0.005, "above all services", va="center", **NOTE)
    for u, plan in enumerate(programme.plans):
        room = 2 * layout.radii[u] + 0.1
        axes.text(
            layout.centres[u, 0],
            layout.centres[u, 1] - layout.radii[u] - 0.03,
            fitted(plan.name, room, SMALL),
            ha="center",
            va="top",
            zorder=7,
            **NOTE,
            bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.6, "pad": 0.4},
        )


def arc(start: Floats, end: Floats) -> Floats:
    """A slightly bent line between two places; shape (points, 2)."""
    along = np.linspace(0, 1, 13)[:, None]
    aside = np.array([start[1] - end[1], end[0] - start[0]])
    return np.asarray(start + (end - start) * along + 0.5 * aside * along * (1 - along))


# -- the marks, the same on the map and in its key ------------------------------------------------------


def draw_residents(axes: Axes, at: Floats, trust: Floats, hero: Floats, diameters: Floats, spacing: float) -> None:
    """Residents: shade is trust, size is sessions attended, shape and ring tell heroes.

    Args:
        axes: a canvas in inches.
        at: places, shape (N, 2), inches.
        trust: share; hero: status; diameters: inches; each of shape (N).
        spacing: distance of neighbours, inches.
    """
    edge: dict[str, Any] = {"linewidths": min(0.5, 5 * spacing), "edgecolors": SOFT}
    active = hero == HERO_ACTIVE
    colours = TRUST(np.clip(trust, 0, 1))
    plain = ~active
    axes.scatter(at[plain, 0], at[plain, 1], s=(diameters[plain] * POINTS) ** 2, c=colours[plain], zorder=4, **edge)
    stars = np.maximum(diameters, 0.8 * spacing) * 1.75
    axes.scatter(
        at[active, 0],
        at[active, 1],
        s=(stars[active] * POINTS) ** 2,
        c=colours[active],
        marker="*",
        linewidths=max(0.5, min(1.1, 8 * spacing)),
        edgecolors=HERO,
        zorder=6,
    )
    for status, style in ((HERO_LATENT, (0, (1, 1.1))), (HERO_FOUND, "-"), (HERO_WITHDRAWN, "-")):
        who = hero == status
        ring = (np.maximum(diameters, 0.55 * spacing) + 0.34 * spacing) * POINTS
        axes.scatter(
            at[who, 0],
            at[who, 1],
            s=ring[who] ** 2,
            facecolors="none",
            edgecolors=HERO,
            linewidths=max(0.6, min(1.1, 8 * spacing)),
            linestyles=[style],
            zorder=5,
        )
        if status == HERO_WITHDRAWN:
            axes.scatter(
                at[who, 0],
                at[who, 1],
                s=(ring[who] * 0.6) ** 2,
                marker="x",
                color=HERO,
                linewidths=max(0.6, min(1.1, 8 * spacing)),
                zorder=6,
            )


def draw_staff(axes: Axes, workers: Floats, managers: Floats, spacing: float) -> None:
    """Social workers as squares, managers as triangles."""
    side = min(0.72 * spacing, 0.15) * POINTS
    for at, marker, colour, size in ((workers, "s", STAFF, side), (managers, "^", INK, 1.25 * side)):
        axes.scatter(
            at[:, 0],
            at[:, 1],
            s=size**2,
            marker=marker,
            color=colour,
            edgecolors=PAPER,
            linewidths=0.4,
            zorder=5,
            clip_on=False,
        )


def diameter_of(sessions: Floats, most: float, spacing: float) -> Floats:
    """How large a resident is drawn (inches): the area grows with sessions attended."""
    share = np.sqrt(np.clip(sessions / max(most, 1.0), 0, 1))
    return np.asarray(spacing * (0.46 + 0.5 * share))


# -- the key -------------------------------------------------------------------------------------------


def key_height(columns: int) -> float:
    """Inches that the key takes."""
    return -(-len(BLOCKS) // columns) * KEY_BLOCK + 0.2


def draw_people_key(page: Page, left: float, top: float, most: float, width: float, columns: int) -> None:
    """Blocks of marks, each under its own words, below a hair line.

    Args:
        page: the page.
        left, top, width: where, inches.
        most: the most sessions that anybody attended.
        columns: in how many columns.
    """
    height = key_height(columns)
    axes = page.canvas(left, top, width, height)
    axes.plot([0, width], [height - 0.04] * 2, color=HAIR, linewidth=0.7)
    for n, (words, marks) in enumerate(BLOCKS.items()):
        x = (n % columns) * (width + 0.3) / columns
        y = height - 0.2 - (n // columns) * KEY_BLOCK
        axes.text(x, y, words, fontsize=SMALL, va="center", weight="bold")
        marks(axes, x, y - 0.2, most)


def shades(axes: Axes, x: float, y: float, most: float) -> None:
    """Residents from no trust to full trust."""
    for trust in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x = resident(axes, x, y, trust, HERO_NONE, 0.7, f"{trust:.1f}")


def sizes(axes: Axes, x: float, y: float, most: float) -> None:
    """Residents who came never, sometimes, most often."""
    for sessions in sorted({0, round(most / 4), round(most)}):
        x = resident(axes, x, y, KEY_TRUST, HERO_NONE, sessions / most, f"{sessions}")


def heroes(axes: Axes, x: float, y: float, most: float) -> None:
    """The four states of a missing hero."""
    for status, words in (
        (HERO_LATENT, "not found"),
        (HERO_FOUND, "found"),
        (HERO_ACTIVE, "active"),
        (HERO_WITHDRAWN, "withdrawn"),
    ):
        x = resident(axes, x, y, KEY_TRUST, status, 0.3, words)


def staff(axes: Axes, x: float, y: float, most: float) -> None:
    """A social worker and a manager."""
    nobody = np.empty((0, 2))
    draw_staff(axes, np.array([[x + 0.1, y]]), nobody, KEY_SPACING)
    x = write(axes, x + 0.25, y, "social worker") + 0.2
    draw_staff(axes, nobody, np.array([[x + 0.1, y]]), KEY_SPACING)
    write(axes, x + 0.25, y, "manager")


def ties(axes: Axes, x: float, y: float, most: float) -> None:
    """Lines for ties."""
    for colour, wide, words in (
        (PERMANENT_TIE, 1.0, "from the start"),
        (ACQUIRED_TIE, 0.8, "acquired, weak"),
        (ACQUIRED_TIE, 1.8, "acquired, strong"),
    ):
        axes.plot([x, x + 0.3], [y, y], color=colour, linewidth=wide)
        x = write(axes, x + 0.37, y, words) + 0.2


def write(axes: Axes, x: float, y: float, words: str) -> float:
    """Words beside a mark; where they end."""
    axes.text(x, y, words, va="center_baseline", **NOTE)
    return x + inches_of(words, SMALL)


def resident(axes: Axes, x: float, y: float, trust: float, hero: float, sessions: float, words: str) -> float:
    """A resident with words; where they end."""
    size = diameter_of(np.array([sessions]), 1.0, KEY_SPACING)
    draw_residents(axes, np.array([[x + 0.1, y]]), np.array([trust]), np.array([hero]), size, KEY_SPACING)
    return write(axes, x + 0.26, y, words) + 0.18


BLOCKS = {
    "Residents, shaded by trust in their workers": shades,
    "Residents, sized by sessions attended": sizes,
    "Missing heroes among them": heroes,
    "Staff": staff,
    "Ties between residents": ties,
}


# -- where everybody stands ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """Places in inches, y upwards.

    Attributes:
        residents, workers, managers: places of people; shapes (N, 2), (W, 2), (K, 2). Heads stand above all rooms.
        centres, radii: the rooms; shapes (S, 2), (S).
        spacing: distance of neighbouring residents.
        width, height: size of the whole.
    """

    residents: Floats
    workers: Floats
    managers: Floats
    centres: Floats
    radii: Floats
    spacing: float
    width: float
    height: float


def sunflower(places: int) -> Floats:
    """Places of equal density round the origin, about one unit apart; shape (places, 2).

    >>> sunflower(2).round(2).tolist()
    [[0.4, 0.0], [-0.51, 0.47]]
    """
    number = np.arange(places)
    distance = 0.565 * np.sqrt(number + 0.5)
    return np.column_stack([distance * np.cos(number * GOLDEN_ANGLE), distance * np.sin(number * GOLDEN_ANGLE)])


def lay_out(programme: Programme, width: float, height: float) -> Layout:
    """Rooms in rows as large as fit into `width` and `height` (inches), people in their rooms."""
    team = [
        int(np.count_nonzero(programme.manager_service == u)) + plan.workers for u, plan in enumerate(programme.plans)
    ]
    inner = [math.ceil(STAFF_ROOM * staff) for staff in team]
    sizes = [0.565 * math.sqrt(plan.residents + inner[u]) + RIM for u, plan in enumerate(programme.plans)]
    heads = int(np.count_nonzero(programme.manager_service < 0))
    above = LABEL + 0.06 if heads else 0.0
    spacing, rows = best_rows(sizes, width, height - above)
    centres, used = centres_of(rows, sizes, spacing, width)
    residents, workers = np.zeros((programme.residents, 2)), np.zeros((programme.workers, 2))
    managers = np.zeros((len(programme.manager_service), 2))
    for u in range(programme.services):
        own_managers = np.flatnonzero(programme.manager_service == u)
        staff = sunflower(team[u]) * math.sqrt(STAFF_ROOM) if team[u] > 1 else np.zeros((team[u], 2))
        managers[own_managers] = staff[: len(own_managers)] * spacing + centres[u]
        own_workers = staff[len(own_managers) :]
        workers[programme.workers_of(u)] = own_workers * spacing + centres[u]
        circle = sunflower(inner[u] + programme.plans[u].residents)[inner[u] :]
        people = np.array(programme.residents_of(u))
        order = by_own_worker(programme.primary[people] - programme.worker_start[u], own_workers, circle)
        residents[people] = circle[order] * spacing + centres[u]
    for n, head in enumerate(np.flatnonzero(programme.manager_service < 0).tolist()):
        managers[head] = (width / 2 + (n - (heads - 1) / 2) * 0.2, used + above - 0.08)
    return Layout(residents, workers, managers, centres, np.array(sizes) * spacing, spacing, width, used + above)


def by_own_worker(own: NDArray[np.int64], workers: Floats, circle: Floats) -> NDArray[np.int64]:
    """For each resident a place on the circle, so that those with one worker stand on one side of the room."""
    bearing = np.arctan2(workers[:, 1], workers[:, 0])
    turn = np.argsort(np.argsort(bearing, kind="stable"), kind="stable")
    people = np.argsort(turn[own], kind="stable")
    places = np.argsort(np.arctan2(circle[:, 1], circle[:, 0]), kind="stable")
    found = np.empty(len(own), dtype=np.int64)
    found[people] = places
    return found


def best_rows(sizes: Sequence[float], width: float, height: float) -> tuple[float, list[list[int]]]:
    """The rows, in reading order, in which rooms come out largest, and inches per unit of their sizes."""
    best: tuple[float, list[list[int]]] = (0.0, [])
    for count in range(1, len(sizes) + 1):
        rows = split(sizes, count)
        across = min((width - SPACE * (len(row) + 1)) / (2 * sum(sizes[u] for u in row)) for row in rows)
        down = (height - len(rows) * (LABEL + SPACE)) / (2 * sum(max(sizes[u] for u in row) for row in rows))
        spacing = min(across, down, WIDEST)
        if spacing > best[0] + 1e-9:
            best = (spacing, rows)
    return best if best[1] else (0.004, split(sizes, math.ceil(math.sqrt(len(sizes)))))


def split(sizes: Sequence[float], count: int) -> list[list[int]]:
    """Numbers of rooms in `count` rows or fewer, about equally wide."""
    total, rows, filled = sum(sizes), [[0]], sizes[0]
    for u in range(1, len(sizes)):
        if filled + sizes[u] / 2 > total * len(rows) / count:
            rows.append([])
        rows[-1].append(u)
        filled += sizes[u]
    return rows


def centres_of(
    rows: Sequence[Sequence[int]], sizes: Sequence[float], spacing: float, width: float
) -> tuple[Floats, float]:
    """Centres of rooms, and the height they take with their names below."""
    centres = np.zeros((len(sizes), 2))
    heights = [2 * spacing * max(sizes[u] for u in row) + LABEL + SPACE for row in rows]
    y = sum(heights)
    for row, tall in zip(rows, heights, strict=True):
        free = (width - 2 * spacing * sum(sizes[u] for u in row)) / (len(row) + 1)
        x = free
        for u in row:
            centres[u] = (x + sizes[u] * spacing, y - SPACE - (tall - LABEL - SPACE) / 2)
            x += 2 * sizes[u] * spacing + free
        y -= tall
    return centres, sum(heights)
