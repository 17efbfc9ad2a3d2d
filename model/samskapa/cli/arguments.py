"""From words on the command line to scenarios, checked before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from samskapa.science.errors import ImpossibleScenario, ScenarioError, nearest, place
from samskapa.science.scenarios import check_possible, load_scenario
from samskapa.science.scenarios.reading import MOST_WEEKS
from samskapa.science.scenarios.scenario import Scenario, check_dated
from samskapa.science.settings import check_alternative, check_value, known_names
from samskapa.science.switches import SWITCHES
from samskapa.study.design import paired_seeds, programme_seed_of

MOST_SEEDS = 1000
LAST_SEED = 2**63 - 1
LONGEST_SEED = len(str(LAST_SEED))


@dataclass(frozen=True, slots=True)
class Override:
    """A value set on the command line: for the whole run, or from a week (or date) on."""

    option: str
    name: str
    value: float | str
    since: int | date = 0


def scenarios_of(
    names: Sequence[str], sets: Sequence[str], changes: Sequence[str], weeks: int | None
) -> list[Scenario]:
    """The scenarios as they are to be run.

    Raises:
        ScenarioError: an unknown name or file, a value not allowed, two scenarios of one name, a world that
            cannot be; with the option at fault.
    """
    overrides = [_read_set(text) for text in sets] + [_read_change(text) for text in changes]
    _refuse_two_values(overrides)
    if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
        raise ScenarioError(f"{weeks} weeks", where=place(option="--weeks"), allowed=f"1 to {MOST_WEEKS} weeks")
    found: list[Scenario] = []
    for name in names:
        scenario = load_scenario(name)
        if scenario.name in [other.name for other in found]:
            raise ScenarioError(
                f"two scenarios are called {scenario.name}",
                where=place(name),
                allowed="each scenario once, under a name of its own",
            )
        found.append(_with(scenario, overrides, weeks))
    return found


def _with(scenario: Scenario, overrides: Sequence[Override], weeks: int | None) -> Scenario:
    if not overrides and weeks is None:
        return scenario
    options = [override.option for override in overrides]
    if weeks is not None:
        scenario = replace(scenario, weeks=weeks)
        options.insert(0, f"--weeks {weeks}")
    for override in overrides:
        since = _week(override, scenario)
        where = place(scenario.name, option=override.option)
        if since:
            check_dated(override.name, override.value, since, scenario.weeks, where)
        scenario = scenario.changed(since, "set on the command line", **{override.name: override.value})
    try:
        check_possible(scenario)
    except ImpossibleScenario as error:
        where = f"{error.where} (with {' '.join(options)})"
        raise ImpossibleScenario(error.what, where=where, allowed=error.allowed) from None
    return scenario


def seeds_of(number: int | None, single: str | None, usual: int) -> list[tuple[int, int]]:
    """Pairs of programme seed and chance seed: those of the seeds 1 to a number, or a single one.

    Raises:
        ScenarioError: both are given, or one is no seed or out of bounds.

    >>> seeds_of(3, None, 12), seeds_of(None, "7", 12), seeds_of(None, "2:7", 12)
    ([(1, 1), (2, 2), (3, 3)], [(7, 7)], [(2, 7)])
    """
    if number is not None and single is not None:
        raise ScenarioError("--seeds and --seed are both given", where="--seed", allowed="one of them")
    if single is not None:
        programme, colon, chance = single.rpartition(":")
        parts = [programme, chance] if colon else [chance]
        found = [int(part) if part.isdecimal() and len(part) <= LONGEST_SEED else -1 for part in parts]
        if not all(0 <= seed <= LAST_SEED for seed in found):
            raise ScenarioError(
                f"seed {single!r}",
                where="--seed",
                allowed="a whole number from 0 to 2^63 - 1, or two as PROGRAMME:CHANCE",
            )
        return [(found[0] if colon else programme_seed_of(found[-1]), found[-1])]
    count = usual if number is None else number
    if not 1 <= count <= MOST_SEEDS:
        raise ScenarioError(f"{count} seeds", where="--seeds", allowed=f"1 to {MOST_SEEDS}")
    return paired_seeds(1, count)


def _read_set(text: str) -> Override:
    option = f"--set {text}"
    name, value = _pair(text, option, "parameter=value")
    return Override(option, name, _value(name, value, place(option=option)))


def _read_change(text: str) -> Override:
    option = f"--change {text}"
    where = place(option=option)
    when, colon, rest = text.partition(":")
    if not colon:
        raise ScenarioError("a change needs a week", where=where, allowed="WEEK:parameter=value, as 60:candour=0.8")
    name, value = _pair(rest, option, "WEEK:parameter=value")
    try:
        since = int(when) if when.strip().lstrip("-").isdecimal() else date.fromisoformat(when.strip())
    except ValueError:
        raise ScenarioError(
            f"{when!r} is neither a week nor a date", where=where, allowed="a week as 60, or a date as 2017-06-05"
        ) from None
    if isinstance(since, int) and since < 0:
        raise ScenarioError(f"week {since} is before the start", where=where, allowed="week 0 or later")
    return Override(option, name, _value(name, value, where), since)


def _pair(text: str, option: str, form: str) -> tuple[str, str]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (name and equals and value):
        raise ScenarioError("this does not set a value", where=place(option=option), allowed=form)
    return name, value


def _value(name: str, text: str, where: str) -> float | str:
    """The value as its parameter or switch wants it."""
    if name in SWITCHES:
        return check_alternative(name, text, where)
    if name not in known_names():
        raise ScenarioError(f"{name} is not a parameter or switch", where=where, nearest=nearest(name, known_names()))
    try:
        return check_value(name, float(text), where)
    except ValueError:
        hint = text.replace(",", ".", 1) if text.count(",") == 1 else None
        raise ScenarioError(
            f"{name} = {text!r} is not a number", where=where, nearest=hint if hint and _is_number(hint) else None
        ) from None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _week(override: Override, scenario: Scenario) -> int:
    """The week from which an override holds in a scenario."""
    if isinstance(override.since, int):
        return override.since
    where = place(scenario.name, option=override.option)
    if scenario.start_date is None:
        raise ScenarioError(
            "a date has no week here: the scenario has no start date", where=where, allowed="a week as 60"
        )
    days = (override.since - scenario.start_date).days
    if days < 0:
        raise ScenarioError(f"{override.since} is before the start, {scenario.start_date}", where=where)
    return days // 7


def _refuse_two_values(overrides: Sequence[Override]) -> None:
    seen: set[tuple[str, int | date]] = set()
    for override in overrides:
        if (override.name, override.since) in seen:
            raise ScenarioError(
                f"{override.name} is set twice",
                where=place(option=override.option),
                allowed="one value for each parameter and week",
            )
        seen.add((override.name, override.since))
