"""Samples of the unit cube as the methods want them, each kept with the design that its analysis must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError
from samskapa.study.words import counted

Floats = NDArray[np.float64]

NO_VARIATION = "no variation"
ONLY_CHANCE = "no variation beyond chance"
FAST_HARMONICS = 4
FAST_LEAST = (2 * FAST_HARMONICS) ** 2
"""Points a curve for each input, one more in all; with fewer, SALib lets inputs share a frequency and move together."""
FAST_REPLICATES = 5
"""FAST has no resampling that keeps its curve, so the whole design is drawn this many times for an interval."""


@dataclass(frozen=True, eq=False)
class Sample:
    """Points of the unit cube, with all that the analysis must know of how they were drawn.

    Attributes:
        method: "sobol", "morris", "fast", "latin_hypercube", "random", "factorial" or "list".
        names: the inputs, one an axis.
        unit: shares of the way along each axis; shape (points, inputs), with one axis more in FAST.
        block: which part of the design each point belongs to: a base row, a trajectory, a curve; shape (points).
        size: base rows (Sobol), trajectories (Morris), points a curve (FAST), else points.
        second_order: whether rows for second-order indices are there (Sobol).
        levels: levels of the grid (Morris).
        replicates: how many times the whole design was drawn (FAST).
        seed: seed of the drawing.
    """

    method: str
    names: tuple[str, ...]
    unit: Floats
    block: NDArray[np.int64]
    size: int
    second_order: bool = False
    levels: int = 0
    replicates: int = 1
    seed: int = 1

    def __post_init__(self) -> None:
        """A sample never changes: samples are kept and handed out again."""
        self.unit.flags.writeable = False
        self.block.flags.writeable = False

    def only(self, blocks: NDArray[np.bool_]) -> Sample:
        """The same sample with some blocks alone (base rows or trajectories all of whose runs are known).

        Args:
            blocks: which to keep; shape (blocks).
        """
        keep = blocks[self.block]
        return replace(self, unit=self.unit[keep], block=self.block[keep], size=int(blocks.sum()))

    def check(self, method: str, values: Floats) -> None:
        """That values belong to this sample and method.

        Raises:
            ValueError: another method, or another number of points.
        """
        if self.method != method:
            raise ValueError(f"a sample drawn for {self.method} cannot be analysed by {method}")
        if values.ndim != 2 or len(values) != len(self.unit):
            raise ValueError(f"{len(self.unit)} points were drawn, values have the shape {values.shape}")


def problem_of(names: Sequence[str]) -> dict[str, Any]:
    """SALib's description of the unit cube; made anew for every call, since SALib writes into it."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def check_seed(seed: int) -> int:
    """A seed that SALib does not mistake for none.

    Raises:
        ScenarioError: below 1 (SALib takes 0 for "no seed").
    """
    if seed < 1:
        raise ScenarioError(f"seed {seed} of a design", allowed="1 or more")
    return seed


