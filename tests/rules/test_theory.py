"""Known answers: what the rules must do when they are run by themselves, with the map of B.7 built from them.

Every move of a belief, of trust and of habit below is made by the rule itself; only the world around it is a formula.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable

import pytest

from samskapa.chance import Decision, uniforms
from samskapa.elementary import logistic, normal_like
from samskapa.rules.attendance import comes_logistic
from samskapa.rules.contact import contact_quality, trust_asymmetric
from samskapa.rules.evaluation import prediction_after_outcome
from samskapa.rules.meeting import faded, hope, raised

SEED = 20_211_016
LOSS_RATIOS = (1.0, 1.5, 2.0, 2.25, 3.0)


def expected_prediction(prediction: float, fulfilment: float, loss_ratio: float, rate: float = 0.1) -> float:
    """The mean of what a belief becomes when promises are kept with a chance and broken otherwise."""
    kept = prediction_after_outcome(prediction, 1.0, 0.0, 1.0, rate, loss_ratio)
    broken = prediction_after_outcome(prediction, 0.0, 0.0, 1.0, rate, loss_ratio)
    return fulfilment * kept + (1.0 - fulfilment) * broken


def stationary(fulfilment: float, loss_ratio: float) -> float:
    return fulfilment / (fulfilment + loss_ratio * (1.0 - fulfilment))


def required(prediction: float, loss_ratio: float) -> float:
    """The fulfilment that holds a belief where it is."""
    return loss_ratio * prediction / (1.0 - prediction + loss_ratio * prediction)


# -- one belief under many outcomes --------------------------------------------------------------------


@pytest.mark.parametrize("loss_ratio", LOSS_RATIOS)
@pytest.mark.parametrize("fulfilment", [0.05, 0.3, 0.5, 0.7, 0.9, 1.0])
@pytest.mark.parametrize("rate", [0.02, 0.1, 0.33])
def test_the_mean_belief_rests_at_the_expectile_of_outcomes_at_any_rate(fulfilment, loss_ratio, rate):
    rest = stationary(fulfilment, loss_ratio)
    assert expected_prediction(rest, fulfilment, loss_ratio, rate) == pytest.approx(rest, abs=1e-14)
    # Between 0 and 1 the move is affine, so the mean of a run follows it exactly, and contracts toward the rest.
    contraction = 1.0 - rate * (fulfilment + loss_ratio * (1.0 - fulfilment))
    for start in (0.01, 0.4, 0.99):
        moved = expected_prediction(start, fulfilment, loss_ratio, rate)
        assert moved - rest == pytest.approx(contraction * (start - rest), abs=1e-14)


def test_the_table_of_stationary_beliefs():
    table = {
        0.9: (0.90, 0.857, 0.80, 0.75), 0.7: (0.70, 0.609, 0.509, 0.437), 0.5: (0.50, 0.40, 0.308, 0.25),
    }
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
    belief = total = stationary(fulfilment, loss_ratio)
    for draw in draws:
        outcome = 1.0 if draw < fulfilment else 0.0
        belief = prediction_after_outcome(belief, outcome, 0.0, 1.0, rate, loss_ratio)
        total += belief
    assert total / (events + 1) == pytest.approx(stationary(fulfilment, loss_ratio), abs=0.004)


def test_the_fulfilment_that_holds_a_belief():
    assert required(0.4, 2.25) == pytest.approx(0.60)
    for loss_ratio in LOSS_RATIOS:
        for tenth in range(1, 10):
            belief = tenth / 10
            held = expected_prediction(belief, required(belief, loss_ratio), loss_ratio)
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


@pytest.mark.parametrize(
    ("novelty", "needed"), [(1.0, (1, 2, 2, 3)), (0.8, (1, 2, 2, 4)), (0.6, (1, 2, 3, None))]
)
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


# -- the one-sided map ---------------------------------------------------------------------------------

CORE = 0.05


def participation(belief: float, sharpness: float, cost: float, core: float) -> float:
    return core + (1.0 - core) * logistic(sharpness * (belief - cost))


def drift(
    belief: float, engagement: float, loss_ratio: float, *, sharpness: float = 10.0, cost: float = 0.35,
    core: float = CORE, capacity: float = 1.0, response: float = 0.0,
) -> float:
    """Mean move of a shared belief whose fulfilment is (E + w x) min(x, K)."""
    share = participation(belief, sharpness, cost, core)
    fulfilment = (engagement + response * share) * min(share, capacity)
    return expected_prediction(belief, min(1.0, fulfilment), loss_ratio) - belief


def fixed_points(move: Callable[[float], float], cells: int = 600) -> list[float]:
    """Where a move changes its sign on (0, 1); cells are shifted so that no round number is an edge."""
    edges = [0.0, *((k + 0.37) / cells for k in range(cells)), 1.0]
    found = []
    for left, right in itertools.pairwise(edges):
        rises = move(left) > 0.0
        if rises == (move(right) > 0.0):
            continue
        low, high = left, right
        for _ in range(40):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if (move(middle) > 0.0) == rises else (low, middle)
        found.append(0.5 * (low + high))
    return found


MAP = {
    (1.0, 0.6): (0.060,), (1.0, 0.7): (0.075, 0.323, 0.675), (1.0, 0.8): (0.095, 0.261, 0.791),
    (1.0, 0.9): (0.131, 0.196, 0.896), (1.0, 1.0): (0.999,), (1.5, 0.8): (0.053, 0.383, 0.700),
    (1.5, 0.9): (0.062, 0.325, 0.849), (2.25, 0.8): (0.033,), (2.25, 0.9): (0.038, 0.424, 0.780),
    (2.25, 1.0): (0.043, 0.368, 0.997),
}


@pytest.mark.parametrize(("loss_ratio", "engagement"), MAP)
def test_the_table_of_fixed_points_with_a_core_of_regulars(loss_ratio, engagement):
    found = fixed_points(lambda belief: drift(belief, engagement, loss_ratio))
    assert found == pytest.approx(MAP[loss_ratio, engagement], abs=0.00051)


def test_participation_at_the_fixed_points():
    table = {0.6: (0.10, None), 0.7: (0.11, 0.97), 0.8: (0.12, 0.99), 0.9: (0.15, 1.0)}
    for engagement, (low, high) in table.items():
        found = fixed_points(lambda belief, engagement=engagement: drift(belief, engagement, 1.0))
        assert participation(found[0], 10.0, 0.35, CORE) == pytest.approx(low, abs=0.006)
        if high is not None:
            assert participation(found[-1], 10.0, 0.35, CORE) == pytest.approx(high, abs=0.006)


def test_the_chance_of_coming_is_the_participation_of_the_map():
    draws = uniforms(SEED, Decision.ATTENDANCE, 0, range(20_000)).tolist()
    motive = 10.0 * (0.3 - 0.35)
    scores = [math.log(draw / (1.0 - draw)) for draw in draws]
    came = [comes_logistic(motive, u, s, 0.0, 0.0, 0.0, 0.0, 0.0) for u, s in zip(draws, scores, strict=True)]
    assert sum(came) / len(came) == pytest.approx(participation(0.3, 10.0, 0.35, 0.0), abs=0.01)


def window(sharpness: float, engagement: float) -> tuple[float, float] | None:
    """Costs between which there are two stable states, for rho = 1 and no core; None if there are none."""
    if sharpness * engagement <= 4.0:
        return None
    half = 0.5 * math.sqrt(1.0 - 4.0 / (sharpness * engagement))
    low, high = (
        engagement * share - math.log(share / (1.0 - share)) / sharpness for share in (0.5 - half, 0.5 + half)
    )
    return low, high


def test_the_window_of_costs_at_some_engagements():
    table = {0.5: (0.234, 0.266), 0.6: (0.258, 0.342), 0.7: (0.278, 0.422), 0.8: (0.293, 0.507), 0.9: (0.307, 0.593),
             1.0: (0.319, 0.681)}
    for engagement, costs in table.items():
        assert window(10.0, engagement) == pytest.approx(costs, abs=0.00051)
    assert window(10.0, 0.4) is None


def test_two_stable_states_exactly_inside_the_window():
    chosen = random.Random(SEED)
    inside = outside = 0
    while inside + outside < 150:
        sharpness, engagement, cost = chosen.uniform(2.0, 20.0), chosen.uniform(0.2, 1.0), chosen.uniform(0.05, 0.9)
        edges = window(sharpness, engagement)
        if edges and min(abs(cost - edge) for edge in edges) < 0.001:
            continue
        two = edges is not None and edges[0] < cost < edges[1]
        found = fixed_points(
            lambda belief, k=sharpness, e=engagement, c=cost: drift(belief, e, 1.0, sharpness=k, cost=c, core=0.0), 300
        )
        assert len(found) == (3 if two else 1), (SEED, sharpness, engagement, cost)
        inside, outside = inside + two, outside + (not two)
    assert inside > 20


def test_the_example_of_the_window():
    table = {
        0.6: (0.012,), 0.7: (0.015, 0.474, 0.644), 0.8: (0.017, 0.400, 0.783), 0.9: (0.020, 0.359, 0.894),
    }
    for engagement, expected in table.items():
        found = fixed_points(lambda belief, e=engagement: drift(belief, e, 1.0, cost=0.40, core=0.0))
        assert found == pytest.approx(expected, abs=0.00051)


# -- capacity, and staff who answer --------------------------------------------------------------------


@pytest.mark.parametrize(("loss_ratio", "smallest"), [(1.0, 0.22), (1.5, 0.47), (2.25, 0.69)])
def test_the_good_state_needs_the_capacity_that_holds_the_tipping_belief(loss_ratio, smallest):
    tipping = fixed_points(lambda belief: drift(belief, 0.9, loss_ratio))[1]
    critical = required(tipping, loss_ratio) / 0.9
    assert critical == pytest.approx(smallest, abs=0.0051)
    for capacity, states in ((critical - 0.002, 1), (critical + 0.002, 3)):
        found = fixed_points(lambda belief, k=capacity: drift(belief, 0.9, loss_ratio, capacity=k), 3000)
        assert len(found) == states


# The text has .10 for rho 1 and w .6, where its own map gives .0865 (and .605, .44, .27 beside it as stated).
LOWEST = {
    (1.0, 0.0): 0.605, (1.0, 0.2): 0.44, (1.0, 0.4): 0.27, (1.0, 0.6): 0.087, (1.5, 0.0): 0.73, (1.5, 0.2): 0.555,
    (1.5, 0.4): 0.375, (1.5, 0.6): 0.19, (2.25, 0.0): 0.83, (2.25, 0.2): 0.65, (2.25, 0.4): 0.46, (2.25, 0.6): 0.275,
}


@pytest.mark.parametrize(("loss_ratio", "response"), LOWEST)
def test_staff_who_answer_participation_open_the_good_state_at_lower_engagement(loss_ratio, response):
    low, high = 0.0, 1.0
    for _ in range(9):
        middle = 0.5 * (low + high)
        good = fixed_points(lambda belief, e=middle: drift(belief, e, loss_ratio, response=response), 150)[-1] > 0.3
        low, high = (low, middle) if good else (middle, high)
    assert high == pytest.approx(LOWEST[loss_ratio, response], abs=0.006)


def test_the_example_of_staff_who_answer():
    table = {0.0: (0.036,), 0.3: (0.039, 0.428, 0.659), 0.5: (0.041, 0.352, 0.894)}
    for response, expected in table.items():
        found = fixed_points(lambda belief, w=response: drift(belief, 0.4, 1.0, response=w))
        assert found == pytest.approx(expected, abs=0.00051)


def test_costs_that_differ_between_people_flatten_participation():
    draws = [(k + 0.5) / 4000 for k in range(4000)]
    for spread, flattened in ((0.1, 8.5), (0.2, 6.2), (0.3, 4.7)):
        sharpness = 10.0 / math.sqrt(1.0 + math.pi * 100.0 * spread * spread / 8.0)
        assert sharpness == pytest.approx(flattened, abs=0.06)
        for gap in (-0.5, -0.2, -0.05, 0.1, 0.3):
            come = math.fsum(logistic(10.0 * (gap - normal_like(draw, spread))) for draw in draws) / len(draws)
            assert come == pytest.approx(logistic(sharpness * gap), abs=0.02)
