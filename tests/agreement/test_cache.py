"""The compiled engine is kept on disk under the hash of everything it is made from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import pytest
from drawing import drawn_block

from samskapa.engine.machine import blocks, cache
from samskapa.science.hashes import PACKAGE, science_files

PROBE = """
import sys
from samskapa.study.executors import results_of
from samskapa.engine.machine import blocks, cache
from samskapa.engine.week import phases as week
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import Run
from samskapa.science.scenarios import load_scenario
run = Run(load_scenario("tiny_trap"), 1, 1, 30, ("trust", "prediction"))
for engine in ("compiled", "reference"):
    [result] = results_of([run], 1, engine)
    print(engine, result.failure or result.arrays["trust"][-1].hex())
stats = week.run_weeks.stats
print("hits", sum(stats.cache_hits.values()), "misses", sum(stats.cache_misses.values()), cache.texts_hash())
"""


def copied(folder: Path) -> Path:
    """A copy of the package."""
    package = folder / "samskapa"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    return package


def edited(path: Path, old: str, new: str) -> None:
    """Change one piece of a text."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def probe(home: Path, package: Path) -> dict[str, str]:
    """What a fresh Python says of one run by both engines, and of what it compiled."""
    places = {"PYTHONPATH": str(package.parent), "XDG_CACHE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
        cwd=home,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    told = dict(line.split(maxsplit=1) for line in lines[:2])
    _, hits, _, misses, name = lines[2].split()
    return told | {"hits": hits, "misses": misses, "hash": name, "said": done.stderr}


def hash_of(package: Path) -> str:
    """The hash of a copy, freshly read."""
    return str(cache.texts_hash.__wrapped__(package))


# The texts that shape the engine; each edit stands for any other.
SHAPING = (
    "science/rules/promise.py",
    "engine/week/talking.py",
    "science/elementary.py",
    "science/chance.py",
    "science/entities.py",
    "science/parameters.py",
    "science/ties.py",
    "science/compile.py",
)


@pytest.mark.parametrize("text", SHAPING)
def test_the_folder_changes_with_every_text_that_shapes_the_engine(tmp_path: Path, text: str) -> None:
    package = copied(tmp_path)
    before = hash_of(package)
    assert before == cache.texts_hash()
    with (package / text).open("a", encoding="utf-8") as file:
        file.write("# one line more\n")
    assert hash_of(package) != before


def test_the_folder_does_not_change_with_other_texts(tmp_path: Path) -> None:
    package = copied(tmp_path)
    before = hash_of(package)
    for text in ("figures/style.py", "cli/run.py", "science/scenarios/helsingborg.toml"):
        with (package / text).open("a", encoding="utf-8") as file:
            file.write("# one line more\n")
    assert hash_of(package) == before


@pytest.mark.parametrize("version", ["0.1", "99.0"])
def test_the_folder_changes_with_numba(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    package = copied(tmp_path)
    before = hash_of(package)
    monkeypatch.setattr(numba, "__version__", version)
    assert hash_of(package) != before


def test_every_text_behind_the_compiled_week_is_hashed() -> None:
    """Whatever a fresh Python imports for the compiled week."""
    listing = (
        "import samskapa.engine.week.phases, sys; print(*(m.__file__ for n, m in sys.modules.items() "
        "if n.startswith('samskapa') and getattr(m, '__file__', None)), sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    hashed = {path.resolve() for path in science_files()}
    behind = {Path(line).resolve() for line in done.stdout.splitlines()}
    assert behind - hashed <= {PACKAGE / "__init__.py"}


def test_a_later_start_does_not_compile() -> None:
    """After one run here the engine lies on disk; a fresh Python loads it and compiles nothing."""
    list(blocks.run_compiled(drawn_block(1, 4)[:1], 1))
    assert cache.is_compiled()
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    told = done.stdout.splitlines()
    assert told[0].split()[1] == told[1].split()[1]
    assert told[2].startswith("hits 1 misses 0 ")
    assert "compiles" not in done.stderr


TWO_AT_ONCE = """
import sys, time
from pathlib import Path
from samskapa.engine.machine import blocks
def slowly():
    with Path(sys.argv[1]).open("a") as file:
        file.write("compiled\\n")
    time.sleep(1.5)
blocks.run_smallest = slowly
blocks.compile_now()
"""


def test_of_two_processes_that_start_at_once_one_compiles(tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    place = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    both = [subprocess.Popen([sys.executable, "-c", TWO_AT_ONCE, str(noted)], env=place) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert noted.read_text().splitlines() == ["compiled"]


def test_where_nothing_can_be_locked_everybody_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "file" / "engine")
    with cache.one_at_a_time(), cache.one_at_a_time():
        assert not cache.is_compiled()


@pytest.mark.slow
def test_an_edited_rule_changes_the_engine(tmp_path: Path) -> None:
    """Compile, edit a rule in place, start again: the engine follows, as the Mesa model does."""
    package = copied(tmp_path / "package")
    before = probe(tmp_path, package)
    assert before["compiled"] == before["reference"]
    assert (before["hits"], before["misses"]) == ("0", "1")
    assert "compiles its engine" in before["said"]
    assert probe(tmp_path, package)["hits"] == "1"
    edited(package / "science" / "rules" / "contact.py", "def responsiveness(", "def responsiveness_as_it_was(")
    with (package / "science" / "rules" / "contact.py").open("a", encoding="utf-8") as file:
        file.write(
            "\n\n@rule\ndef responsiveness(engagement: float, exhaustion: float, cut: float) -> float:\n"
            '    """Another rule."""\n    return 0.5 * engagement * (1.0 - cut * exhaustion)\n'
        )
    after = probe(tmp_path, package)
    assert after["compiled"] == after["reference"]
    assert after["compiled"] != before["compiled"]
    assert after["hash"] != before["hash"]
