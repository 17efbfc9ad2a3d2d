"""From finished runs to an answer on disk: page, summary, tables, figures, and last the stamp."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from samskapa.study.answer import answer_page
from samskapa.study.disk import Disk
from samskapa.study.numbers import failures, summary_rows
from samskapa.study.output import STAMP, reason
from samskapa.study.provenance import RAW, Facts, files_of, write_stamp
from samskapa.study.results import dataset_of
from samskapa.study.run_plan import Block, Resolved
from samskapa.study.store import Store, StoreError
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


@dataclass
class Answer:
    """An answer that was made: its results, what was made of them, and why figures could not be drawn, if so."""

    dataset: xarray.Dataset
    findings: Findings
    figures_failed: str = ""


def publish(
    resolved: Resolved, store: Store, blocks: Sequence[Block], folder: Path, facts: Facts,
    more: Mapping[str, Info], draw: Draw | None,
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
        write_stamp(folder, resolved, facts, {**more, **facts_of_runs(answer.dataset)}, names)
        Disk().sync(folder / STAMP)
        Disk().sync(folder)
    except OSError as error:
        raise StoreError(f"the answer could not be written to {folder}: {reason(error)}") from error
    return answer


def write_answer(
    resolved: Resolved, store: Store, blocks: Sequence[Block], folder: Path, draw: Draw | None
) -> Answer:
    """Write page, summary, tables and figures into a folder."""
    from samskapa.study.analyses import analyse

    dataset = dataset_of(resolved, store, blocks)
    answer = Answer(dataset, analyse(resolved.experiment, dataset))
    write_csv(folder / "summary.csv", summary_rows(resolved.experiment, dataset), digits=DIGITS)
    (folder / "experiment.toml").write_text(resolved.experiment.text, encoding="utf-8", newline="\n")
    if failures(dataset).any():
        write_csv(folder / "failures.csv", _failure_rows(resolved, store, blocks))
    if answer.findings.tables:
        (folder / "tables").mkdir()
    for table in answer.findings.tables:
        heads = [f"{column.name} [{column.unit}]" if column.unit else column.name for column in table.columns]
        write_csv(folder / "tables" / f"{table.name}.csv", [heads, *table.rows], digits=DIGITS)
    pictures = _drawn(answer, folder, draw)
    (folder / "answer.md").write_text(answer_page(resolved, dataset, answer.findings, pictures), encoding="utf-8",
                                      newline="\n")
    return answer


def _drawn(answer: Answer, folder: Path, draw: Draw | None) -> list[str]:
    """Draw the figures; paths of the pictures for the page."""
    if draw is None:
        return []
    figures = folder / "figures"
    figures.mkdir()
    try:
        paths = draw(answer.findings, figures)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a picture that cannot be drawn must not cost the numbers
        answer.figures_failed = f"{type(error).__name__}: {error}"
        paths = []
    if not paths:
        shutil.rmtree(figures)
    return [path.relative_to(folder).as_posix() for path in paths if path.suffix == ".png"]


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
    for path in sorted(aside.rglob("*")):
        if path.is_file():
            disk.sync(path)
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
    return {"points": int(dataset.sizes["point"]), "seeds": int(dataset.sizes["seed"]),
            "runs": int(np.sum(dataset["status"].values != "not run")), "failed": int(failures(dataset).sum())}
