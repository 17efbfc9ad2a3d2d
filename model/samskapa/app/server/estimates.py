"""From runs to what is shown of them: quantiles by week, paired differences with intervals, who is better off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samskapa.study.comparison import NEGLIGIBLE, student_quantile

Floats = NDArray[np.float64]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def quantiles(values: Floats, levels: tuple[float, ...] = LEVELS) -> Floats:
    """Quantiles over the first axis of the values that are known, interpolated; not a number where none is.

    Args:
        values: shape (runs, ...).
        levels: between 0 and 1.

    Returns:
        Shape (levels, ...).

    >>> quantiles(np.array([3.0, 1.0, np.nan, 2.0]), (0.0, 0.5, 1.0)).tolist()
    [1.0, 2.0, 3.0]
    """
    ordered = np.sort(np.ascontiguousarray(np.moveaxis(values, 0, -1)), axis=-1)
    last = np.maximum((~np.isnan(ordered)).sum(axis=-1, keepdims=True) - 1, 0)
    places = last * np.array(levels)
    below = np.floor(places).astype(np.int64)
    low = np.take_along_axis(ordered, below, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(below + 1, last), axis=-1)
    return np.moveaxis(low + (places - below) * (high - low), -1, 0)


def mean_with_interval(values: Floats) -> Floats:
    """Mean over the first axis and the limits of its 95 % interval (Student's); shape (3, ...).

    >>> mean_with_interval(np.array([1.0, 2.0, 3.0])).round(3).tolist()
    [2.0, -0.484, 4.484]
    """
    is_known = ~np.isnan(values)
    known = is_known.sum(axis=0)
    filled = np.where(is_known, values, 0.0)
    some = np.maximum(known, 1)
    mean = filled.sum(axis=0) / some
    off = np.where(is_known, values - mean, 0.0)
    freedom = np.maximum(known - 1, 1)
    error = np.sqrt((off * off).sum(axis=0) / freedom / some)
    by_count = {int(n): student_quantile(int(n)) for n in np.unique(freedom)}
    half = error * np.vectorize(by_count.__getitem__, otypes=[np.float64])(freedom)
    mean = np.where(known > 0, mean, np.nan)
    half = np.where(known > 1, half, np.nan)
    return np.stack([mean, mean - half, mean + half])


def better(difference: Floats, good: int | NDArray[np.int64]) -> Floats:
    """Share of runs in which the first is better (ties count half) over the first axis; not a number if neither is.

    Args:
        difference: shape (runs, ...).
        good: +1 where more is better, -1 where less is, 0 where neither can be said; one, or shape (...).

    >>> better(np.array([0.1, -0.2, 0.0, np.nan]), 1).tolist()
    0.5
    """
    known = ~np.isnan(difference)
    count = known.sum(axis=0)
    wins = np.where(known, (good * difference > NEGLIGIBLE) + 0.5 * (np.abs(difference) <= NEGLIGIBLE), 0.0)
    share = wins.sum(axis=0) / np.maximum(count, 1)
    return np.where((count > 0) & (good != 0), share, np.nan)


def estimated(values: Floats) -> list[dict[str, float | int]]:
    """Means over runs, their 95 % intervals, and where nine tenths of the runs lie; one for each column.

    Args:
        values: shape (runs, columns).

    >>> found = estimated(np.array([[1.0], [2.0], [3.0]]))[0]
    >>> found["mean"], found["runs"], found["sd"], round(found["low"], 3), round(found["p95"], 1)
    (2.0, 3, 1.0, -0.484, 2.9)
    """
    known = (~np.isnan(values)).sum(axis=0)
    mean, low, high = mean_with_interval(values)
    off = np.where(np.isnan(values), 0.0, values - mean)
    sd = np.where(known > 1, np.sqrt((off * off).sum(axis=0) / np.maximum(known - 1, 1)), np.nan)
    few, most = quantiles(values, (LEVELS[0], LEVELS[-1]))
    columns = zip(*(part.tolist() for part in (mean, low, high, sd, known, few, most)), strict=True)
    return [dict(zip(("mean", "low", "high", "sd", "runs", "p5", "p95"), column, strict=True)) for column in columns]


def compared(a: Floats, b: Floats | None, good: Sequence[int]) -> list[dict[str, Any]]:
    """Two worlds on the same chance: each, the difference run by run, and how often the first is better.

    Args:
        a, b: shape (runs, columns), runs in the order of the same seeds.
        good: for each column +1 where more is better, -1 where less is, 0 where neither can be said.
    """
    of_a = estimated(a)
    if b is None:
        return [{"a": one, "b": None, "difference": None, "a_better": math.nan} for one in of_a]
    wins = better(a - b, np.array(good, dtype=np.int64)).tolist()
    return [
        {"a": one, "b": other, "difference": gap, "a_better": won}
        for one, other, gap, won in zip(of_a, estimated(b), estimated(a - b), wins, strict=True)
    ]


def share_with_interval(wins: float, count: int) -> dict[str, float]:
    """A share and its 95 % interval by Wilson's score, which stays between 0 and 1.

    >>> found = share_with_interval(8, 10)
    >>> found["share"], round(found["low"], 2), round(found["high"], 2)
    (0.8, 0.49, 0.94)
    """
    if count == 0:
        return {"share": math.nan, "low": math.nan, "high": math.nan}
    z, share = 1.959964, wins / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return {"share": share, "low": max(0.0, middle - half), "high": min(1.0, middle + half)}
