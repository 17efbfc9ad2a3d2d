"""Promises in rings of 64 places: made, worked on, kept, broken, judged."""

from samskapa.engine.machine.events import event, quantity, tell
from samskapa.engine.machine.jit import inlined, kernel
from samskapa.engine.machine.layout import d, e, g, h, p, q, r, rules_of, s, sw, w
from samskapa.science.chance import uniform
from samskapa.science.elementary import normal_like
from samskapa.science.entities import LONGEST_WAIT, ORGANISATION, PERSON, PLACES, TOPICS
from samskapa.science.rules.evaluation import (
    aspiration_after_outcome,
    confidence_after_outcome,
    disappointment_after_outcome,
    prediction_after_outcome,
    trust_after_outcome,
)
from samskapa.science.rules.meeting import raised
from samskapa.science.rules.promise import (
    acceptance_chance,
    can_be_worked,
    disappointment_after_decline,
    free_room,
    has_expired,
    issue_size,
    outcome_of_delivery,
    prediction_after_binding,
)
from samskapa.science.rules.promise import realistic_level as realistic_level_rule

perceived_as_it_is, _, perceived_assimilated, _ = rules_of("perceived_outcome")
surprise_contrast, surprise_performance_only, _, surprise_anchoring_after = rules_of("surprise")
urgency_earliest_due, urgency_fifo, urgency_quick_wins, urgency_squeaky_wheel = rules_of("urgency")
TOPIC_COUNT = len(TOPICS)


@inlined
def mean_trust(first, second, known):
    """Mean relational trust in the one or two workers one knows."""
    both = 0.5 * (first + second)
    return both if known >= 0.0 else first


@inlined
def realistic_level(st, P, u, lane):
    """What a resident could expect who knew the capacity (R10)."""
    return realistic_level_rule(
        st.S[s.quality, u, lane], st.S[s.capacity, u, lane], P[p.deadline, lane], st.S[s.backlog, u, lane],
        P[p.agenda_cap, lane],
    )


@kernel
def measure_backlog(st):
    """Add up the open accepted work of each service, its own ring first, then its part of the organisation's."""
    services = st.S.shape[1]
    for u in range(services):
        for lane in range(st.R.shape[2]):
            total = count = hanging = 0.0
            for ring in (u, services):
                for place in range(st.top[ring]):
                    row, note = st.Q[ring, place], st.N[ring, place]
                    waiting = note[h.open, lane] > 0 and row[q.outcome, lane] < 0.0
                    if waiting and note[h.lead, lane] == u:
                        if note[h.explicit, lane] > 0:
                            total += row[q.remaining, lane]
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
        note = st.N[ring, place]
        owns = note[h.owner, lane] == j or note[h.second_owner, lane] == j
        if not (note[h.open, lane] > 0 and note[h.explicit, lane] > 0 and owns):
            continue
        if note[h.second_owner, lane] >= 0:
            if note[h.owner, lane] == j:
                note[h.owner, lane] = note[h.second_owner, lane]
            note[h.second_owner, lane] = -1
            continue
        abroad = PLACES if ring == st.S.shape[1] else 0
        if uniform(seed, d.ORPHANING, week, key, place + abroad) < P[p.orphaning, lane]:
            note[h.explicit, lane] = note[h.binding, lane] = 0
            st.books[int(note[h.lead, lane]), e.orphaned, lane] += 1.0
            tell_promise(st, lane, event.orphaned, note[h.lead, lane], note, j)


