"""Results with labels: what runs gave, by point and seed, in names, units and meanings; nothing else labels results.

`labelled` puts together what runs in memory gave, every week of them; `dataset_of` what the store of an experiment
holds, a number a run. Everything in either can be written to netCDF and zarr.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE, DONE, NOT_RUN, OF_PERSON, Result
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.summaries import SUMMARIES, summarise
from samskapa.science.week import Event
from samskapa.study.design import programme_seed_of
from samskapa.study.read import load_experiment
from samskapa.study.run_plan import Block, Resolved
from samskapa.study.stopping import seeds_wanted
from samskapa.study.store import DONE_ROW, Store, StoreError

if TYPE_CHECKING:
    import xarray

RESULTS = Path("results")
EVENT = "event_"
"""What names of the columns of the event log begin with."""
Pair = tuple[int, int]


def labelled(
    world: Scenario,
    worlds: Sequence[Scenario],
    points: Sequence[Mapping[str, float | str]],
    pairs: Sequence[Pair],
    weeks: int,
    names: Sequence[str],
    results: Sequence[Result],
    *,
    events: bool = False,
    interrupted: bool = False,
) -> xarray.Dataset:
    """What runs of one world gave.

    Args:
        world: the scenario.
        worlds, points: the same with the values of each point, and these values.
        pairs: programme seed and chance seed of each seed.
        weeks: the horizon.
        names: weekly outcomes that are wanted, with `_by_service` appended for each service.
        results: what runs gave, in any order; the last two numbers of `place` are those of point and seed.
        events: whether the event log was kept.
        interrupted: whether some runs were not made since the work was interrupted.

    Returns:
        Dataset with dimensions (point, seed, week), and service or person where a variable has them; summaries and
        `status` (point, seed). The event log, where it was kept, is a table with dimension event: `event_point`,
        `event_seed`, and a column for each field of `week.Event`.
    """
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
    for name, values in _summaries(worlds, stacked).items():
        summary = SUMMARIES[name]
        known = np.where(status == DONE, values, np.nan)
        data[name] = (("point", "seed"), known, {"units": summary.unit, "long_name": summary.meaning})
    data["status"] = (("point", "seed"), status.astype(str))
    for name in sorted({name for point in points for name in point}):
        data["point_" + name] = (("point",), [point.get(name, getattr(world.settings, name)) for point in points])
    if events:
        data |= _event_columns(results)
    coordinates: dict[str, Any] = {
        "week": ("week", np.arange(weeks), {"units": "weeks", "long_name": "Weeks since the start."}),
        "programme_seed": ("seed", [pair[0] for pair in pairs]),
        "chance_seed": ("seed", [pair[1] for pair in pairs]),
        "service": ("service", [plan.name for plan in world.services]),
    }
    about = {"scenario": world.name, "title": world.title, "interrupted": int(interrupted)}
    return xarray.Dataset(data, coordinates, about)


def _summaries(worlds: Sequence[Scenario], stacked: dict[str, NDArray[np.float64]]) -> dict[str, Any]:
    """Summaries of every run, point by point, since a point may move the project's weeks."""
    by_name: dict[str, list[Any]] = {}
    for point, world in enumerate(worlds):
        residents = sum(plan.residents for plan in world.services)
        weekly = {name: values[point] for name, values in stacked.items() if name in OUTCOMES}
        for name, values in summarise(weekly, world.settings, residents).items():
            by_name.setdefault(name, []).append(values)
    return {name: np.stack(values) for name, values in by_name.items()}


def _event_columns(results: Sequence[Result]) -> dict[str, Any]:
    """The event logs of all runs as one table, run by run in the order of points and seeds."""
    ordered = sorted(results, key=lambda result: result.place)
    lengths = [len(result.events) for result in ordered]
    columns: dict[str, Any] = {
        name: np.repeat(np.array([result.place[axis] for result in ordered], dtype=np.int64), lengths)
        for axis, name in ((1, "point"), (2, "seed"))
    }
    for field, (name, kind) in enumerate(get_type_hints(Event).items()):
        columns[name] = np.array([event[field] for result in ordered for event in result.events], dtype=kind)
    return {EVENT + name: ("event", values) for name, values in columns.items()}


def event_log(runs: xarray.Dataset, point: int = 0, seed: int = 0) -> list[Event]:
    """The event log of one run, in the order in which things happened.

    Args:
        runs: what `simulate(..., events=True)` gave.
        point, seed: numbers of point and pair of seeds, from 0.

    Raises:
        KeyError: the events were not kept.
    """
    of_run = (runs[EVENT + "point"].values == point) & (runs[EVENT + "seed"].values == seed)
    columns = [runs[EVENT + name].values[of_run].tolist() for name in Event._fields]
    return [Event(*row) for row in zip(*columns, strict=True)]


