"""Drawing only: numbers in, pictures out. Matplotlib lives here; no model runs here.

trajectories.py  how participation, trust and expectations moved
niches.py        in how many runs a service opens up, or closes in
promises.py      what was raised, how it was answered, and what came of it
people.py        the people and their ties before and after a run
changed.py       whom a change reached, from which week, and through whom
findings.py      what was made of an experiment: bars, planes, maps, loops, convergence
scorecard.py     the patterns of the field, each against the size asked
social_trap.py   the social trap in one figure
worlds.py        worlds with their runs: letters, lines, weeks, project windows
page.py          a page in inches with its heading, words that fit, and the files
style.py         colours, lines, sizes
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from samskapa.figures.changed import draw_changed
from samskapa.figures.niches import draw_niches
from samskapa.figures.page import save
from samskapa.figures.people import draw_people
from samskapa.figures.promises import draw_promises
from samskapa.figures.style import drawing
from samskapa.figures.trajectories import draw_trajectories
from samskapa.figures.worlds import World
from samskapa.science.scenarios.scenario import Scenario
from samskapa.studies.reach import Difference
from samskapa.study.executors import Portrait

if TYPE_CHECKING:
    import xarray

__all__ = ["draw_run", "draw_who_changed"]


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
    with drawing():
        pages = (
            {
                "trajectories": draw_trajectories(worlds),
                "niches": draw_niches(worlds),
                "promises": draw_promises(worlds),
            }
            if worlds
            else {}
        )
        if portraits:
            pages["people"] = draw_people(portraits, worlds)
        return [path for name, page in pages.items() for path in save(page, folder, name)]


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
        return save(draw_changed(scenario, found, weeks, names), folder, "who_changed")
