"""Where scenarios lie: the shipped ones by name, anybody's by path; and their text, if it can be had."""

from __future__ import annotations

import re
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from samskapa.science.errors import ScenarioError, nearest

SHIPPED = Path(__file__).parent
NAME = re.compile(r"[a-z0-9_]+")
LARGEST = 2**20


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """A file that is there: its path, and the name by which messages speak of it."""

    path: Path
    label: str


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the package, in alphabetical order.

    >>> "helsingborg" in scenario_names()
    True
    """
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def find_scenario(name_or_path: str | PathLike[str]) -> ScenarioFile:
    """The file of a scenario: a shipped one by its name, any other by its path.

    Raises:
        ScenarioError: neither a known name nor a file.
    """
    text = fspath(name_or_path)
    if isinstance(name_or_path, str) and text in scenario_names():
        return ScenarioFile(SHIPPED / f"{text}.toml", f"{text}.toml")
    if text.endswith(".toml") or (text and _exists(text)):
        return ScenarioFile(Path(text), text)
    raise ScenarioError(
        f"{text!r} is neither a known scenario nor a file",
        allowed=[*scenario_names(), "or the path of a TOML file"],
        nearest=nearest(text, scenario_names()),
    )


def find_base(base: str, beside: Path, where: str) -> ScenarioFile:
    """The file that another file names as its base: a shipped scenario, or a TOML file in the same folder.

    Raises:
        ScenarioError: neither of them; a path that leads to another folder.
    """
    if base in scenario_names():
        return ScenarioFile(SHIPPED / f"{base}.toml", f"{base}.toml")
    if not base.endswith(".toml") or Path(base).name != base or "\\" in base or ":" in base:
        raise ScenarioError(
            f"the base {base!r} is neither a known scenario nor the name of a .toml file in the same folder",
            where=where,
            allowed=scenario_names(),
            nearest=nearest(base, scenario_names()),
        )
    path = beside.parent / base
    if not _exists(str(path)):
        raise ScenarioError(
            f"the base {base!r} does not lie beside this file",
            where=where,
            nearest=nearest(base, (other.name for other in beside.parent.glob("*.toml"))),
        )
    return ScenarioFile(path, str(path))


def text_of(file: ScenarioFile) -> str:
    """The text of a file.

    Raises:
        ScenarioError: not there, no ordinary file, not readable, larger than a mebibyte, not UTF-8.
    """
    try:
        if file.path.is_dir():
            raise ScenarioError("this is a folder, not a scenario file", where=file.label)
        if file.path.exists() and not file.path.is_file():
            raise ScenarioError("this is no ordinary file", where=file.label)
        with file.path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise ScenarioError(
            "there is no such file", where=file.label, nearest=nearest(file.path.stem, scenario_names())
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError(f"the file cannot be read ({reason})", where=file.label) from None
    if len(content) > LARGEST:
        raise ScenarioError("the file is too large", where=file.label, allowed="at most 1 MiB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError("the file is not written in UTF-8", where=f"{file.label}, line {line}") from None


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
