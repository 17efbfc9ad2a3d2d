"""What it costs that no run can be lost: sweeps that keep every block on the disk against sweeps that forget it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks import world as the
from benchmarks.measuring import Row
from samskapa.study.provenance import facts_of
from samskapa.study.run_plan import Block
from samskapa.study.store import Facts, Made, Store
from samskapa.study.sweep import Threads, run_sweep

Say = Callable[[str], None]
GROUP, MOST = "keeping", 3.0
WORLDS = {"helsingborg": 100, "tiny_trap": 900}
"""How many seeds make a few seconds of work."""


class Forgetful(Store):
    """A store that keeps nothing."""

    def begin(self, facts: Facts, columns: Mapping[str, str]) -> None:
        """Nothing is made ready."""

    def keep(self, block: Block, columns: Sequence[str], made: Made) -> None:
        """Nothing is kept."""

    def seal(self, facts: Facts, columns: Mapping[str, str], blocks: Sequence[Block]) -> None:
        """Nothing is put in order."""


def overhead(rounds: int, say: Say) -> list[Row]:
    """Seconds of a sweep with its store over those without, by the clock, taken in turn."""
    return [_overhead(world, seeds, max(5, rounds), say) for world, seeds in WORLDS.items()]


def _overhead(world: str, seeds: int, rounds: int, say: Say) -> Row:
    resolved = the.study(world, seeds)
    clocks: dict[type[Store], list[float]] = {Store: [], Forgetful: []}
    for turn in range(rounds + 1):
        say(f"keeping runs of {world}, round {turn} of {rounds}" if turn else f"keeping runs of {world}, to warm up")
        for kind in sorted(clocks, key=lambda one, turn=turn: (one is Store) == (turn % 2 == 0)):
            with tempfile.TemporaryDirectory() as folder:
                began = time.perf_counter()
                run_sweep(resolved, kind(Path(folder) / "raw"), facts_of(resolved), Threads())
                if turn:
                    clocks[kind].append(time.perf_counter() - began)
    more = [100.0 * (kept / forgot - 1.0) for kept, forgot in zip(clocks[Store], clocks[Forgetful], strict=True)]
    cost = median(more)
    return Row(
        GROUP,
        f"keeping every block, {world}",
        cost,
        "% of the time without",
        f"<= {MOST:g}",
        cost <= MOST,
        f"{the.POINTS * seeds:,} runs in {median(clocks[Store]):.1f} s by the clock; rounds from {min(more):.1f}"
        f" to {max(more):.1f} %",
    )
