"""Looking: which worlds there are, what one of them is made of, and what every parameter means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from samskapa.cli.screen import screen, show_json, table
from samskapa.science.errors import ScenarioError, nearest, place

if TYPE_CHECKING:
    from rich.console import Console

    from samskapa.science.declarations import Parameter
    from samskapa.science.scenarios.scenario import Scenario

Json = Annotated[bool, typer.Option("--json", help="As JSON.", rich_help_panel="Form")]


def complete_scenario(incomplete: str) -> list[str]:
    """Names of shipped scenarios, for the shell."""
    from samskapa.science.scenarios import scenario_names

    return [name for name in scenario_names() if name.startswith(incomplete)]


def scenarios(as_json: Json = False) -> None:
    """List the worlds that come with samskapa."""
    from samskapa.science.scenarios import load_scenario, scenario_names

    worlds = [load_scenario(name) for name in scenario_names()]
    rows = [
        {
            "name": world.name,
            "title": world.title,
            "residents": sum(p.residents for p in world.services),
            "workers": sum(p.workers for p in world.services),
            "services": len(world.services),
            "weeks": world.weeks,
            "project": bool(world.settings.project),
            "start_date": world.start_date.isoformat() if world.start_date else None,
        }
        for world in worlds
    ]
    if as_json:
        show_json(rows)
        return
    numbers = ("Residents", "Workers", "Services", "Weeks")
    made = table("", "Name", "Title", *numbers, right=numbers, keep=("Name",))
    for row in rows:
        made.add_row(*(str(row[key]) for key in ("name", "title", "residents", "workers", "services", "weeks")))
    screen().print(made)
    screen().print("More on one of them: samskapa show NAME. A TOML file of your own works wherever a name does.")


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE", help="A scenario's name, or a TOML file.", autocompletion=complete_scenario
        ),
    ],
    changed: Annotated[
        bool, typer.Option("--changed", help="Only what differs from the defaults.", rich_help_panel="Form")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show a world: its services, every parameter with unit, bounds and source, and what it changes and why."""
    from samskapa.science.scenarios import load_scenario

    world = load_scenario(name)
    data = scenario_data(world)
    if changed:
        data["parameters"] = [row for row in data["parameters"] if row["changed"]]
        data["switches"] = [row for row in data["switches"] if row["changed"]]
    if as_json:
        show_json(data)
        return
    console = screen()
    _show_world(console, world, data)
    _show_changes(console, data)
    if not changed:
        _show_parameters(console, data)


def scenario_data(world: Scenario) -> dict[str, Any]:
    """Everything that a scenario resolves to."""
    from samskapa.science.parameters import PARAMETERS

    settings, reasons = world.settings, world.reasons or {}
    parameters = []
    for parameter in PARAMETERS.values():
        value = getattr(settings, parameter.name)
        reason = reasons.get(parameter.name)
        follows = parameter.follows[0] if parameter.follows and parameter.name not in settings.own else ""
        parameters.append(
            _declared(parameter)
            | {
                "value": value,
                "changed": value != parameter.default or parameter.name in settings.own,
                "why": reason.why if reason else (f"follows {follows}" if follows else ""),
                "why_source": reason.source if reason else "",
            }
        )
    changes = [
        {
            "week": change.week,
            "date": day.isoformat() if (day := world.day(change.week)) else None,
            "parameter": change.parameter,
            "value": change.value,
            "unit": PARAMETERS[change.parameter].unit,
            "why": change.why,
        }
        for change in world.changes
    ]
    return {
        "name": world.name,
        "title": world.title,
        "story": world.story,
        "origin": world.origin,
        "weeks": world.weeks,
        "start_date": world.start_date.isoformat() if world.start_date else None,
        "heads": world.heads,
        "services": _services(world),
        "partners": [
            {
                "name": partner.name,
                "kind": partner.kind,
                "capacity": partner.capacity,
                "services": list(partner.services),
                "why": partner.why,
            }
            for partner in world.partners
        ],
        "parameters": parameters,
        "switches": _switches(world),
        "changes": changes,
    }


