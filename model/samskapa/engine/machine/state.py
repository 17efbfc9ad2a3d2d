"""The arrays of a block of runs, and how they begin."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samskapa.engine.machine.events import FIELDS
from samskapa.engine.machine.layout import BOUNDS_OF_RESIDENTS, SWITCH_ORDER, cal, e, g, h, k, m, q, r, s, w
from samskapa.science.chance import Decision
from samskapa.science.entities import LONGEST_WAIT, PLACES, RESIDENT_TRAITS
from samskapa.science.interventions import Calendar
from samskapa.science.outcomes import OUTCOMES, PREPARATION
from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import Programme
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.switches import SWITCHES
from samskapa.science.ties import COLLEAGUE_PLACES, TIE_PLACES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
ROWS_IN_PASSING = 16
LINE = 64
"""Bytes that a processor fetches together."""
EVERY_PARAMETER = itemgetter(*PARAMETERS)


class State(NamedTuple):
    """What changes: lanes on the last axis.

    R, W, M, S: residents, workers, managers, services by field, shapes (fields, N, L) and so on; G: the programme;
    Q, N: promises, levels and whole numbers, shape (S + 1, 64, fields, L), the last ring being the organisation's; top:
    places in use of each ring; T: strengths of ties (N, 16, L); C: colleagues in touch (W, 8, L); seen, seen_abroad:
    masks of witnessed promises (N, L); books: ledger entries (S, 13, L); waits: kept promises by weeks waited (256, L);
    on_course, teaches: enrolled (N, L), (W, L); worst: in the worst-off fifth (N, L); B: rows for passing results;
    people: numbers in passing (4, N + W or more), and marks their levels; scores: draws of a newcomer, and mean, centre
    and scale of the traits drawn (4, traits); log: events kept, told: how many there were (L), date: the week (1);
    draws: of everybody or those invited (3, N); K: what follows from parameters alone (`constants.py`).

    So that rows are not read in vain, some integers say what may be so in any lane: live, that a tie has strength
    (N, 16); heroic, that a resident is a hero of some kind (1), and an active one (2); second, knows a second worker;
    asked, was invited this week; fifth, is among the worst off; touched, has had anything happen that does not happen
    to everybody every week (each (N)). outside: whether something that does was seen out of bounds (1), which are
    bounds: the lowest and highest value of each state of residents (states, 2).
    """

    R: Floats
    W: Floats
    M: Floats
    S: Floats
    G: Floats
    Q: Floats
    N: NDArray[np.int32]
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
    draws: Floats
    heroic: Integers
    second: Integers
    asked: Integers
    fifth: Integers
    touched: Integers
    outside: Integers
    bounds: Floats
    scores: Floats
    log: Floats
    told: Integers
    date: Integers


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


def new_state(programme: Programme, lanes: int, events: int = 0) -> State:
    """Empty arrays for a block with room for some events in each lane, cut from one piece.

    So the piece is large enough for numpy to ask for large pages of memory, and each array begins a line of the cache.
    """
    shapes = shapes_of_block(programme, events)
    whole = np.zeros(bytes_of_block(programme, lanes, events) + LINE, dtype=np.uint8)
    arrays: dict[str, NDArray[Any]] = {}
    first = -whole.ctypes.data % LINE
    for name, (shape, kind, by_lane) in shapes.items():
        size = bytes_of(shape, kind, lanes if by_lane else 1)
        arrays[name] = whole[first : first + size].view(kind).reshape((*shape, lanes) if by_lane else shape)
        first += -(-size // LINE) * LINE
    arrays["bounds"][...] = BOUNDS_OF_RESIDENTS
    return State(**arrays)


Shape = tuple[tuple[int, ...], type[np.float64] | type[np.int64] | type[np.int32], bool]


def shapes_of_block(programme: Programme, events: int) -> dict[str, Shape]:
    """Of each array of a state: its shape without lanes, what its numbers are, and whether it has lanes."""
    n, workers, u = programme.residents, programme.workers, programme.services
    managers = len(programme.manager_service)
    floats = {
        "R": (r.count, n),
        "W": (w.count, workers),
        "M": (m.count, managers),
        "S": (s.count, u),
        "G": (g.count,),
        "Q": (u + 1, PLACES, q.count),
        "T": (n, TIE_PLACES),
        "C": (workers, COLLEAGUE_PLACES),
        "books": (u, e.count),
        "waits": (LONGEST_WAIT + 1,),
        "on_course": (n,),
        "teaches": (workers,),
        "worst": (n,),
        "B": (ROWS_IN_PASSING,),
        "K": (k.count,),
        "log": (events, FIELDS),
    }
    shapes: dict[str, Shape] = {name: (shape, np.float64, True) for name, shape in floats.items()}
    shapes |= dict.fromkeys(("seen", "seen_abroad"), ((n,), np.int64, True))
    shapes |= {
        "N": ((u + 1, PLACES, h.count), np.int32, True),
        "told": ((), np.int64, True),
        "date": ((1,), np.int64, False),
    }
    shapes |= dict.fromkeys(("heroic", "second", "asked", "fifth", "touched"), ((n,), np.int64, False))
    return shapes | {
        "top": ((u + 1,), np.int64, False),
        "people": ((4, max(n + workers, PLACES)), np.int64, False),
        "marks": ((n + workers,), np.float64, False),
        "live": ((n, TIE_PLACES), np.int64, False),
        "outside": ((1,), np.int64, False),
        "bounds": (BOUNDS_OF_RESIDENTS.shape, np.float64, False),
        "draws": ((3, n), np.float64, False),
        "scores": ((4, len(RESIDENT_TRAITS) + 3), np.float64, False),
    }


def bytes_of_block(programme: Programme, lanes: int, events: int = 0) -> int:
    """Memory of the state of a block, in bytes."""
    every = shapes_of_block(programme, events).values()
    sizes = (bytes_of(shape, kind, lanes if by_lane else 1) for shape, kind, by_lane in every)
    return sum(-(-size // LINE) * LINE for size in sizes)


def bytes_of(shape: tuple[int, ...], kind: type[np.generic], lanes: int) -> int:
    """Bytes of an array with so many lanes."""
    return math.prod(shape) * lanes * np.dtype(kind).itemsize


def town_of(programme: Programme) -> Town:
    """A programme as the engine wants it."""
    order = np.argsort(programme.primary, kind="stable").astype(np.int64)
    counts = np.bincount(programme.primary, minlength=programme.workers)

    def shifts(name: str) -> Floats:
        return np.array([getattr(plan, name) for plan in programme.plans], dtype=np.float64)

    def whole(values: Any) -> Integers:
        return np.ascontiguousarray(values, dtype=np.int64)

    return Town(
        whole(programme.resident_start),
        whole(programme.worker_start),
        whole(programme.resident_service),
        whole(programme.worker_service),
        whole(programme.resident_key),
        whole(programme.worker_key),
        whole(programme.manager_key),
        whole(programme.primary),
        whole(programme.secondary),
        whole(programme.neighbours),
        whole(programme.tie_kind),
        whole(programme.mirror),
        whole(programme.colleagues),
        whole(programme.colleague_kind),
        whole(np.concatenate([[0], np.cumsum(counts)])),
        order,
        programme.partner_units,
        shifts("exit_ratio"),
        shifts("strictness_shift"),
        shifts("engagement_shift"),
        shifts("spread_shift"),
        programme.standing(Decision.INVITATION),
        programme.standing(Decision.STANDING_WORKSHOP),
        programme.standing(Decision.STANDING_COURSE),
        programme.standing(Decision.STANDING_WORKSHOP, True),
        programme.standing(Decision.STANDING_COURSE, True),
    )


def parameter_rows(worlds: Sequence[Scenario], week: int) -> Floats:
    """Every parameter in a week, one column a lane; shape (parameters, L)."""
    known: dict[int, tuple[float, ...]] = {}
    for world in worlds:
        if id(world) not in known:
            known[id(world)] = EVERY_PARAMETER(vars(world.settings_at(week)))
    return np.ascontiguousarray(np.array([known[id(world)] for world in worlds], dtype=np.float64).T)


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
            due.in_project,
            due.meeting,
            due.own_meeting,
            due.anchoring,
            due.workshop,
            due.course_week,
            due.flagship,
            due.paused,
            due.pause_begins,
            week == int(due.settings.manager_change_week),
            first <= week < first + int(due.settings.budget_cut_weeks),
            week == max(0, due.start - PREPARATION),
        ]
    return rows


# What an outcome is made from: asking for the one asks for the others.
_MADE_FROM = {
    "enabling": ("norm", "trust", "strictness", "engagement"),
    "entrapping": ("norm", "prediction"),
    "expectation_gap": ("aspiration", "quality"),
    "adaptive_preference_gap": ("aspiration", "quality"),
    "misperception": ("belief", "willing_share"),
    "fulfilment": ("kept_in_time", "kept_late", "broken_explicit", "broken_implicit"),
    "fulfilment_explicit": ("kept_in_time", "kept_late", "broken_explicit", "broken_implicit"),
}


def needed(names: Iterable[str]) -> Integers:
    """One for each outcome that has to be measured so that those named can be."""
    wanted = set(names)
    for name in names:
        wanted |= set(_MADE_FROM.get(name, ()))
        wanted |= {name.removesuffix("_sd")} if name.endswith("_sd") else set()
    return np.array([1 if name in wanted else 0 for name in OUTCOMES], dtype=np.int64)
