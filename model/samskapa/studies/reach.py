"""How far a change can reach: which links each phase reads along, who differs between two runs, and through whom.

Chance is keyed, so a change for one resident leaves every other draw where it was. What differs afterwards differs
because somebody read it: `READS` says, phase by phase, who reads whom, along which tie. `cone` lets a change spread
along these reads, week by week; what lies outside cannot differ, and a test holds a thousand changes against that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samskapa.science.interventions import Calendar
from samskapa.science.programme import Programme, build_programme
from samskapa.science.run import OF_PERSON
from samskapa.science.scenarios.reading import load_scenario
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.ties import ACROSS, IN_TOUCH, ON_COURSE, PERMANENT, WITHIN
from samskapa.science.week import WEEK

if TYPE_CHECKING:
    import xarray

Booleans = NDArray[np.bool_]
RESIDENTS, WORKERS, SERVICES, MANAGERS, ORGANISATION = "residents", "workers", "services", "managers", "organisation"


class Read(NamedTuple):
    """Somebody reads somebody: residents, workers, services, managers or the organisation's list of promises.

    Attributes:
        reader, source: who reads whom.
        along: the tie, by its name in `Ties`; "all" for everybody.
        when: the links of `links_of` that must all be open in the week, or the read does not happen.
    """

    reader: str
    source: str
    along: str
    when: tuple[str, ...] = ()


LEADERSHIP, MEETING, TOGETHER, PROMISES, ABROAD, ACQUAINTED, PEERS, IN_TOUCH_LINK = (
    "leadership",
    "meeting",
    "together",
    "promises",
    "abroad",
    "acquainted",
    "peers",
    "colleagues",
)
LINKS = {
    PEERS: "Residents listen to their permanent peers.",
    ACQUAINTED: "Meetings make residents of a service acquainted.",
    MEETING: "A service meets, or holds sessions, this week.",
    PROMISES: "There may be promises, made at a gathering.",
    TOGETHER: "Workshop or course bring services together this week.",
    ABROAD: "Workshop or course have left promises, ties and second workers across services.",
    IN_TOUCH_LINK: "Workers of different services are in touch.",
    LEADERSHIP: "Leaders take part, so that what managers see reaches every service.",
}
"""Links that may be closed in a world or a week, each in a sentence."""

READS: dict[str, tuple[Read, ...]] = {
    "begin_week": (
        Read(SERVICES, WORKERS, "works in"),
        Read(SERVICES, MANAGERS, "all", (LEADERSHIP,)),
        Read(SERVICES, ORGANISATION, "all", (ABROAD,)),
    ),
    "turn_over": (
        Read(WORKERS, WORKERS, "same service"),
        Read(SERVICES, WORKERS, "works in"),
        Read(ORGANISATION, WORKERS, "all", (ABROAD,)),
        Read(RESIDENTS, WORKERS, "own worker"),
        Read(RESIDENTS, WORKERS, "same service", (ABROAD,)),
        Read(RESIDENTS, SERVICES, "lives in"),
    ),
    "meet_everyday": (
        Read(RESIDENTS, SERVICES, "lives in"),
        Read(RESIDENTS, WORKERS, "own worker"),
        Read(RESIDENTS, WORKERS, "same service", (ABROAD,)),
    ),
    "gather": (
        Read(RESIDENTS, WORKERS, "own worker"),
        Read(SERVICES, MANAGERS, "all", (MEETING, LEADERSHIP)),
        Read(RESIDENTS, RESIDENTS, "acquainted across", (MEETING, ABROAD)),
        Read(SERVICES, RESIDENTS, "lives in", (MEETING,)),
        Read(SERVICES, WORKERS, "works in", (MEETING,)),
        Read(RESIDENTS, SERVICES, "lives in", (MEETING,)),
        Read(WORKERS, SERVICES, "works in", (MEETING,)),
        Read(ORGANISATION, RESIDENTS, "all", (TOGETHER,)),
        Read(ORGANISATION, WORKERS, "all", (TOGETHER,)),
        Read(ORGANISATION, SERVICES, "all", (TOGETHER,)),
        Read(RESIDENTS, ORGANISATION, "all", (TOGETHER,)),
        Read(WORKERS, ORGANISATION, "all", (TOGETHER,)),
        Read(SERVICES, ORGANISATION, "all", (TOGETHER,)),
    ),
    "deliver": (
        Read(SERVICES, RESIDENTS, "lives in", (PROMISES,)),
        Read(SERVICES, MANAGERS, "all", (LEADERSHIP, PROMISES)),
        Read(SERVICES, ORGANISATION, "all", (ABROAD,)),
        Read(ORGANISATION, SERVICES, "all", (ABROAD,)),
        Read(WORKERS, SERVICES, "works in", (PROMISES,)),
        Read(WORKERS, ORGANISATION, "all", (ABROAD,)),
    ),
    "judge": (Read(RESIDENTS, SERVICES, "lives in", (PROMISES,)), Read(RESIDENTS, ORGANISATION, "all", (ABROAD,))),
    "talk": (
        Read(RESIDENTS, RESIDENTS, "peers", (PEERS,)),
        Read(RESIDENTS, RESIDENTS, "acquainted", (PEERS, ACQUAINTED)),
        Read(RESIDENTS, RESIDENTS, "acquainted across", (PEERS, ABROAD)),
    ),
    "carry": (
        Read(WORKERS, WORKERS, "same service"),
        Read(WORKERS, WORKERS, "in touch", (IN_TOUCH_LINK,)),
        Read(WORKERS, WORKERS, "met on the course", (ABROAD,)),
        Read(WORKERS, SERVICES, "works in"),
        Read(WORKERS, RESIDENTS, "own worker"),
        Read(WORKERS, MANAGERS, "all", (LEADERSHIP,)),
    ),
    "lead": (Read(MANAGERS, SERVICES, "all", (LEADERSHIP,)),),
    "settle": (Read(SERVICES, WORKERS, "works in"), Read(SERVICES, MANAGERS, "all", (LEADERSHIP,))),
    "record": (),
}
"""What each phase reads, in an order that never lets a change pass further than the phase does."""


class Ties:
    """Who is tied to whom in a programme: pairs of numbers for each name that `Read.along` may have."""

    def __init__(self, programme: Programme):
        self.size = {
            RESIDENTS: programme.residents,
            WORKERS: programme.workers,
            SERVICES: programme.services,
            MANAGERS: 1,
            ORGANISATION: 1,
        }
        own = np.concatenate([programme.primary, programme.secondary])
        everybody = np.tile(np.arange(programme.residents), 2)
        self.own_worker = everybody[own >= 0], own[own >= 0]
        self.service = {RESIDENTS: programme.resident_service, WORKERS: programme.worker_service}
        self.pairs = {
            "peers": _pairs(programme.neighbours, programme.tie_kind, PERMANENT),
            "acquainted": _pairs(programme.neighbours, programme.tie_kind, WITHIN),
            "acquainted across": _pairs(programme.neighbours, programme.tie_kind, ACROSS),
            "in touch": _pairs(programme.colleagues, programme.colleague_kind, IN_TOUCH),
            "met on the course": _pairs(programme.colleagues, programme.colleague_kind, ON_COURSE),
        }

    def readers(self, read: Read, changed: Booleans) -> Booleans:
        """Which readers read one of the sources that have changed."""
        found: Booleans = np.zeros(self.size[read.reader], dtype=np.bool_)
        if not changed.any():
            return found
        if read.along == "all":
            found[:] = True
        elif read.along in self.pairs:
            reader, source = self.pairs[read.along]
            found[reader[changed[source]]] = True
        elif read.along == "own worker":
            resident, worker = self.own_worker
            reader, source = (resident, worker) if read.reader == RESIDENTS else (worker, resident)
            found[reader[changed[source]]] = True
        else:
            of_service = changed if read.source == SERVICES else self._services(read.source, changed)
            found = of_service if read.reader == SERVICES else of_service[self.service[read.reader]]
        return found

    def _services(self, kind: str, changed: Booleans) -> Booleans:
        found: Booleans = np.zeros(self.size[SERVICES], dtype=np.bool_)
        found[self.service[kind][changed]] = True
        return found


def _pairs(others: NDArray[np.int64], kinds: NDArray[np.int64], kind: int) -> tuple[NDArray[np.int64], ...]:
    person, place = np.nonzero(kinds == kind)
    return person, others[person, place]


def links_of(scenario: Scenario, weeks: int | None = None) -> list[set[str]]:
    """Which links are open in each week of a world: what its settings and its calendar allow."""
    found: list[set[str]] = []
    met = together = False
    for week in range(scenario.weeks if weeks is None else weeks):
        p = scenario.settings_at(week)
        due = Calendar(p, week)
        links = {PEERS} if p.peer_influence > 0.0 else set()
        links |= {LEADERSHIP} if p.level_leadership > 0.0 else set()
        links |= {IN_TOUCH_LINK} if p.engagement_team > 0.0 else set()
        links |= {MEETING} if due.meeting or due.own_meeting else set()
        links |= {TOGETHER} if due.workshop or due.course_week else set()
        together = together or TOGETHER in links
        met = met or MEETING in links or together or due.flagship
        links |= {PROMISES, ACQUAINTED} if met else set()
        found.append(links | ({ABROAD} if together else set()))
    return found


def cone(
    programme: Programme, start: Collection[int], weeks: int, links: Collection[str] | Sequence[Collection[str]] = LINKS
) -> Booleans:
    """Who may differ at the end of each week after some residents were changed before the first.

    Args:
        programme: people and ties.
        start: numbers of the residents changed.
        weeks: how many weeks to look ahead.
        links: names of `LINKS` that are open, the same every week or week by week (`links_of`).

    Returns:
        True where a resident may differ; shape (weeks, N). Nobody leaves the cone.
    """
    ties = Ties(programme)
    every_week = [set(links)] * weeks if all(isinstance(link, str) for link in links) else [set(one) for one in links]
    reached: dict[str, Booleans] = {kind: np.zeros(size, dtype=np.bool_) for kind, size in ties.size.items()}
    reached[RESIDENTS][list(start)] = True
    found: Booleans = np.zeros((weeks, programme.residents), dtype=np.bool_)
    for week in range(weeks):
        for phase in WEEK:
            for read in READS[phase.name]:
                if set(read.when) <= every_week[week]:
                    reached[read.reader] = reached[read.reader] | ties.readers(read, reached[read.source])
        found[week] = reached[RESIDENTS]
    return found


class Difference(NamedTuple):
    """A person who differs between two runs.

    Attributes:
        point, seed: which run.
        person, service: who, and where.
        week: the first week at whose end the person differs.
        states: what differs in that week.
        through: the nearest tie along which the difference may have come: "itself" (it began here), "peers",
            "own worker", "service" or "programme".
        whom: the people at the other end of that tie who differed early enough.
    """

    point: int
    seed: int
    person: int
    service: int
    week: int
    states: tuple[str, ...]
    through: str
    whom: tuple[int, ...]


ITSELF = "itself"
TALKED_OF = frozenset({"prediction", "trust_primary", "trust_secondary"})
"""States that talk among peers can change within the week in which the peer changed."""


def who_changed(a: xarray.Dataset, b: xarray.Dataset, programme: Programme | None = None) -> list[Difference]:
    """Which people differ between two results, from which week on and through whom, the first to differ first.

    Both must come from `simulate(..., trajectories=[...])` with the same world, points, seeds and trajectories.

    Args:
        a, b: the results.
        programme: the programme of all runs; built from the shipped world that `a` names, if None.

    Raises:
        ValueError: results that cannot be laid side by side.
    """
    names = sorted(str(name) for name in a.data_vars if str(name).startswith(OF_PERSON))
    if not names or any(name not in b or a[name].shape != b[name].shape for name in names):
        raise ValueError("both results need the same trajectories of people: simulate(..., trajectories=[...])")
    differs = np.stack([_differs(a[name].values, b[name].values) for name in names])
    found: list[Difference] = []
    for point in range(differs.shape[1]):
        for seed in range(differs.shape[2]):
            of_run = differs[:, point, seed]
            if of_run.any():
                who = programme or _programme_of(a, int(a["programme_seed"].values[seed]))
                found += _explained(of_run, [name.removeprefix(OF_PERSON) for name in names], who, point, seed)
    return found


def _differs(a: NDArray[np.float64], b: NDArray[np.float64]) -> Booleans:
    differs: Booleans = (a != b) & ~(np.isnan(a) & np.isnan(b))
    return differs


def _programme_of(dataset: xarray.Dataset, seed: int) -> Programme:
    world = load_scenario(str(dataset.attrs["scenario"]))
    return build_programme(world.services, world.settings, seed, world.partners, world.heads)


def _explained(differs: Booleans, names: list[str], programme: Programme, point: int, seed: int) -> list[Difference]:
    """The differences of one run; `differs` has shape (states, weeks, N)."""
    weeks, people = differs.shape[1:]
    by_week = differs.any(axis=0)
    ever = np.any(by_week, axis=0)
    first = np.where(ever, by_week.argmax(axis=0), weeks)
    near = {
        "peers": [set(programme.neighbours[i][programme.tie_kind[i] > 0].tolist()) for i in range(people)],
        "own worker": [_sharing_worker(programme, i) for i in range(people)],
        "service": [set(programme.residents_of(int(u))) for u in programme.resident_service],
    }
    states = {
        person: frozenset(name for n, name in enumerate(names) if differs[n, first[person], person])
        for person in np.flatnonzero(ever).tolist()
    }
    found = []
    for person, own in states.items():
        through, whom = _route(person, first, states, near)
        found.append(
            Difference(
                point,
                seed,
                person,
                int(programme.resident_service[person]),
                int(first[person]),
                tuple(sorted(own)),
                through,
                whom,
            )
        )
    return sorted(found, key=lambda one: (one.week, one.through != ITSELF, one.person))


def _sharing_worker(programme: Programme, person: int) -> set[int]:
    own = [j for j in (programme.primary[person], programme.secondary[person]) if j >= 0]
    shares = np.isin(programme.primary, own) | np.isin(programme.secondary, own)
    return set(np.flatnonzero(shares).tolist())


def _route(
    person: int, first: NDArray[np.int64], states: dict[int, frozenset[str]], near: dict[str, list[set[int]]]
) -> tuple[str, tuple[int, ...]]:
    """The nearest tie to people who differed before, or in the same week where talk can have carried it."""
    week = first[person]
    before = {other for other in states if first[other] < week}
    heard: set[int] = set()
    if states[person] <= TALKED_OF:
        at_once = {other for other in states if first[other] == week and other != person}
        heard = {other for other in at_once if not states[other] <= TALKED_OF} or at_once
    for tie, people in near.items():
        whom = people[person] & (before | heard if tie == "peers" else before)
        if whom:
            return tie, _in_order(whom)
    return ("programme", _in_order(before)) if before else (ITSELF, ())


def _in_order(people: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(people))
