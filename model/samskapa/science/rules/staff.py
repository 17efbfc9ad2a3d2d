"""Front-line workers: load, exhaustion, success, engagement, mindset, leaving."""

from samskapa.science.compile import rule
from samskapa.science.elementary import log


@rule
def load(
    caseload: float,
    usual_caseload: float,
    meetings: float,
    open_promises: float,
    workers: float,
    afterwork: float,
    protected_time: float,
    noise: float,
    case_load: float,
    meeting_load: float,
    promise_load: float,
    afterwork_load: float,
) -> float:
    """Cases, meetings, open promises and the after-work of broken ones make the load; protected time lowers it.

    Equation (E22): L = clip(l_case n / n_ref + l_meet meetings + l_prom open / n_w + l_after a - psi + noise, 0, 2)
    Units: share of capacity
    Source: [Kobro2018][Aronsson2017]
    Departs: weekly noise (R26); kept between 0 and 2, so that exhaustion stays a share [A]

    >>> load(10.0, 10.0, 1.0, 2.0, 4.0, 1.0, .25, 0.0, .75, .125, .25, .25)
    1.0
    """
    total = (
        case_load * caseload / usual_caseload
        + meeting_load * meetings
        + promise_load * open_promises / workers
        + afterwork_load * afterwork
        - protected_time
        + noise
    )
    return min(2.0, max(0.0, total))


@rule
def exhaustion_after_load(exhaustion: float, load: float, exhaustion_rise: float, exhaustion_recovery: float) -> float:
    """Overload exhausts, slack restores.

    Equation (E22): B += b_L [L - 1]+ (1 - B) - b_R [1 - L]+ (B - .1)
    Units: shares
    Source: [Hobfoll1989][Shoman2022]
    Departs: no

    >>> exhaustion_after_load(.5, 1.5, .2, .1), exhaustion_after_load(.5, 0.0, .2, .25)
    (0.55, 0.4)
    """
    tired = exhaustion + exhaustion_rise * max(0.0, load - 1.0) * (1.0 - exhaustion)
    return tired - exhaustion_recovery * max(0.0, 1.0 - load) * (exhaustion - 0.1)


@rule
def exhaustion_after_outcomes(
    exhaustion: float, successes: float, failures: float, success_relief: float, failure_strain: float
) -> float:
    """Own promises kept lift exhaustion, broken ones add to it.

    Equation (E22, R25): B += - min(1, b_suc n) B, then + min(1, b_fail m) (1 - B)
    Units: shares; promises counted
    Source: [A]
    Departs: a convex move in place of the constants of the text, which drive B out of bounds (R25)

    >>> exhaustion_after_outcomes(.5, 1.0, 0.0, .1, .1), exhaustion_after_outcomes(.5, 0.0, 1.0, .1, .1)
    (0.45, 0.55)
    """
    relieved = exhaustion * (1.0 - min(1.0, success_relief * successes))
    return relieved + min(1.0, failure_strain * failures) * (1.0 - relieved)


@rule
def exhaustion_after_understanding(
    exhaustion: float, understanding: float, understanding_start: float, understanding_relief: float
) -> float:
    """Residents who understand the load are easier to meet, those who do not are harder.

    Equation (E22, R25): B += - b_W [W - W0]+ B + b_W [W0 - W]+ (1 - B), W the mean of the worker's residents
    Units: shares
    Source: [Kobro2018]
    Departs: relative to W0, without which B falls to zero in every world (R25); below W0 the room is 1 - B, where
        the text has B, with which exhaustion can pass one

    >>> exhaustion_after_understanding(.5, .75, .25, .5), exhaustion_after_understanding(.5, .25, .75, .5)
    (0.375, 0.625)
    """
    relieved = understanding_relief * max(0.0, understanding - understanding_start) * exhaustion
    strained = understanding_relief * max(0.0, understanding_start - understanding) * (1.0 - exhaustion)
    return exhaustion - relieved + strained


@rule
def success_after_outcome(balance: float, outcome: float, success_weight: float) -> float:
    """A kept promise moves the balance of success toward one, a broken one toward minus one.

    Equation (E23): su += lam (+-1 - su)
    Units: balance -1 to 1
    Source: [Knutagard2018]
    Departs: no

    >>> success_after_outcome(0.0, 1.0, .2), success_after_outcome(0.0, -1.0, .2)
    (0.2, -0.2)
    """
    return balance + success_weight * (outcome - balance)


@rule
def engagement_target(
    mindset: float,
    belief: float,
    buy_in: float,
    buy_in_usual: float,
    success: float,
    exhaustion: float,
    team: float,
    engagement: float,
    top_down: float,
    engagement_belief: float,
    engagement_buy_in: float,
    engagement_success: float,
    engagement_exhaustion: float,
    engagement_team: float,
    engagement_resistance: float,
) -> float:
    """Belief in residents, backing, success and colleagues engage; exhaustion and orders from above disengage.

    Equation (E23, R28, R29): g = w_b (b - .4) + w_M (M - .35) + w_su su - w_B [B - .35]+ + w_p (team - E)
        - w_R (1 - Ebar) top_down; target = clip(Ebar + 2 g (1 - Ebar) if g > 0 else Ebar + 2 g Ebar)
    Units: shares
    Source: [Liu2020][Knutagard2019][Knutagard2018][Bakker2007]
    Departs: room factors (R29), M against .35 (R28); clipped, since g alone may exceed one half

    >>> engagement_target(.5, .65, .35, .35, 0.0, .35, .5, .5, 0.0, .8, .3, .25, .3, .3, .2)
    0.7
    """
    drive = (
        engagement_belief * (belief - 0.4)
        + engagement_buy_in * (buy_in - buy_in_usual)
        + engagement_success * success
        - engagement_exhaustion * max(0.0, exhaustion - 0.35)
        + engagement_team * (team - engagement)
        - engagement_resistance * (1.0 - mindset) * top_down
    )
    room = (1.0 - mindset) if drive > 0.0 else mindset
    return min(1.0, max(0.0, mindset + 2.0 * drive * room))


@rule
def staff_exit_log_hazard(
    staff_exit: float, exhaustion: float, colleague_left: float, exit_exhaustion: float, exit_contagion: float
) -> float:
    """The exhausted leave, and those whose colleague has just left.

    Equation (E25): log h = log h0 + k_B (B - .35) + log(m) 1[colleague left]
    Units: log hazard per week; leaves iff cloglog(u) is below it
    Source: [Smith2011][Tham2007]
    Departs: no

    >>> round(staff_exit_log_hazard(1.0, .35, 1.0, 3.0, 2.0), 6)
    0.693147
    """
    contagion = log(exit_contagion) if colleague_left > 0.0 else 0.0
    return log(staff_exit) + exit_exhaustion * (exhaustion - 0.35) + contagion


@rule
def successor_engagement(drawn: float, team: float) -> float:
    """A new worker brings an engagement and takes on some of the team's.

    Equation (E25): E = .7 draw + .3 mean of the team that stays
    Units: shares
    Source: [A]
    Departs: no

    >>> successor_engagement(.5, 1.0)
    0.6499999999999999
    """
    return 0.7 * drawn + 0.3 * team
