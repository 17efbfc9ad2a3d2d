"""Are traps told where they are: memory, loops, the line, services on both sides, two groups of runs?"""

from __future__ import annotations

import math

import numpy as np
import pytest

from samskapa.science.errors import ScenarioError
from samskapa.science.scenarios.scenario import Change
from samskapa.study.analyses import analyse
from samskapa.study.findings import Findings, HeatMap, LoopPicture
from samskapa.study.plan import Analysis, Bundle, Experiment, Input, OutcomeAsked
from studies import INPUTS, check, effect, levels, results, study, table


def test_memory_of_the_start_is_told_point_by_point():
    start = levels("begins", "low", "high")
    experiment = study(
        (start, levels("candour", 0.0, 1.0)),
        "factorial",
        20,
        analyses=(Analysis("bistability", options={"start": "begins"}), Analysis("two_peaks")),
    )
    found = analyse(
        experiment,
        results(
            experiment,
            lambda values, seeds: 0.5 * ((values["begins"] == "high") & (values["candour"] > 0.5)) + 0 * seeds,
            0.03,
        ),
    )
    check(found)
    rows = table(found, "bistability").rows
    assert [row[5] for row in rows] == [pytest.approx(0, abs=0.03), pytest.approx(0.5, abs=0.03)]
    assert any("depends on where it began at 1 of 2 points" in one for one in found.sentences)
    assert any("two groups at 0 of 4 points" in one for one in found.sentences)
    lost = study((start,), "factorial", 3, analyses=(Analysis("bistability"),))
    with pytest.raises(ScenarioError, match="needs start"):
        analyse(lost, results(lost, lambda values, seeds: 0.0 * seeds))


def led(*steps: float) -> Input:
    changes = tuple(Change(10 + 4 * n, "candour", value) for n, value in enumerate(steps))
    return Input(
        "led", "intervention", "lever", levels=("there_and_back",), bundles={"there_and_back": Bundle({}, changes)}
    )


def looped(steps: tuple[float, ...], lag: float) -> tuple[Experiment, Findings]:
    outcome = OutcomeAsked("trust", "trust", unit="share", every=4, good=1)
    experiment = study(
        (led(*steps),),
        "list",
        8,
        outcomes=(outcome,),
        points=({"led": "there_and_back"},),
        analyses=(Analysis("hysteresis", options={"ramp": "led"}),),
    )
    top = int(np.argmax(steps))

    def at(step: int) -> float:
        return steps[step] + (lag if step > top else 0.0)

    columns = {f"trust@{10 + 4 * n}": (lambda values, seeds, n=n: at(n) + 0 * seeds) for n in range(len(steps))}
    columns["trust@2"] = lambda values, seeds: 0 * seeds
    return experiment, analyse(experiment, results(experiment, effect, 0.01, columns=columns))


def test_a_loop_is_read_at_the_same_values_on_both_ways():
    steps = (0.0, 0.2, 0.4, 0.6, 0.8, 0.6, 0.4, 0.2, 0.0)
    _, found = looped(steps, 0.3)
    check(found)
    rows = {row[3]: row[4:7] for row in table(found, "hysteresis").rows}
    assert set(rows) == {0.0, 0.2, 0.4, 0.6, 0.8}
    assert rows[0.4] == (pytest.approx(0.4, abs=0.02), pytest.approx(0.7, abs=0.02), pytest.approx(0.3, abs=0.03))
    assert any("higher on the way back" in one and "it remembers" in one for one in found.sentences)
    assert isinstance(found.pictures[0].data, LoopPicture)
    assert found.pictures[0].data.x == "candour (share)"
    _, same = looped(steps, 0.0)
    assert any("is not told from the way up" in one for one in same.sentences)


def test_a_way_without_a_way_back_is_refused():
    with pytest.raises(ScenarioError, match="up and back"):
        looped((0.0, 0.5, 1.0), 0.0)


def test_the_tipping_line_is_told_with_its_band():
    inputs = (levels("candour", *np.linspace(0, 1, 6).tolist()), levels("thickness", 0.0, 0.5, 1.0))
    option = {"across": "candour", "along": "thickness", "level": 0.5}
    experiment = study(inputs, "factorial", 10, analyses=(Analysis("tipping_line", options=option),))
    found = analyse(
        experiment,
        results(
            experiment, lambda values, seeds: values["candour"] + 0.4 * values["thickness"] - 0.2 + 0 * seeds, 0.05
        ),
    )
    check(found)
    own = table(found, "line_trust_final")
    assert [row[1] for row in own.rows] == [pytest.approx(place, abs=0.04) for place in (0.7, 0.5, 0.3)]
    assert own.columns[1].unit == "share"
    picture = next(one.data for one in found.pictures if one.name == "line_trust_final")
    assert isinstance(picture, HeatMap)
    assert picture.line.shape == (3, 3)
    assert any("tips at candour = 0." in one for one in found.sentences)
    sample = study(INPUTS, "random", 2, size=20, analyses=(Analysis("tipping_line", options=option),))
    with pytest.raises(ScenarioError, match="needs a factorial"):
        analyse(sample, results(sample, effect))


def test_services_on_both_sides_of_the_line_are_told():
    by_service = OutcomeAsked("trust", "trust_final", by="service", unit="share", good=1)
    inputs = (levels("candour", 0.0, 0.5, 1.0), levels("thickness", 0.0, 0.5, 1.0))
    option = {"across": "candour", "along": "thickness", "level": 0.5}
    experiment = study(
        inputs, "factorial", 6, outcomes=(by_service,), analyses=(Analysis("tipping_line", options=option),)
    )
    columns = {
        f"trust:{name}": (lambda values, seeds, level=level: values["candour"] + level + 0 * seeds)
        for name, level in (("north", -0.3), ("south", 0.3))
    }
    found = analyse(experiment, results(experiment, effect, 0.01, columns=columns))
    check(found)
    assert any("0.6 share apart on average, south highest" in one for one in found.sentences)


def test_two_groups_of_runs_are_told_where_they_are():
    experiment = study((levels("candour", 0.0, 1.0),), "factorial", 40, analyses=(Analysis("two_peaks"),))
    found = analyse(
        experiment, results(experiment, lambda values, seeds: 0.6 * values["candour"] * (seeds % 3 == 0), 0.03)
    )
    check(found)
    rows = table(found, "two_peaks").rows
    assert [row[0] for row in rows] == [1]
    assert rows[0][5] == pytest.approx(1 / 3, abs=0.05)
    assert not math.isnan(rows[0][6])


def test_growing_older_is_not_taken_for_remembering():
    """The outcome follows the parameter and falls with time; a run that is led nowhere tells the two apart."""
    steps = (0.0, 0.2, 0.4, 0.2, 0.0)
    outcome = OutcomeAsked("trust", "trust", unit="share", every=4, good=1)
    way = led(*steps)
    still = Input(
        "led", "intervention", "lever", levels=(*way.levels, "stay"), bundles={**way.bundles, "stay": Bundle()}
    )
    columns = {
        f"trust@{10 + 4 * n}": (lambda values, seeds, n=n: steps[n] * (values["led"] != "stay") - 0.1 * n + 0 * seeds)
        for n in range(len(steps))
    }
    for one, remembers in ((way, True), (still, False)):
        experiment = study(
            (one,), "factorial", 12, outcomes=(outcome,), analyses=(Analysis("hysteresis", options={"ramp": "led"}),)
        )
        found = analyse(experiment, results(experiment, effect, 0.01, columns=columns))
        assert any("it remembers" in sentence for sentence in found.sentences) is remembers
