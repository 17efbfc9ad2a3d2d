"""Factorials and lists: the mean at each level of each input, and which conclusions stand under every theory."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from samskapa.science.summaries import mean_known
from samskapa.study.analyses.contrasts import measured
from samskapa.study.columns import Outcome, column_of, outcomes_of, pairs_of, title_of
from samskapa.study.findings import Cell, Column, Findings, HeatMap, Picture, Table, Tornado, joined
from samskapa.study.plan import Analysis, Contrast, Experiment
from samskapa.study.statistics.means import Estimate, Floats, Index, estimate, over_points
from samskapa.study.words import counted, listed

if TYPE_CHECKING:
    import xarray


MOST_LEVELS = 12


def by_points(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Means by level, effects of inputs, heat maps of two, and whether contrasts hold at every point."""
    if not experiment.inputs or dataset.sizes["point"] < 2:
        return Findings()
    found = [conclusions(experiment, dataset)]
    for outcome in outcomes_of(experiment, dataset, analysis):
        found.append(_levels(experiment, dataset, outcome))
        if experiment.design.method == "factorial" and not outcome.service:
            found.append(_maps(experiment, dataset, outcome))
    return joined(found)


def _levels(experiment: Experiment, dataset: xarray.Dataset, outcome: Outcome) -> Findings:
    """Mean of an outcome at each level, over all that else varies."""
    rows: list[tuple[Cell, ...]] = []
    shown: list[tuple[str, tuple[Index, ...]]] = []
    swings: list[tuple[float, str]] = []
    for one in experiment.inputs:
        values = column_of(dataset, one.name)
        levels = list(dict.fromkeys(values.tolist()))
        if not 2 <= len(levels) <= MOST_LEVELS:
            continue
        if one.numeric:
            levels.sort()
        own = [(level, outcome.mean(np.flatnonzero(values == level).tolist())) for level in levels]
        rows += [
            (title_of(experiment, one.name), _said(level), mean.mean, mean.low, mean.high, mean.runs)
            for level, mean in own
        ]
        shown += [
            (f"{one.name.replace('_', ' ')} = {_said(level)}", (mean.index,))
            for level, mean in own
            if mean.known
        ]
        known = [(mean.mean, level) for level, mean in own if mean.known]
        gap = _largest(outcome, values, known)
        if gap is not None and gap[1].clear:
            swings.append(
                (
                    abs(gap[1].mean),
                    f"{one.name.replace('_', ' ')} ({gap[0]}: {gap[1].mean:+.2g}, "
                    f"{gap[1].low:+.2g} to {gap[1].high:+.2g})",
                )
            )
    if not rows:
        return Findings()
    columns = (
        Column("input"),
        Column("level"),
        Column("mean", outcome.unit),
        Column("lo95", outcome.unit),
        Column("hi95", outcome.unit),
        Column("seeds"),
    )
    named = [words for _, words in sorted(swings, reverse=True)[:4]]
    sentences = (f"{outcome.words} is moved most by {listed(named)}.",) if named and not outcome.service else ()
    picture = Picture(
        f"levels_{outcome.file}",
        f"{outcome.words[0].upper()}{outcome.words[1:]} at each level of each input",
        f"Means over {counted(dataset.sizes['point'], 'point')} and up to {dataset.sizes['seed']} seeds, all that else "
        "varies averaged over.",
        "Intervals: 95 %, chance only: how far the mean would move with other seeds.",
        Tornado(("mean",), tuple(shown[:36]), outcome.axis, None, bars=False),
    )
    table = Table(f"levels_{outcome.file}", f"{outcome.words} at each level", columns, tuple(rows))
    return Findings((table,), sentences, () if outcome.service else (picture,))


def _largest(outcome: Outcome, values: Floats, known: list[tuple[float, object]]) -> tuple[str, Estimate] | None:
    """The widest difference between two levels, seed by seed."""
    if len(known) < 2:
        return None
    (_, low), (_, high) = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    if low == high:
        return None
    below, above = (over_points(outcome.values[values == level]) for level in (low, high))
    return f"{_said(high)} against {_said(low)}", estimate(above - below, programmes=outcome.programmes[0])


def _maps(experiment: Experiment, dataset: xarray.Dataset, outcome: Outcome) -> Findings:
    """A heat map of the two inputs with most levels, where both have three or more."""
    many = [one.name for one in experiment.inputs if len(set(column_of(dataset, one.name).tolist())) >= 3]
    tables, pictures = [], []
    for x, y in list(combinations(many, 2))[:3]:
        xs, ys, grid = grid_of(dataset, outcome, x, y)
        rows = tuple((y_value, *map(float, row)) for y_value, row in zip(ys, grid, strict=True))
        columns = (Column(title_of(experiment, y)), *(Column(f"{x} = {_said(value)}", outcome.unit) for value in xs))
        tables.append(Table(f"map_{outcome.file}_{x}_{y}", f"{outcome.words} over {x} and {y}", columns, rows))
        pictures.append(
            Picture(
                f"map_{outcome.file}_{x}_{y}",
                f"{outcome.words[0].upper()}{outcome.words[1:]} over {x.replace('_', ' ')} and {y.replace('_', ' ')}",
                f"Means over up to {dataset.sizes['seed']} seeds"
                + ("." if len(experiment.inputs) == 2 else ", all that else varies averaged over."),
                "",
                HeatMap(title_of(experiment, x), title_of(experiment, y), tuple(xs), tuple(ys), grid, outcome.axis),
            )
        )
    return Findings(tuple(tables), (), tuple(pictures))


