"""Many pieces of work on several processors: none lost in silence, and Ctrl-C stops them within a week of the model."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")

PER_PROCESS = 8
"""Pieces of work after which a process is replaced by a fresh one: Mesa 3.3 never frees a model. (The pool's own
`max_tasks_per_child` would do, but in Python 3.11 it waits for ever when the first processes have had their share.)"""

_asked_to_stop: Event | None = None


def stop_if_asked() -> None:
    """Called by long work now and then: ends it when whoever asked for it was interrupted.

    Raises:
        KeyboardInterrupt: in a process of `spread`, after Ctrl-C.
    """
    if _asked_to_stop is not None and _asked_to_stop.is_set():
        raise KeyboardInterrupt


def spread(
    work: Callable[[Item], Found], items: Sequence[Item], processes: int | None = None
) -> Generator[tuple[int, Found | None], None, None]:
    """What the work makes of each item, as it is finished; in this process if one is enough.

    Args:
        work: a function that a fresh process can import; what it raises is raised here.
        items: what it is called with, one by one.
        processes: how many to use; one a processor if None.

    Yields:
        The number of the item, and what was found; None where the process died twice (out of memory, or killed).
    """
    workers = min(len(items), processes or os.cpu_count() or 1)
    if workers <= 1:
        for number, item in enumerate(items):
            yield number, work(item)
        return
    lost: list[int] = []
    share = workers * PER_PROCESS
    for first in range(0, len(items), share):
        yield from _in_pool(work, items, range(first, min(first + share, len(items))), workers, lost)
    again: list[int] = []
    for number in lost:
        yield from _in_pool(work, items, range(number, number + 1), 1, again)
    for number in again:
        yield number, None


def _in_pool(
    work: Callable[[Item], Found], items: Sequence[Item], numbers: range, workers: int, lost: list[int]
) -> Iterator[tuple[int, Found]]:
    """The work on some items in fresh processes; numbers of items whose process died are added to `lost`."""
    context = get_context("spawn")
    stop = context.Event()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(stop,))
    waiting: dict[Future[Found], int] = {}
    try:
        with _without_interrupts():
            for number in numbers:
                try:
                    waiting[pool.submit(work, items[number])] = number
                except BrokenProcessPool:
                    lost.append(number)
        for future in as_completed(waiting):
            try:
                found = future.result()
            except BrokenProcessPool:
                lost.append(waiting[future])
            else:
                yield waiting[future], found
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(stop: Event) -> None:
    """In a new process: Ctrl-C is for the one who asked, who then asks the others to stop."""
    global _asked_to_stop
    _asked_to_stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes begun here never see Ctrl-C, not even before `_begin`; it reaches this one a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
