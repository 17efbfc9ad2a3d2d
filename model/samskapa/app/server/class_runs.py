"""The run of a class: the Mesa model itself, in which some residents come to a meeting because a pupil says so.

A decision replaces one thing: what `Resident.decides_to_come` would have said at that meeting. Whether others come,
what is raised, promised, kept or broken, and what all of them make of it is the model's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samskapa.reference import Resident
from samskapa.reference.model import CoProductionModel
from samskapa.science.interventions import Calendar
from samskapa.science.scenarios.scenario import Scenario

Decisions = Mapping[int, Mapping[int, bool]]
"""By week of the meeting and number of the resident."""
SHOWN = ("norm", "trust", "prediction", "confidence", "disappointment")
OF_RESIDENTS = ("trust", "prediction", "confidence", "disappointment", "hero", "offered", "sessions")


class HeldResident(Resident):
    """A resident for whom pupils may decide."""

    def decides_to_come(self, invitation: float, collective: float) -> bool:
        """As the pupils say, or as the model says where they do not."""
        said: bool | None = self.model.decisions.get(self.model.week, {}).get(self.number)
        came = bool(super().decides_to_come(invitation, collective)) if said is None else said
        if said is not None:
            self.model.held.append((self.number, came))
        return came


class ClassModel(CoProductionModel):
    """The co-production model with the decisions of a class."""

    def __init__(self, scenario: Scenario, programme_seed: int, chance_seed: int, decisions: Decisions):
        super().__init__(scenario, programme_seed, chance_seed, agents={"Resident": HeldResident})
        self.decisions = decisions
        self.held: list[tuple[int, bool]] = []


def meeting_weeks(scenario: Scenario) -> list[int]:
    """Weeks of the meetings that the project holds, all services in the same week."""
    return [week for week in range(scenario.weeks) if Calendar(scenario.settings_at(week), week).meeting]


def class_run(
    scenario: Scenario, programme_seed: int, chance_seed: int, decisions: Decisions, weeks: int
) -> dict[str, Any]:
    """Run a world with the decisions of a class.

    Args:
        scenario: the world.
        programme_seed, chance_seed: its seeds.
        decisions: what pupils decided.
        weeks: up to which week (the next meeting, which has not been held).

    Returns:
        Series by outcome, one value a week; the meetings held; the residents as they are now; the number of residents
        who have heard `decided` and come.
    """
    model = ClassModel(scenario, programme_seed, chance_seed, decisions)
    series: dict[str, list[float]] = {name: [] for name in SHOWN}
    meetings: list[dict[str, int]] = []
    held = set(meeting_weeks(scenario))
    for week in range(weeks):
        model.held.clear()
        model.step()
        for name in SHOWN:
            series[name].append(float(model.today[name]))
        if week in held:
            by_pupils = sum(1 for _, came in model.held if came)
            attended = int(sum(service.attended for service in model.services))
            meetings.append({
                "week": week, "invited": int(sum(service.invited for service in model.services)),
                "attended": attended, "held_by_pupils": len(model.held), "came_by_pupils": by_pupils,
                "came_by_model": attended - by_pupils,
            })
    residents = {name: [float(getattr(resident, name)) for resident in model.residents] for name in OF_RESIDENTS}
    return {"weeks": weeks, "service_names": [plan.name for plan in scenario.services], "series": series,
            "meetings": meetings, "residents": residents}
