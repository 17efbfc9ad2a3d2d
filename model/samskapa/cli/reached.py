"""Whom a difference between two worlds reaches: one run of each, seen person by person, and drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from samskapa.science.errors import ScenarioError, place

if TYPE_CHECKING:
    from samskapa.science.scenarios.scenario import Scenario

OPTION = "--who-changed"


def check_reached(worlds: list[Scenario], figures: bool) -> None:
    """Refuse what cannot be laid side by side person by person, before anything runs.

    Raises:
        ScenarioError: not two worlds, worlds of different people or horizons, or no figures wanted.
    """
    if not figures:
        raise ScenarioError("this is a figure, and --no-figures asks for none", where=place(option=OPTION))
    if len(worlds) != 2:
        raise ScenarioError(f"worlds: {len(worlds)}", where=place(option=OPTION), allowed="two worlds")
    a, b = ((world.services, world.partners, world.heads, world.weeks) for world in worlds)
    if a != b:
        raise ScenarioError(
            f"{worlds[0].name} and {worlds[1].name} do not have the same people and weeks",
            where=place(option=OPTION), allowed="two worlds of the same services and horizon",
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
