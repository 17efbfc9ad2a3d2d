"""An answer to hand on: an RO-Crate with a data dictionary, the hash of every file, and what made it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samskapa.science.errors import ScenarioError, place
from samskapa.study.columns import MOST_POINTS, heading, outcome_names
from samskapa.study.provenance import RAW, STAMP, Verdict, check_files, hash_of_file
from samskapa.study.results import blocks_kept, dataset_of
from samskapa.study.run_plan import Resolved
from samskapa.study.store import Store, StoreError
from samskapa.study.tables import write_csv

if TYPE_CHECKING:
    import xarray

Row = Sequence[str | int | float]
METADATA, DICTIONARY, RUNS = "ro-crate-metadata.json", "data_dictionary.csv", "runs.csv"
KINDS = {
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".toml": "application/toml",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".npy": "application/octet-stream",
    ".jsonl": "application/jsonl",
    ".json": "application/json",
}
ABOUT_SUMMARY = {
    "point": ("", "Number of the point, from 0."),
    "outcome": ("", "Name of the outcome."),
    "meaning": ("", "What the outcome is."),
    "unit": ("", "Unit of mean, sd and limits."),
    "mean": ("see unit", "Mean over the runs of the point."),
    "sd": ("see unit", "Standard deviation between runs."),
    "lo95": ("see unit", "Lower limit of the 95 % interval of the mean."),
    "hi95": ("see unit", "Upper limit of the 95 % interval of the mean."),
    "runs": ("runs", "Runs that have a value."),
    "failed": ("runs", "Runs that failed."),
}
ABOUT_MANY_POINTS = {
    "outcome": ("", "Name of the outcome."),
    "meaning": ("", "What the outcome is."),
    "unit": ("", "Unit of means and deviations."),
    "points": ("points", "Points that have a mean."),
    "mean over points": ("see unit", "Mean of the means of points."),
    "lowest point": ("see unit", "Lowest mean of a point."),
    "highest point": ("see unit", "Highest mean of a point."),
    "sd between points": ("see unit", "Standard deviation between the means of points."),
    "sd within points": ("see unit", "Standard deviation between runs of one point, pooled."),
    "runs": ("runs", "Runs that have a value."),
    "failed": ("runs", "Runs that failed."),
}


def write_crate(resolved: Resolved, answer: Path, target: Path, raw: bool) -> Path:
    """Write an answer as an RO-Crate into a new folder.

    Args:
        resolved: the experiment.
        answer: the folder of its answer.
        target: the folder of the crate; it must not exist.
        raw: whether to take the raw data along, with a row for each run in `runs.csv`.

    Raises:
        ScenarioError: there is no answer, its bytes were changed, the target exists, or `rocrate` is not installed.
        StoreError: the raw data are wanted and not complete, or the disk does not take it.
    """
    try:
        from rocrate.rocrate import ROCrate
    except ImportError:
        raise ScenarioError("an export needs the package rocrate", allowed='pip install "samskapa[export]"') from None
    if target.exists():
        raise ScenarioError(f"{target} exists already", where=place(option="--out"), allowed="a new folder")
    verdict = Verdict(resolved.experiment.name)
    stamp = check_files(answer, verdict)
    if verdict.tampered:
        raise ScenarioError(
            f"{answer} is not handed on: {verdict.tampered[0]}",
            allowed=f"samskapa experiment run {resolved.experiment.name}",
        )
    names = [STAMP, *(name for name in stamp["files"] if raw or not name.startswith(f"{RAW}/"))]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".crate-", dir=target.parent) as made:
            folder = Path(made)
            names += _add_tables(resolved, answer, folder, raw)
            crate = ROCrate()
            _describe(crate, resolved, stamp)
            for name in names:
                source = folder / name if (folder / name).exists() else answer / name
                crate.add_file(
                    source,
                    name,
                    properties={
                        "sha256": hash_of_file(source),
                        "contentSize": str(source.stat().st_size),
                        "encodingFormat": KINDS.get(source.suffix, "application/octet-stream"),
                        "description": description_of(name),
                    },
                )
            crate.write(folder / "crate")
            shutil.move(folder / "crate", target)
    except OSError as error:
        raise StoreError(f"the crate could not be written to {target}: {error.strerror or error}") from error
    return target


def _describe(crate: Any, resolved: Resolved, stamp: dict[str, Any]) -> None:
    """What the whole is: the question, the expectation, and the software that answered it."""
    from rocrate.model.contextentity import ContextEntity

    experiment = resolved.experiment
    crate.name = f"samskapa experiment {experiment.name}"
    crate.description = f"{experiment.question} Expected: {experiment.expects}"
    crate.license = "MIT"
    software = crate.add(
        ContextEntity(
            crate,
            "#samskapa",
            properties={
                "@type": "SoftwareApplication",
                "name": "samskapa",
                "softwareVersion": stamp["versions"].get("samskapa", ""),
                "identifier": stamp.get("commit", stamp["science"]),
            },
        )
    )
    crate.add(
        ContextEntity(
            crate,
            "#run",
            properties={
                "@type": "CreateAction",
                "name": str(stamp["command"]),
                "endTime": str(stamp["finished"]),
                "instrument": {"@id": software.id},
                "object": {"@id": "experiment.toml"},
                "result": {"@id": "summary.csv"},
                "description": f"{stamp['points']} points, {stamp['runs']} runs; science {stamp['science']}",
            },
        )
    )


def _add_tables(resolved: Resolved, answer: Path, folder: Path, raw: bool) -> list[str]:
    """Write the data dictionary, and a row for each run where raw data go along."""
    dictionary = [("file", "column", "unit", "meaning"), *_about(resolved, answer)]
    names = [DICTIONARY]
    if raw:
        store = Store(answer / RAW)
        dataset = dataset_of(resolved, store, blocks_kept(resolved, store))
        write_csv(folder / RUNS, run_rows(resolved, dataset), digits=17)
        dictionary += _about_runs(resolved)
        names.append(RUNS)
    write_csv(folder / DICTIONARY, dictionary)
    return names


def run_rows(resolved: Resolved, dataset: xarray.Dataset) -> Iterator[Row]:
    """A row for each run: its point, seeds, what became of it, and every number in full."""
    experiment, columns = resolved.experiment, outcome_names(dataset)
    inputs = [one.name for one in experiment.inputs]
    yield (
        "point",
        *(heading(one.name, one.unit) for one in experiment.inputs),
        "programme_seed",
        "chance_seed",
        "status",
        *(heading(name, dataset[name].attrs["units"]) for name in columns),
    )
    status, programmes, seeds = (dataset[name].values for name in ("status", "programme_seed", "chance_seed"))
    found = [dataset[name].values for name in columns]
    for point in range(dataset.sizes["point"]):
        values = [resolved.points[point][name] for name in inputs]
        for seed in range(dataset.sizes["seed"]):
            if status[point, seed] != "not run":
                yield (
                    point,
                    *values,
                    int(programmes[point, seed]),
                    int(seeds[point, seed]),
                    str(status[point, seed]),
                    *(float(one[point, seed]) for one in found),
                )


def _about(resolved: Resolved, answer: Path) -> Iterator[Row]:
    """What every column of the tables means."""
    many = len(resolved.points) > MOST_POINTS
    if not many:
        yield from _about_inputs(resolved, "summary.csv")
    for column, (unit, meaning) in (ABOUT_MANY_POINTS if many else ABOUT_SUMMARY).items():
        yield ("summary.csv", column, unit, meaning)
    for path in sorted((answer / "tables").glob("*.csv")):
        head = path.read_text(encoding="utf-8").splitlines()[0]
        for column in head.split(","):
            name, bracket, unit = column.strip('"').partition(" [")
            told = unit.rstrip("]") if bracket else ""
            yield (f"tables/{path.name}", column.strip('"'), told, f"{name}; see answer.md")
    if (answer / "failures.csv").exists():
        for column, meaning in (
            ("chance_seed", "Seed of the run."),
            ("reason", "Why it failed."),
            ("to see it again", "The command that shows it again."),
        ):
            yield ("failures.csv", column, "", meaning)


def _about_inputs(resolved: Resolved, file: str) -> Iterator[Row]:
    for one in resolved.experiment.inputs:
        yield (file, heading(one.name, one.unit), one.unit, one.meaning)


def _about_runs(resolved: Resolved) -> Iterator[Row]:
    yield (RUNS, "point", "", "Number of the point, from 0.")
    yield from _about_inputs(resolved, RUNS)
    yield (RUNS, "programme_seed", "", "Seed of the people and places at the start.")
    yield (RUNS, "chance_seed", "", "Seed of everything that happens afterwards.")
    yield (RUNS, "status", "", "done, or why the run failed.")
    for column in resolved.columns:
        yield (
            RUNS,
            heading(column.name, column.asked.unit),
            column.asked.unit,
            f"{column.asked.label}. {column.asked.meaning}",
        )


def description_of(name: str) -> str:
    """What a file of the crate is, in a sentence."""
    known = {
        "answer.md": "The answer in words, with tables.",
        "summary.csv": "Every outcome at every point, with units.",
        "stamp.toml": "What made the answer, and the hash of every file.",
        "experiment.toml": "The question and its design, as run.",
        "failures.csv": "Runs that failed, and why.",
        DICTIONARY: "Unit and meaning of every column of every table.",
        RUNS: "A row for each run.",
        f"{RAW}/journal.jsonl": "Which blocks of raw data are whole.",
    }
    if name in known:
        return known[name]
    kind = name.split("/")[0]
    return {
        "tables": "A table of the answer.",
        "figures": "A figure of the answer.",
        RAW: "Raw data: rows of runs, NumPy's .npy.",
    }.get(kind, "Part of the answer.")


def verify_crate(folder: Path) -> list[str]:
    """Hold every file of a crate against the hash that its metadata give; what does not fit, in words."""
    from rocrate.rocrate import ROCrate

    found = []
    json.loads((folder / METADATA).read_text(encoding="utf-8"))
    for entity in ROCrate(folder).get_entities():
        digest = entity.get("sha256")
        if digest is None:
            continue
        path = folder / entity.id
        if not path.is_file():
            found.append(f"{entity.id} is missing")
        elif hash_of_file(path) != digest:
            found.append(f"{entity.id} was changed")
    return found
