"""The sweep: every run of an experiment made once and kept, whatever happens on the way.

Runs are made in blocks, by threads of this machine or by a cluster (`cluster.Cluster`); both let `executors` run them.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from types import FrameType
from typing import Protocol

import numpy as np

from samskapa.science.errors import ScenarioError
from samskapa.science.run import Run
from samskapa.study.executors import is_ready, make_ready, results_of
from samskapa.study.measure import Column, measured
from samskapa.study.results import next_seeds
from samskapa.study.run_plan import Block, Planned, Resolved
from samskapa.study.store import Facts, Failure, Known, Made, Store

AGAIN = "; see it again: "
SECOND_INTERRUPT = 130


@dataclass(frozen=True)
class Job:
    """A block that is to be made, and what is known of its runs already, by their place in it."""

    block: Block
    known: Known

    @cached_property
    def missing(self) -> list[tuple[int, Planned]]:
        """Runs that have to be made, with their places."""
        return [(place, one) for place, one in enumerate(self.block.runs) if place not in self.known]


class Maker(Protocol):
    """Whoever makes blocks: threads of this machine, or a cluster."""

    @property
    def lanes(self) -> int:
        """How many blocks are made at a time."""

    @property
    def words(self) -> str:
        """Where work is done, in words."""

    def made(
        self, resolved: Resolved, jobs: Iterable[Job], stop: Callable[[], bool]
    ) -> Generator[tuple[Job, Made], None, None]:
        """Blocks as they are made; after `stop` says so only those already begun."""


@dataclass
class Sweep:
    """How far a sweep is.

    Attributes:
        blocks: every block planned so far, in order; more may follow where a precision is wanted.
        wanted, had: seeds planned for each point so far; and runs that were there when it began.
        runs, made, failed: runs planned, made now, and failed.
        seconds: time since it began.
        first: seconds that the first block took, and how many runs it had.
        rounds: how often seeds were added.
        interrupted: whether Ctrl-C came.
        complete: whether everything is there.
    """

    blocks: list[Block] = field(default_factory=list)
    wanted: list[int] = field(default_factory=list)
    runs: int = 0
    had: int = 0
    made: int = 0
    failed: int = 0
    seconds: float = 0.0
    first: tuple[float, int] | None = None
    rounds: int = 0
    interrupted: bool = False
    complete: bool = False

    @property
    def done(self) -> int:
        """Runs that are there."""
        return self.had + self.made


def run_sweep(
    resolved: Resolved, store: Store, facts: Facts, maker: Maker, on_block: Callable[[Sweep], None] = lambda _: None
) -> Sweep:
    """Make what is missing, keep it, and put the store in order when all is there.

    Args:
        resolved: the experiment.
        store: where results go.
        facts: what was asked, for the journal.
        maker: who makes blocks.
        on_block: called after each block, and once before the first.

    Raises:
        StoreError: the disk does not take more.
    """
    sweep = Sweep()
    began = time.monotonic()
    store.begin(facts, resolved.definitions)
    have = [0] * len(resolved.points)
    want = [resolved.experiment.run.seeds] * len(resolved.points)
    with stopping() as stop:
        while want != have:
            blocks = list(resolved.blocks(have, want))
            sweep.blocks += blocks
            sweep.runs += sum(len(block.runs) for block in blocks)
            _round(resolved, store, maker, blocks, sweep, stop, began, on_block)
            if sweep.interrupted:
                return sweep
            have, sweep.wanted = want, want
            sweep.rounds += 1
            want = next_seeds(resolved, store, sweep.blocks, have)
    store.seal(facts, resolved.definitions, sweep.blocks)
    sweep.complete, sweep.seconds = True, time.monotonic() - began
    return sweep


def _round(
    resolved: Resolved,
    store: Store,
    maker: Maker,
    blocks: Sequence[Block],
    sweep: Sweep,
    stop: Callable[[], bool],
    began: float,
    on_block: Callable[[Sweep], None],
) -> None:
    """Make the blocks that are not there yet."""
    missing = []
    for block in blocks:
        if store.holds(block):
            sweep.had += len(block.runs)
            sweep.failed += len(store.failures(block))
        else:
            missing.append(block)
    on_block(sweep)
    names = list(resolved.definitions)
    jobs = _jobs(resolved, store, missing)
    for job, made in maker.made(resolved, jobs, stop):
        store.keep(job.block, names, made)
        number = len(job.missing)
        sweep.made += number
        sweep.had += len(job.known)
        sweep.failed += len(made.failures)
        sweep.seconds = time.monotonic() - began
        if number and sweep.first is None:
            sweep.first = made.seconds, number
        on_block(sweep)
    sweep.interrupted = stop() and not all(map(store.holds, blocks))


def _jobs(resolved: Resolved, store: Store, blocks: Iterable[Block]) -> Iterator[Job]:
    for block in blocks:
        yield Job(block, store.known(block.runs, resolved.definitions))


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """While this lasts, Ctrl-C (or a polite request to end) asks to stop after the blocks begun; a second one ends all.

    Nothing can be lost by that: what is kept is on the disk.
    """
    asked = threading.Event()

    def ask(signal_number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            os._exit(SECOND_INTERRUPT)
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = {one: signal.signal(one, ask) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


# -- making blocks -----------------------------------------------------------------------------------------------------


def filled(columns: Sequence[Column], runs: Sequence[Run | str], processes: int | None = 1) -> Made:
    """The numbers of some runs.

    Args:
        columns: what is wanted.
        runs: the runs; or the reason why there can be none.
        processes: for runs that the compiled engine cannot do.
    """
    began = time.perf_counter()
    values = np.full((len(runs), len(columns)), np.nan)
    failures = {place: Failure(run, "") for place, run in enumerate(runs) if isinstance(run, str)}
    places = [place for place in range(len(runs)) if place not in failures]
    possible = [run for run in runs if not isinstance(run, str)]
    if possible:
        results = results_of(possible, 1, processes=processes)
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
        compiled = is_ready()
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
    if make_ready():
        world = next(iter(resolved.experiment.scenarios.values()))
        results_of([Run(world, 1, 1, 1, resolved.needs)])
