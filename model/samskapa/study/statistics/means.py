"""Means over runs with Student's interval: by programme, bent by skewness, paired, and for many columns at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samskapa.science.summaries import mean_known

Floats = NDArray[np.float64]
Programmes = NDArray[np.int64]

CONFIDENCE = 0.95
AFTER_LOOKING = 0.96
"""What limits are set at so that 95 of 100 are kept after looking more than once."""
NEGLIGIBLE = 1e-9
"""Means of equal numbers may differ by rounding; a difference below this is none."""
ANYWHERE = (-math.inf, math.inf)

BOUNDS_OF_UNITS: dict[str, tuple[float, float]] = {
    "share": (0.0, 1.0),
    "share of services": (0.0, 1.0),
    "stock 0 to 2": (0.0, 2.0),
    "meetings": (0.0, math.inf),
    "hours": (0.0, math.inf),
    "week": (0.0, math.inf),
}
"""Where a quantity of this unit can lie, and so its mean: an interval is cut there."""


def bounds_of(unit: str) -> tuple[float, float]:
    """Where a number of this unit can lie.

    >>> bounds_of("probability"), bounds_of("ties")
    ((0.0, 1.0), (-inf, inf))
    """
    return (0.0, 1.0) if unit == "probability" else BOUNDS_OF_UNITS.get(unit, ANYWHERE)


@dataclass(frozen=True, slots=True)
class Index:
    """A number with its 95 % interval; not a number where it cannot be had."""

    value: float
    low: float
    high: float

    @classmethod
    def around(cls, value: float, half: float, low: float = -math.inf, high: float = math.inf) -> Index:
        """A number and the half-width of its interval, cut to where it can lie.

        >>> Index.around(0.1, 0.25, 0.0, 1.0)
        Index(value=0.1, low=0.0, high=0.35)
        """
        return cls.between(value, value - half, value + half, low, high)

    @classmethod
    def between(cls, value: float, first: float, last: float, low: float, high: float) -> Index:
        """A number and the limits of its interval, all cut to where it can lie."""
        return cls(*(min(max(float(end), low), high) for end in (value, first, last)))

    @property
    def three(self) -> tuple[float, float, float]:
        """The number and its limits, as tables want them."""
        return self.value, self.low, self.high

    @property
    def told_from_zero(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over runs.

    Attributes:
        mean, sd: mean and standard deviation over runs; not a number where no run (or, for sd, one run) has a value.
        low, high: limits of the 95 % interval of the mean; not a number with fewer than two runs.
        runs: how many runs have a value.
    """

    mean: float
    sd: float
    low: float
    high: float
    runs: int

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return self.runs > 0

    @property
    def has_interval(self) -> bool:
        """Whether there are enough runs for an interval."""
        return not math.isnan(self.low)

    @property
    def the_same(self) -> bool:
        """Whether all runs gave one value: the interval has no width, which says little with few runs."""
        return self.runs > 1 and self.sd <= NEGLIGIBLE

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out (for a difference: whether there is one)."""
        return self.has_interval and abs(self.mean) > NEGLIGIBLE and (self.low > 0.0 or self.high < 0.0)

    @property
    def three(self) -> tuple[float, float, float]:
        """The mean and its limits, as tables want them."""
        return self.mean, self.low, self.high

    @property
    def index(self) -> Index:
        """The mean and its interval alone."""
        return Index(*self.three)


@dataclass(frozen=True, slots=True)
class Skewed(Estimate):
    """A mean whose interval follows the skewness of the runs; `half_width` is what a wanted precision is held against.

    Attributes:
        half_width: half the distance of the limits before they are cut.
        skewness: of the runs.
    """

    half_width: float
    skewness: float = 0.0


UNKNOWN = Estimate(math.nan, math.nan, math.nan, math.nan, 0)


def student_quantile(freedom: float, confidence: float = CONFIDENCE) -> float:
    """The value that Student's t exceeds in size with probability 1 - confidence; the normal law's with no end of runs.

    Source: Student 1908, doi:10.1093/biomet/6.1.1; SciPy's inverse.

    >>> round(student_quantile(3), 4), round(student_quantile(math.inf), 3)
    (3.1824, 1.96)
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + 0.5 * confidence))


