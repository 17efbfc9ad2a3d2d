"""Shared by the tests: rules with arguments in range, parameters, switches, settings, small worlds and their runs.

An argument of a rule is drawn by its name: from the bounds of the parameter it stands for, or from the range of
the state it is. A name that means different things in different rules is settled rule by rule.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from samskapa.science import compile as compiling
from samskapa.science.chance import uniform
from samskapa.science.declarations import Parameter
from samskapa.science.elementary import logit
from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import Partner, ServicePlan
from samskapa.science.rules import choices
from samskapa.science.scenarios import Scenario
from samskapa.science.settings import Settings
from samskapa.science.switches import SWITCHES

Floats = st.SearchStrategy[float]

PACKAGE = "samskapa.science.rules."
RULES: dict[str, Callable[..., float]] = {
    name.removeprefix(PACKAGE): rule
    for name, rule in compiling.RULES.items()
    if any(name.startswith(f"{mechanism.__name__}.") for mechanism in choices.MECHANISMS)
}
"""Every rule by mechanism and name, such as `contact.responsiveness`."""

EXAMPLES = settings(max_examples=100, derandomize=True, deadline=None, database=None)
"""A hundred examples, the same ones every time and everywhere."""


# -- numbers -------------------------------------------------------------------------------------------


def numbers(low: float, high: float) -> Floats:
    """Normal floats from low to high, the bounds among them."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False, allow_subnormal=False)


def counts(low: int, high: int) -> Floats:
    """Whole numbers, as the floats that rules take."""
    return st.integers(low, high).map(float)


def one_of(*values: float) -> Floats:
    """One of a few values."""
    return st.sampled_from(values)


SHARE = numbers(0.0, 1.0)
FLAG = one_of(0.0, 1.0)
NOISE = numbers(-3.0, 3.0)
DRAW = numbers(2.0**-53, 1.0 - 2.0**-53)
"""What `chance.uniform` can give: never 0 or 1."""


# -- parameters and settings ---------------------------------------------------------------------------


def parameter(name: str) -> Floats:
    """A value that the parameter accepts, from bound to bound."""
    declared: Parameter = PARAMETERS[name]
    if name == "peer_ties":
        return one_of(0.0, 2.0, 4.0, 6.0, 8.0)
    if declared.whole:
        return counts(int(declared.low), int(declared.high))
    return numbers(float(declared.low), float(declared.high))


JOINT_RATES = ("trust_rate", "prediction_rate", "confidence_rate")
"""Rates that a loss ratio multiplies: the product may not pass one, or a level leaves its bounds (E1, E17)."""


def is_joint(values: Mapping[str, float]) -> bool:
    """Whether every rate times every loss ratio is at most one; what is not given has its default."""
    every = {name: values.get(name, PARAMETERS[name].default) for name in PARAMETERS}
    ratio = max(every["loss_ratio"], every["hearsay_loss_ratio"])
    return all(every[rate] * ratio <= 1.0 for rate in JOINT_RATES)


def values_in_range(*names: str) -> st.SearchStrategy[dict[str, float]]:
    """Own values for some of the parameters named, or of all of them."""
    chosen = names or tuple(PARAMETERS)
    return st.fixed_dictionaries({}, optional={name: parameter(name) for name in chosen}).filter(is_joint)


def alternatives(*names: str) -> st.SearchStrategy[dict[str, str]]:
    """Own alternatives for some of the switches named, or of all of them."""
    chosen = names or tuple(SWITCHES)
    return st.fixed_dictionaries({}, optional={n: st.sampled_from(sorted(SWITCHES[n].alternatives)) for n in chosen})


def settings_in_range(*names: str) -> st.SearchStrategy[Settings]:
    """Settings whose values lie within their bounds, by themselves and together; names as in `values_in_range`."""
    return st.builds(
        Settings,
        values_in_range(*(name for name in names or PARAMETERS if name in PARAMETERS)),
        alternatives(*(name for name in names if name in SWITCHES)) if names else alternatives(),
    )


# -- arguments of rules --------------------------------------------------------------------------------

