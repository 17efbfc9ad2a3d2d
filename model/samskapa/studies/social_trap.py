"""The social trap: where two regimes coexist, where one only leads slowly to the other, what moves the edge; its page.

Meetings are held from the first week to the last, so that nothing ends the regime but the people themselves. A house
is *up* when the attendance its people are used to is above a quarter, the same line that `weeks_to_tipping` draws.
Three studies ask: a map over starts, capacity and engagement; then, at one place of it, awakening and heroes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samskapa.science.parameters import PARAMETERS
from samskapa.science.run import BY_SERVICE
from samskapa.science.scenarios import load_scenario
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import mean_known
from samskapa.studies.mean_field import MeanField, fixed_points
from samskapa.study.analyses.tipping import Edge, tipping_line
from samskapa.study.answer import page_of
from samskapa.study.comparison import World
from samskapa.study.design import paired_seeds
from samskapa.study.plan import Design, Experiment, Input, RunPlan
from samskapa.study.statistics.means import Floats
from samskapa.study.together import Measure, Progress, asked_of, results_together

Row = dict[str, str | float]

WORLD = "default_world"
UP = 0.25
HALF = 0.5
YEAR = 52
FIRST_SEED = 20_001
LOW_START, HIGH_START = 0.05, 0.65
ISSUE_SIZE_MEAN = 1.137
"""Mean of the law of issue sizes at its default spread (clarification R1)."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of it is run.

    Attributes:
        engagements: engagement of the staff at the start, share; the axis along which the edge is looked for.
        capacities: delivery capacity, work units per worker and week.
        years: horizons at which one looks, in years; the last one ends the run.
        seeds: pairs of programme seed and chance seed.
        beliefs: what first residents expect, share, for the tipping start.
        awakenings: how far a meeting raises aspirations.
        heroes: share of residents who would step forward if somebody found them.
        wedge_capacity: capacity at which tipping starts and heroes are looked at.
    """

    engagements: tuple[float, ...] = (0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.70, 0.80)
    capacities: tuple[float, ...] = (0.04, 0.06, 0.08, 0.10, 0.12, 0.14, 0.17, 0.20, 0.25, 0.30)
    years: tuple[int, ...] = (4, 10, 20)
    seeds: int = 16
    beliefs: tuple[float, ...] = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.45, 0.55, 0.65)
    awakenings: tuple[float, ...] = (0.0, 0.2, 0.5)
    heroes: tuple[float, ...] = (0.0, 0.04, 0.08, 0.12, 0.16, 0.20, 0.27, 0.34, 0.40)
    wedge_capacity: float = 0.10

    @property
    def weeks(self) -> int:
        """Length of a run, in weeks."""
        return self.years[-1] * YEAR


QUICK = Extent(
    engagements=(0.10, 0.25, 0.40, 0.55, 0.80),
    capacities=(0.04, 0.10, 0.20),
    years=(4, 8, 10),
    seeds=4,
    beliefs=(0.05, 0.25, 0.45, 0.65),
    awakenings=(0.0, 0.5),
    heroes=(0.0, 0.2, 0.4),
)
"""A coarse look that takes seconds; says nothing about twenty years."""


@dataclass(frozen=True, slots=True)
class SocialTrap:
    """Everything the page and its figure say.

    Attributes:
        extent: what was run.
        up: share of services that are up; shape (start, capacity, engagement, seed, horizon), low start first.
        paths: mean attendance people are used to; shape (start, capacity, engagement, week).
        escape, collapse: at each horizon, the engagement from which half of the services rise from a low start, and
            below which half of them fall from a high start, by capacity.
        engagement: engagement at which tipping starts and heroes are looked at, midway between the two lines.
        by_belief: share up by awakening and starting belief; shape (awakening, belief, seed).
        tipping: the starting belief from which half of the services rise, by awakening.
        good_belief: what residents expect in services that are up, from a high start, by awakening.
        by_heroes: share up by support (none, full) and share of heroes; shape (2, heroes, seed).
        heroes_needed: the share of heroes from which half of the services rise, without support and with it.
        response: how far the engagement of staff rises per attendance, as the services that are up show it.
        theory: the two lines of the mean-field map with this response: engagements between which it has two stable
            beliefs, by capacity; not a number where it has not; shape (2, capacity).
    """

    extent: Extent
    up: Floats
    paths: Floats
    escape: list[list[Edge]]
    collapse: list[list[Edge]]
    engagement: float
    by_belief: Floats
    tipping: list[Edge]
    good_belief: Floats
    by_heroes: Floats
    heroes_needed: list[Edge]
    response: float
    theory: Floats

    def regime(self, capacity: int, engagement: int, horizon: int) -> str:
        """What a place of the map is at a horizon: "trap", "start decides" or "way up"."""
        low, high = self.up[:, capacity, engagement, :, horizon].mean(axis=1)
        return "way up" if low >= HALF else "start decides" if high >= HALF else "trap"

    def places(self) -> list[tuple[int, int]]:
        """Three places worth following, as numbers of capacity and engagement: the trap, two regimes, a slow way.

        The second is where the starts still differ most at the last horizon; the third where they differed most at
        the first and no longer do at the last; the first is the place nearest the second that is a trap from the first
        horizon on.
        """
        gap = (self.up[1] - self.up[0]).mean(axis=2)
        cells = [(row, column) for row in range(gap.shape[0]) for column in range(gap.shape[1])]
        two = max(cells, key=lambda cell: gap[(*cell, -1)])
        rising = [cell for cell in cells if self.regime(*cell, -1) == "way up"] or cells
        slow = max(rising, key=lambda cell: gap[(*cell, 0)])
        closed = [cell for cell in cells if self.up[1, cell[0], cell[1], :, 0].mean() < 0.1] or cells
        trap = min(closed, key=lambda cell: abs(cell[0] - two[0]) + abs(cell[1] - two[1]))
        return [trap, two, slow]


# -- asked and measured ------------------------------------------------------------------------------------------------


def measures_of(extent: Extent) -> dict[str, Measure]:
    """What is measured of a run: one number a horizon, and the path of one number a week."""

    def before(world: World, name: str) -> Floats:
        weekly = world.data[name + BY_SERVICE].values[0]
        ends = [year * YEAR for year in extent.years]
        return np.stack([weekly[:, end - YEAR : end].mean(axis=1) for end in ends], axis=-1)

    def where_up(name: str) -> Callable[[World], Floats]:
        return lambda world: mean_where(before(world, "norm") > UP, before(world, name))

    norm, prediction, engagement = (name + BY_SERVICE for name in ("norm", "prediction", "engagement"))
    measures = (
        Measure(
            "up",
            "share of services",
            "Services that are up in the year before each horizon.",
            (norm,),
            lambda world: np.asarray((before(world, "norm") > UP).mean(axis=1)),
        ),
        Measure(
            "belief",
            "share",
            "What residents of services that are up expect then.",
            (norm, prediction),
            where_up("prediction"),
        ),
        Measure(
            "answer",
            "share",
            "Engagement of the staff of such services then.",
            (norm, engagement),
            where_up("engagement"),
        ),
        Measure(
            "attendance", "share", "Attendance people are used to in such services then.", (norm,), where_up("norm")
        ),
        Measure(
            "path",
            "share",
            "Mean attendance people are used to, week by week.",
            (norm,),
            lambda world: np.asarray(world.data[norm].values[0].mean(axis=2)),
        ),
    )
    return {measure.name: measure for measure in measures}


def mean_where(chosen: NDArray[np.bool_], values: Floats) -> Floats:
    """Means over the services that are chosen, not a number where none is; shape (seeds, horizons)."""
    number = chosen.sum(axis=1)
    return np.where(number > 0, (values * chosen).sum(axis=1) / np.maximum(number, 1), np.nan)


def study_of(
    extent: Extent,
    question: str,
    measures: Sequence[Measure],
    levels: Mapping[str, Sequence[float]],
    hold: Mapping[str, float],
) -> Experiment:
    """A factorial over levels of some parameters in the trap's world, others held."""
    inputs = tuple(
        Input(name, "parameter", "lever", PARAMETERS[name].unit, levels=tuple(values))
        for name, values in levels.items()
    )
    return Experiment(
        "social_trap",
        question,
        "",
        {WORLD: trap_world(extent)},
        inputs,
        asked_of(measures),
        Design("factorial"),
        RunPlan(extent.seeds, max_seeds=extent.seeds, first_seed=FIRST_SEED),
        hold=hold,
    )


