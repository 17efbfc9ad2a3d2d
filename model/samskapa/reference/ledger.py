"""The promise ledger: a list of open promises per service and one for the organisation, and accounts that balance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from samskapa.science.entities import ENTRIES, LONGEST_WAIT, PLACES


@dataclass(slots=True)
class Promise:
    """An issue that was accepted (explicit) or left hanging (implicit); fields as in `people.PROMISE`."""

    lead: int
    raiser: int
    owner: int
    second_owner: int
    explicit: float
    binding: float
    structural: float
    blocked: float
    scope: float
    made: int
    due: int
    remaining: float
    serial: int
    topic: str
    place: int = -1
    outcome: float = -1.0

    @property
    def owners(self) -> tuple[int, ...]:
        """The worker or workers who answer for it."""
        return (self.owner,) if self.second_owner < 0 else (self.owner, self.second_owner)


class Ledger:
    """Sixty-four places for open promises; a witness carries the place as one bit of a mask."""

    def __init__(self) -> None:
        self.places: list[Promise | None] = [None] * PLACES

    def __iter__(self) -> Iterator[Promise]:
        """Open promises in the order of their places."""
        return (promise for promise in self.places if promise is not None)

    def enter(self, promise: Promise) -> bool:
        """Put a promise on the first free place; False when the list is full."""
        for place, taken in enumerate(self.places):
            if taken is None:
                promise.place = place
                self.places[place] = promise
                return True
        return False

    def settle(self) -> list[Promise]:
        """Take the promises that have an outcome off the list, in the order of their places."""
        settled = [promise for promise in self if promise.outcome >= 0.0]
        for promise in settled:
            self.places[promise.place] = None
        return settled


@dataclass(slots=True)
class Account:
    """What a service has made, kept, broken and lost since the start, in promises (issues for the decisions)."""

    entries: dict[str, float] = field(default_factory=lambda: dict.fromkeys(ENTRIES, 0.0))
    waits: list[float] = field(default_factory=lambda: [0.0] * (LONGEST_WAIT + 1))

    def add(self, entry: str) -> None:
        """Count one."""
        self.entries[entry] += 1.0

    def keep(self, promise: Promise, week: int) -> None:
        """Count a kept promise and how long it waited."""
        self.add("kept_in_time" if promise.outcome == 1.0 else "kept_late")
        self.waits[min(LONGEST_WAIT, week - promise.made)] += 1.0

    def break_(self, promise: Promise) -> None:
        """Count a broken promise."""
        self.add("broken_explicit" if promise.explicit else "broken_implicit")

    def imbalance(self, open_explicit: float, open_implicit: float) -> float:
        """What the two identities of E16 miss; zero in a ledger that balances.

        made = kept + broken + open + orphaned; hanging + orphaned = broken + open.
        """
        e = self.entries
        kept = e["kept_in_time"] + e["kept_late"]
        explicit = e["explicit_made"] - kept - e["broken_explicit"] - open_explicit - e["orphaned"]
        implicit = e["implicit_made"] + e["orphaned"] - e["broken_implicit"] - open_implicit
        return abs(explicit) + abs(implicit)
