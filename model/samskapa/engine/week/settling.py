"""Phases 7 to 9: workers carry, managers lead, routine and habit settle."""

from samskapa.engine.machine.draws import logit_row
from samskapa.engine.machine.jit import inlined, kernel, row
from samskapa.engine.machine.layout import cal, d, g, p, r, s, sw, w
from samskapa.engine.machine.names import manager_at, rules_under, service_at, settings_at, worker_at
from samskapa.engine.week.arriving import any_of
from samskapa.engine.week.everyday import add_row, any_outside, measure_buy_in, noise_row
from samskapa.science.acts import services, staff
from samskapa.science.rules.delivery import afterwork_after_week
from samskapa.science.rules.leadership import overload_of_backlog, visibility
from samskapa.science.rules.meeting import drawn_to, faded, raised
from samskapa.science.rules.staff import (
    exhaustion_after_load,
    exhaustion_after_outcomes,
    exhaustion_after_understanding,
)
from samskapa.science.rules.staff import load as load_rule
from samskapa.science.switches import SWITCHES
from samskapa.science.ties import PERMANENT, TIE_PLACES

ONE_TO_ONE = list(SWITCHES["mode"].alternatives).index("one_to_one")
# What settles for every resident every week.
SETTLED = (r.habit, r.disappointment, r.understanding, r.tenure)


@kernel
def carry(st, town, P, switches, seeds, shared, due, week):
    """Phase 7: workers carry their load, tire or recover, and find or lose engagement."""
    lanes, rules = st.R.shape[2], rules_under(switches)
    for u in range(st.S.shape[1]):
        for lane in range(lanes):
            st.S[s.afterwork, u, lane] = afterwork_after_week(
                st.S[s.afterwork, u, lane], st.S[s.broken_weight, u, lane], P[p.afterwork_fading, lane]
            )
    for j in range(st.W.shape[1]):
        logit_row(st.B[0], seeds, shared, d.LOAD_NOISE, week, town.worker_key[j], 0)
        noise_row(st.B[0], P[p.load_noise])
        carry_load(st, town, P, rules, st.B[0], j)
    for u in range(st.S.shape[1]):
        for j in range(town.worker_start[u], town.worker_start[u + 1]):
            aim(st, town, P, rules, due, u, j)
    for j in range(st.W.shape[1]):
        drawn_row(st.W[w.engagement, j], st.W[w.target, j], P[p.engagement_rate])
        drawn_row(st.W[w.mindset, j], st.W[w.engagement, j], P[p.mindset_drift])


@row
def load_row(
    out,
    clients,
    usual,
    meetings,
    promises,
    workers,
    afterwork,
    protected,
    noise,
    case_load,
    meeting_load,
    promise_load,
    afterwork_load,
):
    """The load of the week (E22)."""
    for lane in range(out.shape[0]):
        out[lane] = load_rule(
            clients,
            usual,
            meetings[lane],
            promises[lane],
            workers,
            afterwork[lane],
            protected[lane],
            noise[lane],
            case_load[lane],
            meeting_load[lane],
            promise_load[lane],
            afterwork_load[lane],
        )


@row
def tire_row(exhaustion, load, successes, failures, rise, recovery, relief, strain):
    """Tire or recover with the load and with own promises kept and broken (E22)."""
    for lane in range(exhaustion.shape[0]):
        after = exhaustion_after_load(exhaustion[lane], load[lane], rise[lane], recovery[lane])
        exhaustion[lane] = exhaustion_after_outcomes(after, successes[lane], failures[lane], relief[lane], strain[lane])


@row
def ease_row(exhaustion, understanding, usual, relief):
    """Be relieved, or not, by residents who understand (E22)."""
    for lane in range(exhaustion.shape[0]):
        exhaustion[lane] = exhaustion_after_understanding(
            exhaustion[lane], understanding[lane], usual[lane], relief[lane]
        )


