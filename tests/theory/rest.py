"""Worlds in which belief and trust come to rest where theory says, run by the agent model itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.optimize import brentq

from samskapa import simulate
from samskapa.science.scenarios import Scenario
from worlds import world

STILL_STAFF = dict.fromkeys((
    "spread", "staff_spread", "understanding_start", "transparency", "engagement_rate", "mindset_drift",
    "exhaustion_start", "exhaustion_rise", "exhaustion_recovery", "failure_strain", "staff_exit", "resident_exit",
    "hero_share", "peer_influence", "load_noise", "buy_in_return", "buy_in_backlog", "exhaustion_cut",
), 0.0)


def of_promises(fulfilment: float, loss_ratio: float, rate: float = 0.1) -> Scenario:
    """Two residents who all come every four weeks to hear of one issue that is kept with a known chance.

    Staff accept an issue with that chance and deliver at once; the rest hang, and count like broken promises two
    weeks later. So each round of four weeks brings one outcome.
    """
    promises = dict.fromkeys(
        ("hope_push", "awakening", "attendance_prediction", "attendance_shortfall", "attendance_disappointment",
         "candour", "structural", "cross_agency", "binding_share", "issue_spread"), 0.0)
    return world({
        **STILL_STAFF, **promises, "engagement_start": 1, "acceptance": fulfilment, "hanging_weight": 1, "hearsay": 1,
        "loss_ratio": loss_ratio, "hearsay_loss_ratio": loss_ratio, "prediction_rate": rate, "prediction_start": 0.5,
        "availability_mean": 1, "attendance_intercept": 4, "capability_start": 1, "shame_start": 0, "voice_rate": 4,
        "agenda_cap": 1, "issue_size": 0.05, "delivery_capacity": 0.6, "capacity_floor": 1, "deadline": 1,
        "project_start": 0, "project_weeks": 520, "meeting_interval": 4, "own_meeting_interval": 1,
    }, residents=2, workers=2, weeks=520)


def belief_at_rest(fulfilment: float, loss_ratio: float, seeds: Sequence[int], rate: float = 0.1) -> float:
    """Mean belief at the ends of the last seventy rounds."""
    found = simulate(of_promises(fulfilment, loss_ratio, rate), chance_seeds=list(seeds), outcomes=["prediction"],
                     threads=1)
    return float(found["prediction"].values[0, :, 243::4].mean())


def kept_share(fulfilment: float, seeds: Sequence[int]) -> float:
    """The share of outcomes that were kept, which the world was built to have."""
    found = simulate(of_promises(fulfilment, 1.0), chance_seeds=list(seeds), threads=1, outcomes=["fulfilment"])
    return float(found["fulfilment"].values[0, :, -1].mean())


def of_contacts(loss_ratio: float, noise: float) -> Scenario:
    """Residents who meet one worker every week, whose contacts are worth .55 and a noise; no project."""
    return world({
        **STILL_STAFF, "project": 0, "contact_rate": 1, "contact_base": 0.15, "contact_response": 0.8,
        "engagement_start": 0.5, "contact_strictness": 0, "contact_noise": noise, "trust_rate": 0.01,
        "loss_ratio": loss_ratio, "secondary_share": 0, "trust_start": 0.5,
    }, residents=64, workers=1, weeks=1200)


def trust_at_rest(loss_ratio: float, noise: float, seeds: Sequence[int]) -> float:
    """Mean trust over the last half of the weeks."""
    found = simulate(of_contacts(loss_ratio, noise), chance_seeds=list(seeds), outcomes=["trust"], threads=1)
    return float(found["trust"].values[0, :, 600:].mean())


def expectile(loss_ratio: float, mean: float, deviation: float) -> float:
    """The 1 / (1 + rho) expectile of a logistic law cut to [0, 1], by quadrature."""
    scale = deviation * np.sqrt(3.0) / np.pi

    def below(level: float) -> float:
        return 1.0 / (1.0 + float(np.exp(-(level - mean) / scale)))

    # E[q - e]+ is the area above the distribution function, E[e - q]+ the area under it.
    def balance(level: float) -> float:
        gain = quad(lambda q: 1.0 - below(q), level, 1.0)[0]
        loss = quad(below, 0.0, level)[0]
        return float(gain - loss_ratio * loss)

    return float(brentq(balance, 0.0, 1.0))


def final_states(scenario: Scenario, names: Sequence[str], seeds: Sequence[int]) -> dict[str, NDArray[np.float64]]:
    """States of all residents in the last week; shape (seeds, residents) by name."""
    found = simulate(scenario, chance_seeds=list(seeds), outcomes=["trust"], trajectories=names, threads=1)
    return {name: found[f"person_{name}"].values[0, :, -1, :] for name in names}
