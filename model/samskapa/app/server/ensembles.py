"""Two futures side by side: many runs of two worlds on the same chance, put into one frame."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from samskapa.app.server.messages import EnsembleRequest
from samskapa.app.server.questions import Study
from samskapa.app.server.replies import Packed
from samskapa.app.server.worlds import check_work, scenario_of
from samskapa.science.errors import ScenarioError
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES, mean_known
from samskapa.study.outcome_specs import window_of
from samskapa.study.plan import SCENARIO, Contrast, Design, Experiment, Input, OutcomeAsked, RunPlan
from samskapa.study.simulate import check_outcomes
from samskapa.study.statistics.means import Floats, means_of
from samskapa.study.statistics.spread import better, quantiles

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
SHOWN = ("norm", "trust", "prediction", "confidence", "disappointment", "engagement", "routine", "fulfilment")
"""Weekly outcomes that are drawn if nothing else is asked for."""
SUMMED_UP = (
    "attendance_in_project",
    "attendance_after",
    "trust_final",
    "confidence_final",
    "prediction_final",
    "disappointment_final",
    "disappointment_peak",
    "engagement_final",
    "exhaustion_final",
    "routine_final",
    "buy_in_final",
    "fulfilment_end",
    "own_meetings_total",
    "staff_hours_total",
    "good_state",
    "trap",
)
BY_SERVICES = ("norm", "trust", "disappointment")
PROMISES = {
    "made": "explicit_made",
    "kept_in_time": "kept_in_time",
    "kept_late": "kept_late",
    "broken": "broken_explicit",
    "expired": "broken_implicit",
    "hanging": "implicit_made",
    "declined": "declined",
    "orphaned": "orphaned",
    "open": "open_explicit",
}
COSTS = {"meetings": "meetings_held", "staff_hours": "staff_hours"}
WORST_OFF = "worst_off"
AT_END, LAST_WEEKS = window_of("at the end"), window_of("last 12 weeks")


def study_of(asked: EnsembleRequest) -> Study:
    """The study of two worlds, or of one.

    Raises:
        ScenarioError: a world or an outcome that is not allowed, or too much work.
    """
    worlds = {"a": scenario_of(asked.a, "a")}
    if asked.b is not None:
        worlds["b"] = scenario_of(asked.b, "b")
    check_work(worlds, asked.runs)
    drawn = checked_outcomes(asked.outcomes)
    services = [[plan.name for plan in world.services] for world in worlds.values()]
    outcomes = [
        *(OutcomeAsked(name, name, good=SUMMARIES[name].good) for name in SUMMED_UP),
        *(OutcomeAsked(name, name, AT_END) for name in (*PROMISES.values(), *COSTS.values())),
        OutcomeAsked(WORST_OFF, WORST_OFF, LAST_WEEKS, good=OUTCOMES[WORST_OFF].good),
    ]
    if asked.services and services[0] == services[-1]:
        outcomes += [
            OutcomeAsked(name, name, LAST_WEEKS, by="service", good=OUTCOMES[name].good) for name in BY_SERVICES
        ]
    experiment = Experiment(
        "ensemble",
        "Which of two futures is better?",
        "",
        worlds,
        (Input(SCENARIO, "scenario", "lever", levels=tuple(worlds)),),
        tuple(outcomes),
        Design("factorial"),
        RunPlan(asked.runs, max_seeds=asked.runs),
        contrasts=(Contrast("a against b", {SCENARIO: "a"}, {SCENARIO: "b"}),) if asked.b else (),
    )
    keys = [world.model_dump_json() for world in (asked.a, asked.b) if world is not None]
    rows, seeds = [list(worlds.values())] * asked.runs, (asked.programme_seed, asked.first_seed)
    return Study(experiment, rows, seeds, drawn, keys)


def checked_outcomes(names: Sequence[str] | None) -> tuple[str, ...]:
    """The weekly outcomes to draw.

    Raises:
        ScenarioError: an unknown name, one of a single service, or one that is named twice.
    """
    wanted = check_outcomes(SHOWN if names is None else names)
    for name in wanted:
        if name.endswith(BY_SERVICE):
            raise ScenarioError(
                f"{name} has a band for each service",
                where="outcomes",
                allowed="outcomes of the whole programme; services come by themselves",
            )
    if not wanted or len(set(wanted)) < len(wanted):
        raise ScenarioError("no outcome, or one of them twice", where="outcomes", allowed="each once")
    return wanted


def told(study: Study) -> tuple[dict[str, Any], dict[str, Packed]]:
    """Header and arrays of the frame of what is known by now."""
    numbers, worlds = study.numbers, list(study.experiment.scenarios.values())
    pair = len(worlds) == 2

    def of(names: Sequence[str]) -> Floats:
        """Columns by point; shape (points, runs, names)."""
        return np.take(numbers, [study.places[name] for name in names], axis=-1)

    def against(names: Sequence[str]) -> list[dict[str, Any]]:
        return compared(of(names), [study.columns[study.places[name]].asked.good for name in names])

    def means(names: Mapping[str, str]) -> dict[str, Any]:
        """Mean numbers at the horizon, by their short names."""
        points = [
            dict(zip(names, mean_known(np.ascontiguousarray(values.T)).tolist(), strict=True))
            for values in of(list(names.values()))
        ]
        return {"a": points[0], "b": points[1] if pair else None}

    costs = of(list(COSTS.values()))
    by_service = [column.name for column in study.columns if column.service]
    services = dict(zip(by_service, against(by_service), strict=True)) if by_service else {}
    header = {
        "runs": study.done,
        "asked": study.asked,
        "outcomes": list(study.drawn),
        "failed": {"a": study.failed(0), "b": study.failed(1) if pair else 0},
        "weeks": {"a": worlds[0].weeks, "b": worlds[1].weeks if pair else None},
        "summaries": [
            {"name": name, "unit": SUMMARIES[name].unit, "good": SUMMARIES[name].good, **compared_names}
            for name, compared_names in zip(SUMMED_UP, against(SUMMED_UP), strict=True)
        ],
        "promises": means(PROMISES),
        "costs": {
            **means(COSTS),
            "difference": dict(zip(COSTS, estimated(costs[0] - costs[1]), strict=True)) if pair else None,
        },
        "services": [
            {"name": plan.name, "outcomes": {name: services[f"{name}:{plan.name}"] for name in BY_SERVICES}}
            for plan in (worlds[0].services if services else ())
        ],
        "worst_off": against([WORST_OFF])[0],
    }
    return header, _bands(study, worlds)


def _bands(study: Study, worlds: Sequence[Scenario]) -> dict[str, Packed]:
    """Bands of each world by week, and of the difference run by run: outcomes first, then levels, then weeks."""

    def packed(bands: Floats) -> Packed:
        return Packed(np.moveaxis(bands, 1, 0), "f4")

    weekly = [study.weekly(point) for point in range(len(worlds))]
    arrays = {name: packed(quantiles(values, LEVELS)) for name, values in zip("ab", weekly, strict=False)}
    if len(worlds) == 1:
        return arrays
    weeks = min(world.weeks for world in worlds)
    gap = weekly[0][..., :weeks] - weekly[1][..., :weeks]
    good = np.array([OUTCOMES[name].good for name in study.drawn], dtype=np.int64)
    return arrays | {
        "difference": packed(np.concatenate([np.stack(means_of(gap)[:3]), quantiles(gap)])),
        "a_better": Packed(better(gap, good[:, None]), "f4"),
    }


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


def compared(values: Floats, good: Sequence[int]) -> list[dict[str, Any]]:
    """Two worlds on the same chance: each, the difference run by run, and how often the first is better.

    Args:
        values: the runs of one world or two, in the order of the same seeds; shape (worlds, runs, columns).
        good: for each column +1 where more is better, -1 where less is, 0 where neither can be said.
    """
    of_a = estimated(values[0])
    if len(values) == 1:
        return [{"a": estimate, "b": None, "difference": None, "a_better": math.nan} for estimate in of_a]
    gaps = values[0] - values[1]
    wins = better(gaps, np.array(good, dtype=np.int64)).tolist()
    rows = zip(of_a, estimated(values[1]), estimated(gaps), wins, strict=True)
    return [dict(zip(("a", "b", "difference", "a_better"), row, strict=True)) for row in rows]
