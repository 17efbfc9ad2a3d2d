"""The common small model: numbers, town and how a peer is asked to run. Needs numpy alone.

390 residents and 50 workers in 9 units, 156 weeks. Every week, everybody at once in each phase:

1. meet    With probability CONTACT a resident meets the own worker; the contact is as good as the worker is engaged,
           plus logistic noise. Trust moves toward it by RATE, LOSS times as fast when it disappoints.
2. come    A resident comes to the meeting with probability sig(BASE + SLOPE trust + PULL norm of the unit).
3. deliver Who came leaves ISSUES of work; workers do CAPACITY each, scaled by engagement; the rest is backlog. The norm
           follows the share who came by HABIT.
4. talk    Trust moves by PEER toward the mean trust of six neighbours.
5. settle  A worker's engagement moves by EASE toward what norm and backlog of the unit make of it.

Outcomes, every week: mean trust, share who came, mean backlog of units, mean engagement.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

WEEKS, UNITS, RESIDENTS, WORKERS, TIES = 156, 9, 390, 50, 6
SIZES = (40, 30, 30, 30, 30, 30, 30, 110, 60)
TEAMS = (9, 4, 4, 4, 4, 4, 4, 13, 4)
CONTACT, NOISE, RATE, LOSS = 0.3, 0.15, 0.1, 2.0
BASE, SLOPE, PULL = -2.5, 3.0, 2.0
ISSUES, CAPACITY, HABIT = 0.3, 2.0, 0.2
PEER, EASE, FLOOR, GAIN, RELIEF = 0.1, 0.05, 0.2, 0.5, 0.3
OUTCOMES = ("trust", "attendance", "backlog", "engagement")


class Town(NamedTuple):
    """Who lives, works and talks where, and how they begin; the same for every peer."""

    unit: np.ndarray
    worker: np.ndarray
    neighbours: np.ndarray
    worker_unit: np.ndarray
    trust: np.ndarray
    engagement: np.ndarray


def load(path: str) -> Town:
    """A town from its file."""
    with np.load(path) as file:
        return Town(**{name: file[name] for name in Town._fields})


def rates_of(lanes: int) -> np.ndarray:
    """What differs between the lanes of a sweep: the rate at which trust moves; one lane has everybody's."""
    return np.array([RATE * (1.0 + 0.01 * (lane - lanes // 2)) for lane in range(lanes)])


def serve(run: Callable[[Town, int], np.ndarray], lanes: int = 1, **facts: str) -> None:
    """Answer requests `first_seed runs at_least`: run seeds in turn, tell seconds of processor per run and means.

    `run(town, seed)` gives outcomes, shape (4, weeks) or (4, weeks, lanes).
    """
    town = load(sys.argv[1])
    print(json.dumps({"ready": True, "lanes": lanes, **facts}), flush=True)
    for line in sys.stdin:
        first, count, keep = line.split()
        seconds, means, last = [], [], np.zeros(0)
        for seed in range(int(first), int(first) + int(count)):
            began = time.process_time()
            last = run(town, seed)
            seconds.append((time.process_time() - began) / lanes)
            means.append(np.reshape(last, (len(OUTCOMES), WEEKS, -1)).mean(axis=1).T.tolist())
        if keep != "-":
            np.save(Path(keep), last)
        print(json.dumps({"seconds": seconds, "means": means}), flush=True)
