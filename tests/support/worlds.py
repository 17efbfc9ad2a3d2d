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

STAND_FOR: dict[str, str] = {"cap": "agenda_cap", "link": "learning_link"}
"""The parameter that an argument stands for where it bears another name."""
RULE_BY_RULE: dict[str, dict[str, Floats]] = {
    "leadership.visibility": {"delivered": counts(0, 500)},
    "leadership.buy_in_after_week": {"backlog": numbers(0.0, 5.0)},
    "meeting.shame_after_meeting": {"peers": counts(0, 60)},
    "routine.routine_after_week": {"delivered": FLAG},
    "staff.success_after_outcome": {"outcome": one_of(-1.0, 1.0)},
}
"""Arguments whose range depends on the rule."""


def argument(rule: str, name: str) -> Floats:
    """The strategy of one argument of a rule; a KeyError asks for an entry in one of the tables above."""
    known = {**STATES, **RULE_BY_RULE.get(rule, {})}
    return known[name] if name in known else parameter(STAND_FOR.get(name, name))


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
    "project_start": (0, 6),
    "project_weeks": (1, 24),
    "meeting_interval": (1, 5),
    "own_meeting_interval": (1, 4),
    "deadline": (1, 8),
    "anchoring_week": (-6, 8),
    "workshop_week": (0, 8),
    "course_week": (0, 8),
    "course_weeks": (1, 4),
    "flagship_week": (0, 8),
    "flagship_deadline": (4, 8),
    "budget_cut_week": (0, 20),
    "manager_change_week": (0, 20),
    "pause_week": (0, 20),
    "pause_weeks": (0, 6),
    "contagion_weeks": (1, 8),
}
"""Narrower ranges for what is counted in weeks, so that it falls within the horizon of a small world."""


def world(
    values: Mapping[str, float] | None = None,
    switches: Mapping[str, str] | None = None,
    *,
    residents: int = 8,
    workers: int = 2,
    services: int = 1,
    weeks: int = 40,
    **more: Any,
) -> Scenario:
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
            name,
            "units",
            self.one(1, 2, 5, 9),
            self.one(1, 2, 3),
            self.one(0, 1, 2),
            self.one(None, 0, 2, 4, 8),
            self.between(-1, 1),
            self.between(0, 40),
            self.between(-1, 1),
            self.between(-0.25, 0.25),
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
