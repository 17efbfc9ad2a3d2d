"""Part of phase 3: the workshop and the course of representatives, and the flagship promise, lane by lane."""

from samskapa.engine.machine.events import event, tell
from samskapa.engine.machine.jit import kernel
from samskapa.engine.machine.layout import d, p, r, s, w
from samskapa.engine.machine.names import resident_at, settings_at, worker_at
from samskapa.engine.week.arriving import keep_trust
from samskapa.engine.week.attending import (
    count_meeting,
    mean_responsiveness,
    note_invitation,
    speaker,
    take_part,
    tie,
    total_voice,
    trust_those_present,
)
from samskapa.engine.week.ledger import enter_promise, realistic_level, triage
from samskapa.science.acts import residents, staff
from samskapa.science.acts.promises import TOPIC_COUNT, Issue
from samskapa.science.chance import uniform
from samskapa.science.entities import COURSE, FLAGSHIP, ORGANISATION, PERSON, WORKSHOP
from samskapa.science.rules.meeting import meeting_quality, raised
from samskapa.science.ties import ON_COURSE, PERMANENT, TIE_PLACES


@kernel
def fill_seats(scores, starts, seats, chosen):
    """Services take turns until the seats are filled, those who stand most readily first (R14); marks `chosen`."""
    services, filled = len(starts) - 1, 0
    while filled < seats and filled < len(scores):
        for u in range(services):
            best = -1
            for n in range(starts[u], starts[u + 1]):
                if chosen[n] == 0 and (best < 0 or scores[n] > scores[best]):
                    best = n
            if best >= 0 and filled < seats:
                chosen[best] = 1
                filled += 1


@kernel
def send_residents(st, town, standing, seats, chosen, lane):
    """Residents who represent their services: active heroes, then those able and ready."""
    n = st.R.shape[1]
    for i in range(n):
        st.marks[i] = st.R[r.is_active, i, lane] + st.R[r.availability, i, lane] * standing[i]
        chosen[i] = 0
    fill_seats(st.marks[:n], town.resident_start, seats, chosen)


@kernel
def send_workers(st, town, standing, seats, chosen, lane):
    """Workers who represent their services: those engaged and ready."""
    n = st.W.shape[1]
    for j in range(n):
        st.marks[j] = st.W[w.engagement, j, lane] * standing[j]
        chosen[j] = 0
    fill_seats(st.marks[:n], town.worker_start, seats, chosen)


@kernel
def listed(chosen, out):
    """List the numbers of those chosen, in order, and count them."""
    found = 0
    for n in range(len(chosen)):
        if chosen[n] > 0:
            out[found] = n
            found += 1
    return found


@kernel
def tie_all(st, town, clients, lane):
    """Those who share a workshop or a course become acquainted, as far as they are candidates (B.2)."""
    for n in range(len(clients)):
        i = clients[n]
        for place in range(TIE_PLACES):
            if town.kinds[i, place] > PERMANENT:
                other = town.neighbours[i, place]
                for k in range(len(clients)):
                    if clients[k] == other and other > i:
                        tie(st, town, i, place, other, lane)


