"""Made-up studies: an experiment and results as the runner would give them, from a formula and noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import xarray

from samskapa.science.scenarios import load_scenario
from samskapa.study import design
from samskapa.study.findings import Findings, Table
from samskapa.study.plan import Analysis, Contrast, Design, Experiment, Input, OutcomeAsked, RunPlan

Formula = Callable[[dict[str, np.ndarray], np.ndarray], np.ndarray]


def number(name: str, low: float = 0.0, high: float = 1.0, unit: str = "share", **more: object) -> Input:
    return Input(name, "parameter", "uncertain", unit, low, high, **more)  # type: ignore[arg-type]


def levels(name: str, *values: float | str, **more: object) -> Input:
    kind = "parameter" if isinstance(values[0], float) else "switch"
    return Input(name, kind, "lever", "share" if kind == "parameter" else "", levels=values, **more)  # type: ignore[arg-type]


def study(
    inputs: tuple[Input, ...],
    method: str,
    seeds: int = 4,
    outcomes: tuple[OutcomeAsked, ...] = (),
    contrasts: tuple[Contrast, ...] = (),
    analyses: tuple[Analysis, ...] = (),
    run: RunPlan | None = None,
    **more: object,
) -> Experiment:
    """An experiment that never runs: its scenario is the smallest there is."""
    world = load_scenario("tiny_trap")
    outcomes = outcomes or (OutcomeAsked("trust_final", "trust_final", unit="share", meaning="Trust.", good=1),)
    return Experiment(
        "made_up",
        "Does it?",
        "It does.",
        {world.name: world},
        inputs,
        outcomes,
        Design(method, **more),
        run or RunPlan(seeds=seeds, max_seeds=seeds),
        contrasts=contrasts,  # type: ignore[arg-type]
        analyses=analyses,
    )


def results(
    experiment: Experiment,
    formula: Formula,
    noise: float = 0.1,
    own_seeds: bool = True,
    columns: dict[str, Formula] | None = None,
) -> xarray.Dataset:
    """Results in the runner's form; noise is keyed by point and seed, so it is common to nothing.

    Args:
        experiment: the experiment.
        formula: mean outcome from inputs (points, 1) and seeds (points, seeds).
        noise: standard deviation of single runs.
        own_seeds: whether parts of a design have seeds of their own.
        columns: formulas of further columns, by their names.
    """
    points = design.points(experiment)
    count = max(experiment.run.seeds, experiment.run.max_seeds)
    seeds = design.seeds(experiment, count) if own_seeds else np.tile(np.arange(1, count + 1), (len(points), 1))
    values = {one.name: np.array([point[one.name] for point in points])[:, None] for one in experiment.inputs}
    drawn = np.random.default_rng(5).normal(0.0, noise, seeds.shape)
    data: dict[str, object] = {}
    asked = {one.name: one for one in experiment.outcomes}
    for name, own in (columns or {experiment.outcomes[0].name: formula}).items():
        plain, _, rest = name.partition("@")
        plain, _, service = plain.partition(":")
        one = asked[plain]
        found = np.broadcast_to(own(values, seeds), seeds.shape) + drawn
        if one.state:
            found = (found >= one.state[1]).astype(float)
        data[name] = (
            ("point", "seed"),
            found,
            {
                "units": one.unit,
                "long_name": one.meaning,
                "good": one.good,
                "asked": one.name,
                "label": one.label,
                "service": service,
                "state": " ".join(map(str, one.state or ())),
                "week": int(rest) if rest else -1,
            },
        )
    data["status"] = (("point", "seed"), np.full(seeds.shape, "done"))
    coordinates = {
        "chance_seed": (("point", "seed"), seeds),
        "programme_seed": (("point", "seed"), (seeds - 1) % 100 + 1),
        **{
            one.name: ("point", [point[one.name] for point in points], {"units": one.unit}) for one in experiment.inputs
        },
    }
    return xarray.Dataset(data, coordinates)


def with_seeds(experiment: Experiment, seeds: int) -> Experiment:
    """The same experiment with another number of seeds."""
    return replace(experiment, run=replace(experiment.run, seeds=seeds, max_seeds=seeds))


INPUTS = (number("candour"), number("thickness"), number("contact_rate"), levels("influence", "degroot", "bounded"))


def effect(values: dict[str, np.ndarray], seeds: np.ndarray) -> np.ndarray:
    """What is made up: candour matters, thickness less, the theory a little, contact not at all."""
    return 0.5 * values["candour"] + 0.25 * values["thickness"] + 0.1 * (values["influence"] == "bounded") + 0 * seeds


def table(findings: Findings, name: str) -> Table:
    return next(one for one in findings.tables if one.name == name)


def cell(found: Table, row: str, column: str) -> object:
    place = [one.name for one in found.columns].index(column)
    return next(cells[place] for cells in found.rows if cells[0] == row)


def check(findings: Findings) -> None:
    """Every table has a cell a column, names are files' names, no sentence has a hole, and none is said twice."""
    for found in findings.tables:
        assert all(len(row) == len(found.columns) for row in found.rows), found.name
    names = [one.name for one in findings.tables]
    assert len(set(names)) == len(names)
    pictures = [one.name for one in findings.pictures]
    assert len(set(pictures)) == len(pictures)
    for sentence in findings.sentences:
        assert sentence.endswith(".")
        assert "nan" not in sentence.split()
        assert "  " not in sentence
    assert len(set(findings.sentences)) == len(findings.sentences)
