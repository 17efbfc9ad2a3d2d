"""Phase 1 and the beginning: people appear, leave and are replaced in place, lane by lane."""

from samskapa.chance import BEFORE, uniform
from samskapa.elementary import PER_LOGISTIC_SD, cloglog, logit, trait, trait_of
from samskapa.engine.compiling import inlined, kernel
from samskapa.engine.constants import TRAITS, draw_of_hazard, kept_a_share
from samskapa.engine.draws import any_below
from samskapa.engine.ledger import lose_owner, mean_trust, measure_backlog, realistic_level
from samskapa.engine.places import d, k, p, r, s, w
from samskapa.people import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_NONE
from samskapa.rules.housing import (
    aspiration_after_queue,
    disappointment_at_move_in,
    resident_exit_log_hazard,
    understanding_after_queue,
)
from samskapa.rules.routine import routine_after_exit
from samskapa.rules.staff import staff_exit_log_hazard, successor_engagement
from samskapa.ties import IN_TOUCH, PERMANENT, TIE_PLACES

NEVER = -1e9
# What a newcomer has nothing of.
EMPTY = (r.disappointment, r.habit, r.sponsor_left, r.tenure, r.sessions, r.voiced, r.offered, r.came_last, r.active)


@inlined
def trait_row(out, arrives, score, mean, centre, scale, first, last):
    """A trait of those who arrive, from the logit of its draw."""
    for lane in range(first, last):
        drawn = trait_of(score, mean[lane], centre[lane], scale[lane])
        out[lane] = drawn if arrives[lane] > 0.0 else out[lane]


@inlined
def level_row(out, arrives, level, first, last):
    """A level of those who arrive."""
    for lane in range(first, last):
        out[lane] = level[lane] if arrives[lane] > 0.0 else out[lane]


@inlined
def value_row(out, arrives, value, first, last):
    """One value for all who arrive."""
    for lane in range(first, last):
        out[lane] = value if arrives[lane] > 0.0 else out[lane]


@kernel
def resident_appears(st, town, P, seed, week, i, first, last):
    """Arrive with freshly drawn traits and an empty past (R1, R2, R5).

    This happens in those lanes from `first` up to `last` that the row `leaves` marks; they share the seed.
    """
    R, K, key, arrives = st.R, st.K, town.resident_key[i], st.R[i, r.leaves]
    for edge in range(2):
        score = logit(uniform(seed, d.TRUST, week, key, edge))
        trait_row(R[i, r.trust_secondary if edge else r.trust_primary], arrives, score, K[k.trust_mean],
                  K[k.trust_centre], K[k.trust_scale], first, last)
        level_row(R[i, r.evidence_secondary if edge else r.evidence_primary], arrives, P[p.evidence_start], first,
                  last)
    for n in range(len(TRAITS)):
        field, decision, place, _, _ = TRAITS[n]
        score = logit(uniform(seed, decision, week, key))
        trait_row(R[i, field], arrives, score, K[place], K[place + 1], K[place + 2], first, last)
    score, draw = logit(uniform(seed, d.THRESHOLD, week, key)), uniform(seed, d.HERO, week, key)
    for lane in range(first, last):
        if arrives[lane] > 0.0:
            R[i, r.threshold, lane] = P[p.threshold_mean, lane] + P[p.threshold_spread, lane] * PER_LOGISTIC_SD * score
            is_hero = draw < P[p.hero_share, lane]
            R[i, r.hero, lane] = HERO_LATENT if is_hero else HERO_NONE
            st.heroic[i] |= 1 if is_hero else 0
            st.seen[i, lane] = st.seen_abroad[i, lane] = 0
            st.on_course[i, lane] = 0.0
    level_row(R[i, r.propensity], arrives, P[p.propensity_start], first, last)
    value_row(R[i, r.secondary], arrives, float(town.secondary[i]), first, last)
    value_row(R[i, r.novelty_left], arrives, 1.0, first, last)
    for n in range(len(EMPTY)):
        value_row(R[i, EMPTY[n]], arrives, 0.0, first, last)
    for lane in range(first, last):
        keep_trust(st, i, lane)
    st.touched[i] = 1


