"""The people and their ties before and after one run: whom each resident trusts, who came, who met whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle
from numpy.typing import NDArray

from samskapa.figures.heading import Heading, title_of
from samskapa.figures.marks import ACQUIRED_TIE, PERMANENT_TIE, diameter_of, draw_residents, draw_staff
from samskapa.figures.people_key import draw_people_key, key_height
from samskapa.figures.rooms import Layout, lay_out
from samskapa.figures.series import Floats, Portrait, World, counted, letter_of
from samskapa.figures.style import (
    HAIR,
    HEADING,
    INK,
    MARGIN,
    PAPER,
    ROOM,
    SMALL,
    SOFT,
    WIDTH,
    WORLD_COLOURS,
    Page,
    fitted,
    height_of,
    spoken,
    wrapped,
)
from samskapa.science.entities import HERO_ACTIVE
from samskapa.science.ties import PERMANENT

COLUMNS = 2
GAP = 0.3
ASPECT = 0.88


@dataclass(frozen=True)
class Map:
    """One picture of the people: before or after a run of a world."""

    portrait: Portrait
    after: bool
    title: str
    world: str
    colour: str

    @property
    def trust(self) -> Floats:
        """Relational trust of residents at that time."""
        return self.portrait.trust_after if self.after else self.portrait.trust_before

    @property
    def hero(self) -> Floats:
        """Hero status of residents at that time."""
        return self.portrait.hero_after if self.after else self.portrait.hero_before

    @property
    def strength(self) -> Floats:
        """Strengths of candidate ties at that time."""
        return self.portrait.strength_after if self.after else self.portrait.strength_before

    @property
    def sessions(self) -> Floats:
        """Sessions attended by that time."""
        return self.portrait.sessions if self.after else np.zeros(len(self.portrait.sessions))


def draw_people(portraits: Sequence[Portrait], worlds: Sequence[World]) -> tuple[Page, Heading]:
    """Maps side by side; the world before its first week is drawn once where it is the same for all."""
    maps = maps_of(portraits, worlds)
    heading = heading_of(portraits, len(maps) == len(portraits) + 1)
    width = (WIDTH - 2 * MARGIN - GAP) / COLUMNS
    layouts = [lay_out(one.portrait.programme, width, ASPECT * width) for one in maps]
    names = [wrapped(one.world, width, SMALL, most=2) for one in maps]
    counts = [wrapped(sentence_of(one), width, SMALL) for one in maps]
    tops, top = [], heading.top + 0.04
    for n in range(0, len(maps), COLUMNS):
        named = height_of(max(map(len, names[n: n + COLUMNS])), SMALL) + height_of(1, HEADING)
        words = named + height_of(max(map(len, counts[n: n + COLUMNS])), SMALL) + 0.1
        tops.append((top, named, words))
        top += words + max(layout.height for layout in layouts[n: n + COLUMNS]) + 0.22
    free = len(maps) % COLUMNS > 0 and top - tops[-1][0] > key_height(1)
    page = Page(top + (0.0 if free else key_height(2)) + heading.bottom)
    heading.draw(page)
    most = max(1.0, *(float(np.max(portrait.sessions, initial=0.0)) for portrait in portraits))
    for n, (one, layout) in enumerate(zip(maps, layouts, strict=True)):
        row_top, named, words = tops[n // COLUMNS]
        left = MARGIN + (n % COLUMNS) * (width + GAP)
        page.words(left, row_top, one.title, HEADING, weight="bold", color=one.colour)
        page.words(left, row_top + height_of(1, HEADING), names[n], SMALL, color=one.colour)
        page.words(left, row_top + named, counts[n], SMALL, color=SOFT)
        draw_map(page.canvas(left, row_top + words, layout.width, layout.height), one, layout, most)
    if free:
        draw_people_key(page, MARGIN + width + GAP, tops[-1][0], most, width, 1)
    else:
        draw_people_key(page, MARGIN, top, most, WIDTH - 2 * MARGIN, 2)
    return page, heading


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
        (), keyed=False,
    )


def maps_of(portraits: Sequence[Portrait], worlds: Sequence[World]) -> list[Map]:
    """What to draw: one picture before and one after for each, or a common one before."""
    known = {world.scenario.name: world for world in worlds}
    own = [worlds[n] if n < len(worlds) and worlds[n].scenario.name == portrait.scenario
           else known.get(portrait.scenario) for n, portrait in enumerate(portraits)]
    letters = [world.letter if world else letter_of(n) for n, world in enumerate(own)]
    names = [title_of(world) if world else spoken(portrait.scenario)
             for portrait, world in zip(portraits, own, strict=True)]
    colours = [world.colour if world else WORLD_COLOURS[n % len(WORLD_COLOURS)] for n, world in enumerate(own)]
    before, after = "Before the first week", "After the last week"
    every = list(zip(portraits, letters, names, colours, strict=True))
    if all(alike_before(portraits[0], other) for other in portraits[1:]):
        whose = f"The same in all worlds ({', '.join(letters)})" if len(portraits) > 1 else names[0]
        first = Map(portraits[0], False, before, whose, INK)
        return [first, *(Map(portrait, True, f"{letter}  {after}", name, colour)
                         for portrait, letter, name, colour in every)]
    return [
        Map(portrait, later, f"{letter}  {after if later else before}", name, colour)
        for portrait, letter, name, colour in every for later in (False, True)
    ]


def alike_before(one: Portrait, other: Portrait) -> bool:
    """Whether two runs begin with the same people and ties."""
    return (
        [(p.name, p.residents, p.workers, p.managers) for p in one.programme.plans]
        == [(p.name, p.residents, p.workers, p.managers) for p in other.programme.plans]
        and np.array_equal(one.trust_before, other.trust_before)
        and np.array_equal(one.hero_before, other.hero_before)
        and np.array_equal(one.strength_before, other.strength_before)
    )


def sentence_of(one: Map) -> str:
    """What a map shows, counted."""
    came, heroes = int(np.count_nonzero(one.sessions > 0)), int(np.count_nonzero(one.hero == HERO_ACTIVE))
    return (
        f"Mean trust {np.mean(one.trust):.2f}; {came} of {len(one.sessions)} have come to a meeting; "
        f"active heroes {heroes}; acquired ties {len(tied(one, permanent=False)[1])}."
    )


def tied(one: Map, permanent: bool) -> tuple[NDArray[np.int64], Floats]:
    """Pairs of residents with a tie, and its strength; shapes (ties, 2), (ties)."""
    programme = one.portrait.programme
    others = programme.neighbours
    person = np.broadcast_to(np.arange(len(others))[:, None], others.shape)
    here = (others > person) & (one.strength > 0) & ((programme.tie_kind == PERMANENT) == permanent)
    return np.column_stack([person[here], others[here]]), one.strength[here]


def draw_map(axes: Axes, one: Map, layout: Layout, most: float) -> None:
    """Rooms, ties, people, names; acquired ties over permanent ones and under people."""
    programme = one.portrait.programme
    for centre, radius in zip(layout.centres, layout.radii, strict=True):
        axes.add_patch(Circle((centre[0], centre[1]), radius, facecolor=ROOM, edgecolor=HAIR, linewidth=0.7, zorder=0))
    thin = min(1.0, 8 * layout.spacing)
    pairs, _ = tied(one, permanent=True)
    axes.add_collection(LineCollection(list(layout.residents[pairs]), colors=PERMANENT_TIE, linewidths=0.55 * thin,
                                       zorder=1))
    pairs, strength = tied(one, permanent=False)
    lines = [arc(layout.residents[i], layout.residents[j]) for i, j in pairs.tolist()]
    axes.add_collection(LineCollection(lines, colors=ACQUIRED_TIE, linewidths=thin * (0.5 + 1.3 * strength),
                                       alpha=0.75, zorder=3, capstyle="round"))
    diameters = diameter_of(one.sessions, most, layout.spacing)
    draw_residents(axes, layout.residents, one.trust, one.hero, diameters, layout.spacing)
    draw_staff(axes, layout.workers, layout.managers, layout.spacing)
    for head in layout.managers[programme.manager_service < 0][-1:]:
        axes.text(head[0] + 0.15, head[1] - 0.005, "above all services", fontsize=SMALL, color=SOFT, va="center")
    for u, plan in enumerate(programme.plans):
        room = 2 * layout.radii[u] + 0.1
        axes.text(layout.centres[u, 0], layout.centres[u, 1] - layout.radii[u] - 0.03,
                  fitted(plan.name, room, SMALL), fontsize=SMALL, color=SOFT, ha="center", va="top", zorder=7,
                  bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.6, "pad": 0.4})


def arc(start: Floats, end: Floats) -> Floats:
    """A slightly bent line between two places; shape (points, 2)."""
    along = np.linspace(0, 1, 13)[:, None]
    aside = np.array([start[1] - end[1], end[0] - start[0]])
    return np.asarray(start + (end - start) * along + 0.5 * aside * along * (1 - along))
