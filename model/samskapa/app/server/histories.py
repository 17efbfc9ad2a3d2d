"""One run with everybody in it, its events, and whom a change reached: what is told of persons, not of means.

The compiled week is stopped after each week, and what is there is written down. The numbers are the bits of every other
run of that world and chance; only the sending rounds them (`replies.in_steps`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.app.server.replies import Packed, SupersededError, frame, in_steps
from samskapa.science.entities import TOPICS
from samskapa.science.errors import RunError, ScenarioError
from samskapa.science.interventions import Calendar
from samskapa.science.programme import Programme, build_programme
from samskapa.science.run import Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.ties import PERMANENT
from samskapa.studies.reach import who_changed
from samskapa.study.executors import follow, programme_of
from samskapa.study.results import event_log
from samskapa.study.simulate import simulate, simulate_together

if TYPE_CHECKING:
    from samskapa.study.executors import Look

Floats = NDArray[np.float64]
MOVED_IN, INVITED, CAME, TOOK_PART = 1, 2, 4, 8
SENT: dict[str, dict[str, float | str]] = {
    "resident": {
        "trust": 1.0,
        "prediction": 1.0,
        "confidence": 1.0,
        "aspiration": 1.0,
        "habit": 1.0,
        "disappointment": 2.0,
        "hero": "u1",
    },
    "worker": {"engagement": 1.0, "exhaustion": 1.0, "load": 2.0},
    "manager": {"buy_in": 1.0},
    "service": {
        "quality": 1.0,
        "norm": 1.0,
        "routine": 1.0,
        "strictness": 1.0,
        "met": "u1",
        "invited": "u2",
        "attended": "u2",
        "capacity": "f4",
        "backlog": "f4",
    },
}
"""What is sent of every week as it is: in steps of a byte from 0 to a highest value, or as numbers of a type."""
COUNTED = (
    "resident.tenure",
    "resident.sessions",
    "resident.offered",
    "resident.came_last",
    "worker.last_exit",
    "account.declined",
)
"""What is written down beside it, from which the rest of what is sent is worked out."""
OPEN, KEPT, KEPT_LATE, BROKEN, EXPIRED = range(5)
IN_TIME = 1.0
AT_FIRST = ("serial", "lead", "raiser", "owner", "explicit", "scope", "made", "due", "topic")
OF_PROMISES = ("serial", "lead", "raiser", "owner", "explicit", "scope", "made", "due", "settled", "outcome", "topic")
NUMBERS_OF_EVENTS = {
    "week": "u2",
    "service": "i2",
    "who": "i4",
    "whom": "i4",
    "promise": "i4",
    "before": "f4",
    "after": "f4",
}
STATES_REACHED = (
    "trust_primary",
    "trust_secondary",
    "confidence",
    "prediction",
    "aspiration",
    "disappointment",
    "habit",
    "hero",
    "capability",
    "shame",
)
MOST_NAMED = 8


# -- a run, written down -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class PromiseBook:
    """Every promise that was ever made, by its serial number, followed through the rings of the ledger."""

    promises: dict[int, dict[str, int]] = field(default_factory=dict)

    def note(self, look: Look, week: int) -> None:
        """Look at all places at the end of a week.

        A place is filled again in a later week at the earliest, so a settled promise is still there to be read.
        """
        taken = look["promise.due"][..., 0] > 0
        names = (*AT_FIRST, "open", "outcome")
        places = [look[f"promise.{name}"][..., 0][taken].tolist() for name in names]
        for values in zip(*places, strict=True):
            self._note_one(dict(zip(names, values, strict=True)), week)

    def _note_one(self, seen: dict[str, float], week: int) -> None:
        promise = self.promises.get(int(seen["serial"]))
        if promise is None:
            if seen["made"] != week:
                return
            promise = {name: int(seen[name]) for name in AT_FIRST} | {"settled": -1, "outcome": OPEN, "orphaned": -1}
            self.promises[promise["serial"]] = promise
        if promise["settled"] >= 0:
            return
        explicit, outcome = bool(seen["explicit"]), seen["outcome"]
        if promise["explicit"] and not explicit and promise["orphaned"] < 0:
            promise["orphaned"] = week
        if not seen["open"] > 0 or outcome >= 0.0:
            promise["settled"] = week
            if outcome > 0.0:
                promise["outcome"] = KEPT if outcome == IN_TIME else KEPT_LATE
            else:  # a hanging one, also one that lost its owner, expires
                promise["outcome"] = BROKEN if explicit else EXPIRED

    def columns(self, names: Sequence[str]) -> NDArray[np.int64]:
        """What is known of the promises, by serial number; shape (promises, names)."""
        rows = [[self.promises[serial][name] for name in names] for serial in sorted(self.promises)]
        return np.array(rows, dtype=np.int64).reshape(-1, len(names))


@dataclass(frozen=True, eq=False)
class History:
    """What was written down of a run.

    Attributes:
        scenario: the world.
        programme: its people and candidate ties.
        weekly: exact values by kind and name, as `resident.trust`; shape (weeks, people).
        may_form: resident and place of each tie that may come and go; shape (pairs, 2).
        formed: whether each of them is there; shape (weeks, pairs).
        promises: all promises.
    """

    scenario: Scenario
    programme: Programme
    weekly: dict[str, Floats]
    may_form: NDArray[np.int64]
    formed: NDArray[np.bool_]
    promises: PromiseBook

    @property
    def flags(self) -> NDArray[np.int64]:
        """What a resident did in a week, in bits; counters begin anew with every newcomer; shape (weeks, residents)."""
        moved_in = self.weekly["resident.tenure"] == 1.0
        moved_in[0] = False
        grew = {}
        for name in ("offered", "sessions"):
            count = self.weekly[f"resident.{name}"]
            before = np.concatenate([np.zeros_like(count[:1]), count[:-1]])
            grew[name] = count > np.where(moved_in, 0.0, before)
        came = grew["offered"] & (self.weekly["resident.came_last"] > 0.0)
        took_part = grew["sessions"]
        return np.asarray(MOVED_IN * moved_in + INVITED * grew["offered"] + CAME * came + TOOK_PART * took_part)

    @property
    def declined(self) -> Floats:
        """Issues declined with reasons in each week; shape (weeks, services)."""
        return np.diff(self.weekly["account.declined"], axis=0, prepend=0.0)

    @property
    def acquired(self) -> NDArray[np.int64]:
        """Ties that came and went: resident, resident, kind, from week, until week (-1: lasts); shape (ties, 5)."""
        steps = np.diff(self.formed.astype(np.int8), axis=0, prepend=0, append=0).T
        (pair, came), (_, went) = (np.nonzero(steps == step) for step in (1, -1))
        resident, place = self.may_form[pair].T
        until = np.where(went == len(self.formed), -1, went)
        programme = self.programme
        rows = [resident, programme.neighbours[resident, place], programme.tie_kind[resident, place], came, until]
        return np.stack(rows, axis=1)[np.argsort(came, kind="stable")]


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
    run = Run(scenario, programme_seed, chance_seed, scenario.weeks, ())
    programme = programme_of(run)
    may_form = np.argwhere(
        (programme.tie_kind > PERMANENT) & (programme.neighbours > np.arange(programme.residents)[:, None])
    )
    names = [*(f"{kind}.{name}" for kind, sent in SENT.items() for name in sent), *COUNTED]
    weekly: dict[str, list[Floats]] = {name: [] for name in names}
    formed, promises = list[NDArray[np.bool_]](), PromiseBook()

    def after_week(week: int, look: Look) -> None:
        for name, rows in weekly.items():
            rows.append(look[name][:, 0].copy())
        formed.append(look["strength"][may_form[:, 0], may_form[:, 1], 0] > 0.0)
        promises.note(look, week)
        if stopped():
            raise SupersededError

    result = follow(run, after_week)
    if result.failure:
        raise RunError(result.failure, scenario=scenario.name, seed=chance_seed)
    return History(
        scenario,
        programme,
        {name: np.stack(rows) for name, rows in weekly.items()},
        may_form,
        np.stack(formed),
        promises,
    )


# -- a run, sent ---------------------------------------------------------------------------------------------------


def history_frame(history: History, said: dict[str, Any]) -> bytes:
    """A history as it is sent."""
    scenario, programme = history.scenario, history.programme
    arrays = _weekly_arrays(history) | _who_and_where(history)
    header = {
        "kind": "history",
        **said,
        "weeks": scenario.weeks,
        "start_date": scenario.start_date.isoformat() if scenario.start_date else None,
        "services": [
            {
                "name": plan.name,
                "kind": plan.kind,
                "first_resident": int(programme.resident_start[u]),
                "residents": plan.residents,
                "first_worker": int(programme.worker_start[u]),
                "workers": plan.workers,
            }
            for u, plan in enumerate(programme.plans)
        ],
        "calendar": calendar_of_history(scenario),
        "topics": list(TOPICS),
    }
    size = len(frame(header, arrays))
    return frame({**header, "bytes": size}, arrays)


def _weekly_arrays(history: History) -> dict[str, Packed]:
    weekly = history.weekly
    arrays = {"flags": Packed(history.flags, "u1"), "declined": Packed(history.declined, "u2")}
    for kind, sent in SENT.items():
        for name, how in sent.items():
            values = weekly[f"{kind}.{name}"]
            arrays[name] = Packed(values, how) if isinstance(how, str) else in_steps(values, 0.0, how)
    arrays["worker_new"] = Packed(weekly["worker.last_exit"] == np.arange(history.scenario.weeks)[:, None], "u1")
    return arrays


def _who_and_where(history: History) -> dict[str, Packed]:
    """What does not change, the promises, and the ties."""
    programme = history.programme
    person, place = np.nonzero(programme.tie_kind == PERMANENT)
    other = programme.neighbours[person, place]
    once = person < other
    permanent = np.stack([person[once], other[once], np.full(int(once.sum()), PERMANENT)], axis=1)
    return {
        "home": Packed(programme.resident_service, "u2"),
        "worker": Packed(programme.primary, "u2"),
        "second_worker": Packed(programme.secondary, "i2"),
        "worker_home": Packed(programme.worker_service, "u2"),
        "manager_home": Packed(programme.manager_service, "i2"),
        "promises": Packed(history.promises.columns(OF_PROMISES), "i4"),
        "orphaned": Packed(history.promises.columns(("orphaned",))[:, 0], "i2"),
        "ties": Packed(permanent, "u2"),
        "acquired": Packed(history.acquired, "i4"),
    }


def calendar_of_history(scenario: Scenario) -> dict[str, Any]:
    """What is due when: the project, pauses, single events, dated changes."""
    due = [Calendar(scenario.settings_at(week), week) for week in range(scenario.weeks)]
    events: list[dict[str, Any]] = []
    for kind, happens in _EVENTS.items():
        weeks = [calendar.week for calendar in due if happens(calendar)]
        events += [{"week": first, "kind": kind, "weeks": last - first} for first, last in _spans(weeks)]
    return {
        "project": _spans([on.week for on in due if on.has_project and on.start <= on.week < on.end]),
        "paused": _spans([on.week for on in due if on.paused]),
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


# -- what happened, and to whom ------------------------------------------------------------------------------------


def events_of(scenario: Scenario, programme_seed: int, chance_seed: int) -> bytes:
    """The frame of all events of a run, in the order in which they happened.

    Columns of numbers, kinds and quantities by their place in lists of the header, so that stories can be told of them
    in the sentences of each language.
    """
    runs = simulate(
        scenario, programme_seeds=programme_seed, chance_seeds=chance_seed, outcomes=["trust"], events=True, threads=1
    )
    events = event_log(runs)
    kinds = sorted({event.kind for event in events})
    quantities = sorted({event.quantity for event in events})
    arrays = {
        name: Packed(np.array([getattr(event, name) for event in events], dtype=np.float64), kind)
        for name, kind in NUMBERS_OF_EVENTS.items()
    }
    arrays["kind"] = Packed(np.array([kinds.index(event.kind) for event in events]), "u1")
    arrays["quantity"] = Packed(np.array([quantities.index(event.quantity) for event in events]), "u1")
    topics = {topic: number for number, topic in enumerate(TOPICS)}
    arrays["topic"] = Packed(np.array([topics.get(event.topic, -1) for event in events]), "i2")
    return frame(
        {"kind": "events", "events": len(events), "kinds": kinds, "quantities": quantities, "topics": list(TOPICS)},
        arrays,
    )


def reached(a: Scenario, b: Scenario, programme_seed: int, chance_seed: int) -> dict[str, Any]:
    """The residents who differ between one run of each world, the first to differ first, and through whom.

    Raises:
        ScenarioError: worlds of different services, structure or horizon, which have no residents in common.
    """
    programmes = [build_programme(w.services, w.settings, programme_seed, w.partners, w.heads) for w in (a, b)]
    if a.services != b.services or a.weeks != b.weeks or programmes[0].structure != programmes[1].structure:
        raise ScenarioError(
            "the two worlds do not have the same services, ties and horizon",
            where="b",
            allowed="worlds that differ in what happens, not in who lives there",
        )
    runs = simulate_together(
        [a, b],
        programme_seeds=programme_seed,
        chance_seeds=chance_seed,
        outcomes=["trust"],
        trajectories=STATES_REACHED,
        engine="compiled",
    )
    people = [
        {
            "person": change.person,
            "service": change.service,
            "week": change.week,
            "states": list(change.states),
            "through": change.through,
            "whom": list(change.whom[:MOST_NAMED]),
        }
        for change in who_changed(runs[0], runs[1], programmes[0])
    ]
    return {"residents": programmes[0].residents, "changed": len(people), "people": people}