@kernel
def worker_appears(st, town, P, seed, week, j, lane):
    """Begin with freshly drawn traits (R2)."""
    u, key = town.worker_service[j], town.worker_key[j]
    spread = min(0.25, max(0.0, P[p.staff_spread, lane] + town.spread_shift[u]))
    mean = kept_a_share(P[p.engagement_start, lane] + town.engagement_shift[u])
    st.W[j, w.engagement, lane] = trait(uniform(seed, d.ENGAGEMENT, week, key), mean, spread)
    st.W[j, w.exhaustion, lane] = trait(uniform(seed, d.EXHAUSTION, week, key), P[p.exhaustion_start, lane], spread)
    st.W[j, w.belief, lane] = trait(uniform(seed, d.BELIEF, week, key), P[p.belief_start, lane], spread)
    st.W[j, w.success, lane] = 0.0
    for place in range(st.C.shape[1]):
        st.C[j, place, lane] = 1.0 if town.colleague_kinds[j, place] == IN_TOUCH else 0.0


@kernel
def begin(st, town, P, programme_seed, managers):
    """The people and services of week 0, before anything has happened."""
    lanes = st.R.shape[2]
    for lane in range(lanes):
        for u in range(st.S.shape[0]):
            st.S[u, s.quality, lane] = P[p.quality_start, lane]
            st.S[u, s.norm, lane] = P[p.attendance_core, lane]
        for j in range(st.W.shape[0]):
            worker_appears(st, town, P, programme_seed, BEFORE, j, lane)
            st.W[j, w.mindset, lane] = st.W[j, w.engagement, lane]
            st.W[j, w.load, lane] = P[p.case_load, lane]
            st.W[j, w.last_exit, lane] = NEVER
        for n in range(managers):
            st.M[n, 0, lane] = P[p.buy_in_start, lane]
            st.M[n, 1, lane] = P[p.buy_in_start, lane]
        st.G[0, lane] = 1.0
    for i in range(st.R.shape[0]):
        for lane in range(lanes):
            st.R[i, r.leaves, lane] = 1.0
        resident_appears(st, town, P, programme_seed, BEFORE, i, 0, lanes)
        for place in range(TIE_PLACES):
            st.live[i, place] = 1 if town.kinds[i, place] == PERMANENT else 0
            for lane in range(lanes):
                st.T[i, place, lane] = 1.0 if town.kinds[i, place] == PERMANENT else 0.0
    for u in range(st.S.shape[0]):
        for lane in range(lanes):
            remember_start(st, town, u, lane)


@kernel
def remember_start(st, town, u, lane):
    """Remember where mindset and aspiration of a service began."""
    total = 0.0
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        total += st.W[j, w.mindset, lane]
    st.S[u, s.mindset_start, lane] = total / float(town.worker_start[u + 1] - town.worker_start[u])
    total = 0.0
    for i in range(town.resident_start[u], town.resident_start[u + 1]):
        total += st.R[i, r.aspiration, lane]
    st.S[u, s.aspiration_start, lane] = total / float(town.resident_start[u + 1] - town.resident_start[u])


@inlined
def keep_trust(st, i, lane):
    """Bring mean trust up to date after trust in a worker has changed."""
    R = st.R
    R[i, r.trust, lane] = mean_trust(
        R[i, r.trust_primary, lane], R[i, r.trust_secondary, lane], R[i, r.secondary, lane]
    )


@inlined
def cloglog_row(row):
    """The complementary log-log of a row."""
    for lane in range(row.shape[0]):
        row[lane] = cloglog(row[lane])


