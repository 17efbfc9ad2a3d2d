"""The 32 patterns: the one home of what is asked, of which worlds, and how large it must be.

Minimum sizes come from the notes the model was designed from; they were fixed before it was built and not touched
since. Where the notes give no size, the direction alone is asked. `docs/patterns_rules.md` says how to read them.
"""

from __future__ import annotations

from typing import Any

from samskapa.studies.patterns.pattern import (
    Arm,
    Level,
    Pattern,
    Worth,
    about_equal,
    clause,
    level_above,
    level_below,
    more,
    near,
    rising,
    term,
    wider,
)

PERSON, SERVICE, ORGANISATION, PROGRAMME = Level.PERSON, Level.SERVICE, Level.ORGANISATION, Level.PROGRAMME
BUILT, SHAPED, EMERGENT = Worth.BY_CONSTRUCTION, Worth.SHAPED, Worth.EMERGENT
NOISE = 0.02
"""Differences below this were noise in the trials: what "about equal" and "about none" mean for a share."""

READY = {"engagement_start": 0.6, "buy_in_start": 0.6, "delivery_capacity": 0.3, "candour": 0.7, "thickness": 0.8,
         "transparency": 1.0}
UNREADY = {"engagement_start": 0.3, "buy_in_start": 0.2, "delivery_capacity": 0.05, "candour": 0.0, "thickness": 0.2}
LOW, USUAL, HIGH = ({"delivery_capacity": value} for value in (0.05, 0.16, 0.30))
NONE = {"project": 0}
STAFF_OFF = {"contact_response": 0.0, "attendance_invitation": 0.0}
HOTSPOT = {"level_citizen": 0, "agenda_open": 0.0}
GUIDANCE = {"mode": "one_to_one", "level_organisation": 0, "level_leadership": 0, "learning_link": 0.0}


def arm(*differences: Any, world: str = "default_world", **values: float | str) -> Arm:
    """A world with what differs from it, piece by piece."""
    merged: dict[str, float | str] = {}
    for difference in (*differences, values):
        merged |= difference
    return Arm(world, merged)


