"""What is asked of labelled results: outcomes, inputs, which points pair, and the rows of a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError
from samskapa.science.run import DONE, NOT_RUN
from samskapa.study.plan import Analysis, Contrast, Experiment, Point
from samskapa.study.statistics.means import (
    ANYWHERE,
    Estimate,
    Floats,
    Programmes,
    bounds_of,
    estimate,
    over_points,
    skewed_mean,
)
from samskapa.study.statistics.spread import over_all_points
from samskapa.study.words import counted

if TYPE_CHECKING:
    import xarray

MOST_POINTS = 500
"""With more points than this the summary tells of all points together; each of them stands in the raw data."""


def outcome_names(dataset: xarray.Dataset) -> list[str]:
    """The columns of a dataset that are outcomes."""
    return [str(name) for name in dataset.data_vars if name != "status"]


def failures(dataset: xarray.Dataset) -> NDArray[np.bool_]:
    """Which runs failed; shape (points, seeds)."""
    status = dataset["status"].values
    return np.asarray((status != DONE) & (status != NOT_RUN))


@dataclass(frozen=True, eq=False)
class Outcome:
    """One outcome of a dataset.

    Attributes:
        name: its name there.
        label: what it is, in a few words.
        unit: its unit.
        values: one a run; shape (points, seeds), not a number where there is none.
        programmes, seeds: programme seed and chance seed of each run, in the same shape.
        asked: name of the outcome asked for, where this is one of its services or weeks.
        service: the service, or empty.
        week: first week of the part, or -1.
        is_state: whether values are 0 or 1.
        good: +1 where more is better, -1 where less is, 0 where neither can be said.
    """

    name: str
    label: str
    unit: str
    values: Floats
    programmes: NDArray[np.int64]
    seeds: NDArray[np.int64]
    asked: str
    service: str
    week: int
    is_state: bool
    good: int

    @property
    def axis(self) -> str:
        """What stands beside an axis: the label with its service, and the unit."""
        return f"{self.words} ({self.unit})" if self.unit else self.words

    @property
    def words(self) -> str:
        """The label, with its service and week where it has one."""
        where = f", {self.service.replace('_', ' ')}" if self.service else ""
        when = f", from week {self.week}" if self.week >= 0 else ""
        return f"{self.label}{where}{when}"

    @property
    def file(self) -> str:
        """The name as part of a file's."""
        return self.name.replace(":", "_of_").replace("@", "_from_week_").replace("/", "_")

    def mean(self, points: Sequence[int]) -> Estimate:
        """Mean over some points and all seeds; the interval is over seeds, points of one seed count as one."""
        return estimate(over_points(self.values[list(points)]), bounds_of(self.unit), self.programmes[points[0]])


