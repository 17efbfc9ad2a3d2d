"""The same two worlds under other assumptions: drawn over their plausible ranges and switches, run on one chance each.

The draws are a Latin hypercube of scipy with a fixed seed, the one library design here that wants a seed of its own:
the same question gets the same worlds. What happens in these worlds is drawn by `science.chance`, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samskapa.app.server.batches import Batch, batch_of, engine_results
from samskapa.app.server.messages import AssumptionsRequest
from samskapa.app.server.replies import Packed, frame
from samskapa.app.server.worlds import people_of, scenario_of
from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import STRUCTURE
from samskapa.science.run import Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES
from samskapa.science.switches import SWITCHES
from samskapa.study.statistics.means import NEGLIGIBLE, Floats
from samskapa.study.statistics.ranks import spearman
from samskapa.study.statistics.spread import LEVELS, quantiles, share_with_interval, wins_of

SHOWN = ("attendance_after", "trust_final", "confidence_final", "prediction_final", "disappointment_final",
         "fulfilment_end", "good_state")
PER_SWITCHES = 8
"""Worlds that share one choice of alternatives, and so a block of lanes."""
MOST_MATTERING = 6
DESIGN_SEED = 20161003
MEASURES = frozenset((
    "project", "dialogue meetings", "prework", "anchoring", "future workshop", "university course", "flagship promise",
    "shocks", "levels", "allocation", "power", "own effort", "hours of staff", "voluntary sector",
))
"""Groups of what a programme does: decisions, not assumptions, but for the assumptions named below."""
EFFECTS = frozenset((
    "attendance_smoothing", "hope_push", "novelty", "awakening", "shame_fall", "capability_rise", "belief_rate",
    "voluntary_belief", "partner_recovery", "pause_loss",
))
DECISIONS = frozenset((
    "acceptance", "overpromising", "candour", "confidentiality", "deadline", "delivery_capacity", "protected_time",
    "mandated", "scouting", "hero_support", "demonstration",
))
"""What a programme decides outside those groups."""


@dataclass(frozen=True, slots=True)
class Design:
    """Drawn worlds.

    Attributes:
        a, b: the worlds, one of each for every draw.
        varied: parameters that were drawn; `values`: what was drawn, shape (worlds, parameters).
        switches: switches that were drawn.
        held: parameters that are assumptions and were held.
    """

    a: tuple[Scenario, ...]
    b: tuple[Scenario, ...]
    varied: tuple[str, ...]
    values: Floats
    switches: tuple[str, ...]
    held: tuple[str, ...]


def checked_summaries(names: Sequence[str] | None) -> tuple[str, ...]:
    """The summaries to compare.

    Raises:
        ScenarioError: an unknown name, or one without a good direction.
    """
    known = [name for name, summary in SUMMARIES.items() if summary.good]
    for name in names or ():
        if name not in known:
            raise ScenarioError(f"{name} is not a summary with a good direction", where="summaries", allowed=known,
                                nearest=nearest(name, known))
    return tuple(dict.fromkeys(names)) if names else SHOWN


def design_of(request: AssumptionsRequest) -> Design:
    """Worlds of assumptions: those drawn first are as spread out as all of them.

    Raises:
        ScenarioError: a world that is not allowed.
    """
    from scipy.stats import qmc

    a, b = scenario_of(request.a, "a"), scenario_of(request.b, "b")
    if people_of(a) * a.weeks > 2_000_000 or people_of(b) * b.weeks > 2_000_000:
        raise ScenarioError("these worlds are too large for the app to vary their assumptions", where="a",
                            allowed="at most 2 million weeks of people in a world")
    by_hand = _by_hand(request) | _apart_already(a, b)
    free = [name for name in PARAMETERS if is_free(name)]
    varied = tuple(name for name in free if name not in by_hand and not _known(name, a) and not _known(name, b))
    switches = tuple(
        name for name, switch in SWITCHES.items() if request.switches and switch.structural and name not in by_hand
    )
    count = request.worlds
    drawn = qmc.LatinHypercube(len(varied), rng=DESIGN_SEED).random(count) if varied else np.zeros((count, 0))
    low, high = (np.array([PARAMETERS[name].plausible[end] for name in varied]) for end in (0, 1))
    values = low + drawn * (high - low)
    blocks = -(-count // PER_SWITCHES)
    chosen = np.zeros((blocks, 0))
    if switches:
        chosen = qmc.LatinHypercube(len(switches), rng=DESIGN_SEED + 1).random(blocks)
    worlds: tuple[list[Scenario], list[Scenario]] = ([], [])
    for number in range(count):
        point: dict[str, Any] = dict(zip(varied, values[number].tolist(), strict=True))
        point |= _alternatives(switches, chosen[number // PER_SWITCHES])
        for kept, base in zip(worlds, (a, b), strict=True):
            kept.append(base.changed(**point))
    held = tuple(name for name in free if name not in varied)
    return Design(tuple(worlds[0]), tuple(worlds[1]), varied, values, switches, held)


def is_free(name: str) -> bool:
    """Whether a parameter is an assumption about how the world works that a run may vary.

    >>> is_free("trust_rate"), is_free("candour"), is_free("peer_ties")
    (True, False, False)
    """
    parameter = PARAMETERS[name]
    assumed = parameter.is_assumption and (parameter.group not in MEASURES or name in EFFECTS)
    return assumed and not parameter.whole and name not in DECISIONS and name not in STRUCTURE


def _by_hand(request: AssumptionsRequest) -> set[str]:
    """What somebody set in the app, in one of the worlds."""
    names: set[str] = set()
    for world in (request.a, request.b):
        names |= set(world.set) | {change.parameter for change in world.changes}
        names |= {name for values in world.interventions.values() for name in values}
    return names


def _apart_already(a: Scenario, b: Scenario) -> set[str]:
    """What differs between the worlds: that is the question, and stays as it is."""
    return {name for name in (*PARAMETERS, *SWITCHES) if getattr(a.settings, name) != getattr(b.settings, name)}


def _known(name: str, scenario: Scenario) -> bool:
    """Whether the scenario gives a value with a source that is no assumption, or changes it at a week."""
    reason = (scenario.reasons or {}).get(name)
    sourced = reason is not None and reason.source != "" and "[A]" not in reason.source
    return sourced or any(change.parameter == name for change in scenario.changes)


def _alternatives(switches: Sequence[str], shares: Floats) -> dict[str, str]:
    chosen = {}
    for name, share in zip(switches, shares, strict=True):
        alternatives = list(SWITCHES[name].alternatives)
        chosen[name] = alternatives[min(len(alternatives) - 1, int(share * len(alternatives)))]
    return chosen


def run_design(
    design: Design, first: int, last: int, request: AssumptionsRequest, summaries: Sequence[str], threads: int,
    stopped: Callable[[], bool],
) -> Floats:
    """A minus B in the drawn worlds `first` up to `last`; shape (summaries, worlds)."""
    needs = tuple(dict.fromkeys(need for name in summaries for need in SUMMARIES[name].needs))
    runs = [
        Run(world, request.programme_seed, request.first_seed + number, world.weeks, needs)
        for number in range(first, last) for world in (design.a[number], design.b[number])
    ]
    results = engine_results(runs, threads, stopped)
    apart = []
    for place, number in enumerate(range(first, last)):
        pair = [batch_of(world, [results[2 * place + side]], needs)
                for side, world in enumerate((design.a[number], design.b[number]))]
        apart.append(_apart(pair[0], pair[1], summaries))
    return np.array(apart, dtype=np.float64).T.reshape(len(summaries), -1)


def _apart(a: Batch, b: Batch, summaries: Sequence[str]) -> list[float]:
    of_a, of_b = a.summaries(), b.summaries()
    return [float(of_a[name][0] - of_b[name][0]) for name in summaries]


def assumptions_frame(design: Design, apart: Floats, summaries: Sequence[str], said: dict[str, Any]) -> bytes:
    """The frame of what is known so far: in how many worlds A stays better, and what that hangs on."""
    header = {
        "kind": "assumptions", **said, "worlds": apart.shape[1], "asked": len(design.a),
        "varied": list(design.varied), "switches_varied": list(design.switches), "held": list(design.held),
        "summaries": [_said_of(name, apart[place], design) for place, name in enumerate(summaries)],
    }
    return frame(header, {"difference": Packed(apart, "f4")})


def _said_of(name: str, apart: Floats, design: Design) -> dict[str, Any]:
    good = SUMMARIES[name].good
    share = share_with_interval(float(wins_of(apart, good)), int((~np.isnan(apart)).sum()))
    levels = quantiles(apart, LEVELS).tolist()
    return {
        "name": name, "unit": SUMMARIES[name].unit, "good": good,
        "a_better": {"share": share.value, "low": share.low, "high": share.high},
        "difference": dict(zip(("p5", "p25", "p50", "p75", "p95"), levels, strict=True)),
        "matters": _mattering(apart, design),
    }


def _mattering(apart: Floats, design: Design) -> list[dict[str, Any]]:
    """The assumptions whose rank goes most with the rank of the difference (Spearman's correlation)."""
    known = ~np.isnan(apart)
    if known.sum() < 10 or np.ptp(apart[known]) <= NEGLIGIBLE or not design.varied:
        return []
    together = np.array([spearman(column, apart[known]) for column in design.values[: len(apart)][known].T])
    order = np.argsort(-np.abs(together))[:MOST_MATTERING]
    return [{"name": design.varied[n], "rank_correlation": float(together[n])} for n in order]
