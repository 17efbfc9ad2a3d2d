"""The distance to the limit: what a resident-week must do, counted by hand, against what this machine can do."""

from __future__ import annotations

import time
from collections.abc import Callable

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import Row

# Counted by hand in the engine's text for a quiet week of Helsingborg; the table is in docs/performance.md.
BYTES, OPERATIONS = 336, 141
STRICT = {"error_model": "numpy", "nogil": True}


@numba.njit(**STRICT)
def stream(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], times: int) -> None:
    """Read two arrays and write a third."""
    for _ in range(times):
        for n in range(a.shape[0]):
            a[n] = b[n] + 3.0 * c[n]


@numba.njit(**STRICT)
def horner(out: NDArray[np.float64], x: NDArray[np.float64], times: int) -> None:
    """64 multiplications and additions a number, in registers, on rows of 64 lanes; no fused multiply-add."""
    for _ in range(times):
        for n in range(out.shape[0]):
            level = x[n]
            for _ in range(32):
                level = level * 0.999 + 0.001
            out[n] = level


def rate(work: Callable[[], object], amount: float, rounds: int = 7) -> float:
    """Amount per second of processor, the best of several."""
    work()
    best = 0.0
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = max(best, amount / (time.process_time() - began))
    return best


def measure(rounds: int, say: Callable[[str], None], nanoseconds: float, lanes: int = 64) -> list[Row]:
    """Peaks of this machine and the engine's distance from them.

    Args:
        nanoseconds: what a resident-week and lane costs in the sweep.
    """
    say("peaks of this machine")
    rows, bandwidths = [], {}
    for name, size in (("in the second-level cache", 1.5e6), ("at the size of a block", 17e6), ("in memory", 768e6)):
        count = int(size / 24)
        a, b, c = (np.ones(count) for _ in range(3))
        times = max(1, int(4e8 / size))
        bandwidths[name] = rate(lambda a=a, b=b, c=c, times=times: stream(a, b, c, times), 24.0 * count * times) / 1e9
        rows.append(Row("limit", f"memory traffic {name}", bandwidths[name], "GB/s", note="read two, write one"))
    out, x = np.zeros(lanes), np.ones(lanes)
    arithmetic = rate(lambda: horner(out, x, 20_000), 64.0 * lanes * 20_000) / 1e9
    rows.append(
        Row(
            "limit",
            "vector arithmetic",
            arithmetic,
            "10^9 operations per second",
            note="add and multiply by turns, float64, strict",
        )
    )
    moved, computed = BYTES / bandwidths["at the size of a block"], OPERATIONS / arithmetic
    larger, what = max((moved, "memory traffic"), (computed, "arithmetic"))
    rows += [
        Row("limit", "a resident-week's traffic at that rate", moved, "ns", note=f"{BYTES} bytes, counted by hand"),
        Row(
            "limit",
            "a resident-week's arithmetic at that rate",
            computed,
            "ns",
            note=f"{OPERATIONS} operations, counted by hand",
        ),
        Row(
            "limit",
            "sweep against the limit",
            nanoseconds / larger,
            "x",
            note=f"the limit is {what}; {nanoseconds:.0f} ns against {larger:.0f} ns",
        ),
    ]
    return rows