def _switches(world: Scenario) -> list[dict[str, Any]]:
    from samskapa.science.switches import SWITCHES

    reasons = world.reasons or {}
    return [
        {
            "name": switch.name,
            "value": getattr(world.settings, switch.name),
            "default": switch.default,
            "alternatives": list(switch.alternatives),
            "meaning": switch.meaning,
            "source": switch.source,
            "changed": getattr(world.settings, switch.name) != switch.default,
            "why": reasons[switch.name].why if switch.name in reasons else "",
        }
        for switch in SWITCHES.values()
    ]


def _services(world: Scenario) -> list[dict[str, Any]]:
    p = world.settings
    return [
        {
            "name": plan.name,
            "kind": plan.kind,
            "residents": plan.residents,
            "workers": plan.workers,
            "managers": plan.managers,
            "peer_ties": int(p.peer_ties) if plan.peer_ties is None else plan.peer_ties,
            "strictness": round(min(1.0, max(0.0, p.strictness + plan.strictness_shift)), 12),
            "resident_exit": round(p.resident_exit * plan.exit_ratio, 12),
            "engagement_start": round(min(1.0, max(0.0, p.engagement_start + plan.engagement_shift)), 12),
            "staff_spread": round(max(0.0, p.staff_spread + plan.spread_shift), 12),
            "why": plan.why,
        }
        for plan in world.services
    ]


def apart(sources: str) -> str:
    """Sources with room between them, so that a line may break there.

    >>> apart("[Watts1998][A]")
    '[Watts1998] [A]'
    """
    return sources.replace("][", "] [")


