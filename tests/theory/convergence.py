"""How the agent model nears the mean-field map as programmes grow: numbers for the test, the page and its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samskapa.studies.mean_field import MeanField, tipping_start
from theory.reduction import AGENDA, beliefs, limit, reduced

BISTABLE = MeanField(0.8, cost=0.30, capacity=0.5)
"""k E = 8: low state .079, tipping start .166, high state .4."""
FALLING = MeanField(1.0, cost=0.35, capacity=0.5)
"""k E = 10; from a start of .2 the belief falls for years, where hardly a promise is kept late."""
START, RATE, WEEKS = 0.2, 0.001, 200
LOOKED_AT = (49, 99, 149, 199)


@dataclass(frozen=True)
class Convergence:
    """Root mean square distance over chance seeds and four weeks, by number of residents.

    Attributes:
        residents: numbers of residents.
        to_limit: distance to the programme with infinitely many residents (share).
        to_map: distance to the mean-field map itself, whose promises are not whole (share).
        exponent, standard_error: of the distance to the map, which goes as residents to this power.
        exponent_to_limit: the same of the distance to the limit.
        limit_to_map: distance between limit and map, which no number of residents removes (share).
    """

    residents: Sequence[int]
    to_limit: NDArray[np.float64]
    to_map: NDArray[np.float64]
    exponent: float
    standard_error: float
    exponent_to_limit: float
    limit_to_map: float


def convergence(residents: Sequence[int], seeds: Sequence[int], one: MeanField = FALLING) -> Convergence:
    """Measure the distance for each size of the programme, and fit its rate on logarithms."""
    from scipy.stats import linregress

    endless, smooth = endless_and_smooth(one)
    to_limit, to_map = [], []
    for number in residents:
        found = beliefs(reduced(one, number, START, RATE, WEEKS), seeds)[0][:, list(LOOKED_AT)]
        to_limit.append(float(np.sqrt(np.mean((found - endless) ** 2))))
        to_map.append(float(np.sqrt(np.mean((found - smooth) ** 2))))
    fit, fit_to_limit = (linregress(np.log(residents), np.log(distance)) for distance in (to_map, to_limit))
    return Convergence(
        residents,
        np.array(to_limit),
        np.array(to_map),
        float(fit.slope),
        float(fit.stderr),
        float(fit_to_limit.slope),
        left_over(one),
    )


def endless_and_smooth(one: MeanField) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The beliefs of a programme without end and of the map in the weeks that are looked at."""
    smooth = np.array(one.path(START, RATE, AGENDA * WEEKS)[AGENDA::AGENDA])
    return limit(one, START, RATE, WEEKS)[list(LOOKED_AT)], smooth[list(LOOKED_AT)]


def left_over(one: MeanField) -> float:
    """The distance of these two: what whole promises leave, however many residents there are."""
    endless, smooth = endless_and_smooth(one)
    return float(np.sqrt(np.mean((endless - smooth) ** 2)))


def rising_share(
    residents: int, starts: Sequence[float], seeds: Sequence[int], one: MeanField = BISTABLE, rate: float = 0.002
) -> NDArray[np.float64]:
    """Share of runs that end nearer the high state than the low one, by the belief they start from."""
    tipping = tipping_start(one)
    assert tipping is not None
    world = reduced(one, residents, 0.5, rate, 300)
    found = beliefs(world, seeds, [{"prediction_start": start} for start in starts])
    return (found[:, :, -1] > tipping).mean(axis=1)


def mixing(hearsays: Sequence[float], residents: int = 640) -> NDArray[np.float64]:
    """Largest distance on the way from a low start to the only state, by how much is heard of promises."""
    one = MeanField(0.8, cost=0.2, capacity=0.5)
    endless = limit(one, 0.1, RATE, 200)
    found = []
    for hearsay in hearsays:
        world = reduced(one, residents, 0.1, RATE, 200, hearsay)
        found.append(np.abs(beliefs(world, range(1001, 1009))[0].mean(axis=0) - endless).max())
    return np.array(found)
