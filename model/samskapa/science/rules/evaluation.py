"""What a kept or broken promise does to those who know of it."""

from samskapa.science.compile import rule


@rule
def perceived_as_it_is(outcome: float, prediction: float) -> float:
    """An outcome is seen as it is.

    Equation (E17): o
    Units: share
    Source: [Grimmelikhuijsen2017]
    Departs: no

    >>> perceived_as_it_is(.5, .2)
    0.5
    """
    return outcome


@rule
def perceived_assimilated(outcome: float, prediction: float) -> float:
    """What one expected colours what one sees.

    Equation (E17, switch): o' = .7 o + .3 P
    Units: share
    Source: [Edm2025]
    Departs: no

    >>> perceived_assimilated(1.0, 0.0)
    0.7
    """
    return 0.7 * outcome + 0.3 * prediction


@rule
def surprise_contrast(
    perceived: float,
    prediction: float,
    aspiration: float,
    prediction_after: float,
    aspiration_after: float,
    aspiration_weight: float,
) -> float:
    """An outcome is judged against what one wished and expected.

    Equation (E17): d = .9 o - (w_A A + (1 - w_A) P)
    Units: shares; negative is a shortfall
    Source: [Favero2021]
    Departs: no; also used by the switch 'assimilation', whose perceived outcome differs

    >>> surprise_contrast(1.0, .2, .5, .3, .6, .5)
    0.55
    """
    return 0.9 * perceived - (aspiration_weight * aspiration + (1.0 - aspiration_weight) * prediction)


@rule
def surprise_performance_only(
    perceived: float,
    prediction: float,
    aspiration: float,
    prediction_after: float,
    aspiration_after: float,
    aspiration_weight: float,
) -> float:
    """An outcome is judged by itself.

    Equation (E17, switch): d = .9 o - .5
    Units: shares; negative is a shortfall
    Source: [Grimmelikhuijsen2017]
    Departs: no

    >>> surprise_performance_only(1.0, .2, .5, .3, .6, .5)
    0.4
    """
    return 0.9 * perceived - 0.5


@rule
def surprise_anchoring_after(
    perceived: float,
    prediction: float,
    aspiration: float,
    prediction_after: float,
    aspiration_after: float,
    aspiration_weight: float,
) -> float:
    """The expectation is recalled after the fact, when the outcome has already moved it.

    Equation (E17, switch): d = .9 o - (w_A A' + (1 - w_A) P'), A' and P' after the event
    Units: shares; negative is a shortfall
    Source: [Grimmelikhuijsen2017]
    Departs: the text names the alternative without an equation; the recall is ours [A]

    >>> surprise_anchoring_after(1.0, .2, .5, .25, .75, .5)
    0.4
    """
    return 0.9 * perceived - (aspiration_weight * aspiration_after + (1.0 - aspiration_weight) * prediction_after)


@rule
def prediction_after_outcome(
    prediction: float, perceived: float, understanding: float, weight: float, prediction_rate: float, loss_ratio: float
) -> float:
    """The predictive expectation follows outcomes, faster down than up.

    Equation (E17): P += w l_P (o - P) if o > P, else w l_P rho (o - P) (1 - .4 W)
    Units: shares; weight of the event for this person
    Source: [Slovic1993][Zhu2023]
    Departs: no

    >>> prediction_after_outcome(.5, 1.0, 0.0, 1.0, .1, 2.0), prediction_after_outcome(.5, 0.0, 0.0, 1.0, .1, 2.0)
    (0.55, 0.4)
    """
    slope = 1.0 if perceived > prediction else loss_ratio * (1.0 - 0.4 * understanding)
    return prediction + weight * prediction_rate * slope * (perceived - prediction)


@rule
def confidence_after_outcome(
    confidence: float, surprise: float, understanding: float, weight: float, confidence_rate: float, loss_ratio: float
) -> float:
    """Confidence in the organisation grows with what exceeds, and falls faster with what falls short.

    Equation (E17): C += w a_C d (1 - C) if d > 0, else w a_C rho d (1 - .6 W) C
    Units: shares
    Source: [Poortinga2004][Slovic1993]
    Departs: no

    >>> confidence_after_outcome(.5, .5, 0.0, 1.0, .2, 2.0), confidence_after_outcome(.5, -.5, 0.0, 1.0, .2, 2.0)
    (0.55, 0.4)
    """
    gain = max(0.0, surprise) * (1.0 - confidence)
    loss = loss_ratio * max(0.0, -surprise) * (1.0 - 0.6 * understanding) * confidence
    return confidence + weight * confidence_rate * (gain - loss)


@rule
def disappointment_after_outcome(
    disappointment: float,
    surprise: float,
    understanding: float,
    weight: float,
    disappointment_rate: float,
    disappointment_relief: float,
) -> float:
    """What falls short disappoints; what exceeds heals a little.

    Equation (E17, R8): D += w f_D [-d]+ (1 - .6 W) (1 - D / 2) - w r_D [d]+ D
    Units: disappointment 0 to 2
    Source: [Knutagard2021][Favero2021]
    Departs: (1 - D / 2) in place of (1 - .5 min(D, 1)), which is not bounded (R8)

    >>> disappointment_after_outcome(1.0, -.4, 0.0, 1.0, .5, .1)
    1.1
    >>> disappointment_after_outcome(1.0, .5, 0.0, 1.0, .5, .1)
    0.95
    """
    hurt = disappointment_rate * max(0.0, -surprise) * (1.0 - 0.6 * understanding) * (1.0 - 0.5 * disappointment)
    return disappointment + weight * (hurt - disappointment_relief * max(0.0, surprise) * disappointment)


@rule
def aspiration_after_outcome(aspiration: float, perceived: float, weight: float, aspiration_rate: float) -> float:
    """What one gets becomes what one asks for.

    Equation (E17): A += w l_A (.9 o - A)
    Units: shares
    Source: [Macy2002]
    Departs: no

    >>> aspiration_after_outcome(.4, 1.0, 1.0, .2)
    0.5
    """
    return aspiration + weight * aspiration_rate * (0.9 * perceived - aspiration)


@rule
def trust_after_outcome(trust: float, outcome: float, understanding: float, weight: float, loss_ratio: float) -> float:
    """A kept promise speaks for the worker who owned it, a broken one against.

    Equation (E17): T += .02 w (1 - T) if o > 0, else T -= .04 w rho (1 - .6 W) T
    Units: shares
    Source: [Slovic1993]
    Departs: no

    >>> trust_after_outcome(.5, 1.0, 0.0, 1.0, 2.0), trust_after_outcome(.5, 0.0, 0.0, 1.0, 2.0)
    (0.51, 0.46)
    """
    loss = 0.04 * loss_ratio * (1.0 - 0.6 * understanding) * trust
    return trust + weight * (0.02 * (1.0 - trust) if outcome > 0.0 else -loss)
