"""The one door: scenarios, points and seeds in, labelled results out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE, DONE, NOT_RUN, OF_PERSON, Result, Run
from samskapa.science.scenarios import Scenario, load_scenario
from samskapa.science.summaries import SUMMARIES, summarise
from samskapa.study.executors import ENGINES, execute

if TYPE_CHECKING:
    import xarray

LONGEST = 5200
Point = Mapping[str, float | str]


def simulate(
    scenario: Scenario | str | os.PathLike[str],
    *,
    points: Sequence[Point] = ({},),
    programme_seeds: int | Sequence[int] = 1,
    chance_seeds: int | Sequence[int] = 1,
    weeks: int | None = None,
    outcomes: Sequence[str] | None = None,
    trajectories: Sequence[str] = (),
    events: bool = False,
    engine: str = "auto",
    threads: int | None = None,
    on_run: Callable[[int, int], None] | None = None,
    each: Callable[[Result], None] | None = None,
    keep_on_interrupt: bool = False,
) -> xarray.Dataset:
    """Run a scenario at some points with some seeds.

    Args:
        scenario: a scenario, its name, or the path of its file.
        points: values that differ from the scenario, by parameter or switch; one mapping a point.
        programme_seeds, chance_seeds: paired by position; a single value is repeated.
        weeks: horizon, if not the scenario's.
        outcomes: names from `OUTCOMES`, with `_by_service` appended for each service; all if None.
        trajectories: states of residents to keep for every week, by attribute name.
        events: whether to keep the event log (in the attribute `events` of the result, by point and seed).
        engine: "compiled", many runs at once; "reference", the Mesa model; "auto", the first where it can be had.
            Both give the same bits. The drawn order of activation is the Mesa model's alone.
        threads: threads (compiled) or processes (reference) to use; all processors if None.
        on_run: called after each run with how many are done and how many there are.
        each: called with what each run gave, as runs finish; that is then not kept, so that more runs than memory
            could hold stream by, and the Dataset has their status alone. `result.place` are the numbers of scenario,
            point and pair of seeds.
        keep_on_interrupt: whether Ctrl-C ends the work with the runs done so far, and not with an exception.

    Returns:
        Dataset with dimensions (point, seed, week), and service or person where a variable has them; units and
        meanings as attributes; `status` says for each run "done", "not run" or why it failed. Summaries of
        `summaries.SUMMARIES` have dimensions (point, seed). The attribute `interrupted` says whether Ctrl-C came.

    Raises:
        ScenarioError: for an unknown name or a value out of bounds, before anything runs.
        KeyboardInterrupt: after Ctrl-C, unless `keep_on_interrupt`.
    """
    return simulate_together(
        [scenario], points=points, programme_seeds=programme_seeds, chance_seeds=chance_seeds, weeks=weeks,
        outcomes=outcomes, trajectories=trajectories, events=events, engine=engine, threads=threads, on_run=on_run,
        each=each, keep_on_interrupt=keep_on_interrupt,
    )[0]


def simulate_together(
    scenarios: Sequence[Scenario | str | os.PathLike[str]],
    *,
    points: Sequence[Point] = ({},),
    programme_seeds: int | Sequence[int] = 1,
    chance_seeds: int | Sequence[int] = 1,
    weeks: int | None = None,
    outcomes: Sequence[str] | None = None,
    trajectories: Sequence[str] = (),
    events: bool = False,
    engine: str = "auto",
    threads: int | None = None,
    on_run: Callable[[int, int], None] | None = None,
    each: Callable[[Result], None] | None = None,
    keep_on_interrupt: bool = False,
) -> list[xarray.Dataset]:
    """Run several scenarios as `simulate` runs one: seed by seed, so that what an interrupt leaves can be paired."""
    worlds = [one if isinstance(one, Scenario) else load_scenario(one) for one in scenarios]
    if engine not in ENGINES:
        raise ScenarioError(f"{engine!r} is not an engine", where="engine", allowed=ENGINES)
    names = check_outcomes(outcomes)
    pairs = pair_seeds(programme_seeds, chance_seeds)
    horizons = [world.weeks if weeks is None else weeks for world in worlds]
    for horizon in horizons:
        if not 1 <= horizon <= LONGEST:
            raise ScenarioError(f"{horizon} weeks", where="weeks", allowed=f"1 to {LONGEST} weeks")
    changed = [[world.changed(**dict[str, Any](point)) if point else world for point in points] for world in worlds]
    runs = [
        Run(changed[w][p], *pairs[n], horizons[w], names, tuple(trajectories), events, (w, p, n))
        for n in range(len(pairs)) for w in range(len(worlds)) for p in range(len(points))
    ]
    results: list[Result] = []
    interrupted = False
    with closing(execute(runs, threads, engine)) as finished:
        try:
            for _, result in finished:
                if each:
                    each(result)
                results.append(Result(result.place, failure=result.failure) if each else result)
                if on_run:
                    on_run(len(results), len(runs))
        except KeyboardInterrupt:
            if not keep_on_interrupt:
                raise
            interrupted = True
    datasets = []
    for w, world in enumerate(worlds):
        own = [result for result in results if result.place[0] == w]
        dataset = label(world, changed[w], list(points), pairs, horizons[w], () if each else names, own)
        dataset.attrs["interrupted"] = interrupted
        datasets.append(dataset)
    return datasets


def check_outcomes(outcomes: Sequence[str] | None) -> tuple[str, ...]:
    """The outcomes asked for, or all.

    Raises:
        ScenarioError: an unknown name.
    """
    every = [*OUTCOMES, *(name + BY_SERVICE for name, outcome in OUTCOMES.items() if outcome.by_service)]
    for name in outcomes or ():
        if name not in every:
            raise ScenarioError(f"{name} is not an outcome", where="outcomes", nearest=nearest(name, every))
    return tuple(every if outcomes is None else outcomes)


def pair_seeds(programme_seeds: int | Sequence[int], chance_seeds: int | Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of programme seed and chance seed.

    Raises:
        ScenarioError: lists of different length, or a seed out of bounds.

    >>> pair_seeds(1, [1, 2])
    [(1, 1), (1, 2)]
    """
    programme = [programme_seeds] if isinstance(programme_seeds, int) else list(programme_seeds)
    chance = [chance_seeds] if isinstance(chance_seeds, int) else list(chance_seeds)
    length = max(len(programme), len(chance))
    programme, chance = (seeds * length if len(seeds) == 1 else seeds for seeds in (programme, chance))
    if len(programme) != len(chance):
        raise ScenarioError(f"{len(programme)} programme seeds and {len(chance)} chance seeds", where="seeds",
                            allowed="lists of one length, or a single value")
    for seed in (*programme, *chance):
        if not 0 <= seed < 2**63:
            raise ScenarioError(f"seed {seed}", where="seeds", allowed="0 to 2^63 - 1")
    return list(zip(programme, chance, strict=True))


