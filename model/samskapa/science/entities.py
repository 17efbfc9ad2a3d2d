"""What a resident, a social worker, a manager, a service and a promise carry, and the laws they start by."""

from __future__ import annotations

from dataclasses import dataclass

from samskapa.science.chance import Decision
from samskapa.science.parameters import PARAMETERS


@dataclass(frozen=True, slots=True)
class StateVariable:
    """One thing that is remembered from week to week.

    Attributes:
        name: the attribute of the agent, and the row of the engine's state.
        symbol: its symbol in the equations.
        low, high: its bounds, in `unit`.
        unit: the unit.
        meaning: one sentence.
        start: how it begins: a parameter, a draw or a value.
    """

    name: str
    symbol: str
    low: float
    high: float
    unit: str
    meaning: str
    start: str


_V = StateVariable
FOREVER = 1e9
# A service may shift the spread of its workers' traits, but not beyond what the parameter may be.
MOST_SPREAD = PARAMETERS["staff_spread"].high

RESIDENT = (
    _V("trust_primary", "T_i1", 0, 1, "share", "Relational trust in the own worker.", "drawn, mean trust_start"),
    _V("trust_secondary", "T_i2", 0, 1, "share", "Relational trust in a second worker, if there is one.", "drawn, mean trust_start"),
    _V("evidence_primary", "n_i1", 0, FOREVER, "observations", "Evidence behind the first trust (Beta-Bernoulli rule).", "evidence_start"),
    _V("evidence_secondary", "n_i2", 0, FOREVER, "observations", "Evidence behind the second trust.", "evidence_start"),
    _V("confidence", "C", 0, 1, "share", "Confidence that the organisation keeps its word.", "drawn, mean confidence_start"),
    _V("prediction", "P", 0, 1, "share", "Predictive expectation: what I raise will be acted on and others do their part.", "drawn, mean prediction_start"),
    _V("aspiration", "A", 0, 1, "share", "Aspiration: what service and influence should be.", "drawn, mean aspiration_start"),
    _V("disappointment", "D", 0, 2, "stock", "Disappointment not yet forgotten.", "0; at move-in by E30"),
    _V("capability", "K", 0, 1, "share", "Capability, self-efficacy.", "drawn, mean capability_start"),
    _V("shame", "S", 0, 1, "share", "Shame, self-stigma.", "drawn, mean shame_start"),
    _V("habit", "H", 0, 1, "share", "Habit of taking part.", "0"),
    _V("understanding", "W", 0, 1, "share", "Understanding of the workload of staff.", "drawn, mean understanding_start"),
    _V("availability", "av", 0, 1, "share", "Share of occasions on which one is able to come.", "drawn, mean availability_mean"),
    _V("hero", "st", 0, 4, "status", "Hero status: 0 none, 1 latent, 2 found, 3 active, 4 withdrawn.", "1 with chance hero_share, else 0"),
    _V("sponsor_left", "-", 0, 1, "no 0, yes 1", "Whether the worker who found an active hero has left.", "0"),
    _V("novelty_left", "nov^n", 0, 1, "share", "What is left of the novelty of meetings.", "1"),
    _V("threshold", "phi", -FOREVER, FOREVER, "share", "Attendance at which one would join; cost of coming.", "drawn, mean threshold_mean"),
    _V("propensity", "p", 0, 1, "chance", "Propensity to attend (Bush-Mosteller rule).", "propensity_start"),
    _V("tenure", "ten", 0, FOREVER, "weeks", "Weeks in the home.", "0"),
    _V("sessions", "n", 0, FOREVER, "sessions", "Meetings, sessions and course weeks attended.", "0"),
    _V("voiced", "-", 0, FOREVER, "issues", "Issues raised.", "0"),
    _V("secondary", "j2", -1, FOREVER, "worker", "Number of the second worker, -1 if none.", "drawn, secondary_share"),
    _V("offered", "-", 0, FOREVER, "sessions", "Meetings and sessions one was invited to.", "0"),
    _V("came_last", "-", 0, 1, "no 0, yes 1", "Whether one came to the last meeting one was invited to.", "0"),
)
WORKER = (
    _V("engagement", "E", 0, 1, "share", "Engagement in co-production.", "drawn, mean engagement_start"),
    _V("mindset", "Ebar", 0, 1, "share", "Set-point to which engagement returns.", "as engagement"),
    _V("exhaustion", "B", 0, 1, "share", "Exhaustion.", "drawn, mean exhaustion_start"),
    _V("belief", "b", 0, 1, "share", "Belief that residents will contribute.", "drawn, mean belief_start"),
    _V("success", "su", -1, 1, "balance", "Recent balance of kept against broken own promises.", "0"),
    _V("load", "L", 0, 2, "share of capacity", "Load of the last week.", "case_load"),
    _V("last_exit", "-", -FOREVER, FOREVER, "week", "Week in which somebody last left this post.", "never"),
)
MANAGER = (
    _V("buy_in", "M", 0, 1, "share", "Buy-in.", "buy_in_start"),
    _V("set_point", "Mbar", 0, 1, "share", "Set-point to which buy-in returns.", "buy_in_start"),
)
SERVICE = (
    _V("quality", "Q", 0, 1, "share", "Quality that residents experience.", "quality_start"),
    _V("norm", "x", 0, 1, "share", "Attendance that people are used to.", "attendance_core"),
    _V("routine", "Z", 0, 1, "share", "How far co-production is routine.", "0"),
    _V("strictness", "s", 0, 1, "share", "Strictness of the rules, 'power over'.", "strictness of the service"),
    _V("easing", "z", 0, 1, "share", "How far the rules have softened with the mindset of staff.", "0"),
    _V("afterwork", "a", 0, FOREVER, "promises", "After-work of broken promises.", "0"),
    _V("planned", "-", 0, 1, "no 0, yes 1", "Whether its workers have taken part in planning.", "0"),
    _V("meetings_held", "-", 0, FOREVER, "meetings", "Meetings held so far.", "0"),
    _V("capacity", "kappa", 0, FOREVER, "work units per week", "What it can deliver this week.", "E13"),
    _V("backlog", "-", 0, FOREVER, "work units", "Open accepted work.", "0"),
)
PROMISE = (
    _V("lead", "u", 0, FOREVER, "service", "Service that leads.", "where it was voiced"),
    _V("raiser", "i", 0, FOREVER, "resident", "Who raised it.", "drawn by voice"),
    _V("owner", "j", 0, FOREVER, "worker", "Who answers for it.", "drawn among workers present"),
    _V("second_owner", "j2", -1, FOREVER, "worker", "Second owner of a course plan, -1 if none.", "-1"),
    _V("explicit", "-", 0, 1, "no 0, yes 1", "Accepted (1) or left hanging (0).", "E8"),
    _V("binding", "-", 0, 1, "no 0, yes 1", "Whether it binds the organisation.", "drawn, binding_share"),
    _V("structural", "-", 0, 1, "no 0, yes 1", "Whether it needs a leader's discretion.", "drawn, structural"),
    _V("blocked", "-", 0, 1, "no 0, yes 1", "Whether confidentiality blocks it.", "drawn, cross_agency and confidentiality"),
    _V("scope", "-", 0, 2, "scope", "0 one person, 1 the service, 2 the organisation.", "by the gathering"),
    _V("made", "-", 0, FOREVER, "week", "Week in which it was made.", "the week"),
    _V("due", "-", 0, FOREVER, "week", "Week in which it is due.", "made + deadline"),
    _V("remaining", "z", -FOREVER, FOREVER, "work units", "Work still to be done.", "E9"),
    _V("serial", "-", 0, FOREVER, "number", "Number of the promise in the run.", "counted"),
)
PROGRAMME = (
    _V("partner_trust", "tau", 0, 1, "share", "Trust of external partners in the programme.", "1"),
)

