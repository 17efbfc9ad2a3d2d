"""Running: tables, files, JSON, figures; failures and Ctrl-C."""

from __future__ import annotations

import csv
import errno
import json
import math
import os
import signal
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tiny import call, command
from typer.testing import Result

from samskapa.reference.model import CoProductionModel
from samskapa.science.errors import RunError
from samskapa.science.scenarios import load_scenario
from samskapa.science.summaries import SUMMARIES
from samskapa.study.simulate import simulate

Say = Callable[..., Result]
BOTH = ("run", "tiny.toml", "tiny_without.toml", "--seeds", "3", "--no-figures")
FOLDER = Path("results", "runs", "tiny+tiny_without")


def rows_of(path: Path, comma: bool = False) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";" if comma else ","))


def test_two_worlds_are_compared_and_the_answer_is_kept(say: Say, worlds: Path):
    result = say(*BOTH)
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert said.startswith("In tiny, with the project, residents' trust")
    assert "From tiny_without" in said
    assert "trust at the end (share)" in said
    assert sorted(path.name for path in (worlds / FOLDER).iterdir()) == [
        "answer.md",
        "runs.csv",
        "stamp.toml",
        "summary.csv",
        "weekly.csv",
        "worlds",
    ]
    assert sorted(path.name for path in worlds.iterdir()) == ["results", "tiny.toml", "tiny_without.toml"]
    assert [path.name for path in (worlds / "results" / "runs").iterdir()] == ["tiny+tiny_without"]


def test_the_page_says_the_sentence_first_and_what_it_is_not_for_last(say: Say, worlds: Path):
    say(*BOTH, "--set", "candour=.5", "--change", "20:candour=.1", "--weeks", "44")
    page = (worlds / FOLDER / "answer.md").read_text(encoding="utf-8")
    assert page.splitlines()[2].startswith("**In tiny, with the project,")
    heads = [line[3:] for line in page.splitlines() if line.startswith("## ")]
    assert heads == [
        "Trust",
        "Participation",
        "Expectations",
        "Promises and staff",
        "What lives on",
        "Numbers",
        "What was run",
        "What this is not for",
    ]
    assert "Set by the user: 44 weeks, candour=.5 and from 20: candour=.1." in page
    assert (
        "`samskapa run tiny.toml tiny_without.toml --seeds 3 --weeks 44 --set candour=.5 --change 20:candour=.1`"
        in page
    )
    assert all(summary.meaning in page for summary in SUMMARIES.values())


def test_the_tables_hold_what_simulate_gives(say: Say, worlds: Path):
    say(*BOTH)
    data = simulate(load_scenario("tiny.toml"), programme_seeds=[1, 2, 3], chance_seeds=[1, 2, 3], threads=1)
    runs = [row for row in rows_of(worlds / FOLDER / "runs.csv") if row["scenario"] == "tiny"]
    assert [row["status"] for row in runs] == ["done"] * 3
    for name in SUMMARIES:
        kept = [float(row[name]) if row[name] else math.nan for row in runs]
        assert kept == pytest.approx(data[name].values[0].tolist(), abs=0.0, nan_ok=True)
    summary = rows_of(worlds / FOLDER / "summary.csv")
    assert len(summary) == 2 * len(SUMMARIES)
    trust = next(row for row in summary if (row["scenario"], row["outcome"]) == ("tiny", "trust_final"))
    assert float(trust["mean"]) == pytest.approx(float(data["trust_final"].mean()), rel=1e-5)
    assert float(trust["lo95"]) < float(trust["mean"]) < float(trust["hi95"])
    assert (trust["unit"], trust["difference_from"], trust["pairs"]) == ("share", "tiny_without", "3")
    weekly = [
        row for row in rows_of(worlds / FOLDER / "weekly.csv") if (row["scenario"], row["outcome"]) == ("tiny", "trust")
    ]
    assert [row["week"] for row in weekly] == [str(week) for week in range(40)]
    assert weekly[1]["date"] == "2020-01-13"
    assert float(weekly[9]["mean"]) == pytest.approx(float(data["trust"].values[0, :, 9].mean()), rel=1e-5)
    assert float(weekly[9]["p05"]) <= float(weekly[9]["p50"]) <= float(weekly[9]["p95"])


