"""The sweep: each run made once, whatever changes on the way; the same bytes whoever makes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import ARMS, CUBE, Instant, content_of, numbers_of, resolved_from, swept
from samskapa import simulate
from samskapa.engine.machine import blocks as engine_blocks
from samskapa.science.errors import RunError
from samskapa.science.run import Result, Run
from samskapa.study.provenance import facts_of
from samskapa.study.results import blocks_kept, dataset_of
from samskapa.study.store import Store, StoreError, holder, holding, is_held
from samskapa.study.sweep import Sweep, Threads, run_sweep, stopping


def with_threads(
    text: str, folder: Path, threads: int, on_block: Callable[[Sweep], None] = lambda sweep: None
) -> Sweep:
    resolved = resolved_from(text)
    return run_sweep(resolved, Store(folder), facts_of(resolved), Threads(threads), on_block)


def test_the_numbers_are_those_of_the_one_door(tmp_path: Path):
    resolved = resolved_from(CUBE)
    sweep = with_threads(CUBE, tmp_path, 2)
    data = dataset_of(resolved, Store(tmp_path), sweep.blocks)
    seeds = list(range(1, 9))
    for point in (0, 7):
        world = resolved.experiment.world(resolved.points[point])
        whole = simulate(world, programme_seeds=seeds, chance_seeds=seeds, threads=1)
        assert np.array_equal(data["trust_final"].values[point], whole["trust_final"].values[0])
    assert data["trust_final"].dims == ("point", "seed")
    assert data["trust_final"].attrs["units"] == "share"
    assert data["engagement_start"].values.tolist() == [point["engagement_start"] for point in resolved.points]
    assert (data["status"] == "done").all()


def test_the_bytes_do_not_depend_on_threads_or_on_who_is_first(tmp_path: Path):
    with_threads(ARMS, tmp_path / "one", 1)
    with_threads(ARMS, tmp_path / "three", 3)
    assert content_of(tmp_path / "one") == content_of(tmp_path / "three")
    swept(CUBE, tmp_path / "forward")
    swept(CUBE, tmp_path / "back", Instant(backwards=True))
    assert content_of(tmp_path / "forward") == content_of(tmp_path / "back")


def test_raw_data_are_plain_numbers_that_numpy_reads_by_itself(tmp_path: Path):
    swept(CUBE, tmp_path)
    for path in (tmp_path / "blocks").iterdir():
        rows = np.load(path, allow_pickle=False)
        assert rows.dtype.names[:6] == ("run", "point", "place", "seed", "programme_seed", "status")
        for row in rows:
            assert [row[name] for name in rows.dtype.names[6:]] == numbers_of(row["run"].decode(), 3)


# -- failing runs ------------------------------------------------------------------------------------------------------


def test_a_failing_run_is_a_row_and_shifts_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A lane that breaks, a block that breaks as a whole, and all others as if nothing had been."""
    with_threads(CUBE, tmp_path / "whole", 2)
    original = engine_blocks.run_block

    def breaking(block: list[tuple[int, Run]], **more: Any) -> list[tuple[int, Result]]:
        if any(run.chance_seed == 3 for _, run in block):
            raise RunError("trust left its bounds", scenario="tiny_trap", seed=3)
        return original(block, **more)

    monkeypatch.setattr(engine_blocks, "run_block", breaking)
    sweep = with_threads(CUBE, tmp_path / "broken", 2)
    assert (sweep.complete, sweep.failed, sweep.runs) == (True, 12, 96)
    resolved = resolved_from(CUBE)
    whole = dataset_of(resolved, Store(tmp_path / "whole"), sweep.blocks)
    broken = dataset_of(resolved, Store(tmp_path / "broken"), sweep.blocks)
    failed = broken["chance_seed"].values == 3
    assert np.isnan(broken["trust_final"].values[failed]).all()
    assert np.array_equal(broken["trust_final"].values[~failed], whole["trust_final"].values[~failed])
    assert set(broken["status"].values[failed]) == {"RunError: tiny_trap, seed 3: trust left its bounds"}
    block = next(one for one in sweep.blocks if any(run.seed == 3 for run in one.runs))
    failures = Store(tmp_path / "broken").failures(block)
    assert all(
        "samskapa run tiny_trap --seed 3 --weeks 80 --set engagement_start=" in one.again for one in failures.values()
    )


