"""Watching an experiment run: what it will take, how far it is, how fast it goes, when it will be done."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samskapa.cli.screen import BETWEEN_WORDS, FIRST_WORD, in_words, screen

if TYPE_CHECKING:
    from samskapa.study.sweep import Sweep


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
        return (f"about {in_words(seconds / runs * left / self.lanes)} on {self.where} and {_size(disk)} on disk "
                f"(measured on the first block, {runs} runs in {seconds:.2g} s)")


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
    shown = _silent() if quiet else _bar(watch) if sys.stderr.isatty() else _spoken(watch)
    with shown as show:

        def on_block(sweep: Sweep) -> None:
            if sweep.first and not watch.estimated and not quiet:
                watch.estimated = True
                kept = sum(path.stat().st_size for path in (raw / "blocks").glob("*.npy"))
                print(f"expected: {watch.estimate(sweep, kept)}", file=sys.stderr, flush=True)
            show(sweep)
            _note(raw, watch, sweep)

        yield on_block


@contextmanager
def _silent() -> Iterator[Callable[[Sweep], None]]:
    yield lambda sweep: None


@contextmanager
def _bar(watch: Watch) -> Iterator[Callable[[Sweep], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}"))
    with Progress(*columns, console=screen(errors=True), transient=True) as bar:
        task = bar.add_task("", total=None, words="")
        yield lambda sweep: bar.update(task, completed=sweep.done, total=sweep.runs, words=_pace(watch, sweep))


def _pace(watch: Watch, sweep: Sweep) -> str:
    speed = watch.speed(sweep)
    failed = f", {sweep.failed} failed" if sweep.failed else ""
    return f"{speed:.3g} runs/s, {in_words(watch.left(sweep))} left{failed}" if speed else ""


@contextmanager
def _spoken(watch: Watch) -> Iterator[Callable[[Sweep], None]]:
    """A line now and then, where a bar cannot be drawn."""
    next_word = time.monotonic() + FIRST_WORD

    def say(sweep: Sweep) -> None:
        nonlocal next_word
        now = time.monotonic()
        if now >= next_word and sweep.made and sweep.done < sweep.runs:
            print(f"runs: {sweep.done} of {sweep.runs}, {_pace(watch, sweep)}", file=sys.stderr, flush=True)
            next_word = now + BETWEEN_WORDS

    yield say


def _note(raw: Path, watch: Watch, sweep: Sweep) -> None:
    """Leave word for `status`; that it cannot be left is no reason to stop."""
    speed = watch.speed(sweep)
    said: dict[str, Any] = {"done": sweep.done, "runs": sweep.runs, "failed": sweep.failed, "speed": speed,
                            "left": watch.left(sweep) if speed else None, "where": watch.where, "time": time.time()}
    with suppress(OSError):
        (raw / "progress.json").write_text(json.dumps(said), encoding="utf-8")
