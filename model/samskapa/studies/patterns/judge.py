"""The verdict on a pattern: at the defaults, under every alternative of every switch, without its cause; and on disk.

A pattern is a study: its arms are the scenarios, its metrics the outcomes, its clauses weighted sums that must lie
above a size. Verdicts are kept one file a pattern, so that what is done and still true need not be done again.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from samskapa.science.hashes import science_hash, tree_hash
from samskapa.science.scenarios import load_scenario
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.switches import SWITCHES
from samskapa.studies.patterns import metrics
from samskapa.studies.patterns.metrics import METRICS
from samskapa.studies.patterns.pattern import Arm, Pattern, Values
from samskapa.study.design import PROGRAMMES
from samskapa.study.plan import SCENARIO, Design, Experiment, Input, RunPlan
from samskapa.study.provenance import fingerprint
from samskapa.study.statistics.means import Floats
from samskapa.study.stopping import FIRST_PAIRS, MOST_PAIRS, Pairs
from samskapa.study.store import Disk
from samskapa.study.together import asked_of, effects_of, results_together, sums_of
from samskapa.study.verdicts import Effect, Verdict, together

FOLDER = Path("results") / "patterns"
FIRST_SEED = 10_001
"""Seeds of the scorecard; those of the calibration lie elsewhere, and never touch."""
SWITCH_PAIRS = 48
"""Most pairs under an alternative of a switch: enough to see a pattern go, not to settle each one."""
LEFT_OUT = {"activation"}
"""Switches that are not turned here: a drawn order of activation is the Mesa model's alone."""
STRONGEST = 7

Step = Callable[[int, int], None]


def study_of(
    pattern: Pattern,
    defaults: Values | None = None,
    overriding: Values | None = None,
    *,
    first_seed: int = FIRST_SEED,
    first: int = FIRST_PAIRS,
    most: int = MOST_PAIRS,
) -> Experiment:
    """A pattern as a study of a model that may differ from the defaults.

    Args:
        pattern: the pattern.
        defaults: other defaults; what a world or an arm gives as its own is stronger.
        overriding: values that are stronger than those of world and arm, to switch a mechanism off.
        first_seed: the first chance seed.
        first, most: pairs to begin with, and at most.

    >>> from samskapa.studies.patterns.table import PATTERNS
    >>> works = study_of(PATTERNS["C29"], {"engagement_start": .1, "candour": .9}).scenarios["works"].settings
    >>> works.engagement_start, works.candour
    (0.6, 0.9)
    """
    outcomes = asked_of(METRICS[name] for name in sorted(pattern.metrics()))
    worlds = {name: world_of(arm, defaults or {}, overriding or {}) for name, arm in pattern.arms.items()}
    return Experiment(
        pattern.name,
        pattern.sentence,
        "It does.",
        worlds,
        (Input(SCENARIO, "scenario", "lever", levels=tuple(worlds)),),
        outcomes,
        Design("list", points=tuple({SCENARIO: name} for name in worlds)),
        RunPlan(first, max_seeds=most, first_seed=first_seed),
        contrasts=pattern.clauses,
    )


def world_of(arm: Arm, defaults: Values, overriding: Values) -> Scenario:
    """The world of an arm."""
    world = load_scenario(arm.world)
    own = {**world.settings.own, **world.settings.own_switches}
    values = {name: value for name, value in defaults.items() if name not in own}
    return world.changed(**dict[str, Any]({**values, **arm.values, **overriding}))


