"""The stand-in in numpy: whole arrays of residents at once, or of residents by lanes (`numpy_peer.py TOWN 64`)."""

import sys

import numpy as np
import standin as s


def run(town, seed, lanes=1):
    chance = np.random.default_rng(seed)  # noqa: TID251 - a peer draws in its own way
    trust, engagement = np.repeat(town.trust[:, None], lanes, 1), np.repeat(town.engagement[:, None], lanes, 1)
    sizes = np.array(s.SIZES, dtype=float)[:, None]
    first_resident = np.concatenate([[0], np.cumsum(s.SIZES)[:-1]])
    first_worker = np.concatenate([[0], np.cumsum(s.TEAMS)[:-1]])
    backlog, norm = np.zeros((s.UNITS, lanes)), np.zeros((s.UNITS, lanes))
    rates = s.rates_of(lanes)
    out = np.zeros((len(s.OUTCOMES), s.WEEKS, lanes))
    for week in range(s.WEEKS):
        u = chance.random((3, s.RESIDENTS, 1))
        noise = s.NOISE * np.log(u[1] / (1.0 - u[1]))
        quality = np.clip(engagement[town.worker] + noise, 0.0, 1.0)
        rate = np.where(quality < trust, rates * s.LOSS, rates)
        trust += np.where(u[0] < s.CONTACT, rate, 0.0) * (quality - trust)
        came = u[2] < 1.0 / (1.0 + np.exp(-(s.BASE + s.SLOPE * trust + s.PULL * norm[town.unit])))
        count = np.add.reduceat(came.astype(float), first_resident)
        done = s.CAPACITY * np.add.reduceat(engagement, first_worker)
        backlog = np.maximum(0.0, backlog + s.ISSUES * count - done)
        norm += s.HABIT * (count / sizes - norm)
        trust += s.PEER * (trust[town.neighbours].sum(axis=1) / s.TIES - trust)
        goal = s.FLOOR + s.GAIN * norm + s.RELIEF / (1.0 + backlog / sizes)
        engagement += s.EASE * (goal[town.worker_unit] - engagement)
        out[:, week] = trust.mean(0), came.mean(0), backlog.mean(0), engagement.mean(0)
    return out


if __name__ == "__main__":
    lanes = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    s.serve(lambda town, seed: run(town, seed, lanes), lanes, version=np.__version__)
