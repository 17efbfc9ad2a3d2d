"""From finished runs to an answer on disk: page, summary, tables, figures, and last the stamp.

An answer appears whole or not at all: it is written aside, and takes its place when all of it is there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from samskapa.science.errors import ScenarioError, place
from samskapa.science.scenarios import scenario_toml
from samskapa.study import analyses, tables
from samskapa.study.answer import Made, answer_page, comparison_page
from samskapa.study.columns import failures, summary_rows
from samskapa.study.comparison import Comparison
from samskapa.study.provenance import RAW, STAMP, Facts, facts_of, files_of, fingerprint, hash_of, said_of, write_stamp
from samskapa.study.results import dataset_of
from samskapa.study.run_plan import Block, Resolved
from samskapa.study.store import Disk, Store, StoreError, reason
from samskapa.study.tables import write_csv

if TYPE_CHECKING:
    import xarray

    from samskapa.study.findings import Findings

ASIDE = ".answer-"
OURS = ("answer.md", "summary.csv", "failures.csv", "experiment.toml", "tables", "figures")
"""What an answer consists of beside raw data and stamp; it replaces what was there of these."""
DIGITS = 10
Info = str | int | float | bool
Draw = Callable[["Findings", Path], Sequence[Path]]


def check_folder(folder: Path, option: str) -> Path:
    """The real path of a folder that results may go to, whether or not it is there yet.

    Args:
        folder: the folder.
        option: how the user named it, for the message.

    Raises:
        ScenarioError: it is a file or lies below one, may not be written, holds what is not ours, or is the
            folder one stands in.
    """
    where = place(option=option)
    try:
        target = Path(os.path.realpath(folder))
        there = next(path for path in (target, *target.parents) if path.exists())
        if not there.is_dir():
            raise ScenarioError(f"{there} is a file, not a folder", where=where)
        if not os.access(there, os.W_OK | os.X_OK):
            raise ScenarioError(f"nothing may be written to {there}", where=where)
        if target.exists() and Path.cwd().resolve().is_relative_to(target):
            raise ScenarioError(
                "results replace their whole folder, and you stand in this one",
                where=where,
                allowed="a folder of their own",
            )
        if target.exists() and any(target.iterdir()) and not (target / STAMP).is_file():
            raise ScenarioError(
                f"{target} already holds other files",
                where=where,
                allowed="a new or empty folder, or one with results of an earlier run",
            )
    except (OSError, ValueError) as error:
        raise ScenarioError(f"this folder cannot be used ({reason(error)})", where=where) from None
    return target


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to write into that takes its place at the end, whole; after an exception nothing is left of it.

    Files in an earlier folder of that name which are not ours (its stamp does not list them) are kept.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name[:80]}-", dir=target.parent))
    try:
        written = aside / "new"
        written.mkdir()
        yield written
        _to_disk(written)
        _keep_what_is_not_ours(target, written)
        if target.exists():
            target.rename(aside / "old")
        try:
            written.rename(target)
        except OSError:
            if (aside / "old").exists():
                (aside / "old").rename(target)
            raise
        with suppress(PermissionError):
            Disk().sync(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    """Ask the machine to write the files of a folder to the disk itself."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with suppress(PermissionError):
                Disk().sync(path)


def _keep_what_is_not_ours(old: Path, new: Path) -> None:
    if not (old / STAMP).is_file():
        return
    try:
        ours = set(tomllib.loads((old / STAMP).read_text(encoding="utf-8")).get("files", ()))
    except (OSError, ValueError):
        ours = set()
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        if path.is_file() and name not in ours and name != STAMP and not (new / name).exists():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / name)


def drawn(folder: Path, draw: Callable[[Path], Sequence[Path]] | None) -> tuple[list[str], str]:
    """Draw figures into a folder beside an answer.

    Args:
        folder: the folder of the answer.
        draw: draws figures into a folder, and gives the paths of what it made; none are wanted if None.

    Returns:
        Paths of the pictures for the page, and why they could not be drawn, if so: that must not cost the numbers.

    Raises:
        OSError: the disk does not take them.
    """
    if draw is None:
        return [], ""
    figures, failed = folder / "figures", ""
    paths: Sequence[Path] = ()
    figures.mkdir()
    try:
        paths = draw(figures)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a picture that cannot be drawn must not cost the numbers
        failed = f"{type(error).__name__}: {error}"
    finally:
        if not paths:
            shutil.rmtree(figures)
    return [path.relative_to(folder).as_posix() for path in paths if path.suffix == ".png"], failed


# -- an experiment -------------------------------------------------------------------------------------


@dataclass
class Answer:
    """An answer that was made: its results, what was made of them, and why figures could not be drawn, if so."""

    dataset: xarray.Dataset
    findings: Findings
    figures_failed: str = ""


