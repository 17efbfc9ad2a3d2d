"""The same blocks on a cluster: real schedulers and workers on this machine, one of them killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments import CUBE, content_of, resolved_from
from samskapa.science.errors import ScenarioError
from samskapa.study.cluster import Cluster, make_remotely, wanted_of
from samskapa.study.provenance import facts_of
from samskapa.study.store import Store
from samskapa.study.sweep import Job, Threads, run_sweep

pytest.importorskip("distributed")

LONG = CUBE.replace("size = 12", "size = 60").replace("seeds = 8", "seeds = 60")
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from experiments import resolved_from
from samskapa.study.cluster import Cluster
from samskapa.study.provenance import facts_of
from samskapa.study.store import Store, StoreError
from samskapa.study.sweep import run_sweep

if __name__ == "__main__":
    resolved = resolved_from(Path(sys.argv[2]).read_text())
    try:
        sweep = run_sweep(resolved, Store(Path(sys.argv[3])), facts_of(resolved), Cluster(sys.argv[4]),
                          lambda sweep: print(sweep.done, sweep.runs, flush=True))
    except StoreError as error:
        sys.exit(str(error))
    sys.exit(0 if sweep.complete and not sweep.failed else 9)
"""
Process = subprocess.Popen[str]


def sweeping(text: str, folder: Path, address: str) -> Process:
    """A process that runs an experiment on a cluster and prints how far it is."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "text.toml").write_text(text, encoding="utf-8")
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    command = [
        sys.executable,
        str(folder / "program.py"),
        str(Path(__file__).parents[1] / "support"),
        str(folder / "text.toml"),
        str(folder / "raw"),
        address,
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def on_threads(text: str, folder: Path) -> dict[str, bytes]:
    """What threads of this process make of it."""
    resolved = resolved_from(text)
    assert run_sweep(resolved, Store(folder), facts_of(resolved), Threads(1)).complete
    return content_of(folder)


def begun(*words: str) -> Process:
    command = [sys.executable, "-m", *words, "--no-dashboard"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Path]:
    """A scheduler of its own on this machine; its file tells where it listens."""
    file = tmp_path / "scheduler.json"
    process = begun(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)
    )
    try:
        until = time.monotonic() + 60
        while not file.exists() or not file.read_text(encoding="utf-8"):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.05)
        yield file
    finally:
        process.kill()
        process.wait()


def worker(scheduler: Path) -> Process:
    return begun(
        "distributed.cli.dask_worker",
        "--scheduler-file",
        str(scheduler),
        "--nthreads",
        "1",
        "--no-nanny",
        "--local-directory",
        str(scheduler.parent),
    )


def address_of(scheduler: Path) -> str:
    import json

    return str(json.loads(scheduler.read_text(encoding="utf-8"))["address"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_worker_killed_in_the_middle_costs_its_blocks_and_no_byte(scheduler: Path, tmp_path: Path):
    workers = [worker(scheduler), worker(scheduler)]
    try:
        process = sweeping(LONG, tmp_path / "cluster", address_of(scheduler))
        assert process.stdout is not None
        assert process.stderr is not None
        said = [process.stdout.readline() for _ in range(6)]
        assert int(said[-1].split()[0]) < 3600
        os.kill(workers[0].pid, signal.SIGKILL)
        rest, complaints = process.communicate(timeout=300)
        assert process.returncode == 0, complaints
        assert rest.splitlines()[-1] == "3600 3600"
    finally:
        for one in workers:
            one.kill()
            one.wait()
    assert content_of(tmp_path / "cluster" / "raw") == on_threads(LONG, tmp_path / "threads")


def test_processes_of_this_machine_give_the_same_bytes_as_threads(tmp_path: Path):
    process = sweeping(CUBE, tmp_path / "cluster", "local:2")
    _, complaints = process.communicate(timeout=300)
    assert process.returncode == 0, complaints
    assert content_of(tmp_path / "cluster" / "raw") == on_threads(CUBE, tmp_path / "threads")


def test_a_worker_of_another_science_is_refused():
    resolved = resolved_from(CUBE)
    block = next(resolved.blocks([0] * 12, [8] * 12))
    with pytest.raises(ScenarioError, match="another version of the science"):
        make_remotely(resolved.experiment, wanted_of(resolved, Job(block, {})), "other")


@pytest.mark.parametrize("address", ["local:", "local:0", "local:many"])
def test_an_address_that_is_none_is_refused(address: str):
    with pytest.raises(ScenarioError, match="is no cluster"):
        Cluster(address)


def test_a_scheduler_that_does_not_answer_is_said():
    program = """
import samskapa.study.cluster as cluster
from samskapa.study.store import StoreError
cluster.PATIENCE = 1.0
try:
    with cluster.Cluster("tcp://127.0.0.1:9").client():
        pass
except StoreError as error:
    print(error)
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.startswith("no scheduler answers at tcp://127.0.0.1:9")
