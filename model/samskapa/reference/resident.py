"""Residents: what people who live in social housing do in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samskapa.reference.person import Person
from samskapa.science.chance import Decision
from samskapa.science.elementary import cloglog, logit, normal_like, trait
from samskapa.science.entities import (
    HERO_ACTIVE,
    HERO_FOUND,
    HERO_LATENT,
    HERO_NONE,
    HERO_WITHDRAWN,
    ORGANISATION,
    PERSON,
    RESIDENT_TRAITS,
)
from samskapa.science.ties import PERMANENT, TIE_PLACES

if TYPE_CHECKING:
    from samskapa.reference.ledger import Promise
    from samskapa.reference.model import CoProductionModel
    from samskapa.reference.service import Service
    from samskapa.reference.social_worker import SocialWorker


class Resident(Person):
    """A resident: two trusts, two expectations, and what helps or hinders taking part (units: `entities.RESIDENT`)."""

    confidence: float
    prediction: float
    aspiration: float
    capability: float
    shame: float
    understanding: float
    availability: float

    def __init__(self, model: CoProductionModel, number: int):
        super().__init__(model, number)
        programme = model.programme
        self.home = int(programme.resident_service[number])
        self.primary = int(programme.primary[number])
        self.key = int(programme.resident_key[number])
        self.peers = [
            (place, int(programme.neighbours[number, place]))
            for place in range(TIE_PLACES) if programme.tie_kind[number, place]
        ]
        self.kinds: list[int] = programme.tie_kind[number].tolist()
        self.strength = [1.0 if kind == PERMANENT else 0.0 for kind in self.kinds]
        self.offered_now = 0.0
        self.came_now = 0.0
        self.appear(first=True)

    @property
    def service(self) -> Service:
        """The service one lives in."""
        return self.model.services[self.home]

    @property
    def worker(self) -> SocialWorker:
        """One's own worker."""
        return self.model.workers[self.primary]

    @property
    def trust(self) -> float:
        """Mean relational trust in the one or two workers one knows."""
        return 0.5 * (self.trust_primary + self.trust_secondary) if self.secondary >= 0 else self.trust_primary

    @property
    def is_active(self) -> float:
        """One for an active hero, else zero."""
        return 1.0 if self.hero == HERO_ACTIVE else 0.0

    def appear(self, first: bool = False) -> None:
        """Arrive with freshly drawn traits and an empty past (R1, R2, R5)."""
        p, draws = self.model.settings, self.model.draws
        trust = self.mean_at_start("trust_start", p.first_trust_shift if first else 0.0)
        self.trust_primary = trait(draws.resident(Decision.TRUST, self.number, 0), trust, p.spread)
        self.trust_secondary = trait(draws.resident(Decision.TRUST, self.number, 1), trust, p.spread)
        self.evidence_primary = self.evidence_secondary = p.evidence_start
        for name, decision, mean, spread in RESIDENT_TRAITS:
            shift = p.first_prediction_shift if first and name == "prediction" else 0.0
            level = trait(draws.resident(decision, self.number), self.mean_at_start(mean, shift), getattr(p, spread))
            setattr(self, name, level)
        draw = draws.resident(Decision.THRESHOLD, self.number)
        self.threshold = p.threshold_mean + normal_like(draw, p.threshold_spread)
        is_hero = draws.resident(Decision.HERO, self.number) < p.hero_share
        self.hero = HERO_LATENT if is_hero else HERO_NONE
        self.secondary = int(self.model.programme.secondary[self.number])
        self.propensity = p.propensity_start
        self.novelty_left = 1.0
        self.disappointment = self.habit = self.sponsor_left = 0.0
        self.tenure = self.sessions = self.voiced = self.offered = self.came_last = 0.0
        self.witnessed = self.witnessed_abroad = 0

    def leaves(self) -> bool:
        """Whether one leaves the home this week (E29)."""
        service = self.service
        limit = self.model.rules.resident_exit_log_hazard(service.exit_log_hazard, service.quality, self.trust)
        return cloglog(self.model.draws.resident(Decision.RESIDENT_EXIT, self.number)) < limit

    def replace(self) -> None:
        """Leave, and let somebody else move in at once (R5, R21)."""
        p, rules, service = self.model.settings, self.model.rules, self.service
        for place, other in self.peers:
            if self.kinds[place] != PERMANENT:
                self.set_strength(place, other, 0.0)
        self.appear()
        if p.queue_dialogue:
            self.aspiration = rules.aspiration_after_queue(self.aspiration, service.realistic_level())
            self.understanding = rules.understanding_after_queue(self.understanding, p.transparency)
        self.disappointment = rules.disappointment_at_move_in(
            p.choice, self.aspiration, service.quality, self.understanding, p.disappointment_rate
        )
        self.model.tell("moved_in", self.home, who=self.number)

    def lose_worker(self, worker: int) -> None:
        """A worker one knows has left: trust in the successor is at most that of a stranger (R22)."""
        p = self.model.settings
        for edge, known in enumerate((self.primary, self.secondary)):
            if known != worker:
                continue
            stranger = trait(
                self.model.draws.resident(Decision.TRUST_AFTER_EXIT, self.number, edge), p.trust_start, p.spread
            )
            if edge == 0:
                self.trust_primary, self.evidence_primary = min(self.trust_primary, stranger), p.evidence_start
            else:
                self.trust_secondary, self.evidence_secondary = min(self.trust_secondary, stranger), p.evidence_start
        if self.primary == worker and self.hero == HERO_FOUND:
            self.hero = HERO_LATENT
        elif self.primary == worker and self.hero == HERO_ACTIVE:
            self.sponsor_left = 1.0

    def meet_workers(self) -> None:
        """Meet one's workers in everyday life, and trust them more or less for it (E1)."""
        self.trust_primary, self.evidence_primary = self._after_contact(
            self.primary, 0, self.trust_primary, self.evidence_primary
        )
        if self.secondary >= 0:
            self.trust_secondary, self.evidence_secondary = self._after_contact(
                self.secondary, 1, self.trust_secondary, self.evidence_secondary
            )

    def _after_contact(self, worker: int, edge: int, trust: float, evidence: float) -> tuple[float, float]:
        p, rules, draws = self.model.settings, self.model.rules, self.model.draws
        if not draws.resident(Decision.CONTACT, self.number, edge) < p.contact_rate:
            return trust, evidence
        met = self.model.workers[worker]
        quality = rules.contact_quality(
            met.responsiveness, met.engagement, rules.eased_strictness(self.service.strictness, p.choice),
            self.understanding, p.understanding_start,
            normal_like(draws.resident(Decision.CONTACT_NOISE, self.number, edge), p.contact_noise),
            p.contact_base, p.contact_response, p.contact_strictness, p.contact_understanding,
        )
        trust = rules.trust_after_contact(trust, quality, self.understanding, evidence, p.trust_rate, p.loss_ratio)
        return trust, rules.evidence_after_contact(evidence, p.trust_rate)

    def active_share(self) -> float:
        """Share of active heroes among one's peers, by the strength of ties."""
        total = active = 0.0
        for place, other in self.peers:
            total += self.strength[place]
            active += self.strength[place] * self.model.residents[other].is_active
        return active / total if total > 0.0 else 0.0

    def motive(self, prediction: float, invitation: float, active_share: float, collective: float) -> float:
        """The sum of motives to come (E2); one-to-one sessions know no norm and no active peers (R17)."""
        p, rules, service = self.model.settings, self.model.rules, self.service
        trust_motive = rules.trust_motive(self.trust, p.attendance_trust, p.attendance_trust_square)
        personal = rules.personal_motive(
            trust_motive, prediction, self.aspiration, service.quality, self.habit, self.shame,
            self.disappointment, self.capability, p.attendance_prediction, p.attendance_shortfall,
            p.attendance_habit, p.attendance_shame, p.attendance_disappointment, p.attendance_capability,
        )
        social = rules.social_motive(
            invitation, service.norm, active_share, self.is_active, p.neutral_venue, p.attendance_invitation,
            collective * p.attendance_norm, collective * p.attendance_active_peers, p.attendance_hero,
            p.attendance_venue,
        )
        return p.attendance_intercept + personal + social

    def is_invited(self, share: float) -> bool:
        """Whether one is among those invited; the first invited stay invited."""
        return self.model.invitation_draws[self.number] < share

    def decides_to_come(self, invitation: float, collective: float) -> bool:
        """Whether one is able and willing to come (E2)."""
        p, draws = self.model.settings, self.model.draws
        if not draws.resident(Decision.AVAILABLE, self.number) < self.availability:
            return False
        active_share = self.active_share() if collective else 0.0
        draw = draws.resident(Decision.ATTENDANCE, self.number)
        return self.model.rules.comes(
            self.motive(self.prediction, invitation, active_share, collective), draw, logit(draw),
            self.service.norm, self.threshold, self.propensity, self.prediction, p.assurance_value,
        ) > 0.0

    def note_invitation(self, came: bool) -> None:
        """Remember that one was invited, and whether one came; habit follows (E20)."""
        p, rules = self.model.settings, self.model.rules
        self.offered += 1.0
        self.offered_now, self.came_now = 1.0, 1.0 if came else 0.0
        self.habit = (
            rules.raised(self.habit, p.habit_rate) if came
            else rules.faded(self.habit, p.habit_loss_ratio * p.habit_rate)
        )

    def voice(self) -> float:
        """How much one speaks up (E7)."""
        return self.model.rules.voice(self.capability, self.shame, self.is_active)

    def take_part(self, quality: float, share_present: float, equal: float, peers: float, realistic: float) -> None:
        """Leave a session changed: hope, awakening, shame, capability, understanding (E5, E6, E10, E11)."""
        p, rules = self.model.settings, self.model.rules
        before = self.prediction
        self.prediction = rules.hope(self.prediction, quality, self.novelty_left, p.hope_push)
        self.aspiration = rules.awakened(self.aspiration, self.novelty_left, p.awakening, p.prework)
        self.aspiration = rules.grounded(self.aspiration, realistic, p.prework)
        self.shame = rules.shame_after_meeting(self.shame, peers, p.shame_fall, equal)
        self.capability = rules.raised(self.capability, p.capability_rise)
        self.understanding = rules.understanding_after_meeting(self.understanding, p.transparency, share_present)
        self.propensity = rules.propensity_after_meeting(self.propensity, quality, self.aspiration, p.learning_rate)
        self.novelty_left *= p.novelty
        self.sessions += 1.0
        self.model.tell("took_part", self.home, who=self.number, quantity="prediction", before=before,
                        after=self.prediction)

    def trust_those_present(self, present: set[int], quality: float) -> None:
        """Trust the workers one sat with as equals (E4)."""
        rules, loss_ratio = self.model.rules, self.model.settings.loss_ratio
        if self.primary in present:
            self.trust_primary = rules.trust_after_meeting(self.trust_primary, quality, loss_ratio)
        if self.secondary in present:
            self.trust_secondary = rules.trust_after_meeting(self.trust_secondary, quality, loss_ratio)

    def set_strength(self, place: int, other: int, strength: float) -> None:
        """Set the strength of a tie at both ends."""
        self.strength[place] = strength
        mirror = int(self.model.programme.mirror[self.number, place])
        self.model.residents[other].strength[mirror] = strength

    def saw(self, promise: Promise) -> bool:
        """Whether one was there when it was voiced."""
        mask = self.witnessed_abroad if promise.scope == ORGANISATION else self.witnessed
        return bool(mask >> promise.place & 1)

    def witness(self, promise: Promise) -> None:
        """Be there when a promise is voiced."""
        if promise.scope == ORGANISATION:
            self.witnessed_abroad |= 1 << promise.place
        else:
            self.witnessed |= 1 << promise.place

    def judge(self, promise: Promise) -> None:
        """Judge a kept or broken promise that one saw or heard of (E17)."""
        p, rules, saw = self.model.settings, self.model.rules, self.saw(promise)
        if not saw and (promise.scope == PERSON or promise.lead != self.home):
            return
        weight = (1.0 if saw else p.hearsay) * (1.0 if promise.explicit else p.hanging_weight)
        loss_ratio = p.loss_ratio if saw else p.hearsay_loss_ratio
        perceived = rules.perceived_outcome(promise.outcome, self.prediction)
        prediction = rules.prediction_after_outcome(
            self.prediction, perceived, self.understanding, weight, p.prediction_rate, loss_ratio
        )
        aspiration = rules.aspiration_after_outcome(self.aspiration, perceived, weight, p.aspiration_rate)
        surprise = rules.surprise(
            perceived, self.prediction, self.aspiration, prediction, aspiration, p.aspiration_weight
        )
        before, hurt, trusted = self.confidence, self.disappointment, self.trust
        self.confidence = rules.confidence_after_outcome(
            self.confidence, surprise, self.understanding, weight, p.confidence_rate, loss_ratio
        )
        self.disappointment = rules.disappointment_after_outcome(
            self.disappointment, surprise, self.understanding, weight, p.disappointment_rate, p.disappointment_relief
        )
        self.prediction, self.aspiration = prediction, aspiration
        if promise.explicit:
            self._judge_owners(promise, weight, loss_ratio)
        if saw and promise.raiser == self.number and promise.outcome > 0.0 and p.own_effort > 0.0:
            self.capability = rules.raised(self.capability, p.own_effort_capability)
        for quantity, was, now in (
            ("confidence", before, self.confidence), ("disappointment", hurt, self.disappointment),
            ("trust", trusted, self.trust),
        ):
            if was != now:
                self.model.tell("judged", self.home, who=self.number, whom=promise.owner, promise=promise,
                                quantity=quantity, before=was, after=now)

    def _judge_owners(self, promise: Promise, weight: float, loss_ratio: float) -> None:
        after = self.model.rules.trust_after_outcome
        if self.primary in promise.owners:
            self.trust_primary = after(self.trust_primary, promise.outcome, self.understanding, weight, loss_ratio)
        if self.secondary in promise.owners:
            self.trust_secondary = after(self.trust_secondary, promise.outcome, self.understanding, weight, loss_ratio)

    def listen(self) -> None:
        """Hear what one's peers expect and how they trust (E19); nothing changes yet."""
        p, residents = self.model.settings, self.model.residents
        weigh, trust = self.model.rules.peer_weight, self.trust
        hopes = trusts = hope_weights = trust_weights = total = active = active_hopes = 0.0
        for place, number in self.peers:
            strength = self.strength[place]
            if strength <= 0.0:
                continue
            peer = residents[number]
            peer_trust = peer.trust
            hope_weight = weigh(self.prediction, peer.prediction, strength, p.confidence_bound, p.loss_ratio)
            trust_weight = weigh(trust, peer_trust, strength, p.confidence_bound, p.loss_ratio)
            hopes += hope_weight * peer.prediction
            hope_weights += hope_weight
            trusts += trust_weight * peer_trust
            trust_weights += trust_weight
            total += strength
            active += strength * peer.is_active
            active_hopes += strength * peer.is_active * peer.prediction
        self.heard_hope = hopes / hope_weights if hope_weights > 0.0 else self.prediction
        self.heard_trust = trusts / trust_weights if trust_weights > 0.0 else trust
        self.heard_active = active / total if total > 0.0 else 0.0
        self.heard_goal = self.model.rules.hero_goal(active_hopes / active if active > 0.0 else 0.0)

    def take_over(self) -> None:
        """Move toward what one heard (E19)."""
        rules, influence = self.model.rules, self.model.settings.peer_influence
        self.prediction = rules.prediction_among_peers(
            self.prediction, self.heard_hope, self.heard_active, self.heard_goal, influence
        )
        self.trust_primary = rules.trust_among_peers(self.trust_primary, self.heard_trust, self.heard_active, influence)
        if self.secondary >= 0:
            self.trust_secondary = rules.trust_among_peers(
                self.trust_secondary, self.heard_trust, self.heard_active, influence
            )

    def step_as_hero(self, in_project: bool) -> None:
        """Be found, become active, or withdraw (E28)."""
        p, rules, draws = self.model.settings, self.model.rules, self.model.draws
        if self.hero == HERO_LATENT and in_project:
            chance = rules.finding_chance(p.scouting, self.worker.engagement, self.trust_primary)
            if draws.resident(Decision.HERO_FOUND, self.number) < chance:
                self.hero = HERO_FOUND
                self.model.tell("hero_found", self.home, who=self.number, whom=self.primary)
        elif self.hero in (HERO_FOUND, HERO_ACTIVE):
            chance = rules.withdrawal_chance(
                self.disappointment, p.hero_support, p.hero_withdrawal, self.sponsor_left
            )
            if draws.resident(Decision.HERO_WITHDRAWN, self.number) < chance:
                self.hero = HERO_WITHDRAWN
                self.model.tell("hero_withdrawn", self.home, who=self.number)
            elif (
                self.hero == HERO_FOUND and in_project
                and draws.resident(Decision.HERO_ACTIVE, self.number) < p.hero_support
            ):
                self.hero = HERO_ACTIVE
                self.model.tell("hero_active", self.home, who=self.number)

    def forget(self) -> None:
        """Let habit, hurt, understanding and acquired ties fade, and remember the last meeting (E20, E21)."""
        p, rules = self.model.settings, self.model.rules
        if not self.offered_now:
            self.habit = rules.faded(self.habit, p.habit_fading)
        else:
            self.came_last = self.came_now
        self.disappointment = rules.faded(self.disappointment, p.disappointment_fading)
        self.understanding = rules.drawn_to(self.understanding, p.understanding_start, p.understanding_fading)
        for place, _ in self.peers:
            if self.kinds[place] != PERMANENT and self.strength[place] > 0.0:
                left = rules.faded(self.strength[place], p.tie_fading)
                self.strength[place] = left if left >= p.tie_floor else 0.0
        self.tenure += 1.0
        self.offered_now = self.came_now = 0.0