def study_of_starts(extent: Extent, world: Scenario, measures: Mapping[str, Measure]) -> Experiment:
    """From a low and a high start, at every capacity and engagement."""
    levels = {
        "first_prediction_shift": [shift_to(world, belief) for belief in (LOW_START, HIGH_START)],
        "delivery_capacity": extent.capacities,
        "engagement_start": extent.engagements,
    }
    return study_of(extent, "Does the start decide for good?", [*measures.values()], levels, {})


def study_of_heroes(
    extent: Extent, world: Scenario, measures: Mapping[str, Measure], here: Mapping[str, float]
) -> Experiment:
    """From a low start at one place of the map, with more and more heroes, without support and with it."""
    levels = {"hero_support": (0.0, 1.0), "hero_share": extent.heroes}
    hold = {**here, "scouting": 0.4, "first_prediction_shift": shift_to(world, LOW_START)}
    return study_of(extent, "How many heroes does it take?", [measures["up"]], levels, hold)


def measure(extent: Extent, threads: int | None = None, on_run: Progress | None = None) -> SocialTrap:
    """Run it.

    Args:
        extent: how much.
        threads: threads of the engine; all processors if None.
        on_run: called with how many runs are done and how many there are, over all parts.
    """
    world, measures, pairs = trap_world(extent), measures_of(extent), paired_seeds(FIRST_SEED, extent.seeds)
    places = (2, len(extent.capacities), len(extent.engagements))
    shape = (len(extent.awakenings), len(extent.beliefs))
    parts = [extent.seeds * int(np.prod(sizes)) for sizes in (places, shape, (2, len(extent.heroes)))]

    def results(part: int, study: Experiment) -> dict[str, Floats]:
        def progress(done: int, of: int) -> None:
            if on_run:
                on_run(sum(parts[:part]) + done, sum(parts))

        data = results_together([study], measures, pairs, threads=threads, on_run=progress)[0]
        return {name: data[name].values for name in measures if name in data}

    seen = results(0, study_of_starts(extent, world, measures))
    up = seen["up"].reshape(*places, extent.seeds, len(extent.years))
    escape, collapse = ([edges(extent, up[start, ..., year]) for year in range(len(extent.years))] for start in (0, 1))
    engagement = midway(extent, escape[-1], collapse[-1])
    began = np.tile(extent.engagements, 2 * len(extent.capacities))[:, None]
    response = float(mean_known((seen["answer"][..., -1] - began) / seen["attendance"][..., -1], axis=None))
    here = {"delivery_capacity": extent.wedge_capacity, "engagement_start": engagement}
    beliefs = results(
        1,
        study_of(
            extent,
            "From which belief on do houses rise, the more is awakened?",
            [measures["up"], measures["belief"]],
            {
                "awakening": extent.awakenings,
                "first_prediction_shift": [shift_to(world, belief) for belief in extent.beliefs],
            },
            here,
        ),
    )
    by_belief = beliefs["up"][..., -1].reshape(*shape, extent.seeds)
    good = beliefs["belief"][..., -1].reshape(*shape, extent.seeds)[:, -1]
    heroes = results(2, study_of_heroes(extent, world, measures, here))
    by_heroes = heroes["up"][..., -1].reshape(2, len(extent.heroes), extent.seeds)
    return SocialTrap(
        extent,
        up,
        seen["path"].mean(axis=1).reshape(*places, -1),
        escape,
        collapse,
        engagement,
        by_belief,
        tipping_line(np.array(extent.beliefs), np.array(extent.awakenings), by_belief, HALF),
        mean_known(good),
        by_heroes,
        tipping_line(np.array(extent.heroes), np.array([0.0, 1.0]), by_heroes, HALF),
        response,
        theory_lines(extent, world, response),
    )


