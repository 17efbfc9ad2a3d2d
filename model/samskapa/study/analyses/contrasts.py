"""Contrasts, factorials and lists: paired differences, means at levels, conclusions under every theory."""

from __future__ import annotations

import math
import re
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from samskapa.science.summaries import mean_known
from samskapa.study.columns import Outcome, column_of, level_of, outcomes_of, pairs_of, said, title_of, unit_in_file
from samskapa.study.findings import Cell, Findings, HeatMap, Picture, Tornado, joined, table_of
from samskapa.study.plan import Analysis, Contrast, Experiment
from samskapa.study.statistics.means import Estimate, Floats, Index, Paired, estimate, over_points, paired
from samskapa.study.words import counted, listed, verdict

if TYPE_CHECKING:
    import xarray

MOST_LEVELS = 12


def compare(experiment: Experiment, dataset: xarray.Dataset) -> Findings:
    """Every contrast on every outcome, over all pairs of points that differ in nothing else."""
    rows: list[tuple[Cell, ...]] = []
    sentences: list[str] = []
    pictures: list[Picture] = []
    inputs = [one.name for one in experiment.inputs]
    for contrast in experiment.contrasts:
        pairs = pairs_of(contrast, dataset, inputs)
        if not pairs:
            sentences.append(f"{contrast.name}: no two points differ in this alone.")
            continue
        found = [(one, measured(one, pairs)) for one in outcomes_of(experiment, dataset, Analysis("contrast"))]
        rows += [_row(contrast, one, own) for one, own in found]
        sentences += [
            f"{contrast.name}: {one.words} is {verdict(own.difference)}{f' {one.unit}' if _unit_matters(one) else ''}."
            for one, own in found
            if not one.service
        ]
        sentences += _savings(contrast, [own for _, own in found])
        pictures += _pictures(contrast, found, len(pairs))
    if not rows:
        return Findings(sentences=tuple(sentences))
    columns = (
        "contrast",
        "outcome",
        "service",
        "unit",
        "difference",
        "lo95",
        "hi95",
        ("pairs", "seeds"),
        ("saving", "times", "variance unpaired over paired"),
        ("seeds without common chance", "seeds"),
    )
    return Findings(
        (table_of("contrasts", "Differences, seed by seed", columns, tuple(rows)),), tuple(sentences), tuple(pictures)
    )


def measured(outcome: Outcome, pairs: list[tuple[int, int]]) -> Paired:
    """The mean paired difference over pairs of points, seed by seed."""
    of, against = ([pair[side] for pair in pairs] for side in (0, 1))
    same = (outcome.seeds[of] == outcome.seeds[against]).all(axis=0)
    both = ~np.isnan(outcome.values[of]) & ~np.isnan(outcome.values[against])
    left, right = (over_points(np.where(both, outcome.values[side], np.nan)) for side in (of, against))
    return paired(np.where(same, left, np.nan), np.where(same, right, np.nan), outcome.programmes[of[0]])


def _row(contrast: Contrast, one: Outcome, own: Paired) -> tuple[Cell, ...]:
    gap = own.difference
    return (
        contrast.name,
        one.asked,
        one.service or "all",
        one.unit,
        *gap.three,
        gap.runs,
        own.saving,
        own.seeds_without,
    )


def _unit_matters(one: Outcome) -> bool:
    return one.unit not in ("", "share", "probability")


