"""Running: worlds on the same seeds, an answer on the screen, and a folder that holds it all."""

from __future__ import annotations

import hashlib
import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from samskapa.cli.browse import Json, complete_scenario
from samskapa.cli.screen import complain, progress, screen, show_json, table, waiting
from samskapa.science.errors import ScenarioError, place

if TYPE_CHECKING:
    from samskapa.science.scenarios.scenario import Scenario
    from samskapa.study.answer import Made
    from samskapa.study.comparison import Comparison
    from samskapa.study.executors import Portrait

USUAL_SEEDS = 12
LONGEST_NAME = 120
FAILED, INTERRUPTED = 1, 130
WHAT, CHANGED, WHERE, HOW = "Which runs", "What is changed", "Results", "How"


class Mark(StrEnum):
    """What stands before the decimals in a spreadsheet."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True)
class Order:
    """What was ordered, checked; seeds are pairs of programme and chance."""

    worlds: list[Scenario]
    seeds: list[tuple[int, int]]
    overrides: list[str]
    command: str
    folder: Path
    engine: str
    processes: int | None
    comma: bool
    figures: bool
    quiet: bool
    who_changed: bool


def run(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="NAME|FILE", help="Scenarios, or TOML files.", autocompletion=complete_scenario),
    ],
    seeds: Annotated[
        int | None,
        typer.Option(
            "--seeds",
            metavar="N",
            rich_help_panel=WHAT,
            show_default=False,
            help=f"Seeds 1 to N, in every world; else {USUAL_SEEDS}.",
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            "--seed",
            metavar="K|P:K",
            rich_help_panel=WHAT,
            show_default=False,
            help="This one seed, of chance; P: of the programme.",
        ),
    ] = None,
    weeks: Annotated[
        int | None,
        typer.Option(
            "--weeks", metavar="N", rich_help_panel=WHAT, show_default=False, help="Horizon, if not the scenario's."
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PARAMETER=VALUE",
            rich_help_panel=CHANGED,
            show_default=False,
            help="Another value, in every world; may be repeated.",
        ),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--change",
            metavar="WEEK:PARAMETER=VALUE",
            rich_help_panel=CHANGED,
            show_default=False,
            help="The same from a week (or date) on.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            rich_help_panel=WHERE,
            show_default=False,
            help="Folder for the results, else results/runs/NAME.",
        ),
    ] = None,
    decimal: Annotated[
        Mark, typer.Option("--decimal", rich_help_panel=WHERE, help="Decimal mark in the CSV files.")
    ] = Mark.POINT,
    figures: Annotated[
        bool, typer.Option("--figures/--no-figures", rich_help_panel=WHERE, help="Draw figures.")
    ] = True,
    who_changed: Annotated[
        bool,
        typer.Option(
            "--who-changed",
            rich_help_panel=WHERE,
            help="Of two worlds with the same people: draw who differs, from which week and through whom.",
        ),
    ] = False,
    as_json: Json = False,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", "-q", rich_help_panel="Form", help="Nothing but complaints; with --json, the JSON."),
    ] = False,
    engine: Annotated[
        str, typer.Option("--engine", rich_help_panel=HOW, help="reference (Mesa), or auto: the best at hand.")
    ] = "auto",
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes", metavar="N", rich_help_panel=HOW, show_default=False, help="Processes, else one a processor."
        ),
    ] = None,
) -> None:
    """Run worlds on the same seeds, compare them, and write the answer."""
    from samskapa.cli.arguments import scenarios_of, seeds_of

    began = time.monotonic()
    chosen = seeds_of(seeds, seed, USUAL_SEEDS)
    worlds = scenarios_of(scenarios, sets or [], changes or [], weeks)
    overrides = [*(sets or ()), *(f"from {text.replace(':', ': ', 1)}" for text in changes or ())]
    if weeks is not None:
        overrides.insert(0, f"{weeks} weeks")
    if processes is not None and processes < 1:
        raise ScenarioError(f"{processes} processes", where=place(option="--processes"), allowed="1 or more")
    if who_changed:
        check_reached(worlds, figures)
    order = Order(
        worlds,
        chosen,
        overrides,
        command_again(scenarios, seed, len(chosen), weeks, sets or [], changes or []),
        folder_of(out, worlds),
        engine,
        processes,
        decimal is Mark.COMMA,
        figures,
        quiet,
        who_changed,
    )
    comparison = run_worlds(order)
    if comparison.interrupted and comparison.finished == 0:
        complain("interrupted before any run had finished; nothing was written")
        raise typer.Exit(INTERRUPTED)
    _answer(order, comparison, began, as_json)


def _answer(order: Order, comparison: Comparison, began: float, as_json: bool) -> None:
    """Write the answer and show it."""
    import samskapa
    from samskapa.study.answer import Made, comparison_data
    from samskapa.study.publish import publish_comparison
    from samskapa.study.store import reason

    portraits: list[Portrait] = []
    interrupted = comparison.interrupted
    wanted = order.figures and not interrupted and comparison.finished > 0
    if wanted:
        try:
            portraits = _portraits(order, comparison)
        except KeyboardInterrupt:
            interrupted = True
    made = Made(
        order.command,
        samskapa.__version__,
        [chance for _, chance in order.seeds],
        order.overrides,
        interrupted,
        time.monotonic() - began,
        date.today().isoformat(),
    )
    draw = partial(_draw, order, comparison, portraits) if wanted and not interrupted else None
    unwritten, figures_failed = "", ""
    try:
        made, figures_failed = publish_comparison(comparison, made, order.folder, order.engine, order.comma, draw)
    except OSError as error:
        unwritten = f"the results could not be written to {order.folder}: {reason(error)}"
    if as_json:
        show_json(comparison_data(comparison, made) | {"folder": "" if unwritten else str(order.folder)})
    elif not order.quiet:
        _show(order, comparison, made, unwritten)
    _leave(order, comparison, made.interrupted, unwritten, figures_failed)


def command_again(
    scenarios: Sequence[str],
    seed: str | None,
    seeds: int,
    weeks: int | None,
    sets: Sequence[str],
    changes: Sequence[str],
) -> str:
    """The command that gives the same numbers.

    >>> command_again(["escape"], None, 4, None, ["candour=.9"], [])
    'samskapa run escape --seeds 4 --set candour=.9'
    """
    words = ["samskapa", "run", *scenarios]
    words += ["--seeds", str(seeds)] if seed is None else ["--seed", seed]
    words += [] if weeks is None else ["--weeks", str(weeks)]
    for option, texts in (("--set", sets), ("--change", changes)):
        for text in texts:
            words += [option, text]
    return shlex.join(words)


def folder_of(out: Path | None, worlds: Sequence[Scenario]) -> Path:
    """Where results go: checked, so that nobody waits for what cannot be kept."""
    from samskapa.study.publish import check_folder

    if out is not None:
        return check_folder(out, f"--out {out}")
    name = "+".join(world.name for world in worlds)
    if len(name) > LONGEST_NAME:
        rest = hashlib.sha256(name.encode()).hexdigest()[:8]
        name = f"{name[:LONGEST_NAME]}+{rest}"
    folder = Path("results", "runs", name)
    return check_folder(folder, f"the folder {folder.as_posix()}")


def run_worlds(order: Order) -> Comparison:
    """Run all worlds on all seeds; Ctrl-C keeps what is finished."""
    from samskapa.study.comparison import compare, comparison_of
    from samskapa.study.executors import check_engine
    from samskapa.study.run_plan import Resolved
    from samskapa.study.tables import outcomes_reported

    check_engine(order.engine)
    resolved = Resolved(comparison_of(order.worlds, order.seeds))
    with progress("runs", order.quiet) as on_run:
        return compare(resolved, outcomes_reported(), order.engine, order.processes, on_run)


def _portraits(order: Order, comparison: Comparison) -> list[Portrait]:
    """One run of each world, seen from near."""
    from samskapa.study.executors import spread

    jobs = [(world.scenario, order.seeds[int(world.done.argmax())]) for world in comparison.worlds if world.done.any()]
    made: dict[int, Portrait | None] = {}
    with progress("portraits", order.quiet) as on_run:
        for number, seen in spread(portrait_of, jobs, order.processes):
            made[number] = seen
            on_run(len(made), len(jobs))
    return [seen for number in sorted(made) if (seen := made[number]) is not None]


def portrait_of(job: tuple[Scenario, tuple[int, int]]) -> Portrait:
    """A portrait, in a process of its own."""
    from samskapa.study.executors import portrait

    scenario, (programme_seed, chance_seed) = job
    return portrait(scenario, chance_seed, programme_seed=programme_seed)


def _draw(order: Order, comparison: Comparison, portraits: Sequence[Portrait], folder: Path) -> list[Path]:
    """Draw the figures into a folder."""
    from samskapa.figures import draw_run

    with waiting("drawing figures", order.quiet):
        drawn = draw_run(
            [(world.scenario, world.data) for world in comparison.worlds if world.done.any()], portraits, folder
        )
        if order.who_changed:
            drawn += draw_reached(order.worlds, order.seeds[0], order.engine, folder)
    return drawn


def _show(order: Order, comparison: Comparison, made: Made, unwritten: str) -> None:
    """The answer on the screen."""
    from rich.text import Text

    from samskapa.study.answer import caveats
    from samskapa.study.sentences import lead, legend

    console = screen()
    for sentence in lead(comparison):
        console.print(Text(sentence, style="bold"))
        console.print()
    console.print(legend(comparison))
    _show_table(comparison)
    for caveat in caveats(comparison, made):
        console.print(caveat)
    if not unwritten:
        console.print(f"\nThe whole answer: {order.folder / 'answer.md'}", soft_wrap=True)


def _show_table(comparison: Comparison) -> None:
    """The main outcomes of every world, with intervals."""
    from samskapa.science.summaries import SUMMARIES
    from samskapa.study.answer import cells_of
    from samskapa.study.tables import MAIN_SUMMARIES
    from samskapa.study.words import label_of

    from_base = f"From {comparison.base.name}" if comparison.base else ""
    apart = (from_base, "95 % interval ") if from_base else ()
    made = table("", "Outcome", "Mean", "95 % interval", *apart, right=("Mean", from_base))
    for name in MAIN_SUMMARIES:
        label = f"{label_of(name)} ({SUMMARIES[name].unit})"
        if not from_base:
            made.add_row(label, *cells_of(comparison.level(comparison.worlds[0], name)))
            continue
        made.add_row(label, style="bold")
        for world in comparison.worlds:
            made.add_row(
                f"  {world.name}",
                *cells_of(comparison.level(world, name)),
                *cells_of(comparison.difference(world, name), sign=True),
            )
    screen().print(made)


def _leave(order: Order, comparison: Comparison, interrupted: bool, unwritten: str, figures_failed: str) -> None:
    """Say what went wrong, and end with the status that tells of it."""
    failures = sum(len(world.failures) for world in comparison.worlds)
    runs = len(order.seeds) * len(order.worlds)
    if failures:
        complain(f"{failures} of {runs} runs failed; the reasons are in runs.csv")
    if figures_failed:
        complain(f"the figures could not be drawn ({figures_failed}); the numbers are not touched by that")
    if unwritten:
        complain(unwritten)
    if interrupted:
        kept = "" if unwritten else f"; they are kept in {order.folder}"
        complain(
            f"interrupted: {comparison.finished} of {runs} runs had finished, "
            f"{int(comparison.paired.sum())} seeds in every world{kept}"
        )
        raise typer.Exit(INTERRUPTED)
    if failures or unwritten or figures_failed:
        raise typer.Exit(FAILED)


# -- whom a difference between two worlds reaches: one run of each, seen person by person --------------


def check_reached(worlds: list[Scenario], figures: bool) -> None:
    """Refuse what cannot be laid side by side person by person, before anything runs.

    Raises:
        ScenarioError: not two worlds, worlds of different people or horizons, or no figures wanted.
    """
    if not figures:
        raise ScenarioError("this is a figure, and --no-figures asks for none", where=place(option="--who-changed"))
    if len(worlds) != 2:
        raise ScenarioError(f"worlds: {len(worlds)}", where=place(option="--who-changed"), allowed="two worlds")
    a, b = ((world.services, world.partners, world.heads, world.weeks) for world in worlds)
    if a != b:
        raise ScenarioError(
            f"{worlds[0].name} and {worlds[1].name} do not have the same people and weeks",
            where=place(option="--who-changed"),
            allowed="two worlds of the same services and horizon",
        )


def draw_reached(worlds: list[Scenario], seeds: tuple[int, int], engine: str, folder: Path) -> list[Path]:
    """Run both worlds once more with everybody's states kept, and draw who differs, from when and through whom."""
    from samskapa.figures import draw_who_changed
    from samskapa.science.entities import RESIDENT
    from samskapa.science.programme import build_programme
    from samskapa.studies.reach import who_changed
    from samskapa.study.simulate import simulate_together

    states = [variable.name for variable in RESIDENT]
    a, b = simulate_together(
        worlds, programme_seeds=seeds[0], chance_seeds=seeds[1], engine=engine, outcomes=["trust"], trajectories=states
    )
    first, second = worlds
    programme = build_programme(first.services, first.settings, seeds[0], first.partners, first.heads)
    return draw_who_changed(first, who_changed(a, b, programme), first.weeks, (first.name, second.name), folder)
