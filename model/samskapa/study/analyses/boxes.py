"""Boxes in which something happens: what is of interest, read from the experiment, and what PRIM or CART make of it."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError, nearest
from samskapa.study.analyses.discovery import BoxFit, Discovery, Limit, discover
from samskapa.study.columns import Outcome, column_of, outcomes_of, pairs_of, title_of
from samskapa.study.findings import Cell, Findings, Picture, Trade, joined, table_of
from samskapa.study.plan import Analysis, Contrast, Experiment
from samskapa.study.statistics.means import Floats
from samskapa.study.statistics.spread import share_known
from samskapa.study.words import counted, listed

if TYPE_CHECKING:
    import xarray


_WHERE = re.compile(r"(?:(\w+): *)?(\w+) *(>=|<=|>|<) *(-?\d+(?:\.\d+)?)")
_COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
EXAMPLE = '"OUTCOME < 0.3", or "CONTRAST: OUTCOME < 0" for the paired difference'


def find_boxes(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Where, over the inputs, does what the experiment asks for happen in most runs?

    Raises:
        ScenarioError: `where` is missing, cannot be read, or names what is not there; too few inputs vary.
    """
    contrast, asked, compare, level, words = read_where(experiment, analysis)
    services = analysis.options.get("services", [])
    chosen = Analysis(analysis.method, (asked,))
    found = []
    for outcome in outcomes_of(experiment, dataset, chosen):
        if outcome.service and services and services is not True and outcome.service not in services:
            continue
        points, values = _values(experiment, dataset, outcome, contrast)
        known = ~np.isnan(values)
        share = share_known(values, _COMPARE[compare](values, level))
        whole = known.any(axis=1)
        inputs = _inputs(experiment, dataset, np.array(points)[whole].tolist(), contrast)
        own = discover(inputs, share[whole] > 0.5, analysis.method, seed=experiment.design.seed)
        where = f"{words}{f' in {outcome.service}' if outcome.service else ''}"
        found.append(_told(experiment, outcome, own, where, analysis.method, inputs))
    return joined(found)


def read_where(experiment: Experiment, analysis: Analysis) -> tuple[Contrast | None, str, str, float, str]:
    """What is of interest: contrast or none, outcome, comparison, level, and all of it in words.

    Raises:
        ScenarioError: as `find_boxes`.
    """
    said = str(analysis.options.get("where", ""))
    match = _WHERE.fullmatch(said.strip())
    if not match:
        raise ScenarioError(
            f"where = {said!r} does not say what is of interest", where=experiment.origin, allowed=EXAMPLE
        )
    of, asked, compare, level = match.groups()
    contrasts = {contrast.name: contrast for contrast in experiment.contrasts}
    outcomes = {one.name: one for one in experiment.outcomes}
    for name, known, what in ((of, contrasts, "a contrast"), (asked, outcomes, "an outcome")):
        if name is not None and name not in known:
            raise ScenarioError(
                f"{name} is not {what} of this experiment",
                where=experiment.origin,
                allowed=[*known],
                nearest=nearest(name, known),
            )
    label = outcomes[asked].label
    words = (
        f"{label} {compare} {level}" if of is None else f"{of.replace('_', ' ')} changes {label} by {compare} {level}"
    )
    return contrasts.get(of), asked, compare, float(level), words


def _values(
    experiment: Experiment, dataset: xarray.Dataset, outcome: Outcome, contrast: Contrast | None
) -> tuple[list[int], Floats]:
    """The runs of each point, or of each pair of a contrast as differences; points, and shape (points, seeds)."""
    if contrast is None:
        return list(range(len(outcome.values))), outcome.values
    pairs = pairs_of(contrast, dataset, [one.name for one in experiment.inputs])
    if not pairs:
        raise ScenarioError(f"no two points differ in {contrast.name} alone", where=experiment.origin)
    return [of for of, _ in pairs], np.stack([outcome.values[of] - outcome.values[against] for of, against in pairs])


