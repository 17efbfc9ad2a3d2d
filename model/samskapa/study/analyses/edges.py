"""The tipping line over two inputs of a factorial, and how differently the services of a programme fare."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from samskapa.science.errors import ScenarioError
from samskapa.study.analyses.factors import grid_of
from samskapa.study.analyses.tipping import Edge, Spread, spread_of, tipping_line
from samskapa.study.columns import Outcome, column_of, option_of, outcomes_of, title_of
from samskapa.study.findings import Column, Findings, HeatMap, Picture, Table, joined
from samskapa.study.laws import steps_of
from samskapa.study.plan import Analysis, Experiment
from samskapa.study.statistics.means import over_points
from samskapa.study.words import counted, listed

if TYPE_CHECKING:
    import xarray


def asked_line(experiment: Experiment, analysis: Analysis) -> tuple[str, str, float]:
    """The two inputs and the level that a tipping line is asked for.

    Raises:
        ScenarioError: no factorial, an option that is missing, or too few values.
    """
    if experiment.design.method != "factorial":
        raise ScenarioError("a tipping line needs a factorial", where=experiment.origin, allowed='method = "factorial"')
    across, along = (str(option_of(experiment, analysis, option)) for option in ("across", "along"))
    said = option_of(experiment, analysis, "level")
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise ScenarioError(f"level = {said!r} is not a number", where=experiment.origin, allowed="level = 0.5, say")
    for name in (across, along):
        one = experiment.input(name)
        if not one.numeric or len(steps_of(one, experiment.design.levels)) < 3:
            raise ScenarioError(
                f"a tipping line needs three values or more of {name}, all numbers", where=experiment.origin
            )
    return across, along, float(said)


def line(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Where an outcome crosses a level, over two inputs of a factorial.

    Raises:
        ScenarioError: as `asked_line`.
    """
    across, along, level = asked_line(experiment, analysis)
    found, services = [], dict[str, list[Outcome]]()
    for outcome in outcomes_of(experiment, dataset, analysis):
        edges = _edges(dataset, outcome, across, along, level)
        found.append(_of_line(experiment, dataset, outcome, edges, (across, along, level)))
        if outcome.service:
            services.setdefault(outcome.asked, []).append(outcome)
    return joined([*found, *(_over_services(columns, level) for columns in services.values())])


def _edges(dataset: xarray.Dataset, outcome: Outcome, across: str, along: str, level: float) -> list[Edge]:
    xs, ys = (np.unique(column_of(dataset, name)) for name in (across, along))
    x_column, y_column = column_of(dataset, across), column_of(dataset, along)
    cells = [[outcome.values[(x_column == x) & (y_column == y)] for x in xs] for y in ys]
    values = np.array([[over_points(cell) for cell in row] for row in cells])
    return tipping_line(xs, ys, values, level)


def _of_line(
    experiment: Experiment, dataset: xarray.Dataset, outcome: Outcome, edges: list[Edge], asked: tuple[str, str, float]
) -> Findings:
    across, along, level = asked
    rows = tuple(
        (edge.along, edge.across, edge.low, edge.high, edge.crossing, "yes" if edge.starts_above else "no")
        for edge in edges
    )
    columns = (
        Column(along, experiment.input(along).unit),
        Column(f"{across} at the edge", experiment.input(across).unit),
        Column("lo95"),
        Column("hi95"),
        Column("resamples that cross", "share"),
        Column("above at the least value"),
    )
    title = f"Where {outcome.words} crosses {level:g} {outcome.unit}".rstrip()
    table = Table(f"line_{outcome.file}", title, columns, rows)
    if outcome.service:
        return Findings((table,))
    known = [edge for edge in edges if not math.isnan(edge.across)]
    words = f"{outcome.words} crosses {level:g} at no value of {along.replace('_', ' ')}"
    if known:
        ends = [
            f"{across.replace('_', ' ')} = {edge.across:.3g} ({_limit(edge.low)} to {_limit(edge.high)}) where "
            f"{along.replace('_', ' ')} = {edge.along:.3g}"
            for edge in dict.fromkeys((known[0], known[-1]))
        ]
        words = f"{outcome.words} tips at {listed(ends)}"
        if len(known) < len(edges):
            words += f"; at {len(edges) - len(known)} of {len(edges)} values of {along.replace('_', ' ')} it does not"
    xs, ys, grid = grid_of(dataset, outcome, across, along)
    picture = Picture(
        f"line_{outcome.file}",
        title,
        f"Means over {counted(outcome.values.shape[1], 'seed')}; the line is where the mean crosses {level:g}, "
        "its band holds 95 % of resampled seeds; chance only.",
        "Where there is no line the mean stays on one side.",
        HeatMap(
            title_of(experiment, across),
            title_of(experiment, along),
            tuple(xs),
            tuple(ys),
            grid,
            outcome.axis,
            level,
            np.array([(edge.across, edge.low, edge.high) for edge in edges]),
        ),
    )
    return Findings((table,), (words + ".",), (picture,))


def _limit(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) else "beyond the range"


def _over_services(columns: list[Outcome], level: float) -> Findings:
    """How differently the services of a programme fare, over all points."""
    names = [one.service for one in columns]
    values = np.stack([one.values.ravel() for one in columns])
    own = spread_of(names, values, level, columns[0].programmes.ravel())
    return Findings(sentences=(_of_spread(columns[0], own, level),))


def _of_spread(one: Outcome, own: Spread, level: float) -> str:
    return (
        f"{one.label}: within a programme the best and the worst service lie {own.range.mean:.2g} {one.unit} apart on "
        f"average, {own.highest[0].replace('_', ' ')} highest ({own.highest[1]:.2g}) and "
        f"{own.lowest[0].replace('_', ' ')} lowest ({own.lowest[1]:.2g}); in {100 * own.mixed:.0f} % of runs some "
        f"services are above {level:g} and some below."
    )
