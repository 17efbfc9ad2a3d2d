"""Who may move whom: without coupling residents are apart, and one resident less leaves the others' chance alone."""

from __future__ import annotations

from typing import Any

import pytest

from runs import BUSY, forget, run, states
from samskapa.reference.draws import Draws
from samskapa.reference.model import CoProductionModel
from samskapa.science.entities import RESIDENT
from samskapa.science.programme import ServicePlan
from worlds import world

# What links two residents, and has to be nought for nobody to matter to anybody else:
APART = {
    "peer_influence": 0,  # talk among peers (E19), and with it acquired ties
    "attendance_norm": 0,  # one comes because others come (E2, x)
    "attendance_active_peers": 0,  # one comes because an active hero next door does (E2)
    "voice_rate": 0,  # the ledger: what one raises, all witness and judge, and it takes capacity from others
    "belief_rate": 0,  # workers believe in residents as they come, and respond to all accordingly (E12, E23)
    "understanding_relief": 0,  # workers tire less where their residents understand the load (E22)
    "shame_fall": 0,  # shame falls only where at least two peers are there (E10)
    "routine_gain": 0,  # routine grows with attendance and decides on own meetings (E27)
    "prework": 0,
    "queue_dialogue": 0,  # both look at the capacity, in which residents' effort counts (E6, E8, E30)
    "workshop": 0,
    "course": 0,
    "flagship": 0,  # seats are few: who has one takes it from another
}
MEETINGS = {
    "project_start": 3,
    "project_weeks": 30,
    "meeting_interval": 2,
    "attendance_intercept": 1.0,
    "resident_exit": 0.02,
    "staff_exit": 0.01,
    "hero_share": 0.4,
    "scouting": 0.6,
    "buy_in_start": 0.8,
    "capability_start": 0.8,
}


def others(model: CoProductionModel, but: int) -> dict[str, list[float]]:
    """States of all other residents, of workers and managers; a service's own books may differ."""
    found = {name: values for name, values in states(model).items() if not name.startswith("service")}
    del found[f"resident {but}"]
    return found


def touch(model: CoProductionModel) -> None:
    """Change what one resident is like in every respect that could matter to others."""
    resident = model.residents[3]
    resident.trust_primary = resident.prediction = resident.capability = resident.availability = 0.99
    resident.understanding, resident.shame = 0.9, 0.0


def walk(scenario: Any, prepare: Any = None, seed: int = 1) -> list[dict[str, list[float]]]:
    weeks: list[dict[str, list[float]]] = []
    run(scenario, seed, seed, prepare=prepare, each_week=lambda model: weeks.append(others(model, 3)))
    return weeks


@pytest.mark.parametrize("switches", [{}, {"mode": "one_to_one"}, {"participation_rule": "bush_mosteller"}])
def test_without_coupling_a_resident_moves_nobody_else(switches):
    scenario = world({**MEETINGS, **APART}, switches, residents=7, services=2)
    assert walk(scenario, touch) == walk(scenario)


@pytest.mark.parametrize(
    "names",
    [
        ("peer_influence",),
        ("attendance_norm",),
        ("voice_rate",),
        ("belief_rate",),
        ("understanding_relief",),
        ("shame_fall",),
        ("routine_gain",),
        ("attendance_active_peers",),
    ],
)
def test_each_coupling_by_itself_lets_a_resident_move_others(names):
    def active_too(model: CoProductionModel) -> None:
        touch(model)
        model.residents[3].hero = 3.0

    values = {name: value for name, value in {**MEETINGS, **APART}.items() if name not in names}
    del values["attendance_intercept"]
    few_come = {"attendance_intercept": 0, "own_meeting_interval": 1, "routine_gain": 0.1, "hero_withdrawal": 0}
    scenario = world({**few_come, **values}, residents=7, weeks=60)
    assert any(walk(scenario, active_too, seed) != walk(scenario, None, seed) for seed in range(1, 6))


def test_services_apart_do_not_move_each_other():
    """Managers, and colleagues in touch, are all that services share once nobody meets at a workshop or course."""
    alone = {**BUSY, "workshop": 0, "course": 0, "colleague_share": 0, "buy_in_visible": 0, "buy_in_backlog": 0}
    scenario = world(alone, services=2, residents=6)

    def busy(model: CoProductionModel) -> None:
        for resident in model.residents[:6]:
            resident.prediction = resident.capability = resident.availability = 1.0

    ends = [run(scenario, prepare=prepare) for prepare in (None, busy)]
    first, second = (
        {
            name: values
            for name, values in states(model).items()
            if name in {*(f"resident {n}" for n in range(6, 12)), "worker 2", "worker 3", "service 1"}
        }
        for model in ends
    )
    assert first == second
    assert states(ends[0])["service 0"] != states(ends[1])["service 0"]


