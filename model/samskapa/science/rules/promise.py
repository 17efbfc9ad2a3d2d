"""From a voice to a promise: what is raised, accepted, declined or left hanging, and when it counts as broken."""

from samskapa.science.compile import rule
from samskapa.science.elementary import exp


@rule
def voice(capability: float, shame: float, active: float) -> float:
    """Those speak up who can and are not ashamed, heroes more.

    Equation (E7): v = K (1 - S) (1 + .8 1[active])
    Units: units of voice
    Source: [Knutagard2021][Kobro2018]
    Departs: no

    >>> voice(.5, .5, 1.0)
    0.45
    """
    return capability * (1.0 - shame) * (1.0 + 0.8 * active)


@rule
def issue_count(draw: float, mean: float, cap: float) -> float:
    """As many issues are raised as there is voice, up to the agenda.

    Equation (E7): n = min(cap, Poisson(iota sum v)), by inversion of one uniform
    Units: issues
    Source: [A]
    Departs: inversion, so that a draw moves with its mean and not with the order of draws (R1)

    >>> issue_count(.5, 1.0, 4.0), issue_count(.999, 9.0, 4.0)
    (1.0, 4.0)
    """
    chance = exp(-mean)
    below = chance
    count = 0.0
    while count < cap and draw > below:
        count = count + 1.0
        chance = chance * mean / count
        below = below + chance
    return count


@rule
def acceptance_chance(engagement: float, acceptance: float, overpromising: float) -> float:
    """An engaged service accepts more; overpromising adds without regard to capacity.

    Equation (E8): alpha = clip(alpha0 (.5 + .5 E) + over)
    Units: shares; E the mean of the service
    Source: [Knutagard2021]
    Departs: no

    >>> acceptance_chance(.5, .4, .1)
    0.4
    """
    return min(1.0, max(0.0, acceptance * (0.5 + 0.5 * engagement) + overpromising))


@rule
def issue_size(issue_size: float, noise: float) -> float:
    """Most issues are small, a few are large.

    Equation (E9): z = z0 exp(noise)
    Units: work units; noise in log units
    Source: [A]
    Departs: log-logistic in place of log-normal (R1)

    >>> issue_size(2.0, 0.0)
    2.0
    """
    return issue_size * exp(noise)


@rule
def free_room(capacity: float, deadline: float, backlog: float) -> float:
    """The work that still fits before the deadline.

    Equation (E8): room = kappa due - backlog
    Units: work units; capacity per week, deadline in weeks
    Source: [Kobro2018]
    Departs: no

    >>> free_room(.5, 8.0, 1.0)
    3.0
    """
    return capacity * deadline - backlog


@rule
def realistic_level(quality: float, capacity: float, deadline: float, backlog: float, agenda_cap: float) -> float:
    """What a resident could expect who knew the capacity.

    Equation (E6, R10): A_real = max(Q, .9 min(1, kappa due / (backlog + cap)))
    Units: shares; capacity in work units per week
    Source: [Kobro2018]
    Departs: the divisor is kept above a millionth, for agendas without room

    >>> realistic_level(.3, .25, 8.0, 1.0, 3.0)
    0.45
    """
    return max(quality, 0.9 * min(1.0, capacity * deadline / max(1e-6, backlog + agenda_cap)))


@rule
def can_be_worked(
    explicit: float, blocked: float, structural: float, organisation: float, binding: float, buy_in: float
) -> float:
    """Accepted issues are worked on unless confidentiality blocks them or a leader's discretion is missing.

    Equation (E9, R12, R13): 1 if explicit, not blocked and (not structural, or organisation-wide, or binding,
        or M >= .7)
    Units: 0 or 1
    Source: [Kobro2018]
    Departs: no

    >>> can_be_worked(1.0, 0.0, 1.0, 0.0, 0.0, .5), can_be_worked(1.0, 0.0, 1.0, 0.0, 1.0, .5)
    (0.0, 1.0)
    """
    discretion = 1.0 if buy_in >= 0.7 else 0.0
    free = max(max(1.0 - structural, organisation), max(binding, discretion))
    return explicit * (1.0 - blocked) * free


@rule
def urgency_earliest_due(due: float, made: float, remaining: float, habit: float) -> float:
    """What is due first comes first.

    Equation (E15): due week
    Units: weeks; the smallest is worked on first
    Source: [A]
    Departs: no

    >>> urgency_earliest_due(30.0, 22.0, 1.5, .2)
    30.0
    """
    return due


@rule
def urgency_fifo(due: float, made: float, remaining: float, habit: float) -> float:
    """What was promised first comes first.

    Equation (E15, switch): week of the promise
    Units: weeks; the smallest is worked on first
    Source: [A]
    Departs: no

    >>> urgency_fifo(30.0, 22.0, 1.5, .2)
    22.0
    """
    return made


@rule
def urgency_quick_wins(due: float, made: float, remaining: float, habit: float) -> float:
    """What is soonest done comes first.

    Equation (E15, switch): remaining work
    Units: work units; the smallest is worked on first
    Source: [A]
    Departs: no

    >>> urgency_quick_wins(30.0, 22.0, 1.5, .2)
    1.5
    """
    return remaining


@rule
def urgency_squeaky_wheel(due: float, made: float, remaining: float, habit: float) -> float:
    """Those who come most often are served first.

    Equation (E15, switch): minus the habit of the raiser
    Units: shares, negative; the smallest is worked on first
    Source: [A]
    Departs: 'active residents' is read as habit [A]

    >>> urgency_squeaky_wheel(30.0, 22.0, 1.5, .2)
    -0.2
    """
    return -habit


@rule
def outcome_of_delivery(week: float, due: float) -> float:
    """A promise kept in time counts whole, a late one half.

    Equation (E16): o = 1 if t <= due, else .5
    Units: share; weeks
    Source: [A]
    Departs: no

    >>> outcome_of_delivery(30.0, 30.0), outcome_of_delivery(31.0, 30.0)
    (1.0, 0.5)
    """
    return 1.0 if week <= due else 0.5


@rule
def has_expired(week: float, made: float, due: float) -> float:
    """What is still open at twice its time is broken.

    Equation (E16): 1 if t >= made + 2 (due - made)
    Units: 0 or 1; weeks
    Source: [A]
    Departs: no

    >>> has_expired(16.0, 0.0, 8.0), has_expired(15.0, 0.0, 8.0)
    (1.0, 0.0)
    """
    return 1.0 if week >= made + 2.0 * (due - made) else 0.0


@rule
def prediction_after_binding(prediction: float, prediction_rate: float) -> float:
    """Seeing a decision that binds the organisation is itself an experience of influence.

    Equation (R12): P += .5 l_P (1 - P)
    Units: shares
    Source: [TuDelft] for the weight of influence on decisions
    Departs: no

    >>> prediction_after_binding(.5, .2)
    0.55
    """
    return prediction + 0.5 * prediction_rate * (1.0 - prediction)


@rule
def disappointment_after_decline(disappointment: float, understanding: float) -> float:
    """A no with reasons hurts a little, less if one understands the load.

    Equation (E8, R11): D += .01 (1 - .6 W) (1 - D / 2)
    Units: disappointment 0 to 2
    Source: [A]
    Departs: the factor (1 - D / 2) keeps D within its bound, as R8 does for broken promises

    >>> disappointment_after_decline(0.0, 0.0)
    0.01
    """
    return disappointment + 0.01 * (1.0 - 0.6 * understanding) * (1.0 - 0.5 * disappointment)
