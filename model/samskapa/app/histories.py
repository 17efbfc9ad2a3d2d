"""One run with everybody in it: the compiled week is stopped after each week, and what is there is written down.

The numbers are the bits of every other run of that world and chance; only the sending rounds them (`frames.in_steps`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.app.batches import SupersededError
from samskapa.app.frames import Packed, frame, in_steps
from samskapa.app.promises import Declined, PromiseBook
from samskapa.interventions import Calendar
from samskapa.people import TOPICS
from samskapa.programme import Programme
from samskapa.runs import Run
from samskapa.scenarios.scenario import Scenario
from samskapa.ties import PERMANENT

if TYPE_CHECKING:
    from samskapa.engine.state import State

Floats = NDArray[np.float64]
MOVED_IN, INVITED, CAME, TOOK_PART = 1, 2, 4, 8
OF_RESIDENTS = {"trust": 1.0, "prediction": 1.0, "confidence": 1.0, "aspiration": 1.0, "habit": 1.0,
                "disappointment": 2.0}
OF_WORKERS = {"engagement": 1.0, "exhaustion": 1.0, "load": 2.0}
SHARES_OF_SERVICES = ("quality", "norm", "routine", "strictness")
COUNTS_OF_SERVICES = {"met": "u1", "invited": "u2", "attended": "u2"}
AMOUNTS_OF_SERVICES = ("capacity", "backlog")


@dataclass(eq=False)
class History:
    """What was written down of a run: arrays by name, weeks first.

    Attributes:
        scenario: the world.
        programme: its people and candidate ties.
        weekly: exact values by kind and name, as `residents.trust`; shape (weeks, people).
        flags: what a resident did in a week, in bits; shape (weeks, N).
        promises: one row a promise, as `promises.PromiseBook.rows`.
        declined: issues declined with reasons, this week; shape (weeks, S).
        acquired: ties that came and went: resident, resident, kind, from week, until week (-1: lasts).
    """

    scenario: Scenario
    programme: Programme
    weekly: dict[str, Floats]
    flags: NDArray[np.uint8]
    promises: PromiseBook
    declined: Declined
    acquired: list[list[int]] = field(default_factory=list)


def history_of(
    scenario: Scenario, programme_seed: int, chance_seed: int, stopped: Callable[[], bool] = lambda: False
) -> History:
    """Run a world once, week by week, and write down everybody's states.

    Args:
        scenario: the world, with the changes of a branch as dated changes.
        programme_seed, chance_seed: the seeds.
        stopped: whether nobody waits any more.

    Raises:
        SupersededError: nobody waits for it any more.
        RunError: the run left its bounds.
    """
    from samskapa.engine.blocks import calendar_of, programme_of
    from samskapa.engine.state import new_state, parameter_rows, switch_codes, town_of
    from samskapa.engine.week import run_weeks, start
    from samskapa.outcomes import OUTCOMES

    run = Run(scenario, programme_seed, chance_seed, scenario.weeks, ())
    programme, weeks = programme_of(run), scenario.weeks
    st, town = new_state(programme, 1), town_of(programme)
    pen = Pen(History(
        scenario, programme, _empty(programme, weeks), np.zeros((weeks, programme.residents), dtype=np.uint8),
        PromiseBook(), Declined(weeks, programme.services),
    ))
    switches = switch_codes(scenario)
    start(st, town, parameter_rows([scenario], 0), switches, programme_seed)
    pen.begin(st)
    fixed = switches, np.array([chance_seed], dtype=np.int64), True, calendar_of(scenario, weeks)
    count, nothing = len(OUTCOMES), np.zeros(0, dtype=np.int64)
    notes = (
        np.zeros(count, dtype=np.int64), np.zeros((count, 1)), np.zeros((count, programme.services, 1)),
        nothing, np.zeros((0, weeks, 1)), nothing, np.zeros((0, weeks, programme.services, 1)),
        nothing, np.zeros((0, weeks, programme.residents, 1)), np.full((4, 1), -1, dtype=np.int64),
    )
    turns = [0, *(week for week in scenario.weeks_of_change() if week < weeks), weeks]
    for first, last in pairwise(turns):
        rows = parameter_rows([scenario], first)
        for week in range(first, last):
            run_weeks(st, town, rows, *fixed, week, week + 1, *notes)
            pen.write(st, week)
        if stopped():
            raise SupersededError
    _refuse_broken(run, notes[-1])
    return pen.history


def _refuse_broken(run: Run, broken: NDArray[np.int64]) -> None:
    from samskapa.engine.blocks import why_broken
    from samskapa.errors import RunError

    why = why_broken(run, broken[:, 0])
    if why:
        raise RunError(why, scenario=run.scenario.name, seed=run.chance_seed, week=int(broken[3, 0]))


def _empty(programme: Programme, weeks: int) -> dict[str, Floats]:
    names = {
        "residents": (*OF_RESIDENTS, "hero"), "workers": (*OF_WORKERS, "worker_new"), "managers": ("buy_in",),
        "services": (*SHARES_OF_SERVICES, *COUNTS_OF_SERVICES, *AMOUNTS_OF_SERVICES),
    }
    people = {"residents": programme.residents, "workers": programme.workers,
              "managers": len(programme.manager_service), "services": programme.services}
    return {f"{kind}.{name}": np.zeros((weeks, people[kind])) for kind, own in names.items() for name in own}


class Pen:
    """Writes the state at the end of each week into a history."""

    def __init__(self, history: History):
        from samskapa.engine.places import m, r, s, w

        self.history = history
        self.fields = {"residents": vars(r), "workers": vars(w), "managers": vars(m), "services": vars(s)}
        self.r = vars(r)
        self.open_ties: dict[tuple[int, int], list[int]] = {}
        programme = history.programme
        self.may_form = np.argwhere((programme.tie_kind > PERMANENT)
                                    & (programme.neighbours > np.arange(programme.residents)[:, None]))

    def begin(self, st: State) -> None:
        """Note what is counted from the start."""
        self.sessions = st.R[self.r["sessions"], :, 0].copy()
        self.offered = st.R[self.r["offered"], :, 0].copy()

    def write(self, st: State, week: int) -> None:
        """Write down what is there at the end of a week."""
        states = {"residents": st.R, "workers": st.W, "managers": st.M, "services": st.S}
        for key, kept in self.history.weekly.items():
            kind, name = key.split(".")
            if name == "trust":
                kept[week] = self._trust(st)
            elif name == "worker_new":
                kept[week] = st.W[self.fields["workers"]["last_exit"], :, 0] == float(week)
            else:
                kept[week] = states[kind][self.fields[kind][name], :, 0]
        self._flags(st, week)
        self.history.promises.note(st.Q[..., 0], st.N[..., 0], week)
        self.history.declined.note(st.books[..., 0], week)
        self._ties(st, week)

    def _trust(self, st: State) -> Floats:
        """Mean trust in the own workers, as `Resident.trust`."""
        first, second = st.R[self.r["trust_primary"], :, 0], st.R[self.r["trust_secondary"], :, 0]
        return np.asarray(np.where(st.R[self.r["secondary"], :, 0] < 0.0, first, 0.5 * (first + second)))

    def _flags(self, st: State, week: int) -> None:
        """What changed in counters that begin anew with every newcomer."""
        new = (st.R[self.r["tenure"], :, 0] == 1.0) & (week > 0)
        before_sessions = np.where(new, 0.0, self.sessions)
        before_offered = np.where(new, 0.0, self.offered)
        self.sessions = st.R[self.r["sessions"], :, 0].copy()
        self.offered = st.R[self.r["offered"], :, 0].copy()
        invited = self.offered > before_offered
        came = invited & (st.R[self.r["came_last"], :, 0] > 0.0)
        self.history.flags[week] = (
            MOVED_IN * new + INVITED * invited + CAME * came + TOOK_PART * (self.sessions > before_sessions)
        )

    def _ties(self, st: State, week: int) -> None:
        """Which acquired ties came or went."""
        people, places = self.may_form[:, 0], self.may_form[:, 1]
        there = {(int(i), int(k)) for i, k in self.may_form[st.T[people, places, 0] > 0.0]}
        programme = self.history.programme
        for key in there - self.open_ties.keys():
            kind = int(programme.tie_kind[key])
            row = [key[0], int(programme.neighbours[key]), kind, week, -1]
            self.open_ties[key] = row
            self.history.acquired.append(row)
        for key in self.open_ties.keys() - there:
            self.open_ties.pop(key)[4] = week


def history_frame(history: History, said: dict[str, Any]) -> bytes:
    """A history as it is sent."""
    scenario, programme = history.scenario, history.programme
    arrays = _weekly_arrays(history) | _who_and_where(history)
    header = {
        "kind": "history", **said, "weeks": scenario.weeks,
        "start_date": scenario.start_date.isoformat() if scenario.start_date else None,
        "services": [
            {"name": plan.name, "kind": plan.kind, "first_resident": int(programme.resident_start[u]),
             "residents": plan.residents, "first_worker": int(programme.worker_start[u]), "workers": plan.workers}
            for u, plan in enumerate(programme.plans)
        ],
        "calendar": calendar_of_history(scenario), "topics": list(TOPICS),
    }
    size = len(frame(header, arrays))
    return frame({**header, "bytes": size}, arrays)


def _weekly_arrays(history: History) -> dict[str, Packed]:
    weekly = history.weekly
    arrays = {name: in_steps(weekly[f"residents.{name}"], 0.0, high) for name, high in OF_RESIDENTS.items()}
    arrays["hero"] = Packed(weekly["residents.hero"], "u1")
    arrays["flags"] = Packed(history.flags, "u1")
    arrays |= {name: in_steps(weekly[f"workers.{name}"], 0.0, high) for name, high in OF_WORKERS.items()}
    arrays["worker_new"] = Packed(weekly["workers.worker_new"], "u1")
    arrays["buy_in"] = in_steps(weekly["managers.buy_in"], 0.0, 1.0)
    arrays |= {name: in_steps(weekly[f"services.{name}"], 0.0, 1.0) for name in SHARES_OF_SERVICES}
    arrays |= {name: Packed(weekly[f"services.{name}"], kind) for name, kind in COUNTS_OF_SERVICES.items()}
    arrays |= {name: Packed(weekly[f"services.{name}"], "f4") for name in AMOUNTS_OF_SERVICES}
    arrays["declined"] = Packed(history.declined.weekly, "u2")
    return arrays


def _who_and_where(history: History) -> dict[str, Packed]:
    """What does not change, the promises, and the ties."""
    programme = history.programme
    person, place = np.nonzero(programme.tie_kind == PERMANENT)
    other = programme.neighbours[person, place]
    once = person < other
    permanent = np.stack([person[once], other[once], np.full(int(once.sum()), PERMANENT)], axis=1)
    return {
        "home": Packed(programme.resident_service, "u2"), "worker": Packed(programme.primary, "u2"),
        "second_worker": Packed(programme.secondary, "i2"), "worker_home": Packed(programme.worker_service, "u2"),
        "manager_home": Packed(programme.manager_service, "i2"), "promises": Packed(history.promises.rows(), "i4"),
        "orphaned": Packed(history.promises.orphaned(), "i2"), "ties": Packed(permanent, "u2"),
        "acquired": Packed(np.array(history.acquired, dtype=np.int64).reshape(-1, 5), "i4"),
    }


def calendar_of_history(scenario: Scenario) -> dict[str, Any]:
    """What is due when: the project, pauses, single events, dated changes."""
    due = [Calendar(scenario.settings_at(week), week) for week in range(scenario.weeks)]
    events: list[dict[str, Any]] = []
    for kind, happens in _EVENTS.items():
        weeks = [calendar.week for calendar in due if happens(calendar)]
        events += [{"week": first, "kind": kind, "weeks": last - first} for first, last in _spans(weeks)]
    return {
        "project": _spans([one.week for one in due if one.has_project and one.start <= one.week < one.end]),
        "paused": _spans([one.week for one in due if one.paused]),
        "events": sorted(events, key=lambda event: int(event["week"])),
        "changes": [{"week": c.week, "parameter": c.parameter, "value": c.value} for c in scenario.changes],
    }


_EVENTS: dict[str, Callable[[Calendar], bool]] = {
    "anchoring": lambda due: due.anchoring and _anchored(due),
    "workshop": lambda due: due.workshop,
    "course": lambda due: due.course_week > 0,
    "flagship": lambda due: due.flagship,
    "budget_cut": lambda due: due.budget_cut > 0.0,
    "manager_change": lambda due: due.managers_change,
}


def _anchored(due: Calendar) -> bool:
    p = due.settings
    return bool(p.anchoring_managers + p.anchoring_workers + p.anchoring_users > 0.0)


def _spans(weeks: Sequence[int]) -> list[tuple[int, int]]:
    """Weeks as spans: the first, and the one after the last.

    >>> _spans([3, 4, 5, 9])
    [(3, 6), (9, 10)]
    """
    spans: list[tuple[int, int]] = []
    for week in weeks:
        if spans and spans[-1][1] == week:
            spans[-1] = (spans[-1][0], week + 1)
        else:
            spans.append((week, week + 1))
    return spans
