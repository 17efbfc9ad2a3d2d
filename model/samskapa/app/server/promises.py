"""The promises of one run, followed through the rings of the compiled ledger from week to week."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from samskapa.engine.machine.view import Look

Floats = NDArray[np.float64]
OPEN, KEPT, KEPT_LATE, BROKEN, EXPIRED = range(5)
IN_TIME = 1.0
AT_FIRST = ("serial", "lead", "raiser", "owner", "explicit", "scope", "made", "due")
READ = (*AT_FIRST, "topic", "open", "outcome")
COLUMNS = ("serial", "service", "raiser", "owner", "explicit", "scope", "made", "due", "settled", "outcome", "topic")


@dataclass(slots=True)
class Slip:
    """A promise, as a slip pinned to its room: columns of `COLUMNS`, and the week it lost its owner (-1: never)."""

    row: list[int]
    orphaned: int = -1


@dataclass(slots=True)
class PromiseBook:
    """Every promise that was ever made, by its serial number."""

    slips: dict[int, Slip] = field(default_factory=dict)

    def note(self, look: Look, week: int) -> None:
        """Look at all places at the end of a week.

        A place is filled again in a later week at the earliest, so a settled promise is still there to be read.
        """
        taken = look["promise.due"][..., 0] > 0
        places = {name: look[f"promise.{name}"][..., 0][taken].tolist() for name in READ}
        for place in range(int(taken.sum())):
            self._note_one({name: values[place] for name, values in places.items()}, week)

    def _note_one(self, promise: dict[str, float], week: int) -> None:
        serial, explicit, outcome = int(promise["serial"]), int(promise["explicit"]), promise["outcome"]
        slip = self.slips.get(serial)
        if slip is None:
            if promise["made"] != week:
                return
            slip = self.slips[serial] = Slip([
                *(int(promise[name]) for name in AT_FIRST), -1, OPEN, int(promise["topic"])
            ])
        if slip.row[8] >= 0:
            return
        if slip.row[4] and not explicit and slip.orphaned < 0:
            slip.orphaned = week
        if not promise["open"] > 0 or outcome >= 0.0:
            slip.row[8] = week
            slip.row[9] = self._outcome(outcome, explicit)

    @staticmethod
    def _outcome(outcome: float, explicit: int) -> int:
        """Kept, kept late, broken, or a hanging one (also one that lost its owner) that expired."""
        if outcome > 0.0:
            return KEPT if outcome == IN_TIME else KEPT_LATE
        return BROKEN if explicit else EXPIRED

    def rows(self) -> NDArray[np.int64]:
        """Promises by serial number; shape (P, 11), columns of `COLUMNS`."""
        found = [self.slips[serial].row for serial in sorted(self.slips)]
        return np.array(found, dtype=np.int64).reshape(-1, len(COLUMNS))

    def orphaned(self) -> NDArray[np.int64]:
        """The week in which each lost its owner, -1 if never; shape (P)."""
        return np.array([self.slips[serial].orphaned for serial in sorted(self.slips)], dtype=np.int64)


class Declined:
    """Issues declined with reasons, week by week; shape (weeks, S)."""

    def __init__(self, weeks: int, services: int):
        self.weekly = np.zeros((weeks, services))
        self.so_far = np.zeros(services)

    def note(self, now: Floats, week: int) -> None:
        """Look at the account at the end of a week; shape (S)."""
        self.weekly[week] = now - self.so_far
        self.so_far = now.copy()
