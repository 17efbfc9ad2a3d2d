"""How values spread: quantiles, bands, resampling, two peaks; and shares with Wilson's interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samskapa.science.summaries import mean_known
from samskapa.study.statistics.means import NEGLIGIBLE, Floats, Index, student_quantile, wilson

NINETY = (0.05, 0.95)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that are told and drawn."""
UNLIKELY = 0.05
FEWEST_FOR_PEAKS = 20
SHARE_OF_A_PEAK = 0.1


# -- shares ------------------------------------------------------------------------------------------------------------


def share_known(values: Floats, holds: NDArray[np.bool_], axis: int | None = -1) -> Floats:
    """Share of the known values for which something holds; not a number where none is known.

    >>> values = np.array([0.1, 0.6, np.nan, 0.7])
    >>> share_known(values, values > 0.5).item() == 2 / 3
    True
    """
    return mean_known(np.where(np.isnan(values), np.nan, holds), axis)


def share_with_interval(wins: float, count: int) -> Index:
    """A share of independent runs with Wilson's 95 % interval.

    >>> found = share_with_interval(8, 10)
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (0.8, 0.49, 0.94)
    """
    if count == 0:
        return Index(math.nan, math.nan, math.nan)
    return Index(wins / count, *wilson(wins / count, count, student_quantile(math.inf)))


def wins_of(difference: Floats, good: int | NDArray[np.int64]) -> Floats:
    """In how many runs the first is better, ties counting half; over the first axis of what is known.

    Args:
        difference: shape (runs, ...).
        good: +1 where more is better, -1 where less is, 0 where neither can be said; one, or shape (...).

    >>> wins_of(np.array([0.1, -0.2, 0.0, np.nan]), 1).tolist()
    1.5
    """
    wins = (good * difference > NEGLIGIBLE) + 0.5 * (np.abs(difference) <= NEGLIGIBLE)
    return np.asarray(np.where(np.isnan(difference), 0.0, wins).sum(axis=0))


def better(difference: Floats, good: int | NDArray[np.int64]) -> Floats:
    """Share of runs in which the first is better (ties count half) over the first axis; not a number if neither is.

    Args:
        difference, good: as for `wins_of`.

    >>> better(np.array([0.1, -0.2, 0.0, np.nan]), 1).tolist()
    0.5
    """
    count = (~np.isnan(difference)).sum(axis=0)
    return np.where((count > 0) & (good != 0), wins_of(difference, good) / np.maximum(count, 1), np.nan)


# -- quantiles and bands -----------------------------------------------------------------------------------------------


def quantiles(values: Floats, levels: Sequence[float] = NINETY) -> Floats:
    """Quantiles over the first axis of the values that are known, interpolated; not a number where none is.

    Equation: between the values below and above place (n - 1) level of the n known ones in order
    Source: the seventh of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566; as numpy's, to the bit

    Args:
        values: shape (runs, ...).
        levels: between 0 and 1.

    Returns:
        Shape (levels, ...).

    >>> quantiles(np.array([3.0, 1.0, np.nan, 2.0]), (0.0, 0.25, 1.0)).tolist()
    [1.0, 1.5, 3.0]
    """
    if not len(values):
        return np.full((len(levels), *values.shape[1:]), np.nan)
    ordered = np.sort(np.ascontiguousarray(np.moveaxis(values, 0, -1)), axis=-1)
    last = np.maximum((~np.isnan(ordered)).sum(axis=-1, keepdims=True) - 1, 0)
    places = last * np.array(levels)
    below = np.floor(places).astype(np.int64)
    low = np.take_along_axis(ordered, below, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(below + 1, last), axis=-1)
    share, gap = places - below, high - low
    # From the nearer end, as numpy does: so a quantile never leaves the two values it lies between.
    found = np.where(share >= 0.5, high - gap * (1.0 - share), low + gap * share)
    return np.moveaxis(found, -1, 0)


@dataclass(frozen=True, slots=True)
class Bands:
    """Where nine runs in ten lie: by chance alone where points are held, and by chance and what was varied.

    Attributes:
        chance: about the mean of all runs, where only chance differs.
        both: median of all runs, and between which nine in ten lie.
        chance_width, both_width: widths of the two.
        noise: share of the variance of all runs that is chance; not a number where nothing varies.
    """

    chance: Index
    both: Index
    chance_width: float
    both_width: float
    noise: float


def bands_of(values: Floats) -> Bands | None:
    """Bands of chance alone and of all that differs; None where fewer than two points have two runs.

    Runs of a point are taken from the point's own mean, and stretched by sqrt(n / (n - 1)) for what that mean takes.

    Args:
        values: shape (points, seeds), not a number where there is none.

    >>> found = bands_of(np.array([[0.0, 2.0], [1.0, 3.0]]))
    >>> found.chance.value, round(found.noise, 3)
    (1.5, 1.0)
    """
    known = ~np.isnan(values)
    enough = known.sum(axis=1) > 1
    runs = values[known]
    if enough.sum() < 2:
        return None
    off = np.where(known, values - mean_known(values)[:, None], np.nan)[enough]
    scale = np.sqrt(known[enough].sum(axis=1) / (known[enough].sum(axis=1) - 1.0))[:, None]
    within = (off * scale)[~np.isnan(off)]
    mean, variance = float(runs.mean()), float(runs.var())
    ends = quantiles(within)
    low, median, high = quantiles(runs, (0.05, 0.5, 0.95)).tolist()
    noise = min(1.0, float((within**2).mean()) / variance) if variance > 0.0 else math.nan
    return Bands(
        Index(mean, *(ends + mean).tolist()), Index(median, low, high), float(ends[1] - ends[0]), high - low, noise
    )


