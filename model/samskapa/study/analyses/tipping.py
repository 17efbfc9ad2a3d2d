"""Traps and tipping: does it matter where one begins, is the way back another one, and where is the edge?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samskapa.science.summaries import mean_known
from samskapa.study.statistics.means import Estimate, Floats, Programmes, estimate
from samskapa.study.statistics.spread import limits_of_resamples, resampled, share_known

RESAMPLES = 400


# -- bistability ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Memory:
    """What is left at the end of where a world began, everything else alike.

    Attributes:
        low, high: mean outcome from the low and from the high start.
        gap: mean difference high - low, seed by seed.
        apart: share of seeds in which the two ends lie further apart than `tolerance`.
        tolerance: what counts as apart, in the outcome's unit.
    """

    low: Estimate
    high: Estimate
    gap: Estimate
    apart: float
    tolerance: float

    @property
    def remembers(self) -> bool:
        """Whether the end depends on the start: the gap is beyond the tolerance, chance included."""
        return self.gap.has_interval and self.gap.low > self.tolerance


def memory_of(low: Floats, high: Floats, tolerance: float, programmes: Programmes | None = None) -> Memory:
    """Compare runs that began low and high on the same seeds.

    Args:
        low, high: outcome of each run; shape (seeds).
        tolerance: what counts as apart, in the outcome's unit.
        programmes: programme seed of each.

    >>> memory_of(np.array([0.1, 0.12, 0.1]), np.array([0.7, 0.72, 0.71]), 0.1).remembers
    True
    """
    gap = high - low
    apart = float(share_known(gap, np.abs(gap) > tolerance))
    return Memory(
        estimate(low, programmes=programmes),
        estimate(high, programmes=programmes),
        estimate(gap, programmes=programmes),
        apart,
        tolerance,
    )


# -- hysteresis ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Loop:
    """An outcome while a parameter is led up and back down in one run.

    Attributes:
        values: the parameter at each step, rising; shape (steps).
        up, down: outcome on the way up and on the way back at the same values; one estimate a step.
        gap: down - up, seed by seed; one estimate a step.
        area: mean over seeds of the area of the loop, in the outcome's unit times the parameter's; signed.
        widest: step at which the mean gap is widest.
    """

    values: Floats
    up: tuple[Estimate, ...]
    down: tuple[Estimate, ...]
    gap: tuple[Estimate, ...]
    area: Estimate
    widest: int

    @property
    def open(self) -> bool:
        """Whether the way back is another one than the way there, chance included."""
        return self.area.clear


def loop_of(values: Floats, up: Floats, down: Floats, programmes: Programmes | None = None) -> Loop:
    """Measure a loop.

    Args:
        values: the parameter at each step, rising; shape (steps).
        up, down: outcome at each step on the way up and on the way back; shape (steps, seeds).
        programmes: programme seed of each seed.

    Raises:
        ValueError: fewer than two steps, or values that do not rise.
    """
    if len(values) < 2 or not (np.diff(values) > 0).all():
        raise ValueError("a loop needs two values or more, each above the one before")
    gap = down - up
    area = np.asarray(np.trapezoid(gap, values, axis=0))
    estimates = tuple(estimate(row, programmes=programmes) for row in gap)
    sizes = [0.0 if math.isnan(one.mean) else abs(one.mean) for one in estimates]
    return Loop(
        values,
        tuple(estimate(row, programmes=programmes) for row in up),
        tuple(estimate(row, programmes=programmes) for row in down),
        estimates,
        estimate(area, programmes=programmes),
        int(np.argmax(sizes)),
    )


# -- the tipping line ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edge:
    """Where an outcome crosses a level, at one value of the other parameter.

    Attributes:
        along: value of the parameter that is held here.
        across: value of the other at which the mean crosses; not a number where it stays on one side.
        low, high: between which 95 % of resamples cross; infinite on a side on which some do not.
        crossing: share of resamples that cross at all.
        starts_above: whether the outcome is above the level at the least value.
    """

    along: float
    across: float
    low: float
    high: float
    crossing: float
    starts_above: bool


def crossing_of(places: Floats, means: Floats, level: float) -> float:
    """Where a mean crosses a level, by straight lines between the places of a monotone fit.

    Returns:
        The place; plus or minus infinity where it would lie beyond the last or before the first place; not a number
        with fewer than two known means.

    >>> crossing_of(np.array([0.0, 1.0, 2.0]), np.array([0.0, 0.4, 0.8]), 0.6)
    1.5
    """
    from scipy.optimize import isotonic_regression

    known = ~np.isnan(means)
    if known.sum() < 2:
        return math.nan
    places, means = places[known], means[known]
    rising = means[-1] >= means[0]
    fitted = isotonic_regression(means, increasing=bool(rising)).x
    above = fitted >= level
    if above.all() or not above.any():
        # Rising and above everywhere, or falling and below everywhere: it was crossed before the first place.
        return -math.inf if bool(rising) == bool(above.all()) else math.inf
    after = int(np.argmax(above != above[0]))
    step = fitted[after] - fitted[after - 1]
    share = (level - fitted[after - 1]) / step if step else 0.5
    return float(places[after - 1] + share * (places[after] - places[after - 1]))


def tipping_line(
    across: Floats, along: Floats, values: Floats, level: float, resamples: int = RESAMPLES, seed: int = 1
) -> list[Edge]:
    """The edge between two regimes over two parameters, with what seeds leave uncertain.

    Args:
        across: values of the parameter along which the crossing is looked for, rising; shape (steps).
        along: values of the other; shape (rows).
        values: outcome of every run; shape (rows, steps, seeds); the seeds are the same everywhere.
        level: the level that is crossed, in the outcome's unit.
        resamples: how often seeds are drawn again, with SciPy's generator and a fixed seed; with 0 there is no band.
        seed: of that drawing.
    """
    drawn = resampled(values.shape[2], resamples, seed)
    edges = []
    for value, row in zip(along, values, strict=True):
        again = np.array([crossing_of(across, mean_known(row[:, chosen]), level) for chosen in drawn])
        means = mean_known(row)
        starts_above = bool(means[0] >= level)
        crossing = float(np.isfinite(again).mean()) if resamples else math.nan
        low, high = limits_of_resamples(again)
        place = crossing_of(across, means, level)
        edges.append(Edge(float(value), place if math.isfinite(place) else math.nan, low, high, crossing, starts_above))
    return edges


# -- the spread over services --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spread:
    """How differently the services of one programme fare.

    Attributes:
        lowest, highest: services with the lowest and highest mean, and these means.
        range: mean over runs of the distance between the best and the worst service.
        above: mean share of services above the level, and share of runs in which services stand on both sides.
        mixed: share of runs in which some services are above the level and some below.
    """

    lowest: tuple[str, float]
    highest: tuple[str, float]
    range: Estimate
    above: Estimate
    mixed: float


def spread_of(services: Sequence[str], values: Floats, level: float, programmes: Programmes | None = None) -> Spread:
    """The spread over services.

    Args:
        services: their names.
        values: outcome by service and run; shape (services, seeds).
        level: the level that parts the regimes.
        programmes: programme seed of each seed.
    """
    means = [float(one) for one in mean_known(values)]
    worst, best = int(np.nanargmin(means)), int(np.nanargmax(means))
    above = np.where(np.isnan(values), np.nan, values >= level).mean(axis=0)
    return Spread(
        (services[worst], means[worst]),
        (services[best], means[best]),
        estimate(np.ptp(values, axis=0), programmes=programmes),
        estimate(np.asarray(above), (0.0, 1.0), programmes),
        float(share_known(above, (above > 0.0) & (above < 1.0))),
    )
