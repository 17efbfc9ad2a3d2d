"""Phase 3: anchoring, heroes, meetings, sessions, the workshop, the course, the flagship promise, lane by lane."""

from samskapa.chance import uniform
from samskapa.elementary import logit
from samskapa.engine.arriving import any_of, measure_trust
from samskapa.engine.compiling import inlined, kernel
from samskapa.engine.everyday import measure_active, measure_buy_in
from samskapa.engine.ledger import TOPIC_COUNT, enter_promise, realistic_level, triage
from samskapa.engine.places import (
    COURSE,
    FLAGSHIP,
    MEETING,
    SESSION,
    WORKSHOP,
    cal,
    d,
    g,
    m,
    p,
    r,
    rules_of,
    s,
    sw,
    w,
)
from samskapa.people import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_WITHDRAWN, ORGANISATION, PERSON, SERVICE_WIDE
from samskapa.rules.attendance import personal_motive, propensity_after_meeting, social_motive
from samskapa.rules.contact import responsiveness
from samskapa.rules.hero import finding_chance, withdrawal_chance
from samskapa.rules.meeting import (
    awakened,
    belief_after_meeting,
    drawn_to,
    equal_status,
    faded,
    grounded,
    hope,
    meeting_quality,
    presence_motive,
    raised,
    shame_after_meeting,
    trust_after_meeting,
    understanding_after_meeting,
)
from samskapa.rules.promise import issue_count
from samskapa.rules.promise import voice as voice_rule
from samskapa.ties import ON_COURSE, PERMANENT, TIE_PLACES, WITHIN

motive_monotone, motive_inverted_u, motive_distrust_voice = rules_of("trust_motive")
comes_logistic, comes_threshold, comes_bush_mosteller, comes_assurance = rules_of("comes")


@kernel
def gather(st, town, P, switches, seeds, due, week):
    """Phase 3: who is brought together this week, and what comes of it."""
    if due[cal.anchoring]:
        anchor(st, P)
    for i in range(st.R.shape[0]):
        if any_of(st.R[i, r.hero]):
            for lane in range(st.R.shape[2]):
                scouts = due[cal.in_project] and P[p.level_citizen, lane] > 0.0
                step_as_hero(st, town, P, seeds[lane], week, i, lane, scouts)
    measure_active(st)
    if due[cal.meeting] or due[cal.own_meeting]:
        measure_trust(st)
    for lane in range(st.R.shape[2]):
        seed = seeds[lane]
        for u in range(st.S.shape[0]):
            own = due[cal.own_meeting] and uniform(seed, d.OWN_MEETING, week, u) < st.S[u, s.routine, lane]
            if due[cal.meeting] or own:
                if switches[sw.mode] == 1:
                    hold_sessions(st, town, P, switches, seed, due, week, u, lane)
                else:
                    hold_meeting(st, town, P, switches, seed, due, week, u, lane)
        if due[cal.workshop]:
            hold_workshop(st, town, P, seed, week, lane)
        if due[cal.course_week] > 0:
            hold_course(st, town, P, seed, week, due[cal.course_week], lane)
        if due[cal.flagship]:
            make_flagship_promise(st, town, P, seed, week, lane)


@kernel
def anchor(st, P):
    """Win managers, workers and residents for the project (R15)."""
    for lane in range(st.R.shape[2]):
        for k in range(st.M.shape[0]):
            st.M[k, m.buy_in, lane] = raised(st.M[k, m.buy_in, lane], 0.3 * P[p.anchoring_managers, lane])
            st.M[k, m.set_point, lane] = raised(st.M[k, m.set_point, lane], 0.3 * P[p.anchoring_managers, lane])
        for j in range(st.W.shape[0]):
            st.W[j, w.engagement, lane] = raised(st.W[j, w.engagement, lane], 0.15 * P[p.anchoring_workers, lane])
            st.W[j, w.mindset, lane] = raised(st.W[j, w.mindset, lane], 0.15 * P[p.anchoring_workers, lane])
        for i in range(st.R.shape[0]):
            share = 0.1 * P[p.anchoring_users, lane] * P[p.level_citizen, lane]
            st.R[i, r.prediction, lane] = raised(st.R[i, r.prediction, lane], share)
        if P[p.anchoring_workers, lane] > 0.0:
            for u in range(st.S.shape[0]):
                st.S[u, s.planned, lane] = 1.0
    measure_buy_in(st, P)