def outcomes_of(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Iterator[Outcome]:
    """The outcomes that an analysis is to be made for; those cut into weeks are left to hysteresis."""
    for name in outcome_names(dataset):
        said = dataset[name].attrs
        week = int(said.get("week", -1))
        if analysis.outcomes and said.get("asked", name) not in analysis.outcomes:
            continue
        if (week >= 0) != (analysis.method == "hysteresis"):
            continue
        yield Outcome(
            name,
            said.get("label", name),
            said.get("units", ""),
            dataset[name].transpose("point", "seed").values,
            by_run(dataset, "programme_seed"),
            by_run(dataset, "chance_seed"),
            said.get("asked", name),
            said.get("service", ""),
            week,
            bool(said.get("state")),
            int(said.get("good", 0)),
        )


def by_run(dataset: xarray.Dataset, name: str) -> NDArray[np.int64]:
    """A coordinate of seeds as (points, seeds), whether all points share it or not."""
    return np.asarray(dataset[name].broadcast_like(dataset["status"]).transpose("point", "seed").values)


def option_of(experiment: Experiment, analysis: Analysis, option: str) -> object:
    """An option that an analysis cannot do without.

    Raises:
        ScenarioError: it is not told.
    """
    if option not in analysis.options:
        raise ScenarioError(f"{analysis.method} needs {option}", where=experiment.origin, allowed=f"{option} = ...")
    return analysis.options[option]


def plain(value: Any) -> Any:
    """A number of numpy as a plain one."""
    return value.item() if isinstance(value, np.generic) else value


def said(value: object) -> str:
    """A value of an input, as sentences and rows of pictures say it."""
    value = plain(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def level_of(name: str, value: object) -> str:
    """An input at one of its values, in words.

    >>> level_of("staff_exit", 0.5)
    'staff exit = 0.5'
    """
    return f"{name.replace('_', ' ')} = {said(value)}"


def unit_in_file(unit: str) -> str:
    """A unit as part of a file's name."""
    return unit.split(" ")[0].replace("/", "_") or "number"


def title_of(experiment: Experiment, name: str) -> str:
    """An input as tables and axes call it: its name in words, with its unit."""
    unit = experiment.input(name).unit
    return f"{name.replace('_', ' ')} ({unit})" if unit else name.replace("_", " ")


def column_of(dataset: xarray.Dataset, name: str) -> NDArray[Any]:
    """Values of an input at each point: numbers as floats, names as text; shape (points)."""
    values = dataset[name].values
    return values.astype(float) if values.dtype.kind in "fiub" else values.astype(str)


def whole_seeds(values: Floats, not_run: NDArray[np.bool_]) -> Floats:
    """As many seeds as every point was given (a precision may give some points more); shape (points, seeds)."""
    given = int((~not_run).sum(axis=1).min())
    return values[:, :given]


def not_run(dataset: xarray.Dataset) -> NDArray[np.bool_]:
    """Which runs were never made; shape (points, seeds)."""
    return np.asarray((dataset["status"] == NOT_RUN).transpose("point", "seed").values)


def seeds_common(seeds: NDArray[np.int64], block: NDArray[np.int64]) -> bool:
    """Whether parts of a design that should be independent were run with the same seeds."""
    first = [seeds[np.argmax(block == one), 0] for one in np.unique(block)]
    return len(first) > 1 and len(set(first)) < len(first)


def left_out(number: int, what: str, many: str = "") -> str:
    """How many parts of a design had to be left out, as the end of a sentence."""
    return f"; {counted(number, what, many)} left out for runs that failed or have no value" if number else ""


# -- pairs of points ---------------------------------------------------------------------------------------------------


def pairs_of(contrast: Contrast, dataset: xarray.Dataset, inputs: Sequence[str]) -> list[tuple[int, int]]:
    """Points of either side of a contrast that are alike in all other inputs."""
    points = [{name: plain(dataset[name].values[point]) for name in inputs} for point in range(dataset.sizes["point"])]

    def others(point: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(value for name, value in point.items() if name not in contrast.of)

    against = {
        others(point): number for number, point in enumerate(points) if contrast.against.items() <= point.items()
    }
    return [
        (number, against[others(point)])
        for number, point in enumerate(points)
        if contrast.of.items() <= point.items() and others(point) in against
    ]


def difference(contrast: Contrast, dataset: xarray.Dataset, inputs: Sequence[str], name: str) -> Estimate:
    """Mean paired difference of an outcome over all pairs of points and seeds, with its interval over seeds."""
    values, programmes = differences(contrast, dataset, inputs, name)
    return estimate(values, ANYWHERE, programmes)


def differences(
    contrast: Contrast, dataset: xarray.Dataset, inputs: Sequence[str], name: str = ""
) -> tuple[Floats, Programmes]:
    """What a contrast comes to, seed by seed: the mean over its pairs of points, or the weighted sum of its terms.

    Args:
        contrast: two sides of an outcome, or terms that name outcomes and points.
        dataset, inputs: the results, and what was varied.
        name: the outcome, where the contrast has two sides.

    Returns:
        Values, not a number where a seed has none, and the programme seed of each; shape (seeds).
    """
    programmes = by_run(dataset, "programme_seed")
    if contrast.terms:
        places = [points_at(term.at, dataset)[0] for term in contrast.terms]
        sums = sum(
            term.weight * dataset[term.outcome].values[place]
            for term, place in zip(contrast.terms, places, strict=True)
        )
        return np.asarray(sums), programmes[places[0]]
    values, seeds = dataset[name].values, by_run(dataset, "chance_seed")
    pairs = pairs_of(contrast, dataset, inputs)
    if not pairs:
        return np.full(1, np.nan), np.zeros(1, dtype=np.int64)
    gaps = [np.where(seeds[a] == seeds[b], values[a] - values[b], np.nan) for a, b in pairs]
    return over_points(np.stack(gaps)), programmes[pairs[0][0]]


def points_at(values: Point, dataset: xarray.Dataset) -> list[int]:
    """Numbers of the points at which inputs have these values."""
    points = [{name: plain(dataset[name].values[point]) for name in values} for point in range(dataset.sizes["point"])]
    return [number for number, point in enumerate(points) if point == dict(values)]


# -- the summary -------------------------------------------------------------------------------------------------------


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
    yield (
        "point",
        *(heading(one.name, one.unit) for one in experiment.inputs),
        "outcome",
        "meaning",
        "unit",
        "mean",
        "sd",
        "lo95",
        "hi95",
        "runs",
        "failed",
    )
    failed = failures(dataset)
    for point in range(dataset.sizes["point"]):
        cells = [plain(dataset[name].values[point]) for name in inputs]
        for name in outcome_names(dataset):
            own = level(dataset, name, point, bool(experiment.run.precision))
            said = dataset[name].attrs
            yield (
                point,
                *cells,
                name,
                said["label"],
                said["units"],
                own.mean,
                own.sd,
                own.low,
                own.high,
                own.runs,
                int(failed[point].sum()),
            )


def _rows_of_all_points(dataset: xarray.Dataset) -> Iterator[Sequence[str | int | float]]:
    yield (
        "outcome",
        "meaning",
        "unit",
        "points",
        "mean over points",
        "lowest point",
        "highest point",
        "sd between points",
        "sd within points",
        "runs",
        "failed",
    )
    failed = int(failures(dataset).sum())
    for name in outcome_names(dataset):
        values, attributes = dataset[name].values, dataset[name].attrs
        spread = over_all_points(values)
        yield (
            name,
            attributes["label"],
            attributes["units"],
            spread.points,
            *spread[1:],
            int((~np.isnan(values)).sum()),
            failed,
        )


def heading(name: str, unit: str) -> str:
    """The head of a column with its unit."""
    return f"{name} [{unit}]" if unit else name