# A trait that is drawn: attribute, decision, parameter of the mean, parameter of the standard deviation.
RESIDENT_TRAITS = (
    ("confidence", Decision.CONFIDENCE, "confidence_start", "spread"),
    ("prediction", Decision.PREDICTION, "prediction_start", "spread"),
    ("aspiration", Decision.ASPIRATION, "aspiration_start", "spread"),
    ("capability", Decision.CAPABILITY, "capability_start", "spread"),
    ("shame", Decision.SHAME, "shame_start", "spread"),
    ("understanding", Decision.UNDERSTANDING, "understanding_start", "spread"),
    ("availability", Decision.AVAILABILITY, "availability_mean", "spread"),
)
# The ledger: places of a list of open promises, the longest wait that is told apart (weeks), what is counted.
PLACES, LONGEST_WAIT = 64, 255
ENTRIES = (
    "explicit_made", "implicit_made", "declined", "binding_made", "not_listed", "kept_in_time", "kept_late",
    "broken_explicit", "broken_implicit", "orphaned", "decided_person", "decided_service", "decided_organisation",
)
# Gatherings name their draws by kind, so that no two share a key.
MEETING, SESSION, WORKSHOP, COURSE, FLAGSHIP = (kind * 256 for kind in range(5))
HERO_NONE, HERO_LATENT, HERO_FOUND, HERO_ACTIVE, HERO_WITHDRAWN = 0.0, 1.0, 2.0, 3.0, 4.0
PERSON, SERVICE_WIDE, ORGANISATION = 0.0, 1.0, 2.0
TOPICS = (
    "the kitchen", "the laundry", "visiting hours", "the courtyard", "noise at night", "a key of one's own",
    "repairs", "the house rules", "a place to meet", "help with a form", "internet", "pets", "moving on",
    "the heating", "the bus stop", "cooking together",
)
