"""The stand-in in the style of our engine: scalar rules, row forms of them, keyed chance, lanes innermost.

`ours.py TOWN LANES`; the rules below are plain functions, compiled and inlined as those of `samskapa.rules` are.
"""

import sys
from importlib.metadata import version

import numpy as np
import standin as s

from samskapa.chance import Decision, uniform
from samskapa.elementary import logit
from samskapa.engine.compiling import entrance, inlined, kernel

MET, HOW, COMES = int(Decision.CONTACT), int(Decision.CONTACT_NOISE), int(Decision.ATTENDANCE)
# The compiler takes numbers of this module only as constants.
CONTACT, NOISE, LOSS, BASE, SLOPE, PULL = s.CONTACT, s.NOISE, s.LOSS, s.BASE, s.SLOPE, s.PULL
ISSUES, CAPACITY, HABIT, PEER, EASE = s.ISSUES, s.CAPACITY, s.HABIT, s.PEER, s.EASE
FLOOR, GAIN, RELIEF, TIES = s.FLOOR, s.GAIN, s.RELIEF, float(s.TIES)


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


@kernel
def clear_row(out):
    for lane in range(out.shape[0]):
        out[lane] = 0.0


@kernel
def add_row(out, row):
    for lane in range(out.shape[0]):
        out[lane] += row[lane]


@kernel
def divide_row(out, size):
    for lane in range(out.shape[0]):
        out[lane] = out[lane] / size


@kernel
def meet_row(trust, engagement, noise, rate):
    for lane in range(trust.shape[0]):
        trust[lane] = trust_after_contact(trust[lane], engagement[lane], noise, rate[lane])


@kernel
def come_row(count, draw, trust, norm):
    for lane in range(count.shape[0]):
        count[lane] += comes(draw, trust[lane], norm[lane])


@kernel
def deliver_row(backlog, norm, count, engaged, size):
    for lane in range(backlog.shape[0]):
        backlog[lane] = backlog_after(backlog[lane], count[lane], engaged[lane])
        norm[lane] = moved(norm[lane], count[lane] / size, HABIT)


@kernel
def hear_row(heard, a, b, c, d, e, f):
    for lane in range(heard.shape[0]):
        heard[lane] = (a[lane] + b[lane] + c[lane] + d[lane] + e[lane] + f[lane]) / TIES


@kernel
def take_over_row(trust, heard):
    for lane in range(trust.shape[0]):
        trust[lane] = moved(trust[lane], heard[lane], PEER)


@kernel
def settle_row(engagement, norm, backlog, size):
    for lane in range(engagement.shape[0]):
        engagement[lane] = moved(engagement[lane], engagement_goal(norm[lane], backlog[lane], size), EASE)


@kernel
def one_week(trust, heard, engagement, backlog, norm, count, engaged, unit, worker, near, teams, sizes, rate, seed,
             week, out):
    residents, units = trust.shape[0], backlog.shape[0]
    for i in range(residents):
        if uniform(seed, MET, week, i) < CONTACT:
            noise = NOISE * logit(uniform(seed, HOW, week, i))
            meet_row(trust[i], engagement[worker[i]], noise, rate)
    for u in range(units):
        clear_row(count[u])
    for i in range(residents):
        come_row(count[unit[i]], logit(uniform(seed, COMES, week, i)), trust[i], norm[unit[i]])
    for u in range(units):
        clear_row(engaged)
        for j in range(teams[u], teams[u + 1]):
            add_row(engaged, engagement[j])
        deliver_row(backlog[u], norm[u], count[u], engaged, sizes[u])
        add_row(out[1, week], count[u])
        add_row(out[2, week], backlog[u])
    for i in range(residents):
        hear_row(heard[i], trust[near[i, 0]], trust[near[i, 1]], trust[near[i, 2]], trust[near[i, 3]],
                 trust[near[i, 4]], trust[near[i, 5]])
    for i in range(residents):
        take_over_row(trust[i], heard[i])
        add_row(out[0, week], trust[i])
    for u in range(units):
        for j in range(teams[u], teams[u + 1]):
            settle_row(engagement[j], norm[u], backlog[u], sizes[u])
            add_row(out[3, week], engagement[j])
    divide_row(out[0, week], float(residents))
    divide_row(out[1, week], float(residents))
    divide_row(out[2, week], float(units))
    divide_row(out[3, week], float(engagement.shape[0]))


@entrance
def run_weeks(trust, heard, engagement, backlog, norm, count, engaged, unit, worker, near, teams, sizes, rate, seed,
              out):
    for week in range(out.shape[1]):
        one_week(trust, heard, engagement, backlog, norm, count, engaged, unit, worker, near, teams, sizes, rate,
                 seed, week, out)


def main():
    lanes = int(sys.argv[2])
    sizes, teams, rates = np.array(s.SIZES, dtype=float), np.cumsum([0, *s.TEAMS]).astype(np.int64), s.rates_of(lanes)

    def run(town, seed):
        def spread(levels):
            return np.repeat(levels[:, None], lanes, 1)

        out = np.zeros((len(s.OUTCOMES), s.WEEKS, lanes))
        run_weeks(
            spread(town.trust), np.zeros((s.RESIDENTS, lanes)), spread(town.engagement),
            *(np.zeros((s.UNITS, lanes)) for _ in range(3)), np.zeros(lanes),
            town.unit, town.worker, town.neighbours, teams, sizes, rates, seed, out,
        )
        return out

    s.serve(run, lanes, version=version("samskapa"))


if __name__ == "__main__":
    main()
