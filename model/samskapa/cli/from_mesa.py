"""From Mesa: the dictionary of a `mesa.batch_run`, kept as JSON, becomes an experiment file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from samskapa.cli.screen import screen
from samskapa.science.errors import ScenarioError, place

WHAT, HOW, WHERE = "What the sweep does not say", "As batch_run was told", "The file"


def from_batch_run(
    sweep: Annotated[Path, typer.Argument(metavar="SWEEP.json", show_default=False,
                                          help="The parameters of the sweep, as JSON.")],
    scenario: Annotated[str, typer.Option("--scenario", metavar="NAME", rich_help_panel=WHAT, show_default=False,
                                          help="The world in which it takes place.")],
    question: Annotated[str, typer.Option("--question", metavar="WORDS", rich_help_panel=WHAT, show_default=False,
                                          help="What it asks.")],
    expects: Annotated[str, typer.Option("--expects", metavar="WORDS", rich_help_panel=WHAT, show_default=False,
                                         help="What is expected, before it is run.")],
    outcomes: Annotated[list[str] | None, typer.Option("--outcome", metavar="OUTCOME", rich_help_panel=WHAT,
                                                       show_default=False,
                                                       help="What is looked at; may be repeated.")] = None,
    iterations: Annotated[int, typer.Option("--iterations", metavar="N", min=1, max=10_000, rich_help_panel=HOW,
                                            help="Runs of each combination.")] = 1,
    max_steps: Annotated[int | None, typer.Option("--max-steps", metavar="N", min=1, rich_help_panel=HOW,
                                                  show_default=False, help="Weeks, else the scenario's.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", rich_help_panel=WHERE, show_default=False,
                                             help="Of the experiment, else that of the JSON file.")] = None,
) -> None:
    """Make an experiment file of a sweep for Mesa's batch_run.

    The JSON file holds the dictionary: names with a value or a list of values. It is read and never executed.
    """
    from samskapa.study.batch_run import experiment_of_batch_run, sweep_in
    from samskapa.study.read import FOLDER, read_experiment
    from samskapa.study.run_plan import Resolved

    called = sweep.stem if name is None else name
    text = experiment_of_batch_run(
        sweep_in(sweep), name=called, question=question, expects=expects, scenario=scenario, iterations=iterations,
        max_steps=max_steps, outcomes=outcomes or (), where=str(sweep),
    )
    resolved = Resolved(read_experiment(text, f"the experiment made of {sweep}", FOLDER))
    target = FOLDER / f"{called}.toml"
    _write(target, text)
    console = screen()
    console.print(f"{target}: {len(resolved.points)} points with {iterations} seeds. To run it: "
                  f"samskapa experiment run {called}", soft_wrap=True)


def _write(target: Path, text: str) -> None:
    """Write a new file, whole or not at all.

    Raises:
        ScenarioError: there is one of that name, or nothing can be written.
    """
    from samskapa.study.disk import Disk
    from samskapa.study.output import reason

    if target.exists():
        raise ScenarioError(f"{target} is there already and is left as it is", where=place(option="--name"),
                            allowed="another name")
    try:
        target.parent.mkdir(exist_ok=True)
        Disk().put(target, text.encode())
    except (OSError, ValueError) as error:
        raise ScenarioError(f"{target} cannot be written ({reason(error)})", where=place(option="--name")) from None
