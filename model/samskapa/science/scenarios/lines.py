"""On which line of a TOML file a key stands: the reader of the standard library does not say.

Only for text that the reader has accepted, and only when something is to be refused.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

KeyPath = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # a string over several lines
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'  # a string on one line
    r"|'[^'\n]*'"
    r"|\#[^\n]*"  # a remark
    r"|[\[\]{}\n]",
    re.DOTALL,
)
_PART = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?[ \t]*{_KEY}[ \t]*\]\]?)")
_ENTRY = re.compile(rf"[ \t]*({_KEY})[ \t]*=")


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    """The line of every header and of every key outside inline tables; places in a list count from 0.

    >>> lines = lines_of_keys("a = 1\\n[[b]]\\nc = 2\\n[[b]]\\nc = 3")
    >>> lines["a",], lines["b", 1], lines["b", 1, "c"]
    (1, 4, 5)
    """
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    found: dict[KeyPath, int] = {}
    count: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number in _first_lines(text):
        line = lines[number - 1]
        if header := _HEADER.match(line):
            table = _counted(_path(tomllib.loads(header[1])), count, header[1].startswith("[["))
            for length in range(1, len(table) + 1):
                found.setdefault(table[:length], number)
        elif entry := _ENTRY.match(line):
            path = _path(tomllib.loads(f"{entry[1]} = 0"))
            for length in range(1, len(path) + 1):
                found.setdefault(table + path[:length], number)
    return found


def line_of(found: dict[KeyPath, int], path: KeyPath) -> int | None:
    """The line of a key, or of the nearest table or list around it that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return None


def _first_lines(text: str) -> list[int]:
    """Numbers of the lines on which no string, list or inline table of an earlier line goes on."""
    first, number, depth = [1], 1, 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        number += word.count("\n")
        if word in "[{":
            depth += 1
        elif word in "]}":
            depth -= 1
        elif word == "\n" and depth == 0:
            first.append(number)
    return first


def _path(nested: Any) -> KeyPath:
    """The one path through what the reader made of a single key or header."""
    path: list[str | int] = []
    while isinstance(nested, dict) and nested:
        key, nested = next(iter(nested.items()))
        path.append(key)
        if isinstance(nested, list):
            nested = nested[0]
    return tuple(path)


def _counted(path: KeyPath, count: dict[KeyPath, int], opens: bool) -> KeyPath:
    """The path of a header with the places in lists that it stands for."""
    full: KeyPath = ()
    for depth, key in enumerate(path):
        full = (*full, key)
        if opens and depth == len(path) - 1:
            count[full] = count.get(full, -1) + 1
        if full in count:
            full = (*full, count[full])
    return full
