"""Products across different seeds: estimators from which the noise of single runs drops out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NO_VARIATION = "no variation"
ONLY_CHANCE = "no variation beyond chance"


def across(one: Floats, other: Floats) -> Floats:
    """Mean of the products of two quantities over all pairs of different seeds.

    For runs that are independent given their point this is an unbiased estimate of the product of the two
    expectations, whatever the noise: no seed meets itself.

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
    """Variance between the seeds of each point; shape (points, seeds) -> (points)."""
    return np.asarray(values.var(axis=-1, ddof=1))


def of_variability(values: Floats) -> Floats:
    """Independent estimates of each point's variance, one from each two seeds, to be analysed like an outcome.

    Half the squared difference of two runs has the variance of a run as its expectation. An odd last seed is left out.

    Args:
        values: shape (points, seeds), at least four seeds.

    Returns:
        shape (points, seeds // 2), in the square of the outcome's unit.

    >>> of_variability(np.array([[1.0, 3.0, 5.0, 5.0]])).tolist()
    [[2.0, 0.0]]
    """
    pairs = values.shape[-1] // 2
    gap = values[..., 0: 2 * pairs: 2] - values[..., 1: 2 * pairs: 2]
    return np.asarray(0.5 * gap * gap)


def check_seeds(values: Floats, least: int = 2) -> None:
    """That there are enough seeds to tell noise from effect, and all values are known.

    Raises:
        ValueError: fewer seeds, or a value that is not a finite number.
    """
    if values.shape[-1] < least:
        raise ValueError(f"{values.shape[-1]} seeds at each point; to tell noise from effect it takes {least}")
    if not np.isfinite(values).all():
        raise ValueError("a value is not a finite number")
