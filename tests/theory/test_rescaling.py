"""One function cuts the week into parts; what a programme comes to must not hang on the length of the step."""

import pytest

from samskapa import simulate
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios import load_scenario
from samskapa.science.settings import Settings, rescaled_value


def test_one_part_is_the_same_week():
    assert Settings().rescaled(1).numbers() == pytest.approx(Settings().numbers(), rel=1e-12)


@pytest.mark.parametrize("name", [name for name, p in PARAMETERS.items() if p.scaling in ("rate", "flow", "span")])
def test_two_halves_make_a_whole(name):
    value = PARAMETERS[name].plausible[1]
    half = rescaled_value(name, value, 2)
    whole = {"rate": 1.0 - (1.0 - half) ** 2, "flow": 2.0 * half, "span": half / 2.0}[PARAMETERS[name].scaling]
    assert whole == pytest.approx(value, rel=1e-9, abs=1e-12)


def test_a_world_without_a_project_does_not_notice_the_length_of_the_step():
    world = load_scenario("default_world").changed(project=0)
    weekly, halved = (
        simulate(one, programme_seeds=range(1, 9), chance_seeds=range(1, 9), outcomes=["trust", "exhaustion"])
        for one in (world, world.rescaled(2))
    )
    for name, allowed in (("trust", 0.02), ("exhaustion", 0.03)):
        assert float(weekly[name][..., -1].mean()) == pytest.approx(float(halved[name][..., -1].mean()), abs=allowed)
