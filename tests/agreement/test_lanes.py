"""Lanes, threads, order and block size change nothing; a failure stays in its lane; memory is bounded."""

from __future__ import annotations

import csv
import gc
import shlex
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from corners import CORNERS
from drawing import drawn_block
from typer.testing import CliRunner

from samskapa import simulate
from samskapa.cli import app as cli
from samskapa.engine.machine import blocks
from samskapa.engine.machine import layout as at
from samskapa.engine.machine.state import bytes_of_block
from samskapa.science.errors import RunError, ScenarioError
from samskapa.science.programme import ServicePlan
from samskapa.science.run import OF_PERSON, Result, Run, command_of
from samskapa.science.scenarios import load_scenario
from samskapa.science.summaries import mean_known
from worlds import world

Bits = dict[str, bytes]


def mixed_runs() -> list[Run]:
    """Runs of several programmes, calendars and switches, interleaved; the largest block has seventy lanes."""
    runs = [run for number in range(12) for run in drawn_block(number, 16)]
    runs += [run for number in (3, 5) for run in drawn_block(number, 16, 70)]
    return [runs[(n * 37) % len(runs)] for n in range(len(runs))]


def bits_of(runs: list[Run], threads: int = 1, most_lanes: int = 64) -> list[Bits]:
    """Every bit of what the engine hands back, in the order of the runs."""
    found: list[Bits] = [{} for _ in runs]
    for number, result in blocks.run_compiled(runs, threads, most_lanes):
        assert not result.failure
        assert not found[number], "a run was handed back twice"
        found[number] = {name: values.tobytes() for name, values in result.arrays.items()}
    return found


@pytest.fixture(scope="module")
def mixed() -> tuple[list[Run], list[Bits]]:
    """Mixed runs and what they give one at a time."""
    runs = mixed_runs()
    return runs, bits_of(runs, 1, 1)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("lanes", [1, 2, 7, 16, 64])
def test_lanes_and_threads_change_nothing(mixed: tuple[list[Run], list[Bits]], lanes: int, threads: int) -> None:
    runs, alone = mixed
    assert bits_of(runs, threads, lanes) == alone


def test_order_changes_nothing(mixed: tuple[list[Run], list[Bits]]) -> None:
    runs, alone = mixed
    assert bits_of(runs[::-1], 2)[::-1] == alone


def test_lanes_are_filled(mixed: tuple[list[Run], list[Bits]]) -> None:
    """Blocks mix points and chance seeds, and none has more lanes than it may."""
    found = list(blocks.blocks_of(mixed[0], 16))
    assert sorted(number for block in found for number, _ in block) == list(range(len(mixed[0])))
    assert 8 < max(len(block) for block in found) <= 16
    assert any(len({run.chance_seed for _, run in block}) > 1 for block in found)
    assert any(len({id(run.scenario) for _, run in block}) > 1 for block in found)


@pytest.mark.parametrize(
    ("points", "seeds", "sizes"),
    [(7, 3, [11, 10]), (8, 3, [8, 8, 8]), (20, 2, [10, 10, 10, 10]), (1, 5, [5]), (33, 1, [11, 11, 11])],
)
def test_many_runs_of_a_chance_seed_share_their_draws(points: int, seeds: int, sizes: list[int]) -> None:
    """From eight runs of a chance seed on they have blocks of their own; fewer lie among those of other seeds."""
    worlds = [load_scenario("tiny_trap").changed(candour=0.01 * n) for n in range(points)]
    runs = [Run(world, 1, seed, 4, ("trust",)) for world in worlds for seed in range(1, seeds + 1)]
    found = list(blocks.blocks_of(runs, 16))
    assert sorted((len(block) for block in found), reverse=True) == sizes
    assert all(len({run.chance_seed for _, run in block}) == 1 for block in found) == (points >= 8 or seeds == 1)


# -- bad input, bad states -----------------------------------------------------------------------------


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_refused_at_the_door(value: float) -> None:
    with pytest.raises(ScenarioError, match="not a finite number"):
        simulate("tiny_trap", points=[{"candour": value}], weeks=2, engine="compiled")


def test_a_block_too_large_is_split(mixed: tuple[list[Run], list[Bits]], monkeypatch: pytest.MonkeyPatch) -> None:
    runs, alone = mixed
    largest = max(blocks.blocks_of(runs), key=len)
    monkeypatch.setattr(blocks, "MOST_BYTES", 5 * bytes_of_block(blocks.programme_of(largest[0][1]), 1))
    assert 1 < max(len(block) for block in blocks.blocks_of(runs)) <= 5 < len(largest)
    assert bits_of(runs) == alone


def test_what_cannot_fit_says_how_much_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_BYTES", 2**10)
    monkeypatch.setattr(blocks, "memory_at_hand", lambda: 2**12)
    with pytest.raises(RunError, match=r"one run needs [\d,]+ MiB, and [\d,]+ MiB are to be had"):
        bits_of([CORNERS["full_list"]])


