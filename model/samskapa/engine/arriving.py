"""Phase 1 and the beginning: people appear, leave and are replaced in place, lane by lane."""

from samskapa.chance import BEFORE, uniform
from samskapa.elementary import normal_like, trait
from samskapa.engine.compiling import inlined, kernel
from samskapa.engine.draws import cloglog_row
from samskapa.engine.ledger import lose_owner, measure_backlog, realistic_level
from samskapa.engine.places import d, p, r, s, w
from samskapa.people import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_NONE, RESIDENT_TRAITS
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
TRAITS = tuple(
    (getattr(r, name), int(decision), getattr(p, mean), getattr(p, spread))
    for name, decision, mean, spread in RESIDENT_TRAITS
)


@inlined
def kept_a_share(level):
    """A level between 0 and 1."""
    return min(1.0, max(0.0, level))


@kernel
def resident_appears(st, town, P, seed, week, i, lane, first):
    """Arrive with freshly drawn traits and an empty past (R1, R2, R5)."""
    R, key = st.R, town.resident_key[i]
    shift = P[p.first_trust_shift, lane] if first else 0.0
    trust = kept_a_share(P[p.trust_start, lane] + shift)
    spread = P[p.spread, lane]
    R[i, r.trust_primary, lane] = trait(uniform(seed, d.TRUST, week, key, 0), trust, spread)
    R[i, r.trust_secondary, lane] = trait(uniform(seed, d.TRUST, week, key, 1), trust, spread)
    R[i, r.evidence_primary, lane] = P[p.evidence_start, lane]
    R[i, r.evidence_secondary, lane] = P[p.evidence_start, lane]
    for n in range(len(TRAITS)):
        field, decision, mean, sd = TRAITS[n]
        shift = P[p.first_prediction_shift, lane] if first and field == r.prediction else 0.0
        level = kept_a_share(P[mean, lane] + shift)
        R[i, field, lane] = trait(uniform(seed, decision, week, key), level, P[sd, lane])
    draw = uniform(seed, d.THRESHOLD, week, key)
    R[i, r.threshold, lane] = P[p.threshold_mean, lane] + normal_like(draw, P[p.threshold_spread, lane])
    is_hero = uniform(seed, d.HERO, week, key) < P[p.hero_share, lane]
    R[i, r.hero, lane] = HERO_LATENT if is_hero else HERO_NONE
    R[i, r.secondary, lane] = float(town.secondary[i])
    R[i, r.propensity, lane] = P[p.propensity_start, lane]
    R[i, r.novelty_left, lane] = 1.0
    R[i, r.disappointment, lane] = 0.0
    R[i, r.habit, lane] = 0.0
    R[i, r.sponsor_left, lane] = 0.0
    R[i, r.tenure, lane] = 0.0
    R[i, r.sessions, lane] = 0.0
    R[i, r.voiced, lane] = 0.0
    R[i, r.offered, lane] = 0.0
    R[i, r.came_last, lane] = 0.0
    st.seen[i, lane] = 0
    st.seen_abroad[i, lane] = 0


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
        for i in range(st.R.shape[0]):
            resident_appears(st, town, P, programme_seed, BEFORE, i, lane, True)
            for place in range(TIE_PLACES):
                st.T[i, place, lane] = 1.0 if town.kinds[i, place] == PERMANENT else 0.0
                st.live[i, place] = 1 if town.kinds[i, place] == PERMANENT else 0
        for k in range(managers):
            st.M[k, 0, lane] = P[p.buy_in_start, lane]
            st.M[k, 1, lane] = P[p.buy_in_start, lane]
        st.G[0, lane] = 1.0
        for u in range(st.S.shape[0]):
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
def mean_trust_row(out, primary, secondary, second_worker):
    """Mean relational trust in the one or two workers one knows."""
    for lane in range(out.shape[0]):
        both = 0.5 * (primary[lane] + secondary[lane])
        out[lane] = both if second_worker[lane] >= 0.0 else primary[lane]


@kernel
def measure_trust(st):
    """Bring mean trust up to date for everybody."""
    for i in range(st.R.shape[0]):
        mean_trust_row(
            st.R[i, r.trust], st.R[i, r.trust_primary], st.R[i, r.trust_secondary], st.R[i, r.secondary]
        )


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


@kernel
def turn_over(st, town, P, seeds, shared, week):
    """Phase 1: residents and workers leave and are replaced in place; mean trust is known from last week's record."""
    for i in range(st.R.shape[0]):
        u = town.resident_service[i]
        cloglog_row(st.B[0], seeds, shared, d.RESIDENT_EXIT, week, town.resident_key[i], 0)
        leaves_row(st.R[i, r.leaves], st.B[0], st.S[u, s.exit_log_hazard], st.S[u, s.quality], st.R[i, r.trust])
    for j in range(st.W.shape[0]):
        cloglog_row(st.B[0], seeds, shared, d.STAFF_EXIT, week, town.worker_key[j], 0)
        for lane in range(st.R.shape[2]):
            st.W[j, w.leaves, lane] = 1.0 if st.B[0, lane] < exit_limit(st, town, P, week, j, lane) else 0.0
    for j in range(st.W.shape[0]):
        if any_of(st.W[j, w.leaves]):
            for lane in range(st.R.shape[2]):
                if st.W[j, w.leaves, lane] > 0.0:
                    worker_leaves(st, town, P, seeds[lane], week, j, lane)
    for i in range(st.R.shape[0]):
        if any_of(st.R[i, r.leaves]):
            for lane in range(st.R.shape[2]):
                if st.R[i, r.leaves, lane] > 0.0:
                    resident_leaves(st, town, P, seeds[lane], week, i, lane)
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
def resident_loses_worker(st, town, P, seed, week, i, j, lane):
    """Trust in a successor is at most that of a stranger (R22); found heroes are lost again (E28)."""
    R, key = st.R, town.resident_key[i]
    if town.primary[i] == j:
        stranger = trait(uniform(seed, d.TRUST_AFTER_EXIT, week, key, 0), P[p.trust_start, lane], P[p.spread, lane])
        R[i, r.trust_primary, lane] = min(R[i, r.trust_primary, lane], stranger)
        R[i, r.evidence_primary, lane] = P[p.evidence_start, lane]
        if R[i, r.hero, lane] == HERO_FOUND:
            R[i, r.hero, lane] = HERO_LATENT
        elif R[i, r.hero, lane] == HERO_ACTIVE:
            R[i, r.sponsor_left, lane] = 1.0
    if R[i, r.secondary, lane] == float(j):
        stranger = trait(uniform(seed, d.TRUST_AFTER_EXIT, week, key, 1), P[p.trust_start, lane], P[p.spread, lane])
        R[i, r.trust_secondary, lane] = min(R[i, r.trust_secondary, lane], stranger)
        R[i, r.evidence_secondary, lane] = P[p.evidence_start, lane]


@kernel
def resident_leaves(st, town, P, seed, week, i, lane):
    """A resident leaves, and somebody else moves in at once (R5, R21)."""
    R, u = st.R, town.resident_service[i]
    st.S[u, s.resident_exits, lane] += 1.0
    st.on_course[i, lane] = 0.0
    for place in range(TIE_PLACES):
        if town.kinds[i, place] > PERMANENT:
            st.T[i, place, lane] = 0.0
            st.T[town.neighbours[i, place], town.mirror[i, place], lane] = 0.0
    resident_appears(st, town, P, seed, week, i, lane, False)
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


