"""How a rule is written: what its text may hold, what its docstring must say, and that it never divides by zero."""

from __future__ import annotations

import ast
import doctest
import inspect
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samskapa.science import elementary
from samskapa.science.compile import FOUNDATIONS
from samskapa.science.rules import choices
from worlds import EXAMPLES, RULES, arguments_of

FOLDER = Path(inspect.getfile(choices)).parent
MECHANISMS = sorted(path for path in FOLDER.glob("*.py") if path.stem not in ("__init__", "choices"))
ELEMENTARY = {name.rpartition(".")[2] for name, f in FOUNDATIONS.items() if f.__module__ == elementary.__name__}
FROM_PYTHON = {"min", "max"}
EXACT_IN_MATH = {"isnan", "ldexp", "frexp", "sqrt"}
"""What IEEE-754 fixes to the last bit, and what only takes numbers apart."""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


TREES: dict[str, ast.FunctionDef] = {
    f"{path.stem}.{node.name}": node
    for path in MECHANISMS
    for node in tree_of(path).body
    if isinstance(node, ast.FunctionDef)
}


def body_of(name: str) -> list[ast.stmt]:
    """The statements of a rule, without its docstring."""
    return TREES[name].body[1:]


def nodes_of(name: str) -> list[ast.AST]:
    return [node for statement in body_of(name) for node in ast.walk(statement)]


# -- the files -----------------------------------------------------------------------------------------


def test_every_function_in_the_files_is_a_registered_rule_and_the_other_way_round():
    assert set(TREES) == set(RULES)
    assert {path.stem for path in MECHANISMS} == {module.__name__.rpartition(".")[2] for module in choices.MECHANISMS}


@pytest.mark.parametrize("path", MECHANISMS, ids=lambda path: path.stem)
def test_a_file_of_rules_imports_the_decorator_and_elementary_functions_and_holds_rules_alone(path):
    document, *rest = tree_of(path).body
    assert isinstance(document, ast.Expr)
    allowed = {"samskapa.science.compile": {"rule"}, "samskapa.science.elementary": ELEMENTARY}
    for statement in rest:
        assert isinstance(statement, ast.ImportFrom | ast.FunctionDef), ast.unparse(statement)
        if isinstance(statement, ast.ImportFrom):
            assert {alias.name for alias in statement.names} <= allowed[statement.module or ""]
            assert all(alias.asname is None for alias in statement.names)


# -- the text of a rule --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TREES)
def test_a_rule_is_decorated_and_takes_and_gives_plain_floats(name):
    node = TREES[name]
    assert [ast.unparse(decorator) for decorator in node.decorator_list] == ["rule"]
    assert {ast.unparse(a.annotation) for a in node.args.args if a.annotation} == {"float"}
    assert all(a.annotation for a in node.args.args)
    assert node.returns is not None
    assert ast.unparse(node.returns) == "float"
    assert (node.args.defaults, node.args.kwonlyargs, node.args.vararg, node.args.kwarg) == ([], [], None, None)


@pytest.mark.parametrize("name", TREES)
def test_a_rule_returns_once_at_its_end(name):
    returns = [node for node in nodes_of(name) if isinstance(node, ast.Return)]
    assert returns == [body_of(name)[-1]]


@pytest.mark.parametrize("name", TREES)
def test_a_rule_holds_no_power_no_attribute_and_no_literal_but_floats(name):
    nodes = nodes_of(name)
    assert not any(isinstance(node, ast.Pow | ast.Mod | ast.FloorDiv | ast.MatMult) for node in nodes)
    assert not any(isinstance(node, ast.Attribute | ast.Subscript | ast.Lambda | ast.Import) for node in nodes)
    assert {type(node.value) for node in nodes if isinstance(node, ast.Constant)} <= {float}


@pytest.mark.parametrize("name", TREES)
def test_a_rule_calls_elementary_functions_min_and_max_alone(name):
    called = {ast.unparse(node.func) for node in nodes_of(name) if isinstance(node, ast.Call)}
    assert called <= ELEMENTARY | FROM_PYTHON
    assert called.isdisjoint(rule.rpartition(".")[2] for rule in RULES)


