"""samskapa as a command that abmfact can run: one JSON object in, one out.

It reads parameters, a seed and abmfact's knobs, runs the small trap with much and with little delivery capacity on
that seed, and prints what the capacity made of it. Knobs that the model has no word for (relabelled agents, a grid) are
not declared in `audit.yaml`, so abmfact reports them as not testable.

    python -m venv abmfact && abmfact/bin/pip install abmfact
    abmfact/bin/abmfact run benchmarks/artefacts/audit.yaml --out results/runs/abmfact
    .venv/bin/python -m benchmarks.artefacts results/runs/abmfact/results.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from samskapa import load_scenario, simulate
from samskapa.science.scenarios import Scenario
from samskapa.studies.robustness import doubled_people, drawn_activation, halved_weeks


def changed(world: Scenario, knobs: dict[str, Any]) -> Scenario:
    """The world under abmfact's knobs.

    Raises:
        ValueError: a knob, or a size of it, that the model does not have.
    """
    if knobs["update_order"] not in (None, "phases", "drawn") or knobs["agent_order"] != "default":
        raise ValueError(f"no such order of agents: {knobs['update_order']}, {knobs['agent_order']}")
    if knobs["dt_scale"] not in (1.0, 0.5) or knobs["pop_scale"] not in (1.0, 2.0):
        raise ValueError(f"weeks times {knobs['dt_scale']} or people times {knobs['pop_scale']} cannot be run")
    if knobs["update_order"] == "drawn":
        world = drawn_activation(world)
    if knobs["dt_scale"] == 0.5:
        world = halved_weeks(world)
    return doubled_people(world) if knobs["pop_scale"] == 2.0 else world


def outputs(params: dict[str, Any], seed: int, knobs: dict[str, Any]) -> dict[str, float]:
    """Means over the last twelve weeks of belief, trust and disappointment with much capacity, and what it adds.

    The Mesa model runs: a process for every run would spend its time on loading the compiled engine.
    """
    found = {}
    parts = 2 if knobs["dt_scale"] == 0.5 else 1
    for arm in ("much", "little"):
        world = changed(load_scenario("tiny_trap").changed(project_start=8, delivery_capacity=params[arm]), knobs)
        runs = simulate(
            world,
            programme_seeds=seed,
            chance_seeds=seed,
            weeks=int(params["weeks"]) * parts,
            outcomes=["prediction", "trust", "disappointment"],
            engine="reference",
        )
        found[arm] = {
            name: float(runs[name].values[0, 0, -12 * parts :].mean())
            for name in ("prediction", "trust", "disappointment")
        }
    gains = {f"{name}_gain": found["much"][name] - found["little"][name] for name in found["much"]}
    return {**found["much"], **gains}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(outputs(asked["params"], asked["seed"], asked["knobs"]), sys.stdout)
