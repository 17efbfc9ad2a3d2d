"""Whatever the model offers on the page has a name there: levers, groups, units, outcomes, summaries, scenarios."""

from __future__ import annotations

import json
import re

from browser import PAGE
from samskapa.outcomes import OUTCOMES
from samskapa.parameters import PARAMETERS
from samskapa.people import TOPICS
from samskapa.scenarios import scenario_names
from samskapa.summaries import SUMMARIES

WORDS = json.loads((PAGE / "src" / "words" / "en.json").read_text(encoding="utf-8"))


def slug(words: str) -> str:
    """A unit or group as the page writes it in a key."""
    return re.sub(r"[^a-z0-9]+", "_", words)


def missing(kind: str, names: set[str]) -> list[str]:
    return sorted(name for name in names if f"{kind}.{name}" not in WORDS)


def test_every_lever_has_a_name_and_every_group_too() -> None:
    assert missing("lever", set(PARAMETERS)) == []
    assert missing("group", {slug(one.group) for one in PARAMETERS.values()}) == []


def test_every_unit_of_a_lever_and_of_a_summary_has_a_word() -> None:
    units = {one.unit for one in PARAMETERS.values()} | {one.unit for one in SUMMARIES.values()}
    assert missing("unit", {slug(unit) for unit in units}) == []


def test_every_summary_and_scenario_has_a_name() -> None:
    assert missing("summary", set(SUMMARIES)) == []
    assert missing("scenario", set(scenario_names())) == []


def test_every_outcome_that_is_chosen_on_the_page_has_a_name() -> None:
    from samskapa.app.descriptions import SHOWN

    assert set(SHOWN) <= set(OUTCOMES)
    assert missing("outcome", set(SHOWN)) == []


def test_the_first_words_of_the_topics_are_those_of_the_model() -> None:
    assert [WORDS[f"topic.{number}"] for number in range(len(TOPICS))] == list(TOPICS)
