"""One cheap conclusion to be checked: what delivery capacity does in the small trap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samskapa import load_scenario, simulate
from samskapa.studies.robustness import Transform
from samskapa.study.design import paired_seeds


@dataclass(frozen=True)
class CapacityRaisesBelief:
    """Residents expect more at the end of a year where staff can deliver six times as much.

    Attributes:
        minimum: the size that the difference in belief must lie above (share).
    """

    minimum: float = 0.02

    def effects(self, transform: Transform, pairs: int) -> NDArray[np.float64]:
        """Mean belief of the last twelve weeks of the year, much capacity less little; shape (pairs)."""
        seeds = paired_seeds(1, pairs)
        ends = []
        for capacity in (0.3, 0.05):
            world = transform(load_scenario("tiny_trap").changed(delivery_capacity=capacity, project_start=8))
            parts = world.weeks // load_scenario("tiny_trap").weeks
            runs = simulate(
                world,
                programme_seeds=[programme for programme, _ in seeds],
                chance_seeds=[seed for _, seed in seeds],
                outcomes=["prediction"],
                weeks=52 * parts,
                threads=1,
            )
            ends.append(runs["prediction"].values[0, :, -12 * parts :].mean(axis=1))
        difference: NDArray[np.float64] = ends[0] - ends[1]
        return difference
