"""All numbers and switches that hold in one week: complete, checked and unchangeable."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeGuard

from samskapa.science.elementary import power
from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.parameters import PARAMETERS, Parameters
from samskapa.science.switches import SWITCHES, Switches


class Settings(Parameters, Switches):
    """Every parameter and every switch as an attribute.

    Args:
        values: own values by parameter name, in the units of `parameters.py`; the rest takes its default,
            or follows the parameter that it is declared to follow.
        switches: own alternatives by switch name.

    Raises:
        ScenarioError: for an unknown name, a value out of bounds or not finite, an unknown alternative.

    >>> Settings({"thickness": 1}).binding_share
    0.6
    >>> Settings({"thickness": 1, "binding_share": .3}).binding_share
    0.3
    """

    own: dict[str, float]
    own_switches: dict[str, str]

    def __init__(self, values: Mapping[str, float] | None = None, switches: Mapping[str, str] | None = None):
        own = {name: check_value(name, value) for name, value in (values or {}).items()}
        own_switches = {name: check_alternative(name, value) for name, value in (switches or {}).items()}
        resolved: dict[str, Any] = {name: own.get(name, p.default) for name, p in PARAMETERS.items()}
        for name, parameter in PARAMETERS.items():
            if parameter.follows and name not in own:
                leader, factor = parameter.follows
                resolved[name] = factor * resolved[leader]
        resolved.update({name: own_switches.get(name, s.default) for name, s in SWITCHES.items()})
        self.__dict__.update(resolved, own=own, own_switches=own_switches)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"settings never change; use settings.changed({name}=...)")

    if not TYPE_CHECKING:  # a type checker that saw this would let every misspelt name pass

        def __getattr__(self, name: str) -> Any:
            raise AttributeError(f"no parameter or switch {name!r}; the nearest is {nearest(name, known_names())!r}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.numbers().values()) + tuple(self.alternatives().values()))

    def __repr__(self) -> str:
        return f"Settings({self.own!r}, {self.own_switches!r})"

    def numbers(self) -> dict[str, float]:
        """Every parameter with its resolved value, in the order of `parameters.py`."""
        return {name: self.__dict__[name] for name in PARAMETERS}

    def alternatives(self) -> dict[str, str]:
        """Every switch with its alternative, in the order of `switches.py`."""
        return {name: self.__dict__[name] for name in SWITCHES}

    def changed(self, **changes: float | str) -> Settings:
        """The same settings with some parameters or switches changed.

        >>> Settings().changed(candour=.9, influence="bounded").candour
        0.9
        """
        values: dict[str, Any] = {n: v for n, v in changes.items() if n not in SWITCHES}
        switches = {n: str(v) for n, v in changes.items() if n in SWITCHES}
        return Settings({**self.own, **values}, {**self.own_switches, **switches})

    def rescaled(self, parts: int) -> Settings:
        """The same settings for weeks cut into equal parts.

        Raises:
            ScenarioError: a span becomes longer than it may be.
        """
        values = {name: rescaled_value(name, value, parts) for name, value in self.numbers().items()}
        return Settings(values, self.own_switches)


def rescaled_value(name: str, value: float, parts: int) -> float:
    """A value for a week cut into parts: a share moved per week compounds, an amount divides, a span multiplies.

    >>> rescaled_value("resident_exit", .006, 2), rescaled_value("deadline", 8., 2), rescaled_value("candour", .3, 2)
    (0.003, 16.0, 0.3)
    >>> kept = 1 - rescaled_value("habit_fading", .01, 2)
    >>> round(kept * kept, 12)
    0.99
    """
    scaling = PARAMETERS[name].scaling
    if scaling == "rate":
        return 1.0 - power(1.0 - value, 1.0 / parts)
    if scaling == "flow":
        return value / parts
    return value * parts if scaling == "span" else value


def known_names() -> list[str]:
    """All names that a scenario, an option or an experiment may set."""
    return [*PARAMETERS, *SWITCHES]


def check_value(name: str, value: object, where: str = "") -> float:
    """The value as the parameter wants it.

    Raises:
        ScenarioError: unknown name; not a number, not finite, not whole, or out of bounds.
    """
    parameter = PARAMETERS.get(name)
    if parameter is None:
        raise ScenarioError(f"{name} is not a parameter", where=where, nearest=nearest(name, known_names()))
    if isinstance(value, bool) and parameter.whole:
        value = int(value)
    if not _is_finite(value):
        raise ScenarioError(f"{name} = {value!r:.40} is not a finite number", where=where, allowed=parameter.allowed())
    if not parameter.accepts(value):
        raise ScenarioError(f"{name} = {value:g} is out of bounds", where=where, allowed=parameter.allowed())
    return float(value)


def _is_finite(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def check_alternative(name: str, value: object, where: str = "") -> str:
    """The alternative as the switch wants it.

    Raises:
        ScenarioError: unknown switch or alternative.
    """
    switch = SWITCHES.get(name)
    if switch is None:
        raise ScenarioError(f"{name} is not a switch", where=where, nearest=nearest(name, known_names()))
    if not isinstance(value, str) or value not in switch.alternatives:
        raise ScenarioError(
            f"{name} = {value!r} is not an alternative",
            where=where,
            allowed=switch.allowed(),
            nearest=nearest(str(value), switch.alternatives),
        )
    return str(value)
