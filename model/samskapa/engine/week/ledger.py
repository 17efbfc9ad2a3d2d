"""Promises in rings of 64 places: made, worked on, kept, broken, judged."""

from samskapa.engine.machine.events import event, quantity, tell
from samskapa.engine.machine.jit import inlined, kernel
from samskapa.engine.machine.layout import d, e, g, h, p, q, r, s, w
from samskapa.engine.machine.names import Draws, promise_at, resident_at, rules_under, service_at, settings_at
from samskapa.science.acts import promises, residents, services
from samskapa.science.chance import uniform
from samskapa.science.entities import LONGEST_WAIT, ORGANISATION, PERSON, PLACES
from samskapa.science.rules.meeting import raised
from samskapa.science.rules.promise import disappointment_after_decline, outcome_of_delivery, prediction_after_binding


@inlined
def mean_trust(first, second, known):
    """Mean relational trust in the one or two workers one knows."""
    both = 0.5 * (first + second)
    return both if known >= 0.0 else first


@inlined
def realistic_level(st, P, rules, u, lane):
    """What a resident could expect who knew the capacity (R10)."""
    return services.realistic_level(rules, settings_at(P, lane), service_at(st, u, lane))


@kernel
def measure_backlog(st):
    """Add up the open accepted work of each service, its own ring first, then its part of the organisation's."""
    services = st.S.shape[1]
    for u in range(services):
        for lane in range(st.R.shape[2]):
            total = count = hanging = 0.0
            for ring in (u, services):
                for place in range(st.top[ring]):
                    promise = promise_at(st, ring, place, lane)
                    if promise.open > 0 and promise.outcome < 0.0 and promise.lead == u:
                        if promise.explicit > 0:
                            total += promise.remaining
                            count += 1.0
                        else:
                            hanging += 1.0
            st.S[s.backlog, u, lane] = total
            st.S[s.open_explicit, u, lane] = count
            st.S[s.open_implicit, u, lane] = hanging


@kernel
def lose_owner(st, P, seed, week, ring, j, key, lane):
    """A worker who leaves no longer answers for promises: the second owner carries on, or they may be lost (E16)."""
    for place in range(st.top[ring]):
        promise = promise_at(st, ring, place, lane)
        owns = promise.owner == j or promise.second_owner == j
        if not (promise.open > 0 and promise.explicit > 0 and owns):
            continue
        if promise.second_owner >= 0:
            if promise.owner == j:
                promise.owner = promise.second_owner
            promise.second_owner = -1
            continue
        abroad = PLACES if ring == st.S.shape[1] else 0
        if uniform(seed, d.ORPHANING, week, key, place + abroad) < P[p.orphaning, lane]:
            promise.explicit = 0
            promise.binding = 0
            st.books[promise.lead, e.orphaned, lane] += 1.0
            tell_promise(st, lane, event.orphaned, promise.lead, promise, j)


@kernel
def triage(st, town, P, rules, seed, week, u, raiser, audience, scope, who, whom, present, second_owner, lane):
    """Accept an issue, decline it with reasons, or leave it hanging (E8, E9, R11 to R13)."""
    R, draws = st.R, Draws(seed, week, town.resident_key, town.worker_key)
    st.touched[raiser] = 1
    R[r.voiced, raiser, lane] += 1.0
    total = 0.0
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        total += st.W[w.engagement, j, lane]
    engagement = total / float(town.worker_start[u + 1] - town.worker_start[u])
    issue = promises.weigh_issue(rules, settings_at(P, lane), draws, service_at(st, u, lane), engagement, who, whom)
    if issue.declined:
        st.books[u, e.declined, lane] += 1.0
        tell(st, lane, event.declined, u, raiser)
        for n in range(len(audience)):
            i = audience[n]
            st.touched[i] = 1
            R[r.disappointment, i, lane] = disappointment_after_decline(
                R[r.disappointment, i, lane], R[r.understanding, i, lane]
            )
        return
    owner = town.primary[raiser]
    if len(present) > 0:
        owner = present[int(uniform(seed, d.OWNER, week, who, whom) * len(present))]
    enter_promise(
        st, P, u, raiser, owner, second_owner, issue, scope, week, week + int(P[p.deadline, lane]), audience, lane
    )


