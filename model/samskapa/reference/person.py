"""Anybody in the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from samskapa.reference.model import CoProductionModel


class Person(mesa.Agent):
    """Anybody in the programme: knows its number, its service and the model's settings, rules and draws."""

    def __init__(self, model: CoProductionModel, number: int):
        super().__init__(model)
        self.model: CoProductionModel = model
        self.number = number

    def mean_at_start(self, parameter: str, shift: float = 0.0) -> float:
        """A mean of initial traits, shifted and kept a share."""
        mean: float = getattr(self.model.settings, parameter)
        return min(1.0, max(0.0, mean + shift))
