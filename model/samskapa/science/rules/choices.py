"""Which rule plays a role under which alternative of a switch: the one table both engines read."""

from __future__ import annotations

from collections.abc import Callable

from samskapa.science.rules import (
    attendance,
    contact,
    delivery,
    evaluation,
    hero,
    housing,
    influence,
    leadership,
    meeting,
    promise,
    routine,
    staff,
)

Rule = Callable[..., float]

ROLES: dict[str, tuple[str, dict[str, Rule]]] = {
    "trust_after_contact": (
        "trust_update",
        {
            "asymmetric": contact.trust_asymmetric,
            "symmetric": contact.trust_symmetric,
            "confirmatory": contact.trust_confirmatory,
            "beta_bernoulli": contact.trust_beta_bernoulli,
        },
    ),
    "trust_motive": (
        "trust_effect",
        {
            "monotone": attendance.trust_motive_monotone,
            "inverted_u": attendance.trust_motive_inverted_u,
            "distrust_voice": attendance.trust_motive_distrust_voice,
        },
    ),
    "comes": (
        "participation_rule",
        {
            "logistic": attendance.comes_logistic,
            "threshold": attendance.comes_threshold,
            "bush_mosteller": attendance.comes_bush_mosteller,
            "assurance": attendance.comes_assurance,
        },
    ),
    "perceived_outcome": (
        "disconfirmation",
        {
            "contrast": evaluation.perceived_as_it_is,
            "performance_only": evaluation.perceived_as_it_is,
            "assimilation": evaluation.perceived_assimilated,
            "anchoring_after": evaluation.perceived_as_it_is,
        },
    ),
    "surprise": (
        "disconfirmation",
        {
            "contrast": evaluation.surprise_contrast,
            "performance_only": evaluation.surprise_performance_only,
            "assimilation": evaluation.surprise_contrast,
            "anchoring_after": evaluation.surprise_anchoring_after,
        },
    ),
    "production": (
        "production",
        {
            "ces": delivery.production_ces,
            "cobb_douglas": delivery.production_cobb_douglas,
            "leontief": delivery.production_leontief,
            "additive": delivery.production_additive,
        },
    ),
    "peer_weight": (
        "influence",
        {
            "degroot": influence.weight_degroot,
            "bounded": influence.weight_bounded,
            "negativity": influence.weight_negativity,
        },
    ),
    "urgency": (
        "priority",
        {
            "earliest_due": promise.urgency_earliest_due,
            "fifo": promise.urgency_fifo,
            "quick_wins": promise.urgency_quick_wins,
            "squeaky_wheel": promise.urgency_squeaky_wheel,
        },
    ),
}

MECHANISMS = (
    contact,
    attendance,
    meeting,
    promise,
    evaluation,
    influence,
    staff,
    delivery,
    leadership,
    routine,
    hero,
    housing,
)


