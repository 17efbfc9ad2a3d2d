"""Is a verdict an artefact? Patterns asked again under changes that say nothing about people.

The changes, and what a standing means, are those of `lab.robustness`. A conclusion of the scorecard is the verdict on
a pattern, so its standing is the worst among the clauses that carry the verdict: all of them where it holds, those that
fail where it does not. Other laws of who knows whom are alternatives of a switch, and taken from there. The drawn order
runs on the Mesa model, some hundred times slower: a few of the strongest patterns are asked, with few pairs.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samskapa.science.errors import SamskapaError
from samskapa.science.run import BY_SERVICE, OF_PERSON
from samskapa.science.scenarios.scenario import Scenario
from samskapa.studies import robustness
from samskapa.studies.patterns.judge import (
    FIRST_SEED,
    Card,
    Judgement,
    Step,
    code_of,
    judgement_of,
    rows_of,
    strongest,
    study_of,
    text_hash,
    write_json,
)
from samskapa.studies.patterns.metrics import METRICS
from samskapa.studies.patterns.pattern import Pattern
from samskapa.studies.robustness import CHANGES, Change, Finding, Standing, Transform, compare, worst
from samskapa.study.comparison import World
from samskapa.study.plan import SCENARIO, Experiment, Point
from samskapa.study.together import Seen, effects_of
from samskapa.study.verdicts import Effect

if TYPE_CHECKING:
    import xarray

FOLDER = "artefacts"
"""Where checks are kept, below the verdicts."""
PAIRS, SLOW_PAIRS = 24, 6
OTHER_SEEDS = 20_051
"""First seed of the other chance: other programmes, too, than the first pairs of the scorecard."""
SLOWLY_ASKED, MOST_ARMS = 5, 3
"""How many of the strongest patterns are asked in a drawn order, of those with few arms."""
COUNTED = ("residents", "promises")
"""Units that grow with the number of people; twice the people are asked for a half of each."""
OF_SWITCHES = {"random ties": ("network", "random"), "ties of the like": ("network", "homophilous")}
NOT_ASKED, TOO_SLOW = "not asked", "the Mesa model is too slow to ask all"

OF_THE_WEEK = ("invited", "attended", "came_before", "came_again")
"""Outcomes that count what happened this week; all others are states, or count from the start."""
IN_WEEKS = ("tenure",)
"""States of residents that are measured in weeks."""


@dataclass(frozen=True, slots=True)
class Checks:
    """What was found of a pattern under changes.

    Attributes:
        found: judgement by name of the change.
        refused: why a change cannot be made, by its name.
    """

    found: Mapping[str, Judgement] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def standings(card: Card, checks: Checks) -> list[Finding]:
    """What is left of the verdict on a pattern under every change, in the order of `robustness.CHANGES`."""
    found = []
    for change in CHANGES:
        after = checks.found.get(change.name)
        if change.name in OF_SWITCHES:
            switch, alternative = OF_SWITCHES[change.name]
            after = card.switches.get(switch, {}).get(alternative)
        if after is None:
            why = checks.refused.get(change.name, TOO_SLOW if change.slow else NOT_ASKED)
            weakest = card.judgement.effects[card.judgement.weakest]
            found.append(Finding(change, weakest, None, Standing.NOT_TESTED, why))
        else:
            found.append(standing_under(change, card, after))
    return found


def standing_under(change: Change, card: Card, after: Judgement) -> Finding:
    """What a change leaves of a verdict: the worst finding among the clauses that carry it."""
    before = card.judgement
    found = []
    for clause, was, now in zip(card.pattern.clauses, before.effects, after.effects, strict=True):
        if was.verdict is before.verdict:
            standing, why = compare(claimed(was), claimed(now))
            found.append(Finding(change, was, now, standing, f"{clause.name}: {why}"))
    return next(one for one in found if one.standing is worst(found))


def claimed(effect: Effect) -> Effect:
    """An effect whose sign tells what is claimed.

    Where less than nothing is asked (about equal, below a level), the sign of the difference claims nothing: there
    it is measured from the size asked.

    >>> claimed(Effect(-.01, -.015, -.005, -.02, 24)).mean, claimed(Effect(.3, .2, .4, .1, 24)).mean
    (0.01, 0.3)
    """
    if effect.least >= 0.0:
        return effect
    mean, low, high = (value - effect.least for value in (effect.mean, effect.low, effect.high))
    return Effect(mean, low, high, 0.0, effect.pairs)


# -- asking ------------------------------------------------------------------------------------------------------------


def check_all(
    cards: Sequence[Card], folder: Path, *, threads: int | None = None, on_step: Step | None = None
) -> dict[str, Checks]:
    """Ask patterns under every change, taking from the folder what is known there and keeping there what is found.

    Args:
        cards: patterns with their verdicts.
        folder: where verdicts are kept; checks go below it.
        threads: threads of the engine, processes of the Mesa model; all processors if None.
        on_step: called with how many questions are answered and how many there are.

    Returns:
        What was found, by name of the pattern.
    """
    slowly = {card.pattern.name for card in slowly_asked(cards)}
    asked = [
        (card.pattern, change)
        for change in CHANGES
        for card in cards
        if change.name not in OF_SWITCHES and (not change.slow or card.pattern.name in slowly)
    ]
    checks = {card.pattern.name: kept_checks(card.pattern, folder) or Checks() for card in cards}
    for done, (pattern, change) in enumerate(asked, start=1):
        known = checks[pattern.name]
        if change.name not in known.found and change.name not in known.refused:
            checks[pattern.name] = known = with_change(known, pattern, change, threads)
            keep_checks(pattern, known, folder)
        if on_step:
            on_step(done, len(asked))
    return checks


def slowly_asked(cards: Sequence[Card]) -> list[Card]:
    """Which patterns are asked in a drawn order: the strongest of those whose cause was asked, with few arms."""
    return [card for card in strongest(cards) if len(card.pattern.arms) <= MOST_ARMS][:SLOWLY_ASKED]


def with_change(known: Checks, pattern: Pattern, change: Change, threads: int | None = None) -> Checks:
    """What is known of a pattern, and what one more change does to it or why it cannot be made."""
    try:
        judgement = judge_changed(pattern, change, threads)
    except SamskapaError as error:
        return Checks(known.found, {**known.refused, change.name: str(error)})
    return Checks({**known.found, change.name: judgement}, known.refused)


def judge_changed(pattern: Pattern, change: Change, threads: int | None = None) -> Judgement:
    """Ask a pattern in changed worlds.

    Raises:
        ScenarioError: the change asks for a world that cannot be.
    """
    first = OTHER_SEEDS if change.next_seeds else FIRST_SEED
    study, seen = changed_study(pattern, change.transform, first, SLOW_PAIRS if change.slow else PAIRS)
    return Judgement(tuple(effects_of(study, METRICS, threads, seen)))


def changed_study(pattern: Pattern, transform: Transform, first_seed: int, count: int) -> tuple[Experiment, Seen]:
    """A pattern as a study of changed worlds, and what is measured in them.

    Weeks are put together where the change has cut them; counts of people and promises are divided by how many times
    as many residents there are.

    Raises:
        ScenarioError: the change asks for a world that cannot be.
    """
    study = study_of(pattern, first_seed=first_seed, first=count, most=count)
    usual, worlds = study.scenarios, {name: transform(world) for name, world in study.scenarios.items()}
    times = {name: _residents(world) / _residents(usual[name]) for name, world in worlds.items()}

    def seen(point: Point, ran: World) -> World:
        world = usual[str(point[SCENARIO])]
        parts = ran.scenario.weeks // world.weeks
        return World(world, whole_weeks(ran.data, parts)) if parts > 1 else ran

    contrasts = tuple(
        replace(
            contrast,
            terms=tuple(
                replace(term, weight=term.weight / times[str(term.at[SCENARIO])])
                if METRICS[term.outcome].unit in COUNTED
                else term
                for term in contrast.terms
            ),
        )
        for contrast in study.contrasts
    )
    return replace(study, scenarios=worlds, contrasts=contrasts), seen


def _residents(world: Scenario) -> int:
    return sum(plan.residents for plan in world.services)


def whole_weeks(data: xarray.Dataset, parts: int) -> xarray.Dataset:
    """Weeks put together from their parts: what happened is added, a state is that of the last part.

    Args:
        data: runs of weeks cut into `parts`; dimensions as `simulate` gives them.
        parts: how many parts a week has; it must divide the number of weeks.

    Returns:
        Outcomes and states by whole weeks, with status and seeds; summaries are left out, being measured otherwise.
    """
    last = data.drop_vars(
        [name for name, values in data.data_vars.items() if "week" not in values.dims and name != "status"]
    ).isel(week=slice(parts - 1, None, parts))
    last = last.assign_coords(week=np.arange(last.sizes["week"]))
    for name, values in data.data_vars.items():
        if str(name).removesuffix(BY_SERVICE) in OF_THE_WEEK:
            pieces = [values.isel(week=slice(part, None, parts)).values for part in range(parts)]
            last[name] = last[name].copy(data=np.sum(pieces, axis=0))
        if str(name).removeprefix(OF_PERSON) in IN_WEEKS:
            last[name] = last[name] / parts
    return last


# -- on disk -----------------------------------------------------------------------------------------------------------


def code_of_checks(pattern: Pattern) -> str:
    """A hash of all that checks of a pattern depend on: what its verdict depends on, and the changes."""
    asked = code_of(pattern) + text_hash(sys.modules[__name__]) + text_hash(robustness)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def keep_checks(pattern: Pattern, checks: Checks, folder: Path) -> None:
    """Write what was found of a pattern under changes."""
    write_json(
        folder / FOLDER / f"{pattern.name}.json",
        {
            "pattern": pattern.name,
            "code": code_of_checks(pattern),
            "first_seed": FIRST_SEED,
            "changes": {name: rows_of(judgement) for name, judgement in checks.found.items()},
            "cannot_be": dict(checks.refused),
        },
    )


def kept_checks(pattern: Pattern, folder: Path) -> Checks | None:
    """What was found of a pattern; None if nothing was, or if something it depends on has changed since."""
    path = folder / FOLDER / f"{pattern.name}.json"
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return checks_of(data) if data["code"] == code_of_checks(pattern) else None


def checks_of(data: dict[str, Any]) -> Checks:
    """What a file says of a pattern under changes, whatever it was found with."""
    return Checks({name: judgement_of(rows) for name, rows in data["changes"].items()}, data["cannot_be"])


def checks_kept(cards: Sequence[Card], folder: Path) -> dict[str, Checks]:
    """What was found of some patterns under changes, as far as it is known."""
    found = {card.pattern.name: kept_checks(card.pattern, folder) for card in cards}
    return {name: checks for name, checks in found.items() if checks is not None}
