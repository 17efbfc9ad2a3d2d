"""From points to runs: what makes a run the same run, and how runs are cut into blocks."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import ARMS, CUBE, resolved_from
from samskapa.science.errors import ImpossibleScenario
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios import check_possible
from samskapa.science.switches import SWITCHES
from samskapa.study.design import programme_seed_of
from samskapa.study.read import read_experiment
from samskapa.study.run_plan import Resolved


def every_block(resolved: Resolved) -> list[list[tuple[int, int]]]:
    points = len(resolved.points)
    blocks = resolved.blocks([0] * points, [resolved.experiment.run.seeds] * points)
    return [[(one.point, one.place) for one in block.runs] for block in blocks]


@pytest.mark.parametrize(
    "text",
    [
        CUBE,
        ARMS,
        CUBE.replace("size = 12", "size = 300"),
        CUBE.replace('"latin_hypercube"\nsize = 12', '"sobol"\nsize = 16'),
    ],
)
def test_every_run_is_in_one_block_and_seeds_of_a_programme_lie_side_by_side(text: str):
    resolved = resolved_from(text)
    blocks = every_block(resolved)
    runs = [run for block in blocks for run in block]
    wanted = {(point, place) for point in range(len(resolved.points)) for place in range(resolved.experiment.run.seeds)}
    assert sorted(runs) == sorted(wanted)
    programmes = [(place, programme_seed_of(int(resolved.seeds[point, place]))) for point, place in runs]
    assert programmes == sorted(programmes)


def test_a_point_is_what_its_resolved_values_are():
    resolved = resolved_from(CUBE)
    point = dict(resolved.points[0])
    same = Resolved(resolved.experiment, [point, dict(reversed(point.items())), {**point, "engagement_start": 0.5}])
    assert same.identities[0] == same.identities[1] == resolved.identities[0]
    assert same.identities[2] != same.identities[0]


def test_every_parameter_and_switch_of_a_world_is_part_of_its_identity():
    experiment = resolved_from(CUBE).experiment
    base = Resolved(experiment, [{"engagement_start": 0.4, "delivery_capacity": 0.2}]).identities[0]
    seen = {base}
    for name, parameter in PARAMETERS.items():
        if name in ("engagement_start", "delivery_capacity"):
            continue
        usual = getattr(experiment.scenarios["tiny_trap"].settings, name)
        value = parameter.high if usual != parameter.high else parameter.low
        hold = f'[hold]\n{name} = {{ value = {value!r}, why = "x" }}\n[outcomes]'
        held = read_experiment(CUBE.replace("[outcomes]", hold, 1))
        resolved = Resolved.__new__(Resolved)
        resolved.experiment, resolved.points = held, [{"engagement_start": 0.4, "delivery_capacity": 0.2}]
        resolved.impossible, resolved._possible, resolved._kept, resolved._people = {}, {}, {}, {"tiny_trap": ""}
        seen.add(resolved._identity(0, resolved.points[0]))
    assert len(seen) == len(PARAMETERS) - 1
    for name, switch in SWITCHES.items():
        for alternative in list(switch.alternatives)[1:]:
            held = read_experiment(
                CUBE.replace("[outcomes]", f'[hold]\n{name} = {{ value = "{alternative}", why = "x" }}\n[outcomes]', 1)
            )
            seen.add(Resolved(held, [{"engagement_start": 0.4, "delivery_capacity": 0.2}]).identities[0])
    assert len(seen) == len(PARAMETERS) - 1 + sum(len(switch.alternatives) - 1 for switch in SWITCHES.values())


def test_a_run_is_also_its_seed_its_length_and_its_science(monkeypatch: pytest.MonkeyPatch):
    resolved = resolved_from(CUBE)
    longer = resolved_from(CUBE.replace("weeks = 80", "weeks = 81"))
    assert resolved.planned(0, 0).identity != resolved.planned(0, 1).identity
    assert resolved.identities[0] != longer.identities[0]
    before = resolved.planned(0, 0).identity
    monkeypatch.setattr("samskapa.study.run_plan.science_hash", lambda reference=False: "other")
    assert resolved.planned(0, 0).identity != before


def test_dated_changes_are_part_of_a_point():
    resolved = resolved_from(ARMS)
    by_value = {resolved.identities[number]: point["late_contact"] for number, point in enumerate(resolved.points)}
    assert len(by_value) == len(resolved.points) == 32


def test_what_cannot_be_is_known_as_if_every_world_were_looked_at():
    text = CUBE.replace(
        "[uncertain.engagement_start]\nlow = 0.1\nhigh = 0.8",
        """
[uncertain.project_weeks]
low = 20
high = 70
[uncertain.workshop_seats]
low = 4
high = 60
[uncertain.pause_weeks]
low = 0
high = 90
[uncertain.workshop]
levels = [0, 1]
""",
    ).replace("size = 12", "size = 60")
    resolved = resolved_from(text)
    for number, point in enumerate(resolved.points):
        try:
            check_possible(resolved.experiment.world(point))
            why = ""
        except ImpossibleScenario as error:
            why = f"ImpossibleScenario: {error}"
        assert resolved.impossible.get(number, "") == why
    assert 5 < len(resolved.impossible) < 55


def test_an_experiment_of_which_no_world_can_be_is_refused():
    with pytest.raises(ImpossibleScenario, match="project"):
        Resolved(read_experiment(CUBE.replace("weeks = 80", "weeks = 60")))


def test_the_reproducer_says_everything_that_the_point_does():
    resolved = resolved_from(ARMS)
    number = next(
        n
        for n, point in enumerate(resolved.points)
        if point
        == {
            "scenario": "broken_promise",
            "trust_update": "symmetric",
            "candour": 0.2,
            "hero_support": "found",
            "late_contact": 0.9,
        }
    )
    held = resolved.experiment.hold["contact_noise"]
    assert resolved.reproducer(resolved.planned(number, 1)) == (
        f"samskapa run broken_promise --seed 2 --set contact_noise={held} --set trust_update=symmetric "
        "--set candour=0.2 --set scouting=0.8 --change 30:contact_rate=0.9 --engine reference"
    )


def test_seeds_are_those_of_the_design():
    resolved = resolved_from(CUBE)
    assert np.array_equal(resolved.seeds, np.tile(np.arange(1, 9), (12, 1)))
