"""Drawing only: numbers in, pictures out. Matplotlib lives here; no model runs here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from samskapa.figures.changed import draw_changed
from samskapa.figures.heading import Heading
from samskapa.figures.niches import draw_niches
from samskapa.figures.people import draw_people
from samskapa.figures.promises import draw_promises
from samskapa.figures.series import Portrait, World
from samskapa.figures.style import Page, drawing, save
from samskapa.figures.trajectories import draw_trajectories
from samskapa.science.scenarios.scenario import Scenario
from samskapa.studies.reach import Difference

if TYPE_CHECKING:
    import xarray

__all__ = ["Portrait", "draw_run", "draw_who_changed"]


def draw_run(
    runs: Sequence[tuple[Scenario, xarray.Dataset]], portraits: Sequence[Portrait], folder: Path
) -> list[Path]:
    """Draw what happened: trajectories, niches, promises, and people with their ties, each as PNG and SVG.

    Args:
        runs: scenarios with what `door.simulate` gave for one point of each; they become A, B, C and on.
        portraits: the people of one run of each scenario, before and after; no picture of people without.
        folder: where the files go; made if it is missing.

    Returns:
        The files, in the order in which they are best looked at.
    """
    worlds = [World(number, scenario, dataset) for number, (scenario, dataset) in enumerate(runs)]
    files: list[Path] = []
    with drawing():
        pages: list[tuple[str, tuple[Page, Heading]]] = []
        if worlds:
            pages = [("trajectories", draw_trajectories(worlds)), ("niches", draw_niches(worlds)),
                     ("promises", draw_promises(worlds))]
        if portraits:
            pages.append(("people", draw_people(portraits, worlds)))
        for name, (page, heading) in pages:
            files += save(page, folder, name, heading.title, f"{heading.under} {heading.notes}")
    return files


def draw_who_changed(
    scenario: Scenario, found: Sequence[Difference], weeks: int, names: tuple[str, str], folder: Path
) -> list[Path]:
    """Draw whom a change reached, from which week and through whom, as PNG and SVG.

    Args:
        scenario: the world, for its services.
        found: the differences of one run, as `reach.who_changed` gives them.
        weeks: the horizon.
        names: what the two runs are called.
        folder: where the files go; made if it is missing.
    """
    with drawing():
        page, heading = draw_changed(scenario, found, weeks, names)
        return save(page, folder, "who_changed", heading.title, f"{heading.under} {heading.notes}")
