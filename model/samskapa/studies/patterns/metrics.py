"""What is measured of a run for a pattern, from weekly outcomes and from lives of residents: one number a run, or none.

Who moves away is replaced in place, so a life is followed only where somebody stayed: tenure grew with the weeks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from samskapa.science.outcomes import OUTCOMES
from samskapa.science.run import BY_SERVICE, OF_PERSON
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
from samskapa.study.together import Measure

STAIRCASE = ("category_housing", "transitional_housing")
WEEKS_OF_YEAR = 52
FIRST_WEEKS = 12
SETTLED = 52
"""Week from which exits are counted: whoever was to leave a first home at once has left."""
Masks = NDArray[np.bool_]


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


# -- from lives of residents -------------------------------------------------------------------------------------------


def lives(world: World, state: str) -> Floats:
    """A state of every resident; shape (seeds, weeks, residents)."""
    return np.asarray(world.data[OF_PERSON + state].values[0])


def before_and_after(world: World) -> tuple[int, int]:
    """The last week before the project and its last week."""
    return max(0, int(world.scenario.settings.project_start) - 1), project_end(world) - 1


def stayed(world: World) -> Masks:
    """Who lived in the same home from the last week before the project to its last; shape (seeds, residents)."""
    before, after = before_and_after(world)
    tenure = lives(world, "tenure")
    return np.asarray(tenure[:, after] >= tenure[:, before] + (after - before))


def mean_where(values: Floats, mask: Masks) -> Floats:
    """Mean over residents for whom the mask is true; not a number where there is none; shape (seeds).

    >>> mean_where(np.array([[1.0, 3.0, 9.0]]), np.array([[True, True, False]])).tolist()
    [2.0]
    """
    count = mask.sum(axis=1)
    total = np.where(mask, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def habit_by_misses(misses: int) -> Callable[[World], Floats]:
    """Mean habit in the last project week of those who missed so many of the meetings they were invited to."""

    def of(world: World) -> Floats:
        after = before_and_after(world)[1]
        offered, sessions = lives(world, "offered")[:, after], lives(world, "sessions")[:, after]
        chosen = stayed(world) & (offered > 0) & (offered - sessions == misses)
        return mean_where(lives(world, "habit")[:, after], chosen)

    return of


def confidence_change_gap(world: World) -> Floats:
    """Change of confidence over the project: those who came less those of the same service who never did."""
    before, after = before_and_after(world)
    confidence = lives(world, "confidence")
    change = confidence[:, after] - confidence[:, before]
    there, came = stayed(world), lives(world, "sessions")[:, after] > 0
    gaps, first = [], 0
    for plan in world.scenario.services:
        home = np.zeros(change.shape[1], dtype=bool)
        home[first : first + plan.residents] = True
        gaps.append(mean_where(change, there & came & home) - mean_where(change, there & ~came & home))
        first += plan.residents
    return mean_known(np.array(gaps), axis=0)


def baseline_gap(state: str) -> Callable[[World], Floats]:
    """A state in the last week before the project: those who came to a meeting less those who never did."""

    def of(world: World) -> Floats:
        before, after = before_and_after(world)
        there, came = stayed(world), lives(world, "sessions")[:, after] > 0
        values = lives(world, state)[:, before]
        return mean_where(values, there & came) - mean_where(values, there & ~came)

    return of


def among_newcomers(state: str) -> Callable[[World], Floats]:
    """Mean of a state over residents in the first weeks in their home, whoever moved in during the run."""

    def of(world: World) -> Floats:
        tenure, values = lives(world, "tenure"), lives(world, state)
        weeks = np.arange(tenure.shape[1])[None, :, None]
        new = (tenure < FIRST_WEEKS) & (tenure < weeks)
        runs = len(tenure)
        return mean_where(values.reshape(runs, -1), new.reshape(runs, -1))

    return of


# -- all of them -------------------------------------------------------------------------------------------------------


def _means() -> list[Measure]:
    """Outcomes at the end of the project and at the end of the run."""
    found = []
    for name in (
        "trust",
        "confidence",
        "prediction",
        "capability",
        "disappointment",
        "engagement",
        "exhaustion",
        "routine",
        "shame",
        "buy_in",
        "misperception",
    ):
        unit, meaning = OUTCOMES[name].unit, OUTCOMES[name].meaning
        found += [
            Measure(
                f"{name}_end",
                unit,
                f"{meaning[:-1]}; mean of the last twelve project weeks.",
                (name,),
                over_weeks(name, last_project_weeks),
            ),
            Measure(
                f"{name}_fin",
                unit,
                f"{meaning[:-1]}; mean of the last twelve weeks.",
                (name,),
                over_weeks(name, last_weeks),
            ),
        ]
    return found


_ALL = [
    *_means(),
    Measure(
        "attendance_end",
        "share",
        "Attendance of those invited, last project weeks (R24).",
        ("attended", "invited"),
        attendance(attendance_in_project),
    ),
    Measure(
        "attendance_fin",
        "share",
        "Attendance in the last year, no meeting counting as nobody there (R24).",
        ("attended", "invited"),
        attendance(attendance_after),
    ),
    Measure("attendance_first", "share", "Attendance at the first meeting.", ("attended", "invited"), first_attendance),
    Measure(
        "came_again",
        "share",
        "Of those who came to their last meeting, share who came again; project weeks.",
        ("came_again", "came_before"),
        came_again,
    ),
    Measure(
        "fulfilment",
        "share",
        "Kept of all kept, broken and expired by the last week, hanging issues included.",
        ("fulfilment",),
        over_weeks("fulfilment", very_last_week),
    ),
    Measure(
        "afterwork",
        "promises",
        "Broken promises, and hanging issues with their weight, by the last week.",
        ("broken_explicit", "broken_implicit"),
        afterwork,
    ),
    Measure(
        "own_meeting_share",
        "share of services",
        "Services with a meeting of their own within a year after.",
        ("own_meetings" + BY_SERVICE,),
        own_meeting_share,
    ),
    Measure(
        "heroes_active",
        "residents",
        "Active heroes in the last project week.",
        ("heroes_active",),
        over_weeks("heroes_active", last_project_week),
    ),
    Measure(
        "heroes_withdrawn",
        "share",
        "Share withdrawn of the heroes found by the last project week.",
        ("heroes_found", "heroes_active", "heroes_withdrawn"),
        withdrawn_share,
    ),
    Measure(
        "attendance_gini",
        "Gini 0 to 1",
        "Inequality of sessions attended, last project week.",
        ("attendance_gini",),
        over_weeks("attendance_gini", last_project_week),
    ),
    Measure(
        "cross_role_ties",
        "residents",
        "Residents who know a second worker, last project week.",
        ("second_workers",),
        over_weeks("second_workers", last_project_week),
    ),
    Measure(
        "role_gap_end",
        "share",
        "Distance of residents' trust in workers and workers' belief in residents, last twelve project weeks.",
        ("trust", "belief"),
        lambda world: np.asarray(
            mean_known(np.abs(world.weekly("trust") - world.weekly("belief"))[:, last_project_weeks(world)])
        ),
    ),
    *(
        Measure(
            f"{name}_drift",
            OUTCOMES[name].unit,
            f"{OUTCOMES[name].meaning[:-1]}; last twelve weeks less those before the project.",
            (name,),
            drift(name),
        )
        for name in ("trust", "engagement", "exhaustion")
    ),
    Measure(
        "partner_trust_fin",
        "share",
        "Trust of external partners, last twelve weeks.",
        ("partner_trust",),
        over_weeks("partner_trust", last_weeks),
    ),
    Measure(
        "partner_trust_regained",
        "share",
        "Trust of partners in the last week less that at the end of the pause.",
        ("partner_trust",),
        partner_trust_regained,
    ),
    *(
        Measure(
            f"{name}_fin_{place}",
            "share",
            f"As {name}_fin, in the {place}.",
            (name + BY_SERVICE,),
            in_kinds(name, (kind,)),
        )
        for name in ("prediction", "routine")
        for place, kind in (("shelter", "shelter"), ("flats", "training_flats"))
    ),
    Measure(
        "retention_housing_first",
        "share a year",
        "Tenants of Housing First who stay a year.",
        ("resident_exits" + BY_SERVICE,),
        retention(("housing_first",)),
    ),
    Measure(
        "retention_staircase",
        "share a year",
        "Residents of staircase units who stay a year.",
        ("resident_exits" + BY_SERVICE,),
        retention(STAIRCASE),
    ),
]
_CAME = ("tenure", "sessions")
_OF_PEOPLE = [
    Measure(
        "habit_never_missed",
        "share",
        "Habit in the last project week of those who came to every meeting.",
        (),
        habit_by_misses(0),
        ("habit", "offered", *_CAME),
    ),
    Measure(
        "habit_missed_one",
        "share",
        "Habit in the last project week of those who missed one meeting.",
        (),
        habit_by_misses(1),
        ("habit", "offered", *_CAME),
    ),
    Measure(
        "confidence_change_gap",
        "share",
        "Change of confidence over the project: those who came less those of the same service who did not.",
        (),
        confidence_change_gap,
        ("confidence", *_CAME),
    ),
    Measure(
        "baseline_trust_gap",
        "share",
        "Trust in the own worker before the project: those who came less those who did not.",
        (),
        baseline_gap("trust_primary"),
        ("trust_primary", *_CAME),
    ),
    Measure(
        "baseline_capability_gap",
        "share",
        "As baseline_trust_gap, capability.",
        (),
        baseline_gap("capability"),
        ("capability", *_CAME),
    ),
    Measure(
        "baseline_shame_gap", "share", "As baseline_trust_gap, shame.", (), baseline_gap("shame"), ("shame", *_CAME)
    ),
    Measure(
        "newcomer_disappointment",
        "stock 0 to 2",
        "Disappointment in the first twelve weeks in a home.",
        (),
        among_newcomers("disappointment"),
        ("disappointment", "tenure"),
    ),
    Measure(
        "newcomer_trust",
        "share",
        "Trust in the own worker in the first twelve weeks in a home.",
        (),
        among_newcomers("trust_primary"),
        ("trust_primary", "tenure"),
    ),
]
METRICS: dict[str, Measure] = {metric.name: metric for metric in (*_ALL, *_OF_PEOPLE)}
