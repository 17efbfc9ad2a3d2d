"""What happens when people are brought together: meetings, sessions, the workshop, the course, a flagship promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samskapa.reference.ledger import Promise
from samskapa.science.acts import promises, residents, staff
from samskapa.science.chance import Decision
from samskapa.science.entities import (
    COURSE,
    FLAGSHIP,
    MEETING,
    ORGANISATION,
    PERSON,
    SERVICE_WIDE,
    SESSION,
    TOPICS,
    WORKSHOP,
)
from samskapa.science.ties import ON_COURSE, PERMANENT, WITHIN

if TYPE_CHECKING:
    from samskapa.reference.model import CoProductionModel
    from samskapa.reference.resident import Resident
    from samskapa.reference.service import Service
    from samskapa.reference.social_worker import SocialWorker


def hold_meeting(service: Service) -> None:
    """A dialogue meeting of a service (E2 to E12): presence, attendance, voice and triage, effects, ties, norm."""
    model, p, rules = service.model, service.model.settings, service.model.rules
    present = [worker for worker in service.staff if worker.comes_to_meeting()]
    share_present = float(len(present)) / float(len(service.staff))
    invitation = share_present * service.mean_of_staff("engagement")
    equal = rules.equal_status(p.thickness, p.facilitator, p.neutral_venue)
    quality = rules.meeting_quality(share_present, mean_responsiveness(present), equal)
    attendees = attend(service, [invitation] * len(service.residents), 1.0)
    for number, raiser in enumerate(raise_issues(service, attendees)):
        triage(service, raiser, attendees, SERVICE_WIDE, service.number, MEETING + number, present)
    realistic = service.realistic_level()
    for resident in attendees:
        if present:
            resident.trust_those_present({worker.number for worker in present}, quality)
        resident.take_part(quality, share_present, equal, float(len(attendees)) - 1.0, realistic)
    tie_by_chance(model, attendees)
    close_meeting(service, attendees, present)


def hold_sessions(service: Service) -> None:
    """A round of sessions of each resident with the own worker (R17)."""
    model, p, rules = service.model, service.model.settings, service.model.rules
    present = [worker for worker in service.staff if worker.comes_to_meeting()]
    there = {worker.number for worker in present}
    invitations = [r.worker.engagement if r.primary in there else -1.0 for r in service.residents]
    equal = rules.equal_status(p.thickness, p.facilitator, p.neutral_venue)
    attendees = attend(service, invitations, 0.0)
    slots = dict.fromkeys(there, open_slots(p.agenda_open, p.agenda_cap))
    for resident in attendees:
        worker = resident.worker
        issues = rules.issue_count(
            model.draws.other(Decision.ISSUE_COUNT, resident.key, SESSION),
            p.voice_rate * resident.voice(),
            slots[worker.number],
        )
        slots[worker.number] -= issues
        for number in range(int(issues)):
            triage(service, resident, [resident], PERSON, resident.key, SESSION + number, [worker])
        quality = rules.meeting_quality(1.0, worker.responsiveness, equal)
        resident.trust_those_present({worker.number}, quality)
        resident.take_part(quality, 1.0, equal, 0.0, service.realistic_level())
    close_meeting(service, attendees, [])
    for worker in present:
        own = [resident for resident in service.residents if resident.primary == worker.number]
        offered = float(sum(1 for resident in own if resident.offered_now))
        came = float(sum(1 for resident in own if resident.came_now))
        count_meeting(worker)
        if offered > 0.0:
            worker.see_residents(came / offered)


def attend(service: Service, invitations: list[float], collective: float) -> list[Resident]:
    """Who of those invited comes; a negative invitation means that the worker is not there (R17)."""
    p = service.model.settings
    share = min(1.0, p.invited_share + p.invited_growth * service.meetings_held)
    invited = [
        (resident, invitation)
        for resident, invitation in zip(service.residents, invitations, strict=True)
        if resident.is_invited(share)
    ]
    decisions = [
        (resident, invitation >= 0.0 and resident.decides_to_come(invitation, collective))
        for resident, invitation in invited
    ]
    for resident, came in decisions:
        service.came_before += resident.came_last
        service.came_again += resident.came_last if came else 0.0
        resident.note_invitation(came)
        if came:
            service.model.tell("came", service.number, who=resident.number)
    service.invited = float(len(decisions))
    return [resident for resident, came in decisions if came]


def close_meeting(service: Service, attendees: list[Resident], present: list[SocialWorker]) -> None:
    """Let workers see who came, move the norm, and write the meeting down (E12, R6)."""
    p, rules = service.model.settings, service.model.rules
    service.attended = float(len(attendees))
    attendance = service.attended / service.invited if service.invited > 0.0 else 0.0
    for worker in present:
        count_meeting(worker)
        worker.see_residents(attendance)
    if service.invited > 0.0:
        service.norm = rules.drawn_to(service.norm, attendance, p.attendance_smoothing)
    service.met = 1.0
    service.meetings_held += 1.0
    service.own_meetings += 1.0 if service.model.calendar.own_meeting else 0.0
    service.model.tell("met", service.number, quantity="attendance", after=attendance)


def count_meeting(worker: SocialWorker) -> None:
    """A meeting costs a worker time."""
    worker.meetings += 1.0
    worker.service.staff_hours += worker.model.settings.meeting_hours


def mean_responsiveness(workers: list[SocialWorker]) -> float:
    """Mean responsiveness of workers, zero for none."""
    total = 0.0
    for worker in workers:
        total += worker.responsiveness
    return total / float(len(workers)) if workers else 0.0


def open_slots(agenda_open: float, agenda_cap: float) -> float:
    """Places on the agenda that are open to residents, to the nearest whole (E7)."""
    return float(int(agenda_open * agenda_cap + 0.5))


def raise_issues(service: Service, attendees: list[Resident]) -> list[Resident]:
    """Who raises an issue at a meeting: as many as there is voice, each by one of those who speak up (E7, R7)."""
    model, p = service.model, service.model.settings
    voices = [resident.voice() for resident in attendees]
    total = 0.0
    for voice in voices:
        total += voice
    count = model.rules.issue_count(
        model.draws.other(Decision.ISSUE_COUNT, service.number, MEETING),
        p.voice_rate * total,
        open_slots(p.agenda_open, p.agenda_cap),
    )
    return [
        speaker(attendees, voices, total, model.draws.other(Decision.RAISER, service.number, MEETING + number))
        for number in range(int(count))
    ]


def speaker(people: list[Resident], voices: list[float], total: float, draw: float) -> Resident:
    """One of the people, with a chance that is proportional to the voice."""
    below, goal = 0.0, draw * total
    for person, voice in zip(people, voices, strict=True):
        below += voice
        if goal < below:
            return person
    return people[-1]


def triage(
    lead: Service,
    raiser: Resident,
    audience: list[Resident],
    scope: float,
    who: int,
    whom: int,
    present: list[SocialWorker],
    second_owner: int = -1,
) -> None:
    """Accept an issue, decline it with reasons, or leave it hanging (E8, E9, R11 to R13)."""
    model, p, rules = lead.model, lead.model.settings, lead.model.rules
    raiser.voiced += 1.0
    issue = promises.weigh_issue(rules, p, model.draws, lead, lead.mean_of_staff("engagement"), who, whom)
    if issue.declined:
        lead.account.add("declined")
        for resident in audience:
            resident.disappointment = rules.disappointment_after_decline(
                resident.disappointment, resident.understanding
            )
        model.tell("declined", lead.number, who=raiser.number)
        return
    owner = raiser.primary
    if present:
        owner = present[int(model.draws.other(Decision.OWNER, who, whom) * len(present))].number
    promise = Promise(
        lead=lead.number,
        raiser=raiser.number,
        owner=owner,
        second_owner=second_owner,
        explicit=float(issue.accepted),
        binding=float(issue.binding),
        structural=float(issue.structural),
        blocked=float(issue.blocked),
        scope=scope,
        made=model.week,
        due=model.week + int(p.deadline),
        remaining=issue.size,
        serial=0,
        topic=TOPICS[issue.topic],
    )
    enter_promise(lead, promise, audience)


def enter_promise(lead: Service, promise: Promise, audience: list[Resident]) -> None:
    """Put a promise on its list before witnesses; a binding one is itself an experience of influence (R12)."""
    model, account = lead.model, lead.account
    ledger = model.organisation if promise.scope == ORGANISATION else lead.ledger
    promise.serial = model.promises_made
    if not ledger.enter(promise):
        account.add("not_listed")
        return
    model.promises_made += 1
    for resident in audience:
        resident.witness(promise)
        if promise.binding:
            resident.prediction = model.rules.prediction_after_binding(
                resident.prediction, model.settings.prediction_rate
            )
    if promise.explicit:
        lead.backlog += promise.remaining
        account.add("explicit_made")
        account.add(("decided_person", "decided_service", "decided_organisation")[int(promise.scope)])
        if promise.binding:
            account.add("binding_made")
    else:
        account.add("implicit_made")
    model.tell(
        "promised" if promise.explicit else "left_hanging",
        lead.number,
        who=promise.raiser,
        whom=promise.owner,
        promise=promise,
    )


def tie_by_chance(model: CoProductionModel, attendees: list[Resident]) -> None:
    """Those who meet may become acquainted (B.2)."""
    there = {resident.number for resident in attendees}
    for resident in attendees:
        for place, other in resident.peers:
            if other > resident.number and other in there and resident.kinds[place] == WITHIN:
                draw = model.draws.pair(Decision.NEW_TIE, resident.number, other)
                if draw < model.settings.tie_chance:
                    resident.set_strength(place, other, 1.0)


def tie_all(clients: list[Resident]) -> None:
    """Those who share a workshop or a course become acquainted, as far as they are candidates (B.2)."""
    there = {resident.number for resident in clients}
    for resident in clients:
        for place, other in resident.peers:
            if other > resident.number and other in there and resident.kinds[place] != PERMANENT:
                resident.set_strength(place, other, 1.0)


def representatives(by_service: list[list[tuple[float, int]]], seats: int) -> list[int]:
    """Services take turns until the seats are filled, those who stand most readily first (R14)."""
    ranked = [sorted(people, key=lambda person: (-person[0], person[1])) for people in by_service]
    chosen: list[int] = []
    for turn in range(max(len(people) for people in ranked)):
        chosen += [people[turn][1] for people in ranked if turn < len(people)]
    return sorted(chosen[:seats])


def send_residents(model: CoProductionModel, standing: list[float], seats: int) -> list[int]:
    """Residents who represent their services: active heroes, then those able and ready."""
    return representatives(
        [[(r.is_active + r.availability * standing[r.number], r.number) for r in s.residents] for s in model.services],
        seats,
    )


def send_workers(model: CoProductionModel, standing: list[float], seats: int) -> list[int]:
    """Workers who represent their services: those engaged and ready."""
    return representatives(
        [[(w.engagement * standing[w.number], w.number) for w in s.staff] for s in model.services], seats
    )


def hold_workshop(model: CoProductionModel) -> None:
    """The Future workshop: critique, fantasy and plans by representatives of all services (R14)."""
    p, rules = model.settings, model.rules
    half = int(p.workshop_seats) // 2
    clients = [model.residents[i] for i in send_residents(model, model.workshop_standing, half)]
    workers = [
        model.workers[j] for j in send_workers(model, model.workshop_standing_workers, int(p.workshop_seats) - half)
    ]
    voices = [client.voice() for client in clients]
    total = 0.0
    for voice in voices:
        total += voice
    for number in range(len(clients) // int(p.workshop_group)):
        draw = model.draws.other(Decision.RAISER, 0, WORKSHOP + number)
        raiser = speaker(clients, voices, total, draw)
        triage(raiser.service, raiser, clients, ORGANISATION, 0, WORKSHOP + number, workers)
    for client in clients:
        residents.join_workshop(rules, p, client)
        model.tell("workshop", client.home, who=client.number)
    for worker in workers:
        worker.belief = rules.raised(worker.belief, p.belief_rate)
        count_meeting(worker)
    tie_all(clients)


def hold_course(model: CoProductionModel, week: int) -> None:
    """A week of the course: residents and workers study on equal terms, and at its end write plans (R14)."""
    p, rules = model.settings, model.rules
    if week == 1:
        model.course_residents = send_residents(model, model.course_standing, int(p.course_residents))
        model.course_workers = send_workers(model, model.course_standing_workers, int(p.course_workers))
        open_course(model)
    clients = [model.residents[i] for i in model.course_residents]
    workers = [model.workers[j] for j in model.course_workers]
    quality = rules.meeting_quality(1.0, mean_responsiveness(workers), 1.0) if workers else 0.0
    for client in clients:
        if workers:
            client.trust_those_present({worker.number for worker in workers}, quality)
        client.take_part(
            quality, 1.0 if workers else 0.0, 1.0, float(len(clients)) - 1.0, client.service.realistic_level()
        )
        client.note_invitation(True)
    for worker in workers:
        staff.study(rules, p, worker)
        worker.meetings += 1.0
        worker.service.staff_hours += p.course_hours
        worker.service.planned = 1.0
    if week == int(p.course_weeks):
        write_plans(model, clients)


def open_course(model: CoProductionModel) -> None:
    """Those enrolled get to know each other; a resident gains a second worker among those of the own service."""
    clients = [model.residents[i] for i in model.course_residents]
    for client in clients:
        model.tell("course", client.home, who=client.number)
        fellows = [j for j in model.course_workers if model.workers[j].unit == client.home and j != client.primary]
        if client.secondary < 0 and fellows:
            client.secondary = fellows[0]
            client.trust_secondary = client.trust_primary
            client.evidence_secondary = client.evidence_primary
    tie_all(clients)
    for j in model.course_workers:
        worker = model.workers[j]
        for place, other in enumerate(worker.colleagues):
            if worker.colleague_kinds[place] == ON_COURSE and other in model.course_workers:
                worker.in_touch[place] = 1.0


def write_plans(model: CoProductionModel, clients: list[Resident]) -> None:
    """Every two residents write a plan with two owners: one's own worker and one enrolled (R14)."""
    for number in range(len(clients) // 2):
        first, second = clients[2 * number], clients[2 * number + 1]
        fellows = [j for j in model.course_workers if model.workers[j].unit == first.home and j != first.primary]
        triage(
            first.service,
            first,
            [first, second],
            ORGANISATION,
            0,
            COURSE + number,
            [first.worker],
            fellows[0] if fellows else -1,
        )


def make_flagship_promise(model: CoProductionModel) -> None:
    """A few families of the first service get one large promise."""
    p, service = model.settings, model.services[0]
    families = service.residents[: int(p.flagship_families)]
    draw = model.draws.other(Decision.TOPIC, 0, FLAGSHIP)
    promise = Promise(
        lead=0,
        raiser=families[0].number,
        owner=families[0].primary,
        second_owner=-1,
        explicit=1.0,
        binding=0.0,
        structural=0.0,
        blocked=0.0,
        scope=PERSON,
        made=model.week,
        due=model.week + int(p.flagship_deadline),
        remaining=p.flagship_size,
        serial=0,
        topic=TOPICS[int(draw * len(TOPICS))],
    )
    enter_promise(service, promise, families)
