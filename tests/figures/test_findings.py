"""Pictures of findings are drawn whole: no word off the page or on another, the same bytes twice."""

from __future__ import annotations

import math

import matplotlib
import numpy as np
import pytest

from pages import check_page, words_on
from samskapa.figures.findings import draw, draw_findings, in_figures, places_of
from samskapa.figures.page import edges_of
from samskapa.figures.style import drawing
from samskapa.study.findings import Convergence, Data, Findings, HeatMap, LoopPicture, Picture, Plane, Tornado, Trade
from samskapa.study.statistics.means import Index

LONG = (
    "A title that goes on for much longer than any title should, so that it must be broken into several lines or lost"
)
NAMES = ["candour (share)", "staff turnover (per week)", "how long a promise may take before it counts as late (weeks)"]
rng = np.random.default_rng(1)


def name(n: int) -> str:
    return f"{NAMES[n % 3]} {n}"


def index(value: float, half: float = 0.05) -> Index:
    return Index(value, value - half, value + half)


def surface(rows: int, columns: int) -> np.ndarray:
    return np.add.outer(np.linspace(0, 0.4, rows), np.linspace(0, 0.6, columns))


def lines(count: int, level: float = 0.3) -> np.ndarray:
    middle = level + 0.3 * np.linspace(0, 1, count)
    return np.stack([middle, middle - 0.05, middle + 0.05], axis=1)


GRID = tuple(np.linspace(0, 1, 6).tolist())
UNKNOWN = Index(math.nan, math.nan, math.nan)
CASES: dict[str, Data] = {
    "one measure": Tornado(
        ("difference",),
        tuple((name(n), (index(0.3 - 0.1 * n),)) for n in range(7)),
        "difference (share)",
        (0.0, "no difference"),
    ),
    "two measures": Tornado(
        ("with all interactions (total)", "alone (first order)"),
        tuple((name(n), (index(0.5 / (n + 1)), index(0.4 / (n + 1)))) for n in range(12)),
        "share of the variance of the expected outcome",
        (0.0, "no effect"),
    ),
    "one row": Tornado(("mean",), (("all", (index(0.5),)),), "trust (share)", None, bars=False),
    "nothing known": Tornado(("mean",), (("candour", (UNKNOWN,)), ("more", (UNKNOWN,))), "trust (share)"),
    "large numbers": Tornado(
        ("hours",), tuple((name(n), (index(12345.6 * n, 900),)) for n in range(3)), "staff hours (hours)"
    ),
    "many rows": Tornado(
        ("mean",), tuple((name(n), (index(0.01 * n),)) for n in range(36)), "trust (share)", None, False
    ),
    "a plane": Plane(tuple((name(n), index(0.4 / (n + 1), 0.1 / (n + 1)), 0.2 / (n + 1)) for n in range(9)), "share"),
    "a crowded plane": Plane(tuple((name(n), index(0.1 + 0.001 * n, 0.01), 0.05) for n in range(40)), "share"),
    "a plane with one": Plane((("candour", index(0.0, 0.0), 0.0),), ""),
    "a small map": HeatMap("candour (share)", "thickness (share)", GRID[:3], GRID[:3], surface(3, 3), "trust (share)"),
    "a map with holes": HeatMap(
        "candour (share)",
        "thickness (share)",
        GRID,
        GRID,
        np.where(surface(6, 6) > 0.5, np.nan, surface(6, 6)),
        "trust (share)",
    ),
    "a map of names": HeatMap(
        "influence",
        "trust update",
        ("degroot", "bounded", "negativity"),
        ("asymmetric", "symmetric", "confirmatory", "beta_bernoulli"),
        surface(4, 3),
        "hours (hours)",
    ),
    "a large map with its line": HeatMap(
        "candour (share)",
        "thickness (share)",
        tuple(np.linspace(0, 1, 25).tolist()),
        tuple(np.linspace(0, 1, 15).tolist()),
        surface(15, 25),
        LONG,
        0.5,
        lines(15),
    ),
    "a line that is open": HeatMap(
        "candour (share)",
        "thickness (share)",
        GRID,
        GRID[:4],
        surface(4, 6),
        "P(good state)",
        0.5,
        np.array([[np.nan, np.inf, np.inf], [0.8, 0.6, np.inf], [0.2, -np.inf, 0.4], [np.nan, -np.inf, -np.inf]]),
    ),
    "a flat map": HeatMap(
        "candour (share)", "thickness (share)", GRID[:3], GRID[:3], np.full((3, 3), 0.4), "trust (share)"
    ),
    "a loop": LoopPicture(np.linspace(0, 1, 9), lines(9), lines(9, 0.5), "candour (share)", "trust at the end (share)"),
    "a loop of two": LoopPicture(np.array([0.0, 1.0]), lines(2), lines(2), "candour (share)", "trust (share)"),
    "a trade": Trade(
        np.stack([np.linspace(1, 0.3, 40), np.linspace(0.2, 0.95, 40), np.repeat(np.arange(5), 8)], axis=1),
        (0.6, 0.8),
        np.stack([0.5 + 0.1 * rng.random(20), 0.6 + 0.2 * rng.random(20)], axis=1),
        0.2,
        tuple(f"{name(n)} >= 0.{n}" for n in range(6)),
    ),
    "a trade of much": Trade(
        np.array([[1.0, 0.9, 0.0], [0.5, 0.97, 1.0]]), (0.5, 0.97), np.empty((0, 2)), 0.9, ("a >= 0.2",)
    ),
    "convergence": Convergence(
        (64, 128, 256, 512, 1024),
        tuple((name(n), lines(5, 0.1 * n)) for n in range(6)),
        "base rows",
        "total index (share of variance)",
    ),
    "two sizes, all alike": Convergence(
        (8, 16), tuple((name(n), lines(2, 0.3)) for n in range(6)), "base rows", "index"
    ),
}


