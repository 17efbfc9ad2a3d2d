"""Metrics on worlds made by hand, whose answers are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
import xarray

from samskapa.science.programme import ServicePlan
from samskapa.science.run import BY_SERVICE, OF_PERSON
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.settings import Settings
from samskapa.studies.patterns.metrics import METRICS
from samskapa.study.comparison import World

WEEKS = 208
PLANS = (
    ServicePlan("a", "housing_first", 2, 1),
    ServicePlan("b", "category_housing", 2, 1),
    ServicePlan("c", "shelter", 2, 1),
    ServicePlan("d", "training_flats", 2, 1),
)
WEEK = np.arange(WEEKS, dtype=float)


def world(weekly=None, by_service=None, people=None, status=("done",), **values) -> World:
    """A world whose weekly numbers are given: the same for every seed, or a row a seed."""
    settings = Settings({"project_start": 26, "project_weeks": 40, **values})
    scenario = Scenario("made", "", "", WEEKS, PLANS, settings)
    runs = len(status)

    def runs_first(numbers, dims):
        array = np.asarray(numbers, dtype=float)
        return (("point", "seed", *dims), np.broadcast_to(array, (1, runs, *array.shape[-len(dims) :])).copy())

    data = {name: runs_first(numbers, ("week",)) for name, numbers in (weekly or {}).items()}
    data |= {name + BY_SERVICE: runs_first(n, ("week", "service")) for name, n in (by_service or {}).items()}
    data |= {OF_PERSON + name: runs_first(n, ("week", "person")) for name, n in (people or {}).items()}
    data["status"] = (("point", "seed"), np.array([status]))
    coordinates = {"programme_seed": ("seed", np.arange(runs)), "chance_seed": ("seed", np.arange(runs))}
    return World(scenario, xarray.Dataset(data, coordinates))


def value(metric: str, made: World) -> float:
    found = METRICS[metric].of(made)
    assert found.shape == (len(made.statuses),)
    return float(found[0])


def during(first, last, inside=1.0, outside=0.0):
    return np.where((first <= WEEK) & (last > WEEK), inside, outside)


def constant(rows):
    """States of people that do not change; shape (weeks, people)."""
    return np.tile(np.array(rows, dtype=float), (WEEKS, 1))


def test_end_is_the_last_twelve_project_weeks_and_fin_the_last_twelve():
    made = world({"trust": during(54, 66, 0.6, 0.1) + during(196, 208, 0.4)})
    assert value("trust_end", made) == pytest.approx(0.6)
    assert value("trust_fin", made) == pytest.approx(0.5)
    assert value("trust_drift", world({"trust": during(14, 26, 0.3, 0.4)})) == pytest.approx(0.1)


def test_a_run_that_failed_is_not_known():
    made = world({"trust": WEEK, "attended": WEEK, "invited": WEEK}, status=("done", "RunError: left its bounds"))
    for metric in ("trust_fin", "attendance_end", "attendance_fin"):
        first, second = METRICS[metric].of(made)
        assert not math.isnan(first)
        assert math.isnan(second)


def test_attendance():
    meetings = np.where(np.isin(WEEK, [26, 32, 62, 72]), 1.0, 0.0)
    made = world({"invited": 8.0 * meetings, "attended": np.where(WEEK == 26, 4.0, 2.0) * meetings})
    assert value("attendance_first", made) == 0.5
    assert value("attendance_end", made) == 0.25
    assert value("attendance_fin", made) == 0.0
    last_year = world({"invited": 8.0 * (WEEK == 204), "attended": 4.0 * (WEEK == 204)}, own_meeting_interval=6)
    occasions = sum(1 for week in range(156, 208) if (week - 66) % 6 == 0)
    assert value("attendance_fin", last_year) == pytest.approx(4.0 / (8.0 * occasions))


def test_coming_again_counts_project_weeks_only():
    made = world({"came_before": during(26, 66, 4.0, 4.0), "came_again": during(26, 66, 1.0, 3.0)})
    assert value("came_again", made) == 0.25
    assert math.isnan(value("came_again", world({"came_before": 0.0 * WEEK, "came_again": 0.0 * WEEK})))


def test_promises():
    books = {"fulfilment": WEEK / 207.0, "broken_explicit": WEEK, "broken_implicit": 2.0 * WEEK}
    made = world(books, hanging_weight=0.5)
    assert value("fulfilment", made) == 1.0
    assert value("afterwork", made) == 414.0


def test_heroes():
    made = world(
        {
            "heroes_found": during(65, 66, 1.0),
            "heroes_active": during(65, 66, 2.0),
            "heroes_withdrawn": during(65, 66, 1.0),
        }
    )
    assert value("heroes_active", made) == 2.0
    assert value("heroes_withdrawn", made) == 0.25
    nobody = world({f"heroes_{state}": 0.0 * WEEK for state in ("found", "active", "withdrawn")})
    assert math.isnan(value("heroes_withdrawn", nobody))


def test_own_meetings_within_a_year():
    held = np.zeros((WEEKS, 4))
    held[100:, 0] = 1.0
    held[130:, 1] = 1.0
    assert value("own_meeting_share", world(by_service={"own_meetings": held})) == 0.25


def test_retention():
    left = np.zeros((WEEKS, 4))
    left[:52] = 9.0
    left[52:, 0] = 9.0 + 2 * 3.0 * 0.25  # a quarter leaves each of three years, of two residents
    left[52:, 1] = 9.0 + 2 * 3.0
    left[:52, :2] = 9.0
    made = world(by_service={"resident_exits": left})
    assert value("retention_housing_first", made) == pytest.approx(math.exp(-0.25))
    assert value("retention_staircase", made) == pytest.approx(math.exp(-1.0))


def test_services_of_a_kind():
    levels = constant([0.1, 0.2, 0.3, 0.4])
    made = world(by_service={"prediction": levels, "routine": levels})
    assert value("prediction_fin_shelter", made) == pytest.approx(0.3)
    assert value("routine_fin_flats", made) == pytest.approx(0.4)


def test_partners():
    trust = np.where(WEEK < 60, 1.0, np.where(WEEK < 86, 0.4, 0.7))
    made = world({"partner_trust": trust}, pause_week=60, pause_weeks=26)
    assert value("partner_trust_regained", made) == pytest.approx(0.3)
    assert value("partner_trust_fin", made) == pytest.approx(0.7)


def test_roles():
    made = world({"trust": during(54, 66, 0.5), "belief": during(54, 60, 0.3, 0.8), "second_workers": WEEK})
    assert value("role_gap_end", made) == pytest.approx(0.25)
    assert value("cross_role_ties", made) == 65.0


def settled():
    """Tenure of eight residents: the last one moved in in week 50."""
    tenure = np.tile(WEEK[:, None], (1, 8))
    tenure[50:, 7] = WEEK[50:] - 50
    return tenure


def test_habit_of_those_who_never_missed_and_of_those_who_missed_one():
    people = {
        "tenure": settled(),
        "offered": constant([4, 4, 4, 4, 4, 4, 0, 1]),
        "sessions": constant([4, 4, 3, 3, 2, 0, 0, 1]),
        "habit": constant([0.2, 0.4, 0.1, 0.2, 0.9, 0.9, 0.9, 0.9]),
    }
    assert value("habit_never_missed", world(people=people)) == pytest.approx(0.3)
    assert value("habit_missed_one", world(people=people)) == pytest.approx(0.15)


def test_those_who_came_are_compared_within_their_service():
    confidence = constant([0.5] * 8)
    confidence[65] = [0.4, 0.6, 0.2, 0.2, 0.9, 0.9, 0.7, 0.1]
    people = {"tenure": settled(), "confidence": confidence, "sessions": constant([1, 0, 2, 3, 0, 0, 1, 1])}
    assert value("confidence_change_gap", world(people=people)) == pytest.approx(-0.2)


def test_who_came_before_the_project_began():
    trust = constant([0.9] * 8)
    trust[25] = [0.6, 0.5, 0.4, 0.3, 0.3, 0.3, 0.3, 0.9]
    people = {"tenure": settled(), "sessions": constant([1, 1, 0, 0, 0, 0, 0, 1]), "trust_primary": trust}
    assert value("baseline_trust_gap", world(people=people)) == pytest.approx(0.55 - 0.32)
    people["sessions"] = constant([0] * 8)
    assert math.isnan(value("baseline_trust_gap", world(people=people)))


def test_newcomers_in_their_first_weeks():
    hurt = constant([1.0] * 8)
    hurt[50:62, 7] = 0.25
    people = {"tenure": settled(), "disappointment": hurt, "trust_primary": hurt}
    assert value("newcomer_disappointment", world(people=people)) == pytest.approx(0.25)
    assert value("newcomer_trust", world(people=people)) == pytest.approx(0.25)
