"""Shared by the tests of the lab: small experiments, and blocks made without an engine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from samskapa.study.provenance import facts_of
from samskapa.study.read import read_experiment
from samskapa.study.run_plan import Resolved
from samskapa.study.store import Failure, Made, Store
from samskapa.study.sweep import Job, Sweep, completed, run_sweep

CUBE = """
schema = 1
name = "cube"
question = "Does engagement or capacity move the small house out of its trap?"
expects = "Engagement does."
scenario = "tiny_trap"

[uncertain.engagement_start]
low = 0.1
high = 0.8

[levers.delivery_capacity]
range = "plausible"

[outcomes]
summaries = ["trust_final", "trap"]

[outcomes.trust_at_project_end]
of = "trust"
window = "last 12 weeks of the project"

[design]
method = "latin_hypercube"
size = 12

[run]
seeds = 8
weeks = 80
"""
"""Drawn points over two numbers; 96 runs in some blocks."""

ARMS = """
schema = 1
name = "arms"
question = "Does a single promise to a few help the small house?"
expects = "No."
scenario = ["tiny_trap", "broken_promise"]

[levers.candour]
levels = [0.2, 0.9]

[uncertain.trust_update]
levels = ["asymmetric", "symmetric"]

[levers.hero_support.levels.none]
values = { scouting = 0.0 }

[levers.hero_support.levels.found]
values = { scouting = 0.8 }

[levers.late_contact]
sets = "contact_rate"
week = 30
levels = [0.3, 0.9]

[hold]
contact_noise = { value = 0.12, why = "More noise than usual, for the test." }

[outcomes]
summaries = ["trust_final", "disappointment_peak"]

[outcomes.good]
of = "good_state"
state = ">= 0.5"

[outcomes.worst_trust]
of = "trust"
window = "weeks 60-70"
by = "worst_service"

[outcomes.quality_each]
of = "quality"
window = "last 12 weeks"
by = "service"

[outcomes.trust_path]
of = "trust"
window = "the whole run"
every = 26

[design]
method = "factorial"

[run]
seeds = 2

[[contrasts]]
name = "candour"
of = { candour = 0.9 }
against = { candour = 0.2 }

[[predictions]]
says = "Candour leaves less disappointment."
outcome = "disappointment_peak"
direction = "down"
contrast = "candour"
"""
"""Everything that can be varied, crossed: 32 points."""


@lru_cache
def resolved_from(text: str) -> Resolved:
    """An experiment from its text, with its points; nothing ever changes it."""
    return Resolved(read_experiment(text))


def numbers_of(identity: str, columns: int) -> list[float]:
    """Numbers that a run of this identity gives where no engine runs."""
    digest = hashlib.sha256(identity.encode()).digest()
    return [digest[place] / 255.0 for place in range(columns)]


class Instant:
    """Makes blocks without an engine: the numbers of a run are drawn from its identity.

    Args:
        failing: says of a run why it fails; empty if it does not.
        backwards: whether the last block is made first, as may happen among many workers.
    """

    words, lanes = "no engine", 1

    def __init__(self, failing: Callable[[str], str] = lambda identity: "", backwards: bool = False):
        self.failing = failing
        self.backwards = backwards
        self.runs: list[str] = []

    def made(
        self, resolved: Resolved, jobs: Iterable[Job], stop: Callable[[], bool]
    ) -> Generator[tuple[Job, Made], None, None]:
        for job in reversed(list(jobs)) if self.backwards else jobs:
            if stop():
                return
            wanted = [one.identity for _, one in job.missing]
            self.runs += wanted
            values = np.array([numbers_of(identity, len(resolved.columns)) for identity in wanted])
            failures = {row: Failure(why, "") for row, identity in enumerate(wanted) if (why := self.failing(identity))}
            values = values.reshape(len(wanted), len(resolved.columns))
            values[list(failures)] = np.nan
            yield job, completed(resolved, job, Made(values, failures))


def swept(text: str, folder: Path, maker: Instant | None = None, store: Store | None = None) -> Sweep:
    """Run an experiment without an engine into a folder."""
    resolved = resolved_from(text)
    return run_sweep(resolved, store or Store(folder), facts_of(resolved), maker or Instant())


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
