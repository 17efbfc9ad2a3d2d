"""Where alternatives coincide: for some arguments one rule is another, exactly or in the limit."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samskapa.science.elementary import logit
from worlds import DRAW, EXAMPLES, RULES, SHARE, arguments_of, numbers, parameter

ROUNDING = 1e-12

# -- trust and coming ----------------------------------------------------------------------------------

TRUST = {"trust": SHARE, "quality": SHARE, "evidence": numbers(1.0, 100.0), "trust_rate": parameter("trust_rate")}


@EXAMPLES
@given(st.fixed_dictionaries(TRUST))
def test_without_asymmetry_and_understanding_trust_moves_as_under_the_symmetric_alternative(drawn):
    even = {**drawn, "understanding": 0.0, "loss_ratio": 1.0}
    assert RULES["contact.trust_asymmetric"](**even) == RULES["contact.trust_symmetric"](**even)


@EXAMPLES
@given(st.fixed_dictionaries(TRUST), SHARE, parameter("loss_ratio"))
def test_confirmation_halves_every_move_at_middling_trust(drawn, understanding, loss_ratio):
    arguments = {**drawn, "trust": 0.5, "understanding": understanding, "loss_ratio": loss_ratio}
    whole = RULES["contact.trust_asymmetric"](**arguments) - 0.5
    assert RULES["contact.trust_confirmatory"](**arguments) - 0.5 == pytest.approx(0.5 * whole, abs=1e-15)


@EXAMPLES
@given(SHARE, SHARE, numbers(0.01, 0.33))
def test_evidence_in_balance_with_forgetting_makes_counts_a_symmetric_rate(trust, quality, rate):
    arguments = {"trust": trust, "quality": quality, "understanding": 0.0, "trust_rate": rate, "loss_ratio": 1.0}
    counted = RULES["contact.trust_beta_bernoulli"](evidence=1.0 / rate, **arguments)
    assert counted == pytest.approx(RULES["contact.trust_symmetric"](evidence=0.0, **arguments), abs=ROUNDING)
    assert RULES["contact.evidence_after_contact"](1.0 / rate, rate) == pytest.approx(1.0 / rate, rel=ROUNDING)


@EXAMPLES
@given(SHARE, parameter("attendance_trust"), parameter("attendance_trust_square"))
def test_motives_of_trust_coincide_without_curvature_and_mirror_each_other(trust, weight, curvature):
    monotone = RULES["attendance.trust_motive_monotone"](trust, weight, curvature)
    assert RULES["attendance.trust_motive_inverted_u"](trust, weight, 0.0) == monotone
    assert RULES["attendance.trust_motive_distrust_voice"](trust, weight, curvature) == -monotone


@EXAMPLES
@given(arguments_of("attendance.comes_logistic"), DRAW)
def test_rules_of_coming_agree_on_one_chance_and_on_one_threshold(drawn, chance):
    assume(abs(chance - drawn["draw"]) > 1e-9)
    same = {**drawn, "motive": logit(chance), "propensity": chance, "assurance_value": 1.0, "prediction": drawn["norm"]}
    assert RULES["attendance.comes_logistic"](**same) == RULES["attendance.comes_bush_mosteller"](**same)
    assert RULES["attendance.comes_threshold"](**same) == RULES["attendance.comes_assurance"](**same)


# -- production ----------------------------------------------------------------------------------------

EFFORT = numbers(0.05, 1.0)
STAFF_SHARE = parameter("staff_share")


@EXAMPLES
@given(EFFORT, EFFORT, STAFF_SHARE)
def test_production_with_constant_elasticity_has_the_alternatives_as_its_limits(staff, residents, share):
    ces = RULES["delivery.production_ces"]
    least = RULES["delivery.production_leontief"](staff, residents, share, 0.0)
    geometric = RULES["delivery.production_cobb_douglas"](staff, residents, share, 0.0)
    mean = RULES["delivery.production_additive"](staff, residents, share, 0.0)
    assert ces(staff, residents, share, 1.0) == pytest.approx(mean, rel=ROUNDING)
    assert ces(staff, residents, share, 0.0) == geometric
    assert ces(staff, residents, share, 0.000999) == geometric
    for near in (0.001, -0.001):
        assert ces(staff, residents, share, near) == pytest.approx(geometric, rel=0.0015)
    # min <= y <= min x (its share)^(1 / rc), at most 20^(1/10) at rc = -10, and one in the limit
    for steep in (-10.0, -200.0):
        above_least = ces(staff, residents, share, steep) / least
        assert 1.0 - ROUNDING <= above_least <= 20.0 ** (-1.0 / steep) + ROUNDING


@EXAMPLES
@given(EFFORT, EFFORT, STAFF_SHARE, parameter("substitution"), parameter("substitution"))
def test_the_easier_one_effort_replaces_the_other_the_more_is_produced(staff, residents, share, one, other):
    low, high = sorted((one, other))
    ces = RULES["delivery.production_ces"]
    assert ces(staff, residents, share, low) <= ces(staff, residents, share, high) * (1.0 + 1e-11)


@EXAMPLES
@given(EFFORT, STAFF_SHARE, parameter("substitution"))
def test_equal_efforts_produce_themselves_under_every_alternative(effort, share, substitution):
    for how in ("ces", "cobb_douglas", "leontief", "additive"):
        made = RULES[f"delivery.production_{how}"](effort, effort, share, substitution)
        assert made == pytest.approx(effort, rel=1e-11)


# -- surprise, peers, levels, urgency ------------------------------------------------------------------


@EXAMPLES
@given(arguments_of("evaluation.surprise_contrast"))
def test_alternatives_of_surprise_coincide_where_their_references_do(drawn):
    contrast = RULES["evaluation.surprise_contrast"](**drawn)
    unmoved = {**drawn, "prediction_after": drawn["prediction"], "aspiration_after": drawn["aspiration"]}
    middling = {**drawn, "prediction": 0.5, "aspiration": 0.5}
    assert RULES["evaluation.surprise_anchoring_after"](**unmoved) == contrast
    assert RULES["evaluation.surprise_performance_only"](**drawn) == pytest.approx(
        RULES["evaluation.surprise_contrast"](**middling), abs=1e-15
    )
    assert RULES["evaluation.perceived_assimilated"](drawn["prediction"], drawn["prediction"]) == pytest.approx(
        RULES["evaluation.perceived_as_it_is"](drawn["prediction"], 0.0), abs=1e-15
    )


@EXAMPLES
@given(SHARE, SHARE, SHARE, parameter("loss_ratio"), parameter("confidence_bound"))
def test_peers_count_alike_without_a_bound_and_without_a_bias(own, other, strength, loss_ratio, bound):
    plain = RULES["influence.weight_degroot"](own, other, strength, bound, loss_ratio)
    assert RULES["influence.weight_bounded"](own, other, strength, 1.0, loss_ratio) == plain
    assert RULES["influence.weight_negativity"](own, other, strength, bound, 1.0) == plain


@EXAMPLES
@given(SHARE, SHARE)
def test_rising_and_fading_are_the_two_ends_of_being_drawn(level, share):
    assert RULES["meeting.raised"](level, share) == RULES["meeting.drawn_to"](level, 1.0, share)
    faded = RULES["meeting.drawn_to"](level, 0.0, share)
    assert RULES["meeting.faded"](level, share) == pytest.approx(faded, abs=1e-15)


@EXAMPLES
@given(arguments_of("promise.urgency_fifo"), arguments_of("promise.urgency_fifo"), parameter("deadline"))
def test_with_one_deadline_the_first_promise_is_the_first_due(one, other, deadline):
    first, second = ({**drawn, "due": drawn["made"] + deadline} for drawn in (one, other))
    due, fifo = RULES["promise.urgency_earliest_due"], RULES["promise.urgency_fifo"]
    assert (due(**first) < due(**second)) == (fifo(**first) < fifo(**second))
