"""The entrance: what is wrong is refused before anything runs, what is given can be kept, any script may ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray

from samskapa import simulate
from samskapa.reference.model import CoProductionModel
from samskapa.science.errors import RunError, ScenarioError
from samskapa.science.run import OF_PERSON, Result
from samskapa.science.scenarios import load_scenario
from samskapa.study import executors
from samskapa.study.results import event_log

SHORT: dict[str, Any] = {"weeks": 12, "outcomes": ["trust", "quality_by_service"], "threads": 1}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"trajectories": ["trust_primry"]}, "trust_primry is not a state of residents; did you mean 'trust_primary'"),
        ({"trajectories": "trust"}, "trajectories: 'trust' is no list"),
        ({"trajectories": ["model"]}, "model is not a state of residents"),
        ({"outcomes": ["trsut"]}, "trsut is not an outcome; did you mean 'trust'"),
        ({"outcomes": "trust"}, "outcomes: 'trust' is no list"),
        ({"outcomes": np.array("trust")}, "is no list"),
        ({"each": 3}, "3 cannot be called; allowed: a function"),
        ({"on_run": "say"}, "'say' cannot be called"),
        ({"points": []}, "points: the list is empty"),
        ({"points": {"candour": 0.5}}, "is no list"),
        ({"points": [("candour", 0.5)]}, "is no point"),
        ({"points": [{1: 0.5}]}, "is no point"),
        ({"points": [{"candor": 0.5}]}, "did you mean 'candour'"),
        ({"points": [{}, {"week": 5}]}, "week is not a parameter or a switch"),
        ({"points": [{"why": "so"}]}, "why is not a parameter or a switch"),
        ({"points": [{"candour": np.array([0.5])}]}, "is not a finite number"),
        ({"chance_seeds": []}, "chance_seeds: the list is empty"),
        ({"programme_seeds": ()}, "programme_seeds: the list is empty"),
        ({"chance_seeds": 1.5}, "chance_seeds = 1.5; allowed: a whole number"),
        ({"chance_seeds": [1, True]}, "chance_seeds = True"),
        ({"chance_seeds": "1"}, "chance_seeds = '1'"),
        ({"chance_seeds": [float("nan")]}, "chance_seeds = nan"),
        ({"chance_seeds": None}, "chance_seeds = None"),
        ({"programme_seeds": -1}, "programme_seeds = -1"),
        ({"programme_seeds": [1, 2, 3], "chance_seeds": [1, 2]}, "3 programme seeds and 2 chance seeds"),
        ({"weeks": "3"}, "weeks = '3'; allowed: a whole number from 1 to 5200"),
        ({"weeks": 0}, "weeks = 0"),
        ({"weeks": 2.5}, "weeks = 2.5"),
        ({"threads": -1}, "threads = -1"),
        ({"threads": 0}, "threads = 0"),
        ({"engine": "compield"}, "did you mean 'compiled'"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_runs(
    wrong: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(executors, "execute", lambda *arguments, **more: pytest.fail("something ran"))
    with pytest.raises(ScenarioError) as refused:
        simulate("tiny_trap", **{**SHORT, **wrong})
    assert words in str(refused.value)


def test_numbers_of_numpy_are_taken_as_those_of_python():
    plain = simulate(
        "tiny_trap", points=[{"candour": 0.5, "meeting_interval": 4}], chance_seeds=[3, 4], programme_seeds=2, **SHORT
    )
    of_numpy = simulate(
        "tiny_trap",
        points=({"candour": np.array(0.5), "meeting_interval": np.int64(4)},),
        chance_seeds=np.array([3, 4]),
        programme_seeds=np.array(2),
        **{**SHORT, "weeks": np.int32(12)},
    )
    assert plain.identical(of_numpy)


def test_what_follows_from_states_can_be_kept_too_by_the_model_that_knows_it():
    runs = simulate("tiny_trap", trajectories=["trust", "trust_primary"], **SHORT)
    np.testing.assert_allclose(runs[OF_PERSON + "trust"].mean("person"), runs["trust"])


def test_a_call_of_which_no_run_succeeded_is_an_error(monkeypatch: pytest.MonkeyPatch):
    def failing(self: CoProductionModel) -> None:
        if self.programme.seed != 3:
            raise ValueError("broken")
        step(self)

    step = CoProductionModel.step
    monkeypatch.setattr(CoProductionModel, "step", failing)
    with pytest.raises(RunError, match="tiny_trap, seed 1: no run succeeded; the first says: ValueError: broken"):
        simulate("tiny_trap", programme_seeds=[1, 2], chance_seeds=[1, 2], engine="reference", **SHORT)
    runs = simulate("tiny_trap", programme_seeds=[1, 3], chance_seeds=[1, 3], engine="reference", **SHORT)
    assert runs["status"].values.tolist() == [["ValueError: broken", "done"]]
    seen: list[Result] = []
    with pytest.raises(RunError):
        simulate("tiny_trap", engine="reference", each=seen.append, **SHORT)
    assert [result.failure for result in seen] == ["ValueError: broken"]


# -- what is given can be kept -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept_runs() -> xarray.Dataset:
    """Runs with everything that there is: points of numbers and words, services, persons and events."""
    return simulate(
        "helsingborg",
        points=[{"candour": 0.2, "influence": "bounded"}, {"candour": 0.9}],
        chance_seeds=[1, 2**62],
        weeks=12,
        trajectories=["hero"],
        events=True,
        threads=1,
    )


def test_what_is_given_comes_back_from_netcdf(kept_runs: xarray.Dataset, tmp_path: Path):
    pytest.importorskip("h5netcdf")
    kept_runs.to_netcdf(tmp_path / "runs.nc", engine="h5netcdf")
    with xarray.open_dataset(tmp_path / "runs.nc", engine="h5netcdf") as again:
        assert again.load().identical(kept_runs)
        assert event_log(again, 1, 1) == event_log(kept_runs, 1, 1) != []


def test_what_is_given_comes_back_from_zarr(kept_runs: xarray.Dataset, tmp_path: Path):
    pytest.importorskip("zarr")
    kept_runs.to_zarr(tmp_path / "runs.zarr", zarr_format=2, consolidated=False)
    with xarray.open_zarr(tmp_path / "runs.zarr", consolidated=False) as again:
        assert again.load().identical(kept_runs)


def test_what_scipy_alone_can_write_comes_back_too(tmp_path: Path):
    runs = simulate("tiny_trap", chance_seeds=[1, 2], events=True, **SHORT)
    runs.to_netcdf(tmp_path / "runs.nc", engine="scipy")
    with xarray.open_dataset(tmp_path / "runs.nc", engine="scipy") as again:
        xarray.testing.assert_equal(again.load(), runs)


# -- either engine from any script -------------------------------------------------------------------------------------

SCRIPT = """
from samskapa import simulate
print("asked")
runs = simulate("tiny_trap", chance_seeds=[1, 2, 3], weeks=8, outcomes=["trust"], engine="{engine}", threads=2)
print(*runs["trust"].values[0, :, -1].tolist(), *set(runs["status"].values.ravel()))
"""


@pytest.mark.parametrize("engine", ["reference", "compiled"])
@pytest.mark.parametrize("way", ["standard input", "a script without a guard", "a module", "-c"])
def test_a_script_without_a_guard_gets_its_numbers(engine: str, way: str, tmp_path: Path):
    program = SCRIPT.format(engine=engine)
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    words = {
        "standard input": ["-"],
        "a script without a guard": [str(tmp_path / "program.py")],
        "a module": ["-m", "program"],
        "-c": ["-c", program],
    }[way]
    done = subprocess.run(
        [sys.executable, *words],
        input=program if way == "standard input" else "",
        text=True,
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    asked, numbers = done.stdout.splitlines()
    expected = simulate("tiny_trap", chance_seeds=[1, 2, 3], weeks=8, outcomes=["trust"], threads=1)["trust"].values
    assert (asked, numbers) == ("asked", " ".join([*map(str, expected[0, :, -1].tolist()), "done"]))
    assert done.stderr == ""


def test_where_no_process_can_be_begun_the_work_is_done_in_this_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def refused(way: str) -> None:
        raise OSError("no semaphores")

    monkeypatch.setattr(executors, "get_context", refused)
    assert list(executors.spread(abs, [-1, -2], 2)) == [(0, 1), (1, 2)]
    assert capsys.readouterr().err.startswith("no other process can be begun here (no semaphores)")


def test_more_can_be_stopped_between_results():
    world = load_scenario("tiny_trap")
    runs = [executors.Run(world, 1, seed, 4, ("trust",)) for seed in range(1, 9)]
    given: list[int] = []
    for number, _ in executors.execute(runs, 1, lanes=2, stop=lambda: len(given) >= 3):
        given.append(number)
    assert given == [0, 1, 2]


@pytest.mark.parametrize("scenario", [None, 3, b"tiny_trap", ["tiny_trap"]])
def test_what_is_no_scenario_is_refused(scenario: Any) -> None:
    with pytest.raises(ScenarioError, match="is no scenario; allowed: a scenario, its name, or the path of its file"):
        simulate(scenario)
