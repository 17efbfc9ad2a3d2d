"""Managers: how visible results, a project and a backlog move their buy-in."""

from samskapa.science.compile import rule


@rule
def visibility(delivered: float, learning_link: float, demonstration: float, services: float) -> float:
    """Deliveries that managers notice, and cases shown to them.

    Equation (E26): vis = min(1, (kappa delivered + demo n) / n)
    Units: share; deliveries this week, n services
    Source: [CLH2018][Knutagard2019]
    Departs: the cases shown are ours, for the source's 'demonstrating with existing projects' [A]

    >>> visibility(2.0, .5, .25, 4.0)
    0.5
    """
    return min(1.0, (learning_link * delivered + demonstration * services) / services)


@rule
def overload_of_backlog(backlog: float, capacity: float, deadline: float) -> float:
    """How far open work exceeds what can be done in time.

    Equation (E26): min(5, [backlog / (kappa due) - 1]+), summed over services
    Units: ratio; work units, per week, weeks
    Source: [A]
    Departs: capped at 5 (E26)

    >>> overload_of_backlog(6.0, .5, 8.0)
    0.5
    """
    return min(5.0, max(0.0, backlog / max(1e-6, capacity * deadline) - 1.0))


@rule
def buy_in_after_week(
    buy_in: float,
    set_point: float,
    visible: float,
    project: float,
    backlog: float,
    buy_in_visible: float,
    buy_in_return: float,
    buy_in_project: float,
    buy_in_backlog: float,
) -> float:
    """Visible cases raise buy-in, a project lifts low buy-in, a backlog costs it; the rest returns to the set-point.

    Equation (E26): M += g_V vis (1 - M) - g_D (M - Mbar) + g_proj [.5 - M]+ 1[project] - g_C backlog M
    Units: shares per week
    Source: [CLH2018][Knutagard2019]
    Departs: [.5 - M]+ in place of (.5 - M), or a project would lower a committed manager

    >>> buy_in_after_week(.5, .5, 1.0, 1.0, 0.0, .1, .1, .1, .1)
    0.55
    """
    gain = buy_in_visible * visible * (1.0 - buy_in) + buy_in_project * project * max(0.0, 0.5 - buy_in)
    return buy_in + gain - buy_in_return * (buy_in - set_point) - buy_in_backlog * backlog * buy_in
