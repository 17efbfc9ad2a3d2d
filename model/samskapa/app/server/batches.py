"""Runs for the app: in blocks that fill the threads evenly, stopped between blocks when nobody waits any more."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samskapa.app.server.replies import SupersededError
from samskapa.app.server.scheduler import Stored
from samskapa.science.run import Result, Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.settings import Settings
from samskapa.science.summaries import summarise
from samskapa.study.executors import execute

Floats = NDArray[np.float64]
Stopped = Callable[[], bool]
LANES = 48
"""About as many lanes as a block runs fastest with, where blocks of that size fill the threads."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some runs of one world.

    Attributes:
        scenario: the world.
        weekly: outcomes by name; shape (runs, weeks), or (runs, weeks, services) with `_by_service` in the name.
        failures: why runs failed, by their number.
    """

    scenario: Scenario
    weekly: dict[str, Floats]
    failures: dict[int, str]

    def summaries(self) -> dict[str, Floats]:
        """Every summary that these outcomes allow; shape (runs)."""
        plain = {name: values for name, values in self.weekly.items() if values.ndim == 2}
        return dict(summarise(plain, self.scenario.settings, residents_of(self.scenario)))

    @property
    def bytes(self) -> int:
        """Memory that the results take."""
        return sum(values.nbytes for values in self.weekly.values())


def residents_of(scenario: Scenario) -> int:
    """How many residents there are."""
    return sum(plan.residents for plan in scenario.services)


def joined(batches: Sequence[Batch]) -> Batch:
    """Batches of one world as one."""
    if len(batches) == 1:
        return batches[0]
    names = batches[0].weekly
    failures: dict[int, str] = {}
    before = 0
    for batch in batches:
        failures |= {before + number: why for number, why in batch.failures.items()}
        before += len(next(iter(batch.weekly.values())))
    return Batch(batches[0].scenario, {name: np.concatenate([b.weekly[name] for b in batches]) for name in names},
                 failures)


def lanes_for(runs: int, threads: int) -> int:
    """How many lanes a block has, so that blocks are of one size and a multiple of the threads.

    >>> lanes_for(32, 2), lanes_for(168, 2), lanes_for(3, 2)
    (16, 42, 2)
    """
    rounds = math.ceil(runs / (threads * LANES))
    return max(1, math.ceil(runs / (threads * rounds)))


def engine_results(runs: Sequence[Run], threads: int, stopped: Stopped) -> list[Result]:
    """What the compiled engine makes of the runs, in their order.

    Raises:
        SupersededError: nobody waits for it any more.
    """
    found: list[Result | None] = [None] * len(runs)
    with closing(execute(runs, threads, "compiled", lanes=lanes_for(len(runs), threads))) as finished:
        for number, result in finished:
            found[number] = result
            if stopped():
                raise SupersededError
    return [result for result in found if result is not None]


def run_batches(
    scenarios: Sequence[Scenario], pairs: Sequence[tuple[int, int]], outcomes: tuple[str, ...], threads: int,
    stopped: Stopped,
) -> list[Batch]:
    """Every scenario on every pair of seeds.

    Args:
        scenarios: the worlds.
        pairs: programme seed and chance seed of each run.
        outcomes: weekly outcomes that are wanted, with `_by_service` appended for each service.
        threads: how many threads to use.
        stopped: whether nobody waits any more.

    Raises:
        SupersededError: nobody waits for it any more.
    """
    runs = [Run(world, *pair, world.weeks, outcomes) for world in scenarios for pair in pairs]
    results = engine_results(runs, threads, stopped)
    found = []
    for number, world in enumerate(scenarios):
        own = results[number * len(pairs):(number + 1) * len(pairs)]
        found.append(batch_of(world, own, outcomes))
    return found


def batch_of(scenario: Scenario, results: Sequence[Result], outcomes: tuple[str, ...]) -> Batch:
    """Results of one world; a run that failed is not a number from its beginning."""
    failures = {number: result.failure for number, result in enumerate(results) if result.failure}
    weekly = {}
    for name in outcomes:
        known = next((result.arrays[name] for result in results if name in result.arrays), None)
        shape = known.shape if known is not None else (scenario.weeks,)
        weekly[name] = np.concatenate([
            np.full(shape, np.nan) if result.failure else result.arrays[name] for result in results
        ]).reshape(len(results), *shape)
    return Batch(scenario, weekly, failures)


class Batches:
    """Batches that were run before are kept: a lever of B leaves A as it was."""

    def __init__(self, most_bytes: int):
        self.kept: Stored[Batch] = Stored(most_bytes)

    def run(
        self, keys: Sequence[str], scenarios: Sequence[Scenario], pairs: Sequence[tuple[int, int]],
        outcomes: tuple[str, ...], threads: int, stopped: Stopped,
    ) -> list[Batch]:
        """As `run_batches`, for those worlds that were not run before.

        Args:
            keys: what tells the worlds apart.
            scenarios, pairs, outcomes, threads, stopped: as `run_batches`.
        """
        wanted = [f"{key}|{pairs[0]}|{pairs[-1]}|{len(pairs)}|{','.join(outcomes)}" for key in keys]
        found = {key: batch for key in wanted if (batch := self.kept.get(key)) is not None}
        missing = [number for number, key in enumerate(wanted) if key not in found]
        if missing:
            fresh = run_batches([scenarios[n] for n in missing], pairs, outcomes, threads, stopped)
            for number, batch in zip(missing, fresh, strict=True):
                found[wanted[number]] = batch
                self.kept.put(wanted[number], batch, batch.bytes)
        return [found[key] for key in wanted]


def smallest_world() -> Scenario:
    """A world of two people for a week: runs through every kernel, so that the first question need not wait."""
    from samskapa.science.programme import ServicePlan

    return Scenario("smallest", "", "", 1, (ServicePlan("a", "smallest", residents=2, workers=1),), Settings())