def grid_of(dataset: xarray.Dataset, outcome: Outcome, x: str, y: str) -> tuple[list[Cell], list[Cell], Floats]:
    """Means over the values of two inputs; values of x and y, and means of shape (y, x)."""
    x_column, y_column = column_of(dataset, x), column_of(dataset, y)
    xs, ys = (
        sorted(set(column.tolist())) if column.dtype.kind == "f" else list(dict.fromkeys(column.tolist()))
        for column in (x_column, y_column)
    )
    grid = np.array([[mean_known(outcome.values[(x_column == a) & (y_column == b)], None) for a in xs] for b in ys])
    return xs, ys, grid


def conclusions(experiment: Experiment, dataset: xarray.Dataset) -> Findings:
    """For each contrast: at how many points it is clear and in which direction, by the level of each other input.

    A conclusion that turns round or fades with a switch rests on that theory.
    """
    inputs = [one.name for one in experiment.inputs]
    rows: list[tuple[Cell, ...]] = []
    sentences: list[str] = []
    pictures: list[Picture] = []
    for contrast in experiment.contrasts:
        pairs = pairs_of(contrast, dataset, inputs)
        others = [
            name for name in inputs if name not in contrast.of and len(set(column_of(dataset, name).tolist())) > 1
        ]
        if len(pairs) < 2 or not others:
            continue
        for outcome in outcomes_of(experiment, dataset, Analysis("contrast")):
            if outcome.service:
                continue
            signs = [_sign(measured(outcome, [pair]).difference) for pair in pairs]
            own = _by_level(dataset, outcome, pairs, others)
            rows += [
                (contrast.name, outcome.name, title_of(experiment, name), _said(level), gap.mean, gap.low, gap.high)
                for name, level, gap in own
            ]
            sentences.append(_stands(contrast.name, outcome, signs, own))
            theories = {name for name in inputs if experiment.input(name).kind == "switch"}
            if theories & set(others) and not theories & set(contrast.of):
                pictures.append(_under_each(contrast, outcome, own, len(pairs)))
    if not rows:
        return Findings()
    columns = (
        Column("contrast"),
        Column("outcome"),
        Column("input"),
        Column("level"),
        Column("difference"),
        Column("lo95"),
        Column("hi95"),
    )
    return Findings(
        (Table("conclusions", "Contrasts under each level of what else varies", columns, tuple(rows)),),
        tuple(sentences),
        tuple(pictures),
    )


def _under_each(
    contrast: Contrast, outcome: Outcome, own: list[tuple[str, object, Estimate]], pairs: int
) -> Picture:
    """The difference that a contrast makes under each level of what else varies."""
    rows = tuple(
        (f"{name.replace('_', ' ')} = {_said(level)}", (gap.index,))
        for name, level, gap in own
        if gap.has_interval
    )
    return Picture(
        "_".join(["under", *re.findall(r"[a-z0-9]+", contrast.name.lower()), outcome.file]),
        f"Does it hang on the theory? {contrast.name.replace('_', ' ')}: {outcome.words}",
        f"Mean differences over {pairs} pairs of points, at each level of what else varies; the rest averaged over.",
        "Intervals: 95 %, chance only. A conclusion that changes sides, or whose mark is hollow, rests on that theory.",
        Tornado(("difference",), rows, f"difference in {outcome.axis}", (0.0, "no difference"), bars=False),
    )


def _sign(gap: Estimate) -> int:
    return 0 if not gap.clear else 1 if gap.mean > 0 else -1


def _by_level(
    dataset: xarray.Dataset, outcome: Outcome, pairs: list[tuple[int, int]], others: list[str]
) -> list[tuple[str, object, Estimate]]:
    found = []
    for name in others:
        values = column_of(dataset, name)
        for level in list(dict.fromkeys(values.tolist()))[:MOST_LEVELS]:
            own = [pair for pair in pairs if values[pair[0]] == level]
            if own:
                found.append((name, level, measured(outcome, own).difference))
    return found


def _stands(contrast: str, outcome: Outcome, signs: list[int], own: list[tuple[str, object, Estimate]]) -> str:
    """In how many combinations a conclusion stands, and which levels turn it round or let it fade."""
    up, down = signs.count(1), signs.count(-1)
    main = 1 if up >= down else -1
    against = [f"{name.replace('_', ' ')} = {_said(level)}" for name, level, gap in own if _sign(gap) == -main]
    fading = [f"{name.replace('_', ' ')} = {_said(level)}" for name, level, gap in own if _sign(gap) == 0]
    words = (
        f"{contrast}: {outcome.words} is clearly higher in {up}, clearly lower in {down} and neither in "
        f"{len(signs) - up - down} of {len(signs)} combinations"
    )
    if against:
        words += f"; it turns round under {listed(against[:4])}"
    if fading:
        words += f"; it cannot be told under {listed(fading[:4])}"
    return words + "."


def _said(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
