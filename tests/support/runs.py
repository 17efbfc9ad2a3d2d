"""Shared by the tests of the Mesa model: running a world, and what to hold two runs against each other by."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from typing import Any

import mesa

from samskapa.reference.model import CoProductionModel
from samskapa.science.entities import MANAGER, RESIDENT, SERVICE, WORKER
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.scenarios import Scenario

BUSY = {
    "project_start": 4,
    "project_weeks": 24,
    "meeting_interval": 3,
    "own_meeting_interval": 2,
    "resident_exit": 0.03,
    "staff_exit": 0.02,
    "workshop": 1,
    "workshop_week": 5,
    "workshop_seats": 8,
    "course": 1,
    "course_week": 9,
    "course_residents": 4,
    "course_workers": 2,
    "flagship": 1,
    "flagship_week": 6,
    "flagship_deadline": 8,
    "hero_share": 0.4,
    "scouting": 0.8,
    "attendance_intercept": 1.5,
    "voice_rate": 4,
    "prework": 0.3,
    "anchoring_workers": 0.4,
    "anchoring_managers": 1,
    "buy_in_start": 0.9,
    "routine_gain": 0.1,
    "engagement_start": 0.8,
    "manager_change": 0.5,
    "manager_change_week": 12,
    "pause_week": 18,
    "pause_weeks": 2,
    "voluntary_capacity": 0.2,
    "mandated": 1,
    "choice": 1,
    "queue_dialogue": 1,
    "strictness_easing": 0.02,
    "orphaning": 0.5,
    "deadline": 4,
    "budget_cut": 0.3,
    "budget_cut_week": 20,
}
"""A world in which everything that can happen does happen."""


def imbalance(model: CoProductionModel) -> float:
    """What the books of all services miss."""
    missed = 0.0
    for service in model.services:
        book = service.open_promises()
        explicit = sum(1 for promise in book if promise.explicit)
        missed += service.account.imbalance(float(explicit), float(len(book) - explicit))
    return missed


def forget(model: CoProductionModel) -> None:
    """Let go of a model that is no longer needed: Mesa before 3.5 counts agents in a table that keeps models alive."""
    getattr(mesa.Agent, "_ids", {}).pop(model, None)


def run(
    scenario: Scenario,
    programme_seed: int = 1,
    chance_seed: int = 1,
    *,
    weeks: int | None = None,
    prepare: Callable[[CoProductionModel], None] | None = None,
    each_week: Callable[[CoProductionModel], None] | None = None,
    **more: Any,
) -> CoProductionModel:
    """Run a world; `prepare` sees the model before the first week, `each_week` after every week."""
    model = CoProductionModel(scenario, programme_seed, chance_seed, **more)
    forget(model)
    if prepare:
        prepare(model)
    for _ in range(scenario.weeks if weeks is None else weeks):
        model.step()
        if each_week:
            each_week(model)
    return model


def states(model: CoProductionModel) -> dict[str, list[float]]:
    """Every state of everybody: by kind and number, in the order of `people.py`."""
    kinds = {
        "resident": (model.residents, RESIDENT),
        "worker": (model.workers, WORKER),
        "manager": (model.managers, MANAGER),
        "service": (model.services, SERVICE),
    }
    return {
        f"{kind} {agent.number}": [float(getattr(agent, variable.name)) for variable in variables]
        for kind, (agents, variables) in kinds.items()
        for agent in sorted(agents, key=lambda agent: agent.number)
    }


def digest(model: CoProductionModel) -> str:
    """A fingerprint of every bit of all outcomes of all weeks, and of everybody's states at the end."""
    weekly = model.datacollector.model_vars
    numbers_seen = [float(value) for name in OUTCOMES for value in weekly[name]]
    numbers_seen += [value for values in states(model).values() for value in values]
    numbers_seen += [strength for resident in model.residents for strength in resident.strength]
    return hashlib.sha256(struct.pack(f"<{len(numbers_seen)}d", *numbers_seen)).hexdigest()
