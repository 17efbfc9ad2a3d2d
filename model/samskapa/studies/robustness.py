"""Is it an artefact? Conclusions under changes to which a finding should not answer, and what is left of them.

Each change keeps what the model says about people and alters how it is carried out: the length of the week, how many
people there are, who acts first, which numbers chance gives, by which law people know each other. A conclusion is
measured with and without the change on the same seeds, and stands as

    robust      the verdict is the same and the intervals overlap
    shifted     sign and verdict are the same, but the intervals are apart: its size is not to be quoted
    fragile     the sign is clearly the other one, or the verdict the opposite
    undecided   the intervals overlap, but of the two verdicts one needs more pairs
    not tested  the change asks for a world that cannot be, with the reason

The verdict is that of `contrast`: holds, does not hold, or undecided against the minimum size. A sign is clear where
the interval does not contain zero. Intervals are one-sided 95 % bounds on either side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from samskapa.science.errors import SamskapaError
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.switches import SWITCHES
from samskapa.study.design import paired_seeds
from samskapa.study.verdicts import Effect, Verdict, effect_of

Transform = Callable[[Scenario], Scenario]

FIRST_SEED = 1
PAIRS, SLOW_PAIRS = 48, 12


class Conclusion(Protocol):
    """What can be checked: a contrast with a minimum size, and a way to measure it in changed worlds."""

    @property
    def minimum(self) -> float:
        """The size that the effect must lie above, in its own unit."""

    def effects(self, transform: Transform, pairs: int) -> NDArray[np.float64]:
        """The effect in each pair, positive as expected; shape (pairs).

        Every world of the contrast passes through `transform` before it runs. Pair n has the n-th seeds of
        `design.paired_seeds(1, pairs)`, whatever the number of pairs; a window counted in weeks must be as long in
        time where the transform has cut the week (`Scenario.weeks` tells).
        """


class Standing(StrEnum):
    """What is left of a conclusion under a change."""

    ROBUST = "robust"
    SHIFTED = "shifted"
    FRAGILE = "fragile"
    UNDECIDED = "undecided"
    NOT_TESTED = "not tested"


@dataclass(frozen=True, slots=True)
class Change:
    """A change to which a finding should not answer.

    Attributes:
        name: in a word or two.
        sentence: what is changed.
        transform: the scenario with the change.
        next_seeds: whether the pairs after those of the comparison are run, in place of the same ones.
        slow: whether it runs on the Mesa model, with fewer pairs.
    """

    name: str
    sentence: str
    transform: Transform
    next_seeds: bool = False
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a change does to a conclusion; no effect and a reason where it could not be tested."""

    change: Change
    before: Effect
    after: Effect | None
    standing: Standing
    why: str


def unchanged(world: Scenario) -> Scenario:
    """The scenario as it is."""
    return world


def halved_weeks(world: Scenario) -> Scenario:
    """Every week cut in two, with rates, flows and spans to match."""
    return world.rescaled(2)


def drawn_activation(world: Scenario) -> Scenario:
    """People act one after another in an order that is drawn each week, not in phases (Mesa model)."""
    return world.changed(activation="drawn")


def doubled_people(world: Scenario) -> Scenario:
    """Twice as many residents and workers in every service, and twice what is counted for a whole service.

    Agendas, seats, families of the flagship promise and the capacity of partners double with the people who share
    them; ties of a person, capacity of a worker and the number of services and managers stay.

    Raises:
        ScenarioError: twice as much of something is more than its bounds allow.
    """
    counted = (
        "agenda_cap",
        "workshop_seats",
        "course_residents",
        "course_workers",
        "flagship_families",
        "voluntary_capacity",
    )
    asked_for = {
        "workshop_seats": "workshop",
        "course_residents": "course",
        "course_workers": "course",
        "flagship_families": "flagship",
    }
    settings = world.settings
    values = {
        name: 2.0 * getattr(settings, name)
        for name in counted
        if name not in asked_for or getattr(settings, asked_for[name])
    }
    services = tuple(replace(plan, residents=2 * plan.residents, workers=2 * plan.workers) for plan in world.services)
    partners = tuple(replace(partner, capacity=2.0 * partner.capacity) for partner in world.partners)
    changes = tuple(
        replace(change, value=2.0 * change.value) if change.parameter in counted else change for change in world.changes
    )
    whole = replace(world, services=services, partners=partners, changes=changes)
    return whole.changed(why="twice as many people share it", **values)


