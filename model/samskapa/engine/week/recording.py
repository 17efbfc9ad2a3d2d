"""Phase 10: outcomes as `outcomes.measure` defines them, for every lane; only what is asked for is computed."""

import math

from samskapa.engine.machine.draws import fill_row
from samskapa.engine.machine.jit import in_place, inlined, kernel, row
from samskapa.engine.machine.layout import e, g, numbered, p, r, s, sw, w
from samskapa.engine.machine.names import resident_at, rules_under, service_at, settings_at
from samskapa.engine.week.attending import active_share
from samskapa.engine.week.everyday import add_row, copy_row, sort_by
from samskapa.science.acts import residents
from samskapa.science.elementary import logistic
from samskapa.science.entities import ENTRIES, FOREVER
from samskapa.science.outcomes import HERO_STATES, NOT_KNOWN, OUTCOMES
from samskapa.science.ties import ACROSS, PERMANENT, TIE_PLACES

o = numbered("outcome", OUTCOMES)
MEANS_OF_RESIDENTS = tuple(
    (getattr(o, name), getattr(r, name))
    for name in (
        "trust",
        "confidence",
        "prediction",
        "aspiration",
        "disappointment",
        "capability",
        "shame",
        "habit",
        "understanding",
    )
)
MEANS_OF_WORKERS = tuple(
    (getattr(o, name), getattr(w, name)) for name in ("engagement", "mindset", "exhaustion", "belief", "load")
)
SUMS_OF_SERVICES = tuple(
    (getattr(o, name), getattr(s, name))
    for name in (
        "invited",
        "attended",
        "came_before",
        "came_again",
        "meetings_held",
        "own_meetings",
        "staff_exits",
        "resident_exits",
        "staff_hours",
        "open_explicit",
        "open_implicit",
    )
)
OF_SERVICES = SUMS_OF_SERVICES + tuple(
    (getattr(o, name), getattr(s, name)) for name in ("quality", "norm", "routine", "strictness", "capacity", "backlog")
)
SUMS_OF_ENTRIES = tuple((getattr(o, name), getattr(e, name)) for name in ENTRIES)
OF_RESIDENTS = (*(place for place, _ in MEANS_OF_RESIDENTS), o.willing_share, o.disappointment_index)
SUMMED = tuple(place for place, _ in SUMS_OF_SERVICES + SUMS_OF_ENTRIES)
SPREADS = tuple(
    (getattr(o, f"{name}_sd"), getattr(o, name), getattr(r, name))
    for name in ("trust", "confidence", "prediction", "aspiration", "disappointment", "capability", "shame")
)
STAFF_SPREADS = tuple(
    (getattr(o, f"{name}_sd"), getattr(o, name), getattr(w, name)) for name in ("engagement", "exhaustion", "belief")
)
LEVELS = (10, 50, 90)
QUANTILES = tuple(
    (getattr(o, f"{name}_p10"), getattr(o, f"{name}_p50"), getattr(o, f"{name}_p90"), getattr(r, name))
    for name in ("trust", "confidence", "prediction", "aspiration", "disappointment", "capability", "shame")
)
HEROES = tuple((getattr(o, f"heroes_{name}"), float(status)) for status, name in enumerate(HERO_STATES) if name)
GINIS = ((o.attendance_gini, r.sessions), (o.voice_gini, r.voiced))
SORTED = (*(place for *places, _ in QUANTILES for place in places), *(place for place, _ in GINIS))
COMPARED = (
    o.fulfilment,
    o.fulfilment_explicit,
    o.expectation_gap,
    o.adaptive_preference_gap,
    o.misperception,
    o.enabling,
    o.entrapping,
)
AVERAGED = (
    o.quality,
    o.norm,
    o.routine,
    o.strictness,
    o.capacity,
    o.backlog,
    o.expectation_gap,
    o.adaptive_preference_gap,
    o.misperception,
    o.enabling,
    o.entrapping,
)


