"""Conclusions under changes to which they should not answer: synthetic ones whose standing is known, and a real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from benchmarks.artefacts.conclusion import CapacityRaisesBelief

from samskapa import load_scenario
from samskapa.science.errors import ScenarioError
from samskapa.science.programme import Partner
from samskapa.studies.robustness import (
    CHANGES,
    Change,
    Standing,
    check,
    compare,
    doubled_people,
    drawn_activation,
    halved_weeks,
    network_law,
    unchanged,
    worst,
)
from samskapa.study.verdicts import Effect
from worlds import world

BY_NAME = {change.name: change for change in CHANGES}


@dataclass(frozen=True)
class Synthetic:
    """An effect that is a function of the scenario, with a small error that goes with the pair."""

    size: Callable[..., float]
    minimum: float = 0.1

    def effects(self, transform, pairs):
        error = np.sin(np.arange(pairs) * 1.7)
        return self.size(transform(load_scenario("tiny_trap"))) + 0.05 * error


def standings(size: Callable[..., float]) -> dict[str, Standing]:
    return {finding.change.name: finding.standing for finding in check(Synthetic(size), pairs=40, slow_pairs=20)}


def test_an_effect_that_answers_to_nothing_is_robust():
    assert set(standings(lambda scenario: 0.3).values()) == {Standing.ROBUST}
    assert set(standings(lambda scenario: -0.3).values()) == {Standing.ROBUST}


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("half weeks", lambda scenario: scenario.weeks == 416),
        ("twice the people", lambda scenario: scenario.services[0].residents == 40),
        ("drawn order", lambda scenario: scenario.settings.activation == "drawn"),
        ("random ties", lambda scenario: scenario.settings.network == "random"),
        ("ties of the like", lambda scenario: scenario.settings.network == "homophilous"),
    ],
)
@pytest.mark.parametrize(
    ("changed", "standing"),
    [(0.2, Standing.SHIFTED), (0.05, Standing.FRAGILE), (-0.3, Standing.FRAGILE), (0.1, Standing.SHIFTED)],
)
def test_an_effect_that_answers_to_one_change_stands_accordingly_there_alone(name, answers, changed, standing):
    found = standings(lambda scenario: changed if answers(scenario) else 0.3)
    assert found.pop(name) is standing
    assert set(found.values()) == {Standing.ROBUST}


def test_an_effect_of_the_first_seeds_alone_is_fragile_under_other_chance():
    class Lucky:
        minimum = 0.1

        def effects(self, transform, pairs):
            return np.where(np.arange(pairs) < 30, 0.3, -0.3) + 0.01 * np.cos(np.arange(pairs))

    findings = check(Lucky(), pairs=30, slow_pairs=30)
    assert {f.change.name: f.standing for f in findings if f.standing is not Standing.ROBUST} == {
        "other chance": Standing.FRAGILE
    }
    assert worst(findings) is Standing.FRAGILE


def test_the_rules():
    def effect(mean, half, least=0.1):
        return Effect(mean, mean - half, mean + half, least, 40)

    holds, fails, unsure = effect(0.3, 0.05), effect(0.02, 0.05), effect(0.12, 0.05)
    assert compare(holds, holds)[0] is Standing.ROBUST
    assert compare(holds, effect(0.34, 0.05))[0] is Standing.ROBUST
    assert compare(holds, effect(0.5, 0.05))[0] is Standing.SHIFTED
    assert compare(fails, effect(-0.03, 0.04))[0] is Standing.ROBUST
    assert compare(holds, fails)[0] is compare(fails, holds)[0] is Standing.FRAGILE
    assert compare(effect(0.05, 0.02), effect(-0.05, 0.02))[0] is Standing.FRAGILE  # neither holds, signs differ
    assert compare(holds, effect(0.2, 0.12))[0] is Standing.UNDECIDED
    assert compare(unsure, unsure)[0] is Standing.UNDECIDED
    assert compare(holds, unsure)[0] is Standing.SHIFTED


def test_everybody_doubled_keeps_the_ratios():
    scenario = world(
        {"workshop": 1, "agenda_cap": 3, "voluntary_capacity": 0.2},
        residents=9,
        workers=2,
        services=2,
        partners=(Partner("friends", "voluntary_sector", 0.3),),
    ).changed(8, agenda_cap=2)
    twice = doubled_people(scenario)
    assert [(plan.residents, plan.workers) for plan in twice.services] == [(18, 4)] * 2
    assert (twice.settings.agenda_cap, twice.settings_at(8).agenda_cap) == (6, 4)
    assert twice.settings.workshop_seats == 2 * scenario.settings.workshop_seats
    assert twice.settings.course_residents == scenario.settings.course_residents
    assert (twice.settings.voluntary_capacity, twice.partners[0].capacity) == (0.4, 0.6)
    assert twice.settings.delivery_capacity == scenario.settings.delivery_capacity
    assert unchanged(scenario) is scenario


def test_other_worlds_are_those_they_say_they_are():
    scenario = load_scenario("tiny_trap")
    assert halved_weeks(scenario) == scenario.rescaled(2)
    assert drawn_activation(scenario).settings.activation == "drawn"
    assert network_law("random")(network_law("random")(scenario)).settings.network == "small_world"


def test_a_world_that_cannot_be_is_not_tested_and_says_why():
    crowded = Change("crowd", "", lambda scenario: doubled_people(scenario.changed(agenda_cap=12)))
    found = check(Synthetic(lambda scenario: 0.3), [crowded, BY_NAME["half weeks"]], pairs=10)
    assert (found[0].standing, found[0].after) == (Standing.NOT_TESTED, None)
    assert "agenda_cap" in found[0].why
    assert worst(found) is Standing.ROBUST
    with pytest.raises(ScenarioError):
        doubled_people(load_scenario("tiny_trap").changed(agenda_cap=12))


def test_a_real_contrast_in_the_small_trap():
    findings = check(CapacityRaisesBelief(), pairs=40, slow_pairs=6)
    assert [finding.change for finding in findings] == list(CHANGES)
    assert all(finding.after.pairs in (40, 6) for finding in findings)
    by_name = {finding.change.name: finding for finding in findings}
    assert by_name["other chance"].before.mean != by_name["other chance"].after.mean
    assert by_name["half weeks"].standing is by_name["random ties"].standing is Standing.ROBUST
