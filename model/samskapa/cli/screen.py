"""What is said where: results on standard output; progress, pace and complaints on standard error."""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import ProgressColumn
    from rich.table import Table

    from samskapa.study.sweep import Sweep

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
        made.add_column(column, justify="right" if column in right else "left", overflow="fold", no_wrap=column in keep)
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
        spoken = _Spoken(what)

        def say(done: int, total: int) -> None:
            left = (time.monotonic() - spoken.began) / done * (total - done) if done else math.inf
            spoken.say(done, total, lambda: f"about {in_words(left)} left")

        yield say
    else:
        from rich.progress import TextColumn, TimeRemainingColumn

        with _bar(what, TimeRemainingColumn(), TextColumn("left")) as show:
            yield lambda done, total: show(done, total, "")


@contextmanager
def _bar(what: str, *more: ProgressColumn) -> Iterator[Callable[[int, int, str], None]]:
    """A bar that goes when it is done; yields what to call with how many are done, of how many, and words."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *more)
    with Progress(*columns, console=screen(errors=True), transient=True) as bar:
        task = bar.add_task(what, total=None, words="")
        yield lambda done, total, words: bar.update(task, completed=done, total=total, words=words)


class _Spoken:
    """Progress as a line now and then, where a bar cannot be drawn."""

    def __init__(self, what: str):
        self.what = what
        self.began = time.monotonic()
        self.next_word = self.began + FIRST_WORD

    def say(self, done: int, total: int, words: Callable[[], str]) -> None:
        """Say how far it is, if it is time to."""
        now = time.monotonic()
        if now >= self.next_word and 0 < done < total:
            print(f"{self.what}: {done} of {total}, {words()}", file=sys.stderr, flush=True)
            self.next_word = now + BETWEEN_WORDS


@contextmanager
def waiting(what: str, quiet: bool = False) -> Iterator[None]:
    """A sign of life, on a terminal, while something lasts whose end nobody knows."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    with screen(errors=True).status(what):
        yield


def in_words(seconds: float) -> str:
    """A span of time in words.

    >>> in_words(7.4), in_words(200), in_words(9000)
    ('8 s', '4 min', '2.5 h')
    """
    if seconds < 100:
        return f"{math.ceil(seconds)} s"
    return f"{math.ceil(seconds / 60)} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


# -- a sweep of many runs: how fast it goes, and when it will be done ----------------------------------


class Watch:
    """What is known of the speed of a sweep.

    Args:
        where: on what it runs, in words.
        lanes: how many blocks are made at a time.
    """

    def __init__(self, where: str, lanes: int):
        self.where = where
        self.lanes = lanes
        self.began = time.monotonic()
        self.estimated = False

    def speed(self, sweep: Sweep) -> float:
        """Runs a second so far; 0 before the first block."""
        passed = time.monotonic() - self.began
        return sweep.made / passed if sweep.made and passed > 0 else 0.0

    def left(self, sweep: Sweep) -> float:
        """Seconds left; not a number before the first block."""
        speed = self.speed(sweep)
        return (sweep.runs - sweep.done) / speed if speed else float("nan")

    def estimate(self, sweep: Sweep, bytes_kept: int) -> str:
        """What all of it will take, in words, from the first block."""
        seconds, runs = sweep.first or (0.0, 1)
        left = sweep.runs - sweep.had
        disk = bytes_kept / max(1, sweep.done) * sweep.runs
        return (
            f"about {in_words(seconds / runs * left / self.lanes)} on {self.where} and {_size(disk)} on disk "
            f"(measured on the first block, {runs} runs in {seconds:.2g} s)"
        )

    def pace(self, sweep: Sweep) -> str:
        """Speed, time left and failures so far, in words."""
        speed = self.speed(sweep)
        failed = f", {sweep.failed} failed" if sweep.failed else ""
        return f"{speed:.3g} runs/s, {in_words(self.left(sweep))} left{failed}" if speed else ""


def _size(number: float) -> str:
    """A size on disk in words.

    >>> _size(900), _size(2.4e6)
    ('1 kB', '2.4 MB')
    """
    if number < 1e6:
        return f"{max(1.0, number / 1e3):.0f} kB"
    return f"{number / 1e6:.1f} MB" if number < 1e9 else f"{number / 1e9:.1f} GB"


@contextmanager
def watching(watch: Watch, raw: Path, quiet: bool) -> Iterator[Callable[[Sweep], None]]:
    """Progress on standard error, and in a file of the moment for `samskapa experiment status`.

    Yields:
        What to call after each block.
    """
    with _shown(watch, quiet) as show:

        def on_block(sweep: Sweep) -> None:
            if sweep.first and not watch.estimated and not quiet:
                watch.estimated = True
                kept = sum(path.stat().st_size for path in (raw / "blocks").glob("*.npy"))
                print(f"expected: {watch.estimate(sweep, kept)}", file=sys.stderr, flush=True)
            show(sweep)
            _note(raw, watch, sweep)

        yield on_block


@contextmanager
def _shown(watch: Watch, quiet: bool) -> Iterator[Callable[[Sweep], None]]:
    """What shows how far a sweep is, on a bar or in lines."""
    if quiet:
        yield lambda sweep: None
    elif sys.stderr.isatty():
        from rich.progress import TextColumn

        with _bar("runs", TextColumn("{task.fields[words]}")) as show:
            yield lambda sweep: show(sweep.done, sweep.runs, watch.pace(sweep))
    else:
        spoken = _Spoken("runs")
        yield lambda sweep: spoken.say(sweep.done if sweep.made else 0, sweep.runs, lambda: watch.pace(sweep))


def _note(raw: Path, watch: Watch, sweep: Sweep) -> None:
    """Leave word for `status`; that it cannot be left is no reason to stop."""
    speed = watch.speed(sweep)
    said: dict[str, Any] = {
        "done": sweep.done,
        "runs": sweep.runs,
        "failed": sweep.failed,
        "speed": speed,
        "left": watch.left(sweep) if speed else None,
        "where": watch.where,
        "time": time.time(),
    }
    with suppress(OSError):
        (raw / "progress.json").write_text(json.dumps(said), encoding="utf-8")
