"""Numbers that stand in every answer: outcomes at points, paired differences, and whether what was expected held."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.run import DONE, NOT_RUN
from samskapa.science.summaries import mean_known
from samskapa.study.plan import Contrast, Experiment, Prediction
from samskapa.study.statistics.means import ANYWHERE, Estimate, Index, bounds_of, estimate, over_points, skewed_mean
from samskapa.study.statistics.ranks import rank_correlation
from samskapa.study.words import decimals_of, figure, interval

if TYPE_CHECKING:
    import xarray

    from samskapa.study.findings import Findings

Row = dict[str, Any]

MOST_POINTS = 500
"""With more points than this the summary tells of all points together; each of them stands in the raw data."""


def outcome_names(dataset: xarray.Dataset) -> list[str]:
    """The columns of a dataset that are outcomes."""
    return [str(name) for name in dataset.data_vars if name != "status"]


def level(dataset: xarray.Dataset, name: str, point: int, stopped: bool) -> Estimate:
    """Mean of an outcome at a point over its seeds, with its interval.

    Args:
        dataset, name, point: whose mean.
        stopped: whether seeds were added until it was precise: its interval must allow for having looked often.
    """
    values = dataset[name].values[point]
    programmes = dataset["programme_seed"].values[point]
    if stopped:
        return skewed_mean(values, programmes, bool(dataset[name].attrs["state"]))
    return estimate(values, bounds_of(dataset[name].attrs["units"]), programmes)


def summary_rows(experiment: Experiment, dataset: xarray.Dataset) -> Iterator[Sequence[str | int | float]]:
    """The summary: a row for each point and outcome; for each outcome alone where points are many."""
    if dataset.sizes["point"] > MOST_POINTS:
        yield from _rows_of_all_points(dataset)
        return
    inputs = [one.name for one in experiment.inputs]
    yield ("point", *(heading(one.name, one.unit) for one in experiment.inputs), "outcome", "meaning", "unit", "mean",
           "sd", "lo95", "hi95", "runs", "failed")
    failed = failures(dataset)
    for point in range(dataset.sizes["point"]):
        values = [dataset[name].values[point] for name in inputs]
        cells = [value.item() if isinstance(value, np.generic) else value for value in values]
        for name in outcome_names(dataset):
            own = level(dataset, name, point, bool(experiment.run.precision))
            said = dataset[name].attrs
            yield (point, *cells, name, said["label"], said["units"], own.mean, own.sd, own.low, own.high, own.runs,
                   int(failed[point].sum()))


def _rows_of_all_points(dataset: xarray.Dataset) -> Iterator[Sequence[str | int | float]]:
    yield ("outcome", "meaning", "unit", "points", "mean over points", "lowest point", "highest point",
           "sd between points", "sd within points", "runs", "failed")
    failed = int(failures(dataset).sum())
    for name in outcome_names(dataset):
        means = mean_known(dataset[name].values)
        known = means[~np.isnan(means)]
        values = dataset[name].values
        runs = (~np.isnan(values)).sum(axis=1)
        off = np.where(np.isnan(values), 0.0, values - means[:, None])
        freedom = float(np.maximum(runs - 1, 0).sum())
        within = math.sqrt(float((off * off).sum()) / freedom) if freedom else math.nan
        spread = (known.mean(), known.min(), known.max(), known.std()) if len(known) else (math.nan,) * 4
        yield (name, dataset[name].attrs["label"], dataset[name].attrs["units"], len(known), *map(float, spread),
               within, int(runs.sum()), failed)


def heading(name: str, unit: str) -> str:
    """The head of a column with its unit."""
    return f"{name} [{unit}]" if unit else name


def failures(dataset: xarray.Dataset) -> NDArray[np.bool_]:
    """Which runs failed; shape (points, seeds)."""
    status = dataset["status"].values
    found: NDArray[np.bool_] = (status != DONE) & (status != NOT_RUN)
    return found


def pairs_of(contrast: Contrast, dataset: xarray.Dataset, inputs: Sequence[str]) -> list[tuple[int, int]]:
    """Points of either side of a contrast that are alike in all other inputs."""
    points = [{name: _plain(dataset[name].values[point]) for name in inputs} for point in range(dataset.sizes["point"])]

    def others(point: Row) -> tuple[Any, ...]:
        return tuple(value for name, value in point.items() if name not in contrast.of)

    against = {others(point): number for number, point in enumerate(points)
               if contrast.against.items() <= point.items()}
    return [(number, against[others(point)]) for number, point in enumerate(points)
            if contrast.of.items() <= point.items() and others(point) in against]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def difference(contrast: Contrast, dataset: xarray.Dataset, inputs: Sequence[str], name: str) -> Estimate:
    """Mean paired difference of an outcome over all pairs of points and seeds, with its interval over seeds."""
    pairs = pairs_of(contrast, dataset, inputs)
    values, seeds, programmes = (dataset[key].values for key in (name, "chance_seed", "programme_seed"))
    gaps = [np.where(seeds[a] == seeds[b], values[a] - values[b], np.nan) for a, b in pairs]
    if not gaps:
        return estimate(np.full(1, np.nan))
    return estimate(over_points(np.stack(gaps)), ANYWHERE, programmes[pairs[0][0]])


@dataclass(frozen=True)
class Judged:
    """What became of a prediction: "held", "failed" or "open", and the numbers it rests on in words."""

    prediction: Prediction
    verdict: str
    because: str


def judged(experiment: Experiment, dataset: xarray.Dataset, findings: Findings) -> list[Judged]:
    """Every prediction of an experiment held against its results and what was made of them."""
    inputs = [one.name for one in experiment.inputs]
    contrasts = {one.name: one for one in experiment.contrasts}
    found = []
    for one in experiment.predictions:
        unit, label = dataset[one.outcome].attrs["units"], dataset[one.outcome].attrs["label"]
        if one.direction == "first":
            found.append(judged_rank(one, label, findings.ranked.get(one.outcome, {})))
            continue
        if one.contrast:
            seen = difference(contrasts[one.contrast], dataset, inputs, one.outcome)
            what = f"{one.contrast}, difference in {label}"
        else:
            seen = rank_correlation(dataset[one.input].values, mean_known(dataset[one.outcome].values))
            what, unit = f"rank correlation of {label} with {one.input.replace('_', ' ')}", ""
        places = max(2, decimals_of(seen))
        width = interval(seen, places, True) + (f" {unit}" if unit else "")
        words = f"{what}: {figure(seen.mean, places, True)} ({width})"
        found.append(Judged(one, verdict_of(one, seen), words))
    return found


def judged_rank(prediction: Prediction, label: str, ranked: Mapping[str, Index]) -> Judged:
    """Whether an input is among the first: its interval against the one that would be the first left out.

    >>> found = {"a": Index(0.5, 0.4, 0.6), "b": Index(0.3, 0.2, 0.35), "c": Index(0.1, 0.0, 0.2)}
    >>> asked = [Prediction("So.", "trust", "first", input=name, size=size) for name, size in zip("acb", (1, 1, 2))]
    >>> [judged_rank(one, "trust", found).verdict for one in asked]
    ['held', 'failed', 'held']
    """
    own, size = ranked.get(prediction.input), int(prediction.size)
    others = sorted((index.value for name, index in ranked.items() if name != prediction.input), reverse=True)
    if own is None or not own.known or len(others) < size:
        return Judged(prediction, "open", "no ranking could be made")
    rank, bar = 1 + sum(other > own.value for other in others), others[size - 1]
    verdict = "held" if own.low > bar else "failed" if own.high < bar else "open"
    return Judged(prediction, verdict, f"{prediction.input.replace('_', ' ')} is number {rank} of {len(ranked)} for"
                  f" {label}: {own.value:.2g} ({own.low:.2g} to {own.high:.2g}); the first {size} begin at {bar:.2g}")


def verdict_of(prediction: Prediction, seen: Estimate) -> str:
    """Whether an interval bears a prediction out.

    >>> up = Prediction("More trust.", "trust_final", "up", size=0.02)
    >>> [verdict_of(up, Estimate(0.1, 0.1, low, high, 20)) for low, high in ((0.03, 0.2), (-0.2, 0.01), (0.01, 0.2))]
    ['held', 'failed', 'open']
    """
    if not seen.known or not seen.has_interval:
        return "open"
    low, high, size = seen.low, seen.high, prediction.size
    if prediction.direction == "none":
        if -size <= low and high <= size:
            return "held"
        return "failed" if low > size or high < -size else "open"
    if prediction.direction == "down":
        low, high = -high, -low
    if low > size or (size > 0.0 and low >= size):
        return "held"
    return "failed" if high <= size else "open"
