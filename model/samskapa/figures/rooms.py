"""Where everybody stands: services as round rooms, staff in the middle, residents round them like seeds in a
sunflower, each on the side of the own worker. Nothing is drawn by chance, so a person keeps the same place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samskapa.science.programme import Programme

Floats = NDArray[np.float64]
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
STAFF_ROOM = 1.6
RIM = 0.75
LABEL, SPACE = 0.2, 0.09
WIDEST = 0.26


@dataclass(frozen=True)
class Layout:
    """Places in inches, y upwards.

    Attributes:
        residents, workers, managers: places of people; shapes (N, 2), (W, 2), (K, 2). Heads stand above all rooms.
        centres, radii: the rooms; shapes (S, 2), (S).
        spacing: distance of neighbouring residents.
        width, height: size of the whole.
    """

    residents: Floats
    workers: Floats
    managers: Floats
    centres: Floats
    radii: Floats
    spacing: float
    width: float
    height: float


def sunflower(places: int) -> Floats:
    """Places of equal density round the origin, about one unit apart; shape (places, 2).

    >>> sunflower(2).round(2).tolist()
    [[0.4, 0.0], [-0.51, 0.47]]
    """
    number = np.arange(places)
    distance = 0.565 * np.sqrt(number + 0.5)
    return np.column_stack([distance * np.cos(number * GOLDEN_ANGLE), distance * np.sin(number * GOLDEN_ANGLE)])


def lay_out(programme: Programme, width: float, height: float) -> Layout:
    """Rooms in rows as large as fit into `width` and `height` (inches), people in their rooms."""
    team = [int(np.count_nonzero(programme.manager_service == u)) + plan.workers
            for u, plan in enumerate(programme.plans)]
    inner = [math.ceil(STAFF_ROOM * staff) for staff in team]
    sizes = [0.565 * math.sqrt(plan.residents + inner[u]) + RIM for u, plan in enumerate(programme.plans)]
    heads = int(np.count_nonzero(programme.manager_service < 0))
    above = LABEL + 0.06 if heads else 0.0
    spacing, rows = best_rows(sizes, width, height - above)
    centres, used = centres_of(rows, sizes, spacing, width)
    residents, workers = np.zeros((programme.residents, 2)), np.zeros((programme.workers, 2))
    managers = np.zeros((len(programme.manager_service), 2))
    for u in range(programme.services):
        own_managers = np.flatnonzero(programme.manager_service == u)
        staff = sunflower(team[u]) * math.sqrt(STAFF_ROOM) if team[u] > 1 else np.zeros((team[u], 2))
        managers[own_managers] = staff[: len(own_managers)] * spacing + centres[u]
        own_workers = staff[len(own_managers):]
        workers[programme.workers_of(u)] = own_workers * spacing + centres[u]
        circle = sunflower(inner[u] + programme.plans[u].residents)[inner[u]:]
        people = np.array(programme.residents_of(u))
        order = by_own_worker(programme.primary[people] - programme.worker_start[u], own_workers, circle)
        residents[people] = circle[order] * spacing + centres[u]
    for n, head in enumerate(np.flatnonzero(programme.manager_service < 0).tolist()):
        managers[head] = (width / 2 + (n - (heads - 1) / 2) * 0.2, used + above - 0.08)
    return Layout(residents, workers, managers, centres, np.array(sizes) * spacing, spacing, width, used + above)


def by_own_worker(own: NDArray[np.int64], workers: Floats, circle: Floats) -> NDArray[np.int64]:
    """For each resident a place on the circle, so that those with one worker stand on one side of the room."""
    bearing = np.arctan2(workers[:, 1], workers[:, 0])
    turn = np.argsort(np.argsort(bearing, kind="stable"), kind="stable")
    people = np.argsort(turn[own], kind="stable")
    places = np.argsort(np.arctan2(circle[:, 1], circle[:, 0]), kind="stable")
    found = np.empty(len(own), dtype=np.int64)
    found[people] = places
    return found


def best_rows(sizes: Sequence[float], width: float, height: float) -> tuple[float, list[list[int]]]:
    """The rows, in reading order, in which rooms come out largest, and inches per unit of their sizes."""
    best: tuple[float, list[list[int]]] = (0.0, [])
    for count in range(1, len(sizes) + 1):
        rows = split(sizes, count)
        across = min((width - SPACE * (len(row) + 1)) / (2 * sum(sizes[u] for u in row)) for row in rows)
        down = (height - len(rows) * (LABEL + SPACE)) / (2 * sum(max(sizes[u] for u in row) for row in rows))
        spacing = min(across, down, WIDEST)
        if spacing > best[0] + 1e-9:
            best = (spacing, rows)
    return best if best[1] else (0.004, split(sizes, math.ceil(math.sqrt(len(sizes)))))


def split(sizes: Sequence[float], count: int) -> list[list[int]]:
    """Numbers of rooms in `count` rows or fewer, about equally wide."""
    total, rows, filled = sum(sizes), [[0]], sizes[0]
    for u in range(1, len(sizes)):
        if filled + sizes[u] / 2 > total * len(rows) / count:
            rows.append([])
        rows[-1].append(u)
        filled += sizes[u]
    return rows


def centres_of(rows: Sequence[Sequence[int]], sizes: Sequence[float], spacing: float, width: float
               ) -> tuple[Floats, float]:
    """Centres of rooms, and the height they take with their names below."""
    centres = np.zeros((len(sizes), 2))
    heights = [2 * spacing * max(sizes[u] for u in row) + LABEL + SPACE for row in rows]
    y = sum(heights)
    for row, tall in zip(rows, heights, strict=True):
        free = (width - 2 * spacing * sum(sizes[u] for u in row)) / (len(row) + 1)
        x = free
        for u in row:
            centres[u] = (x + sizes[u] * spacing, y - SPACE - (tall - LABEL - SPACE) / 2)
            x += 2 * sizes[u] * spacing + free
        y -= tall
    return centres, sum(heights)
