"""Managers: how those who lead come to back co-production, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samskapa.reference.person import Person

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
        p = self.model.settings
        organisation, leadership = p.level_organisation, p.level_leadership
        self.buy_in = self.model.rules.buy_in_after_week(
            self.buy_in, self.set_point, visible * organisation, project, backlog * organisation,
            p.buy_in_visible * leadership, p.buy_in_return, p.buy_in_project * leadership,
            p.buy_in_backlog * leadership,
        )
