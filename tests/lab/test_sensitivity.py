"""Does sensitivity tell noise from effect: intervals of inputs without effect hold zero, and effects are seen?"""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from samskapa.science.errors import ScenarioError
from samskapa.study.sensitivity.given import analyse_delta, analyse_pawn
from samskapa.study.sensitivity.morris import analyse_morris
from samskapa.study.sensitivity.samples import (
    NO_VARIATION,
    ONLY_CHANCE,
    Sample,
    of_variability,
    problem_of,
    sample_fast,
    sample_morris,
    sample_sobol,
)
from samskapa.study.sensitivity.variance import analyse_fast, analyse_sobol, converge, spectrum_of

PROBLEMS, NEEDED = 200, 183
ROWS = 1024


def ishigami(unit: np.ndarray) -> np.ndarray:
    """Three inputs, total indices .558, .442 and .244; what follows them has no effect."""
    x = (unit - 0.5) * 2 * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(unit: np.ndarray) -> np.ndarray:
    """Three inputs; what follows them has no effect."""
    a = np.array([0.0, 1.0, 4.5])
    return np.prod((np.abs(4 * unit[:, :3] - 2) + a) / (1 + a), axis=1)


def linear(unit: np.ndarray) -> np.ndarray:
    """Shares of variance .5, .3 and .2; what follows them has no effect."""
    return unit[:, :3] @ np.sqrt([5.0, 3.0, 2.0])


FORMULAS = {"Ishigami": ishigami, "Sobol-G": sobol_g, "linear": linear}
WEAKEST = {"Ishigami": 2, "Sobol-G": 1, "linear": 2}
"""The input whose true total index is .244, .24 and .2."""


def noisy(mean: np.ndarray, seeds: int, seed: int, share: float = 0.5) -> np.ndarray:
    """Runs of which a share of the variance is chance."""
    sd = np.sqrt(mean.var() * share / (1 - share))
    return mean[:, None] + np.random.default_rng(seed).normal(0, sd, (len(mean), seeds))


def names(count: int) -> list[str]:
    return [f"x{n}" for n in range(count)]


# -- the acceptance test of the lab --------------------------------------------------------------------


@pytest.mark.parametrize("formula", FORMULAS)
def test_intervals_of_inputs_without_effect_hold_zero_and_effects_are_told_from_it(formula):
    first_holds = total_holds = told = 0
    for problem in range(PROBLEMS):
        sample = sample_sobol(names(5), ROWS, seed=problem + 1)
        found = analyse_sobol(sample, noisy(FORMULAS[formula](sample.unit), 2, problem))
        first_holds += not found.first[3].told_from_zero
        total_holds += not found.total[3].told_from_zero
        told += found.total[WEAKEST[formula]].low > 0
    assert first_holds >= NEEDED
    assert total_holds >= NEEDED
    assert told >= NEEDED


def test_plain_sobol_counts_noise_as_effect_and_this_does_not():
    from SALib.analyze import sobol

    sample = sample_sobol(names(5), 512)
    values = noisy(ishigami(sample.unit), 2, 1)
    plain = sobol.analyze(problem_of(sample.names), values[:, 0], calc_second_order=False, seed=1)
    found = analyse_sobol(sample, values)
    assert plain["ST"][3] > 0.3
    assert found.total[3].value < 0.1
    assert abs(found.noise.value - 0.5) < 0.05


def test_without_noise_indices_are_those_of_salib():
    from SALib.analyze import sobol

    sample = sample_sobol(names(4), 256, second_order=True)
    mean = ishigami(sample.unit)
    theirs = sobol.analyze(problem_of(sample.names), mean, calc_second_order=True, seed=1)
    ours = analyse_sobol(sample, np.stack([mean, mean], axis=1))
    assert [one.value for one in ours.total] == pytest.approx(theirs["ST"].clip(0, 1), abs=0.02)
    assert [one.value for one in ours.first] == pytest.approx(theirs["S1"].clip(0, 1), abs=0.02)
    pairs = {pair: one.value for pair, one in ours.second.items()}
    assert pairs["x0", "x2"] == pytest.approx(theirs["S2"][0, 2], abs=0.05)
    assert ours.noise.value == 0


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_indices_lie_near_the_truth_whatever_the_noise(share):
    sample = sample_sobol(names(5), 4096)
    found = analyse_sobol(sample, noisy(linear(sample.unit), 4, 3, share))
    for index, truth in zip(found.total, [0.5, 0.3, 0.2, 0, 0], strict=True):
        assert index.value == pytest.approx(truth, abs=0.1)
        assert index.low <= truth + 0.02
        assert index.high >= truth - 0.02


def test_an_input_that_moves_only_the_noise_shows_in_the_variability_alone():
    sample = sample_sobol(names(3), 1024)
    drawn = np.random.default_rng(2).normal(0, 1, (len(sample.unit), 8))
    values = sample.unit[:, [0]] + (0.2 + sample.unit[:, [1]]) * drawn
    of_mean, of_spread = analyse_sobol(sample, values), analyse_sobol(sample, of_variability(values))
    assert of_mean.total[0].told_from_zero
    assert not of_mean.total[1].told_from_zero
    assert of_spread.total[1].told_from_zero
    assert not of_spread.total[0].told_from_zero


