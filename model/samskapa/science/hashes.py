"""What results depend on in the code, as one hash: the folders `science` and `engine`, without their words.

A remark, a docstring or a new line changes nothing that a run gives, so it must not make an answer look stale; any
other change might, so it does. What the Mesa model made depends on the folder `reference` too. Parameters and switches
are told by their declarations, since most of their text is words. The folder of the compiled engine bears a hash of
the same files as they lie there (`engine.machine.cache`).
"""

from __future__ import annotations

import ast
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from samskapa.science.parameters import PARAMETERS
from samskapa.science.switches import SWITCHES

PACKAGE = Path(__file__).resolve().parent.parent
FOLDERS = ("engine", "science")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
DECLARED = ("science/parameters.py", "science/switches.py")


def science_files(package: Path = PACKAGE, reference: bool = False) -> list[Path]:
    """The files of the science, in order; with those of the Mesa model if wanted."""
    return [
        path
        for folder in (*FOLDERS, *(["reference"] if reference else []))
        for path in sorted((package / folder).rglob("*.py"))
    ]


@cache
def science_hash(reference: bool = False) -> str:
    """The hash of the science; with the Mesa model for what that made."""
    return hashlib.sha256(json.dumps(file_hashes(reference)).encode()).hexdigest()[:32]


@cache
def file_hashes(reference: bool = False) -> dict[str, str]:
    """The hash of each file of the science, so that it can be said which has changed."""
    by_name = {path.relative_to(PACKAGE).as_posix(): path for path in science_files(reference=reference)}
    hashes = {
        name: tree_hash(path.read_text(encoding="utf-8"))[:16] for name, path in by_name.items() if name not in DECLARED
    }
    return {**hashes, "parameters and switches": declared_hash()[:16]}


def declared_hash() -> str:
    """A hash of what parameters and switches declare, without meanings and sources."""
    declared = [
        [p.name, p.default, p.low, p.high, p.scaling, p.at_start, p.whole, p.follows] for p in PARAMETERS.values()
    ]
    switches = [[s.name, s.default, *s.alternatives] for s in SWITCHES.values()]
    return hashlib.sha256(json.dumps([declared, switches]).encode()).hexdigest()


def tree_hash(text: str) -> str:
    """A hash of a module's syntax tree, without docstrings and places, the same for every version of Python.

    >>> tree_hash("def f(x):\\n    'Twice.'\\n    return 2 * x") == tree_hash("def f(x): return 2*x  # twice")
    True
    >>> tree_hash("def f(x): return 2 * x") == tree_hash("def f(x): return 3 * x")
    False
    """
    words: list[str] = []
    _tell(ast.parse(text), words)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _tell(node: object, words: list[str]) -> None:
    """Write a tree down; what is empty is left out, since versions of Python differ in what they name."""
    if isinstance(node, list):
        for element in node:
            _tell(element, words)
        words.append("]")
    elif isinstance(node, ast.AST):
        words.append(type(node).__name__)
        documented = isinstance(node, DOCUMENTED) and ast.get_docstring(node)
        for name in node._fields:
            value: Any = getattr(node, name, None)
            if name == "body" and documented:
                value = value[1:]
            if value is not None and value != []:
                words.append(name)
                _tell(value, words)
        words.append(")")
    else:
        words += [type(node).__name__, repr(node)]
