"""The command line: look at worlds and parameters, run worlds, get an answer.

    screen.py     what is said where: tables, progress, complaints
    arguments.py  from words on the command line to checked scenarios
    browse.py     samskapa scenarios, show, parameters
    run.py        samskapa run
    study.py      samskapa experiment run, status, show, check, rerun, export, from-batch-run
    studies.py    samskapa patterns, trap
    app.py        samskapa app
    odd.py        the documents that follow from the code (make docs)

Nothing heavy loads before a command needs it, so that help comes at once.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from samskapa.cli.app import open_app
from samskapa.cli.browse import parameters, scenarios, show
from samskapa.cli.run import run
from samskapa.cli.screen import complain
from samskapa.cli.studies import patterns, trap
from samskapa.cli.study import (
    check_answers,
    export_answer,
    from_batch_run,
    rerun_experiment,
    run_experiment,
    show_experiment,
    status_of_experiment,
)
from samskapa.science.errors import SamskapaError


class Commands(TyperGroup):
    """The commands; whatever the package refuses becomes one sentence, and never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; a refusal ends with status 2."""
        try:
            return super().invoke(ctx)
        except SamskapaError as error:
            complain(str(error))
            raise typer.Exit(2) from None


app = typer.Typer(
    name="samskapa",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(rich_help_panel="Look")(scenarios)
app.command(rich_help_panel="Look", no_args_is_help=True)(show)
app.command(rich_help_panel="Look")(parameters)
app.command(rich_help_panel="Run", no_args_is_help=True)(run)

experiments = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Questions in files: run them, look at them, check that their answers still hold.",
)
experiments.command("run", no_args_is_help=True)(run_experiment)
experiments.command("status", no_args_is_help=True)(status_of_experiment)
experiments.command("show")(show_experiment)
experiments.command("check")(check_answers)
experiments.command("rerun", no_args_is_help=True)(rerun_experiment)
experiments.command("export", no_args_is_help=True)(export_answer)
experiments.command("from-batch-run", no_args_is_help=True)(from_batch_run)
app.add_typer(experiments, name="experiment", rich_help_panel="Run")

app.command("app", rich_help_panel="Run")(open_app)
app.command(rich_help_panel="Run")(patterns)
app.command(rich_help_panel="Run")(trap)


def _version(wanted: bool) -> None:
    if wanted:
        import samskapa

        typer.echo(f"samskapa {samskapa.__version__}")
        raise typer.Exit


@app.callback()
def samskapa_(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """When does co-production between residents and staff take hold, and when does it disappoint?

    Look at the worlds with [bold]samskapa scenarios[/], then run some on the same seeds:
    [bold]samskapa run helsingborg helsingborg_no_project[/].
    """


def main() -> None:
    """Entry point of the command `samskapa`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
