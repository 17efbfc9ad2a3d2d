"""What a parameter and a switch must say about themselves before anybody may use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scaling = Literal["rate", "flow", "span", "event", "none"]
Role = Literal["lever", "assumption", "structure", "start", "technical"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model: where it lives, what it means and how far it may go.

    Attributes:
        name: the name used in files, options and code.
        symbol: its symbol in the equations of `docs/ODD.md`.
        default: value in every world that says nothing else, in `unit`.
        low, high: hard bounds, in `unit`; outside them the equations are not defined or not bounded.
        plausible: the narrower range used when assumptions are varied, in `unit`.
        unit: the unit, printed wherever the number is.
        scaling: how the number changes when the week is cut in parts: `rate` (share moved per week),
            `flow` (amount or hazard per week), `span` (a number of weeks), `event` (per meeting, promise or
            other event) or `none`.
        role: `lever` (what a programme decides, or what befalls it), `assumption` (how people and services work),
            `structure` (who knows whom), `start` (how people and services begin) or `technical` (what is measured
            and how: yardsticks, hours, a size below which something is dropped). Lists of levers and of assumptions
            come from it.
        meaning: one sentence.
        source: keys of the bibliography in brackets, or `[A]` for an assumption of ours.
        group: the intervention or mechanism that the number belongs to.
        at_start: whether it matters only when the programme is built and people arrive; such a
            parameter cannot change at a dated week.
        whole: whether only whole numbers make sense.
        follows: another parameter and a factor; used while no own value is given.
    """

    name: str
    symbol: str
    default: float
    low: float
    high: float
    plausible: tuple[float, float]
    unit: str
    scaling: Scaling
    role: Role
    meaning: str
    source: str
    group: str
    at_start: bool = False
    whole: bool = False
    follows: tuple[str, float] | None = None

    @property
    def is_assumption(self) -> bool:
        """Whether no source gives the size of the number."""
        return "[A]" in self.source

    def accepts(self, value: float) -> bool:
        """Whether a value lies within the hard bounds (and is whole where it must be)."""
        return self.low <= value <= self.high and (not self.whole or value == int(value))

    def allowed(self) -> str:
        """The bounds in words."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.low:g} to {self.high:g} ({self.unit})"


@dataclass(frozen=True, slots=True)
class Switch:
    """A place where the literature gives no form, with the alternatives that the model offers.

    Attributes:
        name: the name used in files, options and code.
        default: the alternative used in every world that says nothing else.
        alternatives: each alternative with one sentence on what it assumes.
        meaning: the question that the switch answers.
        source: keys of the bibliography in brackets.
        structural: whether the choice changes the theory (and belongs in the structural factorial).
    """

    name: str
    default: str
    alternatives: dict[str, str]
    meaning: str
    source: str
    structural: bool = True

    def allowed(self) -> str:
        """The alternatives in words."""
        return ", ".join(self.alternatives)
