"""The same two worlds under other assumptions: drawn over their plausible ranges and switches, run on one chance each.

The draws are a Latin hypercube with a fixed seed, so that the same question gets the same worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from samskapa.app.server.messages import AssumptionsRequest
from samskapa.app.server.questions import Study, check_summary
from samskapa.app.server.replies import Packed
from samskapa.app.server.worlds import check_work, people_of, scenario_of
from samskapa.science.errors import ScenarioError
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES
from samskapa.science.switches import SWITCHES
from samskapa.study.design import unit_hypercube, value_at
from samskapa.study.plan import SCENARIO, Contrast, Design, Experiment, Input, OutcomeAsked, RunPlan
from samskapa.study.statistics.means import NEGLIGIBLE, Floats
from samskapa.study.statistics.ranks import spearman
from samskapa.study.statistics.spread import quantiles, share_with_interval, wins_of

SHOWN = (
    "attendance_after",
    "trust_final",
    "confidence_final",
    "prediction_final",
    "disappointment_final",
    "fulfilment_end",
    "good_state",
)
PER_SWITCHES = 8
"""Worlds that share one choice of alternatives, and so a block of lanes."""
MOST_MATTERING = 6
DESIGN_SEED = 20161003
LEVELS = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
HELD = frozenset(
    (
        "habit_loss_ratio",
        "anchoring_buy_in",
        "anchoring_engagement",
        "anchoring_prediction",
        "workshop_aspiration",
        "workshop_capability",
        "workshop_shame",
        "workshop_prediction",
        "course_engagement",
        "own_effort_capability",
    )
)
"""Sizes that stood in the equations when the worlds of this page were first drawn: held, so that the same question has
the same answer."""


def study_of(asked: AssumptionsRequest) -> Study:
    """The study of two worlds in many worlds of assumptions: those drawn first are as spread out as all of them.

    Raises:
        ScenarioError: a world that is not allowed, or too much work.
    """
    summaries = tuple(dict.fromkeys(asked.summaries or SHOWN))
    for name in summaries:
        check_summary(name, "summaries")
    worlds = {"a": scenario_of(asked.a, "a"), "b": scenario_of(asked.b, "b")}
    if any(people_of(world) * world.weeks > 2_000_000 for world in worlds.values()):
        raise ScenarioError(
            "these worlds are too large for the app to vary their assumptions",
            where="a",
            allowed="at most 2 million weeks of people in a world",
        )
    inputs = varied_between(asked, *worlds.values())
    draws = points_of(inputs, asked.worlds)
    sides = [{SCENARIO: side} for side in worlds]
    experiment = Experiment(
        "assumptions",
        "Does it stay so under other assumptions?",
        "",
        worlds,
        (Input(SCENARIO, "scenario", "lever", levels=("a", "b")), *inputs),
        tuple(OutcomeAsked(name, name, good=SUMMARIES[name].good) for name in summaries),
        Design("list", points=tuple({**side, **draw} for draw in draws for side in sides)),
        RunPlan(1, max_seeds=1),
        contrasts=(Contrast("a against b", sides[0], sides[1]),),
    )
    drawn = [[experiment.world({**side, **draw}) for side in sides] for draw in draws]
    check_work({"a": drawn[0][0], "b": drawn[0][1]}, asked.worlds)
    return Study(experiment, drawn, (asked.programme_seed, asked.first_seed))


def varied_between(asked: AssumptionsRequest, a: Scenario, b: Scenario) -> tuple[Input, ...]:
    """What is varied: assumptions and, if wanted, structural switches.

    What somebody set in the app, what differs between the worlds (that is the question), and what a scenario knows or
    changes at a week, stays as it is.
    """
    held = {name for name in (*PARAMETERS, *SWITCHES) if getattr(a.settings, name) != getattr(b.settings, name)}
    for world in (asked.a, asked.b):
        held |= set(world.set) | {change.parameter for change in world.changes}
        held |= {name for values in world.interventions.values() for name in values}
    known = held | {name for name in PARAMETERS if _known(name, a) or _known(name, b)}
    return (
        *(
            Input(name, "parameter", "uncertain", low=parameter.plausible[0], high=parameter.plausible[1])
            for name, parameter in PARAMETERS.items()
            if is_free(name) and name not in known
        ),
        *(
            Input(name, "switch", "uncertain", levels=tuple(switch.alternatives))
            for name, switch in SWITCHES.items()
            if asked.switches and switch.structural and name not in held
        ),
    )


def is_free(name: str) -> bool:
    """Whether a parameter is an assumption about how the world works that a run may vary.

    >>> is_free("trust_rate"), is_free("candour"), is_free("peer_ties")
    (True, False, False)
    """
    parameter = PARAMETERS[name]
    varied = parameter.role in ("assumption", "start") and parameter.is_assumption
    return varied and not parameter.whole and name not in HELD


def _known(name: str, scenario: Scenario) -> bool:
    """Whether the scenario gives a value with a source that is no assumption, or changes it at a week."""
    reason = (scenario.reasons or {}).get(name)
    sourced = reason is not None and reason.source != "" and "[A]" not in reason.source
    return sourced or any(change.parameter == name for change in scenario.changes)


def points_of(inputs: Sequence[Input], count: int) -> list[dict[str, Any]]:
    """Drawn values by input: numbers anew for every world, switches for some worlds together."""
    numbers = [varied for varied in inputs if varied.numeric]
    switches = [varied for varied in inputs if not varied.numeric]
    drawn = unit_hypercube(len(numbers), count, DESIGN_SEED)
    chosen = unit_hypercube(len(switches), -(-count // PER_SWITCHES), DESIGN_SEED + 1)
    return [
        {
            varied.name: value_at(varied, share)
            for varied, share in zip(inputs, (*row, *chosen[number // PER_SWITCHES]), strict=True)
        }
        for number, row in enumerate(drawn)
    ]


def told(study: Study) -> tuple[dict[str, Any], dict[str, Packed]]:
    """Header and arrays of the frame of what is known by now: in how many worlds A stays better, and why."""
    a, b = study.numbers
    apart = np.ascontiguousarray((a - b).T)
    inputs = [varied for varied in study.experiment.inputs if varied.kind != "scenario"]
    varied = [varied.name for varied in inputs if varied.numeric]
    values = np.array([[point[name] for name in varied] for point in study.experiment.design.points[::2]])
    header = {
        "worlds": study.done,
        "asked": study.asked,
        "varied": varied,
        "switches_varied": [varied.name for varied in inputs if not varied.numeric],
        "held": [name for name in PARAMETERS if is_free(name) and name not in varied],
        "summaries": [
            _said_of(column.name, gaps, varied, values[: study.done])
            for column, gaps in zip(study.columns, apart, strict=True)
        ],
    }
    return header, {"difference": Packed(apart, "f4")}


def _said_of(name: str, apart: Floats, varied: Sequence[str], values: Floats) -> dict[str, Any]:
    summary, known = SUMMARIES[name], ~np.isnan(apart)
    share = share_with_interval(float(wins_of(apart, summary.good)), int(known.sum()))
    return {
        "name": name,
        "unit": summary.unit,
        "good": summary.good,
        "a_better": {"share": share.value, "low": share.low, "high": share.high},
        "difference": dict(zip(LEVELS, quantiles(apart, tuple(LEVELS.values())).tolist(), strict=True)),
        "matters": _mattering(apart[known], varied, values[known]),
    }


def _mattering(apart: Floats, varied: Sequence[str], values: Floats) -> list[dict[str, Any]]:
    """The assumptions whose rank goes most with the rank of the difference; shapes (worlds) and (worlds, varied)."""
    if len(apart) < 10 or np.ptp(apart) <= NEGLIGIBLE or not varied:
        return []
    together = np.array([spearman(column, apart) for column in values.T])
    return [
        {"name": varied[place], "rank_correlation": float(together[place])}
        for place in np.argsort(-np.abs(together).round(12), kind="stable")[:MOST_MATTERING]
    ]
