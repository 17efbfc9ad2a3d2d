"""samskapa app: the web app, on this machine or for a class in its network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from samskapa.cli.screen import complain

USUAL_PORT = 8000


def open_app(
    port: Annotated[int, typer.Option(min=1024, max=65535, help="Its port.")] = USUAL_PORT,
    workers: Annotated[
        int | None, typer.Option(min=1, max=8, help="Processes that answer; up to two if not said.")
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A scenario file of your own to begin with.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    class_: Annotated[bool, typer.Option("--class", help="Let a class in this network join with a code.")] = False,
    cache: Annotated[
        int,
        typer.Option(
            min=0, max=4096, help="Memory of each worker for what was worked out, in MiB.", rich_help_panel="Machine"
        ),
    ] = 128,
    threads: Annotated[
        int,
        typer.Option(min=0, max=64, help="Threads for each question; all processors if 0.", rich_help_panel="Machine"),
    ] = 0,
) -> None:
    """Open the web app: watch a programme, compare two futures, teach with it.

    It runs on this machine only and loads nothing from outside. [bold]--class[/] lets others in the local network
    join a class, and nothing else.
    """
    from samskapa.app.server.launch import Options, launch, usual_workers
    from samskapa.science.scenarios import load_scenario

    chosen = ""
    if scenario is not None:
        load_scenario(scenario)
        chosen = str(scenario.resolve())
    options = Options(port=port, class_mode=class_, scenario_file=chosen, cache_mib=cache, threads=threads)
    launch(options, workers or usual_workers(), browser, complain)
