"""A question of the page as a study: worlds on pairs of seeds, run piece by piece while somebody waits.

It is declared as every experiment is, and goes the same way: points, worlds, runs, columns. What a store does for an
experiment, memory does here; numbers stay arrays until they are sent, since the first frame has to be quick.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from samskapa.app.server.replies import SupersededError
from samskapa.app.server.scheduler import Stored
from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.run import Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES
from samskapa.study.executors import execute
from samskapa.study.measure import columns_of, measured, weekly_needs
from samskapa.study.plan import Experiment
from samskapa.study.statistics.means import Floats

LANES = 48
"""About as many lanes as a block runs fastest with, where blocks of that size fill the threads."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What some runs of one world gave.

    Attributes:
        numbers: the columns of the study, not a number where a run failed; shape (runs, columns).
        weekly: the outcomes that are drawn, likewise; shape (runs, drawn, weeks).
        failed: how many of the runs failed.
    """

    numbers: Floats
    weekly: Floats
    failed: int

    @property
    def bytes(self) -> int:
        """Memory that it takes."""
        return self.numbers.nbytes + self.weekly.nbytes


class Study:
    """A question of the page.

    Args:
        experiment: what is asked.
        worlds: the worlds that run on each pair of seeds, a world for each point; as many rows as pairs.
        seeds: the programme seed of all pairs, and the first chance seed; the others follow it.
        drawn: weekly outcomes that are kept week by week.
        keys: what tells the worlds of the points apart, where their runs are worth keeping for another question.
    """

    def __init__(
        self,
        experiment: Experiment,
        worlds: Sequence[Sequence[Scenario]],
        seeds: tuple[int, int],
        drawn: Sequence[str] = (),
        keys: Sequence[str] = (),
    ):
        self.experiment, self.worlds, self.seeds = experiment, worlds, seeds
        self.drawn, self.keys = tuple(drawn), keys
        self.columns = columns_of(experiment)
        self.places = {column.name: place for place, column in enumerate(self.columns)}
        self.needs = tuple(dict.fromkeys((*drawn, *weekly_needs(experiment))))
        self.pieces: list[list[Piece]] = [[] for _ in worlds[0]]

    @property
    def asked(self) -> int:
        """How many pairs of seeds there are to be."""
        return len(self.worlds)

    @property
    def done(self) -> int:
        """How many there are by now."""
        return sum(len(piece.numbers) for piece in self.pieces[0])

    @property
    def numbers(self) -> Floats:
        """The columns by now; shape (points, runs, columns)."""
        return np.stack([np.concatenate([piece.numbers for piece in pieces]) for pieces in self.pieces])

    def weekly(self, point: int) -> Floats:
        """What is drawn of a point by now; shape (runs, drawn, weeks)."""
        return np.concatenate([piece.weekly for piece in self.pieces[point]])

    def failed(self, point: int) -> int:
        """How many runs of a point have failed by now."""
        return sum(piece.failed for piece in self.pieces[point])

    def run(self, last: int, threads: int, stopped: Callable[[], bool], kept: Stored[Piece]) -> None:
        """Run the next pairs of seeds, but for the worlds whose runs are kept.

        Args:
            last: up to which pair.
            threads: how many threads to use.
            stopped: whether nobody waits any more.
            kept: pieces that were run before.

        Raises:
            SupersededError: nobody waits for it any more.
        """
        first = self.done
        what = f"{self.seeds} {first} {last} {' '.join((*self.drawn, *self.places))}"
        keys = [f"{key} {what}" for key in self.keys]
        pieces = {point: piece for point, key in enumerate(keys) if (piece := kept.get(key)) is not None}
        missing = [point for point in range(len(self.pieces)) if point not in pieces]
        for point, piece in self._fresh(missing, range(first, last), threads, stopped).items():
            pieces[point] = piece
            if keys:
                kept.put(keys[point], piece, piece.bytes)
        for point, piece in pieces.items():
            self.pieces[point].append(piece)

    def _fresh(
        self, points: Sequence[int], pairs: range, threads: int, stopped: Callable[[], bool]
    ) -> Mapping[int, Piece]:
        programme_seed, chance_seed = self.seeds
        runs = [
            Run(world, programme_seed, chance_seed + pair, world.weeks, self.needs)
            for point in points
            for pair in pairs
            for world in [self.worlds[pair][point]]
        ]
        if not runs:
            return {}
        with closing(execute(runs, threads, "compiled", lanes=lanes_for(len(runs), threads), stop=stopped)) as finished:
            by_number = dict(finished)
        if len(by_number) < len(runs):
            raise SupersededError
        results = [by_number[number] for number in range(len(runs))]
        numbers = measured(self.columns, runs, results)
        pieces = {}
        for place, point in enumerate(points):
            own = slice(place * len(pairs), (place + 1) * len(pairs))
            weekly = np.full((len(pairs), len(self.drawn), runs[own.start].weeks), np.nan)
            for row, result in zip(weekly, results[own], strict=True):
                for number, name in enumerate(() if result.failure else self.drawn):
                    row[number] = result.arrays[name]
            pieces[point] = Piece(numbers[own], weekly, sum(bool(result.failure) for result in results[own]))
        return pieces


def check_summary(name: str, where: str) -> None:
    """That a name is a summary of which it can be said what is better.

    Raises:
        ScenarioError: it is none.
    """
    known = [known for known, summary in SUMMARIES.items() if summary.good]
    if name not in known:
        raise ScenarioError(
            f"{name} is not a summary with a good direction", where=where, allowed=known, nearest=nearest(name, known)
        )


def lanes_for(runs: int, threads: int) -> int:
    """How many lanes a block has, so that blocks are of one size and a multiple of the threads.

    >>> lanes_for(32, 2), lanes_for(168, 2), lanes_for(3, 2)
    (16, 42, 2)
    """
    rounds = math.ceil(runs / (threads * LANES))
    return max(1, math.ceil(runs / (threads * rounds)))
