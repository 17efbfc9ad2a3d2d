"""Whether an invited resident comes: motives, and four rules that turn them into a decision."""

from samskapa.science.compile import rule


@rule
def trust_motive_monotone(trust: float, attendance_trust: float, attendance_trust_square: float) -> float:
    """The more one trusts the workers one knows, the more one comes.

    Equation (E2): b_T (T - .5)
    Units: logit; trust a share
    Source: [Parrado2013][Liu2020]
    Departs: no

    >>> trust_motive_monotone(.75, 2.0, -8.0)
    0.5
    """
    return attendance_trust * (trust - 0.5)


@rule
def trust_motive_inverted_u(trust: float, attendance_trust: float, attendance_trust_square: float) -> float:
    """Much trust leaves things to staff, little trust stays away.

    Equation (E2, switch): b_T (T - .5) + b_T2 (T - .5)^2, b_T2 < 0
    Units: logit; trust a share
    Source: [Aitken2012]
    Departs: no

    >>> trust_motive_inverted_u(.75, 2.0, -8.0)
    0.0
    """
    return attendance_trust * (trust - 0.5) + attendance_trust_square * (trust - 0.5) * (trust - 0.5)


@rule
def trust_motive_distrust_voice(trust: float, attendance_trust: float, attendance_trust_square: float) -> float:
    """Those who distrust come to object.

    Equation (E2, switch): b_T (.5 - T)
    Units: logit; trust a share
    Source: [Aitken2012]
    Departs: the text names the alternative without an equation; the mirrored term is ours [A]

    >>> trust_motive_distrust_voice(.75, 2.0, -8.0)
    -0.5
    """
    return attendance_trust * (0.5 - trust)


@rule
def personal_motive(
    trust_motive: float,
    prediction: float,
    aspiration: float,
    quality: float,
    habit: float,
    shame: float,
    disappointment: float,
    capability: float,
    attendance_prediction: float,
    attendance_shortfall: float,
    attendance_habit: float,
    attendance_shame: float,
    attendance_disappointment: float,
    attendance_capability: float,
) -> float:
    """What a resident brings: expectation, a shortfall worth raising, habit and capability, against shame and hurt.

    Equation (E2): trust motive + b_P (P - .35) + 2 b_G [A - Q]+ P + b_H H - b_S (S - .3) - b_D D + b_K (K - .5)
    Units: logit; states shares, disappointment 0 to 2
    Source: [Parrado2013][Liu2020][Kobro2018][Knutagard2021]
    Departs: no

    >>> personal_motive(0.0, .35, .5, .25, .5, .3, .25, .5, 5.0, 2.0, 1.0, 1.0, 2.0, 1.0)
    0.35
    """
    return (
        trust_motive
        + attendance_prediction * (prediction - 0.35)
        + attendance_shortfall * 2.0 * max(0.0, aspiration - quality) * prediction
        + attendance_habit * habit
        - attendance_shame * (shame - 0.3)
        - attendance_disappointment * disappointment
        + attendance_capability * (capability - 0.5)
    )


@rule
def social_motive(
    invitation: float,
    norm: float,
    active_share: float,
    active: float,
    neutral_venue: float,
    attendance_invitation: float,
    attendance_norm: float,
    attendance_active_peers: float,
    attendance_hero: float,
    attendance_venue: float,
) -> float:
    """What the setting adds: staff who invite, how many come, active peers, a neutral venue, being a hero.

    Equation (E2): b_J inv + b_N (x - .1) + b_nbr share + b_hero 1[active] + b_V venue
    Units: logit; states shares
    Source: [Knutagard2018][Knutagard2021][Kobro2018]
    Departs: no

    >>> social_motive(.5, .1, .5, 1.0, 1.0, 1.0, 1.5, 1.0, 2.0, .25)
    3.25
    """
    return (
        attendance_invitation * invitation
        + attendance_norm * (norm - 0.1)
        + attendance_active_peers * active_share
        + attendance_hero * active
        + attendance_venue * neutral_venue
    )


@rule
def comes_logistic(
    motive: float,
    draw: float,
    draw_logit: float,
    norm: float,
    threshold: float,
    propensity: float,
    prediction: float,
    assurance_value: float,
) -> float:
    """One comes with a chance that rises with the motives.

    Equation (E2): comes iff logit(u) < b0 + motives, that is with chance sig(b0 + motives)
    Units: 0 or 1; motive in logits
    Source: [Parrado2013]
    Departs: availability is a draw of its own beside this one

    >>> comes_logistic(0.0, .4, -.405, 0.0, .2, .1, .2, 1.0)
    1.0
    """
    return 1.0 if draw_logit < motive else 0.0


@rule
def comes_threshold(
    motive: float,
    draw: float,
    draw_logit: float,
    norm: float,
    threshold: float,
    propensity: float,
    prediction: float,
    assurance_value: float,
) -> float:
    """One comes when enough others usually come.

    Equation (E2, switch): comes iff x >= phi
    Units: 0 or 1; shares
    Source: [Granovetter1978]
    Departs: no

    >>> comes_threshold(0.0, .4, -.405, .25, .2, .1, .2, 1.0)
    1.0
    """
    return 1.0 if norm >= threshold else 0.0


@rule
def comes_bush_mosteller(
    motive: float,
    draw: float,
    draw_logit: float,
    norm: float,
    threshold: float,
    propensity: float,
    prediction: float,
    assurance_value: float,
) -> float:
    """One comes with a chance learnt from how meetings were.

    Equation (E2, switch): comes iff u < p
    Units: 0 or 1; propensity a chance
    Source: [Macy2002]
    Departs: no

    >>> comes_bush_mosteller(0.0, .4, -.405, .25, .2, .1, .2, 1.0)
    0.0
    """
    return 1.0 if draw < propensity else 0.0


@rule
def comes_assurance(
    motive: float,
    draw: float,
    draw_logit: float,
    norm: float,
    threshold: float,
    propensity: float,
    prediction: float,
    assurance_value: float,
) -> float:
    """One comes when what one expects of the others covers the cost of coming.

    Equation (E2, switch): comes iff v P >= cost, the cost being the personal threshold
    Units: 0 or 1; shares
    Source: [Liu2020]
    Departs: the cost follows the law of the thresholds [A]

    >>> comes_assurance(0.0, .4, -.405, 0.0, .3, .1, .2, 2.0)
    1.0
    """
    return 1.0 if assurance_value * prediction >= threshold else 0.0


@rule
def propensity_after_meeting(propensity: float, payoff: float, aspiration: float, learning_rate: float) -> float:
    """A meeting better than one wished makes one come again, a worse one keeps one away.

    Equation (E2, switch): s = (payoff - A) / max(A, 1 - A); p += l s (1 - p) if s >= 0, else p += l s p
    Units: propensity a chance; payoff and aspiration shares
    Source: [Macy2002]
    Departs: the payoff of a meeting is its quality m [A]

    >>> propensity_after_meeting(.5, .75, .5, .4), propensity_after_meeting(.5, .25, .5, .4)
    (0.6, 0.4)
    """
    stimulus = (payoff - aspiration) / max(aspiration, 1.0 - aspiration)
    return propensity + learning_rate * stimulus * ((1.0 - propensity) if stimulus >= 0.0 else propensity)
