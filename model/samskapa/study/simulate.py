"""The entrance: scenarios, points and seeds in, labelled results out; what is wrong is refused before anything runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from samskapa.science.entities import RESIDENT
from samskapa.science.errors import RunError, ScenarioError, nearest
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE, Result, Run
from samskapa.science.scenarios import Scenario, load_scenario
from samskapa.science.settings import known_names
from samskapa.study.executors import check_engine, gathered
from samskapa.study.results import labelled

if TYPE_CHECKING:
    import xarray

LONGEST = 5200
MOST_THREADS = 4096
MOST_SEED = 2**63 - 1
TRAJECTORIES = (*(variable.name for variable in RESIDENT), "trust", "is_active")
"""What can be kept of residents for every week: their states, and what follows from them."""
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
        programme_seeds, chance_seeds: whole numbers, paired by position; a single value is repeated.
        weeks: horizon, if not the scenario's.
        outcomes: names from `OUTCOMES`, with `_by_service` appended for each service; all if None.
        trajectories: what to keep of residents for every week, names from `TRAJECTORIES`. Those that are no states
            ("trust", "is_active") are told by the Mesa model alone.
        events: whether to keep the event log, a table in the result (see `results.event_log`).
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
        `summaries.SUMMARIES` have dimensions (point, seed). The attribute `interrupted` says whether Ctrl-C came, 1
        or 0. It can be written to netCDF and zarr as it is.

    Raises:
        ScenarioError: for an unknown name or a value out of bounds, before anything runs.
        RunError: no run succeeded.
        KeyboardInterrupt: after Ctrl-C, unless `keep_on_interrupt`.
    """
    return simulate_together(
        [scenario],
        points=points,
        programme_seeds=programme_seeds,
        chance_seeds=chance_seeds,
        weeks=weeks,
        outcomes=outcomes,
        trajectories=trajectories,
        events=events,
        engine=engine,
        threads=threads,
        on_run=on_run,
        each=each,
        keep_on_interrupt=keep_on_interrupt,
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
    worlds = [scenario_of(world) for world in check_list(scenarios, "scenarios", "scenario")]
    check_engine(engine)
    for where, called in (("on_run", on_run), ("each", each)):
        if called is not None and not callable(called):
            raise ScenarioError(f"{called!r:.40} cannot be called", where=where, allowed="a function")
    names, kept = check_outcomes(outcomes), check_trajectories(trajectories)
    values = check_points(points)
    pairs = pair_seeds(programme_seeds, chance_seeds)
    horizons = [world.weeks if weeks is None else check_whole(weeks, "weeks", 1, LONGEST) for world in worlds]
    if threads is not None:
        threads = check_whole(threads, "threads", 1, MOST_THREADS)
    changed = [[world.changed(**point) if point else world for point in values] for world in worlds]
    runs = [
        Run(changed[w][p], *pairs[n], horizons[w], names, kept, events, (w, p, n))
        for n in range(len(pairs))
        for w in range(len(worlds))
        for p in range(len(values))
    ]
    results, interrupted = gathered(runs, threads, engine, on_run, each=each, keep_on_interrupt=keep_on_interrupt)
    if len(results) == len(runs) and all(result.failure for result in results):
        raise RunError(
            f"no run succeeded; the first says: {results[0].failure}",
            scenario=worlds[results[0].place[0]].name,
            seed=pairs[results[0].place[2]][1],
        )
    return [
        labelled(
            world,
            changed[w],
            values,
            pairs,
            horizons[w],
            () if each else names,
            [result for result in results if result.place[0] == w],
            events=events,
            interrupted=interrupted,
        )
        for w, world in enumerate(worlds)
    ]


def scenario_of(scenario: object) -> Scenario:
    """A scenario, as it is or from its name or file.

    Raises:
        ScenarioError: something else; or no such scenario.
    """
    if isinstance(scenario, Scenario):
        return scenario
    if isinstance(scenario, str) or (isinstance(scenario, os.PathLike) and isinstance(os.fspath(scenario), str)):
        return load_scenario(scenario)
    raise ScenarioError(
        f"{scenario!r:.40} is no scenario", where="scenario", allowed="a scenario, its name, or the path of its file"
    )


def plain(value: object) -> Any:
    """A number of NumPy, or an array without dimensions, as Python's; anything else as it is.

    >>> plain(np.float64(0.5)), plain(np.array(3)), plain("bounded")
    (0.5, 3, 'bounded')
    """
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value.item()
    return value


def check_whole(value: object, where: str, low: int, high: int) -> int:
    """A whole number within bounds.

    Raises:
        ScenarioError: it is none, or out of bounds.

    >>> check_whole(np.int64(3), "weeks", 1, 10), check_whole(3.0, "weeks", 1, 10)
    (3, 3)
    """
    number = plain(value)
    is_whole = isinstance(number, int) or (isinstance(number, float) and number.is_integer())
    if isinstance(number, bool) or not is_whole or not low <= number <= high:
        raise ScenarioError(f"{where} = {number!r:.40}", allowed=f"a whole number from {low} to {high}")
    return int(number)


def check_list(value: object, where: str, what: str) -> list[Any]:
    """A list with something in it; a text or a mapping is one thing, not several.

    Raises:
        ScenarioError: something else, or an empty list.
    """
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise ScenarioError(f"{value!r:.40} is no list", where=where, allowed=f"a list, one {what} each")
    listed = list(value)
    if not listed:
        raise ScenarioError("the list is empty", where=where, allowed=f"at least one {what}")
    return listed


def check_points(points: Sequence[Point]) -> list[dict[str, Any]]:
    """The points, numbers of NumPy as Python's; values are checked where a scenario takes them.

    Raises:
        ScenarioError: no points, something that is no mapping from names to values, or an unknown name.
    """
    listed = check_list(points, "points", "mapping from names to values ({} for the scenario as it is)")
    for point in listed:
        if not isinstance(point, Mapping) or not all(isinstance(name, str) for name in point):
            raise ScenarioError(
                f"{point!r:.40} is no point",
                where="points",
                allowed="a mapping from parameters and switches to values, such as {'candour': 0.9}",
            )
        check_names(point, known_names(), "points", "a parameter or a switch")
    return [{name: plain(value) for name, value in point.items()} for point in listed]


def check_names(names: object, known: Sequence[str], where: str, what: str) -> tuple[str, ...]:
    """Some of the names that are known.

    Raises:
        ScenarioError: an unknown name, or a single text.
    """
    names = plain(names)
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise ScenarioError(f"{names!r:.40} is no list", where=where, allowed="a list of names")
    listed = tuple(names)
    for name in listed:
        if name not in known:
            raise ScenarioError(f"{name} is not {what}", where=where, nearest=nearest(str(name), known))
    return listed


def check_outcomes(outcomes: Sequence[str] | None) -> tuple[str, ...]:
    """The outcomes asked for, or all.

    Raises:
        ScenarioError: an unknown name.
    """
    every = (*OUTCOMES, *(name + BY_SERVICE for name, outcome in OUTCOMES.items() if outcome.by_service))
    return every if outcomes is None else check_names(outcomes, every, "outcomes", "an outcome")


def check_trajectories(trajectories: Sequence[str]) -> tuple[str, ...]:
    """What is to be kept of residents.

    Raises:
        ScenarioError: an unknown name.
    """
    return check_names(trajectories, TRAJECTORIES, "trajectories", "a state of residents")


def pair_seeds(programme_seeds: int | Sequence[int], chance_seeds: int | Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of programme seed and chance seed.

    Raises:
        ScenarioError: lists of different length, an empty one, or a seed that is no whole number or out of bounds.

    >>> pair_seeds(1, [1, 2])
    [(1, 1), (1, 2)]
    """
    programme, chance = _seeds(programme_seeds, "programme_seeds"), _seeds(chance_seeds, "chance_seeds")
    length = max(len(programme), len(chance))
    programme, chance = (seeds * length if len(seeds) == 1 else seeds for seeds in (programme, chance))
    if len(programme) != len(chance):
        raise ScenarioError(
            f"{len(programme)} programme seeds and {len(chance)} chance seeds",
            where="seeds",
            allowed="lists of one length, or a single value",
        )
    return list(zip(programme, chance, strict=True))


def _seeds(seeds: object, where: str) -> list[int]:
    several = isinstance(plain(seeds), Iterable) and not isinstance(seeds, str)
    listed = check_list(seeds, where, "seed") if several else [seeds]
    return [check_whole(seed, where, 0, MOST_SEED) for seed in listed]