@kernel
def enter_promise(st, P, u, raiser, owner, second_owner, issue, scope, made, due, audience, lane):
    """Put a promise on the first free place of its ring before witnesses (R12)."""
    ring = st.S.shape[1] if scope == ORGANISATION else u
    place = 0
    while place < PLACES and st.N[ring, place, h.open, lane] > 0:
        place += 1
    if place == PLACES:
        st.books[u, e.not_listed, lane] += 1.0
        return
    st.top[ring] = max(st.top[ring], place + 1)
    promise = promise_at(st, ring, place, lane)
    promise.remaining, promise.outcome, promise.open, promise.lead = issue.size, -1.0, 1, u
    promise.raiser, promise.owner, promise.second_owner, promise.scope = raiser, owner, second_owner, int(scope)
    promise.explicit, promise.binding = int(issue.accepted), int(issue.binding)
    promise.structural, promise.blocked, promise.topic = int(issue.structural), int(issue.blocked), issue.topic
    promise.made, promise.due, promise.serial = made, due, int(st.G[g.promises_made, lane])
    st.G[g.promises_made, lane] += 1.0
    for n in range(len(audience)):
        i = audience[n]
        if scope == ORGANISATION:
            st.seen_abroad[i, lane] |= 1 << place
        else:
            st.seen[i, lane] |= 1 << place
        if issue.binding:
            st.touched[i] = 1
            st.R[r.prediction, i, lane] = prediction_after_binding(
                st.R[r.prediction, i, lane], P[p.prediction_rate, lane]
            )
    if issue.accepted:
        st.S[s.backlog, u, lane] += issue.size
        st.S[s.open_explicit, u, lane] += 1.0
        st.books[u, e.explicit_made, lane] += 1.0
        st.books[u, e.decided_person + int(scope), lane] += 1.0
        if issue.binding:
            st.books[u, e.binding_made, lane] += 1.0
    else:
        st.S[s.open_implicit, u, lane] += 1.0
        st.books[u, e.implicit_made, lane] += 1.0
    kind = event.promised if issue.accepted else event.left_hanging
    tell_promise(st, lane, kind, u, promise, owner)


@inlined
def tell_promise(st, lane, kind, service, promise, whom):
    """Tell of a promise."""
    if len(st.log) > 0:
        tell(st, lane, kind, service, promise.raiser, whom, float(promise.serial), float(promise.topic))


@inlined
def most_urgent(st, rules, u, lane):
    """Ring x 64 + place of the promise to work on next, -1 for none: binding first, then the most urgent."""
    best, best_binding, best_urgency, services = -1, 0, 0.0, st.S.shape[1]
    for ring in (u, services):
        for place in range(st.top[ring]):
            promise = promise_at(st, ring, place, lane)
            if not promise.open > 0 or promise.lead != u:
                continue
            if not promises.is_workable(rules, promise, st.G[g.leadership, lane]):
                continue
            now = promises.urgency(rules, promise, st.R[r.habit, promise.raiser, lane])
            binding = promise.binding
            if best < 0 or binding > best_binding or (binding == best_binding and now < best_urgency):
                best, best_binding, best_urgency = ring * PLACES + place, binding, now
    return best


@kernel
def deliver(st, town, P, switches, week):
    """Phase 4: services work on promises; what is too late expires."""
    for u in range(st.S.shape[1]):
        for lane in range(st.R.shape[2]):
            if st.S[s.open_explicit, u, lane] + st.S[s.open_implicit, u, lane] > 0.0:
                deliver_in_lane(st, P, rules_under(switches), float(week), u, lane)


