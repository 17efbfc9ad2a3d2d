"""Parameters, switches and dated changes of a file, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.interventions import INTERVENTIONS
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios.lines import KeyPath
from samskapa.science.scenarios.scenario import Change, Reason, Scenario, check_dated
from samskapa.science.scenarios.services import nothing_new
from samskapa.science.scenarios.tables import Table
from samskapa.science.settings import Settings, check_alternative, check_value, known_names
from samskapa.science.switches import SWITCHES

Value = float | str


@dataclass
class Said:
    """What a file says about parameters and switches: values, reasons, and where each stands."""

    values: dict[str, Value] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def add(self, table: Table, name: str, value: Value) -> None:
        """Take up a value that stands in this table.

        Raises:
            ScenarioError: it stands elsewhere in the file, too, or has no reason.
        """
        if name in self.tables:
            raise table.refusal(f"{name} is given twice; the other place: {self.tables[name].where()}")
        self.values[name], self.reasons[name], self.tables[name] = value, table.reason(), table

    def paths(self) -> dict[str, KeyPath]:
        """Where each value stands, as a key path."""
        return {name: table.path for name, table in self.tables.items()}


def settings_of(values: dict[str, Value]) -> Settings:
    """Settings from parameters and switches in one mapping."""
    return Settings().changed(**values)


def read_said(root: Table) -> Said:
    """Everything under `parameters`, `interventions` and `switches`.

    Raises:
        ScenarioError: unknown or misplaced names, values not allowed, a value without a reason or given twice.
    """
    said = Said()
    parameters = root.table("parameters")
    for name in parameters:
        _read_parameter(said, parameters, name)
    interventions = root.table("interventions")
    interventions.only(INTERVENTIONS)
    for intervention in interventions:
        table = interventions.table(intervention)
        for name in table:
            _check_home(table, intervention, name)
            _read_parameter(said, table, name)
    switches = root.table("switches")
    for name in switches:
        if name in PARAMETERS:
            raise switches.refusal(f"{name} is a parameter, no switch", name, allowed=f"[parameters] {name}")
        table = _entry(switches, name, known=name in SWITCHES)
        said.add(table, name, check_alternative(name, table.brief("value"), table.where("value")))
    return said


def refuse_what_says_nothing_new(said: Said, base: Scenario | None, changes: tuple[Change, ...]) -> None:
    """Refuse values that would hold anyway: the default's, the base's, or the value of what it follows.

    Raises:
        ScenarioError: with the first such value.
    """
    before = own_values(base.settings) if base else {}
    for name, value in said.values.items():
        others = {other: v for other, v in said.values.items() if other != name}
        anyway = getattr(settings_of({**before, **others}), name)
        if value == anyway and not pinned(name, changes):
            whose = f"in the base {base.name}" if base and name in before else "by default"
            raise nothing_new(said.tables[name], "value", name, value, whose)


def without_idle_values(values: dict[str, Value], changes: tuple[Change, ...]) -> dict[str, Value]:
    """The values that differ from what would hold without them (a file may take back what its base says)."""
    kept = dict(values)
    for name, value in values.items():
        others = {other: v for other, v in kept.items() if other != name}
        if value == getattr(settings_of(others), name) and not pinned(name, changes):
            kept = others
    return kept


def pinned(name: str, changes: tuple[Change, ...]) -> bool:
    """Whether a value matters even when it equals that of what it follows, because that one changes later."""
    follows = PARAMETERS[name].follows if name in PARAMETERS else None
    return follows is not None and any(change.parameter == follows[0] for change in changes)


def own_values(settings: Settings) -> dict[str, Value]:
    """The own parameters and switches of settings in one mapping."""
    return {**settings.own, **settings.own_switches}


def read_changes(root: Table, weeks: int, start: date | None) -> tuple[tuple[Change, ...], list[Table]]:
    """The dated changes of a file in its own order, and the tables they stand in.

    Raises:
        ScenarioError: unknown keys, no week or two, values not allowed at that week, two values for one week.
    """
    changes: list[Change] = []
    tables = root.tables("changes")
    for table in tables:
        table.only(("week", "date", "parameter", "value", "why", "source"), needed=("parameter", "value"))
        week, name = _week(table, start), table.brief("parameter")
        where = table.where("parameter" if name not in PARAMETERS else "value")
        value = check_dated(name, table.number("value"), week, weeks, where)
        if any(change.week == week and change.parameter == name for change in changes):
            raise table.refusal(f"{name} changes twice in week {week}", "parameter")
        changes.append(Change(week, name, value, table.why()))
    return tuple(changes), tables


def merged_changes(base: tuple[Change, ...], own: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes of a base with those of a file, which win where both speak of one week; by week."""
    mine = {(change.week, change.parameter) for change in own}
    kept = tuple(change for change in base if (change.week, change.parameter) not in mine)
    return tuple(sorted(kept + own, key=lambda change: change.week))


def _read_parameter(said: Said, table: Table, name: str) -> None:
    if name in SWITCHES:
        raise table.refusal(f"{name} is a switch, no parameter", name, allowed=f"[switches] {name}")
    entry = _entry(table, name, known=name in PARAMETERS)
    said.add(entry, name, check_value(name, entry.number("value"), entry.where("value")))


def _entry(table: Table, name: str, known: bool) -> Table:
    """The table of a value and its reason."""
    if not known:
        raise table.refusal(
            f"{name} is not a {'switch' if table.path[-1] == 'switches' else 'parameter'}",
            name,
            near=nearest(name, known_names()),
        )
    if not isinstance(table.content[name], dict):
        raise table.refusal(f"{name} has no reason", name, allowed=f'{name} = {{ value = ..., why = "..." }}')
    entry = table.table(name)
    entry.only(("value", "why", "source"), needed=("value",))
    return entry


def _check_home(table: Table, intervention: str, name: str) -> None:
    """Refuse a parameter under an intervention that does not own it."""
    own = INTERVENTIONS[intervention].parameters()
    if name in own or name in SWITCHES:
        return
    if name not in PARAMETERS:
        raise table.refusal(
            f"{name} is not a parameter of {intervention}",
            name,
            allowed=own,
            near=nearest(name, own) or nearest(name, PARAMETERS),
        )
    homes = [f"[interventions.{home}]" for home, other in INTERVENTIONS.items() if name in other.parameters()]
    raise table.refusal(f"{name} does not belong to {intervention}", name, allowed=[*homes, "[parameters]"])


def _week(table: Table, start: date | None) -> int:
    """The week of a change, given as such or as a date."""
    if ("week" in table) == ("date" in table):
        raise table.refusal("a change needs a week or a date, and not both", allowed="week = 40 or date = 2017-01-02")
    if "week" in table:
        week: int = table.get("week", int)
    else:
        day: date = table.get("date", date)
        if start is None:
            raise table.refusal(
                "a date has no week here: the scenario has no start_date",
                "date",
                allowed="week = ..., or a start_date for the scenario",
            )
        week = (day - start).days // 7
    if week < 0:
        raise ScenarioError(
            "a change before the start",
            where=table.where("week" if "week" in table else "date"),
            allowed="week 0 or later",
        )
    return week
