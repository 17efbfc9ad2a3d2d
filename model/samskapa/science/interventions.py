"""What a project does and when: every intervention an object, made from the parameters of its group."""

from __future__ import annotations

from dataclasses import dataclass

from samskapa.science.parameters import PARAMETERS
from samskapa.science.settings import Settings


@dataclass(frozen=True, slots=True)
class Intervention:
    """One thing a programme can do: its name, the groups of parameters that shape it, and one sentence."""

    name: str
    groups: tuple[str, ...]
    sentence: str

    def parameters(self) -> list[str]:
        """Names of the parameters that shape it.

        >>> INTERVENTIONS["future_workshop"].parameters()
        ['workshop', 'workshop_week', 'workshop_seats']
        """
        return [p.name for p in PARAMETERS.values() if p.name in self.groups or p.group in self.groups]


_ALL = [
    Intervention("project", ("project",), "A project window, in which the measures run."),
    Intervention("dialogue_meetings", ("dialogue meetings",), "Residents and workers of a service meet in dialogue."),
    Intervention("future_workshop", ("future workshop",), "Representatives of all services imagine and plan a future."),
    Intervention("university_course", ("university course",), "Residents and workers study together on equal terms."),
    Intervention("prework", ("prework",), "Before a meeting it is said what can be done."),
    Intervention("anchoring", ("anchoring",), "Managers, workers or residents are won for the project."),
    Intervention("hero_support", ("heroes",), "Missing heroes are found and supported."),
    Intervention("protected_time", ("protected_time",), "Workers get time for co-production."),
    Intervention("transparency", ("transparency",), "Residents see how staff work, up to a swap of roles."),
    Intervention("voluntary_sector", ("voluntary sector",), "Volunteers and partners deliver, too."),
    Intervention("confidentiality_workaround", ("confidentiality",), "Ways are found round confidentiality."),
    Intervention("choice", ("choice",), "Newcomers choose among homes."),
    Intervention("queue_dialogue", ("queue_dialogue",), "Applicants are met while they queue."),
    Intervention("own_effort", ("own effort",), "Residents' own effort counts."),
    Intervention("level_reach", ("levels",), "Which levels take part: residents, organisation, leaders."),
    Intervention("power_sharing", ("power", "thickness"), "Decisions bind; co-production is thick."),
    Intervention("flagship_promise", ("flagship promise",), "A few families get one large promise."),
    Intervention("shocks", ("shocks",), "Budget cut, change of managers, pause and restart."),
]
INTERVENTIONS: dict[str, Intervention] = {intervention.name: intervention for intervention in _ALL}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the settings of a week say is due in that week; whole numbers only, so both engines agree.

    Args:
        settings: the settings that hold in the week.
        week: the week, counted from 0.
    """

    settings: Settings
    week: int

    @property
    def start(self) -> int:
        """Week in which the project starts."""
        return int(self.settings.project_start)

    @property
    def end(self) -> int:
        """First week after the project."""
        return self.start + int(self.settings.project_weeks)

    @property
    def has_project(self) -> bool:
        """Whether this world has a project at all."""
        return bool(self.settings.project)

    @property
    def paused(self) -> bool:
        """Whether project and partners pause this week."""
        first = int(self.settings.pause_week)
        return first <= self.week < first + int(self.settings.pause_weeks)

    @property
    def pause_begins(self) -> bool:
        """Whether a pause begins this week."""
        return self.paused and self.week == int(self.settings.pause_week)

    @property
    def in_project(self) -> bool:
        """Whether this is a week of a running project."""
        return self.has_project and self.start <= self.week < self.end and not self.paused

    @property
    def meeting(self) -> bool:
        """Whether dialogue meetings (or rounds of sessions) are due, all services in the same week (R4)."""
        return (
            self.in_project
            and bool(self.settings.level_citizen)
            and (self.week - self.start) % int(self.settings.meeting_interval) == 0
        )

    @property
    def own_meeting(self) -> bool:
        """Whether services may hold a meeting of their own, after the project (R4)."""
        since = self.week - self.end
        return (
            self.has_project
            and bool(self.settings.level_citizen)
            and not self.paused
            and since > 0
            and since % int(self.settings.own_meeting_interval) == 0
        )

    @property
    def anchoring(self) -> bool:
        """Whether the project is anchored this week (R15)."""
        return self.has_project and self.week == max(0, self.start + int(self.settings.anchoring_week))

    @property
    def workshop(self) -> bool:
        """Whether the Future workshop is held this week (R14)."""
        return self._residents_meet(self.settings.workshop) and self._since_start == int(self.settings.workshop_week)

    @property
    def course_week(self) -> int:
        """Which week of the course it is, from 1; 0 if there is none (R14)."""
        number = self._since_start - int(self.settings.course_week) + 1
        due = self._residents_meet(self.settings.course) and 1 <= number <= int(self.settings.course_weeks)
        return number if due else 0

    @property
    def flagship(self) -> bool:
        """Whether the flagship promise is made this week."""
        return (
            self.has_project
            and bool(self.settings.flagship)
            and bool(self.settings.level_citizen)
            and self._since_start == int(self.settings.flagship_week)
        )

    @property
    def budget_cut(self) -> float:
        """Share of delivery capacity cut this week."""
        first = int(self.settings.budget_cut_week)
        cut = first <= self.week < first + int(self.settings.budget_cut_weeks)
        return float(self.settings.budget_cut) if cut else 0.0

    @property
    def managers_change(self) -> bool:
        """Whether managers may be replaced this week."""
        return self.settings.manager_change > 0 and self.week == int(self.settings.manager_change_week)

    @property
    def _since_start(self) -> int:
        return self.week - self.start

    def _residents_meet(self, wanted: float) -> bool:
        return self.has_project and bool(wanted) and bool(self.settings.level_citizen) and not self.paused
