"""Phase 1 and the beginning: people appear, leave and are replaced in place, lane by lane."""

import numpy as np

from samskapa.engine.machine.draws import any_below, draw_for_all
from samskapa.engine.machine.events import event, tell
from samskapa.engine.machine.jit import inlined, kernel, row
from samskapa.engine.machine.layout import d, k, p, r, s, w
from samskapa.engine.machine.names import Draws, resident_at, rules_under, service_at, settings_at, worker_at
from samskapa.engine.week.constants import TRAITS, draw_of_hazard
from samskapa.engine.week.ledger import lose_owner, mean_trust, measure_backlog
from samskapa.science.acts import residents, staff
from samskapa.science.chance import BEFORE, uniform
from samskapa.science.elementary import PER_LOGISTIC_SD, cloglog, logit, trait_of
from samskapa.science.entities import FOREVER, HERO_LATENT, HERO_NONE
from samskapa.science.rules.housing import resident_exit_log_hazard
from samskapa.science.rules.routine import routine_after_exit
from samskapa.science.rules.staff import staff_exit_log_hazard, successor_engagement
from samskapa.science.ties import IN_TOUCH, PERMANENT, TIE_PLACES

# What is drawn for a newcomer: the decisions, whom they are about, and the fields and constants of those in rows.
DRAWN = np.array([d.TRUST, d.TRUST, *(one[1] for one in TRAITS), d.THRESHOLD])
WHOM = np.array([0, 1, *(0 for _ in TRAITS), 0])
FIELDS = (r.trust_primary, r.trust_secondary, *(one[0] for one in TRAITS))
PLACES_OF_TRAITS = (k.trust_mean, k.trust_mean, *(one[2] for one in TRAITS))
# What one may lose with one's worker.
LOST_WITH_WORKER = (
    r.trust_primary,
    r.evidence_primary,
    r.trust_secondary,
    r.evidence_secondary,
    r.hero,
    r.sponsor_left,
)
# What a newcomer has nothing of.
EMPTY = (r.disappointment, r.habit, r.sponsor_left, r.tenure, r.sessions, r.voiced, r.offered, r.came_last, r.is_active)


@row
def trait_row(out, arrives, score, mean, centre, scale, first, last):
    """A trait of those who arrive, from the logit of its draw."""
    for lane in range(first, last):
        drawn = trait_of(score, mean[lane], centre[lane], scale[lane])
        out[lane] = drawn if arrives[lane] > 0.0 else out[lane]


@inlined
def traits_of_one(st, i, lane):
    """The traits of one newcomer: together, since so few lanes have one at a time that a row is not worth while."""
    scores, means, centres, scales = st.scores[0], st.scores[1], st.scores[2], st.scores[3]
    for n in range(len(FIELDS)):
        place = PLACES_OF_TRAITS[n]
        means[n], centres[n], scales[n] = st.K[place, lane], st.K[place + 1, lane], st.K[place + 2, lane]
    for n in range(len(FIELDS)):
        scores[n] = trait_of(scores[n], means[n], centres[n], scales[n])
    for n in range(len(FIELDS)):
        st.R[FIELDS[n], i, lane] = scores[n]


@kernel
def resident_appears(st, town, P, seed, week, i, first, last):
    """Arrive with freshly drawn traits and an empty past (R1, R2, R5).

    This happens in those lanes from `first` up to `last` that the row `leaves` marks; they share the seed.
    """
    R, K, key, arrives, scores = st.R, st.K, town.resident_key[i], st.R[r.leaves, i], st.scores[0]
    for n in range(len(DRAWN)):
        scores[n] = logit(uniform(seed, DRAWN[n], week, key, WHOM[n]))
    if last - first > 1:
        for n in range(len(FIELDS)):
            place = PLACES_OF_TRAITS[n]
            trait_row(R[FIELDS[n], i], arrives, scores[n], K[place], K[place + 1], K[place + 2], first, last)
    else:
        traits_of_one(st, i, first)
    draw = uniform(seed, d.HERO, week, key)
    for lane in range(first, last):
        if arrives[lane] > 0.0:
            spread = P[p.threshold_spread, lane]
            R[r.threshold, i, lane] = P[p.threshold_mean, lane] + spread * PER_LOGISTIC_SD * scores[len(DRAWN) - 1]
            is_hero = draw < P[p.hero_share, lane]
            R[r.hero, i, lane] = HERO_LATENT if is_hero else HERO_NONE
            st.heroic[i] |= 1 if is_hero else 0
            R[r.evidence_primary, i, lane] = R[r.evidence_secondary, i, lane] = P[p.evidence_start, lane]
            R[r.secondary, i, lane] = float(town.secondary[i])
            R[r.propensity, i, lane] = P[p.propensity_start, lane]
            R[r.novelty_left, i, lane] = 1.0
            for n in range(len(EMPTY)):
                R[EMPTY[n], i, lane] = 0.0
            st.seen[i, lane] = st.seen_abroad[i, lane] = 0
            st.on_course[i, lane] = 0.0
            keep_trust(st, i, lane)


