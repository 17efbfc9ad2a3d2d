"""One number per run: what a programme came to, from its weekly outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samskapa.science.outcomes import OUTCOMES
from samskapa.science.settings import Settings

Array = NDArray[np.float64]
Weekly = Mapping[str, Array]

FINAL_WEEKS = 12
FOLLOW_UP_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Summary:
    """A number that sums up a run.

    Attributes:
        name, unit, meaning: what it is called, measured in, and means.
        good: +1 where more is better, -1 where less is, 0 where neither can be said.
        needs: weekly outcomes it is made from.
        of: the function: weekly outcomes with weeks on the last axis, settings of the run, residents -> array
            without that axis.
    """

    name: str
    unit: str
    meaning: str
    good: int
    needs: tuple[str, ...]
    of: Callable[[Weekly, Settings, int], Array]


def final(name: str) -> Callable[[Weekly, Settings, int], Array]:
    """Mean of an outcome over the last twelve weeks."""
    return lambda weekly, settings, residents: mean_known(weekly[name][..., -FINAL_WEEKS:])


def last(name: str) -> Callable[[Weekly, Settings, int], Array]:
    """An outcome in the last week."""
    return lambda weekly, settings, residents: weekly[name][..., -1]


def mean_known(values: Array, axis: int | None = -1) -> Array:
    """Mean over an axis (the last; all of them if None) of the values that are known; not a number where none is.

    >>> mean_known(np.array([[1.0, np.nan, 3.0], [np.nan] * 3])).tolist()
    [2.0, nan]
    """
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def statistic(name: str, values: Array) -> Array:
    """A statistic over the last axis of the values that are known; not a number where none is.

    >>> found = np.array([[1.0, np.nan, 3.0], [np.nan] * 3])
    >>> [statistic(name, found)[0].item() for name in ("mean", "lowest", "highest", "total", "first", "last")]
    [2.0, 1.0, 3.0, 4.0, 1.0, 3.0]
    >>> np.isnan(statistic("total", found)[1]).item()
    True
    """
    if name == "mean":
        return mean_known(values)
    known = ~np.isnan(values)
    any_known = known.any(axis=-1)
    if name in ("first", "last"):
        place = known.argmax(axis=-1) if name == "first" else values.shape[-1] - 1 - known[..., ::-1].argmax(axis=-1)
        found = np.take_along_axis(values, place[..., None], axis=-1)[..., 0]
    elif name == "total":
        found = np.where(known, values, 0.0).sum(axis=-1)
    else:
        worst = np.inf if name == "lowest" else -np.inf
        filled = np.where(known, values, worst)
        found = filled.min(axis=-1) if name == "lowest" else filled.max(axis=-1)
    return np.where(any_known, found, np.nan)


def ratio(part: Array, whole: Array) -> Array:
    """A share, not a number where there is nothing to share."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)


def attendance_in_project(weekly: Weekly, settings: Settings, residents: int) -> Array:
    """Attendance over the last project weeks: twelve, or one meeting interval if that is longer (R24)."""
    end = int(settings.project_start + settings.project_weeks)
    window = slice(max(0, end - max(FINAL_WEEKS, int(settings.meeting_interval))), end)
    return ratio(weekly["attended"][..., window].sum(axis=-1), weekly["invited"][..., window].sum(axis=-1))


def attendance_after(weekly: Weekly, settings: Settings, residents: int) -> Array:
    """Attendance in the last year, 0 where no meeting is held: of all who could come on all occasions (R24)."""
    weeks = weekly["attended"].shape[-1]
    end = int(settings.project_start + settings.project_weeks)
    first = max(weeks - FOLLOW_UP_WEEKS, end + 1, 0)
    occasions = sum(1 for week in range(first, weeks) if (week - end) % int(settings.own_meeting_interval) == 0)
    return np.asarray(weekly["attended"][..., first:].sum(axis=-1) / float(max(1, occasions) * residents))


def highest(name: str) -> Callable[[Weekly, Settings, int], Array]:
    """The highest value of an outcome in any week."""
    return lambda weekly, settings, residents: weekly[name].max(axis=-1)


def weeks_to_tipping(weekly: Weekly, settings: Settings, residents: int) -> Array:
    """First week from which attendance people are used to stays above .25 for eight weeks; not a number if never."""
    above = weekly["norm"] > 0.25
    weeks = above.shape[-1]
    if weeks < 8:
        return np.full(above.shape[:-1], np.nan)
    held = np.lib.stride_tricks.sliding_window_view(above, 8, axis=-1).all(axis=-1)
    return np.where(held.any(axis=-1), held.argmax(axis=-1), np.nan)


def _final(name: str) -> Summary:
    outcome = OUTCOMES[name]
    meaning = f"{outcome.meaning[:-1]}; mean of the last twelve weeks."
    return Summary(f"{name}_final", outcome.unit, meaning, outcome.good, (name,), final(name))


_ALL = [
    Summary(
        "attendance_in_project",
        "share",
        "Attendance of those invited over the last project weeks.",
        1,
        ("attended", "invited"),
        attendance_in_project,
    ),
    Summary(
        "attendance_after",
        "share",
        "Attendance in the last year, no meeting counting as nobody there.",
        1,
        ("attended",),
        attendance_after,
    ),
    *(
        _final(name)
        for name in (
            "trust",
            "confidence",
            "prediction",
            "aspiration",
            "disappointment",
            "engagement",
            "routine",
            "quality",
            "exhaustion",
            "buy_in",
            "shame",
            "worst_off",
        )
    ),
    Summary(
        "disappointment_peak",
        "stock 0 to 2",
        "Highest mean disappointment in any week.",
        -1,
        ("disappointment",),
        highest("disappointment"),
    ),
    Summary(
        "fulfilment_end",
        "share",
        "Kept of all kept, broken and expired, hanging issues included.",
        1,
        ("fulfilment",),
        last("fulfilment"),
    ),
    Summary(
        "good_state",
        "share of services",
        "Services that are enabling niches at the end.",
        1,
        ("enabling",),
        last("enabling"),
    ),
    Summary(
        "trap",
        "share of services",
        "Services that are entrapping niches at the end.",
        -1,
        ("entrapping",),
        last("entrapping"),
    ),
    Summary(
        "own_meetings_total",
        "meetings",
        "Meetings of the services' own after the project.",
        1,
        ("own_meetings",),
        last("own_meetings"),
    ),
    Summary(
        "staff_hours_total",
        "hours",
        "Working hours of meetings, course and delivery.",
        0,
        ("staff_hours",),
        last("staff_hours"),
    ),
    Summary(
        "weeks_to_tipping",
        "week",
        "First week from which attendance stays above .25 for eight weeks.",
        0,
        ("norm",),
        weeks_to_tipping,
    ),
]
SUMMARIES: dict[str, Summary] = {summary.name: summary for summary in _ALL}


def summarise(weekly: Weekly, settings: Settings, residents: int) -> dict[str, Array]:
    """Every summary whose weekly outcomes are at hand.

    Args:
        weekly: outcomes by name, weeks on the last axis.
        settings: settings at week 0 of these runs.
        residents: how many residents there are.
    """
    return {
        name: summary.of(weekly, settings, residents)
        for name, summary in SUMMARIES.items()
        if all(need in weekly for need in summary.needs)
    }