class RuleBook:
    """Every rule by name, and for every role the rule that the switches choose.

    A rule is exchanged by assigning another function of the same arguments, or by passing it to the model:
    `CoProductionModel(..., rules={"contact_quality": mine})`.

    Args:
        alternatives: the chosen alternative by switch name.
        exchanged: own functions by rule or role name.

    Raises:
        KeyError: an exchanged name is neither a rule nor a role.
    """

    trust_after_contact = staticmethod(contact.trust_asymmetric)
    trust_motive = staticmethod(attendance.trust_motive_monotone)
    comes = staticmethod(attendance.comes_logistic)
    perceived_outcome = staticmethod(evaluation.perceived_as_it_is)
    surprise = staticmethod(evaluation.surprise_contrast)
    production = staticmethod(delivery.production_ces)
    peer_weight = staticmethod(influence.weight_degroot)
    urgency = staticmethod(promise.urgency_earliest_due)

    responsiveness = staticmethod(contact.responsiveness)
    eased_strictness = staticmethod(contact.eased_strictness)
    contact_quality = staticmethod(contact.contact_quality)
    trust_asymmetric = staticmethod(contact.trust_asymmetric)
    trust_symmetric = staticmethod(contact.trust_symmetric)
    trust_confirmatory = staticmethod(contact.trust_confirmatory)
    trust_beta_bernoulli = staticmethod(contact.trust_beta_bernoulli)
    evidence_after_contact = staticmethod(contact.evidence_after_contact)
    trust_motive_monotone = staticmethod(attendance.trust_motive_monotone)
    trust_motive_inverted_u = staticmethod(attendance.trust_motive_inverted_u)
    trust_motive_distrust_voice = staticmethod(attendance.trust_motive_distrust_voice)
    personal_motive = staticmethod(attendance.personal_motive)
    social_motive = staticmethod(attendance.social_motive)
    comes_logistic = staticmethod(attendance.comes_logistic)
    comes_threshold = staticmethod(attendance.comes_threshold)
    comes_bush_mosteller = staticmethod(attendance.comes_bush_mosteller)
    comes_assurance = staticmethod(attendance.comes_assurance)
    propensity_after_meeting = staticmethod(attendance.propensity_after_meeting)
    equal_status = staticmethod(meeting.equal_status)
    presence_motive = staticmethod(meeting.presence_motive)
    meeting_quality = staticmethod(meeting.meeting_quality)
    trust_after_meeting = staticmethod(meeting.trust_after_meeting)
    hope = staticmethod(meeting.hope)
    awakened = staticmethod(meeting.awakened)
    grounded = staticmethod(meeting.grounded)
    shame_after_meeting = staticmethod(meeting.shame_after_meeting)
    understanding_after_meeting = staticmethod(meeting.understanding_after_meeting)
    belief_after_meeting = staticmethod(meeting.belief_after_meeting)
    raised = staticmethod(meeting.raised)
    faded = staticmethod(meeting.faded)
    drawn_to = staticmethod(meeting.drawn_to)
    voice = staticmethod(promise.voice)
    issue_count = staticmethod(promise.issue_count)
    acceptance_chance = staticmethod(promise.acceptance_chance)
    issue_size = staticmethod(promise.issue_size)
    free_room = staticmethod(promise.free_room)
    realistic_level = staticmethod(promise.realistic_level)
    can_be_worked = staticmethod(promise.can_be_worked)
    urgency_earliest_due = staticmethod(promise.urgency_earliest_due)
    urgency_fifo = staticmethod(promise.urgency_fifo)
    urgency_quick_wins = staticmethod(promise.urgency_quick_wins)
    urgency_squeaky_wheel = staticmethod(promise.urgency_squeaky_wheel)
    outcome_of_delivery = staticmethod(promise.outcome_of_delivery)
    has_expired = staticmethod(promise.has_expired)
    prediction_after_binding = staticmethod(promise.prediction_after_binding)
    disappointment_after_decline = staticmethod(promise.disappointment_after_decline)
    perceived_as_it_is = staticmethod(evaluation.perceived_as_it_is)
    perceived_assimilated = staticmethod(evaluation.perceived_assimilated)
    surprise_contrast = staticmethod(evaluation.surprise_contrast)
    surprise_performance_only = staticmethod(evaluation.surprise_performance_only)
    surprise_anchoring_after = staticmethod(evaluation.surprise_anchoring_after)
    prediction_after_outcome = staticmethod(evaluation.prediction_after_outcome)
    confidence_after_outcome = staticmethod(evaluation.confidence_after_outcome)
    disappointment_after_outcome = staticmethod(evaluation.disappointment_after_outcome)
    aspiration_after_outcome = staticmethod(evaluation.aspiration_after_outcome)
    trust_after_outcome = staticmethod(evaluation.trust_after_outcome)
    weight_degroot = staticmethod(influence.weight_degroot)
    weight_bounded = staticmethod(influence.weight_bounded)
    weight_negativity = staticmethod(influence.weight_negativity)
    hero_goal = staticmethod(influence.hero_goal)
    prediction_among_peers = staticmethod(influence.prediction_among_peers)
    trust_among_peers = staticmethod(influence.trust_among_peers)
    load = staticmethod(staff.load)
    exhaustion_after_load = staticmethod(staff.exhaustion_after_load)
    exhaustion_after_outcomes = staticmethod(staff.exhaustion_after_outcomes)
    exhaustion_after_understanding = staticmethod(staff.exhaustion_after_understanding)
    success_after_outcome = staticmethod(staff.success_after_outcome)
    engagement_target = staticmethod(staff.engagement_target)
    staff_exit_log_hazard = staticmethod(staff.staff_exit_log_hazard)
    successor_engagement = staticmethod(staff.successor_engagement)
    staff_effort = staticmethod(delivery.staff_effort)
    resident_effort = staticmethod(delivery.resident_effort)
    production_ces = staticmethod(delivery.production_ces)
    production_cobb_douglas = staticmethod(delivery.production_cobb_douglas)
    production_leontief = staticmethod(delivery.production_leontief)
    production_additive = staticmethod(delivery.production_additive)
    capacity = staticmethod(delivery.capacity)
    partner_capacity = staticmethod(delivery.partner_capacity)
    afterwork_after_week = staticmethod(delivery.afterwork_after_week)
    visibility = staticmethod(leadership.visibility)
    overload_of_backlog = staticmethod(leadership.overload_of_backlog)
    buy_in_after_week = staticmethod(leadership.buy_in_after_week)
    routine_after_week = staticmethod(routine.routine_after_week)
    routine_after_exit = staticmethod(routine.routine_after_exit)
    finding_chance = staticmethod(hero.finding_chance)
    withdrawal_chance = staticmethod(hero.withdrawal_chance)
    resident_exit_log_hazard = staticmethod(housing.resident_exit_log_hazard)
    easing_after_week = staticmethod(housing.easing_after_week)
    aspiration_after_queue = staticmethod(housing.aspiration_after_queue)
    understanding_after_queue = staticmethod(housing.understanding_after_queue)
    disappointment_at_move_in = staticmethod(housing.disappointment_at_move_in)

    def __init__(self, alternatives: dict[str, str], exchanged: dict[str, Rule] | None = None):
        chosen = {role: rules[alternatives[switch]] for role, (switch, rules) in ROLES.items()}
        for name, function in {**chosen, **(exchanged or {})}.items():
            if not hasattr(self, name):
                raise KeyError(f"{name} is neither a rule nor a role")
            setattr(self, name, function)
