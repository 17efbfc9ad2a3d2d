"""The numbers of a run: the same as worked out from its weeks by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from experiments import ARMS, CUBE, resolved_from
from samskapa import simulate
from samskapa.science.run import Run
from samskapa.science.scenarios import load_scenario
from samskapa.science.settings import Settings
from samskapa.science.summaries import SUMMARIES
from samskapa.study.executors import results_of
from samskapa.study.measure import SETTINGS_OF_SUMMARIES, Column, measured, weekly_needs
from samskapa.study.plan import OutcomeAsked
from samskapa.study.read import read_experiment


def test_columns_are_what_the_weeks_say():
    """Every kind of column against plain NumPy on what the one door gives."""
    resolved = resolved_from(ARMS)
    number = next(n for n, point in enumerate(resolved.points) if point["scenario"] == "broken_promise")
    runs = [resolved.run(resolved.planned(number, place)) for place in (0, 1)]
    found = measured(resolved.columns, runs, results_of(runs))
    by_name = {column.name: found[:, place] for place, column in enumerate(resolved.columns)}
    data = simulate(runs[0].scenario, programme_seeds=[1, 2], chance_seeds=[1, 2], threads=1)
    trust, quality = data["trust_by_service"].values[0], data["quality_by_service"].values[0]
    assert np.array_equal(by_name["trust_final"], data["trust_final"].values[0])
    assert np.array_equal(by_name["good"], (data["good_state"].values[0] >= 0.5).astype(float))
    assert np.allclose(by_name["worst_trust"], trust[:, 60:71].mean(axis=1).min(axis=1), rtol=1e-12)
    for place, service in enumerate(data["service"].values):
        assert np.allclose(by_name[f"quality_each:{service}"], quality[:, -12:, place].mean(axis=1), rtol=1e-12)
    assert np.isnan(by_name["quality_each:house"]).all(), "a service of another scenario"
    for first in range(0, data.sizes["week"], 26):
        part = data["trust"].values[0][:, first : first + 26].mean(axis=1)
        assert np.allclose(by_name[f"trust_path@{first}"], part, rtol=1e-12)


def test_runs_of_different_calendars_are_each_measured_by_their_own():
    world = load_scenario("tiny_trap")
    other = world.changed(project_start=60, project_weeks=20, meeting_interval=4)
    experiment = read_experiment(CUBE.replace('"trust_final"', '"attendance_in_project", "trust_final"'))
    resolved = resolved_from(CUBE)
    columns = [*resolved.columns, Column("a", OutcomeAsked("a", "attendance_in_project"))]
    runs = [Run(one, 1, 1, 120, weekly_needs(experiment)) for one in (world, other, world)]
    found = measured(columns, runs, results_of(runs))
    for row, one in zip(found, (world, other, world), strict=True):
        data = simulate(one, weeks=120, threads=1)
        assert row[-1] == data["attendance_in_project"].item()
        end = int(one.settings.project_start + one.settings.project_weeks)
        assert row[2] == pytest.approx(data["trust"].values[0, 0, end - 12 : end].mean(), rel=1e-12)


class Watched:
    """Settings that note what is read of them."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self.settings, name)


def test_summaries_read_no_setting_that_runs_measured_together_may_differ_in():
    watched = Watched(load_scenario("tiny_trap").settings)
    for summary in SUMMARIES.values():
        summary.of({need: np.ones((2, 208)) for need in summary.needs}, watched, 20)
    assert watched.read <= set(SETTINGS_OF_SUMMARIES)
    assert watched.read


def test_a_run_that_failed_has_no_numbers():
    resolved = resolved_from(CUBE)
    runs = [resolved.run(resolved.planned(0, place)) for place in (0, 1)]
    results = results_of(runs)
    results[1].failure = "RunError: trust left its bounds"
    found = measured(resolved.columns, runs, results)
    assert np.isnan(found[1]).all()
    assert not np.isnan(found[0]).any()
