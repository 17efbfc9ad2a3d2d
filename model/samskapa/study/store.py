"""Finished runs on disk, so that none is lost: a file a block, and a journal that names those that are whole.

A block is a plain NumPy array file (.npy) of numbers: a row a run, a named field a column. It is written aside,
synced, renamed, and only then named in the journal with its checksum. Nothing is ever changed in place, so a kill,
a full disk or a lost current can cost the block that was being written and no other. Chosen over zarr, which reads
a flipped bit and a missing chunk without complaint, and over netCDF and Parquet, whose bytes depend on the version
of a library that is not needed otherwise.

What is asked of a disk stands in one place (`Disk`), so that tests can break each step; one process at a time works on
an experiment (`holding`).
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from samskapa.science.errors import SamskapaError
from samskapa.study.run_plan import Block, Planned

Record = dict[str, Any]
Rows = NDArray[np.void]
Facts = Mapping[str, Any]
DONE_ROW, FAILED_ROW = 0, 1
LASTING = ("RunError", "ScenarioError", "ImpossibleScenario")
"""Failures that come again with the same numbers. Any other (no memory, a process that died) is tried again."""
LOCK, HOLDER, PROGRESS = "lock", "holder.json", "progress.json"
UNSTAMPED = (LOCK, HOLDER, PROGRESS)
"""Files of the moment, which are no results."""
_MARK = 16


class StoreError(SamskapaError):
    """Results that cannot be kept or read."""


@dataclass(frozen=True)
class Failure:
    """Why a run failed, and the command that shows it again."""

    why: str
    again: str

    @property
    def lasting(self) -> bool:
        """Whether it would fail again."""
        return self.why.startswith(LASTING)


Known = dict[int, tuple[list[float], Failure | None]]
"""Numbers, and failure if it was one, of runs that were made before, by their place."""


@dataclass
class Made:
    """What running a block gave: numbers, shape (runs, columns), and why runs failed, by their place in the block."""

    values: NDArray[np.float64]
    failures: dict[int, Failure] = field(default_factory=dict)
    seconds: float = 0.0


def row_type(columns: Iterable[str]) -> np.dtype[np.void]:
    """How a row is laid out: identity, point, seeds, status, then the columns."""
    heads = [
        ("run", "S32"),
        ("point", "<i4"),
        ("place", "<i4"),
        ("seed", "<i8"),
        ("programme_seed", "<i8"),
        ("status", "<i1"),
    ]
    return np.dtype([*heads, *((name, "<f8") for name in columns)])


def rows_of(block: Block, columns: Sequence[str], made: Made) -> Rows:
    """A block as rows."""
    rows = np.zeros(len(block.runs), dtype=row_type(columns))
    rows["run"] = [one.identity.encode() for one in block.runs]
    rows["point"] = [one.point for one in block.runs]
    rows["place"] = [one.place for one in block.runs]
    rows["seed"] = [one.seed for one in block.runs]
    rows["programme_seed"] = [one.programme_seed for one in block.runs]
    rows["status"] = [FAILED_ROW if place in made.failures else DONE_ROW for place in range(len(block.runs))]
    for number, name in enumerate(columns):
        rows[name] = made.values[:, number]
    return rows


def bytes_of(rows: Rows) -> bytes:
    """Rows as the content of a file; the same rows always give the same bytes."""
    stream = io.BytesIO()
    np.lib.format.write_array(stream, rows, version=(3, 0), allow_pickle=False)
    return stream.getvalue()


class Store:
    """The folder of raw results of one experiment.

    Args:
        folder: the folder `raw`.
        disk: what writes.
    """

    def __init__(self, folder: Path, disk: Disk | None = None):
        self.folder = folder
        self.disk = disk or Disk()
        self.journal = Journal(folder / "journal.jsonl", self.disk)
        self._blocks: dict[str, Record] = {}
        self._columns: dict[str, dict[str, str]] = {}
        for record in self.journal.records:
            self._note(record)
        self._found: dict[str, tuple[str, int]] | None = None
        self._read: dict[str, Rows] = {}

    def _note(self, record: Record) -> None:
        if record["kind"] == "block":
            self._blocks[record["key"]] = record
        else:
            self._columns[record["columns_key"]] = record["columns"]

    def path(self, key: str) -> Path:
        """The file of a block."""
        return self.folder / "blocks" / f"{key}.npy"

    @property
    def plan(self) -> Record | None:
        """What was planned when it was last begun, or None."""
        plans = [record for record in self.journal.records if record["kind"] == "plan"]
        return plans[-1] if plans else None

    def begin(self, facts: Facts, columns: Mapping[str, str]) -> None:
        """Make ready to keep blocks of this plan, and clear away what a kill has left.

        Raises:
            StoreError: nothing can be written here.
        """
        key = hashlib.sha256(repr(sorted(columns.items())).encode()).hexdigest()[:16]
        try:
            (self.folder / "blocks").mkdir(parents=True, exist_ok=True)
            for left in [*self.folder.glob(".*.new"), *(self.folder / "blocks").glob(".*.new")]:
                self.disk.remove(left)
            self.journal.mend()
            record = {"kind": "plan", "facts": dict(facts), "columns": dict(columns), "columns_key": key}
            if self.plan != record:
                self.journal.add(record)
                self._note(record)
        except OSError as error:
            raise StoreError(f"nothing can be written to {self.folder}: {reason(error)}") from error
        self._columns_key = key

    def holds(self, block: Block) -> bool:
        """Whether a block is here, whole, and need not be made again."""
        record = self._blocks.get(block.key)
        return record is not None and not record.get("again") and self._content(record) is not None

    def _content(self, record: Record) -> bytes | None:
        """The bytes of a block that the journal names, or None if they are not what it says."""
        try:
            content = self.path(record["key"]).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == record["sha256"] else None

    def damaged(self) -> list[str]:
        """Keys of blocks that the journal names and that are not whole."""
        return [key for key, record in self._blocks.items() if self._content(record) is None]

    def keep(self, block: Block, columns: Sequence[str], made: Made) -> None:
        """Keep a block.

        Raises:
            StoreError: the disk did not take it; what was kept before is untouched.
        """
        content = bytes_of(rows_of(block, columns, made))
        record: Record = {
            "kind": "block",
            "key": block.key,
            "sha256": hashlib.sha256(content).hexdigest(),
            "runs": len(block.runs),
            "columns_key": self._columns_key,
            "failed": {str(place): [one.why, one.again] for place, one in sorted(made.failures.items())},
        }
        if any(not one.lasting for one in made.failures.values()):
            record["again"] = True
        try:
            self.disk.put(self.path(block.key), content)
            self.journal.add(record)
        except OSError as error:
            raise StoreError(f"{self.folder} does not take more: {reason(error)}") from error
        self._note(record)

    def rows(self, block: Block) -> Rows:
        """The rows of a block.

        Raises:
            StoreError: it is not here, or not whole.
        """
        record = self._blocks.get(block.key)
        content = self._content(record) if record else None
        if content is None:
            raise StoreError(f"the block {block.key} is missing or damaged")
        return _rows(content)

    def failures(self, block: Block) -> dict[int, Failure]:
        """Why runs of a block failed, by their place in it."""
        return {int(place): Failure(*said) for place, said in self._blocks[block.key]["failed"].items()}

    def known(self, runs: Sequence[Planned], definitions: Mapping[str, str]) -> Known:
        """Runs that blocks of an earlier plan hold already: numbers and failure, by place among the runs."""
        if self._found is None:
            self._found = self._index(definitions)
        found: Known = {}
        for place, one in enumerate(runs):
            if one.identity in self._found:
                key, row = self._found[one.identity]
                said = self._blocks[key]["failed"].get(str(row))
                if said is None or Failure(*said).lasting:
                    values = [float(self._read[key][row][name]) for name in definitions]
                    found[place] = values, Failure(*said) if said else None
        return found

    def _index(self, definitions: Mapping[str, str]) -> dict[str, tuple[str, int]]:
        """Where runs of earlier plans lie whose columns were made as these are."""
        found: dict[str, tuple[str, int]] = {}
        for key, record in self._blocks.items():
            columns = self._columns.get(record["columns_key"], {})
            content = self._content(record) if definitions.items() <= columns.items() else None
            if content is not None:
                self._read[key] = _rows(content)
                for row, identity in enumerate(self._read[key]["run"]):
                    found[identity.decode()] = key, row
        return found

    def seal(self, facts: Facts, columns: Mapping[str, str], blocks: Sequence[Block]) -> None:
        """Put the journal in the order of the plan and let go of blocks that it does not need.

        Afterwards the folder holds the same bytes, whatever happened on the way.
        """
        wanted = [self._blocks[block.key] for block in blocks]
        plan = {"kind": "plan", "facts": dict(facts), "columns": dict(columns), "columns_key": self._columns_key}
        ordered = [plan, *({**record, "columns_key": self._columns_key} for record in wanted)]
        try:
            if self.journal.records != ordered:
                self.journal.rewrite(ordered)
            names = {self.path(block.key).name for block in blocks}
            for path in (self.folder / "blocks").iterdir():
                if path.name not in names:
                    self.disk.remove(path)
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be put in order: {reason(error)}") from error
        self._blocks = {record["key"]: record for record in ordered[1:]}

    @property
    def bytes(self) -> int:
        """Size on disk of everything kept."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def _rows(content: bytes) -> Rows:
    rows: Rows = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    return rows


