"""From shares of the unit cube to values: laws over ranges, and levels."""

from __future__ import annotations

from samskapa.study.plan import Input, Value
from samskapa.study.statistics.ranks import quantile_of_law


def value_at(one: Input, share: float) -> Value:
    """The value of an input below which a share of its law lies; levels are equally likely, in their order.

    >>> value_at(Input("candour", "parameter", "lever", low=0.2, high=0.6), 0.5)
    0.4
    >>> value_at(Input("influence", "switch", "uncertain", levels=("degroot", "bounded")), 0.5)
    'bounded'
    """
    if not one.ranged:
        return one.levels[min(int(share * len(one.levels)), len(one.levels) - 1)]
    if one.whole and one.distribution == "uniform":
        # Every whole number is as likely as the next, the ends included.
        count = int(one.high) - int(one.low) + 1
        return float(one.low + min(int(share * count), count - 1))
    value = quantile_of_law(one.distribution, share, one.low, one.high, one.peak, one.sd)
    value = min(max(value, one.low), one.high)
    return float(round(value)) if one.whole else value


def steps_of(one: Input, steps: int) -> list[Value]:
    """The values of an input in a factorial: its levels, or equal steps of its range (equal ratios where the law is
    log-uniform), doubles of whole numbers left out.

    >>> steps_of(Input("candour", "parameter", "lever", low=0.0, high=1.0), 3)
    [0.0, 0.5, 1.0]
    """
    if not one.ranged:
        return list(one.levels)
    found: list[Value] = []
    for step in range(steps):
        share = step / (steps - 1.0)
        value = one.low * (one.high / one.low) ** share if one.distribution == "log_uniform" else (
            one.low + share * (one.high - one.low))
        value = float(round(value)) if one.whole else min(value, one.high)
        if value not in found:
            found.append(value)
    return found
