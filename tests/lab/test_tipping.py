"""Are traps seen where they are, and only there: two peaks, memory, loops, the line where a world tips?"""

from __future__ import annotations

import math

import numpy as np
import pytest

from samskapa.study.analyses.tipping import crossing_of, loop_of, memory_of, spread_of, tipping_line
from samskapa.study.statistics.spread import peaks_of


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


# -- two peaks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seeds", [20, 40, 100])
def test_one_peak_is_seldom_taken_for_two(seeds):
    rng = chance()
    draws = {
        "normal": lambda: rng.normal(size=seeds),
        "skewed": lambda: rng.exponential(size=seeds),
        "uniform": lambda: rng.random(seeds),
        "coarse": lambda: rng.binomial(6, 0.4, seeds) / 6,
    }
    for name, draw in draws.items():
        assert sum(peaks_of(draw()).two for _ in range(200)) <= 16, name


def test_two_groups_are_found_with_their_means_and_share():
    rng = chance()
    found = [peaks_of(np.where(rng.random(40) < 0.6, 0.8, 0.2) + rng.normal(0, 0.06, 40)) for _ in range(100)]
    two = [peaks for peaks in found if peaks.two]
    assert len(two) >= 95
    assert np.mean([peaks.low for peaks in two]) == pytest.approx(0.2, abs=0.02)
    assert np.mean([peaks.high for peaks in two]) == pytest.approx(0.8, abs=0.02)
    assert np.mean([peaks.share_high for peaks in two]) == pytest.approx(0.6, abs=0.05)
    assert all(0.3 < peaks.edge < 0.7 for peaks in two)


def test_too_few_runs_or_no_variation_are_not_two_groups():
    assert math.isnan(peaks_of(np.array([0.1, 0.9] * 5)).chance)
    assert not peaks_of(np.full(50, 0.4)).two
    assert peaks_of(np.array([0.0] * 30 + [1.0] * 20)).share_high == pytest.approx(0.4)
    assert not peaks_of(np.array([0.0] * 49 + [1.0])).two


# -- memory --------------------------------------------------------------------------------------------


def bistable(start: float, seeds: int = 30) -> np.ndarray:
    """A double well with noise: where one begins is where one stays."""
    rng, state = chance(3), np.full(seeds, start)
    for _ in range(300):
        state = state + 0.1 * (state - state**3) + 0.05 * rng.normal(size=seeds)
    return state


def forgetful(start: float, seeds: int = 30) -> np.ndarray:
    rng, state = chance(3), np.full(seeds, start)
    for _ in range(300):
        state = state - 0.1 * state + 0.05 * rng.normal(size=seeds)
    return state


def test_a_world_with_two_wells_remembers_and_one_with_one_does_not():
    two = memory_of(bistable(-0.9), bistable(0.9), 0.1)
    assert two.remembers
    assert two.gap.mean == pytest.approx(2, abs=0.1)
    assert two.apart == 1
    one = memory_of(forgetful(-0.9), forgetful(0.9), 0.1)
    assert not one.remembers
    assert one.apart == 0


def test_a_gap_below_the_tolerance_is_no_memory():
    assert not memory_of(np.array([0.1, 0.1, 0.11]), np.array([0.15, 0.16, 0.15]), 0.1).remembers
    assert not memory_of(np.full(3, np.nan), np.ones(3), 0.1).remembers


# -- loops ---------------------------------------------------------------------------------------------


def ramped(seeds: int, wells: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A force led up and down on a world with two wells, or one."""
    values = np.linspace(-0.8, 0.8, 17)
    rng, state = chance(5), np.full(seeds, -1.2 if wells else -0.8)
    branches = []
    for branch in (values, values[::-1]):
        own = []
        for force in branch:
            for _ in range(200):
                pull = state - state**3 if wells else -state
                state = state + 0.1 * (pull + force) + 0.02 * rng.normal(size=seeds)
            own.append(state)
        branches.append(np.array(own))
    return values, branches[0], branches[1][::-1]


def test_a_loop_is_open_where_there_are_two_wells_and_closed_where_there_is_one():
    found = loop_of(*ramped(12, wells=True))
    assert found.open
    assert found.area.mean > 0.5
    assert abs(found.values[found.widest]) < 0.4
    assert found.gap[found.widest].mean > 1
    assert not loop_of(*ramped(12, wells=False)).open


def test_a_loop_needs_rising_values():
    with pytest.raises(ValueError, match="each above"):
        loop_of(np.array([1.0, 1.0]), np.ones((2, 3)), np.ones((2, 3)))


# -- the line ------------------------------------------------------------------------------------------


def surface(seed: int, noise: float, seeds: int = 20) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """An outcome that crosses a half where x = 0.2 + 0.6 y."""
    x, y = np.linspace(0, 1, 9), np.linspace(0, 1, 4)
    mean = 0.5 + 0.5 * (x[None, :] - 0.2 - 0.6 * y[:, None])
    return x, y, 0.2 + 0.6 * y, mean[..., None] + chance(seed).normal(0, noise, (4, 9, seeds))


def test_the_line_lies_where_it_should_and_its_band_holds_it():
    x, y, _, values = surface(1, 1e-9)
    assert [edge.across for edge in tipping_line(x, y, values, 0.5)] == pytest.approx([0.2, 0.4, 0.6, 0.8])
    holds = []
    for seed in range(60):
        x, y, truth, values = surface(seed, 0.15)
        edges = tipping_line(x, y, values, 0.5, resamples=100)
        holds += [edge.low - 0.02 <= place <= edge.high + 0.02 for edge, place in zip(edges, truth, strict=True)]
    assert np.mean(holds) > 0.88


def test_a_row_that_does_not_cross_says_so_and_on_which_side_it_is_open():
    x, y, _, values = surface(1, 0.05)
    beyond = tipping_line(x, y, values, 2.0)
    assert all(math.isnan(edge.across) and edge.low == math.inf and edge.crossing == 0 for edge in beyond)
    before = tipping_line(x, y, values, -2.0)
    assert all(edge.high == -math.inf and edge.starts_above for edge in before)
    assert crossing_of(x, 1.0 - x, 0.25) == pytest.approx(0.75)
    assert crossing_of(x, 1.0 - x, 2.0) == -math.inf
    assert crossing_of(x, 1.0 - x, -2.0) == math.inf
    assert math.isnan(crossing_of(x, np.full(9, np.nan), 0.5))


def test_the_same_runs_give_the_same_line():
    x, y, _, values = surface(2, 0.2)
    assert tipping_line(x, y, values, 0.5) == tipping_line(x, y, values, 0.5)


# -- services ------------------------------------------------------------------------------------------


def test_services_that_fare_differently_are_named():
    values = np.stack([np.full(10, 0.2), np.full(10, 0.5), np.r_[np.full(5, 0.6), np.full(5, 0.9)]])
    found = spread_of(["north", "middle", "south"], values, 0.55)
    assert found.lowest == ("north", pytest.approx(0.2))
    assert found.highest == ("south", pytest.approx(0.75))
    assert found.range.mean == pytest.approx(0.55)
    assert found.above.mean == pytest.approx(1 / 3)
    assert found.mixed == 1
