"""Results on disk: a folder appears whole or not at all, with a stamp that says what made it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from samskapa.science.errors import ScenarioError, place
from samskapa.science.scenarios.scenario import Scenario

STAMP = "stamp.toml"
SCHEMA = 1
Value = str | int | float | bool | Sequence[str] | Sequence[int]


def check_folder(folder: Path, option: str) -> Path:
    """The real path of a folder that results may go to, whether or not it is there yet.

    Args:
        folder: the folder.
        option: how the user named it, for the message.

    Raises:
        ScenarioError: it is a file or lies below one, may not be written, holds what is not ours, or is the
            folder one stands in.
    """
    where = place(option=option)
    try:
        target = Path(os.path.realpath(folder))
        there = next(path for path in (target, *target.parents) if path.exists())
        if not there.is_dir():
            raise ScenarioError(f"{there} is a file, not a folder", where=where)
        if not os.access(there, os.W_OK | os.X_OK):
            raise ScenarioError(f"nothing may be written to {there}", where=where)
        if target.exists() and Path.cwd().resolve().is_relative_to(target):
            raise ScenarioError("results replace their whole folder, and you stand in this one", where=where,
                                allowed="a folder of their own")
        if target.exists() and any(target.iterdir()) and not (target / STAMP).is_file():
            raise ScenarioError(f"{target} already holds other files", where=where,
                                allowed="a new or empty folder, or one with results of an earlier run")
    except (OSError, ValueError) as error:
        raise ScenarioError(f"this folder cannot be used ({reason(error)})", where=where) from None
    return target


def reason(error: Exception) -> str:
    """Why the machine refused, in its own words."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk is full"
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to write into that takes its place at the end, whole; after an exception nothing is left of it.

    Files in an earlier folder of that name which are not ours (its stamp does not list them) are kept.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name[:80]}-", dir=target.parent))
    try:
        written = aside / "new"
        written.mkdir()
        yield written
        for path in sorted(written.rglob("*")):
            if path.is_file():
                _to_disk(path)
        _keep_what_is_not_ours(target, written)
        if target.exists():
            target.rename(aside / "old")
        try:
            written.rename(target)
        except OSError:
            if (aside / "old").exists():
                (aside / "old").rename(target)
            raise
        _to_disk(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _to_disk(path: Path) -> None:
    """Ask the machine to write a file (or, where that can be done, the list of a folder) to the disk itself."""
    if path.is_dir() and os.name == "nt":
        return
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _keep_what_is_not_ours(old: Path, new: Path) -> None:
    if not (old / STAMP).is_file():
        return
    try:
        ours = set(tomllib.loads((old / STAMP).read_text(encoding="utf-8")).get("files", ()))
    except (OSError, ValueError):
        ours = set()
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        if path.is_file() and name not in ours and name != STAMP and not (new / name).exists():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / name)


def write_stamp(folder: Path, facts: Mapping[str, Value], worlds: Mapping[str, Mapping[str, Value]]) -> None:
    """Write the stamp into a folder whose other files are there already; it lists them."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    machine = {
        "samskapa": version("samskapa"), "code": code_fingerprint(), "python": platform.python_version(),
        "numpy": version("numpy"), "mesa": version("mesa"), "platform": platform.platform(),
    }
    lines = [f"schema = {SCHEMA}", *_lines(facts), *_lines(machine), *_lines({"files": files})]
    for name, facts_of_world in worlds.items():
        lines += ["", f"[worlds.{name}]", *_lines(facts_of_world)]
    (folder / STAMP).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(facts: Mapping[str, Value]) -> Iterator[str]:
    """Facts as TOML; JSON writes its strings, numbers and lists alike, once DEL is spelled out."""
    for name, value in facts.items():
        text = json.dumps(value if isinstance(value, str | int | float) else list(value), ensure_ascii=False)
        yield f"{name} = {text}".replace("\x7f", "\\u007F")


def fingerprint(scenario: Scenario) -> str:
    """A hash of everything that a run of a scenario depends on but its seeds: every resolved value."""
    settings = scenario.settings
    whole = {
        "weeks": scenario.weeks, "heads": scenario.heads, "numbers": settings.numbers(),
        "alternatives": settings.alternatives(),
        "services": [asdict(plan) | {"why": ""} for plan in scenario.services],
        "partners": [asdict(partner) | {"why": ""} for partner in scenario.partners],
        "changes": [[change.week, change.parameter, change.value] for change in scenario.changes],
        "own": sorted(settings.own) if scenario.changes else [],
    }
    return _short_hash(json.dumps(whole, sort_keys=True).encode())


def code_fingerprint() -> str:
    """A hash of the package's own text."""
    package = Path(__file__).parent.parent
    texts = [path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n")
             for path in sorted(package.rglob("*.py"))]
    return _short_hash(b"\0".join(texts))


def _short_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