@kernel
def triage(st, town, P, seed, week, u, raiser, audience, scope, who, whom, present, second_owner, lane):
    """Accept an issue, decline it with reasons, or leave it hanging (E8, E9, R11 to R13)."""
    R = st.R
    st.touched[raiser] = 1
    R[r.voiced, raiser, lane] += 1.0
    noise = normal_like(uniform(seed, d.ISSUE_SIZE, week, who, whom), P[p.issue_spread, lane])
    size = issue_size(P[p.issue_size, lane], noise)
    total = 0.0
    for j in range(town.worker_start[u], town.worker_start[u + 1]):
        total += st.W[w.engagement, j, lane]
    engagement = total / float(town.worker_start[u + 1] - town.worker_start[u])
    chance = acceptance_chance(engagement, P[p.acceptance, lane], P[p.overpromising, lane])
    too_large = size > free_room(st.S[s.capacity, u, lane], P[p.deadline, lane], st.S[s.backlog, u, lane])
    refused = uniform(seed, d.PREWORK, week, who, whom) < P[p.prework, lane] and too_large
    accepted = not refused and uniform(seed, d.ACCEPTANCE, week, who, whom) < chance
    if not accepted and (refused or uniform(seed, d.CANDOUR, week, who, whom) < P[p.candour, lane]):
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
    crosses = uniform(seed, d.CROSS_AGENCY, week, who, whom) < P[p.cross_agency, lane]
    blocked = crosses and uniform(seed, d.CONFIDENTIALITY, week, who, whom) < P[p.confidentiality, lane]
    binding = accepted and uniform(seed, d.BINDING, week, who, whom) < P[p.binding_share, lane]
    structural = uniform(seed, d.STRUCTURAL, week, who, whom) < P[p.structural, lane]
    topic = int(uniform(seed, d.TOPIC, week, who, whom) * TOPIC_COUNT)
    enter_promise(
        st, P, u, raiser, owner, second_owner, 1.0 if accepted else 0.0, 1.0 if binding else 0.0,
        1.0 if structural else 0.0, 1.0 if blocked else 0.0, scope, float(week),
        float(week + int(P[p.deadline, lane])), size, topic, audience, lane,
    )


@kernel
def enter_promise(
    st, P, u, raiser, owner, second_owner, explicit, binding, structural, blocked, scope, made, due, size, topic,
    audience, lane,
):
    """Put a promise on the first free place of its ring before witnesses (R12)."""
    ring = st.S.shape[1] if scope == ORGANISATION else u
    place = 0
    while place < PLACES and st.N[ring, place, h.open, lane] > 0:
        place += 1
    if place == PLACES:
        st.books[u, e.not_listed, lane] += 1.0
        return
    st.top[ring] = max(st.top[ring], place + 1)
    row, note = st.Q[ring, place], st.N[ring, place]
    row[q.remaining, lane], row[q.outcome, lane] = size, -1.0
    note[h.open, lane], note[h.lead, lane], note[h.raiser, lane] = 1, u, raiser
    note[h.owner, lane], note[h.second_owner, lane] = owner, second_owner
    note[h.explicit, lane], note[h.binding, lane] = int(explicit), int(binding)
    note[h.structural, lane], note[h.blocked, lane], note[h.scope, lane] = int(structural), int(blocked), int(scope)
    note[h.made, lane], note[h.due, lane] = int(made), int(due)
    note[h.serial, lane], note[h.topic, lane] = int(st.G[g.promises_made, lane]), topic
    st.G[g.promises_made, lane] += 1.0
    for n in range(len(audience)):
        i = audience[n]
        if scope == ORGANISATION:
            st.seen_abroad[i, lane] |= 1 << place
        else:
            st.seen[i, lane] |= 1 << place
        if binding > 0.0:
            st.touched[i] = 1
            st.R[r.prediction, i, lane] = prediction_after_binding(
                st.R[r.prediction, i, lane], P[p.prediction_rate, lane]
            )
    if explicit > 0.0:
        st.S[s.backlog, u, lane] += size
        st.S[s.open_explicit, u, lane] += 1.0
        st.books[u, e.explicit_made, lane] += 1.0
        st.books[u, e.decided_person + int(scope), lane] += 1.0
        if binding > 0.0:
            st.books[u, e.binding_made, lane] += 1.0
    else:
        st.S[s.open_implicit, u, lane] += 1.0
        st.books[u, e.implicit_made, lane] += 1.0
    kind = event.promised if explicit > 0.0 else event.left_hanging
    tell_promise(st, lane, kind, u, note, note[h.owner, lane])


@inlined
def tell_promise(st, lane, kind, service, note, whom):
    """Tell of a promise."""
    if len(st.log) > 0:
        tell(st, lane, kind, service, note[h.raiser, lane], whom, float(note[h.serial, lane]),
             float(note[h.topic, lane]))


@inlined
def urgency(choice, due, made, remaining, habit):
    """How urgent a promise is, by the switch `priority`."""
    if choice == 0:
        return urgency_earliest_due(due, made, remaining, habit)
    if choice == 1:
        return urgency_fifo(due, made, remaining, habit)
    if choice == 2:
        return urgency_quick_wins(due, made, remaining, habit)
    return urgency_squeaky_wheel(due, made, remaining, habit)


