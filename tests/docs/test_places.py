"""Every file, folder and module that a document names is there."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "model" / "samskapa"
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "Makefile",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "notebooks").glob("*.ipynb"),
    ]
)
PATH = re.compile(r"(?<![\w/.:{-])(?:[a-z_0-9]+/)*[A-Za-z_0-9.]+\.(?:py|toml|md|ipynb|bib|cff)\b(?!\()")
FOLDER = re.compile(r"`((?:[a-z_0-9]+/)+)`")
MODULE = re.compile(r"(?<![\w/.-])(?:samskapa|benchmarks)(?:\.[a-z_0-9]+)+")
OF_AN_ANSWER = {"answer.md", "stamp.toml", "experiment.toml", "tables/", "figures/", "raw/"}
MADE = ("results/runs/", "experiments/from_mesa.toml", "experiments/NAME.toml")
"""What commands make in a folder of the reader's."""
BESIDE = {"domain.md", "engine.md", "peers.md"}
"""Texts that the model was made from, which notes of the bibliography cite."""
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
NAMES = {path.rpartition("/")[2] for path in TRACKED}


def text_of(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"]) if page.suffix == ".ipynb" else text


def is_there(name: str, page: Path) -> bool:
    """A path: from the root, the page, the package or the tests. A bare name: a file of that name somewhere."""
    if name in BESIDE | OF_AN_ANSWER or name.startswith(MADE) or ("/" not in name and name in NAMES):
        return True
    return any((home / name).exists() for home in (ROOT, page.parent, PACKAGE, ROOT / "tests"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_exists(page):
    text = text_of(page)
    named = {*PATH.findall(text), *FOLDER.findall(text)}
    assert sorted(name for name in named if not is_there(name, page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_that_is_named_can_be_found(page):
    for name in MODULE.findall(text_of(page)):
        place, last = name.replace(".", "/"), name.rpartition(".")[2]
        roots = (ROOT / "model", ROOT)
        if not any((root / f"{place}.py").exists() or (root / place).is_dir() for root in roots):
            assert hasattr(importlib.import_module(name.rpartition(".")[0]), last), f"{page.name} names {name}"


def test_the_search_sees_what_is_not_there():
    assert PATH.findall("see `lab/asking.py` and [it](docs/x.md)") == ["lab/asking.py", "docs/x.md"]
    assert not is_there("lab/asking.py", ROOT / "README.md")
    assert is_there("science/week.py", ROOT / "README.md")
