"""From a world of a request to a checked scenario; nothing of a request ever names a file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from samskapa.app.server.messages import World
from samskapa.science.errors import ImpossibleScenario, ScenarioError, nearest, place
from samskapa.science.interventions import INTERVENTIONS
from samskapa.science.scenarios.files import SHIPPED, scenario_names
from samskapa.science.scenarios.possible import check_possible
from samskapa.science.scenarios.reading import load_scenario, read_scenario
from samskapa.science.scenarios.scenario import Scenario, check_dated
from samskapa.science.settings import check_alternative, check_value, known_names
from samskapa.science.switches import SWITCHES

MOST_PEOPLE = 5000
MOST_SERVICES = 64
MOST_WORK = 60_000_000
"""Weeks of people that one request may ask for: a few seconds of one processor."""
SET_BY_HAND = "set in the app"
UPLOADED = "uploaded scenario"


@lru_cache(maxsize=64)
def shipped(name: str) -> Scenario:
    """A scenario that comes with the package.

    Raises:
        ScenarioError: there is none of this name.
    """
    if name not in scenario_names():
        raise ScenarioError(
            f"{name!r} is not a scenario", allowed=scenario_names(), nearest=nearest(name, scenario_names())
        )
    return load_scenario(name)


@lru_cache(maxsize=32)
def uploaded(text: str) -> Scenario:
    """A scenario from a text that somebody sent; its base can only be one that comes with the package.

    Raises:
        ScenarioError: as `read_scenario`, and for a base that is a file.
    """
    try:
        base = tomllib.loads(text).get("base")
    except (tomllib.TOMLDecodeError, RecursionError):
        base = None
    if isinstance(base, str) and base not in scenario_names():
        raise ScenarioError(
            f"the base {base!r} is not a scenario that comes with samskapa",
            where=place(UPLOADED, key="base"),
            allowed=scenario_names(),
            nearest=nearest(base, scenario_names()),
        )
    try:
        return read_scenario(text, UPLOADED, SHIPPED)
    except RecursionError:
        raise ScenarioError("tables or lists are nested too deeply", where=UPLOADED) from None


def scenario_of(world: World, where: str) -> Scenario:
    """The scenario that a world of a request describes, checked and possible.

    Args:
        world: the world.
        where: its place in the request, for messages.

    Raises:
        ScenarioError: an unknown name, a value that is not allowed, too many people.
        ImpossibleScenario: every value is allowed, but together they describe a world that cannot be.
    """
    try:
        scenario = shipped(world.scenario) if world.scenario is not None else uploaded(world.toml or "")
    except ScenarioError as error:
        key = "scenario" if world.scenario is not None else "toml"
        inner = f"{where}.{key}, {error.where}" if error.where else f"{where}.{key}"
        raise type(error)(error.what, where=inner, allowed=error.allowed, nearest=error.nearest) from None
    if world.weeks is not None:
        scenario = replace(scenario, weeks=world.weeks)
    values = _values(world, where)
    if values:
        scenario = scenario.changed(0, SET_BY_HAND, **values)
    scenario = _dated(scenario, world, where)
    _check_limits(scenario, where)
    try:
        check_possible(scenario)
    except ImpossibleScenario as error:
        raise ImpossibleScenario(error.what, where=f"{where}, {error.where}", allowed=error.allowed) from None
    return scenario


def _values(world: World, where: str) -> dict[str, float | str]:
    """What holds from the start: by intervention, then by name."""
    values: dict[str, float | str] = {}
    for name, own in world.interventions.items():
        intervention = INTERVENTIONS.get(name)
        if intervention is None:
            raise ScenarioError(
                f"{name} is not an intervention",
                where=f"{where}.interventions",
                allowed=INTERVENTIONS,
                nearest=nearest(name, INTERVENTIONS),
            )
        values |= checked(own, f"{where}.interventions.{name}", intervention.parameters())
    return values | checked(world.set, f"{where}.set", known_names())


def checked(values: Mapping[str, float | str], where: str, names: list[str]) -> dict[str, float | str]:
    """Values of parameters and switches, each within what is allowed.

    Raises:
        ScenarioError: a name that is not among `names`, or a value that is not allowed.
    """
    found: dict[str, float | str] = {}
    for name, value in values.items():
        if name not in names:
            what = "a parameter or switch" if len(names) > 40 else "a parameter of this intervention"
            raise ScenarioError(
                f"{name} is not {what}",
                where=where,
                nearest=nearest(name, names),
                allowed=names if len(names) <= 40 else "",
            )
        check = check_alternative if name in SWITCHES else check_value
        found[name] = check(name, value, f"{where}.{name}")
    if found.get("activation") == "drawn":
        raise ScenarioError(
            "the drawn order of activation is the Mesa model's alone",
            where=f"{where}.activation",
            allowed="phases (the app runs the compiled engine)",
        )
    return found


def _dated(scenario: Scenario, world: World, where: str) -> Scenario:
    seen: set[tuple[int, str]] = set()
    for number, change in enumerate(world.changes):
        at = f"{where}.changes.{number}"
        if (change.week, change.parameter) in seen:
            raise ScenarioError(
                f"{change.parameter} changes twice in week {change.week}",
                where=at,
                allowed="one value for each parameter and week",
            )
        seen.add((change.week, change.parameter))
        value = check_dated(change.parameter, change.value, change.week, scenario.weeks, at)
        scenario = scenario.changed(change.week, SET_BY_HAND, **{change.parameter: value})
    return scenario


def _check_limits(scenario: Scenario, where: str) -> None:
    if scenario.settings.activation == "drawn":
        raise ScenarioError(
            "the drawn order of activation is the Mesa model's alone",
            where=where,
            allowed="phases (the app runs the compiled engine)",
        )
    if len(scenario.services) > MOST_SERVICES:
        raise ScenarioError(
            f"{len(scenario.services)} services are too many for the app",
            where=where,
            allowed=f"at most {MOST_SERVICES}; the command line takes more",
        )
    if people_of(scenario) > MOST_PEOPLE:
        raise ScenarioError(
            f"{people_of(scenario)} people are too many for the app",
            where=where,
            allowed=f"at most {MOST_PEOPLE}; the command line takes more",
        )


def people_of(scenario: Scenario) -> int:
    """How many residents and workers there are."""
    return sum(plan.residents + plan.workers for plan in scenario.services)


def check_work(scenarios: Mapping[str, Scenario], runs: int) -> None:
    """Refuse a request that asks for more than one request may.

    Raises:
        ScenarioError: more weeks of people than `MOST_WORK`.
    """
    each = sum(scenario.weeks * people_of(scenario) for scenario in scenarios.values())
    if each * runs > MOST_WORK:
        most = MOST_WORK // max(1, each)
        raise ScenarioError(
            f"{runs} runs of {' and '.join(scenarios)} are too much work for one request",
            where="runs",
            allowed=f"at most {most} runs of these worlds",
        )
