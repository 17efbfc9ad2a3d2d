"""Phase 3: anchoring, heroes, meetings, sessions, and who is brought together when, lane by lane."""

from samskapa.engine.machine.events import event, quantity, tell
from samskapa.engine.machine.jit import inlined, kernel
from samskapa.engine.machine.layout import cal, d, m, p, r, s, sw, w
from samskapa.engine.machine.names import Draws, resident_at, rules_under, settings_at
from samskapa.engine.week.arriving import any_of, keep_trust
from samskapa.engine.week.attending import (
    attend,
    count_meeting,
    draw_attendance,
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
from samskapa.engine.week.everyday import measure_buy_in
from samskapa.engine.week.ledger import realistic_level, triage
from samskapa.engine.week.representing import hold_course, hold_workshop, make_flagship_promise
from samskapa.science.acts import residents
from samskapa.science.chance import uniform
from samskapa.science.entities import HERO_ACTIVE, HERO_FOUND, MEETING, PERSON, SERVICE_WIDE, SESSION
from samskapa.science.rules.meeting import drawn_to, equal_status, meeting_quality, raised
from samskapa.science.rules.promise import issue_count
from samskapa.science.ties import TIE_PLACES, WITHIN


@kernel
def gather(st, town, P, switches, seeds, shared, due, week):
    """Phase 3: who is brought together this week, and what comes of it."""
    rules = rules_under(switches)
    if due[cal.anchoring]:
        anchor(st, P)
    for i in range(st.R.shape[1]):
        if st.heroic[i]:
            for lane in range(st.R.shape[2]):
                scouts = due[cal.in_project] and P[p.level_citizen, lane] > 0.0
                step_as_hero(st, town, P, rules, seeds[lane], week, i, lane, scouts)
            st.heroic[i] = 2 if any_of(st.R[r.is_active, i]) else 1 if any_of(st.R[r.hero, i]) else 0
    for u in range(st.S.shape[1]):
        drawn = False
        for lane in range(st.R.shape[2]):
            own = due[cal.own_meeting] and uniform(seeds[lane], d.OWN_MEETING, week, u) < st.S[s.routine, u, lane]
            if due[cal.meeting] or own:
                if not (drawn and shared):
                    draw_attendance(st, town, seeds[lane], week, u)
                    drawn = True
                if switches[sw.mode] == 1:
                    hold_sessions(st, town, P, rules, seeds[lane], due, week, u, lane)
                else:
                    hold_meeting(st, town, P, rules, seeds[lane], due, week, u, lane)
    for lane in range(st.R.shape[2]):
        if due[cal.workshop]:
            hold_workshop(st, town, P, rules, seeds[lane], week, lane)
        if due[cal.course_week] > 0:
            hold_course(st, town, P, rules, seeds[lane], week, due[cal.course_week], lane)
        if due[cal.flagship]:
            make_flagship_promise(st, town, P, seeds[lane], week, lane)


@kernel
def anchor(st, P):
    """Win managers, workers and residents for the project (R15)."""
    for lane in range(st.R.shape[2]):
        share = P[p.anchoring_buy_in, lane] * P[p.anchoring_managers, lane]
        for k in range(st.M.shape[1]):
            st.M[m.buy_in, k, lane] = raised(st.M[m.buy_in, k, lane], share)
            st.M[m.set_point, k, lane] = raised(st.M[m.set_point, k, lane], share)
        share = P[p.anchoring_engagement, lane] * P[p.anchoring_workers, lane]
        for j in range(st.W.shape[1]):
            st.W[w.engagement, j, lane] = raised(st.W[w.engagement, j, lane], share)
            st.W[w.mindset, j, lane] = raised(st.W[w.mindset, j, lane], share)
        share = P[p.anchoring_prediction, lane] * P[p.anchoring_users, lane] * P[p.level_citizen, lane]
        for i in range(st.R.shape[1]):
            st.R[r.prediction, i, lane] = raised(st.R[r.prediction, i, lane], share)
        if P[p.anchoring_workers, lane] > 0.0:
            for u in range(st.S.shape[1]):
                st.S[s.planned, u, lane] = 1.0
        if max(P[p.anchoring_managers, lane], P[p.anchoring_workers, lane], P[p.anchoring_users, lane]) > 0.0:
            tell(st, lane, event.anchored, -1)
    measure_buy_in(st, P)


@inlined
def step_as_hero(st, town, P, rules, seed, week, i, lane, scouts):
    """Be found, become active, or withdraw (E28)."""
    resident, draws = resident_at(st, town, i, lane), Draws(seed, week, town.resident_key, town.worker_key)
    engagement = st.W[w.engagement, resident.primary, lane]
    if not residents.step_as_hero(rules, settings_at(P, lane), draws, resident, engagement, scouts):
        return
    status, st.touched[i] = resident.hero, 1
    resident.is_active = 1.0 if status == HERO_ACTIVE else 0.0
    if status == HERO_FOUND:
        tell(st, lane, event.hero_found, resident.home, i, resident.primary)
    else:
        tell(st, lane, event.hero_active if status == HERO_ACTIVE else event.hero_withdrawn, resident.home, i)


@kernel
def hold_meeting(st, town, P, rules, seed, due, week, u, lane):
    """A dialogue meeting of a service (E2 to E12): presence, attendance, voice and triage, effects, ties, norm."""
    first, last = town.worker_start[u], town.worker_start[u + 1]
    present = st.people[1, : find_present(st, town, P, seed, week, u, lane)]
    share_present = float(len(present)) / float(last - first)
    total = 0.0
    for j in range(first, last):
        total += st.W[w.engagement, j, lane]
    invitation = share_present * (total / float(last - first))
    equal = equal_status(P[p.thickness, lane], P[p.facilitator, lane], P[p.neutral_venue, lane])
    quality = meeting_quality(share_present, mean_responsiveness(st, P, present, lane), equal)
    attendees = st.people[0, : attend(st, town, P, rules, seed, week, u, lane, invitation, 1.0)]
    raise_issues(st, town, P, rules, seed, week, u, attendees, present, lane)
    realistic = realistic_level(st, P, rules, u, lane)
    for n in range(len(attendees)):
        i = attendees[n]
        trust_those_present(st, town, P, rules, quality, i, lane)
        take_part(st, town, P, rules, quality, share_present, equal, float(len(attendees)) - 1.0, realistic, i, lane)
    tie_by_chance(st, town, P, seed, week, attendees, lane)
    close_meeting(st, town, P, rules, due, u, attendees, present, lane)


@kernel
def raise_issues(st, town, P, rules, seed, week, u, attendees, present, lane):
    """As many issues as there is voice, each by one of those who speak up, and what becomes of it (E7, E8)."""
    total = total_voice(st, town, rules, attendees, lane)
    draw = uniform(seed, d.ISSUE_COUNT, week, u, MEETING)
    count = int(issue_count(draw, P[p.voice_rate, lane] * total, open_slots(P, lane)))
    for number in range(count):
        raiser = speaker(st, town, rules, attendees, total, uniform(seed, d.RAISER, week, u, MEETING + number), lane)
        triage(
            st, town, P, rules, seed, week, u, raiser, attendees, SERVICE_WIDE, u, MEETING + number, present, -1, lane
        )


@kernel
def tie_by_chance(st, town, P, seed, week, attendees, lane):
    """Those who meet may become acquainted (B.2)."""
    for n in range(len(attendees)):
        i = attendees[n]
        for place in range(TIE_PLACES):
            other = town.neighbours[i, place]
            if town.kinds[i, place] == WITHIN and other > i and st.R[r.came_now, other, lane] > 0.0:
                draw = uniform(seed, d.NEW_TIE, week, town.resident_key[i], town.resident_key[other])
                if draw < P[p.tie_chance, lane]:
                    tie(st, town, i, place, other, lane)


@kernel
def close_meeting(st, town, P, rules, due, u, attendees, present, lane):
    """Let workers see who came, move the norm, and write the meeting down (E12, R6)."""
    invited = st.S[s.invited, u, lane]
    st.S[s.attended, u, lane] = float(len(attendees))
    attendance = st.S[s.attended, u, lane] / invited if invited > 0.0 else 0.0
    for n in range(len(present)):
        count_meeting(st, town, P, present[n], lane)
        see_residents(st, town, P, rules, present[n], attendance, lane)
    if invited > 0.0:
        st.S[s.norm, u, lane] = drawn_to(st.S[s.norm, u, lane], attendance, P[p.attendance_smoothing, lane])
    st.S[s.met, u, lane] = 1.0
    st.S[s.meetings_held, u, lane] += 1.0
    st.S[s.own_meetings, u, lane] += 1.0 if due[cal.own_meeting] else 0.0
    tell(st, lane, event.met, u, -1, -1, -1.0, -1.0, quantity.attendance, 0.0, attendance)


@kernel
def hold_sessions(st, town, P, rules, seed, due, week, u, lane):
    """A round of sessions of each resident with the own worker (R17)."""
    first, last = town.worker_start[u], town.worker_start[u + 1]
    present = st.people[1, : find_present(st, town, P, seed, week, u, lane)]
    for j in range(first, last):
        st.marks[j] = open_slots(P, lane)
    equal = equal_status(P[p.thickness, lane], P[p.facilitator, lane], P[p.neutral_venue, lane])
    attendees = st.people[0, : attend(st, town, P, rules, seed, week, u, lane, 0.0, 0.0)]
    for n in range(len(attendees)):
        i = attendees[n]
        j, key = town.primary[i], town.resident_key[i]
        draw = uniform(seed, d.ISSUE_COUNT, week, key, SESSION)
        issues = issue_count(draw, P[p.voice_rate, lane] * voice(st, town, rules, i, lane), st.marks[j])
        st.marks[j] -= issues
        st.people[2, 0], st.people[3, 0] = i, j
        for number in range(int(issues)):
            triage(
                st,
                town,
                P,
                rules,
                seed,
                week,
                u,
                i,
                st.people[2, :1],
                PERSON,
                key,
                SESSION + number,
                st.people[3, :1],
                -1,
                lane,
            )
        quality = meeting_quality(1.0, responds(st, P, j, lane), equal)
        resident = resident_at(st, town, i, lane)
        residents.trust_those_present(rules, settings_at(P, lane), resident, True, False, quality)
        keep_trust(st, i, lane)
        take_part(st, town, P, rules, quality, 1.0, equal, 0.0, realistic_level(st, P, rules, u, lane), i, lane)
    close_meeting(st, town, P, rules, due, u, attendees, st.people[1, :0], lane)
    for n in range(len(present)):
        j = present[n]
        offered = came = 0.0
        for c in range(town.clients_start[j], town.clients_start[j + 1]):
            offered += st.R[r.offered_now, town.clients[c], lane]
            came += st.R[r.came_now, town.clients[c], lane]
        count_meeting(st, town, P, j, lane)
        if offered > 0.0:
            see_residents(st, town, P, rules, j, came / offered, lane)
