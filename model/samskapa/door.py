"""The one door: scenarios, points and seeds in, labelled results out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samskapa.errors import ScenarioError, nearest
from samskapa.outcomes import OUTCOMES
from samskapa.scenarios import Scenario, load_scenario
from samskapa.summaries import SUMMARIES, summarise

if TYPE_CHECKING:
    import xarray

BY_SERVICE = "_by_service"
MODELS_PER_PROCESS = 4
Point = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: which point and pair of seeds, and what is wanted of it."""

    scenario: Scenario
    programme_seed: int
    chance_seed: int
    weeks: int
    outcomes: tuple[str, ...]
    trajectories: tuple[str, ...] = ()
    events: bool = False
    place: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Result:
    """What a run gave: arrays by outcome name, or the reason why it failed."""

    place: tuple[int, int]
    arrays: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)
    failure: str = ""


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
    engine: str = "reference",
    threads: int | None = None,
    on_run: Callable[[int, int], None] | None = None,
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
        engine: "reference", the Mesa model.
        threads: processes to use; all processors if None.
        on_run: called after each run with how many are done and how many there are.

    Returns:
        Dataset with dimensions (point, seed, week), and service or person where a variable has them; units and
        meanings as attributes; `status` says for each run "done" or why it failed. Summaries of
        `summaries.SUMMARIES` have dimensions (point, seed).

    Raises:
        ScenarioError: for an unknown name or a value out of bounds, before anything runs.
    """
    world = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    if engine != "reference":
        raise ScenarioError(f"{engine!r} is not an engine", where="engine", allowed="reference")
    names = check_outcomes(outcomes)
    pairs = pair_seeds(programme_seeds, chance_seeds)
    worlds = [world.changed(**dict(point)) if point else world for point in points]
    horizon = world.weeks if weeks is None else weeks
    if not 1 <= horizon <= 5200:
        raise ScenarioError(f"{horizon} weeks", where="weeks", allowed="1 to 5200 weeks")
    runs = [
        Run(changed, pairs[n][0], pairs[n][1], horizon, names, tuple(trajectories), events, (point, n))
        for point, changed in enumerate(worlds) for n in range(len(pairs))
    ]
    results = []
    for result in run_all(runs, threads):
        results.append(result)
        if on_run:
            on_run(len(results), len(runs))
    return label(world, worlds, list(points), pairs, horizon, names, results)


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


def run_all(runs: Sequence[Run], processes: int | None = None) -> Iterator[Result]:
    """Results of runs as they finish; in this process if one is asked for or there is one run."""
    workers = min(len(runs), processes or os.cpu_count() or 1)
    if workers <= 1:
        yield from map(run_reference, runs)
        return
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), max_tasks_per_child=MODELS_PER_PROCESS
    ) as pool:
        waiting = [pool.submit(run_reference, run) for run in runs]
        try:
            for finished in as_completed(waiting):
                yield finished.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def run_reference(run: Run) -> Result:
    """One run of the Mesa model; a failure is a result with its reason."""
    from samskapa.model import CoProductionModel

    result = Result(run.place)
    services = len(run.scenario.services)
    for name in run.outcomes:
        shape = (run.weeks, services) if name.endswith(BY_SERVICE) else (run.weeks,)
        result.arrays[name] = np.full(shape, np.nan)
    try:
        model = CoProductionModel(run.scenario, run.programme_seed, run.chance_seed, tell_events=run.events)
        for name in run.trajectories:
            result.arrays["person_" + name] = np.full((run.weeks, len(model.residents)), np.nan)
        for week in range(run.weeks):
            model.step()
            for name in run.outcomes:
                by_service = name.removesuffix(BY_SERVICE)
                found = model.today[name] if name in model.today else model.today_by_service[by_service]
                result.arrays[name][week] = found
            for name in run.trajectories:
                result.arrays["person_" + name][week] = [getattr(r, name) for r in model.residents]
        result.events = model.events or []
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a run is its result, never its neighbour's
        result.failure = f"{type(error).__name__}: {error}"
    return result


def label(
    world: Scenario, worlds: Sequence[Scenario], points: list[Point], pairs: list[tuple[int, int]], weeks: int,
    names: Sequence[str], results: Sequence[Result],
) -> xarray.Dataset:
    """Put results in the order asked for, with names, units and meanings."""
    import xarray

    shape = (len(worlds), len(pairs))
    status = np.full(shape, "not run", dtype=object)
    stacked: dict[str, NDArray[np.float64]] = {}
    for result in results:
        status[result.place] = result.failure or "done"
        for name, values in result.arrays.items():
            whole = stacked.setdefault(name, np.full(shape + values.shape, np.nan))
            whole[result.place] = values
    data: dict[str, Any] = {}
    for name, values in stacked.items():
        last = ("service",) if name.endswith(BY_SERVICE) else ("person",) if name.startswith("person_") else ()
        outcome = OUTCOMES.get(name.removesuffix(BY_SERVICE))
        attributes = {"units": outcome.unit, "long_name": outcome.meaning} if outcome else {}
        data[name] = (("point", "seed", "week", *last), values, attributes)
    for name, values in summaries_of(worlds, stacked).items():
        summary = SUMMARIES[name]
        data[name] = (("point", "seed"), values, {"units": summary.unit, "long_name": summary.meaning})
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
    dataset.attrs["events"] = {result.place: result.events for result in results if result.events}
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
