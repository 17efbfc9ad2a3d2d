"""A scenario from a TOML file: its own words, over those of its base, checked to the last key.

A file says only what differs from the defaults, or from the scenario it names as its base. A service that it
does not name again stays as it is in the base, as far from the values of the programme as it was there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TypeVar

from samskapa.science.errors import ImpossibleScenario
from samskapa.science.scenarios.files import ScenarioFile, find_base, find_scenario, text_of
from samskapa.science.scenarios.possible import impossibility
from samskapa.science.scenarios.scenario import Change, Reason, Scenario
from samskapa.science.scenarios.services import nothing_new, read_partners, read_services
from samskapa.science.scenarios.tables import Document, Table
from samskapa.science.scenarios.values import (
    Said,
    merged_changes,
    own_values,
    pinned,
    read_changes,
    read_said,
    refuse_what_says_nothing_new,
    settings_of,
    without_idle_values,
)
from samskapa.science.settings import Settings

Kind = TypeVar("Kind")

SCHEMA = 1
LONGEST_CHAIN = 16
MOST_WEEKS = 5200
KEYS = (
    "schema",
    "name",
    "title",
    "story",
    "base",
    "weeks",
    "heads",
    "start_date",
    "services",
    "partners",
    "parameters",
    "switches",
    "interventions",
    "changes",
)


_NOTHING = Scenario(name="", title="", story="", weeks=0, services=(), settings=Settings())
"""What a file without a base stands on."""


def load_scenario(name_or_path: str | PathLike[str]) -> Scenario:
    """A scenario by its name or from a file, checked and possible.

    Args:
        name_or_path: a name of `scenario_names()`, or the path of a TOML file.

    Raises:
        ScenarioError: no such name or file, not readable, or something in it that is not allowed; with file,
            line and key.
        ImpossibleScenario: every value is allowed, but together they describe a world that cannot be.

    >>> load_scenario("tiny_trap").settings.engagement_start
    0.3
    """
    file = find_scenario(name_or_path)
    return _scenario(file, text_of(file), ())


def read_scenario(text: str, label: str = "text", folder: Path | None = None) -> Scenario:
    """A scenario from the text of a file.

    Args:
        text: TOML, as a file would hold it.
        label: what messages call it.
        folder: where a base that is a file would lie; the working folder if None.

    Raises:
        ScenarioError: as `load_scenario`.
        ImpossibleScenario: as `load_scenario`.
    """
    return _scenario(ScenarioFile((folder or Path()) / "scenario.toml", label), text, ())


def _scenario(file: ScenarioFile, text: str, chain: tuple[Path, ...]) -> Scenario:
    """One file over its base; `chain` holds the files whose base this one is."""
    root = Document(file, text).root
    _check_schema(root)
    root.only(KEYS, needed=("name", "title") if "base" in root else ("name", "title", "weeks", "services"))
    base = _base(root, (*chain, file.path.resolve()))
    before = base or _NOTHING
    weeks = _taken(root, base, "weeks", lambda: root.whole("weeks", 1, MOST_WEEKS, "weeks"), before.weeks)
    start = _taken(root, base, "start_date", lambda: root.get("start_date", date), before.start_date)
    said = read_said(root)
    own_changes, change_tables = read_changes(root, weeks, start)
    changes = merged_changes(before.changes, own_changes)
    refuse_what_says_nothing_new(said, base, changes)
    settings = settings_of(without_idle_values({**own_values(before.settings), **said.values}, changes))
    services = _taken(root, base, "services", lambda: read_services(root, settings), before.services)
    scenario = Scenario(
        name=root.name("name"),
        title=root.words("title"),
        story=root.words("story") if "story" in root else before.story,
        weeks=weeks,
        services=services,
        settings=settings,
        partners=_taken(root, base, "partners", lambda: read_partners(root, services), before.partners),
        heads=_taken(root, base, "heads", lambda: root.whole("heads", 0, 64, "managers"), before.heads),
        changes=changes,
        reasons=_reasons(settings, before, said),
        start_date=start,
        origin=file.label,
    )
    _refuse_idle_changes(scenario, before.changes, own_changes, change_tables)
    problem = impossibility(scenario)
    if problem is not None:
        where = root.document.where(said.paths().get(problem.key, (problem.key,)))
        raise ImpossibleScenario(problem.what, where=where, allowed=problem.allowed)
    return scenario


def _check_schema(root: Table) -> None:
    """Refuse a file of another schema. A file of an older schema would be brought up to date here."""
    if "schema" not in root:
        raise root.refusal("the file does not say which schema it follows", allowed=f"schema = {SCHEMA} at its top")
    schema = root.get("schema", int)
    if schema != SCHEMA:
        age = "newer than this version of samskapa" if schema > SCHEMA else "older than the first"
        raise root.refusal(f"this schema is {age}", "schema", allowed=f"schema = {SCHEMA}")


def _base(root: Table, chain: tuple[Path, ...]) -> Scenario | None:
    """The scenario of which a file says only what differs."""
    if "base" not in root:
        return None
    where = root.where("base")
    file = find_base(root.words("base"), chain[-1], where)
    if file.path.resolve() in chain:
        names = " -> ".join(path.stem for path in (*chain, file.path))
        raise root.refusal(f"the bases go round in a circle: {names}", "base")
    if len(chain) >= LONGEST_CHAIN:
        raise root.refusal("the chain of bases is too long", "base", allowed=f"at most {LONGEST_CHAIN} files")
    return _scenario(file, text_of(file), chain)


def _taken(root: Table, base: Scenario | None, key: str, read: Callable[[], Kind], anyway: Kind) -> Kind:
    """What a file says under a key, which must be something new, or what would hold anyway.

    Raises:
        ScenarioError: it says what would hold anyway.
    """
    if key not in root:
        return anyway
    value = read()
    if value == anyway and value != ():
        if base and isinstance(value, tuple):
            raise root.refusal(f"the {key} are those of the base", key, allowed="leave them out")
        raise nothing_new(root, key, key, value, f"in the base {base.name}" if base else "by default")
    return value


def _reasons(settings: Settings, before: Scenario, said: Said) -> dict[str, Reason]:
    """The reason of each value that is not the default's."""
    reasons = {**(before.reasons or {}), **said.reasons}
    return {name: reasons[name] for name in own_values(settings)}


def _refuse_idle_changes(
    scenario: Scenario, before: tuple[Change, ...], own: tuple[Change, ...], tables: list[Table]
) -> None:
    """Refuse dated changes to a value that would hold in that week anyway.

    Raises:
        ScenarioError: with the first such change.
    """
    for change, table in zip(own, tables, strict=True):
        others = merged_changes(before, tuple(other for other in own if other != change))
        anyway = getattr(replace(scenario, changes=others).settings_at(change.week), change.parameter)
        if change.value == anyway and not pinned(change.parameter, scenario.changes):
            raise nothing_new(table, "value", change.parameter, change.value, f"in week {change.week} anyway")
