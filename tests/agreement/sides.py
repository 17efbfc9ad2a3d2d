"""The two sides of a run in one form, and where they differ.

Each side of a run is a `Side`: by field, an array with weeks first. Residents, workers, managers, services, promises,
ties, masks, accounts and outcomes are all there, field by field, week by week.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from runs import forget
from samskapa.engine.machine import blocks
from samskapa.engine.machine.view import Look
from samskapa.reference.ledger import ENTRIES, PLACES, Ledger
from samskapa.reference.model import CoProductionModel
from samskapa.science.entities import MANAGER, PROMISE, RESIDENT, SERVICE, TOPICS, WORKER
from samskapa.science.run import BY_SERVICE, OF_PERSON, Result, Run

Side = dict[str, NDArray[Any]]

RESIDENTS = [variable.name for variable in RESIDENT]
WORKERS = [variable.name for variable in WORKER] + ["target"]
MANAGERS = [variable.name for variable in MANAGER]
SERVICES = [variable.name for variable in SERVICE] + [
    "met",
    "delivered",
    "broken_weight",
    "attended",
    "invited",
    "came_again",
    "came_before",
    "own_meetings",
    "staff_exits",
    "resident_exits",
    "staff_hours",
    "mindset_start",
    "aspiration_start",
    "exit_log_hazard",
]
PROMISES = [variable.name for variable in PROMISE] + ["topic"]
PROGRAMME = ["partner_trust", "buy_in", "leadership", "promises_made"]
OTHER_NAMES = {"aspiration_start": "aspiration_at_start"}


# -- the Mesa model ------------------------------------------------------------------------------------


def of_agents(model: CoProductionModel) -> dict[str, Any]:
    """Everything that the Mesa model remembers, in the form of a side's week."""
    kinds = {
        "resident": (model.residents, RESIDENTS),
        "worker": (model.workers, WORKERS),
        "manager": (model.managers, MANAGERS),
        "service": (model.services, SERVICES),
    }
    now: dict[str, Any] = {
        f"{kind}.{name}": [float(getattr(agent, OTHER_NAMES.get(name, name))) for agent in agents]
        for kind, (agents, names) in kinds.items()
        for name in names
    }
    now |= {f"programme.{name}": float(getattr(model, name)) for name in PROGRAMME}
    now |= of_ledgers([*(service.ledger for service in model.services), model.organisation])
    now["strength"] = np.array([resident.strength for resident in model.residents])
    now["in_touch"] = np.array([worker.in_touch for worker in model.workers])
    now["witnessed"] = np.array([resident.witnessed for resident in model.residents], dtype=np.uint64)
    now["witnessed_abroad"] = np.array([resident.witnessed_abroad for resident in model.residents], dtype=np.uint64)
    now |= {f"account.{name}": [service.account.entries[name] for service in model.services] for name in ENTRIES}
    now["waits"] = np.sum([service.account.waits for service in model.services], axis=0)
    for name, numbers, people in (
        ("on_course", model.course_residents, model.residents),
        ("teaches", model.course_workers, model.workers),
        ("worst_off", model.worst_off, model.residents),
    ):
        now[name] = [1.0 if number in numbers else 0.0 for number in range(len(people))]
    now |= {f"outcome.{name}": value for name, value in model.today.items()}
    return now | {f"outcome.{name}{BY_SERVICE}": values for name, values in model.today_by_service.items()}


def of_ledgers(ledgers: Sequence[Ledger]) -> dict[str, NDArray[np.float64]]:
    """Promises by field, ledger and place; not a number where a place is free."""
    found = {f"promise.{name}": np.full((len(ledgers), PLACES), np.nan) for name in PROMISES}
    for number, ledger in enumerate(ledgers):
        for promise in ledger:
            for name in PROMISES:
                value = TOPICS.index(promise.topic) if name == "topic" else getattr(promise, name)
                found[f"promise.{name}"][number, promise.place] = value
    return found


def by_reference(run: Run, rules: dict[str, Any] | None = None) -> Side:
    """A run of the Mesa model."""
    model = CoProductionModel(run.scenario, run.programme_seed, run.chance_seed, rules=rules)
    forget(model)
    weeks = []
    for _ in range(run.weeks):
        model.step()
        weeks.append(of_agents(model))
    return {name: np.array([week[name] for week in weeks]) for name in weeks[0]}


