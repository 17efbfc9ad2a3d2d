"""The co-production model in Mesa: one programme, week by week; read `step` as a table of contents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import mesa

from samskapa.reference import Manager, Resident, Service, SocialWorker
from samskapa.reference.bounds import check_bounds
from samskapa.reference.draws import Draws
from samskapa.reference.gatherings import hold_course, hold_meeting, hold_sessions, hold_workshop, make_flagship_promise
from samskapa.reference.ledger import Ledger, Promise
from samskapa.science.chance import Decision
from samskapa.science.elementary import logistic
from samskapa.science.entities import ENTRIES, LONGEST_WAIT, ORGANISATION, PLACES
from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.interventions import Calendar
from samskapa.science.outcomes import OUTCOMES, PREPARATION, Snapshot, measure, worst_off_fifth
from samskapa.science.programme import build_programme
from samskapa.science.rules.choices import Rule, RuleBook
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.ties import ACROSS, PERMANENT
from samskapa.science.week import WEEK, Event

KINDS: dict[str, type[Any]] = {
    "Resident": Resident,
    "SocialWorker": SocialWorker,
    "Manager": Manager,
    "Service": Service,
}


def check_known(names: Iterable[str], known: Collection[str], where: str, what: str) -> None:
    """Refuse names of what is exchanged that the model does not have.

    Raises:
        ScenarioError: an unknown name, with the one that was probably meant.
    """
    for name in names:
        if name not in known:
            raise ScenarioError(f"{name} is not {what}", where=where, nearest=nearest(str(name), known))


SEEN_OF_RESIDENTS = (
    "trust",
    "confidence",
    "prediction",
    "aspiration",
    "disappointment",
    "capability",
    "shame",
    "habit",
    "understanding",
    "hero",
    "sessions",
    "voiced",
    "secondary",
)
SEEN_OF_SERVICES = (
    "quality",
    "norm",
    "routine",
    "strictness",
    "capacity",
    "backlog",
    "invited",
    "attended",
    "came_before",
    "came_again",
    "meetings_held",
    "own_meetings",
    "staff_exits",
    "resident_exits",
    "staff_hours",
    "aspiration_at_start",
)
"""States that outcomes are made from."""


class CoProductionModel(mesa.Model):
    """Residents, social workers and managers whose trust, participation and expectations evolve week by week.

    Args:
        scenario: the world, what is done in it, and what changes when.
        programme_seed: seed of the people and ties at the start.
        chance_seed: seed of everything that happens afterwards.
        rules: own functions in place of rules or roles, by name.
        agents: own classes in place of `Resident`, `SocialWorker`, `Manager` or `Service`, by that name.
        tell_events: whether to keep the event log (`events`).

    Attributes:
        today: outcomes of the last week, by name (units in `OUTCOMES`).
        today_by_service: the same for each service; lists of length S.
        datacollector: Mesa's collector of all programme outcomes, a row a week.
        events: who, with whom, which promise, what changed and by how much; None unless asked for.

    Raises:
        ScenarioError: a name in `rules` or `agents` that the model does not have.
    """

    # Mesa 3.5 has a property of this name that writes into what it is given; a scenario never changes.
    scenario: Any = None

    def __init__(
        self,
        scenario: Scenario,
        programme_seed: int = 1,
        chance_seed: int = 1,
        *,
        rules: dict[str, Rule] | None = None,
        agents: dict[str, type[Any]] | None = None,
        tell_events: bool = False,
    ):
        super().__init__(rng=chance_seed)
        self.scenario = scenario
        self.settings = scenario.settings_at(0)
        alternatives = self.settings.alternatives()
        if rules:
            known = [name for name in dir(RuleBook(alternatives)) if not name.startswith("_")]
            check_known(rules, known, "rules", "a rule or role")
        self.rules = RuleBook(alternatives, rules)
        self.programme = build_programme(
            scenario.services, self.settings, programme_seed, scenario.partners, scenario.heads
        )
        self.draws = Draws(self.programme, chance_seed)
        self.invitation_draws = self._standing(Decision.INVITATION)
        self.workshop_standing = self._standing(Decision.STANDING_WORKSHOP)
        self.course_standing = self._standing(Decision.STANDING_COURSE)
        self.workshop_standing_workers = self._standing(Decision.STANDING_WORKSHOP, True)
        self.course_standing_workers = self._standing(Decision.STANDING_COURSE, True)
        self.week = 0
        self.calendar = Calendar(self.settings, 0)
        self.partner_trust = 1.0
        self.organisation = Ledger()
        self.settled_abroad: list[Promise] = []
        self.promises_made = 0
        self.course_residents: list[int] = []
        self.course_workers: list[int] = []
        self.worst_off: list[int] = []
        self.events: list[Event] | None = [] if tell_events else None
        self._people(agents or {})
        self.measure_buy_in()
        self.today: dict[str, float] = {}
        self.today_by_service: dict[str, list[float]] = {}
        self.datacollector = mesa.DataCollector(model_reporters={name: _reporter(name) for name in OUTCOMES})

    def _standing(self, decision: Decision, of_workers: bool = False) -> list[float]:
        draws: list[float] = self.programme.standing(decision, of_workers).tolist()
        return draws

    def _people(self, own: dict[str, type[Any]]) -> None:
        check_known(own, KINDS, "agents", "a class of agents")
        kinds = KINDS | own
        self.services: list[Service] = [kinds["Service"](self, u) for u in range(self.programme.services)]
        self.workers: list[SocialWorker] = [kinds["SocialWorker"](self, j) for j in range(self.programme.workers)]
        self.residents: list[Resident] = [kinds["Resident"](self, i) for i in range(self.programme.residents)]
        self.managers: list[Manager] = [kinds["Manager"](self, k) for k in range(len(self.programme.manager_service))]
        for u, service in enumerate(self.services):
            service.move_in(
                [self.residents[i] for i in self.programme.residents_of(u)],
                [self.workers[j] for j in self.programme.workers_of(u)],
            )

    def step(self) -> None:
        """One week, in the order of `week.WEEK`."""
        for phase in WEEK:
            getattr(self, phase.name)()
        self.week += 1

    def run(self, weeks: int | None = None) -> CoProductionModel:
        """Run to a horizon (the scenario's, in weeks) and return the model."""
        while self.week < (self.scenario.weeks if weeks is None else weeks):
            self.step()
        return self

    def begin_week(self) -> None:
        """Phase 0: dated changes and shocks take effect; every service knows its capacity."""
        self.settings = self.scenario.settings_at(self.week)
        self.calendar = Calendar(self.settings, self.week)
        self.draws.begin(self.week)
        if self.week == max(0, self.calendar.start - PREPARATION):
            self.worst_off = worst_off_fifth([r.trust for r in self.residents], [r.confidence for r in self.residents])
        if self.calendar.pause_begins:
            self.partner_trust = self.rules.faded(self.partner_trust, self.settings.pause_loss)
        if self.calendar.managers_change:
            for manager in self.managers:
                key = int(self.programme.manager_key[manager.number])
                if self.draws.other(Decision.MANAGER_CHANGE, key) < self.settings.manager_change:
                    manager.appear()
        self.measure_buy_in()
        for service in self.services:
            service.met = service.delivered = service.broken_weight = 0.0
            service.attended = service.invited = service.came_again = service.came_before = 0.0
            service.strictness = service.strictness_set()
            service.measure_backlog()
            service.measure_capacity()

    def turn_over(self) -> None:
        """Phase 1: residents and workers leave and are replaced in place."""
        leavers = [resident for resident in self.residents if resident.leaves()]
        leaving = {worker.number for worker in self.workers if worker.leaves()}
        staying = [[w for w in service.staff if w.number not in leaving] for service in self.services]
        for number in sorted(leaving):
            self._worker_leaves(self.workers[number], staying)
        for resident in leavers:
            resident.service.resident_exits += 1.0
            self.course_residents = [i for i in self.course_residents if i != resident.number]
            resident.replace()
        for service in self.services:
            service.measure_backlog()

    def _worker_leaves(self, worker: SocialWorker, staying: list[list[SocialWorker]]) -> None:
        service = worker.service
        for promise in service.ledger:
            self._lose_owner(promise, worker.number)
        for promise in self.organisation:
            self._lose_owner(promise, worker.number)
        for resident in service.residents:
            resident.lose_worker(worker.number)
        self.course_workers = [j for j in self.course_workers if j != worker.number]
        service.routine = self.rules.routine_after_exit(
            service.routine, self.settings.tacit_share, float(len(service.staff))
        )
        service.staff_exits += 1.0
        worker.replace(staying[service.number])

    def _lose_owner(self, promise: Promise, worker: int) -> None:
        if worker not in promise.owners or not promise.explicit:
            return
        if promise.second_owner >= 0:
            promise.owner = promise.second_owner if promise.owner == worker else promise.owner
            promise.second_owner = -1
            return
        key = int(self.programme.worker_key[worker])
        draw = self.draws.other(Decision.ORPHANING, key, promise.place + PLACES * (promise.scope == ORGANISATION))
        if draw < self.settings.orphaning:
            promise.explicit = promise.binding = 0.0
            self.services[promise.lead].account.add("orphaned")
            self.tell("orphaned", promise.lead, who=promise.raiser, whom=worker, promise=promise)

    def meet_everyday(self) -> None:
        """Phase 2: residents meet their workers, and trust follows."""
        for resident in self.residents:
            resident.meet_workers()

    def gather(self) -> None:
        """Phase 3: anchoring, scouting, meetings or sessions, workshop, course, flagship promise."""
        calendar = self.calendar
        if calendar.anchoring:
            self._anchor()
        for resident in self.residents:
            resident.step_as_hero(calendar.in_project and self.settings.level_citizen > 0.0)
        hold = hold_sessions if self.settings.mode == "one_to_one" else hold_meeting
        for service in self.services:
            own = calendar.own_meeting and (self.draws.other(Decision.OWN_MEETING, service.number) < service.routine)
            if calendar.meeting or own:
                hold(service)
        if calendar.workshop:
            hold_workshop(self)
        if calendar.course_week:
            hold_course(self, calendar.course_week)
        if calendar.flagship:
            make_flagship_promise(self)

    def _anchor(self) -> None:
        """Win managers, workers and residents for the project (R15)."""
        p, raised = self.settings, self.rules.raised
        share = p.anchoring_buy_in * p.anchoring_managers
        for manager in self.managers:
            manager.buy_in, manager.set_point = raised(manager.buy_in, share), raised(manager.set_point, share)
        share = p.anchoring_engagement * p.anchoring_workers
        for worker in self.workers:
            worker.engagement, worker.mindset = raised(worker.engagement, share), raised(worker.mindset, share)
        share = p.anchoring_prediction * p.anchoring_users * p.level_citizen
        for resident in self.residents:
            resident.prediction = raised(resident.prediction, share)
        for service in self.services:
            service.planned = 1.0 if p.anchoring_workers > 0.0 else service.planned
        self.measure_buy_in()
        if max(p.anchoring_managers, p.anchoring_workers, p.anchoring_users) > 0.0:
            self.tell("anchored", -1)

    def deliver(self) -> None:
        """Phase 4: services work on promises; what is too late expires."""
        for service in self.services:
            service.deliver()
        for service in self.services:
            service.settled = service.ledger.settle()
        self.settled_abroad = self.organisation.settle()
        for service in self.services:
            service.measure_backlog()

    def judge(self) -> None:
        """Phase 5: those who know of a kept or broken promise judge it, in ledger order."""
        for resident in self.residents:
            for promise in resident.service.settled:
                resident.judge(promise)
            for promise in self.settled_abroad:
                resident.judge(promise)
        abroad = sum(1 << promise.place for promise in self.settled_abroad)
        for service in self.services:
            settled = sum(1 << promise.place for promise in service.settled)
            for resident in service.residents:
                resident.witnessed &= ~settled
                resident.witnessed_abroad &= ~abroad

    def talk(self) -> None:
        """Phase 6: residents take over from their peers."""
        self._all_or_one_by_one(self.residents, [r.key for r in self.residents], "listen", "take_over")

    def carry(self) -> None:
        """Phase 7: workers carry their load, tire or recover, and find or lose engagement."""
        for service in self.services:
            service.afterwork = self.rules.afterwork_after_week(
                service.afterwork, service.broken_weight, self.settings.afterwork_fading
            )
        for worker in self.workers:
            worker.carry_load()
        keys = [int(key) for key in self.programme.worker_key]
        self._all_or_one_by_one(self.workers, keys, "aim", "renew")

    def _all_or_one_by_one(self, people: list[Any], keys: list[int], decide: str, change: str) -> None:
        """All decide, then all change; or, with activation drawn, one after another in a drawn order."""
        if self.settings.activation == "phases":
            for person in people:
                getattr(person, decide)()
            for person in people:
                getattr(person, change)()
            return
        order = sorted(range(len(people)), key=lambda n: self.draws.other(Decision.ACTIVATION, keys[n]))
        for number in order:
            getattr(people[number], decide)()
            getattr(people[number], change)()

    def lead(self) -> None:
        """Phase 8: managers see results, project and backlog."""
        p = self.settings
        delivered = backlog = capacity = 0.0
        for service in self.services:
            delivered += service.delivered
            backlog += service.backlog
            capacity += service.capacity
        in_project = 1.0 if self.calendar.in_project else 0.0
        visible = self.rules.visibility(
            delivered, p.learning_link, p.demonstration * in_project, float(len(self.services))
        )
        overload = self.rules.overload_of_backlog(backlog, capacity, p.deadline)
        for manager in self.managers:
            manager.weigh(visible, in_project, overload)
        self.measure_buy_in()

    def settle(self) -> None:
        """Phase 9: routine, habit and rules settle; hurt, ties and understanding fade."""
        for service in self.services:
            service.settle()
        for resident in self.residents:
            resident.forget()
        if not self.calendar.paused:
            self.partner_trust = self.rules.raised(
                self.partner_trust, self.settings.partner_recovery * self.settings.restart_package
            )

    def record(self) -> None:
        """Phase 10: outcomes are written down; a state out of bounds stops the run."""
        check_bounds(self)
        self.today, self.today_by_service = measure(self.snapshot())
        self.datacollector.collect(self)

    def measure_buy_in(self) -> None:
        """Mean buy-in of managers, and what of it counts as leadership (R18, R19)."""
        total = 0.0
        for manager in self.managers:
            total += manager.buy_in
        self.buy_in = total / float(len(self.managers))
        self.leadership = self.buy_in * self.settings.level_leadership

    def tell(
        self,
        kind: str,
        service: int,
        who: int = -1,
        whom: int = -1,
        promise: Promise | None = None,
        quantity: str = "",
        before: float = 0.0,
        after: float = 0.0,
    ) -> None:
        """Write an event down, if events are kept."""
        if self.events is not None:
            serial, topic = (promise.serial, promise.topic) if promise else (-1, "")
            self.events.append(Event(self.week, kind, service, who, whom, serial, topic, quantity, before, after))

    def willing(self, resident: Resident) -> float:
        """Chance that a resident would come if the others did their part (R23)."""
        collective = 0.0 if self.settings.mode == "one_to_one" else 1.0
        share = resident.active_share() if collective else 0.0
        return logistic(resident.motive(self.settings.willing_prediction, 1.0, share, collective))

    def snapshot(self) -> Snapshot:
        """The states of this moment, as `outcomes` wants them."""
        people, staff, services = self.residents, self.workers, self.services
        kinds, peers = self.programme.tie_kind, self.programme.neighbours
        acquired = cross = 0.0
        for resident in people:
            for place, _ in resident.peers:
                if resident.kinds[place] != PERMANENT:
                    acquired += resident.strength[place]
                if kinds[resident.number, place] == ACROSS and peers[resident.number, place] > resident.number:
                    cross += 1.0 if resident.strength[place] > 0.0 else 0.0
        books = [service.open_promises() for service in services]
        waits = [0.0] * (LONGEST_WAIT + 1)
        for service in services:
            for weeks, count in enumerate(service.account.waits):
                waits[weeks] += count
        return Snapshot(
            resident_start=self.programme.resident_start.tolist(),
            worker_start=self.programme.worker_start.tolist(),
            residents={name: [float(getattr(r, name)) for r in people] for name in SEEN_OF_RESIDENTS}
            | {"willing_share": [self.willing(r) for r in people]},
            workers={
                name: [getattr(w, name) for w in staff]
                for name in ("engagement", "mindset", "exhaustion", "belief", "load")
            },
            services={name: [getattr(s, name) for s in services] for name in SEEN_OF_SERVICES},
            managers=[manager.buy_in for manager in self.managers],
            entries={name: [service.account.entries[name] for service in services] for name in ENTRIES},
            open_explicit=[float(sum(1 for p in book if p.explicit)) for book in books],
            open_implicit=[float(sum(1 for p in book if not p.explicit)) for book in books],
            waits=waits,
            cross_ties=cross,
            acquired=acquired,
            partner_trust=self.partner_trust,
            settings=self.settings,
            worst_off=self.worst_off,
        )


def _reporter(name: str) -> Any:
    return lambda model: model.today[name]
