"""Imports: they stand at the top of files, only what is heavy comes late, and they never go in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "model"
HEAVY = {
    "mesa",
    "numba",
    "networkx",
    "matplotlib",
    "PIL",
    "contourpy",
    "scipy",
    "xarray",
    "pandas",
    "SALib",
    "sklearn",
    "ema_workbench",
    "diptest",
    "distributed",
    "rocrate",
    "rich",
    "uvicorn",
    "segno",
}
"""Libraries that take long to load, or that only some have: a function may import them when it is called."""
COMMANDS = "samskapa.cli"
"""A command loads its rooms when it is given, so that help comes at once."""


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted((SOURCE / "samskapa").rglob("*.py"))}


def imports_in(node: ast.AST, late: bool = False) -> Iterator[tuple[str, bool]]:
    """What is imported, a module by its full name, and whether only within a function; nothing for types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from ((alias.name, late) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            names = [f"{child.module}.{alias.name}" for alias in child.names]
            yield from ((name if name in MODULES else child.module or "", late) for name in names)
        yield from imports_in(child, late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


IMPORTS = {name: list(imports_in(ast.parse(path.read_text(encoding="utf-8")))) for name, path in MODULES.items()}


AT_THE_TOP = networkx.DiGraph(
    (name, other if other in MODULES else other.partition(".")[0])
    for name, others in IMPORTS.items()
    for other, late in others
    if not late
)
LOADS_HEAVY = HEAVY.union(*(networkx.ancestors(AT_THE_TOP, library) for library in HEAVY if library in AT_THE_TOP))


def is_heavy(module: str) -> bool:
    """Whether a module is a heavy library, or loads one at its top, or through what it loads at its top."""
    return (module if module in MODULES else module.partition(".")[0]) in LOADS_HEAVY


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(COMMANDS)])
def test_imports_stand_at_the_top_unless_what_they_load_is_heavy(name):
    assert {other for other, late in IMPORTS[name] if late and not is_heavy(other)} == set()


def circles(imports: dict[str, list[tuple[str, bool]]]) -> list[list[str]]:
    """Modules that import one another, even when only a function does; a room and what it is made of is no circle."""
    arrows = networkx.DiGraph(
        (name, other) for name, others in imports.items() for other, _ in others if other in imports and other != name
    )
    return [sorted(circle) for circle in networkx.strongly_connected_components(arrows) if len(circle) > 1]


def test_no_import_goes_in_a_circle_not_even_within_functions():
    assert circles(IMPORTS) == []


def test_the_search_sees_a_circle_that_a_function_hides_and_a_late_import_that_is_light():
    assert circles({"a": [("b", False)], "b": [("c", False)], "c": [("a", True)], "d": [("a", False)]}) == [
        ["a", "b", "c"]
    ]
    text = "import json\nif TYPE_CHECKING:\n    import xarray\ndef f():\n    from samskapa.science import week\n"
    assert list(imports_in(ast.parse(text))) == [("json", False), ("samskapa.science.week", True)]
    assert not is_heavy("samskapa.science.week")
    assert is_heavy("samskapa.engine.machine.blocks")
