"""The stand-in in Starsim: a module with states of people, draws from its keyed distributions, ties as a network.

Starsim's agents are people; workers and units are no people of its kind and live as arrays of the module.
"""

from importlib.metadata import version

import numpy as np
import standin as s
import starsim as ss


class Ties(ss.Network):
    def __init__(self, town):
        super().__init__(name="ties")
        self.town = town

    def init_post(self):
        super().init_post()
        one = np.repeat(np.arange(s.RESIDENTS), s.TIES)
        self.append(p1=ss.uids(one), p2=ss.uids(self.town.neighbours.ravel()), beta=np.ones(len(one)))

    def step(self):
        pass


class CoProduction(ss.Module):
    def __init__(self, town):
        super().__init__(name="standin")
        self.define_states(ss.FloatArr("trust"), ss.BoolArr("came"))
        self.town, self.engagement = town, town.engagement.copy()
        self.sizes = np.array(s.SIZES, dtype=float)
        self.backlog, self.norm = np.zeros(s.UNITS), np.zeros(s.UNITS)
        self.meets, self.noise, self.comes = ss.random(), ss.random(), ss.random()

    def init_results(self):
        super().init_results()
        self.define_results(*(ss.Result(name, dtype=float, scale=False) for name in s.OUTCOMES))

    def init_post(self):
        super().init_post()
        self.trust[:] = self.town.trust

    def step(self):
        town, everybody = self.town, self.sim.people.auids
        trust = self.trust.values
        met, u = self.meets.rvs(everybody) < s.CONTACT, self.noise.rvs(everybody).astype(float)
        quality = np.clip(self.engagement[town.worker] + s.NOISE * np.log(u / (1.0 - u)), 0.0, 1.0)
        rate = np.where(quality < trust, s.RATE * s.LOSS, s.RATE)
        trust = trust + np.where(met, rate, 0.0) * (quality - trust)
        chance = 1.0 / (1.0 + np.exp(-(s.BASE + s.SLOPE * trust + s.PULL * self.norm[town.unit])))
        came = self.comes.rvs(everybody) < chance
        count = np.bincount(town.unit, came, s.UNITS)
        done = s.CAPACITY * np.bincount(town.worker_unit, self.engagement, s.UNITS)
        self.backlog = np.maximum(0.0, self.backlog + s.ISSUES * count - done)
        self.norm += s.HABIT * (count / self.sizes - self.norm)
        ties = self.sim.networks.ties.edges
        heard = np.bincount(ties.p1, trust[ties.p2], s.RESIDENTS) / s.TIES
        self.trust[:], self.came[:] = trust + s.PEER * (heard - trust), came
        goal = s.FLOOR + s.GAIN * self.norm + s.RELIEF / (1.0 + self.backlog / self.sizes)
        self.engagement += s.EASE * (goal[town.worker_unit] - self.engagement)

    def update_results(self):
        super().update_results()
        self.results["trust"][self.ti] = self.trust.values.mean()
        self.results["attendance"][self.ti] = self.came.values.mean()
        self.results["backlog"][self.ti] = self.backlog.mean()
        self.results["engagement"][self.ti] = self.engagement.mean()


def run(town, seed):
    sim = ss.Sim(
        n_agents=s.RESIDENTS,
        start=0,
        dur=s.WEEKS - 1,
        dt=ss.weeks(1),
        rand_seed=seed,
        networks=Ties(town),
        modules=CoProduction(town),
        verbose=0,
        copy_inputs=False,
    )
    sim.run()
    return np.array([sim.results.standin[name].values[: s.WEEKS] for name in s.OUTCOMES])


if __name__ == "__main__":
    s.serve(run, version=version("starsim"))
