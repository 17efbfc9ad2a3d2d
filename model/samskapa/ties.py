"""Who may know whom: candidate ties drawn by keyed chance, at most sixteen a person.

Topology is fixed when the programme is built; only the strength of a tie changes. Permanent ties follow a named
law. Ties that a meeting, workshop or course could create are candidates from the start: across services among
those who stand most readily as representatives, within a service by chance.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from samskapa.chance import BEFORE, Decision, uniforms
from samskapa.elementary import trait
from samskapa.parameters import PARAMETERS

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
PERMANENT, WITHIN, ACROSS = 1, 2, 3
IN_TOUCH, ON_COURSE = 1, 2


class TieBook:
    """Lists of ties being filled: both ends get a place, or neither."""

    def __init__(self, people: int, places: int):
        self.other = np.full((people, places), NO_TIE, dtype=np.int64)
        self.kind = np.zeros((people, places), dtype=np.int64)
        self.mirror = np.full((people, places), NO_TIE, dtype=np.int64)
        self.count = [0] * people
        self.known: set[tuple[int, int]] = set()

    def tie(self, i: int, j: int, kind: int, most: int) -> bool:
        """Tie two people unless they are one, tied already, or one of them has `most` ties."""
        pair = (i, j) if i < j else (j, i)
        if i == j or pair in self.known or self.count[i] >= most or self.count[j] >= most:
            return False
        a, b = self.count[i], self.count[j]
        self.other[i, a], self.other[j, b] = j, i
        self.kind[i, a] = self.kind[j, b] = kind
        self.mirror[i, a], self.mirror[j, b] = b, a
        self.count[i] += 1
        self.count[j] += 1
        self.known.add(pair)
        return True

    def arrays(self) -> Ties:
        """Other person, kind and mirror place of each tie; shapes (people, places)."""
        return self.other, self.kind, self.mirror


def peer_ties(starts: Integers, keys: Integers, peers: list[int], law: str, rewiring: float, seed: int) -> Ties:
    """Candidate ties of residents: permanent ones by the law, then across services, then within the service."""
    book = TieBook(int(starts[-1]), TIE_PLACES)
    for service, wanted in enumerate(peers):
        members = np.arange(starts[service], starts[service + 1])
        for i, j in permanent_pairs(members, keys, wanted, law, rewiring, seed):
            book.tie(i, j, PERMANENT, PERMANENT_MOST)
    able = usual_availability(uniforms(seed, Decision.AVAILABILITY, BEFORE, keys))
    for i, j in across_pairs(starts, keys, able, (Decision.STANDING_WORKSHOP, Decision.STANDING_COURSE), seed):
        book.tie(i, j, ACROSS, ACROSS_MOST)
    for attempt in range(TIE_PLACES):
        for service in range(len(starts) - 1):
            first, size = int(starts[service]), int(starts[service + 1] - starts[service])
            members = np.arange(first, first + size)
            partner = first + np.floor(uniforms(seed, Decision.CANDIDATE_PEER, BEFORE, keys[members], attempt) * size)
            for i, j in zip(members.tolist(), partner.astype(np.int64).tolist(), strict=True):
                book.tie(i, j, WITHIN, TIE_PLACES)
    return book.arrays()


def permanent_pairs(
    members: Integers, keys: Integers, wanted: int, law: str, rewiring: float, seed: int
) -> Iterator[tuple[int, int]]:
    """Pairs of neighbours in one service, by a named law.

    small_world: a ring, each tied to `wanted` / 2 on either side, a share of ties rewired [Watts1998].
    random: as many ties to anybody. homophilous: a ring in which initial trust is alike between neighbours.
    """
    size, own = len(members), keys[members]
    if law == "homophilous":
        members = members[np.argsort(uniforms(seed, Decision.TRUST, BEFORE, own), kind="stable")]
    for step in range(1, wanted // 2 + 1):
        anybody = np.floor(uniforms(seed, Decision.REWIRED_TO, BEFORE, own, step) * size).astype(np.int64)
        leaves = uniforms(seed, Decision.REWIRING, BEFORE, own, step) < (1.0 if law == "random" else rewiring)
        for place in range(size):
            next_on_ring = int(members[(place + step) % size])
            away = int(members[anybody[place]])
            mine = int(members[place])
            yield mine, (away if leaves[place] and away != mine else next_on_ring)


def across_pairs(
    starts: Integers, keys: Integers, able: Floats, standings: tuple[Decision, ...], seed: int
) -> Iterator[tuple[int, int]]:
    """Pairs of different services that a workshop or course could bring together, likeliest first."""
    for decision in standings:
        pool: list[tuple[int, int, int]] = []
        for service in range(min(POOL_SERVICES, len(starts) - 1)):
            members = np.arange(starts[service], starts[service + 1])
            ready = uniforms(seed, decision, BEFORE, keys[members]) * able[members]
            chosen = members[np.argsort(-ready, kind="stable")][:POOL_PER_SERVICE]
            pool += [(rank, service, int(person)) for rank, person in enumerate(chosen)]
        pairs = [
            (a[0] + b[0], a[2], b[2]) for n, a in enumerate(pool) for b in pool[n + 1:] if a[1] != b[1]
        ]
        for _, i, j in sorted(pairs):
            yield i, j


def usual_availability(draws: Floats) -> Floats:
    """Availability at the default mean and spread: who is likely to represent a service in most worlds."""
    mean, spread = PARAMETERS["availability_mean"].default, PARAMETERS["spread"].default
    return np.array([trait(draw, mean, spread) for draw in draws.tolist()])


def colleague_ties(starts: Integers, keys: Integers, share: float, seed: int) -> Ties:
    """Candidate ties of workers across services: in touch from the start, or through a course."""
    workers = int(starts[-1])
    service = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    book = TieBook(workers, COLLEAGUE_PLACES)
    for i in range(workers):
        others = np.arange(i + 1, min(workers, i + 101))
        near = uniforms(seed, Decision.COLLEAGUE, BEFORE, int(keys[i]), keys[others]) < share
        for j in others[near & (service[others] != service[i])].tolist():
            book.tie(i, j, IN_TOUCH, COLLEAGUE_PLACES)
    for i, j in across_pairs(starts, keys, np.ones(workers), (Decision.STANDING_COURSE,), seed):
        book.tie(i, j, ON_COURSE, COLLEAGUE_PLACES)
    return book.arrays()
