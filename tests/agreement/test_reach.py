"""Causal common random numbers: what a change for one resident cannot reach stays as it was, to the last bit."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from drawing import EVERY_STATE, run_of
from numpy.typing import NDArray

from runs import BUSY, forget
from samskapa import simulate
from samskapa.engine.machine import blocks
from samskapa.engine.machine import layout as at
from samskapa.reference.draws import Draws
from samskapa.reference.model import CoProductionModel
from samskapa.science.chance import uniform
from samskapa.science.entities import RESIDENT
from samskapa.science.programme import ServicePlan
from samskapa.science.run import OF_PERSON, Run
from samskapa.science.scenarios import Scenario
from samskapa.science.settings import Settings
from samskapa.science.week import WEEK
from samskapa.studies.reach import LINKS, READS, Read, cone, links_of, who_changed
from worlds import Lots

Floats = NDArray[np.float64]
LANES = 64
BLOCKS = 16
WEEKS = 20
APART = {
    "level_leadership": 0,
    "learning_link": 0,
    "workshop": 0,
    "course": 0,
    "colleague_share": 0,
    "engagement_start": 0.8,
    "resident_exit": 0.02,
    "staff_exit": 0.01,
    "engagement_team": 0.5,
}
"""Organisations side by side, with nothing between them."""
CHANGEABLE = (
    "confidence",
    "prediction",
    "aspiration",
    "capability",
    "shame",
    "understanding",
    "availability",
    "habit",
    "hero",
    "disappointment",
    "trust_primary",
)
Change = tuple[int, str, float]


# -- a change for one resident, in one lane ------------------------------------------------------------


def world(number: int) -> Scenario:
    """Six to eight services of a few residents each; three in four worlds have nothing between them."""
    lots = Lots(number)
    services = tuple(
        ServicePlan(f"s{n}", "units", lots.one(3, 5, 8), lots.one(1, 2, 3)) for n in range(lots.one(6, 7, 8))
    )
    between = {} if number % 4 == 3 else APART
    drawn = {name: lots.value(name) for name in ("meeting_interval", "peer_influence", "strictness_easing")}
    values = {**BUSY, **drawn, **between, "project_start": lots.one(2, 4, 30)}
    switches = {
        "influence": lots.one("degroot", "bounded", "negativity"),
        "mode": lots.one("collective", "one_to_one"),
        "priority": lots.one("fifo", "squeaky_wheel"),
    }
    return Scenario("apart", f"test_reach.world({number})", "", WEEKS, services, Settings(values, switches))


def interventions(number: int, residents: int) -> list[Change]:
    """A change for one resident in each lane but the first: who, which state, and its new value."""
    lots = Lots(number + 1000)
    return [
        (int(lots.share() * residents), lots.one(*CHANGEABLE), lots.one(0.0, 1.0, lots.share()))
        for _ in range(LANES - 1)
    ]


def changed(changes: list[Change]) -> blocks.Form:
    """The engine beginning with one resident changed in each lane but the first."""

    def start(st: Any, *arguments: Any) -> None:
        blocks.SAMSKAPA.start(st, *arguments)
        for lane, (person, state, value) in enumerate(changes, start=1):
            now = 1.0 + float(value > 0.5) if state == "hero" else value
            st.R[getattr(at.r, state), person, lane] = now
            st.heroic[person] = 1
            own, second = (st.R[place, person, lane] for place in (at.r.trust_primary, at.r.trust_secondary))
            knows_two = st.R[at.r.secondary, person, lane] >= 0.0
            st.R[at.r.trust, person, lane] = 0.5 * (own + second) if knows_two else own

    return blocks.SAMSKAPA._replace(start=start)


def differences(run: Run, changes: list[Change]) -> NDArray[np.bool_]:
    """Whether a resident differs from the first lane at the end of a week; shape (lanes - 1, weeks, N)."""
    done = blocks.run_block([(lane, run) for lane in range(LANES)], form=changed(changes))
    assert not [result.failure for _, result in done if result.failure]
    lanes = np.array([[result.arrays[OF_PERSON + name] for name in EVERY_STATE] for _, result in done])
    differs: NDArray[np.bool_] = (lanes[1:] != lanes[:1]).any(axis=1)
    return differs


def outside(number: int) -> tuple[list[float], list[str]]:
    """Of each intervention of a block: the share of person-weeks outside its cone; and what differs there."""
    run = run_of(world(number), number, number)
    programme, links = blocks.programme_of(run), links_of(run.scenario)
    changes = interventions(number, programme.residents)
    shares, faults = [], []
    for change, differs in zip(changes, differences(run, changes), strict=True):
        inside = cone(programme, {change[0]}, WEEKS, links)
        shares.append(float(np.mean(~inside)))
        beyond = np.argwhere(differs & ~inside)
        if len(beyond):
            faults.append(f"{run.scenario.title}, {change}: resident {beyond[0][1]} differs in week {beyond[0][0]}")
    return shares, faults


@pytest.mark.parametrize("number", range(BLOCKS))
def test_nothing_differs_outside_the_cone(number: int) -> None:
    """A thousand changes: sixteen blocks of sixty-three."""
    shares, faults = outside(number)
    assert faults == []
    if number % 4 < 3:
        assert min(shares) > 0.5  # three of four blocks leave more than half of all person-weeks outside


def test_changes_do_reach_somebody_and_grow_week_by_week() -> None:
    """The cone is no empty promise: many of its people do differ, more of them in later weeks."""
    run = run_of(world(0), 0, 0)
    programme, links = blocks.programme_of(run), links_of(run.scenario)
    changes = interventions(0, programme.residents)
    differ = differences(run, changes)
    inside = np.array([cone(programme, {change[0]}, WEEKS, links) for change in changes])
    assert (np.diff(inside.sum(axis=2), axis=1) >= 0).all()
    assert (inside[:, -1].sum(axis=1) > inside[:, 0].sum(axis=1)).mean() > 0.5
    assert (differ.sum(axis=(1, 2)) > WEEKS).mean() > 0.5
    assert (differ.sum(axis=2)[:, -1] > 1).mean() > 0.5


# -- the declared reads --------------------------------------------------------------------------------


def test_every_phase_declares_what_it_reads() -> None:
    assert list(READS) == [phase.name for phase in WEEK]
    assert {link for reads in READS.values() for read in reads for link in read.when} == set(LINKS)


def test_the_cone_of_a_closed_world_is_the_service() -> None:
    """All links open: everybody, soon. None: the service of whoever was changed, and nobody else."""
    programme = blocks.programme_of(run_of(world(3)))
    everybody = cone(programme, {0}, 4)
    own = cone(programme, {0}, 4, ())
    assert everybody[-1].all()
    assert own[-1].tolist() == [u == 0 for u in programme.resident_service]
    assert own[0].sum() == 1


def test_a_read_that_is_left_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were talk among peers not declared, the thousand changes would show it."""
    reads = {name: tuple(read for read in reads if read.along != "peers") for name, reads in READS.items()}
    monkeypatch.setattr("samskapa.studies.reach.READS", reads)
    assert outside(0)[1]
    assert Read("residents", "residents", "peers", ("peers",)) in READS["talk"]


