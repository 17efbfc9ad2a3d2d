"""What a pattern must say about itself before it may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from samskapa.study.plan import SCENARIO, Contrast, Term

Values = Mapping[str, float | str]


class Level(StrEnum):
    """About whom a pattern speaks."""

    PERSON = "person"
    SERVICE = "service"
    ORGANISATION = "organisation"
    PROGRAMME = "programme"


class Worth(StrEnum):
    """What it is worth that the model reproduces a pattern."""

    BY_CONSTRUCTION = "by construction"
    SHAPED = "shaped the design"
    EMERGENT = "emergent"


@dataclass(frozen=True, slots=True)
class Arm:
    """A world to run: a scenario by name, and what differs from it."""

    world: str = "default_world"
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern reported from the field, as a contrast of arms.

    Attributes:
        number: 1 to 32; odd ones may be calibrated on, even ones are held out (but 32).
        sentence: the pattern, in words.
        source: keys of the bibliography in brackets.
        level, worth: about whom it speaks; what it is worth that the model has it.
        arms: the worlds to run, by name.
        clauses: weighted sums of metrics that must lie above a size, all of them.
        reading: which reading of the pattern was chosen where more than one was possible, and why.
        cause: in words, the mechanism that is said to cause it; empty if none can be switched off.
        without: what switches that mechanism off in every arm.
    """

    number: int
    sentence: str
    source: str
    level: Level
    worth: Worth
    arms: Mapping[str, Arm]
    clauses: tuple[Contrast, ...]
    reading: str = ""
    cause: str = ""
    without: Values = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name on the page and on the command line."""
        return f"C{self.number}"

    @property
    def held_out(self) -> bool:
        """Whether the defaults may not be calibrated on it."""
        return self.number % 2 == 0 and self.number != 32

    def metrics(self) -> set[str]:
        """Names of the metrics it needs."""
        return {part.outcome for clause in self.clauses for part in clause.terms}


def term(weight: float, metric: str, arm: str) -> Term:
    """A metric of an arm with its weight in a clause."""
    return Term(weight, metric, {SCENARIO: arm})


def clause(words: str, terms: Sequence[Term], least: float = 0.0) -> Contrast:
    """One statement of a pattern: a weighted sum lies above a size; "falls" is a rise with the signs exchanged.

    Args:
        words: the statement.
        terms: the sum.
        least: the minimum size, in the unit of the metric; 0 where the direction alone is asked.
    """
    return Contrast(words, terms=tuple(terms), least=least)


def more(metric: str, arm: str, than: str, least: float = 0.0, words: str = "") -> Contrast:
    """A metric is higher in one arm than in another.

    >>> more("trust_fin", "ready", "unready", .02).name
    'trust_fin: ready above unready by more than 0.02'
    """
    size = f" by more than {least:g}" if least else ""
    return clause(
        words or f"{metric}: {arm} above {than}{size}", (term(1.0, metric, arm), term(-1.0, metric, than)), least
    )


def rising(metric: str, arms: Sequence[str], least: float = 0.0) -> tuple[Contrast, ...]:
    """A metric rises from each arm to the next."""
    return tuple(more(metric, higher, lower, least) for lower, higher in pairwise(arms))


def about_equal(metric: str, arm: str, other: str, within: float) -> tuple[Contrast, ...]:
    """A metric differs by less than a size between two arms, either way."""
    return tuple(
        clause(
            f"{metric}: {low} below {high} by less than {within:g}",
            (term(1.0, metric, low), term(-1.0, metric, high)),
            -within,
        )
        for low, high in ((arm, other), (other, arm))
    )


def level_above(metric: str, arm: str, least: float) -> Contrast:
    """A metric of one arm lies above a level."""
    return clause(f"{metric}: {arm} above {least:g}", (term(1.0, metric, arm),), least)


def level_below(metric: str, arm: str, most: float) -> Contrast:
    """A metric of one arm lies below a level."""
    return clause(f"{metric}: {arm} below {most:g}", (term(-1.0, metric, arm),), -most)


def near(metric: str, arm: str, value: float, within: float) -> tuple[Contrast, Contrast]:
    """A metric of one arm is a value, give or take."""
    return level_above(metric, arm, value - within), level_below(metric, arm, value + within)


def wider(metric: str, high: tuple[str, str], low: tuple[str, str], least: float = 0.0, words: str = "") -> Contrast:
    """The difference of a metric between two arms is larger in one pair of arms than in another."""
    terms = (
        term(1.0, metric, high[0]),
        term(-1.0, metric, high[1]),
        term(-1.0, metric, low[0]),
        term(1.0, metric, low[1]),
    )
    return clause(words or f"{metric}: {high[0]} less {high[1]} above {low[0]} less {low[1]}", terms, least)