@kernel
def step_as_hero(st, town, P, seed, week, i, lane, scouts):
    """Be found, become active, or withdraw (E28)."""
    status, key = st.R[i, r.hero, lane], town.resident_key[i]
    if status == HERO_LATENT and scouts:
        chance = finding_chance(
            P[p.scouting, lane], st.W[town.primary[i], w.engagement, lane], st.R[i, r.trust_primary, lane]
        )
        if uniform(seed, d.HERO_FOUND, week, key) < chance:
            st.R[i, r.hero, lane] = HERO_FOUND
    elif status in (HERO_FOUND, HERO_ACTIVE):
        chance = withdrawal_chance(
            st.R[i, r.disappointment, lane], P[p.hero_support, lane], P[p.hero_withdrawal, lane],
            st.R[i, r.sponsor_left, lane],
        )
        if uniform(seed, d.HERO_WITHDRAWN, week, key) < chance:
            st.R[i, r.hero, lane] = HERO_WITHDRAWN
        elif status == HERO_FOUND and scouts and uniform(seed, d.HERO_ACTIVE, week, key) < P[p.hero_support, lane]:
            st.R[i, r.hero, lane] = HERO_ACTIVE


@inlined
def trust_motive(choice, trust, weight, curvature):
    """What trust does to attendance, by the switch `trust_effect`."""
    if choice == 0:
        return motive_monotone(trust, weight, curvature)
    if choice == 1:
        return motive_inverted_u(trust, weight, curvature)
    return motive_distrust_voice(trust, weight, curvature)


@kernel
def motive(st, town, P, choice, prediction, invitation, active_share, collective, i, lane):
    """The sum of motives to come (E2); one-to-one sessions know no norm and no active peers (R17)."""
    R, u = st.R, town.resident_service[i]
    personal = personal_motive(
        trust_motive(choice, R[i, r.trust, lane], P[p.attendance_trust, lane], P[p.attendance_trust_square, lane]),
        prediction, R[i, r.aspiration, lane], st.S[u, s.quality, lane], R[i, r.habit, lane], R[i, r.shame, lane],
        R[i, r.disappointment, lane], R[i, r.capability, lane], P[p.attendance_prediction, lane],
        P[p.attendance_shortfall, lane], P[p.attendance_habit, lane], P[p.attendance_shame, lane],
        P[p.attendance_disappointment, lane], P[p.attendance_capability, lane],
    )
    social = social_motive(
        invitation, st.S[u, s.norm, lane], active_share, R[i, r.active, lane], P[p.neutral_venue, lane],
        P[p.attendance_invitation, lane], collective * P[p.attendance_norm, lane],
        collective * P[p.attendance_active_peers, lane], P[p.attendance_hero, lane], P[p.attendance_venue, lane],
    )
    return P[p.attendance_intercept, lane] + personal + social


@kernel
def active_share(st, town, i, lane):
    """Share of active heroes among one's peers, by the strength of ties."""
    total = active = 0.0
    for place in range(TIE_PLACES):
        if st.live[i, place]:
            total += st.T[i, place, lane]
            active += st.T[i, place, lane] * st.R[town.neighbours[i, place], r.active, lane]
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
def decides_to_come(st, town, P, switches, seed, week, invitation, collective, i, lane):
    """Whether one is able and willing to come (E2)."""
    key = town.resident_key[i]
    if not uniform(seed, d.AVAILABLE, week, key) < st.R[i, r.availability, lane]:
        return False
    share = active_share(st, town, i, lane) if collective > 0.0 else 0.0
    draw = uniform(seed, d.ATTENDANCE, week, key)
    prediction = st.R[i, r.prediction, lane]
    motives = motive(st, town, P, switches[sw.trust_effect], prediction, invitation, share, collective, i, lane)
    return comes(
        switches[sw.participation_rule], motives, draw, logit(draw),
        st.S[town.resident_service[i], s.norm, lane], st.R[i, r.threshold, lane], st.R[i, r.propensity, lane],
        prediction, P[p.assurance_value, lane],
    ) > 0.0


@kernel
def note_invitation(st, P, i, lane, came):
    """Remember that one was invited, and whether one came; habit follows (E20)."""
    R, rate = st.R, P[p.habit_rate, lane]
    R[i, r.offered, lane] += 1.0
    R[i, r.offered_now, lane] = 1.0
    R[i, r.came_now, lane] = 1.0 if came else 0.0
    habit = R[i, r.habit, lane]
    R[i, r.habit, lane] = raised(habit, rate) if came else faded(habit, 0.25 * rate)


