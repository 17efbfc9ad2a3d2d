"""Keyed uniforms: the published words, the same bits in every form, and chance that looks like chance."""

from __future__ import annotations

import doctest
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from samskapa.science import chance
from samskapa.science import compile as compiling
from samskapa.science.chance import BEFORE, MASK, Decision, philox, uniform, uniforms

KNOWN_ANSWERS = [
    ("00000000 00000000 00000000 00000000 00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
FROZEN = {
    "TRUST": 1,
    "CONFIDENCE": 2,
    "PREDICTION": 3,
    "ASPIRATION": 4,
    "CAPABILITY": 5,
    "SHAME": 6,
    "UNDERSTANDING": 7,
    "AVAILABILITY": 8,
    "HERO": 9,
    "THRESHOLD": 10,
    "ENGAGEMENT": 11,
    "EXHAUSTION": 12,
    "BELIEF": 13,
    "SECONDARY_WORKER": 14,
    "SECONDARY_WHO": 15,
    "REWIRING": 30,
    "REWIRED_TO": 31,
    "CANDIDATE_PEER": 33,
    "COLLEAGUE": 35,
    "STANDING_WORKSHOP": 36,
    "STANDING_COURSE": 37,
    "INVITATION": 38,
    "RESIDENT_EXIT": 100,
    "STAFF_EXIT": 101,
    "CONTACT": 102,
    "CONTACT_NOISE": 103,
    "STAFF_PRESENCE": 104,
    "AVAILABLE": 105,
    "ATTENDANCE": 106,
    "ACTIVATION": 107,
    "ISSUE_COUNT": 130,
    "RAISER": 131,
    "ACCEPTANCE": 132,
    "CANDOUR": 133,
    "ISSUE_SIZE": 134,
    "STRUCTURAL": 135,
    "CROSS_AGENCY": 136,
    "CONFIDENTIALITY": 137,
    "BINDING": 138,
    "PREWORK": 139,
    "OWNER": 140,
    "TOPIC": 141,
    "NEW_TIE": 160,
    "HERO_FOUND": 161,
    "HERO_ACTIVE": 162,
    "HERO_WITHDRAWN": 163,
    "OWN_MEETING": 164,
    "ORPHANING": 165,
    "TRUST_AFTER_EXIT": 166,
    "LOAD_NOISE": 167,
    "MANAGER_CHANGE": 168,
}
words = some.integers(0, MASK)
seeds = some.integers(0, 2**63 - 1)


def read(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


@pytest.fixture(scope="module")
def compiled():  # type: ignore[no-untyped-def]
    import numba

    compiling.register_all()

    class Compiled:
        words = staticmethod(numba.njit(lambda c0, c1, c2, c3, k0, k1: philox(c0, c1, c2, c3, k0, k1)))
        uniform = staticmethod(numba.njit(lambda s, d, t, i, j: uniform(s, d, t, i, j)))

        @staticmethod
        @numba.njit(error_model="numpy")
        def lanes(lane_seeds, week, who, out):  # type: ignore[no-untyped-def]
            for lane in range(lane_seeds.size):
                out[lane] = uniform(lane_seeds[lane], Decision.CONTACT, week, who)

    return Compiled


@pytest.mark.parametrize(("keys", "answer"), KNOWN_ANSWERS)
def test_philox_gives_the_published_words(keys: str, answer: str, compiled) -> None:  # type: ignore[no-untyped-def]
    assert list(philox(*read(keys))) == read(answer)
    assert list(compiled.words(*read(keys))) == read(answer)
    rows = [np.full(3, word, dtype=np.int64) for word in read(keys)]
    assert [word.tolist() for word in philox(*rows)] == [[word] * 3 for word in read(answer)]


@given(seed=seeds, decision=words, week=words, who=words, whom=words)
@settings(max_examples=200, deadline=None)
def test_every_form_draws_the_same_bits(  # type: ignore[no-untyped-def]
    compiled, seed: int, decision: int, week: int, who: int, whom: int
) -> None:
    u = uniform(seed, decision, week, who, whom)
    assert 0.0 < u < 1.0
    assert compiled.uniform(seed, decision, week, who, whom) == u
    assert uniforms(seed, decision, week, who, whom) == u
    assert uniforms(seed, decision, week, [who, 3], whom)[0] == u
    assert uniform(np.int64(seed), decision, np.int64(week), np.int64(who), np.int64(whom)) == u


def test_arrays_broadcast_and_keep_their_shape() -> None:
    grid = uniforms(5, Decision.REWIRED_TO, BEFORE, np.arange(4)[:, None], np.arange(3))
    assert grid.shape == (4, 3)
    assert grid.dtype == np.float64
    for who in range(4):
        for whom in range(3):
            assert grid[who, whom] == uniform(5, Decision.REWIRED_TO, BEFORE, who, whom)
    assert uniforms(5, Decision.TRUST, 0, 7).shape == ()
    assert uniforms(5, Decision.TRUST, 0, np.arange(0)).shape == (0,)


def test_lanes_that_differ_in_their_seed_only_draw_in_vector_instructions(compiled) -> None:  # type: ignore[no-untyped-def]
    lane_seeds = np.random.default_rng(1).integers(0, 2**63 - 1, 64)
    out = np.empty(64)
    compiled.lanes(lane_seeds, 12, 345, out)
    assert out.tolist() == [uniform(seed, Decision.CONTACT, 12, 345) for seed in lane_seeds.tolist()]
    (assembly,) = compiled.lanes.inspect_asm().values()
    if "xmm" in assembly:
        assert len(re.findall(r"\bv?pmuludq\b", assembly)) >= 10


def test_no_draw_is_zero_or_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for word, expected in [(0, 2.0**-53), (MASK, 1.0 - 2.0**-53)]:
        monkeypatch.setattr(chance, "philox", lambda *_, word=word: (word, word, word, word))
        assert uniform(1, 2, 3, 4) == expected
        assert 0.0 < expected < 1.0
        assert 1.0 - (1.0 - expected) == expected


def chi_square(values: np.ndarray, cells: int) -> float:
    """The departure of counts from equal ones, in standard deviations of the chi-square law."""
    counts = np.bincount((values * cells).astype(np.int64), minlength=cells)
    expected = values.size / cells
    return float((((counts - expected) ** 2 / expected).sum() - (cells - 1)) / np.sqrt(2.0 * (cells - 1)))


def draws_along(axis: str, count: int) -> np.ndarray:
    """Draws along one key, the others fixed."""
    if axis == "who":
        return uniforms(11, Decision.CONTACT, 3, np.arange(count))
    if axis == "whom":
        return uniforms(11, Decision.CONTACT, 3, 5, np.arange(count))
    if axis == "week":
        return np.array([uniform(11, Decision.CONTACT, week, 5) for week in range(count)])
    if axis == "decision":
        return np.array([uniform(11, decision, 3, 5) for decision in range(count)])
    return np.array([uniform(seed, Decision.CONTACT, 3, 5) for seed in range(count)])


@pytest.mark.parametrize("axis", ["who", "whom", "week", "decision", "seed"])
def test_draws_along_every_key_are_uniform_and_independent(axis: str) -> None:
    values = draws_along(axis, 40_000)
    assert abs(chi_square(values, 100)) < 4.0
    pairs = np.floor(values[:-1] * 20.0) * 20.0 + np.floor(values[1:] * 20.0)
    assert abs(chi_square((pairs[::2] + 0.5) / 400.0, 400)) < 4.0
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 4.0 / np.sqrt(values.size)
    assert abs(values.mean() - 0.5) < 4.0 / np.sqrt(12.0 * values.size)


def test_draws_of_different_decisions_weeks_and_seeds_are_unrelated() -> None:
    who = np.arange(40_000)
    base = uniforms(11, Decision.CONTACT, 3, who)
    others = [
        uniforms(12, Decision.CONTACT, 3, who),
        uniforms(11 + 2**32, Decision.CONTACT, 3, who),
        uniforms(11, Decision.ATTENDANCE, 3, who),
        uniforms(11, Decision.CONTACT, 4, who),
        uniforms(11, Decision.CONTACT, BEFORE, who),
        uniforms(11, Decision.CONTACT, 3, 0, who + 1),
    ]
    for other in others:
        assert not np.any(base == other)
        assert abs(np.corrcoef(base, other)[0, 1]) < 4.0 / np.sqrt(who.size)


def test_decisions_keep_their_numbers() -> None:
    numbers = {decision.name: decision.value for decision in Decision}
    assert {name: numbers.get(name) for name in FROZEN} == FROZEN
    assert numbers.keys() == FROZEN.keys(), "freeze the new decision here too"
    assert all(0 < number <= MASK for number in numbers.values())


def test_the_examples_in_the_text_hold() -> None:
    assert doctest.testmod(chance).failed == 0
