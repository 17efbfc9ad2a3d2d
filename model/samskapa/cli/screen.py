"""What is said where: results on standard output, progress and complaints on standard error."""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

FIRST_WORD = 2.0
"""Seconds before progress is spoken of, where it cannot be drawn."""
BETWEEN_WORDS = 15.0
WIDE = 120


def screen(errors: bool = False) -> Console:
    """A console that shows text as it is: brackets are sources here, no markup."""
    from rich.console import Console

    stream = sys.stderr if errors else sys.stdout
    known = stream.isatty() or "COLUMNS" in os.environ
    return Console(file=stream, markup=False, highlight=False, emoji=False, width=None if known else WIDE)


def complain(sentence: str) -> None:
    """One sentence on standard error."""
    print(f"samskapa: {sentence}", file=sys.stderr)


def table(title: str, *columns: str, right: Sequence[str] = (), keep: Sequence[str] = ()) -> Table:
    """An empty table.

    Args:
        title: words above it.
        columns: the heads.
        right: columns of numbers.
        keep: columns that are not folded as long as there is room elsewhere.
    """
    from rich import box
    from rich.table import Table

    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold",
                        no_wrap=column in keep)
    return made


def show_json(data: Any) -> None:
    """Data as JSON on standard output; a number that is not known becomes null."""
    print(json.dumps(_plain(data), indent=2, ensure_ascii=False, allow_nan=False))


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return data


@contextmanager
def progress(what: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Progress with time left, on standard error: a bar on a terminal, else a line now and then.

    Yields:
        What to call with how many are done and how many there are.
    """
    if quiet:
        yield lambda done, total: None
    elif not sys.stderr.isatty():
        yield _Spoken(what)
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                   TextColumn("left"))
        with Progress(*columns, console=screen(errors=True), transient=True) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def waiting(what: str, quiet: bool = False) -> Iterator[None]:
    """A sign of life, on a terminal, while something lasts whose end nobody knows."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    with screen(errors=True).status(what):
        yield


class _Spoken:
    """Progress as a line now and then."""

    def __init__(self, what: str):
        self.what = what
        self.began = time.monotonic()
        self.next_word = self.began + FIRST_WORD

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is, if it is time to."""
        now = time.monotonic()
        if now >= self.next_word and done < total:
            left = (now - self.began) / done * (total - done)
            print(f"{self.what}: {done} of {total}, about {in_words(left)} left", file=sys.stderr, flush=True)
            self.next_word = now + BETWEEN_WORDS


def in_words(seconds: float) -> str:
    """A span of time in words.

    >>> in_words(7.4), in_words(200), in_words(9000)
    ('8 s', '4 min', '2.5 h')
    """
    if seconds < 100:
        return f"{math.ceil(seconds)} s"
    return f"{math.ceil(seconds / 60)} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