def trap_world(extent: Extent) -> Scenario:
    """The default world with meetings from the first week to the last."""
    world = load_scenario(WORLD).changed(project_start=0, project_weeks=extent.weeks)
    return replace(world, weeks=extent.weeks)


def shift_to(world: Scenario, belief: float) -> float:
    """The shift with which the first residents expect so much, newcomers as ever (clarification R5)."""
    return float(belief - world.settings.prediction_start)


def edges(extent: Extent, up: Floats) -> list[Edge]:
    """The engagement at which half of the services are up, by capacity; `up` has shape (capacity, engagement, seed)."""
    return tipping_line(np.array(extent.engagements), np.array(extent.capacities), up, HALF)


def midway(extent: Extent, escape: Sequence[Edge], collapse: Sequence[Edge]) -> float:
    """The engagement midway between the two lines at the wedge's capacity; between the bounds where one is missing."""
    row = extent.capacities.index(extent.wedge_capacity)
    low = collapse[row].across if np.isfinite(collapse[row].across) else extent.engagements[0]
    high = escape[row].across if np.isfinite(escape[row].across) else extent.engagements[-1]
    return round(0.5 * (low + high), 2)


def capacity_ratio(world: Scenario, capacity: float) -> float:
    """Capacity over the demand of full agendas: the K of the mean-field map, a translation and not a fit."""
    settings, service = world.settings, world.services[0]
    demand = settings.agenda_cap * settings.issue_size * ISSUE_SIZE_MEAN / settings.meeting_interval
    return float(capacity * service.workers / demand)


