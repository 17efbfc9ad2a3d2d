"""How co-production becomes a habit of people and a routine of services."""

from samskapa.science.compile import rule


@rule
def routine_after_week(
    routine: float,
    met: float,
    delivered: float,
    engagement: float,
    buy_in: float,
    norm: float,
    thickness: float,
    link: float,
    routine_gain: float,
    routine_loss: float,
) -> float:
    """Meetings and deliveries make routine where staff are engaged, leaders back it and residents come.

    Equation (E27): Z += link g_Z (2 1[met] + 1[delivered]) E M min(1, 2.5 x) (.2 + .8 theta) (1 - Z) - d_Z Z
    Units: shares per week; link is kappa for one-to-one sessions, 0 without the organisation, else 1
    Source: [Scheirer2005][Hygum2017]
    Departs: no

    >>> routine_after_week(0.0, 1.0, 0.0, 1.0, .5, .4, 1.0, 1.0, .1, .01)
    0.1
    """
    push = link * routine_gain * (2.0 * met + delivered) * engagement * buy_in * min(1.0, 2.5 * norm)
    return routine + push * (0.2 + 0.8 * thickness) * (1.0 - routine) - routine_loss * routine


@rule
def routine_after_exit(routine: float, tacit_share: float, workers: float) -> float:
    """A worker who leaves takes a part of the routine along.

    Equation (E25): Z *= 1 - tacit / n_w
    Units: shares
    Source: [A]
    Departs: no

    >>> routine_after_exit(.5, .5, 5.0)
    0.45
    """
    return routine * (1.0 - tacit_share / workers)