def estimate(
    values: Floats,
    bounds: tuple[float, float] = ANYWHERE,
    programmes: Programmes | None = None,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """Mean, standard deviation and 95 % interval of the mean of the values that are known.

    Equation: mean -+ t(C - 1) sqrt(C / (C - 1) sum over clusters of (sum of x - mean)^2) / n, C clusters, n runs;
    with a run a cluster this is Student's interval.
    Source: Cameron and Miller 2015, doi:10.3368/jhr.50.2.317

    Args:
        values: one value a run; shape (runs).
        bounds: where the quantity can lie.
        programmes: programme seed of each run; runs of one programme begin with the same people and are not
            independent, so the interval counts programmes, not runs. Each run its own if None.
        confidence: of the interval, if not 95 %; each limit alone is a one-sided bound of (1 + confidence) / 2.

    >>> found = estimate(np.array([1.0, 2.0, 3.0, np.nan]))
    >>> found.mean, found.sd, round(found.low, 3), round(found.high, 3), found.runs
    (2.0, 1.0, -0.484, 4.484, 3)
    >>> wider = estimate(np.array([1.0, 1.0, 3.0, 3.0]), programmes=np.array([1, 1, 2, 2]))
    >>> round(wider.low, 1), round(wider.high, 1)
    (-10.7, 14.7)
    """
    is_known = ~np.isnan(values)
    known = values[is_known]
    runs = len(known)
    if runs == 0:
        return UNKNOWN
    mean, sd = float(known.mean()), math.nan if runs == 1 else float(known.std(ddof=1))
    own = np.arange(len(values)) if programmes is None else programmes
    clusters, which = np.unique(own[is_known], return_inverse=True)
    if len(clusters) == 1:
        return Estimate(mean, sd, math.nan, math.nan, runs)
    off = np.bincount(which, known - mean)
    error = math.sqrt(len(clusters) / (len(clusters) - 1.0) * float((off * off).sum())) / runs
    half = student_quantile(len(clusters) - 1, confidence) * error
    return Estimate(mean, sd, max(bounds[0], mean - half), min(bounds[1], mean + half), runs)


# -- with skewness -----------------------------------------------------------------------------------------------------


def skewed_mean(values: Floats, programmes: Programmes | None = None, is_state: bool = False) -> Skewed:
    """Mean of the known values, with limits that follow skewness and hold 95 of 100 after looking more than once.

    Equation: the limits between which Hall's cubic T + g T^2 / 3 + g^2 T^3 / 27 + g / 6 of Student's T lies, with
    g = skewness / sqrt(n), damped where the sample is two-peaked.
    Source: Hall 1992, doi:10.1111/j.2517-6161.1992.tb01872.x; Wilson 1927 for states

    Args:
        values: one a run; shape (runs).
        programmes: programme seed of each run: runs of one programme are not independent and count for less.
        is_state: whether values are 0 or 1, so that the mean is a probability (Wilson's interval then), or differences
            of such values.

    >>> found = skewed_mean(np.arange(20.0))
    >>> found.mean, round(found.low, 1), round(found.high, 1)
    (9.5, 6.6, 12.4)
    >>> round(skewed_mean(np.zeros(20), is_state=True).high, 2)
    0.2
    """
    known = values[~np.isnan(values)]
    runs = len(known)
    if runs < 2:
        mean = float(known[0]) if runs else math.nan
        return Skewed(mean, math.nan, math.nan, math.nan, runs, math.nan)
    mean, sd = float(known.mean()), float(known.std(ddof=1))
    wider = _wider_by_programmes(values, programmes)
    quantile = student_quantile(runs - 1, AFTER_LOOKING)
    if is_state and float(known.min()) >= 0.0:
        low, high = wilson(mean, runs / wider**2, quantile)
        return Skewed(mean, sd, low, high, runs, 0.5 * (high - low))
    if is_state and float(np.ptp(known)) == 0.0:
        # No pair differed yet: as many may differ as Wilson's limit of none allows, either way.
        half = wilson(0.0, runs / wider**2, quantile)[1]
        return Skewed(mean, sd, max(-1.0, mean - half), min(1.0, mean + half), runs, half)
    error = wider * sd / math.sqrt(runs)
    below, above, skewness = _bent(known, quantile)
    low, high = mean - above * error, mean - below * error
    return Skewed(mean, sd, low, high, runs, 0.5 * (high - low), skewness)


def _wider_by_programmes(values: Floats, programmes: Programmes | None) -> float:
    """How many times as wide the interval is when programmes are counted, not runs; at least once."""
    if programmes is None or len(np.unique(programmes)) == len(programmes):
        return 1.0
    plain, clustered = estimate(values), estimate(values, programmes=programmes)
    if not clustered.has_interval or not plain.high > plain.low:
        return 1.0
    return max(1.0, (clustered.high - clustered.low) / (plain.high - plain.low))


def _bent(known: Floats, quantile: float) -> tuple[float, float, float]:
    """The two values of Student's statistic between which it lies, bent by skewness; and the skewness."""
    runs = len(known)
    off = known - known.mean()
    variance = float((off * off).mean())
    if variance <= NEGLIGIBLE**2 or runs < 3:
        return -quantile, quantile, 0.0
    skewness = float((off**3).mean()) / variance**1.5 * math.sqrt(runs * (runs - 1.0)) / (runs - 2.0)
    # Two peaks: kurtosis nears its least, 1 + skewness^2. The skewness of a sample tells then only how many runs fell
    # on either side, which the mean tells already; bending by it would count it twice.
    beyond = float((off**4).mean()) / variance**2 - 1.0
    damped = skewness * max(0.0, beyond - skewness * skewness) / max(beyond, NEGLIGIBLE)
    bend = damped / math.sqrt(runs)
    if abs(bend) < NEGLIGIBLE:
        return -quantile, quantile, skewness
    ends = sorted(3.0 / bend * (float(np.cbrt(1.0 + bend * (end - bend / 6.0))) - 1.0) for end in (-quantile, quantile))
    return ends[0], ends[1], skewness


def wilson(share: float, runs: float, quantile: float) -> tuple[float, float]:
    """Limits of a probability of which a share was seen in so many runs; they stay between 0 and 1.

    Equation: (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953

    >>> wilson(0.0, 4, 2.0), wilson(0.5, 4, 2.0)[0] == 0.5 - 8**-0.5
    ((0.0, 0.5), True)
    """
    square = quantile * quantile
    middle = (share + square / (2.0 * runs)) / (1.0 + square / runs)
    half = quantile / (1.0 + square / runs) * math.sqrt(share * (1.0 - share) / runs + square / (4.0 * runs**2))
    return max(0.0, middle - half), min(1.0, middle + half)


# -- two arms on the same seeds ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paired:
    """A mean difference between two arms that ran on the same seeds, and what the pairing saved.

    Attributes:
        difference: mean of of - against over pairs, with its two-sided 95 % interval.
        saving: variance of the difference between independent runs over that between paired ones: how many times as
            many seeds independent chance would have needed; infinite where all pairs agree, not a number where
            nothing varies.
        seeds_without: how many seeds that is for the interval at hand; not a number where it is not finite.
    """

    difference: Estimate
    saving: float
    seeds_without: float


def paired(of: Floats, against: Floats, programmes: Programmes | None = None) -> Paired:
    """Compare two arms seed by seed.

    Equation: saving = (var x + var y) / var(x - y)

    Args:
        of, against: outcome of each run, not a number where a run failed; shape (seeds), in the same order of seeds.
        programmes: programme seed of each.

    >>> found = paired(np.array([1.0, 2.0, 4.0]), np.array([0.0, 1.0, 2.0]))
    >>> round(found.difference.mean, 3), round(found.saving, 1), found.seeds_without
    (1.333, 10.0, 30.0)
    """
    gap = of - against
    known = ~np.isnan(gap)
    difference = estimate(gap, programmes=programmes)
    if known.sum() < 2:
        return Paired(difference, math.nan, math.nan)
    apart = float(of[known].var(ddof=1) + against[known].var(ddof=1))
    as_pairs = float(gap[known].var(ddof=1))
    negligible = 1e-24 * max(1.0, float(np.abs(of[known]).max()) ** 2)
    if as_pairs <= negligible:
        return Paired(difference, math.inf if apart > negligible else math.nan, math.nan)
    return Paired(difference, apart / as_pairs, float(math.ceil(known.sum() * apart / as_pairs - 1e-9)))


def over_points(values: Floats) -> Floats:
    """Mean over points, seed by seed; shape (points, seeds) -> (seeds).

    Only seeds that every point has are used (points without any value apart), since a mean over some points is no
    mean over all: a precision gives some points more seeds than others. Where no two seeds are left, known values
    are averaged as they are.

    >>> over_points(np.array([[1.0, 2.0, 3.0], [3.0, 4.0, np.nan]])).tolist()
    [2.0, 3.0, nan]
    """
    known = ~np.isnan(values)
    rows = known.any(axis=1)
    whole = known[rows].all(axis=0) & rows.any()
    if whole.sum() >= 2:
        return np.where(whole, np.where(known, values, 0.0).sum(axis=0) / rows.sum(), np.nan)
    return mean_known(values, axis=0)


# -- many columns at once ----------------------------------------------------------------------------------------------


class Means(NamedTuple):
    """Means over the first axis with their limits, standard deviations and numbers of values; one a column."""

    mean: Floats
    low: Floats
    high: Floats
    sd: Floats
    runs: NDArray[np.int64]


def means_of(values: Floats, extra: float = 0.0) -> Means:
    """Means of independent values over the first axis with Student's 95 % limits, for many columns at once.

    Equation: mean -+ t(n - 1) sqrt(s^2 / n + extra)

    Args:
        values: shape (runs, ...); what is not a number is left out.
        extra: variance of the mean from another source than the runs.

    >>> found = means_of(np.array([[1.0, 5.0], [2.0, np.nan], [3.0, np.nan]]))
    >>> found.mean.tolist(), found.low.round(3).tolist(), found.sd.tolist(), found.runs.tolist()
    ([2.0, 5.0], [-0.484, nan], [1.0, nan], [3, 1])
    """
    is_known = ~np.isnan(values)
    known = is_known.sum(axis=0)
    mean = mean_known(values, axis=0)
    off = np.where(is_known, values - mean, 0.0)
    freedom = np.maximum(known - 1, 1)
    variance = (off * off).sum(axis=0) / freedom
    by_freedom = {int(n): student_quantile(int(n)) for n in np.unique(freedom)}
    quantile = np.vectorize(by_freedom.__getitem__, otypes=[np.float64])(freedom)
    half = np.where(known > 1, quantile * np.sqrt(variance / np.maximum(known, 1) + extra), np.nan)
    return Means(mean, mean - half, mean + half, np.where(known > 1, np.sqrt(variance), np.nan), known)
