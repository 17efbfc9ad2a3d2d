"""Phases 0 and 2: what services can do, and everyday contact, a row of lanes at a time."""

from samskapa.engine.machine.draws import draw_for_all, fill_row, logit_row, uniform_row
from samskapa.engine.machine.jit import inlined, kernel, row
from samskapa.engine.machine.layout import cal, d, g, k, m, p, r, s, w
from samskapa.engine.machine.names import rules_under, settings_at
from samskapa.engine.week.arriving import any_of
from samskapa.engine.week.ledger import mean_trust
from samskapa.science.acts import residents
from samskapa.science.chance import uniform
from samskapa.science.elementary import PER_LOGISTIC_SD, logit
from samskapa.science.rules.contact import evidence_after_contact
from samskapa.science.rules.contact import responsiveness as responsiveness_rule
from samskapa.science.rules.delivery import capacity, partner_capacity, resident_effort, staff_effort
from samskapa.science.rules.meeting import faded

PASSING = (s.met, s.delivered, s.broken_weight, s.attended, s.invited, s.came_again, s.came_before)


@kernel
def begin_week(st, town, P, switches, seeds, shared, due, week):
    """Phase 0: shocks take effect; every service knows its capacity.

    Its backlog it knows already: nothing has changed since last week's work.
    """
    lanes = st.R.shape[2]
    for j in range(st.W.shape[1]):
        measure_responsiveness(
            st.W[w.responsiveness, j], st.W[w.engagement, j], st.W[w.exhaustion, j], P[p.exhaustion_cut]
        )
    if due[cal.worst_off]:
        for lane in range(lanes):
            find_worst_off(st, lane)
    if due[cal.pause_begins]:
        for lane in range(lanes):
            st.G[g.partner_trust, lane] = faded(st.G[g.partner_trust, lane], P[p.pause_loss, lane])
    if due[cal.managers_change]:
        for n in range(st.M.shape[1]):
            uniform_row(st.B[0], seeds, shared, d.MANAGER_CHANGE, week, town.manager_key[n], 0)
            for lane in range(lanes):
                if st.B[0, lane] < P[p.manager_change, lane]:
                    st.M[m.buy_in, n, lane] = P[p.buy_in_start, lane]
                    st.M[m.set_point, n, lane] = P[p.buy_in_start, lane]
    measure_buy_in(st, P)
    for u in range(st.S.shape[1]):
        for n in range(len(PASSING)):
            for lane in range(lanes):
                st.S[PASSING[n], u, lane] = 0.0
        for lane in range(lanes):
            rules = min(1.0, max(0.0, P[p.strictness, lane] + town.strictness_shift[u]))
            st.S[s.strictness, u, lane] = faded(rules, st.S[s.easing, u, lane])
        measure_capacity(st, town, P, rules_under(switches), due, u)


@inlined
def measure_responsiveness(out, engagement, exhaustion, cut):
    """How far a worker responds (E1)."""
    for lane in range(out.shape[0]):
        out[lane] = responsiveness_rule(engagement[lane], exhaustion[lane], cut[lane])


@kernel
def measure_buy_in(st, P):
    """Mean buy-in of managers, and what of it counts as leadership (R18, R19)."""
    for lane in range(st.R.shape[2]):
        total = 0.0
        for n in range(st.M.shape[1]):
            total += st.M[m.buy_in, n, lane]
        st.G[g.buy_in, lane] = total / float(st.M.shape[1])
        st.G[g.leadership, lane] = st.G[g.buy_in, lane] * P[p.level_leadership, lane]


