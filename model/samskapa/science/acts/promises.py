"""What becomes of an issue, and which promise is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from samskapa.science.chance import Decision
from samskapa.science.compile import act
from samskapa.science.elementary import normal_like
from samskapa.science.entities import ORGANISATION, TOPICS

if TYPE_CHECKING:
    from samskapa.science.rules.choices import RuleBook
    from samskapa.science.settings import Settings

TOPIC_COUNT = len(TOPICS)


class Issue(NamedTuple):
    """What was decided of an issue.

    Attributes:
        size: the work it asks for, work units.
        declined: whether it was declined with reasons; it is left hanging if it was neither accepted nor declined.
        topic: its place in `entities.TOPICS`.
    """

    size: float
    accepted: bool
    declined: bool
    binding: bool
    structural: bool
    blocked: bool
    topic: int


@act
def weigh_issue(
    rules: RuleBook, p: Settings, draws: Any, service: Any, engagement: float, who: int, whom: int
) -> Issue:
    """Accept an issue, decline it with reasons, or leave it hanging (E8, E9, R11 to R13)."""
    noise = normal_like(draws.other(Decision.ISSUE_SIZE, who, whom), p.issue_spread)
    size = rules.issue_size(p.issue_size, noise)
    chance = rules.acceptance_chance(engagement, p.acceptance, p.overpromising)
    too_large = size > rules.free_room(service.capacity, p.deadline, service.backlog)
    refused = draws.other(Decision.PREWORK, who, whom) < p.prework and too_large
    accepted = not refused and draws.other(Decision.ACCEPTANCE, who, whom) < chance
    if not accepted and (refused or draws.other(Decision.CANDOUR, who, whom) < p.candour):
        return Issue(size, False, True, False, False, False, 0)
    crosses = draws.other(Decision.CROSS_AGENCY, who, whom) < p.cross_agency
    return Issue(
        size,
        accepted,
        False,
        accepted and draws.other(Decision.BINDING, who, whom) < p.binding_share,
        draws.other(Decision.STRUCTURAL, who, whom) < p.structural,
        crosses and draws.other(Decision.CONFIDENTIALITY, who, whom) < p.confidentiality,
        int(draws.other(Decision.TOPIC, who, whom) * TOPIC_COUNT),
    )


@act
def is_workable(rules: RuleBook, promise: Any, leadership: float) -> bool:
    """Whether an open promise can be worked on now (E15)."""
    abroad = 1.0 if promise.scope == ORGANISATION else 0.0
    return (
        promise.outcome < 0.0
        and rules.can_be_worked(
            float(promise.explicit),
            float(promise.blocked),
            float(promise.structural),
            abroad,
            float(promise.binding),
            leadership,
        )
        > 0.0
    )


@act
def urgency(rules: RuleBook, promise: Any, habit_of_raiser: float) -> float:
    """How urgent a promise is; the smallest is worked on first (E15)."""
    return rules.urgency(float(promise.due), float(promise.made), promise.remaining, habit_of_raiser)


@act
def expire(rules: RuleBook, promise: Any, week: float) -> bool:
    """Break a promise that is much too late; whether it has an outcome now (E16)."""
    if promise.outcome < 0.0 and rules.has_expired(week, float(promise.made), float(promise.due)) > 0.0:
        promise.outcome = 0.0
    return bool(promise.outcome >= 0.0)
