"""The trap map: how likely a good state is over two levers, the line where it tips, and how far one is from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from samskapa.app.server.messages import Lever, TrapmapRequest
from samskapa.app.server.questions import Study, check_summary
from samskapa.app.server.replies import Packed
from samskapa.app.server.worlds import check_work, scenario_of
from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.parameters import PARAMETERS
from samskapa.science.summaries import SUMMARIES, mean_known
from samskapa.study.analyses.tipping import tipping_line
from samskapa.study.design import points
from samskapa.study.plan import Analysis, Design, Experiment, Input, OutcomeAsked, RunPlan
from samskapa.study.statistics.means import Floats

TIPPING = 0.5


def study_of(asked: TrapmapRequest) -> Study:
    """The study of a map: a world for each point, row by row, and the present one last.

    Raises:
        ScenarioError: a lever that is none, a range that is none, a summary that is none, or too much work.
    """
    scenario = scenario_of(asked.world, "world")
    check_summary(asked.summary, "summary")
    if asked.x.name == asked.y.name:
        raise ScenarioError("both axes are the same lever", where="y.name", allowed="two different levers")
    x, y = axis_of(asked.x, "x"), axis_of(asked.y, "y")
    state = (">=" if SUMMARIES[asked.summary].good > 0 else "<=", asked.at_least)
    experiment = Experiment(
        "trapmap",
        "Where does it tip?",
        "",
        {scenario.name: scenario},
        (y, x),
        (OutcomeAsked("good", asked.summary, state=state),),
        Design("factorial"),
        RunPlan(asked.runs, max_seeds=asked.runs),
        analyses=(Analysis("tipping_line", ("good",), {"across": x.name, "along": y.name, "level": TIPPING}),),
    )
    worlds = [experiment.world(point) for point in (*points(experiment), {})]
    check_work({"world": scenario}, asked.runs * len(worlds))
    return Study(experiment, [worlds] * asked.runs, (asked.programme_seed, asked.first_seed))


def axis_of(lever: Lever, where: str) -> Input:
    """A lever with the values that are tried.

    Raises:
        ScenarioError: an unknown parameter, or a range outside its bounds or without width.
    """
    parameter = PARAMETERS.get(lever.name)
    if parameter is None:
        raise ScenarioError(
            f"{lever.name} is not a parameter", where=f"{where}.name", nearest=nearest(lever.name, PARAMETERS)
        )
    low = parameter.plausible[0] if lever.low is None else lever.low
    high = parameter.plausible[1] if lever.high is None else lever.high
    if not parameter.low <= low < high <= parameter.high:
        raise ScenarioError(
            f"{lever.name} from {low:g} to {high:g} is no range", where=where, allowed=parameter.allowed()
        )
    values = np.linspace(low, high, lever.points)
    if parameter.whole:
        values = np.unique(np.round(values))
    values = np.clip(values, parameter.low, parameter.high)
    if len(values) < 2 or not all(parameter.accepts(float(value)) for value in values):
        raise ScenarioError(
            f"{lever.name} has fewer than two values from {low:g} to {high:g}", where=where, allowed=parameter.allowed()
        )
    return Input(lever.name, "parameter", "lever", parameter.unit, levels=tuple(values.tolist()))


def told(study: Study) -> tuple[dict[str, Any], dict[str, Packed]]:
    """Header of the frame of what is known by now."""
    experiment = study.experiment
    y, x = experiment.inputs
    [good], [summary] = np.moveaxis(study.numbers, -1, 0), experiment.outcomes
    shares, settings = mean_known(good), study.worlds[0][-1].settings
    across, along = (np.array(axis.levels, dtype=np.float64) for axis in (x, y))
    here = (float(getattr(settings, x.name)), float(getattr(settings, y.name)))
    line = tipping_pieces(across, along, good[:-1].reshape(len(along), len(across), -1))
    assert summary.state is not None
    return {
        "runs": study.done,
        "asked": study.asked,
        **{
            name: {"name": axis.name, "unit": axis.unit, "values": list(axis.levels)}
            for name, axis in (("x", x), ("y", y))
        },
        "summary": summary.of,
        "at_least": summary.state[1],
        "good": shares[:-1].reshape(len(along), len(across)).tolist(),
        "present": {
            "x": here[0],
            "y": here[1],
            "good": float(shares[-1]),
            "inside": bool(across[0] <= here[0] <= across[-1] and along[0] <= here[1] <= along[-1]),
        },
        "line": [piece.tolist() for piece in line],
        "edge": edge_from(here, line, (float(np.ptp(across)), float(np.ptp(along))), float(shares[-1])),
    }, {}


def tipping_pieces(x: Floats, y: Floats, good: Floats) -> list[Floats]:
    """The line on which a good state is as likely as not, as the lab finds it; pieces of shape (points, 2).

    It is looked for along the lever along which more rows cross.

    Args:
        x, y: values of the levers.
        good: whether each run ends well; shape (values of y, values of x, runs).

    >>> ends = np.array([0.0, 1.0])
    >>> [piece.tolist() for piece in tipping_pieces(ends, ends, np.array([[[0.0], [1.0]], [[0.0], [1.0]]]))]
    [[[0.5, 0.0], [0.5, 1.0]]]
    >>> [piece.tolist() for piece in tipping_pieces(ends, ends, np.array([[[0.0], [0.0]], [[1.0], [1.0]]]))]
    [[[0.0, 0.5], [1.0, 0.5]]]
    """
    across_x = [(edge.across, edge.along) for edge in tipping_line(x, y, good, TIPPING, resamples=0)]
    across_y = [(edge.along, edge.across) for edge in tipping_line(y, x, good.swapaxes(0, 1), TIPPING, resamples=0)]
    line = max(across_x, across_y, key=lambda places: np.isfinite(places).all(axis=1).mean())
    pieces = [list(places) for crosses, places in groupby(line, lambda place: not math.isnan(sum(place))) if crosses]
    return [np.array(places) for places in pieces if len(places) > 1]


def edge_from(
    here: tuple[float, float], line: Sequence[Floats], ranges: tuple[float, float], good: float
) -> dict[str, Any]:
    """How far a point is from the line, in shares of the ranges, and how far each lever alone would have to move.

    >>> edge = edge_from((0.0, 0.5), [np.array([[0.5, 0.0], [0.5, 1.0]])], (1.0, 1.0), 0.1)
    >>> edge["distance"], edge["along_x"], edge["along_y"], edge["side"]
    (0.5, 0.5, None, 'bad')
    """
    point, scale = np.array(here), np.array(ranges)
    segments = [segment for piece in line for segment in pairwise(piece)]
    nearest_points = [_nearest(point, a, b, scale) for a, b in segments]
    distances = [math.hypot(*((point - place) / scale)) for place in nearest_points]
    best = int(np.argmin(distances)) if distances else None
    x, y = (None, None) if best is None else nearest_points[best].tolist()
    return {
        "distance": None if best is None else distances[best],
        "x": x,
        "y": y,
        "along_x": _along(point, segments, 0),
        "along_y": _along(point, segments, 1),
        "side": "good" if good > TIPPING else "bad",
    }


def _nearest(point: Floats, a: Floats, b: Floats, scale: Floats) -> Floats:
    """The point of a segment that is nearest, distances measured in shares of the ranges."""
    way, off = (b - a) / scale, (point - a) / scale
    length = float(way @ way)
    return np.asarray(a + (min(1.0, max(0.0, float(off @ way) / length)) if length else 0.0) * (b - a))


def _along(point: Floats, segments: Sequence[tuple[Floats, Floats]], axis: int) -> float | None:
    """How far one lever alone has to move until it meets the line; None if it does not."""
    other = 1 - axis
    moves = []
    for a, b in segments:
        low, high = sorted((a[other], b[other]))
        if low <= point[other] <= high and low < high:
            share = (point[other] - a[other]) / (b[other] - a[other])
            moves.append(float(a[axis] + share * (b[axis] - a[axis]) - point[axis]))
    return min(moves, key=abs, default=None)
