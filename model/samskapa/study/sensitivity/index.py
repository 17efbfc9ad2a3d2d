"""A sensitivity index with its interval, from parts that vary together."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samskapa.study.comparison import student_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Index:
    """A number with its 95 % interval; not a number where it cannot be had."""

    value: float
    low: float
    high: float

    @property
    def told_from_zero(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)


UNKNOWN = Index(math.nan, math.nan, math.nan)


def mean_with_interval(
    parts: Floats, low: float = -math.inf, high: float = math.inf, extra: float = 0.0
) -> Index:
    """Mean of independent parts with Student's interval, cut to where the quantity can lie.

    Args:
        parts: shape (parts).
        low, high: where the quantity can lie.
        extra: variance of the mean from another source than the parts.

    >>> mean_with_interval(np.array([1.0, 2.0, 3.0])).value
    2.0
    """
    parts = np.asarray(parts, dtype=float)
    mean = float(parts.mean())
    if len(parts) < 2:
        return Index(_cut(mean, low, high), math.nan, math.nan)
    half = student_quantile(len(parts) - 1) * math.sqrt(float(parts.var(ddof=1)) / len(parts) + extra)
    return Index(_cut(mean, low, high), _cut(mean - half, low, high), _cut(mean + half, low, high))


def told_from_zero(parts: Floats) -> bool:
    """Whether the mean of independent parts is above zero at 97.5 %."""
    half = student_quantile(len(parts) - 1) * float(parts.std(ddof=1)) / math.sqrt(len(parts))
    return float(parts.mean()) > half


def ratio_with_interval(
    top: Floats, bottom: Floats, low: float = 0.0, high: float = 1.0, extra: Floats | None = None
) -> Index:
    """Ratio of two means over independent rows, with Fieller's interval, cut to where the ratio can lie.

    Fieller's interval holds every ratio r for which top - r bottom is not told from zero, so that zero lies in it
    exactly when the numerator is not told from zero, however uncertain the denominator.

    Args:
        top, bottom: parts of numerator and denominator, row by row; shape (rows).
        low, high: where the ratio can lie.
        extra: covariance of the two means from another source than the rows, shape (2, 2).

    Returns:
        The ratio; without limits where the denominator is not told from zero.

    >>> found = ratio_with_interval(np.array([1.0, 1.1, 0.9, 1.0]), np.array([2.0, 2.1, 1.9, 2.0]))
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
    first, second = (linear - root) / quadratic, (linear + root) / quadratic
    return Index(_cut(a / b, low, high), _cut(first, low, high), _cut(second, low, high))


def _cut(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
