"""Writes docs/robustness.md from the project's own checks and from what abmfact said (its results.json is given)."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from textwrap import fill
from typing import Any

from benchmarks.artefacts.conclusion import CapacityRaisesBelief
from samskapa.studies.robustness import PAIRS, SLOW_PAIRS, Finding, check, worst

DOCS = Path(__file__).parents[2] / "docs"
HEAD = """# Is it an artefact?

A conclusion that changes with the length of the week, the number of people, the order in which they act, the numbers
that chance gives or the law of who knows whom is a fact about the program and not about the people in it. Written by
`python -m benchmarks.artefacts`; no number here is typed.

## The checks, and what a standing means

[robustness.py](../model/samskapa/studies/robustness.py) runs a contrast with and without each change, on the same
seeds.

* **robust**: the verdict is the same (holds, or does not hold, against the minimum size) and the intervals overlap.
* **shifted**: sign and verdict are the same, but the intervals are apart; or they are apart and one of them contains
  the minimum size. The direction stands, the size is not to be quoted.
* **fragile**: the sign is clearly the other one, or the verdict the opposite.
* **undecided**: the intervals overlap, but one of the verdicts needs more pairs.
* **not tested**: the change asks for a world that cannot be; the reason is given.

Intervals are one-sided 95 % bounds. Twice the people doubles residents and workers of every service and what is
counted for a whole service (agenda, seats, capacity of partners), while ties of a person, capacity of a worker,
services and managers stay: that is a choice, and larger services are partly a different world. The drawn order runs
on the Mesa model with fewer pairs. What is measured in weeks must be measured in as much time where weeks are halved.

Every verdict of the scorecard is asked under the same changes: [patterns.md](patterns.md#is-it-an-artefact) tells what
is left of each. There the drawn order is asked of a few patterns only, since the Mesa model is slow.
"""
SECOND = """## A second opinion: abmfact

abmfact (Apache licence, of one author, marked alpha) audits stated claims of any model: it reruns the model under
other orders of activation, relabelled agents, fresh streams of chance, a moved grid, half the time step and twice the
population, and tests equivalence against a tolerance of a tenth of the baseline mean. It needs its own environment
and is no dependency. It reaches this model through its command adapter: a program that reads parameters, seed and
knobs as JSON and prints outputs as JSON ([adapter.py](../benchmarks/artefacts/adapter.py),
[audit.yaml](../benchmarks/artefacts/audit.yaml)). Relabelled agents and the grid are declared as not supported:
chance is keyed by the place of a person, so that another label is another draw, and there is no grid.
"""


def row(finding: Finding) -> str:
    """A finding as a row of a table."""
    effects = [finding.before, finding.after]
    cells = ["-" if e is None else f"{e.mean:.3f} ({e.low:.3f} to {e.high:.3f})" for e in effects]
    return "| " + " | ".join([finding.change.sentence, *cells, finding.standing, finding.why]) + " |"


def own_checks() -> str:
    """What the project's own checks say about the contrast."""
    conclusion = CapacityRaisesBelief()
    findings = check(conclusion)
    return "\n".join(
        [
            "## One contrast, checked",
            "",
            fill(
                "In the small trap, residents expect more at the end of a year where staff can deliver six times as "
                f"much; minimum size {conclusion.minimum:g}, {PAIRS} pairs of runs, {SLOW_PAIRS} for the drawn "
                f"order. As a whole it is **{worst(findings)}**.",
                120,
            ),
            "",
            "| change | before | after | standing | why |",
            "| -- | -- | -- | -- | -- |",
            *map(row, findings),
        ]
    )


def cell(verdict: dict[str, Any]) -> str:
    """Its verdict on a claim under a check, whether the claim held there, and how many seeds it would need."""
    words = str(verdict["verdict"]).lower().replace("_", " ")
    held = sorted({str(variant["status"]) for variant in verdict.get("variants", []) if "status" in variant})
    needed = verdict.get("seeds_needed")
    more = [f"claim {'/'.join(held)}"] if held else []
    more += [f"{needed} seeds would settle it"] if needed else []
    return f"{words} ({', '.join(more)})" if more else words


def second_opinion(results: dict[str, Any]) -> str:
    """What abmfact said: its verdict on every claim under every check, and in sum."""
    verdicts = results["verdicts"]
    checks = list(dict.fromkeys(verdict["check"] for verdict in verdicts))
    found = {(verdict["claim"], verdict["check"]): cell(verdict) for verdict in verdicts}
    rows = [
        "| "
        + " | ".join([f"{claim['id']}: {claim['statement']}", *(found[claim["id"], check] for check in checks)])
        + " |"
        for claim in results["claims"]
    ]
    kinds = Counter(str(verdict["verdict"]).lower().replace("_", " ") for verdict in verdicts)
    in_sum = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    return "\n".join(
        [
            fill(
                f"What abmfact {results['tool']['version']} says, with {results['audit']['budget']['seeds']} seeds a "
                f"condition: {in_sum}. 'Claim holds' is its verdict on the claim alone in the changed model; "
                "inconclusive then means that the result could not be shown to be equivalent within its tolerance.",
                120,
            ),
            "",
            "| claim | " + " | ".join(checks) + " |",
            "| -- " * (len(checks) + 1) + "|",
            *rows,
        ]
    )


def main() -> None:
    """Write the page."""
    results = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    parts = [HEAD, own_checks(), SECOND, second_opinion(results)]
    (DOCS / "robustness.md").write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
