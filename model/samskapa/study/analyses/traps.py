"""Traps in results: two peaks, memory of the start, hysteresis, and the tipping line over two inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError
from samskapa.science.scenarios.scenario import Change
from samskapa.study.analyses.tipping import Loop, Memory, loop_of, memory_of
from samskapa.study.columns import Outcome, column_of, option_of, outcomes_of
from samskapa.study.findings import Cell, Column, Findings, LoopPicture, Picture, Table, Tornado
from samskapa.study.plan import Analysis, Bundle, Experiment
from samskapa.study.statistics.means import Estimate, Floats, bounds_of
from samskapa.study.statistics.spread import peaks_of
from samskapa.study.words import counted

if TYPE_CHECKING:
    import xarray


TOLERANCE = 0.05
"""Ends are apart when they differ by more than this share of where the outcome can lie, or did."""
MOST_LOOPS = 4


def two_peaks(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Points whose runs fall into two groups."""
    rows: list[tuple[Cell, ...]] = []
    sentences: list[str] = []
    names = [one.name for one in experiment.inputs]
    for outcome in outcomes_of(experiment, dataset, analysis):
        if outcome.is_state:
            continue
        found = [(point, peaks_of(values)) for point, values in enumerate(outcome.values)]
        two = [(point, peaks) for point, peaks in found if peaks.two]
        rows += [
            (
                point,
                *(_cell(dataset[name].values[point]) for name in names),
                outcome.name,
                peaks.low,
                peaks.high,
                peaks.share_high,
                peaks.chance,
            )
            for point, peaks in two
        ]
        tested = sum(not math.isnan(peaks.chance) for _, peaks in found)
        words = f"{outcome.words}: runs fall into two groups at {len(two)} of {counted(tested, 'point')}"
        if two:
            lows, highs = (float(np.mean([getattr(peaks, side) for _, peaks in two])) for side in ("low", "high"))
            words += (
                f" (on average {lows:.2g} and {highs:.2g} {outcome.unit}), so that there the mean describes neither"
            )
        elif not tested:
            words = f"{outcome.words}: too few runs at each point to tell one group from two"
        sentences.append(words + ".")
    columns = (
        Column("point"),
        *(Column(name, experiment.input(name).unit) for name in names),
        Column("outcome"),
        Column("mean of lower group"),
        Column("mean of upper group"),
        Column("share in upper group", "share"),
        Column("chance of such a dip with one peak"),
    )
    tables = (Table("two_peaks", "Points whose runs fall into two groups (Hartigan's dip)", columns, tuple(rows)),)
    return Findings(tables if rows else (), tuple(sentences))


def _cell(value: object) -> Cell:
    found = value.item() if isinstance(value, np.generic) else value
    return found if isinstance(found, float | int) else str(found)


# -- bistability ---------------------------------------------------------------------------------------------------


