"""What an experiment varies, from its file: numbers, switches and interventions, under [uncertain] and [levers]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from samskapa.science.declarations import Parameter
from samskapa.science.errors import nearest
from samskapa.science.interventions import INTERVENTIONS
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios.scenario import Change, Scenario, check_dated
from samskapa.science.scenarios.tables import Table, shown
from samskapa.science.settings import check_alternative, check_value, known_names
from samskapa.science.switches import SWITCHES
from samskapa.study.plan import DISTRIBUTIONS, SCENARIO, Bundle, Input, Role, Value

TABLES: dict[str, Role] = {"uncertain": "uncertain", "levers": "lever"}
SHORTHAND = ("plausible", "leave_out")
NUMBER_KEYS = ("low", "high", "range", "levels", "distribution", "peak", "sd", "sets", "week")
EVEN = ("peer_ties",)
"""Numbers that only make sense in steps, so a range cannot say them."""


def scenario_input(scenarios: Mapping[str, Scenario]) -> Input:
    """The input whose levels are the scenarios compared."""
    return Input(SCENARIO, "scenario", "lever", levels=tuple(scenarios), meaning="Which world is run.")


def read_inputs(root: Table, worlds: Sequence[Scenario], weeks: int) -> tuple[Input, ...]:
    """Everything under `uncertain` and `levers`, in the order of the file.

    Args:
        root: the file.
        worlds: its scenarios.
        weeks: longest horizon.

    Raises:
        ScenarioError: unknown names, values out of bounds, or an input that says nothing new.
    """
    found: list[Input] = []
    targets: dict[tuple[str, int], str] = {}
    for key, role in TABLES.items():
        table = root.table(key)
        for name in table:
            if name in SHORTHAND:
                continue
            one = _input(table, name, role, worlds, weeks)
            if one.name in [other.name for other in found] or one.name == SCENARIO:
                raise table.refusal(f"there are two inputs {name!r}", name)
            for target in _targets(one):
                if target in targets:
                    raise table.refusal(f"{target[0]} is varied twice, here and in {targets[target]}", name)
                targets[target] = name
            found.append(one)
    taken = {name for name, week in targets if week == 0} | set(root.content.get("hold", {}))
    for key, role in TABLES.items():
        table = root.table(key)
        if "leave_out" in table and "plausible" not in table:
            raise table.refusal("leave_out has no place here: nothing is varied over plausible ranges", "leave_out")
        if "plausible" in table:
            found += _over_plausible_ranges(table, role, worlds, taken)
    return tuple(found)


def _targets(one: Input) -> list[tuple[str, int]]:
    """What an input sets, and from which week."""
    if one.kind != "intervention":
        return [(one.sets or one.name, one.week)]
    values = [(name, 0) for bundle in one.bundles.values() for name in bundle.values]
    dated = [(change.parameter, change.week) for bundle in one.bundles.values() for change in bundle.changes]
    return list(dict.fromkeys([*values, *dated]))


def _over_plausible_ranges(table: Table, role: Role, worlds: Sequence[Scenario], taken: set[str]) -> list[Input]:
    """Inputs that the shorthand names: `plausible = "assumed"`, or a list of parameters and groups."""
    said = table.content["plausible"]
    groups = {parameter.group for parameter in PARAMETERS.values()}
    leave_out = table.get("leave_out", list) if "leave_out" in table else []
    for name in leave_out:
        if name not in PARAMETERS and name not in groups:
            raise table.refusal(
                f"{shown(name)} is not a parameter or group",
                "leave_out",
                near=nearest(str(name), [*PARAMETERS, *groups]),
            )
    if said == "assumed":
        named, whole_groups = set[str](), groups
    elif isinstance(said, list):
        for name in said:
            if name not in PARAMETERS and name not in groups:
                raise table.refusal(
                    f"{shown(name)} is not a parameter or group",
                    "plausible",
                    near=nearest(str(name), [*PARAMETERS, *groups]),
                )
        named, whole_groups = set(said) & set(PARAMETERS), set(said) & groups
    else:
        raise table.refusal(
            f"plausible = {shown(said)}", "plausible", allowed='"assumed", or a list of parameters and groups'
        )
    own = set().union(*(world.settings.own for world in worlds))
    found = []
    for name, parameter in PARAMETERS.items():
        by_group = parameter.group in whole_groups and parameter.is_assumption and name not in own
        if name in named and name in taken:
            raise table.refusal(f"{name} is varied or held elsewhere", "plausible")
        out = name in leave_out or parameter.group in leave_out or name in taken or name in EVEN
        if (name in named or by_group) and not out and parameter.plausible[0] < parameter.plausible[1]:
            found.append(_ranged(parameter, role))
    if not found:
        raise table.refusal("this names no parameter that is left to vary", "plausible")
    return found


def _ranged(parameter: Parameter, role: Role) -> Input:
    low, high = parameter.plausible
    return Input(
        parameter.name,
        "parameter",
        role,
        parameter.unit,
        float(low),
        float(high),
        whole=parameter.whole,
        meaning=parameter.meaning,
        assumed=parameter.is_assumption,
    )


def _input(table: Table, name: str, role: Role, worlds: Sequence[Scenario], weeks: int) -> Input:
    if not isinstance(table.content[name], dict):
        raise table.refusal(f"{name} is not a table", name, allowed=f"[{table.path[0]}.{name}]")
    entry = table.table(name)
    target = entry.get("sets", str) if "sets" in entry else name
    if "sets" in entry and target == name:
        raise entry.refusal("sets says nothing new", "sets", allowed="another parameter or switch than its name")
    if isinstance(entry.content.get("levels"), dict):
        return _intervention(entry, name, role, weeks)
    if target in SWITCHES:
        return _switch(entry, name, target, role)
    if target in PARAMETERS:
        return _number(entry, name, target, role, worlds, weeks)
    if name in INTERVENTIONS:
        raise entry.refusal(
            f"{name} is an intervention and needs levels",
            allowed=f"one [{table.path[0]}.{name}.levels.LEVEL] for each, with values",
        )
    at = (name, "sets") if "sets" in entry else (name,)
    raise table.refusal(
        f"{target} is not a parameter, switch or intervention",
        *at,
        near=nearest(target, [*known_names(), *INTERVENTIONS]),
    )


def _switch(entry: Table, name: str, target: str, role: Role) -> Input:
    entry.only(("levels", "sets"), needed=("levels",))
    switch = SWITCHES[target]
    said = entry.content["levels"]
    if said == "all":
        levels: tuple[str, ...] = tuple(switch.alternatives)
    elif isinstance(said, list):
        levels = tuple(check_alternative(target, one, entry.where("levels")) for one in said)
    else:
        raise entry.refusal(f"levels = {shown(said)}", "levels", allowed=f'"all", or a list of {switch.allowed()}')
    _check_levels(entry, levels)
    return Input(name, "switch", role, levels=levels, sets=target if target != name else "", meaning=switch.meaning)


def _check_levels(entry: Table, levels: Sequence[Value]) -> None:
    if len(set(levels)) < len(levels):
        raise entry.refusal("a level stands there twice", "levels")
    if len(levels) < 2:
        raise entry.refusal(
            "a single level varies nothing", "levels", allowed="two or more; what is held stands in [hold]"
        )


def _number(entry: Table, name: str, target: str, role: Role, worlds: Sequence[Scenario], weeks: int) -> Input:
    entry.only(NUMBER_KEYS)
    parameter = PARAMETERS[target]
    week = entry.whole("week", 1, weeks - 1, "week") if "week" in entry else 0
    one = Input(
        name,
        "parameter",
        role,
        parameter.unit,
        whole=parameter.whole,
        sets=target if target != name else "",
        week=week,
        meaning=parameter.meaning,
        assumed=parameter.is_assumption,
    )
    if ("levels" in entry) + ("range" in entry) + ("low" in entry or "high" in entry) != 1:
        raise entry.refusal(
            f"{name} needs either levels or a range", allowed='levels = [...], low and high, or range = "plausible"'
        )
    if "levels" in entry:
        for key in ("distribution", "peak", "sd"):
            if key in entry:
                raise entry.refusal(f"{key} has no place beside levels", key)
        levels = tuple(check_value(target, level, entry.where("levels")) for level in entry.get("levels", list))
        _check_levels(entry, levels)
        one = replace(one, levels=levels)
    else:
        one = _over_range(entry, one, parameter)
    if week:
        for value in one.levels or (one.low, one.high):
            check_dated(target, value, week, weeks, entry.where("week"))
    return one


def _over_range(entry: Table, one: Input, parameter: Parameter) -> Input:
    """A number drawn from a range, with its law."""
    if parameter.name in EVEN:
        raise entry.refusal(f"{parameter.name} comes in steps", allowed="levels = [...]")
    if "range" in entry:
        if entry.content["range"] != "plausible":
            raise entry.refusal(
                f"range = {shown(entry.content['range'])}", "range", allowed='"plausible", or low and high'
            )
        low, high = map(float, parameter.plausible)
    else:
        for key in ("low", "high"):
            if key not in entry:
                raise entry.refusal(f"{key} is missing")
        low, high = (check_value(parameter.name, entry.number(key), entry.where(key)) for key in ("low", "high"))
        if (low, high) == parameter.plausible:
            raise entry.refusal(
                "low and high say nothing new: they are the plausible range", "low", allowed='range = "plausible"'
            )
    if low >= high:
        raise entry.refusal(f"low = {low:g} is not below high = {high:g}", "low")
    law = entry.get("distribution", str) if "distribution" in entry else "uniform"
    if law not in DISTRIBUTIONS:
        raise entry.refusal(
            f"{shown(law)} is not a distribution",
            "distribution",
            allowed=DISTRIBUTIONS,
            near=nearest(law, DISTRIBUTIONS),
        )
    if law == "log_uniform" and low <= 0.0:
        raise entry.refusal("a log_uniform law needs a range above zero", "distribution")
    wanted = {"triangular": ("peak",), "normal": ("peak", "sd")}.get(law, ())
    for key in ("peak", "sd"):
        if (key in entry) != (key in wanted):
            raise entry.refusal(
                f"{key} is missing" if key in wanted else f"{key} has no place: the law is {law}",
                *((key,) if key in entry else ()),
            )
    found: dict[str, Any] = {"low": low, "high": high, "distribution": law}
    if "peak" in wanted:
        found["peak"] = entry.bounded("peak", low, high, one.unit)
    if "sd" in wanted:
        found["sd"] = entry.bounded("sd", (high - low) * 1e-6, (high - low) * 1e3, one.unit)
    return replace(one, **found)


def _intervention(entry: Table, name: str, role: Role, weeks: int) -> Input:
    """Named levels, each a bundle of values and dated changes."""
    entry.only(("levels", "meaning"))
    levels = entry.table("levels")
    bundles = {level: _bundle(levels.table(level), name, weeks) for level in levels}
    _check_levels(entry, list(bundles))
    said: list[Bundle] = []
    for level, bundle in bundles.items():
        if bundle in said:
            raise levels.refusal(f"{level} sets the same as another level", level)
        said.append(bundle)
    declared = INTERVENTIONS[name].sentence if name in INTERVENTIONS else ""
    meaning = entry.words("meaning") if "meaning" in entry else declared
    if not meaning:
        raise entry.refusal(f"{name} does not say what it means", allowed='meaning = "..."')
    return Input(name, "intervention", role, levels=tuple(bundles), bundles=bundles, meaning=meaning)


def _bundle(table: Table, name: str, weeks: int) -> Bundle:
    table.only(("values", "changes", "ramp"))
    values: dict[str, Value] = {}
    said = table.table("values")
    for key in said:
        if name in INTERVENTIONS and key in PARAMETERS and key not in (own := INTERVENTIONS[name].parameters()):
            raise said.refusal(f"{key} does not belong to {name}", key, allowed=own)
        if key in SWITCHES:
            values[key] = check_alternative(key, said.content[key], said.where(key))
        elif key in PARAMETERS:
            values[key] = check_value(key, said.number(key), said.where(key))
        else:
            raise said.refusal(f"{key} is not a parameter or switch", key, near=nearest(key, known_names()))
    changes = [_change(change, weeks) for change in table.tables("changes")]
    if "ramp" in table:
        changes += _ramp(table.table("ramp"), weeks)
    if len({(change.week, change.parameter) for change in changes}) < len(changes):
        raise table.refusal("a parameter changes twice in one week", "changes" if "changes" in table else "ramp")
    return Bundle(values, tuple(sorted(changes, key=lambda change: change.week)))


def _change(table: Table, weeks: int) -> Change:
    table.only(("week", "parameter", "value"), needed=("week", "parameter", "value"))
    week = table.whole("week", 0, weeks - 1, "week")
    name = table.brief("parameter")
    return Change(week, name, check_dated(name, table.number("value"), week, weeks, table.where("parameter")), "varied")


def _ramp(table: Table, weeks: int) -> list[Change]:
    """A parameter led in equal steps from one value to another, and back by week `back`: for hysteresis."""
    keys = ("parameter", "from", "to", "first", "last", "steps")
    table.only((*keys, "back"), needed=keys)
    name = table.brief("parameter")
    first = table.whole("first", 0, weeks - 2, "week")
    last = table.whole("last", first + 1, weeks - 1, "week")
    steps = table.whole("steps", 2, last - first + 1, "steps")
    found = []
    for step in range(steps):
        week = first + (last - first) * step // (steps - 1)
        share = step / (steps - 1)
        value = float(table.number("from")) * (1.0 - share) + float(table.number("to")) * share
        found.append(Change(week, name, check_dated(name, value, week, weeks, table.where("parameter")), "ramped"))
    if "back" in table:
        back = table.whole("back", last + steps - 1, weeks - 1, "week")
        found += [
            Change(last + (back - last) * step // (steps - 1), name, found[steps - 1 - step].value, "ramped back")
            for step in range(1, steps)
        ]
    return found
