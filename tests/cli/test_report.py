"""From numbers to sentences: the words follow the numbers, and claim nothing that an interval does not hold."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
import xarray
from tiny import write_tiny

from samskapa.science.scenarios import load_scenario
from samskapa.science.summaries import SUMMARIES
from samskapa.study.answer import Made, caveats, comparison_page
from samskapa.study.comparison import Comparison, World, comparison_of
from samskapa.study.run_plan import Resolved
from samskapa.study.sentences import lead
from samskapa.study.simulate import simulate_together
from samskapa.study.statistics.means import BOUNDS_OF_UNITS, estimate, student_quantile
from samskapa.study.words import figure

SEEDS = [1, 2, 3, 4]
MADE = Made("samskapa run tiny", "0", SEEDS, [], False, 1.0, "2020-01-01")
Compare = Callable[..., Comparison]


def compared(*worlds: World) -> Comparison:
    """Worlds with their runs as the study that they are."""
    pairs = list(zip(SEEDS, SEEDS, strict=True))
    return Comparison(Resolved(comparison_of([world.scenario for world in worlds], pairs)), worlds)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[World]:
    folder = tmp_path_factory.mktemp("worlds")
    write_tiny(folder)
    scenarios = [load_scenario(folder / name) for name in ("tiny.toml", "tiny_without.toml")]
    made = simulate_together(scenarios, programme_seeds=SEEDS, chance_seeds=SEEDS, threads=1)
    return [World(scenario, data) for scenario, data in zip(scenarios, made, strict=True)]


@pytest.fixture
def compare(found: list[World]) -> Compare:
    """The tiny worlds, where trust differs by what is asked for."""

    def made(trust: list[float], statuses: list[str] | None = None) -> Comparison:
        base = found[1]
        data: xarray.Dataset = found[0].data.copy(deep=True)
        data["trust_final"].values[0] = base.data["trust_final"].values[0] + np.array(trust)
        if statuses:
            data["status"] = (("point", "seed"), np.array([statuses]))
        return compared(World(found[0].scenario, data), base)

    return made


@pytest.mark.parametrize("freedom", [1, 2, 3, 11, 99])
def test_the_interval_is_students(freedom: int):
    assert student_quantile(freedom) == pytest.approx(scipy.stats.t.ppf(0.975, freedom), rel=1e-10)
    values = np.linspace(0.1, 0.7, freedom + 1) ** 2
    own = estimate(values)
    low, high = scipy.stats.t.interval(0.95, freedom, loc=values.mean(), scale=scipy.stats.sem(values))
    assert (own.low, own.high) == pytest.approx((low, high))


def test_an_interval_stays_where_the_quantity_can_be():
    assert estimate(np.array([0.0, 0.0, 0.1]), (0.0, 1.0)).low == 0.0
    assert {summary.unit for summary in SUMMARIES.values()} <= set(BOUNDS_OF_UNITS)


def test_no_value_and_one_value_have_no_interval():
    assert estimate(np.array([math.nan])).runs == 0
    single = estimate(np.array([0.3, math.nan]))
    assert (single.runs, single.mean, single.has_interval, single.clear) == (1, 0.3, False, False)
    assert figure(math.nan, 2) == "-"


@pytest.mark.parametrize(
    ("trust", "words"),
    [
        ([0.10, 0.11, 0.09, 0.10], "ends higher by 0.1000 (0.0870 to 0.1130) than in tiny_without, without it"),
        ([-0.10, -0.11, -0.09, -0.10], "ends lower by 0.1000 (0.0870 to 0.1130) than in tiny_without, without it"),
        ([0.10, -0.11, 0.09, -0.10], "ends not clearly different from tiny_without, without it"),
        ([0.0, 0.0, 0.0, 0.0], "ends exactly as in tiny_without, without it in all 4 pairs of runs"),
        ([0.1, 0.1, 0.1, 0.1], "ends higher by 0.100 than in tiny_without, without it in all 4 pairs of runs"),
    ],
)
def test_the_sentence_follows_the_numbers(compare: Compare, trust: list[float], words: str):
    sentence = lead(compare(trust))[0]
    assert sentence.startswith("In tiny, with the project, residents' trust in the workers they know ")
    assert words.replace("0.1000", "0.100").replace("0.0870", "0.087").replace("0.1130", "0.113") in sentence


def test_one_pair_is_said_to_tell_nothing(compare: Compare):
    sentence = lead(compare([0.1, 0, 0, 0], ["done", "not run", "not run", "not run"]))[0]
    assert "in the single pair of runs, which cannot tell effect from chance" in sentence


def test_runs_that_did_not_finish_are_in_no_number(compare: Compare):
    comparison = compare([0.1, 0.1, 0.1, 99.0], ["done", "done", "not run", "ValueError: broken"])
    world = comparison.worlds[0]
    assert comparison.level(world, "trust_final").runs == 2
    gap = comparison.difference(world, "trust_final")
    assert gap is not None
    assert (gap.runs, gap.mean) == (2, pytest.approx(0.1))
    assert world.failures == {4: "ValueError: broken"}
    assert np.isnan(world.weekly("trust")[2:]).all()
    assert any("Failed: tiny, seed 4: ValueError: broken" in said for said in caveats(comparison, MADE))


def test_a_page_can_be_written_even_if_nothing_finished(compare: Compare):
    comparison = compare([0, 0, 0, 0], ["not run"] * 4)
    page = comparison_page(comparison, MADE)
    assert "nan" not in page.replace("finance", "")
    assert "of unknown difference, as no pair of runs has a value in both" in page


def test_the_base_is_the_world_without_project_or_else_the_first(found: list[World]):
    assert compared(*found).base is found[1]
    assert compared(*found[::-1]).base is found[1]
    assert compared(*found[:1]).base is None
    assert any("not what the project changed" in said for said in caveats(compared(*found[:1]), MADE))
    twice = compared(found[0], World(replace(found[0].scenario, name="twin"), found[0].data))
    assert twice.base is twice.worlds[0]
    assert any("No world here is without a project" in said for said in caveats(twice, MADE))


def test_a_single_world_tells_what_happened_in_it(found: list[World]):
    sentence = lead(compared(*found[:1]))[0]
    assert sentence.startswith("In tiny, over 40 weeks, residents' trust in the workers they know ")
    assert "of those invited came to the last meetings of the project" in sentence


def test_a_world_without_project_has_no_meetings(found: list[World]):
    assert "No meetings were held." in lead(compared(*found[1:]))[0]


def test_worlds_with_other_people_are_not_passed_off_as_a_pair(found: list[World]):
    other = World(load_scenario("escape"), found[0].data)
    said = caveats(compared(found[1], other), MADE)
    assert any(sentence.startswith("escape has other services than tiny_without") for sentence in said)


def test_every_number_on_the_page_has_its_unit(found: list[World]):
    page = comparison_page(compared(*found), MADE)
    for summary in SUMMARIES.values():
        assert f"| {summary.unit} |" in page


def test_the_worlds_lie_where_they_are_read_from(found: list[World]):
    assert Path(found[0].scenario.origin).name == "tiny.toml"
