"""Statistics have one home: outside `study/statistics` nothing computes an interval, a quantile or a rank."""

from __future__ import annotations

import ast
from pathlib import Path

import samskapa

PACKAGE = Path(samskapa.__file__).parent
HOME = PACKAGE / "study" / "statistics"
COMPUTED_THERE = {
    "quantile",
    "percentile",
    "nanquantile",
    "nanpercentile",
    "median",
    "nanmedian",
    "nanmean",
    "nanstd",
    "nanvar",
    "average",
    "cov",
    "corrcoef",
    "var",
    "std",
    "rankdata",
    "spearmanr",
    "pearsonr",
    "bootstrap",
    "diptest",
    "ppf",
    "isf",
    "cdf",
    "sf",
    "stdtr",
    "stdtrit",
    "ndtr",
    "ndtri",
    "erfinv",
    "betaincinv",
}
"""Names of numpy, scipy and statistics that turn runs into an interval, a band, a probability or a rank."""
DRAWN_WITH = ("qmc", "uniform")
"""What points of a design are drawn with."""
NORMAL = (1.2816, 1.6449, 1.96, 2.3263, 2.5758)
"""Quantiles of the normal law that people write by hand."""


def statistics_in(path: Path) -> list[str]:
    """What a file computes that has its home elsewhere, with its line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found += [f"{called}, line {node.lineno}"] if called in COMPUTED_THERE else []
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("scipy.stats", "scipy.special")):
            found += [f"{one.name}, line {node.lineno}" for one in node.names if one.name not in DRAWN_WITH]
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            typed = any(abs(node.value - quantile) < 0.005 for quantile in NORMAL)
            found += [f"{node.value}, line {node.lineno}"] if typed else []
    return found


def test_no_statistic_is_computed_elsewhere():
    elsewhere = [path for path in sorted(PACKAGE.rglob("*.py")) if HOME not in path.parents]
    found = {str(path.relative_to(PACKAGE)): own for path in elsewhere if (own := statistics_in(path))}
    assert not found, "belongs into study/statistics"


def test_a_statistic_elsewhere_is_seen(tmp_path: Path):
    path = tmp_path / "module.py"
    path.write_text("from scipy.stats import norm\nlow = np.quantile(runs, 0.05)\nhalf = 1.96 * error\n")
    assert len(statistics_in(path)) == 3


def test_the_home_of_statistics_asks_nothing_of_the_study():
    for path in HOME.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("samskapa."):
                assert node.module.startswith(("samskapa.study.statistics", "samskapa.science.summaries")), path