def theory_lines(extent: Extent, world: Scenario, response: float) -> Floats:
    """Engagements between which the two-sided map has two stable beliefs, by capacity; shape (2, capacity).

    The map has the sharpness, cost and core it was derived with, the loss ratio of the model, and staff who answer
    participation as they do in the runs; where its lines lie is not fitted.
    """
    found = np.full((2, len(extent.capacities)), np.nan)
    engagements = np.linspace(0.0, 1.0, 201)
    for row, capacity in enumerate(extent.capacities):
        one = MeanField(
            0.0,
            core=0.05,
            loss_ratio=world.settings.loss_ratio,
            response=response,
            capacity=min(1.0, capacity_ratio(world, capacity)),
        )
        stable = [
            sum(point.stable for point in fixed_points(replace(one, engagement=float(value)))) for value in engagements
        ]
        two = [float(value) for value, number in zip(engagements, stable, strict=True) if number > 1]
        if two:
            found[:, row] = two[0], two[-1]
    return found


# -- the page ----------------------------------------------------------------------------------------------------------


def page(found: SocialTrap, picture: str) -> str:
    """The page, in Markdown.

    Args:
        found: what was measured.
        picture: the file of the figure, beside the page.
    """
    extent = found.extent
    how = (
        f"World: `{WORLD}`, six houses of thirty residents and four social workers each, with dialogue meetings every "
        f"six weeks from the first week to the last; {extent.seeds} pairs of seeds, the same at every point. Only the "
        f"first residents differ between the starts: they expect {LOW_START:g} or {HIGH_START:g} of their wishes to be "
        "acted on; whoever moves in later expects what newcomers always do. A house is up when, over a year, the "
        f"attendance its people are used to is above {UP:g}. An edge is where half of the houses are up; intervals are "
        "95 % and hold what seeds leave uncertain, not what assumptions do. The sizes are those of a model whose "
        "parameters are mostly assumed: the shape is the finding, not the numbers. `samskapa trap` makes this page "
        "anew."
    )
    return page_of(
        "The social trap",
        [lead(found), f"![The social trap in one figure.]({picture})"],
        [
            ("Two regimes, or one that is slow", [regimes(found)]),
            ("Where the edge runs", [lines(found)]),
            ("Awakened expectations", [awakening(found)]),
            ("Missing heroes", [heroes(found)]),
            ("What theory says", [theory(found)]),
            ("How to read it", [how]),
        ],
    )


