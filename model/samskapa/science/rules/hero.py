"""Missing heroes: residents who would take part if somebody found and supported them."""

from samskapa.science.compile import rule


@rule
def finding_chance(scouting: float, engagement: float, trust: float) -> float:
    """An engaged worker finds the heroes who trust them.

    Equation (E28): scout E T
    Units: chance per week
    Source: [Knutagard2021]
    Departs: no

    >>> finding_chance(.5, .5, .5)
    0.125
    """
    return scouting * engagement * trust


@rule
def withdrawal_chance(disappointment: float, hero_support: float, hero_withdrawal: float, sponsor_left: float) -> float:
    """Heroes withdraw when disappointed or left without support, and more if the worker who found them leaves.

    Equation (E28): min(1, h (2 D + .6 (1 - support)) (1 + 1[sponsor left]))
    Units: chance per week
    Source: [Knutagard2021]
    Departs: .6 in place of .3, and found heroes withdraw too (E28, value)

    >>> withdrawal_chance(.5, .5, .1, 0.0), withdrawal_chance(.5, .5, .1, 1.0)
    (0.13, 0.26)
    """
    return min(1.0, hero_withdrawal * (2.0 * disappointment + 0.6 * (1.0 - hero_support)) * (1.0 + sponsor_left))
