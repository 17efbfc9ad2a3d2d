"""Scenario discovery: under which values of the inputs does something happen, said as a box that a person can read.

PRIM (Friedman and Fisher 1999) is the EMA Workbench's, the tool of the field: version 2.5.3 is the last for Python
3.11, 3 and later want 3.12, and either will do. The smaller package `prim` was not taken: it is under the GPL, while
this package is not, and wants a library for mouse cursors. Since the workbench brings a hundred megabytes of plotting
and optimisation, it is an extra of its own (`samskapa[discovery]`). CART is scikit-learn's.

A box always looks good on the points it was made from. So every box is made again from resampled points and judged on
those left out: what it keeps there is what may be quoted.
"""

from __future__ import annotations

import inspect
import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import SamskapaError
from samskapa.study.statistics.means import Floats
from samskapa.study.statistics.spread import quantiles, resampled

Bools = NDArray[np.bool_]
Column = NDArray[Any]
Limit = tuple[float, float] | tuple[str, ...]
Limits = dict[str, Limit]

DENSITY = 0.75
"""Share of cases of interest wanted within a box; the widest such box is taken."""
FEWEST_CASES = 10
RESAMPLES = 20
LEAST_MASS = 0.05
SIGNIFICANT = 0.05
MOST_LEAVES = 8


@dataclass(frozen=True, eq=False)
class BoxFit:
    """Coverage and density of boxes.

    Attributes:
        coverage: share of all cases of interest that lie within.
        density: share of points within that are cases of interest.
        mass: share of all points that lie within.
    """

    coverage: float
    density: float
    mass: float


@dataclass(frozen=True, eq=False)
class Discovery:
    """Boxes with what they hold.

    Attributes:
        method: "prim" or "cart".
        boxes: limits by input, one mapping a box; PRIM gives one, CART one for each leaf with mostly cases.
        found: how they do on the points they were made from.
        left_out: how boxes made from resampled points do on those left out, one entry a resample that gave a box.
        support: for each input the share of resamples in which it limits a box.
        base: share of cases among all points.
        points: how many points.
        trade: coverage, density and number of limits along the way from all points to the last box (PRIM).
        verdict: empty, or why there is no box that may be quoted.
    """

    method: str
    boxes: tuple[Limits, ...]
    found: BoxFit | None
    left_out: tuple[BoxFit, ...]
    support: dict[str, float]
    base: float
    points: int
    trade: tuple[tuple[float, float, int], ...] = ()
    verdict: str = ""

    def kept(self, what: str) -> tuple[float, float, float]:
        """Mean of coverage or density on points left out, and between which nine of ten resamples lie."""
        values = np.array([getattr(one, what) for one in self.left_out])
        if not len(values):
            return np.nan, np.nan, np.nan
        low, high = quantiles(values).tolist()
        return float(values.mean()), low, high


def within(inputs: Mapping[str, Column], limits: Limits) -> Bools:
    """Which points lie in a box.

    >>> within({"a": np.array([0.1, 0.5]), "s": np.array(["u", "v"])}, {"a": (0.2, 1.0), "s": ("v",)}).tolist()
    [False, True]
    """
    inside = np.ones(len(next(iter(inputs.values()))), dtype=bool)
    for name, limit in limits.items():
        values = inputs[name]
        if values.dtype.kind in "fi":
            inside &= (values >= limit[0]) & (values <= limit[1])
        else:
            inside &= np.isin(values, limit)
    return inside


def judge(inputs: Mapping[str, Column], cases: Bools, boxes: Sequence[Limits]) -> BoxFit:
    """Coverage, density and mass of boxes taken together on some points."""
    inside = np.any([within(inputs, box) for box in boxes], axis=0) if boxes else np.zeros(len(cases), dtype=bool)
    hit = float((inside & cases).sum())
    return BoxFit(hit / max(1.0, float(cases.sum())), hit / max(1.0, float(inside.sum())), float(inside.mean()))