@kernel
def hold_workshop(st, town, P, rules, seed, week, lane):
    """The Future workshop: critique, fantasy and plans by representatives of all services (R14)."""
    n, k = st.R.shape[1], st.W.shape[1]
    half = int(P[p.workshop_seats, lane]) // 2
    send_residents(st, town, town.workshop_standing, half, st.people[2, :n], lane)
    clients = st.people[0, : listed(st.people[2, :n], st.people[0])]
    send_workers(
        st, town, town.workshop_standing_workers, int(P[p.workshop_seats, lane]) - half, st.people[2, :k], lane
    )
    workers = st.people[1, : listed(st.people[2, :k], st.people[1])]
    total = total_voice(st, town, rules, clients, lane)
    for number in range(len(clients) // int(P[p.workshop_group, lane])):
        raiser = speaker(st, town, rules, clients, total, uniform(seed, d.RAISER, week, 0, WORKSHOP + number), lane)
        triage(
            st,
            town,
            P,
            rules,
            seed,
            week,
            town.resident_service[raiser],
            raiser,
            clients,
            ORGANISATION,
            0,
            WORKSHOP + number,
            workers,
            -1,
            lane,
        )
    for c in range(len(clients)):
        i = clients[c]
        st.touched[i] = 1
        residents.join_workshop(rules, settings_at(P, lane), resident_at(st, town, i, lane))
        tell(st, lane, event.workshop, town.resident_service[i], i)
    for c in range(len(workers)):
        j = workers[c]
        st.W[w.belief, j, lane] = raised(st.W[w.belief, j, lane], P[p.belief_rate, lane])
        count_meeting(st, town, P, j, lane)
    tie_all(st, town, clients, lane)


@kernel
def enrol(st, town, P, lane):
    """Choose who takes the course."""
    n, k = st.R.shape[1], st.W.shape[1]
    send_residents(st, town, town.course_standing, int(P[p.course_residents, lane]), st.people[2, :n], lane)
    for i in range(n):
        st.on_course[i, lane] = float(st.people[2, i])
    send_workers(st, town, town.course_standing_workers, int(P[p.course_workers, lane]), st.people[2, :k], lane)
    for j in range(k):
        st.teaches[j, lane] = float(st.people[2, j])


@kernel
def fellow(st, town, i, lane):
    """An enrolled worker of one's service who is not one's own, -1 for none."""
    u = town.resident_service[i]
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        if st.teaches[j, lane] > 0.0 and j != town.primary[i]:
            return j
    return -1


@kernel
def open_course(st, town, clients, workers, lane):
    """Those enrolled get to know each other; a resident gains a second worker among those of the own service."""
    R = st.R
    for c in range(len(clients)):
        i = clients[c]
        tell(st, lane, event.course, town.resident_service[i], i)
        second = fellow(st, town, i, lane)
        if R[r.secondary, i, lane] < 0.0 and second >= 0:
            R[r.secondary, i, lane] = float(second)
            st.second[i] = 1
            R[r.trust_secondary, i, lane] = R[r.trust_primary, i, lane]
            R[r.evidence_secondary, i, lane] = R[r.evidence_primary, i, lane]
            keep_trust(st, i, lane)
            st.touched[i] = 1
    tie_all(st, town, clients, lane)
    for c in range(len(workers)):
        j = workers[c]
        for place in range(st.C.shape[1]):
            if town.colleague_kinds[j, place] == ON_COURSE and st.teaches[town.colleagues[j, place], lane] > 0.0:
                st.C[j, place, lane] = 1.0


@kernel
def hold_course(st, town, P, rules, seed, week, number, lane):
    """A week of the course: residents and workers study on equal terms, and at its end write plans (R14)."""
    if number == 1:
        enrol(st, town, P, lane)
    clients = st.people[0, : listed(st.on_course[:, lane], st.people[0])]
    workers = st.people[1, : listed(st.teaches[:, lane], st.people[1])]
    if number == 1:
        open_course(st, town, clients, workers, lane)
    quality = meeting_quality(1.0, mean_responsiveness(st, P, workers, lane), 1.0) if len(workers) > 0 else 0.0
    for j in range(st.W.shape[1]):
        st.W[w.present, j, lane] = st.teaches[j, lane]
    for c in range(len(clients)):
        i = clients[c]
        trust_those_present(st, town, P, rules, quality, i, lane)
        realistic = realistic_level(st, P, rules, town.resident_service[i], lane)
        staffed = 1.0 if len(workers) > 0 else 0.0
        take_part(st, town, P, rules, quality, staffed, 1.0, float(len(clients)) - 1.0, realistic, i, lane)
        note_invitation(st, town, P, rules, i, lane, True)
    for c in range(len(workers)):
        j = workers[c]
        staff.study(rules, settings_at(P, lane), worker_at(st, town, j, lane))
        st.W[w.meetings, j, lane] += 1.0
        st.S[s.staff_hours, town.worker_service[j], lane] += P[p.course_hours, lane]
        st.S[s.planned, town.worker_service[j], lane] = 1.0
    if number == int(P[p.course_weeks, lane]):
        for plan in range(len(clients) // 2):
            i = clients[2 * plan]
            st.people[2, 0], st.people[2, 1], st.people[3, 0] = i, clients[2 * plan + 1], town.primary[i]
            triage(
                st,
                town,
                P,
                rules,
                seed,
                week,
                town.resident_service[i],
                i,
                st.people[2, :2],
                ORGANISATION,
                0,
                COURSE + plan,
                st.people[3, :1],
                fellow(st, town, i, lane),
                lane,
            )


@kernel
def make_flagship_promise(st, town, P, seed, week, lane):
    """A few families of the first service get one large promise."""
    families = min(int(P[p.flagship_families, lane]), town.resident_start[1])
    for i in range(families):
        st.people[0, i] = i
    topic = int(uniform(seed, d.TOPIC, week, 0, FLAGSHIP) * TOPIC_COUNT)
    issue = Issue(P[p.flagship_size, lane], True, False, False, False, False, topic)
    due = week + int(P[p.flagship_deadline, lane])
    enter_promise(st, P, 0, 0, town.primary[0], -1, issue, PERSON, week, due, st.people[0, :families], lane)
