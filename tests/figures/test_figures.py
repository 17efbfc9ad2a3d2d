"""Every figure is drawn whole: files written, the same bytes twice, no word off the page or on another word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import matplotlib
import numpy as np
import pytest
import xarray

from pages import check_page, words_on
from samskapa.figures import draw_run, draw_who_changed
from samskapa.figures.changed import draw_changed
from samskapa.figures.niches import draw_niches
from samskapa.figures.page import inches_of, spread_apart, wrapped
from samskapa.figures.people import draw_people, lay_out
from samskapa.figures.promises import draw_promises, places_of, raised_in
from samskapa.figures.style import drawing
from samskapa.figures.trajectories import draw_trajectories
from samskapa.figures.worlds import World, ticks_of
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.programme import ServicePlan, build_programme
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.settings import Settings
from samskapa.science.ties import PERMANENT
from samskapa.studies.reach import Difference
from samskapa.study.executors import Portrait
from samskapa.study.statistics.spread import quantiles

COUNTS = {
    "explicit_made": 48.0,
    "implicit_made": 43.0,
    "declined": 20.0,
    "kept_in_time": 33.0,
    "kept_late": 5.0,
    "broken_explicit": 8.5,
    "orphaned": 1.5,
    "broken_implicit": 40.5,
    "open_explicit": 0.0,
    "open_implicit": 4.0,
    "not_listed": 0.0,
}
LONG = "A name that nobody would give to a world unless to see whether it still fits the page, which it must, or not"


def scenario(services: int = 6, weeks: int = 60, **more: object) -> Scenario:
    plans = tuple(ServicePlan(f"unit_{n}", "category housing", 12 + 5 * (n % 4), 2 + n % 3) for n in range(services))
    return replace(Scenario("world", "A world", "A story.", weeks, plans, Settings()), **more)  # type: ignore[arg-type]


def results(world: Scenario, seeds: int = 8, level: float = 0.4, meetings: bool = True) -> xarray.Dataset:
    """Made-up numbers in the shape that the door gives them; attendance only in some weeks."""
    chance = np.random.default_rng(7)
    walk = level + np.cumsum(chance.normal(0, 0.01, (1, seeds, world.weeks)), axis=2)
    by_service = np.clip(walk[..., None] + chance.normal(0, 0.3, (1, seeds, 1, len(world.services))), 0, 1)
    data: dict[str, object] = {name: (("point", "seed", "week"), np.clip(walk, 0, 1)) for name in OUTCOMES}
    grown = np.linspace(0, 1, world.weeks)
    for name, count in COUNTS.items():
        data[name] = (("point", "seed", "week"), np.broadcast_to(grown * count * meetings, walk.shape).copy())
    invited = np.where(np.arange(world.weeks) % 6 == 2, 100.0 * meetings, 0.0)
    data["invited"] = (("point", "seed", "week"), np.broadcast_to(invited, walk.shape).copy())
    data["attended"] = (("point", "seed", "week"), np.broadcast_to(0.2 * invited, walk.shape).copy())
    for name in ("enabling", "entrapping"):
        states = by_service > 0.6 if name == "enabling" else by_service < 0.2
        data[f"{name}_by_service"] = (("point", "seed", "week", "service"), states.astype(float))
    data["status"] = (("point", "seed"), np.full((1, seeds), "done"))
    return xarray.Dataset(data)


def likeness(world: Scenario, seed: int = 1, level: float = 0.3) -> Portrait:
    """Made-up people before and after a run."""
    programme = build_programme(world.services, world.settings, seed)
    numbers = np.arange(programme.residents)
    start = np.where(programme.tie_kind == PERMANENT, 1.0, 0.0)
    after = np.where((programme.tie_kind > PERMANENT) & (programme.neighbours % 3 == 0), 0.6, start)
    return Portrait(
        world.name,
        seed,
        world.weeks,
        programme,
        tuple(plan.name for plan in world.services),
        np.full(programme.residents, level),
        numbers / len(numbers),
        start,
        after,
        (numbers % 9 == 0) * 1.0,
        numbers % 5.0,
        numbers % 7.0,
    )


def worlds_of(*pairs: tuple[Scenario, xarray.Dataset]) -> list[World]:
    return [World(number, *pair) for number, pair in enumerate(pairs)]


def many(count: int, **more: object) -> list[World]:
    every = [scenario(name=f"world_{n}", title=f"World number {n}", **more) for n in range(count)]
    return worlds_of(*((world, results(world, level=0.2 + 0.1 * n)) for n, world in enumerate(every)))


def cases() -> dict[str, list[World]]:
    plain = scenario()
    failed = results(plain)
    failed["status"][0, 3:] = "ValueError: no"
    unknown = results(plain)
    for name in unknown.data_vars:
        if name != "status":
            unknown[name][:] = np.nan
    nothing = scenario(name="none", title="No project", settings=Settings({"project": 0}))
    later = scenario(name="later", title="Later", weeks=90, settings=Settings({"project_start": 40}))
    full = results(plain)
    full["not_listed"][:] = 3.0
    few = results(plain)
    for name in COUNTS:
        few[name][:] = few[name] / 50
    dated = {"start_date": date(2016, 4, 4)}
    plans = tuple(ServicePlan(f"{LONG[:60]} {n}", "x", 30 + 80 * (n == 4), 4) for n in range(9))
    long = replace(scenario(weeks=208), name="long", title=LONG, start_date=date(2016, 4, 4), services=plans)
    return {
        "one world": worlds_of((plain, results(plain))),
        "one seed, one service": worlds_of((scenario(1), results(scenario(1), seeds=1))),
        "a dozen worlds": many(12),
        "three windows and no project": worlds_of(
            (plain, results(plain)), (nothing, results(nothing, meetings=False)), (later, results(later))
        ),
        "no meeting anywhere": worlds_of((nothing, results(nothing, meetings=False))),
        "nothing known": worlds_of((plain, unknown)),
        "failed runs": worlds_of((plain, failed), (nothing, results(nothing, meetings=False))),
        "no run finished": worlds_of(
            (plain, results(plain, seeds=3).assign(status=(("point", "seed"), np.full((1, 3), "failed"))))
        ),
        "little beside much": worlds_of((plain, results(plain)), (plain, few)),
        "a full list": worlds_of((plain, full)),
        "dated, long names, nine services": worlds_of((long, results(long)), (long, results(long))),
        "four worlds": many(4, services=9, weeks=208, **dated),
        "one week": worlds_of((scenario(weeks=1), results(scenario(weeks=1)))),
        "forty services": worlds_of((scenario(40), results(scenario(40)))),
        "ten years": worlds_of((scenario(weeks=520, **dated), results(scenario(weeks=520)))),
    }


CASES = cases()
FIGURES = {"trajectories": draw_trajectories, "niches": draw_niches, "promises": draw_promises}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FIGURES)
def test_no_words_leave_the_page_or_lie_on_others(name, case):
    with drawing():
        page = FIGURES[name](CASES[case])
        check_page(page)
    assert page.title


@pytest.mark.parametrize(
    "case",
    [
        "one seed, one service",
        "four worlds",
        "three windows and no project",
        "forty services",
        "dated, long names, nine services",
    ],
)
def test_the_people_stay_on_the_page(case):
    worlds = CASES[case]
    portraits = [likeness(world.scenario, level=0.3) for world in worlds]
    with drawing():
        page = draw_people(portraits, worlds)
        check_page(page)


def test_worlds_that_begin_alike_share_one_picture_of_the_beginning():
    worlds = many(3)
    alike = [likeness(world.scenario) for world in worlds]
    apart = [likeness(world.scenario, level=0.1 * n) for n, world in enumerate(worlds)]
    with drawing():
        counts = [
            sum("Before the first week" in words for words, _ in words_on(draw_people(portraits, worlds)))
            for portraits in (alike, apart)
        ]
    assert counts == [1, 3]


def test_it_is_said_that_no_meeting_was_held():
    with drawing():
        for draw, sentence in ((draw_trajectories, "no meeting held"), (draw_promises, "No meeting held")):
            page = draw(CASES["no meeting anywhere"])
            assert any(sentence in words for words, _ in words_on(page))
        page = draw_trajectories(CASES["three windows and no project"])
        assert any(words == "no meeting held in B" for words, _ in words_on(page))


def test_seeds_bands_and_dates_are_stated():
    with drawing():
        said = draw_trajectories(CASES["four worlds"]).description
    assert "8 seeds" in said
    assert "bands: 50 and 90 % of runs, chance only" in said
    assert "Week 0 begins on 4 April 2016" in said
    with drawing():
        said = draw_trajectories(CASES["one seed, one service"]).description
    assert "1 seed" in said
    assert "bands" not in said


def test_files_are_written_the_same_bytes_twice_and_settings_are_left_alone(tmp_path):
    pair = (scenario(3), results(scenario(3)))
    before = dict(matplotlib.rcParams)
    first, again = (draw_run([pair], [likeness(pair[0])], tmp_path / name) for name in ("first", "again"))
    assert [path.name for path in first] == [
        f"{name}.{kind}" for name in ("trajectories", "niches", "promises", "people") for kind in ("png", "svg")
    ]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert dict(matplotlib.rcParams) == before
    assert b"<dc:date>" not in first[1].read_bytes()


def test_without_portraits_there_is_no_picture_of_people_and_without_runs_no_other(tmp_path):
    pair = (scenario(1), results(scenario(1)))
    assert len(draw_run([pair], [], tmp_path / "runs")) == 6
    assert len(draw_run([], [likeness(pair[0])], tmp_path / "people")) == 2
    assert draw_run([], [], tmp_path / "none") == []


def test_pyplot_is_never_loaded():
    import subprocess
    import sys

    code = "import sys, samskapa.figures; print('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


# -- the numbers behind --------------------------------------------------------------------------------


def test_quantiles_leave_out_what_is_not_known():
    values = np.array([[0.0, np.nan, np.nan], [1.0, 3.0, np.nan]])
    found = quantiles(values, (0.0, 0.5, 1.0))
    assert found[:, 0].tolist() == [0.0, 0.5, 1.0]
    assert found[:, 1].tolist() == [3.0] * 3
    assert np.isnan(found[:, 2]).all()


def test_the_flow_balances_and_its_endings_keep_their_distance():
    counts = {**COUNTS}
    ends = (
        "kept_in_time",
        "kept_late",
        "open_explicit",
        "broken_explicit",
        "broken_implicit",
        "open_implicit",
        "declined",
        "not_listed",
    )
    assert sum(counts[name] for name in ends) == pytest.approx(raised_in(counts))
    places = places_of(counts, 0.02, full=True).endings
    middles = [places[name] + counts[name] * 0.01 for name in ends]
    assert all(b - a > 0.15 for a, b in pairwise(middles))


def test_everybody_has_a_place_of_their_own_in_their_own_room():
    programme = build_programme(scenario(9).services, Settings(), 1)
    layout = lay_out(programme, 4.5, 4.0)
    for service in range(9):
        people = layout.residents[list(programme.residents_of(service))]
        away = np.linalg.norm(people - layout.centres[service], axis=1)
        assert (away < layout.radii[service]).all()
    apart = np.linalg.norm(layout.residents[:, None] - layout.residents, axis=2)
    assert apart[~np.eye(len(apart), dtype=bool)].min() > 0.7 * layout.spacing
    rooms = np.linalg.norm(layout.centres[:, None] - layout.centres, axis=2) - layout.radii - layout.radii[:, None]
    assert rooms[~np.eye(9, dtype=bool)].min() > 0


@pytest.mark.parametrize("weeks", [1, 12, 40, 60, 208, 520, 5200])
@pytest.mark.parametrize("start", [None, date(2016, 4, 4)])
def test_the_axis_of_time_has_few_ticks_inside(weeks, start):
    places, words, _ = ticks_of(weeks, start)
    assert 1 <= len(places) == len(words) <= 7
    assert all(0 <= place <= weeks for place in places)


def test_words_are_wrapped_and_shortened_to_their_room():
    lines = wrapped(LONG, 2.0, 9, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(inches_of(line, 9) <= 2.0 for line in lines)
    assert wrapped("A", 0.01, 9) == ["…"]


def test_labels_are_spread_apart_within_their_room():
    found = spread_apart([0.9, 0.9, 0.1, 0.9], 0.2, 0.0, 1.0)
    assert found == pytest.approx([0.6, 0.8, 0.1, 1.0])
    assert min(spread_apart([0.5] * 20, 0.2, 0.0, 1.0)) >= 0


# -- whom a change reached -----------------------------------------------------------------------------


def spread(world: Scenario, reached: int) -> list[Difference]:
    """A change that began with one resident and reaches the next ones, by every route in turn."""
    routes = ("peers", "own worker", "service", "programme")
    found = [Difference(0, 0, 0, 0, 3, ("trust_primary",), "itself", ())]
    return found + [
        Difference(0, 0, n, 0, 4 + n // 9, ("prediction",), routes[n % 4], (n - 1,)) for n in range(1, reached)
    ]


@pytest.mark.parametrize(("services", "reached"), [(6, 90), (6, 0), (1, 2), (40, 700)])
def test_whom_a_change_reached_stays_on_the_page(services, reached):
    world = scenario(services)
    with drawing():
        page = draw_changed(world, spread(world, reached)[:reached], world.weeks, ("one", LONG))
        check_page(page)
    told = "nobody differs" if not reached else f"{reached} of {sum(plan.residents for plan in world.services)}"
    assert told in page.title


def test_whom_a_change_reached_is_marked_once_each_and_the_file_is_the_same_twice(tmp_path):
    world = scenario()
    found = spread(world, 50)
    page = draw_changed(world, found, world.weeks, ("one", "other"))
    marks = np.concatenate([scatter.get_offsets() for scatter in page.figure.axes[0].collections])
    assert sorted(marks[:, 0]) == sorted(one.week for one in found)
    files = [draw_who_changed(world, found, world.weeks, ("one", "other"), tmp_path / name) for name in "ab"]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
