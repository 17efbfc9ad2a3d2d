"""What workers and managers do: begin in a post, see residents, study, carry a load, aim; weigh what one sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samskapa.science.chance import Decision
from samskapa.science.compile import act
from samskapa.science.elementary import trait
from samskapa.science.entities import MOST_SPREAD

if TYPE_CHECKING:
    from samskapa.science.rules.choices import RuleBook
    from samskapa.science.settings import Settings


@act
def begin_post(p: Settings, draws: Any, worker: Any, engagement_shift: float, spread_shift: float) -> None:
    """Begin with freshly drawn traits (R2)."""
    number, spread = worker.number, min(MOST_SPREAD, max(0.0, p.staff_spread + spread_shift))
    engagement = min(1.0, max(0.0, p.engagement_start + engagement_shift))
    worker.engagement = trait(draws.worker(Decision.ENGAGEMENT, number), engagement, spread)
    worker.exhaustion = trait(draws.worker(Decision.EXHAUSTION, number), p.exhaustion_start, spread)
    worker.belief = trait(draws.worker(Decision.BELIEF, number), p.belief_start, spread)
    worker.success = 0.0


@act
def see_residents(rules: RuleBook, p: Settings, worker: Any, attendance: float, partner_units: float) -> None:
    """Believe in residents as one sees them (E12)."""
    volunteers = p.voluntary_belief if p.voluntary_capacity + partner_units > 0.0 else 0.0
    worker.belief = rules.belief_after_meeting(worker.belief, attendance, p.belief_rate, volunteers)


@act
def study(rules: RuleBook, p: Settings, worker: Any) -> None:
    """Come out of a week of the course believing more in residents, and more engaged (R14)."""
    worker.belief = rules.raised(worker.belief, p.belief_rate)
    worker.engagement = rules.raised(worker.engagement, p.course_engagement)
    worker.mindset = rules.raised(worker.mindset, p.course_engagement)


@act
def weigh_successes(rules: RuleBook, p: Settings, worker: Any) -> None:
    """Weigh the own promises that were kept and broken this week (E23), and forget how many they were."""
    success = worker.success
    for _ in range(int(worker.successes)):
        success = rules.success_after_outcome(success, 1.0, p.success_weight)
    for _ in range(int(worker.failures)):
        success = rules.success_after_outcome(success, -1.0, p.success_weight)
    worker.success = success
    worker.successes = 0.0
    worker.failures = 0.0


@act
def aim(rules: RuleBook, p: Settings, worker: Any, buy_in: float, team: float, top_down: float) -> None:
    """See where one's engagement is drawn (E23); nothing changes yet. `team` is the mean of colleagues in touch."""
    worker.target = rules.engagement_target(
        worker.mindset,
        worker.belief,
        buy_in,
        p.buy_in_usual,
        worker.success,
        worker.exhaustion,
        team,
        worker.engagement,
        top_down,
        p.engagement_belief,
        p.engagement_buy_in * p.level_leadership,
        p.engagement_success,
        p.engagement_exhaustion,
        p.engagement_team,
        p.engagement_resistance,
    )


@act
def weigh(rules: RuleBook, p: Settings, manager: Any, visible: float, project: float, backlog: float) -> None:
    """Weigh as a manager what one sees (E26)."""
    organisation, leadership = p.level_organisation, p.level_leadership
    manager.buy_in = rules.buy_in_after_week(
        manager.buy_in,
        manager.set_point,
        visible * organisation,
        project,
        backlog * organisation,
        p.buy_in_visible * leadership,
        p.buy_in_return,
        p.buy_in_project * leadership,
        p.buy_in_backlog * leadership,
    )
