"""The stand-in through samskapa's own engine: only the list of rules is another.

`ours.py TOWN LANES`. Blocks, chance, rows, state, outcomes and the guard of bounds are those of the real model; the
rules below are plain functions, compiled and inlined as those of `samskapa.science.rules` are.
"""

import sys
from importlib.metadata import version

import numpy as np
import standin as s

from samskapa.engine.machine.blocks import Form, run_compiled
from samskapa.engine.machine.draws import any_below, draw_for_all, fill_row, logit_row
from samskapa.engine.machine.jit import entrance, in_place, inlined, kernel, row
from samskapa.engine.machine.layout import d, p, r, w
from samskapa.engine.machine.layout import s as service
from samskapa.engine.machine.state import town_of
from samskapa.engine.week.everyday import add_row
from samskapa.engine.week.phases import check_bounds
from samskapa.engine.week.recording import hand_out, record
from samskapa.science.chance import BEFORE, uniform
from samskapa.science.elementary import logit
from samskapa.science.programme import ServicePlan
from samskapa.science.run import Run
from samskapa.science.scenarios import Scenario
from samskapa.science.settings import Settings

# The compiler takes numbers of this module only as constants.
CONTACT, NOISE, LOSS, BASE, SLOPE, PULL = s.CONTACT, s.NOISE, s.LOSS, s.BASE, s.SLOPE, s.PULL
ISSUES, CAPACITY, HABIT, PEER, EASE = s.ISSUES, s.CAPACITY, s.HABIT, s.PEER, s.EASE
FLOOR, GAIN, RELIEF, TIES = s.FLOOR, s.GAIN, s.RELIEF, float(s.TIES)
OUTCOMES = {"trust": 1.0, "attended": float(s.RESIDENTS), "backlog": 1.0, "engagement": 1.0}
"""The model's outcomes that say what the stand-in's four do, and by what they are divided."""


@inlined
def trust_after_contact(trust, engagement, noise, rate):
    quality = min(1.0, max(0.0, engagement + noise))
    return trust + (rate * LOSS if quality < trust else rate) * (quality - trust)


@inlined
def comes(draw, trust, norm):
    return 1.0 if draw < BASE + SLOPE * trust + PULL * norm else 0.0


@inlined
def backlog_after(backlog, came, engaged):
    return max(0.0, backlog + ISSUES * came - CAPACITY * engaged)


@inlined
def moved(level, goal, rate):
    return level + rate * (goal - level)


@inlined
def engagement_goal(norm, backlog, size):
    return FLOOR + GAIN * norm + RELIEF / (1.0 + backlog / size)


@row
def meet_row(trust, draw, noise, engagement, rate):
    for lane in range(trust.shape[0]):
        after = trust_after_contact(trust[lane], engagement[lane], NOISE * noise[lane], rate[lane])
        trust[lane] = after if draw[lane] < CONTACT else trust[lane]


@row
def come_row(count, draw, trust, norm):
    for lane in range(count.shape[0]):
        count[lane] += comes(draw[lane], trust[lane], norm[lane])


@row
def deliver_row(backlog, norm, count, engaged, size):
    for lane in range(backlog.shape[0]):
        backlog[lane] = backlog_after(backlog[lane], count[lane], engaged[lane])
        norm[lane] = moved(norm[lane], count[lane] / size, HABIT)


@row
def hear_row(heard, a, b, c, d, e, f):
    for lane in range(heard.shape[0]):
        heard[lane] = (a[lane] + b[lane] + c[lane] + d[lane] + e[lane] + f[lane]) / TIES


@row
def take_over_row(trust, heard):
    for lane in range(trust.shape[0]):
        trust[lane] = moved(trust[lane], heard[lane], PEER)


@row
def settle_row(engagement, norm, backlog, size):
    for lane in range(engagement.shape[0]):
        engagement[lane] = moved(engagement[lane], engagement_goal(norm[lane], backlog[lane], size), EASE)


@kernel
def meet(st, town, P, seeds, shared, week):
    R, draw, noise = st.R, st.B[0], st.B[1]
    draw_for_all(st.marks, seeds, shared, d.CONTACT, week, town.resident_key)
    for i in range(R.shape[1]):
        if any_below(draw, st.marks[i], seeds, shared, d.CONTACT, week, town.resident_key[i], CONTACT):
            logit_row(noise, seeds, shared, d.CONTACT_NOISE, week, town.resident_key[i], 0)
            meet_row(R[r.trust, i], draw, noise, st.W[w.engagement, town.primary[i]], P[p.trust_rate])


