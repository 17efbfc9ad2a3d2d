"""One run of a programme as a picture needs it: its people and their ties before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samskapa.science.programme import Programme
from samskapa.science.scenarios.scenario import Scenario
from samskapa.study.executors import stop_if_asked

if TYPE_CHECKING:
    from samskapa.reference.model import CoProductionModel

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Portrait:
    """The people of one run and their ties, at the start and at the horizon; a home keeps its number.

    Attributes:
        scenario: name of the scenario.
        seed: chance seed of the run (its programme seed is the programme's).
        weeks: horizon in weeks.
        programme: services, people and candidate ties of the run.
        services: names of the services.
        trust_before, trust_after: mean trust of each resident in the own workers, share; shape (N).
        strength_before, strength_after: strengths of the candidate ties, share; shape (N, 16), as
            `programme.neighbours`.
        hero_before, hero_after: hero status, 0 none, 1 latent, 2 found, 3 active, 4 withdrawn; shape (N).
        sessions: sessions that the resident who lives there at the horizon has attended; shape (N).
    """

    scenario: str
    seed: int
    weeks: int
    programme: Programme
    services: tuple[str, ...]
    trust_before: Floats
    trust_after: Floats
    strength_before: Floats
    strength_after: Floats
    hero_before: Floats
    hero_after: Floats
    sessions: Floats


def portrait(
    scenario: Scenario, seed: int = 1, weeks: int | None = None, programme_seed: int | None = None
) -> Portrait:
    """Run a scenario once and keep its people as they were and as they became.

    Args:
        scenario: the scenario.
        seed: chance seed.
        weeks: horizon, if not the scenario's.
        programme_seed: the programme seed, if it is not the chance seed.
    """
    from samskapa.reference.model import CoProductionModel

    horizon = scenario.weeks if weeks is None else weeks
    model = CoProductionModel(scenario, seed if programme_seed is None else programme_seed, seed)
    trust, strength, hero, _ = _people(model)
    for _ in range(horizon):
        stop_if_asked()
        model.step()
    trust_after, strength_after, hero_after, sessions = _people(model)
    return Portrait(
        scenario.name, seed, horizon, model.programme, tuple(plan.name for plan in scenario.services),
        trust, trust_after, strength, strength_after, hero, hero_after, sessions,
    )


def _people(model: CoProductionModel) -> tuple[Floats, Floats, Floats, Floats]:
    """Trust, tie strengths, hero status and sessions of the residents at this moment."""
    people = model.residents
    return (
        np.array([resident.trust for resident in people]),
        np.array([resident.strength for resident in people]),
        np.array([float(resident.hero) for resident in people]),
        np.array([float(resident.sessions) for resident in people]),
    )
