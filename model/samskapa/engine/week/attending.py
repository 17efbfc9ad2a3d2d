"""Part of phase 3: who comes to a gathering, and what it does to those who come, lane by lane."""

from samskapa.engine.machine.events import event, quantity, tell
from samskapa.engine.machine.jit import inlined, kernel
from samskapa.engine.machine.layout import d, g, p, r, rules_of, s, sw, w
from samskapa.engine.week.arriving import keep_trust
from samskapa.science.chance import uniform
from samskapa.science.elementary import logit
from samskapa.science.rules.attendance import personal_motive, propensity_after_meeting, social_motive
from samskapa.science.rules.contact import responsiveness
from samskapa.science.rules.meeting import (
    awakened,
    belief_after_meeting,
    faded,
    grounded,
    hope,
    presence_motive,
    raised,
    shame_after_meeting,
    trust_after_meeting,
    understanding_after_meeting,
)
from samskapa.science.rules.promise import voice as voice_rule
from samskapa.science.ties import TIE_PLACES

motive_monotone, motive_inverted_u, motive_distrust_voice = rules_of("trust_motive")
comes_logistic, comes_threshold, comes_bush_mosteller, comes_assurance = rules_of("comes")


@inlined
def trust_motive(choice, trust, weight, curvature):
    """What trust does to attendance, by the switch `trust_effect`."""
    if choice == 0:
        return motive_monotone(trust, weight, curvature)
    if choice == 1:
        return motive_inverted_u(trust, weight, curvature)
    return motive_distrust_voice(trust, weight, curvature)


@inlined
def motive(st, town, P, choice, prediction, invitation, active_share, collective, i, lane):
    """The sum of motives to come (E2); one-to-one sessions know no norm and no active peers (R17)."""
    R, u = st.R, town.resident_service[i]
    personal = personal_motive(
        trust_motive(choice, R[r.trust, i, lane], P[p.attendance_trust, lane], P[p.attendance_trust_square, lane]),
        prediction, R[r.aspiration, i, lane], st.S[s.quality, u, lane], R[r.habit, i, lane], R[r.shame, i, lane],
        R[r.disappointment, i, lane], R[r.capability, i, lane], P[p.attendance_prediction, lane],
        P[p.attendance_shortfall, lane], P[p.attendance_habit, lane], P[p.attendance_shame, lane],
        P[p.attendance_disappointment, lane], P[p.attendance_capability, lane],
    )
    social = social_motive(
        invitation, st.S[s.norm, u, lane], active_share, R[r.active, i, lane], P[p.neutral_venue, lane],
        P[p.attendance_invitation, lane], collective * P[p.attendance_norm, lane],
        collective * P[p.attendance_active_peers, lane], P[p.attendance_hero, lane], P[p.attendance_venue, lane],
    )
    return P[p.attendance_intercept, lane] + personal + social


@inlined
def active_share(st, town, i, lane):
    """Share of active heroes among one's peers, by the strength of ties."""
    total = active = 0.0
    for place in range(TIE_PLACES):
        if st.live[i, place]:
            total += st.T[i, place, lane]
            active += st.T[i, place, lane] * st.R[r.active, town.neighbours[i, place], lane]
    return active / total if total > 0.0 else 0.0


@inlined
def comes(choice, motive, draw, draw_logit, norm, threshold, propensity, prediction, value):
    """Whether one comes, by the switch `participation_rule`."""
    if choice == 0:
        return comes_logistic(motive, draw, draw_logit, norm, threshold, propensity, prediction, value)
    if choice == 1:
        return comes_threshold(motive, draw, draw_logit, norm, threshold, propensity, prediction, value)
    if choice == 2:
        return comes_bush_mosteller(motive, draw, draw_logit, norm, threshold, propensity, prediction, value)
    return comes_assurance(motive, draw, draw_logit, norm, threshold, propensity, prediction, value)


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
def decides_to_come(st, town, P, switches, invitation, collective, i, lane):
    """Whether one is able and willing to come (E2)."""
    if not st.draws[0, i] < st.R[r.availability, i, lane]:
        return False
    share = active_share(st, town, i, lane) if collective > 0.0 else 0.0
    prediction = st.R[r.prediction, i, lane]
    motives = motive(st, town, P, switches[sw.trust_effect], prediction, invitation, share, collective, i, lane)
    return comes(
        switches[sw.participation_rule], motives, st.draws[1, i], st.draws[2, i],
        st.S[s.norm, town.resident_service[i], lane], st.R[r.threshold, i, lane], st.R[r.propensity, i, lane],
        prediction, P[p.assurance_value, lane],
    ) > 0.0