@kernel
def come(st, town, seeds, shared, week):
    S, draw = st.S, st.B[0]
    for u in range(S.shape[1]):
        for lane in range(S.shape[2]):
            S[service.attended, u, lane] = 0.0
    draw_for_all(st.marks, seeds, shared, d.ATTENDANCE, week, town.resident_key)
    for i in range(st.R.shape[1]):
        st.marks[i] = logit(st.marks[i]) if shared else 0.0
    for i in range(st.R.shape[1]):
        u = town.resident_service[i]
        if shared:
            fill_row(draw, st.marks[i])
        else:
            logit_row(draw, seeds, shared, d.ATTENDANCE, week, town.resident_key[i], 0)
        come_row(S[service.attended, u], draw, st.R[r.trust, i], S[service.norm, u])


@kernel
def deliver(st, town):
    S, engaged = st.S, st.B[0]
    for u in range(S.shape[1]):
        for lane in range(S.shape[2]):
            engaged[lane] = 0.0
        for j in range(town.worker_start[u], town.worker_start[u + 1]):
            add_row(engaged, st.W[w.engagement, j])
        deliver_row(S[service.backlog, u], S[service.norm, u], S[service.attended, u], engaged, size_of(town, u))


@inlined
def size_of(town, u):
    return float(town.resident_start[u + 1] - town.resident_start[u])


@kernel
def talk(st, town):
    trust, heard, near = st.R[r.trust], st.R[r.next_trust], town.neighbours
    for i in range(len(trust)):
        hear_row(
            heard[i],
            trust[near[i, 0]],
            trust[near[i, 1]],
            trust[near[i, 2]],
            trust[near[i, 3]],
            trust[near[i, 4]],
            trust[near[i, 5]],
        )
    for i in range(len(trust)):
        take_over_row(trust[i], heard[i])


@kernel
def settle(st, town):
    for u in range(st.S.shape[1]):
        for j in range(town.worker_start[u], town.worker_start[u + 1]):
            settle_row(st.W[w.engagement, j], st.S[service.norm, u], st.S[service.backlog, u], size_of(town, u))


@in_place
def one_week(st, town, P, switches, seeds, shared, week, need, now, now_by_service, broken):
    meet(st, town, P, seeds, shared, week)
    come(st, town, seeds, shared, week)
    deliver(st, town)
    talk(st, town)
    settle(st, town)
    record(st, town, P, switches, need, now, now_by_service)
    check_bounds(st, week, broken)


@entrance
def start(st, town, P, switches, programme_seed):
    for lane in range(st.R.shape[2]):
        for i in range(st.R.shape[1]):
            st.R[r.trust, i, lane] = 0.2 + 0.5 * uniform(programme_seed, d.TRUST, BEFORE, town.resident_key[i])
        for j in range(st.W.shape[1]):
            st.W[w.engagement, j, lane] = 0.3 + 0.4 * uniform(programme_seed, d.ENGAGEMENT, BEFORE, j)


@entrance
def run_weeks(
    st,
    town,
    P,
    switches,
    seeds,
    shared,
    calendar,
    first,
    last,
    need,
    now,
    now_by_service,
    wanted,
    out,
    wanted_by_service,
    out_by_service,
    wanted_of_people,
    out_of_people,
    broken,
):
    for week in range(first, last):
        one_week(st, town, P, switches, seeds, shared, week, need, now, now_by_service, broken)
        hand_out(
            st,
            week,
            now,
            now_by_service,
            wanted,
            out,
            wanted_by_service,
            out_by_service,
            wanted_of_people,
            out_of_people,
        )


def main():
    lanes, town = int(sys.argv[2]), s.load(sys.argv[1])
    people = zip(s.SIZES, s.TEAMS, strict=True)
    plans = tuple(ServicePlan(f"unit_{u}", "stand-in", *both) for u, both in enumerate(people))
    worlds = [Scenario("standin", "", "", s.WEEKS, plans, Settings({"trust_rate": rate})) for rate in s.rates_of(lanes)]

    def town_as_drawn(programme):
        return town_of(programme)._replace(
            neighbours=town.neighbours, primary=town.worker, resident_key=np.arange(s.RESIDENTS)
        )

    form = Form(town_as_drawn, start, run_weeks)

    def run(_, seed):
        runs = [Run(world, 1, seed, s.WEEKS, tuple(OUTCOMES), place=(0, lane, 0)) for lane, world in enumerate(worlds)]
        found = dict(run_compiled(runs, 1, lanes, form))
        for result in found.values():
            if result.failure:
                raise SystemExit(result.failure)
        return np.array(
            [[found[lane].arrays[name] / by for lane in range(lanes)] for name, by in OUTCOMES.items()]
        ).swapaxes(1, 2)

    s.serve(run, lanes, version=version("samskapa"))


if __name__ == "__main__":
    main()
