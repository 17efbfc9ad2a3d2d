"""Managers: how those who lead come to back co-production, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samskapa.reference.person import Person
from samskapa.science.acts import staff as acts

if TYPE_CHECKING:
    from samskapa.reference.model import CoProductionModel


class Manager(Person):
    """A manager: buy-in between visible results, project and backlog."""

    def __init__(self, model: CoProductionModel, number: int):
        super().__init__(model, number)
        self.unit = int(model.programme.manager_service[number])
        self.appear()

    def appear(self) -> None:
        """Begin with the buy-in of the programme (R2)."""
        self.buy_in = self.set_point = self.model.settings.buy_in_start

    def weigh(self, visible: float, project: float, backlog: float) -> None:
        """Weigh what one sees (E26)."""
        acts.weigh(self.model.rules, self.model.settings, self, visible, project, backlog)
