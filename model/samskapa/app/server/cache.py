"""What was worked out before, kept within a bound of memory; what was not asked for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


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
