"""Who may know whom: candidate ties drawn by keyed chance, at most sixteen a person.

Topology is fixed when the programme is built; only the strength of a tie changes. Permanent ties follow a named
law. Ties that a meeting, workshop or course could create are candidates from the start: across services among
those who stand most readily as representatives, within a service by chance.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from samskapa.science.chance import BEFORE, Decision, uniforms
from samskapa.science.elementary import trait
from samskapa.science.parameters import PARAMETERS

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Ties = tuple[Integers, Integers, Integers]

NO_TIE = -1
TIE_PLACES = 16
COLLEAGUE_PLACES = 8
PERMANENT_MOST = 8
ACROSS_MOST = 14
POOL_SERVICES = 32
POOL_PER_SERVICE = 4
NEAREST_WORKERS = 100
WORKERS_AT_ONCE = 1000
PERMANENT, WITHIN, ACROSS = 1, 2, 3
IN_TOUCH, ON_COURSE = 1, 2


class TieBook:
    """Lists of ties being filled: both ends get a place, or neither."""

    def __init__(self, people: int, places: int):
        self.places = places
        self.rows: list[list[tuple[int, int, int]]] = [[] for _ in range(people)]

    def tie(self, i: int, j: int, kind: int, most: int) -> bool:
        """Tie two people unless they are one, tied already, or one of them has `most` ties."""
        mine, theirs = self.rows[i], self.rows[j]
        if i == j or len(mine) >= most or len(theirs) >= most or any(tie[0] == j for tie in mine):
            return False
        mine.append((j, kind, len(theirs)))
        theirs.append((i, kind, len(mine) - 1))
        return True

    def arrays(self) -> Ties:
        """Other person, kind and mirror place of each tie; shapes (people, places)."""
        nobody = (NO_TIE, 0, NO_TIE)
        filled = np.array([row + [nobody] * (self.places - len(row)) for row in self.rows], dtype=np.int64)
        other, kind, mirror = (np.ascontiguousarray(filled[:, :, part]) for part in range(3))
        return other, kind, mirror


def peer_ties(starts: Integers, keys: Integers, peers: list[int], law: str, rewiring: float, seed: int) -> Ties:
    """Candidate ties of residents: permanent ones by the law, then across services, then within the service."""
    book = TieBook(int(starts[-1]), TIE_PLACES)
    for i, j in permanent_pairs(starts, keys, peers, law, rewiring, seed):
        book.tie(i, j, PERMANENT, PERMANENT_MOST)
    able = usual_availability(uniforms(seed, Decision.AVAILABILITY, BEFORE, keys))
    for i, j in across_pairs(starts, keys, able, (Decision.STANDING_WORKSHOP, Decision.STANDING_COURSE), seed):
        book.tie(i, j, ACROSS, ACROSS_MOST)
    first, size = starts[service_of(starts)], np.diff(starts)[service_of(starts)]
    for attempt in range(TIE_PLACES):
        draws = uniforms(seed, Decision.CANDIDATE_PEER, BEFORE, keys, attempt)
        for i, j in enumerate((first + np.floor(draws * size).astype(np.int64)).tolist()):
            book.tie(i, j, WITHIN, TIE_PLACES)
    return book.arrays()


def service_of(starts: Integers) -> Integers:
    """The service of each person, from the first person of each service."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def permanent_pairs(
    starts: Integers, keys: Integers, peers: list[int], law: str, rewiring: float, seed: int
) -> Iterator[tuple[int, int]]:
    """Pairs of neighbours, service by service, by a named law.

    small_world: a ring, each tied to half of the wanted number on either side, a share of ties rewired [Watts1998].
    random: as many ties to anybody. homophilous: a ring in which initial trust is alike between neighbours.
    """
    steps = np.arange(1, max(peers) // 2 + 1)[:, None]
    leaving = uniforms(seed, Decision.REWIRING, BEFORE, keys, steps) < (1.0 if law == "random" else rewiring)
    anybody = uniforms(seed, Decision.REWIRED_TO, BEFORE, keys, steps)
    likeness = uniforms(seed, Decision.TRUST, BEFORE, keys)
    for service, wanted in enumerate(peers):
        first, last = int(starts[service]), int(starts[service + 1])
        size = last - first
        own = slice(first, last)
        ring = first + (np.argsort(likeness[own], kind="stable") if law == "homophilous" else np.arange(size))
        for step in range(wanted // 2):
            away = ring[np.floor(anybody[step, ring] * size).astype(np.int64)]
            beside = np.roll(ring, -(step + 1))
            rewired = leaving[step, ring] & (away != ring)
            yield from zip(ring.tolist(), np.where(rewired, away, beside).tolist(), strict=True)


def across_pairs(
    starts: Integers, keys: Integers, able: Floats, standings: tuple[Decision, ...], seed: int
) -> Iterator[tuple[int, int]]:
    """Pairs of different services that a workshop or course could bring together, likeliest first."""
    for decision in standings:
        ready = uniforms(seed, decision, BEFORE, keys[: starts[: POOL_SERVICES + 1][-1]])
        pool: list[tuple[int, int, int]] = []
        for service in range(min(POOL_SERVICES, len(starts) - 1)):
            members = np.arange(starts[service], starts[service + 1])
            order = np.argsort(-ready[members] * able[members], kind="stable")
            chosen = members[order][:POOL_PER_SERVICE]
            pool += [(rank, service, int(person)) for rank, person in enumerate(chosen)]
        pairs = [(a[0] + b[0], a[2], b[2]) for n, a in enumerate(pool) for b in pool[n + 1 :] if a[1] != b[1]]
        for _, i, j in sorted(pairs):
            yield i, j


def usual_availability(draws: Floats) -> Floats:
    """Availability at the default mean and spread: who is likely to represent a service in most worlds."""
    mean, spread = PARAMETERS["availability_mean"].default, PARAMETERS["spread"].default
    return np.array([trait(draw, mean, spread) for draw in draws.tolist()])


def colleague_ties(starts: Integers, keys: Integers, share: float, seed: int) -> Ties:
    """Candidate ties of workers across services: in touch from the start, or through a course."""
    workers = int(starts[-1])
    service = service_of(starts)
    book = TieBook(workers, COLLEAGUE_PLACES)
    for first in range(0, workers, WORKERS_AT_ONCE):
        one = np.arange(first, min(workers, first + WORKERS_AT_ONCE))[:, None]
        other = np.minimum(one + np.arange(1, NEAREST_WORKERS + 1), workers - 1)
        near = uniforms(seed, Decision.COLLEAGUE, BEFORE, keys[one], keys[other]) < share
        row, column = np.nonzero(near & (other > one) & (service[other] != service[one]))
        for a, b in zip((first + row).tolist(), other[row, column].tolist(), strict=True):
            book.tie(int(a), int(b), IN_TOUCH, COLLEAGUE_PLACES)
    for i, j in across_pairs(starts, keys, np.ones(workers), (Decision.STANDING_COURSE,), seed):
        book.tie(i, j, ON_COURSE, COLLEAGUE_PLACES)
    return book.arrays()
