"""What residents take over from each other between meetings."""

from samskapa.science.compile import rule


@rule
def weight_degroot(own: float, other: float, strength: float, confidence_bound: float, loss_ratio: float) -> float:
    """Every peer counts by the strength of the tie.

    Equation (E19): s
    Units: tie strength
    Source: [DeGroot1974]
    Departs: no

    >>> weight_degroot(.5, .1, .8, .3, 2.0)
    0.8
    """
    return strength


@rule
def weight_bounded(own: float, other: float, strength: float, confidence_bound: float, loss_ratio: float) -> float:
    """Peers who think very differently are not heard.

    Equation (E19, switch): s if |other - own| <= eps, else 0
    Units: tie strength
    Source: [Deffuant2000][Hegselmann2002]
    Departs: no

    >>> weight_bounded(.5, .1, .8, .3, 2.0), weight_bounded(.5, .3, .8, .3, 2.0)
    (0.0, 0.8)
    """
    return strength if max(other - own, own - other) <= confidence_bound else 0.0


@rule
def weight_negativity(own: float, other: float, strength: float, confidence_bound: float, loss_ratio: float) -> float:
    """Those who think worse are heard more.

    Equation (E19, switch): s rho if other < own, else s
    Units: tie strength
    Source: [Slovic1993]
    Departs: the text weighs bad news; we read it as peers with a lower level [A]

    >>> weight_negativity(.5, .1, .8, .3, 2.0), weight_negativity(.5, .6, .8, .3, 2.0)
    (1.6, 0.8)
    """
    return strength * loss_ratio if other < own else strength


@rule
def hero_goal(mean_prediction: float) -> float:
    """Active heroes lift hope a little above their own, not to a fixed height.

    Equation (E19): g = min(.7, mean P of active peers + .2)
    Units: shares
    Source: [Knutagard2021]
    Departs: in place of the constant .7, with which heroes spread hope that nothing supports (E19, change)

    >>> hero_goal(.25), hero_goal(.75)
    (0.45, 0.7)
    """
    return min(0.7, mean_prediction + 0.2)


@rule
def prediction_among_peers(
    prediction: float, peers: float, active_share: float, goal: float, peer_influence: float
) -> float:
    """Expectations move toward those of peers, and upward near active heroes.

    Equation (E19): P += w_s (mean - P) + .6 w_s share [g - P]+
    Units: shares per week
    Source: [DeGroot1974][Knutagard2021]
    Departs: no

    >>> prediction_among_peers(.25, .5, 1.0, .75, .5)
    0.525
    """
    return (
        prediction
        + peer_influence * (peers - prediction)
        + 0.6 * peer_influence * active_share * max(0.0, goal - prediction)
    )


@rule
def trust_among_peers(trust: float, peers: float, active_share: float, peer_influence: float) -> float:
    """Trust moves toward that of peers at half the pace, and upward near active heroes.

    Equation (E19): T += .5 w_s (mean - T) + .3 w_s share [.7 - T]+
    Units: shares per week
    Source: [DeGroot1974][Knutagard2021]
    Departs: no

    >>> trust_among_peers(.2, .4, 1.0, .1)
    0.225
    """
    return trust + 0.5 * peer_influence * (peers - trust) + 0.3 * peer_influence * active_share * max(0.0, 0.7 - trust)