@inlined
def leaves_row(out, draw, log_hazard, quality, trust):
    """Whether a resident leaves the home this week (E29)."""
    for lane in range(out.shape[0]):
        out[lane] = 1.0 if draw[lane] < resident_exit_log_hazard(log_hazard[lane], quality[lane], trust[lane]) else 0.0


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
    most = -1e9
    for lane in range(st.R.shape[2]):
        usual, quality = st.S[u, s.exit_log_hazard, lane], st.S[u, s.quality, lane]
        most = max(most, resident_exit_log_hazard(usual, quality, 0.0), resident_exit_log_hazard(usual, quality, 1.0))
    return draw_of_hazard(most)


@kernel
def find_leavers(st, town, seeds, shared, week):
    """List in `people[3]` the residents who leave in any lane; the row `leaves` of each says in which."""
    found, draws = 0, st.B[0]
    for u in range(st.S.shape[0]):
        most = most_leavers(st, u)
        for i in range(town.resident_start[u], town.resident_start[u + 1]):
            if any_below(draws, seeds, shared, d.RESIDENT_EXIT, week, town.resident_key[i], most):
                cloglog_row(draws)
                leaves_row(st.R[i, r.leaves], draws, st.S[u, s.exit_log_hazard], st.S[u, s.quality], st.R[i, r.trust])
                if any_of(st.R[i, r.leaves]):
                    st.people[3, found] = i
                    found += 1
    return found


@kernel
def find_leaving_workers(st, town, P, seeds, shared, week):
    """List in `people[2]` the workers who leave in any lane; the row `leaves` of each says in which."""
    found, most = 0, 0.0
    for lane in range(st.R.shape[2]):
        most = max(most, st.K[k.most_exits, lane])
    for j in range(st.W.shape[0]):
        if any_below(st.B[0], seeds, shared, d.STAFF_EXIT, week, town.worker_key[j], most):
            for lane in range(st.R.shape[2]):
                leaves = cloglog(st.B[0, lane]) < exit_limit(st, town, P, week, j, lane)
                st.W[j, w.leaves, lane] = 1.0 if leaves else 0.0
            if any_of(st.W[j, w.leaves]):
                st.people[2, found] = j
                found += 1
        else:
            for lane in range(st.R.shape[2]):
                st.W[j, w.leaves, lane] = 0.0
    return found


@kernel
def turn_over(st, town, P, seeds, shared, week):
    """Phase 1: residents and workers leave and are replaced in place; all decide before anybody goes."""
    lanes = st.R.shape[2]
    leavers = find_leavers(st, town, seeds, shared, week)
    workers = find_leaving_workers(st, town, P, seeds, shared, week)
    for n in range(workers):
        j = st.people[2, n]
        for lane in range(lanes):
            if st.W[j, w.leaves, lane] > 0.0:
                worker_leaves(st, town, P, seeds[lane], week, j, lane)
    for n in range(leavers):
        i = st.people[3, n]
        if shared:
            resident_leaves(st, town, P, seeds[0], week, i, 0, lanes)
        else:
            for lane in range(lanes):
                if st.R[i, r.leaves, lane] > 0.0:
                    resident_leaves(st, town, P, seeds[lane], week, i, lane, lane + 1)
    if workers > 0:
        measure_backlog(st)


@inlined
def exit_limit(st, town, P, week, j, lane):
    """The log hazard with which a worker leaves (E25)."""
    u, left = town.worker_service[j], 0.0
    for other in range(town.worker_start[u], town.worker_start[u + 1]):
        since = float(week) - st.W[other, w.last_exit, lane]
        if other != j and since >= 1.0 and since <= P[p.contagion_weeks, lane]:
            left = 1.0
    return staff_exit_log_hazard(
        P[p.staff_exit, lane], st.W[j, w.exhaustion, lane], left, P[p.exit_exhaustion, lane], P[p.exit_contagion, lane]
    )


