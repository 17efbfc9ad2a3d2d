"""Two engines, one truth: what the compiled engine does equals what the Mesa model does in every bit of every field."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from corners import CORNERS
from drawing import EVERY_OUTCOME, EVERY_STATE, at_full_size, drawn_block, run_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sides import RESIDENTS, by_engine, by_reference, disagreements, first_difference

from samskapa import simulate
from samskapa.engine.machine.blocks import run_block
from samskapa.reference.ledger import ENTRIES
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.rules import contact
from samskapa.science.run import OF_PERSON
from samskapa.science.scenarios import load_scenario, scenario_names
from samskapa.science.switches import SWITCHES

BATCHES = 10
NUMBERS = st.integers(0, 2**40 - 1)
SHIPPED = sorted(scenario_names())


def drawn(examples: int) -> settings:
    """So many blocks, the same ones every time; a smaller number is no simpler world, so nothing is shrunk."""
    return settings(max_examples=examples, derandomize=True, deadline=None, database=None, phases=[Phase.generate])


@pytest.mark.parametrize("batch", range(BATCHES))
@given(number=NUMBERS)
@drawn(10)
def test_every_bit_of_drawn_configurations_agrees(batch: int, number: int) -> None:
    """Four hundred configurations, four to a block."""
    assert disagreements(drawn_block(batch * 2**40 + number)) == []


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES, BATCHES + 40))
@given(number=NUMBERS)
@drawn(64)
def test_every_bit_of_ten_thousand_configurations_agrees(batch: int, number: int) -> None:
    assert disagreements(drawn_block(batch * 2**40 + number, 40)) == []


@pytest.mark.parametrize("name", CORNERS)
def test_worlds_at_the_edges_agree(name: str) -> None:
    assert disagreements([CORNERS[name]]) == []


@pytest.mark.parametrize(("name", "weeks"), [("helsingborg", 60), ("dk_hotspot", 40)])
def test_full_size_agrees(name: str, weeks: int) -> None:
    assert disagreements([run_of(at_full_size(load_scenario(name), weeks), 11, 12)]) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", range(50))
def test_fifty_at_full_size_agree(number: int) -> None:
    world = load_scenario(SHIPPED[number % len(SHIPPED)])
    assert disagreements([run_of(world, 100 + number, 200 + number)]) == []


def test_drawn_configurations_leave_nothing_out() -> None:
    """Every alternative, every entry of the books, every outcome and every state takes part in the agreement."""
    seen: Counter[str] = Counter()
    moved = set()
    for number in range(100):
        runs = drawn_block(number)
        seen.update(f"{name}={value}" for name, value in runs[0].scenario.settings.alternatives().items())
        for side in by_engine(runs):
            seen.update(name for name in ENTRIES if side[f"account.{name}"].any())
            moved |= {name for name, values in side.items() if len(np.unique(values)) > 1}
            seen["second owner"] += int((side["promise.second_owner"] >= 0).any())
            seen["second worker gained"] += int((side["resident.secondary"][0] != side["resident.secondary"][-1]).any())
            seen["last place"] += int((side["promise.lead"][:, :, 63] >= 0).any())
            seen["meetings of their own"] += int(side["outcome.own_meetings"][-1] > 0)
    every = {f"{name}={value}" for name, switch in SWITCHES.items() for value in switch.alternatives}
    rare = [name for name in (every - {"activation=drawn"}) | set(ENTRIES) if seen[name] < 3]
    assert not rare
    assert (
        min(seen[name] for name in ("second owner", "second worker gained", "last place", "meetings of their own")) >= 3
    )
    assert {f"outcome.{name}" for name in EVERY_OUTCOME} - moved == set()
    assert {f"resident.{name}" for name in RESIDENTS} - moved == set()


@pytest.mark.parametrize("name", [*EVERY_OUTCOME, *EVERY_STATE])
def test_what_is_asked_for_alone_is_what_it_is_among_all(name: str) -> None:
    """The engine measures only what is asked for; that must not change what it measures."""
    run = CORNERS["uneven_services"]
    wanted = (
        {"outcomes": (name,), "trajectories": ()}
        if name in EVERY_OUTCOME
        else {"outcomes": (), "trajectories": (name,)}
    )
    label = name if name in EVERY_OUTCOME else OF_PERSON + name
    [(_, alone)], [(_, among_all)] = run_block([(0, replace(run, **wanted))]), run_block([(0, run)])
    assert list(alone.arrays) == [label]
    assert alone.arrays[label].tobytes() == among_all.arrays[label].tobytes()


def test_the_door_gives_the_same_data_from_both_engines() -> None:
    """Outcomes, summaries, trajectories, labels and status, with points and seeds that fall into several blocks."""
    points = [{}, {"candour": 0.9}, {"influence": "bounded"}, {"meeting_interval": 2}, {"secondary_share": 0.9}]
    wanted = {
        "points": points,
        "programme_seeds": [1, 1, 2],
        "chance_seeds": [1, 2, 2],
        "weeks": 30,
        "trajectories": ["trust_primary", "hero"],
    }
    by_mesa = simulate("tiny_trap", engine="reference", threads=1, **wanted)
    compiled = simulate("tiny_trap", engine="compiled", threads=2, **wanted)
    assert by_mesa.identical(compiled)
    for name in by_mesa.data_vars:
        assert by_mesa[name].values.tobytes() == compiled[name].values.tobytes(), name


def test_a_difference_is_found_and_shown() -> None:
    """One bit of one field of one person in one week, and a rule that differs by a billionth."""
    run = CORNERS["uneven_services"]
    [side] = by_engine([run])
    spoilt = side | {"worker.belief": side["worker.belief"].copy()}
    spoilt["worker.belief"][7, 3] = np.nextafter(spoilt["worker.belief"][7, 3], 2.0)
    assert first_difference(by_reference(run), side) == ""
    message = first_difference(by_reference(run), spoilt)
    assert message.startswith("week 7, worker.belief[3]: reference ")
    assert message.count("0x1.") == 2

    def a_billionth_more(*arguments: float) -> float:
        return contact.trust_asymmetric(*arguments) * (1.0 - 1e-9)

    assert "resident.trust_primary" in first_difference(
        by_reference(run, {"trust_after_contact": a_billionth_more}), side
    )
    assert len(OUTCOMES) > 60
