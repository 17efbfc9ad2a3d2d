"""A Sobol design of 22,528 points x 20 seeds, a fiftieth of it or `--whole`, summed up run by run.

Prints what it took as JSON. A part of 448 points is made at a time, so that memory does not hang on how many there are.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from benchmarks import world as the
from samskapa.engine.machine.blocks import run_compiled
from samskapa.science.parameters import PARAMETERS
from samskapa.science.run import Result, Run
from samskapa.science.summaries import summarise

POINTS, SEEDS = 448, 20
WHOLE = 22_528
UNCERTAIN = (
    "candour",
    "contact_rate",
    "trust_rate",
    "loss_ratio",
    "peer_influence",
    "trust_start",
    "confidence_start",
    "prediction_start",
    "aspiration_start",
    "engagement_start",
)


def largest_resident_set() -> int:
    """Largest memory of this process in bytes; `getrusage` would tell its parent's if that was larger at the start."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Run it."""
    points = WHOLE if "--whole" in sys.argv else POINTS
    list(run_compiled(the.single_run(), 1))
    began, used = time.perf_counter(), time.process_time()
    ranges = [PARAMETERS[name].plausible for name in UNCERTAIN]
    with np.errstate(all="ignore"):
        drawn = qmc.Sobol(len(UNCERTAIN), seed=1).random_base2(15)[:points]
        levels = qmc.scale(drawn, *zip(*ranges, strict=True))
    kept = []
    for first in range(0, points, POINTS):
        kept += run_part(levels[first : first + POINTS])
        sys.stderr.write(f"{min(points, first + POINTS)} of {points} points, {time.perf_counter() - began:.0f} s\n")
    print(
        json.dumps(
            {
                "runs": SEEDS * len(levels),
                "seconds": time.perf_counter() - began,
                "processor": time.process_time() - used,
                "bytes": largest_resident_set(),
                "summaries": len(kept[0]),
            }
        )
    )


def run_part(levels: NDArray[np.float64]) -> list[dict[str, NDArray[np.float64]]]:
    """Summaries of some points, shape (points) for each seed."""
    worlds = [the.helsingborg().changed(**dict(zip(UNCERTAIN, map(float, point), strict=True))) for point in levels]
    runs = [
        Run(world, seed, seed, the.WEEKS, the.SUMMARY_OUTCOMES, place=(0, point, seed))
        for seed in range(1, SEEDS + 1)
        for point, world in enumerate(worlds)
    ]
    waiting: dict[int, list[Result]] = defaultdict(list)
    kept: dict[int, dict[str, NDArray[np.float64]]] = {}
    failed = 0
    for _, result in run_compiled(runs, 2):
        failed += bool(result.failure)
        seed = result.place[2]
        waiting[seed].append(result)
        if len(waiting[seed]) == len(levels):
            whole = sorted(waiting.pop(seed), key=lambda one: one.place)
            weekly = {name: np.stack([one.arrays[name] for one in whole]) for name in the.SUMMARY_OUTCOMES}
            found = summarise(weekly, the.helsingborg().settings, 390)
            # A copy, since an end state is a view that would keep all weeks of all points.
            kept[seed] = {name: values.copy() for name, values in found.items()}
    if failed or len(kept) != SEEDS:
        raise SystemExit(f"{failed} runs failed, {len(kept)} of {SEEDS} seeds are whole")
    return [kept[seed] for seed in sorted(kept)]


if __name__ == "__main__":
    main()