@kernel
def worker_leaves(st, town, P, seed, week, j, lane):
    """A worker leaves: promises lose their owner, residents their worker, the service some routine (R22)."""
    u = town.worker_service[j]
    lose_owner(st, P, seed, week, u, j, town.worker_key[j], lane)
    lose_owner(st, P, seed, week, st.S.shape[0], j, town.worker_key[j], lane)
    for i in range(town.resident_start[u], town.resident_start[u + 1]):
        resident_loses_worker(st, town, P, seed, week, i, j, lane)
    st.teaches[j, lane] = 0.0
    team = float(town.worker_start[u + 1] - town.worker_start[u])
    st.S[u, s.routine, lane] = routine_after_exit(st.S[u, s.routine, lane], P[p.tacit_share, lane], team)
    st.S[u, s.staff_exits, lane] += 1.0
    total = count = 0.0
    for other in range(town.worker_start[u], town.worker_start[u + 1]):
        if not st.W[other, w.leaves, lane] > 0.0:
            total += st.W[other, w.engagement, lane]
            count += 1.0
    worker_appears(st, town, P, seed, week, j, lane)
    if count > 0.0:
        st.W[j, w.engagement, lane] = successor_engagement(st.W[j, w.engagement, lane], total / count)
    st.W[j, w.mindset, lane] = st.W[j, w.engagement, lane]
    st.W[j, w.last_exit, lane] = float(week)


@inlined
def stranger_trust(st, seed, week, key, edge, lane):
    """The trust one would have in somebody one does not know."""
    score = logit(uniform(seed, d.TRUST_AFTER_EXIT, week, key, edge))
    return trait_of(score, st.K[k.trust_mean, lane], st.K[k.trust_centre, lane], st.K[k.trust_scale, lane])


@inlined
def resident_loses_worker(st, town, P, seed, week, i, j, lane):
    """Trust in a successor is at most that of a stranger (R22); found heroes are lost again (E28)."""
    R, key = st.R, town.resident_key[i]
    if town.primary[i] == j:
        R[i, r.trust_primary, lane] = min(
            R[i, r.trust_primary, lane], stranger_trust(st, seed, week, key, 0, lane)
        )
        R[i, r.evidence_primary, lane] = P[p.evidence_start, lane]
        if R[i, r.hero, lane] == HERO_FOUND:
            R[i, r.hero, lane] = HERO_LATENT
        elif R[i, r.hero, lane] == HERO_ACTIVE:
            R[i, r.sponsor_left, lane] = 1.0
    if R[i, r.secondary, lane] == float(j):
        R[i, r.trust_secondary, lane] = min(
            R[i, r.trust_secondary, lane], stranger_trust(st, seed, week, key, 1, lane)
        )
        R[i, r.evidence_secondary, lane] = P[p.evidence_start, lane]
    keep_trust(st, i, lane)
    st.touched[i] = 1


@kernel
def resident_leaves(st, town, P, seed, week, i, first, last):
    """A resident leaves in some lanes, and somebody else moves in at once (R5, R21)."""
    R, u, leaves = st.R, town.resident_service[i], st.R[i, r.leaves]
    for place in range(TIE_PLACES):
        if town.kinds[i, place] > PERMANENT and st.live[i, place]:
            value_row(st.T[i, place], leaves, 0.0, first, last)
            value_row(st.T[town.neighbours[i, place], town.mirror[i, place]], leaves, 0.0, first, last)
    resident_appears(st, town, P, seed, week, i, first, last)
    for lane in range(first, last):
        if leaves[lane] > 0.0:
            st.S[u, s.resident_exits, lane] += 1.0
            if P[p.queue_dialogue, lane] > 0.0:
                realistic = realistic_level(st, P, u, lane)
                R[i, r.aspiration, lane] = aspiration_after_queue(R[i, r.aspiration, lane], realistic)
                R[i, r.understanding, lane] = understanding_after_queue(
                    R[i, r.understanding, lane], P[p.transparency, lane]
                )
            R[i, r.disappointment, lane] = disappointment_at_move_in(
                P[p.choice, lane], R[i, r.aspiration, lane], st.S[u, s.quality, lane], R[i, r.understanding, lane],
                P[p.disappointment_rate, lane],
            )
