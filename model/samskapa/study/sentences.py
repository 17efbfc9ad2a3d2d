"""What happened to trust, participation and expectations, in sentences made from the numbers alone."""

from __future__ import annotations

import math

from samskapa.study.comparison import Comparison, World
from samskapa.study.statistics.means import NEGLIGIBLE, Estimate
from samskapa.study.words import counted, decimals_of, figure, listed, movement, percent, scaled, verdict

TRUST = (
    ("trust", "residents' trust in the workers they know"),
    ("confidence", "their confidence that the organisation keeps its word"),
)
EXPECTATIONS = (
    ("prediction", "what residents expect to be acted on"),
    ("aspiration", "what they wish service and influence to be"),
    ("disappointment", "their disappointment (0 to 2)"),
)
LEADING = (
    ("trust_final", f"{TRUST[0][1]} ends"),
    ("prediction_final", f"{EXPECTATIONS[0][1]} ends"),
    ("disappointment_peak", "disappointment at its highest is"),
    ("disappointment_final", "in the end it is"),
)


def lead(comparison: Comparison) -> list[str]:
    """The answer: a few sentences for each world that is compared with the base; or for the only world."""
    if comparison.base is None:
        return [_alone(comparison, comparison.worlds[0])]
    return [_compared(comparison, world, comparison.base) for world in comparison.others]


def _alone(comparison: Comparison, world: World) -> str:
    parts = []
    for outcome, words in (*TRUST[:1], *EXPECTATIONS[:1]):
        parts.append(f"{words} {movement(*comparison.change(world, outcome))}")
    sentences = (
        f"in {world.name}, over {counted(world.weeks, 'week')}, {parts[0]}",
        attendance(comparison, world),
        parts[1],
    )
    return " ".join(f"{capital(sentence)}." for sentence in sentences)


def _compared(comparison: Comparison, world: World, base: World) -> str:
    parts: list[str] = []
    with_and_without = world.has_project and not base.has_project
    for summary, words in LEADING:
        gap = comparison.difference(world, summary) or comparison.level(world, summary)
        own, other = (figure(comparison.level(one, summary).mean, decimals_of(gap, least=2)) for one in (world, base))
        against = "" if parts else base.name + (", without it" if with_and_without else "")
        parts.append(f"{words} {verdict(gap, against)}: {own} against {other}")
    where = f"In {world.name}{', with the project' if with_and_without else ''}"
    sentences = (f"{where}, {parts[0]}", attendance(comparison, world), parts[1], f"{parts[2]}; {parts[3]}")
    return " ".join(f"{capital(sentence)}." for sentence in sentences)


def legend(comparison: Comparison) -> str:
    """What the numbers of the answer are."""
    runs = [int(world.done.sum()) for world in comparison.worlds]
    how_many = f"{runs[0]}" if min(runs) == max(runs) else f"{min(runs)} to {max(runs)}"
    brackets = "in brackets the 95 % interval; " if max(runs) > 1 else ""
    return (
        f"Means over {how_many} run{'' if max(runs) == 1 else 's'} of each world, {brackets}trust and expectations "
        f"from 0 to 1, disappointment from 0 to 2; the end is the mean of the last twelve weeks."
    )


def capital(words: str) -> str:
    """Words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def attendance(comparison: Comparison, world: World) -> str:
    """Who came: in the last project weeks, and in the last year."""
    during = comparison.level(world, "attendance_in_project")
    after = comparison.level(world, "attendance_after")
    if not world.has_project:
        return "no meetings were held"
    came = (
        f"{percent(during)} of those invited came to the last meetings of the project"
        if during.known
        else "no meetings were held in the project weeks"
    )
    settings = world.scenario.settings
    if world.has_project and world.weeks <= settings.project_start + settings.project_weeks + 1:
        return f"{came}, with which the run ends"
    if not after.known:
        return came
    if after.mean <= NEGLIGIBLE:
        return f"{came}, and nobody to a meeting in the last year"
    return f"{came}, and {percent(after)} of residents to a meeting of a service's own in the last year"


def themes(comparison: Comparison) -> dict[str, list[str]]:
    """Sentences on trust, participation and expectations, a world each."""
    found: dict[str, list[str]] = {"Trust": [], "Participation": [], "Expectations": [], "Promises and staff": []}
    if comparison.base_has_no_project:
        found["What lives on"] = [_persistence(comparison, world) for world in comparison.worlds if world.has_project]
    for world in comparison.worlds:
        found["Trust"].append(_theme(comparison, world, TRUST))
        found["Participation"].append(_participation(comparison, world))
        found["Expectations"].append(_theme(comparison, world, EXPECTATIONS))
        found["Promises and staff"].append(_staff(comparison, world))
    return found


def _theme(comparison: Comparison, world: World, parts: tuple[tuple[str, str], ...]) -> str:
    said = []
    for outcome, words in parts:
        change = comparison.change(world, outcome)
        gap = comparison.difference(world, f"{outcome}_final")
        against = f", {verdict(gap, _base(comparison))}" if gap is not None else ""
        said.append(f"{words} {movement(*change)}{against}")
    return f"{world.name}: {'; '.join(said)}."


def _participation(comparison: Comparison, world: World) -> str:
    gap = comparison.difference(world, "attendance_after")
    said = [attendance(comparison, world)]
    if gap is not None:
        words = verdict(scaled(gap, 100.0), _base(comparison), "percentage points")
        said.append(f"attendance in the last year is {words}")
    own = comparison.level(world, "own_meetings_total")
    if own.known and own.mean > NEGLIGIBLE:
        said.append(f"after the project the services held {figure(own.mean, 1)} meetings of their own")
    niches = [
        _niches(comparison.level(world, name), kind)
        for name, kind in (("good_state", "enabling"), ("trap", "entrapping"))
    ]
    return f"{world.name}: {'; '.join(said)}; at the end {listed(niches)}."


def _niches(share: Estimate, kind: str) -> str:
    """How many services are niches of a kind."""
    if share.runs > 1 and share.the_same and share.mean in (0.0, 1.0):
        return f"{'every' if share.mean else 'no'} service is an {kind} niche"
    return f"{percent(share)} of services are {kind} niches"


def _staff(comparison: Comparison, world: World) -> str:
    said = []
    kept = comparison.level(world, "fulfilment_end")
    if kept.known:
        said.append(f"{percent(kept)} of what was promised or left hanging was kept")
    else:
        said.append("nothing was promised")
    for outcome, words in (("engagement", "engagement of workers in co-production"), ("exhaustion", "exhaustion")):
        change = comparison.change(world, outcome)
        said.append(f"{words} {movement(*change)}")
    hours = comparison.level(world, "staff_hours_total")
    said.append(f"{figure(hours.mean, 0)} hours of staff went into meetings, course and delivery")
    return f"{world.name}: {'; '.join(said)}."


def _persistence(comparison: Comparison, world: World) -> str:
    """What is left at the end of what had been gained, against no project, when the project ended."""
    said = []
    for outcome, words in (*TRUST[:1], *EXPECTATIONS[:1], ("engagement", "the engagement of workers")):
        left = comparison.persistence(world, outcome)
        if math.isnan(left):
            said.append(f"{words} had no clear gain to lose when the project ended")
        else:
            said.append(f"{words}: {left:.0%} of the gain at the end of the project is left in the last twelve weeks")
    return f"{world.name}: {'; '.join(said)}."


def _base(comparison: Comparison) -> str:
    return comparison.base.name if comparison.base else ""
