"""What residents do: come or stay away, take part, trust, become a hero, lose a worker, move in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samskapa.science.acts.services import realistic_level
from samskapa.science.chance import Decision
from samskapa.science.compile import act
from samskapa.science.entities import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_WITHDRAWN

if TYPE_CHECKING:
    from samskapa.science.rules.choices import RuleBook
    from samskapa.science.settings import Settings


@act
def motive(
    rules: RuleBook,
    p: Settings,
    resident: Any,
    service: Any,
    prediction: float,
    invitation: float,
    active_share: float,
    collective: float,
) -> float:
    """The sum of motives to come (E2); one-to-one sessions know no norm and no active peers (R17)."""
    personal = rules.personal_motive(
        rules.trust_motive(resident.trust, p.attendance_trust, p.attendance_trust_square),
        prediction,
        resident.aspiration,
        service.quality,
        resident.habit,
        resident.shame,
        resident.disappointment,
        resident.capability,
        p.attendance_prediction,
        p.attendance_shortfall,
        p.attendance_habit,
        p.attendance_shame,
        p.attendance_disappointment,
        p.attendance_capability,
    )
    social = rules.social_motive(
        invitation,
        service.norm,
        active_share,
        resident.is_active,
        p.neutral_venue,
        p.attendance_invitation,
        collective * p.attendance_norm,
        collective * p.attendance_active_peers,
        p.attendance_hero,
        p.attendance_venue,
    )
    return p.attendance_intercept + personal + social


@act
def is_willing(
    rules: RuleBook, p: Settings, resident: Any, service: Any, motives: float, draw: float, draw_logit: float
) -> bool:
    """Whether one who is able to come will (E2)."""
    return (
        rules.comes(
            motives,
            draw,
            draw_logit,
            service.norm,
            resident.threshold,
            resident.propensity,
            resident.prediction,
            p.assurance_value,
        )
        > 0.0
    )


@act
def note_invitation(rules: RuleBook, p: Settings, resident: Any, came: bool) -> None:
    """Remember that one was invited, and whether one came; habit follows (E20)."""
    resident.offered += 1.0
    resident.offered_now = 1.0
    resident.came_now = 1.0 if came else 0.0
    if came:
        resident.habit = rules.raised(resident.habit, p.habit_rate)
    else:
        resident.habit = rules.faded(resident.habit, p.habit_loss_ratio * p.habit_rate)


@act
def voice(rules: RuleBook, resident: Any) -> float:
    """How much one speaks up (E7)."""
    return rules.voice(resident.capability, resident.shame, resident.is_active)


@act
def take_part(
    rules: RuleBook,
    p: Settings,
    resident: Any,
    quality: float,
    share_present: float,
    equal: float,
    peers: float,
    realistic: float,
) -> None:
    """Leave a session changed: hope, awakening, shame, capability, understanding (E5, E6, E10, E11)."""
    resident.prediction = rules.hope(resident.prediction, quality, resident.novelty_left, p.hope_push)
    resident.aspiration = rules.awakened(resident.aspiration, resident.novelty_left, p.awakening, p.prework)
    resident.aspiration = rules.grounded(resident.aspiration, realistic, p.prework)
    resident.shame = rules.shame_after_meeting(resident.shame, peers, p.shame_fall, equal)
    resident.capability = rules.raised(resident.capability, p.capability_rise)
    resident.understanding = rules.understanding_after_meeting(resident.understanding, p.transparency, share_present)
    resident.propensity = rules.propensity_after_meeting(
        resident.propensity, quality, resident.aspiration, p.learning_rate
    )
    resident.novelty_left *= p.novelty
    resident.sessions += 1.0


@act
def trust_those_present(
    rules: RuleBook, p: Settings, resident: Any, own_present: bool, second_present: bool, quality: float
) -> None:
    """Trust the workers one sat with as equals (E4)."""
    if own_present:
        resident.trust_primary = rules.trust_after_meeting(resident.trust_primary, quality, p.loss_ratio)
    if second_present:
        resident.trust_secondary = rules.trust_after_meeting(resident.trust_secondary, quality, p.loss_ratio)


@act
def join_workshop(rules: RuleBook, p: Settings, resident: Any) -> None:
    """Leave the workshop with wishes, hope and courage (R14)."""
    resident.aspiration = rules.raised(resident.aspiration, p.workshop_aspiration)
    resident.capability = rules.raised(resident.capability, p.workshop_capability)
    resident.shame = rules.faded(resident.shame, p.workshop_shame)
    resident.prediction = rules.raised(resident.prediction, p.workshop_prediction)


@act
def after_contact(
    rules: RuleBook,
    p: Settings,
    trust: float,
    evidence: float,
    responsiveness: float,
    engagement: float,
    strictness: float,
    understanding: float,
    noise: float,
) -> float:
    """Trust in a worker after having met in everyday life (E1)."""
    quality = rules.contact_quality(
        responsiveness,
        engagement,
        rules.eased_strictness(strictness, p.choice),
        understanding,
        p.understanding_start,
        noise,
        p.contact_base,
        p.contact_response,
        p.contact_strictness,
        p.contact_understanding,
    )
    return rules.trust_after_contact(trust, quality, understanding, evidence, p.trust_rate, p.loss_ratio)


@act
def judge(rules: RuleBook, p: Settings, resident: Any, promise: Any, saw: bool) -> None:
    """Judge a kept or broken promise that one saw or heard of, and those who answer for it (E17)."""
    explicit = promise.explicit > 0
    weight = (1.0 if saw else p.hearsay) * (1.0 if explicit else p.hanging_weight)
    loss_ratio = p.loss_ratio if saw else p.hearsay_loss_ratio
    perceived = rules.perceived_outcome(promise.outcome, resident.prediction)
    prediction = rules.prediction_after_outcome(
        resident.prediction, perceived, resident.understanding, weight, p.prediction_rate, loss_ratio
    )
    aspiration = rules.aspiration_after_outcome(resident.aspiration, perceived, weight, p.aspiration_rate)
    surprise = rules.surprise(
        perceived, resident.prediction, resident.aspiration, prediction, aspiration, p.aspiration_weight
    )
    resident.confidence = rules.confidence_after_outcome(
        resident.confidence, surprise, resident.understanding, weight, p.confidence_rate, loss_ratio
    )
    resident.disappointment = rules.disappointment_after_outcome(
        resident.disappointment,
        surprise,
        resident.understanding,
        weight,
        p.disappointment_rate,
        p.disappointment_relief,
    )
    resident.prediction = prediction
    resident.aspiration = aspiration
    owner, second_owner, secondary = promise.owner, promise.second_owner, resident.secondary
    if explicit and (resident.primary == owner or resident.primary == second_owner):
        resident.trust_primary = rules.trust_after_outcome(
            resident.trust_primary, promise.outcome, resident.understanding, weight, loss_ratio
        )
    if explicit and secondary >= 0 and (secondary in (owner, second_owner)):
        resident.trust_secondary = rules.trust_after_outcome(
            resident.trust_secondary, promise.outcome, resident.understanding, weight, loss_ratio
        )
    if saw and promise.raiser == resident.number and promise.outcome > 0.0 and p.own_effort > 0.0:
        resident.capability = rules.raised(resident.capability, p.own_effort_capability)


@act
def step_as_hero(
    rules: RuleBook, p: Settings, draws: Any, resident: Any, sponsor_engagement: float, scouts: bool
) -> bool:
    """Be found, become active, or withdraw (E28); whether anything happened."""
    before = resident.hero
    if before == HERO_LATENT and scouts:
        chance = rules.finding_chance(p.scouting, sponsor_engagement, resident.trust_primary)
        if draws.resident(Decision.HERO_FOUND, resident.number) < chance:
            resident.hero = HERO_FOUND
    elif before in (HERO_FOUND, HERO_ACTIVE):
        chance = rules.withdrawal_chance(
            resident.disappointment, p.hero_support, p.hero_withdrawal, resident.sponsor_left
        )
        if draws.resident(Decision.HERO_WITHDRAWN, resident.number) < chance:
            resident.hero = HERO_WITHDRAWN
        elif before == HERO_FOUND and scouts and draws.resident(Decision.HERO_ACTIVE, resident.number) < p.hero_support:
            resident.hero = HERO_ACTIVE
    return bool(resident.hero != before)


@act
def lose_own_worker(p: Settings, resident: Any, stranger: float) -> None:
    """Trust in a successor is at most that of a stranger (R22); a found hero is lost again (E28)."""
    resident.trust_primary = min(resident.trust_primary, stranger)
    resident.evidence_primary = p.evidence_start
    if resident.hero == HERO_FOUND:
        resident.hero = HERO_LATENT
    elif resident.hero == HERO_ACTIVE:
        resident.sponsor_left = 1.0


@act
def lose_second_worker(p: Settings, resident: Any, stranger: float) -> None:
    """Trust in the successor of a second worker is at most that of a stranger (R22)."""
    resident.trust_secondary = min(resident.trust_secondary, stranger)
    resident.evidence_secondary = p.evidence_start


@act
def move_in(rules: RuleBook, p: Settings, resident: Any, service: Any) -> None:
    """Arrive with what one was told in the queue and what one finds (R5, E30)."""
    if p.queue_dialogue > 0.0:
        resident.aspiration = rules.aspiration_after_queue(resident.aspiration, realistic_level(rules, p, service))
        resident.understanding = rules.understanding_after_queue(resident.understanding, p.transparency)
    resident.disappointment = rules.disappointment_at_move_in(
        p.choice, resident.aspiration, service.quality, resident.understanding, p.disappointment_rate
    )
