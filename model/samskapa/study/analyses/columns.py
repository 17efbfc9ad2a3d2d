"""What analyses ask of a dataset: its outcomes, its inputs as they are called in tables, and which points are whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError
from samskapa.study.numbers import outcome_names
from samskapa.study.plan import Analysis, Experiment
from samskapa.study.statistics.means import Estimate, Floats, bounds_of, estimate, over_points
from samskapa.study.words import counted

if TYPE_CHECKING:
    import xarray



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
    return np.asarray((dataset["status"] == "not run").transpose("point", "seed").values)


def seeds_common(seeds: NDArray[np.int64], block: NDArray[np.int64]) -> bool:
    """Whether parts of a design that should be independent were run with the same seeds."""
    first = [seeds[np.argmax(block == one), 0] for one in np.unique(block)]
    return len(first) > 1 and len(set(first)) < len(first)


def left_out(number: int, what: str, many: str = "") -> str:
    """How many parts of a design had to be left out, as the end of a sentence."""
    return f"; {counted(number, what, many)} left out for runs that failed or have no value" if number else ""
