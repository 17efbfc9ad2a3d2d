"""Indices from any sample, dependent inputs too: Borgonovo's delta and PAWN, beside inputs without effect."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from samskapa.study.sensitivity.samples import NO_VARIATION, Sample, check_seed, problem_of
from samskapa.study.statistics.indices import UNKNOWN, beyond_dummies, index_of
from samskapa.study.statistics.means import Floats, Index

DUMMIES = 3
REPLICATES = 10
POINTS_A_REPLICATE = 60
POINTS_A_SLIDE = 15
LEAST_POINTS = 3 * POINTS_A_REPLICATE


@dataclass(frozen=True)
class GivenIndices:
    """How far the distribution of an outcome over the sample moves when one input is known, from 0 to 1.

    Both measures are above zero for an input without effect, by the finiteness of the sample alone. So inputs
    without effect (dummies) are measured beside the others, and `beyond` is what is left when theirs is taken off.

    Attributes:
        names: the inputs.
        method: "delta" or "pawn".
        index: the measure as it stands.
        beyond: what is left of it beyond the dummies; its interval holds zero where there is no telling.
        dummy: the measure of the dummies.
        points: size of the sample; replicates: parts it was cut into for the interval, 0 where resampled.
        verdict: empty, or "no variation".
    """

    names: tuple[str, ...]
    method: str
    index: tuple[Index, ...]
    beyond: tuple[Index, ...]
    dummy: Index
    points: int
    replicates: int
    verdict: str = ""


@contextmanager
def untouched() -> Iterator[None]:
    """Whatever SALib does to the process's warnings and to numpy's hidden stream is undone."""
    state = np.random.get_state()  # noqa: TID251 - only to put back what SALib moves
    formatter = warnings.formatwarning
    try:
        with warnings.catch_warnings(record=True):
            yield
    finally:
        warnings.formatwarning = formatter
        np.random.set_state(state)  # noqa: TID251


def with_dummies(unit: Floats, seed: int, dummies: int = DUMMIES) -> Floats:
    """The sample with inputs beside it that nothing depends on: SciPy's Latin hypercube with a fixed seed."""
    from scipy.stats import qmc

    return np.hstack([unit, qmc.LatinHypercube(d=dummies, rng=seed + 7919).random(len(unit))])


def check_values(sample: Sample, values: Floats) -> bool:
    """Whether the outcome varies over a sample that is large enough.

    Raises:
        ValueError: one value a point is wanted, known and finite; a sample that is too small.
    """
    if values.shape != (len(sample.unit),) or not np.isfinite(values).all():
        raise ValueError(f"one finite value is wanted for each of {len(sample.unit)} points")
    if len(values) < LEAST_POINTS:
        raise ValueError(f"{len(values)} points; it takes {LEAST_POINTS}")
    return bool(np.ptp(values) > 1e-12 * max(1.0, float(np.abs(values).max())))


def analyse_delta(sample: Sample, values: Floats, resamples: int = 100) -> GivenIndices:
    """Borgonovo's delta (2007) of the mean outcome, bias reduced and bootstrapped by SALib (Plischke et al. 2013).

    Args:
        sample: any sample.
        values: mean outcome over seeds; shape (points).
        resamples: of the bootstrap.

    Raises:
        ValueError: values that do not fit the sample, a sample that is too small.
    """
    if not check_values(sample, values):
        return _nothing(sample, "delta")
    from SALib.analyze import delta

    unit = with_dummies(sample.unit, check_seed(sample.seed))
    # Neutral names: SALib refuses some endings, and counts notes by name.
    problem = problem_of([f"x{n}" for n in range(unit.shape[1])])
    with untouched():
        found = delta.analyze(problem, unit, values, num_resamples=resamples, seed=sample.seed, method="delta")
    own = np.asarray(found["delta_raw"], dtype=float)
    half = np.asarray(found["delta_raw_conf"], dtype=float)
    if not np.isfinite(own).all():
        raise ValueError(f"SALib gave no delta: {'; '.join(note for note in found['notes'] if note)}")
    index, beyond, dummy = beyond_dummies(own, half, len(sample.names))
    return GivenIndices(sample.names, "delta", tuple(index), tuple(beyond), dummy, len(values), 0)


def analyse_pawn(sample: Sample, values: Floats) -> GivenIndices:
    """PAWN (Pianosi and Wagener 2018) of the mean outcome: median Kolmogorov-Smirnov distance over slides of an input.

    The sample is cut into replicates, in the order in which it was drawn; the interval is Student's over them.

    Args:
        sample: a Latin hypercube or random sample.
        values: mean outcome over seeds; shape (points).

    Raises:
        ValueError: values that do not fit the sample, a sample that is too small.
    """
    if not check_values(sample, values):
        return _nothing(sample, "pawn")
    inputs = len(sample.names)
    replicates = max(3, min(REPLICATES, len(values) // POINTS_A_REPLICATE))
    unit = with_dummies(sample.unit, check_seed(sample.seed))
    found = np.array([_pawn(unit[part::replicates], values[part::replicates]) for part in range(replicates)])
    floor = found[:, inputs:].mean(axis=1)
    index = tuple(index_of(found[:, n], 0.0, 1.0) for n in range(inputs))
    beyond = tuple(index_of(found[:, n] - floor, 0.0, 1.0) for n in range(inputs))
    return GivenIndices(sample.names, "pawn", index, beyond, index_of(floor, 0.0, 1.0), len(values), replicates)


def _pawn(unit: Floats, values: Floats) -> Floats:
    from SALib.analyze import pawn

    slides = max(3, min(10, len(values) // POINTS_A_SLIDE))
    problem = problem_of([f"x{n}" for n in range(unit.shape[1])])
    with untouched():
        return np.asarray(pawn.analyze(problem, unit, values, S=slides)["median"], dtype=float)


def _nothing(sample: Sample, method: str) -> GivenIndices:
    none = (UNKNOWN,) * len(sample.names)
    return GivenIndices(sample.names, method, none, none, UNKNOWN, len(sample.unit), 0, NO_VARIATION)
