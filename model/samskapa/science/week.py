"""The week: a numbered list that both engines run in this order, and that the documents show.

Phases follow one another, each seeing the result of the one before; within a phase people act on what was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: its number, the method of that name in both engines, what happens, and its equations."""

    number: int
    name: str
    sentence: str
    equations: str


WEEK = (
    Phase(0, "begin_week", "Dated changes and shocks take effect; every service knows its capacity.", "E13, E14, E32"),
    Phase(1, "turn_over", "Residents and workers leave and are replaced in place.", "E25, E29, E30"),
    Phase(2, "meet_everyday", "Residents meet their workers, and trust follows.", "E1"),
    Phase(3, "gather", "Anchoring, scouting, dialogue meetings or sessions, workshop, course, flagship promise.", "E2-E12, E28, R14, R15"),
    Phase(4, "deliver", "Services work on promises; what is too late expires.", "E15, E16, E18"),
    Phase(5, "judge", "Those who know of a kept or broken promise judge it.", "E17"),
    Phase(6, "talk", "Residents take over from their peers.", "E19"),
    Phase(7, "carry", "Workers carry their load, tire or recover, and find or lose engagement.", "E22-E24"),
    Phase(8, "lead", "Managers see results, project and backlog.", "E26"),
    Phase(9, "settle", "Routine, habit and rules settle; hurt, ties and understanding fade.", "E18, E20, E21, E27, E31"),
    Phase(10, "record", "Outcomes are written down.", "section I"),
)


class Event(NamedTuple):
    """Something that happened: in which week, where, to whom, with whom, about which promise, and what changed.

    Numbers are -1 and texts empty where they do not apply; `before` and `after` are in the unit of `quantity`.
    """

    week: int
    kind: str
    service: int
    who: int
    whom: int
    promise: int
    topic: str
    quantity: str
    before: float
    after: float


KINDS_OF_EVENTS = (
    "orphaned", "worker_left", "moved_in", "anchored", "hero_found", "hero_active", "hero_withdrawn", "came", "declined",
    "promised", "left_hanging", "took_part", "met", "workshop", "course", "kept", "broken", "judged",
)
QUANTITIES = ("", "prediction", "confidence", "disappointment", "trust", "attendance")
"""What an event may have changed."""
