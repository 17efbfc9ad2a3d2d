"""A scenario: a world, what is done in it, and what changes at which week, every value with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from samskapa.science.errors import ScenarioError
from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import Partner, ServicePlan
from samskapa.science.settings import Settings, check_value, rescaled_value
from samskapa.science.switches import SWITCHES


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a scenario gives a value, and where the value comes from."""

    why: str
    source: str = "[A]"


@dataclass(frozen=True, slots=True)
class Change:
    """From this week on, a parameter has another value."""

    week: int
    parameter: str
    value: float
    why: str = ""


@dataclass(frozen=True)
class Scenario:
    """Everything a run needs but its seeds.

    Attributes:
        name, title, story: what it is called, in a word, a line and a paragraph.
        weeks: horizon in weeks.
        services, partners, heads: who there is.
        settings: parameters and switches at week 0.
        changes: dated changes, by week.
        reasons: reason of each value that differs from the default, by parameter or switch.
        start_date: date of week 0, or None.
        origin: the file it was read from, or a word on where it comes from.
    """

    name: str
    title: str
    story: str
    weeks: int
    services: tuple[ServicePlan, ...]
    settings: Settings
    partners: tuple[Partner, ...] = ()
    heads: int = 1
    changes: tuple[Change, ...] = ()
    reasons: Mapping[str, Reason] | None = None
    start_date: date | None = None
    origin: str = ""

    def settings_at(self, week: int) -> Settings:
        """The settings that hold in a week."""
        now = {change.parameter: change.value for change in self.changes if change.week <= week}
        return self.settings.changed(**now) if now else self.settings

    def weeks_of_change(self) -> list[int]:
        """Weeks in which a parameter changes, in order, without week 0."""
        return sorted({change.week for change in self.changes if change.week > 0})

    def changed(self, week: int = 0, why: str = "", **values: float | str) -> Scenario:
        """The same scenario with other values from a week on; a branch is a run with the change dated.

        Raises:
            ScenarioError: unknown names, values out of bounds, or a value that cannot change at a dated week.
        """
        if week == 0:
            reasons = {**(self.reasons or {}), **{name: Reason(why or "set by the user", "") for name in values}}
            return replace(self, settings=self.settings.changed(**values), reasons=reasons)
        dated = tuple(
            Change(week, name, check_dated(name, value, week, self.weeks), why or "set by the user")
            for name, value in values.items()
        )
        changes = tuple(sorted(self.changes + dated, key=lambda change: change.week))
        return replace(self, changes=changes)

    def rescaled(self, parts: int) -> Scenario:
        """The same scenario with weeks cut into equal parts: does a conclusion depend on the length of the step?

        Raises:
            ScenarioError: a span becomes longer than it may be.
        """
        changes = tuple(
            replace(c, week=c.week * parts, value=rescaled_value(c.parameter, c.value, parts)) for c in self.changes
        )
        return replace(self, weeks=self.weeks * parts, settings=self.settings.rescaled(parts), changes=changes)

    def day(self, week: int) -> date | None:
        """The date on which a week begins, if the scenario names a start date."""
        return self.start_date + timedelta(weeks=week) if self.start_date else None


def check_dated(name: str, value: object, week: int, weeks: int, where: str = "") -> float:
    """The value of a dated change as the parameter wants it.

    Raises:
        ScenarioError: a switch, a parameter that matters only at the start, a value out of bounds, a week
            beyond the horizon.
    """
    if name in SWITCHES:
        raise ScenarioError(
            f"{name} is a switch: it says how the world works and cannot change in week {week}", where=where
        )
    number = check_value(name, value, where)
    if PARAMETERS[name].at_start:
        raise ScenarioError(
            f"{name} matters only when the programme is built and people arrive, so it cannot change in week {week}",
            where=where,
            allowed="set it for the whole run, or change another parameter",
        )
    if not 0 <= week < weeks:
        raise ScenarioError(
            f"{name} changes in week {week}, beyond the horizon", where=where, allowed=f"weeks 0 to {weeks - 1}"
        )
    return number
