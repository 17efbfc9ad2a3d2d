"""The 32 declarations: complete, askable, and with the sizes that were fixed beforehand."""

from __future__ import annotations

import re

import pytest

from samskapa.science.bibliography import BIBLIOGRAPHY, cited_in
from samskapa.science.entities import RESIDENT
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE
from samskapa.science.scenarios import check_possible
from samskapa.science.switches import SWITCHES
from samskapa.studies.patterns.judge import alternatives, study_of, world_of
from samskapa.studies.patterns.metrics import METRICS
from samskapa.studies.patterns.pattern import Arm, Pattern, about_equal, level_below, near, rising
from samskapa.studies.patterns.table import PATTERNS, STANDSTILL
from samskapa.study.plan import SCENARIO
from samskapa.study.together import key_of

ASKED = [*PATTERNS.values(), STANDSTILL]
# Minimum sizes, written down here a second time from the notes: a slip in the table must show.
SIZES = {
    "C1": {0.012, 0.02},
    "C2": {0.02},
    "C3": {0.05},
    "C4": {0.05},
    "C5": {0.1},
    "C6": {0.02},
    "C8": {0.05},
    "C13": {0.02, 0.1},
    "C14": {0.006},
    "C15": {0.04},
    "C16": {0.08},
    "C18": {0.01},
    "C20": {0.03},
    "C21": {0.03},
    "C28": {0.009},
    "C29": {0.05},
}
LEVELS = {"C22": {0.7}, "C23": {0.3}, "C32": {0.75, 0.3}}


def test_there_are_thirty_two_in_order():
    assert list(PATTERNS) == [f"C{number}" for number in range(1, 33)]


def test_even_ones_are_held_out_but_the_last():
    held_out = {pattern.number for pattern in PATTERNS.values() if pattern.held_out}
    assert held_out == set(range(2, 32, 2))


@pytest.mark.parametrize("pattern", ASKED, ids=lambda pattern: pattern.name)
def test_a_pattern_can_be_asked(pattern: Pattern):
    assert pattern.clauses
    assert pattern.metrics() <= set(METRICS)
    used = {term.at[SCENARIO] for clause in pattern.clauses for term in clause.terms}
    assert used == set(pattern.arms)
    assert bool(pattern.cause) == bool(pattern.without)
    for study in (study_of(pattern), study_of(pattern, {}, pattern.without)):
        for world in study.scenarios.values():
            check_possible(world)


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=lambda pattern: pattern.name)
def test_a_pattern_says_where_it_comes_from(pattern: Pattern):
    keys = cited_in(pattern.source)
    assert keys
    assert set(keys) <= set(BIBLIOGRAPHY)
    assert pattern.sentence.endswith(".")


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=lambda pattern: pattern.name)
def test_sizes_are_those_that_were_fixed(pattern: Pattern):
    sizes = {round(clause.least, 9) for clause in pattern.clauses if clause.least > 0.0}
    assert sizes == SIZES.get(pattern.name, set()) | LEVELS.get(pattern.name, set())


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=lambda pattern: pattern.name)
def test_a_clause_never_compares_a_world_with_itself(pattern: Pattern):
    keys = {name: key_of(world) for name, world in study_of(pattern).scenarios.items()}
    for clause in pattern.clauses:
        assert len({(term.outcome, keys[term.at[SCENARIO]]) for term in clause.terms}) == len(clause.terms)


def test_first_cohorts_only_start_differently():
    for name in ("C15", "C29"):
        pattern = PATTERNS[name]
        starts = {world.settings.prediction_start for world in study_of(pattern).scenarios.values()}
        assert starts == {0.2}
        shifts = {world.settings.first_prediction_shift for world in study_of(pattern).scenarios.values()}
        assert shifts == ({-0.15, 0.45} if name == "C15" else {0.4})


def test_own_values_of_worlds_and_arms_are_stronger_than_defaults_and_weaker_than_what_overrides():
    def settings(*differences, arm=PATTERNS["C32"].arms["helsingborg"]):
        return world_of(arm, *differences).settings

    assert settings({"engagement_start": 0.1, "candour": 0.9}, {}).engagement_start == 0.42
    assert settings({"candour": 0.9}, {}).candour == 0.9
    assert settings({}, {"engagement_start": 0.1}).engagement_start == 0.1
    assert settings({"mode": "collective"}, {}, arm=Arm("default_world", {"mode": "one_to_one"})).mode == "one_to_one"


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_a_metric_names_what_it_is_made_from(metric):
    assert {name.removesuffix(BY_SERVICE) for name in metric.needs} <= set(OUTCOMES)
    assert set(metric.trajectories) <= {variable.name for variable in RESIDENT}
    assert metric.needs or metric.trajectories
    assert metric.meaning.endswith(".")
    assert re.fullmatch(r"[a-z_]+", metric.name)


def test_every_metric_is_used():
    assert set().union(*(pattern.metrics() for pattern in ASKED)) | {
        name for name in METRICS if name.endswith(("_end", "_fin", "_drift"))
    } == set(METRICS)


def test_every_switch_is_turned_to_every_alternative():
    expected = {
        (switch.name, name)
        for switch in SWITCHES.values()
        for name in switch.alternatives
        if name != switch.default and switch.name != "activation"
    }
    assert set(alternatives()) == expected


def test_helpers_say_what_they_mean():
    steps = rising("trust_fin", ("a", "b", "c"), 0.1)
    assert [[(t.weight, t.at) for t in clause.terms] for clause in steps] == [
        [(1.0, {SCENARIO: "b"}), (-1.0, {SCENARIO: "a"})],
        [(1.0, {SCENARIO: "c"}), (-1.0, {SCENARIO: "b"})],
    ]
    assert [clause.least for clause in about_equal("trust_fin", "a", "b", 0.02)] == [-0.02, -0.02]
    assert level_below("trust_fin", "a", 0.3).terms[0].weight == -1.0
    assert [clause.least for clause in near("trust_fin", "a", 0.4, 0.1)] == pytest.approx([0.3, -0.5])