SHARES = """
    active_share aspiration aspiration_after attendance belief buy_in capability confidence drawn easing engagement
    equal_status exhaustion goal habit invitation level mean_prediction mindset mindset_start norm novelty_left
    other own payoff prediction prediction_after production propensity quality realistic responsiveness routine
    set_point shame share share_present strength strictness team trust understanding visible
"""
FLAGS = "active binding blocked colleague_left explicit met organisation project sponsor_left structural top_down"
STATES: dict[str, Floats] = {
    **dict.fromkeys(SHARES.split(), SHARE),
    **dict.fromkeys(FLAGS.split(), FLAG),
    "actors": numbers(0.0, 5.0),
    "afterwork": numbers(0.0, 50.0),
    "backlog": numbers(0.0, 500.0),
    "balance": numbers(-1.0, 1.0),
    "broken": numbers(0.0, 64.0),
    "capacity": numbers(0.0, 50.0),
    "caseload": counts(0, 60),
    "cut": SHARE,
    "disappointment": numbers(0.0, 2.0),
    "draw": DRAW,
    "evidence": numbers(0.0, 1000.0),
    "failures": counts(0, 64),
    "load": numbers(0.0, 2.0),
    "made": counts(0, 520),
    "mean": numbers(0.0, 500.0),
    "meetings": counts(0, 3),
    "motive": numbers(-60.0, 60.0),
    "noise": NOISE,
    "open_promises": counts(0, 128),
    "outcome": one_of(0.0, 0.5, 1.0),
    "overload": SHARE,
    "partners": numbers(0.0, 6.0),
    "peers": SHARE,
    "perceived": SHARE,
    "remaining": numbers(0.0, 200.0),
    "resident_effort": numbers(0.05, 1.0),
    "residents": numbers(0.05, 1.0),
    "services": counts(1, 40),
    "staff": numbers(1e-6, 1.0),
    "stock": numbers(0.0, 200.0),
    "success": numbers(-1.0, 1.0),
    "successes": counts(0, 64),
    "surprise": numbers(-1.0, 0.9),
    "threshold": numbers(-5.0, 5.0),
    "trust_motive": numbers(-15.0, 5.0),
    "usual_caseload": numbers(0.1, 60.0),
    "usual_log_hazard": numbers(-14.0, -0.5),
    "usual_production": numbers(0.05, 1.0),
    "week": counts(0, 1560),
    "weight": SHARE,
    "workers": counts(1, 60),
}
"""The range of every state, count and chance that rules take, by the name of the argument."""

STAND_FOR: dict[str, str] = {
    "acceptance": "acceptance", "afterwork_load": "afterwork_load", "agenda_cap": "agenda_cap",
    "awakening": "awakening", "base": "contact_base", "bound": "confidence_bound", "buy_in_usual": "buy_in_usual",
    "cap": "agenda_cap", "case_load": "case_load", "choice": "choice", "contagion": "exit_contagion",
    "curvature": "attendance_trust_square", "deadline": "deadline", "demonstration": "demonstration",
    "exhaustion_cut": "exhaustion_cut", "facilitator": "facilitator", "fading": "afterwork_fading",
    "fall": "shame_fall", "floor": "capacity_floor", "gain": "routine_gain", "influence": "peer_influence",
    "learning_link": "learning_link", "link": "learning_link", "loss": "routine_loss", "loss_ratio": "loss_ratio",
    "median": "issue_size", "meeting_load": "meeting_load", "overpromising": "overpromising",
    "own_effort": "own_effort", "per_worker": "delivery_capacity", "prework": "prework",
    "promise_load": "promise_load", "protected_time": "protected_time", "push": "hope_push",
    "recovery": "exhaustion_recovery", "response": "contact_response", "rise": "exhaustion_rise",
    "scouting": "scouting", "sharpness": "participation_sharpness",
    "staff_share": "staff_share", "strain": "failure_strain",
    "strictness_weight": "contact_strictness", "substitution": "substitution", "support": "hero_support",
    "tacit": "tacit_share", "thickness": "thickness", "transparency": "transparency",
    "understanding_weight": "contact_understanding",
    "usual_understanding": "understanding_start", "value": "assurance_value", "venue": "neutral_venue",
    "voluntary": "voluntary_capacity", "volunteers": "voluntary_belief",
}
"""The parameter that an argument stands for, by the name of the argument."""

