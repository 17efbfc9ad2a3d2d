"""Running: worlds on the same seeds, an answer on the screen, and a folder that holds it all."""

from __future__ import annotations

import hashlib
import shlex
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from samskapa.cli.browse import Json, complete_scenario
from samskapa.cli.screen import complain, progress, screen, show_json, table, waiting
from samskapa.science.errors import ScenarioError, place

if TYPE_CHECKING:
    from samskapa.science.scenarios.scenario import Scenario
    from samskapa.study.comparison import Comparison
    from samskapa.study.run_answer import Made
    from samskapa.study.snapshot import Portrait

USUAL_SEEDS = 12
LONGEST_NAME = 120
FAILED, INTERRUPTED = 1, 130
WHAT, CHANGED, WHERE, HOW = "Which runs", "What is changed", "Results", "How"


class Mark(StrEnum):
    """What stands before the decimals in a spreadsheet."""

    POINT = "point"
    COMMA = "comma"


@dataclass
class Order:
    """What was ordered, checked; seeds are pairs of programme and chance."""

    worlds: list[Scenario]
    seeds: list[tuple[int, int]]
    overrides: list[str]
    command: str
    folder: Path
    engine: str = "auto"
    processes: int | None = None
    comma: bool = False
    figures: bool = True
    quiet: bool = False
    who_changed: bool = False
    seconds: float = 0.0
    interrupted: bool = False
    figures_failed: str = ""


def run(
    scenarios: Annotated[list[str], typer.Argument(metavar="NAME|FILE", help="Scenarios, or TOML files.",
                                                   autocompletion=complete_scenario)],
    seeds: Annotated[int | None, typer.Option("--seeds", metavar="N", rich_help_panel=WHAT, show_default=False,
                                              help=f"Seeds 1 to N, in every world; else {USUAL_SEEDS}.")] = None,
    seed: Annotated[str | None, typer.Option("--seed", metavar="K|P:K", rich_help_panel=WHAT, show_default=False,
                                             help="This one seed, of chance; P: of the programme.")] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", metavar="N", rich_help_panel=WHAT, show_default=False,
                                              help="Horizon, if not the scenario's.")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", metavar="PARAMETER=VALUE", rich_help_panel=CHANGED,
                                                   show_default=False,
                                                   help="Another value, in every world; may be repeated.")] = None,
    changes: Annotated[list[str] | None, typer.Option("--change", metavar="WEEK:PARAMETER=VALUE",
                                                      rich_help_panel=CHANGED, show_default=False,
                                                      help="The same from a week (or date) on.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", rich_help_panel=WHERE, show_default=False,
                                             help="Folder for the results, else results/runs/NAME.")] = None,
    decimal: Annotated[Mark, typer.Option("--decimal", rich_help_panel=WHERE,
                                          help="Decimal mark in the CSV files.")] = Mark.POINT,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", rich_help_panel=WHERE,
                                          help="Draw figures.")] = True,
    who_changed: Annotated[bool, typer.Option("--who-changed", rich_help_panel=WHERE,
                                              help="Of two worlds with the same people: draw who differs, from which "
                                                   "week and through whom.")] = False,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", rich_help_panel="Form",
                                        help="Nothing but complaints; with --json, the JSON.")] = False,
    engine: Annotated[str, typer.Option("--engine", rich_help_panel=HOW,
                                        help="reference (Mesa), or auto: the best at hand.")] = "auto",
    processes: Annotated[int | None, typer.Option("--processes", metavar="N", rich_help_panel=HOW, show_default=False,
                                                  help="Processes, else one a processor.")] = None,
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
        worlds, chosen, overrides, command_again(scenarios, seed, len(chosen), weeks, sets or [], changes or []),
        folder_of(out, worlds), engine, processes, decimal is Mark.COMMA, figures, quiet,
        who_changed=who_changed,
    )
    comparison = run_worlds(order)
    if order.interrupted and comparison.finished == 0:
        complain("interrupted before any run had finished; nothing was written")
        raise typer.Exit(INTERRUPTED)
    portraits = _portraits(order, comparison)
    order.seconds = time.monotonic() - began
    written = _write(order, comparison, portraits)
    _show(order, comparison, written, as_json)
    _leave(order, comparison, written)


