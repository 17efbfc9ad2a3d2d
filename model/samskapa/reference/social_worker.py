"""Social workers: what people in the front line do in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samskapa.reference.person import Person
from samskapa.science.acts import staff as acts
from samskapa.science.chance import Decision
from samskapa.science.elementary import cloglog, logit, normal_like
from samskapa.science.entities import FOREVER
from samskapa.science.ties import IN_TOUCH

if TYPE_CHECKING:
    from samskapa.reference.model import CoProductionModel
    from samskapa.reference.service import Service


class SocialWorker(Person):
    """A front-line worker: engagement between belief, backing and exhaustion."""

    engagement: float
    exhaustion: float
    belief: float
    success: float
    target: float

    def __init__(self, model: CoProductionModel, number: int):
        super().__init__(model, number)
        programme = model.programme
        self.unit = int(programme.worker_service[number])
        self.caseload = float(programme.caseload[number])
        self.clients = [i for i in programme.residents_of(self.unit) if programme.primary[i] == number]
        self.colleagues: list[int] = [int(j) for j in programme.colleagues[number]]
        self.colleague_kinds: list[int] = programme.colleague_kind[number].tolist()
        self.last_exit = -FOREVER
        self.load = model.settings.case_load
        self.meetings = self.successes = self.failures = 0.0
        self.appear()
        self.mindset = self.engagement

    @property
    def service(self) -> Service:
        """The service one works in."""
        return self.model.services[self.unit]

    @property
    def responsiveness(self) -> float:
        """How far one responds (E1)."""
        return self.model.rules.responsiveness(self.engagement, self.exhaustion, self.model.settings.exhaustion_cut)

    def appear(self) -> None:
        """Begin with freshly drawn traits (R2)."""
        plan = self.service.plan
        acts.begin_post(self.model.settings, self.model.draws, self, plan.engagement_shift, plan.spread_shift)
        self.in_touch = [1.0 if kind == IN_TOUCH else 0.0 for kind in self.colleague_kinds]

    def leaves(self) -> bool:
        """Whether one leaves the post this week (E25)."""
        p, week = self.model.settings, self.model.week
        left = any(
            1 <= week - colleague.last_exit <= p.contagion_weeks
            for colleague in self.service.staff
            if colleague is not self
        )
        limit = self.model.rules.staff_exit_log_hazard(
            p.staff_exit, self.exhaustion, 1.0 if left else 0.0, p.exit_exhaustion, p.exit_contagion
        )
        return cloglog(self.model.draws.worker(Decision.STAFF_EXIT, self.number)) < limit

    def replace(self, staying: list[SocialWorker]) -> None:
        """Leave, and let a successor start who takes on something of the team's engagement (R22)."""
        total = 0.0
        for colleague in staying:
            total += colleague.engagement
        self.appear()
        if staying:
            self.engagement = self.model.rules.successor_engagement(self.engagement, total / float(len(staying)))
        self.mindset = self.engagement
        self.last_exit = float(self.model.week)
        self.model.tell("worker_left", self.unit, who=self.number)

    def comes_to_meeting(self) -> bool:
        """Whether one comes to a meeting of the service (E3)."""
        motive = self.model.rules.presence_motive(self.engagement, self.model.leadership, self.exhaustion)
        return logit(self.model.draws.worker(Decision.STAFF_PRESENCE, self.number)) < motive

    def see_residents(self, attendance: float) -> None:
        """Believe in residents as one sees them (E12)."""
        partners = float(self.model.programme.partner_units[self.unit])
        acts.see_residents(self.model.rules, self.model.settings, self, attendance, partners)

    def carry_load(self) -> None:
        """Carry the week's load; tire or recover (E22); weigh one's successes (E23)."""
        p, rules, service = self.model.settings, self.model.rules, self.service
        plan = service.plan
        self.load = rules.load(
            self.caseload,
            float(plan.residents) / float(plan.workers),
            self.meetings,
            service.open_explicit(),
            float(plan.workers),
            service.afterwork,
            p.protected_time,
            normal_like(self.model.draws.worker(Decision.LOAD_NOISE, self.number), p.load_noise),
            p.case_load,
            p.meeting_load,
            p.promise_load,
            p.afterwork_load,
        )
        total = 0.0
        for client in self.clients:
            total += self.model.residents[client].understanding
        understanding = total / self.caseload if self.clients else p.understanding_start
        exhaustion = rules.exhaustion_after_load(self.exhaustion, self.load, p.exhaustion_rise, p.exhaustion_recovery)
        exhaustion = rules.exhaustion_after_outcomes(
            exhaustion, self.successes, self.failures, p.success_relief, p.failure_strain
        )
        self.exhaustion = rules.exhaustion_after_understanding(
            exhaustion, understanding, p.understanding_start, p.understanding_relief
        )
        self.success = rules.faded(self.success, p.success_fading)
        acts.weigh_successes(rules, p, self)
        self.meetings = 0.0

    def aim(self) -> None:
        """See where one's engagement is drawn (E23); nothing changes yet."""
        p, model = self.model.settings, self.model
        total = count = 0.0
        for colleague in self.service.staff:
            if colleague is not self:
                total += colleague.engagement
                count += 1.0
        for touch, number in zip(self.in_touch, self.colleagues, strict=True):
            if touch > 0.0:
                total += model.workers[number].engagement
                count += 1.0
        top_down = p.mandated if model.calendar.in_project and not self.service.planned else 0.0
        team = total / count if count > 0.0 else self.engagement
        acts.aim(model.rules, p, self, model.buy_in, team, top_down)

    def renew(self) -> None:
        """Move toward one's aim; the mindset follows (E23, E24)."""
        p, rules = self.model.settings, self.model.rules
        self.engagement = rules.drawn_to(self.engagement, self.target, p.engagement_rate)
        self.mindset = rules.drawn_to(self.mindset, self.engagement, p.mindset_drift)
