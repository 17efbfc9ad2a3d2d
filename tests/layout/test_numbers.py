"""No assumption hides in the text: what an engine or an outcome reckons with is a parameter, or stands here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "model" / "samskapa"
READ = ("reference/**/*.py", "engine/**/*.py", "science/acts/**/*.py", "science/outcomes.py")
PLAIN = {0.0, 1.0, 2.0, 0.5}
TECHNICAL = {
    ("engine/week/constants.py", 1e-9): "room for rounding about the draw above which nobody leaves, relative",
    ("engine/week/constants.py", 1e-12): "the same, absolute",
}
"""Numbers that say nothing about the world, each with its reason."""


def numbers_in(text: str) -> list[tuple[int, float]]:
    """Line and value of every written number with a point that is not plain."""
    return [
        (node.lineno, node.value)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value not in PLAIN
    ]


def numbers_by_file() -> dict[str, list[tuple[int, float]]]:
    paths = sorted({path for pattern in READ for path in PACKAGE.glob(pattern)})
    return {path.relative_to(PACKAGE).as_posix(): numbers_in(path.read_text(encoding="utf-8")) for path in paths}


def test_every_number_outside_the_rules_is_a_parameter():
    hidden = [
        f"{name}:{line}: {value}"
        for name, numbers in numbers_by_file().items()
        for line, value in numbers
        if (name, value) not in TECHNICAL
    ]
    assert hidden == []


def test_every_exception_is_needed():
    assert {(name, value) for name, numbers in numbers_by_file().items() for _, value in numbers} == set(TECHNICAL)


@pytest.mark.parametrize("text", ["raised(shame, 0.1)", "x = -1e-3", "f'{3.5 * x}'"])
def test_a_hidden_number_is_seen(text):
    assert numbers_in(text)
