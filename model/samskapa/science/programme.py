"""The programme: which services there are, who lives and works where, who knows whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.chance import BEFORE, Decision, uniforms
from samskapa.science.errors import ImpossibleScenario
from samskapa.science.settings import Settings
from samskapa.science.ties import NO_TIE, TIE_PLACES, colleague_ties, peer_ties

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_SERVICES = 32767
# Keys of workers begin here, so that no worker shares a draw with a resident.
WORKERS = 2**31


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """A service as a scenario describes it.

    Attributes:
        name, kind: what it is called and what kind of housing it is.
        residents, workers, managers: how many people.
        peer_ties: permanent ties of a resident, or None for the parameter.
        strictness_shift: own strictness minus that of the programme (share).
        exit_ratio: own hazard of leaving over that of the programme.
        engagement_shift: own mean engagement of workers minus that of the programme (share).
        spread_shift: own standard deviation of workers' traits minus that of the programme (share).
        why: reason and source of these numbers.
    """

    name: str
    kind: str
    residents: int
    workers: int
    managers: int = 1
    peer_ties: int | None = None
    strictness_shift: float = 0.0
    exit_ratio: float = 1.0
    engagement_shift: float = 0.0
    spread_shift: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """An external actor: a capacity node that delivers for some services (work units per service and week)."""

    name: str
    kind: str
    capacity: float
    services: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, eq=False)
class Programme:
    """People and ties as arrays, the same for every run that shares services, structure and programme seed.

    Attributes:
        plans: the services, in order.
        partners: the external actors.
        seed: the programme seed.
        heads: managers above the services.
        resident_start, worker_start: first resident and worker of each service, and the total; shape (S + 1).
        resident_service, worker_service: service of each person; shapes (N), (W).
        resident_key, worker_key: name of each person in the chance (service x 65536 + place, workers from 2^31).
        primary: own worker of each resident; shape (N).
        secondary: second worker at the start, -1 if none; shape (N).
        neighbours: candidate peers, -1 where none; shape (N, 16).
        tie_kind: 0 none, 1 permanent, 2 may form in the service, 3 may form across services; shape (N, 16).
        mirror: the place of a tie in the other person's list; shape (N, 16).
        colleagues: workers of other services in touch or who may come in touch; shape (W, 8).
        colleague_kind: 0 none, 1 in touch from the start, 2 may come in touch on a course; shape (W, 8).
        colleague_mirror: as mirror; shape (W, 8).
    """

    plans: tuple[ServicePlan, ...]
    partners: tuple[Partner, ...]
    seed: int
    heads: int
    resident_start: Integers
    worker_start: Integers
    resident_service: Integers
    worker_service: Integers
    resident_key: Integers
    worker_key: Integers
    primary: Integers
    secondary: Integers
    neighbours: Integers
    tie_kind: Integers
    mirror: Integers
    colleagues: Integers
    colleague_kind: Integers
    colleague_mirror: Integers
    structure: dict[str, float | str] = field(default_factory=dict)

    @property
    def residents(self) -> int:
        """Number of residents."""
        return len(self.resident_service)

    @property
    def workers(self) -> int:
        """Number of social workers."""
        return len(self.worker_service)

    @property
    def services(self) -> int:
        """Number of services."""
        return len(self.plans)

    @cached_property
    def manager_service(self) -> Integers:
        """Service of each manager, -1 for a head; shape (K)."""
        own = [service for service, plan in enumerate(self.plans) for _ in range(plan.managers)]
        return np.array([-1] * self.heads + own, dtype=np.int64)

    @cached_property
    def manager_key(self) -> Integers:
        """Name of each manager in the chance: the service (heads come before all), and the place there; shape (K)."""
        service = self.manager_service
        place = np.arange(len(service)) - np.searchsorted(service, service)
        return (service + 1) * 65536 + place

    @cached_property
    def caseload(self) -> Integers:
        """Residents whose own worker this is; shape (W)."""
        return np.bincount(self.primary, minlength=self.workers)

    @cached_property
    def partner_units(self) -> Floats:
        """Capacity that partners bring to each service, work units per week; shape (S)."""
        units = np.zeros(self.services)
        for partner in self.partners:
            for service, plan in enumerate(self.plans):
                if not partner.services or plan.name in partner.services:
                    units[service] += partner.capacity
        return units

    def residents_of(self, service: int) -> range:
        """Numbers of the residents of a service."""
        return range(int(self.resident_start[service]), int(self.resident_start[service + 1]))

    def workers_of(self, service: int) -> range:
        """Numbers of the workers of a service."""
        return range(int(self.worker_start[service]), int(self.worker_start[service + 1]))

    def standing(self, decision: Decision, of_workers: bool = False) -> Floats:
        """How readily each person stands for a workshop or course: a draw that goes with the home or post."""
        return uniforms(self.seed, decision, BEFORE, self.worker_key if of_workers else self.resident_key)

    def graph(self, strength: Floats | None = None) -> Any:
        """The programme as a networkx graph: residents, workers, managers, services, partners and their ties.

        Args:
            strength: strengths of the candidate ties, shape (N, 16); the permanent ties alone if None.

        Returns:
            networkx.Graph with node attributes `kind`, `service` and edge attributes `kind`, `strength`.
        """
        import networkx

        graph = networkx.Graph(programme_seed=self.seed)
        for service, plan in enumerate(self.plans):
            graph.add_node(("service", service), kind="service", service=plan.name)
        for j in range(self.workers):
            plan = self.plans[self.worker_service[j]]
            graph.add_node(("worker", j), kind="worker", service=plan.name)
            graph.add_edge(("worker", j), ("service", int(self.worker_service[j])), kind="works in", strength=1.0)
        for k, service in enumerate(self.manager_service):
            name = self.plans[service].name if service >= 0 else "all"
            graph.add_node(("manager", k), kind="manager", service=name)
            for led in [int(service)] if service >= 0 else range(self.services):
                graph.add_edge(("manager", k), ("service", led), kind="leads", strength=1.0)
        for i in range(self.residents):
            graph.add_node(("resident", i), kind="resident", service=self.plans[self.resident_service[i]].name)
            graph.add_edge(("resident", i), ("worker", int(self.primary[i])), kind="own worker", strength=1.0)
            if self.secondary[i] >= 0:
                graph.add_edge(("resident", i), ("worker", int(self.secondary[i])), kind="second worker", strength=1.0)
        for number, partner in enumerate(self.partners):
            graph.add_node(("partner", number), kind=partner.kind, service=partner.name)
            for service, plan in enumerate(self.plans):
                if not partner.services or plan.name in partner.services:
                    graph.add_edge(("partner", number), ("service", service), kind="delivers", strength=1.0)
        weights = np.where(self.tie_kind == 1, 1.0, 0.0) if strength is None else strength
        for i in range(self.residents):
            for place in range(TIE_PLACES):
                j = int(self.neighbours[i, place])
                if j > i and weights[i, place] > 0.0:
                    graph.add_edge(("resident", i), ("resident", j), kind="peer", strength=float(weights[i, place]))
        return graph


STRUCTURE = ("network", "peer_ties", "rewiring", "secondary_share", "colleague_share")


def structure_of(settings: Settings) -> dict[str, float | str]:
    """The settings that shape the programme itself, and not only what happens in it."""
    return {name: getattr(settings, name) for name in STRUCTURE}


def build_programme(
    plans: Sequence[ServicePlan], settings: Settings, seed: int, partners: Sequence[Partner] = (), heads: int = 1
) -> Programme:
    """Draw a programme: the same plans, structure and seed give the same people and ties.

    Args:
        plans: the services.
        settings: the network law and the parameters named in `STRUCTURE`.
        seed: programme seed, 0 to 2^63 - 1.
        partners: external actors.
        heads: managers above the services.

    Raises:
        ImpossibleScenario: no services, or residents without a worker.
    """
    check_plans(plans, partners)
    if settings.peer_ties % 2:
        raise ImpossibleScenario(f"{settings.peer_ties:g} peer ties", where="peer_ties", allowed="0, 2, 4, 6 or 8")
    resident_start = np.cumsum([0] + [plan.residents for plan in plans])
    worker_start = np.cumsum([0] + [plan.workers for plan in plans])
    resident_service = np.repeat(np.arange(len(plans)), [plan.residents for plan in plans])
    worker_service = np.repeat(np.arange(len(plans)), [plan.workers for plan in plans])
    place = np.arange(len(resident_service)) - resident_start[resident_service]
    resident_key = resident_service * 65536 + place
    worker_key = WORKERS + worker_service * 65536 + np.arange(len(worker_service)) - worker_start[worker_service]
    team = np.array([plan.workers for plan in plans])[resident_service]
    primary = worker_start[resident_service] + place % team
    peers = [int(settings.peer_ties) if plan.peer_ties is None else plan.peer_ties for plan in plans]
    neighbours, tie_kind, mirror = peer_ties(
        resident_start, resident_key, peers, str(settings.network), float(settings.rewiring), seed
    )
    colleagues, colleague_kind, colleague_mirror = colleague_ties(
        worker_start, worker_key, float(settings.colleague_share), seed
    )
    return Programme(
        tuple(plans),
        tuple(partners),
        seed,
        heads,
        resident_start,
        worker_start,
        resident_service,
        worker_service,
        resident_key,
        worker_key,
        primary,
        second_workers(resident_key, primary, worker_start[resident_service], team, settings.secondary_share, seed),
        neighbours,
        tie_kind,
        mirror,
        colleagues,
        colleague_kind,
        colleague_mirror,
        structure_of(settings),
    )


def second_workers(
    keys: Integers, primary: Integers, first: Integers, team: Integers, share: float, seed: int
) -> Integers:
    """One of the other workers of the service, for a share of residents (R3); -1 for the rest."""
    has = (uniforms(seed, Decision.SECONDARY_WORKER, BEFORE, keys) < share) & (team > 1)
    step = 1 + np.floor(uniforms(seed, Decision.SECONDARY_WHO, BEFORE, keys) * np.maximum(team - 1, 1)).astype(np.int64)
    return np.where(has, first + (primary - first + step) % team, NO_TIE)


def check_plans(plans: Sequence[ServicePlan], partners: Sequence[Partner]) -> None:
    """Refuse services that cannot be.

    Raises:
        ImpossibleScenario: with the service and the reason in words.
    """
    if not plans:
        raise ImpossibleScenario("a programme needs at least one service", where="services")
    if len(plans) > MOST_SERVICES:
        raise ImpossibleScenario(f"{len(plans)} services", where="services", allowed=f"at most {MOST_SERVICES}")
    for plan in plans:
        where = f"services.{plan.name}"
        if not 1 <= plan.residents <= 65535:
            raise ImpossibleScenario(f"{plan.residents} residents", where=where, allowed="1 to 65535 residents")
        if not 1 <= plan.workers <= 65535:
            raise ImpossibleScenario(
                f"{plan.workers} workers for {plan.residents} residents",
                where=where,
                allowed="at least one worker, at most 65535",
            )
        if plan.peer_ties is not None and (plan.peer_ties % 2 or not 0 <= plan.peer_ties <= 8):
            raise ImpossibleScenario(f"{plan.peer_ties} peer ties", where=where, allowed="0, 2, 4, 6 or 8")
    names = [plan.name for plan in plans]
    for partner in partners:
        for name in partner.services:
            if name not in names:
                raise ImpossibleScenario(
                    f"partner {partner.name} serves {name!r}, which is no service",
                    where="partners",
                    allowed=", ".join(names),
                )