@kernel
def find_present(st, town, P, seed, week, u, lane):
    """How many workers come to a meeting of the service (E3); their numbers are in `people[1]`."""
    found = 0
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        limit = presence_motive(st.W[j, w.engagement, lane], st.G[g.leadership, lane], st.W[j, w.exhaustion, lane])
        here = logit(uniform(seed, d.STAFF_PRESENCE, week, town.worker_key[j])) < limit
        st.W[j, w.present, lane] = 1.0 if here else 0.0
        if here:
            st.people[1, found] = j
            found += 1
    return found


@kernel
def responds(st, P, j, lane):
    """How far a worker responds now (E1)."""
    return responsiveness(st.W[j, w.engagement, lane], st.W[j, w.exhaustion, lane], P[p.exhaustion_cut, lane])


@kernel
def mean_responsiveness(st, P, workers, lane):
    """Mean responsiveness of workers, zero for none."""
    total = 0.0
    for n in range(len(workers)):
        total += responds(st, P, workers[n], lane)
    return total / float(len(workers)) if len(workers) > 0 else 0.0


@kernel
def open_slots(P, lane):
    """Places on the agenda that are open to residents, to the nearest whole (E7)."""
    return float(int(P[p.agenda_open, lane] * P[p.agenda_cap, lane] + 0.5))


@kernel
def attend(st, town, P, switches, seed, week, u, lane, invitation, collective):
    """How many of those invited come (numbers in `people[0]`); in sessions a worker who is not there makes one miss (R17)."""
    share = min(1.0, P[p.invited_share, lane] + P[p.invited_growth, lane] * st.S[u, s.meetings_held, lane])
    found, invited = 0, 0.0
    for i in range(town.resident_start[u], town.resident_start[u + 1]):
        if not town.invitation[i] < share:
            continue
        invited += 1.0
        j = town.primary[i]
        inviting = invitation if collective > 0.0 else st.W[j, w.engagement, lane]
        there = collective > 0.0 or st.W[j, w.present, lane] > 0.0
        came = there and decides_to_come(st, town, P, switches, seed, week, inviting, collective, i, lane)
        st.S[u, s.came_before, lane] += st.R[i, r.came_last, lane]
        st.S[u, s.came_again, lane] += st.R[i, r.came_last, lane] if came else 0.0
        note_invitation(st, P, i, lane, came)
        if came:
            st.people[0, found] = i
            found += 1
    st.S[u, s.invited, lane] = invited
    return found


@kernel
def hold_meeting(st, town, P, switches, seed, due, week, u, lane):
    """A dialogue meeting of a service (E2 to E12): presence, attendance, voice and triage, effects, ties, norm."""
    first, last = town.worker_start[u], town.worker_start[u + 1]
    present = st.people[1, :find_present(st, town, P, seed, week, u, lane)]
    share_present = float(len(present)) / float(last - first)
    total = 0.0
    for j in range(first, last):
        total += st.W[j, w.engagement, lane]
    invitation = share_present * (total / float(last - first))
    equal = equal_status(P[p.thickness, lane], P[p.facilitator, lane], P[p.neutral_venue, lane])
    quality = meeting_quality(share_present, mean_responsiveness(st, P, present, lane), equal)
    attendees = st.people[0, :attend(st, town, P, switches, seed, week, u, lane, invitation, 1.0)]
    raise_issues(st, town, P, seed, week, u, attendees, present, lane)
    realistic = realistic_level(st, P, u, lane)
    for n in range(len(attendees)):
        i = attendees[n]
        trust_those_present(st, town, P, quality, i, lane)
        take_part(st, P, quality, share_present, equal, float(len(attendees)) - 1.0, realistic, i, lane)
    tie_by_chance(st, town, P, seed, week, attendees, lane)
    close_meeting(st, town, P, due, u, attendees, present, lane)


@kernel
def trust_those_present(st, town, P, quality, i, lane):
    """Trust the workers one sat with as equals (E4)."""
    R, loss_ratio, second = st.R, P[p.loss_ratio, lane], int(st.R[i, r.secondary, lane])
    if st.W[town.primary[i], w.present, lane] > 0.0:
        R[i, r.trust_primary, lane] = trust_after_meeting(R[i, r.trust_primary, lane], quality, loss_ratio)
    if second >= 0 and st.W[second, w.present, lane] > 0.0:
        R[i, r.trust_secondary, lane] = trust_after_meeting(R[i, r.trust_secondary, lane], quality, loss_ratio)


