"""The sweep: every run of an experiment made once and kept, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol

from samskapa.study.executors import Job
from samskapa.study.results import next_seeds
from samskapa.study.run_plan import Block, Resolved
from samskapa.study.store import Facts, Made, Store

SECOND_INTERRUPT = 130


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
    resolved: Resolved, store: Store, maker: Maker, blocks: Sequence[Block], sweep: Sweep, stop: Callable[[], bool],
    began: float, on_block: Callable[[Sweep], None],
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
