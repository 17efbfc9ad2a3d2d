"""What must hold in any world: bounds, books that balance, same seeds same bits, branches, who may move whom."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from runs import BUSY, digest, imbalance, run
from samskapa.reference.model import CoProductionModel
from samskapa.science.errors import ScenarioError
from samskapa.science.parameters import PARAMETERS
from samskapa.science.switches import SWITCHES
from worlds import SEEDS, scenarios, world

ROOT = Path(__file__).parents[2]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example, HealthCheck.filter_too_much]
FEW = settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=SLOW)
MORE = settings(FEW, max_examples=60)

# -- bounds and books ----------------------------------------------------------------------------------


@MORE
@given(scenario=scenarios(), programme_seed=SEEDS, chance_seed=SEEDS)
def test_states_stay_in_bounds_and_books_balance_every_week(scenario, programme_seed, chance_seed):
    def check(model: CoProductionModel) -> None:
        assert imbalance(model) == 0.0

    model = run(scenario, programme_seed, chance_seed, each_week=check)  # a state out of bounds raises a RunError
    assert all(0.0 <= value <= 1.0 for value in (model.partner_trust, model.buy_in, model.leadership))


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_states_stay_in_bounds_at_the_end_of_each_parameter(name, end):
    scenario = world({**BUSY, "case_load": 1.2, name: getattr(PARAMETERS[name], end)}, weeks=16, residents=5)
    assert imbalance(run(scenario)) == 0.0


@pytest.mark.parametrize("seed", [2, 5])
def test_exhaustion_stays_in_bounds_where_work_is_hard_and_nobody_sees_it(seed):
    """All values plausible; the residents of some worker understand the load less than is usual (E22, R25)."""
    hard = {
        "case_load": 1.2,
        "load_noise": 0.4,
        "exhaustion_start": 0.6,
        "exhaustion_rise": 0.15,
        "staff_exit": 0.001,
        "exhaustion_recovery": 0.01,
        "understanding_relief": 0.05,
        "understanding_start": 0.4,
        "spread": 0.25,
    }
    run(world(hard, residents=8, workers=4, weeks=40), seed, seed)


def test_the_busy_world_is_busy():
    made = run(world(BUSY, services=2), tell_events=True)
    happened = {event.kind for event in made.events}
    assert happened >= {
        "anchored",
        "came",
        "met",
        "promised",
        "left_hanging",
        "declined",
        "kept",
        "broken",
        "judged",
        "workshop",
        "course",
        "moved_in",
        "worker_left",
        "orphaned",
        "hero_found",
        "hero_active",
    }
    assert made.today["own_meetings"] > 0
    assert made.today["cross_ties"] > 0


# -- the same seeds, the same bits ---------------------------------------------------------------------


@FEW
@given(scenario=scenarios(14), programme_seed=SEEDS, chance_seed=SEEDS)
def test_the_same_seeds_give_the_same_bits(scenario, programme_seed, chance_seed):
    assert digest(run(scenario, programme_seed, chance_seed)) == digest(run(scenario, programme_seed, chance_seed))


@pytest.mark.parametrize("switches", [{}, {"mode": "one_to_one"}, {"activation": "drawn", "network": "homophilous"}])
def test_other_seeds_give_other_bits(switches):
    scenario = world(BUSY, switches, services=2, weeks=12)
    digests = [digest(run(scenario, *seeds)) for seeds in ((1, 1), (1, 2), (2, 1))]
    assert len(set(digests)) == 3


def test_chance_alone_does_not_move_the_programme():
    first, second = (CoProductionModel(world(BUSY, services=2), 7, seed) for seed in (1, 2))
    for mine, theirs in zip(first.residents, second.residents, strict=True):
        assert (mine.trust_primary, mine.prediction, mine.hero, mine.peers, mine.secondary) == (
            theirs.trust_primary,
            theirs.prediction,
            theirs.hero,
            theirs.peers,
            theirs.secondary,
        )


def test_the_order_of_hashes_moves_no_bit():
    program = (
        "import sys; sys.path[:0] = ['model', 'tests/support'];"
        "from runs import BUSY, digest, run; from worlds import world;"
        "print(digest(run(world(BUSY, services=3, weeks=30))))"
    )
    digests = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        answer = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        digests.add(answer.stdout.strip())
    assert digests == {digest(run(world(BUSY, services=3, weeks=30)))}


# -- the order of visits -------------------------------------------------------------------------------


class Shuffled(list):
    """A list that is visited in another order and indexed as it was."""

    def __init__(self, people: list, order: list[int]):
        super().__init__(people)
        self.order = order

    def __iter__(self):
        return iter([self[n] for n in self.order])


# Which lists a phase visits person by person. Where a phase sums over people or lines them up by number (beginning
# and recording a week, the sum over services that managers see), the order is part of the rule, not of activation.
VISITED = {
    "turn_over": ("residents", "workers"),
    "meet_everyday": ("residents",),
    "gather": ("residents", "workers"),
    "deliver": ("services",),
    "judge": ("residents", "services"),
    "talk": ("residents",),
    "carry": ("workers", "services"),
    "settle": ("residents", "services"),
}


class VisitedInAnyOrder(CoProductionModel):
    """The model, with everybody visited in an order of our choice within each phase."""

    turn: int = 0

    def visit(self, phase: str) -> None:
        plain = {name: getattr(self, name) for name in VISITED[phase]}
        for name, people in plain.items():
            self.turn += 1
            count = len(people)
            order = [(n * self.step_of(count) + self.turn) % count for n in range(count)]
            setattr(self, name, Shuffled(people, order if self.turn % 2 else order[::-1]))
        getattr(super(), phase)()
        for name, people in plain.items():
            setattr(self, name, people)

    @staticmethod
    def step_of(count: int) -> int:
        """A stride that reaches everybody."""
        return next(step for step in (7, 5, 3, 11, 13, 1) if step == 1 or count % step)


for _phase in VISITED:
    setattr(VisitedInAnyOrder, _phase, lambda self, phase=_phase: self.visit(phase))


@pytest.mark.parametrize("switches", [{}, {"mode": "one_to_one"}, {"influence": "negativity", "network": "random"}])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_visiting_people_in_any_order_changes_no_bit(switches, seed):
    scenario = world(BUSY, switches, services=2, residents=7, workers=3, weeks=36)
    plain, shuffled = CoProductionModel(scenario, 1, seed).run(), VisitedInAnyOrder(scenario, 1, seed).run()
    assert shuffled.turn > 36
    assert digest(shuffled) == digest(plain)


@FEW
@given(scenario=scenarios(12), seed=SEEDS)
def test_visiting_people_in_any_order_changes_no_bit_in_any_world(scenario, seed):
    assume(scenario.settings.activation == "phases")
    plain, shuffled = CoProductionModel(scenario, 1, seed).run(), VisitedInAnyOrder(scenario, 1, seed).run()
    assert digest(shuffled) == digest(plain)


# -- a branch, and what may be dated -------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [{"candour": 0.9}, {"thickness": 1.0}, {"resident_exit": 0.0, "delivery_capacity": 0.6}, {"meeting_interval": 1}],
)
def test_a_branch_equals_its_trunk_to_the_bit_in_all_weeks_before(changes):
    trunk = world(BUSY, services=2, weeks=30)
    branch = trunk.changed(13, "because", **changes)
    apart = []

    def walk(scenario):
        digests = []
        run(scenario, each_week=lambda model: digests.append(digest(model)))
        return digests

    apart = [week for week, (a, b) in enumerate(zip(walk(trunk), walk(branch), strict=True)) if a != b]
    assert apart
    assert apart[0] >= 13
    assert apart == list(range(apart[0], 30))


def test_a_change_dated_at_the_start_is_another_world_and_one_dated_later_holds_from_there():
    scenario = world(BUSY).changed(9, thickness=1.0)
    assert [scenario.settings_at(week).thickness for week in (8, 9)] == [0.5, 1.0]
    assert [scenario.settings_at(week).binding_share for week in (8, 9)] == [0.3, 0.6]
    assert scenario.changed(thickness=0.1).settings_at(8).thickness == 0.1


@pytest.mark.parametrize("name", sorted(name for name, declared in PARAMETERS.items() if declared.at_start))
def test_what_matters_only_at_the_start_cannot_change_later(name):
    with pytest.raises(ScenarioError, match=rf"{name} matters only when .* cannot change in week 5"):
        world().changed(5, **{name: PARAMETERS[name].low})


@pytest.mark.parametrize("name", sorted(SWITCHES))
def test_a_switch_cannot_change_later(name):
    with pytest.raises(ScenarioError, match=rf"{name} is a switch.* cannot change in week 5"):
        world().changed(5, **{name: SWITCHES[name].default})


@given(week=st.integers(40, 200))
@FEW
def test_a_change_beyond_the_horizon_is_refused(week):
    with pytest.raises(ScenarioError, match="beyond the horizon"):
        world(weeks=40).changed(week, candour=0.5)