@kernel
def take_part(st, P, quality, share_present, equal, peers, realistic, i, lane):
    """Leave a session changed: hope, awakening, shame, capability, understanding (E5, E6, E10, E11)."""
    R, novelty_left, prework = st.R, st.R[i, r.novelty_left, lane], P[p.prework, lane]
    R[i, r.prediction, lane] = hope(R[i, r.prediction, lane], quality, novelty_left, P[p.hope_push, lane])
    R[i, r.aspiration, lane] = awakened(R[i, r.aspiration, lane], novelty_left, P[p.awakening, lane], prework)
    R[i, r.aspiration, lane] = grounded(R[i, r.aspiration, lane], realistic, prework)
    R[i, r.shame, lane] = shame_after_meeting(R[i, r.shame, lane], peers, P[p.shame_fall, lane], equal)
    R[i, r.capability, lane] = raised(R[i, r.capability, lane], P[p.capability_rise, lane])
    R[i, r.understanding, lane] = understanding_after_meeting(
        R[i, r.understanding, lane], P[p.transparency, lane], share_present
    )
    R[i, r.propensity, lane] = propensity_after_meeting(
        R[i, r.propensity, lane], quality, R[i, r.aspiration, lane], P[p.learning_rate, lane]
    )
    R[i, r.novelty_left, lane] *= P[p.novelty, lane]
    R[i, r.sessions, lane] += 1.0


@kernel
def voice(st, i, lane):
    """How much one speaks up (E7)."""
    return voice_rule(st.R[i, r.capability, lane], st.R[i, r.shame, lane], st.R[i, r.active, lane])


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


@kernel
def raise_issues(st, town, P, seed, week, u, attendees, present, lane):
    """As many issues as there is voice, each by one of those who speak up, and what becomes of it (E7, E8)."""
    total = total_voice(st, attendees, lane)
    draw = uniform(seed, d.ISSUE_COUNT, week, u, MEETING)
    count = int(issue_count(draw, P[p.voice_rate, lane] * total, open_slots(P, lane)))
    for number in range(count):
        raiser = speaker(st, attendees, total, uniform(seed, d.RAISER, week, u, MEETING + number), lane)
        triage(st, town, P, seed, week, u, raiser, attendees, SERVICE_WIDE, u, MEETING + number, present, -1, lane)


@kernel
def tie_by_chance(st, town, P, seed, week, attendees, lane):
    """Those who meet may become acquainted (B.2)."""
    for n in range(len(attendees)):
        i = attendees[n]
        for place in range(TIE_PLACES):
            other = town.neighbours[i, place]
            if town.kinds[i, place] == WITHIN and other > i and st.R[other, r.came_now, lane] > 0.0:
                draw = uniform(seed, d.NEW_TIE, week, town.resident_key[i], town.resident_key[other])
                if draw < P[p.tie_chance, lane]:
                    tie(st, town, i, place, other, lane)


@kernel
def tie(st, town, i, place, other, lane):
    """Two candidates become acquainted."""
    mirror = town.mirror[i, place]
    st.T[i, place, lane] = st.T[other, mirror, lane] = 1.0
    st.live[i, place] = st.live[other, mirror] = 1


@kernel
def count_meeting(st, town, P, j, lane):
    """A meeting costs a worker time."""
    st.W[j, w.meetings, lane] += 1.0
    st.S[town.worker_service[j], s.staff_hours, lane] += P[p.meeting_hours, lane]


@kernel
def see_residents(st, town, P, j, attendance, lane):
    """Believe in residents as one sees them (E12)."""
    units = P[p.voluntary_capacity, lane] + town.partner_units[town.worker_service[j]]
    volunteers = P[p.voluntary_belief, lane] if units > 0.0 else 0.0
    st.W[j, w.belief, lane] = belief_after_meeting(
        st.W[j, w.belief, lane], attendance, P[p.belief_rate, lane], volunteers
    )


@kernel
def close_meeting(st, town, P, due, u, attendees, present, lane):
    """Let workers see who came, move the norm, and write the meeting down (E12, R6)."""
    invited = st.S[u, s.invited, lane]
    st.S[u, s.attended, lane] = float(len(attendees))
    attendance = st.S[u, s.attended, lane] / invited if invited > 0.0 else 0.0
    for n in range(len(present)):
        count_meeting(st, town, P, present[n], lane)
        see_residents(st, town, P, present[n], attendance, lane)
    if invited > 0.0:
        st.S[u, s.norm, lane] = drawn_to(st.S[u, s.norm, lane], attendance, P[p.attendance_smoothing, lane])
    st.S[u, s.met, lane] = 1.0
    st.S[u, s.meetings_held, lane] += 1.0
    st.S[u, s.own_meetings, lane] += 1.0 if due[cal.own_meeting] else 0.0


