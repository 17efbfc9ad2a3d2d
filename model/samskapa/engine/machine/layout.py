"""Where each state, parameter and draw lies in the arrays: numbers that the compiler sees as constants."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from samskapa.science.chance import Decision
from samskapa.science.entities import (
    ENTRIES,
    MANAGER,
    PROMISE,
    RESIDENT,
    RESIDENT_TRAITS,
    SERVICE,
    WORKER,
    StateVariable,
)
from samskapa.science.parameters import PARAMETERS
from samskapa.science.rules.choices import ROLES


def numbered(title: str, names: Iterable[str]) -> ModuleType:
    """Names as constants of a module, numbered from 0, with `count` beside them."""
    places = ModuleType(title)
    listed = list(names)
    for place, name in enumerate(listed):
        setattr(places, name, place)
    vars(places)["count"] = len(listed)
    return places


def _names(variables: Iterable[StateVariable]) -> list[str]:
    return [variable.name for variable in variables]


# States as in `people`, then what a week needs in passing.
r = numbered("resident", [*_names(RESIDENT), "trust", "is_active", "offered_now", "came_now", "leaves",
                          "next_prediction", "next_trust"])
w = numbered("worker", [*_names(WORKER), "responsiveness", "present", "leaves", "meetings", "successes", "failures",
                        "target"])
m = numbered("manager", _names(MANAGER))
s = numbered("service", [*_names(SERVICE), "exit_log_hazard", "met", "delivered", "broken_weight", "attended",
                         "invited", "came_again", "came_before", "own_meetings", "staff_exits", "resident_exits",
                         "staff_hours", "mindset_start", "aspiration_start", "open_explicit", "open_implicit"])
# What follows from parameters alone: mean, centre and scale of each trait, and so on (`constants.py`).
k = numbered("constant", [*(f"{name}_{part}" for name in ("trust", *(row[0] for row in RESIDENT_TRAITS))
                            for part in ("mean", "centre", "scale")), "most_exits", "usual_production"])
# A promise: two levels, and whole numbers.
q = numbered("level of a promise", ["remaining", "outcome"])
h = numbered("whole number of a promise", [*(name for name in _names(PROMISE) if name != "remaining"), "open", "topic"])
g = numbered("programme", ["partner_trust", "buy_in", "leadership", "promises_made"])
e = numbered("entry", ENTRIES)
p = numbered("parameter", PARAMETERS)
cal = numbered("calendar", ["in_project", "meeting", "own_meeting", "anchoring", "workshop", "course_week", "flagship",
                            "paused", "pause_begins", "managers_change", "budget_cut", "worst_off"])
d = ModuleType("decision")
for decision in Decision:
    setattr(d, decision.name, int(decision))
SWITCH_ORDER = tuple(dict.fromkeys((*(switch for switch, _ in ROLES.values()), "mode")))
"""The switches that the engine asks, each once; `SWITCHES` numbers their alternatives."""
sw = numbered("switch", SWITCH_ORDER)


def _bounds(variables: Iterable[StateVariable]) -> NDArray[np.float64]:
    return np.array([(variable.low, variable.high) for variable in variables], dtype=np.float64)


# The lowest and highest value of each state, in the order of the states; shape (states, 2).
BOUNDS_OF_RESIDENTS = _bounds(RESIDENT)
BOUNDS_OF_WORKERS = _bounds(WORKER)
BOUNDS_OF_MANAGERS = _bounds(MANAGER)
BOUNDS_OF_SERVICES = _bounds(SERVICE)