def lead(found: SocialTrap) -> str:
    """The answer in one paragraph."""
    _, two, _ = found.places()
    extent = found.extent
    low, high = (share(float(found.up[start, two[0], two[1], :, -1].mean())) for start in (0, 1))
    return (
        f"At a capacity of {extent.capacities[two[0]]:g} work units per worker and week and an engagement of "
        f"{extent.engagements[two[1]]:g}, {high} of the houses are up after {extent.years[-1]} years when their first "
        f"residents expected much, and {low} when they expected little: same houses, same staff, same chance. "
        + (
            "Both states hold themselves."
            if found.regime(*two, -1) == "start decides"
            else "No place was found in which both states held themselves to the end."
        )
    )


def regimes(found: SocialTrap) -> str:
    """How many places have two regimes at each horizon: what lasts, and what was only slow."""
    extent = found.extent
    cells = [(row, column) for row in range(len(extent.capacities)) for column in range(len(extent.engagements))]
    counts = [
        sum(found.regime(*cell, horizon) == "start decides" for cell in cells) for horizon in range(len(extent.years))
    ]
    lasting = sum(
        all(found.regime(*cell, horizon) == "start decides" for horizon in range(len(extent.years))) for cell in cells
    )
    up = sum(found.regime(*cell, 0) == "start decides" and found.regime(*cell, -1) == "way up" for cell in cells)
    down = sum(found.regime(*cell, 0) == "start decides" and found.regime(*cell, -1) == "trap" for cell in cells)
    told = ", ".join(f"{count} after {year}" for count, year in zip(counts, extent.years, strict=True))
    return (
        f"Of the {len(cells)} places of the map, the start decides in {told} years. In {lasting} it decides at every "
        f"horizon: there two regimes coexist. In {up} it decided after {extent.years[0]} years and no longer does "
        f"after {extent.years[-1]}, because the low start rose too, and in {down} because the high start fell: what "
        "looked like two regimes was one, slowly reached. A study of four years cannot tell the two apart."
    )


def lines(found: SocialTrap) -> str:
    """The two lines at the wedge's capacity, at the last horizon."""
    extent = found.extent
    row = extent.capacities.index(extent.wedge_capacity)
    fall, rise = found.collapse[-1][row], found.escape[-1][row]
    opens = [edge.along for edge in found.escape[-1] if math.isfinite(edge.across) or edge.starts_above]
    table = ["| capacity | a high start lasts from engagement | a low start rises from engagement |", "|--:|--:|--:|"]
    table += [
        f"| {below.along:g} | {shown(below)} | {shown(above)} |"
        for below, above in zip(found.collapse[-1], found.escape[-1], strict=True)
    ]
    return (
        f"At a capacity of {extent.wedge_capacity:g}, a high start lasts {extent.years[-1]} years from an engagement "
        f"of {shown(fall)} on, and a low start rises by itself from {shown(rise)} on. Between the two lines the start "
        "decides."
        + (
            f" Below a capacity of {min(opens):g} no engagement that was tried opens the trap."
            if 0 < len(opens) < len(extent.capacities)
            else ""
        )
        + "\n\n"
        + "\n".join(table)
    )


