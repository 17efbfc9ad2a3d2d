"""Studies in memory: a world runs once however many ask, and what is measured stands at its point and seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samskapa.study import together
from samskapa.study.design import paired_seeds
from samskapa.study.plan import Contrast, RunPlan, Term
from samskapa.study.simulate import simulate, simulate_together
from samskapa.study.together import Measure, asked_of, effects_of, results_together, sums_of
from samskapa.study.verdicts import Verdict
from studies import levels, study

TRUST = Measure(
    "trust_last", "share", "Trust in the last week.", ("trust",), lambda world: world.weekly("trust")[:, -1]
)
PATH = Measure("path", "share", "Trust, week by week.", ("trust",), lambda world: world.weekly("trust"))
MEASURES = {one.name: one for one in (TRUST, PATH)}


def asked(*candour: float, measures=(TRUST,), contrasts=(), **run):
    return replace(
        study((levels("candour", *candour),), "factorial", contrasts=contrasts),
        outcomes=asked_of(measures),
        run=RunPlan(2, max_seeds=2, weeks=20, **run),
    )


def more_candour(least: float) -> Contrast:
    return Contrast(
        "more candour",
        terms=(Term(1.0, "trust_last", {"candour": 1.0}), Term(-1.0, "trust_last", {"candour": 0.0})),
        least=least,
    )


def test_a_world_runs_once_however_many_studies_ask(monkeypatch):
    worlds = []

    def counted(scenarios, **more):
        worlds.extend(scenarios)
        return simulate_together(scenarios, **more)

    monkeypatch.setattr(together, "simulate_together", counted)
    first, second = results_together([asked(0.0, 0.5), asked(0.5, 1.0)], MEASURES, paired_seeds(5, 2), threads=1)
    assert len(worlds) == 3
    np.testing.assert_array_equal(first["trust_last"].values[1], second["trust_last"].values[0])
    alone = simulate(
        "tiny_trap",
        points=[{"candour": 0.5}],
        programme_seeds=[5, 6],
        chance_seeds=[5, 6],
        weeks=20,
        outcomes=["trust"],
        threads=1,
    )
    np.testing.assert_array_equal(first["trust_last"].values[1], alone["trust"].values[0, :, -1])


def test_results_have_labels_and_a_measure_may_have_several_numbers():
    [data] = results_together([asked(0.0, 1.0, measures=(TRUST, PATH))], MEASURES, paired_seeds(5, 2), threads=1)
    assert data["path"].shape == (2, 2, 20)
    assert data["candour"].values.tolist() == [0.0, 1.0]
    assert data["chance_seed"].values.tolist() == [5, 6]
    assert data["trust_last"].attrs["units"] == "share"


def test_weighted_sums_measure_only_what_they_name():
    contrast = replace(more_candour(0.0), terms=more_candour(0.0).terms[:1])
    experiment = asked(0.0, 1.0, contrasts=(contrast,))
    [data] = results_together([experiment], MEASURES, paired_seeds(5, 2), threads=1)
    assert np.isnan(data["trust_last"].values[0]).all()
    np.testing.assert_array_equal(sums_of(experiment, data), data["trust_last"].values[1:])
    assert data["status"].values.tolist() == [["not run"] * 2, ["done"] * 2]


@pytest.mark.parametrize(("least", "verdict"), [(-1.0, Verdict.HOLDS), (1.0, Verdict.FAILS)])
def test_clauses_are_decided_from_the_first_seed_on(least, verdict):
    [effect] = effects_of(asked(0.0, 1.0, contrasts=(more_candour(least),), first_seed=31), MEASURES, 1)
    assert effect.verdict is verdict
    assert effect.pairs == 2
