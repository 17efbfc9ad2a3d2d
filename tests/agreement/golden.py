"""Digests of a few worlds, kept in the repository: the same bits on every machine, Python and engine.

`python tests/agreement/golden.py` runs the worlds in the Mesa model and writes golden.toml anew: only after the
model was meant to change, and with the reason in the same commit.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np

from samskapa.science.run import Result, Run
from samskapa.science.scenarios import load_scenario
from samskapa.study.executors import run_reference
from samskapa.study.simulate import check_outcomes

KEPT = Path(__file__).with_name("golden.toml")
WORLDS = (
    ("helsingborg", 1, 1, 60),
    ("helsingborg_anchored", 2, 3, 52),
    ("dk_guidance", 1, 2**63 - 1, 60),
    ("larvik_usving", 7, 7, 208),
    ("broken_promise", 1, 2, 60),
    ("tiny_trap", 0, 5, 208),
    ("escape", 3, 1, 208),
    ("thin_vs_thick", 4, 4, 80),
)
"""Name, programme seed, chance seed and weeks."""


def golden_run(name: str, programme_seed: int, chance_seed: int, weeks: int) -> Run:
    """A shipped world over a short horizon, with every outcome."""
    world = load_scenario(name)
    dated = tuple(change for change in world.changes if change.week < weeks)
    return Run(replace(world, weeks=weeks, changes=dated), programme_seed, chance_seed, weeks, check_outcomes(None))


def digest(result: Result) -> str:
    """A fingerprint of every bit of every outcome; whatever is not a number is one and the same."""
    told = hashlib.sha256()
    for name, values in result.arrays.items():
        one_nan = np.where(np.isnan(values), np.nan, values).astype("<f8")
        told.update(name.encode() + b"\0" + one_nan.tobytes())
    return told.hexdigest()


def kept() -> dict[tuple[str, int, int, int], str]:
    """The digests in the repository, by world, seeds and weeks."""
    rows = tomllib.loads(KEPT.read_text(encoding="utf-8"))["run"]
    return {(row["world"], row["programme_seed"], row["chance_seed"], row["weeks"]): row["sha256"] for row in rows}


def main() -> None:
    """Run the worlds and write their digests."""
    text = "# Written by `python tests/agreement/golden.py`; the digests cover every bit of every weekly outcome.\n"
    for world in WORLDS:
        result = run_reference(golden_run(*world))
        if result.failure:
            raise SystemExit(result.failure)
        name, programme_seed, chance_seed, weeks = world
        text += (
            f'\n[[run]]\nworld = "{name}"\nprogramme_seed = {programme_seed}\nchance_seed = {chance_seed}\n'
            f'weeks = {weeks}\nsha256 = "{digest(result)}"\n'
        )
    KEPT.write_text(text, encoding="utf-8")
    print(f"{len(WORLDS)} digests written to {KEPT}")


if __name__ == "__main__":
    main()
