"""The home of statistics: equal to what libraries give, and to itself where one thing has two forms."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from samskapa.study.statistics.indices import index_of
from samskapa.study.statistics.means import estimate, means_of
from samskapa.study.statistics.ranks import rank_correlation
from samskapa.study.statistics.spread import LEVELS, better, quantiles, share_with_interval


def some(runs: int, columns: int = 40) -> np.ndarray:
    """Skewed values with holes, and a column without any."""
    rng = np.random.default_rng(runs)
    values = rng.exponential(size=(runs, columns))
    values[rng.random(values.shape) < 0.1] = np.nan
    values[:, 0] = np.nan
    return values


@pytest.mark.parametrize("runs", [1, 2, 3, 7, 20, 64])
def test_quantiles_of_what_is_known_are_numpys_to_the_bit(runs: int):
    values = some(runs)
    found = quantiles(values, LEVELS)
    for column, own in zip(values.T, found.T, strict=True):
        known = column[~np.isnan(column)]
        expected = np.quantile(known, LEVELS) if len(known) else np.full(len(LEVELS), np.nan)
        np.testing.assert_array_equal(own, expected)
    assert np.isnan(quantiles(np.empty((0, 3)), LEVELS)).all()


@pytest.mark.parametrize("runs", [1, 2, 7, 20])
def test_means_of_many_columns_are_those_of_one(runs: int):
    values = some(runs)
    found = means_of(values)
    for number, column in enumerate(values.T):
        one = estimate(column)
        assert one.runs == found.runs[number]
        np.testing.assert_allclose(
            [part[number] for part in found[:4]], [one.mean, one.low, one.high, one.sd], rtol=1e-12, atol=1e-12
        )


def test_an_index_of_parts_is_their_mean_with_the_same_interval():
    parts = np.array([0.1, 0.4, 0.2, 0.3])
    assert index_of(parts).three == pytest.approx(estimate(parts).three, rel=1e-12)


@pytest.mark.parametrize(("wins", "count"), [(0, 10), (3, 10), (10, 10)])
def test_shares_have_the_interval_of_wilson(wins: int, count: int):
    expected = scipy.stats.binomtest(wins, count).proportion_ci(method="wilson")
    found = (wins / count, expected.low, expected.high)
    assert share_with_interval(wins, count).three == pytest.approx(found, abs=1e-9)
    assert not share_with_interval(0, 0).known


def test_who_is_better_counts_ties_half_and_only_where_there_is_a_better():
    gap = np.array([[0.1, 0.1], [0.0, 0.0], [-0.1, np.nan]])
    np.testing.assert_array_equal(better(gap, np.array([1, -1])), [0.5, 0.25])
    assert np.isnan(better(gap, 0)).all()


def test_rank_correlations_are_scipys_and_need_four_pairs():
    rng = np.random.default_rng(1)
    x, y = rng.random(50), rng.integers(0, 5, 50).astype(float)
    assert rank_correlation(x, y).mean == pytest.approx(scipy.stats.spearmanr(x, y).statistic)
    assert not rank_correlation(x[:3], y[:3]).known
    assert not rank_correlation(x, np.ones(50)).known