def awakening(found: SocialTrap) -> str:
    """How awakening moves the tipping start, and what is left of the margin."""
    told = []
    for edge, good in zip(found.tipping, found.good_belief, strict=True):
        margin = f", {good - edge.across:.2f} below what the good state holds" if math.isfinite(edge.across) else ""
        told.append(f"with an awakening of {edge.along:g} from a belief of {shown(edge)} on{margin}")
    return (
        f"At an engagement of {found.engagement:g} and a capacity of {found.extent.wedge_capacity:g}, houses rise "
        + "; ".join(told)
        + ". The more a meeting makes people wish without more being done, the more they must "
        "believe "
        "at the start, and the nearer the good state lies to the edge."
        + (
            ""
            if rises([edge.across for edge in found.tipping])
            else " (In these runs the tipping start does not rise from each awakening to the next.)"
        )
    )


def heroes(found: SocialTrap) -> str:
    """How many heroes it takes."""
    alone, supported = found.heroes_needed
    return (
        "From the low start at the same place, found heroes who are left alone "
        + (
            "do not carry half of the houses up at any share tried"
            if not math.isfinite(alone.across)
            else f"carry half of the houses up from a share of {shown(alone)} of the residents on"
        )
        + "; found and supported they "
        + (
            "do not either."
            if not math.isfinite(supported.across)
            else f"do from a share of {shown(supported)} on, about {30 * supported.across:.0f} of thirty."
        )
    )


def theory(found: SocialTrap) -> str:
    """The mean-field lines beside those of the agents."""
    extent = found.extent
    row = extent.capacities.index(extent.wedge_capacity)
    low = float(found.theory[0, row])
    agents = found.collapse[-1][row]
    never = bool((found.theory[1][~(found.theory[1] < 1.0)] == 1.0).any())
    said = (
        f"it has a good state from an engagement of {low:.2f} on, where the agents keep one from {shown(agents)}"
        if math.isfinite(low)
        else f"it has no good state at all, where the agents keep one from {shown(agents)}"
    )
    return (
        "The mean-field map (everybody alike, everybody hearing of everything, nobody moving out) has the same two "
        f"regimes for the same reason. With staff who answer attendance as in these runs (by {found.response:.2f} a "
        f"unit of attendance), at a capacity of {extent.wedge_capacity:g} {said}. "
        + (
            "At some capacities with two regimes the map's trap opens at no engagement, and the agents' may: "
            "meetings give "
            "hope, newcomers arrive with ordinary expectations, and some have a low threshold. "
            if never
            else ""
        )
        + "Its lines are not fitted: capacity is translated into the map's ratio of capacity to demand, which is rough."
    )


def rows(found: SocialTrap) -> list[Row]:
    """Everything the figure shows as a table in long form."""
    made: list[Row] = []
    for words, edges_at in (("escape", found.escape), ("collapse", found.collapse)):
        for year, edges in zip(found.extent.years, edges_at, strict=True):
            made += [
                row_of(f"engagement at which half are up, {words}", edge, "delivery_capacity", year) for edge in edges
            ]
    made += [row_of("belief at which half rise", edge, "awakening", found.extent.years[-1]) for edge in found.tipping]
    made += [
        row_of("share of heroes at which half rise", edge, "hero_support", found.extent.years[-1])
        for edge in found.heroes_needed
    ]
    for name, values in (
        ("engagement of the lower mean-field line", found.theory[0]),
        ("engagement of the upper mean-field line", found.theory[1]),
    ):
        made += [
            {
                "what": name,
                "parameter": "delivery_capacity",
                "value": capacity,
                "year": "",
                "estimate": float(value),
                "low": math.nan,
                "high": math.nan,
                "unit": "share",
            }
            for capacity, value in zip(found.extent.capacities, values, strict=True)
        ]
    return made


def row_of(what: str, edge: Edge, parameter: str, year: int) -> Row:
    """A crossing as a row of the table."""
    return {
        "what": what,
        "parameter": parameter,
        "value": edge.along,
        "year": year,
        "estimate": edge.across,
        "low": edge.low,
        "high": edge.high,
        "unit": "share",
    }


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
