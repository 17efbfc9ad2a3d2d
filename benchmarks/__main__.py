"""`python -m benchmarks`: measure everything in one run, say what is left to wait for, write results/benchmarks.

A part, or a quick run, goes to results/runs/benchmarks and leaves the table alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import app_rows, cluster_rows, engine_rows, keeping_rows, limit, page_rows, peer_rows, writing
from benchmarks.measuring import Row

Say = Callable[[str], None]
# Usual minutes of each part, for the time that is left.
MINUTES = {
    "reference": 2.5,
    "lanes": 0.5,
    "cores": 1.5,
    "sizes": 2.0,
    "memory": 0.1,
    "design": 1.5,
    "command": 1.5,
    "start": 1.5,
    "limit": 0.3,
    "peers": 2.0,
    "app": 2.0,
    "page": 1.0,
    "keeping": 1.5,
    "cluster": 1.5,
}
ROUNDS, QUICK = 7, 2


def parts_of(rows: list[Row]) -> dict[str, Callable[[int, Say], list[Row]]]:
    """Every part of the table by name; the limit needs the sweep's row, so it comes after."""

    def near_the_limit(rounds: int, say: Say) -> list[Row]:
        sweep = [row.value for row in rows if row.name == "sweep of 64 lanes"]
        return limit.measure(rounds, say, sweep[0] if sweep else float("nan"))

    def beside_peers(rounds: int, say: Say) -> list[Row]:
        with tempfile.TemporaryDirectory() as folder:
            return peer_rows.measure(Path(folder), rounds, say)

    return {
        "reference": engine_rows.against_reference,
        "lanes": engine_rows.lanes,
        "cores": engine_rows.cores,
        "sizes": engine_rows.sizes,
        "memory": engine_rows.memory,
        "design": engine_rows.design,
        "command": engine_rows.command,
        "start": engine_rows.start,
        "limit": near_the_limit,
        "peers": beside_peers,
        "app": app_rows.served,
        "page": page_rows.in_a_browser,
        "keeping": keeping_rows.overhead,
        "cluster": cluster_rows.two_workers,
    }


def main() -> None:
    """Measure, show and write."""
    rows: list[Row] = []
    parts = parts_of(rows)
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--quick", action="store_true", help=f"{QUICK} rounds instead of {ROUNDS}")
    options.add_argument("--only", action="append", choices=list(parts), help="this part; may be repeated")
    chosen = options.parse_args()
    names = [name for name in parts if not chosen.only or name in chosen.only]
    began, load = time.perf_counter(), [os.getloadavg()[0]]
    for number, name in enumerate(names):
        left = sum(MINUTES[other] for other in names[number:])

        def say(words: str, left: float = left) -> None:
            spent = time.perf_counter() - began
            sys.stderr.write(f"{spent / 60:5.1f} min, about {left:.0f} left: {words}\n")
            sys.stderr.flush()

        found = parts[name](QUICK if chosen.quick else ROUNDS, say)
        load.append(os.getloadavg()[0])
        for row in found:
            sys.stdout.write(f"  {row.name}: {writing.shown(row.value)} {row.unit} {row.goal} {writing.verdict(row)}\n")
        rows += found
    minutes = (time.perf_counter() - began) / 60
    words = f"load of the machine {min(load):.1f} to {max(load):.1f}"
    whole = len(names) == len(parts) and not chosen.quick
    folder = writing.write(rows, words, minutes, whole)
    sys.stdout.write(f"{folder}/answer.md, {minutes:.1f} minutes, {words}\n")


if __name__ == "__main__":
    main()
