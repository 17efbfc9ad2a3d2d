"""Are designs what they say: every level met, laws kept, ranks correlated, seeds shared by those that are compared?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import spearmanr

from samskapa.science.errors import ScenarioError
from samskapa.study import design
from samskapa.study.design import value_at
from samskapa.study.plan import Bundle, Experiment, Input, Value
from studies import levels, number, study, with_seeds

INPUTS = (
    number("candour"),
    number("deadline", 2, 12, "weeks", whole=True),
    number("trust_start", 0.1, 10, "share", distribution="log_uniform"),
    levels("influence", "degroot", "bounded", "negativity"),
)


def column(experiment: Experiment, name: str) -> list[Value]:
    return [point[name] for point in design.points(experiment)]


@pytest.mark.parametrize(
    ("method", "size", "points"),
    [
        ("latin_hypercube", 60, 60),
        ("random", 60, 60),
        ("sobol", 16, 16 * 6),
        ("morris", 6, 6 * 5),
        ("fast", 257, 5 * 5 * 257),
    ],
)
def test_every_drawn_design_keeps_bounds_and_has_its_number_of_points(method, size, points):
    experiment = study(INPUTS, method, 2, size=size)
    found = design.points(experiment)
    assert len(found) == points
    for one in INPUTS:
        assert all(one.accepts(point[one.name]) for point in found)
    assert {point["influence"] for point in found} == {"degroot", "bounded", "negativity"}
    assert design.points(experiment) == found
    assert design.points(replace(experiment, design=replace(experiment.design, seed=2))) != found


def test_a_factorial_has_every_combination_once():
    inputs = (
        number("candour"),
        levels("influence", "degroot", "bounded"),
        number("peer_ties", 2, 4, "ties", whole=True),
    )
    found = design.points(study(inputs, "factorial", levels=5))
    assert len(found) == 5 * 2 * 3
    assert len({tuple(point.values()) for point in found}) == len(found)
    assert {point["peer_ties"] for point in found} == {2.0, 3.0, 4.0}


def test_a_list_is_the_list():
    points = ({"candour": 0.2}, {"candour": 0.9})
    assert design.points(study((number("candour"),), "list", points=points)) == list(points)


def test_a_latin_hypercube_has_a_point_in_every_slice():
    found = np.array(column(study((number("candour", 2, 4),), "latin_hypercube", size=40), "candour"))
    assert sorted((20 * (found - 2)).astype(int)) == list(range(40))


LAWS = {
    "uniform": (number("a", 1, 3), 2.0, 2 / 12**0.5),
    "log_uniform": (number("a", 1, 100, distribution="log_uniform"), 99 / np.log(100), None),
    "triangular": (number("a", 0, 1, distribution="triangular", peak=0.2), 0.4, (0.04 + 1 - 0.2) ** 0.5 / 18**0.5),
    "normal": (number("a", -9, 9, distribution="normal", peak=1.0, sd=2.0), 1.0, 2.0),
}


@pytest.mark.parametrize("law", LAWS)
def test_values_follow_their_law(law):
    one, mean, sd = LAWS[law]
    found = np.array([value_at(one, share) for share in (np.arange(4000) + 0.5) / 4000])
    assert found.mean() == pytest.approx(mean, rel=0.01)
    if sd:
        assert found.std() == pytest.approx(sd, rel=0.01)
    assert value_at(one, 0.0) == pytest.approx(one.low)
    assert value_at(one, 1.0) == pytest.approx(one.high)


def test_whole_numbers_and_levels_are_equally_likely():
    whole = number("peer_ties", 2, 5, "ties", whole=True)
    found = [value_at(whole, share) for share in (np.arange(4000) + 0.5) / 4000]
    assert {value: found.count(value) for value in set(found)} == dict.fromkeys((2.0, 3.0, 4.0, 5.0), 1000)
    normal = number("peer_ties", 2, 5, "ties", whole=True, distribution="normal", peak=3.0, sd=1.0)
    assert {value_at(normal, share) for share in np.linspace(0, 1, 50)} == {2.0, 3.0, 4.0, 5.0}


def test_every_step_of_morris_changes_one_input_and_named_levels_take_all_pairs():
    experiment = study(INPUTS, "morris", 2, size=60)
    points = design.points(experiment)
    pairs = set()
    for block in range(60):
        own = points[block * 5 : block * 5 + 5]
        for before, after in pairwise(own):
            changed = [name for name in before if before[name] != after[name]]
            assert len(changed) == 1
            if changed == ["influence"]:
                pairs.add((before["influence"], after["influence"]))
    assert len(pairs) == 6


def test_ranks_correlate_as_declared_and_margins_stay():
    inputs = (number("candour"), number("thickness", 0, 2), number("trust_start"))
    free = study(inputs, "latin_hypercube", size=500)
    tied = replace(
        free,
        design=replace(free.design, correlations={("candour", "thickness"): 0.7, ("candour", "trust_start"): -0.3}),
    )
    found = {one.name: np.array(column(tied, one.name)) for one in inputs}
    assert spearmanr(found["candour"], found["thickness"])[0] == pytest.approx(0.7, abs=0.03)
    assert spearmanr(found["candour"], found["trust_start"])[0] == pytest.approx(-0.3, abs=0.03)
    assert spearmanr(found["thickness"], found["trust_start"])[0] == pytest.approx(0, abs=0.03)
    for one in inputs:
        assert sorted(found[one.name]) == sorted(column(free, one.name))


@pytest.mark.parametrize("method", ["sobol", "morris", "fast", "factorial"])
def test_methods_that_need_independence_refuse_dependent_inputs_with_a_reason(method):
    inputs = (number("candour"), number("thickness"))
    experiment = study(
        inputs, method, 2, size=257 if method == "fast" else 16, correlations={("candour", "thickness"): 0.5}
    )
    with pytest.raises(ScenarioError, match="one input while the others stay") as refusal:
        design.check(experiment)
    assert "latin_hypercube" in refusal.value.allowed
    with pytest.raises(ScenarioError):
        design.points(experiment)


def test_correlations_that_cannot_hold_together_are_refused():
    inputs = (number("candour"), number("thickness"), number("trust_start"))
    wanted = {("candour", "thickness"): 0.9, ("thickness", "trust_start"): 0.9, ("candour", "trust_start"): -0.9}
    with pytest.raises(ScenarioError, match="cannot hold together"):
        design.points(study(inputs, "latin_hypercube", size=50, correlations=wanted))
    with pytest.raises(ScenarioError, match="too few"):
        design.points(study(inputs, "random", size=4, correlations={("candour", "thickness"): 0.9}))


@pytest.mark.parametrize("method", ["sobol", "morris", "fast"])
def test_one_seed_is_refused_where_chance_would_count_as_effect(method):
    experiment = study((number("candour"),), method, 1, size=128)
    with pytest.raises(ScenarioError, match="chance would be counted as effect"):
        design.check(experiment)
    design.check(with_seeds(experiment, 2))


def test_parts_that_are_compared_share_seeds_and_others_do_not():
    experiment = study((number("candour"), number("thickness")), "sobol", 3, size=8)
    found = design.seeds(experiment, 3)
    assert found.shape == (32, 3)
    assert (found[:4] == found[0]).all()
    assert len(set(found.ravel().tolist())) == 8 * 3
    common = design.seeds(study((number("candour"),), "random", size=5), 4)
    assert common.tolist() == [[1, 2, 3, 4]] * 5


def test_a_design_without_inputs_is_one_point():
    assert design.points(study((), "list", points=({},))) == [{}]
    bundle = Input(
        "help", "intervention", "lever", levels=("none", "much"), bundles={"none": Bundle(), "much": Bundle()}
    )
    assert design.points(study((bundle,), "factorial")) == [{"help": "none"}, {"help": "much"}]


def test_what_is_not_drawn_has_no_sample():
    with pytest.raises(ScenarioError, match="not drawn"):
        design.sample_of(study((number("candour"),), "factorial"))
