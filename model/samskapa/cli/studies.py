"""Studies of the model itself: which patterns of the field it reproduces, and the social trap, as pages."""

from __future__ import annotations

import os
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from samskapa.cli.screen import complain, progress, screen, table, waiting
from samskapa.science.errors import ScenarioError, nearest, place

if TYPE_CHECKING:
    from samskapa.studies.patterns.artefacts import Checks
    from samskapa.studies.patterns.judge import Card
    from samskapa.studies.patterns.pattern import Pattern
    from samskapa.studies.social_trap import SocialTrap

INTERRUPTED = 130
TRAP_PAGE, QUICK_TRAP_PAGE = Path("results/social_trap"), Path("results/runs/social_trap")


def patterns(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", show_default=False, help="Patterns, C1 to C32; all if none is named."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A first look: 24 pairs each, nothing kept.")] = False,
    switches: Annotated[
        bool, typer.Option(help="Turn every switch too, and switch off the causes of the strongest.")
    ] = True,
    artefacts: Annotated[
        bool, typer.Option(help="Ask too whether verdicts hang on weeks, numbers of people, order or chance.")
    ] = True,
    out: Annotated[
        Path, typer.Option("--out", help="Folder of the page and its figure; written when all are asked.")
    ] = Path("docs"),
    keep: Annotated[Path, typer.Option("--keep", help="Folder in which verdicts are kept, one file each.")] = Path(
        "results/patterns"
    ),
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="Threads; all processors if not given.", show_default=False)
    ] = None,
) -> None:
    """Ask the model for the patterns of the field, and say which hold.

    What was asked before and has not changed is not asked again: after an interruption the same command goes on.
    """
    from samskapa.studies.patterns.artefacts import check_all, checks_kept
    from samskapa.studies.patterns.judge import quick_cards, score
    from samskapa.studies.patterns.table import PATTERNS

    chosen = chosen_patterns(names or [])
    if not quick:
        for folder, option in ((out, "--out"), (keep, "--keep")):
            check_writable(folder, option)
    try:
        with progress("patterns") as on_step:
            cards = (
                quick_cards(chosen, threads, on_step)
                if quick
                else score(chosen, keep, switches=switches, threads=threads, on_step=on_step)
            )
        checks: dict[str, Checks] = {}
        if artefacts and not quick:
            with progress("artefacts") as on_step:
                checks = check_all(cards, keep, threads=threads, on_step=on_step)
        elif not quick:
            checks = checks_kept(cards, keep)
    except KeyboardInterrupt:
        screen(errors=True).print("interrupted; what was decided is kept, and the same command goes on from there")
        raise typer.Exit(INTERRUPTED) from None
    show_cards(cards, checks)
    if not quick and len(cards) == len(PATTERNS):
        write_page(cards, checks, out)
        screen().print(f"\nThe whole page: {out / 'patterns.md'}", soft_wrap=True)


def check_writable(folder: Path, option: str) -> None:
    """See that a folder can be written to, or made, before anybody waits for what goes there.

    Raises:
        ScenarioError: it is a file or lies below one, or may not be written.
    """
    there = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise ScenarioError(
            f"nothing can be written to {folder}", where=place(option=option), allowed="a folder that may be written"
        )


def chosen_patterns(names: list[str]) -> list[Pattern]:
    """The patterns that were named, or all.

    Raises:
        ScenarioError: there is no pattern of a name.
    """
    from samskapa.studies.patterns.table import PATTERNS

    for name in names:
        if name.upper() not in PATTERNS:
            raise ScenarioError(
                f"there is no pattern {name!r}",
                where="patterns",
                allowed="C1 to C32",
                nearest=nearest(name.upper(), PATTERNS),
            )
    wanted = {name.upper() for name in names}
    return [pattern for name, pattern in PATTERNS.items() if name in wanted or not wanted]


def show_cards(cards: list[Card], checks: dict[str, Checks]) -> None:
    """Verdicts on the screen, and what is left of them where only the carrying out is changed."""
    from samskapa.studies.patterns.page import as_a_whole, in_numbers

    made = table(
        "",
        "",
        "Pattern",
        "Verdict",
        "Weakest clause: effect [bounds], asked",
        "Pairs",
        "Artefact?",
        right=("Pairs",),
        keep=("", "Verdict"),
    )
    for card in cards:
        effect = card.judgement.effects[card.judgement.weakest]
        made.add_row(
            card.pattern.name,
            card.pattern.sentence,
            card.judgement.verdict.value,
            in_numbers(effect),
            str(effect.pairs),
            as_a_whole(card, checks).value,
        )
    screen().print(made)


def write_page(cards: list[Card], checks: dict[str, Checks], folder: Path) -> None:
    """The page and its figure."""
    from samskapa.figures.scorecard import draw_scorecard
    from samskapa.studies.patterns.page import FIGURE, page

    folder.mkdir(parents=True, exist_ok=True)
    with waiting("drawing the scorecard"):
        draw_scorecard(cards, (folder / FIGURE).parent)
    (folder / "patterns.md").write_text(page(cards, checks), encoding="utf-8")


# -- the social trap -----------------------------------------------------------------------------------


def trap(
    quick: Annotated[
        bool, typer.Option("--quick", help="A coarse look of seconds; says nothing about twenty years.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", show_default=False, help="Folder for the page, else results/social_trap."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="Threads; all processors if not given.", show_default=False)
    ] = None,
) -> None:
    """Show the social trap: where two regimes coexist, where the edge runs, and what moves it."""
    from samskapa.studies.social_trap import QUICK, Extent, measure
    from samskapa.study.publish import check_folder

    began = time.monotonic()
    folder = check_folder(out or (QUICK_TRAP_PAGE if quick else TRAP_PAGE), "--out")
    try:
        with progress("the social trap") as on_run:
            found = measure(QUICK if quick else Extent(), threads, on_run)
    except KeyboardInterrupt:
        complain("interrupted; nothing was written, and an earlier page is as it was")
        raise typer.Exit(INTERRUPTED) from None
    with waiting("drawing"):
        write_trap_page(found, folder, "samskapa trap" + (" --quick" if quick else ""), time.monotonic() - began)
    from samskapa.studies.social_trap import lead

    screen().print(lead(found))
    screen().print(f"\nThe whole page: {folder / 'answer.md'}", soft_wrap=True)


def write_trap_page(found: SocialTrap, folder: Path, command: str, seconds: float) -> None:
    """Page, figure, table and stamp, whole or not at all."""
    from samskapa.figures.social_trap import draw_social_trap
    from samskapa.studies.social_trap import FIRST_SEED, WORLD, page, rows, trap_world
    from samskapa.study.provenance import fingerprint, write_stamp
    from samskapa.study.publish import whole_folder
    from samskapa.study.tables import write_csv

    with whole_folder(folder) as new:
        draw_social_trap(found, found.places(), new)
        (new / "answer.md").write_text(page(found, "social_trap.png"), encoding="utf-8")
        table = rows(found)
        write_csv(new / "summary.csv", [list(table[0]), *(list(row.values()) for row in table)], digits=None)
        extent = {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(found.extent).items()
        }
        write_stamp(
            new,
            {
                "command": command,
                "date": date.today().isoformat(),
                "seconds": round(seconds, 1),
                "first_seed": FIRST_SEED,
                **extent,
            },
            {f"worlds.{WORLD}": {"fingerprint": fingerprint(trap_world(found.extent))}},
        )
