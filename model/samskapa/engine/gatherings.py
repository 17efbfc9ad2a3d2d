"""Phase 3: anchoring, heroes, meetings, sessions, and who is brought together when, lane by lane."""

from samskapa.chance import uniform
from samskapa.engine.arriving import any_of, keep_trust
from samskapa.engine.attending import (
    attend,
    count_meeting,
    find_present,
    mean_responsiveness,
    open_slots,
    responds,
    see_residents,
    speaker,
    take_part,
    tie,
    total_voice,
    trust_those_present,
    voice,
)
from samskapa.engine.compiling import inlined, kernel
from samskapa.engine.everyday import measure_buy_in
from samskapa.engine.ledger import realistic_level, triage
from samskapa.engine.places import cal, d, m, p, r, s, sw, w
from samskapa.engine.representing import (
    hold_course,
    hold_workshop,
    make_flagship_promise,
)
from samskapa.people import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_WITHDRAWN, MEETING, PERSON, SERVICE_WIDE, SESSION
from samskapa.rules.hero import finding_chance, withdrawal_chance
from samskapa.rules.meeting import (
    drawn_to,
    equal_status,
    meeting_quality,
    raised,
    trust_after_meeting,
)
from samskapa.rules.promise import issue_count
from samskapa.ties import TIE_PLACES, WITHIN


@kernel
def gather(st, town, P, switches, seeds, due, week):
    """Phase 3: who is brought together this week, and what comes of it."""
    if due[cal.anchoring]:
        anchor(st, P)
    for i in range(st.R.shape[0]):
        if st.heroic[i]:
            for lane in range(st.R.shape[2]):
                scouts = due[cal.in_project] and P[p.level_citizen, lane] > 0.0
                step_as_hero(st, town, P, seeds[lane], week, i, lane, scouts)
            st.heroic[i] = 1 if any_of(st.R[i, r.hero]) else 0
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


@inlined
def step_as_hero(st, town, P, seed, week, i, lane, scouts):
    """Be found, become active, or withdraw (E28)."""
    st.touched[i] = 1
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
            st.R[i, r.active, lane] = 0.0
        elif status == HERO_FOUND and scouts and uniform(seed, d.HERO_ACTIVE, week, key) < P[p.hero_support, lane]:
            st.R[i, r.hero, lane] = HERO_ACTIVE
            st.R[i, r.active, lane] = 1.0


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
        keep_trust(st, i, lane)
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
