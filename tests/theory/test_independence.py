"""No coupling means independent residents: across chance seeds, what becomes of one says nothing about another.

That not one bit of the others moves when one resident is changed is tested in `test_apart.py`; here chance is looked
at, which two residents could still share. Each has an own worker, since staff are weather to all their residents.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.stats import chi2

from theory.rest import final_states
from worlds import world

SEEDS = range(1, 4001)
APART = {
    "peer_influence": 0,
    "hearsay": 0,
    "attendance_norm": 0,
    "attendance_active_peers": 0,
    "voice_rate": 0,
    "shame_fall": 0,
    "routine_gain": 0,
    "secondary_share": 0,
    "engagement_team": 0,
    "exit_contagion": 1,
    "tie_chance": 0,
    "buy_in_project": 0,
}
"""No social weight, no hearsay, no norm; and nothing that staff or managers would carry from one to the other."""
LIVELY = {
    "project_start": 2,
    "project_weeks": 50,
    "meeting_interval": 2,
    "attendance_intercept": 0.5,
    "resident_exit": 0.02,
    "staff_exit": 0.01,
    "hero_share": 0.4,
    "scouting": 0.6,
    "prediction_start": 0.3,
}
STATES = ("prediction", "trust_primary", "aspiration", "habit", "understanding")


def correlations(values: dict[str, float], seeds: range = SEEDS) -> dict[str, list[float]]:
    """Of every pair of six residents in week 39, in units of one over the root of the number of seeds."""
    scenario = world({**LIVELY, **values}, {"mode": "one_to_one"}, residents=6, workers=6)
    found = final_states(scenario, STATES, seeds)
    pairs = list(itertools.combinations(range(6), 2))
    sigma = 1.0 / math.sqrt(len(seeds))
    return {name: [float(np.corrcoef(states.T)[pair]) / sigma for pair in pairs] for name, states in found.items()}


@pytest.fixture(scope="module")
def apart() -> dict[str, list[float]]:
    return correlations(APART)


def test_no_pair_is_correlated(apart):
    for name, pairs in apart.items():
        assert len(pairs) == 15
        assert max(map(abs, pairs)) < 3.0, (name, pairs)


def test_all_pairs_together_are_no_more_correlated_than_chance_has_it(apart):
    for name, pairs in apart.items():
        assert 0.005 < chi2.sf(sum(pair * pair for pair in pairs), len(pairs)) < 0.995, name


def test_social_weight_alone_correlates_neighbours():
    coupled = correlations({**APART, "peer_influence": 0.04}, range(1, 1001))
    assert min(coupled["prediction"]) > 3.0
