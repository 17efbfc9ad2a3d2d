"""Contrasts: paired differences with intervals, for each service and the worst-off fifth, and what pairing saved."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from samskapa.study.columns import Outcome, outcomes_of, pairs_of
from samskapa.study.findings import Cell, Column, Findings, Picture, Table, Tornado
from samskapa.study.plan import Analysis, Contrast, Experiment
from samskapa.study.statistics.means import Paired, over_points, paired
from samskapa.study.words import counted, verdict

if TYPE_CHECKING:
    import xarray



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
        Column("contrast"),
        Column("outcome"),
        Column("service"),
        Column("unit"),
        Column("difference"),
        Column("lo95"),
        Column("hi95"),
        Column("pairs", "seeds"),
        Column("saving", "times", "variance unpaired over paired"),
        Column("seeds without common chance", "seeds"),
    )
    return Findings(
        (Table("contrasts", "Differences, seed by seed", columns, tuple(rows)),), tuple(sentences), tuple(pictures)
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
        gap.mean,
        gap.low,
        gap.high,
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
            name = unit.split(" ")[0].replace("/", "_") or "number"
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
