"""A kill, a full disk, a lost current and a bad disk: nothing that the same command does not mend."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from experiments import CUBE, Instant, content_of, swept
from samskapa.study.store import Disk, Store, StoreError

Step = tuple[str, Path, bytes | Path | int | None]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an uninterrupted run leaves."""
    folder = tmp_path_factory.mktemp("undisturbed")
    swept(CUBE, folder)
    return content_of(folder)


class Recording(Disk):
    """A disk that notes every step."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def write(self, path: Path, content: bytes) -> None:
        self.steps.append(("write", path, content))
        super().write(path, content)

    def append(self, path: Path, content: bytes) -> None:
        self.steps.append(("append", path, content))
        super().append(path, content)

    def cut(self, path: Path, length: int) -> None:
        self.steps.append(("cut", path, length))
        super().cut(path, length)

    def sync(self, path: Path) -> None:
        self.steps.append(("sync", path, None))
        super().sync(path)

    def rename(self, old: Path, new: Path) -> None:
        self.steps.append(("rename", old, new))
        super().rename(old, new)

    def remove(self, path: Path) -> None:
        self.steps.append(("remove", path, None))
        super().remove(path)


@dataclass
class Current:
    """What a disk holds when the current is lost: synced bytes for certain, anything else as it pleases.

    Attributes:
        torn: how much of bytes that were written and not synced has reached the disk, from 0 to 1.
        renamed: whether names that were changed and not synced have.
    """

    torn: float
    renamed: bool

    def lay_out(self, steps: list[Step], old: Path, new: Path) -> None:
        """Carry out steps that were recorded in one folder in another one, up to the moment of the loss."""
        for number, (kind, path, what) in enumerate(steps):
            place = new / path.relative_to(old)
            after = steps[number + 1 :]
            if kind in ("write", "append"):
                assert isinstance(what, bytes)
                synced = any(one == "sync" and at == path for one, at, _ in after)
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb" if kind == "write" else "ab") as stream:
                    stream.write(what if synced else what[: int(len(what) * self.torn)])
            elif kind == "rename":
                assert isinstance(what, Path)
                synced = any(one == "sync" and at == path.parent for one, at, _ in after)
                if place.exists() and (synced or self.renamed):
                    place.replace(new / what.relative_to(old))
            elif kind == "remove":
                place.unlink(missing_ok=True)


@pytest.mark.parametrize(("torn", "renamed"), [(1.0, True), (0.5, True), (0.0, True), (0.5, False), (1.0, False)])
def test_after_a_lost_current_at_any_write_the_same_command_gives_the_same_bytes(
    torn: float, renamed: bool, undisturbed: dict[str, bytes], tmp_path: Path
):
    """Every prefix of the writes, with what was not synced torn, lost or not yet renamed."""
    disk = Recording()
    swept(CUBE, tmp_path / "recorded", Instant(backwards=True), Store(tmp_path / "recorded", disk))
    assert len(disk.steps) > 30
    for number in range(len(disk.steps) + 1):
        folder = tmp_path / str(number)
        Current(torn, renamed).lay_out(disk.steps[:number], tmp_path / "recorded", folder)
        maker = Instant()
        sweep = swept(CUBE, folder, maker)
        assert sweep.complete
        assert content_of(folder) == undisturbed, f"after {number} of {len(disk.steps)} steps"
        assert sweep.had + len(maker.runs) == sweep.runs
        named = sum(1 for step in disk.steps[:number] if step[:2] == ("sync", tmp_path / "recorded" / "journal.jsonl"))
        assert sweep.had >= 24 * min(4, max(0, named - 1)), "a block that the journal had named was made again"
        shutil.rmtree(folder)


def test_a_full_disk_is_said(tmp_path: Path):
    with pytest.raises(StoreError, match="does not take more: the disk is full"):
        swept(CUBE, tmp_path, store=Store(tmp_path, Full(8)))


class Full(Disk):
    """A disk that is full from one step on, and takes half of what it is given then."""

    def __init__(self, steps: int):
        self.left = steps

    def _step(self, path: Path | None = None, content: bytes = b"", mode: str = "ab") -> None:
        self.left -= 1
        if self.left < 0:
            if path is not None and self.left == -1:
                with path.open(mode) as stream:
                    stream.write(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

    def write(self, path: Path, content: bytes) -> None:
        self._step(path, content, "wb")
        super().write(path, content)

    def append(self, path: Path, content: bytes) -> None:
        self._step(path, content)
        super().append(path, content)

    def sync(self, path: Path) -> None:
        self._step()
        super().sync(path)

    def rename(self, old: Path, new: Path) -> None:
        self._step()
        super().rename(old, new)


def test_a_disk_that_fills_up_at_any_step_costs_no_finished_block(undisturbed: dict[str, bytes], tmp_path: Path):
    for steps in range(0, 60):
        folder = tmp_path / str(steps)
        full = Full(steps)
        with suppress(StoreError):
            assert swept(CUBE, folder, store=Store(folder, full)).complete
            assert full.left >= 0
            assert steps > 25
            break
        assert not list(folder.rglob("*.new")), "nothing half-written is left"
        swept(CUBE, folder)
        assert content_of(folder) == undisturbed
    else:
        pytest.fail("the disk was full at the last step, too")


def test_a_limit_of_the_machine_on_file_sizes_is_met_like_a_full_disk(tmp_path: Path, undisturbed: dict[str, bytes]):
    """For real: the machine itself refuses to write beyond so many bytes."""
    resource = pytest.importorskip("resource")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from experiments import CUBE, swept\nfrom samskapa.study.store import StoreError\n"
        "try: swept(CUBE, Path(sys.argv[2]))\nexcept StoreError as error: print(error); sys.exit(7)\n"
    )
    tests = str(Path(__file__).parents[1] / "support")

    limit = max(map(len, undisturbed.values())) - 10

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-c", program, tests, str(tmp_path / "raw")]
    answer = subprocess.run(command, capture_output=True, text=True, preexec_fn=limited, check=False)
    assert (answer.returncode, "does not take more" in answer.stdout) == (7, True)
    swept(CUBE, tmp_path / "raw")
    assert content_of(tmp_path / "raw") == undisturbed


def damages(content: bytes, chance: random.Random) -> Iterator[bytes]:
    """A file with a bit turned, cut short, emptied, and with a byte too many."""
    place = chance.randrange(len(content))
    yield content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]
    yield content[:place]
    yield b""
    yield content + b"\0"


def test_a_damaged_block_is_noticed_and_made_again_alone(undisturbed: dict[str, bytes], tmp_path: Path):
    chance = random.Random(1)
    for name, content in undisturbed.items():
        for number, damaged in enumerate(damages(content, chance)):
            folder = tmp_path / f"{len(name)}-{number}"
            for other, whole in undisturbed.items():
                (folder / other).parent.mkdir(parents=True, exist_ok=True)
                (folder / other).write_bytes(damaged if other == name else whole)
            maker = Instant()
            sweep = swept(CUBE, folder, maker)
            assert sweep.complete
            assert content_of(folder) == undisturbed
            if name.startswith("blocks/"):
                assert len(maker.runs) == 24
            shutil.rmtree(folder)


def test_a_block_that_is_gone_is_made_again_alone(undisturbed: dict[str, bytes], tmp_path: Path):
    swept(CUBE, tmp_path)
    next((tmp_path / "blocks").iterdir()).unlink()
    maker = Instant()
    swept(CUBE, tmp_path, maker)
    assert len(maker.runs) == 24
    assert content_of(tmp_path) == undisturbed


# -- kills -------------------------------------------------------------------------------------------------------------

KILLED = CUBE.replace("size = 12", "size = 40").replace("seeds = 8", "seeds = 40")
PROGRAM = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from experiments import resolved_from
from samskapa.study.provenance import facts_of
from samskapa.study.store import Store
from samskapa.study.sweep import Threads, prepare, run_sweep

resolved = resolved_from(Path(sys.argv[2]).read_text())
facts = facts_of(resolved)
prepare(resolved)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        sweep = run_sweep(resolved, Store(Path(line.strip())), facts, Threads(2))
        os._exit(0 if sweep.complete else 9)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Begins a process for every folder that it is told, with all modules and the engine loaded already."""


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of `PROGRAM`."""
    (tmp_path / "killed.toml").write_text(KILLED, encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, str(Path(__file__).parents[1] / "support"), str(tmp_path / "killed.toml")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def status_of(runner: subprocess.Popen[str], folder: Path, kill_after: float | None) -> int:
    """The status of a process that runs the experiment into a folder, killed after some seconds."""
    assert runner.stdin is not None
    assert runner.stdout is not None
    runner.stdin.write(f"{folder}\n")
    runner.stdin.flush()
    child = int(runner.stdout.readline())
    timer = threading.Timer(kill_after or 0.0, lambda: os.kill(child, signal.SIGKILL))
    if kill_after is not None:
        timer.start()
    try:
        return int(runner.stdout.readline())
    finally:
        timer.cancel()


def kill_again_and_again(runner: subprocess.Popen[str], kills: int, folder: Path, seed: int) -> None:
    """Kill the sweep at random instants, go on, and hold every finished result against an undisturbed one."""
    began = time.monotonic()
    assert status_of(runner, folder / "whole", None) == 0
    lasted = time.monotonic() - began
    whole = content_of(folder / "whole")
    chance, done, rounds, in_the_middle = random.Random(seed), 0, 0, 0
    while done < kills:
        rounds += 1
        here = folder / str(rounds)
        while status := status_of(runner, here, chance.uniform(0.0, lasted) if done < kills else None):
            assert status == -signal.SIGKILL
            done += 1
            in_the_middle += 0 < len(list((here / "blocks").glob("*.npy"))) < len(whole) - 1
        assert content_of(here) == whole
        shutil.rmtree(here)
    assert in_the_middle >= kills // 4, "most kills came before or after the work"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_ten_times_the_same_work_gives_the_same_bytes(runner: subprocess.Popen[str], tmp_path: Path):
    kill_again_and_again(runner, 10, tmp_path, seed=1)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_two_hundred_times_the_same_work_gives_the_same_bytes(runner: subprocess.Popen[str], tmp_path: Path):
    kill_again_and_again(runner, 200, tmp_path, seed=2)
