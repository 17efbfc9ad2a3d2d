"""Where compiled code is kept: a folder named by everything that could change it.

numba looks only at the file of a compiled function, and would keep an old engine when a rule changes in another
file; so the folder bears a hash of all files of the science (`science.hashes`) as they lie there, and of the
versions of Python and numba.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import filelock
import numba
import platformdirs

from samskapa.science.hashes import PACKAGE, science_files

FINISHED, LOCK = "finished", "compiling.lock"


@cache
def texts_hash(package: Path = PACKAGE) -> str:
    """Hash of the texts that the engine is made from and of the versions that compile them."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {numba.__version__}".encode())
    for path in science_files(package):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def folder() -> Path:
    """The folder of the engine that fits today's texts and versions."""
    return Path(platformdirs.user_cache_dir("samskapa")) / "engine" / texts_hash()


def is_compiled() -> bool:
    """Whether the engine lies ready."""
    return (folder() / FINISHED).exists()


def note_compiled() -> None:
    """Remember that the engine lies ready; where nothing can be written, it is compiled at every start."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / FINISHED).touch()
    except OSError:
        return


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one process compile while others wait; where nothing can be written, each compiles for itself."""
    with ExitStack() as held:
        try:
            folder().mkdir(parents=True, exist_ok=True)
            held.enter_context(filelock.FileLock(folder() / LOCK))
        except (OSError, NotImplementedError):
            pass
        yield
