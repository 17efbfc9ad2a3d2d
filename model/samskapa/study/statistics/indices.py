"""Indices with intervals: ratios of means, products across seeds that leave noise out, what common seeds add."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from samskapa.study.statistics.means import Floats, Index, means_of, student_quantile

UNKNOWN = Index(math.nan, math.nan, math.nan)


def index_of(parts: Floats, low: float = -math.inf, high: float = math.inf, extra: float = 0.0) -> Index:
    """Mean of independent parts with Student's interval, cut to where the quantity can lie.

    Args:
        parts: shape (parts).
        low, high: where the quantity can lie.
        extra: variance of the mean from another source than the parts.

    >>> found = index_of(np.array([1.0, 2.0, 3.0]), high=4.0)
    >>> found.value, round(found.low, 3), found.high
    (2.0, -0.484, 4.0)
    """
    found = means_of(np.asarray(parts, dtype=float), extra)
    return Index.between(float(found.mean), float(found.low), float(found.high), low, high)


def ratio_of(top: Floats, bottom: Floats, low: float = 0.0, high: float = 1.0, extra: Floats | None = None) -> Index:
    """Ratio of two means over independent rows, with Fieller's interval, cut to where the ratio can lie.

    Fieller's interval holds every ratio r for which top - r bottom is not told from zero, so that zero lies in it
    exactly when the numerator is not told from zero, however uncertain the denominator.

    Equation: the roots r of (a - r b)^2 = t^2 (var a - 2 r cov(a, b) + r^2 var b), a and b the two means
    Source: Fieller 1954, doi:10.1111/j.2517-6161.1954.tb00159.x

    Args:
        top, bottom: parts of numerator and denominator, row by row; shape (rows).
        low, high: where the ratio can lie.
        extra: covariance of the two means from another source than the rows, shape (2, 2).

    Returns:
        The ratio; without limits where the denominator is not told from zero.

    >>> found = ratio_of(np.array([1.0, 1.1, 0.9, 1.0]), np.array([2.0, 2.1, 1.9, 2.0]))
    >>> round(found.value, 3), found.told_from_zero
    (0.5, True)
    """
    rows = len(top)
    t2 = student_quantile(rows - 1) ** 2
    spread = np.cov(np.stack([top, bottom]), ddof=1) / rows
    if extra is not None:
        spread = spread + extra
    a, b = float(top.mean()), float(bottom.mean())
    top_variance, both, bottom_variance = float(spread[0, 0]), float(spread[0, 1]), float(spread[1, 1])
    quadratic = b * b - t2 * bottom_variance
    if not quadratic > 0.0 or b <= 0.0:
        return UNKNOWN
    linear = a * b - t2 * both
    constant = a * a - t2 * top_variance
    root = math.sqrt(max(0.0, linear * linear - quadratic * constant))
    return Index.between(a / b, (linear - root) / quadratic, (linear + root) / quadratic, low, high)


def across(one: Floats, other: Floats) -> Floats:
    """Mean of the products of two quantities over all pairs of different seeds.

    For runs that are independent given their point this is an unbiased estimate of the product of the two
    expectations, whatever the noise: no seed meets itself.

    Equation: (sum x sum y - sum x y) / (n (n - 1))

    Args:
        one, other: values by point and seed; shape (..., seeds), at least two seeds.

    Returns:
        shape (...).

    >>> across(np.array([1.0, 3.0]), np.array([1.0, 3.0])).item()
    3.0
    """
    seeds = one.shape[-1]
    whole = one.sum(axis=-1) * other.sum(axis=-1) - (one * other).sum(axis=-1)
    return np.asarray(whole / (seeds * (seeds - 1.0)))


def noise_of(values: Floats) -> Floats:
    """Variance between the seeds of each point; shape (..., seeds) -> (...).

    >>> noise_of(np.array([[1.0, 3.0]])).tolist()
    [2.0]
    """
    return np.asarray(values.var(axis=-1, ddof=1))


def saving_of(apart: float, together: float) -> float:
    """How many times as many seeds independent chance would have needed: the ratio of the two variances.

    >>> saving_of(3.0, 1.5), saving_of(1.0, 0.0), saving_of(0.0, 0.0)
    (2.0, inf, nan)
    """
    return apart / together if together > 0.0 else math.inf if apart > 0.0 else math.nan


def jackknife(left_out: Sequence[Sequence[float]]) -> Floats:
    """Covariance of means that seeds in common add, from the means without one seed each.

    Equation: (n - 1) / n sum of (m - mean)(m - mean)'
    Source: Efron and Stein 1981, doi:10.1214/aos/1176345462

    Args:
        left_out: the means without each seed; shape (seeds, means).

    >>> jackknife([[1.0], [3.0]]).tolist()
    [[1.0]]
    """
    means = np.array(left_out)
    off = means - means.mean(axis=0)
    return np.asarray((len(means) - 1.0) / len(means) * off.T @ off)


def beyond_dummies(values: Floats, halves: Floats, inputs: int) -> tuple[list[Index], list[Index], Index]:
    """Shares of inputs, what is left of them beyond inputs without effect (dummies), and the dummies' own.

    Equation: value - mean of dummies -+ hypot(half, hypot(mean half of dummies, 1.96 sd of dummies))

    Args:
        values, halves: measure and half-width of its interval, inputs first, dummies after; shape (inputs + dummies).
        inputs: how many are inputs.

    >>> own, beyond, dummy = beyond_dummies(np.array([0.5, 0.1, 0.1]), np.array([0.1, 0.0, 0.0]), 1)
    >>> own[0].high, beyond[0].value, round(beyond[0].low, 3), dummy.high
    (0.6, 0.4, 0.3, 0.1)
    """
    floor = float(values[inputs:].mean())
    floor_half = float(np.hypot(halves[inputs:].mean(), 1.96 * values[inputs:].std()))
    pairs = list(zip(values[:inputs], halves, strict=False))
    return (
        [Index.around(value, half, 0.0, 1.0) for value, half in pairs],
        [Index.around(value - floor, math.hypot(half, floor_half), 0.0, 1.0) for value, half in pairs],
        Index.around(floor, floor_half, 0.0, 1.0),
    )
