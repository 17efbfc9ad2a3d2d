"""Where belief and trust come to rest in the agent model: f / (f + rho (1 - f)), and the expectile of contacts."""

from __future__ import annotations

import pytest

from samskapa.studies.mean_field import stationary_belief
from theory.rest import belief_at_rest, expectile, kept_share, trust_at_rest

SEEDS = range(1001, 1513)
FEW = range(1001, 1009)


@pytest.mark.parametrize("loss_ratio", [1.0, 1.5, 2.25, 3.0])
@pytest.mark.parametrize("fulfilment", [0.5, 0.7, 0.9])
def test_belief_rests_where_promises_are_kept_with_a_known_chance(fulfilment, loss_ratio):
    expected = stationary_belief(fulfilment, loss_ratio)
    assert belief_at_rest(fulfilment, loss_ratio, SEEDS) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("rate", [0.02, 0.33])
def test_the_rest_does_not_hang_on_the_learning_rate(rate):
    assert belief_at_rest(0.7, 2.25, SEEDS, rate) == pytest.approx(stationary_belief(0.7, 2.25), abs=0.008)


def test_promises_are_kept_with_that_chance():
    for fulfilment in (0.5, 0.9):
        assert kept_share(fulfilment, SEEDS) == pytest.approx(fulfilment, abs=0.006)


@pytest.mark.parametrize("noise", [0.08, 0.3])
@pytest.mark.parametrize("loss_ratio", [1.0, 2.0, 3.0])
def test_trust_rests_at_the_expectile_of_contacts(loss_ratio, noise):
    assert trust_at_rest(loss_ratio, noise, FEW) == pytest.approx(expectile(loss_ratio, 0.55, noise), abs=0.004)
    assert expectile(1.0, 0.55, 0.08) == pytest.approx(0.55, abs=0.002)
