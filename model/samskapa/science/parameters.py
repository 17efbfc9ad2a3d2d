"""Every number of the model: meaning, unit, bounds, default, source. The only home of a default.

A row reads: name, symbol, default, (low, high), (plausible low, plausible high), unit, scaling, role, meaning, source.
"""

from __future__ import annotations

from typing import Any

from samskapa.science.declarations import Parameter, Role, Scaling

Range = tuple[float, float]
_rows: list[Parameter] = []


def _group(group: str, *rows: tuple[str, str, float, Range, Range, str, Scaling, Role, str, str], **more: Any) -> None:
    for name, symbol, default, (low, high), plausible, unit, scaling, role, meaning, source in rows:
        _rows.append(
            Parameter(name, symbol, default, low, high, plausible, unit, scaling, role, meaning, source, group, **more)
        )


_group(
    "people at the start",
    ("trust_start", "T0", .35, (0, 1), (.1, .7), "share", "none", "start", "Mean relational trust of residents in a worker they know.", "[Fhm2021][NordicLabour][A]"),
    ("confidence_start", "C0", .35, (0, 1), (.1, .7), "share", "none", "start", "Mean confidence of residents that the organisation keeps its word.", "[Fhm2021][DefendDemocracy][A]"),
    ("prediction_start", "P0", .20, (0, 1), (.05, .7), "share", "none", "start", "Mean predictive expectation: what I raise will be acted on.", "[A]"),
    ("aspiration_start", "A0", .45, (0, 1), (.1, .7), "share", "none", "start", "Mean aspiration: what service and influence should be.", "[A]"),
    ("capability_start", "K0", .45, (0, 1), (.2, .7), "share", "none", "start", "Mean capability of residents.", "[Kobro2018][A]"),
    ("shame_start", "S0", .35, (0, 1), (.2, .7), "share", "none", "start", "Mean shame of residents.", "[Kobro2018][A][Calibration]"),
    ("understanding_start", "W0", .20, (0, 1), (.1, .4), "share", "none", "start", "Mean understanding of the workload of staff; also the level it fades to.", "[Kobro2018][A]"),
    ("availability_mean", "av", .67, (.05, 1), (.4, .9), "share", "none", "start", "Mean share of occasions on which a resident is able to come at all.", "[A][Calibration]"),
    ("spread", "sd", .12, (0, .25), (.05, .25), "share", "none", "start", "Standard deviation of the initial traits of residents.", "[A]"),
    ("engagement_start", "E0", .45, (0, 1), (.2, .8), "share", "none", "start", "Mean engagement of front-line workers in co-production.", "[Knutagard2018][A]"),
    ("exhaustion_start", "B0", .26, (0, 1), (.2, .6), "share", "none", "start", "Mean exhaustion of front-line workers.", "[A][Calibration]"),
    ("belief_start", "b0_belief", .40, (0, 1), (.2, .8), "share", "none", "start", "Mean belief of workers that residents will contribute.", "[Liu2020][A]"),
    ("staff_spread", "sd_E", .12, (0, .25), (.05, .25), "share", "none", "start", "Standard deviation of the initial traits of workers.", "[A]"),
    ("buy_in_start", "M0", .32, (0, 1), (.1, .8), "share", "none", "start", "Initial buy-in of managers.", "[A][Calibration]"),
    ("hero_share", "hero", .074, (0, 1), (0, .3), "share", "none", "start", "Share of residents who would take part if somebody found them.", "[Centola2018][A][Calibration]"),
    ("first_trust_shift", "T_init", 0., (-.7, .7), (-.3, .3), "share", "none", "start", "Added to mean trust of the first cohort only, not of newcomers.", "[A]"),
    ("first_prediction_shift", "P_init", 0., (-.7, .7), (-.15, .45), "share", "none", "start", "Added to mean prediction of the first cohort only, not of newcomers.", "[A]"),
    ("threshold_mean", "phi", .25, (0, 1), (.1, .4), "share", "none", "start", "Mean attendance at which a resident would join, and cost of coming (other participation rules).", "[Granovetter1978][A]"),
    ("threshold_spread", "sd_phi", .15, (0, .5), (.05, .25), "share", "none", "start", "Standard deviation of these thresholds.", "[Granovetter1978][A]"),
    ("propensity_start", "p_init", .15, (.01, .99), (.05, .4), "share", "none", "start", "Initial propensity to attend (Bush-Mosteller rule).", "[Macy2002][A]"),
    ("evidence_start", "n_T", 4., (1, 100), (2, 20), "observations", "none", "start", "Evidence behind trust when two people first meet (Beta-Bernoulli rule).", "[A]"),
    at_start=True,
)
_group(
    "services and ties",
    ("quality_start", "Q0", .45, (0, 1), (.2, .8), "share", "none", "start", "Experienced quality of a service at the start, and the level it returns to.", "[A]"),
    ("attendance_core", "x0", .05, (0, .5), (0, .15), "share", "none", "start", "Core of regulars: attendance at the start and the norm that remains without meetings.", "[A]"),
    ("secondary_share", "p_sec", .3, (0, 1), (0, .6), "share", "none", "structure", "Share of residents who know a second worker of their service.", "[A]"),
    ("rewiring", "p_ws", .1, (0, 1), (.02, .3), "share", "none", "structure", "Share of peer ties that leave the neighbourhood (small world).", "[Watts1998][A]"),
    ("colleague_share", "p_col", .05, (0, 1), (0, .15), "share", "none", "structure", "Chance that two workers of different services are colleagues in touch.", "[A]"),
    at_start=True,
)
_group(
    "services and ties",
    ("peer_ties", "k", 4, (0, 8), (2, 6), "ties", "none", "structure", "Permanent peer ties of a resident within the service.", "[Watts1998][A]"),
    at_start=True, whole=True,
)
_group(
    "services and ties",
    ("strictness", "s_u", .4, (0, 1), (.1, .6), "share", "none", "assumption", "Strictness, the 'power over' residents, where a service gives no own value.", "[Knutagard2018][Kobro2018][A]"),
    ("strictness_easing", "l_s", 0., (0, .1), (0, .02), "per week", "rate", "assumption", "How fast rules soften as the mindset of staff moves above its start.", "[Vinnova2017][A]"),
    ("resident_exit", "mu", .006, (0, .2), (.001, .08), "per week", "flow", "assumption", "Hazard of leaving the home, all reasons, where a service gives no own value.", "[Knutagard2013][A]"),
    ("tie_chance", "p_tie", .05, (0, 1), (0, .15), "chance per shared meeting", "event", "assumption", "Chance that two candidates who meet at a meeting become acquainted.", "[Kobro2018][A]"),
    ("tie_fading", "xi_tie", .005, (0, .2), (.001, .02), "per week", "rate", "assumption", "Share of the strength of an acquired tie that fades.", "[A]"),
    ("tie_floor", "s_min", .1, (0, .9), (.02, .3), "share", "none", "technical", "Strength below which an acquired tie is dropped.", "[A]"),
)
_group(
    "everyday contact",
    ("contact_rate", "p_c", .6, (0, 1), (.2, 1), "chance per week", "rate", "assumption", "Chance that a resident and a worker of theirs meet in a week.", "[A]"),
    ("contact_noise", "sd_c", .1, (0, .3), (.02, .15), "share", "event", "assumption", "Standard deviation of the quality of a contact.", "[A][Calibration]"),
    ("contact_base", "q0", .18, (0, 1), (.1, .3), "share", "event", "assumption", "Quality of a contact with an unengaged worker.", "[A]"),
    ("contact_response", "q1", .75, (0, 1), (.5, 1), "share", "event", "assumption", "What a fully responsive worker adds to a contact.", "[A]"),
    ("contact_strictness", "q2", .47, (0, 1), (0, .5), "share", "event", "assumption", "What strict rules and an unengaged worker take from a contact.", "[Kobro2018][A][Calibration]"),
    ("contact_understanding", "q3", .3, (0, 1), (0, .6), "share", "event", "assumption", "What understanding the workload adds to a contact.", "[Kobro2018][A]"),
    ("exhaustion_cut", "chi", .6, (0, 1), (.2, 1), "share", "none", "assumption", "Share of responsiveness that full exhaustion takes.", "[Bakker2007][A]"),
    ("trust_rate", "a_T", .05, (0, .33), (.02, .15), "per contact", "event", "assumption", "Share of the way that trust moves toward the quality of a contact.", "[A]"),
    ("loss_ratio", "rho", 2., (1, 3), (1, 3), "ratio", "none", "assumption", "How much faster trust is lost than won.", "[Slovic1993][Tversky1992][Poortinga2004][Zhu2023]"),
    ("hearsay_loss_ratio", "rho_gossip", 1.3, (1, 3), (1, 2), "ratio", "none", "assumption", "The same ratio for what one only hears of.", "[Zhu2023][A]"),
)
_group(
    "attendance",
    ("attendance_intercept", "b0", -.5, (-4, 4), (-2, .5), "logit", "none", "assumption", "Attendance of an average resident before all other terms.", "[A]"),
    ("attendance_trust", "b_T", 2., (0, 10), (0, 6), "logit per unit", "none", "assumption", "Weight of trust in workers.", "[Parrado2013][A]"),
    ("attendance_trust_square", "b_T2", -8., (-30, 0), (-15, 0), "logit per unit^2", "none", "assumption", "Curvature of the weight of trust (switch trust_effect = inverted_u).", "[Aitken2012][A]"),
    ("attendance_prediction", "b_P", 4.4, (0, 10), (0, 6), "logit per unit", "none", "assumption", "Weight of the predictive expectation.", "[Liu2020][A][Calibration]"),
    ("attendance_shortfall", "b_G", 2.3, (0, 10), (0, 6), "logit per unit", "none", "assumption", "Weight of a shortfall that one expects to be heard about.", "[Parrado2013][A][Calibration]"),
    ("attendance_habit", "b_H", 1.5, (0, 10), (0, 4), "logit per unit", "none", "assumption", "Weight of habit.", "[A]"),
    ("attendance_shame", "b_S", 1.2, (0, 10), (0, 4), "logit per unit", "none", "assumption", "Weight of shame (lowers attendance).", "[Kobro2018][A]"),
    ("attendance_disappointment", "b_D", 2., (0, 10), (0, 4), "logit per unit", "none", "assumption", "Weight of disappointment (lowers attendance).", "[Knutagard2021][A]"),
    ("attendance_invitation", "b_J", 1.6, (0, 10), (0, 3), "logit per unit", "none", "assumption", "Weight of staff who invite and are there.", "[Knutagard2018][A][Calibration]"),
    ("attendance_norm", "b_N", 1.5, (0, 10), (0, 3), "logit per unit", "none", "assumption", "Weight of how many usually come.", "[A]"),
    ("attendance_capability", "b_K", .21, (0, 10), (0, 3), "logit per unit", "none", "assumption", "Weight of capability.", "[Parrado2013][A][Calibration]"),
    ("attendance_venue", "b_V", .2, (0, 2), (0, .6), "logit", "none", "assumption", "What a neutral venue adds.", "[Kobro2018][A]"),
    ("attendance_hero", "b_hero", 2., (0, 10), (0, 4), "logit", "none", "assumption", "What being an active hero adds.", "[Knutagard2021][A]"),
    ("attendance_active_peers", "b_nbr", 1.5, (0, 10), (0, 4), "logit per unit", "none", "assumption", "Weight of the share of active heroes among peers.", "[Knutagard2021][A]"),
    ("learning_rate", "l_BM", .3, (0, 1), (.05, .6), "per meeting", "event", "assumption", "Learning rate of the Bush-Mosteller rule.", "[Macy2002][A]"),
    ("assurance_value", "v_ass", 1., (0, 3), (.5, 2), "ratio", "none", "assumption", "Value of a meeting that works, against the cost of coming (assurance rule).", "[Liu2020][A]"),
)
_group(
    "project",
    ("project", "project", 1, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether there is a project at all.", "[Knutagard2021]"),
    ("project_start", "t_start", 26, (0, 520), (26, 52), "weeks", "span", "lever", "Week in which the measures begin.", "[Knutagard2021][A]"),
    ("project_weeks", "t_end - t_start", 40, (1, 1040), (26, 104), "weeks", "span", "lever", "How long the measures run (autumn 2016 to summer 2017).", "[Knutagard2021]"),
    at_start=True, whole=True,
)
_group(
    "dialogue meetings",
    ("meeting_interval", "meet_every", 6, (1, 52), (1, 26), "weeks", "span", "lever", "Weeks from one dialogue meeting of a service to the next.", "[Knutagard2018][A]"),
    ("own_meeting_interval", "endog_every", 6, (1, 52), (4, 13), "weeks", "span", "lever", "Weeks between occasions for meetings of a service's own after the project.", "[A]"),
    ("agenda_cap", "agenda_cap", 4, (0, 12), (2, 12), "issues", "event", "lever", "Most issues that one meeting can take up.", "[A]"),
    ("facilitator", "facil", 0, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether meetings are led by an independent facilitator.", "[CLH2018]"),
    ("neutral_venue", "venue", 0, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether meetings are held on neutral ground.", "[Kobro2018]"),
    whole=True,
)
_group(
    "dialogue meetings",
    ("agenda_open", "o_r", 1., (0, 1), (0, 1), "share", "none", "lever", "Share of the agenda that is open to residents.", "[Hygum2017][A]"),
    ("thickness", "theta", .5, (0, 1), (0, 1), "share", "none", "lever", "Thickness: from thin co-creation (0) to thick co-production (1).", "[Hygum2017][Kobro2018]"),
    ("invited_share", "g0", 1., (0, 1), (.2, 1), "share", "none", "lever", "Share of residents invited to the first meeting.", "[Johnston2011][A]"),
    ("invited_growth", "g", 0., (0, 1), (0, .3), "share per meeting", "event", "lever", "Further share invited at each later meeting.", "[Johnston2011][A]"),
    ("attendance_smoothing", "lam_x", .3, (0, 1), (.1, .6), "per meeting", "event", "assumption", "How fast the attendance norm follows the last meeting.", "[A]"),
    ("hope_push", "z_P", .25, (0, .5), (0, .5), "per meeting", "event", "assumption", "How far a first meeting lifts the predictive expectation toward its goal.", "[A]"),
    ("novelty", "nov", .6, (0, 1), (.3, 1), "ratio per meeting", "event", "assumption", "What is left of that push at each later meeting.", "[A]"),
    ("awakening", "zeta", .20, (0, .5), (0, .5), "per meeting", "event", "assumption", "How far a first meeting lifts aspiration toward one.", "[Knutagard2021][A]"),
    ("shame_fall", "d_S", .08, (0, .3), (0, .15), "per meeting", "event", "assumption", "Share of shame that falls in a meeting of equals.", "[Burke2019][Sun2022][Lyons2021]"),
    ("capability_rise", "d_K", .04, (0, .3), (0, .15), "per meeting", "event", "assumption", "Share of the way to full capability gained in a meeting.", "[Burke2019][Lyons2021]"),
    ("transparency", "transparency", .6, (0, 1.5), (0, 1.5), "ratio", "event", "lever", "How openly staff show their workload (role swap at 1.5).", "[Kobro2018][A]"),
    ("belief_rate", "l_b", .02, (0, 1), (.02, .4), "per meeting", "event", "assumption", "How fast workers' belief follows what they see of residents.", "[Liu2020][A][Calibration]"),
    ("prework", "pw", 0., (0, 1), (0, 1), "share", "event", "lever", "Strength of pre-work: saying before a meeting what can be done.", "[Kobro2018]"),
)
_group(
    "promises",
    ("voice_rate", "iota", 1.8, (0, 4), (.5, 4), "issues per unit of voice", "event", "assumption", "Issues raised at a meeting per unit of voice.", "[A]"),
    ("acceptance", "alpha0", .55, (0, 1), (.2, .9), "share", "event", "lever", "Share of issues that an engaged service accepts.", "[A]"),
    ("overpromising", "over", 0., (0, .45), (0, .45), "share", "event", "lever", "Added to that share without regard to capacity.", "[Knutagard2021][A]"),
    ("candour", "candour", .3, (0, 1), (0, 1), "share", "event", "lever", "Share of issues not accepted that are declined with reasons.", "[Hygum2017][A]"),
    ("hanging_weight", "w_imp", .6, (0, 1), (0, 1), "ratio", "event", "assumption", "Weight of an issue left hanging, against a promise.", "[A]"),
    ("structural", "structural", .18, (0, 1), (0, .5), "share", "event", "assumption", "Share of issues that need a leader's discretion.", "[Kobro2018][A][Calibration]"),
    ("cross_agency", "cross", .25, (0, 1), (0, .5), "share", "event", "assumption", "Share of issues that need another agency.", "[A]"),
    ("confidentiality", "conf", .3, (0, 1), (0, 1), "share", "event", "lever", "Share of these that confidentiality blocks.", "[Kobro2018][A]"),
    ("issue_size", "z", 1., (.05, 60), (.5, 2), "work units", "event", "assumption", "Median size of an issue.", "[A]"),
    ("issue_spread", "sd_z", .5, (0, 1.5), (.2, 1), "log units", "event", "assumption", "Standard deviation of the logarithm of the size.", "[A]"),
    ("orphaning", "orphan", .5, (0, 1), (0, 1), "chance", "event", "assumption", "Chance that a promise is lost when its owner leaves.", "[A]"),
)
_group(
    "promises",
    ("deadline", "due", 8, (1, 104), (2, 26), "weeks", "span", "lever", "Weeks until a promise is due; at twice that it expires.", "[A]"),
    whole=True,
)
_group(
    "power",
    ("binding_share", "beta_dec", .3, (0, 1), (0, 1), "share", "event", "lever", "Share of accepted issues that bind the organisation (follows thickness).", "[CLH2018][A]"),
    follows=("thickness", .6),
)
_group(
    "own effort",
    ("own_effort", "omega_own", .6, (0, 1.5), (0, 1.5), "ratio", "none", "lever", "How much residents' own effort can add to capacity (follows thickness).", "[Kobro2018][A]"),
    follows=("thickness", 1.2),
)
_group(
    "evaluation",
    ("prediction_rate", "l_P", .12, (0, .33), (.02, .3), "per outcome", "event", "assumption", "How fast the predictive expectation follows outcomes.", "[A][Calibration]"),
    ("confidence_rate", "a_C", .12, (0, .33), (.02, .3), "per outcome", "event", "assumption", "How fast confidence follows outcomes.", "[A]"),
    ("aspiration_rate", "l_A", .03, (0, .4), (.01, .15), "per outcome", "event", "assumption", "How fast aspiration adapts to outcomes.", "[Macy2002][A]"),
    ("disappointment_rate", "f_D", .5, (0, 1), (.1, 1), "per outcome", "event", "assumption", "How much a shortfall disappoints.", "[A]"),
    ("disappointment_relief", "r_D", .1, (0, 1), (.02, .5), "per outcome", "event", "assumption", "How much a positive surprise relieves.", "[A]"),
    ("aspiration_weight", "w_A", .65, (0, 1), (0, 1), "share", "none", "assumption", "Weight of aspiration, against prediction, in what an outcome is compared with.", "[Favero2021]"),
    ("hearsay", "gossip", .3, (0, 1), (0, 1), "ratio", "event", "assumption", "Weight of an outcome one only hears of.", "[A]"),
)
_group(
    "social influence",
    ("peer_influence", "w_s", .04, (0, .2), (0, .2), "per week", "rate", "assumption", "How far residents move toward their peers.", "[DeGroot1974][A]"),
    ("confidence_bound", "eps_bc", .3, (0, 1), (.1, .5), "share", "none", "assumption", "Peers further away than this are ignored (bounded confidence).", "[Deffuant2000][Hegselmann2002]"),
)
_group(
    "habit and forgetting",
    ("habit_rate", "l_H", .044, (0, .4), (.012, .154), "per session", "event", "assumption", "How fast habit grows with each session.", "[Lally2010]"),
    ("habit_loss_ratio", "rho_H", .25, (0, 2), (0, 1), "ratio", "none", "assumption", "How much slower habit falls with a session missed than it grows with one attended.", "[A]"),
    ("habit_fading", "xi_H", .01, (0, .2), (0, .05), "per week", "rate", "assumption", "Share of habit, and of the attendance norm, that fades.", "[A]"),
    ("disappointment_fading", "xi_D", .03, (0, .3), (.01, .1), "per week", "rate", "assumption", "Share of disappointment that fades.", "[A]"),
    ("understanding_fading", "xi_W", .005, (0, .1), (0, .02), "per week", "rate", "assumption", "How fast understanding of the workload fades.", "[A]"),
)
_group(
    "delivery",
    ("delivery_capacity", "kap", .16, (0, .6), (.02, .5), "work units per worker and week", "flow", "lever", "What a worker can deliver on promises at full buy-in.", "[A]"),
    ("capacity_floor", "c0", .15, (0, 1), (0, .5), "share", "none", "assumption", "Share of that capacity that needs no buy-in.", "[A]"),
    ("staff_share", "delta", .5, (.05, .95), (.2, .8), "share", "none", "assumption", "Share of staff effort in production.", "[Ostrom1996][A]"),
    ("substitution", "r_c", -1., (-10, 1), (-10, 1), "exponent", "none", "assumption", "CES exponent: the lower, the less one effort replaces the other.", "[Ostrom1996][A]"),
    ("participation_threshold", "th", .25, (.05, .6), (.1, .5), "share", "none", "assumption", "Attendance at which residents' effort is half of its most.", "[Centola2018][A]"),
    ("participation_sharpness", "h", 2., (1, 6), (1, 4), "exponent", "none", "assumption", "How sharply residents' effort rises there.", "[A]"),
    ("quality_gain", "g_Q", .02, (0, .2), (.005, .05), "per delivery", "event", "assumption", "What a delivered promise adds to the quality of the service.", "[A]"),
    ("quality_return", "xi_Q", .003, (0, .1), (.001, .01), "per week", "rate", "assumption", "How fast quality returns to its start.", "[A]"),
    ("coordination", "g_co", .002, (0, .05), (0, .005), "per week", "rate", "assumption", "What coordination by leaders adds to quality in project weeks.", "[Cfbu2015][A]"),
)
_group(
    "voluntary sector",
    ("voluntary_capacity", "kappa_v", 0., (0, 1), (0, 1), "work units per service and week", "flow", "lever", "What external actors deliver in every service.", "[Kobro2018]"),
    ("voluntary_belief", "b_v", .1, (0, .5), (0, .2), "share", "event", "assumption", "What volunteers at work add to the belief of staff in residents.", "[Kobro2018][A]"),
)
_group(
    "staff load",
    ("case_load", "load_case", .85, (0, 1.5), (.6, 1.2), "share of capacity", "none", "assumption", "Load of an ordinary caseload.", "[A]"),
    ("meeting_load", "load_meet", .10, (0, .5), (.05, .2), "share of capacity", "event", "assumption", "Load of a meeting in its week.", "[A]"),
    ("promise_load", "load_prom", .06, (0, .5), (.02, .15), "share of capacity", "none", "assumption", "Load of an open promise per worker.", "[A]"),
    ("afterwork_load", "load_after", .03, (0, .5), (0, .1), "share of capacity", "none", "assumption", "Load of the after-work of a broken promise.", "[Kobro2018][A]"),
    ("afterwork_fading", "xi_after", .1, (0, 1), (.05, .3), "per week", "rate", "assumption", "Share of after-work that is done with.", "[A]"),
    ("load_noise", "sd_L", .30, (0, .4), (0, .4), "share of capacity", "none", "assumption", "Standard deviation of the load from week to week.", "[A]"),
    ("protected_time", "psi", 0., (0, .3), (0, .3), "share of capacity", "none", "lever", "Time protected for co-production.", "[Aronsson2017]"),
    ("exhaustion_rise", "b_L", .06, (0, .3), (.01, .15), "per week", "rate", "assumption", "How fast overload exhausts.", "[Shoman2022][A]"),
    ("exhaustion_recovery", "b_R", .081, (0, .3), (.01, .15), "per week", "rate", "assumption", "How fast slack restores.", "[Shoman2022][A][Calibration]"),
    ("success_relief", "b_suc", .01, (0, .1), (0, .03), "per delivery", "event", "assumption", "Share of exhaustion that an own success lifts.", "[A]"),
    ("failure_strain", "b_fail", .006, (0, .1), (0, .02), "per expiry", "event", "assumption", "What an own broken promise adds to exhaustion.", "[A]"),
    ("understanding_relief", "b_W", .02, (0, .2), (0, .05), "per week", "rate", "assumption", "Share of exhaustion that residents' understanding lifts.", "[Kobro2018][A]"),
)
_group(
    "staff engagement",
    ("engagement_rate", "l_E", .05, (0, .5), (.01, .15), "per week", "rate", "assumption", "How fast engagement follows its target.", "[A]"),
    ("engagement_belief", "w_b", .8, (0, 1), (0, 1), "ratio", "none", "assumption", "Weight of belief in residents.", "[Liu2020][A]"),
    ("engagement_buy_in", "w_M", .3, (0, 1), (0, 1), "ratio", "none", "assumption", "Weight of managers' buy-in.", "[Knutagard2019][A]"),
    ("buy_in_usual", "M_ref", .35, (0, 1), (.2, .6), "share", "none", "assumption", "Buy-in that neither engages nor disengages workers.", "[A]"),
    ("engagement_success", "w_su", .25, (0, 1), (0, 1), "ratio", "none", "assumption", "Weight of recent success.", "[Knutagard2018][A]"),
    ("engagement_exhaustion", "w_B", .3, (0, 1), (0, 1), "ratio", "none", "assumption", "Weight of exhaustion above the usual.", "[Bakker2007][A]"),
    ("engagement_team", "w_p", .3, (0, 1), (0, 1), "ratio", "none", "assumption", "Weight of colleagues' engagement.", "[A]"),
    ("engagement_resistance", "w_R", .2, (0, 1), (0, 1), "ratio", "none", "assumption", "Weight of resistance where meetings are ordered from above.", "[Knutagard2018][Kobro2018][A]"),
    ("success_weight", "lam_su", .2, (0, 1), (.05, .5), "per outcome", "event", "assumption", "Weight of one own outcome in the balance of success.", "[A]"),
    ("success_fading", "xi_su", .05, (0, 1), (.02, .2), "per week", "rate", "assumption", "How fast that balance fades.", "[A]"),
    ("mindset_drift", "l_Ebar", .01, (0, .1), (0, .03), "per week", "rate", "assumption", "How fast the mindset follows engagement.", "[Kobro2018][A]"),
)
_group(
    "staff engagement",
    ("mandated", "mandated", 0, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether meetings are ordered from above.", "[Kobro2018]"),
    whole=True,
)
_group(
    "staff turnover",
    ("staff_exit", "h0", .0035, (0, .1), (.001, .02), "per week", "flow", "assumption", "Hazard that a worker of usual exhaustion leaves (17 % a year).", "[Tham2007][Casey]"),
    ("exit_exhaustion", "k_B", 3., (0, 8), (0, 5), "log hazard per unit", "none", "assumption", "Weight of exhaustion in leaving.", "[Smith2011][A]"),
    ("exit_contagion", "m_exit", 3., (1, 6), (1, 5), "ratio", "none", "assumption", "How much likelier a worker leaves after a colleague left.", "[Smith2011]"),
    ("tacit_share", "tacit", .5, (0, 1), (0, 1), "share", "event", "assumption", "Share of a leaver's part in the routine that is lost.", "[A]"),
)
_group(
    "staff turnover",
    ("contagion_weeks", "t_exit", 8, (1, 52), (4, 13), "weeks", "span", "assumption", "How long a colleague's leaving is felt.", "[Smith2011][A]"),
    whole=True,
)
_group(
    "leadership",
    ("buy_in_visible", "g_V", .05, (0, .1), (0, .1), "per week", "rate", "assumption", "How much visible cases raise buy-in.", "[CLH2018][Knutagard2019][A]"),
    ("buy_in_return", "g_D", .012, (0, .1), (0, .1), "per week", "rate", "assumption", "How fast buy-in returns to its set-point.", "[A]"),
    ("buy_in_project", "g_proj", .02, (0, .1), (0, .1), "per week", "rate", "assumption", "How much a running project lifts low buy-in.", "[A]"),
    ("buy_in_backlog", "g_C", .02, (0, .1), (0, .1), "per week", "rate", "assumption", "How much a backlog beyond capacity costs buy-in.", "[A]"),
    ("learning_link", "kappa", .5, (0, 1), (0, 1), "share", "event", "assumption", "Share of deliveries that managers notice; what one-to-one work teaches the organisation.", "[Hygum2017][A]"),
    ("demonstration", "demo", 0., (0, 2), (0, 1), "cases per service and week", "flow", "lever", "Cases shown to managers in project weeks beside the own ones.", "[CLH2018][A]"),
)
_group(
    "routine",
    ("routine_gain", "g_Z", .084, (0, .1), (.005, .1), "per event", "event", "assumption", "How much a meeting or delivery makes co-production routine.", "[Scheirer2005][A][Calibration]"),
    ("routine_loss", "d_Z", .004, (0, .1), (.001, .02), "per week", "rate", "assumption", "How fast routine is lost.", "[Scheirer2005][A]"),
)
_group(
    "heroes",
    ("scouting", "scout", .15, (0, 1), (0, .6), "chance per week", "rate", "lever", "Chance that an engaged, trusted worker finds a missing hero.", "[Knutagard2021][A]"),
    ("hero_support", "support", .5, (0, 1), (0, 1), "chance per week", "rate", "lever", "Support: chance that a found hero becomes active; shields from withdrawing.", "[Knutagard2021][A]"),
    ("hero_withdrawal", "h_hero", .02, (0, .2), (.005, .05), "per week", "flow", "assumption", "Base hazard that an unsupported or disappointed hero withdraws.", "[A]"),
)
_group(
    "levels",
    ("level_citizen", "lev_cit", 1, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether residents take part.", "[Hygum2017]"),
    ("level_organisation", "lev_org", 1, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether the organisation takes part.", "[Hygum2017]"),
    ("level_leadership", "lev_lead", 1, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether leaders take part.", "[Hygum2017]"),
    whole=True,
)
_group(
    "allocation",
    ("choice", "choice", 0, (0, 2), (0, 2), "offers beyond the first", "event", "lever", "How many other homes a newcomer may choose from.", "[Kobro2018]"),
    ("queue_dialogue", "queue_dialogue", 0, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether applicants are met while they queue.", "[Kobro2018]"),
    whole=True,
)
_group(
    "anchoring",
    ("anchoring_week", "t_anchor", -12, (-26, 104), (-12, 26), "weeks after project start", "span", "lever", "When the project is anchored.", "[Vinnova2017]"),
    whole=True, at_start=True,
)
_group(
    "anchoring",
    ("anchoring_managers", "a_M", 0., (0, 1), (0, 1), "share", "event", "lever", "Strength of anchoring with managers.", "[Vinnova2017]"),
    ("anchoring_workers", "a_E", 0., (0, 1), (0, 1), "share", "event", "lever", "Strength of anchoring with front-line workers.", "[Vinnova2017][Knutagard2018]"),
    ("anchoring_users", "a_P", 0., (0, 1), (0, 1), "share", "event", "lever", "Strength of anchoring with residents.", "[Vinnova2017]"),
)
_group(
    "future workshop",
    ("workshop", "workshop", 0, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether a Future workshop is held.", "[Knutagard2021][Jungk]"),
    ("workshop_week", "t_workshop", 12, (0, 104), (4, 26), "weeks after project start", "span", "lever", "When it is held.", "[Knutagard2021][A]"),
    ("workshop_seats", "n_workshop", 24, (2, 64), (12, 40), "people", "none", "lever", "Seats, half for residents and half for workers.", "[Knutagard2021][A]"),
    whole=True,
)
_group(
    "university course",
    ("course", "course", 0, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether residents and workers study together on equal terms.", "[Knutagard2021]"),
    ("course_week", "t_course", 14, (0, 104), (4, 26), "weeks after project start", "span", "lever", "When the course begins.", "[Knutagard2021][A]"),
    ("course_weeks", "wd_course", 5, (1, 26), (5, 20), "weeks", "span", "lever", "How long it lasts.", "[Powerus]"),
    ("course_residents", "n_course_r", 12, (2, 32), (6, 20), "people", "none", "lever", "Residents enrolled.", "[Vinnova2017][A]"),
    ("course_workers", "n_course_w", 12, (1, 32), (6, 20), "people", "none", "lever", "Workers enrolled.", "[Vinnova2017][A]"),
    whole=True, at_start=True,
)
_group(
    "flagship promise",
    ("flagship", "flagship", 0, (0, 1), (0, 1), "no 0, yes 1", "none", "lever", "Whether a few families get one large promise.", "[Kobro2018]"),
    ("flagship_week", "t_flag", 52, (0, 208), (26, 104), "weeks after project start", "span", "lever", "When it is made.", "[Kobro2018][A]"),
    ("flagship_families", "n_flag", 2, (1, 16), (1, 4), "people", "none", "lever", "How many residents it is made to.", "[Kobro2018]"),
    ("flagship_deadline", "due_flag", 52, (4, 208), (26, 104), "weeks", "span", "lever", "Weeks until it is due.", "[Kobro2018][A]"),
    whole=True,
)
_group(
    "flagship promise",
    ("flagship_size", "z_flag", 60., (1, 200), (20, 100), "work units", "event", "lever", "Its size.", "[Kobro2018][A]"),
)
_group(
    "shocks",
    ("budget_cut_week", "t_cut", 52, (0, 520), (30, 104), "week", "span", "lever", "Week in which a budget cut begins.", "[A]"),
    ("budget_cut_weeks", "n_cut", 26, (0, 520), (13, 104), "weeks", "span", "lever", "How long it lasts.", "[A]"),
    ("manager_change_week", "t_change", 52, (0, 520), (30, 104), "week", "span", "lever", "Week in which managers are replaced.", "[A]"),
    ("pause_week", "t_pause", 60, (0, 520), (30, 104), "week", "span", "lever", "Week in which the project and its partners pause.", "[Allmannytta]"),
    ("pause_weeks", "n_pause", 0, (0, 520), (0, 104), "weeks", "span", "lever", "How long the pause lasts (0: none).", "[Allmannytta]"),
    whole=True,
)
_group(
    "shocks",
    ("budget_cut", "cut", 0., (0, 1), (0, .6), "share", "none", "lever", "Share of delivery capacity cut.", "[A]"),
    ("manager_change", "change", 0., (0, 1), (0, 1), "chance", "event", "lever", "Chance that a manager is replaced in that week.", "[A]"),
    ("pause_loss", "l_pause", .6, (0, 1), (.2, .9), "share", "event", "assumption", "Share of partners' trust that a pause costs.", "[Allmannytta][A]"),
    ("restart_package", "restart", 0., (0, 1), (0, 1), "share", "none", "lever", "Joint training and move-in visits when partners restart.", "[Allmannytta]"),
    ("partner_recovery", "l_part", .03, (0, .3), (.01, .1), "per week", "rate", "assumption", "How fast a full restart package rebuilds partners' trust.", "[Allmannytta][A]"),
)
_group(
    "hours of staff",
    ("meeting_hours", "hr_meet", 3., (0, 20), (2, 6), "hours per worker and meeting", "event", "technical", "Working hours of a meeting, with preparation.", "[A]"),
    ("course_hours", "hr_course", 6., (0, 40), (4, 8), "hours per worker and course week", "event", "technical", "Working hours of a week of the course.", "[A]"),
    ("work_unit_hours", "hr_unit", 8., (0, 40), (4, 16), "hours per work unit", "event", "technical", "Working hours of delivering one work unit of a promise.", "[A]"),
)
_group(
    "effects of measures",
    ("anchoring_buy_in", "e_M", .3, (0, 1), (.1, .6), "share", "event", "assumption", "What full anchoring adds to the buy-in of managers and its set-point, of the room above.", "[A]"),
    ("anchoring_engagement", "e_E", .15, (0, 1), (.05, .3), "share", "event", "assumption", "What full anchoring adds to the engagement and mindset of workers, of the room above.", "[A]"),
    ("anchoring_prediction", "e_P", .1, (0, 1), (0, .3), "share", "event", "assumption", "What full anchoring adds to the predictive expectation of residents, of the room above.", "[A]"),
    ("workshop_aspiration", "f_A", .15, (0, 1), (.05, .3), "share", "event", "assumption", "What a Future workshop adds to aspiration, of the room above.", "[Knutagard2021][A]"),
    ("workshop_capability", "f_K", .08, (0, 1), (.02, .2), "share", "event", "assumption", "What it adds to capability, of the room above.", "[Knutagard2021][A]"),
    ("workshop_shame", "f_S", .1, (0, 1), (.02, .2), "share", "event", "assumption", "Share of shame that falls in it.", "[Knutagard2021][A]"),
    ("workshop_prediction", "f_P", .1, (0, 1), (0, .2), "share", "event", "assumption", "What it adds to the predictive expectation, of the room above.", "[Knutagard2021][A]"),
    ("course_engagement", "f_E", .02, (0, .2), (0, .05), "share", "event", "assumption", "What a week of the course adds to engagement and mindset of workers, of the room above.", "[Knutagard2021][A]"),
    ("own_effort_capability", "f_own", .02, (0, .3), (0, .1), "per delivery", "event", "assumption", "What a promise kept adds to the capability of whoever raised it, of the room above, where own effort counts.", "[A]"),
)
_group(
    "effects of measures",
    ("workshop_group", "n_group", 4, (1, 32), (2, 8), "residents", "event", "assumption", "How many residents of a Future workshop raise an issue together.", "[A]"),
    whole=True,
)
_group(
    "yardsticks",
    ("responsiveness_usual", "r_ref", .45 * (1. - .6 * .35), (.05, 1), (.2, .6), "share", "none", "technical", "Responsiveness against which capacity is measured: that of engagement .45 and exhaustion .35.", "[A]"),
    ("attendance_usual", "x_ref", .15, (0, 1), (.05, .3), "share", "none", "technical", "Attendance against which capacity is measured.", "[A]"),
    ("willing_prediction", "P_w", .7, (0, 1), (.5, .9), "share", "none", "technical", "Predictive expectation at which willingness is measured: the others do their part.", "[A]"),
    ("enabling_norm", "x_en", .25, (0, 1), (.15, .4), "share", "none", "technical", "Attendance above which a service can be an enabling niche.", "[Taylor1997][A]"),
    ("enabling_trust", "T_en", .5, (0, 1), (.4, .6), "share", "none", "technical", "Mean trust above which it can be one.", "[Taylor1997][A]"),
    ("enabling_strictness", "s_en", .25, (0, 1), (.15, .4), "share", "none", "technical", "Strictness times what engagement lacks, below which it can be one.", "[Taylor1997][A]"),
    ("entrapping_norm", "x_ent", .1, (0, 1), (.05, .2), "share", "none", "technical", "Attendance below which a service can be an entrapping niche.", "[Taylor1997][A]"),
    ("entrapping_prediction", "P_ent", .25, (0, 1), (.15, .35), "share", "none", "technical", "Mean predictive expectation below which it can be one.", "[Taylor1997][A]"),
)

PARAMETERS: dict[str, Parameter] = {parameter.name: parameter for parameter in _rows}
