"""A state that leaves its bounds is noticed in its week, whatever changed it.

The engine does not look at every state of everybody every week: whoever changes a state says that it is to be looked
at. So bounds are drawn in until some states lie beyond, and what is noticed is held against what everybody's states
were.
"""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from drawing import EVERY_STATE, drawn_block
from numpy.typing import NDArray

from samskapa.engine.machine import blocks
from samskapa.science.run import OF_PERSON, Run

BLOCKS = range(12)
SHARES = (0.3, 0.7, 0.95, 0.999)
"""Of the values that a state had, the share that lies within the bounds drawn in."""

SELDOM = ("secondary", "sponsor_left")
"""What changes at a course only, or when a hero's worker leaves."""


@pytest.fixture(scope="module")
def lived() -> list[tuple[list[Run], NDArray[np.float64]]]:
    """Blocks, and what was: every state of every resident, shape (states, weeks, residents, lanes)."""
    found = []
    for number in BLOCKS:
        runs = drawn_block(number, 26, 8)
        results = dict(blocks.run_block(list(enumerate(runs))))
        found.append(
            (
                runs,
                np.stack(
                    [
                        np.stack([results[lane].arrays[OF_PERSON + name] for lane in range(len(runs))], axis=-1)
                        for name in EVERY_STATE
                    ]
                ),
            )
        )
    return found


def noticed(runs: list[Run], field: int, low: float, high: float) -> list[str]:
    """What is said of each lane when a state is held to other bounds."""
    real = blocks.new_state

    def narrowed(*arguments: Any) -> Any:
        state = real(*arguments)
        state.bounds[field] = low, high
        return state

    with patch.object(blocks, "new_state", narrowed):
        results = dict(blocks.run_block(list(enumerate(runs))))
    return [results[lane].failure for lane in range(len(runs))]


def first_beyond(values: NDArray[np.float64], low: float, high: float) -> tuple[int, int] | None:
    """Week and resident of the first value beyond, of values with the shape (weeks, residents)."""
    beyond = np.argwhere(~((values >= low) & (values <= high)))
    return (int(beyond[0][0]), int(beyond[0][1])) if len(beyond) else None


@pytest.mark.parametrize("state", EVERY_STATE)
def test_what_leaves_its_bounds_is_noticed_in_its_week(
    lived: list[tuple[list[Run], NDArray[np.float64]]], state: str
) -> None:
    field, weeks_of_failure = EVERY_STATE.index(state), set()
    for runs, everything in lived:
        values = everything[field]
        for share in SHARES:
            for low, high in ((-np.inf, np.quantile(values, share)), (np.quantile(values, 1.0 - share), np.inf)):
                for lane, said in enumerate(noticed(runs, field, low, high)):
                    expected = first_beyond(values[..., lane], low, high)
                    if expected is None:
                        assert not said, f"{said} in {runs[lane].scenario.title}"
                        continue
                    week, resident = expected
                    assert state in said
                    assert f"week {week}," in said + ","
                    assert f"resident {resident}" in said
                    weeks_of_failure.add(week)
    assert len(weeks_of_failure) > (0 if state in SELDOM else 5)
