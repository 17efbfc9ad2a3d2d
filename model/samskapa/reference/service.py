"""Services: the units where people live and work, with their capacity, their promises and their routine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from samskapa.reference.ledger import Account, Ledger, Promise
from samskapa.science.acts import promises, services
from samskapa.science.elementary import log
from samskapa.science.entities import PERSON

if TYPE_CHECKING:
    from samskapa.reference.model import CoProductionModel
    from samskapa.reference.resident import Resident
    from samskapa.reference.social_worker import SocialWorker


class Service(mesa.Agent):
    """A service: what residents experience, what staff can deliver, and how far co-production is routine."""

    def __init__(self, model: CoProductionModel, number: int):
        super().__init__(model)
        self.model: CoProductionModel = model
        self.number = number
        self.plan = model.programme.plans[number]
        p = model.settings
        self.quality = p.quality_start
        self.norm = p.attendance_core
        self.easing = 0.0
        self.strictness = self.strictness_set()
        self.routine = self.afterwork = self.planned = self.meetings_held = self.own_meetings = 0.0
        self.capacity = self.backlog = self.exit_log_hazard = 0.0
        self.ledger = Ledger()
        self.account = Account()
        self.settled: list[Promise] = []
        self.met = self.delivered = self.broken_weight = 0.0
        self.attended = self.invited = self.came_again = self.came_before = 0.0
        self.staff_exits = self.resident_exits = self.staff_hours = 0.0
        self.residents: list[Resident] = []
        self.staff: list[SocialWorker] = []

    def strictness_set(self) -> float:
        """The strictness that the rules of the service set, as far as they have not softened (E31)."""
        rules = min(1.0, max(0.0, self.model.settings.strictness + self.plan.strictness_shift))
        return self.model.rules.faded(rules, self.easing)

    def move_in(self, residents: list[Resident], staff: list[SocialWorker]) -> None:
        """Take in the people; remember where mindset and aspiration began."""
        self.residents, self.staff = residents, staff
        self.mindset_start = self.mean_of_staff("mindset")
        total = 0.0
        for resident in residents:
            total += resident.aspiration
        self.aspiration_at_start = total / float(len(residents))

    def mean_of_staff(self, quantity: str) -> float:
        """Mean of a state of the workers."""
        total = 0.0
        for worker in self.staff:
            total += getattr(worker, quantity)
        return total / float(len(self.staff))

    def open_promises(self) -> list[Promise]:
        """Open promises that this service leads: its own list, then its part of the organisation's."""
        abroad = [promise for promise in self.model.organisation if promise.lead == self.number]
        return [*self.ledger, *abroad]

    def open_explicit(self) -> float:
        """Number of open accepted promises (E22)."""
        return float(sum(1 for promise in self.open_promises() if promise.explicit))

    def measure_backlog(self) -> None:
        """Add up the open accepted work."""
        total = 0.0
        for promise in self.open_promises():
            if promise.explicit:
                total += promise.remaining
        self.backlog = total

    def measure_capacity(self) -> None:
        """Know what can be delivered this week (E13, E14), and how likely people leave who feel as usual (E29)."""
        p, rules = self.model.settings, self.model.rules
        self.exit_log_hazard = log(p.resident_exit * self.plan.exit_ratio)
        overload = 0.0
        for worker in self.staff:
            overload += max(0.0, worker.load - 1.0)
        residents = rules.resident_effort(self.norm, p.participation_threshold, p.participation_sharpness)
        usual_residents = rules.resident_effort(
            p.attendance_usual, p.participation_threshold, p.participation_sharpness
        )
        staff = rules.staff_effort(self.mean_of_staff("responsiveness"))
        usual_staff = rules.staff_effort(p.responsiveness_usual)
        partners = (
            0.0
            if self.model.calendar.paused
            else rules.partner_capacity(
                p.voluntary_capacity, float(self.model.programme.partner_units[self.number]), self.model.partner_trust
            )
        )
        workers = float(len(self.staff))
        self.capacity = rules.capacity(
            workers,
            self.model.leadership * p.level_organisation,
            rules.production(staff, residents, p.staff_share, p.substitution),
            rules.production(usual_staff, usual_residents, p.staff_share, p.substitution),
            residents,
            overload / workers,
            partners,
            p.delivery_capacity,
            p.capacity_floor,
            p.own_effort,
            self.model.calendar.budget_cut,
        )

    def realistic_level(self) -> float:
        """What a resident could expect who knew the capacity (R10)."""
        return services.realistic_level(self.model.rules, self.model.settings, self)

    def deliver(self) -> None:
        """Work on promises while capacity lasts, the most urgent first; then let the late ones expire (E15, E16)."""
        p, rules, week = self.model.settings, self.model.rules, float(self.model.week)
        left = self.capacity
        while left > 0.0:
            promise = self.most_urgent()
            if promise is None:
                break
            work = min(left, promise.remaining)
            promise.remaining -= work
            left -= work
            self.staff_hours += work * p.work_unit_hours
            if promise.remaining <= 0.0:
                promise.outcome = rules.outcome_of_delivery(week, float(promise.due))
        for promise in self.open_promises():
            if promises.expire(rules, promise, week):
                self.close(promise)

    def most_urgent(self) -> Promise | None:
        """The promise to work on next: binding before others, then the most urgent, then by place."""
        rules, residents = self.model.rules, self.model.residents
        best, best_binding, best_urgency = None, 0.0, 0.0
        for promise in self.open_promises():
            if not promises.is_workable(rules, promise, self.model.leadership):
                continue
            urgency = promises.urgency(rules, promise, residents[promise.raiser].habit)
            if (
                best is None
                or promise.binding > best_binding
                or (promise.binding == best_binding and urgency < best_urgency)
            ):
                best, best_binding, best_urgency = promise, promise.binding, urgency
        return best

    def close(self, promise: Promise) -> None:
        """Enter the outcome of a promise in the books, and let quality, staff and after-work feel it."""
        p, rules = self.model.settings, self.model.rules
        kept = promise.outcome > 0.0
        if kept:
            self.account.keep(promise, self.model.week)
            self.delivered += 1.0
            if promise.scope != PERSON:
                self.quality = rules.raised(self.quality, p.quality_gain)
        else:
            self.account.break_(promise)
            self.broken_weight += 1.0 if promise.explicit else p.hanging_weight
        if promise.explicit:
            for owner in promise.owners:
                worker = self.model.workers[owner]
                worker.successes += 1.0 if kept else 0.0
                worker.failures += 0.0 if kept else 1.0
        self.model.tell(
            "kept" if kept else "broken", self.number, promise=promise, who=promise.raiser, whom=promise.owner
        )

    def settle(self) -> None:
        """Let routine, rules, quality and the norm settle at the end of the week (E18, E27, E31, R6, R16)."""
        model = self.model
        services.settle_service(
            model.rules,
            model.settings,
            self,
            self.mean_of_staff("engagement"),
            self.mean_of_staff("mindset"),
            model.leadership,
            model.settings.mode == "one_to_one",
            model.calendar.in_project,
        )