def measure(studies: Sequence[Experiment], pairs: Pairs, threads: int | None = None) -> list[Floats]:
    """The weighted sum of every clause of some patterns; an array of shape (clauses, pairs) for each."""
    datasets = results_together(studies, METRICS, pairs, threads=threads)
    return [sums_of(study, dataset) for study, dataset in zip(studies, datasets, strict=True)]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The effects of all clauses of a pattern, and the verdict that follows."""

    effects: tuple[Effect, ...]

    @property
    def verdict(self) -> Verdict:
        """Holds when every clause holds, fails when one fails."""
        return together([effect.verdict for effect in self.effects])

    @property
    def weakest(self) -> int:
        """Number of the clause that lies least above, or most below, its minimum size."""
        return min(range(len(self.effects)), key=lambda n: (self.effects[n].strength, n))

    @property
    def strength(self) -> float:
        """Strength of the weakest clause."""
        return self.effects[self.weakest].strength


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a pattern.

    Attributes:
        pattern: the pattern.
        judgement: at the defaults.
        switches: under each alternative, by switch and alternative; empty if not asked.
        without_cause: with its mechanism switched off; None if not asked.
    """

    pattern: Pattern
    judgement: Judgement
    switches: dict[str, dict[str, Judgement]] = field(default_factory=dict)
    without_cause: Judgement | None = None

    def flips(self) -> list[str]:
        """Alternatives under which a pattern that holds does not hold, or the other way round.

        An alternative under which it stays undecided is no flip.
        """
        opposite = {Verdict.HOLDS: Verdict.FAILS, Verdict.FAILS: Verdict.HOLDS}.get(self.judgement.verdict)
        return [
            f"{switch} = {alternative}"
            for switch, found in self.switches.items()
            for alternative, judgement in found.items()
            if judgement.verdict is opposite
        ]


def judge(
    pattern: Pattern,
    *,
    defaults: Values | None = None,
    overriding: Values | None = None,
    first_seed: int = FIRST_SEED,
    first: int = FIRST_PAIRS,
    most: int = MOST_PAIRS,
    threads: int | None = None,
) -> Judgement:
    """Ask a pattern on as many pairs as it takes; arguments as those of `study_of`, and threads of the engine."""
    study = study_of(pattern, defaults, overriding, first_seed=first_seed, first=first, most=most)
    return Judgement(tuple(effects_of(study, METRICS, threads)))


def alternatives() -> list[tuple[str, str]]:
    """Every alternative that is not the default, of every switch that can be turned here.

    >>> ("mode", "one_to_one") in alternatives(), ("mode", "collective") in alternatives()
    (True, False)
    """
    return [
        (switch.name, name)
        for switch in SWITCHES.values()
        if switch.name not in LEFT_OUT
        for name in switch.alternatives
        if name != switch.default
    ]


def strongest(cards: Sequence[Card]) -> list[Card]:
    """The patterns that hold by the widest margin and name a cause that can be switched off."""
    able = [card for card in cards if card.judgement.verdict is Verdict.HOLDS and card.pattern.without]
    return sorted(able, key=lambda card: (-card.judgement.strength, card.pattern.number))[:STRONGEST]


# -- the whole scorecard -----------------------------------------------------------------------------------------------


def quick_cards(patterns: Sequence[Pattern], threads: int | None = None, on_step: Step | None = None) -> list[Card]:
    """A first look at some patterns: the first pairs only, nothing kept."""
    cards = []
    for number, pattern in enumerate(patterns, start=1):
        cards.append(Card(pattern, judge(pattern, most=FIRST_PAIRS, threads=threads)))
        if on_step:
            on_step(number, len(patterns))
    return cards