def label(
    world: Scenario, worlds: Sequence[Scenario], points: list[Point], pairs: list[tuple[int, int]], weeks: int,
    names: Sequence[str], results: Sequence[Result],
) -> xarray.Dataset:
    """Put results in the order asked for, with names, units and meanings."""
    import xarray

    shape = (len(worlds), len(pairs))
    status = np.full(shape, NOT_RUN, dtype=object)
    sizes = {name: (weeks, len(world.services)) if name.endswith(BY_SERVICE) else (weeks,) for name in names}
    stacked = {name: np.full(shape + size, np.nan) for name, size in sizes.items()}
    for result in results:
        place = result.place[1:]
        status[place] = result.failure or DONE
        for name, values in result.arrays.items():
            if name not in stacked:
                stacked[name] = np.full(shape + values.shape, np.nan)
            stacked[name][place] = values
    data: dict[str, Any] = {}
    for name, values in stacked.items():
        last = ("service",) if name.endswith(BY_SERVICE) else ("person",) if name.startswith(OF_PERSON) else ()
        outcome = OUTCOMES.get(name.removesuffix(BY_SERVICE))
        attributes = {"units": outcome.unit, "long_name": outcome.meaning} if outcome else {}
        data[name] = (("point", "seed", "week", *last), values, attributes)
    for name, values in summaries_of(worlds, stacked).items():
        summary = SUMMARIES[name]
        known = np.where(status == DONE, values, np.nan)
        data[name] = (("point", "seed"), known, {"units": summary.unit, "long_name": summary.meaning})
    data["status"] = (("point", "seed"), status.astype(str))
    for name in sorted({name for point in points for name in point}):
        data["point_" + name] = (("point",), [point.get(name, getattr(world.settings, name)) for point in points])
    coordinates: dict[str, Any] = {
        "week": ("week", np.arange(weeks), {"units": "weeks since the start"}),
        "programme_seed": ("seed", [pair[0] for pair in pairs]),
        "chance_seed": ("seed", [pair[1] for pair in pairs]),
        "service": ("service", [plan.name for plan in world.services]),
    }
    dataset = xarray.Dataset(data, coordinates, {"scenario": world.name, "title": world.title})
    dataset.attrs["events"] = {result.place[1:]: result.events for result in results if result.events}
    return dataset


def summaries_of(worlds: Sequence[Scenario], stacked: dict[str, NDArray[np.float64]]) -> dict[str, Any]:
    """Summaries of every run, point by point, since a point may move the project's weeks."""
    found: dict[str, list[Any]] = {}
    for point, world in enumerate(worlds):
        residents = sum(plan.residents for plan in world.services)
        weekly = {name: values[point] for name, values in stacked.items() if name in OUTCOMES}
        for name, values in summarise(weekly, world.settings, residents).items():
            found.setdefault(name, []).append(values)
    return {name: np.stack(values) for name, values in found.items()}
