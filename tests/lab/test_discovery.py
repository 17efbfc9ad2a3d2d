"""Do boxes hold what they say, on points they were not made from, and is nothing found where there is nothing?"""

from __future__ import annotations

import builtins

import numpy as np
import pytest

from samskapa.science.errors import SamskapaError
from samskapa.study.analyses.discovery import discover, judge, within

POINTS = 300


def inputs(seed: int = 0, points: int = POINTS) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {
        **{name: rng.random(points) for name in "ab"},
        "rest": rng.random(points),
        "theory": rng.choice(["u", "v", "w"], points),
    }


def planted(values: dict[str, np.ndarray], seed: int = 1) -> np.ndarray:
    inside = (values["a"] > 0.5) & (values["theory"] != "u")
    return np.random.default_rng(seed).random(len(inside)) < np.where(inside, 0.95, 0.03)


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_a_planted_box_is_found_and_keeps_its_word_elsewhere(method):
    values = inputs()
    found = discover(values, planted(values), method, resamples=6)
    assert found.verdict == ""
    limits = {name: limit for box in found.boxes for name, limit in box.items()}
    assert limits["a"][0] == pytest.approx(0.5, abs=0.06)
    assert limits["theory"] == ("v", "w")
    assert found.support["a"] >= 0.8
    assert found.support["theory"] >= 0.8
    assert found.support["rest"] <= 0.4
    assert found.kept("density")[0] > 0.8
    assert found.kept("coverage")[0] > 0.75
    fresh = inputs(seed=9, points=4000)
    elsewhere = judge(fresh, planted(fresh, seed=2), found.boxes)
    assert abs(elsewhere.density - found.kept("density")[0]) < 0.1
    assert abs(elsewhere.coverage - found.kept("coverage")[0]) < 0.15


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_nothing_is_found_where_there_is_nothing(method):
    values = inputs(3)
    cases = np.random.default_rng(4).random(POINTS) < 0.3
    found = discover(values, cases, method, resamples=6)
    assert found.boxes == ()
    assert "not made from" in found.verdict


def test_what_happens_nearly_nowhere_or_everywhere_has_no_box():
    values = inputs()
    cases = np.zeros(POINTS, dtype=bool)
    cases[:3] = True
    assert "nearly nowhere" in discover(values, cases, "cart").verdict
    assert "nearly everywhere" in discover(values, ~cases, "cart").verdict


def test_the_same_points_give_the_same_boxes():
    values = inputs()
    first, again = (discover(values, planted(values), "cart", resamples=4) for _ in range(2))
    assert first.boxes == again.boxes
    assert [one.density for one in first.left_out] == [one.density for one in again.left_out]


def test_the_way_of_prim_trades_coverage_for_density():
    values = inputs()
    found = discover(values, planted(values), "prim", resamples=2)
    coverage, density = (np.array([step[n] for step in found.trade]) for n in (0, 1))
    assert coverage[0] == 1
    assert density[0] == pytest.approx(found.base)
    assert density.max() > 0.9


def test_coverage_density_and_mass_by_hand():
    values = {"a": np.array([0.1, 0.2, 0.6, 0.7]), "s": np.array(["u", "v", "v", "v"])}
    cases = np.array([True, True, True, False])
    assert within(values, {"a": (0.15, 0.65)}).tolist() == [False, True, True, False]
    found = judge(values, cases, [{"s": ("v",)}])
    assert (found.coverage, found.density, found.mass) == (pytest.approx(2 / 3), pytest.approx(2 / 3), 0.75)


def test_without_the_workbench_prim_says_what_to_install(monkeypatch):
    plain = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith("ema_workbench"):
            raise ImportError("no module named ema_workbench")
        return plain(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    values = inputs()
    with pytest.raises(SamskapaError, match=r"samskapa\[discovery\]"):
        discover(values, planted(values), "prim")
