"""The commands of experiments, as people call them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments import CUBE, content_of
from samskapa.cli import app
from samskapa.cli.screen import Watch
from samskapa.study.crate import verify_crate
from samskapa.study.sweep import Sweep

Say = Callable[..., Result]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one experiment and its answer."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "experiments").mkdir()
    (folder / "experiments" / "cube.toml").write_text(CUBE, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(app, ["experiment", "run", "cube", "--threads", "1"])
    finally:
        os.chdir(before)
    assert result.exit_code == 0, result.stderr
    assert "96 runs made, 0 found" in result.stdout
    assert "12 points with 8 seeds: 96 runs." in result.stderr
    assert "measured on the first block" in result.stderr
    return folder


@pytest.fixture
def say(made: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """The command line, in this process, in that folder."""
    monkeypatch.chdir(made)
    monkeypatch.setenv("COLUMNS", "200")

    def said(*words: str) -> Result:
        result = CliRunner().invoke(app, ["experiment", *words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return said


def test_an_experiment_that_is_complete_is_not_run_again(say: Say, made: Path):
    before = content_of(made / "results" / "cube" / "raw" / "blocks")
    answer = say("run", "cube", "--threads", "1", "--no-figures")
    assert "0 runs made, 96 found" in answer.stdout
    assert content_of(made / "results" / "cube" / "raw" / "blocks") == before


def test_an_answer_is_shown_to_hold_and_made_again_byte_for_byte(say: Say, made: Path):
    assert say("check").stdout == "cube: holds\n"
    assert say("check", "cube").exit_code == 0
    again = say("rerun", "cube", "--threads", "2")
    assert (again.exit_code, again.stdout) == (0, "cube: the same, byte for byte (96 runs).\n")
    assert not list((made / "results").glob(".rerun-*"))


def test_an_answer_that_is_not_what_comes_out_is_said_by_rerun(say: Say, made: Path):
    summary = made / "results" / "cube" / "summary.csv"
    whole = summary.read_bytes()
    summary.write_bytes(whole.replace(b"0.1", b"0.2", 1))
    try:
        again = say("rerun", "cube", "--threads", "2")
        assert (again.exit_code, "cube came out otherwise: summary.csv" in again.stderr) == (1, True)
        checked = say("check")
        assert (checked.exit_code, "cube: changed on disk" in checked.stdout) == (1, True)
        assert "summary.csv was changed" in checked.stdout
    finally:
        summary.write_bytes(whole)


def test_a_stale_answer_is_named_with_its_reason(say: Say, made: Path):
    file = made / "experiments" / "cube.toml"
    file.write_text(CUBE.replace("size = 12", "size = 13"), encoding="utf-8")
    try:
        checked = say("check", "cube")
        assert checked.exit_code == 1
        assert "cube: stale" in checked.stdout
        assert "design.size was 12 and is 13" in checked.stdout
        assert "to answer it anew: samskapa experiment run cube" in checked.stdout
        again = say("rerun", "cube", "--threads", "2")
        assert again.exit_code == 1
        assert again.stderr.index("since this answer was made: design.size was 12 and is 13") < again.stderr.index(
            "cube came out otherwise: answer.md, summary.csv"
        )
        file.unlink()
        assert "is gone" in say("check").stdout
    finally:
        file.write_text(CUBE, encoding="utf-8")


def test_a_changed_experiment_is_explained_and_what_is_valid_kept(say: Say, made: Path):
    (made / "experiments" / "other.toml").write_text(
        CUBE.replace('"cube"', '"other"').replace("seeds = 8", "seeds = 2"), encoding="utf-8"
    )
    assert say("run", "other", "--no-figures", "--quiet", "--results", "elsewhere").exit_code == 0
    (made / "experiments" / "other.toml").write_text(
        CUBE.replace('"cube"', '"other"').replace("seeds = 8", "seeds = 3"), encoding="utf-8"
    )
    answer = say("run", "other", "--no-figures", "--results", "elsewhere")
    assert "this experiment has changed since it was begun: run.seeds was 2 and is 3" in answer.stderr
    assert "12 runs made, 24 found" in answer.stdout
    (made / "experiments" / "other.toml").unlink()


def test_experiments_are_listed_and_shown(say: Say):
    assert "Does engagement or capacity" in say("show").stdout
    shown = say("show", "cube").stdout
    for words in (
        "Expected: Engagement does.",
        "engagement_start",
        "0.1 to 0.8",
        "trust, last 12 weeks of the project",
        "12 points, 8 seeds: 96 runs.",
    ):
        assert words in shown


def test_status_says_what_is_finished_and_what_was_not_begun(say: Say, made: Path):
    assert "cube is finished" in say("status", "cube").stdout
    (made / "experiments" / "fresh.toml").write_text(CUBE.replace('"cube"', '"fresh"'), encoding="utf-8")
    assert "fresh was not begun" in say("status", "fresh").stdout
    (made / "experiments" / "fresh.toml").unlink()


def test_an_answer_is_handed_on_as_a_crate_that_can_be_verified(say: Say, made: Path):
    assert say("export", "cube").exit_code == 0
    crate = made / "results" / "cube-crate"
    assert verify_crate(crate) == []
    names = set(content_of(crate))
    assert {
        "ro-crate-metadata.json",
        "answer.md",
        "summary.csv",
        "stamp.toml",
        "runs.csv",
        "data_dictionary.csv",
        "raw/journal.jsonl",
    } <= names
    graph = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    described = {one["@id"]: one for one in graph}
    assert set(described) >= names - {"ro-crate-metadata.json"}
    assert all("sha256" in described[name] for name in names - {"ro-crate-metadata.json"})
    dictionary = (crate / "data_dictionary.csv").read_text(encoding="utf-8")
    head = (crate / "runs.csv").read_text(encoding="utf-8").splitlines()[0]
    for column in head.split(","):
        assert f"runs.csv,{column}," in dictionary
    assert len((crate / "runs.csv").read_text(encoding="utf-8").splitlines()) == 97
    (crate / "summary.csv").write_bytes((crate / "summary.csv").read_bytes() + b" ")
    (crate / "runs.csv").unlink()
    assert sorted(verify_crate(crate)) == ["runs.csv is missing", "summary.csv was changed"]
    assert say("export", "cube").exit_code == 2, "a crate that is there is not replaced"
    light = say("export", "cube", "--no-raw", "--out", str(made / "light"))
    assert light.exit_code == 0
    assert not any(name.startswith("raw/") for name in content_of(made / "light"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "cubes"), "did you mean 'cube'"),
        (("run", "cube", "--threads", "0"), "0 threads"),
        (("run", "cube", "--cluster", "local:x"), "is no cluster"),
        (("check", "cubes"), "did you mean 'cube'"),
        (("run", "cube", "--threads", "2", "--cluster", "local:2"), "are both given"),
        (("rerun", "cube", "--results", "nowhere"), "has no answer"),
    ],
)
def test_what_cannot_be_done_is_refused_with_status_2(words: tuple[str, ...], message: str, say: Say, made: Path):
    answer = say(*words)
    assert (answer.exit_code, message in answer.stderr) == (2, True), answer.stderr
    assert not (made / "nowhere").exists()


def test_a_folder_that_holds_other_things_is_left_alone(say: Say, made: Path):
    (made / "mine" / "cube").mkdir(parents=True)
    (made / "mine" / "cube" / "thesis.md").write_text("mine")
    answer = say("run", "cube", "--results", "mine")
    assert (answer.exit_code, "already holds other files" in answer.stderr) == (2, True)
    assert content_of(made / "mine" / "cube") == {"thesis.md": b"mine"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such interrupt")
def test_an_interrupt_keeps_what_is_finished_and_says_how_to_go_on(tmp_path: Path, say: Say):
    (tmp_path / "experiments").mkdir()
    text = CUBE.replace('"cube"', '"long"').replace("size = 12", "size = 64").replace("seeds = 8", "seeds = 900")
    (tmp_path / "experiments" / "long.toml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "samskapa.cli", "experiment", "run", "long", "--no-figures", "--threads", "1"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    blocks = tmp_path / "results" / "long" / "raw" / "blocks"
    until = time.monotonic() + 120
    while not list(blocks.glob("*.npy")):
        assert time.monotonic() < until
        assert process.poll() is None
        time.sleep(0.02)
    other = subprocess.run([*command, "--quiet"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (other.returncode, f"is being run by process {process.pid}" in other.stderr) == (2, True)
    status = subprocess.run([*command[:4], "status", "long"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "long is being run by process" in status.stdout
    assert "of 57600 runs on 1 thread" in status.stdout
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "runs are kept. To go on: samskapa experiment run long" in complaints
    after = subprocess.run([*command[:4], "status", "long"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "long is not running" in after.stdout
    assert "To go on: samskapa experiment run long" in after.stdout


def test_what_is_left_is_told_from_the_pace_so_far():
    watch = Watch("2 threads", 2)
    watch.began -= 10.0
    sweep = Sweep(runs=1000, had=100, made=300, first=(2.0, 64))
    assert watch.speed(sweep) == pytest.approx(30.0, rel=0.01)
    assert watch.left(sweep) == pytest.approx(20.0, rel=0.01)
    assert watch.estimate(sweep, 400_000) == (
        "about 15 s on 2 threads and 1.0 MB on disk (measured on the first block, 64 runs in 2 s)"
    )