def dataset_of(resolved: Resolved, store: Store, blocks: Sequence[Block]) -> xarray.Dataset:
    """What a store holds of some blocks.

    Returns:
        Dataset as `by_point` makes it.

    Raises:
        StoreError: a block is missing or damaged.
    """
    shape = (len(resolved.points), max((one.place + 1 for block in blocks for one in block.runs), default=0))
    status = np.full(shape, NOT_RUN, dtype=object)
    values = {column.name: np.full(shape, np.nan) for column in resolved.columns}
    for block in blocks:
        rows = store.rows(block)
        point, place = rows["point"], rows["place"]
        status[point, place] = DONE
        for row, failure in store.failures(block).items():
            status[point[row], place[row]] = failure.why
        for name, whole in values.items():
            whole[point, place] = np.where(rows["status"] == DONE_ROW, rows[name], np.nan)
    return by_point(resolved, status, values)


def by_point(resolved: Resolved, status: NDArray[Any], values: Mapping[str, NDArray[np.float64]]) -> xarray.Dataset:
    """Numbers of runs with their names.

    Args:
        resolved: the experiment.
        status: "done", "not run" or why a run failed; shape (points, seeds).
        values: for each column its numbers, not a number where a run was not made or failed; in the same shape.

    Returns:
        Dataset with dimensions (point, seed). Every column is a variable with units, meaning and what it was asked as;
        every input a coordinate on point; `chance_seed` and `programme_seed` are by point and seed.
    """
    import xarray

    seeds = np.asarray(resolved.seeds)[:, : status.shape[1]]
    given = np.array([programme_seed for programme_seed, _ in resolved.experiment.run.pairs], dtype=np.int64)
    coordinates: dict[str, Any] = {
        "chance_seed": (("point", "seed"), seeds),
        "programme_seed": (
            ("point", "seed"),
            np.tile(given, (len(seeds), 1))
            if len(given)
            else np.vectorize(programme_seed_of, otypes=[np.int64])(seeds),
        ),
    }
    for one in resolved.experiment.inputs:
        values_of_input = [point[one.name] for point in resolved.points]
        attributes = {"units": one.unit, "long_name": one.meaning, "role": one.role}
        coordinates[one.name] = ("point", values_of_input, attributes)
    data: dict[str, Any] = {}
    for column in resolved.columns:
        asked = column.asked
        data[column.name] = (
            ("point", "seed"),
            values[column.name],
            {
                "units": asked.unit,
                "long_name": asked.meaning,
                "good": asked.good,
                "asked": asked.name,
                "label": asked.label,
                "service": column.service,
                "state": " ".join(map(str, asked.state or ())),
                "week": column.part * asked.every if column.part >= 0 else -1,
            },
        )
    data["status"] = (("point", "seed"), status.astype(str))
    return xarray.Dataset(data, coordinates, {"experiment": resolved.experiment.name})


def open_results(name_or_path: str | PathLike[str], results: Path = RESULTS) -> xarray.Dataset:
    """The results of an experiment that is complete, by its name or file.

    Raises:
        ScenarioError: no such experiment.
        StoreError: not run yet, not complete, or not of the experiment as it is now.
    """
    resolved = Resolved(load_experiment(name_or_path))
    store = Store(results / resolved.experiment.name / "raw")
    return dataset_of(resolved, store, blocks_kept(resolved, store))


def blocks_kept(resolved: Resolved, store: Store) -> list[Block]:
    """The blocks of a complete experiment, in order.

    Raises:
        StoreError: something is missing.
    """
    blocks: list[Block] = []
    have, want = [0] * len(resolved.points), [resolved.experiment.run.seeds] * len(resolved.points)
    while want != have:
        added = list(resolved.blocks(have, want))
        if not all(map(store.holds, added)):
            name = resolved.experiment.name
            raise StoreError(f"the results of {name} as it is now are not complete: samskapa experiment run {name}")
        blocks += added
        have, want = want, next_seeds(resolved, store, blocks, want)
    return blocks


def next_seeds(resolved: Resolved, store: Store, blocks: Sequence[Block], have: list[int]) -> list[int]:
    """How many seeds each point is to have, given what those it has have shown; the same if that is enough."""
    run = resolved.experiment.run
    if not run.precision:
        return have
    wanted = seeds_wanted(resolved.experiment, dataset_of(resolved, store, blocks))
    return [min(run.max_seeds, max(count, one)) for count, one in zip(have, wanted, strict=True)]