def test_the_reproducer_shows_the_run_again(tmp_path: Path):
    """The command of a failed run makes the very run: its summaries are those of the row."""
    resolved = resolved_from(CUBE)
    command = resolved.reproducer(resolved.planned(4, 2))
    words = [*command.split()[1:], "--out", str(tmp_path / "again"), "--no-figures", "--quiet"]
    subprocess.run([sys.executable, "-m", "samskapa.cli", *words], check=True, cwd=tmp_path)
    head, row = (tmp_path / "again" / "runs.csv").read_text(encoding="utf-8").splitlines()
    again = dict(zip(head.split(","), row.split(","), strict=True))
    sweep = with_threads(CUBE, tmp_path / "raw", 1)
    data = dataset_of(resolved, Store(tmp_path / "raw"), sweep.blocks)
    assert float(again["trust_final"]) == data["trust_final"].values[4, 2]


def test_a_failure_that_need_not_come_again_is_tried_again(tmp_path: Path):
    identity = resolved_from(CUBE).planned(5, 1).identity
    swept(CUBE, tmp_path, Instant(lambda run: "MemoryError: no memory" if run == identity else ""))
    maker = Instant()
    assert swept(CUBE, tmp_path, maker).failed == 0
    assert maker.runs == [identity]
    swept(CUBE, tmp_path / "lasting", Instant(lambda run: "RunError: out of bounds" if run == identity else ""))
    again = Instant()
    assert swept(CUBE, tmp_path / "lasting", again).failed == 1
    assert again.runs == []


def test_worlds_that_cannot_be_are_rows_with_their_reason(tmp_path: Path):
    text = CUBE.replace(
        "[uncertain.engagement_start]\nlow = 0.1\nhigh = 0.8", "[uncertain.project_weeks]\nlow = 20\nhigh = 70"
    )
    sweep = with_threads(text, tmp_path, 2)
    data = dataset_of(resolved_from(text), Store(tmp_path), sweep.blocks)
    late = data["project_weeks"].values + 26 > 80
    assert 0 < late.sum() < 12
    assert np.isnan(data["trust_final"].values[late]).all()
    assert not np.isnan(data["trust_final"].values[~late]).any()
    assert all(status.startswith("ImpossibleScenario") for status in data["status"].values[late].ravel())


# -- changed experiments -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "instead", "kept"),
    [
        ("seeds = 8", "seeds = 12", 96),
        ("seeds = 8", "seeds = 3", 36),
        ('question = "', 'question = "So: ', 96),
        ('summaries = ["trust_final", "trap"]', 'summaries = ["trap"]', 96),
        ('summaries = ["trust_final", "trap"]', 'summaries = ["trap", "good_state"]', 0),
        ('window = "last 12 weeks of the project"', 'window = "last 12 weeks"', 0),
        ("high = 0.8", "high = 0.7", 0),
        ("weeks = 80", "weeks = 90", 0),
        ("[outcomes]", '[hold]\ncandour = { value = 0.8, why = "Other." }\n[outcomes]', 0),
    ],
)
def test_runs_that_are_still_valid_are_kept_when_the_experiment_changes(
    said: str, instead: str, kept: int, tmp_path: Path
):
    swept(CUBE, tmp_path / "changed")
    changed = CUBE.replace(said, instead, 1)
    maker = Instant()
    sweep = swept(changed, tmp_path / "changed", maker)
    swept(changed, tmp_path / "fresh")
    assert (sweep.had, len(maker.runs)) == (kept, sweep.runs - kept)
    if "summaries" not in said:  # numbers without an engine are drawn by place, so other columns are other numbers
        assert content_of(tmp_path / "changed") == content_of(tmp_path / "fresh")


def test_a_list_of_points_may_be_put_in_another_order(tmp_path: Path):
    points = [f"[[design.points]]\nengagement_start = {value}\ndelivery_capacity = 0.1" for value in (0.2, 0.4, 0.6)]
    text = CUBE.replace('method = "latin_hypercube"\nsize = 12', 'method = "list"\n%s')
    swept(text % "\n".join(points), tmp_path / "changed")
    maker = Instant()
    other = text % "\n".join([points[2], points[0]])
    swept(other, tmp_path / "changed", maker)
    swept(other, tmp_path / "fresh")
    assert maker.runs == []
    assert content_of(tmp_path / "changed") == content_of(tmp_path / "fresh")


