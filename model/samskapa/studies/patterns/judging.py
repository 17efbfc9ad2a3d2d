"""The verdict on a pattern: at the defaults, under every alternative of every switch, and without its cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from samskapa.science.switches import SWITCHES
from samskapa.studies.patterns.pattern import Pattern, Values
from samskapa.studies.patterns.running import Progress, Question, measure
from samskapa.study.statistics.means import Floats
from samskapa.study.stopping import FIRST_PAIRS, MOST_PAIRS, Pairs, until_decided
from samskapa.study.verdicts import Effect, Verdict, together

FIRST_SEED = 10_001
"""Seeds of the scorecard; those of the calibration lie elsewhere, and never touch."""
SWITCH_PAIRS = 48
"""Most pairs under an alternative of a switch: enough to see a pattern go, not to settle each one."""
LEFT_OUT = {"activation"}
"""Switches that are not turned here: a drawn order of activation is the Mesa model's alone."""
STRONGEST = 7


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
        return [f"{switch} = {alternative}" for switch, found in self.switches.items()
                for alternative, judgement in found.items() if judgement.verdict is opposite]


def judge(
    pattern: Pattern, *, defaults: Values | None = None, overriding: Values | None = None,
    first_seed: int = FIRST_SEED, first: int = FIRST_PAIRS, most: int = MOST_PAIRS,
    threads: int | None = None, on_run: Progress | None = None,
) -> Judgement:
    """Ask a pattern on as many pairs as it takes.

    Args:
        pattern: the pattern.
        defaults, overriding: how the model that is asked differs, as in `Question`.
        first_seed: the first chance seed.
        first, most: pairs to begin with, and at most.
        threads: threads of the engine; all processors if None.
        on_run: called with how many runs of the present batch are done and how many there are.
    """
    asked = Question(pattern, defaults or {}, overriding or {})

    def ask(pairs: Pairs) -> Floats:
        return measure([asked], pairs, threads, on_run)[0]

    return Judgement(tuple(until_decided(ask, [c.least for c in pattern.clauses], first_seed, first, most)))


def alternatives() -> list[tuple[str, str]]:
    """Every alternative that is not the default, of every switch that can be turned here.

    >>> ("mode", "one_to_one") in alternatives(), ("mode", "collective") in alternatives()
    (True, False)
    """
    return [(switch.name, name) for switch in SWITCHES.values() if switch.name not in LEFT_OUT
            for name in switch.alternatives if name != switch.default]


def strongest(cards: Sequence[Card]) -> list[Card]:
    """The patterns that hold by the widest margin and name a cause that can be switched off."""
    able = [card for card in cards if card.judgement.verdict is Verdict.HOLDS and card.pattern.without]
    return sorted(able, key=lambda card: (-card.judgement.strength, card.pattern.number))[:STRONGEST]