@inlined
def note_invitation(st, P, i, lane, came):
    """Remember that one was invited, and whether one came; habit follows (E20)."""
    R, rate = st.R, P[p.habit_rate, lane]
    st.asked[i] = 1
    R[r.offered, i, lane] += 1.0
    R[r.offered_now, i, lane] = 1.0
    R[r.came_now, i, lane] = 1.0 if came else 0.0
    habit = R[r.habit, i, lane]
    R[r.habit, i, lane] = raised(habit, rate) if came else faded(habit, P[p.habit_loss_ratio, lane] * rate)


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
def attend(st, town, P, switches, seed, week, u, lane, invitation, collective):
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
        came = there and decides_to_come(st, town, P, switches, inviting, collective, i, lane)
        st.S[s.came_before, u, lane] += st.R[r.came_last, i, lane]
        st.S[s.came_again, u, lane] += st.R[r.came_last, i, lane] if came else 0.0
        note_invitation(st, P, i, lane, came)
        if came:
            tell(st, lane, event.came, u, i)
            st.people[0, found] = i
            found += 1
    st.S[s.invited, u, lane] = invited
    return found


@inlined
def trust_those_present(st, town, P, quality, i, lane):
    """Trust the workers one sat with as equals (E4)."""
    R, loss_ratio, second = st.R, P[p.loss_ratio, lane], int(st.R[r.secondary, i, lane])
    if st.W[w.present, town.primary[i], lane] > 0.0:
        R[r.trust_primary, i, lane] = trust_after_meeting(R[r.trust_primary, i, lane], quality, loss_ratio)
    if second >= 0 and st.W[w.present, second, lane] > 0.0:
        R[r.trust_secondary, i, lane] = trust_after_meeting(R[r.trust_secondary, i, lane], quality, loss_ratio)
    keep_trust(st, i, lane)


@inlined
def take_part(st, P, home, session, share_present, equal, peers, realistic, i, lane):
    """Leave a session changed: hope, awakening, shame, capability, understanding (E5, E6, E10, E11)."""
    st.touched[i] = 1
    before = st.R[r.prediction, i, lane]
    R, novelty_left, prework = st.R, st.R[r.novelty_left, i, lane], P[p.prework, lane]
    R[r.prediction, i, lane] = hope(R[r.prediction, i, lane], session, novelty_left, P[p.hope_push, lane])
    R[r.aspiration, i, lane] = awakened(R[r.aspiration, i, lane], novelty_left, P[p.awakening, lane], prework)
    R[r.aspiration, i, lane] = grounded(R[r.aspiration, i, lane], realistic, prework)
    R[r.shame, i, lane] = shame_after_meeting(R[r.shame, i, lane], peers, P[p.shame_fall, lane], equal)
    R[r.capability, i, lane] = raised(R[r.capability, i, lane], P[p.capability_rise, lane])
    R[r.understanding, i, lane] = understanding_after_meeting(
        R[r.understanding, i, lane], P[p.transparency, lane], share_present
    )
    R[r.propensity, i, lane] = propensity_after_meeting(
        R[r.propensity, i, lane], session, R[r.aspiration, i, lane], P[p.learning_rate, lane]
    )
    R[r.novelty_left, i, lane] *= P[p.novelty, lane]
    R[r.sessions, i, lane] += 1.0
    tell(st, lane, event.took_part, home, i, -1, -1.0, -1.0, quantity.prediction, before, R[r.prediction, i, lane])


@inlined
def voice(st, i, lane):
    """How much one speaks up (E7)."""
    return voice_rule(st.R[r.capability, i, lane], st.R[r.shame, i, lane], st.R[r.active, i, lane])


@kernel
def total_voice(st, people, lane):
    """The voice of all, in order."""
    total = 0.0
    for n in range(len(people)):
        total += voice(st, people[n], lane)
    return total


@kernel
def speaker(st, people, total, draw, lane):
    """One of the people, with a chance that is proportional to the voice."""
    below, goal = 0.0, draw * total
    for n in range(len(people)):
        below += voice(st, people[n], lane)
        if goal < below:
            return people[n]
    return people[len(people) - 1]


@inlined
def count_meeting(st, town, P, j, lane):
    """A meeting costs a worker time."""
    st.W[w.meetings, j, lane] += 1.0
    st.S[s.staff_hours, town.worker_service[j], lane] += P[p.meeting_hours, lane]


@inlined
def see_residents(st, town, P, j, attendance, lane):
    """Believe in residents as one sees them (E12)."""
    units = P[p.voluntary_capacity, lane] + town.partner_units[town.worker_service[j]]
    volunteers = P[p.voluntary_belief, lane] if units > 0.0 else 0.0
    st.W[w.belief, j, lane] = belief_after_meeting(
        st.W[w.belief, j, lane], attendance, P[p.belief_rate, lane], volunteers
    )


@inlined
def tie(st, town, i, place, other, lane):
    """Two candidates become acquainted."""
    mirror = town.mirror[i, place]
    st.T[i, place, lane] = st.T[other, mirror, lane] = 1.0
    st.live[i, place] = st.live[other, mirror] = 1
