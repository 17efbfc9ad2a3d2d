"""A sweep for Mesa's `batch_run` becomes an experiment that makes the same runs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from samskapa.errors import ScenarioError
from samskapa.lab.batch_run import experiment_of_batch_run
from samskapa.lab.reading import read_experiment
from samskapa.lab.resolving import Resolved

WORDS = {"name": "from_mesa", "question": "Does candour help?", "expects": "Yes.", "scenario": "tiny_trap"}


def test_every_combination_becomes_a_point():
    sweep = {"candour": [0.1, 0.9], "contact_rate": np.linspace(0.2, 0.8, 3),
             "trust_update": ["symmetric", "asymmetric"], "delivery_capacity": 0.3,
             "seed": [1, 2], "network": "small_world"}
    text = experiment_of_batch_run(sweep, **WORDS, iterations=5, max_steps=80, outcomes=["trust", "trap"])
    resolved = Resolved(read_experiment(text))
    found = {(point["candour"], point["contact_rate"], point["trust_update"]) for point in resolved.points}
    assert found == set(product([0.1, 0.9], [0.2, 0.5, 0.8], ["symmetric", "asymmetric"]))
    assert resolved.experiment.hold == {"delivery_capacity": 0.3}
    assert (resolved.experiment.run.seeds, resolved.experiment.run.weeks) == (5, 80)
    assert [asked.label for asked in resolved.experiment.outcomes] == ["trap", "trust, at the end"]


def test_a_sweep_of_a_single_point_is_an_experiment_too():
    resolved = Resolved(read_experiment(experiment_of_batch_run({"candour": 0.9}, **WORDS)))
    assert resolved.points == [{}]
    assert resolved.experiment.hold == {"candour": 0.9}


@pytest.mark.parametrize(("sweep", "message"), [
    ({"candor": [0.1, 0.9]}, "did you mean 'candour'"), ({"candour": [0.1, 9]}, "out of bounds"),
    ({"candour": []}, "without values"), ({"trust_update": ["symetric", "asymmetric"]}, "did you mean 'symmetric'"),
])
def test_what_the_model_does_not_know_is_refused(sweep: dict[str, object], message: str):
    with pytest.raises(ScenarioError, match=message):
        experiment_of_batch_run(sweep, **WORDS)


def test_an_outcome_that_is_none_is_refused():
    with pytest.raises(ScenarioError, match="did you mean 'trust'"):
        experiment_of_batch_run({"candour": [0.1, 0.9]}, **WORDS, outcomes=["turst"])
