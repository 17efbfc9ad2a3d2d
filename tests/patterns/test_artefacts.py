"""Verdicts asked again where only the carrying out is changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samskapa.science.errors import ScenarioError
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.scenarios import load_scenario
from samskapa.studies.patterns import artefacts
from samskapa.studies.patterns.artefacts import (
    OF_THE_WEEK,
    Checks,
    changed_study,
    check_all,
    checks_kept,
    keep_checks,
    kept_checks,
    standing_under,
    standings,
    whole_weeks,
)
from samskapa.studies.patterns.judge import Card, Judgement, measure, study_of
from samskapa.studies.patterns.metrics import METRICS
from samskapa.studies.patterns.pattern import Arm, Level, Pattern, Worth, about_equal, level_above, more
from samskapa.studies.patterns.table import PATTERNS
from samskapa.studies.robustness import CHANGES, Standing, doubled_people, halved_weeks, unchanged
from samskapa.study.design import paired_seeds
from samskapa.study.simulate import simulate
from samskapa.study.together import results_together, sums_of
from samskapa.study.verdicts import Effect

BY_NAME = {change.name: change for change in CHANGES}
ARMS = {"low": Arm("tiny_trap", {"delivery_capacity": 0.05}), "high": Arm("tiny_trap", {"delivery_capacity": 0.3})}


def asked(*clauses) -> Pattern:
    return Pattern(99, "Made up.", "", Level.PERSON, Worth.BY_CONSTRUCTION, ARMS, clauses)


def measure_changed(pattern, transform, pairs, threads):
    study, seen = changed_study(pattern, transform, pairs[0][1], len(pairs))
    return sums_of(study, results_together([study], METRICS, pairs, threads=threads, seen=seen)[0])


def judged(*effects) -> Judgement:
    return Judgement(tuple(Effect(mean, mean - error, mean + error, least, 24) for mean, error, least in effects))


def test_parts_of_weeks_are_put_together():
    world = load_scenario("tiny_trap").rescaled(2)
    halves = simulate(
        world,
        chance_seeds=[1, 2],
        threads=1,
        trajectories=("tenure", "trust_primary"),
        weeks=40,
        outcomes=["attended", "trust", "staff_hours", "attended_by_service"],
    )
    weeks = whole_weeks(halves, 2)
    assert weeks.sizes["week"] == 20
    assert weeks["week"].values.tolist() == list(range(20))
    for name in ("attended", "attended_by_service"):
        np.testing.assert_array_equal(weeks[name][:, :, 3], halves[name][:, :, 6] + halves[name][:, :, 7])
    for name in ("trust", "staff_hours", "person_trust_primary"):
        np.testing.assert_array_equal(weeks[name][:, :, 3], halves[name][:, :, 7])
    np.testing.assert_array_equal(weeks["person_tenure"][:, :, 3], halves["person_tenure"][:, :, 7] / 2)
    assert weeks["status"].values.tolist() == [["done", "done"]]
    assert "trust_final" not in weeks


def test_what_happens_in_a_week_is_known_by_its_meaning():
    told = {name for name, outcome in OUTCOMES.items() if "this week" in outcome.meaning}
    assert set(OF_THE_WEEK) == told | {"came_again"}
    assert "Those of them" in OUTCOMES["came_again"].meaning


@pytest.mark.parametrize(
    "pattern", [asked(more("attendance_end", "high", "low")), asked(level_above("habit_never_missed", "high", 0.1))]
)
def test_nothing_changed_gives_what_the_scorecard_measures(pattern):
    pairs = paired_seeds(41, 3)
    np.testing.assert_array_equal(
        measure_changed(pattern, unchanged, pairs, 1), measure([study_of(pattern)], pairs, 1)[0]
    )


def test_counts_of_twice_the_people_are_halved_and_shares_are_not():
    pattern = asked(level_above("cross_role_ties", "high", 0.0), level_above("trust_fin", "high", 0.0))
    world = doubled_people(study_of(pattern).scenarios["high"])
    runs = simulate(
        world, programme_seeds=[41, 42], chance_seeds=[41, 42], threads=1, outcomes=["second_workers", "trust"]
    )
    week = int(world.settings.project_start + world.settings.project_weeks) - 1
    ties, trust = measure_changed(pattern, doubled_people, paired_seeds(41, 2), 1)
    np.testing.assert_allclose(ties, runs["second_workers"].values[0, :, min(week, world.weeks - 1)] / 2)
    np.testing.assert_allclose(trust, runs["trust"].values[0, :, -12:].mean(axis=1))


def test_half_weeks_are_measured_in_weeks():
    pattern = asked(level_above("prediction_fin", "high", 0.0))
    world = halved_weeks(study_of(pattern).scenarios["high"])
    runs = simulate(world, programme_seeds=[41, 42], chance_seeds=[41, 42], threads=1, outcomes=["prediction"])
    found = measure_changed(pattern, halved_weeks, paired_seeds(41, 2), 1)[0]
    np.testing.assert_allclose(found, runs["prediction"].values[0, :, -23::2].mean(axis=1))


@pytest.mark.parametrize(
    ("before", "after", "standing"),
    [
        (((0.3, 0.05, 0.1), (0.3, 0.05, 0.0)), ((0.32, 0.05, 0.1), (0.28, 0.05, 0.0)), Standing.ROBUST),
        (((0.3, 0.05, 0.1), (0.3, 0.05, 0.0)), ((0.6, 0.05, 0.1), (0.28, 0.05, 0.0)), Standing.SHIFTED),
        (((0.3, 0.05, 0.1), (0.3, 0.05, 0.0)), ((0.6, 0.05, 0.1), (-0.3, 0.05, 0.0)), Standing.FRAGILE),
        (((0.3, 0.05, 0.1), (0.3, 0.05, 0.0)), ((0.3, 0.05, 0.1), (0.2, 0.25, 0.0)), Standing.UNDECIDED),
        # It fails by its first clause: what becomes of the other one is not its conclusion.
        (((0.02, 0.01, 0.1), (0.3, 0.05, 0.0)), ((0.02, 0.01, 0.1), (-0.3, 0.05, 0.0)), Standing.ROBUST),
        (((0.02, 0.01, 0.1), (0.3, 0.05, 0.0)), ((0.3, 0.01, 0.1), (0.3, 0.05, 0.0)), Standing.FRAGILE),
    ],
)
def test_a_verdict_stands_by_the_clauses_that_carry_it(before, after, standing):
    pattern = asked(more("trust_fin", "high", "low", 0.1), more("trust_end", "high", "low"))
    found = standing_under(BY_NAME["half weeks"], Card(pattern, judged(*before)), judged(*after))
    assert found.standing is standing


def test_a_difference_that_should_be_small_may_change_its_sign():
    pattern = asked(*about_equal("trust_fin", "high", "low", 0.05))
    before, after = (judged((side * 0.01, 0.005, -0.05), (-side * 0.01, 0.005, -0.05)) for side in (1.0, -1.0))
    assert standing_under(BY_NAME["other chance"], Card(pattern, before), after).standing is Standing.SHIFTED


def cards() -> list[Card]:
    strong = judged((0.3, 0.01, 0.1), (0.3, 0.01, 0.0), (0.3, 0.01, 0.0))
    fails = judged((0.0, 0.01, 0.1), (0.3, 0.01, 0.0), (0.3, 0.01, 0.0))
    turned = {"network": {"random": strong, "homophilous": fails}}
    return [Card(PATTERNS["C5"], strong, turned), Card(replace(PATTERNS["C5"], number=7), fails)]


def test_checks_go_on_where_they_were_left_and_tell_what_cannot_be(tmp_path, monkeypatch):
    calls = []

    def judge(pattern, change, threads=None):
        calls.append((pattern.name, change.name))
        if len(calls) == 4:
            raise KeyboardInterrupt
        if change.name == "twice the people":
            raise ScenarioError("24 issues", where="agenda_cap", allowed="12")
        return cards()[0].judgement

    monkeypatch.setattr(artefacts, "judge_changed", judge)
    with pytest.raises(KeyboardInterrupt):
        check_all(cards(), tmp_path)
    first = list(calls)
    found = check_all(cards(), tmp_path)
    # The drawn order is asked of the one that holds, and whatever is known is not asked again.
    assert first == [(name, change) for change in ("half weeks", "twice the people") for name in ("C5", "C7")]
    assert calls[4:] == [first[3], ("C5", "drawn order"), ("C5", "other chance"), ("C7", "other chance")]
    count = len(calls)
    assert check_all(cards(), tmp_path) == found == checks_kept(cards(), tmp_path)
    assert len(calls) == count
    told = {one.change.name: one.standing.value for one in standings(cards()[0], found["C5"])}
    assert told == {
        "half weeks": "robust",
        "twice the people": "not tested",
        "drawn order": "robust",
        "other chance": "robust",
        "random ties": "robust",
        "ties of the like": "fragile",
    }
    assert "24 issues" in standings(cards()[0], found["C5"])[1].why
    assert [one.standing.value for one in standings(cards()[1], found["C7"])] == [
        "fragile",
        "not tested",
        "not tested",
        "fragile",
        "not tested",
        "not tested",
    ]


def test_checks_of_something_else_are_not_taken(tmp_path):
    keep_checks(PATTERNS["C5"], Checks({"half weeks": cards()[0].judgement}), tmp_path)
    first, *others = PATTERNS["C5"].clauses
    assert kept_checks(PATTERNS["C5"], tmp_path) is not None
    assert kept_checks(replace(PATTERNS["C5"], clauses=(replace(first, least=0.2), *others)), tmp_path) is None
    assert kept_checks(PATTERNS["C3"], tmp_path) is None
