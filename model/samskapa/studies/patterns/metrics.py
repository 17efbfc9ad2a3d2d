"""What is measured of a run for a pattern, from its weekly outcomes: one number a run, known or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE
from samskapa.science.summaries import (
    FINAL_WEEKS,
    FOLLOW_UP_WEEKS,
    attendance_after,
    attendance_in_project,
    mean_known,
    ratio,
)
from samskapa.study.comparison import World
from samskapa.study.statistics.means import Floats

STAIRCASE = ("category_housing", "transitional_housing")
WEEKS_OF_YEAR = 52
SETTLED = 52
"""Week from which exits are counted: whoever was to leave a first home at once has left."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A number a run.

    Attributes:
        name, unit, meaning: what it is called, measured in, and means.
        needs: weekly outcomes it is made from.
        of: from a world with finished runs to one number a seed, not a number where there is none; shape (seeds).
        trajectories: states of residents it is made from.
    """

    name: str
    unit: str
    meaning: str
    needs: tuple[str, ...]
    of: Callable[[World], Floats]
    trajectories: tuple[str, ...] = ()


def project_end(world: World) -> int:
    """First week after the project (or after where it would have been)."""
    settings = world.scenario.settings
    return min(int(settings.project_start + settings.project_weeks), world.weeks)


def over_weeks(name: str, window: Callable[[World], slice]) -> Callable[[World], Floats]:
    """Mean of an outcome over a window of weeks."""
    return lambda world: np.asarray(mean_known(world.weekly(name)[:, window(world)]))


def last_project_weeks(world: World) -> slice:
    """The last twelve weeks of the project."""
    end = project_end(world)
    return slice(max(0, end - FINAL_WEEKS), end)


def last_project_week(world: World) -> slice:
    """The last week of the project."""
    end = project_end(world)
    return slice(max(0, end - 1), end)


def last_weeks(world: World) -> slice:
    """The last twelve weeks of the run."""
    return slice(-FINAL_WEEKS, None)


def very_last_week(world: World) -> slice:
    """The last week of the run."""
    return slice(-1, None)


def services_of(world: World, kinds: Sequence[str]) -> list[int]:
    """Numbers of the services of some kinds."""
    return [number for number, plan in enumerate(world.scenario.services) if plan.kind in kinds]


def in_kinds(name: str, kinds: Sequence[str]) -> Callable[[World], Floats]:
    """Mean of an outcome over services of some kinds and the last twelve weeks."""
    def of(world: World) -> Floats:
        weekly = world.data[name + BY_SERVICE].values[0][:, last_weeks(world), services_of(world, kinds)]
        return np.where(world.done, weekly.mean(axis=(1, 2)), np.nan)
    return of


def retention(kinds: Sequence[str]) -> Callable[[World], Floats]:
    """Share of residents of some kinds of services who would still live there a year on, from exits per year."""
    def of(world: World) -> Floats:
        services = services_of(world, kinds)
        residents = sum(world.scenario.services[number].residents for number in services)
        left = world.data["resident_exits" + BY_SERVICE].values[0][:, :, services].sum(axis=2)
        years = (world.weeks - SETTLED) / WEEKS_OF_YEAR
        exits = (left[:, -1] - left[:, SETTLED - 1]) / (years * residents)
        return np.where(world.done, np.exp(-exits), np.nan)
    return of


def own_meeting_share(world: World) -> Floats:
    """Share of services that held a meeting of their own within a year after the project."""
    week = min(project_end(world) + FOLLOW_UP_WEEKS, world.weeks - 1)
    held = world.data["own_meetings" + BY_SERVICE].values[0][:, week, :]
    return np.where(world.done, (held >= 1.0).mean(axis=1), np.nan)


def withdrawn_share(world: World) -> Floats:
    """Share withdrawn of the heroes found by the last project week."""
    found, active, withdrawn = (
        over_weeks(f"heroes_{state}", last_project_week)(world) for state in ("found", "active", "withdrawn")
    )
    return ratio(withdrawn, found + active + withdrawn)


def afterwork(world: World) -> Floats:
    """Broken promises, and hanging issues with their weight, by the last week."""
    broken, hanging = (world.weekly(name)[:, -1] for name in ("broken_explicit", "broken_implicit"))
    return np.asarray(broken + world.scenario.settings.hanging_weight * hanging)


def came_again(world: World) -> Floats:
    """Of those invited in project weeks who came to the last meeting they were invited to: share who came again."""
    weeks = slice(int(world.scenario.settings.project_start), project_end(world))
    return ratio(world.weekly("came_again")[:, weeks].sum(axis=1), world.weekly("came_before")[:, weeks].sum(axis=1))


def first_attendance(world: World) -> Floats:
    """Attendance at the first meeting, before any meeting has changed what people expect."""
    week = int(world.scenario.settings.project_start)
    return ratio(world.weekly("attended")[:, week], world.weekly("invited")[:, week])


def partner_trust_regained(world: World) -> Floats:
    """Trust of partners in the last weeks less that in the last week of the pause."""
    settings = world.scenario.settings
    trust = world.weekly("partner_trust")
    return np.asarray(trust[:, -1] - trust[:, int(settings.pause_week + settings.pause_weeks) - 1])


def attendance(of: Callable[..., Floats]) -> Callable[[World], Floats]:
    """A summary of attendance as a metric."""
    def measured(world: World) -> Floats:
        weekly = {name: world.weekly(name) for name in ("attended", "invited")}
        residents = sum(plan.residents for plan in world.scenario.services)
        return np.where(world.done, of(weekly, world.scenario.settings, residents), np.nan)
    return measured


def drift(name: str) -> Callable[[World], Floats]:
    """An outcome in the last twelve weeks less that in the twelve weeks before the project would begin."""
    return lambda world: np.asarray(over_weeks(name, last_weeks)(world) - world.before(name))


def _means() -> list[Metric]:
    """Outcomes at the end of the project and at the end of the run."""
    found = []
    for name in ("trust", "confidence", "prediction", "capability", "disappointment", "engagement", "exhaustion",
                 "routine", "shame", "buy_in", "misperception"):
        unit, meaning = OUTCOMES[name].unit, OUTCOMES[name].meaning
        found += [
            Metric(f"{name}_end", unit, f"{meaning[:-1]}; mean of the last twelve project weeks.", (name,),
                   over_weeks(name, last_project_weeks)),
            Metric(f"{name}_fin", unit, f"{meaning[:-1]}; mean of the last twelve weeks.", (name,),
                   over_weeks(name, last_weeks)),
        ]
    return found


_ALL = [
    *_means(),
    Metric("attendance_end", "share", "Attendance of those invited, last project weeks (R24).", ("attended", "invited"),
           attendance(attendance_in_project)),
    Metric("attendance_fin", "share", "Attendance in the last year, no meeting counting as nobody there (R24).",
           ("attended", "invited"), attendance(attendance_after)),
    Metric("attendance_first", "share", "Attendance at the first meeting.", ("attended", "invited"), first_attendance),
    Metric("came_again", "share", "Of those who came to their last meeting, share who came again; project weeks.",
           ("came_again", "came_before"), came_again),
    Metric("fulfilment", "share", "Kept of all kept, broken and expired by the last week, hanging issues included.",
           ("fulfilment",), over_weeks("fulfilment", very_last_week)),
    Metric("afterwork", "promises", "Broken promises, and hanging issues with their weight, by the last week.",
           ("broken_explicit", "broken_implicit"), afterwork),
    Metric("own_meeting_share", "share of services", "Services with a meeting of their own within a year after.",
           ("own_meetings" + BY_SERVICE,), own_meeting_share),
    Metric("heroes_active", "residents", "Active heroes in the last project week.", ("heroes_active",),
           over_weeks("heroes_active", last_project_week)),
    Metric("heroes_withdrawn", "share", "Share withdrawn of the heroes found by the last project week.",
           ("heroes_found", "heroes_active", "heroes_withdrawn"), withdrawn_share),
    Metric("attendance_gini", "Gini 0 to 1", "Inequality of sessions attended, last project week.",
           ("attendance_gini",), over_weeks("attendance_gini", last_project_week)),
    Metric("cross_role_ties", "residents", "Residents who know a second worker, last project week.",
           ("second_workers",), over_weeks("second_workers", last_project_week)),
    Metric("role_gap_end", "share", "Distance of residents' trust in workers and workers' belief in residents, last "
           "twelve project weeks.", ("trust", "belief"),
           lambda world: np.asarray(mean_known(np.abs(world.weekly("trust") - world.weekly("belief"))[
               :, last_project_weeks(world)]))),
    *(Metric(f"{name}_drift", OUTCOMES[name].unit, f"{OUTCOMES[name].meaning[:-1]}; last twelve weeks less those "
             "before the project.", (name,), drift(name)) for name in ("trust", "engagement", "exhaustion")),
    Metric("partner_trust_fin", "share", "Trust of external partners, last twelve weeks.", ("partner_trust",),
           over_weeks("partner_trust", last_weeks)),
    Metric("partner_trust_regained", "share", "Trust of partners in the last week less that at the end of the pause.",
           ("partner_trust",), partner_trust_regained),
    *(Metric(f"{name}_fin_{place}", "share", f"As {name}_fin, in the {place}.", (name + BY_SERVICE,),
             in_kinds(name, (kind,)))
      for name in ("prediction", "routine") for place, kind in (("shelter", "shelter"), ("flats", "training_flats"))),
    Metric("retention_housing_first", "share a year", "Tenants of Housing First who stay a year.",
           ("resident_exits" + BY_SERVICE,), retention(("housing_first",))),
    Metric("retention_staircase", "share a year", "Residents of staircase units who stay a year.",
           ("resident_exits" + BY_SERVICE,), retention(STAIRCASE)),
]
WEEKLY_METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
