"""What results depend on in the code: the syntax trees of the science, without words.

A remark, a docstring or a new line changes nothing that a run gives, so it must not make an answer look stale; any
other change might, so it does.
"""

from __future__ import annotations

import ast
import hashlib
import json
from functools import cache
from pathlib import Path

from samskapa.science.parameters import PARAMETERS
from samskapa.science.switches import SWITCHES

PACKAGE = Path(__file__).resolve().parent.parent
SCIENCE = (
    "reference/*.py", "science/chance.py", "science/elementary.py", "science/interventions.py", "study/measure.py",
    "science/outcomes.py", "science/entities.py", "science/programme.py", "science/rules/*.py",
    "science/scenarios/scenario.py", "science/settings.py", "science/summaries.py", "science/ties.py",
    "science/week.py",
)
"""Files whose text decides what a run gives. Parameters and switches are told by their declarations instead, since
most of their text is words. The compiled engine is not among them: it is held to the bits of the Mesa model by the
agreement tests, so a faster engine leaves every answer as it is."""


def science_files(package: Path = PACKAGE) -> list[Path]:
    """The files of the science, in order."""
    return sorted({path for pattern in SCIENCE for path in package.glob(pattern)})


@cache
def science_hash(package: Path = PACKAGE) -> str:
    """A hash of the science: trees without docstrings, and what parameters and switches declare."""
    digest = hashlib.sha256()
    for path in science_files(package):
        digest.update(f"{path.relative_to(package).as_posix()}:{tree_hash(path.read_text(encoding='utf-8'))}\n".encode())
    digest.update(declared_hash().encode())
    return digest.hexdigest()[:32]


def declared_hash() -> str:
    """A hash of what parameters and switches declare, without meanings and sources."""
    declared = [[p.name, p.default, p.low, p.high, p.scaling, p.at_start, p.whole, p.follows]
                for p in PARAMETERS.values()]
    switches = [[s.name, s.default, *s.alternatives] for s in SWITCHES.values()]
    return hashlib.sha256(json.dumps([declared, switches]).encode()).hexdigest()


def tree_hash(text: str) -> str:
    """A hash of a module's syntax tree, without docstrings and places, the same for every version of Python.

    >>> tree_hash("def f(x):\\n    'Twice.'\\n    return 2 * x") == tree_hash("def f(x): return 2*x  # twice")
    True
    >>> tree_hash("def f(x): return 2 * x") == tree_hash("def f(x): return 3 * x")
    False
    """
    return hashlib.sha256(json.dumps(_told(ast.parse(text))).encode()).hexdigest()


def _told(node: object) -> object:
    """A tree as lists and words; what is empty is left out, since versions of Python differ in what they name."""
    if isinstance(node, list):
        return [_told(one) for one in node]
    if not isinstance(node, ast.AST):
        return [type(node).__name__, repr(node)]
    fields = dict(ast.iter_fields(node))
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
        fields["body"] = node.body[1:]
    return [type(node).__name__, *([name, _told(value)] for name, value in fields.items() if value not in (None, []))]
