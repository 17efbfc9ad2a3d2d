"""The few things that are asked of a disk, in one place, so that tests can break each of them."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path


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
