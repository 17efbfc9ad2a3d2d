"""What can be delivered: the efforts of staff and residents, capacity, quality, partners."""

from samskapa.science.compile import rule
from samskapa.science.elementary import exp, log, power


@rule
def staff_effort(responsiveness: float) -> float:
    """The effort of staff is their mean responsiveness.

    Equation (E14): e_w = max(mean r, 1e-6)
    Units: shares
    Source: [Ostrom1996]
    Departs: guarded against zero (E13)

    >>> staff_effort(.5)
    0.5
    """
    return max(responsiveness, 1e-6)


@rule
def resident_effort(norm: float, participation_threshold: float, participation_sharpness: float) -> float:
    """The effort of residents rises steeply once enough of them take part.

    Equation (E14): e_r = .05 + .95 x^h / (x^h + th^h)
    Units: shares
    Source: [Centola2018] for the threshold
    Departs: no

    >>> round(resident_effort(.25, .25, 2.0), 12)
    0.525
    """
    rise = power(norm, participation_sharpness)
    return 0.05 + 0.95 * rise / (rise + power(participation_threshold, participation_sharpness))


@rule
def production_ces(staff: float, residents: float, staff_share: float, substitution: float) -> float:
    """Efforts complement each other with constant elasticity of substitution.

    Equation (E14): y = (delta e_w^rc + (1 - delta) e_r^rc)^(1/rc); for |rc| < .001 its limit
    Units: shares
    Source: [Ostrom1996]
    Departs: the function is ours, the complementarity hers

    >>> round(production_ces(.5, .25, .5, -1.0), 12)
    0.333333333333
    """
    near_zero = substitution < 0.001 and substitution > -0.001
    exponent = 1.0 if near_zero else substitution
    mix = staff_share * exp(exponent * log(staff)) + (1.0 - staff_share) * exp(exponent * log(residents))
    limit = exp(staff_share * log(staff) + (1.0 - staff_share) * log(residents))
    return limit if near_zero else exp(log(mix) / exponent)


@rule
def production_cobb_douglas(staff: float, residents: float, staff_share: float, substitution: float) -> float:
    """Efforts multiply.

    Equation (E14, switch): y = e_w^delta e_r^(1 - delta)
    Units: shares
    Source: [Ostrom1996]
    Departs: no

    >>> round(production_cobb_douglas(.5, .125, .5, -1.0), 12)
    0.25
    """
    return exp(staff_share * log(staff) + (1.0 - staff_share) * log(residents))


@rule
def production_leontief(staff: float, residents: float, staff_share: float, substitution: float) -> float:
    """The smaller effort decides.

    Equation (E14, switch): y = min(e_w, e_r)
    Units: shares
    Source: [Johnston2011]
    Departs: no

    >>> production_leontief(.5, .25, .5, -1.0)
    0.25
    """
    return min(staff, residents)


@rule
def production_additive(staff: float, residents: float, staff_share: float, substitution: float) -> float:
    """One effort replaces the other.

    Equation (E14, switch): y = delta e_w + (1 - delta) e_r
    Units: shares
    Source: [Ostrom1996]
    Departs: no

    >>> production_additive(.5, .25, .5, -1.0)
    0.375
    """
    return staff_share * staff + (1.0 - staff_share) * residents


@rule
def capacity(
    workers: float,
    buy_in: float,
    production: float,
    usual_production: float,
    resident_effort: float,
    overload: float,
    partners: float,
    delivery_capacity: float,
    capacity_floor: float,
    own_effort: float,
    budget_cut: float,
) -> float:
    """What a service can deliver in a week: more with buy-in, joint effort and own effort, less when overloaded.

    Equation (E13): kappa = kap (1 - cut) n_w (c0 + (1 - c0) M) (y / y0) (1 + omega e_r) (1 - min(.9, overload))
        + partners
    Units: work units per week; kap per worker and week
    Source: [Ostrom1996][Kobro2018]
    Departs: y0 is y at E .45, B .35, x .15 of the same run; the cut is a shock of ours

    >>> capacity(4.0, 1.0, .5, .5, .5, 0.0, .1, .1, .2, 1.0, 0.0)
    0.7000000000000001
    """
    joint = production / usual_production * (1.0 + own_effort * resident_effort)
    own = delivery_capacity * (1.0 - budget_cut) * workers * (capacity_floor + (1.0 - capacity_floor) * buy_in) * joint
    return own * (1.0 - min(0.9, overload)) + partners


@rule
def partner_capacity(voluntary_capacity: float, actors: float, trust: float) -> float:
    """Volunteers and other partners deliver as far as they trust the programme.

    Equation (E32): kappa_v tau
    Units: work units per service and week
    Source: [Allmannytta] for the pause of a landlord
    Departs: ours [A]

    >>> partner_capacity(.25, .25, .5)
    0.25
    """
    return (voluntary_capacity + actors) * trust


@rule
def afterwork_after_week(stock: float, broken: float, afterwork_fading: float) -> float:
    """Broken promises make after-work, which is worked off slowly.

    Equation (E22): a = (1 - .1) a + broken this week, hanging ones with their weight
    Units: promises
    Source: [Kobro2018]
    Departs: no

    >>> afterwork_after_week(1.0, 1.0, .5)
    1.5
    """
    return stock * (1.0 - afterwork_fading) + broken
