"""What happens to people in a room: equal status, trust, hope, awakening, shame, capability, belief."""

from samskapa.science.compile import rule


@rule
def equal_status(thickness: float, facilitator: float, neutral_venue: float) -> float:
    """Meetings are the more on equal terms the thicker the co-production, with a facilitator, on neutral ground.

    Equation (E3): eps = min(1, .2 + .8 theta + .1 facilitator + .1 venue)
    Units: shares
    Source: [Hygum2017][Kobro2018][CLH2018]
    Departs: sizes assumed [A]

    >>> equal_status(.5, 0.0, 0.0)
    0.6000000000000001
    """
    return min(1.0, 0.2 + 0.8 * thickness + 0.1 * facilitator + 0.1 * neutral_venue)


@rule
def presence_motive(engagement: float, buy_in: float, exhaustion: float) -> float:
    """Workers come to a meeting if engaged, backed by managers and not exhausted.

    Equation (E3): -1 + 3.5 E + 1.5 M - 1.5 B; present iff logit(u) is below it
    Units: logit; states shares
    Source: [Knutagard2018]
    Departs: sizes assumed [A]

    >>> presence_motive(.5, 0.0, .5)
    0.0
    """
    return -1.0 + 3.5 * engagement + 1.5 * buy_in - 1.5 * exhaustion


@rule
def meeting_quality(share_present: float, responsiveness: float, equal_status: float) -> float:
    """A meeting is as good as staff are there, respond, and meet residents as equals.

    Equation (E3): m = a_w r (.4 + .6 eps)
    Units: shares; r the mean over workers present
    Source: [Pettigrew2006][Paluck2019]
    Departs: no

    >>> meeting_quality(.5, .5, 1.0)
    0.25
    """
    return share_present * responsiveness * (0.4 + 0.6 * equal_status)


@rule
def trust_after_meeting(trust: float, quality: float, loss_ratio: float) -> float:
    """Those who meet as equals come to trust each other, up to what the meeting was worth.

    Equation (E4): T += .15 [t - T]+ - .075 rho [T - t]+, t = clip(.3 + .9 m)
    Units: shares
    Source: [Pettigrew2006][Paluck2019]
    Departs: no

    >>> trust_after_meeting(.5, 1.0, 2.0), trust_after_meeting(.5, 0.0, 2.0)
    (0.575, 0.47)
    """
    goal = min(1.0, max(0.0, 0.3 + 0.9 * quality))
    return trust + 0.15 * max(0.0, goal - trust) - 0.075 * loss_ratio * max(0.0, trust - goal)


@rule
def hope(prediction: float, quality: float, novelty_left: float, hope_push: float) -> float:
    """A meeting gives hope that something will happen, the first the most.

    Equation (E5): P += z_P nov^n [.35 + .6 m - P]+
    Units: shares; n sessions attended before
    Source: [Knutagard2021]
    Departs: nov^n is carried as a state, so that no power is needed

    >>> hope(.25, .5, 1.0, .25)
    0.35
    """
    return prediction + hope_push * novelty_left * max(0.0, 0.35 + 0.6 * quality - prediction)


@rule
def awakened(aspiration: float, novelty_left: float, awakening: float, prework: float) -> float:
    """A meeting awakens what people think they should be given, unless pre-work said what is possible.

    Equation (E6): A += zeta nov^n (1 - A) (1 - pw)
    Units: shares
    Source: [Knutagard2021][Kobro2018]
    Departs: no

    >>> awakened(.5, 1.0, .2, 0.0)
    0.6
    """
    return aspiration + awakening * novelty_left * (1.0 - aspiration) * (1.0 - prework)


@rule
def grounded(aspiration: float, realistic: float, prework: float) -> float:
    """Pre-work brings wishes nearer to what the organisation can do.

    Equation (E6): A -= .1 pw [A - A_real]+
    Units: shares
    Source: [Kobro2018]
    Departs: no

    >>> grounded(.5, .25, 1.0)
    0.475
    """
    return aspiration - prework * 0.1 * max(0.0, aspiration - realistic)


@rule
def shame_after_meeting(shame: float, peers: float, shame_fall: float, equal_status: float) -> float:
    """Shame falls when one sees that one is not alone.

    Equation (E10): S *= 1 - d_S eps if at least two peers are there
    Units: shares; peers counted
    Source: [Kobro2018][Burke2019][Sun2022][Lyons2021]
    Departs: no

    >>> shame_after_meeting(.5, 2.0, .1, 1.0), shame_after_meeting(.5, 1.0, .1, 1.0)
    (0.45, 0.5)
    """
    return shame * (1.0 - shame_fall * equal_status) if peers >= 2.0 else shame


@rule
def understanding_after_meeting(understanding: float, transparency: float, share_present: float) -> float:
    """Residents who see how staff work understand their load.

    Equation (E11): W += .15 transparency a_w (1 - W)
    Units: shares
    Source: [Kobro2018]
    Departs: no

    >>> understanding_after_meeting(.2, 1.0, .5)
    0.26
    """
    return understanding + transparency * 0.15 * share_present * (1.0 - understanding)


@rule
def belief_after_meeting(belief: float, attendance: float, belief_rate: float, voluntary_belief: float) -> float:
    """Workers believe in residents as they see them come, and volunteers at work.

    Equation (E12): b += l_b (clip(.15 + 1.2 a + b_v) - b)
    Units: shares; b_v counts only where volunteers work
    Source: [Liu2020][Kobro2018]
    Departs: the volunteers' term is ours [A]

    >>> belief_after_meeting(.5, .5, .2, 0.0)
    0.55
    """
    return belief + belief_rate * (min(1.0, max(0.0, 0.15 + 1.2 * attendance + voluntary_belief)) - belief)


@rule
def raised(level: float, share: float) -> float:
    """A workshop, a course, anchoring or training lifts a level by a share of the room above it.

    Equation (E10, E18, E20, E32, R14, R15): level += share (1 - level)
    Units: shares
    Source: [Knutagard2021][Vinnova2017]
    Departs: no

    >>> raised(.5, .2)
    0.6
    """
    return level + share * (1.0 - level)


@rule
def faded(level: float, share: float) -> float:
    """A share of a level is lost: habit, hurt, ties, success, shame in a workshop.

    Equation (E20, E21, B.2): level *= 1 - share
    Units: those of the level
    Source: [Lally2010] for habit
    Departs: no

    >>> faded(.5, .2)
    0.4
    """
    return level * (1.0 - share)


@rule
def drawn_to(level: float, goal: float, share: float) -> float:
    """A level moves a share of the way to where it rests: quality, understanding, norm, engagement, mindset.

    Equation (E18, R6, E23, E24, R27): level += share (goal - level)
    Units: those of the level
    Source: [A]
    Departs: no

    >>> drawn_to(.5, 1.0, .2)
    0.6
    """
    return level + share * (goal - level)
