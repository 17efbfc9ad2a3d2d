"""Everyday contact between a resident and a worker: where relational trust is won and lost."""

from samskapa.science.compile import rule


@rule
def responsiveness(engagement: float, exhaustion: float, exhaustion_cut: float) -> float:
    """An engaged worker responds; exhaustion takes part of it away.

    Equation (E1): r = E (1 - chi B)
    Units: shares
    Source: [Bakker2007] for the sign
    Departs: form assumed [A]

    >>> responsiveness(.5, .5, .5)
    0.375
    """
    return engagement * (1.0 - exhaustion_cut * exhaustion)


@rule
def eased_strictness(strictness: float, choice: float) -> float:
    """Rules are felt as less strict by residents who could choose their home.

    Equation (E30): s' = s (1 - .3 choice)
    Units: shares; choice in further offers (0, 1 or 2)
    Source: [Kobro2018]
    Departs: size assumed [A]

    >>> eased_strictness(.5, 2)
    0.2
    """
    return strictness * (1.0 - 0.3 * choice)


@rule
def contact_quality(
    responsiveness: float,
    engagement: float,
    strictness: float,
    understanding: float,
    understanding_start: float,
    noise: float,
    contact_base: float,
    contact_response: float,
    contact_strictness: float,
    contact_understanding: float,
) -> float:
    """A contact is as good as the worker responds, worse under strict rules, better if the resident understands.

    Equation (E1): q = clip(q0 + q1 r - q2 s (1 - E) + q3 (W - W0) + noise)
    Units: shares
    Source: [Kobro2018] for the understanding of the workload
    Departs: logistic noise in place of normal noise, so that it has a closed inverse (R1)

    >>> contact_quality(.5, .5, .5, .2, .2, 0.0, .25, .5, .5, .3)
    0.375
    """
    quality = (
        contact_base
        + contact_response * responsiveness
        - contact_strictness * strictness * (1.0 - engagement)
        + contact_understanding * (understanding - understanding_start)
        + noise
    )
    return min(1.0, max(0.0, quality))


@rule
def trust_asymmetric(
    trust: float, quality: float, understanding: float, evidence: float, trust_rate: float, loss_ratio: float
) -> float:
    """Trust follows the quality of contact, faster down than up; understanding softens the fall.

    Equation (E1): T += a_T [q - T]+ - a_T rho (1 - .4 W) [T - q]+
    Units: shares; rate per contact
    Source: [Slovic1993][Poortinga2004][Zhu2023]
    Departs: no

    >>> trust_asymmetric(.5, 1.0, 0.0, 4.0, .1, 2.0), trust_asymmetric(.5, 0.0, 0.0, 4.0, .1, 2.0)
    (0.55, 0.4)
    """
    return (
        trust
        + trust_rate * max(0.0, quality - trust)
        - trust_rate * loss_ratio * (1.0 - 0.4 * understanding) * max(0.0, trust - quality)
    )


@rule
def trust_symmetric(
    trust: float, quality: float, understanding: float, evidence: float, trust_rate: float, loss_ratio: float
) -> float:
    """Trust follows the quality of contact as fast down as up.

    Equation (E1, switch): T += a_T (q - T)
    Units: shares; rate per contact
    Source: [Poortinga2004] contests the asymmetry
    Departs: no

    >>> trust_symmetric(.5, 0.0, 0.0, 4.0, .1, 2.0)
    0.45
    """
    return trust + trust_rate * (quality - trust)


@rule
def trust_confirmatory(
    trust: float, quality: float, understanding: float, evidence: float, trust_rate: float, loss_ratio: float
) -> float:
    """Those who trust take in good news, those who distrust bad news.

    Equation (E1, switch): T += a_T T [q - T]+ - a_T rho (1 - .4 W) (1 - T) [T - q]+
    Units: shares; rate per contact
    Source: [Poortinga2004]
    Departs: no

    >>> trust_confirmatory(.5, 1.0, 0.0, 4.0, .1, 2.0), trust_confirmatory(.5, 0.0, 0.0, 4.0, .1, 2.0)
    (0.525, 0.45)
    """
    gain = trust_rate * trust * max(0.0, quality - trust)
    loss = trust_rate * loss_ratio * (1.0 - 0.4 * understanding) * (1.0 - trust) * max(0.0, trust - quality)
    return trust + gain - loss


@rule
def trust_beta_bernoulli(
    trust: float, quality: float, understanding: float, evidence: float, trust_rate: float, loss_ratio: float
) -> float:
    """Trust is the mean of the evidence so far, old evidence counting less.

    Equation (E1, switch): T += (q - T) / ((1 - a_T) n + 1)
    Units: shares; evidence n in observations
    Source: [A]
    Departs: a contact counts as a graded observation q, not as a coin

    >>> trust_beta_bernoulli(.5, 1.0, 0.0, 4.0, 0.0, 2.0)
    0.6
    """
    return trust + (quality - trust) / ((1.0 - trust_rate) * evidence + 1.0)


@rule
def evidence_after_contact(evidence: float, trust_rate: float) -> float:
    """Each contact adds one observation to what is not yet forgotten.

    Equation (E1, switch): n = (1 - a_T) n + 1
    Units: observations
    Source: [A]
    Departs: no

    >>> evidence_after_contact(4.0, .5)
    3.0
    """
    return (1.0 - trust_rate) * evidence + 1.0
