"""What happened to trust, participation and expectations, in sentences made from the numbers alone."""

from __future__ import annotations

from samskapa.report.comparing import NEGLIGIBLE, Comparison, World
from samskapa.report.words import counted, decimals_of, figure, listed, movement, percent, scaled, verdict

TRUST = (
    ("trust", "residents' trust in the workers they know"),
    ("confidence", "their confidence that the organisation keeps its word"),
)
EXPECTATIONS = (
    ("prediction", "what residents expect to be acted on"),
    ("aspiration", "what they wish service and influence to be"),
    ("disappointment", "their disappointment (0 to 2)"),
)
LEADING = (*TRUST[:1], *EXPECTATIONS[:1], ("disappointment", "and disappointment"))


def lead(comparison: Comparison) -> list[str]:
    """The answer: one sentence for each world that is compared with the base; or for the only world."""
    if comparison.base is None:
        return [_alone(comparison, comparison.worlds[0])]
    return [_compared(comparison, world) for world in comparison.others]


def _alone(comparison: Comparison, world: World) -> str:
    parts = []
    for outcome, words in (*TRUST[:1], *EXPECTATIONS[:1]):
        before, after, change = comparison.change(world, outcome)
        parts.append(f"{words} {movement(change, before, after)}")
    return (f"In {world.name}, over {counted(world.weeks, 'week')}, {parts[0]}; {attendance(comparison, world)}; "
            f"and {parts[1]}.")


def _compared(comparison: Comparison, world: World) -> str:
    base = comparison.base
    assert base is not None  # noqa: S101 - only called where there is one
    parts = []
    for outcome, words in LEADING:
        summary = f"{outcome}_final"
        gap = comparison.difference(world, summary)
        assert gap is not None  # noqa: S101
        places = max(2, min(3, decimals_of(gap)))
        own, other = (figure(comparison.level(one, summary).mean, places) for one in (world, base))
        parts.append(f"{words} ends {verdict(gap)}, at {own} against {other}")
    against = f"{base.name}, which has no project" if comparison.base_has_no_project else base.name
    return (f"Measured against {against}, {world.name} leaves this: {parts[0]}; {attendance(comparison, world)}; "
            f"{parts[1]}; {parts[2]}.")


def attendance(comparison: Comparison, world: World) -> str:
    """Who came: in the last project weeks, and in the last year."""
    during = comparison.level(world, "attendance_in_project")
    after = comparison.level(world, "attendance_after")
    came = (f"{percent(during)} of those invited came to the last meetings of the project" if during.known
            else "no meetings were held in the project weeks")
    meetings = comparison.level(world, "own_meetings_total")
    if not after.known:
        return came
    if after.mean <= NEGLIGIBLE:
        held = "no service held a meeting" if meetings.mean <= NEGLIGIBLE else "nobody came"
        return f"{came}, and in the last year {held}"
    return f"{came}, and {percent(after)} of residents to an occasion in the last year"


def themes(comparison: Comparison) -> dict[str, list[str]]:
    """Sentences on trust, participation and expectations, a world each."""
    found: dict[str, list[str]] = {"Trust": [], "Participation": [], "Expectations": [], "Promises and staff": []}
    for world in comparison.worlds:
        found["Trust"].append(_theme(comparison, world, TRUST))
        found["Participation"].append(_participation(comparison, world))
        found["Expectations"].append(_theme(comparison, world, EXPECTATIONS))
        found["Promises and staff"].append(_staff(comparison, world))
    return found


def _theme(comparison: Comparison, world: World, parts: tuple[tuple[str, str], ...]) -> str:
    said = []
    for outcome, words in parts:
        before, after, change = comparison.change(world, outcome)
        gap = comparison.difference(world, f"{outcome}_final")
        against = f", {verdict(gap, _base(comparison))}" if gap is not None else ""
        said.append(f"{words} {movement(change, before, after)}{against}")
    return f"{world.name}: {'; '.join(said)}."


def _participation(comparison: Comparison, world: World) -> str:
    gap = comparison.difference(world, "attendance_after")
    said = [attendance(comparison, world)]
    if gap is not None:
        said.append(f"attendance in the last year is {verdict(scaled(gap, 100.0), _base(comparison), 'percentage points')}")
    own = comparison.level(world, "own_meetings_total")
    if own.known and own.mean > NEGLIGIBLE:
        said.append(f"after the project the services held {figure(own.mean, 1)} meetings of their own")
    niches = [f"{percent(comparison.level(world, name))} of services are {words}" for name, words in
              (("good_state", "enabling niches"), ("trap", "entrapping niches"))]
    return f"{world.name}: {'; '.join(said)}; at the end {listed(niches)}."


def _staff(comparison: Comparison, world: World) -> str:
    said = []
    kept = comparison.level(world, "fulfilment_end")
    if kept.known:
        said.append(f"{percent(kept)} of what was promised or left hanging was kept")
    else:
        said.append("nothing was promised")
    for outcome, words in (("engagement", "engagement of workers in co-production"), ("exhaustion", "exhaustion")):
        before, after, change = comparison.change(world, outcome)
        said.append(f"{words} {movement(change, before, after)}")
    hours = comparison.level(world, "staff_hours_total")
    said.append(f"{figure(hours.mean, 0)} hours of staff went into meetings, course and delivery")
    return f"{world.name}: {'; '.join(said)}."


def _base(comparison: Comparison) -> str:
    return comparison.base.name if comparison.base else ""
