"""The social trap, measured: where two regimes coexist, where one only leads slowly to the other, what moves the edge.

Meetings are held from the first week to the last, so that nothing ends the regime but the people themselves. A house
is *up* when the attendance its people are used to is above a quarter, the same line that `weeks_to_tipping` draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from samskapa.science.run import BY_SERVICE
from samskapa.science.scenarios import load_scenario
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import mean_known
from samskapa.studies.mean_field import MeanField, fixed_points
from samskapa.study.analyses.tipping import Edge, tipping_line
from samskapa.study.design import paired_seeds
from samskapa.study.simulate import simulate

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]

WORLD = "default_world"
KEPT = ("norm", "prediction", "engagement")
UP = 0.25
HALF = 0.5
YEAR = 52
WINDOW = 52
FIRST_SEED = 20_001
LOW_START, HIGH_START = 0.05, 0.65
POINTS_AT_ONCE = 64
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
    engagements=(0.10, 0.25, 0.40, 0.55, 0.80), capacities=(0.04, 0.10, 0.20), years=(4, 8, 10), seeds=4,
    beliefs=(0.05, 0.25, 0.45, 0.65), awakenings=(0.0, 0.5), heroes=(0.0, 0.2, 0.4),
)
"""A coarse look that takes seconds; says nothing about twenty years."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of some points.

    Attributes:
        up: share of services that are up in the year before each horizon; shape (points, seeds, horizons).
        belief: what residents of services that are up expect then, share; not a number where none is; same shape.
        answer: engagement of the staff of such services then, share; same shape.
        attendance: attendance people are used to in such services then, share; same shape.
        path: mean attendance people are used to; shape (points, weeks).
    """

    up: Floats
    belief: Floats
    answer: Floats
    attendance: Floats
    path: Floats


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


def measure(extent: Extent, threads: int | None = None, on_run: Progress | None = None) -> SocialTrap:
    """Run it.

    Args:
        extent: how much.
        threads: threads of the engine; all processors if None.
        on_run: called with how many runs are done and how many there are, over all parts.
    """
    world = trap_world(extent)
    count = _Counter(on_run, extent.seeds * (
        2 * len(extent.capacities) * len(extent.engagements) + len(extent.awakenings) * len(extent.beliefs)
        + 2 * len(extent.heroes)))
    grid = [
        {"delivery_capacity": capacity, "engagement_start": engagement, **starting(world, belief)}
        for belief in (LOW_START, HIGH_START) for capacity in extent.capacities for engagement in extent.engagements
    ]
    seen = look(world, grid, extent, threads, count)
    places = (2, len(extent.capacities), len(extent.engagements))
    up = seen.up.reshape(*places, extent.seeds, len(extent.years))
    escape, collapse = ([edges(extent, up[start, ..., year]) for year in range(len(extent.years))] for start in (0, 1))
    engagement = midway(extent, escape[-1], collapse[-1])
    began = np.tile(extent.engagements, 2 * len(extent.capacities))[:, None]
    response = float(mean_known((seen.answer[..., -1] - began) / seen.attendance[..., -1], axis=None))
    here = {"delivery_capacity": extent.wedge_capacity, "engagement_start": engagement}
    beliefs = look(world, [here | {"awakening": awakening} | starting(world, belief)
                           for awakening in extent.awakenings for belief in extent.beliefs], extent, threads, count)
    shape = (len(extent.awakenings), len(extent.beliefs), extent.seeds)
    by_belief = beliefs.up[..., -1].reshape(shape)
    good = beliefs.belief[..., -1].reshape(shape)[:, -1]
    heroes = look(world, [here | {"hero_share": share, "hero_support": support, "scouting": 0.4}
                          | starting(world, LOW_START) for support in (0.0, 1.0) for share in extent.heroes],
                  extent, threads, count)
    by_heroes = heroes.up[..., -1].reshape(2, len(extent.heroes), extent.seeds)
    return SocialTrap(
        extent, up, seen.path.reshape(*places, -1), escape, collapse, engagement, by_belief,
        tipping_line(np.array(extent.beliefs), np.array(extent.awakenings), by_belief, HALF),
        mean_known(good),
        by_heroes, tipping_line(np.array(extent.heroes), np.array([0.0, 1.0]), by_heroes, HALF),
        response, theory_lines(extent, world, response),
    )


def trap_world(extent: Extent) -> Scenario:
    """The default world with meetings from the first week to the last."""
    world = load_scenario(WORLD).changed(project_start=0, project_weeks=extent.weeks)
    return replace(world, weeks=extent.weeks)


def starting(world: Scenario, belief: float) -> dict[str, float]:
    """What makes the first residents expect so much, newcomers as ever (clarification R5)."""
    return {"first_prediction_shift": belief - world.settings.prediction_start}


def look(
    world: Scenario, points: Sequence[Mapping[str, float]], extent: Extent, threads: int | None, count: _Counter
) -> Seen:
    """Run points on the same seeds, and keep what is looked at."""
    parts: list[Seen] = []
    pairs = paired_seeds(FIRST_SEED, extent.seeds)
    for some in _parts(points):
        runs = simulate(
            world, points=some, programme_seeds=[pair[0] for pair in pairs], chance_seeds=[pair[1] for pair in pairs],
            outcomes=[name + BY_SERVICE for name in KEPT], threads=threads, on_run=count.of_part,
        )
        count.part_done(len(some) * extent.seeds)
        norm = runs["norm" + BY_SERVICE].values
        is_up = before(norm, extent) > UP
        held = {name: mean_where(is_up, before(runs[name + BY_SERVICE].values, extent)) for name in KEPT}
        parts.append(Seen(is_up.mean(axis=2), held["prediction"], held["engagement"], held["norm"],
                          norm.mean(axis=(1, 3))))
    return Seen(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Seen)})


def before(weekly: Floats, extent: Extent) -> Floats:
    """Means of the year before each horizon; to (points, seeds, services, horizons)."""
    return np.stack([weekly[:, :, year * YEAR - WINDOW: year * YEAR].mean(axis=2) for year in extent.years], axis=-1)


def mean_where(chosen: NDArray[np.bool_], values: Floats) -> Floats:
    """Means over the services that are chosen, not a number where none is; (points, seeds, horizons)."""
    number = chosen.sum(axis=2)
    return np.where(number > 0, (values * chosen).sum(axis=2) / np.maximum(number, 1), np.nan)


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
        one = MeanField(0.0, core=0.05, loss_ratio=world.settings.loss_ratio, response=response,
                        capacity=min(1.0, capacity_ratio(world, capacity)))
        stable = [sum(point.stable for point in fixed_points(replace(one, engagement=float(value))))
                  for value in engagements]
        two = [float(value) for value, number in zip(engagements, stable, strict=True) if number > 1]
        if two:
            found[:, row] = two[0], two[-1]
    return found


def _parts(points: Sequence[Mapping[str, float]]) -> Iterator[Sequence[Mapping[str, float]]]:
    """Points in parts that fit into memory with every week of every service."""
    for first in range(0, len(points), POINTS_AT_ONCE):
        yield points[first: first + POINTS_AT_ONCE]


class _Counter:
    """Runs done over all parts."""

    def __init__(self, on_run: Progress | None, whole: int):
        self.on_run, self.whole, self.before = on_run, whole, 0

    def of_part(self, done: int, of: int) -> None:
        """Called by the door after each run of a part."""
        if self.on_run:
            self.on_run(self.before + done, self.whole)

    def part_done(self, runs: int) -> None:
        """A part came to its end."""
        self.before += runs