@kernel
def find_worst_off(st, lane):
    """Mark the fifth of residents with the lowest sum of trust and confidence."""
    n = st.R.shape[1]
    for i in range(n):
        both = st.R[r.secondary, i, lane] >= 0.0
        first, second = st.R[r.trust_primary, i, lane], st.R[r.trust_secondary, i, lane]
        st.marks[i] = (0.5 * (first + second) if both else first) + st.R[r.confidence, i, lane]
    for i in range(n):
        st.people[0, i] = i
    sort_by(st.people[0, :n], st.marks)
    for place in range(max(1, n // 5)):
        st.worst[st.people[0, place], lane] = 1.0
        st.fifth[st.people[0, place]] = 1


@kernel
def sort_by(numbers, levels):
    """Sort numbers by their levels, equal levels by number (a heap, in place)."""
    count = len(numbers)
    for root in range(count // 2 - 1, -1, -1):
        sift(numbers, levels, root, count)
    for last in range(count - 1, 0, -1):
        numbers[0], numbers[last] = numbers[last], numbers[0]
        sift(numbers, levels, 0, last)


@inlined
def comes_after(a, b, levels):
    """Whether number a is sorted after number b."""
    return levels[a] > levels[b] or (levels[a] == levels[b] and a > b)


@kernel
def sift(numbers, levels, root, count):
    """Let a number sink to its place in the heap."""
    while 2 * root + 1 < count:
        child = 2 * root + 1
        if child + 1 < count and comes_after(numbers[child + 1], numbers[child], levels):
            child += 1
        if not comes_after(numbers[child], numbers[root], levels):
            break
        numbers[root], numbers[child] = numbers[child], numbers[root]
        root = child


@row
def add_overload_row(out, load):
    """Add what a worker carries beyond capacity."""
    for lane in range(out.shape[0]):
        out[lane] += max(0.0, load[lane] - 1.0)


@row
def production_row(out, rules, staff, efforts, share, substitution):
    """Joint effort of a service."""
    for lane in range(out.shape[0]):
        out[lane] = rules.production(staff[lane], efforts[lane], share[lane], substitution[lane])


@kernel
def measure_capacity(st, town, P, rules, due, u):
    """What a service can deliver this week (E13, E14)."""
    B, S, lanes = st.B, st.S, st.R.shape[2]
    overload, staff, efforts, joint = B[0], B[1], B[2], B[3]
    workers = float(town.worker_start[u + 1] - town.worker_start[u])
    for lane in range(lanes):
        overload[lane] = staff[lane] = 0.0
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        add_overload_row(overload, st.W[w.load, j])
        add_row(staff, st.W[w.responsiveness, j])
    for lane in range(lanes):
        staff[lane] = staff_effort(staff[lane] / workers)
    for lane in range(lanes):
        efforts[lane] = resident_effort(
            S[s.norm, u, lane], P[p.participation_threshold, lane], P[p.participation_sharpness, lane]
        )
    production_row(joint, rules, staff, efforts, P[p.staff_share], P[p.substitution])
    for lane in range(lanes):
        partners = (
            0.0
            if due[cal.paused]
            else partner_capacity(P[p.voluntary_capacity, lane], town.partner_units[u], st.G[g.partner_trust, lane])
        )
        S[s.capacity, u, lane] = capacity(
            workers,
            st.G[g.leadership, lane] * P[p.level_organisation, lane],
            joint[lane],
            st.K[k.usual_production, lane],
            efforts[lane],
            overload[lane] / workers,
            partners,
            P[p.delivery_capacity, lane],
            P[p.capacity_floor, lane],
            P[p.own_effort, lane],
            P[p.budget_cut, lane] if due[cal.budget_cut] else 0.0,
        )


@row
def contact_row(rules, P, trust, met, noise, responsiveness, engagement, strictness, understanding, evidence):
    """Trust of a resident in a worker after a contact (E1)."""
    for lane in range(trust.shape[0]):
        after = residents.after_contact(
            rules,
            settings_at(P, lane),
            trust[lane],
            evidence[lane],
            responsiveness[lane],
            engagement[lane],
            strictness[lane],
            understanding[lane],
            noise[lane],
        )
        trust[lane] = after if met[lane] > 0.0 else trust[lane]


@row
def evidence_row(evidence, met, rate):
    """Evidence after a contact."""
    for lane in range(evidence.shape[0]):
        after = evidence_after_contact(evidence[lane], rate[lane])
        evidence[lane] = after if met[lane] > 0.0 else evidence[lane]


@row
def met_row(met, draw, rate, known):
    """Whether a resident and a worker meet."""
    for lane in range(met.shape[0]):
        met[lane] = 1.0 if draw[lane] < rate[lane] and known[lane] >= 0.0 else 0.0


@row
def noise_row(noise, spread):
    """The noise of a contact from the logit of its draw (as `elementary.normal_like`)."""
    for lane in range(noise.shape[0]):
        noise[lane] = spread[lane] * PER_LOGISTIC_SD * noise[lane]


@row
def mean_trust_row(out, first, second, known):
    """Mean relational trust in the one or two workers one knows."""
    for lane in range(out.shape[0]):
        out[lane] = mean_trust(first[lane], second[lane], known[lane])


@kernel
def meet_everyday(st, town, P, switches, seeds, shared, week):
    """Phase 2: residents meet their workers, and trust follows."""
    R, W, B = st.R, st.W, st.B
    rules, most = rules_under(switches), 0.0
    for j in range(W.shape[1]):
        measure_responsiveness(W[w.responsiveness, j], W[w.engagement, j], W[w.exhaustion, j], P[p.exhaustion_cut])
    for lane in range(R.shape[2]):
        B[5, lane] = 0.0
        most = max(most, P[p.contact_rate, lane])
    meets, noise = st.marks, st.draws[0]
    draw_for_all(meets, seeds, shared, d.CONTACT, week, town.resident_key)
    draw_for_all(noise, seeds, shared, d.CONTACT_NOISE, week, town.resident_key)
    if shared:
        for i in range(R.shape[1]):
            noise[i] = logit(noise[i])
    for i in range(R.shape[1]):
        u, key, changed = town.resident_service[i], town.resident_key[i], False
        for edge in range(2 if st.second[i] else 1):
            if shared:
                draw = meets[i] if edge == 0 else uniform(seeds[0], d.CONTACT, week, key, edge)
                if draw >= most:
                    continue
                fill_row(B[0], draw)
            else:
                uniform_row(B[0], seeds, shared, d.CONTACT, week, key, edge)
            met_row(B[1], B[0], P[p.contact_rate], B[5] if edge == 0 else R[r.secondary, i])
            if not any_of(B[1]):
                continue
            if shared and edge == 0:
                fill_row(B[2], noise[i])
            else:
                logit_row(B[2], seeds, shared, d.CONTACT_NOISE, week, key, edge)
            noise_row(B[2], P[p.contact_noise])
            trust = r.trust_primary if edge == 0 else r.trust_secondary
            evidence = r.evidence_primary if edge == 0 else r.evidence_secondary
            if edge == 0:
                j = town.primary[i]
                responds, engages = W[w.responsiveness, j], W[w.engagement, j]
            else:
                gather_second(st, i, B[3], B[4])
                responds, engages = B[3], B[4]
            contact_row(
                rules,
                P,
                R[trust, i],
                B[1],
                B[2],
                responds,
                engages,
                st.S[s.strictness, u],
                R[r.understanding, i],
                R[evidence, i],
            )
            evidence_row(R[evidence, i], B[1], P[p.trust_rate])
            st.outside[0] |= any_outside(R[evidence, i], st.bounds, evidence)
            changed = True
        if changed:
            renew_trust(st, i, R[r.trust, i])


@inlined
def renew_trust(st, i, out):
    """Mean relational trust in the one or two workers one knows, into `out`."""
    if st.second[i]:
        mean_trust_row(out, st.R[r.trust_primary, i], st.R[r.trust_secondary, i], st.R[r.secondary, i])
    else:
        copy_row(out, st.R[r.trust_primary, i])


@row
def copy_row(out, row):
    """Copy a row."""
    for lane in range(out.shape[0]):
        out[lane] = row[lane]


@inlined
def any_outside(row, bounds, field):
    """One if the row of a state does not lie within bounds in some lane, else zero; what is not a number does not."""
    low, high, outside = bounds[field, 0], bounds[field, 1], 0
    for lane in range(row.shape[0]):
        outside |= 0 if row[lane] >= low and row[lane] <= high else 1
    return outside


@inlined
def gather_second(st, i, responds, engages):
    """Responsiveness and engagement of the second worker, who may differ between lanes after a course."""
    for lane in range(responds.shape[0]):
        j = int(st.R[r.secondary, i, lane])
        responds[lane] = st.W[w.responsiveness, j, lane] if j >= 0 else 0.0
        engages[lane] = st.W[w.engagement, j, lane] if j >= 0 else 0.0


@row
def add_row(out, row):
    """Add a row."""
    for lane in range(out.shape[0]):
        out[lane] += row[lane]
