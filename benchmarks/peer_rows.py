"""The peers' rows: each peer in a process and an environment of its own, asked in turn, so that all share the noise."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.measuring import Row
from benchmarks.peers import standin as s
from samskapa.science.chance import BEFORE, Decision, uniforms

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / ".venv-bench"
AHEAD, OF_C = 50.0, 1.5
LANES = 64


@dataclass
class Peer:
    """A way to run the stand-in: its script and arguments, the environment it needs, how often it runs a round."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()
    needs: str = ""
    runs: int = 3
    ours: bool = False
    process: subprocess.Popen[str] | None = None
    facts: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    means: list[list[float]] = field(default_factory=list)
    failed: str = ""


def all_peers() -> list[Peer]:
    """Ours first, then the bound, then the others."""
    return [
        Peer("samskapa's way, 64 lanes", "ours.py", ("64",), runs=20, ours=True),
        Peer("samskapa's way, one run", "ours.py", ("1",), runs=60, ours=True),
        Peer("C, 64 lanes", "c_peer.py", ("64",), runs=20),
        Peer("C, one run", "c_peer.py", ("1",), runs=60),
        Peer("numpy, 64 lanes", "numpy_peer.py", ("64",)),
        Peer("numpy, one run", "numpy_peer.py", runs=5),
        Peer("ambr", "ambr_peer.py", needs="ambr"),
        Peer("Starsim", "starsim_peer.py", needs="starsim"),
        Peer("mesa-frames", "mesa_frames_peer.py", needs="mesa-frames"),
        Peer("Mesa 3.3", "mesa_peer.py", needs="mesa-3.3"),
        Peer("Mesa 3.5", "mesa_peer.py", needs="mesa-3.5"),
        Peer("AgentPy", "agentpy_peer.py", needs="agentpy"),
    ]


def requirements() -> dict[str, tuple[str, str]]:
    """By environment: the Python it wants and what is installed in it, from `requirements.txt`."""
    found = {}
    for line in (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, python, what = line.split(maxsplit=2)
            found[name] = (python, what)
    return found


def find_python(version: str) -> str | None:
    """An interpreter of a version, on the path or among pyenv's."""
    wanted = [shutil.which(f"python{version}"), *sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))]
    for one in wanted:
        if one and subprocess.run([str(one), "--version"], capture_output=True, check=False).returncode == 0:
            return str(one)
    return None