def test_only_columns_that_are_defined_alike_are_taken_over(tmp_path: Path):
    with_threads(CUBE, tmp_path / "changed", 2)
    fewer = CUBE.replace('summaries = ["trust_final", "trap"]', 'summaries = ["trap"]')
    assert with_threads(fewer, tmp_path / "changed", 2).made == 0
    with_threads(fewer, tmp_path / "fresh", 2)
    assert content_of(tmp_path / "changed") == content_of(tmp_path / "fresh")


# -- precision ---------------------------------------------------------------------------------------------------------

PRECISE = CUBE.replace("size = 12", "size = 4").replace(
    "seeds = 8\nweeks = 80", "seeds = 20\nmax_seeds = 60\nweeks = 80\n[run.precision]\ntrust_final = 0.03"
)


def test_seeds_are_added_where_the_precision_is_not_reached_and_a_kill_changes_nothing(tmp_path: Path):
    resolved = resolved_from(PRECISE)
    sweep = with_threads(PRECISE, tmp_path / "whole", 2)
    assert sweep.complete
    assert sweep.rounds > 1
    assert min(sweep.wanted) >= 20
    assert max(sweep.wanted) <= 60
    assert len(set(sweep.wanted)) > 1
    data = dataset_of(resolved, Store(tmp_path / "whole"), sweep.blocks)
    assert [(status == "done").sum() for status in data["status"].values] == sweep.wanted
    assert [len(block.runs) for block in blocks_kept(resolved, Store(tmp_path / "whole"))] == [
        len(block.runs) for block in sweep.blocks
    ]

    def stop_at_some_block(sweep: Sweep) -> None:
        if sweep.done > 90 and not asked:
            asked.append(sweep.done)
            os.kill(os.getpid(), signal.SIGINT)

    asked: list[int] = []
    stopped = with_threads(PRECISE, tmp_path / "stopped", 2, stop_at_some_block)
    assert stopped.interrupted
    assert with_threads(PRECISE, tmp_path / "stopped", 2).complete
    assert content_of(tmp_path / "stopped") == content_of(tmp_path / "whole")


# -- interrupts, and two at a time -------------------------------------------------------------------------------------


def test_an_interrupt_keeps_the_blocks_begun_and_the_rest_follows(tmp_path: Path):
    def interrupt(sweep: Sweep) -> None:
        if sweep.made and not asked:
            asked.append(sweep.done)
            os.kill(os.getpid(), signal.SIGINT)

    asked: list[int] = []
    text = CUBE.replace("seeds = 8", "seeds = 60")
    sweep = with_threads(text, tmp_path / "stopped", 1, interrupt)
    assert sweep.interrupted
    assert not sweep.complete
    assert 0 < sweep.done < sweep.runs
    rest = with_threads(text, tmp_path / "stopped", 1)
    assert (rest.had, rest.complete) == (sweep.done, True)
    with_threads(text, tmp_path / "whole", 1)
    assert content_of(tmp_path / "stopped") == content_of(tmp_path / "whole")


def test_an_interrupt_means_what_it_meant_before_once_the_work_is_done():
    before = signal.getsignal(signal.SIGINT)
    with stopping() as stop:
        assert signal.getsignal(signal.SIGINT) is not before
        assert not stop()
    assert signal.getsignal(signal.SIGINT) is before


def test_one_process_works_and_the_other_is_told_who_does(tmp_path: Path):
    raw = tmp_path / "cube" / "raw"
    program = (
        "import sys, time; from pathlib import Path; from samskapa.study.store import holding\n"
        "with holding(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(raw)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert is_held(raw)
        assert f"process {process.pid} on" in holder(raw)
        with pytest.raises(StoreError, match=f"cube is being run by process {process.pid}"), holding(raw):
            pytest.fail("two held it")
        waited: list[str] = []
        timer = threading.Timer(0.5, process.kill)
        timer.start()
        began = time.monotonic()
        with holding(raw, wait=True, on_wait=waited.append):
            assert time.monotonic() - began > 0.4
        assert len(waited) == 1
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert not is_held(raw), "a lock does not outlive its process"
