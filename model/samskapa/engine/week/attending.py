"""Part of phase 3: who comes to a gathering, and what it does to those who come, lane by lane."""

from samskapa.engine.machine.events import event, quantity, tell
from samskapa.engine.machine.jit import inlined, kernel
from samskapa.engine.machine.layout import d, g, p, r, s, w
from samskapa.engine.machine.names import resident_at, service_at, settings_at, worker_at
from samskapa.engine.week.arriving import keep_trust
from samskapa.science.acts import residents, staff
from samskapa.science.chance import uniform
from samskapa.science.elementary import logit
from samskapa.science.rules.contact import responsiveness
from samskapa.science.rules.meeting import presence_motive
from samskapa.science.ties import TIE_PLACES


@inlined
def active_share(st, town, i, lane):
    """Share of active heroes among one's peers, by the strength of ties."""
    total = active = 0.0
    for place in range(TIE_PLACES):
        if st.live[i, place]:
            total += st.T[i, place, lane]
            active += st.T[i, place, lane] * st.R[r.is_active, town.neighbours[i, place], lane]
    return active / total if total > 0.0 else 0.0


@kernel
def draw_attendance(st, town, seed, week, u):
    """Draw for the residents of a service whether they can come, and will; lanes that share a seed share this."""
    first, last, draws = town.resident_start[u], town.resident_start[u + 1], st.draws
    for i in range(first, last):
        draws[0, i] = uniform(seed, d.AVAILABLE, week, town.resident_key[i])
    for i in range(first, last):
        draws[1, i] = uniform(seed, d.ATTENDANCE, week, town.resident_key[i])
    for i in range(first, last):
        draws[2, i] = logit(draws[1, i])


@inlined
def decides_to_come(st, town, P, rules, invitation, collective, i, lane):
    """Whether one is able and willing to come (E2)."""
    resident, service = resident_at(st, town, i, lane), service_at(st, town.resident_service[i], lane)
    if not st.draws[0, i] < resident.availability:
        return False
    share, settings = active_share(st, town, i, lane) if collective > 0.0 else 0.0, settings_at(P, lane)
    motives = residents.motive(rules, settings, resident, service, resident.prediction, invitation, share, collective)
    return residents.is_willing(rules, settings, resident, service, motives, st.draws[1, i], st.draws[2, i])


@inlined
def note_invitation(st, town, P, rules, i, lane, came):
    """Remember that one was invited, and whether one came."""
    st.asked[i] = 1
    residents.note_invitation(rules, settings_at(P, lane), resident_at(st, town, i, lane), came)


@kernel
def find_present(st, town, P, seed, week, u, lane):
    """How many workers come to a meeting of the service (E3); their numbers are in `people[1]`."""
    found = 0
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        limit = presence_motive(st.W[w.engagement, j, lane], st.G[g.leadership, lane], st.W[w.exhaustion, j, lane])
        here = logit(uniform(seed, d.STAFF_PRESENCE, week, town.worker_key[j])) < limit
        st.W[w.present, j, lane] = 1.0 if here else 0.0
        if here:
            st.people[1, found] = j
            found += 1
    return found


@inlined
def responds(st, P, j, lane):
    """How far a worker responds now (E1)."""
    return responsiveness(st.W[w.engagement, j, lane], st.W[w.exhaustion, j, lane], P[p.exhaustion_cut, lane])


@kernel
def mean_responsiveness(st, P, workers, lane):
    """Mean responsiveness of workers, zero for none."""
    total = 0.0
    for n in range(len(workers)):
        total += responds(st, P, workers[n], lane)
    return total / float(len(workers)) if len(workers) > 0 else 0.0


@inlined
def open_slots(P, lane):
    """Places on the agenda that are open to residents, to the nearest whole (E7)."""
    return float(int(P[p.agenda_open, lane] * P[p.agenda_cap, lane] + 0.5))


@kernel
def attend(st, town, P, rules, seed, week, u, lane, invitation, collective):
    """How many of those invited come (numbers in `people[0]`); who finds no worker at a session misses it (R17)."""
    share = min(1.0, P[p.invited_share, lane] + P[p.invited_growth, lane] * st.S[s.meetings_held, u, lane])
    found, invited = 0, 0.0
    for i in range(town.resident_start[u], town.resident_start[u + 1]):
        if not town.invitation[i] < share:
            continue
        invited += 1.0
        j = town.primary[i]
        inviting = invitation if collective > 0.0 else st.W[w.engagement, j, lane]
        there = collective > 0.0 or st.W[w.present, j, lane] > 0.0
        came = there and decides_to_come(st, town, P, rules, inviting, collective, i, lane)
        st.S[s.came_before, u, lane] += st.R[r.came_last, i, lane]
        st.S[s.came_again, u, lane] += st.R[r.came_last, i, lane] if came else 0.0
        note_invitation(st, town, P, rules, i, lane, came)
        if came:
            tell(st, lane, event.came, u, i)
            st.people[0, found] = i
            found += 1
    st.S[s.invited, u, lane] = invited
    return found


@inlined
def trust_those_present(st, town, P, rules, quality, i, lane):
    """Trust the workers one sat with as equals (E4)."""
    resident = resident_at(st, town, i, lane)
    second = int(resident.secondary)
    second_present = second >= 0 and st.W[w.present, second, lane] > 0.0
    own_present = st.W[w.present, town.primary[i], lane] > 0.0
    residents.trust_those_present(rules, settings_at(P, lane), resident, own_present, second_present, quality)
    keep_trust(st, i, lane)


@inlined
def take_part(st, town, P, rules, session, share_present, equal, peers, realistic, i, lane):
    """Leave a session changed."""
    resident = resident_at(st, town, i, lane)
    st.touched[i], before = 1, resident.prediction
    residents.take_part(rules, settings_at(P, lane), resident, session, share_present, equal, peers, realistic)
    tell(st, lane, event.took_part, resident.home, i, -1, -1.0, -1.0, quantity.prediction, before, resident.prediction)


@inlined
def voice(st, town, rules, i, lane):
    """How much one speaks up (E7)."""
    return residents.voice(rules, resident_at(st, town, i, lane))


@kernel
def total_voice(st, town, rules, people, lane):
    """The voice of all, in order."""
    total = 0.0
    for n in range(len(people)):
        total += voice(st, town, rules, people[n], lane)
    return total


@kernel
def speaker(st, town, rules, people, total, draw, lane):
    """One of the people, with a chance that is proportional to the voice."""
    below, goal = 0.0, draw * total
    for n in range(len(people)):
        below += voice(st, town, rules, people[n], lane)
        if goal < below:
            return people[n]
    return people[len(people) - 1]


@inlined
def count_meeting(st, town, P, j, lane):
    """A meeting costs a worker time."""
    st.W[w.meetings, j, lane] += 1.0
    st.S[s.staff_hours, town.worker_service[j], lane] += P[p.meeting_hours, lane]


@inlined
def see_residents(st, town, P, rules, j, attendance, lane):
    """Believe in residents as one sees them (E12)."""
    worker = worker_at(st, town, j, lane)
    staff.see_residents(rules, settings_at(P, lane), worker, attendance, town.partner_units[worker.unit])


@inlined
def tie(st, town, i, place, other, lane):
    """Two candidates become acquainted."""
    mirror = town.mirror[i, place]
    st.T[i, place, lane] = st.T[other, mirror, lane] = 1.0
    st.live[i, place] = st.live[other, mirror] = 1
