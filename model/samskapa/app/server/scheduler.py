"""Who may work when: first answers before sharper ones, few at a time, and the newest question of each client only;
and what was worked out before, which need not be worked out again."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, Generic, TypeVar

from samskapa.app.server.replies import RefusedError, SupersededError

Done = TypeVar("Done")
Kept = TypeVar("Kept")

AT_ONCE, SHARPER, LONG = 0, 1, 2
"""What goes first: the first answer to a question, then its sharper form, then long work."""
MOST_WAITING = 64
MOST_CLIENTS = 4096
SLOW = 0.5
"""Seconds of waiting from which a page is told that more people ask than this machine can serve at once."""


class BusyError(RefusedError):
    """More is asked than can be done."""

    def __init__(self, seconds: int):
        super().__init__(429, "", f"too much is asked at once; try again in {seconds} s", after=seconds)


@dataclass(slots=True)
class Ticket:
    """A question that is being answered.

    Attributes:
        stale: whether a newer one of the same client has taken its place, or the client went away.
        waited: seconds spent waiting for others.
    """

    stale: bool = False
    waited: float = 0.0

    def is_stale(self) -> bool:
        """As `stale`, to be called from another thread."""
        return self.stale


@dataclass(slots=True)
class Scheduler:
    """One for each process.

    Args:
        at_once: how many pieces of work run at the same time, two at least; one place is kept for first answers.
    """

    at_once: int
    waiting: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list)
    running: int = 0
    running_later: int = 0
    asked: int = 0
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _newest: OrderedDict[str, Ticket] = field(default_factory=OrderedDict)
    _threads: ThreadPoolExecutor | None = None

    def enter(self, client: str | None, route: str) -> Ticket:
        """Ask a question: an older one of the same client on the same route is no longer worked on.

        Raises:
            BusyError: too many wait.
        """
        if self.asked >= MOST_WAITING:
            raise BusyError(2)
        ticket = Ticket()
        if client is not None:
            key = f"{route} {client}"
            before = self._newest.pop(key, None)
            if before is not None:
                before.stale = True
            self._newest[key] = ticket
            while len(self._newest) > MOST_CLIENTS:
                self._newest.popitem(last=False)
        return ticket

    @contextmanager
    def counted(self, ticket: Ticket) -> Iterator[None]:
        """While a question is being worked on; afterwards nobody waits for it."""
        self.asked += 1
        try:
            yield
        finally:
            ticket.stale = True
            self.asked -= 1

    async def work(self, ticket: Ticket, urgency: int, task: Callable[[], Done]) -> Done:
        """Do a piece of work in a thread when it is its turn; whatever it raises is raised here.

        Raises:
            SupersededError: nobody waited for it any more when its turn came.
        """
        began = time.monotonic()
        await self._turn(urgency)
        ticket.waited += time.monotonic() - began
        if ticket.stale:
            self._leave(urgency)
            raise SupersededError
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.at_once, "samskapa-work")
        job = asyncio.get_running_loop().run_in_executor(self._threads, task)
        job.add_done_callback(partial(self._finished, urgency))
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            ticket.stale = True
            raise

    def _has_place(self, urgency: int) -> bool:
        """Whether there is a place for work of this urgency; the last one is for first answers."""
        if urgency == AT_ONCE:
            return self.running < self.at_once
        return self.running < self.at_once and self.running_later < self.at_once - 1

    async def _turn(self, urgency: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self.waiting, (urgency, next(self._numbers), turn))
        self._hand_out()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave(urgency)
            raise

    def _finished(self, urgency: int, job: asyncio.Future[Any]) -> None:
        """A piece of work has ended; what it raised has been seen, also where nobody waits for it any more."""
        if not job.cancelled():
            job.exception()
        self._leave(urgency)

    def _leave(self, urgency: int) -> None:
        """Leave a place."""
        self.running -= 1
        self.running_later -= urgency != AT_ONCE
        self._hand_out()

    def _hand_out(self) -> None:
        """Hand free places to the most urgent of those who wait and may have them."""
        while self.waiting and (self.waiting[0][2].done() or self._has_place(self.waiting[0][0])):
            urgency, _, turn = heapq.heappop(self.waiting)
            if not turn.done():
                self.running += 1
                self.running_later += urgency != AT_ONCE
                turn.set_result(None)

    def close(self) -> None:
        """No more work: wait for what runs."""
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
            self._threads = None


@dataclass(slots=True)
class Allowance:
    """How often somebody may do something: so many times in so many seconds, by name; old names are forgotten.

    >>> allowance = Allowance(2, 60.0)
    >>> [allowance.take("a", now) for now in (0.0, 1.0, 2.0, 61.0)]
    [True, True, False, True]
    """

    times: int
    seconds: float
    _taken: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    def take(self, name: str, now: float) -> bool:
        """Whether it may be done once more; if so it counts."""
        taken = [then for then in self._taken.pop(name, []) if then > now - self.seconds]
        allowed = len(taken) < self.times
        self._taken[name] = [*taken, now] if allowed else taken
        while len(self._taken) > MOST_CLIENTS:
            self._taken.popitem(last=False)
        return allowed


class Stored(Generic[Kept]):
    """Values by key, at most so many bytes of them; safe between threads.

    Args:
        most_bytes: the bound; 0 keeps nothing.

    >>> kept = Stored(10)
    >>> kept.put("a", "one", 6); kept.put("b", "two", 6)
    >>> kept.get("a") is None, kept.get("b"), kept.bytes
    (True, 'two', 6)
    """

    def __init__(self, most_bytes: int):
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[str, tuple[Kept, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Kept | None:
        """The value, or None if it is not kept."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: str, value: Kept, size: int) -> None:
        """Keep a value of so many bytes, unless it is larger than all the room there is."""
        with self._lock:
            if key in self._kept:
                self.bytes -= self._kept.pop(key)[1]
            if size > self.most_bytes:
                return
            self._kept[key] = (value, size)
            self.bytes += size
            while self.bytes > self.most_bytes:
                _, (_, gone) = self._kept.popitem(last=False)
                self.bytes -= gone