@kernel
def worker_appears(st, town, P, seed, week, j, lane):
    """Begin with freshly drawn traits (R2)."""
    u, draws = town.worker_service[j], Draws(seed, week, town.resident_key, town.worker_key)
    staff.begin_post(
        settings_at(P, lane), draws, worker_at(st, town, j, lane), town.engagement_shift[u], town.spread_shift[u]
    )
    for place in range(st.C.shape[1]):
        st.C[j, place, lane] = 1.0 if town.colleague_kinds[j, place] == IN_TOUCH else 0.0


@kernel
def begin(st, town, P, programme_seed, managers):
    """The people and services of week 0, before anything has happened."""
    lanes = st.R.shape[2]
    for lane in range(lanes):
        for u in range(st.S.shape[1]):
            st.S[s.quality, u, lane] = P[p.quality_start, lane]
            st.S[s.norm, u, lane] = P[p.attendance_core, lane]
        for j in range(st.W.shape[1]):
            worker_appears(st, town, P, programme_seed, BEFORE, j, lane)
            st.W[w.mindset, j, lane] = st.W[w.engagement, j, lane]
            st.W[w.load, j, lane] = P[p.case_load, lane]
            st.W[w.last_exit, j, lane] = -FOREVER
        for n in range(managers):
            st.M[0, n, lane] = P[p.buy_in_start, lane]
            st.M[1, n, lane] = P[p.buy_in_start, lane]
        st.G[0, lane] = 1.0
    for i in range(st.R.shape[1]):
        for lane in range(lanes):
            st.R[r.leaves, i, lane] = 1.0
        resident_appears(st, town, P, programme_seed, BEFORE, i, 0, lanes)
        st.touched[i] = 1
        st.second[i] = 1 if town.secondary[i] >= 0 else 0
        for place in range(TIE_PLACES):
            st.live[i, place] = 1 if town.kinds[i, place] == PERMANENT else 0
            for lane in range(lanes):
                st.T[i, place, lane] = 1.0 if town.kinds[i, place] == PERMANENT else 0.0
    for u in range(st.S.shape[1]):
        for lane in range(lanes):
            remember_start(st, town, u, lane)


@kernel
def remember_start(st, town, u, lane):
    """Remember where mindset and aspiration of a service began."""
    total = 0.0
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        total += st.W[w.mindset, j, lane]
    st.S[s.mindset_start, u, lane] = total / float(town.worker_start[u + 1] - town.worker_start[u])
    total = 0.0
    for i in range(town.resident_start[u], town.resident_start[u + 1]):
        total += st.R[r.aspiration, i, lane]
    st.S[s.aspiration_start, u, lane] = total / float(town.resident_start[u + 1] - town.resident_start[u])


@inlined
def keep_trust(st, i, lane):
    """Bring mean trust up to date after trust in a worker has changed."""
    R = st.R
    R[r.trust, i, lane] = mean_trust(
        R[r.trust_primary, i, lane], R[r.trust_secondary, i, lane], R[r.secondary, i, lane]
    )


@inlined
def note_leaving(out, draw, most, log_hazard, quality, trust):
    """Whether a resident leaves the home this week (E29); with a draw from `most` upwards nobody does."""
    for lane in range(out.shape[0]):
        out[lane] = 0.0
        if draw[lane] < most:
            limit = resident_exit_log_hazard(log_hazard[lane], quality[lane], trust[lane])
            out[lane] = 1.0 if cloglog(draw[lane]) < limit else 0.0


