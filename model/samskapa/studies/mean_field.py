"""The mean-field map: what a programme would do if everybody were alike and heard of everything.

Residents share one belief P that what they raise is acted on. It decides how many take part, that decides how many
promises can be kept, and kept and broken promises move the belief:

    x(P) = x0 + (1 - x0) sig(k (P - c)),   f(x) = f0 + (E + w x) min(x, K),   P' = P + l [f (1 - P) - rho (1 - f) P].

With f0 = w = 0 this is the one-sided map. Where it has two stable beliefs, the one between them is the tipping start.
Folds are found without a search over parameters: along the fixed points the cost c, or the engagement E, is an
explicit function of participation, and a fold is where that function turns.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

GRID = 2000
"""Cells in which a change of sign or a turn is looked for; two that lie in one cell are not told apart."""


@dataclass(frozen=True, slots=True)
class MeanField:
    """One map. Shares throughout, except for the sharpness (logits per unit of belief) and the loss ratio.

    Attributes:
        engagement: E, what staff keep per participation.
        sharpness: k, how sharply participation rises with belief.
        cost: c, the belief at which half of those beside the core take part.
        core: x0, regulars who come whatever they believe.
        capacity: K, participation above which no more can be kept.
        loss_ratio: rho, how much faster belief falls than it rises.
        response: w, what participation adds to the engagement of staff.
        floor: f0, what is kept although nobody takes part.
        aspiration, awakening, hurt: A, g and b of D = g [A - f]+, which raises the cost to c + b D.
    """

    engagement: float
    sharpness: float = 10.0
    cost: float = 0.35
    core: float = 0.0
    capacity: float = 1.0
    loss_ratio: float = 1.0
    response: float = 0.0
    floor: float = 0.0
    aspiration: float = 0.0
    awakening: float = 0.0
    hurt: float = 0.0

    def __post_init__(self) -> None:
        """Refuse disappointment so strong that a belief alone no longer says how many take part.

        Raises:
            ValueError: k b g (E + 2 w) is not below 4.
        """
        if self.sharpness * self.hurt * self.awakening * (self.engagement + 2.0 * self.response) >= 4.0:
            raise ValueError("disappointment this strong leaves several participations at one belief")

    def participation(self, belief: float) -> float:
        """Share of residents who take part at a belief; with disappointment, the share that is consistent with it."""
        if not self.awakening * self.hurt:
            return self._at_cost(belief, self.cost)
        from scipy.optimize import brentq

        def surplus(share: float) -> float:
            return share - self._at_cost(belief, self.cost_at(self.fulfilment(share)))

        found: float = brentq(surplus, 0.0, 1.0, xtol=1e-13) if surplus(0.0) < 0.0 < surplus(1.0) else 1.0
        return found

    def cost_at(self, fulfilment: float) -> float:
        """The cost where so much is kept: what is wished and not kept disappoints, and keeps people away."""
        return self.cost + self.hurt * self.awakening * max(0.0, self.aspiration - fulfilment)

    def fulfilment(self, participation: float) -> float:
        """Share of promises kept at a participation, at most 1."""
        engaged = self.engagement + self.response * participation
        return min(1.0, self.floor + engaged * min(participation, self.capacity))

    def goal(self, belief: float) -> float:
        """The belief at which a belief would rest if participation stayed what this one brings about."""
        return stationary_belief(self.fulfilment(self.participation(belief)), self.loss_ratio)

    def drift(self, belief: float) -> float:
        """Mean move of the belief by one promise, at a learning rate of 1."""
        kept = self.fulfilment(self.participation(belief))
        return kept * (1.0 - belief) - self.loss_ratio * (1.0 - kept) * belief

    def path(self, start: float, rate: float, promises: int) -> list[float]:
        """The belief before the first and after each of so many mean moves at a learning rate."""
        beliefs = [start]
        for _ in range(promises):
            beliefs.append(beliefs[-1] + rate * self.drift(beliefs[-1]))
        return beliefs

    def _at_cost(self, belief: float, cost: float) -> float:
        return self.core + (1.0 - self.core) / (1.0 + math.exp(-self.sharpness * (belief - cost)))

    def _belief_of(self, participation: float) -> float:
        """The belief that brings about a participation above the core."""
        share = (participation - self.core) / (1.0 - self.core)
        return self.cost_at(self.fulfilment(participation)) + math.log(share / (1.0 - share)) / self.sharpness


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """A belief that holds itself, with the participation and the fulfilment it brings about."""

    belief: float
    participation: float
    fulfilment: float
    stable: bool


def stationary_belief(fulfilment: float, loss_ratio: float) -> float:
    """The mean belief under promises of which a share is kept, at any learning rate: f / (f + rho (1 - f)).

    >>> stationary_belief(0.5, 1.5)
    0.4
    """
    return fulfilment / (fulfilment + loss_ratio * (1.0 - fulfilment))


def required_fulfilment(belief: float, loss_ratio: float) -> float:
    """The fulfilment that holds a belief, the inverse of `stationary_belief`.

    >>> round(required_fulfilment(0.4, 2.25), 12)
    0.6
    """
    return loss_ratio * belief / (1.0 - belief + loss_ratio * belief)


def fixed_points(one: MeanField) -> list[FixedPoint]:
    """The beliefs that hold themselves, from low to high; stable where the drift falls.

    >>> [round(point.belief, 3) for point in fixed_points(MeanField(0.9, cost=0.4))]
    [0.02, 0.359, 0.894]
    """
    from scipy.optimize import brentq

    edges = [n / GRID for n in range(GRID + 1)]
    drifts = [one.drift(belief) for belief in edges]
    found = []
    for n in range(GRID):
        if (drifts[n] > 0.0) == (drifts[n + 1] > 0.0):
            continue
        belief = brentq(one.drift, edges[n], edges[n + 1], xtol=1e-14)
        share = one.participation(belief)
        found.append(FixedPoint(belief, share, one.fulfilment(share), drifts[n] > 0.0))
    return found


def tipping_start(one: MeanField) -> float | None:
    """The start above which belief grows into the good state and below which it falls; None with a single state."""
    return next((point.belief for point in fixed_points(one) if not point.stable), None)


def critical_capacity(one: MeanField) -> float | None:
    """The smallest capacity with which the good state exists: f_tip / E, the participation at the tipping start.

    Raises:
        ValueError: staff who answer participation, or a floor: the plateau is not flat, and the formula not this.
    """
    if one.response or one.floor or one.hurt:
        raise ValueError("the closed form holds for the one-sided map: response, floor and hurt must be 0")
    tipping = tipping_start(replace(one, capacity=1.0))
    return None if tipping is None else required_fulfilment(tipping, one.loss_ratio) / one.engagement


def window_of_costs(one: MeanField) -> tuple[float, float] | None:
    """The costs between which there are two stable beliefs, whatever the cost of the map itself; None for none.

    >>> low, high = window_of_costs(MeanField(0.8)) or (0.0, 0.0)
    >>> round(low, 3), round(high, 3)
    (0.293, 0.507)
    """
    free = replace(one, cost=0.0)

    def cost(share: float) -> float:
        return stationary_belief(one.fulfilment(share), one.loss_ratio) - free._belief_of(share)

    return _turns(cost, one.core)


def window_of_engagement(one: MeanField) -> tuple[float, float] | None:
    """The engagements E between which there are two stable beliefs, for a map whose cost does not hang on E.

    Raises:
        ValueError: disappointment, through which the cost hangs on the engagement.
    """
    if one.hurt:
        raise ValueError("with disappointment the cost hangs on the engagement: hurt must be 0")

    def engagement(share: float) -> float:
        belief = one._belief_of(share)
        if not 0.0 < belief < 1.0:
            return math.nan
        kept = required_fulfilment(belief, one.loss_ratio) - one.floor
        return kept / min(share, one.capacity) - one.response * share

    turned = _turns(lambda share: -engagement(share), one.core)
    return None if turned is None else (-turned[1], -turned[0])


def closed_window_of_costs(engagement: float, sharpness: float = 10.0) -> tuple[float, float] | None:
    """The same window in closed form, for rho = 1, no core and ample capacity: None unless k E > 4.

    >>> closed_window_of_costs(0.4) is None
    True
    """
    if sharpness * engagement <= 4.0:
        return None
    half = 0.5 * math.sqrt(1.0 - 4.0 / (sharpness * engagement))
    low, high = (engagement * share - math.log(share / (1.0 - share)) / sharpness for share in (0.5 - half, 0.5 + half))
    return low, high


def effective_sharpness(sharpness: float, spread: float) -> float:
    """The sharpness of participation where the cost differs between people with a standard deviation.

    >>> round(effective_sharpness(10.0, 0.2), 1)
    6.2
    """
    return sharpness / math.sqrt(1.0 + math.pi * sharpness**2 * spread**2 / 8.0)


def _turns(curve: Callable[[float], float], core: float) -> tuple[float, float] | None:
    """The lowest valley of a curve over participation and the highest peak to the right of it; None without both."""
    from scipy.optimize import minimize_scalar

    shares = [core + (1.0 - core) * (n + 0.5) / GRID for n in range(GRID)]
    heights = [curve(share) for share in shares]

    def refine(n: int, sign: float) -> float:
        found = minimize_scalar(
            lambda share: sign * curve(share),
            bounds=(shares[n - 1], shares[n + 1]),
            method="bounded",
            options={"xatol": 1e-10},
        )
        return sign * float(found.fun)

    inside = range(1, GRID - 1)
    valleys = [n for n in inside if heights[n - 1] > heights[n] <= heights[n + 1]]
    peaks = [n for n in inside if heights[n - 1] <= heights[n] > heights[n + 1]]
    peaks = [n for n in peaks if valleys and n > valleys[0]]
    if not peaks:
        return None
    return min(refine(n, 1.0) for n in valleys), max(refine(n, -1.0) for n in peaks)