# -- a journal that survives a torn write: one record a line, each behind its own checksum -----------------------------


def line_of(record: Record) -> bytes:
    """A record as a line: checksum, blank, JSON.

    >>> read_line(line_of({"kind": "block"}))
    {'kind': 'block'}
    >>> read_line(line_of({"kind": "block"})[:-3]) is None
    True
    """
    body = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
    return f"{_mark(body)} ".encode() + body + b"\n"


def read_line(line: bytes) -> Record | None:
    """The record of a line with its end, or None if it is torn or damaged."""
    mark, blank, body = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or not blank or mark.decode("latin-1") != _mark(body):
        return None
    record: Record = json.loads(body)
    return record


class Journal:
    """The records of a file, and a way to add to them.

    Args:
        path: the file; it need not be there yet.
        disk: what writes.
    """

    def __init__(self, path: Path, disk: Disk):
        self.path = path
        self.disk = disk
        content = path.read_bytes() if path.exists() else b""
        read = [(line, read_line(line)) for line in content.splitlines(keepends=True)]
        self.records: list[Record] = [record for _, record in read if record is not None]
        self.damaged = len(read) - len(self.records)
        self._length = len(content)

    def mend(self) -> None:
        """Write the file anew without what is torn or damaged, so that what is added stands on a line of its own."""
        if self.damaged:
            self.rewrite(self.records)

    def add(self, record: Record) -> None:
        """Add a record, and come back when the disk has it.

        Raises:
            OSError: it could not be written; the file is as it was, as far as the disk allows.
        """
        line = line_of(record)
        try:
            fresh = not self.path.exists()
            self.disk.append(self.path, line)
            self.disk.sync(self.path)
            if fresh:
                self.disk.sync(self.path.parent)
        except OSError:
            with suppress(OSError):
                self.disk.cut(self.path, self._length)
            raise
        self._length += len(line)
        self.records.append(record)

    def rewrite(self, records: list[Record]) -> None:
        """Put these records in place of all others, all at once."""
        content = b"".join(map(line_of, records))
        self.disk.put(self.path, content)
        self.records, self.damaged, self._length = list(records), 0, len(content)