@inlined
def any_of(row):
    """Whether any lane is above zero."""
    found = 0
    for lane in range(row.shape[0]):
        found |= 1 if row[lane] > 0.0 else 0
    return found > 0


@inlined
def most_leavers(st, u):
    """A draw above which no resident of a service leaves; the rule (E29) is linear in trust: most at an end."""
    most = -FOREVER
    for lane in range(st.R.shape[2]):
        for trust in (0.0, 1.0):
            limit = resident_exit_log_hazard(st.S[s.exit_log_hazard, u, lane], st.S[s.quality, u, lane], trust)
            most = limit if limit > most else most  # a lane that has lost its way counts for nothing
    return draw_of_hazard(most)


@kernel
def find_leavers(st, town, seeds, shared, week):
    """List in `people[3]` the residents who leave in any lane; the row `leaves` of each says in which."""
    found, draws, drawn = 0, st.B[0], st.marks
    draw_for_all(drawn, seeds, shared, d.RESIDENT_EXIT, week, town.resident_key)
    for u in range(st.S.shape[1]):
        most = most_leavers(st, u)
        for i in range(town.resident_start[u], town.resident_start[u + 1]):
            if any_below(draws, drawn[i], seeds, shared, d.RESIDENT_EXIT, week, town.resident_key[i], most):
                leaves, trust = st.R[r.leaves, i], st.R[r.trust, i]
                note_leaving(leaves, draws, most, st.S[s.exit_log_hazard, u], st.S[s.quality, u], trust)
                if any_of(leaves):
                    st.people[3, found] = i
                    found += 1
    return found


@kernel
def find_leaving_workers(st, town, P, seeds, shared, week):
    """List in `people[2]` the workers who leave in any lane; the row `leaves` of each says in which."""
    found, most = 0, 0.0
    for lane in range(st.R.shape[2]):
        most = max(most, st.K[k.most_exits, lane])
    draw_for_all(st.marks, seeds, shared, d.STAFF_EXIT, week, town.worker_key)
    for j in range(st.W.shape[1]):
        if any_below(st.B[0], st.marks[j], seeds, shared, d.STAFF_EXIT, week, town.worker_key[j], most):
            for lane in range(st.R.shape[2]):
                draw = st.B[0, lane]
                leaves = draw < st.K[k.most_exits, lane] and cloglog(draw) < exit_limit(st, town, P, week, j, lane)
                st.W[w.leaves, j, lane] = 1.0 if leaves else 0.0
            if any_of(st.W[w.leaves, j]):
                st.people[2, found] = j
                found += 1
        else:
            for lane in range(st.R.shape[2]):
                st.W[w.leaves, j, lane] = 0.0
    return found


@kernel
def turn_over(st, town, P, switches, seeds, shared, week):
    """Phase 1: residents and workers leave and are replaced in place; all decide before anybody goes."""
    lanes, rules = st.R.shape[2], rules_under(switches)
    leavers = find_leavers(st, town, seeds, shared, week)
    workers = find_leaving_workers(st, town, P, seeds, shared, week)
    for n in range(workers):
        j = st.people[2, n]
        for lane in range(lanes):
            if st.W[w.leaves, j, lane] > 0.0:
                worker_leaves(st, town, P, seeds[lane], week, j, lane)
    for n in range(leavers):
        i = st.people[3, n]
        if shared:
            resident_leaves(st, town, P, rules, seeds[0], week, i, 0, lanes)
        else:
            for lane in range(lanes):
                if st.R[r.leaves, i, lane] > 0.0:
                    resident_leaves(st, town, P, rules, seeds[lane], week, i, lane, lane + 1)
    if workers > 0:
        measure_backlog(st)


@inlined
def exit_limit(st, town, P, week, j, lane):
    """The log hazard with which a worker leaves (E25)."""
    u, left = town.worker_service[j], 0.0
    for other in range(town.worker_start[u], town.worker_start[u + 1]):
        since = float(week) - st.W[w.last_exit, other, lane]
        if other != j and since >= 1.0 and since <= P[p.contagion_weeks, lane]:
            left = 1.0
    return staff_exit_log_hazard(
        P[p.staff_exit, lane], st.W[w.exhaustion, j, lane], left, P[p.exit_exhaustion, lane], P[p.exit_contagion, lane]
    )


