"""Worlds that cannot be are refused in words."""

from __future__ import annotations

import pytest

from samskapa.science.errors import ImpossibleScenario
from samskapa.science.scenarios import read_scenario
from scenario_files import CHILD, HEAD, SERVICE, WHY, WORLD, refused


def said(*entries: str) -> str:
    lines = (f"{entry.split()[0]} = {{ value = {entry.split()[1]}, {WHY} }}\n" for entry in entries)
    return WORLD + "[parameters]\n" + "".join(lines)


IMPOSSIBLE = [
    (
        said("project_start 200"),
        "x.toml, project_weeks: the project would start in week 200 and end in week 240, "
        "after the horizon of 208 weeks; allowed: project_start + project_weeks up to 208",
    ),
    (
        said("workshop 1", "workshop_seats 64"),
        "x.toml, line 13, parameters.workshop_seats: "
        "32 residents at a workshop for 64, but there are only 30; allowed: up to 30",
    ),
    (said("workshop 1"), "x.toml, workshop_seats: 12 workers at a workshop for 24, but there are only 4"),
    (
        said("course 1", "course_residents 32", "course_workers 2"),
        "x.toml, line 13, parameters.course_residents: "
        "32 residents on the course, but there are only 30; allowed: up to 30",
    ),
    (
        said("course 1", "course_workers 5"),
        "x.toml, line 13, parameters.course_workers: 5 workers on the course, but there are only 4; allowed: up to 4",
    ),
    (
        said("flagship 1", "flagship_families 9").replace("residents = 30", "residents = 8"),
        "x.toml, line 13, parameters.flagship_families: 9 residents of a, the first service, for the flagship promise",
    ),
    (
        said("workshop 1", "workshop_seats 4", "workshop_week 100").replace("208", "80"),
        "x.toml, line 14, parameters.workshop_week: the future workshop would fall in week 126, after the horizon; "
        "allowed: weeks 0 to 79",
    ),
    (
        said("course 1", "course_workers 2", "course_week 60").replace("208", "88"),
        "x.toml, course_weeks: the last week of the course would fall in week 90, after the horizon",
    ),
    (
        said("course 1", "course_workers 2", "course_week 100").replace("208", "88"),
        "x.toml, line 14, parameters.course_week: the course would fall in week 126, after the horizon",
    ),
    (
        said("flagship 1", "flagship_week 200"),
        "x.toml, line 13, parameters.flagship_week: the flagship promise would fall in week 226, after the horizon",
    ),
    (
        said("anchoring_workers 0.5", "anchoring_week 80").replace("208", "90"),
        "x.toml, line 13, parameters.anchoring_week: anchoring would fall in week 106, after the horizon",
    ),
    (
        said("budget_cut 0.5", "budget_cut_week 300"),
        "x.toml, line 13, parameters.budget_cut_week: the budget cut would fall in week 300, after the horizon",
    ),
    (
        said("budget_cut 0.5", "budget_cut_weeks 0"),
        "x.toml, budget_cut_week: the budget cut of week 52 never takes "
        "place: a pause or a dated change is in its way, or it lasts no time",
    ),
    (
        said("manager_change 0.5", "manager_change_week 208"),
        "x.toml, line 13, parameters.manager_change_week: the change of managers would fall in week 208",
    ),
    (
        said("pause_weeks 5", "pause_week 208"),
        "x.toml, line 13, parameters.pause_week: the pause would fall in week 208",
    ),
    (
        said("workshop 1", "workshop_seats 4", "pause_weeks 9", "pause_week 36"),
        "x.toml, workshop_week: the future workshop of week 38 never takes place: a pause",
    ),
    (
        said("peer_ties 3"),
        "x.toml, line 12, parameters.peer_ties: 3 peer ties leave one side of the ring without; "
        "allowed: 0, 2, 4, 6 or 8",
    ),
    (WORLD.replace("workers = 4", "workers = 0"), "x.toml, line 9, services[1].workers: workers = 0 is out of bounds"),
    (
        WORLD.replace("weeks = 208", "weeks = 208\nheads = 0") + "managers = 0\n",
        "x.toml, line 6, services: nobody leads a: no head, and no manager of its own",
    ),
    (HEAD + "services = []\n", "x.toml, line 5, services: a programme needs at least one service"),
    (
        HEAD + "".join(SERVICE.replace('"a"', f'"a{n}"').replace("30", "65535") for n in range(16)),
        "x.toml, line 5, services: 1048640 people are too many; allowed: at most 1000000 in all",
    ),
]


@pytest.mark.parametrize(("text", "message"), IMPOSSIBLE, ids=[message[:60] for _, message in IMPOSSIBLE])
def test_an_impossible_world_is_refused_in_words(text, message):
    assert refused(text, ImpossibleScenario).startswith(message)


def test_without_a_project_its_measures_may_not_fit(tmp_path):
    assert read_scenario(said("project 0", "project_start 300", "course 1", "workshop 1")).settings.project == 0


def test_a_child_may_make_its_base_impossible():
    with pytest.raises(ImpossibleScenario, match=r"text, line 5, weeks|text, project_weeks"):
        read_scenario(CHILD + 'base = "helsingborg"\nweeks = 50\n')
