"""Known answers of single rules: where belief and trust rest under many outcomes, what hope and habit come to.

Every move of a belief, of trust and of habit below is made by the rule itself; only the world around it is a formula.
"""

from __future__ import annotations

import math

import pytest

from samskapa.science.chance import Decision, uniforms
from samskapa.science.elementary import normal_like
from samskapa.science.rules.contact import contact_quality, trust_asymmetric
from samskapa.science.rules.evaluation import prediction_after_outcome
from samskapa.science.rules.meeting import faded, hope, raised
from samskapa.studies.mean_field import required_fulfilment, stationary_belief

SEED = 20_211_016
LOSS_RATIOS = (1.0, 1.5, 2.0, 2.25, 3.0)


def expected_prediction(prediction: float, fulfilment: float, loss_ratio: float, rate: float = 0.1) -> float:
    """The mean of what a belief becomes when promises are kept with a chance and broken otherwise."""
    kept = prediction_after_outcome(prediction, 1.0, 0.0, 1.0, rate, loss_ratio)
    broken = prediction_after_outcome(prediction, 0.0, 0.0, 1.0, rate, loss_ratio)
    return fulfilment * kept + (1.0 - fulfilment) * broken


# -- one belief under many outcomes --------------------------------------------------------------------


@pytest.mark.parametrize("loss_ratio", LOSS_RATIOS)
@pytest.mark.parametrize("fulfilment", [0.05, 0.3, 0.5, 0.7, 0.9, 1.0])
@pytest.mark.parametrize("rate", [0.02, 0.1, 0.33])
def test_the_mean_belief_rests_at_the_expectile_of_outcomes_at_any_rate(fulfilment, loss_ratio, rate):
    rest = stationary_belief(fulfilment, loss_ratio)
    assert expected_prediction(rest, fulfilment, loss_ratio, rate) == pytest.approx(rest, abs=1e-14)
    # Between 0 and 1 the move is affine, so the mean of a run follows it exactly, and contracts toward the rest.
    contraction = 1.0 - rate * (fulfilment + loss_ratio * (1.0 - fulfilment))
    for start in (0.01, 0.4, 0.99):
        moved = expected_prediction(start, fulfilment, loss_ratio, rate)
        assert moved - rest == pytest.approx(contraction * (start - rest), abs=1e-14)


def test_the_table_of_stationary_beliefs():
    table = {0.9: (0.90, 0.857, 0.80, 0.75), 0.7: (0.70, 0.609, 0.509, 0.437), 0.5: (0.50, 0.40, 0.308, 0.25)}
    for fulfilment, row in table.items():
        for loss_ratio, belief in zip((1.0, 1.5, 2.25, 3.0), row, strict=True):
            rest = 0.5
            for _ in range(1000):
                rest = expected_prediction(rest, fulfilment, loss_ratio)
            assert rest == pytest.approx(belief, abs=0.00051)


@pytest.mark.parametrize(("fulfilment", "loss_ratio", "rate"), [(0.7, 1.0, 0.1), (0.7, 2.0, 0.1), (0.5, 3.0, 0.3)])
def test_a_long_run_of_outcomes_has_the_mean_that_theory_gives(fulfilment, loss_ratio, rate):
    events = 100_000
    draws = uniforms(SEED, Decision.ACCEPTANCE, 0, range(events)).tolist()
    belief = total = stationary_belief(fulfilment, loss_ratio)
    for draw in draws:
        outcome = 1.0 if draw < fulfilment else 0.0
        belief = prediction_after_outcome(belief, outcome, 0.0, 1.0, rate, loss_ratio)
        total += belief
    assert total / (events + 1) == pytest.approx(stationary_belief(fulfilment, loss_ratio), abs=0.004)


def test_the_fulfilment_that_holds_a_belief():
    assert required_fulfilment(0.4, 2.25) == pytest.approx(0.60)
    for loss_ratio in LOSS_RATIOS:
        for tenth in range(1, 10):
            belief = tenth / 10
            held = expected_prediction(belief, required_fulfilment(belief, loss_ratio), loss_ratio)
            assert held == pytest.approx(belief, abs=1e-15)


# -- trust under many contacts -------------------------------------------------------------------------


def settled_trust(qualities: list[float], loss_ratio: float, rate: float) -> float:
    """Mean trust over the second half of a run of contacts, without understanding."""
    trust, total, half = 0.5, 0.0, len(qualities) // 2
    for number, quality in enumerate(qualities):
        trust = trust_asymmetric(trust, quality, 0.0, 0.0, rate, loss_ratio)
        total += trust if number >= half else 0.0
    return total / (len(qualities) - half)


