"""A TOML table with a closed vocabulary, which says where it refuses what."""

from __future__ import annotations

import re
import reprlib
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from samskapa.science.errors import ImpossibleScenario, ScenarioError, nearest, place
from samskapa.science.scenarios.files import NAME, ScenarioFile
from samskapa.science.scenarios.lines import KeyPath, line_of, lines_of_keys
from samskapa.science.scenarios.scenario import Reason

_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_BARE_POINT = re.compile(r"[=\[,]\s*[+-]?\.\d")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
_SOURCES = re.compile(r"(?:\[[A-Za-z][A-Za-z0-9]*\])*")
# The reader takes time that grows with the square of the depth of a dotted key.
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){32}""")
_REPR = reprlib.Repr()
_REPR.maxstring = 60
_KINDS = {str: "a text", int: "a whole number", date: "a date", list: "a list", dict: "a table"}


class Document:
    """A TOML file: its tables, and the lines they stand on.

    Raises:
        ScenarioError: not TOML, or nested too deeply.
    """

    def __init__(self, file: ScenarioFile, text: str):
        self.file = file
        self.text = text
        if _DEEP_KEY.search(text):
            raise ScenarioError("a key has more than 32 parts", where=file.label)
        try:
            self.content: dict[str, Any] = tomllib.loads(text)
        except RecursionError:
            raise ScenarioError("lists or tables are nested too deeply", where=file.label) from None
        except ValueError as error:
            raise self._not_toml(str(error)) from None

    @property
    def root(self) -> Table:
        """The whole file as a table."""
        return Table(self, self.content, ())

    @cached_property
    def _lines(self) -> dict[KeyPath, int]:
        return lines_of_keys(self.text)

    def where(self, path: KeyPath) -> str:
        """File, line and key path in words."""
        return place(self.file.label, line=line_of(self._lines, path), key=_in_words(path))

    def _not_toml(self, message: str) -> ScenarioError:
        position = _POSITION.search(message)
        number = int(position[1]) if position and position[1] else self.text.count("\n") + 1
        lines = self.text.split("\n")
        bare_point = number <= len(lines) and _BARE_POINT.search(lines[number - 1])
        words = _POSITION.sub("", message)
        return ScenarioError(
            f"this is not TOML: {words[:1].lower()}{words[1:]}",
            where=place(self.file.label, line=number),
            allowed="a digit before the point of a number: 0.6, not .6" if bare_point else "",
        )


class Table:
    """A table of a document. What it hands out has the right type; what it does not know it refuses."""

    def __init__(self, document: Document, content: dict[str, Any], path: KeyPath):
        self.document = document
        self.content = content
        self.path = path

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def where(self, *keys: str | int) -> str:
        """Where this table, or a key in it, stands."""
        return self.document.where(self.path + keys)

    def refusal(
        self, what: str, *keys: str | int, allowed: str | Iterable[str] = "", near: str | None = None
    ) -> ScenarioError:
        """A refusal that says where."""
        return ScenarioError(what, where=self.where(*keys), allowed=allowed, nearest=near)

    def only(self, known: Iterable[str], needed: Iterable[str] = ()) -> None:
        """Refuse keys that are not known, and the lack of needed ones.

        Raises:
            ScenarioError: an unknown key, with the nearest known one; or one that is missing.
        """
        known = list(known)
        for key in self.content:
            if key not in known:
                raise self.refusal(
                    f"{_in_words((key,))} is not known here", key, allowed=known, near=nearest(key, known)
                )
        for key in needed:
            if key not in self.content:
                raise self.refusal(f"{key} is missing")

    def get(self, key: str, kind: type) -> Any:
        """A value of the kind wanted (`str`, `int`, `date`, `list` or `dict`).

        Raises:
            ScenarioError: a value of another kind.
        """
        value = self.content[key]
        if type(value) is not kind:
            raise self.refusal(f"{key} is not {_KINDS[kind]}", key)
        return value

    def words(self, key: str) -> str:
        """A text of one line that says something.

        Raises:
            ScenarioError: no text, an empty one, or one with characters that cannot be printed.
        """
        text = " ".join(self.get(key, str).split())
        if not text:
            raise self.refusal(f"{key} says nothing", key, allowed="a few words")
        if not text.isprintable():
            raise self.refusal(f"{key} has characters that cannot be printed", key)
        return text

    def brief(self, key: str) -> str:
        """A text, cut short if no message could show it.

        Raises:
            ScenarioError: no text.
        """
        text: str = self.get(key, str)
        return text if len(text) <= 60 else f"{text[:57]}..."

    def name(self, key: str) -> str:
        """A name of small letters, digits and underscores.

        Raises:
            ScenarioError: another text.
        """
        text: str = self.get(key, str)
        if not NAME.fullmatch(text):
            raise self.refusal(
                f"{key} = {shown(text)} is not a name", key, allowed="small letters a to z, digits and underscores"
            )
        return text

    def whole(self, key: str, low: int, high: int, unit: str) -> int:
        """A whole number within bounds.

        Raises:
            ScenarioError: another value.
        """
        number: int = self.get(key, int)
        if not low <= number <= high:
            kind = ImpossibleScenario if unit.endswith(("residents", "workers", "managers")) else ScenarioError
            raise kind(
                f"{key} = {shown(number)} is out of bounds",
                where=self.where(key),
                allowed=f"a whole number from {low} to {high} ({unit})",
            )
        return number

    def number(self, key: str) -> Any:
        """A value for `check_value`, which cannot look at whole numbers beyond floating point.

        Raises:
            ScenarioError: such a number.
        """
        value = self.content[key]
        if type(value) is int and abs(value) >= 10**15:
            raise self.refusal(f"{key} = {shown(value)} is too large a number", key)
        return value if isinstance(value, int | float) else shown(value)

    def table(self, key: str) -> Table:
        """A table in this one; empty if it is not there.

        Raises:
            ScenarioError: not a table.
        """
        content = self.get(key, dict) if key in self.content else {}
        return Table(self.document, content, (*self.path, key))

    def tables(self, key: str) -> list[Table]:
        """A list of tables in this one; empty if it is not there.

        Raises:
            ScenarioError: not a list of tables.
        """
        listed = self.get(key, list) if key in self.content else []
        if not all(isinstance(content, dict) for content in listed):
            raise self.refusal(f"{key} is not a list of tables", key, allowed=f"one [[{key}]] for each")
        return [Table(self.document, content, (*self.path, key, n)) for n, content in enumerate(listed)]

    def bounded(self, key: str, low: float, high: float, unit: str) -> float:
        """A number within bounds.

        Raises:
            ScenarioError: another value.
        """
        value = self.content[key]
        if type(value) not in (int, float) or not low <= value <= high:
            raise self.refusal(
                f"{key} = {shown(value)} is not a number within bounds",
                key,
                allowed=f"a number from {low:g} to {high:g} ({unit})",
            )
        return float(value)

    def reason(self) -> Reason:
        """Why something is as it is, and the source.

        Raises:
            ScenarioError: no reason in words, or a source that is not keys in brackets.
        """
        if "why" not in self.content:
            raise self.refusal("a value needs a reason", allowed='why = "..." beside it')
        if "source" not in self.content:
            return Reason(self.words("why"))
        source: str = self.get("source", str)
        if not _SOURCES.fullmatch(source):
            raise self.refusal(
                f"source = {shown(source)} does not name sources",
                "source",
                allowed="keys in brackets such as [Kobro2018], or [A] for an assumption",
            )
        return Reason(self.words("why"), source)

    def why(self) -> str:
        """The reason in one text: the words, then the source.

        Raises:
            ScenarioError: as `reason`.
        """
        reason = self.reason()
        return f"{reason.why} {reason.source}".strip() if "source" in self.content else reason.why


def split_reason(why: str) -> tuple[str, str]:
    """The words and the source of a reason that stands in one text.

    >>> split_reason("twice a week [Kobro2018][A]"), split_reason("twice a week")
    (('twice a week', '[Kobro2018][A]'), ('twice a week', ''))
    """
    words, _, source = why.rpartition(" ")
    return (words, source) if words and source and _SOURCES.fullmatch(source) else (why, "")


def shown(value: object) -> str:
    """A value as a message shows it: never longer than a line.

    >>> shown("thin"), len(shown(10**4000)), shown(["x"] * 99)[-3:]
    ("'thin'", 40, '...')
    """
    words = _REPR.repr(value)
    return words if len(words) <= 60 else f"{words[:57]}..."


def _in_words(path: KeyPath) -> str:
    """A key path as a person would write it, list places counted from 1.

    >>> _in_words(("services", 0, "name")), _in_words(("a b",))
    ('services[1].name', "'a b'")
    """
    words = ""
    for key in path:
        if isinstance(key, int):
            words += f"[{key + 1}]"
        else:
            words += ("." if words else "") + (key if _PLAIN_KEY.fullmatch(key) else shown(key))
    return words
