"""Worlds that cannot be: every value is allowed by itself, but together they ask for the impossible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samskapa.science.errors import ImpossibleScenario, place
from samskapa.science.interventions import Calendar
from samskapa.science.programme import check_plans
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.settings import Settings

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a world cannot be: the key at fault, what is wrong, what would be possible."""

    key: str
    what: str
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something planned for a week: name, parameter of its week, whether it is wanted, when it is due."""

    name: str
    key: str
    wanted: Callable[[Calendar], bool]
    week: Callable[[Calendar], int]
    due: Callable[[Calendar], bool]


EVENTS = (
    Event(
        "anchoring",
        "anchoring_week",
        lambda c: c.has_project and _anchored(c.settings) > 0,
        lambda c: max(0, c.start + int(c.settings.anchoring_week)),
        lambda c: c.anchoring and _anchored(c.settings) > 0,
    ),
    Event(
        "the future workshop",
        "workshop_week",
        lambda c: c.has_project and c.settings.workshop > 0 and c.settings.level_citizen > 0,
        lambda c: c.start + int(c.settings.workshop_week),
        lambda c: c.workshop,
    ),
    Event(
        "the course",
        "course_week",
        lambda c: c.has_project and c.settings.course > 0 and c.settings.level_citizen > 0,
        lambda c: c.start + int(c.settings.course_week),
        lambda c: c.course_week > 0,
    ),
    Event(
        "the last week of the course",
        "course_weeks",
        lambda c: c.has_project and c.settings.course > 0 and c.settings.level_citizen > 0,
        lambda c: c.start + int(c.settings.course_week + c.settings.course_weeks) - 1,
        lambda c: c.course_week == int(c.settings.course_weeks),
    ),
    Event(
        "the flagship promise",
        "flagship_week",
        lambda c: c.has_project and c.settings.flagship > 0,
        lambda c: c.start + int(c.settings.flagship_week),
        lambda c: c.flagship,
    ),
    Event(
        "the budget cut",
        "budget_cut_week",
        lambda c: c.settings.budget_cut > 0,
        lambda c: int(c.settings.budget_cut_week),
        lambda c: c.budget_cut > 0,
    ),
    Event(
        "the change of managers",
        "manager_change_week",
        lambda c: c.settings.manager_change > 0,
        lambda c: int(c.settings.manager_change_week),
        lambda c: c.managers_change,
    ),
    Event(
        "the pause",
        "pause_week",
        lambda c: c.settings.pause_weeks > 0,
        lambda c: int(c.settings.pause_week),
        lambda c: c.pause_begins,
    ),
)


def check_possible(scenario: Scenario) -> None:
    """Refuse a scenario that asks for the impossible.

    Raises:
        ImpossibleScenario: with the scenario, the parameter at fault and the reason in words.
    """
    problem = impossibility(scenario)
    if problem is not None:
        where = place(scenario.origin or scenario.name, key=problem.key)
        raise ImpossibleScenario(problem.what, where=where, allowed=problem.allowed)


def impossibility(scenario: Scenario) -> Problem | None:
    """The first reason why a scenario cannot be, or None."""
    for look in (_of_people, _of_the_horizon, _of_places, _of_events):
        for problem in look(scenario):
            return problem
    return None


def _anchored(settings: Settings) -> float:
    return float(settings.anchoring_managers + settings.anchoring_workers + settings.anchoring_users)


def _stages(scenario: Scenario) -> list[tuple[range, Settings]]:
    """The weeks over which settings do not change, with these settings."""
    first = [0, *(week for week in scenario.weeks_of_change() if week < scenario.weeks)]
    last = [*first[1:], scenario.weeks]
    return [(range(a, b), scenario.settings_at(a)) for a, b in zip(first, last, strict=True)]


def _of_people(scenario: Scenario) -> Iterator[Problem]:
    try:
        check_plans(scenario.services, scenario.partners)
    except ImpossibleScenario as error:
        yield Problem("services", f"{error.where}: {error.what}".replace("services: ", ""), error.allowed)
        return
    names: set[str] = set()
    for plan in scenario.services:
        if plan.name in names:
            yield Problem("services", f"there are two services {plan.name!r}")
        names.add(plan.name)
        if scenario.heads + plan.managers < 1:
            yield Problem(
                "services",
                f"nobody leads {plan.name}: no head, and no manager of its own",
                "heads = 1, or managers = 1 for the service",
            )
    people = sum(plan.residents + plan.workers + plan.managers for plan in scenario.services)
    if people > MOST_PEOPLE:
        yield Problem("services", f"{people} people are too many", f"at most {MOST_PEOPLE} in all")
    if scenario.settings.peer_ties % 2:
        ties = scenario.settings.peer_ties
        yield Problem("peer_ties", f"{ties:g} peer ties leave one side of the ring without", "0, 2, 4, 6 or 8")


def _of_the_horizon(scenario: Scenario) -> Iterator[Problem]:
    weeks = scenario.weeks
    if weeks < 1:
        yield Problem("weeks", f"a run of {weeks} weeks", "at least 1 week")
    calendar = Calendar(scenario.settings, 0)
    if calendar.has_project and calendar.end > weeks:
        yield Problem(
            "project_weeks",
            f"the project would start in week {calendar.start} and end in week {calendar.end}, "
            f"after the horizon of {weeks} weeks",
            f"project_start + project_weeks up to {weeks}",
        )
    for change in scenario.changes:
        if not 0 <= change.week < weeks:
            yield Problem(
                "changes",
                f"{change.parameter} changes in week {change.week}, after the horizon",
                f"weeks 0 to {weeks - 1}",
            )


def _of_places(scenario: Scenario) -> Iterator[Problem]:
    residents = sum(plan.residents for plan in scenario.services)
    workers = sum(plan.workers for plan in scenario.services)
    first = scenario.services[0]
    for _, p in _stages(scenario):
        seats = int(p.workshop_seats)
        asked = (
            (p.workshop, "workshop_seats", seats // 2, residents, f"residents at a workshop for {seats}"),
            (p.workshop, "workshop_seats", seats - seats // 2, workers, f"workers at a workshop for {seats}"),
            (p.course, "course_residents", int(p.course_residents), residents, "residents on the course"),
            (p.course, "course_workers", int(p.course_workers), workers, "workers on the course"),
            (
                p.flagship,
                "flagship_families",
                int(p.flagship_families),
                first.residents,
                f"residents of {first.name}, the first service, for the flagship promise",
            ),
        )
        for wanted, key, number, there, whom in asked:
            if p.project and wanted and number > there:
                yield Problem(key, f"{number} {whom}, but there are only {there}", f"up to {there}")


def _of_events(scenario: Scenario) -> Iterator[Problem]:
    stages = _stages(scenario)
    for event in EVENTS:
        wanting = [Calendar(p, 0) for _, p in stages if event.wanted(Calendar(p, 0))]
        if not wanting or any(event.due(Calendar(p, week)) for weeks, p in stages for week in weeks):
            continue
        week = event.week(wanting[0])
        if week >= scenario.weeks:
            yield Problem(
                event.key,
                f"{event.name} would fall in week {week}, after the horizon",
                f"weeks 0 to {scenario.weeks - 1}",
            )
        else:
            yield Problem(
                event.key,
                f"{event.name} of week {week} never takes place: a pause or a dated "
                f"change is in its way, or it lasts no time",
            )