def discover(
    inputs: Mapping[str, Column],
    cases: Bools,
    method: str = "prim",
    density: float = DENSITY,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> Discovery:
    """Boxes in which cases of interest lie.

    Args:
        inputs: values of each input at each point, numbers or names; arrays of shape (points).
        cases: which points are of interest; shape (points).
        method: "prim" or "cart".
        density: share of cases wanted within.
        resamples: how often boxes are made again from resampled points.
        seed: of the resampling (SciPy's, fixed).

    Raises:
        SamskapaError: PRIM without the EMA Workbench.
    """
    make = _prim if method == "prim" else _cart
    points, base = len(cases), float(cases.mean())
    if min(cases.sum(), (~cases).sum()) < FEWEST_CASES:
        rare = "nearly nowhere" if base < 0.5 else "nearly everywhere"
        return Discovery(method, (), None, (), {}, base, points, verdict=f"it happens {rare}, so no box can tell where")
    boxes, trade = make(inputs, cases, density)
    found = judge(inputs, cases, boxes)
    left_out, limited = [], dict.fromkeys(inputs, 0)
    for rows in resampled(points, resamples, seed):
        out = np.setdiff1d(np.arange(points), rows)
        if min(cases[rows].sum(), (~cases[rows]).sum()) < FEWEST_CASES or not cases[out].any():
            continue
        again, _ = make(_rows(inputs, rows), cases[rows], density)
        if again:
            left_out.append(judge(_rows(inputs, out), cases[out], again))
            for name in {name for box in again for name in box}:
                limited[name] += 1
    support = {name: count / resamples for name, count in limited.items()}
    whole = Discovery(method, tuple(boxes), found, tuple(left_out), support, base, points, tuple(trade))
    if not boxes or not whole.kept("density")[1] > base:
        why = "no box holds more cases than elsewhere on points it was not made from"
        return Discovery(method, (), found, tuple(left_out), support, base, points, tuple(trade), why)
    return whole


def _rows(inputs: Mapping[str, Column], rows: NDArray[np.int64]) -> dict[str, Column]:
    return {name: values[rows] for name, values in inputs.items()}


# -- PRIM ----------------------------------------------------------------------------------------------------------

Made = tuple[list[Limits], list[tuple[float, float, int]]]


def _prim(inputs: Mapping[str, Column], cases: Bools, density: float) -> Made:
    """The widest box on PRIM's way that is dense enough once limits that chance could have given are dropped."""
    import pandas

    prim = workbench()
    table = pandas.DataFrame(
        {
            name: values.astype(float) if values.dtype.kind in "fi" else values.astype(object)
            for name, values in inputs.items()
        }
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # the workbench warns of pandas to come, and of steps without points
        # Before 3.0 it wants a least density of what it returns; its whole way is asked for, so there is none.
        least = {"threshold": 1e-9} if "threshold" in inspect.signature(prim.Prim).parameters else {}
        box = prim.Prim(table, cases, mass_min=max(LEAST_MASS, 10.0 / len(cases)), **least).find_box()
        way = box.peeling_trajectory
        trade = [(float(row.coverage), float(row.density), int(row.res_dim)) for row in way.itertuples()]
        plain = [limits for place in range(len(trade)) if (limits := _limits_of(box, place, inputs))]
    judged = [(judge(inputs, cases, [limits]), limits) for limits in plain]
    dense = [(own.coverage, -len(limits), n) for n, (own, limits) in enumerate(judged) if own.density >= density]
    if not dense:
        dense = [(own.density, -len(limits), n) for n, (own, limits) in enumerate(judged)]
    return ([judged[max(dense)[-1]][1]] if dense else []), trade


def _limits_of(box: Any, place: int, inputs: Mapping[str, Column]) -> Limits:
    """The limits of a box that chance would hardly have given, by the workbench's quasi-p-values."""
    limits: Limits = {}
    quasi_p_values = box.p_values if hasattr(box, "p_values") else box.qp  # the name before 3.0
    for name, chances in quasi_p_values[place].items():
        if not any(0.0 <= chance <= SIGNIFICANT for chance in chances):
            continue
        said = box.box_lims[place][name]
        if inputs[name].dtype.kind in "fi":
            low, high = float(said.iloc[0]), float(said.iloc[1])
            own = inputs[name].astype(float)
            limits[name] = (
                low if 0.0 <= chances[0] <= SIGNIFICANT else float(own.min()),
                high if 0.0 <= chances[1] <= SIGNIFICANT else float(own.max()),
            )
        else:
            limits[name] = tuple(sorted(map(str, said.iloc[0])))
    return limits


def workbench() -> Any:
    """The EMA Workbench's PRIM.

    Raises:
        SamskapaError: it is not installed.
    """
    logger = logging.getLogger()
    handlers, level = list(logger.handlers), logger.level
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of every optional package that is not there
            from ema_workbench.analysis import prim
    except ImportError as error:
        raise SamskapaError(
            f"PRIM is the EMA Workbench's, which is not installed ({error}): pip install 'samskapa[discovery]', "
            "or ask for cart"
        ) from error
    finally:
        logger.handlers[:], logger.level = handlers, level
    return prim


# -- CART ----------------------------------------------------------------------------------------------------------


def _cart(inputs: Mapping[str, Column], cases: Bools, density: float) -> Made:
    """The leaves of a classification tree in which enough points are cases."""
    from sklearn.tree import DecisionTreeClassifier

    columns, meaning = _coded(inputs)
    least = max(5, int(LEAST_MASS * len(cases)))
    tree = DecisionTreeClassifier(max_leaf_nodes=MOST_LEAVES, min_samples_leaf=least, random_state=1)
    tree.fit(columns, cases)
    found: list[Limits] = []
    _walk(tree.tree_, 0, {}, found, density, (meaning, inputs))
    return [box for box in found if box], []


def _coded(inputs: Mapping[str, Column]) -> tuple[Floats, list[tuple[str, str | None]]]:
    """Numbers as they are, names as one column a level; and what each column means."""
    columns: list[Floats] = []
    meaning: list[tuple[str, str | None]] = []
    for name, values in inputs.items():
        if values.dtype.kind in "fi":
            columns.append(values.astype(float))
            meaning.append((name, None))
        else:
            for level in sorted(set(values.tolist())):
                columns.append((values == level).astype(float))
                meaning.append((name, level))
    return np.stack(columns, axis=1), meaning


def _walk(
    tree: Any,
    node: int,
    limits: Limits,
    found: list[Limits],
    density: float,
    coded: tuple[Sequence[tuple[str, str | None]], Mapping[str, Column]],
) -> None:
    """Gather the limits of every leaf that is dense enough; leaves of one branch that all are count as one."""
    if all(share >= density for share in _leaves(tree, node)):
        found.append(limits)
        return
    if tree.children_left[node] < 0:
        return
    name, level = coded[0][tree.feature[node]]
    values = coded[1][name]
    for child, is_left in ((tree.children_left[node], True), (tree.children_right[node], False)):
        if level is None:
            threshold = float(tree.threshold[node])
            low, high = map(float, limits.get(name, (values.min(), values.max())))
            narrowed: Limit = (low, min(high, threshold)) if is_left else (max(low, threshold), high)
        else:
            before = limits.get(name, tuple(sorted(set(values.tolist()))))
            narrowed = tuple(str(one) for one in before if (one == level) != is_left)
        _walk(tree, child, {**limits, name: narrowed}, found, density, coded)


def _leaves(tree: Any, node: int) -> list[float]:
    """Share of cases in every leaf below a node."""
    if tree.children_left[node] < 0:
        shares = tree.value[node][0]
        return [float(shares[-1] / shares.sum())]
    return _leaves(tree, tree.children_left[node]) + _leaves(tree, tree.children_right[node])