def _declared(parameter: Parameter) -> dict[str, Any]:
    """What a parameter says about itself."""
    names = (
        "name",
        "symbol",
        "default",
        "unit",
        "low",
        "high",
        "plausible",
        "scaling",
        "meaning",
        "source",
        "group",
        "at_start",
        "whole",
        "follows",
    )
    said = {name: getattr(parameter, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def _show_world(console: Console, world: Scenario, data: dict[str, Any]) -> None:
    from rich.text import Text

    from samskapa.study.words import counted

    console.print(Text(f"{world.name}: {world.title}", style="bold"))
    console.print(" ".join(world.story.split()))
    start = f" from {data['start_date']}" if data["start_date"] else ""
    people = {key: sum(row[key] for row in data["services"]) for key in ("residents", "workers")}
    console.print(
        f"\n{counted(world.weeks, 'week')}{start}; {counted(people['residents'], 'resident')}, "
        f"{counted(people['workers'], 'worker')}, {counted(len(world.services), 'service')}, "
        f"{counted(world.heads, 'manager')} above them all. File: {world.origin or 'none'}.\n"
    )
    numbers = ("Residents", "Workers", "Managers", "Peers", "Strict", "Exit", "Engaged", "Spread")
    made = table("Services", "Service", "Kind", *numbers, right=numbers)
    for row in data["services"]:
        made.add_row(
            row["name"],
            row["kind"],
            *(
                f"{row[key]:g}"
                for key in (
                    "residents",
                    "workers",
                    "managers",
                    "peer_ties",
                    "strictness",
                    "resident_exit",
                    "engagement_start",
                    "staff_spread",
                )
            ),
        )
    console.print(made)
    console.print(
        "Peers: permanent ties of a resident. Strict: strictness, share. Exit: hazard of leaving per week. "
        "Engaged: mean engagement of workers at the start, share; Spread: its standard deviation."
    )
    for row in data["services"]:
        console.print(f"* {row['name']}: {row['why'] or 'no reason given'}")
    console.print()
    if data["partners"]:
        made = table(
            "Partners",
            "Partner",
            "Kind",
            "Work units per service and week",
            "Services",
            "Why",
            right=("Work units per service and week",),
        )
        for row in data["partners"]:
            made.add_row(
                row["name"], row["kind"], f"{row['capacity']:g}", ", ".join(row["services"]) or "all", row["why"]
            )
        console.print(made)


def _show_changes(console: Console, data: dict[str, Any]) -> None:
    made = table(
        "What it changes",
        "Parameter",
        "Here",
        "Default",
        "Unit",
        "Why",
        "Source",
        right=("Here", "Default"),
        keep=("Parameter",),
    )
    for row in data["parameters"]:
        if row["changed"]:
            made.add_row(
                row["name"],
                f"{row['value']:g}",
                f"{row['default']:g}",
                row["unit"],
                row["why"],
                apart(row["why_source"]),
            )
    for row in data["switches"]:
        if row["changed"]:
            made.add_row(row["name"], row["value"], row["default"], "switch", row["why"], "")
    if made.row_count:
        console.print(made)
    else:
        console.print("Every parameter and switch is as by default.\n")
    if data["changes"]:
        made = table(
            "Dated changes", "Week", "Date", "Parameter", "From then on", "Unit", "Why", right=("Week", "From then on")
        )
        for row in data["changes"]:
            made.add_row(
                str(row["week"]), row["date"] or "", row["parameter"], f"{row['value']:g}", row["unit"], row["why"]
            )
        console.print(made)


def _show_parameters(console: Console, data: dict[str, Any]) -> None:
    made = table(
        "Switches: where the literature gives no form",
        "Switch",
        "Here",
        "Alternatives",
        "Question",
        "Source",
        keep=("Switch",),
    )
    for row in data["switches"]:
        made.add_row(row["name"], row["value"], ", ".join(row["alternatives"]), row["meaning"], apart(row["source"]))
    console.print(made)
    _show_groups(
        console, "Here", [(row, f"{row['value']:g}" + (" *" if row["changed"] else "")) for row in data["parameters"]]
    )
    console.print("* differs from the default. [A] is an assumption of ours.")


def _show_groups(console: Console, head: str, rows: list[tuple[dict[str, Any], str]]) -> None:
    """A table for each group of parameters; rows are what is declared and the value shown under the head."""
    for group in dict.fromkeys(row["group"] for row, _ in rows):
        made = table(
            group[0].upper() + group[1:],
            "Parameter",
            "Symbol",
            head,
            "Unit",
            "Bounds",
            "Meaning",
            "Source",
            right=(head,),
            keep=("Parameter",),
        )
        for row, shown in rows:
            if row["group"] == group:
                made.add_row(
                    row["name"],
                    row["symbol"],
                    shown,
                    row["unit"],
                    f"{row['low']:g} to {row['high']:g}",
                    row["meaning"],
                    apart(row["source"]),
                )
        console.print(made)


def parameters(
    word: Annotated[str, typer.Argument(help="Only those that speak of this word.")] = "", as_json: Json = False
) -> None:
    """List the parameters and switches: meaning, default, bounds, unit, source."""
    from samskapa.science.parameters import PARAMETERS
    from samskapa.science.switches import SWITCHES

    sought = word.casefold()
    found = [
        _declared(parameter)
        for parameter in PARAMETERS.values()
        if sought
        in " ".join(
            (parameter.name, parameter.symbol, parameter.meaning, parameter.group, parameter.source, parameter.unit)
        ).casefold()
    ]
    switches: list[dict[str, Any]] = [
        {
            "name": switch.name,
            "default": switch.default,
            "alternatives": switch.alternatives,
            "meaning": switch.meaning,
            "source": switch.source,
        }
        for switch in SWITCHES.values()
        if sought in " ".join((switch.name, switch.meaning, *switch.alternatives, switch.source)).casefold()
    ]
    if not found and not switches:
        near = nearest(word, [*PARAMETERS, *SWITCHES])
        raise ScenarioError(f"no parameter or switch speaks of {word!r}", where=place(option="WORD"), nearest=near)
    if as_json:
        show_json({"parameters": found, "switches": switches})
        return
    console = screen()
    _show_groups(console, "Default", [(row, f"{row['default']:g}") for row in found])
    for switch in switches:
        made = table(
            f"Switch {switch['name']}: {switch['meaning']} {switch['source']}",
            "Alternative",
            "Meaning",
            keep=("Alternative",),
        )
        for alternative, meaning in switch["alternatives"].items():
            made.add_row(alternative + (" (default)" if alternative == switch["default"] else ""), meaning)
        console.print(made)
