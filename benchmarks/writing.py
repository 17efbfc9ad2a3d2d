"""The table on disk: CSV, a page to read, a stamp and a picture."""

from __future__ import annotations

import csv
import math
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measuring import Row
from samskapa.study.provenance import write_stamp
from samskapa.study.publish import whole_folder

RESULTS = Path(__file__).parent.parent / "results"
TITLES = {
    "engine": "The engine, Helsingborg, 208 weeks",
    "limit": "The distance to the limit",
    "peers": "Peers, one common small model (benchmarks/peers/standin.py)",
    "app": "The web app, asked over its port, by the clock",
    "page": "Its page in Chromium, by the clock",
    "keeping": "Experiments: runs kept so that none can be lost, by the clock",
    "cluster": "Experiments on a cluster: dask workers on this machine, by the clock",
}


def machine() -> dict[str, str]:
    """What this was measured on."""
    model = platform.processor() or "unknown processor"
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        found = dict(line.split(":", 1) for line in lines if ":" in line)
        facts = {name.strip(): value.strip() for name, value in found.items()}
        model = f"{facts['model name']} (family {facts['cpu family']}, model {facts['model']})"
    except (OSError, KeyError):
        pass
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "numba": version("numba"),
        "numpy": version("numpy"),
        "mesa": version("mesa"),
    }


def shown(value: float) -> str:
    """A number as one reads it.

    >>> [shown(value) for value in (float("nan"), 0.1234, 12.34, 1234.5)]
    ['-', '0.123', '12.3', '1,234']
    """
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def verdict(row: Row) -> str:
    """Whether the goal was reached, in a word."""
    return "" if row.met is None else "reached" if row.met else "not reached"


def page(rows: Sequence[Row], load: str, minutes: float, whole: bool) -> str:
    """The answer."""
    goals = [row for row in rows if row.met is not None]
    short = [row.name for row in goals if not row.met]
    facts = machine()
    lines = [
        "# How fast is samskapa?",
        "",
        f"Of {len(goals)} goals {len(goals) - len(short)} are reached."
        + (f" Not reached: {'; '.join(short)}." if short else ""),
        "",
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {facts['processor']}, {facts['cores']} cores, shared;"
        f" {load}. Python {facts['python']}, numba {facts['numba']}, numpy {facts['numpy']}, Mesa {facts['mesa']}."
        f" {minutes:.0f} minutes{'' if whole else '; only a part of the table'}.",
        "",
        "Times are processor seconds of one core, medians; what is compared ran by turns in the same run. How, and what"
        " was tried, stands in `docs/performance.md`; `make bench` makes this page.",
        "",
    ]
    for group, title in TITLES.items():
        own = [row for row in rows if row.group == group]
        if own:
            lines += [f"## {title}", "", "| what | value | unit | goal | | note |", "|---|---:|---|---|---|---|"]
            lines += [
                f"| {row.name} | {shown(row.value)} | {row.unit} | {row.goal} | {verdict(row)} | {row.note} |"
                for row in own
            ]
            lines.append("")
    return "\n".join(lines)


def write(rows: Sequence[Row], load: str, minutes: float, whole: bool) -> Path:
    """Write the whole table into results/benchmarks, a part of it where runs of a moment lie."""
    from benchmarks.picture import draw

    target = RESULTS / "benchmarks" if whole else RESULTS / "runs" / "benchmarks"
    with whole_folder(target) as folder:
        with (folder / "benchmarks.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["group", "what", "value", "unit", "goal", "reached", "note"])
            table.writerows(
                [row.group, row.name, f"{row.value:.6g}", row.unit, row.goal, verdict(row), row.note] for row in rows
            )
        (folder / "answer.md").write_text(page(rows, load, minutes, whole), encoding="utf-8")
        draw(rows, folder, machine(), {row.name: f"{shown(row.value)} {row.unit}" for row in rows})
        facts = {
            "command": "make bench",
            "made": f"{datetime.now(UTC):%Y-%m-%d}",
            "load": load,
            "minutes": round(minutes, 1),
            "whole": str(whole).lower(),
        }
        write_stamp(folder, {**facts, **{f"machine_{name}": value for name, value in machine().items()}}, {})
    return target