@kernel
def worker_leaves(st, town, P, seed, week, j, lane):
    """A worker leaves: promises lose their owner, residents their worker, the service some routine (R22)."""
    u = town.worker_service[j]
    lose_owner(st, P, seed, week, u, j, town.worker_key[j], lane)
    lose_owner(st, P, seed, week, st.S.shape[1], j, town.worker_key[j], lane)
    for i in range(town.resident_start[u], town.resident_start[u + 1]):
        resident_loses_worker(st, town, P, seed, week, i, j, lane)
    st.teaches[j, lane] = 0.0
    team = float(town.worker_start[u + 1] - town.worker_start[u])
    st.S[s.routine, u, lane] = routine_after_exit(st.S[s.routine, u, lane], P[p.tacit_share, lane], team)
    st.S[s.staff_exits, u, lane] += 1.0
    total = count = 0.0
    for other in range(town.worker_start[u], town.worker_start[u + 1]):
        if not st.W[w.leaves, other, lane] > 0.0:
            total += st.W[w.engagement, other, lane]
            count += 1.0
    worker_appears(st, town, P, seed, week, j, lane)
    if count > 0.0:
        st.W[w.engagement, j, lane] = successor_engagement(st.W[w.engagement, j, lane], total / count)
    st.W[w.mindset, j, lane] = st.W[w.engagement, j, lane]
    st.W[w.last_exit, j, lane] = float(week)
    tell(st, lane, event.worker_left, u, j)


@inlined
def stranger_trust(st, seed, week, key, edge, lane):
    """The trust one would have in somebody one does not know."""
    score = logit(uniform(seed, d.TRUST_AFTER_EXIT, week, key, edge))
    return trait_of(score, st.K[k.trust_mean, lane], st.K[k.trust_centre, lane], st.K[k.trust_scale, lane])


@inlined
def resident_loses_worker(st, town, P, seed, week, i, j, lane):
    """Trust in a successor is at most that of a stranger (R22); found heroes are lost again (E28)."""
    resident, key = resident_at(st, town, i, lane), town.resident_key[i]
    first, second = resident.primary == j, resident.secondary == float(j)
    if not (first or second):
        return
    if first:
        residents.lose_own_worker(settings_at(P, lane), resident, stranger_trust(st, seed, week, key, 0, lane))
    if second:
        residents.lose_second_worker(settings_at(P, lane), resident, stranger_trust(st, seed, week, key, 1, lane))
    keep_trust(st, i, lane)
    for field in LOST_WITH_WORKER:
        st.outside[0] |= outside(st, field, i, lane)


@inlined
def outside(st, field, i, lane):
    """One if a state of a resident is out of its bounds, else zero; what is not a number is."""
    value = st.R[field, i, lane]
    return 0 if value >= st.bounds[field, 0] and value <= st.bounds[field, 1] else 1


@kernel
def resident_leaves(st, town, P, rules, seed, week, i, first, last):
    """A resident leaves in some lanes, and somebody else moves in at once (R5, R21)."""
    u, leaves = town.resident_service[i], st.R[r.leaves, i]
    for place in range(TIE_PLACES):
        if town.kinds[i, place] > PERMANENT and st.live[i, place]:
            other, mirror = town.neighbours[i, place], town.mirror[i, place]
            for lane in range(first, last):
                if leaves[lane] > 0.0 and st.T[i, place, lane] > 0.0:
                    st.T[i, place, lane] = st.T[other, mirror, lane] = 0.0
    resident_appears(st, town, P, seed, week, i, first, last)
    for lane in range(first, last):
        if leaves[lane] > 0.0:
            st.S[s.resident_exits, u, lane] += 1.0
            residents.move_in(rules, settings_at(P, lane), resident_at(st, town, i, lane), service_at(st, u, lane))
            tell(st, lane, event.moved_in, u, i)
    if last - first > 1:
        st.touched[i] = 1
    else:
        for field in range(len(st.bounds)):
            st.outside[0] |= outside(st, field, i, first)
