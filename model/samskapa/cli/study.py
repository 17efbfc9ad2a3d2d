"""Experiments: run one, see how far it is, look at it, check that its answer still holds, run it again, hand it on."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from samskapa.cli.screen import complain, in_words, screen, table
from samskapa.science.errors import ScenarioError, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samskapa.study.findings import Findings
    from samskapa.study.provenance import Facts
    from samskapa.study.publish import Answer, Info
    from samskapa.study.run_plan import Resolved
    from samskapa.study.store import Store
    from samskapa.study.sweep import Maker, Sweep

FAILED, INTERRUPTED = 1, 130
RESULTS = Path("results")
MOST_DIFFERENCES = 12
Given = TypeVar("Given")


def complete_experiment(incomplete: str) -> list[str]:
    """Names of experiments, for the shell."""
    return [path.stem for path in sorted(Path("experiments").glob("*.toml")) if path.stem.startswith(incomplete)]


Name = Annotated[str, typer.Argument(metavar="NAME|FILE", help="An experiment in experiments/, or a TOML file.",
                                     autocompletion=complete_experiment)]
Results = Annotated[Path, typer.Option("--results", metavar="DIR", help="Folder in which results lie.")]
Threads = Annotated[int | None, typer.Option("--threads", metavar="N", show_default=False,
                                             help="Threads, else one a processor.")]
OnCluster = Annotated[str | None, typer.Option("--cluster", metavar="ADDRESS", show_default=False,
                                               help="A dask scheduler, or local:4 for four processes.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing but complaints.")]


def run_experiment(
    name: Name, threads: Threads = None, cluster: OnCluster = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait while another process runs it.")] = False,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    results: Results = RESULTS, quiet: Quiet = False,
) -> None:
    """Run an experiment, or what is missing of it, and write its answer.

    Nothing finished is lost: after Ctrl-C, a kill or a full disk the same command goes on.
    """
    from samskapa.study.lock import holding
    from samskapa.study.store import Store

    began = time.monotonic()
    resolved, facts = resolved_of(name)
    maker = maker_of(threads, cluster)
    folder = folder_of(results, resolved.experiment.name)
    again = f"samskapa experiment run {name}" + ("" if results == RESULTS else f" --results {results}")
    with holding(folder / "raw", wait, lambda who: complain(f"waiting for {who}")):
        store = Store(folder / "raw")
        if not quiet:
            _say_what_is_there(resolved, store, facts)
        sweep = _or_how_to_go_on(lambda: swept(resolved, store, facts, maker, quiet), again)
        if sweep.interrupted:
            complain(f"interrupted; {sweep.done} of {sweep.runs} runs are kept. To go on: {again}")
            raise typer.Exit(INTERRUPTED)
        made: dict[str, Info] = {
            "command": again, "finished": date.today().isoformat(), "seconds": round(time.monotonic() - began, 1),
            "runs_made": sweep.made, "runs_found": sweep.had, "made_on": maker.words,
        }
        answer = _or_how_to_go_on(lambda: _published(resolved, store, sweep, folder, facts, made, figures), again)
    _show_answer(resolved, answer, folder, sweep, quiet)


def resolved_of(name: str) -> tuple[Resolved, Facts]:
    """An experiment with its points, and what decides its numbers."""
    from samskapa.study.provenance import facts_of
    from samskapa.study.read import load_experiment
    from samskapa.study.run_plan import Resolved

    resolved = Resolved(load_experiment(name))
    return resolved, facts_of(resolved)


def maker_of(threads: int | None, cluster: str | None) -> Maker:
    """Whoever makes blocks.

    Raises:
        ScenarioError: both are given, or one is out of bounds.
    """
    if cluster is not None:
        if threads is not None:
            raise ScenarioError("--threads and --cluster are both given", where=place(option="--threads"),
                                allowed="one of them")
        from samskapa.study.cluster import Cluster

        return Cluster(cluster)
    if threads is not None and threads < 1:
        raise ScenarioError(f"{threads} threads", where=place(option="--threads"), allowed="1 or more")
    from samskapa.study.executors import Threads

    return Threads(threads)


def folder_of(results: Path, name: str) -> Path:
    """The folder of an experiment's results, if it may be written to.

    Raises:
        ScenarioError: it is a file, or holds what is not ours.
    """
    folder = results / name
    if folder.exists() and not folder.is_dir():
        raise ScenarioError(f"{folder} is a file, not a folder", where=place(option="--results"))
    ours = (folder / "raw").is_dir() or (folder / "stamp.toml").is_file()
    if folder.exists() and any(folder.iterdir()) and not ours:
        raise ScenarioError(f"{folder} already holds other files", where=place(option="--results"),
                            allowed="another folder for results")
    return folder


def _or_how_to_go_on(work: Callable[[], Given], again: str) -> Given:
    """Do some work; where the disk or the cluster fails, or Ctrl-C comes, say how to go on."""
    from samskapa.study.store import StoreError

    try:
        return work()
    except StoreError as error:
        complain(f"{error}. What is finished is kept; to go on: {again}")
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        complain(f"interrupted; every finished run is kept. To go on: {again}")
        raise typer.Exit(INTERRUPTED) from None


def _say_what_is_there(resolved: Resolved, store: Store, facts: Facts) -> None:
    """The question, how much there is to do, and what has changed since it was begun."""
    from samskapa.study.provenance import explained

    run = resolved.experiment.run
    points, number = len(resolved.points), len(resolved.points) * run.seeds
    more = f", more until the precision is reached (at most {run.max_seeds} seeds)" if run.precision else ""
    print(resolved.experiment.question, file=sys.stderr)
    print(f"{points} points with {run.seeds} seeds: {number} runs{more}.", file=sys.stderr)
    if resolved.impossible:
        first, number = next(iter(resolved.impossible.values())), len(resolved.impossible)
        complain(f"{number} of {points} points describe worlds that cannot be and are left out: {first}")
    before = store.plan
    if before is not None and before["facts"] != facts:
        found = explained(before["facts"], facts)
        complain("this experiment has changed since it was begun: " + "; ".join(found[:MOST_DIFFERENCES])
                 + ("; and more" if len(found) > MOST_DIFFERENCES else "")
                 + ". Runs that are the same in both are kept.")
    damaged = store.damaged()
    if damaged:
        complain(f"{len(damaged)} finished blocks are damaged or missing on the disk and are made anew")


def swept(resolved: Resolved, store: Store, facts: Facts, maker: Maker, quiet: bool) -> Sweep:
    from samskapa.cli.watch import Watch, watching
    from samskapa.study.sweep import run_sweep

    with watching(Watch(maker.words, maker.lanes), store.folder, quiet) as on_block:
        return run_sweep(resolved, store, facts, maker, on_block)


def _published(
    resolved: Resolved, store: Store, sweep: Sweep, folder: Path, facts: Facts, made: dict[str, Info],
    figures: bool,
) -> Answer:
    from samskapa.cli.screen import waiting
    from samskapa.study.publish import publish

    with waiting("making the answer"):
        return publish(resolved, store, sweep.blocks, folder, facts, made, draw_findings if figures else None)


def draw_findings(findings: Findings, folder: Path) -> Sequence[Path]:
    """Draw the figures of an answer; nothing of matplotlib loads before."""
    from samskapa.figures.findings import draw_findings as draw

    return draw(findings, folder)


def _show_answer(resolved: Resolved, answer: Answer, folder: Path, sweep: Sweep, quiet: bool) -> None:
    """The answer on the screen, and what went wrong."""
    from samskapa.study.numbers import judged

    if not quiet:
        console = screen()
        for sentence in answer.findings.sentences:
            console.print(sentence)
        for one in judged(resolved.experiment, answer.dataset, answer.findings):
            console.print(f"{one.prediction.says} -> {one.verdict} ({one.because})")
        console.print(f"\n{sweep.made} runs made, {sweep.had} found. The whole answer: {folder / 'answer.md'}",
                      soft_wrap=True)
    if answer.figures_failed:
        complain(f"the figures could not be drawn ({answer.figures_failed}); the numbers are not touched by that")
    if sweep.failed:
        complain(f"{sweep.failed} of {sweep.runs} runs failed; the reasons are in {folder / 'failures.csv'}")
    if answer.figures_failed or sweep.failed:
        raise typer.Exit(FAILED)


def status_of_experiment(name: Name, results: Results = RESULTS) -> None:
    """Say how far an experiment is, also while another terminal runs it."""
    from samskapa.study.lock import PROGRESS, holder, is_held
    from samskapa.study.read import load_experiment

    asked = load_experiment(name)
    folder = results / asked.name
    raw = folder / "raw"
    try:
        said = json.loads((raw / PROGRESS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = None
    console = screen()
    if is_held(raw):
        console.print(f"{asked.name} is being run by {holder(raw)}.")
        if said:
            pace = f", {said['speed']:.3g} runs/s, {in_words(said['left'])} left" if said["left"] is not None else ""
            console.print(f"{said['done']} of {said['runs']} runs on {said['where']}{pace}, {said['failed']} failed.")
        return
    if (folder / "stamp.toml").is_file():
        console.print(f"{asked.name} is finished: {folder / 'answer.md'}. Whether it still holds: "
                      f"samskapa experiment check {name}", soft_wrap=True)
    elif said:
        console.print(f"{asked.name} is not running; {said['done']} of {said['runs']} runs are kept. To go on: "
                      f"samskapa experiment run {name}")
    else:
        console.print(f"{asked.name} was not begun. To begin: samskapa experiment run {name}")


def show_experiment(
    name: Annotated[str | None, typer.Argument(metavar="NAME|FILE", help="An experiment; all are listed without.",
                                               autocompletion=complete_experiment)] = None,
    results: Results = RESULTS,
) -> None:
    """List experiments, or show one: what it asks, what it varies, how many runs it takes."""
    from samskapa.study.read import experiment_names, load_experiment

    console = screen()
    if name is None:
        made = table("", "Name", "Question", "Answer", keep=("Name",))
        for one in experiment_names():
            asked = load_experiment(one)
            made.add_row(one, asked.question, "yes" if (results / one / "stamp.toml").is_file() else "no")
        console.print(made)
        return
    resolved, _ = resolved_of(name)
    asked = resolved.experiment
    console.print(f"{asked.name}: {asked.question}\nExpected: {asked.expects}\nScenario: {', '.join(asked.scenarios)}")
    _show_tables(resolved)
    run = asked.run
    more = f", at most {run.max_seeds} until the precision is reached" if run.precision else ""
    number = f"{len(resolved.points) * run.seeds} runs{' at least' if run.precision else ''}"
    console.print(f"{asked.design.method}: {len(resolved.points)} points, {run.seeds} seeds{more}: {number}.")
    if resolved.impossible:
        console.print(f"{len(resolved.impossible)} points describe worlds that cannot be.")


def _show_tables(resolved: Resolved) -> None:
    from samskapa.study.answer import values_of

    inputs = table("What is varied", "Input", "Role", "Values", "Unit", "Meaning", keep=("Input",))
    for one in resolved.experiment.inputs:
        inputs.add_row(one.name, one.role, values_of(one), one.unit, one.meaning)
    outcomes = table("What is looked at", "Outcome", "What", "Unit", keep=("Outcome",))
    for asked in resolved.experiment.outcomes:
        outcomes.add_row(asked.name, asked.label, asked.unit)
    screen().print(inputs)
    screen().print(outcomes)
