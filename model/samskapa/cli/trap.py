"""The social trap, shown: the page in results/, with its figure and its table."""

from __future__ import annotations

import csv
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from samskapa.cli.screen import complain, progress, screen, waiting

if TYPE_CHECKING:
    from samskapa.studies.social_trap import SocialTrap

USUAL, QUICK_PLACE = Path("results/social_trap"), Path("results/runs/social_trap")
INTERRUPTED = 130


def trap(
    quick: Annotated[bool, typer.Option("--quick", help="A coarse look of seconds; says nothing about twenty years.")]
    = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", show_default=False,
                                             help="Folder for the page, else results/social_trap.")] = None,
    threads: Annotated[int | None, typer.Option("--threads", min=1, help="Threads; all processors if not given.",
                                                show_default=False)] = None,
) -> None:
    """Show the social trap: where two regimes coexist, where the edge runs, and what moves it."""
    from samskapa.studies.social_trap import QUICK, Extent, measure
    from samskapa.study.output import check_folder

    began = time.monotonic()
    folder = check_folder(out or (QUICK_PLACE if quick else USUAL), "--out")
    try:
        with progress("the social trap") as on_run:
            found = measure(QUICK if quick else Extent(), threads, on_run)
    except KeyboardInterrupt:
        complain("interrupted; nothing was written, and an earlier page is as it was")
        raise typer.Exit(INTERRUPTED) from None
    with waiting("drawing"):
        write(found, folder, "samskapa trap" + (" --quick" if quick else ""), time.monotonic() - began)
    from samskapa.studies.trap_page import lead

    screen().print(lead(found))
    screen().print(f"\nThe whole page: {folder / 'answer.md'}", soft_wrap=True)


def write(found: SocialTrap, folder: Path, command: str, seconds: float) -> None:
    """Page, figure, table and stamp, whole or not at all."""
    from samskapa.figures.social_trap import draw_social_trap
    from samskapa.studies.social_trap import FIRST_SEED, WORLD, trap_world
    from samskapa.studies.trap_page import page, rows
    from samskapa.study.output import fingerprint, whole_folder, write_stamp

    with whole_folder(folder) as new:
        draw_social_trap(found, found.places(), new)
        (new / "answer.md").write_text(page(found, "social_trap.png"), encoding="utf-8")
        with (new / "summary.csv").open("w", encoding="utf-8", newline="") as file:
            table = rows(found)
            writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)
        extent = {name: list(value) if isinstance(value, tuple) else value
                  for name, value in asdict(found.extent).items()}
        write_stamp(new, {"command": command, "date": date.today().isoformat(), "seconds": round(seconds, 1),
                          "first_seed": FIRST_SEED, **extent},
                    {WORLD: {"fingerprint": fingerprint(trap_world(found.extent))}})
