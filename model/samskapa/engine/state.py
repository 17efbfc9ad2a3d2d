"""The arrays of a block of runs, and how they begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samskapa.chance import Decision
from samskapa.engine.places import cal, e, g, k, m, q, r, s, w
from samskapa.interventions import Calendar
from samskapa.outcomes import OUTCOMES, PREPARATION
from samskapa.parameters import PARAMETERS
from samskapa.people import LONGEST_WAIT, PLACES
from samskapa.programme import Programme
from samskapa.scenarios.scenario import Scenario
from samskapa.switches import SWITCHES
from samskapa.ties import COLLEAGUE_PLACES, TIE_PLACES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SWITCH_ORDER = ("trust_update", "trust_effect", "participation_rule", "disconfirmation", "production", "influence",
                "priority", "mode")


class State(NamedTuple):
    """What changes: lanes on the last axis.

    R, W, M, S: residents, workers, managers, services by field, shapes (N, fields, L) and so on; G: the programme;
    Q: promises, shape (S + 1, 64, fields, L), the last ring being the organisation's; top: places in use of each
    ring; T: strengths of ties (N, 16, L); C: colleagues in touch (W, 8, L); seen, seen_abroad: masks of witnessed
    promises (N, L); books: ledger entries (S, 13, L); waits: kept promises by weeks waited (256, L); on_course,
    teaches: enrolled (N, L), (W, L); worst: in the worst-off fifth (N, L); B: rows for passing results; people:
    numbers in passing (4, N + W), and marks their levels; K: what follows from parameters alone (`constants.py`).

    So that rows are not read in vain, some integers say what may be so in any lane: live, that a tie has strength
    (N, 16); heroic, that a resident is a hero of some kind; asked, was invited this week; fifth, is among the worst
    off; touched, has states that may have changed outside `WEEKLY` (each (N)).
    """

    R: Floats
    W: Floats
    M: Floats
    S: Floats
    G: Floats
    Q: Floats
    top: Integers
    T: Floats
    C: Floats
    seen: Integers
    seen_abroad: Integers
    books: Floats
    waits: Floats
    on_course: Floats
    teaches: Floats
    worst: Floats
    B: Floats
    people: Integers
    marks: Floats
    live: Integers
    K: Floats
    heroic: Integers
    asked: Integers
    fifth: Integers
    touched: Integers


class Town(NamedTuple):
    """What does not change and is the same in all lanes: the programme as plain arrays."""

    resident_start: Integers
    worker_start: Integers
    resident_service: Integers
    worker_service: Integers
    resident_key: Integers
    worker_key: Integers
    manager_key: Integers
    primary: Integers
    secondary: Integers
    neighbours: Integers
    kinds: Integers
    mirror: Integers
    colleagues: Integers
    colleague_kinds: Integers
    clients_start: Integers
    clients: Integers
    partner_units: Floats
    exit_ratio: Floats
    strictness_shift: Floats
    engagement_shift: Floats
    spread_shift: Floats
    invitation: Floats
    workshop_standing: Floats
    course_standing: Floats
    workshop_standing_workers: Floats
    course_standing_workers: Floats


def new_state(programme: Programme, lanes: int) -> State:
    """Empty arrays for a block."""
    n, workers, u = programme.residents, programme.workers, programme.services
    managers = len(programme.manager_service)
    flags = {name: np.zeros(n, dtype=np.int64) for name in ("heroic", "asked", "fifth", "touched")}

    def zeros(*shape: int) -> Floats:
        return np.zeros((*shape, lanes))

    return State(
        R=zeros(n, r.count), W=zeros(workers, w.count), M=zeros(managers, m.count), S=zeros(u, s.count), G=zeros(g.count),
        Q=zeros(u + 1, PLACES, q.count), top=np.zeros(u + 1, dtype=np.int64), T=zeros(n, TIE_PLACES),
        C=zeros(workers, COLLEAGUE_PLACES), seen=np.zeros((n, lanes), dtype=np.int64),
        seen_abroad=np.zeros((n, lanes), dtype=np.int64), books=zeros(u, e.count), waits=zeros(LONGEST_WAIT + 1),
        on_course=zeros(n), teaches=zeros(workers), worst=zeros(n), B=zeros(24),
        people=np.zeros((4, n + workers), dtype=np.int64), marks=np.zeros(n + workers),
        live=np.zeros((n, TIE_PLACES), dtype=np.int64), K=zeros(k.count), **flags,
    )


def bytes_of_block(programme: Programme, lanes: int) -> int:
    """Memory of the state of a block, in bytes."""
    n, workers, u = programme.residents, programme.workers, programme.services
    a_resident = r.count + TIE_PLACES + 4
    a_worker = w.count + COLLEAGUE_PLACES + 1
    a_service = s.count + PLACES * q.count + e.count
    return int(8 * lanes * (n * a_resident + workers * a_worker + (u + 1) * a_service + LONGEST_WAIT + 32 + k.count))


def town_of(programme: Programme) -> Town:
    """A programme as the engine wants it."""
    order = np.argsort(programme.primary, kind="stable").astype(np.int64)
    counts = np.bincount(programme.primary, minlength=programme.workers)

    def shifts(name: str) -> Floats:
        return np.array([getattr(plan, name) for plan in programme.plans], dtype=np.float64)

    def whole(values: Any) -> Integers:
        return np.ascontiguousarray(values, dtype=np.int64)

    return Town(
        whole(programme.resident_start), whole(programme.worker_start), whole(programme.resident_service),
        whole(programme.worker_service), whole(programme.resident_key), whole(programme.worker_key),
        whole(programme.manager_key),
        whole(programme.primary), whole(programme.secondary), whole(programme.neighbours), whole(programme.tie_kind),
        whole(programme.mirror), whole(programme.colleagues), whole(programme.colleague_kind),
        whole(np.concatenate([[0], np.cumsum(counts)])), order, programme.partner_units,
        shifts("exit_ratio"), shifts("strictness_shift"), shifts("engagement_shift"), shifts("spread_shift"),
        programme.standing(Decision.INVITATION), programme.standing(Decision.STANDING_WORKSHOP),
        programme.standing(Decision.STANDING_COURSE), programme.standing(Decision.STANDING_WORKSHOP, True),
        programme.standing(Decision.STANDING_COURSE, True),
    )


def parameter_rows(worlds: Sequence[Scenario], week: int) -> Floats:
    """Every parameter in a week, one column a lane; shape (parameters, L)."""
    known: dict[int, Floats] = {}
    columns = []
    for world in worlds:
        if id(world) not in known:
            numbers = world.settings_at(week).numbers()
            known[id(world)] = np.array([float(numbers[name]) for name in PARAMETERS])
        columns.append(known[id(world)])
    return np.ascontiguousarray(np.stack(columns, axis=1))


def switch_codes(world: Scenario) -> Integers:
    """The alternative of each switch by its number."""
    chosen = world.settings.alternatives()
    return np.array([list(SWITCHES[name].alternatives).index(chosen[name]) for name in SWITCH_ORDER], dtype=np.int64)


def calendar_rows(world: Scenario, weeks: int) -> Integers:
    """What is due in each week; shape (weeks, entries)."""
    rows = np.zeros((weeks, cal.count), dtype=np.int64)
    for week in range(weeks):
        due = Calendar(world.settings_at(week), week)
        first = int(due.settings.budget_cut_week)
        rows[week] = [
            due.in_project, due.meeting, due.own_meeting, due.anchoring, due.workshop, due.course_week, due.flagship,
            due.paused, due.pause_begins, week == int(due.settings.manager_change_week),
            first <= week < first + int(due.settings.budget_cut_weeks), week == max(0, due.start - PREPARATION),
        ]
    return rows


# What an outcome is made from: asking for the one asks for the others.
_MADE_FROM = {
    "enabling": ("norm", "trust", "strictness", "engagement"), "entrapping": ("norm", "prediction"),
    "expectation_gap": ("aspiration", "quality"), "adaptive_preference_gap": ("aspiration", "quality"),
    "misperception": ("belief", "willing_share"),
}


def needed(names: Iterable[str]) -> Integers:
    """One for each outcome that has to be measured so that those named can be."""
    wanted = set(names)
    for name in names:
        wanted |= set(_MADE_FROM.get(name, ()))
        wanted |= {name.removesuffix("_sd")} if name.endswith("_sd") else set()
    return np.array([1 if name in wanted else 0 for name in OUTCOMES], dtype=np.int64)