ATTENDANCE = {
    f"{motive}_weight": f"attendance_{parameter_name}"
    for motive, parameter_name in {
        "prediction": "prediction", "shortfall": "shortfall", "habit": "habit", "shame": "shame",
        "disappointment": "disappointment", "capability": "capability", "invitation": "invitation", "norm": "norm",
        "active_share": "active_peers", "hero": "hero", "venue": "venue",
    }.items()
}
ENGAGEMENT = {
    "belief_weight": "engagement_belief", "buy_in_weight": "engagement_buy_in",
    "success_weight": "engagement_success", "exhaustion_weight": "engagement_exhaustion",
    "team_weight": "engagement_team", "resistance_weight": "engagement_resistance",
}
BUY_IN = {
    "visible_rate": "buy_in_visible", "return_rate": "buy_in_return", "project_rate": "buy_in_project",
    "backlog_rate": "buy_in_backlog",
}
RULE_BY_RULE: dict[str, dict[str, str | Floats]] = {
    "attendance.trust_motive_monotone": {"weight": "attendance_trust"},
    "attendance.trust_motive_inverted_u": {"weight": "attendance_trust"},
    "attendance.trust_motive_distrust_voice": {"weight": "attendance_trust"},
    "attendance.personal_motive": {**ATTENDANCE},
    "attendance.social_motive": {**ATTENDANCE},
    "attendance.propensity_after_meeting": {"rate": "learning_rate"},
    **{f"contact.trust_{how}": {"rate": "trust_rate"}
       for how in ("asymmetric", "symmetric", "confirmatory", "beta_bernoulli")},
    "contact.evidence_after_contact": {"rate": "trust_rate"},
    "delivery.resident_effort": {"threshold": "participation_threshold"},
    **{f"evaluation.surprise_{how}": {"weight": "aspiration_weight"}
       for how in ("contrast", "performance_only", "anchoring_after")},
    "evaluation.prediction_after_outcome": {"rate": "prediction_rate"},
    "evaluation.confidence_after_outcome": {"rate": "confidence_rate"},
    "evaluation.disappointment_after_outcome": {"rate": "disappointment_rate", "relief": "disappointment_relief"},
    "evaluation.aspiration_after_outcome": {"rate": "aspiration_rate"},
    "hero.withdrawal_chance": {"base": "hero_withdrawal"},
    "housing.easing_after_week": {"rate": "strictness_easing"},
    "housing.disappointment_at_move_in": {"rate": "disappointment_rate"},
    "leadership.visibility": {"delivered": counts(0, 500)},
    "leadership.buy_in_after_week": {**BUY_IN, "backlog": numbers(0.0, 5.0)},
    "meeting.shame_after_meeting": {"peers": counts(0, 60)},
    "meeting.belief_after_meeting": {"rate": "belief_rate"},
    "promise.prediction_after_binding": {"rate": "prediction_rate"},
    "routine.routine_after_week": {"delivered": FLAG},
    "staff.exhaustion_after_outcomes": {"relief": "success_relief"},
    "staff.exhaustion_after_understanding": {"relief": "understanding_relief"},
    "staff.success_after_outcome": {"outcome": one_of(-1.0, 1.0), "weight": "success_weight"},
    "staff.engagement_target": {**ENGAGEMENT},
    "staff.staff_exit_log_hazard": {"exhaustion_weight": "exit_exhaustion", "hazard": "staff_exit"},
}
"""Arguments whose meaning, a parameter or a range, depends on the rule."""


def argument(rule: str, name: str) -> Floats:
    """The strategy of one argument of a rule; a KeyError asks for an entry in one of the tables above."""
    meaning = {**STAND_FOR, **STATES, **RULE_BY_RULE.get(rule, {})}[name]
    return parameter(meaning) if isinstance(meaning, str) else meaning


def _consistent(drawn: dict[str, float]) -> dict[str, float]:
    """Set the arguments that follow from others: the logit of a draw, a due week after that of the promise."""
    if "draw_logit" in drawn:
        drawn["draw_logit"] = logit(drawn["draw"])
    if {"due", "made"} <= drawn.keys():
        drawn["due"] += drawn["made"]
    return drawn