def _inputs(
    experiment: Experiment, dataset: xarray.Dataset, points: list[int], contrast: Contrast | None
) -> dict[str, NDArray[Any]]:
    fixed = set(contrast.of) if contrast else set()
    columns = {one.name: column_of(dataset, one.name)[points] for one in experiment.inputs if one.name not in fixed}
    found = {name: values for name, values in columns.items() if len(set(values.tolist())) > 1}
    if not found:
        raise ScenarioError("nothing varies beside the contrast, so there is no box to find", where=experiment.origin)
    return found


def _told(
    experiment: Experiment, outcome: Outcome, own: Discovery, where: str, method: str, inputs: dict[str, NDArray[Any]]
) -> Findings:
    """Table of limits, sentence, and the trade of coverage for density."""
    named = method.upper()
    if own.verdict:
        return Findings(
            sentences=(
                f"{where} in most runs: {own.verdict} ({named}; it does at {100 * own.base:.0f} % of "
                f"{counted(own.points, 'point')}).",
            )
        )
    coverage, density = own.kept("coverage"), own.kept("density")
    rows: list[tuple[Cell, ...]] = []
    lines = []
    for number, box in enumerate(own.boxes, start=1):
        for name, limit in box.items():
            low, high = _ends(limit)
            rows.append((number, title_of(experiment, name), low, high, own.support[name]))
            lines.append(
                f"{_limit_in_words(name, limit, inputs[name])} (in {100 * own.support[name]:.0f} % of resamples)"
            )
    boxes = [listed([_limit_in_words(name, limit, inputs[name]) for name, limit in box.items()]) for box in own.boxes]
    sentence = (
        f"{where} in most runs at {100 * own.base:.0f} % of points. {named}: mostly where "
        f"{'; or where '.join(boxes[:3])}. On points left out, {100 * density[0]:.0f} % within are cases "
        f"({100 * density[1]:.0f} to {100 * density[2]:.0f}) and {100 * coverage[0]:.0f} % of all cases lie within "
        f"({100 * coverage[1]:.0f} to {100 * coverage[2]:.0f})."
    )
    columns = ("box", "input", "from, or levels", "to", ("support", "share of resamples"))
    summary = table_of(
        f"{method}_{outcome.file}_kept",
        f"{named}: what boxes keep",
        ("measure", "on the points they were made from", "on points left out", "lo 90", "hi 90"),
        tuple((what, float(getattr(own.found, what)), *own.kept(what)) for what in ("coverage", "density", "mass")),
    )
    table = table_of(f"{method}_{outcome.file}", f"{named}: where {where}", columns, tuple(rows))
    if not own.trade or own.found is None:
        return Findings((table, summary), (sentence,))
    picture = _trade(outcome, own, own.found, where, lines)
    return Findings((table, summary), (sentence,), (picture,))


def _trade(outcome: Outcome, own: Discovery, found: BoxFit, where: str, lines: list[str]) -> Picture:
    """Coverage against density along PRIM's way."""
    return Picture(
        f"prim_{outcome.file}",
        f"Where {where} in most runs: how much a box holds, and how surely",
        f"PRIM over {counted(own.points, 'point')}; "
        f"{counted(len(own.left_out), 'resample')} judged on points left out.",
        "Coverage: share of all cases within the box. Density: share of points within that are cases. Crosses: boxes "
        "made again from resampled points, judged on points they were not made from; what the circle holds beyond "
        "them is luck.",
        Trade(
            np.array(own.trade),
            (found.coverage, found.density),
            np.array([(one.coverage, one.density) for one in own.left_out]),
            own.base,
            tuple(lines),
        ),
    )


def _ends(limit: Limit) -> tuple[Cell, Cell]:
    if isinstance(limit[0], str):
        return ", ".join(map(str, limit)), ""
    return float(limit[0]), float(limit[1])


def _limit_in_words(name: str, limit: Limit, values: NDArray[Any]) -> str:
    """A limit as a person says it: only the ends that cut something off."""
    words = name.replace("_", " ")
    if isinstance(limit[0], str):
        return f"{words} is {' or '.join(map(str, limit))}"
    low, high = float(limit[0]), float(limit[1])
    if low <= float(values.min()):
        return f"{words} <= {high:.3g}"
    if high >= float(values.max()):
        return f"{words} >= {low:.3g}"
    return f"{low:.3g} <= {words} <= {high:.3g}"
