"""Results with labels: every outcome by point and seed, every input beside its point."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samskapa.science.run import DONE, NOT_RUN
from samskapa.study.design import programme_seed_of
from samskapa.study.run_plan import Block, Resolved
from samskapa.study.store import DONE_ROW, Store, StoreError

if TYPE_CHECKING:
    import xarray

RESULTS = Path("results")


def dataset_of(resolved: Resolved, store: Store, blocks: Sequence[Block]) -> xarray.Dataset:
    """What a store holds of some blocks.

    Returns:
        Dataset with dimensions (point, seed). Every column is a variable, not a number where a run was not made or
        failed, with units, meaning and what it was asked as; every input a coordinate on point. `status` says
        "done", "not run" or why a run failed; `chance_seed` and `programme_seed` are by point and seed.

    Raises:
        StoreError: a block is missing or damaged.
    """
    import xarray

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
    seeds = np.asarray(resolved.seeds)[:, :shape[1]]
    coordinates: dict[str, Any] = {
        "chance_seed": (("point", "seed"), seeds),
        "programme_seed": (("point", "seed"), np.vectorize(programme_seed_of, otypes=[np.int64])(seeds)),
    }
    for one in resolved.experiment.inputs:
        values_of_input = [point[one.name] for point in resolved.points]
        attributes = {"units": one.unit, "long_name": one.meaning, "role": one.role}
        coordinates[one.name] = ("point", values_of_input, attributes)
    data: dict[str, Any] = {}
    for column in resolved.columns:
        asked = column.asked
        data[column.name] = (("point", "seed"), values[column.name], {
            "units": asked.unit, "long_name": asked.meaning, "good": asked.good, "asked": asked.name,
            "label": asked.label, "service": column.service, "state": " ".join(map(str, asked.state or ())),
            "week": column.part * asked.every if column.part >= 0 else -1,
        })
    data["status"] = (("point", "seed"), status.astype(str))
    return xarray.Dataset(data, coordinates, {"experiment": resolved.experiment.name})


def open_results(name_or_path: str | PathLike[str], results: Path = RESULTS) -> xarray.Dataset:
    """The results of an experiment that is complete, by its name or file.

    Raises:
        ScenarioError: no such experiment.
        StoreError: not run yet, not complete, or not of the experiment as it is now.
    """
    from samskapa.study.read import load_experiment

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
    from samskapa.study.precision import seeds_wanted

    wanted = seeds_wanted(resolved.experiment, dataset_of(resolved, store, blocks))
    return [min(run.max_seeds, max(count, one)) for count, one in zip(have, wanted, strict=True)]
