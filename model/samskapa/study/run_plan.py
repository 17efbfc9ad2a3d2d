"""From a question to runs: every point a world, every run an identity, runs in blocks that are always cut alike."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from samskapa.science.errors import ImpossibleScenario, ScenarioError
from samskapa.science.hashes import science_hash
from samskapa.science.parameters import PARAMETERS
from samskapa.science.run import Run
from samskapa.science.scenarios import check_possible
from samskapa.science.scenarios.scenario import Scenario
from samskapa.study import design
from samskapa.study.design import programme_seed_of
from samskapa.study.measure import Column, columns_of, weekly_needs
from samskapa.study.plan import Experiment, Point

WORK = 2e7
"""Resident-weeks in a block: about a second on one core, so that little is lost and writing costs next to nothing."""
FEWEST, SMALL, MOST, PIECES = 8, 32, 4096, 16
"""Runs in a block at least, of small work at least, and at most; and the pieces in which even small work is cut, so
that all cores have some."""
MOST_WORLDS = 4096
_DECIDES_WHAT_IS_POSSIBLE = (
    "peer_ties",
    "level_citizen",
    *(
        name
        for name, parameter in PARAMETERS.items()
        if parameter.group
        in (
            "project",
            "dialogue meetings",
            "future workshop",
            "university course",
            "flagship promise",
            "shocks",
            "anchoring",
        )
    ),
)


class Planned(NamedTuple):
    """One run that is to be made.

    Attributes:
        point: number of its point.
        place: which of the seeds of its point it is, from 0.
        seed, programme_seed: its chance seed and its programme seed.
        identity: a hash of everything that it depends on.
    """

    point: int
    place: int
    seed: int
    programme_seed: int
    identity: str


@dataclass(frozen=True, slots=True)
class Block:
    """Runs that are made and kept together; its key says everything about what it holds."""

    key: str
    runs: tuple[Planned, ...]


class Resolved:
    """An experiment with its points, their worlds and identities, and the science they are run by.

    Args:
        experiment: the experiment.
        points: its points, in order; those of its design if None.

    Raises:
        ScenarioError: a design that cannot be, or no point with a world that can be.
    """

    def __init__(self, experiment: Experiment, points: Sequence[Point] | None = None):
        self.experiment = experiment
        self.points = [dict(point) for point in (design.points(experiment) if points is None else points)]
        self.seeds = design.seeds(experiment, experiment.run.max_seeds)
        self.columns: list[Column] = columns_of(experiment)
        self.needs = weekly_needs(experiment)
        self.impossible: dict[int, str] = {}
        self.identities: list[str] = []
        self._by_mesa: set[int] = set()
        self._possible: dict[object, str] = {}
        self._kept: dict[int, Scenario] = {}
        self._people = {name: people_of(world) for name, world in experiment.scenarios.items()}
        for number, point in enumerate(self.points):
            self.identities.append(self._identity(number, point))
        self.science = science_hash(self.by_mesa)
        if len(self.impossible) == len(self.points):
            raise ImpossibleScenario(
                f"no point describes a world that can be; the first: {self.impossible[0]}", where=experiment.origin
            )

    @property
    def by_mesa(self) -> bool:
        """Whether the Mesa model alone can make some of the runs."""
        return bool(self._by_mesa)

    def world(self, point: int) -> Scenario:
        """The world of a point; the first some thousand are kept, so that each is made once and not for every seed.

        Raises:
            ScenarioError: it cannot be.
        """
        if point in self._kept:
            return self._kept[point]
        world = self.experiment.world(self.points[point])
        if len(self._kept) < MOST_WORLDS:
            self._kept[point] = world
        return world

    def _identity(self, number: int, point: Point) -> str:
        """A hash of every resolved value of a point; or of the reason why there can be no such world."""
        try:
            world = self.world(number)
            if world.settings.activation == "drawn":
                self._by_mesa.add(number)
            why = self._why_impossible(world)
        except ScenarioError as error:
            why = f"{type(error).__name__}: {error}"
        if why:
            self.impossible[number] = why
            return _hash(json.dumps([why, sorted(point.items())]))
        numbers = np.array(list(world.settings.numbers().values())).astype("<f8").tobytes().hex()
        dated = [[change.week, change.parameter, change.value] for change in world.changes]
        own = sorted(world.settings.own) if dated else []
        return _hash(
            json.dumps([self._people[world.name], numbers, world.settings.alternatives(), world.weeks, dated, own])
        )

    def _why_impossible(self, world: Scenario) -> str:
        """Why a world cannot be; looked at once for all worlds that are alike in what decides it."""
        key = (
            world.name,
            world.weeks,
            world.changes,
            *(getattr(world.settings, name) for name in _DECIDES_WHAT_IS_POSSIBLE),
        )
        if key not in self._possible:
            try:
                check_possible(world)
                self._possible[key] = ""
            except ScenarioError as error:
                self._possible[key] = f"{type(error).__name__}: {error}"
        return self._possible[key]

    @cached_property
    def definitions(self) -> dict[str, str]:
        """For each column a hash of how its numbers are made."""
        return {
            column.name: _hash(json.dumps([asdict(column.asked), column.service, column.part], sort_keys=True))
            for column in self.columns
        }

    def planned(self, point: int, place: int) -> Planned:
        """A run with its identity."""
        seed = int(self.seeds[point, place])
        programme_seed = self.programme_seed(point, place)
        science = science_hash(reference=point in self._by_mesa)
        whole = f"{self.identities[point]}|{programme_seed}|{seed}|{science}"
        return Planned(point, place, seed, programme_seed, _hash(whole))

    def programme_seed(self, point: int, place: int) -> int:
        """The programme seed of a run: as given, or that of its chance seed."""
        pairs = self.experiment.run.pairs
        return pairs[place][0] if pairs else programme_seed_of(int(self.seeds[point, place]))

    def run(self, one: Planned) -> Run:
        """A run as an engine wants it.

        Raises:
            ScenarioError: its world cannot be.
        """
        if one.point in self.impossible:
            raise ScenarioError(self.impossible[one.point])
        world = self.world(one.point)
        return Run(world, one.programme_seed, one.seed, world.weeks, self.needs)

    def blocks(self, have: Sequence[int], want: Sequence[int]) -> Iterator[Block]:
        """Runs in blocks: seed by seed, runs of one programme side by side, since the engine takes these together.

        How runs are cut into blocks depends on the experiment alone, so every machine writes the same files.

        Args:
            have: for each point how many seeds it has been given.
            want: for each point how many it is to have.
        """
        order = [
            (place, self.programme_seed(point, place), point)
            for point in range(len(self.points))
            for place in range(have[point], want[point])
        ]
        size = self._size(len(order))
        pending: list[Planned] = []
        for _, group in groupby(sorted(order), key=lambda one: one[:2]):
            runs = [self.planned(point, place) for place, _, point in group]
            if pending and len(pending) + len(runs) > size:
                yield self._block(pending)
                pending = []
            pending += runs
            while len(pending) > size:
                yield self._block(pending[:size])
                pending = pending[size:]
        if pending:
            yield self._block(pending)

    def _block(self, runs: Sequence[Planned]) -> Block:
        text = "|".join(
            [
                *(f"{one.point},{one.place},{one.seed},{one.identity}" for one in runs),
                *(f"{name}={how}" for name, how in self.definitions.items()),
            ]
        )
        return Block(_hash(text), tuple(runs))

    def _size(self, total: int) -> int:
        """How many runs a block holds."""
        residents = max(sum(plan.residents for plan in world.services) for world in self.experiment.scenarios.values())
        weeks = max(self.experiment.weeks(world) for world in self.experiment.scenarios.values())
        by_work = 2 ** int(max(0.0, np.log2(WORK / (residents * weeks))))
        return int(max(FEWEST, min(MOST, by_work, max(SMALL, -(-total // PIECES)))))

    def reproducer(self, one: Planned) -> str:
        """The command that makes a run again, with the readable engine."""
        experiment, point = self.experiment, self.points[one.point]
        words = ["samskapa", "run", experiment_scenario(experiment, point), "--seed", str(one.seed)]
        if experiment.run.weeks is not None:
            words += ["--weeks", str(experiment.run.weeks)]
        sets, dated = experiment.settings_of(point)
        for name, value in sets.items():
            words += ["--set", f"{name}={value}"]
        for change in dated:
            words += ["--change", f"{change.week}:{change.parameter}={change.value}"]
        return shlex.join([*words, "--engine", "reference"])


def experiment_scenario(experiment: Experiment, point: Point) -> str:
    """Name or file of the scenario of a point, as the command line takes it."""
    world = experiment.scenarios[str(point.get("scenario", experiment.scenario))]
    return world.name if world.origin == f"{world.name}.toml" else world.origin


def people_of(world: Scenario) -> str:
    """A hash of who there is in a world: services, partners and heads."""
    return _hash(
        json.dumps(
            {
                "heads": world.heads,
                "services": [asdict(plan) | {"why": ""} for plan in world.services],
                "partners": [asdict(partner) | {"why": ""} for partner in world.partners],
            },
            sort_keys=True,
        )
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
