"""The event log of one run, from which stories are told: numbers and kinds, so that each language has own sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from samskapa.app.server.frames import Packed, frame
from samskapa.app.server.mesa_process import MesaProcess
from samskapa.science.entities import TOPICS
from samskapa.science.run import Run
from samskapa.science.scenarios.scenario import Scenario
from samskapa.study.simulate import can_compile, simulate

NUMBERS = {"week": "u2", "service": "i2", "who": "i4", "whom": "i4", "promise": "i4", "before": "f4", "after": "f4"}


def events_of(scenario: Scenario, programme_seed: int, chance_seed: int, aside: MesaProcess) -> bytes:
    """The frame of all events of a run, in the order in which they happened.

    Today the Mesa model tells them; it holds the interpreter lock for seconds, so it runs in a process of its own.
    """
    run = Run(scenario, programme_seed, chance_seed, scenario.weeks, (), events=True)
    if can_compile(run, "auto"):
        return _told(scenario, programme_seed, chance_seed)
    return aside.run(_told, scenario, programme_seed, chance_seed)


def _told(scenario: Scenario, programme_seed: int, chance_seed: int) -> bytes:
    data = simulate(
        scenario, programme_seeds=programme_seed, chance_seeds=chance_seed, outcomes=["trust"], events=True, threads=1
    )
    return events_frame(data.attrs["events"].get((0, 0), []))


def events_frame(events: Sequence[Any]) -> bytes:
    """Events as they are sent: columns of numbers, kinds and quantities by their place in lists of the header."""
    kinds = sorted({event.kind for event in events})
    quantities = sorted({event.quantity for event in events})
    topics = {topic: number for number, topic in enumerate(TOPICS)} | {"": -1}
    arrays = {
        name: Packed(np.array([getattr(event, name) for event in events], dtype=np.float64), kind)
        for name, kind in NUMBERS.items()
    }
    arrays["kind"] = Packed(np.array([kinds.index(event.kind) for event in events]), "u1")
    arrays["quantity"] = Packed(np.array([quantities.index(event.quantity) for event in events]), "u1")
    arrays["topic"] = Packed(np.array([topics.get(event.topic, -1) for event in events]), "i2")
    return frame({"kind": "events", "events": len(events), "kinds": kinds, "quantities": quantities,
                  "topics": list(TOPICS)}, arrays)