def test_the_chance_of_a_state_has_indices_too():
    sample = sample_sobol(names(3), 1024)
    chance = 0.1 + 0.8 * (sample.unit[:, [0]] > 0.5)
    values = (np.random.default_rng(4).random((len(sample.unit), 4)) < chance).astype(float)
    found = analyse_sobol(sample, values)
    assert found.total[0].value == pytest.approx(1, abs=0.05)
    assert not found.total[1].told_from_zero
    assert found.noise.value == pytest.approx(0.09 / 0.25, abs=0.03)


def test_seeds_common_to_all_rows_do_not_pretend_to_be_many():
    """What a few seeds add to the surface is the same in every row, so rows alone would not see it."""
    holds = 0
    for problem in range(40):
        sample = sample_sobol(names(3), 256, seed=problem + 1)
        rng = np.random.default_rng(problem)
        own = rng.normal(0, 1, (3, 6))
        values = 2 * sample.unit[:, [0]] + sample.unit @ (own * [[0.0], [0.0], [2.0]])
        found = analyse_sobol(sample, values, seeds_common=True)
        holds += not found.total[2].told_from_zero
    assert holds >= 34


def test_what_pairing_saves_is_told():
    sample = sample_sobol(names(2), 256)
    rng = np.random.default_rng(6)
    common = np.repeat(rng.normal(0, 1, (256, 4)), 4, axis=0)
    values = sample.unit[:, [0]] + common + rng.normal(0, 0.1, common.shape)
    assert analyse_sobol(sample, values).saving[0] == pytest.approx(101, rel=0.15)


def test_no_variation_and_none_beyond_chance_are_said():
    sample = sample_sobol(names(2), 64)
    assert analyse_sobol(sample, np.full((len(sample.unit), 3), 0.7)).verdict == NO_VARIATION
    only = np.random.default_rng(0).normal(0, 1, (len(sample.unit), 3))
    assert analyse_sobol(sample, only).verdict == ONLY_CHANCE
    morris = sample_morris(names(2), 8)
    assert analyse_morris(morris, np.zeros((len(morris.unit), 2))).verdict == NO_VARIATION
    fast = sample_fast(names(2), 129)
    assert analyse_fast(fast, np.ones((len(fast.unit), 2))).verdict == NO_VARIATION
    plain = Sample("random", ("a",), np.linspace(0, 1, 200)[:, None], np.zeros(200, dtype=np.int64), 200)
    assert analyse_pawn(plain, np.zeros(200)).verdict == NO_VARIATION
    assert analyse_delta(plain, np.zeros(200)).verdict == NO_VARIATION


def test_convergence_repeats_the_analysis_on_the_first_rows():
    sample = sample_sobol(names(3), 512)
    values = noisy(linear(sample.unit), 2, 1, 0.2)
    steps = converge(sample, values, steps=3)
    assert [step.rows for step in steps] == [128, 256, 512]
    widths = [step.total[0].high - step.total[0].low for step in steps]
    assert widths[0] > widths[1] > widths[2]
    assert steps[-1].total == analyse_sobol(sample, values).total


# -- the other methods ---------------------------------------------------------------------------------


@pytest.mark.parametrize("formula", FORMULAS)
def test_morris_tells_noise_from_effect(formula):
    holds = told = 0
    for problem in range(PROBLEMS):
        sample = sample_morris(names(5), 30, seed=problem + 1)
        found = analyse_morris(sample, noisy(FORMULAS[formula](sample.unit), 6, problem), resamples=20)
        holds += not found.size[3].told_from_zero
        told += found.size[0].told_from_zero
    assert holds >= NEEDED
    assert told >= NEEDED


def test_sizes_of_morris_are_near_the_truth_where_salibs_carry_the_noise():
    sample = sample_morris(names(4), 200)
    found = analyse_morris(sample, noisy(linear(sample.unit), 4, 1, 0.7))
    assert found.size[0].value == pytest.approx(5**0.5, rel=0.15)
    assert found.mean[0].value == pytest.approx(5**0.5, rel=0.15)
    assert found.size[3].value < 0.5 * found.mean_size[3].value


@pytest.mark.parametrize("formula", FORMULAS)
def test_fast_tells_noise_from_effect(formula):
    holds = told = 0
    for problem in range(PROBLEMS):
        sample = sample_fast(names(4), 257, seed=problem * 10 + 1)
        found = analyse_fast(sample, noisy(FORMULAS[formula](sample.unit), 2, problem))
        holds += not found.total[3].told_from_zero
        told += found.total[WEAKEST[formula]].told_from_zero
    assert holds >= NEEDED
    assert told >= NEEDED


