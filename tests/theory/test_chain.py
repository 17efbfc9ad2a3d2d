"""A programme small enough to count out: the compiled engine against its exact Markov chain, chi-square at 1 %."""

from __future__ import annotations

from collections import Counter

import pytest
from scipy.stats import chi2

import theory.chain as chain
from runs import run
from theory.chain import LATENT, State, a_week_older, counted, enumerated, misfit, small_world

HUNDRED_THOUSAND, MILLION = range(1, 100_001), range(1, 1_000_001)
"""Fixed seed sets: the chance seeds from 1, with programme seed 1."""


def test_the_chances_of_the_chain_add_up():
    chances = enumerated()
    assert sum(chances.values()) == pytest.approx(1.0, abs=1e-12)
    assert len(chances) > 100


@pytest.fixture(scope="module")
def seen():
    return counted(HUNDRED_THOUSAND)


def test_a_hundred_thousand_runs_end_in_the_states_of_the_chain_as_often_as_it_says(seen):
    expected = enumerated()
    assert set(seen) <= set(expected)
    statistic, freedom = misfit(seen, expected)
    assert chi2.sf(statistic, freedom) > 0.01, (statistic, freedom)


@pytest.mark.slow
def test_a_million_runs_end_in_the_states_of_the_chain_as_often_as_it_says():
    seen, expected = counted(MILLION), enumerated()
    assert set(seen) <= set(expected)
    statistic, freedom = misfit(seen, expected)
    assert chi2.sf(statistic, freedom) > 0.01, (statistic, freedom)


def test_the_test_sees_residents_who_come_one_time_in_a_hundred_more(seen, monkeypatch):
    right = chain.comes
    monkeypatch.setattr(chain, "comes", lambda state, one, present: right(state, one, present) + 0.01)
    statistic, freedom = misfit(seen, enumerated())
    assert chi2.sf(statistic, freedom) < 1e-6


def test_the_mesa_model_ends_in_the_same_states():
    """Some of the same seeds by the readable model: state for state what the engine gave."""

    def seen_in(seed):
        today = run(small_world(), 1, seed).today
        heroes = tuple(int(today[f"heroes_{status}"]) for status in ("latent", "found", "active", "withdrawn"))
        return int(today["attended"]), heroes, int(today["open_explicit"]), int(today["open_implicit"])

    assert Counter(seen_in(seed) for seed in range(1, 61)) == counted(range(1, 61))


def test_a_week_makes_what_is_open_older():
    state = State(1, (LATENT, LATENT), (False, False), 0, (2, 0))
    assert list(a_week_older(state)) == [(1.0, state._replace(explicit=1, hanging=(3, 1)))]
