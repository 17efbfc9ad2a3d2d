"""Small worlds at the edges: one resident, a full list, a wait longer than the books count, twelve tiny services."""

from __future__ import annotations

from drawing import CROWDED, LIVELY, run_of

from runs import BUSY
from samskapa.science.programme import ServicePlan
from samskapa.science.run import Run
from samskapa.science.scenarios import Scenario
from samskapa.science.settings import Settings


def town(name: str, values: dict[str, float], *plans: tuple[int, int, int], weeks: int = 26, **switches: str) -> Run:
    """A run of a world with services of so many residents, workers and managers."""
    services = tuple(ServicePlan(f"s{n}", "units", *sizes) for n, sizes in enumerate(plans))
    return run_of(Scenario(name, f"corners.{name}", "", weeks, services, Settings(values, switches)), 3, 4)


QUIET = {"project": 0}
SLOW = {**LIVELY, "flagship": 1, "flagship_week": 0, "flagship_deadline": 208, "flagship_size": 200, "voice_rate": 0,
        "delivery_capacity": 0.25, "project_weeks": 420, "workshop": 0, "course": 0, "staff_exit": 0}
FULL = {**CROWDED, "workshop": 1, "workshop_week": 1, "workshop_seats": 64, "deadline": 26, "delivery_capacity": 0}
CORNERS: dict[str, Run] = {run.scenario.name: run for run in (
    town("one_resident", BUSY, (1, 1, 1)),
    town("one_resident_many_workers", {**BUSY, "staff_exit": 0.1}, (1, 9, 0)),
    town("one_worker", {**BUSY, "staff_exit": 0.1}, (20, 1, 1)),
    town("twelve_services", {**LIVELY, "workshop_seats": 64, "course_residents": 32}, *([(2, 1, 1)] * 12)),
    town("uneven_services", LIVELY, (1, 3, 0), (17, 1, 2), (3, 8, 1)),
    town("full_list", FULL, (26, 2, 1)),
    town("full_list_one_to_one", {**FULL, "voice_rate": 4}, (26, 4, 1), mode="one_to_one"),
    town("full_organisation", {**FULL, "course": 1, "course_week": 2, "course_weeks": 1, "course_residents": 32},
         *([(9, 2, 1)] * 3)),
    town("longest_wait", SLOW, (6, 2, 1), weeks=420),
    town("no_project", QUIET, (9, 3, 1), (9, 3, 1)),
    town("everybody_leaves", {**BUSY, "resident_exit": 0.2, "staff_exit": 0.1, "contagion_weeks": 52},
         (9, 4, 1), (9, 4, 1)),
    town("nobody_invited", {**BUSY, "invited_share": 0, "invited_growth": 0}, (9, 2, 1)),
    town("everything_at_once", {**BUSY, "project_start": 0, "anchoring_week": 0, "workshop_week": 0, "course_week": 0,
                                "course_weeks": 1, "flagship_week": 0, "budget_cut_week": 0, "manager_change_week": 0,
                                "pause_week": 1, "meeting_interval": 1}, (9, 3, 1), (9, 3, 0)),
    town("paused_course", {**LIVELY, "course_week": 2, "course_weeks": 4, "pause_week": 5, "pause_weeks": 2},
         (9, 3, 1), (9, 3, 1)),
    town("paused_first_course_week", {**LIVELY, "course_week": 2, "course_weeks": 4, "pause_week": 3, "pause_weeks": 2},
         (9, 3, 1), (9, 3, 1)),
    town("never_anything", {"contact_rate": 0, "resident_exit": 0, "staff_exit": 0, "peer_influence": 0, "project": 0,
                            "load_noise": 0}, (9, 3, 1)),
)}
"""Runs by the name of their world."""
