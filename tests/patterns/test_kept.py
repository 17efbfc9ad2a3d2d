"""The verdicts that are kept: still of this model, told as they are on the page, and a tenth of them asked again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from samskapa.studies.patterns.artefacts import checks_kept
from samskapa.studies.patterns.judge import (
    FOLDER,
    STRONGEST,
    Card,
    alternatives,
    judge,
    kept,
    measure,
    strongest,
    study_of,
)
from samskapa.studies.patterns.page import FAILED, STAYED, failed, page, stayed
from samskapa.studies.patterns.table import PATTERNS
from samskapa.study.design import paired_seeds
from samskapa.study.stopping import FIRST_PAIRS
from samskapa.study.verdicts import Verdict

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / FOLDER
TENTH = ("C5", "C14", "C28")
"""Decided by the first pairs, and cheap."""
FRESH_SEED, FRESH_PAIRS = 900_001, 8


@pytest.fixture(scope="module")
def cards() -> dict[str, Card]:
    found = {name: kept(pattern, KEPT) for name, pattern in PATTERNS.items()}
    old = [name for name, card in found.items() if card is None]
    assert not old, f"verdicts of another model: {', '.join(old)}; `samskapa patterns` asks them again"
    return {name: card for name, card in found.items() if card is not None}


def test_everything_is_asked(cards):
    for card in cards.values():
        asked = {(switch, name) for switch, found in card.switches.items() for name in found}
        assert asked == set(alternatives())
    assert sum(card.without_cause is not None for card in strongest(list(cards.values()))) == STRONGEST
    checks = checks_kept(list(cards.values()), KEPT)
    for name in cards:
        assert {"half weeks", "twice the people", "other chance"} <= {*checks[name].found, *checks[name].refused}


def test_the_page_tells_what_is_kept(cards):
    written = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
    assert page(list(cards.values()), checks_kept(list(cards.values()), KEPT)) == written


def test_what_does_not_hold_is_explained_and_nothing_else_is(cards):
    assert {name for name, card in cards.items() if card.judgement.verdict is not Verdict.HOLDS} == set(FAILED)
    stays = {
        card.pattern.name
        for card in strongest(list(cards.values()))
        if card.without_cause and card.without_cause.verdict is Verdict.HOLDS
    }
    assert stays == set(STAYED)
    for name in FAILED:
        assert len(failed(cards[name])) > 100
    for name in STAYED:
        assert len(stayed(cards[name])) > 100


@pytest.mark.parametrize("name", TENTH)
def test_a_tenth_asked_again_gives_the_same_numbers(cards, name):
    before = cards[name].judgement
    assert {effect.pairs for effect in before.effects} == {FIRST_PAIRS}
    again = judge(PATTERNS[name], most=FIRST_PAIRS, threads=1)
    for was, now in zip(before.effects, again.effects, strict=True):
        assert (now.mean, now.low, now.high) == pytest.approx((was.mean, was.low, was.high), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", TENTH)
def test_a_tenth_asked_of_fresh_seeds_lies_on_the_same_side(cards, name):
    pattern = PATTERNS[name]
    values = measure([study_of(pattern)], paired_seeds(FRESH_SEED, FRESH_PAIRS), threads=1)[0]
    for clause, effect, row in zip(pattern.clauses, cards[name].judgement.effects, values, strict=True):
        assert np.sign(row.mean() - clause.least) == np.sign(effect.mean - clause.least), clause.name
