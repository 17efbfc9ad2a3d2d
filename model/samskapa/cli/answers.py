"""Answers of experiments: check that they still hold, make them again byte for byte, hand them on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from samskapa.cli.screen import complain, screen
from samskapa.cli.study import (
    FAILED,
    RESULTS,
    Name,
    OnCluster,
    Quiet,
    Results,
    Threads,
    maker_of,
    resolved_of,
)
from samskapa.science.errors import ScenarioError, nearest, place

if TYPE_CHECKING:
    from samskapa.study.provenance import Verdict

COMPARED = ("summary.csv", "answer.md", "failures.csv", "tables")


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
            raise ScenarioError(f"there is no experiment {name!r}", where=place(option=name), allowed=known,
                                nearest=nearest(name, known))
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
        return "\n[science_files]" in stamp.read_text(encoding="utf-8") or (stamp.parent / "experiment.toml").exists()
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
    name: Name, threads: Threads = None, cluster: OnCluster = None, results: Results = RESULTS, quiet: Quiet = False,
) -> None:
    """Make an answer again from nothing and hold it against the one there, byte for byte. Status 1 if they differ."""
    from samskapa.cli.study import swept
    from samskapa.study.publish import write_answer
    from samskapa.study.store import Store

    resolved, facts = resolved_of(name)
    folder = results / resolved.experiment.name
    if not (folder / "summary.csv").is_file():
        raise ScenarioError(f"{resolved.experiment.name} has no answer to hold against", where=place(option=name),
                            allowed=f"samskapa experiment run {name}")
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
    return before + rest[rest.index(b"\n## ") + 1:] if pictures else content


def export_answer(
    name: Name,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", show_default=False,
                                             help="Folder of the crate, else results/NAME-crate.")] = None,
    raw: Annotated[bool, typer.Option("--raw/--no-raw", help="With the raw data, a row for each run.")] = True,
    results: Results = RESULTS,
) -> None:
    """Pack an answer as an RO-Crate, with a data dictionary and the hash of every file."""
    from samskapa.study.crate import write_crate

    resolved, _ = resolved_of(name)
    asked = resolved.experiment.name
    target = write_crate(resolved, results / asked, out or results / f"{asked}-crate", raw)
    screen().print(f"Packed: {target}", soft_wrap=True)

