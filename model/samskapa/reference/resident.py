"""Residents: what people who live in social housing do in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samskapa.reference.person import Person
from samskapa.science.acts import residents as acts
from samskapa.science.chance import Decision
from samskapa.science.elementary import cloglog, logit, normal_like, trait
from samskapa.science.entities import (
    HERO_ACTIVE,
    HERO_FOUND,
    HERO_LATENT,
    HERO_NONE,
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
            for place in range(TIE_PLACES)
            if programme.tie_kind[number, place]
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
        for place, other in self.peers:
            if self.kinds[place] != PERMANENT:
                self.set_strength(place, other, 0.0)
        self.appear()
        acts.move_in(self.model.rules, self.model.settings, self, self.service)
        self.model.tell("moved_in", self.home, who=self.number)

    def lose_worker(self, worker: int) -> None:
        """A worker one knows has left: trust in the successor is at most that of a stranger (R22)."""
        p = self.model.settings
        known = ((self.primary, acts.lose_own_worker), (self.secondary, acts.lose_second_worker))
        for edge, (number, lose) in enumerate(known):
            if number == worker:
                draw = self.model.draws.resident(Decision.TRUST_AFTER_EXIT, self.number, edge)
                lose(p, self, trait(draw, p.trust_start, p.spread))

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
        noise = normal_like(draws.resident(Decision.CONTACT_NOISE, self.number, edge), p.contact_noise)
        trust = acts.after_contact(
            rules,
            p,
            trust,
            evidence,
            met.responsiveness,
            met.engagement,
            self.service.strictness,
            self.understanding,
            noise,
        )
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
        return acts.motive(
            self.model.rules, self.model.settings, self, self.service, prediction, invitation, active_share, collective
        )

    def is_invited(self, share: float) -> bool:
        """Whether one is among those invited; the first invited stay invited."""
        return self.model.invitation_draws[self.number] < share

    def decides_to_come(self, invitation: float, collective: float) -> bool:
        """Whether one is able and willing to come (E2)."""
        draws = self.model.draws
        if not draws.resident(Decision.AVAILABLE, self.number) < self.availability:
            return False
        active_share = self.active_share() if collective else 0.0
        draw = draws.resident(Decision.ATTENDANCE, self.number)
        motives = self.motive(self.prediction, invitation, active_share, collective)
        return acts.is_willing(self.model.rules, self.model.settings, self, self.service, motives, draw, logit(draw))

    def note_invitation(self, came: bool) -> None:
        """Remember that one was invited, and whether one came."""
        acts.note_invitation(self.model.rules, self.model.settings, self, came)

    def voice(self) -> float:
        """How much one speaks up (E7)."""
        return acts.voice(self.model.rules, self)

    def take_part(self, quality: float, share_present: float, equal: float, peers: float, realistic: float) -> None:
        """Leave a session changed."""
        before = self.prediction
        acts.take_part(self.model.rules, self.model.settings, self, quality, share_present, equal, peers, realistic)
        self.model.tell(
            "took_part", self.home, who=self.number, quantity="prediction", before=before, after=self.prediction
        )

    def trust_those_present(self, present: set[int], quality: float) -> None:
        """Trust the workers one sat with as equals (E4)."""
        own_present, second_present = self.primary in present, self.secondary in present
        acts.trust_those_present(self.model.rules, self.model.settings, self, own_present, second_present, quality)

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
        saw = self.saw(promise)
        if not saw and (promise.scope == PERSON or promise.lead != self.home):
            return
        before, hurt, trusted = self.confidence, self.disappointment, self.trust
        acts.judge(self.model.rules, self.model.settings, self, promise, saw)
        for quantity, was, now in (
            ("confidence", before, self.confidence),
            ("disappointment", hurt, self.disappointment),
            ("trust", trusted, self.trust),
        ):
            if was != now:
                self.model.tell(
                    "judged",
                    self.home,
                    who=self.number,
                    whom=promise.owner,
                    promise=promise,
                    quantity=quantity,
                    before=was,
                    after=now,
                )

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
        model, engagement = self.model, self.worker.engagement
        if not acts.step_as_hero(model.rules, model.settings, model.draws, self, engagement, in_project):
            return
        if self.hero == HERO_FOUND:
            model.tell("hero_found", self.home, who=self.number, whom=self.primary)
        else:
            model.tell("hero_active" if self.is_active else "hero_withdrawn", self.home, who=self.number)

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