@kernel
def record(st, town, P, switches, need, now, now_by_service):
    """Measure what is needed into `now` (outcomes, L) and `now_by_service` (outcomes, S, L)."""
    for u in range(st.S.shape[1]):
        measure_service(st, town, P, switches, need, now_by_service, u)
    sum_up(st, town, P, need, now, now_by_service)
    for lane in range(st.R.shape[2]):
        now[o.fulfilment, lane], now[o.fulfilment_explicit, lane] = fulfilment_of(
            now[o.kept_in_time, lane] + now[o.kept_late, lane],
            now[o.broken_explicit, lane],
            now[o.broken_implicit, lane],
        )
        now[o.buy_in, lane] = st.G[g.buy_in, lane]
        now[o.partner_trust, lane] = st.G[g.partner_trust, lane]
        if need[o.median_wait]:
            now[o.median_wait, lane] = median_of_counts(st.waits, lane)
    if any_needed(need, SORTED):
        for lane in range(st.R.shape[2]):
            sort_and_measure(st, need, now, lane)
    count_people(st, town, need, now)
    for out, mean, field in SPREADS:
        if need[out]:
            spread_row(now[out], now[mean], st.R, field)
    for out, mean, field in STAFF_SPREADS:
        if need[out]:
            spread_row(now[out], now[mean], st.W, field)


@kernel
def sum_people(out, people, field, first, last):
    """Sum of a state over people, in order."""
    for lane in range(out.shape[0]):
        out[lane] = 0.0
    for n in range(first, last):
        add_row(out, people[field, n])


@inlined
def share_of(part, whole):
    """A share, not a number when there is nothing to share."""
    return part / whole if whole > 0.0 else NOT_KNOWN


@inlined
def fulfilment_of(kept, broken, hanging):
    """Fulfilment with and without hanging issues."""
    judged = kept + broken
    return share_of(kept, judged + hanging), share_of(kept, judged)


@kernel
def measure_service(st, town, P, switches, need, out, u):
    """The outcomes of a service; means of people are kept as sums until `sum_up` has used them."""
    first, last = town.resident_start[u], town.resident_start[u + 1]
    for place, field in MEANS_OF_RESIDENTS:
        if need[place]:
            sum_people(out[place, u], st.R, field, first, last)
    for place, field in MEANS_OF_WORKERS:
        if need[place]:
            sum_people(out[place, u], st.W, field, town.worker_start[u], town.worker_start[u + 1])
    for lane in range(st.R.shape[2]):
        out[o.willing_share, u, lane] = out[o.disappointment_index, u, lane] = 0.0
    if need[o.willing_share]:
        collective, rules = 0.0 if switches[sw.mode] == 1 else 1.0, rules_under(switches)
        for i in range(first, last):
            for lane in range(st.R.shape[2]):
                share = active_share(st, town, i, lane) if collective > 0.0 else 0.0
                settings = settings_at(P, lane)
                out[o.willing_share, u, lane] += logistic(
                    residents.motive(
                        rules,
                        settings,
                        resident_at(st, town, i, lane),
                        service_at(st, u, lane),
                        settings.willing_prediction,
                        1.0,
                        share,
                        collective,
                    )
                )
    if need[o.disappointment_index]:
        for i in range(first, last):
            hurt_row(out[o.disappointment_index, u], st.R[r.disappointment, i], st.R[r.sessions, i])
    for place, field in OF_SERVICES:
        if need[place]:
            copy_row(out[place, u], st.S[field, u])
    for place, entry in SUMS_OF_ENTRIES:
        if need[place]:
            copy_row(out[place, u], st.books[u, entry])


@row
def hurt_row(out, disappointment, sessions):
    """Add the disappointment of those who have ever come."""
    for lane in range(out.shape[0]):
        out[lane] += disappointment[lane] if sessions[lane] > 0.0 else 0.0


