"""Contrasts between arms that ran on the same seeds: weighted differences, one-sided bounds, as many pairs as needed.

A ratio is asked as a difference: "thick at least twice thin" is thick - 2 thin > 0. An order is asked step by step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from samskapa.study.design import paired_seeds
from samskapa.study.statistics.means import NEGLIGIBLE, Floats, estimate

Pairs = list[tuple[int, int]]

ONE_SIDED = 0.95
"""Confidence of each bound by itself; two such bounds enclose an interval of 90 %."""
FIRST_PAIRS, MOST_PAIRS = 24, 400


class Verdict(StrEnum):
    """What a bound says about a minimum size."""

    HOLDS = "holds"
    FAILS = "does not hold"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Effect:
    """A contrast, measured.

    Attributes:
        mean: mean over pairs; not a number where no pair has a value.
        low, high: one-sided 95 % bounds; not a number with fewer than two programmes.
        least: the size that is asked for: the effect must lie above it.
        pairs: how many pairs have a value.
    """

    mean: float
    low: float
    high: float
    least: float
    pairs: int

    @property
    def verdict(self) -> Verdict:
        """Holds if the lower bound is above the minimum size, fails if the upper one is below it."""
        if self.low > self.least:
            return Verdict.HOLDS
        return Verdict.FAILS if self.high < self.least else Verdict.UNDECIDED

    @property
    def error(self) -> float:
        """Half the distance of the bounds: what an effect is measured in when strengths are compared."""
        return 0.5 * (self.high - self.low)

    @property
    def strength(self) -> float:
        """How far the effect lies above its minimum size, in these units; infinite where all pairs agree."""
        beyond = self.mean - self.least
        if not self.error > NEGLIGIBLE:
            return math.inf if beyond > 0.0 else -math.inf
        return beyond / self.error


def effect_of(values: Floats, least: float, programmes: Sequence[int]) -> Effect:
    """The effect from one value a pair.

    Args:
        values: the weighted difference in each pair, not a number where it has none; shape (pairs).
        least: the minimum size.
        programmes: programme seed of each pair; pairs of one programme count as one cluster.

    >>> found = effect_of(np.array([1.0, 2.0, 3.0]), .1, [1, 2, 3])
    >>> found.mean, round(found.low, 3), found.verdict.value
    (2.0, 0.314, 'holds')
    >>> effect_of(np.array([1.0, 2.0, 3.0]), .4, [1, 2, 3]).verdict.value
    'undecided'
    """
    found = estimate(values, programmes=np.array(programmes), confidence=2.0 * ONE_SIDED - 1.0)
    return Effect(found.mean, found.low, found.high, least, found.runs)


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on a pattern of several clauses: it holds when every clause does, and fails when one fails.

    >>> together([Verdict.HOLDS, Verdict.UNDECIDED]).value, together([Verdict.FAILS, Verdict.UNDECIDED]).value
    ('undecided', 'does not hold')
    """
    if Verdict.FAILS in verdicts:
        return Verdict.FAILS
    return Verdict.HOLDS if all(verdict is Verdict.HOLDS for verdict in verdicts) else Verdict.UNDECIDED


def looks(first: int = FIRST_PAIRS, most: int = MOST_PAIRS) -> list[int]:
    """Numbers of pairs at which the bounds are looked at: doubled from the first, up to the most.

    >>> looks()
    [24, 48, 96, 192, 384, 400]
    """
    found = [min(first, most)]
    while found[-1] < most:
        found.append(min(2 * found[-1], most))
    return found


def until_decided(
    measure: Callable[[Pairs], Floats], least: Sequence[float], first_seed: int, first: int = FIRST_PAIRS,
    most: int = MOST_PAIRS,
) -> list[Effect]:
    """Measure clauses on more and more pairs until they are decided together, or until there are no more pairs.

    Args:
        measure: gives each clause's weighted difference for each of the pairs asked for; shape (clauses, pairs).
        least: minimum size of each clause.
        first_seed: the first chance seed.
        first, most: how many pairs to begin with, and at most.

    Returns:
        The effect of each clause, all from the same pairs.
    """
    values = np.empty((len(least), 0))
    effects: list[Effect] = []
    for count in looks(first, most):
        pairs = paired_seeds(first_seed, count)
        values = np.concatenate([values, measure(pairs[values.shape[1]:])], axis=1)
        programmes = [programme for programme, _ in pairs]
        effects = [effect_of(row, size, programmes) for row, size in zip(values, least, strict=True)]
        if together([effect.verdict for effect in effects]) is not Verdict.UNDECIDED:
            break
    return effects


