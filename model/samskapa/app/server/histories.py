"""One run with everybody in it: the compiled week is stopped after each week, and what is there is written down.

The numbers are the bits of every other run of that world and chance; only the sending rounds them (`frames.in_steps`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.app.server.batches import SupersededError
from samskapa.app.server.frames import Packed, frame, in_steps
from samskapa.app.server.promises import Declined, PromiseBook
from samskapa.science.entities import TOPICS
from samskapa.science.errors import RunError
from samskapa.science.interventions import Calendar
from samskapa.science.programme import Programme
from samskapa.science.run import Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.ties import PERMANENT

if TYPE_CHECKING:
    from samskapa.engine.machine.view import Look

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
        weekly: exact values by kind and name, as `resident.trust`; shape (weeks, people).
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
    from samskapa.engine.machine.blocks import programme_of, run_block

    run = Run(scenario, programme_seed, chance_seed, scenario.weeks, ())
    programme, weeks = programme_of(run), scenario.weeks
    pen = Pen(History(
        scenario, programme, _empty(programme, weeks), np.zeros((weeks, programme.residents), dtype=np.uint8),
        PromiseBook(), Declined(weeks, programme.services),
    ))

    def after_week(week: int, look: Look) -> None:
        pen.write(look, week)
        if stopped():
            raise SupersededError

    [(_, result)] = run_block([(0, run)], after_week)
    if result.failure:
        raise RunError(result.failure, scenario=scenario.name, seed=chance_seed)
    return pen.history


def _empty(programme: Programme, weeks: int) -> dict[str, Floats]:
    names = {
        "resident": (*OF_RESIDENTS, "hero"), "worker": (*OF_WORKERS, "new"), "manager": ("buy_in",),
        "service": (*SHARES_OF_SERVICES, *COUNTS_OF_SERVICES, *AMOUNTS_OF_SERVICES),
    }
    people = {"resident": programme.residents, "worker": programme.workers,
              "manager": len(programme.manager_service), "service": programme.services}
    return {f"{kind}.{name}": np.zeros((weeks, people[kind])) for kind, own in names.items() for name in own}


class Pen:
    """Writes the state at the end of each week into a history."""

    def __init__(self, history: History):
        self.history = history
        self.open_ties: dict[tuple[int, int], list[int]] = {}
        programme = history.programme
        self.sessions = self.offered = np.zeros(programme.residents)
        self.may_form = np.argwhere((programme.tie_kind > PERMANENT)
                                    & (programme.neighbours > np.arange(programme.residents)[:, None]))

    def write(self, look: Look, week: int) -> None:
        """Write down what is there at the end of a week."""
        for name, kept in self.history.weekly.items():
            kept[week] = (look["worker.last_exit"] == float(week) if name == "worker.new" else look[name])[:, 0]
        self._flags(look, week)
        self.history.promises.note(look, week)
        self.history.declined.note(look["account.declined"][:, 0], week)
        self._ties(look, week)

    def _flags(self, look: Look, week: int) -> None:
        """What changed in counters that begin anew with every newcomer."""
        new = (look["resident.tenure"][:, 0] == 1.0) & (week > 0)
        before_sessions = np.where(new, 0.0, self.sessions)
        before_offered = np.where(new, 0.0, self.offered)
        self.sessions = look["resident.sessions"][:, 0].copy()
        self.offered = look["resident.offered"][:, 0].copy()
        invited = self.offered > before_offered
        came = invited & (look["resident.came_last"][:, 0] > 0.0)
        self.history.flags[week] = (
            MOVED_IN * new + INVITED * invited + CAME * came + TOOK_PART * (self.sessions > before_sessions)
        )

    def _ties(self, look: Look, week: int) -> None:
        """Which acquired ties came or went."""
        people, places = self.may_form[:, 0], self.may_form[:, 1]
        there = {(int(i), int(k)) for i, k in self.may_form[look["strength"][people, places, 0] > 0.0]}
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
    arrays = {name: in_steps(weekly[f"resident.{name}"], 0.0, high) for name, high in OF_RESIDENTS.items()}
    arrays["hero"] = Packed(weekly["resident.hero"], "u1")
    arrays["flags"] = Packed(history.flags, "u1")
    arrays |= {name: in_steps(weekly[f"worker.{name}"], 0.0, high) for name, high in OF_WORKERS.items()}
    arrays["worker_new"] = Packed(weekly["worker.new"], "u1")
    arrays["buy_in"] = in_steps(weekly["manager.buy_in"], 0.0, 1.0)
    arrays |= {name: in_steps(weekly[f"service.{name}"], 0.0, 1.0) for name in SHARES_OF_SERVICES}
    arrays |= {name: Packed(weekly[f"service.{name}"], kind) for name, kind in COUNTS_OF_SERVICES.items()}
    arrays |= {name: Packed(weekly[f"service.{name}"], "f4") for name in AMOUNTS_OF_SERVICES}
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
