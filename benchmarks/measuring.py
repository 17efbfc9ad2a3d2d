"""Rows of the table, and how a time is taken: processor seconds, in turn, the median of several."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass
class Row:
    """One line of the table: what was measured, the value, and the goal if there is one."""

    group: str
    name: str
    value: float
    unit: str
    goal: str = ""
    met: bool | None = None
    note: str = ""
    ratio: float = 0.0


def processor_seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process, all threads, for a piece of work."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def in_turn(works: Mapping[str, tuple[Callable[[], object], int]], rounds: int) -> dict[str, list[float]]:
    """Times by name and round; every round does each work its number of times and keeps the median.

    What is compared is measured within one round, so that a busy machine slows both.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (work, repeats) in works.items():
            times[name].append(median(processor_seconds(work) for _ in range(repeats)))
    return times


def ratio(above: list[float], below: list[float]) -> float:
    """Median over rounds of one time over another."""
    return median(a / b for a, b in zip(above, below, strict=True))