def arguments_of(rule: str) -> st.SearchStrategy[dict[str, float]]:
    """All arguments of a rule, by name, each in its range."""
    names = inspect.signature(RULES[rule]).parameters
    derived: dict[str, Floats] = {"draw_logit": st.just(0.0), "due": parameter("deadline")}
    return st.fixed_dictionaries({n: derived[n] if n in derived else argument(rule, n) for n in names}).map(_consistent)


# -- programmes and scenarios --------------------------------------------------------------------------

SOON: dict[str, tuple[int, int]] = {
    "project_start": (0, 6), "project_weeks": (1, 24), "meeting_interval": (1, 5), "own_meeting_interval": (1, 4),
    "deadline": (1, 8), "anchoring_week": (-6, 8), "workshop_week": (0, 8), "course_week": (0, 8),
    "course_weeks": (1, 4), "flagship_week": (0, 8), "flagship_deadline": (4, 8), "budget_cut_week": (0, 20),
    "manager_change_week": (0, 20), "pause_week": (0, 20), "pause_weeks": (0, 6), "contagion_weeks": (1, 8),
}
"""Narrower ranges for what is counted in weeks, so that it falls within the horizon of a small world."""


def world(values: Mapping[str, float] | None = None, switches: Mapping[str, str] | None = None, *,
          residents: int = 8, workers: int = 2, services: int = 1, weeks: int = 40, **more: Any) -> Scenario:
    """A small world: services of one size called a, b, ..., and settings."""
    plans = tuple(ServicePlan("abcdef"[n], "units", residents, workers) for n in range(services))
    return Scenario("small", "a small world", "", weeks, plans, Settings(values, switches), **more)


class Lots:
    """Draws of a test from one number, so that unlike Hypothesis' own they fill the whole space evenly."""

    def __init__(self, number: int):
        self.number, self.drawn = number, 0

    def share(self) -> float:
        """Between 0 and 1."""
        self.drawn += 1
        return uniform(self.number, 0, 0, self.drawn)

    def one(self, *values: Any) -> Any:
        """One of a few values."""
        return values[int(self.share() * len(values))]

    def between(self, low: float, high: float, whole: bool = False) -> float:
        """A number from low to high, often one of the two."""
        anywhere = float(int(low + self.share() * (high - low + 1))) if whole else low + self.share() * (high - low)
        return self.one(float(low), float(high), anywhere, anywhere)

    def value(self, name: str) -> float:
        """A value that the parameter accepts."""
        declared = PARAMETERS[name]
        if name == "peer_ties":
            return self.one(0.0, 2.0, 4.0, 6.0, 8.0)
        return self.between(*SOON.get(name, (declared.low, declared.high)), whole=declared.whole)

    def plan(self, name: str) -> ServicePlan:
        """A small service."""
        return ServicePlan(
            name, "units", self.one(1, 2, 5, 9), self.one(1, 2, 3), self.one(0, 1, 2), self.one(None, 0, 2, 4, 8),
            self.between(-1, 1), self.between(0, 40), self.between(-1, 1), self.between(-0.25, 0.25),
        )


def drawn_world(number: int, weeks: int) -> Scenario:
    """The world with this number: every parameter in its bounds, every alternative, partners, dated changes."""
    lots = Lots(number)
    values = {name: lots.value(name) for name in PARAMETERS if lots.share() < 0.7}
    switches = {name: lots.one(*switch.alternatives) for name, switch in SWITCHES.items()}
    services = tuple(lots.plan(name) for name in "abc"[: lots.one(1, 2, 3)])
    partners = lots.one((), (Partner("friends", "voluntary_sector", lots.share()),))
    drawn = Settings(values, switches)
    found = Scenario("drawn", f"drawn_world({number}, {weeks})", "", weeks, services, drawn, partners)
    dated = [name for name, declared in PARAMETERS.items() if not declared.at_start]
    for _ in range(lots.one(0, 1, 4)):
        name = lots.one(*dated)
        found = found.changed(lots.one(*range(1, weeks)), **{name: lots.value(name)})
    return found


def scenarios(weeks: int = 26) -> st.SearchStrategy[Scenario]:
    """Worlds with any parameters in range; `is_joint` holds at all bounds. `repr` shows how to draw one again."""
    return st.integers(0, 2**32).map(lambda number: drawn_world(number, weeks))


SEEDS = st.integers(0, 2**63 - 1)
