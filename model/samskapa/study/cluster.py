"""The same blocks on a cluster: a scheduler of dask.distributed hands them to workers, and brings back the same bytes.

A worker that dies costs the blocks it was making, which the scheduler gives to another. What a worker is sent is a
description of runs, never results of others, so nothing depends on how many workers there are or which does what.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from samskapa.science.errors import ScenarioError
from samskapa.science.hashes import science_hash
from samskapa.science.run import Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.study.executors import make_ready
from samskapa.study.measure import columns_of, weekly_needs
from samskapa.study.plan import Experiment, Point
from samskapa.study.run_plan import Resolved
from samskapa.study.store import Failure, Made, StoreError
from samskapa.study.sweep import Job, completed, filled, prepare

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 3
"""Blocks that wait at the scheduler for each thread of a worker: none ever waits for work."""
LOCAL = "local:"
PATIENCE = 60.0
"""Seconds to wait for a scheduler and its first worker."""
Wanted = tuple[Point, int, int] | str
"""A point and its chance seed; or the reason why there can be no such run."""


class Cluster:
    """Makes blocks on a cluster.

    Args:
        address: of a scheduler, such as `tcp://host:8786`; or `local:4` for four processes of this machine.

    Raises:
        ScenarioError: the address cannot be understood, or dask.distributed is not installed.
    """

    def __init__(self, address: str):
        self.address = address
        self.local = 0
        if address.startswith(LOCAL):
            number = address.removeprefix(LOCAL)
            if not number.isdecimal() or not 1 <= int(number) <= 1024:
                raise ScenarioError(
                    f"{address!r} is no cluster",
                    where="--cluster",
                    allowed="local:4 for four processes, or the address of a scheduler",
                )
            self.local = int(number)
        try:
            import distributed  # noqa: F401 - whether it is there at all
        except ImportError:
            raise ScenarioError(
                "a cluster needs dask.distributed", where="--cluster", allowed='pip install "samskapa[cluster]"'
            ) from None
        self._threads = self.local

    @property
    def lanes(self) -> int:
        """How many blocks are made at a time, as far as that is known."""
        return max(1, self._threads)

    @property
    def words(self) -> str:
        """Where work is done, in words."""
        return f"{self.local} processes" if self.local else f"the cluster {self.address}"

    def made(
        self, resolved: Resolved, jobs: Iterable[Job], stop: Callable[[], bool]
    ) -> Generator[tuple[Job, Made], None, None]:
        """Blocks as they are made; after `stop` says so only those that workers have."""
        from distributed import as_completed

        if self.local:
            prepare(resolved)
        with self.client() as client:
            experiment = client.scatter(resolved.experiment, broadcast=True)
            left = iter(jobs)
            waiting: dict[str, tuple[Job, Any]] = {}
            finished = as_completed(with_results=False)

            def more() -> None:
                while not stop() and len(waiting) < self._ahead(client) and (job := next(left, None)) is not None:
                    future = client.submit(
                        make_remotely,
                        experiment,
                        wanted_of(resolved, job),
                        resolved.science,
                        key=f"block-{job.block.key}",
                        retries=2,
                    )
                    waiting[str(future.key)] = job, future
                    finished.add(future)

            more()
            while waiting:
                future = next(finished)
                job, _ = waiting.pop(str(future.key))
                yield job, completed(resolved, job, _result(future, len(job.missing), len(resolved.columns)))
                more()

    def _ahead(self, client: Client) -> int:
        self._threads = sum(client.nthreads().values())
        return self.lanes * AHEAD

    @contextmanager
    def client(self) -> Iterator[Client]:
        """A client of the scheduler; for `local:N` with a scheduler and workers of its own."""
        from distributed import Client, LocalCluster

        if self.local:
            with (
                LocalCluster(
                    n_workers=self.local, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=40
                ) as cluster,
                Client(cluster) as client,
            ):
                client.wait_for_workers(self.local, timeout=PATIENCE)
                yield client
            return
        try:
            client = Client(self.address, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise StoreError(f"no scheduler answers at {self.address} ({error})") from error
        with client:
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except TimeoutError as error:
                raise StoreError(
                    f"the scheduler at {self.address} has no workers; start some with dask worker {self.address}"
                ) from error
            yield client


def wanted_of(resolved: Resolved, job: Job) -> list[Wanted]:
    """What a worker needs to know of the runs of a block."""
    return [
        resolved.impossible[one.point]
        if one.point in resolved.impossible
        else (resolved.points[one.point], one.programme_seed, one.seed)
        for _, one in job.missing
    ]


def make_remotely(experiment: Experiment, wanted: Sequence[Wanted], science: str) -> Made:
    """Make the runs of a block, on a worker.

    Raises:
        ScenarioError: the worker has another science than whoever asks.
    """
    if science not in (science_hash(), science_hash(reference=True)):
        raise ScenarioError(
            "a worker has another version of the science than this process",
            allowed="the same version of samskapa on every machine",
        )
    make_ready()
    needs = weekly_needs(experiment)
    worlds: dict[str, Scenario] = {}
    runs: list[Run | str] = []
    for one in wanted:
        if isinstance(one, str):
            runs.append(one)
            continue
        point, programme_seed, seed = one
        key = repr(sorted(point.items()))
        if key not in worlds:
            worlds[key] = experiment.world(point)
        world = worlds[key]
        runs.append(Run(world, programme_seed, seed, world.weeks, needs))
    return filled(columns_of(experiment), runs)


def _result(future: Any, runs: int, columns: int) -> Made:
    """What a worker made; if every worker that tried it died, each run of it has failed with that reason.

    Raises:
        StoreError: the worker cannot do this work at all.
    """
    from distributed import KilledWorker

    try:
        made: Made = future.result()
    except KilledWorker as error:
        why = f"KilledWorker: every worker that tried this block died ({error.last_worker})"
        return Made(np.full((runs, columns), np.nan), {place: Failure(why, "") for place in range(runs)})
    except ScenarioError as error:
        raise StoreError(str(error)) from error
    return made