# -- the compiled engine -------------------------------------------------------------------------------


REMEMBERED = [
    *(
        f"{kind}.{name}"
        for kind, names in (
            ("resident", RESIDENTS),
            ("worker", WORKERS),
            ("manager", MANAGERS),
            ("service", SERVICES),
            ("programme", PROGRAMME),
            ("account", ENTRIES),
        )
        for name in names
    ),
    "strength",
    "in_touch",
    "waits",
    "on_course",
    "teaches",
    "worst_off",
]


def of_state(look: Look) -> dict[str, NDArray[Any]]:
    """Everything that the engine remembers, lanes last."""
    now = {name: look[name].copy() for name in REMEMBERED}
    now |= {f"promise.{name}": np.where(look["promise.open"] > 0, look[f"promise.{name}"], np.nan) for name in PROMISES}
    return now | {name: look[name].astype(np.uint64) for name in ("witnessed", "witnessed_abroad")}


def by_engine(runs: Sequence[Run]) -> list[Side]:
    """Runs of the compiled engine as lanes of one block, with what it hands back as outcomes and trajectories."""
    found = list(blocks.blocks_of(runs))
    assert len(found) == 1, "these runs do not fit into one block"
    kept: list[dict[str, NDArray[Any]]] = []
    done = blocks.run_block(found[0], lambda week, look: kept.append(of_state(look)))
    sides: list[Side] = [{} for _ in runs]
    for lane, (number, result) in enumerate(done):
        assert not result.failure, f"{result.failure} in {runs[number].scenario.title}"
        sides[number] = {name: np.array([week[name][..., lane] for week in kept]) for name in kept[0]}
        sides[number] |= of_result(result)
    return sides


def of_result(result: Result) -> Side:
    """Outcomes and trajectories of a result, by the names of a side."""
    return {name if name.startswith(OF_PERSON) else f"outcome.{name}": values for name, values in result.arrays.items()}


# -- where they differ ---------------------------------------------------------------------------------


def bits(values: NDArray[Any]) -> NDArray[np.int64]:
    """The bits of numbers; whatever is not a number is one and the same."""
    if values.dtype == np.uint64:
        return values.view(np.int64)
    floats = np.ascontiguousarray(values, dtype=np.float64)
    return np.where(np.isnan(floats), np.nan, floats).view(np.int64)


def first_difference(reference: Side, compiled: Side) -> str:
    """Where two sides of a run first differ, and how; an empty text where they agree in every bit."""
    earliest: tuple[int, str] | None = None
    compiled = dict(compiled)
    for name in RESIDENTS:
        handed = compiled.pop(OF_PERSON + name, None)
        if handed is not None and not np.array_equal(bits(handed), bits(compiled[f"resident.{name}"])):
            return f"the trajectory of {name} is not the state of residents"
    if reference.keys() != compiled.keys():
        return f"fields: {sorted(reference.keys() ^ compiled.keys())}"
    for name, expected in reference.items():
        found = compiled[name]
        if expected.shape != found.shape:
            return f"shape of {name}: {expected.shape} and {found.shape}"
        places = np.argwhere(bits(expected) != bits(found))
        if len(places) and (earliest is None or places[0][0] < earliest[0]):
            week, *number = map(int, places[0])
            a, b = expected[tuple(places[0])], found[tuple(places[0])]
            earliest = week, f"week {week}, {name}{number}: reference {shown(a)}, compiled {shown(b)}"
    return "" if earliest is None else earliest[1]


def shown(value: Any) -> str:
    """A number for a person and for a computer."""
    return f"{int(value):#x}" if isinstance(value, np.unsignedinteger) else f"{float(value)!r} ({float(value).hex()})"


def disagreements(runs: Sequence[Run]) -> list[str]:
    """What the engines disagree on in runs of one block; for each run that differs, where, and how to see it again."""
    found = []
    for run, compiled in zip(runs, by_engine(runs), strict=True):
        where = first_difference(by_reference(run), compiled)
        if where:
            found.append(
                f"{where}\n  again: {run.scenario.title}, lane {run.place[1]}, programme seed {run.programme_seed}, "
                f"chance seed {run.chance_seed}, {run.weeks} weeks\n  {run.scenario.settings!r}\n"
                f"  changes: {[(c.week, c.parameter, c.value) for c in run.scenario.changes]}"
            )
    return found
