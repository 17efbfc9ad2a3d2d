"""What the kept experiments, the calibration and the page vary stays what it was, whatever parameters are added.

`kept_inputs.toml` has the inputs by name, and a digest of everything that decides points and seeds.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

from samskapa.app.server.assumptions import is_free
from samskapa.science.parameters import PARAMETERS
from samskapa.studies.calibration import searched
from samskapa.study.design import points, seeds
from samskapa.study.plan import Experiment
from samskapa.study.read import experiment_names, load_experiment

KEPT = tomllib.loads(Path(__file__).with_name("kept_inputs.toml").read_text(encoding="utf-8"))


def digest(experiment: Experiment) -> str:
    """A fingerprint of ranges, levels, points and seeds."""
    ranges = [
        [
            one.name,
            one.kind,
            one.role,
            repr(one.low),
            repr(one.high),
            one.distribution,
            list(one.levels),
            one.sets,
            one.week,
            one.whole,
        ]
        for one in experiment.inputs
    ]
    drawn = hashlib.sha256(json.dumps([ranges, [sorted(point.items()) for point in points(experiment)]]).encode())
    drawn.update(np.ascontiguousarray(seeds(experiment, experiment.run.max_seeds)).astype("<i8").tobytes())
    return drawn.hexdigest()


def test_every_kept_experiment_is_held():
    assert set(KEPT["experiments"]) == set(experiment_names())


@pytest.mark.parametrize("name", KEPT["experiments"])
def test_an_experiment_varies_what_it_varied_at_the_same_points(name):
    experiment = load_experiment(name)
    assert [one.name for one in experiment.inputs] == KEPT["experiments"][name]["inputs"]
    assert digest(experiment) == KEPT["experiments"][name]["sha256"]


def test_the_calibration_searches_what_it_searched():
    assert list(searched()) == KEPT["calibration"]


def test_the_page_varies_the_assumptions_that_it_varied():
    assert [name for name in PARAMETERS if is_free(name)] == KEPT["page"]
