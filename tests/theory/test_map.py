"""The mean-field map itself: its table, its closed forms, and that it is what the rules of the model amount to."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from samskapa.science.chance import Decision, uniforms
from samskapa.science.elementary import logistic, normal_like
from samskapa.science.rules.attendance import comes_logistic
from samskapa.science.rules.evaluation import prediction_after_outcome
from samskapa.studies.mean_field import (
    MeanField,
    closed_window_of_costs,
    critical_capacity,
    effective_sharpness,
    fixed_points,
    required_fulfilment,
    stationary_belief,
    tipping_start,
    window_of_costs,
    window_of_engagement,
)

SEED = 20_211_016
WITH_CORE = MeanField(0.8, core=0.05)


def beliefs(one: MeanField) -> list[float]:
    return [point.belief for point in fixed_points(one)]


# -- the map is the mean of the rules ------------------------------------------------------------------


@pytest.mark.parametrize("loss_ratio", [1.0, 1.5, 2.25])
def test_the_drift_is_the_mean_move_of_the_rule(loss_ratio):
    one = replace(WITH_CORE, loss_ratio=loss_ratio)
    for tenth in range(1, 10):
        belief, rate = tenth / 10, 0.1
        kept = one.fulfilment(one.participation(belief))
        moves = [prediction_after_outcome(belief, outcome, 0.0, 1.0, rate, loss_ratio) for outcome in (1.0, 0.0)]
        assert kept * moves[0] + (1.0 - kept) * moves[1] == pytest.approx(belief + rate * one.drift(belief), abs=1e-15)


def test_the_rule_of_attendance_is_the_participation_of_the_map():
    draws = uniforms(SEED, Decision.ATTENDANCE, 0, range(20_000)).tolist()
    motive = 10.0 * (0.3 - 0.35)
    scores = [math.log(draw / (1.0 - draw)) for draw in draws]
    came = [comes_logistic(motive, u, s, 0.0, 0.0, 0.0, 0.0, 0.0) for u, s in zip(draws, scores, strict=True)]
    assert sum(came) / len(came) == pytest.approx(MeanField(0.8).participation(0.3), abs=0.01)


# -- its table -----------------------------------------------------------------------------------------

MAP = {
    (1.0, 0.6): (0.060,),
    (1.0, 0.7): (0.075, 0.323, 0.675),
    (1.0, 0.8): (0.095, 0.261, 0.791),
    (1.0, 0.9): (0.131, 0.196, 0.896),
    (1.0, 1.0): (0.999,),
    (1.5, 0.8): (0.053, 0.383, 0.700),
    (1.5, 0.9): (0.062, 0.325, 0.849),
    (2.25, 0.8): (0.033,),
    (2.25, 0.9): (0.038, 0.424, 0.780),
    (2.25, 1.0): (0.043, 0.368, 0.997),
}
BISTABLE = {1.0: (0.605, 0.92), 1.5: (0.73, 1.0), 2.25: (0.83, 1.0), 3.0: (0.88, 1.0)}


@pytest.mark.parametrize(("loss_ratio", "engagement"), MAP)
def test_the_fixed_points_with_a_core_of_regulars(loss_ratio, engagement):
    found = fixed_points(replace(WITH_CORE, loss_ratio=loss_ratio, engagement=engagement))
    assert [point.belief for point in found] == pytest.approx(MAP[loss_ratio, engagement], abs=0.00051)
    assert [point.stable for point in found] == [True, False, True][: len(found)]
    for point in found:
        assert stationary_belief(point.fulfilment, loss_ratio) == pytest.approx(point.belief, abs=1e-9)


def test_participation_at_the_fixed_points():
    for engagement, shares in {0.6: (0.10,), 0.7: (0.11, 0.97), 0.8: (0.12, 0.99), 0.9: (0.15, 1.0)}.items():
        stable = [point for point in fixed_points(replace(WITH_CORE, engagement=engagement)) if point.stable]
        assert [point.participation for point in stable] == pytest.approx(shares, abs=0.006)


@pytest.mark.parametrize("loss_ratio", BISTABLE)
def test_the_engagements_with_two_stable_states(loss_ratio):
    window = window_of_engagement(replace(WITH_CORE, loss_ratio=loss_ratio))
    assert window is not None
    low, high = window
    # The text scanned engagement in steps of .005 and ends at 1.
    assert (low, min(1.0, high)) == pytest.approx(BISTABLE[loss_ratio], abs=0.0055)
    for engagement, states in ((low - 0.002, 1), (low + 0.002, 3), (high - 0.002, 3), (high + 0.002, 1)):
        if engagement <= 1.0:
            assert len(beliefs(replace(WITH_CORE, loss_ratio=loss_ratio, engagement=engagement))) == states


# -- closed forms --------------------------------------------------------------------------------------


def test_the_window_of_costs_at_some_engagements():
    table = {
        0.5: (0.234, 0.266),
        0.6: (0.258, 0.342),
        0.7: (0.278, 0.422),
        0.8: (0.293, 0.507),
        0.9: (0.307, 0.593),
        1.0: (0.319, 0.681),
    }
    for engagement, costs in table.items():
        assert closed_window_of_costs(engagement) == pytest.approx(costs, abs=0.00051)
        assert window_of_costs(MeanField(engagement)) == pytest.approx(closed_window_of_costs(engagement), abs=1e-7)
    for engagement in (0.1, 0.39, 0.4):
        assert closed_window_of_costs(engagement) is window_of_costs(MeanField(engagement)) is None


def test_two_stable_states_exactly_inside_the_window():
    draws = iter(uniforms(SEED, Decision.ACCEPTANCE, 1, range(3 * 200)).tolist())
    inside = 0
    for _ in range(200):
        sharpness, engagement, cost = 2.0 + 18.0 * next(draws), 0.2 + 0.8 * next(draws), 0.05 + 0.85 * next(draws)
        window = closed_window_of_costs(engagement, sharpness)
        if window and min(abs(cost - edge) for edge in window) < 0.001:
            continue
        two = window is not None and window[0] < cost < window[1]
        found = beliefs(MeanField(engagement, sharpness=sharpness, cost=cost))
        assert len(found) == (3 if two else 1), (sharpness, engagement, cost)
        inside += two
    assert inside > 20


def test_the_example_of_the_window():
    table = {0.6: (0.012,), 0.7: (0.015, 0.474, 0.644), 0.8: (0.017, 0.400, 0.783), 0.9: (0.020, 0.359, 0.894)}
    for engagement, expected in table.items():
        assert beliefs(MeanField(engagement, cost=0.40)) == pytest.approx(expected, abs=0.00051)


@pytest.mark.parametrize(("loss_ratio", "smallest"), [(1.0, 0.22), (1.5, 0.47), (2.25, 0.69)])
def test_the_good_state_needs_the_capacity_that_holds_the_tipping_belief(loss_ratio, smallest):
    one = replace(WITH_CORE, engagement=0.9, loss_ratio=loss_ratio)
    critical = critical_capacity(one)
    tipping = tipping_start(one)
    assert critical == pytest.approx(smallest, abs=0.0051)
    assert critical == pytest.approx(required_fulfilment(tipping, loss_ratio) / 0.9, abs=1e-9)
    for capacity, states in ((critical - 0.001, 1), (critical + 0.001, 3)):
        assert len(beliefs(replace(one, capacity=capacity))) == states


def test_a_start_beside_the_tipping_start_leads_to_one_state_or_the_other():
    one = replace(WITH_CORE, engagement=0.8)
    low, tipping, high = beliefs(one)
    assert one.path(tipping - 0.01, 0.1, 2000)[-1] == pytest.approx(low, abs=1e-6)
    assert one.path(tipping + 0.01, 0.1, 2000)[-1] == pytest.approx(high, abs=1e-6)
    assert tipping_start(replace(one, engagement=0.5)) is None


# -- staff who answer, wishes awakened, people who differ ----------------------------------------------

# The text has .10 for rho 1 and w .6, where its own map gives .0865 (and .605, .44, .27 beside it as stated).
LOWEST = {
    (1.0, 0.0): 0.605,
    (1.0, 0.2): 0.44,
    (1.0, 0.4): 0.27,
    (1.0, 0.6): 0.087,
    (1.5, 0.0): 0.73,
    (1.5, 0.2): 0.555,
    (1.5, 0.4): 0.375,
    (1.5, 0.6): 0.19,
    (2.25, 0.0): 0.83,
    (2.25, 0.2): 0.65,
    (2.25, 0.4): 0.46,
    (2.25, 0.6): 0.275,
}


@pytest.mark.parametrize(("loss_ratio", "response"), LOWEST)
def test_staff_who_answer_participation_open_the_good_state_at_lower_engagement(loss_ratio, response):
    window = window_of_engagement(replace(WITH_CORE, loss_ratio=loss_ratio, response=response))
    assert window is not None
    assert window[0] == pytest.approx(LOWEST[loss_ratio, response], abs=0.006)


def test_the_example_of_staff_who_answer():
    table = {0.0: (0.036,), 0.3: (0.039, 0.428, 0.659), 0.5: (0.041, 0.352, 0.894)}
    for response, expected in table.items():
        found = beliefs(replace(WITH_CORE, engagement=0.4, response=response))
        assert found == pytest.approx(expected, abs=0.00051)


def test_wishes_that_are_awakened_narrow_the_margin_of_the_good_state():
    # The text gives no weight of disappointment; b g = .09 is the one that gives its six numbers.
    table = {0.3: (0.347, 0.454), 0.7: (0.383, 0.447), 0.9: (0.410, 0.436)}
    one = replace(WITH_CORE, engagement=0.7, response=0.3, loss_ratio=1.5, capacity=0.6, awakening=1.0, hurt=0.09)
    for aspiration, expected in table.items():
        assert beliefs(replace(one, aspiration=aspiration))[1:] == pytest.approx(expected, abs=0.0016)


def test_disappointment_that_leaves_several_participations_is_refused():
    with pytest.raises(ValueError, match="several participations"):
        MeanField(0.8, awakening=1.0, hurt=0.6)
    with pytest.raises(ValueError, match="one-sided map"):
        critical_capacity(replace(WITH_CORE, response=0.2))
    with pytest.raises(ValueError, match="hurt must be 0"):
        window_of_engagement(replace(WITH_CORE, hurt=0.1))


def test_costs_that_differ_between_people_flatten_participation():
    draws = [(k + 0.5) / 4000 for k in range(4000)]
    for spread, flattened in ((0.1, 8.5), (0.2, 6.2), (0.3, 4.7)):
        sharpness = effective_sharpness(10.0, spread)
        assert sharpness == pytest.approx(flattened, abs=0.06)
        for gap in (-0.5, -0.2, -0.05, 0.1, 0.3):
            come = math.fsum(logistic(10.0 * (gap - normal_like(draw, spread))) for draw in draws) / len(draws)
            assert come == pytest.approx(logistic(sharpness * gap), abs=0.02)
