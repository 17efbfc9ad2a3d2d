"""The engine's rows: speed against the reference, cores, sizes, memory, a whole design, the command, the start."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks import world as the
from benchmarks.measuring import Row, in_turn, processor_seconds, ratio
from samskapa.engine.machine.blocks import programme_of, run_block, run_compiled
from samskapa.engine.machine.state import bytes_of_block, new_state
from samskapa.reference.model import CoProductionModel
from samskapa.science.run import Run

Say = Callable[[str], None]
RESIDENT_WEEKS = 390 * the.WEEKS
BIN = Path(sys.executable).parent


def compiled(runs: list[Run], threads: int = 1) -> Callable[[], object]:
    """A piece of work: these runs through the engine."""
    return lambda: sum(1 for _ in run_compiled(runs, threads))


class Watched(CoProductionModel):
    """The reference, with the seconds that measuring outcomes takes."""

    measuring = 0.0

    def record(self) -> None:
        began = time.process_time()
        super().record()
        Watched.measuring += time.process_time() - began


def against_reference(rounds: int, say: Say) -> list[Row]:
    """Sweep, ensemble and single runs against the Mesa reference, all measured in every round."""
    lanes = the.LANES
    works: dict[str, tuple[Callable[[], object], int]] = {
        "reference": (lambda: Watched(the.helsingborg()).run(the.WEEKS), 1),
        "sweep": (compiled(the.sweep_runs()), 3),
        "ensemble": (compiled(the.ensemble_runs()), 3),
        "single": (compiled(the.single_run()), 10),
        "sweep, all": (compiled(the.sweep_runs(the.ALL_OUTCOMES)), 1),
        "single, all": (compiled(the.single_run(the.ALL_OUTCOMES)), 3),
    }
    for name, (work, _) in works.items():
        if name != "reference":
            say(f"warming up {name}")
            work()
    Watched.measuring = 0.0
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds):
        say(f"against the reference, round {turn + 1} of {rounds}")
        for name, found in in_turn(works, 1).items():
            times[name] += found
    measuring = Watched.measuring / rounds
    reference = times["reference"]
    bare = [seconds - measuring for seconds in reference]
    nanoseconds = 1e9 * median(times["sweep"]) / lanes / RESIDENT_WEEKS
    few, every = len(the.SUMMARY_OUTCOMES), len(the.ALL_OUTCOMES)
    one = [lanes * seconds for seconds in reference]
    rows = [
        Row(
            "engine",
            "Mesa reference, one run",
            median(reference),
            "s",
            note=f"of which {measuring:.2f} s measure all {every} outcomes, which it cannot leave out",
        ),
        goal_row(
            "sweep of 64 lanes against the reference",
            ratio(one, times["sweep"]),
            1000,
            "x",
            f"{few} outcomes that summaries need; {ratio([lanes * b for b in bare], times['sweep']):.0f} x if the"
            " reference measured nothing",
        ),
        goal_row(
            "sweep of 64 lanes",
            nanoseconds,
            -30,
            "ns per resident-week and lane",
            f"{1e3 * median(times['sweep']) / lanes:.2f} ms per run",
        ),
        goal_row(
            "one run at a time against the reference",
            ratio(reference, times["single"]),
            60,
            "x",
            f"{1e3 * median(times['single']):.1f} ms per run",
        ),
        goal_row(
            "ensemble of 64 seeds against the reference",
            ratio(one, times["ensemble"]),
            400,
            "x",
            f"{1e3 * median(times['ensemble']) / lanes:.2f} ms per run",
        ),
        Row(
            "engine",
            "sweep of 64 lanes, every outcome",
            ratio(one, times["sweep, all"]),
            "x",
            note=f"all {every} outcomes, as the reference measures them: "
            f"{1e3 * median(times['sweep, all']) / lanes:.2f} ms per run",
        ),
        Row(
            "engine",
            "one run at a time, every outcome",
            ratio(reference, times["single, all"]),
            "x",
            note=f"{1e3 * median(times['single, all']):.1f} ms per run",
        ),
    ]
    return rows


def goal_row(name: str, value: float, goal: float, unit: str, note: str = "", group: str = "engine") -> Row:
    """A row with a goal: at least `goal`, or at most `-goal` where it is negative."""
    text = f">= {goal:g}" if goal > 0 else f"<= {-goal:g}"
    return Row(group, name, value, unit, text, value >= goal if goal > 0 else value <= -goal, note)


def lanes(rounds: int, say: Say) -> list[Row]:
    """What the number of lanes does to the cost of one."""
    runs = the.sweep_runs()
    works = {
        str(count): ((lambda count=count: sum(1 for _ in run_compiled(runs[: max(count, 8)], 1, count))), 2)
        for count in (1, 4, 16, 64)
    }
    say("lanes")
    compiled(runs[:1])()
    times = in_turn(works, rounds)
    return [
        Row(
            "engine",
            f"sweep in blocks of {count}",
            1e9 * median(found) / max(int(count), 8) / RESIDENT_WEEKS,
            "ns per resident-week and lane",
        )
        for count, found in times.items()
    ]


def cores(rounds: int, say: Say) -> list[Row]:
    """Two cores against one, by the clock, on a job of five seconds or more."""
    alone = processor_seconds(compiled(the.sweep_runs()))
    seeds = 2 * max(1, round(3.5 / alone))
    runs = the.sweep_runs(seeds=seeds)
    ratios, ones, busy, more = [], [], [], []
    for turn in range(rounds):
        say(f"two cores against one, round {turn + 1} of {rounds}")
        clock, used = [], []
        for threads in (1, 2):
            began = time.perf_counter()
            used.append(processor_seconds(compiled(runs, threads)))
            clock.append(time.perf_counter() - began)
        busy.append(used[1] / clock[1])
        more.append(used[1] / used[0])
        ones.append(clock[0])
        ratios.append(clock[0] / clock[1])
    return [
        goal_row(
            "two cores against one",
            median(ratios),
            1.85,
            "x by the clock",
            f"{len(runs)} runs, {median(ones):.1f} s on one core, best of {rounds} {max(ratios):.2f};"
            f" two threads got {median(busy):.2f} cores and used {median(more):.2f} times the processor time"
            " of one",
        )
    ]


def sizes(rounds: int, say: Say) -> list[Row]:
    """Cost per resident-week in large programmes against 1,000 residents, one run at a time."""
    weeks, people = 20, {1_000: 30, 100_000: 1, 1_000_000: 1}
    works, building = {}, {}
    for residents, repeats in people.items():
        say(f"building {residents} residents")
        run = Run(the.town_of_services(residents), 1, 1, weeks, the.SUMMARY_OUTCOMES)
        building[residents] = processor_seconds(lambda run=run: programme_of(run))
        works[str(residents)] = ((lambda run=run: run_block([(0, run)])), repeats)
    say("large programmes")
    times = in_turn(works, min(rounds, 3))
    small = [seconds / 1_000 for seconds in times["1000"]]
    rows = [
        Row(
            "engine",
            "1,000 residents, one run",
            1e9 * median(small) / weeks,
            "ns per resident-week",
            note=f"{weeks} weeks with a project; building the programme {building[1_000]:.2f} s, not counted",
        )
    ]
    for residents in (100_000, 1_000_000):
        each = [seconds / residents for seconds in times[str(residents)]]
        rows.append(
            goal_row(
                f"{residents:,} residents against 1,000",
                ratio(each, small),
                -1.5,
                "x per resident-week",
                f"{1e9 * median(each) / weeks:.0f} ns per resident-week; building the programme"
                f" {building[residents]:.1f} s, not counted",
            )
        )
    return rows


def memory(rounds: int, say: Say) -> list[Row]:
    """Bytes of state per resident and lane, ties included."""
    rows = []
    for name, run in (
        ("Helsingborg", the.single_run()[0]),
        ("1,000 residents", Run(the.town_of_services(1_000), 1, 1, 1, ())),
    ):
        programme = programme_of(run)
        share = the.LANES * programme.residents
        state = new_state(programme, the.LANES)
        parts = sorted(((array.nbytes / share, part) for part, array in state._asdict().items()), reverse=True)[:3]
        rows.append(
            goal_row(
                f"memory of a block, {name}",
                bytes_of_block(programme, the.LANES) / share,
                -600,
                "bytes per resident and lane",
                f"arrays as made {sum(array.nbytes for array in state) / share:.0f}; most: "
                + ", ".join(f"{part} {size:.0f}" for size, part in parts),
            )
        )
    return rows


def design(rounds: int, say: Say) -> list[Row]:
    """A fiftieth of a Sobol design in a process of its own, two threads; the whole is extrapolated."""
    say("a fiftieth of a Sobol design")
    found = json.loads(
        subprocess.run(
            [sys.executable, "-m", "benchmarks.design"],
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(__file__).parent.parent,
        ).stdout.splitlines()[-1]
    )
    scale = 22_528 * 20 / found["runs"]
    kept = 22_528 * 20 * found["summaries"] * 8 / 2**30
    half = found["processor"] / 2
    note = (
        f"half of the processor time of {found['runs']:,} runs (448 points x 20 seeds), {half:.1f} s, times"
        f" {scale:.1f}; by the clock {found['seconds']:.1f} s on two threads, of which the processors were ours for"
        f" {half / found['seconds']:.0%}"
    )
    return [
        goal_row("22,528 points x 20 seeds, extrapolated", scale * half / 60, -10, "minutes", note),
        goal_row(
            "its memory",
            found["bytes"] / 2**30 + kept,
            -2,
            "GiB",
            f"largest resident set {found['bytes'] / 2**30:.2f} GiB, done in parts of 448 points, and"
            f" {kept:.2f} GiB for {found['summaries']} summaries of all runs",
        ),
    ]


def command(rounds: int, say: Say) -> list[Row]:
    """`samskapa run helsingborg --seeds 1000`, by the clock."""
    say("samskapa run helsingborg --seeds 1000")
    with tempfile.TemporaryDirectory() as folder:
        words = [str(BIN / "samskapa"), "run", "helsingborg", "--seeds", "1000", "--quiet", "--out", f"{folder}/out"]
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)
            said = f"exit {done.returncode}" + (": " + done.stderr.strip().splitlines()[-1] if done.stderr else "")
        except subprocess.TimeoutExpired:
            said = "stopped after 600 s"
        clock = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [
        goal_row(
            "samskapa run helsingborg --seeds 1000",
            clock,
            -20,
            "s by the clock",
            f"{said}; {used:.0f} s of processors; report and figures included",
        )
    ]


START = "from samskapa.engine.machine.blocks import run_compiled; import benchmarks.world as w; \
from samskapa.science.run import Run; list(run_compiled([Run(w.helsingborg(), 1, 1, 1, ('trust',))], 1))"


def start(rounds: int, say: Say) -> list[Row]:
    """Starting: the package, the engine when compiled, the engine for the first time."""
    say("starting")
    child_seconds(START, 1)
    rows = [
        Row("engine", "import samskapa", child_seconds("import samskapa", rounds), "s of processor"),
        goal_row(
            "start of the engine, compiled before",
            child_seconds(START, rounds),
            -1.5,
            "s of processor",
            "import, load, build Helsingborg and run a week",
        ),
    ]
    say("compiling for the first time")
    with tempfile.TemporaryDirectory() as folder:
        rows.append(
            goal_row(
                "first compile",
                child_seconds(START, 1, XDG_CACHE_HOME=folder),
                -60,
                "s of processor",
                "in a new cache folder; after any change of the text",
            )
        )
    return rows


def child_seconds(code: str, times: int, **surroundings: str) -> float:
    """Processor seconds of a fresh Python that does this, the median of several."""
    found = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            env={**os.environ, **surroundings},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(found)
