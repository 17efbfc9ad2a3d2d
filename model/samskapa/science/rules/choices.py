"""Which rule plays a role under which alternative of a switch: the one table both engines read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    "trust_after_contact": ("trust_update", {
        "asymmetric": contact.trust_asymmetric, "symmetric": contact.trust_symmetric,
        "confirmatory": contact.trust_confirmatory, "beta_bernoulli": contact.trust_beta_bernoulli,
    }),
    "trust_motive": ("trust_effect", {
        "monotone": attendance.trust_motive_monotone, "inverted_u": attendance.trust_motive_inverted_u,
        "distrust_voice": attendance.trust_motive_distrust_voice,
    }),
    "comes": ("participation_rule", {
        "logistic": attendance.comes_logistic, "threshold": attendance.comes_threshold,
        "bush_mosteller": attendance.comes_bush_mosteller, "assurance": attendance.comes_assurance,
    }),
    "perceived_outcome": ("disconfirmation", {
        "contrast": evaluation.perceived_as_it_is, "performance_only": evaluation.perceived_as_it_is,
        "assimilation": evaluation.perceived_assimilated, "anchoring_after": evaluation.perceived_as_it_is,
    }),
    "surprise": ("disconfirmation", {
        "contrast": evaluation.surprise_contrast, "performance_only": evaluation.surprise_performance_only,
        "assimilation": evaluation.surprise_contrast, "anchoring_after": evaluation.surprise_anchoring_after,
    }),
    "production": ("production", {
        "ces": delivery.production_ces, "cobb_douglas": delivery.production_cobb_douglas,
        "leontief": delivery.production_leontief, "additive": delivery.production_additive,
    }),
    "peer_weight": ("influence", {
        "degroot": influence.weight_degroot, "bounded": influence.weight_bounded,
        "negativity": influence.weight_negativity,
    }),
    "urgency": ("priority", {
        "earliest_due": promise.urgency_earliest_due, "fifo": promise.urgency_fifo,
        "quick_wins": promise.urgency_quick_wins, "squeaky_wheel": promise.urgency_squeaky_wheel,
    }),
}

MECHANISMS = (
    contact, attendance, meeting, promise, evaluation, influence, staff, delivery, leadership, routine, hero, housing,
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

    def __init__(self, alternatives: dict[str, str], exchanged: dict[str, Rule] | None = None):
        for mechanism in MECHANISMS:
            for name, function in vars(mechanism).items():
                if callable(function) and getattr(function, "__module__", "") == mechanism.__name__:
                    setattr(self, name, function)
        for role, (switch, rules) in ROLES.items():
            setattr(self, role, rules[alternatives[switch]])
        for name, function in (exchanged or {}).items():
            if not hasattr(self, name):
                raise KeyError(f"{name} is neither a rule nor a role")
            setattr(self, name, function)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"no rule or role {name!r}")
