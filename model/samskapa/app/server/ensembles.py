"""Two futures side by side: many runs of two worlds on the same chance, put into one frame."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from samskapa.app.server.batches import Batch
from samskapa.app.server.replies import Packed, frame
from samskapa.science.errors import ScenarioError
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import FINAL_WEEKS, SUMMARIES, mean_known
from samskapa.study.simulate import check_outcomes
from samskapa.study.statistics.means import Floats, means_of
from samskapa.study.statistics.spread import LEVELS, better, quantiles

SHOWN = ("norm", "trust", "prediction", "confidence", "disappointment", "engagement", "routine", "fulfilment")
"""Weekly outcomes that are drawn if nothing else is asked for."""
SUMMED_UP = (
    "attendance_in_project", "attendance_after", "trust_final", "confidence_final", "prediction_final",
    "disappointment_final", "disappointment_peak", "engagement_final", "exhaustion_final", "routine_final",
    "buy_in_final", "fulfilment_end", "own_meetings_total", "staff_hours_total", "good_state", "trap",
)
BY_SERVICES = ("norm", "trust", "disappointment")
PROMISES = {
    "made": "explicit_made", "kept_in_time": "kept_in_time", "kept_late": "kept_late", "broken": "broken_explicit",
    "expired": "broken_implicit", "hanging": "implicit_made", "declined": "declined", "orphaned": "orphaned",
    "open": "open_explicit",
}
COSTS = {"meetings": "meetings_held", "staff_hours": "staff_hours"}
WORST_OFF = "worst_off"


def checked_outcomes(names: Sequence[str] | None) -> tuple[str, ...]:
    """The weekly outcomes to draw.

    Raises:
        ScenarioError: an unknown name, one of a single service, or one that is named twice.
    """
    wanted = check_outcomes(SHOWN if names is None else names)
    for name in wanted:
        if name.endswith(BY_SERVICE):
            raise ScenarioError(f"{name} has a band for each service", where="outcomes",
                                allowed="outcomes of the whole programme; services come by themselves")
    if not wanted or len(set(wanted)) < len(wanted):
        raise ScenarioError("no outcome, or one of them twice", where="outcomes", allowed="each once")
    return wanted


def measured_for(shown: Sequence[str], services: bool) -> tuple[str, ...]:
    """Every weekly outcome that has to be measured, each once."""
    needs = [need for name in SUMMED_UP for need in SUMMARIES[name].needs]
    split = [name + BY_SERVICE for name in BY_SERVICES] if services else []
    every = [*shown, *needs, *PROMISES.values(), *COSTS.values(), WORST_OFF, *split]
    return tuple(dict.fromkeys(every))


def ensemble_frame(
    a: Batch, b: Batch | None, shown: Sequence[str], said: Mapping[str, Any], services: bool = True
) -> bytes:
    """The frame of what is known so far.

    Args:
        a, b: runs of the worlds, on the same seeds.
        shown: outcomes to draw.
        said: what the header says of the request itself.
        services: whether each service is looked at.
    """
    header = {
        "kind": "ensemble", **said, "outcomes": list(shown),
        "failed": {"a": len(a.failures), "b": len(b.failures) if b else 0},
        "weeks": {"a": a.scenario.weeks, "b": b.scenario.weeks if b else None},
        "summaries": _summaries(a, b), "promises": _last(a, b, PROMISES), "costs": _costs(a, b),
        "services": _services(a, b) if services and _same_services(a, b) else [],
        "worst_off": compared(_end(a.weekly[WORST_OFF])[:, None], _end(b.weekly[WORST_OFF])[:, None] if b else None,
                              (OUTCOMES[WORST_OFF].good,))[0],
    }
    return frame(header, _arrays(a, b, shown))


def _arrays(a: Batch, b: Batch | None, shown: Sequence[str]) -> dict[str, Packed]:
    of_a = _drawn(a, shown)
    arrays = {"a": _by_outcome(quantiles(of_a, LEVELS))}
    if b is None:
        return arrays
    of_b = _drawn(b, shown)
    weeks = min(a.scenario.weeks, b.scenario.weeks)
    gap = of_a[..., :weeks] - of_b[..., :weeks]
    good = np.array([OUTCOMES[name].good for name in shown], dtype=np.int64)
    return arrays | {
        "b": _by_outcome(quantiles(of_b, LEVELS)),
        "difference": _by_outcome(np.concatenate([np.stack(means_of(gap)[:3]), quantiles(gap)])),
        "a_better": Packed(better(gap, good[:, None]), "f4"),
    }


def _drawn(batch: Batch, shown: Sequence[str]) -> Floats:
    """What is drawn of a world, shape (runs, outcomes, weeks)."""
    return np.stack([batch.weekly[name] for name in shown], axis=1)


def _by_outcome(found: Floats) -> Packed:
    """Levels, outcomes and weeks as they are sent: outcomes first."""
    return Packed(np.moveaxis(found, 1, 0), "f4")


def _summaries(a: Batch, b: Batch | None) -> list[dict[str, Any]]:
    of_a, of_b = a.summaries(), b.summaries() if b else {}
    columns = [np.stack([of[name] for name in SUMMED_UP], axis=1) if of else None for of in (of_a, of_b)]
    assert columns[0] is not None
    found = compared(columns[0], columns[1], [SUMMARIES[name].good for name in SUMMED_UP])
    return [{"name": name, "unit": SUMMARIES[name].unit, "good": SUMMARIES[name].good, **one}
            for name, one in zip(SUMMED_UP, found, strict=True)]


def estimated(values: Floats) -> list[dict[str, float | int]]:
    """Means over runs, their 95 % intervals, and where nine tenths of the runs lie; one for each column.

    Args:
        values: shape (runs, columns).

    >>> found = estimated(np.array([[1.0], [2.0], [3.0]]))[0]
    >>> found["mean"], found["runs"], found["sd"], round(found["low"], 3), round(found["p95"], 1)
    (2.0, 3, 1.0, -0.484, 2.9)
    """
    columns = zip(*(part.tolist() for part in (*means_of(values), *quantiles(values))), strict=True)
    return [dict(zip(("mean", "low", "high", "sd", "runs", "p5", "p95"), column, strict=True)) for column in columns]


def compared(a: Floats, b: Floats | None, good: Sequence[int]) -> list[dict[str, Any]]:
    """Two worlds on the same chance: each, the difference run by run, and how often the first is better.

    Args:
        a, b: shape (runs, columns), runs in the order of the same seeds.
        good: for each column +1 where more is better, -1 where less is, 0 where neither can be said.
    """
    of_a = estimated(a)
    if b is None:
        return [{"a": one, "b": None, "difference": None, "a_better": math.nan} for one in of_a]
    wins = better(a - b, np.array(good, dtype=np.int64)).tolist()
    return [
        {"a": one, "b": other, "difference": gap, "a_better": won}
        for one, other, gap, won in zip(of_a, estimated(b), estimated(a - b), wins, strict=True)
    ]


def _end(weekly: Floats) -> Floats:
    return np.asarray(mean_known(weekly[:, -FINAL_WEEKS:]))


def _last(a: Batch, b: Batch | None, names: Mapping[str, str]) -> dict[str, Any]:
    """Mean numbers at the horizon, by their short names."""
    def of(batch: Batch | None) -> dict[str, float] | None:
        if batch is None:
            return None
        return {short: float(mean_known(batch.weekly[name][:, -1])) for short, name in names.items()}

    return {"a": of(a), "b": of(b)}


def _costs(a: Batch, b: Batch | None) -> dict[str, Any]:
    if b is None:
        return {**_last(a, b, COSTS), "difference": None}
    gaps = np.stack([a.weekly[name][:, -1] - b.weekly[name][:, -1] for name in COSTS.values()], axis=1)
    return {**_last(a, b, COSTS), "difference": dict(zip(COSTS, estimated(gaps), strict=True))}


def _same_services(a: Batch, b: Batch | None) -> bool:
    return b is None or names_of(a.scenario) == names_of(b.scenario)


def names_of(scenario: Scenario) -> list[str]:
    """Names of the services, in their order."""
    return [plan.name for plan in scenario.services]


def _services(a: Batch, b: Batch | None) -> list[dict[str, Any]]:
    """Who gains and who does not: the end of some outcomes, service by service."""
    def ends(batch: Batch, name: str) -> Floats:
        weekly = batch.weekly[name + BY_SERVICE][:, -FINAL_WEEKS:]
        return np.asarray(mean_known(np.moveaxis(weekly, 1, -1)))

    columns = [np.concatenate([ends(one, name) for name in BY_SERVICES], axis=1) if one else None for one in (a, b)]
    assert columns[0] is not None
    names = names_of(a.scenario)
    found = compared(columns[0], columns[1], [OUTCOMES[name].good for name in BY_SERVICES for _ in names])
    return [
        {"name": service, "outcomes": {name: found[n * len(names) + place] for n, name in enumerate(BY_SERVICES)}}
        for place, service in enumerate(names)
    ]