@pytest.mark.parametrize(
    ("kind", "state", "array", "value"),
    [
        ("resident", "confidence", "R", 1.5),
        ("resident", "shame", "R", np.nan),
        ("worker", "belief", "W", -0.5),
        ("service", "meetings_held", "S", -9.0),
    ],
)
def test_a_run_that_leaves_its_bounds_stops_alone(kind: str, state: str, array: str, value: float) -> None:
    """The message has scenario, seed, week and agent; the lanes beside it go on as if nothing had happened."""
    runs = drawn_block(3, 16)
    place = getattr({"R": at.r, "W": at.w, "S": at.s}[array], state)
    alone = bits_of(runs)

    def start(st: Any, *arguments: Any) -> None:
        blocks.SAMSKAPA.start(st, *arguments)
        getattr(st, array)[place, 0, 1] = value

    [block] = blocks.blocks_of(runs)
    results = dict(blocks.run_block(block, form=blocks.SAMSKAPA._replace(start=start)))
    spoilt = block[1][0]
    for number in set(range(4)) - {spoilt}:
        assert not results[number].failure
        assert {name: values.tobytes() for name, values in results[number].arrays.items()} == alone[number]
    for word in ("RunError", state, "drawn", str(runs[spoilt].chance_seed), "week 0", f"{kind} 0"):
        assert word in results[spoilt].failure


def test_what_left_its_bounds_comes_with_the_command_that_shows_it_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Seeds, horizon, values and dated changes are those of the run, and the command line makes the same bits."""
    monkeypatch.chdir(tmp_path)
    world = load_scenario("tiny_trap").changed(candour=0.9, influence="bounded").changed(20, contact_rate=0.25)
    run = Run(world, 3, 7, 80, ("trust",))
    [(_, sound)] = blocks.run_compiled([run], 1)

    def start(st: Any, *arguments: Any) -> None:
        blocks.SAMSKAPA.start(st, *arguments)
        st.R[at.r.confidence, 0, 0] = 1.5

    [(_, spoilt)] = blocks.run_compiled([run], 1, form=blocks.SAMSKAPA._replace(start=start))
    words = shlex.split(spoilt.failure.partition("see it again: ")[2])
    assert words == shlex.split(
        "samskapa run tiny_trap --seed 3:7 --weeks 80 --set candour=0.9 "
        "--set influence=bounded --change 20:contact_rate=0.25 --engine reference"
    )
    done = CliRunner().invoke(cli, [*words[1:], "--no-figures", "--out", "again", "--quiet"])
    assert done.exit_code == 0
    head, row = csv.reader((tmp_path / "again" / "runs.csv").read_text(encoding="utf-8").splitlines())
    assert float(row[head.index("trust_final")]) == mean_known(sound.arrays["trust"][-12:])


@pytest.mark.parametrize(
    "other", [{"origin": "nowhere.toml"}, {"services": (ServicePlan("a", "another", residents=9, workers=2),)}]
)
def test_a_world_that_no_file_holds_has_no_command(other: dict[str, Any]) -> None:
    assert command_of(Run(replace(load_scenario("tiny_trap"), **other), 1, 1, 4, ())) == ""


def test_trajectories_are_of_all_residents() -> None:
    [(_, result)] = blocks.run_compiled([CORNERS["one_worker"]], 1)
    assert result.arrays[OF_PERSON + "tenure"].shape == (26, 20)


# -- memory --------------------------------------------------------------------------------------------


def resident_bytes() -> int:
    """Memory of this process, 0 where it cannot be told."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
    except OSError:
        return 0


def tiny_runs(count: int) -> Iterator[Run]:
    """Runs of six residents over ten weeks, each with chance of its own."""
    tiny = world({"project_start": 0}, residents=6, weeks=10)
    return (Run(tiny, 1, seed, 10, ("trust", "attended")) for seed in range(count))


def growth(count: int) -> tuple[float, float]:
    """How far memory grows, in MiB, while so many runs stream by: what Python knows of, and the whole process."""
    runs = list(tiny_runs(count))
    for _ in blocks.run_compiled(runs[:1000], 2):
        pass
    gc.collect()
    tracemalloc.start()
    begun = most = resident_bytes()
    seen = 0
    for _, result in blocks.run_compiled(runs, 2):
        seen += not result.failure
        if seen % 1000 == 0:
            most = max(most, resident_bytes())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seen == count
    return peak / 2**20, (most - begun) / 2**20


def test_a_stream_of_runs_does_not_grow() -> None:
    known, whole = growth(5000)
    assert known < 16.0
    assert whole < 48.0


def test_results_handed_on_one_by_one_are_those_of_the_dataset_and_are_not_kept() -> None:
    """The outcomes of 3,000 runs fill megabytes in a Dataset; where each is handed on, some blocks are all there is."""
    wanted: dict[str, Any] = {
        "points": [{}, {"candour": 0.9}],
        "chance_seeds": range(1500),
        "programme_seeds": 1,
        "outcomes": ["trust", "attended", "backlog_by_service"],
        "threads": 2,
    }
    dataset = simulate("tiny_trap", **wanted)
    whole = {name: dataset[name].values for name in wanted["outcomes"]}
    seen = set()

    def check(result: Result) -> None:
        _, point, seed = result.place
        seen.add((point, seed))
        for name, values in result.arrays.items():
            assert values.tobytes() == whole[name][point, seed].tobytes()

    tracemalloc.start()
    status = simulate("tiny_trap", **wanted, each=check)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(seen) == 3000
    assert set(status.data_vars) == {"status", "point_candour"}
    assert (status["status"] == "done").all()
    assert peak < 0.7 * sum(values.nbytes for values in whole.values())


@pytest.mark.slow
def test_a_stream_of_a_hundred_thousand_runs_does_not_grow() -> None:
    known, whole = growth(100_000)
    assert known < 48.0
    assert whole < 128.0
