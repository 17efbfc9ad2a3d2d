"""A scenario as a TOML file: complete, without a base, read back as the same scenario.

What the reader would refuse is left out or given words: values that hold by default anyway, and reasons that
nobody gave.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Iterator

from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import ServicePlan
from samskapa.science.scenarios.scenario import Reason, Scenario
from samskapa.science.scenarios.services import DEPARTURES, departure
from samskapa.science.scenarios.tables import split_reason
from samskapa.science.scenarios.values import own_values, without_idle_values
from samskapa.science.settings import Settings

WIDTH = 100
NO_REASON = "set by the user"


def scenario_toml(scenario: Scenario) -> str:
    """The text of a TOML file that `read_scenario` turns into an equal scenario, but for its origin.

    >>> from samskapa.science.scenarios.reading import load_scenario
    >>> print(scenario_toml(load_scenario("escape")).splitlines()[1])
    name = "escape"
    """
    return "\n".join([*_head(scenario), *_people(scenario), *_values(scenario), *_changes(scenario)]) + "\n"


def _head(scenario: Scenario) -> Iterator[str]:
    yield "schema = 1"
    yield f"name = {_text(scenario.name)}"
    yield f"title = {_text(_plain(scenario.title) or scenario.name)}"
    if scenario.story:
        lines = textwrap.wrap(_plain(scenario.story), WIDTH, break_long_words=False, break_on_hyphens=False)
        yield 'story = """'
        yield from (_text(line)[1:-1] for line in lines)
        yield '"""'
    yield f"weeks = {scenario.weeks}"
    if scenario.heads != 1:
        yield f"heads = {scenario.heads}"
    if scenario.start_date:
        yield f"start_date = {scenario.start_date.isoformat()}"


def _people(scenario: Scenario) -> Iterator[str]:
    for plan in scenario.services:
        yield from ("", "[[services]]", f"name = {_text(plan.name)}", f"kind = {_text(plan.kind)}")
        yield from (f"residents = {plan.residents}", f"workers = {plan.workers}")
        if plan.managers != 1:
            yield f"managers = {plan.managers}"
        if plan.peer_ties is not None:
            yield f"peer_ties = {plan.peer_ties}"
        yield from _departures(plan, scenario.settings)
        yield from _reason(plan.why)
    for partner in scenario.partners:
        yield from ("", "[[partners]]", f"name = {_text(partner.name)}", f"kind = {_text(partner.kind)}")
        yield f"capacity = {_number(partner.capacity)}"
        if partner.services:
            yield f"services = [{', '.join(map(_text, partner.services))}]"
        yield from _reason(partner.why)


def _departures(plan: ServicePlan, settings: Settings) -> Iterator[str]:
    """A service's own values; or how far they are from the programme's, where no own value says just that."""
    for parameter, field, low, _ in DEPARTURES:
        distance: float = getattr(plan, field)
        if distance == (0.0 if low < 0.0 else 1.0):
            continue
        own = _own_value(distance, parameter, getattr(settings, parameter))
        yield f"{field} = {_number(distance)}" if own is None else f"{parameter} = {_number(own)}"


def _own_value(distance: float, parameter: str, programme: float) -> float | None:
    """The value, within bounds, that lies just so far from the programme's; the shortest one."""
    about = distance * programme if parameter == "resident_exit" else programme + distance
    if not programme > 0.0 or not PARAMETERS[parameter].accepts(about):
        return None
    rounded = (round(about, digits) for digits in range(1, 18))
    for own in (*rounded, math.nextafter(about, 0.0), math.nextafter(about, math.inf)):
        if PARAMETERS[parameter].accepts(own) and departure(own, parameter, programme) == distance:
            return own
    return None


def _values(scenario: Scenario) -> Iterator[str]:
    kept = without_idle_values(own_values(scenario.settings), scenario.changes)
    reasons = scenario.reasons or {}
    for heading, members in (("parameters", scenario.settings.own), ("switches", scenario.settings.own_switches)):
        names = [name for name in members if name in kept]
        if names:
            yield from ("", f"[{heading}]")
        for name in names:
            value, reason = kept[name], reasons.get(name, Reason(NO_REASON, ""))
            shown = _text(value) if isinstance(value, str) else _number(value)
            yield (
                f"{name} = {{ value = {shown}, why = {_text(_plain(reason.why) or NO_REASON)}, "
                f"source = {_text(reason.source)} }}"
            )


def _changes(scenario: Scenario) -> Iterator[str]:
    for change in scenario.changes:
        yield from ("", "[[changes]]", f"week = {change.week}", f"parameter = {_text(change.parameter)}")
        yield f"value = {_number(change.value)}"
        yield from _reason(change.why)


def _reason(why: str) -> Iterator[str]:
    words, source = split_reason(_plain(why))
    yield f"why = {_text(words or NO_REASON)}"
    if source:
        yield f"source = {_text(source)}"


def _plain(text: str) -> str:
    """Words that the reader takes: one space between them, and nothing that cannot be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _text(text: str) -> str:
    """A TOML string on one line: JSON's, which leaves only DEL unescaped that TOML forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
