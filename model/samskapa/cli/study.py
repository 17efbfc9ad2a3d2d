"""Experiments: run one, see how far it is, look at it, check that its answer still holds, run it again, hand it on."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from samskapa.cli.screen import Watch, complain, in_words, screen, table, waiting, watching
from samskapa.science.errors import ScenarioError, nearest, place

if TYPE_CHECKING:
    from samskapa.study.provenance import Facts, Verdict
    from samskapa.study.publish import Answer, Info
    from samskapa.study.run_plan import Resolved
    from samskapa.study.store import Store
    from samskapa.study.sweep import Maker, Sweep

FAILED, INTERRUPTED = 1, 130
RESULTS = Path("results")
MOST_DIFFERENCES = 12
COMPARED = ("summary.csv", "answer.md", "failures.csv", "tables")
"""What a rerun is held against, beside raw data."""
WHAT, HOW, WHERE = "What the sweep does not say", "As batch_run was told", "The file"
Given = TypeVar("Given")


def complete_experiment(incomplete: str) -> list[str]:
    """Names of experiments, for the shell."""
    return [path.stem for path in sorted(Path("experiments").glob("*.toml")) if path.stem.startswith(incomplete)]


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE", help="An experiment in experiments/, or a TOML file.", autocompletion=complete_experiment
    ),
]
Results = Annotated[Path, typer.Option("--results", metavar="DIR", help="Folder in which results lie.")]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", show_default=False, help="Threads, else one a processor.")
]
OnCluster = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", show_default=False, help="A dask scheduler, or local:4 for four processes."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing but complaints.")]


def run_experiment(
    name: Name,
    threads: Threads = None,
    cluster: OnCluster = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait while another process runs it.")] = False,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    results: Results = RESULTS,
    quiet: Quiet = False,
) -> None:
    """Run an experiment, or what is missing of it, and write its answer.

    Nothing finished is lost: after Ctrl-C, a kill or a full disk the same command goes on.
    """
    from samskapa.study.publish import publish
    from samskapa.study.store import Store, holding

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
        from samskapa.figures.findings import draw_findings  # matplotlib, not before something is to be drawn

        made: dict[str, Info] = {
            "command": again,
            "finished": date.today().isoformat(),
            "seconds": round(time.monotonic() - began, 1),
            "runs_made": sweep.made,
            "runs_found": sweep.had,
            "made_on": maker.words,
        }
        with waiting("making the answer"):
            answer = _or_how_to_go_on(
                lambda: publish(resolved, store, sweep.blocks, folder, facts, made, draw_findings if figures else None),
                again,
            )
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
            raise ScenarioError(
                "--threads and --cluster are both given", where=place(option="--threads"), allowed="one of them"
            )
        from samskapa.study.cluster import Cluster

        return Cluster(cluster)
    if threads is not None and threads < 1:
        raise ScenarioError(f"{threads} threads", where=place(option="--threads"), allowed="1 or more")
    from samskapa.study.sweep import Threads

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
        raise ScenarioError(
            f"{folder} already holds other files", where=place(option="--results"), allowed="another folder for results"
        )
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
        complain(
            "this experiment has changed since it was begun: "
            + "; ".join(found[:MOST_DIFFERENCES])
            + ("; and more" if len(found) > MOST_DIFFERENCES else "")
            + ". Runs that are the same in both are kept."
        )
    damaged = store.damaged()
    if damaged:
        complain(f"{len(damaged)} finished blocks are damaged or missing on the disk and are made anew")


def swept(resolved: Resolved, store: Store, facts: Facts, maker: Maker, quiet: bool) -> Sweep:
    from samskapa.study.sweep import run_sweep

    with watching(Watch(maker.words, maker.lanes), store.folder, quiet) as on_block:
        return run_sweep(resolved, store, facts, maker, on_block)


def _show_answer(resolved: Resolved, answer: Answer, folder: Path, sweep: Sweep, quiet: bool) -> None:
    """The answer on the screen, and what went wrong."""
    from samskapa.study.verdicts import CAME, judged

    if not quiet:
        console = screen()
        for sentence in answer.findings.sentences:
            console.print(sentence)
        for one in judged(resolved.experiment, answer.dataset, answer.findings):
            console.print(f"{one.prediction.says} -> {CAME[one.verdict]} ({one.because})")
        console.print(
            f"\n{sweep.made} runs made, {sweep.had} found. The whole answer: {folder / 'answer.md'}", soft_wrap=True
        )
    if answer.figures_failed:
        complain(f"the figures could not be drawn ({answer.figures_failed}); the numbers are not touched by that")
    if sweep.failed:
        complain(f"{sweep.failed} of {sweep.runs} runs failed; the reasons are in {folder / 'failures.csv'}")
    if answer.figures_failed or sweep.failed:
        raise typer.Exit(FAILED)


def status_of_experiment(name: Name, results: Results = RESULTS) -> None:
    """Say how far an experiment is, also while another terminal runs it."""
    from samskapa.study.read import load_experiment
    from samskapa.study.store import PROGRESS, holder, is_held

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
        console.print(
            f"{asked.name} is finished: {folder / 'answer.md'}. Whether it still holds: "
            f"samskapa experiment check {name}",
            soft_wrap=True,
        )
    elif said:
        console.print(
            f"{asked.name} is not running; {said['done']} of {said['runs']} runs are kept. To go on: "
            f"samskapa experiment run {name}"
        )
    else:
        console.print(f"{asked.name} was not begun. To begin: samskapa experiment run {name}")


def show_experiment(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME|FILE", help="An experiment; all are listed without.", autocompletion=complete_experiment
        ),
    ] = None,
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


# -- answers: whether they still hold, made again byte for byte, handed on -----------------------------


def check_answers(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="Experiments; all without.")] = None,
    results: Results = RESULTS,
) -> None:
    """Say whether answers hold: the same question, the same science, no byte changed. Status 1 if one does not."""
    from samskapa.study.read import experiment_names

    answered = sorted(path.parent.name for path in results.glob("*/stamp.toml") if _is_experiment(path))
    known = sorted({*experiment_names(), *answered})
    for name in names or ():
        if name not in known:
            raise ScenarioError(
                f"there is no experiment {name!r}",
                where=place(option=name),
                allowed=known,
                nearest=nearest(name, known),
            )
    bad = False
    for name in names or known:
        verdict = verdict_of(name, results)
        _say(verdict, name in answered)
        bad |= not verdict.good
    if not known:
        screen().print("There are no experiments here.")
    if bad:
        raise typer.Exit(FAILED)


def _is_experiment(stamp: Path) -> bool:
    """Whether a stamp is that of an experiment, as far as that can still be told."""
    try:
        return "\nwording = " in stamp.read_text(encoding="utf-8") or (stamp.parent / "experiment.toml").exists()
    except (OSError, ValueError):
        return (stamp.parent / "experiment.toml").exists()


def verdict_of(name: str, results: Path) -> Verdict:
    """What can be said of one answer."""
    from samskapa.study.provenance import Verdict, check_files, check_stale
    from samskapa.study.read import FOLDER

    verdict, folder = Verdict(name), results / name
    if not (folder / "stamp.toml").is_file():
        begun = (folder / "raw").is_dir() or (folder / "experiment.toml").exists()
        verdict.notes.append("begun and not finished" if begun else "not run yet")
        return verdict
    stamp = check_files(folder, verdict)
    if not stamp:
        return verdict
    if not (FOLDER / f"{name}.toml").exists():
        verdict.stale.append(f"the file {FOLDER / name}.toml is gone")
        return verdict
    try:
        resolved, _ = resolved_of(name)
    except ScenarioError as error:
        verdict.stale.append(f"the experiment is refused today: {error}")
        return verdict
    kept = folder / "experiment.toml"
    check_stale(resolved, stamp, verdict, kept.read_text(encoding="utf-8") if kept.is_file() else None)
    return verdict


def _say(verdict: Verdict, answered: bool) -> None:
    word = "changed on disk" if verdict.tampered else "stale" if verdict.stale else "holds" if answered else "no answer"
    console = screen()
    console.print(f"{verdict.name}: {word}")
    for reason in (*verdict.tampered, *verdict.stale, *verdict.notes):
        console.print(f"  {reason}", soft_wrap=True)
    if verdict.stale and not verdict.tampered:
        console.print(f"  to answer it anew: samskapa experiment run {verdict.name}")


def rerun_experiment(
    name: Name, threads: Threads = None, cluster: OnCluster = None, results: Results = RESULTS, quiet: Quiet = False
) -> None:
    """Make an answer again from nothing and hold it against the one there, byte for byte. Status 1 if they differ."""
    from samskapa.study.publish import write_answer
    from samskapa.study.store import Store

    resolved, facts = resolved_of(name)
    folder = results / resolved.experiment.name
    if not (folder / "summary.csv").is_file():
        raise ScenarioError(
            f"{resolved.experiment.name} has no answer to hold against",
            where=place(option=name),
            allowed=f"samskapa experiment run {name}",
        )
    for reason in () if quiet else verdict_of(name, results).stale:
        complain(f"since this answer was made: {reason}")
    with tempfile.TemporaryDirectory(prefix=".rerun-", dir=results) as made:
        aside = Path(made)
        store = Store(aside / "raw")
        sweep = swept(resolved, store, facts, maker_of(threads, cluster), quiet)
        if sweep.interrupted:
            complain("interrupted; a rerun begins from nothing each time")
            raise typer.Exit(130)
        (aside / "answer").mkdir()
        write_answer(resolved, store, sweep.blocks, aside / "answer", None)
        different = differing(folder, aside / "answer")
        if (folder / "raw" / "blocks").is_dir():
            different += [f"raw/{one}" for one in differing(folder / "raw" / "blocks", aside / "raw" / "blocks", ("",))]
    if different:
        complain(f"{resolved.experiment.name} came out otherwise: {', '.join(different)}")
        raise typer.Exit(FAILED)
    if not quiet:
        screen().print(f"{resolved.experiment.name}: the same, byte for byte ({sweep.made} runs).")


def differing(old: Path, new: Path, names: tuple[str, ...] = COMPARED) -> list[str]:
    """Names of files that are not the same in both folders; figures and the list of figures on the page aside."""
    found = set()
    for folder, other in ((old, new), (new, old)):
        for name in names:
            whole = folder / name if name else folder
            for path in sorted(whole.rglob("*")) if whole.is_dir() else [whole]:
                twin = other / path.relative_to(folder)
                if path.is_file() and (not twin.is_file() or _plain(path) != _plain(twin)):
                    found.add(path.relative_to(folder).as_posix())
    return sorted(found)


def _plain(path: Path) -> bytes:
    """The content of a file; of a page without its pictures, which another matplotlib may draw otherwise."""
    content = path.read_bytes()
    if path.name != "answer.md":
        return content
    before, pictures, rest = content.partition(b"## Figures\n")
    return before + rest[rest.index(b"\n## ") + 1 :] if pictures else content


def export_answer(
    name: Name,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", show_default=False, help="Folder of the crate, else results/NAME-crate."),
    ] = None,
    raw: Annotated[bool, typer.Option("--raw/--no-raw", help="With the raw data, a row for each run.")] = True,
    results: Results = RESULTS,
) -> None:
    """Pack an answer as an RO-Crate, with a data dictionary and the hash of every file."""
    from samskapa.study.crate import write_crate

    resolved, _ = resolved_of(name)
    asked = resolved.experiment.name
    target = write_crate(resolved, results / asked, out or results / f"{asked}-crate", raw)
    screen().print(f"Packed: {target}", soft_wrap=True)


# -- from Mesa: the dictionary of a `mesa.batch_run`, kept as JSON, becomes an experiment file ---------


def from_batch_run(
    sweep: Annotated[
        Path, typer.Argument(metavar="SWEEP.json", show_default=False, help="The parameters of the sweep, as JSON.")
    ],
    scenario: Annotated[
        str,
        typer.Option(
            "--scenario",
            metavar="NAME",
            rich_help_panel=WHAT,
            show_default=False,
            help="The world in which it takes place.",
        ),
    ],
    question: Annotated[
        str, typer.Option("--question", metavar="WORDS", rich_help_panel=WHAT, show_default=False, help="What it asks.")
    ],
    expects: Annotated[
        str,
        typer.Option(
            "--expects",
            metavar="WORDS",
            rich_help_panel=WHAT,
            show_default=False,
            help="What is expected, before it is run.",
        ),
    ],
    outcomes: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="OUTCOME",
            rich_help_panel=WHAT,
            show_default=False,
            help="What is looked at; may be repeated.",
        ),
    ] = None,
    iterations: Annotated[
        int,
        typer.Option(
            "--iterations", metavar="N", min=1, max=10_000, rich_help_panel=HOW, help="Runs of each combination."
        ),
    ] = 1,
    max_steps: Annotated[
        int | None,
        typer.Option(
            "--max-steps",
            metavar="N",
            min=1,
            rich_help_panel=HOW,
            show_default=False,
            help="Weeks, else the scenario's.",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="NAME",
            rich_help_panel=WHERE,
            show_default=False,
            help="Of the experiment, else that of the JSON file.",
        ),
    ] = None,
) -> None:
    """Make an experiment file of a sweep for Mesa's batch_run.

    The JSON file holds the dictionary: names with a value or a list of values. It is read and never executed.
    """
    from samskapa.study.batch_run import experiment_of_batch_run, sweep_in
    from samskapa.study.read import FOLDER, read_experiment
    from samskapa.study.run_plan import Resolved

    called = sweep.stem if name is None else name
    text = experiment_of_batch_run(
        sweep_in(sweep),
        name=called,
        question=question,
        expects=expects,
        scenario=scenario,
        iterations=iterations,
        max_steps=max_steps,
        outcomes=outcomes or (),
        where=str(sweep),
    )
    resolved = Resolved(read_experiment(text, f"the experiment made of {sweep}", FOLDER))
    target = FOLDER / f"{called}.toml"
    _write(target, text)
    console = screen()
    console.print(
        f"{target}: {len(resolved.points)} points with {iterations} seeds. To run it: samskapa experiment run {called}",
        soft_wrap=True,
    )


def _write(target: Path, text: str) -> None:
    """Write a new file, whole or not at all.

    Raises:
        ScenarioError: there is one of that name, or nothing can be written.
    """
    from samskapa.study.store import Disk, reason

    if target.exists():
        raise ScenarioError(
            f"{target} is there already and is left as it is", where=place(option="--name"), allowed="another name"
        )
    try:
        target.parent.mkdir(exist_ok=True)
        Disk().put(target, text.encode())
    except (OSError, ValueError) as error:
        raise ScenarioError(f"{target} cannot be written ({reason(error)})", where=place(option="--name")) from None