@kernel
def hold_sessions(st, town, P, switches, seed, due, week, u, lane):
    """A round of sessions of each resident with the own worker (R17)."""
    first, last = town.worker_start[u], town.worker_start[u + 1]
    present = st.people[1, :find_present(st, town, P, seed, week, u, lane)]
    for j in range(first, last):
        st.marks[j] = open_slots(P, lane)
    equal = equal_status(P[p.thickness, lane], P[p.facilitator, lane], P[p.neutral_venue, lane])
    attendees = st.people[0, :attend(st, town, P, switches, seed, week, u, lane, 0.0, 0.0)]
    for n in range(len(attendees)):
        i = attendees[n]
        j, key = town.primary[i], town.resident_key[i]
        draw = uniform(seed, d.ISSUE_COUNT, week, key, SESSION)
        issues = issue_count(draw, P[p.voice_rate, lane] * voice(st, i, lane), st.marks[j])
        st.marks[j] -= issues
        st.people[2, 0], st.people[3, 0] = i, j
        for number in range(int(issues)):
            triage(st, town, P, seed, week, u, i, st.people[2, :1], PERSON, key, SESSION + number,
                   st.people[3, :1], -1, lane)
        quality = meeting_quality(1.0, responds(st, P, j, lane), equal)
        st.R[i, r.trust_primary, lane] = trust_after_meeting(
            st.R[i, r.trust_primary, lane], quality, P[p.loss_ratio, lane]
        )
        take_part(st, P, quality, 1.0, equal, 0.0, realistic_level(st, P, u, lane), i, lane)
    close_meeting(st, town, P, due, u, attendees, st.people[1, :0], lane)
    for n in range(len(present)):
        j = present[n]
        offered = came = 0.0
        for c in range(town.clients_start[j], town.clients_start[j + 1]):
            offered += st.R[town.clients[c], r.offered_now, lane]
            came += st.R[town.clients[c], r.came_now, lane]
        count_meeting(st, town, P, j, lane)
        if offered > 0.0:
            see_residents(st, town, P, j, came / offered, lane)


@kernel
def fill_seats(scores, starts, seats, chosen):
    """Services take turns until the seats are filled, those who stand most readily first (R14); marks `chosen`."""
    services, filled, turn = len(starts) - 1, 0, 0
    while filled < seats and filled < len(scores):
        for u in range(services):
            best = -1
            for n in range(starts[u], starts[u + 1]):
                if chosen[n] == 0 and (best < 0 or scores[n] > scores[best]):
                    best = n
            if best >= 0 and filled < seats:
                chosen[best] = 1
                filled += 1
        turn += 1


@kernel
def send_residents(st, town, standing, seats, chosen, lane):
    """Residents who represent their services: active heroes, then those able and ready."""
    n = st.R.shape[0]
    for i in range(n):
        st.marks[i] = st.R[i, r.active, lane] + st.R[i, r.availability, lane] * standing[i]
        chosen[i] = 0
    fill_seats(st.marks[:n], town.resident_start, seats, chosen)


