"""Golden digests, held by both engines, and beside each what a mistake frozen in a digest would break."""

from __future__ import annotations

import numpy as np
import pytest
from golden import WORLDS, digest, golden_run, kept
from numpy.typing import NDArray

from samskapa.science.run import BY_SERVICE, Result
from samskapa.study.executors import results_of

ENGINES = ("reference", "compiled")
COUNTED = (
    "explicit_made",
    "implicit_made",
    "declined",
    "binding_made",
    "not_listed",
    "kept_in_time",
    "kept_late",
    "broken_explicit",
    "broken_implicit",
    "orphaned",
    "meetings_held",
    "staff_exits",
    "resident_exits",
    "staff_hours",
)
MEANS = (
    "trust",
    "confidence",
    "prediction",
    "aspiration",
    "capability",
    "shame",
    "understanding",
    "engagement",
    "exhaustion",
    "quality",
    "norm",
    "routine",
    "strictness",
    "buy_in",
    "partner_trust",
)


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: world[0])
def results(request: pytest.FixtureRequest) -> dict[str, Result]:
    """A golden world run by both engines."""
    return {engine: results_of([golden_run(*request.param)], 1, engine)[0] for engine in ENGINES}


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world[0])
def test_digests_cover_the_worlds(world: tuple[str, int, int, int]) -> None:
    assert world in kept()


@pytest.mark.parametrize("engine", ENGINES)
def test_golden_digest_holds(results: dict[str, Result], engine: str, request: pytest.FixtureRequest) -> None:
    world = request.node.callspec.params["results"]
    assert digest(results[engine]) == kept()[world]


def test_books_balance(results: dict[str, Result]) -> None:
    """E16: made = kept + broken + open + orphaned; hanging + orphaned = expired + open; week by week, everywhere."""
    for more in ("", BY_SERVICE):
        o = {name: results["reference"].arrays[name + more] for name in (*COUNTED, "open_explicit", "open_implicit")}
        settled = o["kept_in_time"] + o["kept_late"] + o["broken_explicit"]
        assert (o["explicit_made"] == settled + o["open_explicit"] + o["orphaned"]).all()
        assert (o["implicit_made"] + o["orphaned"] == o["broken_implicit"] + o["open_implicit"]).all()
        assert (o["binding_made"] <= o["explicit_made"]).all()
        assert (np.diff(np.array([o[name] for name in COUNTED]), axis=1) >= 0.0).all()


def test_people_stay_within_bounds(results: dict[str, Result]) -> None:
    """Shares are shares, who comes was invited, services add up to the programme, quantiles are in order."""
    a = results["reference"].arrays
    assert all(((a[name] >= 0.0) & (a[name] <= 1.0)).all() for name in MEANS)
    assert (a["attended"] <= a["invited"]).all()
    assert (a["came_again"] <= a["came_before"]).all()
    for name in ("attended", "meetings_held", "explicit_made", "open_implicit"):
        assert (a[name] == a[name + BY_SERVICE].sum(axis=1)).all()
    for name in ("trust", "aspiration", "disappointment"):
        assert (a[f"{name}_p10"] <= a[f"{name}_p50"]).all()
        assert (a[f"{name}_p50"] <= a[f"{name}_p90"]).all()
    assert ((a["attendance_gini"] >= 0.0) & (a["attendance_gini"] < 1.0)).all()
    decided: NDArray[np.float64] = a["decided_person"] + a["decided_service"] + a["decided_organisation"]
    assert (decided == a["explicit_made"]).all()


def test_something_happens(results: dict[str, Result]) -> None:
    """Meetings are held and attended, promises are made, and trust moves."""
    a = results["reference"].arrays
    assert a["meetings_held"][-1] > 0.0
    assert a["attended"].max() > 0.0
    assert a["explicit_made"][-1] + a["implicit_made"][-1] > 0.0
    assert len(np.unique(a["trust"])) > 10