class OverPoints(NamedTuple):
    """Means of points: how many are known, their mean, ends and standard deviation, and that of runs within points."""

    points: int
    mean: float
    lowest: float
    highest: float
    between: float
    within: float


def over_all_points(values: Floats) -> OverPoints:
    """How far points spread, and runs within points; not a number where nothing is known.

    Equation: within = sqrt(sum over points of (n - 1) s^2 / sum of (n - 1))

    Args:
        values: shape (points, seeds), not a number where there is none.

    >>> found = over_all_points(np.array([[1.0, 3.0], [5.0, 7.0]]))
    >>> found[:5], round(found.within, 3)
    ((2, 4.0, 2.0, 6.0, 2.0), 1.414)
    """
    means = mean_known(values)
    known = means[~np.isnan(means)]
    off = np.where(np.isnan(values), 0.0, values - means[:, None])
    freedom = float(np.maximum((~np.isnan(values)).sum(axis=1) - 1, 0).sum())
    within = math.sqrt(float((off * off).sum()) / freedom) if freedom else math.nan
    if not len(known):
        return OverPoints(0, math.nan, math.nan, math.nan, math.nan, within)
    mean, lowest, highest, between = map(float, (known.mean(), known.min(), known.max(), known.std()))
    return OverPoints(len(known), mean, lowest, highest, between, within)


# -- resampling --------------------------------------------------------------------------------------------------------


def resampled(count: int, resamples: int, seed: int) -> NDArray[np.int64]:
    """Which of so many are drawn again, with replacement; shape (resamples, count). SciPy's generator, a fixed seed.

    Source: Efron 1979, doi:10.1214/aos/1176344552
    """
    from scipy.stats import randint

    return np.asarray(randint.rvs(0, count, size=(resamples, count), random_state=seed))


def limits_of_resamples(values: Floats) -> tuple[float, float]:
    """Between which 95 % of the known results of resamples lie; one of them each, so that infinite ones may be there.

    >>> limits_of_resamples(np.array([1.0, 2.0, np.inf, np.nan]))
    (1.0, inf)
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return math.nan, math.nan
    low, high = (float(np.quantile(known, share, method="inverted_cdf")) for share in (0.025, 0.975))
    return low, high


# -- two peaks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Peaks:
    """Whether runs of one point fall into two groups, so that their mean describes neither.

    Attributes:
        chance: how likely so deep a dip is if there is one peak; not a number where there are too few runs.
        low, high: mean of the runs on either side, where there are two groups.
        share_high: share of runs in the upper group.
        edge: value between the groups.
    """

    chance: float
    low: float = math.nan
    high: float = math.nan
    share_high: float = math.nan
    edge: float = math.nan

    @property
    def two(self) -> bool:
        """Whether there are two groups."""
        return not math.isnan(self.edge)


def peaks_of(values: Floats) -> Peaks:
    """The dip test, and the two groups where it finds more than one peak.

    Values that can only lie on a coarse grid (shares of a few services) are spread over their step first, since ties
    look like peaks to the test.

    Source: Hartigan and Hartigan 1985, doi:10.1214/aos/1176346577; Otsu 1979, doi:10.1109/TSMC.1979.4310076, for the
    cut between the groups.

    Args:
        values: one a run; shape (runs).

    >>> peaks_of(np.concatenate([np.linspace(0.0, 0.1, 20), np.linspace(0.8, 0.9, 20)])).two
    True
    >>> peaks_of(np.linspace(0.0, 1.0, 40)).two
    False
    """
    from diptest import diptest

    known = np.sort(values[~np.isnan(values)])
    if len(known) < FEWEST_FOR_PEAKS:
        return Peaks(math.nan)
    levels = np.unique(known)
    if len(levels) == 1:
        return Peaks(1.0)
    if len(levels) == 2:
        chance = 0.0 if min(float((known == level).mean()) for level in levels) >= SHARE_OF_A_PEAK else 1.0
    else:
        chance = float(diptest(_without_ties(known, levels))[1])
    if chance >= UNLIKELY:
        return Peaks(chance)
    edge = _cut_between(known)
    below, above = known[known <= edge], known[known > edge]
    if min(len(below), len(above)) < SHARE_OF_A_PEAK * len(known):
        return Peaks(chance)
    return Peaks(chance, float(below.mean()), float(above.mean()), len(above) / len(known), edge)


def _without_ties(known: Floats, levels: Floats) -> Floats:
    if len(levels) == len(known):
        return known
    step = float(np.diff(levels).min())
    counts = np.unique(known, return_counts=True)[1]
    return np.concatenate(
        [level + step * ((np.arange(count) + 0.5) / count - 0.5) for level, count in zip(levels, counts, strict=True)]
    )


def _cut_between(known: Floats) -> float:
    """The cut into two groups that leaves least variance within them."""
    best, edge = -math.inf, float(known[0])
    for count in range(1, len(known)):
        between = count * (len(known) - count) * (known[:count].mean() - known[count:].mean()) ** 2
        if between > best and known[count] > known[count - 1]:
            best, edge = float(between), float(known[count - 1] + known[count]) / 2.0
    return edge
