"""A scenario from a TOML file: its own words, over those of its base, checked to the last key.

A file says only what differs from the defaults, or from the scenario it names as its base. A service that it
does not name again stays as it is in the base, as far from the values of the programme as it was there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from samskapa.errors import ImpossibleScenario
from samskapa.scenarios.files import ScenarioFile, find_base, find_scenario, text_of
from samskapa.scenarios.lines import KeyPath
from samskapa.scenarios.possible import impossibility
from samskapa.scenarios.scenario import Change, Scenario
from samskapa.scenarios.services import nothing_new, read_partners, read_services
from samskapa.scenarios.tables import Document, Table
from samskapa.scenarios.values import (
    Said, Value, merged_changes, own_values, pinned, read_changes, read_said, refuse_what_says_nothing_new,
    settings_of, without_idle_values,
)

SCHEMA = 1
LONGEST_CHAIN = 16
MOST_WEEKS = 5200
KEYS = (
    "schema", "name", "title", "story", "base", "weeks", "heads", "start_date", "services", "partners",
    "parameters", "switches", "interventions", "changes",
)


def load_scenario(name_or_path: str | Path) -> Scenario:
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


@dataclass
class _Draft:
    """What a file says so far, and what it stands on."""

    root: Table
    base: Scenario | None
    said: Said

    def other(self, key: str, value: Any, anyway: Any) -> Any:
        """A value that must differ from the base's (or the default).

        Raises:
            ScenarioError: it does not.
        """
        if value == anyway:
            whose = f"in the base {self.base.name}" if self.base else "by default"
            raise nothing_new(self.root, key, key, value, whose)
        return value


def _scenario(file: ScenarioFile, text: str, chain: tuple[Path, ...]) -> Scenario:
    root = Document(file, text).root
    _check_schema(root)
    root.only(KEYS, needed=("name", "title"))
    draft = _Draft(root, _base(root, (*chain, file.path.resolve())), Said())
    base = draft.base
    weeks, start = _weeks(draft), _start(draft)
    draft.said = read_said(root)
    own_changes, change_tables = read_changes(root, weeks, start)
    changes = merged_changes(base.changes if base else (), own_changes)
    refuse_what_says_nothing_new(draft.said, base, changes)
    before: dict[str, Value] = own_values(base.settings) if base else {}
    settings = settings_of(without_idle_values({**before, **draft.said.values}, changes))
    reasons = {**((base.reasons if base else None) or {}), **draft.said.reasons}
    services = read_services(root, settings) if "services" in root else base.services if base else ()
    scenario = Scenario(
        name=root.name("name"), title=root.words("title"),
        story=root.words("story") if "story" in root else base.story if base else "",
        weeks=weeks, services=services, settings=settings, partners=base.partners if base else (),
        heads=_heads(draft), changes=changes, start_date=start, origin=file.label,
        reasons={name: reason for name, reason in reasons.items() if name in own_values(settings)},
    )
    scenario = _with_partners(draft, scenario)
    _refuse_idle_changes(scenario, own_changes, change_tables)
    _refuse_the_impossible(draft, scenario)
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


def _weeks(draft: _Draft) -> int:
    root, base = draft.root, draft.base
    if "weeks" not in root:
        if base is None:
            raise root.refusal("weeks is missing")
        return base.weeks
    weeks = root.whole("weeks", 1, MOST_WEEKS, "weeks")
    return draft.other("weeks", weeks, base.weeks) if base else weeks  # type: ignore[no-any-return]


def _start(draft: _Draft) -> date | None:
    anyway = draft.base.start_date if draft.base else None
    if "start_date" not in draft.root:
        return anyway
    return draft.other("start_date", draft.root.get("start_date", date), anyway)  # type: ignore[no-any-return]


def _heads(draft: _Draft) -> int:
    anyway = draft.base.heads if draft.base else 1
    if "heads" not in draft.root:
        return anyway
    return draft.other("heads", draft.root.whole("heads", 0, 64, "managers"), anyway)  # type: ignore[no-any-return]
