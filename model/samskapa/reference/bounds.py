"""The guard that a run stays within its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samskapa.science.entities import MANAGER, RESIDENT, SERVICE, WORKER, StateVariable
from samskapa.science.errors import RunError

if TYPE_CHECKING:
    from samskapa.reference.model import CoProductionModel


def check_bounds(model: CoProductionModel) -> None:
    """Stop a run whose states have left their bounds; that is always an error of ours.

    Raises:
        RunError: with scenario, seed, week and agent, and the command that does it again.
    """
    groups: tuple[tuple[str, list[Any], tuple[StateVariable, ...]], ...] = (
        ("resident", model.residents, RESIDENT),
        ("worker", model.workers, WORKER),
        ("manager", model.managers, MANAGER),
        ("service", model.services, SERVICE),
    )
    for kind, people, variables in groups:
        for variable in variables:
            name, low, high = variable.name, variable.low, variable.high
            for person in people:
                value = getattr(person, name)
                if not low <= value <= high:
                    seed = model.draws.chance_seed
                    raise RunError(
                        f"{name} = {value!r} left its bounds [{low:g}, {high:g}]",
                        scenario=model.scenario.name,
                        seed=seed,
                        week=model.week,
                        agent=f"{kind} {person.number}",
                        reproducer=f"samskapa run {model.scenario.name} --seed {seed} --engine reference",
                    )
