"""Elementary effects (Morris 1991) on an expected outcome: which inputs matter, and which not alike everywhere."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from samskapa.study.sensitivity.samples import NO_VARIATION, Sample, check_seeds, problem_of
from samskapa.study.statistics.indices import UNKNOWN, across, index_of, jackknife, noise_of, saving_of
from samskapa.study.statistics.means import Floats, Index


@dataclass(frozen=True)
class MorrisEffects:
    """Effects of moving one input over its whole range, in the unit of the outcome.

    Attributes:
        names: the inputs.
        mean: mean effect with sign.
        size: typical size of the effect, chance taken out: root of its mean square, which is zero only for an input
            without any effect. Its interval holds zero where the effect cannot be told from chance.
        spread: how much the effect differs from place to place (curvature and interactions), chance taken out.
        mean_size: SALib's mu*, the mean of sizes as they stand, chance in them, with its bootstrapped interval.
        noise: standard deviation of a single run at one point, over seeds, in the unit of the outcome.
        saving: how many times as many seeds independent chance would have needed, input by input.
        trajectories, seeds: how many there were.
        verdict: empty, or "no variation".
    """

    names: tuple[str, ...]
    mean: tuple[Index, ...]
    size: tuple[Index, ...]
    spread: tuple[float, ...]
    mean_size: tuple[Index, ...]
    noise: float
    saving: tuple[float, ...]
    trajectories: int
    seeds: int
    verdict: str = ""


def effects_of(sample: Sample, values: Floats) -> tuple[Floats, Floats]:
    """Elementary effects, and the variance over seeds of both ends of each step, per square of the step.

    Returns:
        Effects, shape (inputs, trajectories, seeds); variances of ends, shape (inputs, trajectories).
    """
    inputs = len(sample.names)
    unit = sample.unit.reshape(sample.size, inputs + 1, inputs)
    runs = values.reshape(sample.size, inputs + 1, -1)
    steps = np.diff(unit, axis=1)
    changed = np.abs(steps).argmax(axis=2)
    delta = np.take_along_axis(steps, changed[..., None], axis=2)[..., 0]
    noise = noise_of(runs)
    order = np.argsort(changed, axis=1)
    effects = np.take_along_axis(np.diff(runs, axis=1) / delta[..., None], order[..., None], axis=1)
    ends = np.take_along_axis((noise[:, 1:] + noise[:, :-1]) / delta**2, order, axis=1)
    return np.moveaxis(effects, 1, 0), ends.T


def analyse_morris(sample: Sample, values: Floats, seeds_common: bool = False, resamples: int = 1000) -> MorrisEffects:
    """Effects of each input on the expected outcome.

    Args:
        sample: what `sample_morris` gave.
        values: the outcome of every run; shape (points, seeds), at least two seeds.
        seeds_common: whether all trajectories were run with the same seeds; it takes three seeds then.
        resamples: of SALib's bootstrap.

    Raises:
        ValueError: another sample's values, too few seeds, values that are not finite.
    """
    sample.check("morris", values)
    check_seeds(values, 3 if seeds_common else 2)
    seeds = values.shape[1]
    noise = math.sqrt(float(noise_of(values).mean()))
    if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        none = (UNKNOWN,) * len(sample.names)
        return MorrisEffects(
            sample.names,
            none,
            none,
            (math.nan,) * len(none),
            none,
            noise,
            (math.nan,) * len(none),
            sample.size,
            seeds,
            NO_VARIATION,
        )
    effects, ends = effects_of(sample, values)
    means, sizes, spreads, savings = [], [], [], []
    for effect, end in zip(effects, ends, strict=True):
        plain, square = effect.mean(axis=1), across(effect, effect)
        left_out = [np.delete(effect, seed, axis=1) for seed in range(seeds)] if seeds_common else []
        without = [(some.mean(), across(some, some).mean()) for some in left_out]
        extra = np.diag(jackknife(without)) if without else np.zeros(2)
        means.append(index_of(plain, extra=float(extra[0])))
        squares = index_of(square, low=0.0, extra=float(extra[1]))
        sizes.append(Index(*(math.sqrt(number) for number in (squares.value, squares.low, squares.high))))
        own = float(noise_of(plain)) / sample.size
        spreads.append(math.sqrt(max(0.0, float(square.mean()) - float(plain.mean()) ** 2 + own)))
        savings.append(saving_of(float(end.mean()), float(noise_of(effect).mean())))
    return MorrisEffects(
        sample.names,
        tuple(means),
        tuple(sizes),
        tuple(spreads),
        _of_salib(sample, values.mean(axis=1), resamples),
        noise,
        tuple(savings),
        sample.size,
        seeds,
    )


def _of_salib(sample: Sample, values: Floats, resamples: int) -> tuple[Index, ...]:
    from SALib.analyze import morris

    found = morris.analyze(
        problem_of(sample.names),
        sample.unit,
        values,
        num_resamples=resamples,
        num_levels=sample.levels,
        seed=sample.seed,
    )
    pairs = zip(found["mu_star"], found["mu_star_conf"], strict=True)
    return tuple(Index.around(size, half, 0.0) for size, half in pairs)
