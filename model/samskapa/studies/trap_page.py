"""The page of the social trap: its sentences and its table, from what was measured."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from samskapa.studies.social_trap import HALF, HIGH_START, LOW_START, UP, WORLD, SocialTrap
from samskapa.study.analyses.tipping import Edge

Row = dict[str, str | float]


def page(found: SocialTrap, picture: str) -> str:
    """The page, in Markdown.

    Args:
        found: what was measured.
        picture: the file of the figure, beside the page.
    """
    extent = found.extent
    parts = [
        "# The social trap", lead(found), f"![The social trap in one figure.]({picture})",
        "## Two regimes, or one that is slow", regimes(found),
        "## Where the edge runs", lines(found),
        "## Awakened expectations", awakening(found),
        "## Missing heroes", heroes(found),
        "## What theory says", theory(found),
        "## How to read it",
        f"World: `{WORLD}`, six houses of thirty residents and four social workers each, with dialogue meetings "
        "every six "
        f"weeks from the first week to the last; {extent.seeds} pairs of seeds, the same at every point. Only the "
        "first "
        f"residents differ between the starts: they expect {LOW_START:g} or {HIGH_START:g} of their wishes to be acted "
        "on; whoever moves in later expects what newcomers always do. A house is up when, over a year, the attendance "
        f"its people are used to is above {UP:g}. An edge is where half of the houses are up; intervals are 95 % "
        "and hold "
        "what seeds leave uncertain, not what assumptions do. The sizes are those of a model whose parameters are "
        "mostly "
        "assumed: the shape is the finding, not the numbers. `samskapa trap` makes this page anew.",
    ]
    return "\n\n".join(parts) + "\n"


def lead(found: SocialTrap) -> str:
    """The answer in one paragraph."""
    _, two, _ = found.places()
    extent = found.extent
    low, high = (share(float(found.up[start, two[0], two[1], :, -1].mean())) for start in (0, 1))
    return (
        f"At a capacity of {extent.capacities[two[0]]:g} work units per worker and week and an engagement of "
        f"{extent.engagements[two[1]]:g}, {high} of the houses are up after {extent.years[-1]} years when their first "
        f"residents expected much, and {low} when they expected little: same houses, same staff, same chance. "
        + ("Both states hold themselves." if found.regime(*two, -1) == "start decides"
           else "No place was found in which both states held themselves to the end.")
    )


def regimes(found: SocialTrap) -> str:
    """How many places have two regimes at each horizon: what lasts, and what was only slow."""
    extent = found.extent
    cells = [(row, column) for row in range(len(extent.capacities)) for column in range(len(extent.engagements))]
    counts = [sum(found.regime(*cell, horizon) == "start decides" for cell in cells)
              for horizon in range(len(extent.years))]
    lasting = sum(all(found.regime(*cell, horizon) == "start decides" for horizon in range(len(extent.years)))
                  for cell in cells)
    up = sum(found.regime(*cell, 0) == "start decides" and found.regime(*cell, -1) == "way up" for cell in cells)
    down = sum(found.regime(*cell, 0) == "start decides" and found.regime(*cell, -1) == "trap" for cell in cells)
    told = ", ".join(f"{count} after {year}" for count, year in zip(counts, extent.years, strict=True))
    return (
        f"Of the {len(cells)} places of the map, the start decides in {told} years. In {lasting} it decides at every "
        f"horizon: there two regimes coexist. In {up} it decided after {extent.years[0]} years and no longer does "
        "after "
        f"{extent.years[-1]}, because the low start rose too, and in {down} because the high start fell: what "
        "looked like "
        "two regimes was one, slowly reached. A study of four years cannot tell the two apart."
    )


def lines(found: SocialTrap) -> str:
    """The two lines at the wedge's capacity, at the last horizon."""
    extent = found.extent
    row = extent.capacities.index(extent.wedge_capacity)
    fall, rise = found.collapse[-1][row], found.escape[-1][row]
    opens = [edge.along for edge in found.escape[-1] if math.isfinite(edge.across) or edge.starts_above]
    table = ["| capacity | a high start lasts from engagement | a low start rises from engagement |", "|--:|--:|--:|"]
    table += [f"| {below.along:g} | {shown(below)} | {shown(above)} |"
              for below, above in zip(found.collapse[-1], found.escape[-1], strict=True)]
    return (
        f"At a capacity of {extent.wedge_capacity:g}, a high start lasts {extent.years[-1]} years from an "
        "engagement of "
        f"{shown(fall)} on, and a low start rises by itself from {shown(rise)} on. Between the two lines the "
        "start decides."
        + (f" Below a capacity of {min(opens):g} no engagement that was tried opens the trap."
           if 0 < len(opens) < len(extent.capacities) else "") + "\n\n" + "\n".join(table)
    )


