"""Homes: who leaves, how people arrive, how strict the rules are."""

from samskapa.science.compile import rule


@rule
def resident_exit_log_hazard(usual_log_hazard: float, quality: float, trust: float) -> float:
    """People stay where quality is good and workers are trusted.

    Equation (E29): log h = log mu - 1.5 (Q - .45) - 1.0 (T - .35)
    Units: log hazard per week, the usual one given as a logarithm; leaves iff cloglog(u) is below it
    Source: [Knutagard2013] for the retention of Housing First
    Departs: T is the resident's own mean trust; mu stands for all exits (R5)

    >>> resident_exit_log_hazard(-2.0, .45, .35)
    -2.0
    """
    return usual_log_hazard - 1.5 * (quality - 0.45) - 1.0 * (trust - 0.35)


@rule
def easing_after_week(easing: float, mindset: float, mindset_start: float, strictness_easing: float) -> float:
    """Rules soften as the mindset of staff moves above where it started; strictness is s = s0 (1 - z).

    Equation (E31): z += l_s ([Ebar - Ebar0]+ / (1 - Ebar0) - z)
    Units: shares per week
    Source: [Vinnova2017]: consequences of relapse discussed more reflectively
    Departs: the source has no equation; ours [A]

    >>> easing_after_week(0.0, .75, .5, .2)
    0.1
    """
    return easing + strictness_easing * (max(0.0, mindset - mindset_start) / max(1e-6, 1.0 - mindset_start) - easing)


@rule
def aspiration_after_queue(aspiration: float, realistic: float) -> float:
    """Whoever was met in the queue arrives with wishes that can be met.

    Equation (E30, R21): A = min(A, A_real)
    Units: shares
    Source: [Kobro2018]
    Departs: no

    >>> aspiration_after_queue(.6, .5)
    0.5
    """
    return min(aspiration, realistic)


@rule
def understanding_after_queue(understanding: float, transparency: float) -> float:
    """Whoever was met in the queue knows something of the workload.

    Equation (E30, R21): W += .5 x .15 transparency (1 - W)
    Units: shares
    Source: [Kobro2018]
    Departs: no

    >>> understanding_after_queue(0.0, 1.0)
    0.075
    """
    return understanding + 0.075 * transparency * (1.0 - understanding)


@rule
def disappointment_at_move_in(
    choice: float, aspiration: float, quality: float, understanding: float, disappointment_rate: float
) -> float:
    """A home one could not choose, and worse than one wished, disappoints from the first day.

    Equation (E30, R21): D = (1 - choice / 2) (.05 + f_D [A - Q]+) (1 - .6 W)
    Units: disappointment 0 to 2
    Source: [Kobro2018]
    Departs: in place of the constant .1, with which queue dialogue could not act (R21)

    >>> disappointment_at_move_in(0.0, .75, .25, 0.0, .5)
    0.3
    """
    shortfall = max(0.0, aspiration - quality)
    return (1.0 - 0.5 * choice) * (0.05 + disappointment_rate * shortfall) * (1.0 - 0.6 * understanding)
