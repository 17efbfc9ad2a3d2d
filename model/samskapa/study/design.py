"""Which runs to make: points by the design of an experiment, and seeds that pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError
from samskapa.study.plan import SAMPLED, Experiment, Input, Value
from samskapa.study.sensitivity.samples import Sample, sample_fast, sample_morris, sample_sobol
from samskapa.study.statistics.ranks import quantile_of_law, with_rank_correlations

PROGRAMMES = 100
"""Chance seeds share this many programmes, so that an interval can count programmes (clusters) and not runs."""
OWN_SEEDS = ("sobol", "morris", "fast")
"""Designs whose rows are independent of each other and each have seeds of their own."""

Range = tuple[float, float]


def programme_seed_of(seed: int) -> int:
    """The programme seed that goes with a chance seed.

    >>> [programme_seed_of(seed) for seed in (0, 1, 100, 101, 250)]
    [0, 1, 100, 1, 50]
    """
    return (seed - 1) % PROGRAMMES + 1 if seed > 0 else 0


def paired_seeds(first: int, count: int) -> list[tuple[int, int]]:
    """Pairs of programme seed and chance seed; every arm of a contrast runs on the same pairs.

    Args:
        first: the first chance seed; the others follow it.
        count: how many pairs.

    >>> paired_seeds(100, 2)
    [(100, 100), (1, 101)]
    """
    return [(programme_seed_of(seed), seed) for seed in range(first, first + count)]


def latin_hypercube(ranges: Mapping[str, Range], count: int, seed: int) -> list[dict[str, float]]:
    """Points of a Latin hypercube over ranges: along every axis one point in each of `count` equal slices.

    The randomisation is SciPy's, with a fixed seed: it chooses which worlds are looked at, and nothing in them.

    Args:
        ranges: lowest and highest value by parameter.
        count: how many points.
        seed: seed of the design.

    Returns:
        `count` mappings from parameter to value.

    >>> points = latin_hypercube({"a": (0.0, 1.0), "b": (2.0, 4.0)}, 4, seed=1)
    >>> sorted(int(4 * point["a"]) for point in points), sorted(int(2 * (point["b"] - 2)) for point in points)
    ([0, 1, 2, 3], [0, 1, 2, 3])
    """
    return scaled(unit_hypercube(len(ranges), count, seed), ranges)


def unit_hypercube(axes: int, count: int, seed: int) -> list[list[float]]:
    """A Latin hypercube over the unit cube; `count` rows of `axes` numbers in [0, 1)."""
    from scipy.stats import qmc

    rows: list[list[float]] = qmc.LatinHypercube(d=axes, rng=seed).random(count).tolist()
    return rows


def scaled(rows: Sequence[Sequence[float]], ranges: Mapping[str, Range]) -> list[dict[str, float]]:
    """Rows of numbers in [0, 1] as points within ranges, axis by axis in the order of the ranges.

    >>> scaled([[0.5]], {"a": (2.0, 4.0)})
    [{'a': 3.0}]
    """
    return [
        {name: low + share * (high - low) for share, (name, (low, high)) in zip(row, ranges.items(), strict=True)}
        for row in rows
    ]


def points(experiment: Experiment) -> list[dict[str, Value]]:
    """The points of an experiment, in an order that depends on the experiment alone.

    Raises:
        ScenarioError: a design that cannot be, such as dependent inputs where the method needs them independent.
    """
    design = experiment.design
    if design.method == "list":
        return [dict(point) for point in design.points]
    if not experiment.inputs:
        return [{}]
    if design.method == "factorial":
        _refuse_correlations(experiment)
        values = [steps_of(one, design.levels) for one in experiment.inputs]
        names = [one.name for one in experiment.inputs]
        return [dict(zip(names, row, strict=True)) for row in product(*values)]
    sample = sample_of(experiment)
    named = _pairs_of_levels(experiment) if design.method == "morris" else {}
    return [
        {
            one.name: named[one.name][block][int(row[n] >= 0.5)] if one.name in named else value_at(one, row[n])
            for n, one in enumerate(experiment.inputs)
        }
        for row, block in zip(sample.unit.tolist(), sample.block.tolist(), strict=True)
    ]


def check(experiment: Experiment) -> None:
    """That the design can be made, before anything runs.

    Raises:
        ScenarioError: as `points`, with what is allowed.
    """
    if experiment.design.method == "factorial":
        _refuse_correlations(experiment)
    elif experiment.design.method != "list":
        sample_of(experiment)


def sample_of(experiment: Experiment) -> Sample:
    """The sample of the unit cube that an experiment's points are made from, with all that its analysis must know.

    Raises:
        ScenarioError: as `points`; a factorial or a list, which are not drawn; a single seed where it takes two.
    """
    design = experiment.design
    names = [one.name for one in experiment.inputs]
    if design.method in OWN_SEEDS:
        _refuse_correlations(experiment)
        if experiment.run.seeds < 2:
            raise ScenarioError(
                f"{design.method} with one seed at each point: chance would be counted as effect",
                where=experiment.origin,
                allowed="seeds = 2 or more",
            )
        return _drawn(design.method, tuple(names), design.size, design.second_order, design.levels, design.seed)
    if design.method not in ("latin_hypercube", "random"):
        raise ScenarioError(f"the points of a {design.method} are not drawn", where=experiment.origin, allowed=SAMPLED)
    if design.method == "latin_hypercube":
        unit = np.array(unit_hypercube(len(names), design.size, design.seed))
    else:
        unit = random_points(len(names), design.size, design.seed)
    if design.correlations:
        unit = _correlated(experiment, unit, names)
    whole = np.zeros(len(unit), dtype=np.int64)
    return Sample(design.method, tuple(names), unit, whole, design.size, seed=design.seed)


@lru_cache(maxsize=4)
def _drawn(method: str, names: tuple[str, ...], size: int, second_order: bool, levels: int, seed: int) -> Sample:
    """SALib's samples are drawn in plain Python, point by point, so the last few are kept."""
    if method == "sobol":
        return sample_sobol(names, size, second_order, seed)
    if method == "morris":
        return sample_morris(names, size, levels, seed)
    return sample_fast(names, size, seed=seed)