def awakening(found: SocialTrap) -> str:
    """How awakening moves the tipping start, and what is left of the margin."""
    told = []
    for edge, good in zip(found.tipping, found.good_belief, strict=True):
        margin = f", {good - edge.across:.2f} below what the good state holds" if math.isfinite(edge.across) else ""
        told.append(f"with an awakening of {edge.along:g} from a belief of {shown(edge)} on{margin}")
    return (
        f"At an engagement of {found.engagement:g} and a capacity of {found.extent.wedge_capacity:g}, houses rise "
        + "; ".join(told) + ". The more a meeting makes people wish without more being done, the more they must "
          "believe "
        "at the start, and the nearer the good state lies to the edge."
        + ("" if rises([edge.across for edge in found.tipping]) else
           " (In these runs the tipping start does not rise from each awakening to the next.)")
    )


def heroes(found: SocialTrap) -> str:
    """How many heroes it takes."""
    alone, supported = found.heroes_needed
    return (
        "From the low start at the same place, found heroes who are left alone "
        + ("do not carry half of the houses up at any share tried" if not math.isfinite(alone.across)
           else f"carry half of the houses up from a share of {shown(alone)} of the residents on")
        + "; found and supported they "
        + ("do not either." if not math.isfinite(supported.across) else
           f"do from a share of {shown(supported)} on, about {30 * supported.across:.0f} of thirty.")
    )


def theory(found: SocialTrap) -> str:
    """The mean-field lines beside those of the agents."""
    extent = found.extent
    row = extent.capacities.index(extent.wedge_capacity)
    low = float(found.theory[0, row])
    agents = found.collapse[-1][row]
    never = bool((found.theory[1][~(found.theory[1] < 1.0)] == 1.0).any())
    said = (f"it has a good state from an engagement of {low:.2f} on, where the agents keep one from {shown(agents)}"
            if math.isfinite(low) else f"it has no good state at all, where the agents keep one from {shown(agents)}")
    return (
        "The mean-field map (everybody alike, everybody hearing of everything, nobody moving out) has the same two "
        f"regimes for the same reason. With staff who answer attendance as in these runs (by {found.response:.2f} a "
        f"unit of attendance), at a capacity of {extent.wedge_capacity:g} {said}. "
        + ("At some capacities with two regimes the map's trap opens at no engagement, and the agents' may: "
           "meetings give "
           "hope, newcomers arrive with ordinary expectations, and some have a low threshold. " if never else "")
        + "Its lines are not fitted: capacity is translated into the map's ratio of capacity to demand, which is rough."
    )


def rows(found: SocialTrap) -> list[Row]:
    """Everything the figure shows as a table in long form."""
    made: list[Row] = []
    for words, edges_at in (("escape", found.escape), ("collapse", found.collapse)):
        for year, edges in zip(found.extent.years, edges_at, strict=True):
            made += [row_of(f"engagement at which half are up, {words}", edge, "delivery_capacity", year)
                     for edge in edges]
    made += [row_of("belief at which half rise", edge, "awakening", found.extent.years[-1]) for edge in found.tipping]
    made += [row_of("share of heroes at which half rise", edge, "hero_support", found.extent.years[-1])
             for edge in found.heroes_needed]
    for name, values in (("engagement of the lower mean-field line", found.theory[0]),
                         ("engagement of the upper mean-field line", found.theory[1])):
        made += [{"what": name, "parameter": "delivery_capacity", "value": capacity, "year": "",
                  "estimate": float(value), "low": math.nan, "high": math.nan, "unit": "share"}
                 for capacity, value in zip(found.extent.capacities, values, strict=True)]
    return made


def row_of(what: str, edge: Edge, parameter: str, year: int) -> Row:
    """A crossing as a row of the table."""
    return {"what": what, "parameter": parameter, "value": edge.along, "year": year, "estimate": edge.across,
            "low": edge.low, "high": edge.high, "unit": "share"}


def shown(edge: Edge) -> str:
    """A crossing with its interval; in words where there is none.

    >>> shown(Edge(.1, .4321, .4, .47, 1.0, False)), shown(Edge(.1, math.nan, math.inf, math.inf, 0.0, False))
    ('.43 [.40, .47]', 'nowhere')
    """
    if not math.isfinite(edge.across):
        return "everywhere" if edge.starts_above else "nowhere"
    low, high = ("…" if math.isinf(value) else f"{value:.2f}".lstrip("0") or "0" for value in (edge.low, edge.high))
    return f"{edge.across:.2f} [{low}, {high}]".replace("0.", ".")


def share(value: float) -> str:
    """A share in percent.

    >>> share(0.345)
    '34 %'
    """
    return f"{100 * value:.0f} %"


def rises(values: Sequence[float]) -> bool:
    """Whether known values rise from each to the next."""
    known = [value for value in values if math.isfinite(value)]
    return all(low < high for low, high in itertools.pairwise(known))


def claim_holds(found: SocialTrap) -> bool:
    """Whether some place has two regimes at every horizon."""
    low, high = (found.up[start].mean(axis=2) for start in (0, 1))
    return bool(((low < HALF) & (high >= HALF)).all(axis=2).any())