def picture(case: str) -> Picture:
    return Picture(
        case.replace(" ", "_"),
        f"{case.capitalize()}: what is seen here",
        "12 points, 20 seeds; chance only.",
        "Intervals: 95 %. They say nothing about equations that may be wrong.",
        CASES[case],
    )


@pytest.mark.parametrize("case", CASES)
def test_no_words_leave_the_page_or_lie_on_others(case):
    with drawing():
        page = draw(picture(case))
        check_page(page)


def test_a_long_title_and_long_notes_stay_on_the_page():
    with drawing():
        page = draw(Picture("long", LONG, LONG * 3, LONG * 3, CASES["one measure"]))
        check_page(page)


def test_files_are_written_and_the_same_numbers_give_the_same_bytes(tmp_path):
    findings = Findings(
        pictures=tuple(map(picture, ("one measure", "a plane", "a line that is open", "a loop", "a trade")))
    )
    settings = dict(matplotlib.rcParams)
    first = draw_findings(findings, tmp_path / "one", vector=True)
    again = draw_findings(findings, tmp_path / "two", vector=True)
    assert [path.name for path in first][:2] == ["one_measure.png", "one_measure.svg"]
    assert len(first) == 10
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert dict(matplotlib.rcParams) == settings
    assert draw_findings(Findings(), tmp_path / "none") == []


def test_inputs_and_units_stand_on_the_page():
    with drawing():
        for case in ("two measures", "a plane", "a map of names", "a loop", "convergence", "a trade"):
            words = " ".join(one for one, _ in words_on(draw(picture(case))))
            data = CASES[case]
            for wanted in {
                Tornado: ["share of the variance", "candour (share)"],
                Plane: ["share over the whole range"],
                HeatMap: ["influence", "negativity", "hours (hours)"],
                LoopPicture: ["candour (share)", "way back"],
                Convergence: ["base rows"],
                Trade: ["coverage", "density", "The box"],
            }[type(data)]:
                assert wanted in words


def test_edges_of_cells_lie_between_values_and_names_lie_one_after_another():
    assert edges_of((0.0, 1.0, 3.0)) == [-0.5, 0.5, 2.0, 4.0]
    assert edges_of(places_of(("a", "b"))) == [-0.5, 0.5, 1.5]
    assert edges_of(places_of((2.0,))) == [-0.5, 0.5]


def test_a_number_that_is_not_known_is_a_dash():
    assert in_figures(UNKNOWN, 2) == "-"
    assert in_figures(Index(0.5, math.nan, math.nan), 2) == "0.50"
    assert in_figures(index(0.5), 2) == "0.50 (0.45 to 0.55)"
