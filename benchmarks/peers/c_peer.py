"""The bound: the stand-in in C, compiled for this machine, for one lane or 64 (`c_peer.py TOWN LANES [exact]`).

`exact` forbids fused multiply-adds, so that every bit must be ours.
"""

import ctypes
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import standin as s

NUMBERS = (
    "CONTACT",
    "NOISE",
    "RATE",
    "LOSS",
    "BASE",
    "SLOPE",
    "PULL",
    "ISSUES",
    "CAPACITY",
    "HABIT",
    "PEER",
    "EASE",
    "FLOOR",
    "GAIN",
    "RELIEF",
    "WEEKS",
    "UNITS",
    "RESIDENTS",
    "WORKERS",
)


def compiled(lanes, exact):
    """The shared library for a number of lanes."""
    source, folder = Path(__file__).with_name("standin.c"), tempfile.mkdtemp(prefix="samskapa-bench-")
    library = Path(folder) / "standin.so"
    numbers = [f"-D{name}={getattr(s, name)!r}" for name in NUMBERS]
    strict = ["-ffp-contract=off"] if exact else []
    subprocess.run(
        [
            "gcc",
            "-O3",
            "-march=native",
            *strict,
            "-shared",
            "-fPIC",
            f"-DLANES={lanes}",
            *numbers,
            "-o",
            library,
            source,
        ],
        check=True,
    )
    return ctypes.CDLL(str(library)).run


def main():
    lanes, exact = int(sys.argv[2]), "exact" in sys.argv
    function, rates = compiled(lanes, exact), s.rates_of(lanes)
    doubles, integers = np.ctypeslib.ndpointer(np.float64), np.ctypeslib.ndpointer(np.int64)
    function.argtypes = [ctypes.c_uint64, *[integers] * 4, *[doubles] * 5]
    function.restype = None
    sizes, teams = np.array(s.SIZES, dtype=np.float64), np.cumsum([0, *s.TEAMS]).astype(np.int64)

    def run(town, seed):
        out = np.zeros((len(s.OUTCOMES), s.WEEKS, lanes))
        function(
            seed,
            town.unit,
            town.worker,
            np.ascontiguousarray(town.neighbours),
            teams,
            sizes,
            town.trust,
            town.engagement,
            rates,
            out,
        )
        return out

    version = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True, check=True).stdout.strip()
    s.serve(run, lanes, version=f"gcc {version}")


if __name__ == "__main__":
    main()
