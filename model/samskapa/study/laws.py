"""From shares of the unit cube to values: laws over ranges, levels, and ranks that go together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError
from samskapa.study.plan import Input, Value

Floats = NDArray[np.float64]


def value_at(one: Input, share: float) -> Value:
    """The value of an input below which a share of its law lies; levels are equally likely, in their order.

    >>> value_at(Input("candour", "parameter", "lever", low=0.2, high=0.6), 0.5)
    0.4
    >>> value_at(Input("influence", "switch", "uncertain", levels=("degroot", "bounded")), 0.5)
    'bounded'
    """
    if not one.ranged:
        return one.levels[min(int(share * len(one.levels)), len(one.levels) - 1)]
    if one.whole and one.distribution == "uniform":
        # Every whole number is as likely as the next, the ends included.
        count = int(one.high) - int(one.low) + 1
        return float(one.low + min(int(share * count), count - 1))
    value = min(max(_quantile(one, share), one.low), one.high)
    return float(round(value)) if one.whole else value


def _quantile(one: Input, share: float) -> float:
    low, high = one.low, one.high
    if one.distribution == "log_uniform":
        return float(low * (high / low) ** share)
    if one.distribution == "triangular":
        from scipy.stats import triang

        return float(triang.ppf(share, (one.peak - low) / (high - low), low, high - low))
    if one.distribution == "normal":
        from scipy.stats import truncnorm

        return float(truncnorm.ppf(share, (low - one.peak) / one.sd, (high - one.peak) / one.sd, one.peak, one.sd))
    return low + share * (high - low)


def steps_of(one: Input, steps: int) -> list[Value]:
    """The values of an input in a factorial: its levels, or equal steps of its range (equal ratios where the law is
    log-uniform), doubles of whole numbers left out.

    >>> steps_of(Input("candour", "parameter", "lever", low=0.0, high=1.0), 3)
    [0.0, 0.5, 1.0]
    """
    if not one.ranged:
        return list(one.levels)
    found: list[Value] = []
    for step in range(steps):
        share = step / (steps - 1.0)
        value = one.low * (one.high / one.low) ** share if one.distribution == "log_uniform" else (
            one.low + share * (one.high - one.low))
        value = float(round(value)) if one.whole else min(value, one.high)
        if value not in found:
            found.append(value)
    return found


def with_rank_correlations(
    unit: Floats, names: Sequence[str], correlations: Mapping[tuple[str, str], float], where: str = ""
) -> Floats:
    """The same values in each column, put in another order, so that ranks correlate as wanted.

    Source: Iman and Conover 1982, doi:10.1080/03610918208812265, with van der Waerden scores.

    Args:
        unit: independent columns; shape (points, inputs), more points than inputs.
        names: the inputs, one a column.
        correlations: Spearman's rank correlation of pairs of inputs; all other pairs stay independent.
        where: the file, for a refusal.

    Raises:
        ScenarioError: correlations that no law can have together; too few points.
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    points, inputs = unit.shape
    if points <= inputs + 1:
        raise ScenarioError(f"{points} points are too few to correlate {inputs} inputs", where=where,
                            allowed=f"more than {inputs + 1} points")
    wanted = np.eye(inputs)
    for (one, other), rank in correlations.items():
        i, j = names.index(one), names.index(other)
        # A normal score correlates as r where ranks correlate as 6/pi asin(r/2).
        wanted[i, j] = wanted[j, i] = 2.0 * math.sin(math.pi * rank / 6.0)
    try:
        root = np.linalg.cholesky(wanted)
    except np.linalg.LinAlgError as error:
        raise ScenarioError("these rank correlations cannot hold together", where=where,
                            allowed="correlations that make a positive definite matrix") from error
    scores = ndtri(rankdata(unit, axis=0) / (points + 1.0))
    own = np.linalg.cholesky(np.corrcoef(scores, rowvar=False)) if inputs > 1 else np.eye(1)
    target = scores @ np.linalg.inv(own).T @ root.T
    order = target.argsort(axis=0).argsort(axis=0)
    return np.take_along_axis(np.sort(unit, axis=0), order, axis=0)