def network_law(law: str) -> Transform:
    """Residents tied by another law; a world that has this law already gets the default one."""

    def transform(world: Scenario) -> Scenario:
        usual = SWITCHES["network"].default
        return world.changed(network=usual if world.settings.network == law else law)

    return transform


CHANGES = (
    Change("half weeks", "Weeks are half as long, with rates to match.", halved_weeks),
    Change("twice the people", "Twice as many residents and workers in every service.", doubled_people),
    Change("drawn order", "People act in an order drawn each week, not in phases.", drawn_activation, slow=True),
    Change("other chance", "Other seeds: every number that chance gives is another.", unchanged, next_seeds=True),
    Change("random ties", "Residents know anybody in their service, not their neighbours.", network_law("random")),
    Change("ties of the like", "Residents are tied to those who trust alike.", network_law("homophilous")),
)
"""The checks of the scorecard, in the order in which they are told."""


def check(
    conclusion: Conclusion, changes: Sequence[Change] = CHANGES, pairs: int = PAIRS, slow_pairs: int = SLOW_PAIRS
) -> list[Finding]:
    """Measure a conclusion with and without each change, on the same seeds, and say what is left of it.

    Args:
        conclusion: what is checked.
        changes: to which it should not answer.
        pairs: pairs of runs on either side; at least two.
        slow_pairs: the same for changes that run on the Mesa model.
    """
    before: dict[int, Effect] = {}
    found = []
    for change in changes:
        count = slow_pairs if change.slow else pairs
        if count not in before:
            before[count] = _measured(conclusion, unchanged, 0, count)
        try:
            after = _measured(conclusion, change.transform, count if change.next_seeds else 0, count)
        except SamskapaError as error:
            found.append(Finding(change, before[count], None, Standing.NOT_TESTED, str(error)))
            continue
        standing, why = compare(before[count], after)
        found.append(Finding(change, before[count], after, standing, why))
    return found


def compare(before: Effect, after: Effect) -> tuple[Standing, str]:
    """What is left of an effect, and why, by the rules at the head of this module.

    >>> strong, weaker = Effect(.30, .25, .35, .1, 48), Effect(.15, .11, .19, .1, 48)
    >>> compare(strong, weaker)[0].value, compare(strong, strong)[0].value
    ('shifted', 'robust')
    >>> compare(strong, Effect(.05, .02, .08, .1, 48))
    (<Standing.FRAGILE: 'fragile'>, 'holds before, does not hold after')
    """
    apart = before.high < after.low or after.high < before.low
    verdicts = {before.verdict, after.verdict}
    if _sign(before) * _sign(after) < 0:
        return Standing.FRAGILE, "the sign is the other one"
    if verdicts == {Verdict.HOLDS, Verdict.FAILS}:
        return Standing.FRAGILE, f"{before.verdict} before, {after.verdict} after"
    if len(verdicts) == 1 and apart:
        return Standing.SHIFTED, f"{before.verdict} on both sides, but the intervals do not overlap"
    if len(verdicts) == 1 and before.verdict is not Verdict.UNDECIDED:
        return Standing.ROBUST, f"{before.verdict} on both sides, and the intervals overlap"
    if apart:
        return Standing.SHIFTED, "the intervals do not overlap, and one of them contains the minimum size"
    return Standing.UNDECIDED, f"{before.verdict} before, {after.verdict} after: more pairs are needed"


def worst(findings: Sequence[Finding]) -> Standing:
    """What a conclusion is called as a whole: the worst of its standings, those not tested apart.

    >>> worst([])
    <Standing.NOT_TESTED: 'not tested'>
    """
    order = (Standing.FRAGILE, Standing.SHIFTED, Standing.UNDECIDED, Standing.ROBUST)
    standings = {finding.standing for finding in findings}
    return next((standing for standing in order if standing in standings), Standing.NOT_TESTED)


def _measured(conclusion: Conclusion, transform: Transform, first: int, count: int) -> Effect:
    """The effect in `count` pairs after the first ones; more pairs never change the earlier."""
    values = np.asarray(conclusion.effects(transform, first + count), dtype=float)[first:]
    programmes = [programme for programme, _ in paired_seeds(FIRST_SEED, first + count)[first:]]
    return effect_of(values, conclusion.minimum, programmes)


def _sign(effect: Effect) -> int:
    """The sign of an effect whose interval does not contain zero, else 0."""
    return (effect.low > 0.0) - (effect.high < 0.0)
