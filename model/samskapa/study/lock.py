"""Two processes on one experiment: one works, the other is told who does, or waits."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from samskapa.study.disk import reason
from samskapa.study.store import StoreError

LOCK, HOLDER, PROGRESS = "lock", "holder.json", "progress.json"
UNSTAMPED = (LOCK, HOLDER, PROGRESS)
"""Files of the moment, which are no results."""


@contextmanager
def holding(raw: Path, wait: bool = False, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold the raw results of an experiment, for this process alone.

    The machine lets go of the lock when its process ends, however it ends, so none is ever left behind.

    Args:
        raw: the folder.
        wait: whether to wait for whoever holds it.
        on_wait: called once with who that is.

    Raises:
        StoreError: another process holds it, and this one does not wait; or nothing can be written there.
    """
    from filelock import FileLock, Timeout

    try:
        raw.mkdir(parents=True, exist_ok=True)
        lock = FileLock(raw / LOCK)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            if not wait:
                name = raw.parent.name
                raise StoreError(f"{name} is being run by {holder(raw)}; wait for it with --wait, or look on with "
                                 f"samskapa experiment status {name}") from None
            on_wait(holder(raw))
            lock.acquire()
        _say_who(raw)
    except OSError as error:
        raise StoreError(f"nothing can be written to {raw}: {reason(error)}") from error
    try:
        yield
    finally:
        with suppress(OSError):
            (raw / HOLDER).unlink(missing_ok=True)
        lock.release()


def is_held(raw: Path) -> bool:
    """Whether a process is at work on these results."""
    from filelock import FileLock, Timeout

    if not (raw / LOCK).exists():
        return False
    try:
        with FileLock(raw / LOCK, blocking=False):
            return False
    except Timeout:
        return True


def holder(raw: Path) -> str:
    """Who holds the results, in words."""
    try:
        said = json.loads((raw / HOLDER).read_text(encoding="utf-8"))
        return f"process {said['process']} on {said['machine']}, since {said['since']}"
    except (OSError, ValueError, KeyError):
        return "another process"


def _say_who(raw: Path) -> None:
    since = datetime.fromtimestamp(time.time()).strftime("%Y-%m-%d %H:%M")
    said = {"process": os.getpid(), "machine": socket.gethostname(), "since": since}
    (raw / HOLDER).write_text(json.dumps(said), encoding="utf-8")
