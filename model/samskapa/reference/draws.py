"""The chance of one run, week by week: keyed draws, computed for all people at once and looked up by number."""

from __future__ import annotations

from samskapa.science.chance import BEFORE, Decision, uniform, uniforms
from samskapa.science.programme import Programme


class Draws:
    """Uniforms of a run, by decision, week and person.

    Args:
        programme: whose people are drawn for; its seed gives the first cohort.
        chance_seed: seed of everything that happens afterwards.
    """

    def __init__(self, programme: Programme, chance_seed: int):
        self.programme = programme
        self.chance_seed = chance_seed
        self.week = BEFORE
        self._known: dict[tuple[Decision, int, bool], list[float]] = {}

    @property
    def seed(self) -> int:
        """The programme seed before the first week, the chance seed from then on."""
        return self.programme.seed if self.week == BEFORE else self.chance_seed

    def begin(self, week: int) -> None:
        """Forget last week's draws."""
        self.week = week
        self._known.clear()

    def resident(self, decision: Decision, i: int, whom: int = 0) -> float:
        """The draw of resident i for a decision this week."""
        return self._list(decision, whom, False)[i]

    def worker(self, decision: Decision, j: int, whom: int = 0) -> float:
        """The draw of worker j for a decision this week."""
        return self._list(decision, whom, True)[j]

    def other(self, decision: Decision, who: int, whom: int = 0) -> float:
        """The draw of a service, manager or gathering for a decision this week."""
        return uniform(self.seed, decision, self.week, who, whom)

    def pair(self, decision: Decision, i: int, j: int) -> float:
        """The draw of two residents for a decision this week."""
        keys = self.programme.resident_key
        return uniform(self.seed, decision, self.week, int(keys[i]), int(keys[j]))

    def _list(self, decision: Decision, whom: int, of_workers: bool) -> list[float]:
        known = self._known.get((decision, whom, of_workers))
        if known is None:
            keys = self.programme.worker_key if of_workers else self.programme.resident_key
            known = uniforms(self.seed, decision, self.week, keys, whom).tolist()
            self._known[decision, whom, of_workers] = known
        return known
