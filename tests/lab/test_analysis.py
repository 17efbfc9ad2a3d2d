"""Are results told as they are: tables with units, sentences that follow from numbers, pictures that have all?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samskapa.science.errors import ScenarioError
from samskapa.study.analyses import analyse
from samskapa.study.columns import difference, pairs_of
from samskapa.study.findings import Convergence, Plane, Tornado, Trade
from samskapa.study.plan import Analysis, Contrast, OutcomeAsked, Prediction
from samskapa.study.verdicts import Verdict, judged
from studies import INPUTS, cell, check, effect, levels, results, study, table

GOOD = OutcomeAsked("good", "trust_final", state=(">=", 0.5), unit="probability")
TRUST = OutcomeAsked("trust_final", "trust_final", unit="share", meaning="Trust.", good=1)


# -- the designs ---------------------------------------------------------------------------------------


def test_sobol_tells_expectation_state_and_noise_with_convergence():
    experiment = study(INPUTS, "sobol", 4, size=256, second_order=True, outcomes=(TRUST, GOOD))
    found = analyse(experiment, results(experiment, effect, columns={"trust_final": effect, "good": effect}))
    check(found)
    own = table(found, "sobol_trust_final")
    assert [one.unit for one in own.columns][1] == "share of variance"
    assert own.rows[0][0] == "candour (share)"
    assert cell(own, "candour (share)", "told from zero") == "yes"
    assert cell(own, "contact rate (share)", "told from zero") == "no"
    assert any("of trust at the end depends on candour" in one and "is chance" in one for one in found.sentences)
    assert any("Variability of trust at the end: no variation beyond chance" in one for one in found.sentences)
    assert table(found, "sobol_good").rows[0][0] == "candour (share)"
    assert len(table(found, "sobol_second_order_trust_final").rows) == 6
    kinds = [type(one.data) for one in found.pictures]
    assert kinds.count(Tornado) == 4
    assert kinds.count(Convergence) == 2
    named = {one.name for one in found.pictures}
    assert {"sobol_trust_final", "sobol_good", "bands_share", "bands_probability"} <= named


@pytest.mark.parametrize(("method", "size"), [("sobol", 256), ("morris", 40), ("fast", 257)])
def test_whether_an_input_is_among_the_first_is_judged_by_the_ranking_of_the_design(method: str, size: int):
    experiment = study(INPUTS, method, 4, size=size)
    said = [("candour", 1), ("contact_rate", 1), ("contact_rate", len(INPUTS) - 1)]
    asked = tuple(Prediction("So.", "trust_final", "first", input=name, size=size) for name, size in said)
    experiment = replace(experiment, predictions=asked)
    data = results(experiment, effect)
    found = judged(experiment, data, analyse(experiment, data))
    assert [one.verdict for one in found[:2]] == [Verdict.HOLDS, Verdict.FAILS]
    assert found[2].verdict is not Verdict.HOLDS
    assert found[0].because.startswith(f"candour is number 1 of {len(INPUTS)} for trust at the end: ")
    data["trust_final"][:] = np.nan
    assert {one.verdict for one in judged(experiment, data, analyse(experiment, data))} == {Verdict.UNDECIDED}


def test_rows_with_failed_runs_are_left_out_and_said():
    experiment = study(INPUTS, "sobol", 3, size=64)
    data = results(experiment, effect)
    data["trust_final"][5, 1] = np.nan
    found = analyse(experiment, data)
    check(found)
    assert any("1 base row left out" in one.under for one in found.pictures)
    data["trust_final"][:] = np.nan
    assert any("too few" in one for one in analyse(experiment, data).sentences)


def test_seeds_common_to_all_rows_make_intervals_wider_or_are_refused():
    experiment = study(INPUTS, "sobol", 4, size=64)
    own, common = (analyse(experiment, results(experiment, effect, own_seeds=apart)) for apart in (True, False))
    width = [cell(table(one, "sobol_trust_final"), "candour (share)", "total hi95") for one in (own, common)]
    assert width[1] > 0
    two = study(INPUTS, "sobol", 2, size=64)
    assert any("it takes three" in one for one in analyse(two, results(two, effect, own_seeds=False)).sentences)


def test_results_of_another_design_are_refused():
    experiment, other = study(INPUTS, "sobol", 3, size=64), study(INPUTS, "sobol", 3, size=32)
    with pytest.raises(ScenarioError, match="points of the design"):
        analyse(experiment, results(other, effect))


def test_morris_says_what_is_told_from_chance():
    experiment = study(INPUTS, "morris", 6, size=20)
    found = analyse(experiment, results(experiment, effect))
    check(found)
    own = table(found, "morris_trust_final")
    assert cell(own, "candour (share)", "size of effect") == pytest.approx(0.5, abs=0.05)
    assert cell(own, "candour (share)", "mean effect") == pytest.approx(0.5, abs=0.05)
    assert cell(own, "contact rate (share)", "told from zero") == "no"
    assert own.columns[1].unit == "share over the whole range"
    assert isinstance(found.pictures[0].data, Plane)


def test_fast_needs_every_run():
    experiment = study(INPUTS, "fast", 2, size=257)
    data = results(experiment, effect)
    found = analyse(experiment, data)
    check(found)
    assert table(found, "fast_trust_final").rows[0][0] == "candour (share)"
    data["trust_final"][7, 0] = np.nan
    assert any("needs every run" in one for one in analyse(experiment, data).sentences)


def test_a_sample_tells_bands_of_chance_and_of_what_was_varied():
    experiment = study(INPUTS, "latin_hypercube", 6, size=100)
    found = analyse(experiment, results(experiment, effect))
    check(found)
    row = table(found, "bands").rows[0]
    assert row[3] == pytest.approx(2 * 1.645 * 0.1, rel=0.1)
    assert row[6] - row[4] > 1.5 * row[3]
    assert row[7] == pytest.approx(0.01 / (0.01 + (0.25 + 0.0625) / 12 + 0.0025), abs=0.06)
    assert table(found, "ranks_trust_final").rows[0][0] == "candour (share)"
    assert any("only chance differs" in one for one in found.sentences)


def test_pawn_and_boxes_beside_a_sample():
    asked = (Analysis("pawn"), Analysis("cart", options={"where": "trust_final > 0.5"}))
    experiment = study(INPUTS, "latin_hypercube", 4, size=300, analyses=asked)
    found = analyse(experiment, results(experiment, effect, noise=0.03))
    check(found)
    assert cell(table(found, "pawn_trust_final"), "candour (share)", "told from zero") == "yes"
    assert any(row[1] == "candour (share)" for row in table(found, "cart_trust_final").rows)
    assert any("CART: mostly where" in one and "On points left out" in one for one in found.sentences)


def test_prim_brings_its_trade():
    experiment = study(
        INPUTS, "random", 2, size=200, analyses=(Analysis("prim", options={"where": "trust_final > 0.5"}),)
    )
    found = analyse(experiment, results(experiment, effect, noise=0.03))
    check(found)
    assert isinstance(found.pictures[0].data, Trade)


def test_delta_beside_a_sample(monkeypatch):
    monkeypatch.setattr("samskapa.study.analyses.sampled.RESAMPLES_OF_DELTA", 10)
    experiment = study(INPUTS[:2], "random", 2, size=200, analyses=(Analysis("delta"),))
    found = analyse(experiment, results(experiment, lambda values, seeds: values["candour"] + 0 * seeds))
    check(found)
    assert table(found, "delta_trust_final").rows[0][0] == "candour (share)"
    few = study(INPUTS[:2], "random", 2, size=50, analyses=(Analysis("delta"),))
    assert any("needs 180 points" in one for one in analyse(few, results(few, effect_of_candour)).sentences)
    grid = study((levels("candour", 0.0, 1.0),), "factorial", 2, analyses=(Analysis("delta"),))
    with pytest.raises(ScenarioError, match="fills the space"):
        analyse(grid, results(grid, effect_of_candour))


def effect_of_candour(values: dict[str, np.ndarray], seeds: np.ndarray) -> np.ndarray:
    return values["candour"] + 0 * seeds


# -- contrasts and what they rest on -------------------------------------------------------------------

PROJECT = Contrast("project", {"project": 1.0}, {"project": 0.0})
GRID = (levels("project", 0.0, 1.0), levels("candour", 0.0, 0.5, 1.0), levels("influence", "degroot", "bounded"))


def with_project(values: dict[str, np.ndarray], seeds: np.ndarray) -> np.ndarray:
    """A project that helps under one theory and harms under the other; a common part of chance."""
    sign = np.where(values["influence"] == "degroot", 1.0, -0.5)
    return 0.2 * sign * values["project"] + 0.1 * values["candour"] + 0.3 * np.sin(seeds * 7.0)


def test_contrasts_pair_seeds_and_say_what_that_saves():
    experiment = study(GRID, "factorial", 12, contrasts=(PROJECT,))
    found = analyse(experiment, results(experiment, with_project, noise=0.02))
    check(found)
    own = dict(
        zip([one.name for one in table(found, "contrasts").columns], table(found, "contrasts").rows[0], strict=True)
    )
    assert own["difference"] == pytest.approx(0.05, abs=0.01)
    assert own["saving"] > 50
    assert own["seeds without common chance"] == pytest.approx(12 * own["saving"], abs=1)
    assert any("do what" in one and "with chance of their own" in one for one in found.sentences)


def test_a_pair_with_more_seeds_than_others_weighs_no_more():
    experiment = study(GRID, "factorial", 12, contrasts=(PROJECT,))
    data = results(experiment, lambda values, seeds: with_project(values, seeds) * (1.0 + seeds), noise=0.0)
    stopped = data["influence"].values != "bounded"
    data["trust_final"].values[stopped, 6:] = np.nan
    pairs = pairs_of(PROJECT, data, [one.name for one in experiment.inputs])
    values = data["trust_final"].values[:, :6]
    truth = np.mean([values[of] - values[against] for of, against in pairs])
    told = table(analyse(experiment, data), "contrasts").rows[0]
    judged = difference(PROJECT, data, [one.name for one in experiment.inputs], "trust_final")
    assert (told[4], judged.mean) == (pytest.approx(truth), pytest.approx(truth))
    assert (told[7], judged.runs) == (6, 6)


def test_conclusions_that_rest_on_a_theory_are_told():
    experiment = study(GRID, "factorial", 12, contrasts=(PROJECT,))
    found = analyse(experiment, results(experiment, with_project, noise=0.02))
    rows = {row[2:4]: row[4] for row in table(found, "conclusions").rows}
    [drawn] = [one.data for one in found.pictures if one.name == "under_project_trust_final"]
    seen = {name: index.value for name, (index,) in drawn.rows}
    assert seen["influence = bounded"] == rows["influence", "bounded"]
    assert {name.partition(" = ")[0] for name in seen} == {"candour", "influence"}
    assert rows["influence", "degroot"] == pytest.approx(0.2, abs=0.02)
    assert rows["influence", "bounded"] == pytest.approx(-0.1, abs=0.02)
    assert any(
        "clearly higher in 3, clearly lower in 3" in one and "turns round under influence = bounded" in one
        for one in found.sentences
    )


def test_differences_are_told_for_each_service():
    by_service = OutcomeAsked("trust", "trust_final", by="service", unit="share", good=1)
    experiment = study((levels("project", 0.0, 1.0),), "factorial", 8, outcomes=(by_service,), contrasts=(PROJECT,))
    columns = {
        "trust:north": lambda values, seeds: 0.2 * values["project"] + 0 * seeds,
        "trust:south": lambda values, seeds: -0.1 * values["project"] + 0 * seeds,
    }
    found = analyse(experiment, results(experiment, effect, 0.01, columns=columns))
    check(found)
    services = {row[2]: row[4] for row in table(found, "contrasts").rows}
    assert services == {"north": pytest.approx(0.2, abs=0.02), "south": pytest.approx(-0.1, abs=0.02)}


def test_boxes_of_a_contrast_are_about_the_difference():
    inputs = (
        levels("project", 0.0, 1.0),
        levels("candour", *np.linspace(0, 1, 9).tolist()),
        levels("thickness", *np.linspace(0, 1, 9).tolist()),
    )
    asked = Analysis("cart", options={"where": "project: trust_final < 0"})
    experiment = study(inputs, "factorial", 4, contrasts=(PROJECT,), analyses=(asked,))
    found = analyse(
        experiment,
        results(experiment, lambda values, seeds: values["project"] * (values["candour"] - 0.4) + 0 * seeds, 0.01),
    )
    check(found)
    limits = {row[1]: row[2:4] for row in table(found, "cart_trust_final").rows}
    assert limits["candour (share)"][1] == pytest.approx(0.44, abs=0.07)
    assert any("project changes trust at the end by < 0 in most runs" in one for one in found.sentences)


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("", "does not say"),
        ("trust_final is low", "does not say"),
        ("trust < 1", "is not an outcome"),
        ("projct: trust_final < 0", "is not a contrast"),
    ],
)
def test_what_is_of_interest_must_be_readable(where, why):
    experiment = study(INPUTS, "random", 2, size=20, analyses=(Analysis("cart", options={"where": where}),))
    with pytest.raises(ScenarioError, match=why):
        analyse(experiment, results(experiment, effect))


def test_points_with_more_seeds_do_not_weigh_more():
    experiment = study(
        (levels("project", 0.0, 1.0), levels("candour", 0.0, 1.0)), "factorial", 40, contrasts=(PROJECT,)
    )
    data = results(experiment, lambda values, seeds: values["project"] * values["candour"] + 0 * seeds, 0.01)
    few = (data["candour"] == 0).values
    data["trust_final"][few, 20:] = np.nan
    data["status"][few, 20:] = "not run"
    found = analyse(experiment, data)
    assert table(found, "contrasts").rows[0][4] == pytest.approx(0.5, abs=0.01)
