"""The promises of one run, followed through the rings of the compiled ledger from week to week."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
OPEN, KEPT, KEPT_LATE, BROKEN, EXPIRED = range(5)
IN_TIME = 1.0
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

    def note(self, levels: Floats, whole: NDArray[np.int32], week: int) -> None:
        """Look at all places at the end of a week; levels and whole numbers of promises, shape (S + 1, 64, fields).

        A place is filled again in a later week at the earliest, so a settled promise is still there to be read.
        """
        from samskapa.engine.places import h, q

        f = vars(h)
        taken = whole[..., f["due"]] > 0
        for place, outcome in zip(whole[taken], levels[taken, vars(q)["outcome"]], strict=True):
            is_open, serial, explicit = place[f["open"]] > 0, int(place[f["serial"]]), int(place[f["explicit"]])
            slip = self.slips.get(serial)
            if slip is None:
                if int(place[f["made"]]) != week:
                    continue
                slip = self.slips[serial] = Slip([
                    serial, *(int(place[f[name]]) for name in ("lead", "raiser", "owner", "explicit", "scope", "made",
                                                              "due")), -1, OPEN, int(place[f["topic"]]),
                ])
            if slip.row[8] >= 0:
                continue
            if slip.row[4] and not explicit and slip.orphaned < 0:
                slip.orphaned = week
            if not is_open or outcome >= 0.0:
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

    def note(self, books: Floats, week: int) -> None:
        """Look at the accounts at the end of a week; shape (S, entries)."""
        from samskapa.engine.places import e

        now = books[:, vars(e)["declined"]]
        self.weekly[week] = now - self.so_far
        self.so_far = now.copy()
