"""An argument of a rule that receives a parameter bears its name, as far as it is always the same one."""

from __future__ import annotations

import ast
import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from samskapa.science.parameters import PARAMETERS
from samskapa.science.rules.choices import MECHANISMS, ROLES

PACKAGE = Path(__file__).parents[2] / "model" / "samskapa"
CALLERS = sorted({*PACKAGE.glob("reference/*.py"), *PACKAGE.glob("science/acts/*.py")})
SETTINGS = {"p", "settings"}
RULES: dict[str, list[Callable[..., float]]] = {
    **{
        name: [rule]
        for mechanism in MECHANISMS
        for name, rule in vars(mechanism).items()
        if callable(rule) and rule.__module__ == mechanism.__name__
    },
    **{role: list(alternatives.values()) for role, (_, alternatives) in ROLES.items()},
}
MEASURED = {("resident_effort", "norm"), ("staff_effort", "responsiveness")}
"""States whose usual level, a parameter, is put through the same rule."""


def last_name(node: ast.expr) -> str:
    """The last name of a dotted expression, empty for any other."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def received() -> Iterator[tuple[str, str, str]]:
    """Rule, argument and parameter of every argument that is given a parameter as it stands."""
    for path in CALLERS:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            for rule in RULES.get(last_name(call.func), []):
                named = [
                    *zip(inspect.signature(rule).parameters, call.args, strict=False),
                    *((keyword.arg or "", keyword.value) for keyword in call.keywords),
                ]
                yield from (
                    (rule.__name__, argument, given.attr)
                    for argument, given in named
                    if isinstance(given, ast.Attribute)
                    and given.attr in PARAMETERS
                    and last_name(given.value) in SETTINGS
                )


def test_an_argument_bears_the_name_of_the_parameter_that_it_receives() -> None:
    by_argument = defaultdict(set)
    for rule, argument, parameter in received():
        by_argument[rule, argument].add(parameter)
    always_one = {
        place: parameters.pop()
        for place, parameters in by_argument.items()
        if len(parameters) == 1 and place not in MEASURED
    }
    assert len(always_one) > 40
    assert {place: parameter for place, parameter in always_one.items() if place[1] != parameter} == {}
