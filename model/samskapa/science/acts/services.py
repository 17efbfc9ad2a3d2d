"""What services do: what can be expected of one, and how routine, rules, quality and the norm settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samskapa.science.compile import act

if TYPE_CHECKING:
    from samskapa.science.rules.choices import RuleBook
    from samskapa.science.settings import Settings


@act
def realistic_level(rules: RuleBook, p: Settings, service: Any) -> float:
    """What a resident could expect who knew the capacity (R10)."""
    return rules.realistic_level(service.quality, service.capacity, p.deadline, service.backlog, p.agenda_cap)


@act
def settle_service(
    rules: RuleBook,
    p: Settings,
    service: Any,
    engagement: float,
    mindset: float,
    leadership: float,
    one_to_one: bool,
    in_project: bool,
) -> None:
    """Let routine, rules, quality and the norm settle at the end of the week (E18, E27, E31, R6, R16).

    Engagement and mindset are the means of the staff.
    """
    service.routine = rules.routine_after_week(
        service.routine,
        service.met,
        1.0 if service.delivered > 0.0 else 0.0,
        engagement,
        leadership,
        service.norm,
        p.thickness,
        (p.learning_link if one_to_one else 1.0) * p.level_organisation,
        p.routine_gain,
        p.routine_loss,
    )
    service.easing = rules.easing_after_week(service.easing, mindset, service.mindset_start, p.strictness_easing)
    service.quality = rules.drawn_to(service.quality, p.quality_start, p.quality_return)
    if in_project:
        service.quality = rules.raised(service.quality, p.coordination * leadership * p.level_organisation)
    if not service.met > 0.0:
        service.norm = rules.drawn_to(service.norm, p.attendance_core, p.habit_fading)
