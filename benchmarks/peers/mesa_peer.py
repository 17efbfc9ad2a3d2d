"""The stand-in in Mesa: agents with methods, sets of agents that are told what to do."""

import math
from importlib.metadata import version

import mesa
import numpy as np
import standin as s


class Resident(mesa.Agent):
    def __init__(self, model, unit, worker, trust):
        super().__init__(model)
        self.unit, self.worker, self.trust = unit, worker, trust
        self.came, self.heard, self.neighbours = False, 0.0, []

    def meet(self):
        if self.random.random() >= s.CONTACT:
            return
        u = self.random.random()
        quality = min(1.0, max(0.0, self.worker.engagement + s.NOISE * math.log(u / (1.0 - u))))
        rate = s.RATE * s.LOSS if quality < self.trust else s.RATE
        self.trust += rate * (quality - self.trust)

    def come(self):
        eta = s.BASE + s.SLOPE * self.trust + s.PULL * self.unit.norm
        self.came = self.random.random() < 1.0 / (1.0 + math.exp(-eta))
        self.unit.came += self.came

    def listen(self):
        self.heard = sum(n.trust for n in self.neighbours) / s.TIES

    def take_over(self):
        self.trust += s.PEER * (self.heard - self.trust)


class Worker(mesa.Agent):
    def __init__(self, model, unit, engagement):
        super().__init__(model)
        self.unit, self.engagement = unit, engagement

    def settle(self):
        unit = self.unit
        goal = s.FLOOR + s.GAIN * unit.norm + s.RELIEF / (1.0 + unit.backlog / unit.size)
        self.engagement += s.EASE * (goal - self.engagement)


class Unit(mesa.Agent):
    def __init__(self, model, size):
        super().__init__(model)
        self.size, self.team, self.came, self.backlog, self.norm = size, [], 0, 0.0, 0.0

    def deliver(self):
        done = s.CAPACITY * sum(worker.engagement for worker in self.team)
        self.backlog = max(0.0, self.backlog + s.ISSUES * self.came - done)
        self.norm += s.HABIT * (self.came / self.size - self.norm)
        self.came = 0


class StandIn(mesa.Model):
    def __init__(self, town, seed):
        super().__init__(seed=seed)
        self.units = [Unit(self, size) for size in s.SIZES]
        self.staff = [
            Worker(self, self.units[u], e)
            for u, e in zip(town.worker_unit.tolist(), town.engagement.tolist(), strict=True)
        ]
        for worker in self.staff:
            worker.unit.team.append(worker)
        self.people = [
            Resident(self, self.units[u], self.staff[j], t)
            for u, j, t in zip(town.unit.tolist(), town.worker.tolist(), town.trust.tolist(), strict=True)
        ]
        for resident, peers in zip(self.people, town.neighbours.tolist(), strict=True):
            resident.neighbours = [self.people[n] for n in peers]
        self.sets = {kind: self.agents_by_type[kind] for kind in (Resident, Worker, Unit)}
        self.weekly = []

    def step(self):
        residents, workers, units = self.sets.values()
        residents.do("meet")
        residents.do("come")
        units.do("deliver")
        residents.do("listen")
        residents.do("take_over")
        workers.do("settle")
        self.weekly.append(
            (
                sum(r.trust for r in self.people) / s.RESIDENTS,
                sum(r.came for r in self.people) / s.RESIDENTS,
                sum(u.backlog for u in self.units) / s.UNITS,
                sum(w.engagement for w in self.staff) / s.WORKERS,
            )
        )


def run(town, seed):
    model = StandIn(town, seed)
    for _ in range(s.WEEKS):
        model.step()
    return np.array(model.weekly).T


if __name__ == "__main__":
    s.serve(run, version=version("mesa"))
