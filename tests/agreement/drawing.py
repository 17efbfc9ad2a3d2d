"""Blocks of drawn configurations: worlds that share what lanes must share and differ in all else.

A configuration is a world with values over the hard bounds, any alternative of every switch, dated changes, partners
and a pair of seeds. `drawn_block(number)` gives the same ones every time and everywhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from runs import BUSY
from samskapa.engine.machine.blocks import CALENDAR
from samskapa.science.entities import RESIDENT
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import STRUCTURE, Partner, ServicePlan
from samskapa.science.run import BY_SERVICE, Run
from samskapa.science.scenarios import Scenario
from samskapa.science.settings import Settings
from samskapa.science.switches import SWITCHES
from worlds import Lots

EVERY_OUTCOME = (*OUTCOMES, *(name + BY_SERVICE for name, outcome in OUTCOMES.items() if outcome.by_service))
EVERY_STATE = tuple(variable.name for variable in RESIDENT)
SHARED = {*CALENDAR, *STRUCTURE}
OWN = tuple(name for name in PARAMETERS if name not in SHARED)
DATED = tuple(name for name, declared in PARAMETERS.items() if not declared.at_start)
CROWDED = {
    "meeting_interval": 1,
    "own_meeting_interval": 1,
    "project_start": 1,
    "project_weeks": 40,
    "voice_rate": 4,
    "agenda_cap": 12,
    "agenda_open": 1,
    "attendance_intercept": 4,
    "availability_mean": 1,
    "capability_start": 1,
    "shame_start": 0,
    "invited_share": 1,
    "deadline": 8,
    "delivery_capacity": 0.05,
    "flagship": 0,
    "candour": 0,
    "resident_exit": 0.01,
    "staff_exit": 0.01,
}
"""More is raised than can be done: lists fill up, issues are lost."""
LIVELY = {
    **BUSY,
    "project_start": 1,
    "project_weeks": 12,
    "meeting_interval": 2,
    "own_meeting_interval": 1,
    "attendance_intercept": 4,
    "voice_rate": 4,
    "agenda_cap": 8,
    "delivery_capacity": 0.5,
}
"""Much happens within a short horizon, and much of it goes well."""
KINDS: tuple[tuple[dict[str, float], float, float], ...] = (
    ({}, 0.7, 0.5),
    (BUSY, 0.3, 0.2),
    (LIVELY, 0.2, 0.1),
    (CROWDED, 0.1, 0.05),
)
"""Kinds of worlds: values to begin with, share of parameters drawn for all lanes, and for each lane."""
BIG = 2**63 - 1


def drawn_block(number: int, most_weeks: int = 26, lanes: int = 4) -> list[Run]:
    """Runs of one block: so many configurations as lanes, over at most `most_weeks` weeks."""
    lots = Lots(number)
    weeks = lots.one(most_weeks, most_weeks, most_weeks // 2, 2)
    usual, anew, by_lane = lots.one(*KINDS)
    values = {**usual, **{name: lots.value(name) for name in PARAMETERS if lots.share() < anew}}
    values |= {"project": 1, "level_citizen": 1} if lots.share() < 0.8 else {}
    switches = {name: lots.one(*switch.alternatives) for name, switch in SWITCHES.items() if name != "activation"}
    services = tuple(plan(lots, name) for name in "abc"[: lots.one(1, 2, 3)])
    partners = lots.one((), (Partner("friends", "voluntary_sector", lots.share(), lots.one((), ("a",))),))
    world = Scenario(
        "drawn",
        f"drawn_block({number}, {most_weeks}, {lanes})",
        "",
        weeks,
        services,
        Settings(values, switches),
        partners,
        lots.one(1, 1, 2),
    )
    dates = [(lots.one(*range(1, weeks)), lots.one(*DATED)) for _ in range(lots.one(0, 1, 4))] if weeks > 2 else []
    shared_changes = {place: lots.value(name) for place, (_, name) in enumerate(dates) if name in SHARED}
    programme_seed = lots.one(0, 1, BIG, number % BIG)
    seeds = lots.one((7,), (0, BIG), tuple(range(number, number + lanes)))
    runs = []
    for lane in range(lanes):
        changed = world.changed(**{name: lots.value(name) for name in OWN if lots.share() < by_lane})
        for place, (week, name) in enumerate(dates):
            changed = changed.changed(week, **{name: shared_changes.get(place, lots.value(name))})
        runs.append(run_of(changed, programme_seed, seeds[lane % len(seeds)], place=lane))
    return runs


def plan(lots: Lots, name: str) -> ServicePlan:
    """A small service; sometimes the first is as large as thirty people allow."""
    large = ServicePlan(name, "units", 20, 4, 1, None, 0.1, 2.0, -0.2, 0.1)
    return large if name == "a" and lots.share() < 0.2 else lots.plan(name)


def run_of(
    world: Scenario,
    programme_seed: int = 1,
    chance_seed: int = 1,
    weeks: int | None = None,
    place: int = 0,
    **more: Any,
) -> Run:
    """A run that keeps everything it can keep."""
    return Run(
        world,
        programme_seed,
        chance_seed,
        world.weeks if weeks is None else weeks,
        EVERY_OUTCOME,
        EVERY_STATE,
        False,
        (0, place, 0),
        **more,
    )


def at_full_size(world: Scenario, weeks: int) -> Scenario:
    """A shipped world with a shorter horizon; what changes later falls away."""
    return replace(world, weeks=weeks, changes=tuple(change for change in world.changes if change.week < weeks))