def seeds(experiment: Experiment, count: int) -> NDArray[np.int64]:
    """The chance seeds of every point.

    Points that are compared with each other share their seeds. In a Sobol, Morris or FAST design these are the points
    of one base row, trajectory or curve; each of these has seeds of its own, since the error of a few seeds common to
    all of them would never average out. In all other designs all points share their seeds.

    Args:
        experiment: the experiment.
        count: how many seeds each point may get.

    Returns:
        Shape (points, count).
    """
    if experiment.run.pairs:
        return np.tile([chance for _, chance in experiment.run.pairs], (len(points(experiment)), 1))
    own = np.arange(experiment.run.first_seed, experiment.run.first_seed + count)
    if experiment.design.method not in OWN_SEEDS:
        return np.tile(own, (len(points(experiment)), 1))
    return sample_of(experiment).block[:, None] * count + own


def _correlated(experiment: Experiment, unit: NDArray[np.float64], names: list[str]) -> NDArray[np.float64]:
    """The same shares of each input, in another order, so that ranks correlate as the design wants.

    Raises:
        ScenarioError: correlations that no law can have together; too few points.
    """
    points, inputs = unit.shape
    if points <= inputs + 1:
        raise ScenarioError(
            f"{points} points are too few to correlate {inputs} inputs",
            where=experiment.origin,
            allowed=f"more than {inputs + 1} points",
        )
    wanted = np.eye(inputs)
    for (one, other), rank in experiment.design.correlations.items():
        i, j = names.index(one), names.index(other)
        wanted[i, j] = wanted[j, i] = rank
    try:
        return with_rank_correlations(unit, wanted)
    except np.linalg.LinAlgError as error:
        raise ScenarioError(
            "these rank correlations cannot hold together",
            where=experiment.origin,
            allowed="correlations that make a positive definite matrix",
        ) from error


def random_points(axes: int, count: int, seed: int) -> NDArray[np.float64]:
    """Independent uniform points of the unit cube, by SciPy with a fixed seed; shape (count, axes)."""
    from scipy.stats import uniform

    return np.asarray(uniform.rvs(size=(count, axes), random_state=seed))


def _refuse_correlations(experiment: Experiment) -> None:
    """Methods that move one input while all others stay need inputs that can move alone.

    Raises:
        ScenarioError: dependent inputs are declared.
    """
    if experiment.design.correlations:
        pairs = ", ".join(f"{one} with {other}" for one, other in experiment.design.correlations)
        raise ScenarioError(
            f"{experiment.design.method} moves one input while the others stay, which dependent inputs ({pairs}) "
            "cannot do",
            where=experiment.origin,
            allowed="latin_hypercube or random, with delta or pawn as analysis",
        )


def _pairs_of_levels(experiment: Experiment) -> dict[str, list[tuple[Value, Value]]]:
    """For each input with names for levels and each trajectory of Morris the two levels it moves between.

    A grid would compare only levels that happen to lie half the list apart; this way every pair has its turn.
    """
    size, found = experiment.design.size, {}
    named = [one for one in experiment.inputs if not one.ranged and not one.numeric]
    shares = random_points(len(named), size, experiment.design.seed + 1) if named else np.empty((size, 0))
    for one, column in zip(named, shares.T, strict=True):
        pairs = list(permutations(one.levels, 2))
        found[one.name] = [pairs[int(share * len(pairs))] for share in column]
    return found


# -- from shares of the unit cube to values ----------------------------------------------------------------------------


def value_at(one: Input, share: float) -> Value:
    """The value of an input below which a share of its law lies; levels are equally likely, in their order.

    >>> value_at(Input("candour", "parameter", "lever", low=0.2, high=0.6), 0.5)
    0.4
    >>> value_at(Input("influence", "switch", "uncertain", levels=("degroot", "bounded")), 0.5)
    'bounded'
    """
    if not one.ranged:
        return one.levels[min(int(share * len(one.levels)), len(one.levels) - 1)]
    if one.whole and one.distribution == "uniform":
        # Every whole number is as likely as the next, the ends included.
        count = int(one.high) - int(one.low) + 1
        return float(one.low + min(int(share * count), count - 1))
    value = quantile_of_law(one.distribution, share, one.low, one.high, one.peak, one.sd)
    value = min(max(value, one.low), one.high)
    return float(round(value)) if one.whole else value


def steps_of(one: Input, steps: int) -> list[Value]:
    """The values of an input in a factorial: its levels, or equal steps of its range (equal ratios where the law is
    log-uniform), doubles of whole numbers left out.

    >>> steps_of(Input("candour", "parameter", "lever", low=0.0, high=1.0), 3)
    [0.0, 0.5, 1.0]
    """
    if not one.ranged:
        return list(one.levels)
    found: list[Value] = []
    for step in range(steps):
        share = step / (steps - 1.0)
        value = (
            one.low * (one.high / one.low) ** share
            if one.distribution == "log_uniform"
            else (one.low + share * (one.high - one.low))
        )
        value = float(round(value)) if one.whole else min(value, one.high)
        if value not in found:
            found.append(value)
    return found
