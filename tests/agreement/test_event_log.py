"""The event log is the same from both engines: the same events, in the same order, with the same values."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from corners import CORNERS
from drawing import at_full_size, drawn_block, run_of

from samskapa import simulate
from samskapa.engine.machine import blocks
from samskapa.science.run import Run
from samskapa.science.scenarios import load_scenario
from samskapa.science.week import KINDS_OF_EVENTS, QUANTITIES, Event
from samskapa.study.executors import run_reference
from samskapa.study.results import event_log


def compiled(runs: list[Run]) -> list[list[Event]]:
    """The event logs of runs of one block."""
    [block] = blocks.blocks_of([replace(run, events=True) for run in runs])
    results = dict(blocks.run_block(block))
    assert not any(result.failure for result in results.values())
    return [results[number].events for number in range(len(runs))]


def reference(run: Run) -> list[Event]:
    """The event log of the Mesa model, without the outcomes nobody asks for."""
    return run_reference(replace(run, events=True, outcomes=(), trajectories=())).events


@pytest.mark.parametrize("batch", range(6))
def test_events_of_drawn_configurations_agree(batch: int) -> None:
    for number in range(batch, 60, 6):
        runs = drawn_block(number)
        for run, events in zip(runs, compiled(runs), strict=True):
            assert events == reference(run), f"{run.scenario.title}, lane {run.place[1]}"


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(20))
def test_events_of_two_thousand_configurations_agree(batch: int) -> None:
    for number in range(1000 + batch, 1500, 20):
        runs = drawn_block(number, 40)
        for run, events in zip(runs, compiled(runs), strict=True):
            assert events == reference(run), f"{run.scenario.title}, lane {run.place[1]}"


@pytest.mark.parametrize("name", CORNERS)
def test_events_at_the_edges_agree(name: str) -> None:
    [events] = compiled([CORNERS[name]])
    assert events == reference(CORNERS[name])


def test_events_at_full_size_agree() -> None:
    run = run_of(at_full_size(load_scenario("helsingborg"), 60), 11, 12)
    [events] = compiled([run])
    assert len(events) > 1000
    assert events == reference(run)


def test_every_kind_of_event_is_told() -> None:
    told = Counter(event for number in range(60) for log in compiled(drawn_block(number)) for event in log)
    assert {event.kind for event in told} == set(KINDS_OF_EVENTS)
    assert {event.quantity for event in told} == set(QUANTITIES)


def test_a_log_that_grew_too_long_is_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = drawn_block(3)
    whole = compiled(runs)
    monkeypatch.setattr(blocks, "room_for_events", lambda run, programme: 5)
    assert max(map(len, whole)) > 5
    assert compiled(runs) == whole


def test_keeping_events_changes_nothing_else() -> None:
    runs = drawn_block(5)
    [block] = blocks.blocks_of(runs)
    [told] = blocks.blocks_of([replace(run, events=True) for run in runs])
    for (_, without), (_, with_them) in zip(blocks.run_block(block), blocks.run_block(told), strict=True):
        assert without.events == []
        assert with_them.events
        assert {name: values.tobytes() for name, values in without.arrays.items()} == {
            name: values.tobytes() for name, values in with_them.arrays.items()
        }


def test_the_door_hands_the_log_out_from_either_engine() -> None:
    wanted = {"chance_seeds": [1, 2], "weeks": 30, "outcomes": ["trust"], "events": True, "threads": 1}
    by_mesa = simulate("tiny_trap", engine="reference", **wanted)
    by_engine = simulate("tiny_trap", engine="compiled", **wanted)
    for seed in (0, 1):
        assert event_log(by_engine, seed=seed) == event_log(by_mesa, seed=seed) != []
    assert by_engine.equals(by_mesa)