@kernel
def send_workers(st, town, standing, seats, chosen, lane):
    """Workers who represent their services: those engaged and ready."""
    n = st.W.shape[0]
    for j in range(n):
        st.marks[j] = st.W[j, w.engagement, lane] * standing[j]
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
def hold_workshop(st, town, P, seed, week, lane):
    """The Future workshop: critique, fantasy and plans by representatives of all services (R14)."""
    n, k = st.R.shape[0], st.W.shape[0]
    half = int(P[p.workshop_seats, lane]) // 2
    send_residents(st, town, town.workshop_standing, half, st.people[2, :n], lane)
    clients = st.people[0, :listed(st.people[2, :n], st.people[0])]
    send_workers(st, town, town.workshop_standing_workers, int(P[p.workshop_seats, lane]) - half, st.people[2, :k],
                 lane)
    workers = st.people[1, :listed(st.people[2, :k], st.people[1])]
    total = total_voice(st, clients, lane)
    for number in range(len(clients) // 4):
        raiser = speaker(st, clients, total, uniform(seed, d.RAISER, week, 0, WORKSHOP + number), lane)
        triage(st, town, P, seed, week, town.resident_service[raiser], raiser, clients, ORGANISATION, 0,
               WORKSHOP + number, workers, -1, lane)
    for c in range(len(clients)):
        i = clients[c]
        st.R[i, r.aspiration, lane] = raised(st.R[i, r.aspiration, lane], 0.15)
        st.R[i, r.capability, lane] = raised(st.R[i, r.capability, lane], 0.08)
        st.R[i, r.shame, lane] = faded(st.R[i, r.shame, lane], 0.1)
        st.R[i, r.prediction, lane] = raised(st.R[i, r.prediction, lane], 0.1)
    for c in range(len(workers)):
        j = workers[c]
        st.W[j, w.belief, lane] = raised(st.W[j, w.belief, lane], P[p.belief_rate, lane])
        count_meeting(st, town, P, j, lane)
    tie_all(st, town, clients, lane)


@kernel
def enrol(st, town, P, lane):
    """Choose who takes the course."""
    n, k = st.R.shape[0], st.W.shape[0]
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
        second = fellow(st, town, i, lane)
        if R[i, r.secondary, lane] < 0.0 and second >= 0:
            R[i, r.secondary, lane] = float(second)
            R[i, r.trust_secondary, lane] = R[i, r.trust_primary, lane]
            R[i, r.evidence_secondary, lane] = R[i, r.evidence_primary, lane]
    tie_all(st, town, clients, lane)
    for c in range(len(workers)):
        j = workers[c]
        for place in range(st.C.shape[1]):
            if town.colleague_kinds[j, place] == ON_COURSE and st.teaches[town.colleagues[j, place], lane] > 0.0:
                st.C[j, place, lane] = 1.0


@kernel
def hold_course(st, town, P, seed, week, number, lane):
    """A week of the course: residents and workers study on equal terms, and at its end write plans (R14)."""
    if number == 1:
        enrol(st, town, P, lane)
    clients = st.people[0, :listed(st.on_course[:, lane], st.people[0])]
    workers = st.people[1, :listed(st.teaches[:, lane], st.people[1])]
    if number == 1:
        open_course(st, town, clients, workers, lane)
    quality = meeting_quality(1.0, mean_responsiveness(st, P, workers, lane), 1.0) if len(workers) > 0 else 0.0
    for j in range(st.W.shape[0]):
        st.W[j, w.present, lane] = st.teaches[j, lane]
    for c in range(len(clients)):
        i = clients[c]
        trust_those_present(st, town, P, quality, i, lane)
        realistic = realistic_level(st, P, town.resident_service[i], lane)
        take_part(st, P, quality, 1.0, 1.0, float(len(clients)) - 1.0, realistic, i, lane)
        note_invitation(st, P, i, lane, True)
    for c in range(len(workers)):
        j = workers[c]
        st.W[j, w.belief, lane] = raised(st.W[j, w.belief, lane], P[p.belief_rate, lane])
        st.W[j, w.engagement, lane] = raised(st.W[j, w.engagement, lane], 0.02)
        st.W[j, w.mindset, lane] = raised(st.W[j, w.mindset, lane], 0.02)
        st.W[j, w.meetings, lane] += 1.0
        st.S[town.worker_service[j], s.staff_hours, lane] += P[p.course_hours, lane]
        st.S[town.worker_service[j], s.planned, lane] = 1.0
    if number == int(P[p.course_weeks, lane]):
        for plan in range(len(clients) // 2):
            i = clients[2 * plan]
            st.people[2, 0], st.people[2, 1], st.people[3, 0] = i, clients[2 * plan + 1], town.primary[i]
            triage(st, town, P, seed, week, town.resident_service[i], i, st.people[2, :2], ORGANISATION, 0,
                   COURSE + plan, st.people[3, :1], fellow(st, town, i, lane), lane)


@kernel
def make_flagship_promise(st, town, P, seed, week, lane):
    """A few families of the first service get one large promise."""
    families = min(int(P[p.flagship_families, lane]), town.resident_start[1])
    for i in range(families):
        st.people[0, i] = i
    topic = int(uniform(seed, d.TOPIC, week, 0, FLAGSHIP) * TOPIC_COUNT)
    enter_promise(
        st, P, 0, 0, town.primary[0], -1, 1.0, 0.0, 0.0, 0.0, PERSON, float(week),
        float(week + int(P[p.flagship_deadline, lane])), P[p.flagship_size, lane], topic, st.people[0, :families], lane,
    )