def _savings(contrast: Contrast, found: list[Paired]) -> list[str]:
    known = [own for own in found if math.isfinite(own.saving) and own.difference.runs > 2]
    if not known:
        return []
    middle = sorted(known, key=lambda own: own.saving)[len(known) // 2]
    return [
        f"{contrast.name}: with the same chance on both sides {counted(middle.difference.runs, 'seed')} do what "
        f"{middle.seeds_without:.0f} would with chance of their own (the outcome in the middle; {middle.saving:.1f} "
        "times)."
    ]


def _pictures(contrast: Contrast, found: list[tuple[Outcome, Paired]], pairs: int) -> list[Picture]:
    """One picture a contrast and unit, services below their outcome."""
    pictures = []
    for unit in dict.fromkeys(one.unit for one, _ in found):
        rows = tuple(
            (one.words, (own.difference.index,))
            for one, own in found
            if one.unit == unit and own.difference.has_interval
        )[:28]
        if rows:
            seeds = max(own.difference.runs for _, own in found)
            name = unit_in_file(unit)
            pictures.append(
                Picture(
                    "_".join(["contrast", *re.findall(r"[a-z0-9]+", contrast.name.lower()), name]),
                    f"What changes: {contrast.name.replace('_', ' ')}",
                    f"Mean differences over {counted(seeds, 'seed')}, the same chance on both sides"
                    + (f", and {pairs} pairs of points" if pairs > 1 else "")
                    + "; chance only.",
                    "Intervals: 95 %. Where one leaves zero out there is a difference.",
                    Tornado(
                        ("difference",), rows, f"difference ({unit})" if unit else "difference", (0.0, "no difference")
                    ),
                )
            )
    return pictures


# -- factorials and lists ----------------------------------------------------------------------------------------------


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
        rows += [(title_of(experiment, one.name), said(level), *mean.three, mean.runs) for level, mean in own]
        shown += [(level_of(one.name, level), (mean.index,)) for level, mean in own if mean.known]
        known = [(mean.mean, level) for level, mean in own if mean.known]
        gap = _largest(outcome, values, known)
        if gap is not None and gap[1].clear:
            size = f"{gap[1].mean:+.2g}, {gap[1].low:+.2g} to {gap[1].high:+.2g}"
            swings.append((abs(gap[1].mean), f"{one.name.replace('_', ' ')} ({gap[0]}: {size})"))
    if not rows:
        return Findings()
    columns = ("input", "level", ("mean", outcome.unit), ("lo95", outcome.unit), ("hi95", outcome.unit), "seeds")
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
    table = table_of(f"levels_{outcome.file}", f"{outcome.words} at each level", columns, tuple(rows))
    return Findings((table,), sentences, () if outcome.service else (picture,))


def _largest(outcome: Outcome, values: Floats, known: list[tuple[float, object]]) -> tuple[str, Estimate] | None:
    """The widest difference between two levels, seed by seed."""
    if len(known) < 2:
        return None
    (_, low), (_, high) = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    if low == high:
        return None
    below, above = (over_points(outcome.values[values == level]) for level in (low, high))
    return f"{said(high)} against {said(low)}", estimate(above - below, programmes=outcome.programmes[0])


def _maps(experiment: Experiment, dataset: xarray.Dataset, outcome: Outcome) -> Findings:
    """A heat map of the two inputs with most levels, where both have three or more."""
    many = [one.name for one in experiment.inputs if len(set(column_of(dataset, one.name).tolist())) >= 3]
    tables, pictures = [], []
    for x, y in list(combinations(many, 2))[:3]:
        xs, ys, grid = grid_of(dataset, outcome, x, y)
        rows = tuple((y_value, *map(float, row)) for y_value, row in zip(ys, grid, strict=True))
        columns = (title_of(experiment, y), *((f"{x} = {said(value)}", outcome.unit) for value in xs))
        tables.append(table_of(f"map_{outcome.file}_{x}_{y}", f"{outcome.words} over {x} and {y}", columns, rows))
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
                (contrast.name, outcome.name, title_of(experiment, name), said(level), *gap.three)
                for name, level, gap in own
            ]
            sentences.append(_stands(contrast.name, outcome, signs, own))
            theories = {name for name in inputs if experiment.input(name).kind == "switch"}
            if theories & set(others) and not theories & set(contrast.of):
                pictures.append(_under_each(contrast, outcome, own, len(pairs)))
    if not rows:
        return Findings()
    columns = ("contrast", "outcome", "input", "level", "difference", "lo95", "hi95")
    return Findings(
        (table_of("conclusions", "Contrasts under each level of what else varies", columns, tuple(rows)),),
        tuple(sentences),
        tuple(pictures),
    )


def _under_each(contrast: Contrast, outcome: Outcome, own: list[tuple[str, object, Estimate]], pairs: int) -> Picture:
    """The difference that a contrast makes under each level of what else varies."""
    rows = tuple((level_of(name, level), (gap.index,)) for name, level, gap in own if gap.has_interval)
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
    against = [level_of(name, level) for name, level, gap in own if _sign(gap) == -main]
    fading = [level_of(name, level) for name, level, gap in own if _sign(gap) == 0]
    words = (
        f"{contrast}: {outcome.words} is clearly higher in {up}, clearly lower in {down} and neither in "
        f"{len(signs) - up - down} of {len(signs)} combinations"
    )
    if against:
        words += f"; it turns round under {listed(against[:4])}"
    if fading:
        words += f"; it cannot be told under {listed(fading[:4])}"
    return words + "."
