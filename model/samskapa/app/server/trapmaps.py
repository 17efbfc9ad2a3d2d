"""The trap map: how likely a good state is over two levers, the line where it tips, and how far one is from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samskapa.app.server.batches import batch_of, engine_results
from samskapa.app.server.messages import Lever, TrapmapRequest
from samskapa.app.server.worlds import scenario_of
from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.parameters import PARAMETERS
from samskapa.science.run import Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES, mean_known

Floats = NDArray[np.float64]
TIPPING = 0.5


@dataclass(frozen=True, slots=True)
class Axis:
    """A lever and the values that are tried, in its unit; shape (points)."""

    name: str
    values: Floats

    @property
    def width(self) -> float:
        """From the lowest to the highest."""
        return float(self.values[-1] - self.values[0])


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is run for a map: a world for each point, row by row, and the present one last."""

    x: Axis
    y: Axis
    worlds: tuple[Scenario, ...]
    summary: str
    at_least: float

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Weekly outcomes that the summary needs."""
        return SUMMARIES[self.summary].needs


def plan_of(request: TrapmapRequest) -> Plan:
    """The points of a map, each a world that can be.

    Raises:
        ScenarioError: a lever that is none, a range that is none, a summary that is none.
    """
    scenario = scenario_of(request.world, "world")
    if request.summary not in SUMMARIES or SUMMARIES[request.summary].good == 0:
        known = [name for name, summary in SUMMARIES.items() if summary.good]
        raise ScenarioError(f"{request.summary} is not a summary with a good direction", where="summary",
                            allowed=known, nearest=nearest(request.summary, known))
    if request.x.name == request.y.name:
        raise ScenarioError("both axes are the same lever", where="y.name", allowed="two different levers")
    x, y = axis_of(request.x, "x"), axis_of(request.y, "y")
    points: list[dict[str, Any]] = [{x.name: float(u), y.name: float(v)} for v in y.values for u in x.values]
    worlds = [scenario.changed(**point) for point in points]
    return Plan(x, y, (*worlds, scenario), request.summary, request.at_least)


def axis_of(lever: Lever, where: str) -> Axis:
    """The values of an axis.

    Raises:
        ScenarioError: an unknown parameter, or a range outside its bounds or without width.
    """
    parameter = PARAMETERS.get(lever.name)
    if parameter is None:
        raise ScenarioError(f"{lever.name} is not a parameter", where=f"{where}.name",
                            nearest=nearest(lever.name, PARAMETERS))
    low = parameter.plausible[0] if lever.low is None else lever.low
    high = parameter.plausible[1] if lever.high is None else lever.high
    if not parameter.low <= low < high <= parameter.high:
        raise ScenarioError(f"{lever.name} from {low:g} to {high:g} is no range", where=where,
                            allowed=parameter.allowed())
    values = np.linspace(low, high, lever.points)
    if parameter.whole:
        values = np.unique(np.round(values))
    values = np.clip(values, parameter.low, parameter.high)
    if len(values) < 2 or not all(parameter.accepts(float(value)) for value in values):
        raise ScenarioError(f"{lever.name} has fewer than two values from {low:g} to {high:g}", where=where,
                            allowed=parameter.allowed())
    return Axis(lever.name, values)


def good_runs(
    plan: Plan, pairs: Sequence[tuple[int, int]], threads: int, stopped: Callable[[], bool]
) -> Floats:
    """Whether each run ends well; shape (worlds, runs), not a number where it failed."""
    runs = [Run(world, *pair, world.weeks, plan.outcomes) for world in plan.worlds for pair in pairs]
    results = engine_results(runs, threads, stopped)
    summary = SUMMARIES[plan.summary]
    found = []
    for number, world in enumerate(plan.worlds):
        own = results[number * len(pairs):(number + 1) * len(pairs)]
        values = batch_of(world, own, plan.outcomes).summaries()[plan.summary]
        reached = values >= plan.at_least if summary.good > 0 else values <= plan.at_least
        found.append(np.where(np.isnan(values), np.nan, reached))
    return np.array(found, dtype=np.float64)


def map_of(plan: Plan, good: Floats) -> dict[str, Any]:
    """What is said of a map.

    Args:
        plan: the points.
        good: as from `good_runs`.
    """
    shares = mean_known(good)
    grid = shares[:-1].reshape(len(plan.y.values), len(plan.x.values))
    settings = plan.worlds[-1].settings
    here = float(getattr(settings, plan.x.name)), float(getattr(settings, plan.y.name))
    line = tipping_line(plan.x.values, plan.y.values, grid)
    inside = all(axis.values[0] <= value <= axis.values[-1] for axis, value in zip((plan.x, plan.y), here, strict=True))
    return {
        "x": {"name": plan.x.name, "unit": PARAMETERS[plan.x.name].unit, "values": plan.x.values.tolist()},
        "y": {"name": plan.y.name, "unit": PARAMETERS[plan.y.name].unit, "values": plan.y.values.tolist()},
        "summary": plan.summary, "at_least": plan.at_least, "good": grid.tolist(),
        "present": {"x": here[0], "y": here[1], "inside": inside, "good": float(shares[-1])},
        "line": [piece.tolist() for piece in line],
        "edge": edge_from(here, line, plan.x.width, plan.y.width, float(shares[-1])),
    }


def tipping_line(x: Floats, y: Floats, good: Floats) -> list[Floats]:
    """The line on which a good state is as likely as not; pieces of shape (points, 2).

    >>> ends = np.array([0.0, 1.0])
    >>> [sorted(piece.tolist()) for piece in tipping_line(ends, ends, np.array([[0.0, 1.0], [0.0, 1.0]]))]
    [[[0.5, 0.0], [0.5, 1.0]]]
    """
    import contourpy

    if np.isnan(good).any() or good.min() == good.max():
        return []
    lines: list[Any] = list(contourpy.contour_generator(x, y, good).lines(TIPPING))
    pieces = [np.asarray(line, dtype=np.float64) for line in lines]
    return [piece for piece in pieces if len(piece) > 1]


def edge_from(
    here: tuple[float, float], line: Sequence[Floats], width: float, height: float, good: float
) -> dict[str, Any]:
    """How far a point is from the line, in shares of the ranges, and how far each lever alone would have to move.

    >>> found = edge_from((0.0, 0.5), [np.array([[0.5, 0.0], [0.5, 1.0]])], 1.0, 1.0, 0.1)
    >>> found["distance"], found["along_x"], found["along_y"], found["side"]
    (0.5, 0.5, None, 'bad')
    """
    side = "good" if good > TIPPING else "bad"
    scale = np.array([width, height])
    best: tuple[float, Floats] | None = None
    for piece in line:
        for a, b in pairwise(piece):
            found = _nearest(np.array(here), a, b, scale)
            if best is None or found[0] < best[0]:
                best = found
    if best is None:
        return {"distance": None, "x": None, "y": None, "along_x": None, "along_y": None, "side": side}
    return {"distance": best[0], "x": float(best[1][0]), "y": float(best[1][1]),
            "along_x": _along(here, line, 0), "along_y": _along(here, line, 1), "side": side}


def _nearest(here: Floats, a: Floats, b: Floats, scale: Floats) -> tuple[float, Floats]:
    """The nearest point of a segment, distances measured in shares of the ranges."""
    way, off = (b - a) / scale, (here - a) / scale
    length = float(way @ way)
    share = 0.0 if length == 0.0 else min(1.0, max(0.0, float(off @ way) / length))
    point = a + share * (b - a)
    return float(math.hypot(*((here - point) / scale))), point


def _along(here: tuple[float, float], line: Sequence[Floats], axis: int) -> float | None:
    """How far one lever alone has to move until it meets the line; None if it does not."""
    other = 1 - axis
    moves = []
    for piece in line:
        for a, b in pairwise(piece):
            low, high = sorted((float(a[other]), float(b[other])))
            if low <= here[other] <= high and low < high:
                share = (here[other] - a[other]) / (b[other] - a[other])
                moves.append(float(a[axis] + share * (b[axis] - a[axis]) - here[axis]))
    return min(moves, key=abs) if moves else None