@kernel
def carry_load(st, town, P, rules, noise, j):
    """Carry the week's load; tire or recover (E22); weigh one's successes (E23)."""
    W, B, u, lanes = st.W, st.B, town.worker_service[j], st.R.shape[2]
    residents = float(town.resident_start[u + 1] - town.resident_start[u])
    workers = float(town.worker_start[u + 1] - town.worker_start[u])
    clients = float(town.clients_start[j + 1] - town.clients_start[j])
    load_row(
        W[w.load, j],
        clients,
        residents / workers,
        W[w.meetings, j],
        st.S[s.open_explicit, u],
        workers,
        st.S[s.afterwork, u],
        P[p.protected_time],
        noise,
        P[p.case_load],
        P[p.meeting_load],
        P[p.promise_load],
        P[p.afterwork_load],
    )
    understanding = B[1]
    for lane in range(lanes):
        understanding[lane] = 0.0 if clients > 0.0 else P[p.understanding_start, lane]
    for c in range(town.clients_start[j], town.clients_start[j + 1]):
        add_row(understanding, st.R[r.understanding, town.clients[c]])
    if clients > 0.0:
        for lane in range(lanes):
            understanding[lane] = understanding[lane] / clients
    tire_row(
        W[w.exhaustion, j],
        W[w.load, j],
        W[w.successes, j],
        W[w.failures, j],
        P[p.exhaustion_rise],
        P[p.exhaustion_recovery],
        P[p.success_relief],
        P[p.failure_strain],
    )
    ease_row(W[w.exhaustion, j], understanding, P[p.understanding_start], P[p.understanding_relief])
    faded_row(W[w.success, j], P[p.success_fading])
    if any_of(W[w.successes, j]) or any_of(W[w.failures, j]):
        for lane in range(lanes):
            staff.weigh_successes(rules, settings_at(P, lane), worker_at(st, town, j, lane))
    for lane in range(lanes):
        W[w.meetings, j, lane] = 0.0


@row
def touch_row(total, count, in_touch, engagement):
    """Add the engagement of a colleague elsewhere where one is in touch."""
    for lane in range(total.shape[0]):
        total[lane] = total[lane] + engagement[lane] if in_touch[lane] > 0.0 else total[lane]
    for lane in range(total.shape[0]):
        count[lane] += 1.0 if in_touch[lane] > 0.0 else 0.0


@kernel
def aim(st, town, P, rules, due, u, j):
    """See where one's engagement is drawn (E23); nothing changes yet."""
    W, B, lanes = st.W, st.B, st.R.shape[2]
    total, count = B[0], B[1]
    for lane in range(lanes):
        total[lane] = count[lane] = 0.0
    for other in range(town.worker_start[u], town.worker_start[u + 1]):
        if other != j:
            add_row(total, W[w.engagement, other])
    for lane in range(lanes):
        count[lane] = float(town.worker_start[u + 1] - town.worker_start[u]) - 1.0
    for place in range(st.C.shape[1]):
        if town.colleague_kinds[j, place] > 0:
            touch_row(total, count, st.C[j, place], W[w.engagement, town.colleagues[j, place]])
    for lane in range(lanes):
        team = total[lane] / count[lane] if count[lane] > 0.0 else W[w.engagement, j, lane]
        top_down = P[p.mandated, lane] if due[cal.in_project] and not st.S[s.planned, u, lane] > 0.0 else 0.0
        staff.aim(rules, settings_at(P, lane), worker_at(st, town, j, lane), st.G[g.buy_in, lane], team, top_down)


@kernel
def lead(st, P, switches, due):
    """Phase 8: managers see results, project and backlog."""
    in_project, rules = 1.0 if due[cal.in_project] else 0.0, rules_under(switches)
    for lane in range(st.R.shape[2]):
        delivered = backlog = capacity = 0.0
        for u in range(st.S.shape[1]):
            delivered += st.S[s.delivered, u, lane]
            backlog += st.S[s.backlog, u, lane]
            capacity += st.S[s.capacity, u, lane]
        visible = visibility(
            delivered, P[p.learning_link, lane], P[p.demonstration, lane] * in_project, float(st.S.shape[1])
        )
        overload = overload_of_backlog(backlog, capacity, P[p.deadline, lane])
        for k in range(st.M.shape[1]):
            staff.weigh(rules, settings_at(P, lane), manager_at(st, k, lane), visible, in_project, overload)
    measure_buy_in(st, P)