@kernel
def sum_up(st, town, P, need, now, out):
    """Programme outcomes from sums over services; then sums of services become means."""
    services, lanes = st.S.shape[1], st.R.shape[2]
    for place in OF_RESIDENTS:
        if need[place]:
            total_row(now[place], out[place], float(st.R.shape[1]))
            for u in range(services):
                divide_row(out[place, u], float(town.resident_start[u + 1] - town.resident_start[u]))
    for place, _ in MEANS_OF_WORKERS:
        if need[place]:
            total_row(now[place], out[place], float(st.W.shape[1]))
            for u in range(services):
                divide_row(out[place, u], float(town.worker_start[u + 1] - town.worker_start[u]))
    if any_needed(need, COMPARED):
        for u in range(services):
            for lane in range(lanes):
                compare(st, P, out, u, lane)
    for place in AVERAGED:
        if need[place]:
            total_row(now[place], out[place], float(services))
    for place in SUMMED:
        if need[place]:
            total_row(now[place], out[place], 1.0)


@inlined
def any_needed(need, places):
    """Whether any of some outcomes is needed."""
    found = 0
    for place in places:
        found |= need[place]
    return found > 0


@row
def total_row(out, by_service, size):
    """Sum over services, divided by a size."""
    for lane in range(out.shape[0]):
        out[lane] = 0.0
    for u in range(by_service.shape[0]):
        add_row(out, by_service[u])
    divide_row(out, size)


@row
def divide_row(out, size):
    """Divide a row by a number."""
    for lane in range(out.shape[0]):
        out[lane] = out[lane] / size


@kernel
def compare(st, P, out, u, lane):
    """Gaps and niches of a service, from its means."""
    quality, aspiration = out[o.quality, u, lane], out[o.aspiration, u, lane]
    out[o.fulfilment, u, lane], out[o.fulfilment_explicit, u, lane] = fulfilment_of(
        out[o.kept_in_time, u, lane] + out[o.kept_late, u, lane],
        out[o.broken_explicit, u, lane],
        out[o.broken_implicit, u, lane],
    )
    out[o.expectation_gap, u, lane] = aspiration - quality
    fell = st.S[s.aspiration_start, u, lane] - aspiration
    out[o.adaptive_preference_gap, u, lane] = fell if quality <= P[p.quality_start, lane] else 0.0
    out[o.misperception, u, lane] = abs(out[o.belief, u, lane] - out[o.willing_share, u, lane])
    norm, strict = out[o.norm, u, lane], out[o.strictness, u, lane] * (1.0 - out[o.engagement, u, lane])
    good = norm > P[p.enabling_norm, lane] and out[o.trust, u, lane] > P[p.enabling_trust, lane]
    out[o.enabling, u, lane] = 1.0 if good and strict < P[p.enabling_strictness, lane] else 0.0
    trapped = norm < P[p.entrapping_norm, lane] and out[o.prediction, u, lane] < P[p.entrapping_prediction, lane]
    out[o.entrapping, u, lane] = 1.0 if trapped else 0.0


@row
def spread_row(out, mean, people, field):
    """Standard deviation of a state between people."""
    for lane in range(out.shape[0]):
        out[lane] = 0.0
    for n in range(people.shape[1]):
        square_row(out, people[field, n], mean)
    for lane in range(out.shape[0]):
        out[lane] = math.sqrt(out[lane] / float(people.shape[1]))


@row
def square_row(out, row, mean):
    """Add squared distances from the mean."""
    for lane in range(out.shape[0]):
        out[lane] += (row[lane] - mean[lane]) * (row[lane] - mean[lane])


@kernel
def sort_people(st, field, lane):
    """Residents by a state: its levels in `marks`, their numbers in order in `people[0]`."""
    n = st.R.shape[1]
    for i in range(n):
        st.marks[i] = st.R[field, i, lane]
        st.people[0, i] = i
    sort_by(st.people[0, :n], st.marks)


@kernel
def gini_of(st, people):
    """Gini coefficient of what `sort_people` has sorted; 0 where all are zero."""
    total = weighted = 0.0
    count = float(people)
    for place in range(people):
        level = st.marks[st.people[0, place]]
        total += level
        weighted += (2.0 * (float(place) + 1.0) - count - 1.0) * level
    return weighted / (count * total) if total > 0.0 else 0.0


