"""The cluster's row: the same experiment on one dask worker and on two, each a process of its own, by the clock."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks import world as the
from benchmarks.app_rows import processor_seconds_of
from benchmarks.engine_rows import compiled
from benchmarks.measuring import Row, processor_seconds
from samskapa.study.cluster import Cluster
from samskapa.study.provenance import facts_of
from samskapa.study.run_plan import Resolved
from samskapa.study.store import Store
from samskapa.study.sweep import run_sweep

Say = Callable[[str], None]
GROUP, NAME, UNIT = "cluster", "two dask workers against one", "x by the clock"
SECONDS = 6.0
"""What one worker is given to do, so that handing out blocks and the last block of all weigh as little as they do in
a real experiment."""


def two_workers(rounds: int, say: Say) -> list[Row]:
    """Two workers against one; where dask is not installed, a row that says so."""
    try:
        from distributed import LocalCluster
    except ImportError:
        return [
            Row(
                GROUP,
                NAME,
                float("nan"),
                UNIT,
                note='skipped: dask.distributed is not installed (pip install "samskapa[cluster]")',
            )
        ]
    say("two dask workers against one: starting them")
    compiled(the.sweep_runs())()
    alone = processor_seconds(compiled(the.sweep_runs()))
    resolved = the.study("helsingborg", 4 * max(1, round(SECONDS / 4 / alone)))
    clocks: dict[int, list[float]] = {1: [], 2: []}
    used: dict[int, list[float]] = {1: [], 2: []}
    with ExitStack() as stack:
        address = {
            workers: stack.enter_context(
                LocalCluster(
                    n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=40
                )
            ).scheduler_address
            for workers in clocks
        }
        for workers in clocks:
            swept(the.study("helsingborg", 8), address[workers])
        for turn in range(rounds):
            say(f"two dask workers against one, round {turn + 1} of {rounds}")
            for workers in clocks:
                before = processor_seconds_of(os.getpid())
                clocks[workers].append(swept(resolved, address[workers]))
                used[workers].append(processor_seconds_of(os.getpid()) - before)
    ratios = [one / two for one, two in zip(clocks[1], clocks[2], strict=True)]
    runs = len(resolved.points) * resolved.experiment.run.seeds
    busy = {workers: median(a / b for a, b in zip(used[workers], clocks[workers], strict=True)) for workers in clocks}
    note = (
        f"efficiency {median(ratios) / 2:.0%}, best of {rounds} {max(ratios) / 2:.0%}; {runs:,} runs of"
        f" Helsingborg, {median(clocks[1]):.1f} s on one; one worker with scheduler and store got"
        f" {busy[1]:.2f} cores, two got {busy[2]:.2f} and used"
        f" {median(used[2]) / median(used[1]):.2f} times the processor time"
    )
    return [Row(GROUP, NAME, median(ratios), UNIT, note=note)]


def swept(resolved: Resolved, address: str) -> float:
    """Seconds in which the workers at an address make the whole experiment, from nothing.

    Raises:
        RuntimeError: something was not made, so the time would say nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        sweep = run_sweep(resolved, Store(Path(folder) / "raw"), facts_of(resolved), Cluster(address))
        seconds = time.perf_counter() - began
    if not sweep.complete or sweep.failed:
        raise RuntimeError(f"{sweep.failed} of {sweep.runs} runs failed")
    return seconds
