"""Verdicts: whether results bear out what was asked of them, and what was expected of them before the run.

Two kinds of statements are judged here. A *prediction* of an experiment names an outcome, a direction and a size, and
is held against a two-sided 95 % interval. A *clause* of a pattern is a weighted sum that must lie above a size, and is
held against one-sided bounds; a ratio is asked as a difference ("thick at least twice thin" is thick - 2 thin > 0), an
order step by step.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from samskapa.science.summaries import mean_known
from samskapa.study.columns import difference, differences
from samskapa.study.plan import Experiment, Prediction
from samskapa.study.statistics.means import NEGLIGIBLE, Estimate, Floats, Index, Programmes, estimate
from samskapa.study.statistics.ranks import rank_correlation
from samskapa.study.words import decimals_of, figure, interval

if TYPE_CHECKING:
    import xarray

    from samskapa.study.findings import Findings

ONE_SIDED = 0.95
"""Confidence of each bound of a clause by itself; two such bounds enclose an interval of 90 %."""


class Verdict(StrEnum):
    """What results say about what was asked or expected of them."""

    HOLDS = "holds"
    FAILS = "does not hold"
    UNDECIDED = "undecided"


CAME = {Verdict.HOLDS: "held", Verdict.FAILS: "failed", Verdict.UNDECIDED: "open"}
"""What is said of a prediction, which is judged after the run."""


def above(low: float, high: float, size: float) -> Verdict:
    """Holds if an interval lies above a size, fails if it lies below, undecided where it holds the size or is unknown.

    >>> above(0.1, 0.3, 0.05).value, above(0.1, 0.3, 0.1).value, above(math.nan, math.nan, 0.0).value
    ('holds', 'undecided', 'undecided')
    """
    return Verdict.HOLDS if low > size else Verdict.FAILS if high < size else Verdict.UNDECIDED


# -- clauses -----------------------------------------------------------------------------------------------------------


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
        return above(self.low, self.high, self.least)

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


def effect_of(values: Floats, least: float, programmes: Sequence[int] | Programmes) -> Effect:
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


def effects_of(experiment: Experiment, dataset: xarray.Dataset) -> list[Effect]:
    """The effect of every contrast that is a weighted sum, held against the size it must lie above."""
    inputs = [one.name for one in experiment.inputs]
    return [
        effect_of(values, contrast.least, programmes)
        for contrast in experiment.contrasts
        if contrast.terms
        for values, programmes in [differences(contrast, dataset, inputs)]
    ]


# -- predictions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """What became of a prediction, and the numbers it rests on in words."""

    prediction: Prediction
    verdict: Verdict
    because: str


def judged(experiment: Experiment, dataset: xarray.Dataset, findings: Findings) -> list[Judged]:
    """Every prediction of an experiment held against its results and what was made of them."""
    inputs = [one.name for one in experiment.inputs]
    contrasts = {one.name: one for one in experiment.contrasts}
    found = []
    for one in experiment.predictions:
        unit, label = dataset[one.outcome].attrs["units"], dataset[one.outcome].attrs["label"]
        if one.direction == "first":
            found.append(judged_rank(one, label, findings.ranked.get(one.outcome, {})))
            continue
        if one.contrast:
            seen = difference(contrasts[one.contrast], dataset, inputs, one.outcome)
            what = f"{one.contrast}, difference in {label}"
        else:
            seen = rank_correlation(dataset[one.input].values, mean_known(dataset[one.outcome].values))
            what, unit = f"rank correlation of {label} with {one.input.replace('_', ' ')}", ""
        places = max(2, decimals_of(seen))
        width = interval(seen, places, True) + (f" {unit}" if unit else "")
        words = f"{what}: {figure(seen.mean, places, True)} ({width})"
        found.append(Judged(one, verdict_of(one, seen), words))
    return found


def judged_rank(prediction: Prediction, label: str, ranked: Mapping[str, Index]) -> Judged:
    """Whether an input is among the first: its interval against the one that would be the first left out.

    >>> found = {"a": Index(0.5, 0.4, 0.6), "b": Index(0.3, 0.2, 0.35), "c": Index(0.1, 0.0, 0.2)}
    >>> asked = [Prediction("So.", "trust", "first", input=name, size=size) for name, size in zip("acb", (1, 1, 2))]
    >>> [judged_rank(one, "trust", found).verdict.value for one in asked]
    ['holds', 'does not hold', 'holds']
    """
    own, size = ranked.get(prediction.input), int(prediction.size)
    others = sorted((index.value for name, index in ranked.items() if name != prediction.input), reverse=True)
    if own is None or not own.known or len(others) < size:
        return Judged(prediction, Verdict.UNDECIDED, "no ranking could be made")
    rank, bar = 1 + sum(other > own.value for other in others), others[size - 1]
    verdict = above(own.low, own.high, bar)
    return Judged(
        prediction,
        verdict,
        f"{prediction.input.replace('_', ' ')} is number {rank} of {len(ranked)} for"
        f" {label}: {own.value:.2g} ({own.low:.2g} to {own.high:.2g}); the first {size} begin at {bar:.2g}",
    )


def verdict_of(prediction: Prediction, seen: Estimate) -> Verdict:
    """Whether an interval bears a prediction out.

    >>> up = Prediction("More trust.", "trust_final", "up", size=0.02)
    >>> for low, high in ((0.03, 0.2), (-0.2, 0.01), (0.01, 0.2)):
    ...     print(verdict_of(up, Estimate(0.1, 0.1, low, high, 20)))
    holds
    does not hold
    undecided
    """
    if not seen.known or not seen.has_interval:
        return Verdict.UNDECIDED
    low, high, size = seen.low, seen.high, prediction.size
    if prediction.direction == "none":
        if -size <= low and high <= size:
            return Verdict.HOLDS
        return Verdict.FAILS if low > size or high < -size else Verdict.UNDECIDED
    if prediction.direction == "down":
        low, high = -high, -low
    if low > size or (size > 0.0 and low >= size):
        return Verdict.HOLDS
    return Verdict.FAILS if high <= size else Verdict.UNDECIDED