@inlined
def most_urgent(st, choice, u, lane):
    """Ring x 64 + place of the promise to work on next, -1 for none: binding first, then the most urgent."""
    best, best_binding, best_urgency, services = -1, 0.0, 0.0, st.S.shape[1]
    for ring in (u, services):
        for place in range(st.top[ring]):
            row, note = st.Q[ring, place], st.N[ring, place]
            if not note[h.open, lane] > 0 or note[h.lead, lane] != u or row[q.outcome, lane] >= 0.0:
                continue
            workable = can_be_worked(
                float(note[h.explicit, lane]), float(note[h.blocked, lane]), float(note[h.structural, lane]),
                1.0 if note[h.scope, lane] == ORGANISATION else 0.0, float(note[h.binding, lane]),
                st.G[g.leadership, lane],
            )
            if workable <= 0.0:
                continue
            habit = st.R[r.habit, int(note[h.raiser, lane]), lane]
            now = urgency(choice, float(note[h.due, lane]), float(note[h.made, lane]), row[q.remaining, lane], habit)
            binding = float(note[h.binding, lane])
            if best < 0 or binding > best_binding or (binding == best_binding and now < best_urgency):
                best, best_binding, best_urgency = ring * PLACES + place, binding, now
    return best


@kernel
def deliver(st, town, P, switches, week):
    """Phase 4: services work on promises; what is too late expires."""
    for u in range(st.S.shape[1]):
        for lane in range(st.R.shape[2]):
            if st.S[s.open_explicit, u, lane] + st.S[s.open_implicit, u, lane] > 0.0:
                deliver_in_lane(st, town, P, switches[sw.priority], float(week), u, lane)


