"""The calibration: what is searched, how it is scored, that it can be rerun and taken up, and when it is adopted."""

from __future__ import annotations

import csv
import math

import pytest

from samskapa.science.errors import ScenarioError
from samskapa.science.parameters import PARAMETERS
from samskapa.studies import calibration
from samskapa.studies.calibration import (
    Row,
    Search,
    Trial,
    adopted,
    asked,
    children,
    chosen_toml,
    cost,
    distance,
    moves,
    present,
    read_rows,
    searched,
    strengths_of,
)
from samskapa.studies.patterns.judge import Judgement
from samskapa.studies.patterns.table import PATTERNS
from samskapa.study.verdicts import Effect


@pytest.fixture
def short(monkeypatch):
    """A search small enough for a test."""
    monkeypatch.setattr(calibration, "WIDE_POINTS", 4)
    monkeypatch.setattr(calibration, "ROUNDS", 2)
    monkeypatch.setattr(calibration, "CHILDREN", 8)


def made_up(points):
    """Margins that ask for more engagement, and for nothing else."""
    margins = [calibration.rounded(40.0 * (point["engagement_start"] - 0.45) - 1.0, 5) for point in points]
    return [(margin,) * len(asked()) for margin in margins]


def test_only_assumptions_within_their_plausible_ranges_are_searched():
    ranges = searched()
    assert len(ranges) > 90
    for name, (low, high) in ranges.items():
        assert PARAMETERS[name].is_assumption
        assert (low, high) == PARAMETERS[name].plausible
        assert low <= PARAMETERS[name].default <= high
    assert not {"candour", "project_weeks", "loss_ratio", "binding_share", "peer_ties", "meeting_hours"} & set(ranges)


def test_held_out_patterns_are_never_asked():
    assert [pattern.name for pattern in asked()] == [*(f"C{n}" for n in range(1, 32, 2)), "C32", "C0"]


def test_a_cost_falls_as_a_pattern_gets_stronger_and_never_without_end():
    costs = [cost(strength) for strength in (-math.inf, -20.0, -5.0, -1.0, 0.0, 1.0, 3.0, 50.0, math.inf)]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] < 5.0
    assert costs[-1] >= 0.0


def test_a_parameter_moved_over_its_whole_range_costs_a_fixed_amount():
    low, high = PARAMETERS["confidence_start"].plausible
    half = dict(present(), confidence_start=PARAMETERS["confidence_start"].default + (high - low) / 2)
    assert distance(present()) == 0.0
    assert distance(half) == pytest.approx(0.5)
    strengths = (2.0,) * len(asked())
    difference = Row(0, "", present(), strengths).score - Row(1, "", half, strengths).score
    assert difference == pytest.approx(calibration.DISTANCE_COST * 0.5)


def test_children_stay_in_range_and_are_the_same_every_time():
    parents = [Row(0, "", present(), (0.0,) * len(asked()))]
    first, again = children(parents, 3), children(parents, 3)
    assert first == again != children(parents, 4)
    assert len(first) == calibration.CHILDREN
    for point in first:
        assert all(low <= point[name] <= high for name, (low, high) in searched().items())
        assert 2 <= len(moves(point)) <= 30


def test_the_search_finds_what_pays_and_returns_the_rest(tmp_path, short):
    search = Search(tmp_path / "log.csv", look=made_up)
    final = search.run()
    assert set(moves(final.point)) == {"engagement_start"}
    assert final.point["engagement_start"] > 0.5
    assert final.point["engagement_start"] == calibration.rounded(final.point["engagement_start"], 2)
    with (tmp_path / "log.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["number"]) for row in rows] == list(range(len(search.rows)))
    assert {row["first_seed"] for row in rows} == {str(calibration.SEARCH_FIRST)}
    assert float(rows[0]["score"]) == pytest.approx(search.rows[0].score, abs=1e-6)


def test_an_interrupted_search_goes_on_to_the_same_end(tmp_path, short):
    whole = Search(tmp_path / "whole.csv", look=made_up)
    final = whole.run()
    left = 3

    def interrupted(points):
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return made_up(points)

    log = tmp_path / "log.csv"
    with pytest.raises(KeyboardInterrupt):
        Search(log, look=interrupted).run()
    remembered = read_rows(log)
    assert 0 < len(remembered) < len(whole.rows)
    again = Search(log, remembered=remembered, look=made_up)
    assert again.run() == final
    assert again.looked == len(whole.rows) - len(remembered)
    assert log.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_the_log_of_another_search_is_refused(tmp_path, short):
    log = tmp_path / "log.csv"
    Search(log, look=made_up).run()
    text = log.read_text(encoding="utf-8")
    log.write_text(text.replace(calibration.code_of_search(), "0" * 16), encoding="utf-8")
    with pytest.raises(ScenarioError, match="another search"):
        read_rows(log)


def test_margins_are_those_of_the_model_with_the_point_as_its_defaults(monkeypatch):
    monkeypatch.setattr(calibration, "SEARCH_PAIRS", 4)
    monkeypatch.setattr(calibration, "asked", lambda: [PATTERNS["C31"], PATTERNS["C5"]])
    usual, floor = strengths_of([present(), dict(present(), capacity_floor=0.5)], threads=1)
    assert usual[0] == math.inf == floor[0]
    assert usual[1] > floor[1]


def trial(before: float, after: float) -> Trial:
    judgements = [Judgement((Effect(mean, mean - 0.1, mean + 0.1, 0.0, 24),)) for mean in (before, after)]
    return Trial(PATTERNS["C1"], *judgements)


@pytest.mark.parametrize(
    ("trials", "is_adopted"),
    [
        ([(1.0, 1.0), (-1.0, 1.0)], True),
        ([(1.0, 1.0), (-1.0, -0.2)], False),
        ([(1.0, 0.0), (-1.0, 1.0), (-1.0, 1.0)], False),
        ([(0.0, 1.0)], True),
        ([(1.0, 1.0)], False),
    ],
)
def test_adopted_only_if_more_hold_and_none_is_lost(trials, is_adopted):
    assert adopted([trial(*one) for one in trials]) is is_adopted


def test_chosen_values_say_what_they_were():
    written = chosen_toml(dict(present(), hearsay=0.4), is_adopted=True)
    assert "hearsay = 0.4  # was 0.3" in written
    assert written.count(" = ") == 2