# -- one person less -----------------------------------------------------------------------------------


class Noted(Draws):
    """The chance of a run, with every draw written down under the service and place of the person, not its number."""

    def __init__(self, *keys: Any):
        super().__init__(*keys)
        self.notes: dict[tuple[Any, ...], float] = {}

    def note(self, draw: float, *key: Any) -> float:
        assert self.notes.setdefault((self.week, *key), draw) == draw
        return draw

    def place(self, number: int, starts: Any) -> tuple[int, int]:
        service = int((starts <= number).sum()) - 1
        return service, number - int(starts[service])

    def resident(self, decision: Any, i: int, whom: int = 0) -> float:
        place = self.place(i, self.programme.resident_start)
        return self.note(super().resident(decision, i, whom), decision, place, whom)

    def worker(self, decision: Any, j: int, whom: int = 0) -> float:
        place = self.place(j, self.programme.worker_start)
        return self.note(super().worker(decision, j, whom), decision, place, whom)

    def pair(self, decision: Any, i: int, j: int) -> float:
        starts = self.programme.resident_start
        return self.note(super().pair(decision, i, j), decision, self.place(i, starts), self.place(j, starts))


def noted_run(residents: tuple[int, int], workers: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> Noted:
    """Two services of so many people; also what they were like when they came."""
    monkeypatch.setattr("samskapa.reference.model.Draws", Noted)
    scenario = world(BUSY, services=2)
    plans = tuple(ServicePlan(n, "units", r, w) for n, r, w in zip("ab", residents, workers, strict=True))
    model = CoProductionModel(type(scenario)(**{**vars(scenario), "services": plans}), 5, 6)
    forget(model)
    draws = model.draws
    assert isinstance(draws, Noted)
    for resident in model.residents:
        place = draws.place(resident.number, model.programme.resident_start)
        for name in ("trust_primary", "prediction", "availability", "threshold", "hero"):
            draws.notes["start", place, name] = getattr(resident, name)
        for standing in ("invitation_draws", "workshop_standing", "course_standing"):
            draws.notes["start", place, standing] = getattr(model, standing)[resident.number]
    model.run(20)
    return draws


@pytest.mark.parametrize(("residents", "workers"), [((8, 9), (2, 2)), ((9, 8), (2, 2)), ((9, 9), (3, 2))])
def test_one_person_more_or_less_leaves_the_chance_of_the_others_alone(residents, workers, monkeypatch):
    all_there = noted_run((9, 9), (2, 2), monkeypatch).notes
    changed = noted_run(residents, workers, monkeypatch).notes
    common = all_there.keys() & changed.keys()
    assert len(common) > 0.7 * len(all_there)
    assert {key: all_there[key] for key in common} == {key: changed[key] for key in common}


@pytest.mark.parametrize(("residents", "workers"), [(7, 2), (8, 3)])
def test_one_person_more_or_less_leaves_the_life_of_another_service_alone(residents, workers):
    """Nothing but chance could carry over: managers see nothing, nobody meets at a workshop or a course."""
    alone = {
        **BUSY,
        "workshop": 0,
        "course": 0,
        "colleague_share": 0,
        "buy_in_visible": 0,
        "buy_in_backlog": 0,
        "staff_exit": 0.03,
        "orphaning": 0.5,
        "voice_rate": 4,
        "acceptance": 1,
        "delivery_capacity": 0.02,
    }
    lives = []
    for people in ((8, 2), (residents, workers)):
        scenario = world(alone, services=2)
        plans = (ServicePlan("a", "units", *people), ServicePlan("b", "units", 8, 2))
        model = run(type(scenario)(**{**vars(scenario), "services": plans}), weeks=40)
        service = model.services[1]
        lives.append(
            [
                [
                    value
                    for value, variable in zip(states(model)[f"resident {r.number}"], RESIDENT, strict=True)
                    if variable.name != "secondary"
                ]
                for r in service.residents
            ]
            + [states(model)[f"worker {w.number}"] for w in service.staff]
            + [list(service.account.entries.values())]
        )
    assert lives[0] == lives[1]
