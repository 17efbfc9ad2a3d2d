"""Making blocks: their runs on the threads of this machine, some blocks at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from samskapa.science.errors import ScenarioError
from samskapa.science.run import Result, Run
from samskapa.study.measure import Column, measured
from samskapa.study.run_plan import Block, Planned, Resolved
from samskapa.study.store import Failure, Known, Made

AGAIN = "; see it again: "


@dataclass(frozen=True)
class Job:
    """A block that is to be made, and what is known of its runs already, by their place in it."""

    block: Block
    known: Known

    @cached_property
    def missing(self) -> list[tuple[int, Planned]]:
        """Runs that have to be made, with their places."""
        return [(place, one) for place, one in enumerate(self.block.runs) if place not in self.known]


def results_of(runs: Sequence[Run], threads: int | None = 1) -> list[Result]:
    """Results of runs in their order, from the compiled engine where it can do them."""
    from samskapa.study.simulate import can_compile, run_all

    if all(can_compile(run, "auto") for run in runs) and compiled_at_hand():
        from samskapa.engine.machine.blocks import blocks_of, run_or_fail

        found = {number: result for block in blocks_of(runs) for number, result in run_or_fail(block)}
        return [found[number] for number in range(len(runs))]
    placed = [Run(run.scenario, run.programme_seed, run.chance_seed, run.weeks, run.outcomes, place=(0, number, 0))
              for number, run in enumerate(runs)]
    by_place = {result.place[1]: result for result in run_all(placed, threads)}
    return [by_place[number] for number in range(len(runs))]


def compiled_at_hand() -> bool:
    """Whether the compiled engine lies ready in this process."""
    try:
        from samskapa.engine.machine.cache import is_compiled
    except ImportError:
        return False
    return is_compiled()


def filled(columns: Sequence[Column], runs: Sequence[Run | str], threads: int | None = 1) -> Made:
    """The numbers of some runs.

    Args:
        columns: what is wanted.
        runs: the runs; or the reason why there can be none.
        threads: processes for runs that the compiled engine cannot do.
    """
    began = time.perf_counter()
    values = np.full((len(runs), len(columns)), np.nan)
    failures = {place: Failure(run, "") for place, run in enumerate(runs) if isinstance(run, str)}
    places = [place for place in range(len(runs)) if place not in failures]
    possible = [run for run in runs if not isinstance(run, str)]
    if possible:
        results = results_of(possible, threads)
        values[places] = measured(columns, possible, results)
        for place, result in zip(places, results, strict=True):
            if result.failure:
                failures[place] = Failure(result.failure.partition(AGAIN)[0], "")
    return Made(values, failures, time.perf_counter() - began)


def completed(resolved: Resolved, job: Job, made: Made) -> Made:
    """A whole block from what was made and what was known, each failure with the command that shows it again."""
    values = np.full((len(job.block.runs), len(resolved.columns)), np.nan)
    failures: dict[int, Failure] = {}
    for place, (numbers, failure) in job.known.items():
        values[place] = numbers
        if failure:
            failures[place] = failure
    missing = job.missing
    values[[place for place, _ in missing]] = made.values
    for row, failure in made.failures.items():
        place, one = missing[row]
        failures[place] = Failure(failure.why, resolved.reproducer(one))
    return Made(values, failures, made.seconds)


def runs_of(resolved: Resolved, job: Job) -> list[Run | str]:
    """The runs of a block that have to be made; where a world cannot be, why."""
    found: list[Run | str] = []
    for _, one in job.missing:
        try:
            found.append(resolved.run(one))
        except ScenarioError:
            found.append(resolved.impossible[one.point])
    return found


class Threads:
    """Makes blocks on threads of this machine; the compiled week holds no interpreter lock.

    Args:
        count: threads; one a processor if None.
    """

    def __init__(self, count: int | None = None):
        self.count = count or os.cpu_count() or 1

    @property
    def lanes(self) -> int:
        """How many blocks are made at a time."""
        return self.count

    @property
    def words(self) -> str:
        """Where work is done, in words."""
        return f"{self.count} thread{'s' if self.count > 1 else ''}"

    def made(
        self, resolved: Resolved, jobs: Iterable[Job], stop: Callable[[], bool]
    ) -> Generator[tuple[Job, Made], None, None]:
        """Blocks as they are made; after `stop` says so only those already begun."""
        prepare(resolved)
        compiled = compiled_at_hand()
        waiting: dict[Future[Made], Job] = {}
        left = iter(jobs)
        with ThreadPoolExecutor(self.count if compiled else 1) as pool:
            while True:
                while not stop() and len(waiting) <= (self.count if compiled else 0):
                    job = next(left, None)
                    if job is None:
                        break
                    waiting[pool.submit(self._make, resolved, job)] = job
                if stop():
                    for future in list(waiting):
                        if future.cancel():
                            del waiting[future]
                if not waiting:
                    return
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    job = waiting.pop(future)
                    yield job, completed(resolved, job, future.result())

    def _make(self, resolved: Resolved, job: Job) -> Made:
        return filled(resolved.columns, runs_of(resolved, job), self.count)


def prepare(resolved: Resolved) -> None:
    """Load the engine, and compile it first if it does not lie ready, here, where Ctrl-C can end it.

    A week of one run is thrown away for it, so that the time of the first block is that of its runs.
    """
    from samskapa.study.simulate import engine_at_hand

    if engine_at_hand("auto"):
        if not compiled_at_hand():
            from samskapa.engine.machine.blocks import compile_now

            compile_now()
        world = next(iter(resolved.experiment.scenarios.values()))
        results_of([Run(world, 1, 1, 1, resolved.needs)])
