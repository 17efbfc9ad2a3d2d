"""The answer as data, for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from samskapa.science.summaries import SUMMARIES
from samskapa.study.comparison import Comparison
from samskapa.study.run_answer import Made, caveats
from samskapa.study.sentences import lead
from samskapa.study.statistics.means import Estimate


def answer_data(comparison: Comparison, made: Made) -> dict[str, Any]:
    """Everything that the page says, as mappings and lists; numbers that are not known are not a number."""
    return {
        "answer": lead(comparison),
        "caveats": caveats(comparison, made),
        "base": comparison.base.name if comparison.base else None,
        "version": made.version, "command": made.command, "seeds": list(made.seeds),
        "overrides": list(made.overrides), "interrupted": made.interrupted, "seconds": round(made.seconds, 3),
        "worlds": [
            {
                "name": world.name, "title": world.scenario.title, "weeks": world.weeks,
                "finished": int(world.done.sum()), "statuses": world.statuses,
                "outcomes": {
                    name: {
                        "unit": summary.unit, "meaning": summary.meaning,
                        "level": _numbers(comparison.level(world, name)),
                        "difference": _numbers(comparison.difference(world, name)),
                    }
                    for name, summary in SUMMARIES.items()
                },
            }
            for world in comparison.worlds
        ],
    }


def _numbers(estimate: Estimate | None) -> dict[str, Any] | None:
    return None if estimate is None else asdict(estimate)
