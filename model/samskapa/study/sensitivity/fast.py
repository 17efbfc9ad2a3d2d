"""Extended Fourier amplitude test of an expected outcome, with intervals from replicated designs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samskapa.study.sensitivity.samples import FAST_HARMONICS, Sample
from samskapa.study.sensitivity.seeds import NO_VARIATION, ONLY_CHANCE, check_seeds
from samskapa.study.statistics.indices import UNKNOWN, index_of, noise_of, ratio_of
from samskapa.study.statistics.means import Floats, Index


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
    amplitudes = np.fft.fft(curves, axis=-2)[..., 1: -(-points // 2), :] / points
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
        NO_VARIATION if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max()))
        else "" if index_of(variance).low > 0.0 else ONLY_CHANCE
    )
    first = total = (UNKNOWN,) * inputs
    leak = UNKNOWN
    if not verdict:
        every = whole - others
        leak = ratio_of(every[:, -1], variance)
        first = tuple(ratio_of(own[:, n] - own[:, -1], variance) for n in range(inputs))
        total = tuple(ratio_of(every[:, n] - every[:, -1], variance) for n in range(inputs))
    share = UNKNOWN if verdict == NO_VARIATION else ratio_of(noise, noise + variance)
    return FastIndices(sample.names, first, total, leak, index_of(variance, low=0.0), share,
                       sample.replicates, values.shape[1], verdict)
