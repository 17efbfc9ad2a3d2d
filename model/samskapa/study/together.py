"""Studies in memory: each world is run once however many studies ask for it, and what is measured of it is labelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.run import NOT_RUN
from samskapa.science.scenarios.scenario import Scenario
from samskapa.study.columns import differences
from samskapa.study.comparison import World
from samskapa.study.design import points as points_of
from samskapa.study.plan import Experiment, OutcomeAsked, Point
from samskapa.study.simulate import simulate_together
from samskapa.study.statistics.means import Floats
from samskapa.study.stopping import Pairs, until_decided
from samskapa.study.verdicts import Effect

if TYPE_CHECKING:
    import xarray

Progress = Callable[[int, int], None]
Key = tuple[object, ...]
Seen = Callable[[Point, World], World]
PAIRS_AT_ONCE, WORLDS_AT_ONCE = 48, 64
"""With lives of residents, pairs that are run at once, else worlds: what is kept of them has to fit into memory."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of every run of a world, or several.

    Attributes:
        name, unit, meaning: what it is called, measured in, and means.
        needs: weekly outcomes it is made from.
        of: from a world with finished runs to one number a seed, not a number where there is none; shape (seeds, ...).
        trajectories: states of residents it is made from.
    """

    name: str
    unit: str
    meaning: str
    needs: tuple[str, ...]
    of: Callable[[World], Floats]
    trajectories: tuple[str, ...] = ()


def asked_of(measures: Iterable[Measure]) -> tuple[OutcomeAsked, ...]:
    """Measures as outcomes of a study."""
    return tuple(OutcomeAsked(one.name, one.name, unit=one.unit, meaning=one.meaning) for one in measures)


def as_it_is(point: Point, ran: World) -> World:
    """A world as it ran."""
    return ran


def results_together(
    experiments: Sequence[Experiment],
    measures: Mapping[str, Measure],
    pairs: Pairs,
    *,
    threads: int | None = None,
    on_run: Progress | None = None,
    seen: Seen = as_it_is,
) -> list[xarray.Dataset]:
    """Run the points of some studies on the same pairs of seeds, and measure their outcomes.

    Args:
        experiments: what is asked; outcomes are named in `measures` by `of`. Where contrasts are weighted sums, only
            what they name is measured, the rest is not a number.
        measures: how outcomes are measured.
        pairs: programme seed and chance seed of each pair.
        threads: threads of the engine, processes of the Mesa model; all processors if None.
        on_run: called with how many runs are done and how many there are.
        seen: what is measured in place of a world that ran, by its point.

    Returns:
        A Dataset for each study: outcomes with dimensions (point, seed, ...), seeds and inputs as coordinates.
    """
    points = [points_of(experiment) for experiment in experiments]
    worlds = [[experiment.world(point) for point in own] for experiment, own in zip(experiments, points, strict=True)]
    numbers: dict[tuple[int, int, str], list[Floats]] = {}
    status = [np.full((len(own), len(pairs)), NOT_RUN, dtype=object) for own in points]
    jobs = list(_jobs(experiments, measures, worlds, len(pairs)))
    whole, before = sum(len(job[1]) * (job[2].stop - job[2].start) for job in jobs), 0

    def progress(done: int, of: int) -> None:
        if on_run:
            on_run(before + done, whole)

    for asked, some, part in jobs:
        of_job = [measures[outcome] for _, _, outcome in asked]
        datasets = simulate_together(
            list(some.values()),
            programme_seeds=[pair[0] for pair in pairs[part]],
            chance_seeds=[pair[1] for pair in pairs[part]],
            threads=threads,
            on_run=progress,
            outcomes=sorted({name for one in of_job for name in one.needs}) or ["trust"],
            trajectories=tuple(sorted({name for one in of_job for name in one.trajectories})),
        )
        ran = {key: World(world, data) for (key, world), data in zip(some.items(), datasets, strict=True)}
        measured: dict[tuple[str, Key], Floats] = {}
        for number, place, outcome in asked:
            key = key_of(worlds[number][place])
            if key not in ran:
                continue
            status[number][place, part] = ran[key].statuses
            if seen is not as_it_is or (outcome, key) not in measured:
                measured[outcome, key] = measures[outcome].of(seen(points[number][place], ran[key]))
            numbers.setdefault((number, place, outcome), []).append(measured[outcome, key])
        before += len(some) * (part.stop - part.start)
    return [
        _labelled(
            experiment,
            points[number],
            pairs,
            status[number].astype(str),
            {
                asked.of: [
                    np.concatenate(found) if (found := numbers.get((number, place, asked.of))) else None
                    for place in range(len(points[number]))
                ]
                for asked in experiment.outcomes
            },
        )
        for number, experiment in enumerate(experiments)
    ]


def key_of(world: Scenario) -> Key:
    """What two worlds without dated changes must share to give the same runs."""
    settings = world.settings
    return (world.services, world.weeks, tuple(settings.numbers().values()), tuple(settings.alternatives().values()))


def _jobs(
    experiments: Sequence[Experiment], measures: Mapping[str, Measure], worlds: Sequence[Sequence[Scenario]], count: int
) -> Iterator[tuple[list[tuple[int, int, str]], dict[Key, Scenario], slice]]:
    """What is asked (study, point, outcome), worlds and pairs that are run at once; studies of lives by themselves."""
    for lives in (False, True):
        asked = [
            (number, place, outcome)
            for number, experiment in enumerate(experiments)
            if lives == any(measures[one.of].trajectories for one in experiment.outcomes)
            for place, outcome in _asked(experiment)
        ]
        every = {key_of(world): world for number, place, _ in asked for world in [worlds[number][place]]}
        keys, step = list(every), PAIRS_AT_ONCE if lives else max(1, count)
        at_once = len(keys) or 1 if lives else WORLDS_AT_ONCE
        for first in range(0, len(keys), at_once):
            some = {key: every[key] for key in keys[first : first + at_once]}
            for pair in range(0, count, step):
                yield asked, some, slice(pair, min(pair + step, count))


def _asked(experiment: Experiment) -> list[tuple[int, str]]:
    """Which outcomes are wanted at which points: what weighted sums name, or everything."""
    points = points_of(experiment)
    of = {one.name: one.of for one in experiment.outcomes}
    terms = [term for contrast in experiment.contrasts for term in contrast.terms]
    if not terms:
        return [(place, outcome) for place in range(len(points)) for outcome in of.values()]
    return list(dict.fromkeys((points.index(dict(term.at)), of[term.outcome]) for term in terms))


def _labelled(
    experiment: Experiment,
    points: Sequence[Point],
    pairs: Pairs,
    status: NDArray[np.str_],
    found: Mapping[str, Sequence[Floats | None]],
) -> xarray.Dataset:
    import xarray

    data: dict[str, Any] = {}
    for asked in experiment.outcomes:
        shape = next((values.shape for values in found[asked.of] if values is not None), (len(pairs),))
        rows = [np.full(shape, np.nan) if values is None else values for values in found[asked.of]]
        inner = tuple(f"{asked.name}_{axis}" for axis in range(1, len(shape)))
        data[asked.name] = (
            ("point", "seed", *inner),
            np.stack(rows),
            {"units": asked.unit, "long_name": asked.meaning, "good": asked.good, "asked": asked.name},
        )
    data["status"] = (("point", "seed"), status)
    coordinates: dict[str, Any] = {
        name: (("seed",), [pair[side] for pair in pairs]) for side, name in enumerate(("programme_seed", "chance_seed"))
    }
    for one in experiment.inputs:
        coordinates[one.name] = (("point",), [point[one.name] for point in points], {"units": one.unit})
    return xarray.Dataset(data, coordinates, {"experiment": experiment.name})


def sums_of(experiment: Experiment, dataset: xarray.Dataset) -> Floats:
    """The weighted sums of a study, seed by seed; shape (contrasts, seeds)."""
    inputs = [one.name for one in experiment.inputs]
    return np.array([differences(contrast, dataset, inputs)[0] for contrast in experiment.contrasts])


def effects_of(
    experiment: Experiment, measures: Mapping[str, Measure], threads: int | None = None, seen: Seen = as_it_is
) -> list[Effect]:
    """The weighted sums of a study on as many pairs as it takes to decide on them together.

    Args:
        experiment: what is asked; its run says with which seed it begins, and how many pairs are run first and at most.
        measures, threads, seen: as for `results_together`.
    """

    def measure(pairs: Pairs) -> Floats:
        return sums_of(experiment, results_together([experiment], measures, pairs, threads=threads, seen=seen)[0])

    run = experiment.run
    return until_decided(measure, [one.least for one in experiment.contrasts], run.first_seed, run.seeds, run.max_seeds)
