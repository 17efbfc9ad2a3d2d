"""The page that is shipped is the page that is written: the committed build equals a fresh one, and is small."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from browser import PAGE

STATIC = PAGE.parent / "static"
MOST_BYTES = 250_000


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_committed_build_equals_a_fresh_one(tmp_path: Path) -> None:
    if shutil.which("npx") is None or not (PAGE / "node_modules" / "vite").is_dir():
        pytest.skip("Node with Vite is not at hand (make page gets it)")
    subprocess.run(
        ["npx", "vite", "build", "--outDir", str(tmp_path / "fresh"), "--logLevel", "error"],
        cwd=PAGE,
        check=True,
        timeout=120,
    )
    fresh, committed = contents(tmp_path / "fresh"), contents(STATIC)
    assert set(fresh) == set(committed)
    assert [name for name in fresh if fresh[name] != committed[name]] == [], "run make page, and commit its build"


def test_the_page_loads_nothing_from_outside_and_writes_no_script_or_style_into_itself() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"(?:src|href)=\"(?!\./)", page) == []
    assert "<style" not in page
    assert " style=" not in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []


def test_the_heaviest_view_in_one_language_is_small_as_sent() -> None:
    sent = {name: len(gzip.compress(content, 9)) for name, content in contents(STATIC).items()}
    other = {name for name in sent if re.fullmatch(r"(words|lessons)_(?!en)\w+\.js", name)}
    assert sum(size for name, size in sent.items() if name not in other) < MOST_BYTES


def test_every_version_of_a_tool_is_exact_so_that_a_build_can_be_repeated() -> None:
    said = json.loads((PAGE / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies", "overrides"):
        for name, version in said[kind].items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
    assert not any(path.name == "package-lock.json" for path in STATIC.rglob("*"))
