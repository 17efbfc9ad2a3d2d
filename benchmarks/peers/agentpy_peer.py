"""The stand-in in AgentPy: agents with methods, lists of agents that pass a call on, variables recorded."""

import math
from importlib.metadata import version

import agentpy as ap
import standin as s


class Resident(ap.Agent):
    def setup(self):
        self.came, self.heard = False, 0.0

    def meet(self):
        chance = self.model.random
        if chance.random() >= s.CONTACT:
            return
        u = chance.random()
        quality = min(1.0, max(0.0, self.worker.engagement + s.NOISE * math.log(u / (1.0 - u))))
        rate = s.RATE * s.LOSS if quality < self.trust else s.RATE
        self.trust += rate * (quality - self.trust)

    def come(self):
        eta = s.BASE + s.SLOPE * self.trust + s.PULL * self.unit.norm
        self.came = self.model.random.random() < 1.0 / (1.0 + math.exp(-eta))
        self.unit.came += self.came

    def listen(self):
        self.heard = sum(n.trust for n in self.neighbours) / s.TIES

    def take_over(self):
        self.trust += s.PEER * (self.heard - self.trust)


class Worker(ap.Agent):
    def settle(self):
        unit = self.unit
        goal = s.FLOOR + s.GAIN * unit.norm + s.RELIEF / (1.0 + unit.backlog / unit.size)
        self.engagement += s.EASE * (goal - self.engagement)


class Unit(ap.Agent):
    def setup(self):
        self.came, self.backlog, self.norm = 0, 0.0, 0.0

    def deliver(self):
        done = s.CAPACITY * sum(worker.engagement for worker in self.team)
        self.backlog = max(0.0, self.backlog + s.ISSUES * self.came - done)
        self.norm += s.HABIT * (self.came / self.size - self.norm)
        self.came = 0


class StandIn(ap.Model):
    def setup(self):
        town = self.p.town
        self.units = ap.AgentList(self, s.UNITS, Unit)
        self.staff = ap.AgentList(self, s.WORKERS, Worker)
        self.people = ap.AgentList(self, s.RESIDENTS, Resident)
        for unit, size in zip(self.units, s.SIZES, strict=True):
            unit.size, unit.team = size, []
        for worker, u, level in zip(self.staff, town.worker_unit.tolist(), town.engagement.tolist(), strict=True):
            worker.unit, worker.engagement = self.units[u], level
            worker.unit.team.append(worker)
        for i, resident in enumerate(self.people):
            resident.unit, resident.worker = self.units[int(town.unit[i])], self.staff[int(town.worker[i])]
            resident.trust = float(town.trust[i])
            resident.neighbours = [self.people[n] for n in town.neighbours[i].tolist()]

    def step(self):
        self.people.meet()
        self.people.come()
        self.units.deliver()
        self.people.listen()
        self.people.take_over()
        self.staff.settle()

    def update(self):
        if self.t == 0:
            return
        self.record("trust", sum(self.people.trust) / s.RESIDENTS)
        self.record("attendance", sum(self.people.came) / s.RESIDENTS)
        self.record("backlog", sum(self.units.backlog) / s.UNITS)
        self.record("engagement", sum(self.staff.engagement) / s.WORKERS)


def run(town, seed):
    results = StandIn({"steps": s.WEEKS, "seed": seed, "town": town}).run(display=False)
    return results.variables.StandIn[list(s.OUTCOMES)].to_numpy().T


if __name__ == "__main__":
    s.serve(run, version=version("agentpy"))
