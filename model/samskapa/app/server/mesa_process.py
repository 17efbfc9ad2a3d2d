"""One process in which the Mesa model runs for the app: it holds the interpreter lock, and never frees a model."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")

RUNS = 32
"""Runs after which the process is replaced by a fresh one."""


class MesaProcess:
    """Runs functions in a process of its own, one after another; the process begins with the first of them."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._runs = 0
        self._lock = Lock()

    def run(self, work: Callable[Given, Found], *args: Given.args, **more: Given.kwargs) -> Found:
        """What the work gives; a process that died is replaced, and the work done once more."""
        try:
            return self._submit(work, *args, **more).result()
        except BrokenProcessPool:
            self.stop()
            return self._submit(work, *args, **more).result()

    def _submit(self, work: Callable[Given, Found], *args: Given.args, **more: Given.kwargs) -> Future[Found]:
        with self._lock:
            if self._pool is not None and self._runs >= RUNS:
                self._pool.shutdown(wait=False)
                self._pool = None
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_leave_interrupts)
                self._runs = 0
            self._runs += 1
            return self._pool.submit(work, *args, **more)

    def stop(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)
                self._pool = None


def _leave_interrupts() -> None:
    """In the process: Ctrl-C is for the server, which ends this process when it ends itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