def command_again(
    scenarios: Sequence[str], seed: str | None, seeds: int, weeks: int | None, sets: Sequence[str],
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
    from samskapa.study.output import check_folder

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
    from samskapa.study.comparison import Comparison, World
    from samskapa.study.simulate import simulate_together
    from samskapa.study.tables import outcomes_reported

    with progress("runs", order.quiet) as on_run:
        datasets = simulate_together(
            order.worlds, programme_seeds=[pair[0] for pair in order.seeds],
            chance_seeds=[pair[1] for pair in order.seeds], engine=order.engine,
            outcomes=outcomes_reported(),
            threads=order.processes, on_run=on_run, keep_on_interrupt=True,
        )
    order.interrupted = bool(datasets[0].attrs["interrupted"])
    return Comparison([World(world, data) for world, data in zip(order.worlds, datasets, strict=True)])


def _portraits(order: Order, comparison: Comparison) -> list[Portrait]:
    """One run of each world, seen from near; none if they are not wanted or Ctrl-C came."""
    from samskapa.study.executors import spread

    if not order.figures or order.interrupted:
        return []
    jobs = [(world.scenario, order.seeds[int(world.done.argmax())]) for world in comparison.worlds if world.done.any()]
    found: dict[int, Portrait | None] = {}
    try:
        with progress("portraits", order.quiet) as on_run:
            for number, made in spread(portrait_of, jobs, order.processes):
                found[number] = made
                on_run(len(found), len(jobs))
    except KeyboardInterrupt:
        order.interrupted = True
    return [made for number in sorted(found) if (made := found[number]) is not None]


def portrait_of(job: tuple[Scenario, tuple[int, int]]) -> Portrait:
    """A portrait, in a process of its own."""
    from samskapa.study.snapshot import portrait

    scenario, (programme_seed, chance_seed) = job
    return portrait(scenario, chance_seed, programme_seed=programme_seed)


def _write(order: Order, comparison: Comparison, portraits: Sequence[Portrait]) -> str:
    """Write everything; why it could not be, if so."""
    from samskapa.science.scenarios import scenario_toml
    from samskapa.study.output import fingerprint, reason, whole_folder, write_stamp
    from samskapa.study.run_answer import answer_page
    from samskapa.study.tables import run_rows, summary_rows, weekly_rows, write_csv

    try:
        with whole_folder(order.folder) as folder:
            pictures = _draw(order, comparison, portraits, folder)
            made = made_of(order)
            (folder / "answer.md").write_text(answer_page(comparison, made, pictures), encoding="utf-8")
            write_csv(folder / "summary.csv", summary_rows(comparison), order.comma)
            write_csv(folder / "weekly.csv", weekly_rows(comparison), order.comma)
            write_csv(folder / "runs.csv", run_rows(comparison), order.comma, digits=17)
            (folder / "worlds").mkdir()
            worlds: dict[str, dict[str, str | int]] = {}
            for world in comparison.worlds:
                text = scenario_toml(world.scenario)
                (folder / "worlds" / f"{world.name}.toml").write_text(text, encoding="utf-8")
                worlds[world.name] = {
                    "values": fingerprint(world.scenario), "origin": world.scenario.origin, "weeks": world.weeks,
                    "finished": int(world.done.sum()), "failed": len(world.failures),
                }
            write_stamp(folder, {
                "command": made.command, "day": made.day, "seeds": list(made.seeds), "overrides": list(made.overrides),
                "engine": order.engine, "seconds": round(made.seconds, 1), "interrupted": made.interrupted,
            }, worlds)
    except OSError as error:
        return f"the results could not be written to {order.folder}: {reason(error)}"
    return ""


def made_of(order: Order) -> Made:
    """How the answer came about."""
    import samskapa
    from samskapa.study.run_answer import Made

    return Made(order.command, samskapa.__version__, [chance for _, chance in order.seeds], order.overrides,
                order.interrupted, order.seconds, date.today().isoformat())


def _draw(order: Order, comparison: Comparison, portraits: Sequence[Portrait], folder: Path) -> list[str]:
    """Draw the figures into a folder beside the answer; paths of the pictures for the page."""
    if not order.figures or order.interrupted:
        return []
    from samskapa.figures import draw_run

    runs = [(world.scenario, world.data) for world in comparison.worlds if world.done.any()]
    if not runs:
        return []
    place_of_figures = folder / "figures"
    place_of_figures.mkdir()
    try:
        with waiting("drawing figures", order.quiet):
            drawn = draw_run(runs, portraits, place_of_figures)
            if order.who_changed:
                drawn += draw_reached(order.worlds, order.seeds[0], order.engine, place_of_figures)
    except OSError:
        raise
    except KeyboardInterrupt:
        order.interrupted = True
    except Exception as error:  # noqa: BLE001 - a picture that cannot be drawn must not cost the numbers
        order.figures_failed = f"{type(error).__name__}: {error}"
    if order.interrupted or order.figures_failed:
        shutil.rmtree(place_of_figures)
        return []
    return [path.relative_to(folder).as_posix() for path in drawn if path.suffix == ".png"]


def _show(order: Order, comparison: Comparison, failed: str, as_json: bool) -> None:
    """The answer on the screen."""
    from rich.text import Text

    from samskapa.study.run_answer import caveats
    from samskapa.study.run_data import answer_data
    from samskapa.study.sentences import lead, legend

    made = made_of(order)
    if as_json:
        show_json(answer_data(comparison, made) | {"folder": "" if failed else str(order.folder)})
        return
    if order.quiet:
        return
    console = screen()
    for sentence in lead(comparison):
        console.print(Text(sentence, style="bold"))
        console.print()
    console.print(legend(comparison))
    _show_table(comparison)
    for caveat in caveats(comparison, made):
        console.print(caveat)
    if not failed:
        console.print(f"\nThe whole answer: {order.folder / 'answer.md'}", soft_wrap=True)


def _show_table(comparison: Comparison) -> None:
    """The main outcomes of every world, with intervals."""
    from samskapa.science.summaries import SUMMARIES
    from samskapa.study.run_answer import cells_of
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
            made.add_row(f"  {world.name}", *cells_of(comparison.level(world, name)),
                         *cells_of(comparison.difference(world, name), sign=True))
    screen().print(made)


def _leave(order: Order, comparison: Comparison, failed: str) -> None:
    """Say what went wrong, and end with the status that tells of it."""
    failures = sum(len(world.failures) for world in comparison.worlds)
    if failures:
        complain(f"{failures} of {len(order.seeds) * len(order.worlds)} runs failed; the reasons are in runs.csv")
    if order.figures_failed:
        complain(f"the figures could not be drawn ({order.figures_failed}); the numbers are not touched by that")
    if failed:
        complain(failed)
    if order.interrupted:
        kept = "" if failed else f"; they are kept in {order.folder}"
        complain(f"interrupted: {comparison.finished} of {len(order.seeds) * len(order.worlds)} runs had finished, "
                 f"{int(comparison.paired.sum())} seeds in every world{kept}")
        raise typer.Exit(INTERRUPTED)
    if failures or failed or order.figures_failed:
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
            where=place(option="--who-changed"), allowed="two worlds of the same services and horizon",
        )


def draw_reached(worlds: list[Scenario], seeds: tuple[int, int], engine: str, folder: Path) -> list[Path]:
    """Run both worlds once more with everybody's states kept, and draw who differs, from when and through whom."""
    from samskapa.figures import draw_who_changed
    from samskapa.science.entities import RESIDENT
    from samskapa.science.programme import build_programme
    from samskapa.studies.reach import who_changed
    from samskapa.study.simulate import simulate_together

    states = [variable.name for variable in RESIDENT]
    a, b = simulate_together(worlds, programme_seeds=seeds[0], chance_seeds=seeds[1], engine=engine,
                             outcomes=["trust"], trajectories=states)
    first, second = worlds
    programme = build_programme(first.services, first.settings, seeds[0], first.partners, first.heads)
    return draw_who_changed(first, who_changed(a, b, programme), first.weeks, (first.name, second.name), folder)
