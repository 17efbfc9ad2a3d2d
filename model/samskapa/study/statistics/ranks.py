"""Ranks: correlations between them, columns reordered to have wanted ones, and quantiles of the laws of inputs."""

from __future__ import annotations

import math

import numpy as np

from samskapa.study.statistics.means import UNKNOWN, Estimate, Floats


def spearman(x: Floats, y: Floats) -> float:
    """Spearman's rank correlation of two columns of known numbers; not a number where one does not vary.

    Equation: Pearson's correlation of ranks, ties sharing the mean of theirs
    Source: Spearman 1904, doi:10.2307/1412159

    >>> round(spearman(np.array([1.0, 2.0, 9.0]), np.array([1.0, 3.0, 2.0])), 9)
    0.5
    """
    from scipy.stats import rankdata

    x, y = rankdata(x), rankdata(y)
    return float(np.corrcoef(x, y)[0, 1]) if x.std() and y.std() else math.nan


def rank_correlation(x: Floats, y: Floats) -> Estimate:
    """Spearman's rank correlation where both are known, with Fisher's interval; none with fewer than four pairs.

    Equation: tanh(artanh r -+ 1.96 1.03 / sqrt(n - 3))
    Source: Fieller, Hartley and Pearson 1957, doi:10.1093/biomet/44.3-4.470

    >>> found = rank_correlation(np.arange(28.0), np.arange(28.0) % 2)
    >>> round(found.mean, 3), round(found.low, 2), round(found.high, 2), found.runs
    (0.062, -0.33, 0.43, 28)
    """
    known = ~(np.isnan(x) | np.isnan(y))
    points = int(known.sum())
    found = spearman(x[known], y[known]) if points >= 4 else math.nan
    if math.isnan(found):
        return UNKNOWN
    middle, half = math.atanh(max(-0.999999, min(0.999999, found))), 1.96 * 1.03 / math.sqrt(points - 3)
    return Estimate(found, math.nan, math.tanh(middle - half), math.tanh(middle + half), points)


def normal_quantile(share: float) -> float:
    """The standard normal value below which a share lies.

    >>> normal_quantile(0.5), round(normal_quantile(0.975), 3)
    (0.0, 1.96)
    """
    from scipy.special import ndtri

    return float(ndtri(share))


def quantile_of_law(law: str, share: float, low: float, high: float, peak: float = 0.0, sd: float = 1.0) -> float:
    """The value below which a share of a law over a range lies.

    Args:
        law: "uniform", "log_uniform", "triangular" or "normal" (cut to the range).
        share: from 0 to 1.
        low, high: the range.
        peak, sd: where a triangle or a normal law is highest, and how wide the latter is.

    >>> quantile_of_law("log_uniform", 0.5, 1.0, 4.0), quantile_of_law("triangular", 0.5, 0.0, 1.0, 0.5)
    (2.0, 0.5)
    """
    if law == "log_uniform":
        return float(low * (high / low) ** share)
    if law == "triangular":
        from scipy.stats import triang

        return float(triang.ppf(share, (peak - low) / (high - low), low, high - low))
    if law == "normal":
        from scipy.stats import truncnorm

        return float(truncnorm.ppf(share, (low - peak) / sd, (high - peak) / sd, peak, sd))
    return low + share * (high - low)


def with_rank_correlations(columns: Floats, wanted: Floats) -> Floats:
    """The same values in each column, put in another order, so that ranks correlate as wanted.

    Source: Iman and Conover 1982, doi:10.1080/03610918208812265, with van der Waerden scores.

    Args:
        columns: independent columns; shape (rows, columns), more rows than columns + 1.
        wanted: Spearman's rank correlations, 1 on the diagonal; shape (columns, columns).

    Raises:
        numpy.linalg.LinAlgError: correlations that no law can have together.

    >>> both = np.array([[1.0, 0.99], [0.99, 1.0]])
    >>> with_rank_correlations(np.array([[1.0, 4.0], [2.0, 3.0], [3.0, 9.0], [4.0, 1.0]]), both).tolist()
    [[1.0, 1.0], [2.0, 3.0], [3.0, 4.0], [4.0, 9.0]]
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    # A normal score correlates as r where ranks correlate as 6/pi asin(r/2).
    scores_wanted = np.where(np.eye(len(wanted)) > 0.0, 1.0, 2.0 * np.vectorize(math.sin)(math.pi * wanted / 6.0))
    root = np.linalg.cholesky(scores_wanted)
    rows, count = columns.shape
    scores = ndtri(rankdata(columns, axis=0) / (rows + 1.0))
    own = np.linalg.cholesky(np.corrcoef(scores, rowvar=False)) if count > 1 else np.eye(1)
    order = (scores @ np.linalg.inv(own).T @ root.T).argsort(axis=0).argsort(axis=0)
    return np.take_along_axis(np.sort(columns, axis=0), order, axis=0)