# -- a wrong key ---------------------------------------------------------------------------------------


def mesa_differences(changes: list[Change]) -> NDArray[np.bool_]:
    """Of a run of the Mesa model with residents changed at the start: who differs when from the run without."""
    scenario = world(0)
    seen: list[list[list[list[float]]]] = []
    for wanted in ([], changes):
        model = CoProductionModel(scenario, 1, 1)
        forget(model)
        for person, state, value in wanted:
            setattr(model.residents[person], state, value)
        seen.append([])
        for _ in range(8):
            model.step()
            seen[-1].append([[float(getattr(r, v.name)) for v in RESIDENT] for r in model.residents])
    differs: NDArray[np.bool_] = (np.array(seen[0]) != np.array(seen[1])).any(axis=2)
    return differs


def test_a_wrong_key_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With right keys nothing differs outside the cone; drawn in sequence, as programs usually draw, much does."""
    run = run_of(world(0), 1, 1)
    inside = cone(blocks.programme_of(run), {0}, 8, links_of(run.scenario, 8))
    changes = [(0, "availability", 1.0), (0, "prediction", 0.9), (0, "hero", 1.0)]
    assert not (mesa_differences(changes) & ~inside).any()

    def drawn_in_sequence(self: Draws, decision: int, i: int, whom: int = 0) -> float:
        self.drawn = getattr(self, "drawn", 0) + 1
        return uniform(self.seed, decision, self.week, self.drawn, whom)

    monkeypatch.setattr(Draws, "resident", drawn_in_sequence)
    assert (mesa_differences(changes) & ~inside).any()


# -- who changed ---------------------------------------------------------------------------------------


def test_who_changed_names_people_weeks_and_ties() -> None:
    """A resident changed at the start, the peers who heard it, those of the same worker, the rest of the service."""
    scenario = world(0)
    wanted: dict[str, Any] = {
        "programme_seeds": 1,
        "chance_seeds": 1,
        "trajectories": EVERY_STATE,
        "threads": 1,
        "engine": "compiled",
    }
    before = simulate(scenario, **wanted)
    real = blocks.run_or_fail

    def start(st: Any, *arguments: Any) -> None:
        blocks.SAMSKAPA.start(st, *arguments)
        st.R[at.r.understanding, 2] = 1.0
        st.R[at.r.prediction, 2] = 1.0

    changed = blocks.SAMSKAPA._replace(start=start)
    with patch.object(blocks, "run_or_fail", lambda block: real(block, changed)):
        after = simulate(scenario, **wanted)
    programme = blocks.programme_of(run_of(scenario))
    found = who_changed(before, after, programme)
    assert who_changed(before, before, programme) == []
    first = found[0]
    assert (first.person, first.week, first.through, first.whom) == (2, 0, "itself", ())
    assert {"understanding", "prediction"} <= set(first.states)
    assert {"peers"} <= {one.through for one in found[1:]} <= {"peers", "own worker", "service"}
    assert all(one.whom for one in found[1:])
    weeks = {one.person: one.week for one in found}
    assert all(weeks[other] <= one.week for one in found for other in one.whom)
    inside = cone(programme, {2}, WEEKS, links_of(scenario))
    assert all(inside[one.week, one.person] for one in found)


def test_who_changed_wants_trajectories_and_finds_shipped_programmes() -> None:
    a = simulate("tiny_trap", weeks=4, trajectories=["prediction"], threads=1, outcomes=["trust"])
    b = simulate(
        "tiny_trap",
        weeks=4,
        trajectories=["prediction"],
        threads=1,
        outcomes=["trust"],
        points=[{"prediction_start": 0.3}],
    )
    assert len(who_changed(a, b)) == a.sizes["person"]
    with pytest.raises(ValueError, match="trajectories"):
        who_changed(simulate("tiny_trap", weeks=4, threads=1, outcomes=["trust"]), a)
