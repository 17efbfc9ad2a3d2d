"""Services and partners: a file gives own values, a plan carries how far they are from the programme's."""

from __future__ import annotations

from typing import Any

from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import Partner, ServicePlan
from samskapa.science.scenarios.tables import Table, shown
from samskapa.science.settings import Settings, check_value

MOST_IN_A_SERVICE = 65535
PARTNER_KINDS = ("voluntary_sector", "job_centre", "landlord", "other")

# Own value in a file (also the parameter it departs from), field of the plan, low and high of that field.
DEPARTURES = (
    ("strictness", "strictness_shift", -1.0, 1.0),
    ("resident_exit", "exit_ratio", 0.0, 1e6),
    ("engagement_start", "engagement_shift", -1.0, 1.0),
    ("staff_spread", "spread_shift", -1.0, 1.0),
)
SERVICE_KEYS = (
    "name",
    "kind",
    "residents",
    "workers",
    "managers",
    "peer_ties",
    *(name for name, _, _, _ in DEPARTURES),
    *(field for _, field, _, _ in DEPARTURES),
    "why",
    "source",
)


def departure(own: float, parameter: str, programme: float) -> float:
    """How far a service's own value is from the programme's: a ratio for a hazard, a difference for shares."""
    return own / programme if parameter == "resident_exit" else own - programme


def read_services(root: Table, settings: Settings) -> tuple[ServicePlan, ...]:
    """The services of a file.

    Raises:
        ScenarioError: unknown keys, a value out of bounds or that says nothing new, two services of one name.
    """
    plans: dict[str, ServicePlan] = {}
    for table in root.tables("services"):
        table.only(SERVICE_KEYS, needed=("name", "kind", "residents", "workers"))
        name = table.name("name")
        if name in plans:
            raise table.refusal(f"there are two services {name!r}", "name")
        plans[name] = ServicePlan(
            name,
            table.name("kind"),
            table.whole("residents", 1, MOST_IN_A_SERVICE, "residents"),
            table.whole("workers", 1, MOST_IN_A_SERVICE, "workers"),
            managers=table.whole("managers", 0, 64, "managers") if "managers" in table else 1,
            peer_ties=_peer_ties(table),
            why=table.why(),
            **_departures(table, settings),
        )
    return tuple(plans.values())


def read_partners(root: Table, services: tuple[ServicePlan, ...]) -> tuple[Partner, ...]:
    """The external actors of a file.

    Raises:
        ScenarioError: unknown keys, a kind or service that is not known, a capacity out of bounds.
    """
    partners: list[Partner] = []
    names = [plan.name for plan in services]
    for table in root.tables("partners"):
        table.only(("name", "kind", "capacity", "services", "why", "source"), needed=("name", "kind", "capacity"))
        name, kind = table.name("name"), table.name("kind")
        if name in [partner.name for partner in partners]:
            raise table.refusal(f"there are two partners {name!r}", "name")
        if kind not in PARTNER_KINDS:
            raise table.refusal(
                f"{kind!r} is not a kind of partner", "kind", allowed=PARTNER_KINDS, near=nearest(kind, PARTNER_KINDS)
            )
        served = tuple(table.get("services", list)) if "services" in table else ()
        for n, service in enumerate(served):
            if service not in names:
                near = nearest(service, names) if isinstance(service, str) else None
                raise table.refusal(
                    f"{shown(service)} is not a service of this scenario", "services", n, allowed=names, near=near
                )
        capacity = table.bounded("capacity", 0.0, 1.0, "work units per service and week")
        partners.append(Partner(name, kind, capacity, served, table.why()))
    return tuple(partners)


def _peer_ties(table: Table) -> int | None:
    if "peer_ties" not in table:
        return None
    ties = table.whole("peer_ties", 0, 8, "ties")
    if ties % 2:
        raise table.refusal(
            f"peer_ties = {ties} leaves one side of the ring without", "peer_ties", allowed="0, 2, 4, 6 or 8"
        )
    return ties


def _departures(table: Table, settings: Settings) -> dict[str, Any]:
    """The fields of the plan that say how far a service departs from the programme."""
    fields: dict[str, Any] = {}
    for parameter, field, low, high in DEPARTURES:
        programme = float(getattr(settings, parameter))
        if parameter in table and field in table:
            raise table.refusal(f"{parameter} and {field} say the same twice", field, allowed="one of them")
        if parameter in table:
            own = check_value(parameter, table.number(parameter), table.where(parameter))
            if own == programme:
                raise nothing_new(table, parameter, parameter, own, "for the whole programme")
            if programme == 0.0 and parameter == "resident_exit":
                raise table.refusal(
                    "a service cannot have an own resident_exit where that of the programme is 0",
                    parameter,
                    allowed=f"above 0 to {PARAMETERS[parameter].high:g} for the programme",
                )
            fields[field] = departure(own, parameter, programme)
        elif field in table:
            fields[field] = table.bounded(field, low, high, "difference" if low < 0 else "ratio")
    return fields


def nothing_new(table: Table, key: str, name: str, value: object, anyway: str) -> ScenarioError:
    """The refusal of a value that would hold without being said."""
    words = f"{value:g}" if isinstance(value, float) else value
    return table.refusal(
        f"{name} = {words} says nothing new: it holds {anyway}",
        key,
        allowed="only what differs, so that a reader sees it",
    )
