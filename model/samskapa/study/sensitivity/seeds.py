"""What an analysis asks of the seeds at each point, and variances as if they were outcomes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NO_VARIATION = "no variation"
ONLY_CHANCE = "no variation beyond chance"


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