@inlined
def deliver_in_lane(st, P, rules, week, u, lane):
    """Work while capacity lasts, the most urgent first; then let the late ones expire (E15, E16)."""
    left, services = st.S[s.capacity, u, lane], st.S.shape[1]
    while left > 0.0:
        found = most_urgent(st, rules, u, lane)
        if found < 0:
            break
        promise = promise_at(st, found // PLACES, found % PLACES, lane)
        work = min(left, promise.remaining)
        promise.remaining -= work
        left -= work
        st.S[s.staff_hours, u, lane] += work * P[p.work_unit_hours, lane]
        if promise.remaining <= 0.0:
            promise.outcome = outcome_of_delivery(week, float(promise.due))
    for ring in (u, services):
        for place in range(st.top[ring]):
            promise = promise_at(st, ring, place, lane)
            if promise.open > 0 and promise.lead == u and promises.expire(rules, promise, week):
                close(st, P, promise, week, u, lane)


@inlined
def close(st, P, promise, week, u, lane):
    """Enter the outcome of a promise in the books, and let quality, staff and after-work feel it."""
    explicit, kept = promise.explicit > 0, promise.outcome > 0.0
    if kept:
        entry = e.kept_in_time if promise.outcome == 1.0 else e.kept_late
        st.books[u, entry, lane] += 1.0
        st.waits[min(LONGEST_WAIT, int(week - float(promise.made))), lane] += 1.0
        st.S[s.delivered, u, lane] += 1.0
        if promise.scope != PERSON:
            st.S[s.quality, u, lane] = raised(st.S[s.quality, u, lane], P[p.quality_gain, lane])
    else:
        st.books[u, e.broken_explicit if explicit else e.broken_implicit, lane] += 1.0
        st.S[s.broken_weight, u, lane] += 1.0 if explicit else P[p.hanging_weight, lane]
    if explicit:
        field = w.successes if kept else w.failures
        st.W[field, promise.owner, lane] += 1.0
        if promise.second_owner >= 0:
            st.W[field, promise.second_owner, lane] += 1.0
    tell_promise(st, lane, event.kept if kept else event.broken, u, promise, promise.owner)


@kernel
def judge(st, town, P, switches):
    """Phase 5: those who know of a kept or broken promise judge it, in ledger order; then it leaves the list."""
    services, rules = st.S.shape[1], rules_under(switches)
    own, abroad = st.people[0], st.people[1]
    for lane in range(st.R.shape[2]):
        far = find_settled(st, abroad, services, lane)
        for u in range(services):
            near = find_settled(st, own, u, lane)
            if near + far == 0:
                continue
            for i in range(town.resident_start[u], town.resident_start[u + 1]):
                for n in range(near):
                    saw = st.seen[i, lane] >> own[n] & 1
                    judge_in_lane(st, town, P, rules, promise_at(st, u, own[n], lane), i, saw == 1, lane)
                    st.seen[i, lane] &= ~(1 << own[n])
                for n in range(far):
                    saw = st.seen_abroad[i, lane] >> abroad[n] & 1
                    judge_in_lane(st, town, P, rules, promise_at(st, services, abroad[n], lane), i, saw == 1, lane)
                    st.seen_abroad[i, lane] &= ~(1 << abroad[n])
            for n in range(near):
                st.N[u, own[n], h.open, lane] = 0
        for n in range(far):
            st.N[services, abroad[n], h.open, lane] = 0


@inlined
def find_settled(st, places, ring, lane):
    """List the places of promises of a ring that have an outcome, in order, and count them."""
    found = 0
    for place in range(st.top[ring]):
        if st.N[ring, place, h.open, lane] > 0 and st.Q[ring, place, q.outcome, lane] >= 0.0:
            places[found] = place
            found += 1
    return found


@inlined
def judge_in_lane(st, town, P, rules, promise, i, saw, lane):
    """Judge a kept or broken promise that one saw or heard of (E17)."""
    resident = resident_at(st, town, i, lane)
    if not saw and (promise.scope == PERSON or promise.lead != resident.home):
        return
    sure, hurt, trusted = resident.confidence, resident.disappointment, resident.trust
    residents.judge(rules, settings_at(P, lane), resident, promise, saw)
    st.touched[i] = 1
    if promise.explicit > 0:
        resident.trust = mean_trust(resident.trust_primary, resident.trust_secondary, resident.secondary)
    if len(st.log) > 0:
        tell_judged(st, promise, resident.home, i, lane, quantity.confidence, sure, resident.confidence)
        tell_judged(st, promise, resident.home, i, lane, quantity.disappointment, hurt, resident.disappointment)
        tell_judged(st, promise, resident.home, i, lane, quantity.trust, trusted, resident.trust)


@kernel
def tell_judged(st, promise, home, i, lane, what, before, after):
    """Tell what a judgement has changed."""
    if before != after:
        tell(
            st,
            lane,
            event.judged,
            home,
            i,
            promise.owner,
            float(promise.serial),
            float(promise.topic),
            what,
            before,
            after,
        )