def bistability(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Runs from a low and from a high start, all else alike: do they end alike?"""
    start = str(option_of(experiment, analysis, "start"))
    values = column_of(dataset, start)
    levels = sorted(set(values.tolist())) if values.dtype.kind == "f" else list(experiment.input(start).levels)
    low, high = levels[0], levels[-1]
    others = [one.name for one in experiment.inputs if one.name != start]
    pairs = list(_pairs(dataset, others, values == low, values == high))
    rows: list[tuple[Cell, ...]] = []
    sentences: list[str] = []
    pictures: list[Picture] = []
    for outcome in outcomes_of(experiment, dataset, analysis):
        tolerance = TOLERANCE * _room(outcome)
        found = [
            (a, memory_of(outcome.values[a], outcome.values[b], tolerance, outcome.programmes[a])) for a, b in pairs
        ]
        rows += [
            (
                *(_cell(dataset[name].values[point]) for name in others),
                outcome.name,
                outcome.service or "all",
                own.low.mean,
                own.high.mean,
                own.gap.mean,
                own.gap.low,
                own.gap.high,
                own.apart,
            )
            for point, own in found
        ]
        if outcome.service:
            continue
        remembering = sum(own.remembers for _, own in found)
        where = "" if len(found) == 1 else f" at {remembering} of {len(found)} points"
        sentences.append(
            f"{outcome.words} {'depends' if remembering else 'does not depend'} on where it began"
            f"{where if remembering else ''} (from {start.replace('_', ' ')} {low} and {high}; "
            f"{_widest(found)}; apart means by more than {tolerance:.2g} {outcome.unit})."
        )
        pictures.append(_ends(dataset, outcome, start, (low, high), others, found))
    columns = (
        *(Column(name, experiment.input(name).unit) for name in others),
        Column("outcome"),
        Column("service"),
        Column("end from low start"),
        Column("end from high start"),
        Column("gap"),
        Column("lo95"),
        Column("hi95"),
        Column("seeds apart", "share"),
    )
    table = Table("bistability", "Ends from a low and from a high start", columns, tuple(rows))
    return Findings((table,) if rows else (), tuple(sentences), tuple(pictures))


def _ends(
    dataset: xarray.Dataset,
    outcome: Outcome,
    start: str,
    levels: tuple[object, object],
    others: list[str],
    found: list[tuple[int, Memory]],
) -> Picture:
    """Where runs from both starts end, point by point."""
    shown = [(_at(dataset, others, point), (own.low.index, own.high.index)) for point, own in found][:28]
    return Picture(
        f"bistability_{outcome.file}",
        f"Where {outcome.words} ends from a low and from a high start",
        f"Means over {counted(outcome.values.shape[1], 'seed')}, the same seeds from both starts "
        f"({start.replace('_', ' ')}: {levels[0]} and {levels[1]}); chance only.",
        "Intervals: 95 %. Where the two lie apart the world remembers its start: it has two regimes, or has not yet "
        "forgotten.",
        Tornado(("low start", "high start"), tuple(shown), outcome.axis, None, bars=False),
    )


def _pairs(
    dataset: xarray.Dataset, others: list[str], low: NDArray[np.bool_], high: NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    """Points with a low and a high start that are alike otherwise."""
    rest = list(zip(*(dataset[name].values.tolist() for name in others), strict=True)) or [()] * len(low)
    ends = {rest[point]: int(point) for point in np.flatnonzero(high)}
    for point in np.flatnonzero(low):
        if rest[point] in ends:
            yield int(point), ends[rest[point]]


def _room(outcome: Outcome) -> float:
    low, high = bounds_of(outcome.unit)
    if math.isfinite(high - low):
        return high - low
    known = outcome.values[~np.isnan(outcome.values)]
    return float(np.ptp(known)) if len(known) else 0.0


def _widest(found: list[tuple[int, Memory]]) -> str:
    known = [own for _, own in found if own.gap.known]
    if not known:
        return "no pair of runs came to its end"
    own = max(known, key=lambda one: abs(one.gap.mean))
    seeds = f"{100 * own.apart:.0f} % of seeds apart"
    return f"widest gap {own.gap.mean:+.2g}, {own.gap.low:+.2g} to {own.gap.high:+.2g}, {seeds}"


def _at(dataset: xarray.Dataset, names: list[str], point: int) -> str:
    words = [f"{name.replace('_', ' ')} = {_short(dataset[name].values[point])}" for name in names]
    return ", ".join(words) or "all"


def _short(value: object) -> str:
    found = _cell(value)
    return f"{found:g}" if isinstance(found, float) else str(found)


# -- hysteresis ----------------------------------------------------------------------------------------------------


def hysteresis(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """A parameter led up and back down in one run: is the way back another one?"""
    ramp = check_ramp(experiment, analysis)
    rows: list[tuple[Cell, ...]] = []
    sentences: list[str] = []
    pictures: list[Picture] = []
    parts: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes_of(experiment, dataset, analysis):
        parts.setdefault((outcome.asked, outcome.service), []).append(outcome)
    for point, changes in list(_ramped(experiment, dataset, ramp))[:MOST_LOOPS]:
        for (asked, service), columns in parts.items():
            loop = _loop(experiment, dataset, ramp, point, changes, sorted(columns, key=lambda one: one.week))
            name = changes[0].parameter
            first = columns[0]
            level = _short(dataset[ramp].values[point])
            rows += [
                (level, asked, service or "all", float(value), up.mean, down.mean, gap.mean, gap.low, gap.high)
                for value, up, down, gap in zip(loop.values, loop.up, loop.down, loop.gap, strict=True)
            ]
            if service:
                continue
            words = asked.replace("_", " ")
            beside = _beside(experiment, dataset, ramp, point) is not None
            sentences.append(_way_back(words, first.unit, name, loop, beside))
            pictures.append(
                Picture(
                    f"hysteresis_{asked}_{level}",
                    f"{words[0].upper()}{words[1:]} on the way up and on the way back",
                    f"{name.replace('_', ' ')} is led up and back down within one run "
                    f"({ramp.replace('_', ' ')}: {level}); means over "
                    f"{counted(first.values.shape[1], 'seed')}, chance only.",
                    "Bands: 95 %. The lines coincide where the world does not remember. "
                    + (
                        "What changed over the same weeks without the ramp is taken off."
                        if beside
                        else "Time alone opens the loop too: no level without a ramp was run beside it."
                    ),
                    LoopPicture(
                        loop.values, _lines(loop.up), _lines(loop.down), _parameter(name), f"{words} ({first.unit})"
                    ),
                )
            )
    columns_of = (
        Column(ramp),
        Column("outcome"),
        Column("service"),
        Column("value of the ramped parameter"),
        Column("on the way up"),
        Column("on the way back"),
        Column("gap"),
        Column("lo95"),
        Column("hi95"),
    )
    table = Table("hysteresis", "The way up and the way back", columns_of, tuple(rows))
    return Findings((table,) if rows else (), tuple(sentences), tuple(pictures))


def check_ramp(experiment: Experiment, analysis: Analysis) -> str:
    """The input that leads a parameter up and back.

    Raises:
        ScenarioError: none is named, none of its levels does, or no outcome is cut into weeks.
    """
    ramp = str(option_of(experiment, analysis, "ramp"))
    asked = [one for one in experiment.outcomes if not analysis.outcomes or one.name in analysis.outcomes]
    if not any(one.every for one in asked):
        raise ScenarioError(
            "hysteresis needs an outcome cut into weeks", where=experiment.origin, allowed="every = 4, say"
        )
    if not any(_there_and_back(bundle) for bundle in experiment.input(ramp).bundles.values()):
        raise ScenarioError(
            f"no level of {ramp} leads one parameter up and back down",
            where=experiment.origin,
            allowed="ramp = { parameter, from, to, first, last, steps, back }",
        )
    return ramp


def _there_and_back(bundle: Bundle) -> bool:
    values = [change.value for change in bundle.changes]
    alone = len({change.parameter for change in bundle.changes}) == 1
    return alone and len(values) > 2 and values[0] < max(values) > values[-1]


def _ramped(experiment: Experiment, dataset: xarray.Dataset, ramp: str) -> Iterator[tuple[int, list[Change]]]:
    """Points at which a parameter is led up and back, with its dated changes."""
    bundles = experiment.input(ramp).bundles
    for point in range(dataset.sizes["point"]):
        bundle = bundles[str(dataset[ramp].values[point])]
        if _there_and_back(bundle):
            yield point, list(bundle.changes)


def _loop(
    experiment: Experiment, dataset: xarray.Dataset, ramp: str, point: int, changes: list[Change], parts: list[Outcome]
) -> Loop:
    """The loop of one point: parts on the way up, and the way back read at the same values.

    Time passes while the parameter is led up and back. Where the same world was run without the ramp, what changed
    there is taken off, so that growing older is not taken for remembering.
    """
    weeks = np.array([change.week for change in changes])
    values = np.array([change.value for change in changes])
    every = next(asked.every for asked in experiment.outcomes if asked.name == parts[0].asked)
    middle = np.array([part.week + 0.5 * every for part in parts])
    inside = (middle >= weeks[0]) & (middle <= weeks[-1] + float(np.diff(weeks).mean()))
    step = np.clip(np.searchsorted(weeks, middle, side="right") - 1, 0, None)
    at = values[step]
    # The top belongs to both ways: there the loop closes.
    tops = np.flatnonzero(values == values.max())
    rising, falling = step <= tops[0], step >= tops[-1]
    outcome = np.stack([part.values[point] for part in parts])
    beside = _beside(experiment, dataset, ramp, point)
    if beside is not None:
        still = np.stack([part.values[beside] for part in parts])
        outcome = outcome - (still - still[np.argmax(inside)])
    steps = np.unique(at[inside])
    up, down = (_read(at[inside & side], outcome[inside & side], steps) for side in (rising, falling))
    return loop_of(steps, up, down, parts[0].programmes[point])


def _beside(experiment: Experiment, dataset: xarray.Dataset, ramp: str, point: int) -> int | None:
    """The point that differs only in that nothing is led anywhere; None if there is none."""
    others = [one.name for one in experiment.inputs if one.name != ramp]
    bundles = experiment.input(ramp).bundles
    for other in range(dataset.sizes["point"]):
        bundle = bundles[str(dataset[ramp].values[other])]
        alike = all(dataset[name].values[other] == dataset[name].values[point] for name in others)
        if alike and not bundle.changes and not bundle.values:
            return other
    return None


def _read(at: Floats, outcome: Floats, steps: Floats) -> Floats:
    """An outcome at given values of the parameter, by straight lines between; shape (steps, seeds)."""
    places = np.unique(at)
    means = np.stack([outcome[at == place].mean(axis=0) for place in places])
    return np.stack([np.interp(steps, places, seed) for seed in means.T], axis=1)


def _way_back(words: str, unit: str, parameter: str, loop: Loop, beside: bool) -> str:
    gap = loop.gap[loop.widest]
    if not loop.open:
        return f"{words}: the way back is not told from the way up as {parameter.replace('_', ' ')} is led up and down."
    side = "higher" if gap.mean > 0 else "lower"
    return (
        f"{words} is {side} on the way back than on the way up, by up to {abs(gap.mean):.2g} {unit} at "
        f"{parameter.replace('_', ' ')} = {loop.values[loop.widest]:.3g}: it remembers"
        + (", time itself taken off." if beside else ", or time alone moves it: no run without the ramp stands beside.")
    )


def _lines(estimates: tuple[Estimate, ...]) -> Floats:
    return np.array([(one.mean, one.low, one.high) for one in estimates])


def _parameter(name: str) -> str:
    from samskapa.science.parameters import PARAMETERS

    return f"{name.replace('_', ' ')} ({PARAMETERS[name].unit})"
