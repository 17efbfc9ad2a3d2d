"""Is a verdict an artefact? Patterns asked again under changes that say nothing about people.

The changes, and what a standing means, are those of `lab.robustness`. A conclusion of the scorecard is the verdict on
a pattern, so its standing is the worst among the clauses that carry the verdict: all of them where it holds, those that
fail where it does not. Other laws of who knows whom are alternatives of a switch, and taken from there. The drawn order
runs on the Mesa model, some hundred times slower: a few of the strongest patterns are asked, with few pairs.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from samskapa.science.errors import SamskapaError
from samskapa.studies import robustness
from samskapa.studies.patterns import shortened
from samskapa.studies.patterns.judging import FIRST_SEED, Card, Judgement, strongest
from samskapa.studies.patterns.keeping import code_of, judgement_of, rows_of
from samskapa.studies.patterns.of_people import METRICS
from samskapa.studies.patterns.pattern import Pattern
from samskapa.studies.patterns.running import Question, outcomes_of, trajectories_of
from samskapa.studies.robustness import CHANGES, Change, Finding, Standing, Transform, compare, worst
from samskapa.study.comparison import World
from samskapa.study.simulate import simulate_together
from samskapa.study.statistics.means import Floats
from samskapa.study.stopping import Pairs, until_decided
from samskapa.study.verdicts import Effect

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

Step = Callable[[int, int], None]


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
            found.append(Finding(change, was, now, standing, f"{clause.words}: {why}"))
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
    asked = [(card.pattern, change) for change in CHANGES for card in cards
             if change.name not in OF_SWITCHES and (not change.slow or card.pattern.name in slowly)]
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
    count = SLOW_PAIRS if change.slow else PAIRS

    def ask(pairs: Pairs) -> Floats:
        return measure_changed(pattern, change.transform, pairs, threads)

    return Judgement(tuple(until_decided(ask, [clause.least for clause in pattern.clauses], first, count, count)))


def measure_changed(pattern: Pattern, transform: Transform, pairs: Pairs, threads: int | None = None) -> Floats:
    """The weighted difference of every clause in changed worlds, weeks put together where the change has cut them.

    Counts of people and promises are divided by how many times as many residents there are.

    Returns:
        Shape (clauses, pairs), not a number where a run failed or a metric is not known.

    Raises:
        ScenarioError: the change asks for a world that cannot be.
    """
    asked = Question(pattern)
    usual = {name: asked.world(arm) for name, arm in pattern.arms.items()}
    worlds = {name: transform(world) for name, world in usual.items()}
    datasets = simulate_together(
        list(worlds.values()), programme_seeds=[pair[0] for pair in pairs], chance_seeds=[pair[1] for pair in pairs],
        outcomes=outcomes_of([asked]), trajectories=trajectories_of([asked]), threads=threads,
    )
    needed = {(term.metric, term.arm) for clause in pattern.clauses for term in clause.terms}
    values: dict[tuple[str, str], Floats] = {}
    for (arm, world), data in zip(worlds.items(), datasets, strict=True):
        parts = world.weeks // usual[arm].weeks
        ran = World(usual[arm], shortened.whole_weeks(data, parts)) if parts > 1 else World(world, data)
        people = sum(plan.residents for plan in world.services) / sum(plan.residents for plan in usual[arm].services)
        for name in (name for name, of_arm in needed if of_arm == arm):
            metric = METRICS[name]
            values[name, arm] = metric.of(ran) / (people if metric.unit in COUNTED else 1.0)
    return np.array([sum(term.weight * values[term.metric, term.arm] for term in clause.terms)
                     for clause in pattern.clauses])


# -- on disk -----------------------------------------------------------------------------------------------------------


def code_of_checks(pattern: Pattern) -> str:
    """A hash of all that checks of a pattern depend on: what its verdict depends on, and the changes."""
    texts = [inspect.getsource(part) for part in (judge_changed, measure_changed, shortened, robustness)]
    asked = repr((code_of(pattern), PAIRS, SLOW_PAIRS, OTHER_SEEDS, COUNTED, texts))
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def keep_checks(pattern: Pattern, checks: Checks, folder: Path) -> None:
    """Write what was found of a pattern under changes, whole or not at all."""
    target = folder / FOLDER / f"{pattern.name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    data = {
        "pattern": pattern.name, "code": code_of_checks(pattern), "first_seed": FIRST_SEED,
        "changes": {name: rows_of(judgement) for name, judgement in checks.found.items()},
        "cannot_be": dict(checks.refused),
    }
    aside = target.with_suffix(".part")
    aside.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    aside.replace(target)


def kept_checks(pattern: Pattern, folder: Path) -> Checks | None:
    """What was found of a pattern; None if nothing was, or if something it depends on has changed since."""
    path = folder / FOLDER / f"{pattern.name}.json"
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    if data["code"] != code_of_checks(pattern):
        return None
    return Checks({name: judgement_of(rows) for name, rows in data["changes"].items()}, data["cannot_be"])


def checks_kept(cards: Sequence[Card], folder: Path) -> dict[str, Checks]:
    """What was found of some patterns under changes, as far as it is known."""
    found = {card.pattern.name: kept_checks(card.pattern, folder) for card in cards}
    return {name: checks for name, checks in found.items() if checks is not None}