def test_json_holds_the_same_numbers_and_nothing_else_is_said(say: Say, worlds: Path):
    result = say(*BOTH, "--json", "--quiet")
    data = json.loads(result.stdout)
    assert result.stderr == ""
    assert (data["base"], data["seeds"], data["interrupted"]) == ("tiny_without", [1, 2, 3], False)
    assert Path(data["folder"]) == (worlds / FOLDER).resolve()
    tiny = data["worlds"][0]["outcomes"]["trust_final"]
    summary = rows_of(worlds / FOLDER / "summary.csv")
    row = next(row for row in summary if (row["scenario"], row["outcome"]) == ("tiny", "trust_final"))
    assert float(row["difference"]) == pytest.approx(tiny["difference"]["mean"], rel=1e-4)
    assert data["worlds"][1]["outcomes"]["trust_final"]["difference"] is None
    assert data["worlds"][1]["outcomes"]["attendance_in_project"]["level"]["mean"] is None


def test_quiet_says_nothing(say: Say):
    result = say(*BOTH, "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_the_decimal_comma_is_for_nordic_spreadsheets(say: Say, worlds: Path):
    say(*BOTH)
    with_point = rows_of(worlds / FOLDER / "summary.csv")
    say(*BOTH, "--decimal", "comma")
    for name in ("summary.csv", "weekly.csv", "runs.csv"):
        content = (worlds / FOLDER / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert b";" in content.splitlines()[0]
    with_comma = rows_of(worlds / FOLDER / "summary.csv", comma=True)
    assert with_comma[0]["mean"] == with_point[0]["mean"].replace(".", ",")
    assert "," in with_comma[0]["mean"]
    assert [row["meaning"] for row in with_comma] == [row["meaning"] for row in with_point]


def test_the_stamp_can_make_it_again(say: Say, worlds: Path):
    say(*BOTH)
    stamp = tomllib.loads((worlds / FOLDER / "stamp.toml").read_text(encoding="utf-8"))
    runs = (worlds / FOLDER / "runs.csv").read_bytes()
    assert stamp["command"] == "samskapa run tiny.toml tiny_without.toml --seeds 3"
    assert (stamp["seeds"], stamp["interrupted"]) == ([1, 2, 3], False)
    assert "answer.md" in stamp["files"]
    result = say(*stamp["command"].split()[1:], "--no-figures", "--out", "again")
    assert result.exit_code == 0
    assert (worlds / "again" / "runs.csv").read_bytes() == runs
    again = tomllib.loads((worlds / "again" / "stamp.toml").read_text(encoding="utf-8"))
    assert again["worlds"] == stamp["worlds"]
    say("run", str(FOLDER / "worlds" / "tiny.toml"), "--seeds", "3", "--no-figures", "--out", "kept")
    kept = tomllib.loads((worlds / "kept" / "stamp.toml").read_text(encoding="utf-8"))
    assert kept["worlds"]["tiny"]["values"] == stamp["worlds"]["tiny"]["values"]
    say("run", "tiny.toml", "--seeds", "3", "--no-figures", "--out", "other", "--set", "candour=.7")
    other = tomllib.loads((worlds / "other" / "stamp.toml").read_text(encoding="utf-8"))
    assert other["worlds"]["tiny"]["values"] != stamp["worlds"]["tiny"]["values"]


def test_an_override_is_what_the_scenario_would_say_itself(say: Say, worlds: Path):
    say(
        "run",
        "tiny.toml",
        "--seed",
        "5",
        "--no-figures",
        "--set",
        "candour=.5",
        "--set",
        "influence=bounded",
        "--change",
        "2020-03-16:candour=.6",
        "--change",
        "0:acceptance=.9",
        "--out",
        "one",
    )
    world = (
        load_scenario("tiny.toml").changed(candour=0.5, influence="bounded", acceptance=0.9).changed(10, candour=0.6)
    )
    data = simulate(world, programme_seeds=5, chance_seeds=5)
    row = rows_of(worlds / "one" / "runs.csv")[0]
    assert (row["programme_seed"], row["chance_seed"]) == ("5", "5")
    assert float(row["trust_final"]) == float(data["trust_final"].values[0, 0])
    assert "One run of each world is a story, not an answer" in (worlds / "one" / "answer.md").read_text("utf-8")


def test_results_replace_those_of_an_earlier_run_and_spare_what_is_not_ours(say: Say, worlds: Path):
    say("run", "tiny.toml", "--seeds", "2", "--no-figures", "--out", "kept")
    (worlds / "kept" / "notes.txt").write_text("mine", encoding="utf-8")
    assert say("run", "tiny.toml", "--seeds", "3", "--no-figures", "--out", "kept").exit_code == 0
    assert len(rows_of(worlds / "kept" / "runs.csv")) == 3
    assert (worlds / "kept" / "notes.txt").read_text(encoding="utf-8") == "mine"


# -- what goes wrong -----------------------------------------------------------------------------------


def test_a_full_disk_is_said_in_words_and_leaves_nothing_half_written(
    say: Say, worlds: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*arguments: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("samskapa.study.publish.write_csv", full)
    result = say(*BOTH)
    assert result.exit_code == 1
    assert "could not be written" in result.stderr
    assert "the disk is full" in result.stderr
    assert "trust at the end" in result.stdout
    assert [path for path in (worlds / "results").rglob("*") if path.is_file()] == []


def test_a_failed_run_is_a_row_with_its_reason_and_stops_no_other(
    say: Say, worlds: Path, monkeypatch: pytest.MonkeyPatch
):
    step = CoProductionModel.step

    def failing(self: CoProductionModel) -> None:
        if self.programme.seed == 2 and self.week == 7 and self.scenario.name == "tiny":
            raise RunError("trust = 1.2 left [0, 1]", scenario="tiny", seed=2, week=7)
        step(self)

    monkeypatch.setattr(CoProductionModel, "step", failing)
    result = say(*BOTH, "--engine", "reference")
    assert result.exit_code == 1
    assert "1 of 6 runs failed" in result.stderr
    runs = rows_of(worlds / FOLDER / "runs.csv")
    assert [row["status"] == "done" for row in runs] == [True, False, True, True, True, True]
    assert "trust = 1.2 left [0, 1]" in runs[1]["status"]
    assert runs[1]["trust_final"] == runs[1]["disappointment_peak"] == ""
    summary = rows_of(worlds / FOLDER / "summary.csv")
    row = next(row for row in summary if (row["scenario"], row["outcome"]) == ("tiny", "trust_final"))
    assert (row["runs"], row["pairs"]) == ("2", "2")
    assert "Failed: tiny, seed 2" in (worlds / FOLDER / "answer.md").read_text(encoding="utf-8")


def test_figures_that_cannot_be_drawn_do_not_cost_the_numbers(say: Say, worlds: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*arguments: Any) -> None:
        raise ValueError("no ink")

    monkeypatch.setattr("samskapa.figures.draw_run", broken)
    result = say(*BOTH[:-1])
    assert result.exit_code == 1
    assert "the figures could not be drawn (ValueError: no ink)" in result.stderr
    assert (worlds / FOLDER / "summary.csv").is_file()


def test_whom_the_difference_reached_is_drawn_when_asked_for(say: Say, worlds: Path):
    result = say("run", "tiny.toml", "tiny_without.toml", "--seeds", "1", "--who-changed", "--engine", "reference")
    assert result.exit_code == 0
    assert (worlds / FOLDER / "figures" / "who_changed.png").stat().st_size > 10_000
    assert "figures/who_changed.png" in (worlds / FOLDER / "answer.md").read_text(encoding="utf-8")


def test_an_interrupt_while_drawing_keeps_all_numbers(say: Say, worlds: Path, monkeypatch: pytest.MonkeyPatch):
    def stopped(runs: Any, portraits: Any, folder: Path) -> None:
        (folder / "half.png").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("samskapa.figures.draw_run", stopped)
    result = say(*BOTH[:-1])
    assert result.exit_code == 130
    assert "6 of 6 runs had finished" in result.stderr
    assert (worlds / FOLDER / "summary.csv").is_file()
    assert not (worlds / FOLDER / "figures").exists()


def interrupting(after: int) -> Callable[..., Iterator[tuple[int, Any]]]:
    """Like `spread`, but Ctrl-C comes after so many pieces of work."""

    def spread(work: Callable[[Any], Any], items: list[Any], processes: int | None = None) -> Iterator[tuple[int, Any]]:
        for number, item in enumerate(items):
            if number == after:
                raise KeyboardInterrupt
            yield number, work(item)

    return spread


def test_an_interrupt_keeps_the_finished_seeds_and_pairs_only_them(
    say: Say, worlds: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("samskapa.study.executors.spread", interrupting(5))
    result = say(*BOTH, "--engine", "reference")
    assert result.exit_code == 130
    assert "interrupted: 5 of 6 runs had finished, 2 seeds in every world; they are kept in" in result.stderr
    runs = rows_of(worlds / FOLDER / "runs.csv")
    assert [row["status"] for row in runs] == ["done"] * 3 + ["done", "done", "not run"]
    summary = rows_of(worlds / FOLDER / "summary.csv")
    row = next(row for row in summary if (row["scenario"], row["outcome"]) == ("tiny", "trust_final"))
    assert (row["runs"], row["pairs"]) == ("3", "2")
    assert "Interrupted: of 3 seeds, 3 finished in tiny and 2 finished in tiny_without; differences rest on the 2" in (
        worlds / FOLDER / "answer.md"
    ).read_text(encoding="utf-8")


def test_an_interrupt_before_any_run_is_done_writes_nothing(say: Say, worlds: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("samskapa.study.executors.spread", interrupting(0))
    result = say(*BOTH, "--engine", "reference")
    assert result.exit_code == 130
    assert "nothing was written" in result.stderr
    assert not (worlds / "results").exists()


@pytest.mark.skipif(os.name == "nt", reason="a signal to a group of processes is sent otherwise there")
@pytest.mark.parametrize(
    ("engine", "names", "processes"),
    [
        ("reference", ("tiny.toml", "tiny_without.toml"), "1"),
        ("reference", ("tiny.toml", "tiny_without.toml"), "2"),
        ("compiled", ("helsingborg", "helsingborg_no_project"), "2"),
    ],
)
def test_ctrl_c_in_a_terminal_keeps_the_finished_seeds(
    worlds: Path, engine: str, names: tuple[str, ...], processes: str
):
    folder = "+".join(name.removesuffix(".toml") for name in names)
    words = ("run", *names, "--seeds", "1000", "--processes", processes, "--no-figures", "--engine", engine)
    with subprocess.Popen(
        command(*words), cwd=worlds, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()
        assert first.startswith("runs: ")
        os.killpg(running.pid, signal.SIGINT)
        _, complaints = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Traceback" not in complaints
    assert "runs had finished" in complaints
    statuses = [row["status"] for row in rows_of(worlds / "results" / "runs" / folder / "runs.csv")]
    assert {"done", "not run"} == set(statuses)
    assert len(statuses) == 2000


# -- in a process of its own ----------------------------------------------------------------------------


def test_the_whole_command_with_figures_on_two_processors(worlds: Path):
    answer = call("run", "tiny.toml", "tiny_without.toml", "--seeds", "2", "--processes", "2", folder=worlds)
    assert answer.returncode == 0, answer.stderr
    assert "Traceback" not in answer.stderr
    page = (worlds / FOLDER / "answer.md").read_text(encoding="utf-8")
    pictures = sorted(path.name for path in (worlds / FOLDER / "figures").glob("*.png"))
    assert "trajectories.png" in pictures
    assert all(f"(figures/{name})" in page for name in pictures)
    stamp = tomllib.loads((worlds / FOLDER / "stamp.toml").read_text(encoding="utf-8"))
    assert "figures/trajectories.png" in stamp["files"]


def test_the_number_of_processes_changes_no_bit(worlds: Path):
    for processes in ("1", "2"):
        call(
            "run",
            "tiny.toml",
            "--seeds",
            "4",
            "--processes",
            processes,
            "--no-figures",
            "--out",
            processes,
            folder=worlds,
        )
    assert (worlds / "1" / "runs.csv").read_bytes() == (worlds / "2" / "runs.csv").read_bytes()
