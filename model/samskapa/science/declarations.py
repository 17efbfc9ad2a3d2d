"""What a parameter and a switch must say about themselves before anybody may use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, overload

Scaling = Literal["rate", "flow", "span", "event", "none"]
Role = Literal["lever", "assumption", "structure", "start", "technical"]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model: where it lives, what it means and how far it may go.

    A class that declares it by name has its value as an attribute of its instances.

    Attributes:
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
        name: the name used in files, options and code: that under which it is declared.
    """

    symbol: str
    default: float
    low: float
    high: float
    plausible: Range
    unit: str
    scaling: Scaling
    role: Role
    meaning: str
    source: str
    group: str
    at_start: bool = False
    whole: bool = False
    follows: tuple[str, float] | None = None
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @overload
    def __get__(self, instance: None, owner: type) -> Parameter: ...

    @overload
    def __get__(self, instance: object, owner: type) -> float: ...

    def __get__(self, instance: object | None, owner: type) -> Parameter | float:
        return self if instance is None else self.default

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
class Group:
    """Declares the parameters of an intervention or mechanism, with what they have in common (see `Parameter`)."""

    name: str
    at_start: bool = False
    whole: bool = False
    follows: tuple[str, float] | None = None

    def __call__(
        self,
        symbol: str,
        default: float,
        bounds: Range,
        plausible: Range,
        unit: str,
        scaling: Scaling,
        role: Role,
        meaning: str,
        source: str,
    ) -> Parameter:
        """Declare a parameter; it takes its name from what it is assigned to."""
        return Parameter(
            symbol,
            default,
            *bounds,
            plausible,
            unit,
            scaling,
            role,
            meaning,
            source,
            self.name,
            self.at_start,
            self.whole,
            self.follows,
        )


@dataclass(frozen=True, slots=True)
class Switch:
    """A place where the literature gives no form, with the alternatives that the model offers.

    A class that declares it by name has the alternative that holds as an attribute of its instances.

    Attributes:
        default: the alternative used in every world that says nothing else.
        alternatives: each alternative with one sentence on what it assumes.
        meaning: the question that the switch answers.
        source: keys of the bibliography in brackets.
        structural: whether the choice changes the theory (and belongs in the structural factorial).
        name: the name used in files, options and code: that under which it is declared.
    """

    default: str
    alternatives: dict[str, str]
    meaning: str
    source: str
    structural: bool = True
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @overload
    def __get__(self, instance: None, owner: type) -> Switch: ...

    @overload
    def __get__(self, instance: object, owner: type) -> str: ...

    def __get__(self, instance: object | None, owner: type) -> Switch | str:
        return self if instance is None else self.default

    def allowed(self) -> str:
        """The alternatives in words."""
        return ", ".join(self.alternatives)
