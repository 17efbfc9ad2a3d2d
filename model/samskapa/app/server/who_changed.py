"""Who changed between two worlds under the same chance: whom a change reached, and through whom."""

from __future__ import annotations

from typing import Any

from samskapa.science.errors import ScenarioError
from samskapa.science.programme import build_programme
from samskapa.science.scenarios.scenario import Scenario
from samskapa.studies.reach import who_changed
from samskapa.study.simulate import simulate_together

STATES = ("trust_primary", "trust_secondary", "confidence", "prediction", "aspiration", "disappointment", "habit",
          "hero", "capability", "shame")
MOST_NAMED = 8


def reached(a: Scenario, b: Scenario, programme_seed: int, chance_seed: int) -> dict[str, Any]:
    """The residents who differ between one run of each world, the first to differ first.

    Raises:
        ScenarioError: worlds of different services, structure or horizon, which have no residents in common.
    """
    programmes = [build_programme(w.services, w.settings, programme_seed, w.partners, w.heads) for w in (a, b)]
    if a.services != b.services or a.weeks != b.weeks or programmes[0].structure != programmes[1].structure:
        raise ScenarioError("the two worlds do not have the same services, ties and horizon", where="b",
                            allowed="worlds that differ in what happens, not in who lives there")
    found = simulate_together(
        [a, b], programme_seeds=programme_seed, chance_seeds=chance_seed, outcomes=["trust"], trajectories=STATES,
        engine="compiled",
    )
    people = [
        {"person": one.person, "service": one.service, "week": one.week, "states": list(one.states),
         "through": one.through, "whom": list(one.whom[:MOST_NAMED])}
        for one in who_changed(found[0], found[1], programmes[0])
    ]
    return {"residents": programmes[0].residents, "changed": len(people), "people": people}