@kernel
def settle(st, town, P, switches, due):
    """Phase 9: routine, habit and rules settle; hurt, ties and understanding fade."""
    for u in range(st.S.shape[1]):
        for lane in range(st.R.shape[2]):
            settle_service(st, town, P, switches, due, u, lane)
    for i in range(st.R.shape[1]):
        forget(st, town, P, i)
    if not due[cal.paused]:
        for lane in range(st.R.shape[2]):
            rate = P[p.partner_recovery, lane] * P[p.restart_package, lane]
            st.G[g.partner_trust, lane] = raised(st.G[g.partner_trust, lane], rate)


@inlined
def settle_service(st, town, P, switches, due, u, lane):
    """Let routine, rules, quality and the norm settle at the end of the week."""
    engagement = mindset = 0.0
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        engagement += st.W[w.engagement, j, lane]
        mindset += st.W[w.mindset, j, lane]
    workers = float(town.worker_start[u + 1] - town.worker_start[u])
    services.settle_service(
        rules_under(switches),
        settings_at(P, lane),
        service_at(st, u, lane),
        engagement / workers,
        mindset / workers,
        st.G[g.leadership, lane],
        switches[sw.mode] == ONE_TO_ONE,
        due[cal.in_project] > 0,
    )


@row
def faded_row(level, rate):
    """A level fades."""
    for lane in range(level.shape[0]):
        level[lane] = faded(level[lane], rate[lane])


@row
def drawn_row(level, goal, rate):
    """A level is drawn to where it rests."""
    for lane in range(level.shape[0]):
        level[lane] = drawn_to(level[lane], goal[lane], rate[lane])


@row
def habit_row(habit, last, offered, came, rate):
    """Habit fades where nothing was offered; else one remembers whether one came (E20)."""
    for lane in range(habit.shape[0]):
        habit[lane] = habit[lane] if offered[lane] > 0.0 else faded(habit[lane], rate[lane])
    for lane in range(habit.shape[0]):
        last[lane] = came[lane] if offered[lane] > 0.0 else last[lane]
    for lane in range(habit.shape[0]):
        offered[lane] = 0.0
        came[lane] = 0.0


@row
def tie_row(strength, rate, floor):
    """An acquired tie fades, and is dropped where little is left (B.2)."""
    for lane in range(strength.shape[0]):
        left = faded(strength[lane], rate[lane])
        strength[lane] = left if left >= floor[lane] else 0.0


@inlined
def forget(st, town, P, i):
    """Let habit, hurt, understanding and acquired ties fade, and remember the last meeting (E20, E21)."""
    R = st.R
    if st.asked[i]:
        habit_row(R[r.habit, i], R[r.came_last, i], R[r.offered_now, i], R[r.came_now, i], P[p.habit_fading])
        st.outside[0] |= any_outside(R[r.came_last, i], st.bounds, r.came_last)
        st.outside[0] |= any_outside(R[r.offered, i], st.bounds, r.offered)
        st.asked[i] = 0
    else:
        faded_row(R[r.habit, i], P[p.habit_fading])
    faded_row(R[r.disappointment, i], P[p.disappointment_fading])
    drawn_row(R[r.understanding, i], P[p.understanding_start], P[p.understanding_fading])
    for lane in range(R.shape[2]):
        R[r.tenure, i, lane] += 1.0
    for n in range(len(SETTLED)):
        st.outside[0] |= any_outside(R[SETTLED[n], i], st.bounds, SETTLED[n])
    for place in range(TIE_PLACES):
        other, mirror = town.neighbours[i, place], town.mirror[i, place]
        if st.live[i, place] and town.kinds[i, place] > PERMANENT and other > i:
            tie_row(st.T[i, place], P[p.tie_fading], P[p.tie_floor])
            for lane in range(R.shape[2]):
                st.T[other, mirror, lane] = st.T[i, place, lane]
            st.live[i, place] = st.live[other, mirror] = 1 if any_of(st.T[i, place]) else 0
