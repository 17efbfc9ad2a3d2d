"""The agent model reaches the mean-field map: its rate, its fixed points, its folds, its tipping start.

Sizes, starts and allowances were chosen on the seeds 1 to 64; the tests run on those from 1001.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from samskapa.studies.mean_field import (
    MeanField,
    closed_window_of_costs,
    critical_capacity,
    fixed_points,
    stationary_belief,
    tipping_start,
    window_of_costs,
)
from theory.convergence import BISTABLE, convergence, left_over, mixing, rising_share
from theory.reduction import beliefs, reduced

LOW, HIGH = 0.02, 0.9


def ends(one: MeanField, start: float, residents: int = 320, rate: float = 0.002) -> np.ndarray:
    """Mean belief of the last 50 of 500 weeks, for eight chance seeds."""
    return beliefs(reduced(one, residents, start, rate, 490), range(1001, 1009))[0][:, -50:].mean(axis=1)


def test_the_distance_to_the_map_shrinks_with_the_root_of_the_programme():
    found = convergence([80, 320, 1280], range(1001, 1033))
    assert found.exponent == pytest.approx(-0.5, abs=0.12)
    assert found.exponent_to_limit == pytest.approx(-0.5, abs=0.12)
    assert found.to_map[-1] < 0.004
    # What no number of residents removes: promises are whole, and some are kept late. Near a tipping start it grows.
    assert found.limit_to_map < 0.001
    assert left_over(BISTABLE) < 0.02


@pytest.mark.slow
def test_the_rate_over_two_orders_of_magnitude():
    found = convergence([80, 320, 1280, 5120], range(1001, 1033))
    assert found.exponent == pytest.approx(-0.5, abs=0.08)
    assert found.exponent_to_limit == pytest.approx(-0.5, abs=0.08)


def test_the_more_is_heard_of_promises_the_nearer_is_the_map():
    distance = mixing([0.0, 0.3, 0.6, 1.0])
    assert (np.diff(distance) < -0.01).all()
    assert distance[0] > 0.1
    assert distance[-1] < 0.012


@pytest.mark.parametrize(
    ("engagement", "cost", "loss_ratio"), [(0.8, 0.35, 1.0), (1.6, 0.35, 1.0), (1.3, 0.30, 1.5), (1.7, 0.40, 2.25)]
)
def test_the_high_state_is_the_fixed_point_of_the_map(engagement, cost, loss_ratio):
    one = MeanField(engagement, cost=cost, capacity=0.5, loss_ratio=loss_ratio)
    high = fixed_points(one)[-1]
    assert high.belief == pytest.approx(stationary_belief(engagement / 2.0, loss_ratio))
    # A promise kept late counts half: whole promises cost up to a fiftieth of what is kept, at any size.
    assert ends(one, HIGH) == pytest.approx(high.belief, abs=0.02)


@pytest.mark.parametrize(("engagement", "cost"), [(0.8, 0.30), (1.0, 0.325), (0.35, 0.19)])
def test_the_low_state_is_the_fixed_point_of_the_map(engagement, cost):
    low = fixed_points(MeanField(engagement, cost=cost, capacity=0.5))[0]
    assert low.participation < 0.5
    assert ends(MeanField(engagement, cost=cost, capacity=0.5), LOW) == pytest.approx(low.belief, abs=0.02)


def test_two_states_exist_between_the_folds_and_nowhere_else():
    window = window_of_costs(BISTABLE)
    assert window is not None
    low_fold, high_fold = window
    assert low_fold == pytest.approx(closed_window_of_costs(0.8)[0])
    # Without the limit of capacity the other fold lies at .507; where half must come, it lies at E / 2.
    assert high_fold == pytest.approx(0.4, abs=1e-6)
    for cost, two in (
        (low_fold - 0.02, False),
        (low_fold + 0.02, True),
        (high_fold - 0.02, True),
        (high_fold + 0.025, False),
    ):
        one = MeanField(0.8, cost=cost, capacity=0.5)
        apart = ends(one, HIGH) - ends(one, LOW)
        assert (apart > 0.2).all() if two else (np.abs(apart) < 0.05).all(), (cost, apart)


def test_below_k_e_of_four_the_start_does_not_matter_at_any_cost():
    assert window_of_costs(MeanField(0.3, capacity=0.5)) is None
    for cost in (0.10, 0.14, 0.18):
        one = MeanField(0.3, cost=cost, capacity=0.5)
        high, low = (ends(one, start, rate=0.01).mean() for start in (HIGH, LOW))
        assert high == pytest.approx(low, abs=0.015)
    one = MeanField(0.6, cost=0.28, capacity=0.5)
    assert (ends(one, HIGH) - ends(one, LOW) > 0.15).all()


@pytest.mark.parametrize(("engagement", "loss_ratio"), [(0.8, 1.0), (1.5, 2.0)])
def test_the_good_state_needs_the_critical_capacity(engagement, loss_ratio):
    """The model's limit of capacity is 1/2; the cost at which that is critical divides the worlds that hold."""

    def lacking(cost: float) -> float:
        needed = critical_capacity(MeanField(engagement, cost=cost, loss_ratio=loss_ratio))
        assert needed is not None
        return needed - 0.5

    window = window_of_costs(MeanField(engagement, loss_ratio=loss_ratio))
    assert window is not None
    critical = brentq(lacking, window[0] + 0.01, min(window[1], 1.0) - 0.01)
    for cost, holds in ((critical - 0.03, True), (critical + 0.03, False)):
        one = MeanField(engagement, cost=cost, capacity=0.5, loss_ratio=loss_ratio)
        assert len(fixed_points(one)) == (3 if holds else 1)
        found = ends(one, 0.6)
        plateau = stationary_belief(engagement / 2.0, loss_ratio)
        assert found == pytest.approx(plateau, abs=0.02) if holds else (found < plateau / 2.0).all()


def test_the_start_decides_at_the_tipping_start_and_the_sharper_the_larger_the_programme():
    tipping = tipping_start(BISTABLE)
    assert tipping == pytest.approx(0.166, abs=0.001)
    starts = [tipping + step for step in (-0.04, -0.02, 0.02, 0.04)]
    small, large = (rising_share(number, starts, range(1001, 1017)) for number in (40, 320))
    assert large[[0, 3]].tolist() == [0.0, 1.0]
    assert large[1] < 0.2
    assert large[2] > 0.7
    assert (np.diff(large) >= np.diff(small) - 0.5).all()
    assert 0.1 < small.mean() < 0.9