def score(
    patterns: Sequence[Pattern],
    folder: Path,
    *,
    switches: bool = True,
    threads: int | None = None,
    on_step: Step | None = None,
) -> list[Card]:
    """Judge patterns, taking from the folder what is known there and keeping there what is found.

    Args:
        patterns: the patterns.
        folder: where verdicts are kept.
        switches: whether to turn every switch too, and to switch off the causes of the strongest.
        threads: threads of the engine; all processors if None.
        on_step: called with how many questions are answered and how many there are, about.
    """
    turned = alternatives() if switches else []
    total = len(patterns) * (1 + len(turned)) + (len(patterns) if switches else 0)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if on_step:
            on_step(min(done, total), total)

    cards = []
    for pattern in patterns:
        card = kept(pattern, folder)
        if card is None:
            card = Card(pattern, judge(pattern, threads=threads))
            keep(card, folder)
        step()
        for switch, alternative in turned:
            if alternative not in card.switches.get(switch, {}):
                judgement = judge(pattern, defaults={switch: alternative}, most=SWITCH_PAIRS, threads=threads)
                card = replace(
                    card, switches={**card.switches, switch: {**card.switches.get(switch, {}), alternative: judgement}}
                )
            step()
        keep(card, folder)
        cards.append(card)
    if switches:
        without = {card.pattern.name for card in strongest(cards)}
        for n, card in enumerate(cards):
            if card.pattern.name in without and card.without_cause is None:
                judgement = judge(card.pattern, overriding=card.pattern.without, threads=threads)
                cards[n] = replace(card, without_cause=judgement)
                keep(cards[n], folder)
            step()
    return cards


# -- on disk -----------------------------------------------------------------------------------------------------------


def code_of(pattern: Pattern) -> str:
    """A hash of all that the verdict on a pattern depends on: science, worlds, declaration, and what is measured."""
    study = study_of(pattern)
    worlds = [fingerprint(world) for world in study.scenarios.values()]
    asked = repr((study.contrasts, study.design, study.run, dict(pattern.without), PROGRAMMES, worlds, science_hash()))
    return hashlib.sha256((asked + text_hash(metrics)).encode()).hexdigest()[:16]


def text_hash(module: ModuleType) -> str:
    """A hash of a module that words and blanks do not change."""
    return tree_hash(Path(str(module.__file__)).read_text(encoding="utf-8"))


def file_of(pattern: Pattern, folder: Path) -> Path:
    """Where a pattern is kept."""
    return folder / f"{pattern.name}.json"


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Disk().put(path, (json.dumps(data, indent=1) + "\n").encode())


def keep(card: Card, folder: Path) -> None:
    """Write what is known of a pattern."""
    write_json(
        file_of(card.pattern, folder),
        {
            "pattern": card.pattern.name,
            "code": code_of(card.pattern),
            "first_seed": FIRST_SEED,
            "verdict": card.judgement.verdict.value,
            "effects": rows_of(card.judgement),
            "switches": {
                switch: {name: rows_of(judgement) for name, judgement in found.items()}
                for switch, found in card.switches.items()
            },
            "without_cause": rows_of(card.without_cause) if card.without_cause else None,
        },
    )


def kept(pattern: Pattern, folder: Path) -> Card | None:
    """What is known of a pattern; None if nothing is, or if something it depends on has changed since."""
    path = file_of(pattern, folder)
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return card_of(pattern, data) if data["code"] == code_of(pattern) else None


def card_of(pattern: Pattern, data: dict[str, Any]) -> Card:
    """What a file says of a pattern, whatever it was found with."""
    return Card(
        pattern,
        judgement_of(data["effects"]),
        {
            switch: {name: judgement_of(rows) for name, rows in found.items()}
            for switch, found in data["switches"].items()
        },
        judgement_of(data["without_cause"]) if data["without_cause"] else None,
    )


def rows_of(judgement: Judgement) -> list[list[float | None]]:
    """Effects as rows for a file: mean, bounds, size asked, pairs."""
    return [
        [
            *(None if math.isnan(value) else value for value in (effect.mean, effect.low, effect.high)),
            effect.least,
            effect.pairs,
        ]
        for effect in judgement.effects
    ]


def judgement_of(rows: list[list[Any]]) -> Judgement:
    """Effects from the rows of a file."""
    numbers = [[math.nan if value is None else float(value) for value in row] for row in rows]
    return Judgement(tuple(Effect(mean, low, high, least, int(pairs)) for mean, low, high, least, pairs in numbers))
