"""Every rule against values worked out from the text: `tables.toml` beside this file."""

from __future__ import annotations

import inspect
import math
import tomllib
from pathlib import Path
from typing import Any

import pytest

from samskapa.science.rules import choices
from worlds import RULES

FEWEST_ROWS = 3
TABLES: dict[str, dict[str, Any]] = {
    f"{module}.{name}": table
    for module, tables in tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8")).items()
    for name, table in tables.items()
}
ROWS = [
    pytest.param(name, table["given"] | row["args"], row["expect"], row.get("why", ""), id=f"{name}-{number}")
    for name, table in TABLES.items()
    for number, row in enumerate(table["rows"])
]


def test_every_rule_has_a_table_and_every_table_a_rule():
    assert set(TABLES) == set(RULES)


def test_every_alternative_of_a_switch_has_a_table():
    alternatives = {rule for _, rules in choices.ROLES.values() for rule in rules.values()}
    assert alternatives <= {RULES[name] for name in TABLES}


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_table_has_rows_enough_that_differ(name):
    rows = TABLES[name]["rows"]
    assert len(rows) >= FEWEST_ROWS
    assert set().union(*(row.keys() for row in rows)) <= {"args", "expect", "why"}
    arguments = [tuple(sorted((TABLES[name]["given"] | row["args"]).items())) for row in rows]
    assert len(set(arguments)) == len(arguments)
    assert len({row["expect"] for row in rows}) > 1


@pytest.mark.parametrize(("name", "arguments", "expect", "why"), ROWS)
def test_a_rule_gives_what_was_worked_out(name, arguments, expect, why):
    rule = RULES[name]
    assert set(arguments) == set(inspect.signature(rule).parameters)
    assert all(isinstance(value, float) for value in [expect, *arguments.values()])
    assert math.isclose(rule(**arguments), expect, rel_tol=1e-12, abs_tol=1e-15), why
