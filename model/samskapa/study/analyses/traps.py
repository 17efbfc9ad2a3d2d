"""Traps in results: two peaks, memory of the start, hysteresis, the line where a world tips, and unlike services."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios.scenario import Change
from samskapa.study.analyses.contrasts import grid_of
from samskapa.study.analyses.tipping import Edge, Loop, Memory, Spread, loop_of, memory_of, spread_of, tipping_line
from samskapa.study.columns import Outcome, column_of, level_of, option_of, outcomes_of, plain, said, title_of
from samskapa.study.design import steps_of
from samskapa.study.findings import Cell, Findings, HeatMap, LoopPicture, Picture, Tornado, joined, table_of
from samskapa.study.plan import Analysis, Bundle, Experiment
from samskapa.study.statistics.means import Estimate, Floats, bounds_of, over_points
from samskapa.study.statistics.spread import peaks_of
from samskapa.study.words import counted, listed

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
                *values_at(dataset, names, point),
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
        "point",
        *((name, experiment.input(name).unit) for name in names),
        "outcome",
        "mean of lower group",
        "mean of upper group",
        ("share in upper group", "share"),
        "chance of such a dip with one peak",
    )
    tables = (table_of("two_peaks", "Points whose runs fall into two groups (Hartigan's dip)", columns, tuple(rows)),)
    return Findings(tables if rows else (), tuple(sentences))


def values_at(dataset: xarray.Dataset, names: list[str], point: int) -> list[Cell]:
    """The values of some inputs at a point."""
    return [plain(dataset[name].values[point]) for name in names]


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
                *values_at(dataset, others, point),
                outcome.name,
                outcome.service or "all",
                own.low.mean,
                own.high.mean,
                *own.gap.three,
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
        *((name, experiment.input(name).unit) for name in others),
        "outcome",
        "service",
        "end from low start",
        "end from high start",
        "gap",
        "lo95",
        "hi95",
        ("seeds apart", "share"),
    )
    table = table_of("bistability", "Ends from a low and from a high start", columns, tuple(rows))
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
    return ", ".join(level_of(name, dataset[name].values[point]) for name in names) or "all"


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
            level = said(dataset[ramp].values[point])
            rows += [
                (level, asked, service or "all", float(value), up.mean, down.mean, *gap.three)
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
                    f"{name.replace('_', ' ')} is led up and back down within one run ({ramp.replace('_', ' ')}: "
                    f"{level}); means over {counted(first.values.shape[1], 'seed')}, chance only.",
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
        ramp,
        "outcome",
        "service",
        "value of the ramped parameter",
        "on the way up",
        "on the way back",
        "gap",
        "lo95",
        "hi95",
    )
    table = table_of("hysteresis", "The way up and the way back", columns_of, tuple(rows))
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
    return f"{name.replace('_', ' ')} ({PARAMETERS[name].unit})"


# -- the tipping line --------------------------------------------------------------------------------------------------


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
        (along, experiment.input(along).unit),
        (f"{across} at the edge", experiment.input(across).unit),
        "lo95",
        "hi95",
        ("resamples that cross", "share"),
        "above at the least value",
    )
    title = f"Where {outcome.words} crosses {level:g} {outcome.unit}".rstrip()
    table = table_of(f"line_{outcome.file}", title, columns, rows)
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