def publish(
    resolved: Resolved,
    store: Store,
    blocks: Sequence[Block],
    folder: Path,
    facts: Facts,
    more: Mapping[str, Info],
    draw: Draw | None,
) -> Answer:
    """Write the answer of a complete experiment beside its raw data.

    Everything is written aside first, then put in place, the stamp last: an answer without a stamp is unfinished.

    Args:
        resolved, store, blocks: the experiment and its runs.
        folder: the folder of its results.
        facts: what was asked, for the stamp.
        more: what else the stamp says.
        draw: draws figures into a folder; none if None.

    Raises:
        StoreError: the disk does not take it.
    """
    try:
        for left in folder.glob(f"{ASIDE}*"):
            shutil.rmtree(left)
        aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=folder))
        try:
            answer = write_answer(resolved, store, blocks, aside, draw)
            _put_in_place(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        names = [name for name in files_of(folder) if name.split("/")[0] in (*OURS, RAW)]
        worlds = {name: fingerprint(world) for name, world in resolved.experiment.scenarios.items()}
        write_stamp(
            folder,
            {**said_of(resolved, facts), **more, **facts_of_runs(answer.dataset)},
            {"scenarios": worlds},
            names,
            reference=resolved.by_mesa,
        )
        Disk().sync(folder / STAMP)
        Disk().sync(folder)
    except OSError as error:
        raise StoreError(f"the answer could not be written to {folder}: {reason(error)}") from error
    return answer


def write_answer(resolved: Resolved, store: Store, blocks: Sequence[Block], folder: Path, draw: Draw | None) -> Answer:
    """Write page, summary, tables and figures into a folder."""
    dataset = dataset_of(resolved, store, blocks)
    answer = Answer(dataset, analyses.analyse(resolved.experiment, dataset))
    write_csv(folder / "summary.csv", summary_rows(resolved.experiment, dataset), digits=DIGITS)
    (folder / "experiment.toml").write_text(resolved.experiment.text, encoding="utf-8", newline="\n")
    if failures(dataset).any():
        write_csv(folder / "failures.csv", _failure_rows(resolved, store, blocks))
    if answer.findings.tables:
        (folder / "tables").mkdir()
    for table in answer.findings.tables:
        heads = [f"{column.name} [{column.unit}]" if column.unit else column.name for column in table.columns]
        write_csv(folder / "tables" / f"{table.name}.csv", [heads, *table.rows], digits=DIGITS)
    pictures, answer.figures_failed = drawn(
        folder, None if draw is None else lambda figures: draw(answer.findings, figures)
    )
    (folder / "answer.md").write_text(
        answer_page(resolved, dataset, answer.findings, pictures), encoding="utf-8", newline="\n"
    )
    return answer


def _failure_rows(resolved: Resolved, store: Store, blocks: Sequence[Block]) -> Iterator[Sequence[str | int | float]]:
    inputs = [one.name for one in resolved.experiment.inputs]
    yield ("point", *inputs, "chance_seed", "reason", "to see it again")
    for block in blocks:
        for row, failure in store.failures(block).items():
            one = block.runs[row]
            values = [resolved.points[one.point][name] for name in inputs]
            yield (one.point, *values, one.seed, failure.why, failure.again)


def _put_in_place(aside: Path, folder: Path) -> None:
    """Let the new answer take the place of the old one; without a stamp until it is whole."""
    disk = Disk()
    _to_disk(aside)
    disk.remove(folder / STAMP)
    for name in OURS:
        old = folder / name
        if old.is_dir():
            shutil.rmtree(old)
        else:
            disk.remove(old)
        if (aside / name).exists():
            disk.rename(aside / name, old)
    disk.sync(folder)


def facts_of_runs(dataset: xarray.Dataset) -> dict[str, Info]:
    """How many points, seeds and failed runs there are, for the stamp."""
    return {
        "points": int(dataset.sizes["point"]),
        "seeds": int(dataset.sizes["seed"]),
        "runs": int(np.sum(dataset["status"].values != "not run")),
        "failed": int(failures(dataset).sum()),
    }


# -- worlds that were run beside each other ------------------------------------------------------------


def publish_comparison(
    comparison: Comparison,
    made: Made,
    folder: Path,
    engine: str,
    comma: bool,
    draw: Callable[[Path], Sequence[Path]] | None,
) -> tuple[Made, str]:
    """Write what differs between worlds: page, tables, figures, each world as it was run, and last the stamp.

    Args:
        comparison: the worlds.
        made: how the answer came about.
        folder: the folder of the answer, which takes the place of an earlier one.
        engine: the engine asked for, for the stamp.
        comma: whether numbers in the tables have a decimal comma.
        draw: draws figures into a folder; none if None. Ctrl-C while it does costs the figures alone.

    Returns:
        How it came about in the end, and why figures could not be drawn, if so.

    Raises:
        OSError: the disk does not take it.
    """
    with whole_folder(folder) as new:
        try:
            pictures, figures_failed = drawn(new, draw)
        except KeyboardInterrupt:
            made, pictures, figures_failed = replace(made, interrupted=True), [], ""
        (new / "answer.md").write_text(comparison_page(comparison, made, pictures), encoding="utf-8")
        write_csv(new / "summary.csv", tables.summary_rows(comparison), comma)
        write_csv(new / "weekly.csv", tables.weekly_rows(comparison), comma)
        write_csv(new / "runs.csv", tables.run_rows(comparison), comma, digits=17)
        (new / "worlds").mkdir()
        worlds: dict[str, dict[str, Info]] = {}
        for world in comparison.worlds:
            (new / "worlds" / f"{world.name}.toml").write_text(scenario_toml(world.scenario), encoding="utf-8")
            worlds[f"worlds.{world.name}"] = {
                "values": fingerprint(world.scenario),
                "origin": world.scenario.origin,
                "weeks": world.weeks,
                "finished": int(world.done.sum()),
                "failed": len(world.failures),
            }
        facts = facts_of(comparison.resolved)
        write_stamp(
            new,
            {
                "name": comparison.resolved.experiment.name,
                "experiment": hash_of(facts),
                "command": made.command,
                "day": made.day,
                "seeds": list(made.seeds),
                "overrides": list(made.overrides),
                "engine": engine,
                "seconds": round(made.seconds, 1),
                "interrupted": made.interrupted,
            },
            worlds,
            reference=engine == "reference" or comparison.resolved.by_mesa,
        )
    return made, figures_failed