def _mark(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:_MARK]


# -- the few things that are asked of a disk ---------------------------------------------------------------------------


def reason(error: Exception) -> str:
    """Why the machine refused, in its own words."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk is full"
    return getattr(error, "strerror", None) or str(error)


class Disk:
    """A disk that does what it is told; each step may raise OSError."""

    def write(self, path: Path, content: bytes) -> None:
        """Write a new file."""
        with path.open("wb") as stream:
            stream.write(content)

    def append(self, path: Path, content: bytes) -> None:
        """Write at the end of a file."""
        with path.open("ab") as stream:
            stream.write(content)

    def cut(self, path: Path, length: int) -> None:
        """Shorten a file to a length in bytes."""
        os.truncate(path, length)

    def sync(self, path: Path) -> None:
        """Have a file, or the list of a folder, written to the disk itself."""
        if path.is_dir() and os.name == "nt":
            return
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def rename(self, old: Path, new: Path) -> None:
        """Give a file another name, replacing what bears it."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def put(self, path: Path, content: bytes) -> None:
        """A whole file or none: written aside, synced, renamed, and its folder synced."""
        aside = path.with_name(f".{path.name}.new")
        try:
            self.write(aside, content)
            self.sync(aside)
            self.rename(aside, path)
        except OSError:
            with suppress(OSError):
                self.remove(aside)
            raise
        self.sync(path.parent)


# -- two processes on one experiment: one works, the other is told who does, or waits ----------------------------------


@contextmanager
def holding(raw: Path, wait: bool = False, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold the raw results of an experiment, for this process alone.

    The machine lets go of the lock when its process ends, however it ends, so none is ever left behind.

    Args:
        raw: the folder.
        wait: whether to wait for whoever holds it.
        on_wait: called once with who that is.

    Raises:
        StoreError: another process holds it, and this one does not wait; or nothing can be written there.
    """
    try:
        raw.mkdir(parents=True, exist_ok=True)
        lock = FileLock(raw / LOCK)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            if not wait:
                name = raw.parent.name
                raise StoreError(
                    f"{name} is being run by {holder(raw)}; wait for it with --wait, or look on with "
                    f"samskapa experiment status {name}"
                ) from None
            on_wait(holder(raw))
            lock.acquire()
        _say_who(raw)
    except OSError as error:
        raise StoreError(f"nothing can be written to {raw}: {reason(error)}") from error
    try:
        yield
    finally:
        with suppress(OSError):
            (raw / HOLDER).unlink(missing_ok=True)
        lock.release()


def is_held(raw: Path) -> bool:
    """Whether a process is at work on these results."""
    if not (raw / LOCK).exists():
        return False
    try:
        with FileLock(raw / LOCK, blocking=False):
            return False
    except Timeout:
        return True


def holder(raw: Path) -> str:
    """Who holds the results, in words."""
    try:
        said = json.loads((raw / HOLDER).read_text(encoding="utf-8"))
        return f"process {said['process']} on {said['machine']}, since {said['since']}"
    except (OSError, ValueError, KeyError):
        return "another process"


def _say_who(raw: Path) -> None:
    since = datetime.fromtimestamp(time.time()).strftime("%Y-%m-%d %H:%M")
    said = {"process": os.getpid(), "machine": socket.gethostname(), "since": since}
    (raw / HOLDER).write_text(json.dumps(said), encoding="utf-8")