@inlined
def deliver_in_lane(st, town, P, choice, week, u, lane):
    """Work while capacity lasts, the most urgent first; then let the late ones expire (E15, E16)."""
    left, services = st.S[s.capacity, u, lane], st.S.shape[1]
    while left > 0.0:
        found = most_urgent(st, choice, u, lane)
        if found < 0:
            break
        row, note = st.Q[found // PLACES, found % PLACES], st.N[found // PLACES, found % PLACES]
        work = min(left, row[q.remaining, lane])
        row[q.remaining, lane] -= work
        left -= work
        st.S[s.staff_hours, u, lane] += work * P[p.work_unit_hours, lane]
        if row[q.remaining, lane] <= 0.0:
            row[q.outcome, lane] = outcome_of_delivery(week, float(note[h.due, lane]))
    for ring in (u, services):
        for place in range(st.top[ring]):
            row, note = st.Q[ring, place], st.N[ring, place]
            if not note[h.open, lane] > 0 or note[h.lead, lane] != u:
                continue
            made, due = float(note[h.made, lane]), float(note[h.due, lane])
            if row[q.outcome, lane] < 0.0 and has_expired(week, made, due) > 0.0:
                row[q.outcome, lane] = 0.0
            if row[q.outcome, lane] >= 0.0:
                close(st, P, row, note, week, u, lane)


@inlined
def close(st, P, row, note, week, u, lane):
    """Enter the outcome of a promise in the books, and let quality, staff and after-work feel it."""
    explicit, kept = note[h.explicit, lane] > 0, row[q.outcome, lane] > 0.0
    if kept:
        entry = e.kept_in_time if row[q.outcome, lane] == 1.0 else e.kept_late
        st.books[u, entry, lane] += 1.0
        st.waits[min(LONGEST_WAIT, int(week - float(note[h.made, lane]))), lane] += 1.0
        st.S[s.delivered, u, lane] += 1.0
        if note[h.scope, lane] != PERSON:
            st.S[s.quality, u, lane] = raised(st.S[s.quality, u, lane], P[p.quality_gain, lane])
    else:
        st.books[u, e.broken_explicit if explicit else e.broken_implicit, lane] += 1.0
        st.S[s.broken_weight, u, lane] += 1.0 if explicit else P[p.hanging_weight, lane]
    if explicit:
        field = w.successes if kept else w.failures
        st.W[field, int(note[h.owner, lane]), lane] += 1.0
        if note[h.second_owner, lane] >= 0:
            st.W[field, int(note[h.second_owner, lane]), lane] += 1.0
    tell_promise(st, lane, event.kept if kept else event.broken, u, note, note[h.owner, lane])


@kernel
def judge(st, town, P, switches):
    """Phase 5: those who know of a kept or broken promise judge it, in ledger order; then it leaves the list."""
    services, choice = st.S.shape[1], switches[sw.disconfirmation]
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
                    judge_in_lane(st, town, P, choice, st.Q[u, own[n]], st.N[u, own[n]], i, saw == 1, lane)
                    st.seen[i, lane] &= ~(1 << own[n])
                for n in range(far):
                    saw = st.seen_abroad[i, lane] >> abroad[n] & 1
                    judge_in_lane(
                        st, town, P, choice, st.Q[services, abroad[n]], st.N[services, abroad[n]], i, saw == 1, lane
                    )
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
def judge_in_lane(st, town, P, choice, row, note, i, saw, lane):
    """Judge a kept or broken promise that one saw or heard of (E17)."""
    R = st.R
    if not saw and (note[h.scope, lane] == PERSON or note[h.lead, lane] != town.resident_service[i]):
        return
    explicit, outcome = float(note[h.explicit, lane]), row[q.outcome, lane]
    weight = (1.0 if saw else P[p.hearsay, lane]) * (1.0 if explicit > 0.0 else P[p.hanging_weight, lane])
    loss_ratio = P[p.loss_ratio, lane] if saw else P[p.hearsay_loss_ratio, lane]
    sure, hurt, trusted = R[r.confidence, i, lane], R[r.disappointment, i, lane], R[r.trust, i, lane]
    before, wish, understanding = R[r.prediction, i, lane], R[r.aspiration, i, lane], R[r.understanding, i, lane]
    perceived = perceived_assimilated(outcome, before) if choice == 2 else perceived_as_it_is(outcome, before)
    prediction = prediction_after_outcome(
        before, perceived, understanding, weight, P[p.prediction_rate, lane], loss_ratio
    )
    aspiration = aspiration_after_outcome(wish, perceived, weight, P[p.aspiration_rate, lane])
    if choice == 1:
        surprise = surprise_performance_only(
            perceived, before, wish, prediction, aspiration, P[p.aspiration_weight, lane]
        )
    elif choice == 3:
        surprise = surprise_anchoring_after(
            perceived, before, wish, prediction, aspiration, P[p.aspiration_weight, lane]
        )
    else:
        surprise = surprise_contrast(perceived, before, wish, prediction, aspiration, P[p.aspiration_weight, lane])
    R[r.confidence, i, lane] = confidence_after_outcome(
        R[r.confidence, i, lane], surprise, understanding, weight, P[p.confidence_rate, lane], loss_ratio
    )
    R[r.disappointment, i, lane] = disappointment_after_outcome(
        R[r.disappointment, i, lane], surprise, understanding, weight, P[p.disappointment_rate, lane],
        P[p.disappointment_relief, lane],
    )
    R[r.prediction, i, lane], R[r.aspiration, i, lane] = prediction, aspiration
    st.touched[i] = 1
    if explicit > 0.0:
        owner, second = float(note[h.owner, lane]), float(note[h.second_owner, lane])
        own, other = float(town.primary[i]), R[r.secondary, i, lane]
        if own in (owner, second):
            R[r.trust_primary, i, lane] = trust_after_outcome(
                R[r.trust_primary, i, lane], outcome, understanding, weight, loss_ratio
            )
        if other >= 0.0 and other in (owner, second):
            R[r.trust_secondary, i, lane] = trust_after_outcome(
                R[r.trust_secondary, i, lane], outcome, understanding, weight, loss_ratio
            )
        R[r.trust, i, lane] = mean_trust(R[r.trust_primary, i, lane], R[r.trust_secondary, i, lane], other)
    if saw and note[h.raiser, lane] == i and outcome > 0.0 and P[p.own_effort, lane] > 0.0:
        R[r.capability, i, lane] = raised(R[r.capability, i, lane], P[p.own_effort_capability, lane])
    if len(st.log) > 0:
        tell_judged(st, town, note, i, lane, quantity.confidence, sure, R[r.confidence, i, lane])
        tell_judged(st, town, note, i, lane, quantity.disappointment, hurt, R[r.disappointment, i, lane])
        tell_judged(st, town, note, i, lane, quantity.trust, trusted, R[r.trust, i, lane])


@kernel
def tell_judged(st, town, note, i, lane, what, before, after):
    """Tell what a judgement has changed."""
    if before != after:
        tell(st, lane, event.judged, town.resident_service[i], i, note[h.owner, lane], float(note[h.serial, lane]),
             float(note[h.topic, lane]), what, before, after)