def mean_move(trust: float, qualities: list[float], loss_ratio: float) -> float:
    moves = [trust_asymmetric(trust, quality, 0.0, 0.0, 0.05, loss_ratio) - trust for quality in qualities]
    return math.fsum(moves) / len(moves)


@pytest.mark.parametrize("loss_ratio", LOSS_RATIOS)
def test_trust_rests_at_the_expectile_of_quality(loss_ratio):
    # The tau-expectile e of the even law on [0, 1] solves tau (1 - e)^2 = (1 - tau) e^2; tau is 1 / (1 + rho).
    expectile = 1.0 / (1.0 + math.sqrt(loss_ratio))
    even = [(k + 0.5) / 20_000 for k in range(20_000)]
    assert mean_move(expectile, even, loss_ratio) == pytest.approx(0.0, abs=1e-9)
    drawn = uniforms(SEED, Decision.CONTACT_NOISE, 0, range(200_000)).tolist()
    assert settled_trust(drawn, loss_ratio, 0.005) == pytest.approx(expectile, abs=0.004)


@pytest.mark.parametrize("loss_ratio", [1.0, 2.0, 3.0])
def test_trust_in_an_ordinary_worker_rests_at_the_expectile_of_their_contacts(loss_ratio):
    # r = .45 (1 - .6 x .35) = .3555, s = .4: without noise a contact is worth .18 + .75 r - .3 x .4 x .55 = .380625.
    draws = uniforms(SEED, Decision.CONTACT_NOISE, 1, range(100_000)).tolist()
    qualities = [
        contact_quality(0.3555, 0.45, 0.4, 0.2, 0.2, normal_like(draw, 0.08), 0.18, 0.75, 0.3, 0.3) for draw in draws
    ]
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        gain = math.fsum(max(0.0, quality - middle) for quality in qualities)
        loss = math.fsum(max(0.0, middle - quality) for quality in qualities)
        low, high = (middle, high) if gain > loss_ratio * loss else (low, middle)
    assert mean_move(low, qualities, loss_ratio) == pytest.approx(0.0, abs=1e-9)
    assert settled_trust(qualities, loss_ratio, 0.005) == pytest.approx(low, abs=0.002)
    assert low == pytest.approx(0.380625, abs=0.001) if loss_ratio == 1.0 else low < 0.37


# -- hope and habit ------------------------------------------------------------------------------------


def hopes(novelty: float, meetings: int) -> list[float]:
    """The belief after each meeting: push .25 from .15, m = .5, so that the goal .35 + .6 m is .65."""
    belief, left, after = 0.15, 1.0, []
    for _ in range(meetings):
        belief = hope(belief, 0.5, left, 0.25)
        left *= novelty
        after.append(belief)
    return after


@pytest.mark.parametrize(("novelty", "needed"), [(1.0, (1, 2, 2, 3)), (0.8, (1, 2, 2, 4)), (0.6, (1, 2, 3, None))])
def test_meetings_needed_for_a_belief(novelty, needed):
    after = hopes(novelty, 200)
    for level, meetings in zip((0.25, 0.30, 0.35, 0.40), needed, strict=True):
        # The second meeting at novelty .8 reaches .35 to the digit: .275 + .25 x .8 x .375.
        first = next((number for number, belief in enumerate(after, 1) if belief > level - 1e-12), None)
        assert first == meetings


def test_hope_alone_has_a_ceiling():
    # What is missing to the goal shrinks to the product of (1 - .25 x .6^n), n = 0, 1, ...
    missing = math.prod(1.0 - 0.25 * 0.6**n for n in range(200))
    assert hopes(0.6, 200)[-1] == pytest.approx(0.65 - 0.5 * missing, abs=1e-14)
    assert hopes(0.6, 200)[-1] == pytest.approx(0.397, abs=0.0005)
    assert hopes(0.6, 4)[-1] < 0.38 < hopes(1.0, 4)[-1]


def test_habit_of_four_and_of_forty_meetings():
    habit, after = 0.0, []
    for _ in range(40):
        habit = raised(habit, 0.044)
        after.append(habit)
    assert after[3] == pytest.approx(1.0 - 0.956**4)
    assert after[3] == pytest.approx(0.17, abs=0.006)
    assert after[39] == pytest.approx(0.84, abs=0.006)
    # Lally: 95 % after 66 repetitions gives the rate, and one miss hardly matters.
    rate = 1.0 - 0.05 ** (1.0 / 66.0)
    assert rate == pytest.approx(0.044, abs=0.0005)
    assert after[39] - faded(after[39], 0.25 * 0.044) < 0.01