_ALL = [
    Pattern(
        1, "A project without delivery capacity ends below no project.", "[Knutagard2021][Vinnova2017]", PROGRAMME, SHAPED,
        {"none": arm(NONE), "low": arm(LOW), "usual": arm(USUAL)},
        (more("confidence_fin", "none", "low", 0.012), more("prediction_fin", "none", "low"),
         more("trust_fin", "none", "low", 0.02), more("engagement_fin", "none", "low"),
         more("trust_fin", "usual", "none"), more("prediction_fin", "usual", "none"),
         *about_equal("confidence_fin", "usual", "none", 0.05)),
        "'About equal' confidence at capacity .16: within .05, the size of the harm at .05 in the prototype.",
        "issues left hanging are broken promises to those who raised them", {"hanging_weight": 0.0},
    ),
    Pattern(
        2, "Awakening without readiness raises disappointment more than with readiness.", "[Knutagard2021]", PERSON, SHAPED,
        {f"{words} {size}": arm(capacity, awakening=value) for words, capacity in (("low", LOW), ("high", HIGH))
         for size, value in (("asleep", 0.0), ("awake", 0.5))},
        (more("disappointment_end", "low awake", "low asleep", 0.02), more("disappointment_end", "high awake", "high asleep"),
         more("confidence_end", "low asleep", "low awake"),
         wider("disappointment_end", ("low awake", "low asleep"), ("high awake", "high asleep"))),
        "The size is asked at low capacity, and 'confidence falls' there, where the pattern speaks of harm.",
        "outcomes are compared with aspirations", {"aspiration_weight": 0.0},
    ),
    Pattern(
        3, "Engaged front-line staff raise participation and trust.", "[Knutagard2018][Knutagard2019]", SERVICE, SHAPED,
        {"E .30": arm(engagement_start=0.30), "E .45": arm(engagement_start=0.45), "E .65": arm(engagement_start=0.65)},
        (*rising("attendance_end", ("E .30", "E .45", "E .65"), 0.05), *rising("trust_end", ("E .30", "E .45", "E .65")),
         *rising("routine_end", ("E .30", "E .45", "E .65"))),
        "'Z' is read at the end of the project, as participation and trust are.",
        "staff who respond and invite", STAFF_OFF,
    ),
    Pattern(
        4, "Leadership and users are not enough: the front line counts at least as much, and both together most.",
        "[Knutagard2018]", ORGANISATION, EMERGENT,
        {f"{staff} staff, {lead} lead": arm(engagement_start=e, buy_in_start=m)
         for staff, e in (("cool", 0.30), ("warm", 0.65)) for lead, m in (("cool", 0.20), ("warm", 0.70))},
        (more("attendance_end", "warm staff, cool lead", "cool staff, warm lead", 0.05),
         *(more("attendance_end", "warm staff, warm lead", other) for other in
           ("warm staff, cool lead", "cool staff, warm lead", "cool staff, cool lead"))),
        "Low buy-in is given as .2 to .35; .20 is the harder reading, since buy-in helps the arm that is to be ahead.",
        "staff who respond and invite", STAFF_OFF,
    ),
    Pattern(
        5, "Leadership is necessary for delivery.", "[CLH2018][Knutagard2019]", ORGANISATION, BUILT,
        {"led": arm(), "not led": arm(level_leadership=0)},
        (more("fulfilment", "led", "not led", 0.1), more("confidence_fin", "led", "not led"),
         more("attendance_fin", "led", "not led")),
        "", "capacity needs buy-in", {"capacity_floor": 1.0},
    ),
    Pattern(
        6, "Finding missing heroes raises participation.", "[Knutagard2018][Knutagard2021]", PERSON, BUILT,
        {"scout 0": arm(scouting=0.0), "scout .15": arm(scouting=0.15), "scout .4": arm(scouting=0.4),
         "heroes 0": arm(hero_share=0.0), "heroes .12": arm(hero_share=0.12), "heroes .30": arm(hero_share=0.30)},
        (more("attendance_end", "scout .4", "scout 0", 0.02), more("attendance_end", "heroes .30", "heroes 0", 0.02),
         *rising("attendance_end", ("scout 0", "scout .15", "scout .4")),
         *rising("attendance_end", ("heroes 0", "heroes .12", "heroes .30"))),
        "The size is asked from end to end (other patterns say 'per step' where they mean it), the direction per step.",
        "active heroes come, and bring others", {"attendance_hero": 0.0, "attendance_active_peers": 0.0},
    ),
    Pattern(
        7, "Finding heroes without supporting them fails.", "[Knutagard2021]", PERSON, SHAPED,
        {f"{aid} {size}": arm(capacity, scouting=0.4, hero_support=value) for size, capacity in (("low", LOW), ("usual", USUAL))
         for aid, value in (("alone", 0.0), ("supported", 0.8))},
        (more("heroes_active", "supported low", "alone low"), more("heroes_active", "supported usual", "alone usual"),
         more("heroes_withdrawn", "alone low", "supported low"), more("heroes_withdrawn", "alone low", "alone usual")),
        "Share withdrawn of all who were found. It is to be higher without support, and higher again where promises fail "
        "as well. That nobody becomes active with support 0 is one equation.",
        "unsupported or disappointed heroes withdraw", {"hero_withdrawal": 0.0},
    ),
    Pattern(
        8, "Pre-work beats after-work when capacity is scarce.", "[Kobro2018]", SERVICE, SHAPED,
        {"after": arm(LOW, prework=0.0), "before": arm(LOW, prework=0.8)},
        (more("disappointment_end", "after", "before", 0.05), more("prediction_fin", "before", "after"),
         more("confidence_fin", "before", "after"), more("attendance_end", "before", "after"),
         more("afterwork", "after", "before")),
        "P and C at the end of the run, D and x at the end of the project, as their sizes in the prototype tell; 'load_after "
        "down' by what makes it: broken promises, and hanging issues with their weight.",
        "unkept promises disappoint", {"disappointment_rate": 0.0},
    ),
    Pattern(
        9, "Promising more helps only those who can deliver.", "[Knutagard2021][Edm2025]", SERVICE, EMERGENT,
        {f"{words} {size}": arm(capacity, overpromising=value) for size, capacity in (("low", LOW), ("usual", USUAL))
         for words, value in (("modest", 0.0), ("bold", 0.4))},
        (more("prediction_fin", "bold usual", "modest usual"), more("prediction_fin", "modest low", "bold low")),
        "", "expectations follow outcomes", {"prediction_rate": 0.0},
    ),
    Pattern(
        10, "How often one meets has an optimum that capacity sets.", "[Knutagard2018]", SERVICE, EMERGENT,
        {f"{weeks} weeks": arm(meeting_interval=weeks) for weeks in (13, 10, 6, 4, 2)}
        | {"2 weeks, uncapped": arm(meeting_interval=2, agenda_cap=12)},
        (*rising("disappointment_end", ("13 weeks", "10 weeks", "6 weeks", "4 weeks", "2 weeks")),
         clause("disappointment_end: every 2 weeks more than twice that of every 6",
                (term(1.0, "disappointment_end", "2 weeks"), term(-2.0, "disappointment_end", "6 weeks"))),
         more("attendance_end", "4 weeks", "2 weeks", -NOISE, "attendance_end: from every 4 weeks to every 2 no rise "
              "above noise (.02)"),
         more("attendance_end", "2 weeks", "2 weeks, uncapped")),
        "'Stops rising or falls at the high end': from every 4 to every 2 weeks no more than noise. Uncapped is the highest "
        "cap, 12 issues.", "unkept promises disappoint", {"disappointment_rate": 0.0},
    ),
    Pattern(
        11, "Change lives beyond the project, but only where one was ready.", "[Knutagard2018][Scheirer2005][Cbc]", PROGRAMME,
        EMERGENT,
        {"ready": arm(READY), "default": arm(), "unready": arm(UNREADY), "ready none": arm(READY, NONE),
         "default none": arm(NONE), "unready none": arm(UNREADY, NONE)},
        (*rising("routine_fin", ("unready", "default", "ready")), *rising("own_meeting_share", ("unready", "default", "ready")),
         wider("trust_fin", ("ready", "ready none"), ("default", "default none")),
         wider("trust_fin", ("default", "default none"), ("unready", "unready none"))),
        "The gain of trust is against the same world without a project, readiness included.",
        "meetings and deliveries become routine", {"routine_gain": 0.0},
    ),
    Pattern(
        12, "Thin co-creation ebbs out, thick co-production lasts.", "[Hygum2017][Kobro2018]", PROGRAMME, SHAPED,
        {words: arm(engagement_start=0.55, thickness=value) for words, value in (("thin", 0.0), ("thick", 1.0))},
        (clause("attendance: thick less thin is wider in the last year than at the end of the project",
                (term(1.0, "attendance_fin", "thick"), term(-1.0, "attendance_fin", "thin"),
                 term(-1.0, "attendance_end", "thick"), term(1.0, "attendance_end", "thin"))),
         clause("attendance_fin: thick at least twice thin",
                (term(1.0, "attendance_fin", "thick"), term(-2.0, "attendance_fin", "thin")))),
        "Attendance in the last year is the unconditional one (R24): no meeting counts as nobody there. Nothing is claimed "
        "of the half-thick arm of the notes, so it is left out.",
        "meetings and deliveries become routine", {"routine_gain": 0.0},
    ),
    Pattern(
        13, "All levels or little: residents, organisation and leaders together give more than the parts.", "[Hygum2017]",
        ORGANISATION, SHAPED,
        {"none": arm(NONE), "hotspot": arm(HOTSPOT), "guidance": arm(GUIDANCE), "all": arm(),
         "ready hotspot": arm(READY, HOTSPOT), "ready guidance": arm(READY, GUIDANCE), "ready all": arm(READY)},
        (*about_equal("trust_fin", "hotspot", "none", NOISE), *about_equal("prediction_fin", "hotspot", "none", NOISE),
         more("buy_in_end", "hotspot", "none"), level_below("routine_fin", "hotspot", NOISE),
         more("trust_fin", "guidance", "none"), more("capability_fin", "guidance", "none"),
         level_below("routine_fin", "guidance", NOISE), *about_equal("buy_in_end", "guidance", "none", NOISE),
         *(clause(f"routine_fin: {start}all above {start}hotspot and {start}guidance together by more than {least:g}",
                  (term(1.0, "routine_fin", f"{start}all"), term(-1.0, "routine_fin", f"{start}hotspot"),
                   term(-1.0, "routine_fin", f"{start}guidance")), least)
           for start, least in (("", 0.02), ("ready ", 0.10)))),
        "Hotspot is a project without residents whose agenda is closed; guidance one-to-one work without organisation and "
        "leaders. 'About none' is within .02 (noise); buy-in at the end of the project, since managers return to their "
        "set-point. E0 and M0 are equal in all arms, as the notes ask.",
        "meetings and deliveries become routine", {"routine_gain": 0.0},
    ),
    Pattern(
        14, "Trust is lost faster than won.", "[Slovic1993][Zhu2023][Poortinga2004]", PERSON, BUILT,
        {f"ratio {value}": arm(loss_ratio=value) for value in (1, 2, 3)},
        rising("prediction_fin", ("ratio 3", "ratio 2", "ratio 1"), 0.006),
        "The exact stationary belief f / (f + rho (1 - f)) is asserted with the rules.",
        "expectations follow outcomes", {"prediction_rate": 0.0},
    ),
    Pattern(
        15, "Social trap: where staff are little engaged the start decides, where they are engaged it does not.",
        "[Knutagard2021][Rothstein2005]", PROGRAMME, EMERGENT,
        {f"{staff} {start}": arm(delivery_capacity=0.10, engagement_start=e, first_prediction_shift=shift)
         for staff, e in (("cool", 0.30), ("warm", 0.75)) for start, shift in (("low", -0.15), ("high", 0.45))},
        (more("prediction_fin", "cool high", "cool low", 0.04), *about_equal("prediction_fin", "warm high", "warm low", 0.08),
         wider("prediction_fin", ("cool high", "cool low"), ("warm high", "warm low"))),
        "Starts of .05 and .65 in the first cohort only (R5), capacity .10. The size at low engagement is the later one "
        "(.04), 'about 0' at high engagement is within .08 as first written; since .04 and .08 overlap, the effect must also "
        "be larger at low engagement.",
        "those who expect nothing stay away", {"attendance_prediction": 0.0},
    ),
    Pattern(
        16, "Overload exhausts staff and erodes trust; protected time repairs it.", "[Kobro2018][Aronsson2017]", SERVICE, SHAPED,
        {"usual": arm(case_load=0.85), "overload": arm(case_load=1.05), "protected": arm(case_load=1.05, protected_time=0.2)},
        (more("exhaustion_fin", "overload", "usual", 0.08), more("trust_fin", "usual", "overload"),
         *(clause(f"{metric}: protected time restores at least half of what overload takes",
                  (term(0.5 * sign, metric, "overload"), term(0.5 * sign, metric, "usual"), term(-sign, metric, "protected")))
           for metric, sign in (("exhaustion_fin", 1.0), ("trust_fin", -1.0)))),
        "'Restored' is read as at least half way back.", "overload exhausts", {"exhaustion_rise": 0.0},
    ),
    Pattern(
        17, "Anchor first.", "[Vinnova2017]", ORGANISATION, EMERGENT,
        {"before": arm(anchoring_managers=0.5, anchoring_workers=0.5, anchoring_week=-12),
         "late": arm(anchoring_managers=0.5, anchoring_workers=0.5, anchoring_week=20), "never": arm()},
        (*rising("attendance_end", ("never", "late", "before")), *rising("fulfilment", ("never", "late", "before")),
         *rising("engagement_end", ("never", "late", "before"))),
        "Strength .5 with managers and workers, as in the Helsingborg worlds; 'mid-project' is week 20 of 40.",
        "staff who respond and invite, and capacity that needs buy-in", STAFF_OFF | {"capacity_floor": 1.0},
    ),
    Pattern(
        18, "Seeing the workload mends the relation, from the other side too.", "[Kobro2018]", PERSON, BUILT,
        {words: arm(delivery_capacity=0.08, contact_understanding=0.6, transparency=value)
         for words, value in (("closed", 0.0), ("open", 1.5))},
        (more("trust_fin", "open", "closed", 0.01), more("exhaustion_fin", "closed", "open"),
         more("disappointment_end", "closed", "open"), *about_equal("fulfilment", "open", "closed", 0.05)),
        "'Equal f' is within .05 of a share that stands on some dozens of promises; a high q3 is the top of its range, .6.",
        "understanding the workload", {"contact_understanding": 0.0, "understanding_relief": 0.0},
    ),
    Pattern(
        19, "Staff turnover erases gains.", "[YouthToday][Smith2011]", SERVICE, SHAPED,
        {words: arm(READY, staff_exit=0.0035 * times) for words, times in
         (("no exits", 0), ("usual exits", 1), ("5 times", 5), ("10 times", 10))},
        (*rising("trust_fin", ("10 times", "5 times", "usual exits", "no exits")),
         *rising("routine_fin", ("10 times", "5 times", "usual exits", "no exits"))),
        "", "leavers take routine and promises with them", {"tacit_share": 0.0, "orphaning": 0.0},
    ),
    Pattern(
        20, "Where residents come and go, nothing can build up.", "[Knutagard2021]", SERVICE, EMERGENT,
        {"usual": arm(resident_exit=0.006), "churn": arm(resident_exit=0.03), "helsingborg": arm(world="helsingborg")},
        (more("prediction_fin", "usual", "churn", 0.03), more("routine_fin", "usual", "churn"),
         *(clause(f"{metric}: flats above shelter",
                  (term(1.0, f"{metric}_flats", "helsingborg"), term(-1.0, f"{metric}_shelter", "helsingborg")))
           for metric in ("prediction_fin", "routine_fin"))),
        "The size is asked where the hazard of leaving is multiplied by five; for shelter against flats, which differ in "
        "more than that, the direction.",
    ),
    Pattern(
        21, "Closing the loop works even without more capacity.", "[Hygum2017]", SERVICE, SHAPED,
        {"silent": arm(candour=0.0), "candid": arm(candour=0.9)},
        (more("attendance_fin", "candid", "silent", 0.03), more("prediction_fin", "candid", "silent"),
         more("confidence_fin", "candid", "silent"), more("disappointment_end", "silent", "candid")),
        "", "issues left hanging are broken promises to those who raised them", {"hanging_weight": 0.0},
    ),
    Pattern(
        22, "Three or four meetings are too few to build a habit.", "[Lally2010]", PERSON, BUILT,
        {words: arm(availability_mean=1.0, attendance_intercept=4.0, attendance_disappointment=0.0, meeting_interval=weeks)
         for words, weeks in (("every 10 weeks", 10), ("weekly", 1))},
        (level_below("habit_never_missed", "every 10 weeks", 0.3), level_above("habit_never_missed", "weekly", 0.7),
         clause("habit: one missed meeting of forty changes it by less than .05",
                (term(-1.0, "habit_never_missed", "weekly"), term(1.0, "habit_missed_one", "weekly")), -0.05)),
        "It speaks of repetitions, so it is asked of residents who always can and want to come (availability 1, intercept "
        "4, disappointment without effect): those who never missed a meeting, and those who missed one.",
        "habit grows with each session", {"habit_rate": 0.0},
    ),
    Pattern(
        23, "People come again when they had influence.", "[TuDelft]", PERSON, SHAPED,
        {"no say": arm(binding_share=0.0), "default": arm(), "half binds": arm(binding_share=0.5), "all binds": arm(binding_share=1.0)},
        (*rising("came_again", ("no say", "half binds", "all binds")), *near("came_again", "default", 0.4, 0.1)),
        "'Near .4' is .3 to .5, at the default binding share.",
        "expectations draw people to meetings", {"attendance_prediction": 0.0},
    ),
    Pattern(
        24, "The trust of those who take part can fall.", "[Fledderus2015]", PERSON, EMERGENT,
        {"low": arm(LOW)},
        (clause("confidence: changes less over the project among those who came than among others of the same service",
                (term(-1.0, "confidence_change_gap", "low"),)),),
        "Residents who lived there throughout; from the last week before the project to its last week.",
        "confidence follows outcomes", {"confidence_rate": 0.0},
    ),
    Pattern(
        25, "Mending the gap between residents and staff.", "[Knutagard2021][Knutagard2018]", ORGANISATION, SHAPED,
        {"none": arm(NONE), "gap mending": arm(course=1, workshop=1)},
        (more("misperception_end", "none", "gap mending"), more("role_gap_end", "none", "gap mending"),
         more("cross_role_ties", "gap mending", "none")),
        "'None' is the world without a project, as in all patterns. Inequality of trust between roles is the distance of "
        "residents' trust in workers and workers' belief in residents; cross-role ties are second workers known.",
        "workers' belief follows what they see", {"belief_rate": 0.0},
    ),
    Pattern(
        26, "Without scouting, those who come are the trusting and capable ones.", "[Fledderus2016][TlfResearch]", PERSON, EMERGENT,
        {"no scouting": arm(scouting=0.0), "scouting": arm(scouting=0.4)},
        (level_above("baseline_trust_gap", "no scouting", 0.0), level_above("baseline_capability_gap", "no scouting", 0.0),
         level_below("baseline_shame_gap", "no scouting", 0.0), more("attendance_gini", "no scouting", "scouting")),
        "Participants came at least once; the gap is theirs before the project. A positive gap in shame is less shame.",
        "trust, capability and shame bear on attendance",
        {"attendance_trust": 0.0, "attendance_capability": 0.0, "attendance_shame": 0.0},
    ),
    Pattern(
        27, "A shortfall motivates.", "[Parrado2013]", PERSON, BUILT,
        {"Q .45": arm(quality_start=0.45), "Q .85": arm(quality_start=0.85)},
        (more("attendance_first", "Q .45", "Q .85"),),
        "'At equal P' holds at the first meeting and not later, so attendance there is compared.",
        "a shortfall that one expects to be heard about", {"attendance_shortfall": 0.0},
    ),
    Pattern(
        28, "Meeting peers lowers shame; meeting one to one does not.", "[Kobro2018]", PERSON, BUILT,
        {"together": arm(mode="collective"), "one to one": arm(mode="one_to_one")},
        (more("shame_end", "one to one", "together", 0.009),),
        "'Equal contact hours' is read as equally many occasions offered to each resident.",
        "shame falls among equals", {"shame_fall": 0.0},
    ),
    Pattern(
        29, "Over-promising damages a programme that works.", "[Knutagard2021]", PROGRAMME, EMERGENT,
        {"works": arm(world="broken_promise", overpromising=0.0, awakening=0.2, delivery_capacity=0.16),
         "over-promises": arm(world="broken_promise", overpromising=0.45, awakening=0.5, delivery_capacity=0.05)},
        (more("prediction_fin", "works", "over-promises", 0.05), more("confidence_fin", "works", "over-promises"),
         more("attendance_fin", "works", "over-promises")),
        "The high start is that of the first cohort only (R5).",
        "expectations and confidence follow outcomes", {"prediction_rate": 0.0, "confidence_rate": 0.0},
    ),
    Pattern(
        30, "Choice and dialogue in the queue reduce disappointment at allocation, at equal supply.", "[Kobro2018]", PERSON, BUILT,
        {"neither": arm(), "choice": arm(choice=2), "queue": arm(queue_dialogue=1)},
        (more("newcomer_disappointment", "neither", "choice"), more("newcomer_disappointment", "neither", "queue"),
         more("newcomer_trust", "choice", "neither"), more("newcomer_trust", "queue", "neither")),
        "Trust, too, is that of the first twelve weeks in a home.",
        "wishes above what there is disappoint", {"disappointment_rate": 0.0},
    ),
    Pattern(
        31, "After a landlord's pause trust recovers only with a restart package.", "[Allmannytta]", ORGANISATION, BUILT,
        {words: arm(pause_week=60, pause_weeks=26, restart_package=value) for words, value in (("alone", 0.0), ("package", 1.0))},
        (level_above("partner_trust_regained", "package", 0.0), level_below("partner_trust_regained", "alone", NOISE),
         more("partner_trust_fin", "package", "alone")),
        "The landlord is the external partner; a pause of 26 weeks from week 60.",
        "joint training and move-in visits", {"partner_recovery": 0.0},
    ),
    Pattern(
        32, "Housing First keeps its tenants, the staircase does not.", "[Knutagard2013][HfGuide][Aubry2016]", SERVICE, BUILT,
        {"helsingborg": arm(world="helsingborg")},
        (level_above("retention_housing_first", "helsingborg", 0.75), level_below("retention_housing_first", "helsingborg", 0.95),
         level_above("retention_staircase", "helsingborg", 0.3), level_below("retention_staircase", "helsingborg", 0.6)),
        "Staircase units are category and transitional housing. Its hazards were chosen by it, so it may be calibrated on.",
    ),
]

STANDSTILL = Pattern(
    0, "Without a project nothing drifts.", "[A]", PROGRAMME, BUILT, {"none": arm(NONE)},
    tuple(statement for name in ("trust", "engagement", "exhaustion") for statement in near(f"{name}_drift", "none", 0.0, NOISE)),
)
"""Not a pattern of the field: what the calibration must not break. The world that projects are measured against stands still."""

PATTERNS: dict[str, Pattern] = {pattern.name: pattern for pattern in _ALL}
