"""The stand-in in ambr (AMBER): its vectorised lane, columns of a frame read and written as wholes."""

from importlib.metadata import version

import ambr as am
import numpy as np
import standin as s


class StandIn(am.Model):
    def setup(self):
        town = self.p["town"]
        self.town, self.engagement = town, town.engagement.copy()
        self.sizes = np.array(s.SIZES, dtype=float)
        self.backlog, self.norm = np.zeros(s.UNITS), np.zeros(s.UNITS)
        self.add_agents(s.RESIDENTS, trust=town.trust, came=np.zeros(s.RESIDENTS))

    def step_vectorized(self):
        town = self.town
        trust = self.agents.array("trust").copy()
        u = self.rng.random((3, s.RESIDENTS))
        quality = np.clip(self.engagement[town.worker] + s.NOISE * np.log(u[1] / (1.0 - u[1])), 0.0, 1.0)
        rate = np.where(quality < trust, s.RATE * s.LOSS, s.RATE)
        trust += np.where(u[0] < s.CONTACT, rate, 0.0) * (quality - trust)
        came = u[2] < 1.0 / (1.0 + np.exp(-(s.BASE + s.SLOPE * trust + s.PULL * self.norm[town.unit])))
        count = np.bincount(town.unit, came, s.UNITS)
        done = s.CAPACITY * np.bincount(town.worker_unit, self.engagement, s.UNITS)
        self.backlog = np.maximum(0.0, self.backlog + s.ISSUES * count - done)
        self.norm += s.HABIT * (count / self.sizes - self.norm)
        trust += s.PEER * (trust[town.neighbours].sum(axis=1) / s.TIES - trust)
        goal = s.FLOOR + s.GAIN * self.norm + s.RELIEF / (1.0 + self.backlog / self.sizes)
        self.engagement += s.EASE * (goal[town.worker_unit] - self.engagement)
        self.agents.set(trust=trust, came=came.astype(float))

    def update(self):
        self.record_model("trust", self.agents.trust.mean())
        self.record_model("attendance", self.agents.came.mean())
        self.record_model("backlog", float(self.backlog.mean()))
        self.record_model("engagement", float(self.engagement.mean()))


def run(town, seed):
    results = StandIn({"steps": s.WEEKS, "seed": seed, "town": town}).cpu(mode="vectorized").run()
    return results.model.select(s.OUTCOMES).to_numpy().T[:, -s.WEEKS :]


if __name__ == "__main__":
    s.serve(run, version=version("ambr"))
