"""Summary, weekly results and single runs as rows of text, ready for a spreadsheet."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE
from samskapa.science.summaries import SUMMARIES, mean_known
from samskapa.study.comparison import Comparison, World
from samskapa.study.statistics.means import UNKNOWN, Floats
from samskapa.study.statistics.spread import LEVELS, quantiles

Cell = str | int | float
Row = Sequence[Cell]

MAIN_SUMMARIES = (
    "trust_final",
    "confidence_final",
    "attendance_in_project",
    "attendance_after",
    "prediction_final",
    "aspiration_final",
    "disappointment_final",
    "disappointment_peak",
    "fulfilment_end",
    "good_state",
    "trap",
    "worst_off_final",
    "engagement_final",
    "staff_hours_total",
)
"""What the terminal shows; the other summaries are in the files."""

MAIN_OUTCOMES = (
    "trust",
    "confidence",
    "prediction",
    "aspiration",
    "disappointment",
    "norm",
    "invited",
    "attended",
    "quality",
    "expectation_gap",
    "worst_off",
    "engagement",
    "belief",
    "exhaustion",
    "load",
    "buy_in",
    "routine",
    "fulfilment",
    "explicit_made",
    "kept_in_time",
    "kept_late",
    "broken_explicit",
    "open_explicit",
    "enabling",
    "entrapping",
    "staff_hours",
)


def outcomes_reported() -> tuple[str, ...]:
    """Everything that tables, sentences and figures of a run are made from, and no more: it is kept for every run."""
    entries = (
        "implicit_made",
        "declined",
        "binding_made",
        "not_listed",
        "broken_implicit",
        "orphaned",
        "open_implicit",
    )
    needs = [need for summary in SUMMARIES.values() for need in summary.needs]
    niches = [name + BY_SERVICE for name in ("enabling", "entrapping")]
    return tuple(dict.fromkeys([*MAIN_OUTCOMES, *entries, *needs, *niches]))


SUMMARY_HEAD = (
    "scenario",
    "outcome",
    "unit",
    "mean",
    "sd",
    "lo95",
    "hi95",
    "runs",
    "difference_from",
    "difference",
    "dlo95",
    "dhi95",
    "pairs",
    "meaning",
)
WEEKLY_HEAD = (
    "scenario",
    "week",
    "date",
    "outcome",
    "unit",
    "mean",
    *(f"p{100 * level:02.0f}" for level in LEVELS),
    "runs",
)


def summary_rows(comparison: Comparison) -> Iterator[Row]:
    """A row for each world and summary, after the head."""
    yield SUMMARY_HEAD
    base = comparison.base.name if comparison.base else ""
    for world in comparison.worlds:
        for name, summary in SUMMARIES.items():
            own, gap = comparison.level(world, name), comparison.difference(world, name)
            apart = gap or UNKNOWN
            yield (
                world.name,
                name,
                summary.unit,
                own.mean,
                own.sd,
                own.low,
                own.high,
                own.runs,
                base if gap else "",
                apart.mean,
                apart.low,
                apart.high,
                apart.runs if gap else "",
                summary.meaning,
            )


def weekly_rows(comparison: Comparison) -> Iterator[Row]:
    """A row for each world, main outcome and week: mean and quantiles over the finished runs."""
    yield WEEKLY_HEAD
    for world in comparison.worlds:
        days = [world.scenario.day(week) for week in range(world.weeks)]
        dates = [day.isoformat() if day else "" for day in days]
        for name in MAIN_OUTCOMES:
            means, levels, runs = over_runs(world.weekly(name))
            for week in range(world.weeks):
                yield (
                    world.name,
                    week,
                    dates[week],
                    name,
                    OUTCOMES[name].unit,
                    means[week],
                    *levels[:, week],
                    int(runs[week]),
                )


def over_runs(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, quantiles and number of the known values of each week; shapes (weeks), (levels, weeks), (weeks)."""
    levels = quantiles(values, LEVELS)
    return mean_known(values, axis=0), levels, np.asarray((~np.isnan(values)).sum(axis=0))


def run_rows(comparison: Comparison) -> Iterator[Row]:
    """A row for each run: its seeds, what became of it, and every summary in full."""
    yield ("scenario", "programme_seed", "chance_seed", "status", *SUMMARIES)
    for world in comparison.worlds:
        found = [world.summary(name) for name in SUMMARIES]
        seeds = _seeds(world)
        for place, (programme_seed, chance_seed) in enumerate(seeds):
            yield (
                world.name,
                programme_seed,
                chance_seed,
                world.statuses[place],
                *(float(values[place]) for values in found),
            )


def _seeds(world: World) -> list[tuple[int, int]]:
    pairs = zip(world.data["programme_seed"].values, world.data["chance_seed"].values, strict=True)
    return [(int(programme_seed), int(chance_seed)) for programme_seed, chance_seed in pairs]


def write_csv(path: Path, rows: Iterable[Row], comma: bool = False, digits: int | None = 6) -> None:
    """Write rows for a spreadsheet.

    Args:
        path: the file.
        rows: the head, then the rows; numbers that are not known become empty cells.
        comma: decimal comma and semicolons, as Nordic spreadsheets expect, with a mark that says UTF-8.
        digits: significant figures; 17 keep every bit. As Python writes them, and what is not known as nan, if None.
    """
    with path.open("w", encoding="utf-8-sig" if comma else "utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";" if comma else ",", lineterminator="\n")
        for row in rows:
            writer.writerow([_cell(cell, comma, digits) for cell in row])


def _cell(cell: Cell, comma: bool, digits: int | None) -> str:
    if not isinstance(cell, float) or digits is None:
        return str(cell)
    text = "" if math.isnan(cell) else f"{cell:.{digits}g}"
    return text.replace(".", ",") if comma else text