def environment(name: str) -> Path:
    """The interpreter of a peer's environment, made when missing.

    Raises:
        RuntimeError: it cannot be made, with the reason.
    """
    folder = ENVIRONMENTS / name
    python, what = requirements()[name]
    if not (folder / "ready").exists():
        base = find_python(python)
        if base is None:
            raise RuntimeError(f"needs Python {python}, which is not here")
        ENVIRONMENTS.mkdir(exist_ok=True)
        (ENVIRONMENTS / ".gitignore").write_text("*\n", encoding="utf-8")
        for command in (
            [base, "-m", "venv", "--clear", str(folder)],
            [
                str(folder / "bin/python"),
                "-m",
                "pip",
                "--quiet",
                "--disable-pip-version-check",
                "install",
                *what.split(),
            ],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError("cannot be installed: " + (done.stderr.strip().splitlines() or ["no reason"])[-1])
        (folder / "ready").touch()
    return folder / "bin" / "python"


def draw_town(path: Path) -> None:
    """Write the town: a ring of neighbours in each unit, some ties rewired within it."""
    unit = np.repeat(np.arange(s.UNITS), s.SIZES)
    worker_unit = np.repeat(np.arange(s.UNITS), s.TEAMS)
    first, first_worker = np.concatenate([[0], np.cumsum(s.SIZES)]), np.concatenate([[0], np.cumsum(s.TEAMS)])
    people = np.arange(s.RESIDENTS)
    place = people - first[unit]
    sizes, teams = np.array(s.SIZES), np.array(s.TEAMS)
    columns = []
    for number, step in enumerate((-3, -2, -1, 1, 2, 3)):
        rewired = uniforms(1, Decision.REWIRING, BEFORE, people, number) < 0.1
        far = 1 + (uniforms(1, Decision.REWIRED_TO, BEFORE, people, number) * (sizes[unit] - 1)).astype(np.int64)
        columns.append(first[unit] + (place + np.where(rewired, far, step)) % sizes[unit])
    np.savez(
        path,
        unit=unit,
        worker=first_worker[unit] + place % teams[unit],
        neighbours=np.stack(columns, axis=1),
        worker_unit=worker_unit,
        trust=0.2 + 0.5 * uniforms(1, Decision.TRUST, BEFORE, people),
        engagement=0.3 + 0.4 * uniforms(1, Decision.ENGAGEMENT, BEFORE, np.arange(s.WORKERS)),
    )


def begin(peer: Peer, town: Path) -> None:
    """Start a peer and wait until it is ready; why not is noted."""
    try:
        python = environment(peer.needs) if peer.needs else Path(sys.executable)
    except RuntimeError as error:
        peer.failed = str(error)
        return
    clean = {**os.environ, "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    peer.process = subprocess.Popen(
        [str(python), str(HERE / "peers" / peer.script), str(town), *peer.arguments],
        text=True,
        env=clean,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    peer.facts = hear(peer)


def hear(peer: Peer) -> dict:
    """What a peer answers; chatter of its libraries is passed over."""
    process = peer.process
    if process is None or process.stdout is None or process.stderr is None:
        return {}
    for line in process.stdout:
        if line.startswith("{"):
            return json.loads(line)
    peer.failed = "does not run: " + (process.stderr.read().strip().splitlines() or ["no reason"])[-1]
    return {}


def ask(peer: Peer, seed: int, runs: int, keep: str = "-") -> None:
    """Let a peer run some seeds, and note times and means."""
    if peer.failed or peer.process is None or peer.process.stdin is None:
        return
    peer.process.stdin.write(f"{seed} {runs} {keep}\n")
    peer.process.stdin.flush()
    answer = hear(peer)
    if answer:
        peer.seconds.append(median(answer["seconds"]))
        middle = int(peer.facts["lanes"]) // 2
        peer.means += [run[middle] for run in answer["means"]]


def end(peers: list[Peer]) -> None:
    """Let the peers go."""
    for peer in peers:
        if peer.process and peer.process.stdin:
            peer.process.stdin.close()
            peer.process.wait()


def difference_in_bits(town: Path, folder: Path) -> float:
    """Largest difference between ours and C without fused multiply-adds, all outcomes, weeks and lanes, three seeds."""
    largest = 0.0
    for seed in (1, 2, 3):
        kept = []
        for peer in (Peer("ours", "ours.py", ("64",)), Peer("C", "c_peer.py", ("64", "exact"))):
            begin(peer, town)
            kept.append(folder / f"{peer.name}.npy")
            ask(peer, seed, 1, str(kept[-1]))
            end([peer])
            if peer.failed:
                return float("nan")
        largest = max(largest, float(np.abs(np.load(kept[0]) - np.load(kept[1])).max()))
    return largest


def far_off(peer: Peer, others: list[list[float]]) -> float:
    """How far a peer's means lie from ours, in standard errors: the largest over outcomes."""
    a, b = np.array(peer.means), np.array(others)
    error = np.sqrt(a.var(axis=0, ddof=1) / len(a) + b.var(axis=0, ddof=1) / len(b))
    return float(np.abs((a.mean(axis=0) - b.mean(axis=0)) / error).max())


def measure(folder: Path, rounds: int, say: Callable[[str], None]) -> list[Row]:
    """Rows of all peers."""
    town = folder / "town.npz"
    draw_town(town)
    peers = all_peers()
    for peer in peers:
        say(f"peer {peer.name}")
        begin(peer, town)
        ask(peer, 1, 1)
        peer.seconds, peer.means = [], []
    for turn in range(rounds):
        say(f"peers, round {turn + 1} of {rounds}")
        for peer in peers:
            ask(peer, 1 + turn * peer.runs, peer.runs)
    end(peers)
    return rows_of(peers, difference_in_bits(town, folder))


def rows_of(peers: list[Peer], bits: float) -> list[Row]:
    """Every peer against ours; ours against the bound."""
    ours, single, bound, c_single = peers[:4]
    rows = []
    for peer in peers:
        name = f"stand-in: {peer.name}"
        if peer.failed:
            rows.append(Row("peers", name, float("nan"), "ms per run", note=peer.failed))
            continue
        mine = ours.seconds if ours.seconds else [float("nan")]
        ratio = median(theirs / own for theirs, own in zip(peer.seconds, mine, strict=True))
        apart = "" if peer is ours else f"means {far_off(peer, ours.means):.1f} standard errors from ours; "
        row = Row(
            "peers",
            name,
            1e3 * median(peer.seconds),
            "ms per run",
            note=f"{apart}{len(peer.means)} seeds; {peer.facts.get('version', '')}",
        )
        row.ratio = ratio
        rows.append(row)
        if not peer.ours and not peer.script.startswith("c_"):
            alone = median(theirs / own for theirs, own in zip(peer.seconds, single.seconds, strict=True))
            rows.append(
                Row(
                    "peers",
                    f"ahead of {peer.name}",
                    ratio,
                    "x",
                    f">= {AHEAD:g}",
                    ratio >= AHEAD,
                    f"a lane of 64 against a run of theirs; one run at a time {alone:.1f} x",
                )
            )
    slower = median(own / c for own, c in zip(ours.seconds, bound.seconds, strict=True)) if bound.seconds else np.nan
    rows.append(
        Row(
            "peers",
            "64 lanes: samskapa's way against C",
            slower,
            "x",
            f"<= {OF_C:g}",
            slower <= OF_C,
            f"largest difference of any outcome: {bits:g} (C without fused multiply-adds)",
        )
    )
    if c_single.seconds:
        slower = median(own / c for own, c in zip(single.seconds, c_single.seconds, strict=True))
        rows.append(Row("peers", "one run: samskapa's way against C", slower, "x"))
    return rows