@kernel
def sort_and_measure(st, need, now, lane):
    """Quantiles and inequality, of one lane."""
    n = st.R.shape[1]
    for low, middle, high, field in QUANTILES:
        if need[low] or need[middle] or need[high]:
            sort_people(st, field, lane)
            now[low, lane] = st.marks[st.people[0, max(0, -(-10 * n // 100) - 1)]]
            now[middle, lane] = st.marks[st.people[0, max(0, -(-50 * n // 100) - 1)]]
            now[high, lane] = st.marks[st.people[0, max(0, -(-90 * n // 100) - 1)]]
    for out, field in GINIS:
        if need[out]:
            sort_people(st, field, lane)
            now[out, lane] = gini_of(st, n)


@row
def count_row(out, row, low, high):
    """Count those whose level lies between two values."""
    for lane in range(out.shape[0]):
        out[lane] += 1.0 if row[lane] >= low and row[lane] <= high else 0.0


@row
def worst_off_row(total, count, worst, trust, confidence):
    """Add trust and confidence of those who were the worst off."""
    for lane in range(total.shape[0]):
        total[lane] = total[lane] + 0.5 * (trust[lane] + confidence[lane]) if worst[lane] > 0.0 else total[lane]
    for lane in range(total.shape[0]):
        count[lane] += 1.0 if worst[lane] > 0.0 else 0.0


@kernel
def count_people(st, town, need, now):
    """Heroes, second workers, ties, and how the worst off fare."""
    R, lanes = st.R, st.R.shape[2]
    for out, status in HEROES:
        if need[out]:
            fill_row(now[out], 0.0)
            for i in range(R.shape[1]):
                count_row(now[out], R[r.hero, i], status, status)
    if need[o.second_workers]:
        fill_row(now[o.second_workers], 0.0)
        for i in range(R.shape[1]):
            count_row(now[o.second_workers], R[r.secondary, i], 0.0, FOREVER)
    if need[o.acquired_ties] or need[o.cross_ties]:
        measure_ties(st, town, now)
    if need[o.worst_off]:
        total, count = st.B[0], st.B[1]
        for lane in range(lanes):
            total[lane] = count[lane] = 0.0
        for i in range(R.shape[1]):
            if st.fifth[i]:
                worst_off_row(total, count, st.worst[i], R[r.trust, i], R[r.confidence, i])
        for lane in range(lanes):
            now[o.worst_off, lane] = share_of(total[lane], count[lane])


@kernel
def measure_ties(st, town, now):
    """Strength of acquired ties per resident, and how many of them cross services."""
    acquired, cross = now[o.acquired_ties], now[o.cross_ties]
    for lane in range(st.R.shape[2]):
        acquired[lane] = cross[lane] = 0.0
    for i in range(st.R.shape[1]):
        for place in range(TIE_PLACES):
            if st.live[i, place] and town.kinds[i, place] > PERMANENT:
                add_row(acquired, st.T[i, place])
                if town.kinds[i, place] == ACROSS and town.neighbours[i, place] > i:
                    for lane in range(st.R.shape[2]):
                        cross[lane] += 1.0 if st.T[i, place, lane] > 0.0 else 0.0
    divide_row(acquired, float(st.R.shape[1]))


@kernel
def median_of_counts(counts, lane):
    """The median of whole numbers given how often each occurs; not a number where none does."""
    total = below = 0.0
    for value in range(counts.shape[0]):
        total += counts[value, lane]
    for value in range(counts.shape[0]):
        below += counts[value, lane]
        if total > 0.0 and 2.0 * below >= total:
            return float(value)
    return NOT_KNOWN


@in_place
def hand_out(
    st, week, now, now_by_service, wanted, out, wanted_by_service, out_by_service, wanted_of_people, out_of_people
):
    """Write what is wanted of a week to its place: (place, week, ..., lane)."""
    for n in range(len(wanted)):
        for lane in range(out.shape[2]):
            out[n, week, lane] = now[wanted[n], lane]
    for n in range(len(wanted_by_service)):
        for u in range(out_by_service.shape[2]):
            for lane in range(out_by_service.shape[3]):
                out_by_service[n, week, u, lane] = now_by_service[wanted_by_service[n], u, lane]
    for n in range(len(wanted_of_people)):
        for i in range(out_of_people.shape[2]):
            for lane in range(out_of_people.shape[3]):
                out_of_people[n, week, i, lane] = st.R[wanted_of_people[n], i, lane]