def test_without_noise_spectra_are_those_of_salib_and_indices_near_the_truth():
    from SALib.analyze.fast import compute_orders

    sample = sample_fast(names(3), 257)
    mean = ishigami(sample.unit)
    curve = mean[:257]
    power = spectrum_of(np.stack([curve, curve], axis=1))
    first, total = compute_orders(curve, 257, 4, 32)
    assert power[np.arange(1, 5) * 32 - 1].sum() / power.sum() == pytest.approx(first)
    assert 1 - power[:16].sum() / power.sum() == pytest.approx(total)
    found = analyse_fast(sample, np.stack([mean, mean], axis=1))
    assert [one.value for one in found.total] == pytest.approx([0.558, 0.442, 0.244], abs=0.06)
    assert [one.value for one in found.first] == pytest.approx([0.314, 0.442, 0], abs=0.04)
    assert 0.02 < found.leak.value < 0.08


def filled(points: int, inputs: int, seed: int) -> Sample:
    unit = np.random.default_rng(seed).random((points, inputs))
    return Sample("random", tuple(names(inputs)), unit, np.zeros(points, dtype=np.int64), points, seed=seed + 1)


def test_pawn_is_measured_beside_inputs_without_effect():
    holds = told = 0
    for problem in range(40):
        sample = filled(360, 4, problem)
        found = analyse_pawn(sample, noisy(linear(sample.unit), 4, problem, 0.3).mean(axis=1))
        holds += not found.beyond[3].told_from_zero
        told += found.beyond[0].told_from_zero
    assert holds >= 36
    assert told >= 36


def test_delta_is_measured_beside_inputs_without_effect():
    sample = filled(200, 2, 1)
    found = analyse_delta(sample, noisy(3 * sample.unit[:, 0], 4, 1, 0.2).mean(axis=1), resamples=8)
    assert found.beyond[0].told_from_zero
    assert not found.beyond[1].told_from_zero
    assert found.index[1].low > 0, "as it stands delta is never zero: this is why dummies are there"


@pytest.mark.slow
def test_delta_on_many_problems():
    holds = told = 0
    for problem in range(40):
        sample = filled(300, 2, problem)
        found = analyse_delta(sample, noisy(sample.unit[:, 0], 4, problem, 0.4).mean(axis=1), resamples=40)
        holds += not found.beyond[1].told_from_zero
        told += found.beyond[0].told_from_zero
    assert holds >= 36
    assert told >= 36


# -- traps of the library ------------------------------------------------------------------------------


def test_what_salib_does_to_the_process_is_undone():
    np.random.seed(5)
    before, formatter, filters = np.random.get_state()[1].tolist(), warnings.formatwarning, list(warnings.filters)
    sample = filled(200, 2, 1)
    analyse_delta(sample, sample.unit[:, 0], resamples=2)
    assert np.random.get_state()[1].tolist() == before
    assert warnings.formatwarning is formatter
    assert warnings.filters == filters


def test_the_same_seed_gives_the_same_sample_and_another_seed_another():
    for draw in (
        lambda seed: sample_sobol(names(3), 16, seed=seed),
        lambda seed: sample_morris(names(3), 8, seed=seed),
        lambda seed: sample_fast(names(2), 129, seed=seed),
    ):
        assert (draw(7).unit == draw(7).unit).all()
        assert (draw(7).unit != draw(8).unit).any()


@pytest.mark.parametrize(
    "draw",
    [
        lambda: sample_sobol(["a"], 16, seed=0),
        lambda: sample_sobol(["a"], 12),
        lambda: sample_morris(["a"], 8, seed=0),
        lambda: sample_morris(["a"], 8, levels=5),
        lambda: sample_morris(["a"], 2),
        lambda: sample_fast(["a", "b"], 65),
        lambda: sample_fast(["a"], 65, replicates=1),
        lambda: sample_fast([], 65),
        lambda: sample_fast(["a"], 65, seed=0),
    ],
)
def test_samples_that_salib_would_let_pass_are_refused(draw):
    with pytest.raises(ScenarioError):
        draw()


def test_values_of_another_design_are_refused():
    with_second, without = sample_sobol(names(3), 16, second_order=True), sample_sobol(names(3), 16)
    with pytest.raises(ValueError, match="points were drawn"):
        analyse_sobol(without, np.ones((len(with_second.unit), 2)))
    with pytest.raises(ValueError, match="cannot be analysed"):
        analyse_morris(without, np.ones((len(without.unit), 2)))
    with pytest.raises(ValueError, match="noise from effect"):
        analyse_sobol(without, np.ones((len(without.unit), 1)))
    with pytest.raises(ValueError, match="finite"):
        analyse_sobol(without, np.full((len(without.unit), 2), np.nan))
    with pytest.raises(ValueError, match="it takes"):
        analyse_pawn(filled(100, 2, 1), np.ones(100))


def test_rows_that_failed_can_be_left_out():
    sample = sample_sobol(names(3), 64)
    values = noisy(linear(sample.unit), 3, 1, 0.1)
    keep = np.arange(64) % 8 != 0
    part = sample.only(keep)
    found = analyse_sobol(part, values[keep[sample.block]])
    assert found.rows == 56
    assert found.total[0].value == pytest.approx(0.5, abs=0.2)
