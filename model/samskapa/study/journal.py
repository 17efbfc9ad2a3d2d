"""A journal that survives a torn write: one record a line, each behind its own checksum."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from samskapa.study.disk import Disk

Record = dict[str, Any]
_MARK = 16


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
