"""Contrasts: one-sided bounds that cover, verdicts, and no more pairs than needed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from samskapa.study.design import paired_seeds
from samskapa.study.stopping import MOST_PAIRS, Decided, seeds_for, until_decided
from samskapa.study.verdicts import Effect, Verdict, effect_of, together


def test_each_bound_misses_the_truth_in_one_of_twenty_samples():
    draws = np.random.default_rng(1).normal(0.3, 1.0, (4000, 24))
    found = [effect_of(row, 0.3, range(24)) for row in draws]
    too_high = np.mean([effect.low > 0.3 for effect in found])
    too_low = np.mean([effect.high < 0.3 for effect in found])
    assert too_high == pytest.approx(0.05, abs=0.012)
    assert too_low == pytest.approx(0.05, abs=0.012)


def test_runs_of_one_programme_count_as_one():
    rng = np.random.default_rng(2)
    shared = rng.normal(0.0, 1.0, (3000, 10)).repeat(4, axis=1) + rng.normal(0.0, 0.3, (3000, 40))
    programmes = np.arange(10).repeat(4)
    missed = np.mean([effect_of(row, 0.0, programmes).verdict is Verdict.HOLDS for row in shared])
    naive = np.mean([effect_of(row, 0.0, range(40)).verdict is Verdict.HOLDS for row in shared])
    assert missed == pytest.approx(0.05, abs=0.015)
    assert naive > 0.15


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.11, 0.3, Verdict.HOLDS),
        (0.1, 0.3, Verdict.UNDECIDED),
        (-0.2, 0.1, Verdict.UNDECIDED),
        (-0.2, 0.09, Verdict.FAILS),
        (math.nan, math.nan, Verdict.UNDECIDED),
    ],
)
def test_a_verdict_is_where_the_bounds_lie(low, high, verdict):
    assert Effect(0.5 * (low + high), low, high, 0.1, 24).verdict is verdict


def test_strength_is_one_just_where_a_clause_begins_to_hold():
    effect = Effect(0.3, 0.1, 0.5, 0.1, 24)
    assert effect.strength == pytest.approx(1.0)
    assert Effect(0.3, 0.3, 0.3, 0.1, 24).strength == math.inf
    assert Effect(0.1, 0.1, 0.1, 0.1, 24).strength == -math.inf


def test_a_pattern_holds_when_all_hold_and_fails_when_one_fails():
    holds, fails, undecided = Verdict.HOLDS, Verdict.FAILS, Verdict.UNDECIDED
    assert together([holds, holds]) is holds
    assert together([holds, undecided]) is undecided
    assert together([holds, undecided, fails]) is fails


def test_pairs_that_are_not_known_are_left_out():
    effect = effect_of(np.array([1.0, np.nan, 2.0, 3.0]), 0.0, [1, 2, 3, 4])
    assert (effect.mean, effect.pairs) == (2.0, 3)
    assert effect_of(np.array([np.nan, np.nan]), 0.0, [1, 2]).verdict is Verdict.UNDECIDED


class Measured:
    """Differences drawn ahead, handed out as they are asked for."""

    def __init__(self, *means, spread=1.0):
        self.rows = np.random.default_rng(3).normal(np.array(means)[:, None], spread, (len(means), MOST_PAIRS))
        self.asked = []

    def __call__(self, pairs):
        first = sum(self.asked)
        self.asked.append(len(pairs))
        assert [seed for _, seed in pairs] == list(range(51 + first, 51 + first + len(pairs)))
        return self.rows[:, first : first + len(pairs)]


def test_a_clear_effect_takes_the_first_pairs_only():
    measured = Measured(5.0, 5.0)
    effects = until_decided(measured, [1.0, 2.0], 51)
    assert measured.asked == [24]
    assert [effect.verdict for effect in effects] == [Verdict.HOLDS, Verdict.HOLDS]


def test_undecided_needs_all_four_hundred_pairs():
    signs = np.resize([1.0, -1.0], MOST_PAIRS)
    asked = []

    def alternating(pairs):
        asked.append(len(pairs))
        return signs[None, : len(pairs)]

    effects = until_decided(alternating, [0.0], 51)
    assert sum(asked) == MOST_PAIRS == effects[0].pairs
    assert effects[0].verdict is Verdict.UNDECIDED


def test_one_clause_that_fails_ends_the_search():
    measured = Measured(0.0, -9.0)
    until_decided(measured, [0.0, 0.0], 51)
    assert measured.asked == [24]


def test_pairs_share_a_hundred_programmes():
    pairs = paired_seeds(10_001, 400)
    assert len(set(pairs)) == 400
    assert len({programme for programme, _ in pairs}) == 100


@pytest.mark.parametrize(
    ("first", "most", "looks"), [(24, 400, [24, 48, 96, 192, 384, 400]), (24, 24, [24]), (24, 12, [12])]
)
def test_looks_double_up_to_the_most(first, most, looks):
    signs, asked = np.resize([1.0, -1.0], most), []
    while (count := seeds_for(signs[None, : sum(asked)], Decided([0.0]), first, most)) > sum(asked):
        asked.append(count - sum(asked))
    assert np.cumsum(asked).tolist() == looks
