"""Variance-based indices of an expected outcome, with the share of chance reported apart: Sobol's and FAST's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from samskapa.study.sensitivity.samples import FAST_HARMONICS, NO_VARIATION, ONLY_CHANCE, Sample, check_seeds
from samskapa.study.statistics.indices import UNKNOWN, across, index_of, jackknife, noise_of, ratio_of, saving_of
from samskapa.study.statistics.means import Floats, Index


@dataclass(frozen=True)
class SobolIndices:
    """What moves the expectation of an outcome, and how much of all variation is chance.

    Attributes:
        names: the inputs.
        first, total: first-order and total index of each, as shares of the variance of the *expected* outcome.
        second: second-order indices by pair of inputs; empty unless asked for.
        variance: variance of the expected outcome over the inputs, in the square of its unit.
        noise: share of the variance of a single run that is chance.
        saving: for each input, how many times as many seeds independent chance would have needed for the same
            precision of its effect; not a number where nothing varies.
        rows, seeds: how many there were.
        verdict: empty, or why there are no indices: no variation at all, or none beyond chance.
    """

    names: tuple[str, ...]
    first: tuple[Index, ...]
    total: tuple[Index, ...]
    variance: Index
    noise: Index
    saving: tuple[float, ...]
    rows: int
    seeds: int
    second: dict[tuple[str, str], Index] = field(default_factory=dict)
    verdict: str = ""


@dataclass(frozen=True)
class _Parts:
    """Outcomes by the part of the design: A and B (rows, seeds), AB and BA (inputs, rows, seeds)."""

    a: Floats
    b: Floats
    ab: Floats
    ba: Floats

    def rows(self, keep: slice) -> _Parts:
        return _Parts(self.a[keep], self.b[keep], self.ab[:, keep], self.ba[:, keep])

    def without_seed(self, seed: int) -> _Parts:
        return _Parts(*(np.delete(part, seed, axis=-1) for part in (self.a, self.b, self.ab, self.ba)))


def split(sample: Sample, values: Floats) -> _Parts:
    """The outcomes by part of the design, centred; shapes (rows, seeds) and (inputs, rows, seeds)."""
    sample.check("sobol", values)
    inputs = len(sample.names)
    rows = values.reshape(sample.size, -1, values.shape[1])
    if rows.shape[1] != (2 * inputs + 2 if sample.second_order else inputs + 2):
        raise ValueError(f"{rows.shape[1]} points in a base row do not fit {inputs} inputs")
    # Every seed by its own mean: what a seed adds to all points alike is no effect of an input.
    rows = rows - rows[:, [0, -1]].mean(axis=(0, 1))
    between = np.moveaxis(rows[:, 1:-1], 1, 0)
    return _Parts(rows[:, 0], rows[:, -1], between[:inputs], between[inputs:])


def analyse_sobol(sample: Sample, values: Floats, seeds_common: bool = False) -> SobolIndices:
    """Indices of the expected outcome (Saltelli et al. 2010; Jansen 1999), products taken across seeds.

    Args:
        sample: what `sample_sobol` gave.
        values: the outcome of every run; shape (points, seeds), at least two seeds.
        seeds_common: whether all base rows were run with the same seeds. Their error does not average out over rows
            then, and is added to the intervals from what changes when a seed is left out; it takes three seeds.

    Raises:
        ValueError: another sample's values, too few seeds, values that are not finite.
    """
    check_seeds(values, 3 if seeds_common else 2)
    return _indices(sample.names, split(sample, values), sample.second_order, seeds_common)


def converge(sample: Sample, values: Floats, seeds_common: bool = False, steps: int = 5) -> list[SobolIndices]:
    """The same indices from the first rows only, doubled up to all: does the answer still move?"""
    check_seeds(values, 3 if seeds_common else 2)
    parts = split(sample, values)
    sizes = [sample.size >> step for step in range(steps) if sample.size >> step >= 8]
    return [_indices(sample.names, parts.rows(slice(size)), False, seeds_common) for size in reversed(sizes)]


def _indices(names: tuple[str, ...], parts: _Parts, second_order: bool, seeds_common: bool) -> SobolIndices:
    rows, seeds = parts.a.shape
    variance = _variance(parts)
    noise = 0.5 * (noise_of(parts.a) + noise_of(parts.b))
    ends = np.concatenate([parts.a, parts.b])
    verdict = (
        NO_VARIATION
        if np.ptp(ends) <= 1e-12 * max(1.0, float(np.abs(ends).max()))
        else ""
        if index_of(variance).low > 0.0
        else ONLY_CHANCE
    )
    if verdict:
        return SobolIndices(
            names,
            (UNKNOWN,) * len(names),
            (UNKNOWN,) * len(names),
            index_of(variance, low=0.0),
            UNKNOWN if verdict == NO_VARIATION else ratio_of(noise, noise + variance),
            _savings(parts),
            rows,
            seeds,
            verdict=verdict,
        )
    left_out = [parts.without_seed(seed) for seed in range(seeds)] if seeds_common else []

    def index(numerator: Callable[[_Parts], Floats], low: float = 0.0) -> Index:
        means = [(float(numerator(some).mean()), float(_variance(some).mean())) for some in left_out]
        extra = jackknife(means) if means else None
        return ratio_of(numerator(parts), variance, low=low, extra=extra)

    first = tuple(index(partial(_first, n=n)) for n in range(len(names)))
    total = tuple(index(partial(_total, n=n)) for n in range(len(names)))
    second = (
        {
            (names[i], names[j]): index(partial(_second, i=i, j=j), low=-1.0)
            for i in range(len(names))
            for j in range(i + 1, len(names))
        }
        if second_order
        else {}
    )
    return SobolIndices(
        names,
        first,
        total,
        index_of(variance, low=0.0),
        ratio_of(noise, noise + variance),
        _savings(parts),
        rows,
        seeds,
        second,
    )


def _variance(parts: _Parts) -> Floats:
    """Row by row, what adds up to the variance of the expected outcome."""
    return 0.5 * (across(parts.a, parts.a) + across(parts.b, parts.b))


def _first(parts: _Parts, n: int) -> Floats:
    return across(parts.b, parts.ab[n] - parts.a)


def _total(parts: _Parts, n: int) -> Floats:
    gap = parts.a - parts.ab[n]
    return 0.5 * across(gap, gap)


def _second(parts: _Parts, i: int, j: int) -> Floats:
    both = across(parts.ba[i], parts.ab[j]) - across(parts.a, parts.b)
    return both - _first(parts, i) - _first(parts, j)


def _savings(parts: _Parts) -> tuple[float, ...]:
    """Variance of a difference between independent runs over that between runs on the same seed, input by input."""
    found = []
    for changed in parts.ab:
        apart = float((noise_of(parts.a) + noise_of(changed)).mean())
        paired = float(noise_of(parts.a - changed).mean())
        found.append(saving_of(apart, paired))
    return tuple(found)


# -- the extended Fourier amplitude test -------------------------------------------------------------------------------


@dataclass(frozen=True)
class FastIndices:
    """First-order and total indices from search curves.

    FAST leaks a little between frequencies and stops at the fourth harmonic, so an input without effect scores above
    zero. What an axis that nothing depends on scores in the same replicate is therefore taken off.

    Attributes:
        names: the inputs.
        first, total: shares of the variance of the expected outcome, less what the axis without effect scores;
            intervals over replicates.
        leak: total index of that axis.
        variance: variance of the expected outcome along the curves, in the square of its unit.
        noise: share of the variance of a single run that is chance.
        replicates, seeds: how many there were.
        verdict: empty, or why there are no indices.
    """

    names: tuple[str, ...]
    first: tuple[Index, ...]
    total: tuple[Index, ...]
    leak: Index
    variance: Index
    noise: Index
    replicates: int
    seeds: int
    verdict: str = ""


def spectrum_of(curves: Floats) -> Floats:
    """Power of the expected outcome at each frequency: products of Fourier amplitudes across different seeds.

    Args:
        curves: shape (..., points, seeds).

    Returns:
        shape (..., frequencies), frequency 1 first; unbiased, so that single values may be negative.
    """
    points, seeds = curves.shape[-2:]
    amplitudes = np.fft.fft(curves, axis=-2)[..., 1 : -(-points // 2), :] / points
    whole = np.abs(amplitudes.sum(axis=-1)) ** 2 - (np.abs(amplitudes) ** 2).sum(axis=-1)
    return np.asarray(whole / (seeds * (seeds - 1.0)))


def analyse_fast(sample: Sample, values: Floats) -> FastIndices:
    """Indices of the expected outcome (Saltelli, Tarantola and Chan 1999), amplitudes multiplied across seeds.

    Args:
        sample: what `sample_fast` gave.
        values: the outcome of every run; shape (points, seeds), at least two seeds.

    Raises:
        ValueError: another sample's values, too few seeds, values that are not finite.
    """
    sample.check("fast", values)
    check_seeds(values)
    inputs, points = len(sample.names), sample.size
    axes = inputs + 1
    power = spectrum_of(values.reshape(sample.replicates, axes, points, -1))
    omega = (points - 1) // (2 * FAST_HARMONICS)
    whole = 2.0 * power.sum(axis=-1)
    own = 2.0 * power[..., np.arange(1, FAST_HARMONICS + 1) * omega - 1].sum(axis=-1)
    others = 2.0 * power[..., : omega // 2].sum(axis=-1)
    noise = noise_of(values).reshape(sample.replicates, axes, points).mean(axis=(1, 2))
    variance = whole.mean(axis=1)
    verdict = (
        NO_VARIATION
        if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max()))
        else ""
        if index_of(variance).low > 0.0
        else ONLY_CHANCE
    )
    first = total = (UNKNOWN,) * inputs
    leak = UNKNOWN
    if not verdict:
        every = whole - others
        leak = ratio_of(every[:, -1], variance)
        first = tuple(ratio_of(own[:, n] - own[:, -1], variance) for n in range(inputs))
        total = tuple(ratio_of(every[:, n] - every[:, -1], variance) for n in range(inputs))
    share = UNKNOWN if verdict == NO_VARIATION else ratio_of(noise, noise + variance)
    return FastIndices(
        sample.names,
        first,
        total,
        leak,
        index_of(variance, low=0.0),
        share,
        sample.replicates,
        values.shape[1],
        verdict,
    )
