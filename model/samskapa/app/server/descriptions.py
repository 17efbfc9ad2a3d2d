"""What the page is told of the model, once: levers, switches, interventions, outcomes, scenarios, limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from samskapa.app.server.assumptions import SHOWN as ASSUMPTIONS_SHOWN
from samskapa.app.server.ensembles import BY_SERVICES, SHOWN, SUMMED_UP
from samskapa.app.server.messages import LONGEST_TEXT, MOST_RUNS, MOST_WEEKS
from samskapa.app.server.worlds import MOST_PEOPLE, MOST_SERVICES, MOST_WORK, shipped
from samskapa.science.entities import TOPICS
from samskapa.science.interventions import INTERVENTIONS
from samskapa.science.outcomes import OUTCOMES, Outcome
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios.files import scenario_names
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES
from samskapa.science.switches import SWITCHES
from samskapa.science.week import KINDS_OF_EVENTS
from samskapa.study.statistics.means import BOUNDS_OF_UNITS

FIRST_LEVERS = (
    "engagement_start",
    "buy_in_start",
    "delivery_capacity",
    "meeting_interval",
    "thickness",
    "candour",
    "prework",
    "hero_support",
    "protected_time",
    "anchoring_workers",
    "anchoring_managers",
    "choice",
    "overpromising",
)
"""The dozen that matter first, in the order of the page; all others come under "more"."""
HERO = ("none", "latent", "found", "active", "withdrawn")
FROM_PROJECT, FROM_START = "project", "start"
TIMELINE: dict[str, Sequence[dict[str, str | None]]] = {
    "project": ({"on": "project", "week": "project_start", "from": FROM_START, "length": "project_weeks"},),
    "future_workshop": ({"on": "workshop", "week": "workshop_week", "from": FROM_PROJECT, "length": None},),
    "university_course": ({"on": "course", "week": "course_week", "from": FROM_PROJECT, "length": "course_weeks"},),
    "anchoring": tuple(
        {"on": f"anchoring_{whom}", "week": "anchoring_week", "from": FROM_PROJECT, "length": None}
        for whom in ("managers", "workers", "users")
    ),
    "flagship_promise": ({"on": "flagship", "week": "flagship_week", "from": FROM_PROJECT, "length": None},),
    "shocks": (
        {"on": "budget_cut", "week": "budget_cut_week", "from": FROM_START, "length": "budget_cut_weeks"},
        {"on": "manager_change", "week": "manager_change_week", "from": FROM_START, "length": None},
        {"on": "pause_weeks", "week": "pause_week", "from": FROM_START, "length": "pause_weeks"},
    ),
}
"""Where an intervention lies on the ruler of weeks: the lever that is above 0 when it is on, the levers of its week
(counted from the start, or from the week the project begins) and of its length."""


def described(version: str, own: Sequence[tuple[Scenario, str]] = (), opened: str = "") -> dict[str, Any]:
    """Everything of `GET /api/meta` that does not change while the server runs.

    Args:
        version: version of the package.
        own: scenarios from files of whoever started the server, with their texts.
        opened: the scenario to show first.
    """
    scenarios = [scenario_entry(shipped(name)) for name in scenario_names()]
    scenarios += [scenario_entry(scenario) | {"toml": text} for scenario, text in own]
    return {
        "version": version,
        "first": list(FIRST_LEVERS),
        "levers": [
            asdict(p) | {"assumption": p.is_assumption, "first": p.name in FIRST_LEVERS} for p in PARAMETERS.values()
        ],
        "switches": [
            asdict(s) | {"alternatives": {name: words for name, words in s.alternatives.items() if name != "drawn"}}
            for s in SWITCHES.values()
        ],
        "interventions": [
            {
                "name": name,
                "sentence": intervention.sentence,
                "parameters": intervention.parameters(),
                "timeline": TIMELINE.get(name, ()),
            }
            for name, intervention in INTERVENTIONS.items()
        ],
        "outcomes": [asdict(o) | _limits(o) for o in OUTCOMES.values()],
        "summaries": [
            {
                "name": s.name,
                "unit": s.unit,
                "meaning": s.meaning,
                "good": s.good,
                "outcome": name if (name := s.name.removesuffix("_final")) in OUTCOMES else None,
            }
            for s in SUMMARIES.values()
        ],
        "defaults": {
            "outcomes": SHOWN,
            "by_service": BY_SERVICES,
            "summaries": SUMMED_UP,
            "assumptions": ASSUMPTIONS_SHOWN,
        },
        "scenarios": scenarios,
        "kinds": sorted(KINDS_OF_EVENTS),
        "topics": TOPICS,
        "hero": HERO,
        "limits": {
            "runs": MOST_RUNS,
            "weeks": MOST_WEEKS,
            "toml": LONGEST_TEXT,
            "people": MOST_PEOPLE,
            "services": MOST_SERVICES,
            "work": MOST_WORK,
            "points": 25,
            "worlds": 256,
        },
        "opened": opened or "helsingborg",
    }


def _limits(outcome: Outcome) -> dict[str, float | None]:
    """Where an outcome can lie; differences of shares may lie below 0."""
    known = BOUNDS_OF_UNITS.get(outcome.unit, (0.0, None))
    low, high = (None, None) if outcome.name in ("expectation_gap", "adaptive_preference_gap") else known
    return {"low": low, "high": high}


def scenario_entry(scenario: Scenario) -> dict[str, Any]:
    """What the page is told of a scenario."""
    settings = scenario.settings
    return {
        "name": scenario.name,
        "title": scenario.title,
        "story": " ".join(scenario.story.split()),
        "weeks": scenario.weeks,
        "residents": sum(plan.residents for plan in scenario.services),
        "workers": sum(plan.workers for plan in scenario.services),
        "managers": scenario.heads + sum(plan.managers for plan in scenario.services),
        "start_date": scenario.start_date.isoformat() if scenario.start_date else None,
        "project": bool(settings.project),
        "project_start": int(settings.project_start),
        "project_weeks": int(settings.project_weeks),
        "services": [
            {
                "name": plan.name,
                "kind": plan.kind,
                "residents": plan.residents,
                "workers": plan.workers,
                "managers": plan.managers,
            }
            for plan in scenario.services
        ],
        "partners": [
            {"name": partner.name, "kind": partner.kind, "capacity": partner.capacity} for partner in scenario.partners
        ],
        "values": settings.numbers(),
        "alternatives": settings.alternatives(),
        "reasons": {
            name: {"why": reason.why, "source": reason.source} for name, reason in (scenario.reasons or {}).items()
        },
        "changes": [
            {"week": change.week, "parameter": change.parameter, "value": change.value, "why": change.why}
            for change in scenario.changes
        ],
    }
