"""The social trap: what is counted is counted right, and two regimes are there in the runs themselves."""

import csv
import math
from dataclasses import replace

import numpy as np
import pytest

from samskapa.cli.studies import write_trap_page
from samskapa.studies.social_trap import (
    HIGH_START,
    LOW_START,
    QUICK,
    SocialTrap,
    capacity_ratio,
    measure,
    page,
    trap_world,
)
from samskapa.study.analyses.tipping import Edge

SMALL = replace(
    QUICK,
    engagements=(0.1, 0.4, 0.8),
    capacities=(0.04, 0.06, 0.1),
    years=(1, 10),
    seeds=3,
    beliefs=(LOW_START, HIGH_START),
    awakenings=(0.0, 0.5),
    heroes=(0.0, 0.4),
)


@pytest.fixture(scope="module")
def found() -> SocialTrap:
    return measure(SMALL, threads=1)


def test_the_start_decides_where_capacity_is_just_short_of_what_warm_staff_need(found: SocialTrap) -> None:
    low, high = found.up[:, 1, 2, :, -1]
    assert (high - low).min() > 0.3, "high starts stay up for ten years, low ones do not rise"


def test_without_capacity_there_is_only_the_trap(found: SocialTrap) -> None:
    assert found.up[:, 0, :, :, -1].max() < 0.5


def test_engaged_staff_leave_only_the_way_up(found: SocialTrap) -> None:
    assert found.regime(2, 2, -1) == "way up"


def test_every_share_is_a_share_and_every_part_has_its_shape(found: SocialTrap) -> None:
    assert found.up.shape == (2, 3, 3, 3, 2)
    assert found.paths.shape == (2, 3, 3, 520)
    for values in (found.up, found.by_belief, found.by_heroes, found.paths):
        assert np.all((values >= 0.0) & (values <= 1.0))


def made_of(up: list[list[float]]) -> SocialTrap:
    """A map of one capacity and two engagements, with shares up by start and engagement, the same at both horizons."""
    shares = np.array(up)[:, None, :, None, None] * np.ones((2, 1, 2, 3, 2))
    edge = [Edge(0.1, 0.4, 0.3, 0.5, 1.0, False)]
    extent = replace(SMALL, capacities=(0.1,), engagements=(0.2, 0.6))
    return SocialTrap(
        extent,
        shares,
        np.zeros((2, 1, 2, 520)),
        [edge, edge],
        [edge, edge],
        0.4,
        np.zeros((2, 2, 3)),
        edge * 2,
        np.array([0.5, 0.5]),
        np.zeros((2, 2, 3)),
        edge * 2,
        1.0,
        np.array([[math.nan], [math.nan]]),
    )


def test_a_regime_is_named_by_where_either_start_ends() -> None:
    one = made_of([[0.0, 0.9], [0.7, 1.0]])
    assert [one.regime(0, column, -1) for column in (0, 1)] == ["start decides", "way up"]
    assert made_of([[0.0, 0.0], [0.2, 0.4]]).regime(0, 1, 0) == "trap"


def test_the_page_counts_places_that_last() -> None:
    told = page(made_of([[0.0, 0.9], [0.7, 1.0]]), "trap.png")
    assert "Of the 2 places of the map, the start decides in 1 after 1, 1 after 10 years" in told
    assert "no good state at all" in told


def test_capacity_is_translated_by_what_full_agendas_ask() -> None:
    world = trap_world(SMALL).changed(agenda_cap=4, meeting_interval=8, issue_size=1.0)
    assert capacity_ratio(world, 0.1) == pytest.approx(0.1 * 4 * 8 / (4 * 1.137))


def test_page_figure_table_and_stamp_are_written(found: SocialTrap, tmp_path) -> None:
    write_trap_page(found, tmp_path / "trap", "samskapa trap", 1.0)
    names = {path.name for path in (tmp_path / "trap").iterdir()}
    assert names == {"answer.md", "summary.csv", "social_trap.png", "social_trap.svg", "stamp.toml"}
    with (tmp_path / "trap" / "summary.csv").open(encoding="utf-8") as file:
        assert {row["unit"] for row in csv.DictReader(file)} == {"share"}
