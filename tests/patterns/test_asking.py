"""Patterns asked of the model: mechanically on worlds too small to tell anything, and once for real."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from samskapa.science.scenarios import load_scenario
from samskapa.studies.patterns import judge as judging
from samskapa.studies.patterns.judge import STRONGEST, Card, Judgement, judge, keep, kept, measure, strongest, study_of
from samskapa.studies.patterns.table import PATTERNS
from samskapa.study.design import paired_seeds
from samskapa.study.simulate import simulate
from samskapa.study.verdicts import Effect, Verdict


def small_world(name):
    """A world with its services, each with four people, and hardly any time after the project."""
    world = load_scenario(name)
    services = tuple(replace(plan, residents=4, workers=1, peer_ties=2) for plan in world.services)
    return replace(world, weeks=120, services=services)


def card(name="C5", means=(0.3, 0.2, 0.1), error=0.05, **more) -> Card:
    pattern = PATTERNS[name]
    effects = tuple(
        Effect(mean, mean - error, mean + error, clause.least, 24)
        for mean, clause in zip(means, pattern.clauses, strict=True)
    )
    return Card(pattern, Judgement(effects), **more)


def test_every_pattern_runs(monkeypatch):
    monkeypatch.setattr(judging, "load_scenario", small_world)
    asked = [study_of(pattern) for pattern in PATTERNS.values()]
    found = measure(asked, paired_seeds(1, 1), threads=1)
    assert [values.shape for values in found] == [(len(study.contrasts), 1) for study in asked]


def test_a_measure_does_not_depend_on_what_else_is_asked():
    pairs = paired_seeds(500, 3)
    c5, c21 = study_of(PATTERNS["C5"]), study_of(PATTERNS["C21"], {"engagement_start": 0.5})
    together = measure([c5, c21], pairs, threads=1)
    for question, values in zip((c5, c21), together, strict=True):
        np.testing.assert_array_equal(measure([question], pairs, threads=1)[0], values)


def test_a_measure_is_the_difference_of_what_the_door_gives():
    pairs = paired_seeds(7, 2)
    seeds = {"programme_seeds": [7, 8], "chance_seeds": [7, 8], "threads": 1, "outcomes": ["fulfilment"]}
    led, alone = (
        simulate("default_world", points=[{"level_leadership": lead}], **seeds)["fulfilment"].values[0, :, -1]
        for lead in (1, 0)
    )
    np.testing.assert_allclose(measure([study_of(PATTERNS["C5"])], pairs, threads=1)[0][0], led - alone)


def test_lives_of_residents_are_what_the_metrics_take_them_for():
    data = simulate(
        "tiny_trap",
        chance_seeds=[1, 2],
        threads=1,
        outcomes=["trust"],
        trajectories=("tenure", "sessions", "offered", "came_last"),
    )
    tenure, sessions, offered = (data[f"person_{name}"].values[0] for name in ("tenure", "sessions", "offered"))
    grown = np.diff(tenure, axis=1)
    assert set(np.unique(grown[grown > 0])) == {1.0}
    weeks = np.arange(tenure.shape[1])[None, :, None]
    newcomer = tenure < weeks
    assert newcomer.any()
    assert not newcomer[:, :1].any()
    assert (sessions <= offered).all()
    assert offered.max() > 1


def test_leadership_is_asked_for_real():
    judgement = judge(PATTERNS["C5"], most=24, threads=1)
    assert judgement.verdict is Verdict.HOLDS
    assert all(effect.pairs == 24 for effect in judgement.effects)
    assert judge(PATTERNS["C5"], overriding=PATTERNS["C5"].without, most=24, threads=1).verdict is not Verdict.HOLDS


def test_the_weakest_clause_counts():
    assert card(means=(0.3, 0.2, 0.1)).judgement.weakest == 2
    assert card(means=(0.12, 0.2, 0.1)).judgement.weakest == 0
    assert card(means=(0.12, 0.2, 0.1)).judgement.verdict is Verdict.UNDECIDED


def test_a_flip_is_from_holding_to_failing_or_back():
    holds, fails = card().judgement, card(means=(0.0, 0.0, -0.1)).judgement
    open_ = card(means=(0.12, 0.2, 0.1)).judgement
    turned = {"influence": {"bounded": fails, "negativity": open_}, "mode": {"one_to_one": holds}}
    assert Card(PATTERNS["C5"], holds, turned).flips() == ["influence = bounded"]
    assert Card(PATTERNS["C5"], fails, turned).flips() == ["mode = one_to_one"]
    assert Card(PATTERNS["C5"], open_, turned).flips() == []


def test_the_strongest_hold_and_name_a_cause():
    cards = [card("C5", (0.3 + n, 0.2 + n, 0.1 + n)) for n in range(9)]
    no_cause = card("C32", (0.9, -0.8, 0.5, -0.4))
    chosen = strongest([card(means=(0.0, 0.0, 0.0)), no_cause, *cards])
    assert len(chosen) == STRONGEST
    assert [round(one.judgement.effects[0].mean) for one in chosen] == [8, 7, 6, 5, 4, 3, 2]


def test_what_is_kept_comes_back_the_same(tmp_path):
    unknown = Judgement((Effect(math.nan, math.nan, math.nan, 0.1, 0),) * 3)
    kept_card = card(switches={"mode": {"one_to_one": card(means=(1.0, 2.0, 3.0)).judgement}}, without_cause=unknown)
    keep(kept_card, tmp_path)
    back = kept(PATTERNS["C5"], tmp_path)
    assert back is not None
    assert back.judgement == kept_card.judgement
    assert back.switches == kept_card.switches
    assert back.without_cause is not None
    assert [str(effect) for effect in back.without_cause.effects] == [str(effect) for effect in unknown.effects]


def test_what_was_asked_otherwise_is_asked_again(tmp_path):
    keep(card(), tmp_path)
    first, *others = PATTERNS["C5"].clauses
    changed = replace(PATTERNS["C5"], clauses=(replace(first, least=0.2), *others))
    assert kept(changed, tmp_path) is None
    assert kept(PATTERNS["C3"], tmp_path) is None


def test_a_score_goes_on_where_it_was_left(tmp_path, monkeypatch):
    asked = []

    def judged(pattern, *, defaults=None, overriding=None, **more):
        asked.append((pattern.name, dict(defaults or {}), dict(overriding or {})))
        if len(asked) == 5:
            raise KeyboardInterrupt
        return card().judgement

    monkeypatch.setattr(judging, "judge", judged)
    monkeypatch.setattr(judging, "alternatives", lambda: [("mode", "one_to_one"), ("influence", "bounded")])
    patterns = [PATTERNS["C5"], replace(PATTERNS["C5"], number=7)]
    with pytest.raises(KeyboardInterrupt):
        judging.score(patterns, tmp_path)
    first = list(asked)
    cards = judging.score(patterns, tmp_path)
    assert asked[5:] == [
        first[4],
        ("C7", {"influence": "bounded"}, {}),
        ("C5", {}, {"capacity_floor": 1.0}),
        ("C7", {}, {"capacity_floor": 1.0}),
    ]
    assert all(one.without_cause for one in cards)
    count = len(asked)
    assert [one.judgement for one in judging.score(patterns, tmp_path)] == [one.judgement for one in cards]
    assert len(asked) == count