@pytest.mark.parametrize("name", TREES)
def test_a_rule_reads_only_its_arguments_and_what_it_made_of_them(name):
    nodes = [node for node in nodes_of(name) if isinstance(node, ast.Name)]
    own = {a.arg for a in TREES[name].args.args} | {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    read = {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
    assert read <= own | ELEMENTARY | FROM_PYTHON


def test_the_alternatives_of_a_role_take_the_same_arguments():
    for role, (_, rules) in choices.ROLES.items():
        signatures = {tuple(inspect.signature(rule).parameters) for rule in rules.values()}
        assert len(signatures) == 1, role


# -- elementary functions ------------------------------------------------------------------------------


def test_elementary_functions_take_from_the_library_what_is_exact_alone():
    tree = ast.parse(inspect.getsource(elementary))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert imported == {"math"}
    assert modules == {"__future__", "samskapa.science.compile"}
    assert used <= EXACT_IN_MATH
    assert not any(isinstance(node, ast.Pow) for node in ast.walk(tree))


@pytest.mark.parametrize("name", sorted(ELEMENTARY))
def test_an_elementary_function_returns_once_without_branches(name):
    (node,) = ast.parse(inspect.getsource(getattr(elementary, name))).body
    inner = list(ast.walk(node))
    assert sum(isinstance(part, ast.Return) for part in inner) == 1
    assert not any(isinstance(part, ast.If | ast.While | ast.For) for part in inner)
    assert {ast.unparse(part.func) for part in inner if isinstance(part, ast.Call)} <= (
        ELEMENTARY | {"scaled", "split", "math.sqrt"}
    )


# -- the docstring -------------------------------------------------------------------------------------

LAYOUT = re.compile(
    r"(?P<sentence>[A-Z][^\n]*[^.\n]\.)\n"
    r"\n"
    r"Equation \((?P<numbers>[^()]+)\): (?P<equation>\S[^\n]*(?:\n    [^\n]+)*)\n"
    r"Units: (?P<units>\S[^\n]*(?:\n    [^\n]+)*)\n"
    r"Source: (?P<source>\S[^\n]*(?:\n    [^\n]+)*)\n"
    r"Departs: (?P<departs>\S[^\n]*(?:\n    [^\n]+)*)\n"
    r"\n"
    r"(?P<worked>>>> [\s\S]+)"
)


@pytest.mark.parametrize("name", TREES)
def test_a_docstring_has_its_sentence_its_four_lines_and_a_worked_value(name):
    found = LAYOUT.fullmatch(inspect.getdoc(RULES[name]) or "")
    assert found, inspect.getdoc(RULES[name])
    assert re.match(r"E\d+\b", found["numbers"]) or re.match(r"R\d+\b", found["numbers"])
    assert re.search(r"\[[A-Z][A-Za-z]*\d*\]", found["source"])


@pytest.mark.parametrize("name", TREES)
def test_the_worked_value_is_of_the_rule_itself_and_is_no_bare_true(name):
    examples = doctest.DocTestParser().get_examples(inspect.getdoc(RULES[name]) or "")
    assert examples
    assert all(f"{name.rpartition('.')[2]}(" in example.source for example in examples)
    assert all(re.search(r"\d", example.want) for example in examples)


# -- division ------------------------------------------------------------------------------------------


def divides(name: str) -> bool:
    return any(isinstance(node, ast.Div) for node in nodes_of(name))


class Watched(ast.NodeTransformer):
    """Every a / b becomes divided(a, b)."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        watched = ast.Call(ast.Name("divided", ast.Load()), [node.left, node.right], [])
        return ast.copy_location(watched, node)


def divided(a: float, b: float) -> float:
    """a / b, where b is no zero and no rest of rounding."""
    assert math.isfinite(b)
    assert abs(b) > 1e-12
    return a / b


@pytest.mark.parametrize("name", [name for name in TREES if divides(name)])
@EXAMPLES
@given(data=st.data())
def test_no_divisor_can_be_zero(name, data):
    function = ast.Module([Watched().visit(ast.parse(inspect.getsource(RULES[name])).body[0])], [])
    names = {**RULES[name].__globals__, "divided": divided, "rule": lambda f: f}
    exec(compile(ast.fix_missing_locations(function), name, "exec"), names)
    arguments = data.draw(arguments_of(name))
    assert names[TREES[name].name](**arguments) == RULES[name](**arguments)


@pytest.mark.parametrize("name", TREES)
@EXAMPLES
@given(data=st.data())
def test_a_rule_gives_a_finite_float(name, data):
    value = RULES[name](**data.draw(arguments_of(name)))
    assert isinstance(value, float)
    assert math.isfinite(value)
