"""The run of a class: the Mesa model itself, in which some residents come to a meeting because a pupil says so.

A decision replaces one thing: what `Resident.decides_to_come` would have said at that meeting. Whether others come,
what is raised, promised, kept or broken, and what all of them make of it is the model's.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock
from typing import Any, TypeVar

from samskapa.reference import Resident
from samskapa.reference.model import CoProductionModel
from samskapa.science.interventions import Calendar
from samskapa.science.scenarios.scenario import Scenario

Done = TypeVar("Done")
Decisions = Mapping[int, Mapping[int, bool]]
"""By week of the meeting and number of the resident."""
RUNS_OF_A_PROCESS = 32
"""Runs after which the process is replaced by a fresh one."""
SHOWN = ("norm", "trust", "prediction", "confidence", "disappointment")
OF_RESIDENTS = ("trust", "prediction", "confidence", "disappointment", "hero", "offered", "sessions")


class HeldResident(Resident):
    """A resident for whom pupils may decide."""

    def decides_to_come(self, invitation: float, collective: float) -> bool:
        """As the pupils say, or as the model says where they do not."""
        said: bool | None = self.model.decisions.get(self.model.week, {}).get(self.number)
        came = bool(super().decides_to_come(invitation, collective)) if said is None else said
        if said is not None:
            self.model.held.append((self.number, came))
        return came


class ClassModel(CoProductionModel):
    """The co-production model with the decisions of a class."""

    def __init__(self, scenario: Scenario, programme_seed: int, chance_seed: int, decisions: Decisions):
        super().__init__(scenario, programme_seed, chance_seed, agents={"Resident": HeldResident})
        self.decisions = decisions
        self.held: list[tuple[int, bool]] = []


def meeting_weeks(scenario: Scenario) -> list[int]:
    """Weeks of the meetings that the project holds, all services in the same week."""
    return [week for week in range(scenario.weeks) if Calendar(scenario.settings_at(week), week).meeting]


def class_run(
    scenario: Scenario, programme_seed: int, chance_seed: int, decisions: Decisions, weeks: int
) -> dict[str, Any]:
    """Run a world with the decisions of a class.

    Args:
        scenario: the world.
        programme_seed, chance_seed: its seeds.
        decisions: what pupils decided.
        weeks: up to which week (the next meeting, which has not been held).

    Returns:
        Series by outcome, one value a week; the meetings held; the residents as they are now; the number of residents
        who have heard `decided` and come.
    """
    model = ClassModel(scenario, programme_seed, chance_seed, decisions)
    series: dict[str, list[float]] = {name: [] for name in SHOWN}
    meetings: list[dict[str, int]] = []
    held = set(meeting_weeks(scenario))
    for week in range(weeks):
        model.held.clear()
        model.step()
        for name in SHOWN:
            series[name].append(float(model.today[name]))
        if week in held:
            by_pupils = sum(1 for _, came in model.held if came)
            attended = int(sum(service.attended for service in model.services))
            meetings.append(
                {
                    "week": week,
                    "invited": int(sum(service.invited for service in model.services)),
                    "attended": attended,
                    "held_by_pupils": len(model.held),
                    "came_by_pupils": by_pupils,
                    "came_by_model": attended - by_pupils,
                }
            )
    residents = {name: [float(getattr(resident, name)) for resident in model.residents] for name in OF_RESIDENTS}
    return {
        "weeks": weeks,
        "service_names": [plan.name for plan in scenario.services],
        "series": series,
        "meetings": meetings,
        "residents": residents,
    }


class MesaProcess:
    """Runs functions in a process of its own, one after another; the process begins with the first of them.

    The Mesa model holds the interpreter lock for seconds, and never frees a model.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._runs = 0
        self._lock = Lock()

    def run(self, work: Callable[..., Done], *args: Any) -> Done:
        """What the work gives; a process that died is replaced, and the work done once more."""
        try:
            return self._submit(work, *args).result()
        except BrokenProcessPool:
            self.stop()
            return self._submit(work, *args).result()

    def _submit(self, work: Callable[..., Done], *args: Any) -> Future[Done]:
        with self._lock:
            if self._pool is not None and self._runs >= RUNS_OF_A_PROCESS:
                self._pool.shutdown(wait=False)
                self._pool = None
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_leave_interrupts)
                self._runs = 0
            self._runs += 1
            return self._pool.submit(work, *args)

    def stop(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)
                self._pool = None


def _leave_interrupts() -> None:
    """In the process: Ctrl-C is for the server, which ends this process when it ends itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
