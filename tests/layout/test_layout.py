"""The house itself: the map, the cost of coming in, the size of rooms, and what no file may know."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import samskapa

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "model" / "samskapa"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])

ROOMS = sorted(path.parent for path in PACKAGE.glob("*/**/__init__.py"))

LONGEST_MODULE = 600
LONGEST_FUNCTION = 60
"""Lines of what a function does, its head and docstring apart."""


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# -- the map -------------------------------------------------------------------------------------------


def places_on_the_map() -> list[str]:
    """Every word of the package's docstring that ends in `.py` or `/`."""
    return [word for word in (samskapa.__doc__ or "").split() if word.endswith((".py", "/"))]


def places_in_the_house() -> set[str]:
    """Every module and every room (a folder with modules) at the top of the package."""
    modules = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    rooms = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    return modules | rooms


def test_every_place_is_on_the_map_once_and_every_place_on_the_map_exists():
    places = places_on_the_map()
    assert len(places) == len(set(places))
    assert set(places) == places_in_the_house()


def test_the_map_is_numbered_without_a_gap():
    numbered = re.findall(r"^ +(\d+)  (\S+)", samskapa.__doc__ or "", flags=re.MULTILINE)
    assert [int(number) for number, _ in numbered] == list(range(1, len(numbered) + 1))
    assert [place for _, place in numbered] == places_on_the_map()


def named_in(folder: Path) -> list[str]:
    """Every word of a folder's docstring that ends in `.py` or `/`."""
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    return [word for word in re.findall(r"[\w/.]*\w(?:\.py\b|/(?!\w))", text) if word]


@pytest.mark.parametrize("folder", ROOMS, ids=short)
def test_every_module_of_a_room_is_on_its_map_once_and_nothing_that_is_not_there(folder):
    there = {path.name for path in folder.glob("*.py")} - {"__init__.py", "__main__.py"}
    there |= {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
    above = [
        place.removeprefix(f"{folder.name}/")
        for place in named_in(folder.parent)
        if place.startswith(f"{folder.name}/")
    ]
    named = Counter([*named_in(folder), *above])
    assert {place: named[place] for place in sorted(there) if named[place] != 1} == {}
    assert [place for place in named_in(folder) if not any((home / place).exists() for home in (folder, ROOT))] == []


def test_every_folder_with_modules_is_a_room_and_the_source_root_is_none():
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [short(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
    assert not (ROOT / "model" / "__init__.py").exists()


# -- coming in -----------------------------------------------------------------------------------------


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh Python loads for a statement, by their full names."""
    program = f"import sys; before = set(sys.modules); {statement}; print(*set(sys.modules) - before)"
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def test_importing_the_package_loads_nothing_but_the_standard_library():
    loaded = loaded_by("import samskapa")
    assert {name for name in loaded if name.split(".")[0] not in sys.stdlib_module_names} == {"samskapa"}


@pytest.mark.parametrize("name", samskapa.__all__)
def test_a_public_name_is_found_at_its_home_and_no_module_hides_it(name):
    assert getattr(samskapa, name) is not None
    assert name in dir(samskapa)
    assert f"{name}.py" not in places_in_the_house()
    assert f"{name}/" not in places_in_the_house()


def test_public_names_are_listed_alike_for_python_and_for_type_checkers():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    typed = {
        alias.name: (node.module or "").removeprefix("samskapa.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("samskapa.")
        for alias in node.names
    }
    assert typed == samskapa._HOME
    assert set(samskapa.__all__) == {*samskapa._HOME, "__version__"}


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="simulat"):
        _ = samskapa.simulat


# -- the size of rooms ---------------------------------------------------------------------------------


def lines_done(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function has below its head and docstring."""
    done = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (done[-1].end_lineno or 0) - done[0].lineno + 1 if done else 0


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_a_module_and_its_functions_can_be_taken_in(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    too_long = {
        node.name: lines
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := lines_done(node)) > LONGEST_FUNCTION
    }
    assert too_long == {}


# -- what no file may know -----------------------------------------------------------------------------

# Spelled in parts, so that this file may be read by its own test.
HOSTS = ["pypi" + ".org", "files." + "pythonhosted.org", "registry." + "npmjs.org", "conda." + "anaconda.org"]
HOMES = ["work", "root", "home", "Users"]
FORBIDDEN = re.compile("|".join([*map(re.escape, HOSTS), rf"(?<![\w.~*)\]}}/-])/(?:{'|'.join(HOMES)})/"]))


def tracked_texts() -> dict[str, str]:
    """Every text file that git tracks or would track, by its path; a file that is no text is passed over."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    texts = {}
    for name in filter(None, names):
        path = ROOT / name
        if path.is_file():
            content = path.read_bytes()
            if b"\0" not in content:
                texts[name] = content.decode("utf-8")
    return texts


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    found = {name: hits for name, text in tracked_texts().items() if (hits := FORBIDDEN.findall(text))}
    assert found == {}


@pytest.mark.parametrize("text", ["/" + "work/x", "'/" + "root/.cache'", "https://" + HOSTS[0] + "/simple"])
def test_the_watch_on_machine_paths_sees_them(text):
    assert FORBIDDEN.search(text)


def test_the_watch_on_machine_paths_lets_words_pass():
    assert not FORBIDDEN.search("at home/work/school, results/work/x and https://example.org/home/page")