def sample_sobol(names: Sequence[str], size: int, second_order: bool = False, seed: int = 1) -> Sample:
    """Saltelli's extension of a scrambled Sobol' sequence, base row by base row: A, AB_1 ... AB_d, (BA_1 ...) B.

    Args:
        names: the inputs.
        size: base rows, a power of two of at least 8.
        second_order: whether the rows for second-order indices are drawn.
        seed: seed of the scrambling, at least 1.

    Raises:
        ScenarioError: a size that is no power of two, a seed below 1.

    >>> sample_sobol(["a", "b"], 8).unit.shape
    (32, 2)
    """
    from SALib.sample import sobol

    if size < 8 or size & (size - 1):
        raise ScenarioError(f"{size} base rows of a Sobol design", allowed="a power of two from 8 on")
    unit = sobol.sample(problem_of(names), size, calc_second_order=second_order, seed=check_seed(seed))
    block = np.repeat(np.arange(size), len(unit) // size)
    return Sample("sobol", tuple(names), unit, block, size, second_order=second_order, seed=seed)


def sample_morris(names: Sequence[str], size: int, levels: int = 4, seed: int = 1) -> Sample:
    """Morris's trajectories on a grid: each changes one input after another, by a little over half its range.

    Args:
        names: the inputs.
        size: trajectories, at least 4.
        levels: levels of the grid, an even number.
        seed: at least 1.

    Raises:
        ScenarioError: fewer trajectories, an odd number of levels, a seed below 1.

    >>> sample_morris(["a", "b"], 4).unit.shape
    (12, 2)
    """
    from SALib.sample import morris

    if size < 4:
        raise ScenarioError(f"{size} trajectories", allowed="4 or more, since an interval is wanted")
    if levels < 2 or levels % 2:
        raise ScenarioError(f"{levels} levels of a Morris grid", allowed="an even number")
    unit = morris.sample(problem_of(names), size, num_levels=levels, seed=check_seed(seed))
    block = np.repeat(np.arange(size), len(names) + 1)
    return Sample("morris", tuple(names), unit, block, size, levels=levels, seed=seed)


def sample_fast(names: Sequence[str], size: int, replicates: int = FAST_REPLICATES, seed: int = 1) -> Sample:
    """Search curves of the extended Fourier amplitude test, the whole design drawn several times.

    One axis more is drawn, the last, which nothing depends on: FAST leaks between frequencies, and what this axis
    scores is how much (Marino et al. 2008, doi:10.1016/j.jtbi.2008.04.011).

    Args:
        names: the inputs, at least one.
        size: points a curve, at least 64 for each input and one more, so that each has a frequency of its own.
        replicates: how many times, at least 2.
        seed: seed of the first drawing, at least 1; the others follow it.

    Raises:
        ScenarioError: no input, too few points, too few replicates, a seed below 1.
    """
    from SALib.sample import fast_sampler

    if not names:
        raise ScenarioError("FAST without inputs", allowed="one input or more")
    least = FAST_LEAST * len(names) + 1
    if size < least:
        raise ScenarioError(
            f"{size} points a curve of FAST with {counted(len(names), 'input')}: some would share a "
            "frequency and move together",
            allowed=f"{least} or more",
        )
    if replicates < 2:
        raise ScenarioError(f"{replicates} replicate of FAST", allowed="2 or more, since an interval is wanted")
    problem = [*names, "nothing depends on this"]
    drawn = [
        fast_sampler.sample(problem_of(problem), size, M=FAST_HARMONICS, seed=check_seed(seed + n))
        for n in range(replicates)
    ]
    unit = np.concatenate(drawn)
    return Sample("fast", tuple(names), unit, np.arange(len(unit)) // size, size, replicates=replicates, seed=seed)


# -- seeds at each point -----------------------------------------------------------------------------------------------


def of_variability(values: Floats) -> Floats:
    """Independent estimates of each point's variance, one from each two seeds, to be analysed like an outcome.

    Half the squared difference of two runs has the variance of a run as its expectation. An odd last seed is left out.

    Args:
        values: shape (points, seeds), at least four seeds.

    Returns:
        shape (points, seeds // 2), in the square of the outcome's unit.

    >>> of_variability(np.array([[1.0, 3.0, 5.0, 5.0]])).tolist()
    [[2.0, 0.0]]
    """
    pairs = values.shape[-1] // 2
    gap = values[..., 0 : 2 * pairs : 2] - values[..., 1 : 2 * pairs : 2]
    return np.asarray(0.5 * gap * gap)


def check_seeds(values: Floats, least: int = 2) -> None:
    """That there are enough seeds to tell noise from effect, and all values are known.

    Raises:
        ValueError: fewer seeds, or a value that is not a finite number.
    """
    if values.shape[-1] < least:
        raise ValueError(f"{values.shape[-1]} seeds at each point; to tell noise from effect it takes {least}")
    if not np.isfinite(values).all():
        raise ValueError("a value is not a finite number")
