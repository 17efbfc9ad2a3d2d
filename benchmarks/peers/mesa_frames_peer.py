"""The stand-in in mesa-frames: sets of agents are polars frames, a phase is a few expressions over columns."""

from importlib.metadata import version

import numpy as np
import polars as pl
import standin as s
from mesa_frames import AgentSetPolars, ModelDF

TRUST, QUALITY = pl.col("trust"), pl.col("quality")


class Residents(AgentSetPolars):
    def __init__(self, model, town):
        super().__init__(model)
        self.add(
            pl.DataFrame(
                {
                    "unique_id": np.arange(s.RESIDENTS),
                    "unit": town.unit,
                    "worker": town.worker,
                    "trust": town.trust,
                    "came": np.zeros(s.RESIDENTS),
                }
            )
        )
        self.peers = [pl.Series(town.neighbours[:, place]) for place in range(s.TIES)]

    def step(self):
        """Asked for by the library; the model orders the phases itself, since they cross sets."""

    def meet(self, engagement):
        chance = self.model.random
        u = chance.random(s.RESIDENTS)
        self.agents = self.agents.with_columns(
            met=pl.Series(chance.random(s.RESIDENTS) < s.CONTACT),
            quality=(engagement.gather(self["worker"]) + s.NOISE * pl.Series(np.log(u / (1.0 - u)))).clip(0.0, 1.0),
        ).with_columns(
            trust=TRUST
            + pl.when("met")
            .then(pl.when(QUALITY < TRUST).then(s.RATE * s.LOSS).otherwise(s.RATE) * (QUALITY - TRUST))
            .otherwise(0.0)
        )

    def come(self, norm):
        draw = pl.Series(self.model.random.random(s.RESIDENTS))
        eta = s.BASE + s.SLOPE * TRUST + s.PULL * norm.gather(self["unit"])
        self.agents = self.agents.with_columns(came=(draw < 1.0 / (1.0 + (-eta).exp())).cast(pl.Float64))
        return self.agents.group_by("unit", maintain_order=True).agg(pl.col("came").sum())["came"]

    def talk(self):
        trust = self["trust"]
        heard = sum((trust.gather(place) for place in self.peers), pl.Series(np.zeros(s.RESIDENTS))) / s.TIES
        self.agents = self.agents.with_columns(trust=TRUST + s.PEER * (heard - TRUST))


class Workers(AgentSetPolars):
    def __init__(self, model, town):
        super().__init__(model)
        self.add(
            pl.DataFrame(
                {
                    "unique_id": np.arange(10_000, 10_000 + s.WORKERS),
                    "unit": town.worker_unit,
                    "engagement": town.engagement,
                }
            )
        )

    def step(self):
        """As above."""

    def done(self):
        return self.agents.group_by("unit", maintain_order=True).agg(pl.col("engagement").sum())["engagement"]

    def settle(self, goal):
        here = pl.col("engagement")
        self.agents = self.agents.with_columns(engagement=here + s.EASE * (goal.gather(self["unit"]) - here))


class StandIn(ModelDF):
    def __init__(self, town, seed):
        super().__init__(seed)
        self.residents, self.workers = Residents(self, town), Workers(self, town)
        self.agents += [self.residents, self.workers]
        self.units = pl.DataFrame(
            {"size": np.array(s.SIZES, dtype=float), "backlog": np.zeros(s.UNITS), "norm": np.zeros(s.UNITS)}
        )
        self.weekly = []

    def step(self):
        self.residents.meet(self.workers["engagement"])
        came = self.residents.come(self.units["norm"])
        backlog, norm, size = pl.col("backlog"), pl.col("norm"), pl.col("size")
        self.units = self.units.with_columns(
            backlog=(backlog + s.ISSUES * came - s.CAPACITY * self.workers.done()).clip(0.0),
            norm=norm + s.HABIT * (came / size - norm),
        )
        self.residents.talk()
        self.workers.settle(self.units.select(s.FLOOR + s.GAIN * norm + s.RELIEF / (1.0 + backlog / size)).to_series())
        self.weekly.append(
            (
                self.residents["trust"].mean(),
                self.residents["came"].mean(),
                self.units["backlog"].mean(),
                self.workers["engagement"].mean(),
            )
        )


def run(town, seed):
    model = StandIn(town, seed)
    for _ in range(s.WEEKS):
        model.step()
    return np.array(model.weekly).T


if __name__ == "__main__":
    s.serve(run, version=version("mesa-frames"))
