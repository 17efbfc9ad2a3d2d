"""Whatever the model offers on the page has a name there, in every language: nothing shows as the model's English."""

from __future__ import annotations

import re
from typing import Any

import pytest

from lessons import LANGUAGES, PAGE, words
from samskapa.app.server.descriptions import described
from samskapa.app.server.histories import _EVENTS as MARKS
from samskapa.science.entities import TOPICS

SPREAD = re.compile(r"(.+)_(sd|p10|p50|p90)")
SAME_WORD = {"unit.logit": LANGUAGES, "unit.chance": ("da",), "unit.exponent": ("sv",)}
"""Units whose word is that of English in some language."""


@pytest.fixture(scope="module")
def offered() -> dict[str, Any]:
    """What the page is told of the model."""
    return described("test")


@pytest.fixture(scope="module", params=LANGUAGES)
def there(request: pytest.FixtureRequest) -> dict[str, str]:
    return words("words", request.param)


def slug(said: str) -> str:
    """A unit or group as the page writes it in a key."""
    return re.sub(r"[^a-z0-9]+", "_", said.lower())


def missing(there: dict[str, str], kind: str, names: set[str]) -> list[str]:
    return sorted(name for name in names if f"{kind}.{name}" not in there)


def units_of(told: Any) -> set[str]:
    """Every unit in what the page is told, wherever it stands."""
    if isinstance(told, dict):
        own = {told["unit"]} if isinstance(told.get("unit"), str) else set()
        return own.union(*(units_of(value) for value in told.values()))
    return set().union(*(units_of(one) for one in told)) if isinstance(told, list) else set()


def test_every_unit_that_the_page_is_told_of_has_a_word(offered: dict[str, Any], there: dict[str, str]) -> None:
    units = units_of(offered)
    assert {"residents", "Gini 0 to 1", "ties per resident", "work units per week", "no 0, yes 1"} <= units
    assert missing(there, "unit", {slug(unit) for unit in units}) == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_unit_is_left_in_english(offered: dict[str, Any], language: str) -> None:
    english, other = words("words", "en"), words("words", language)
    keys = {f"unit.{slug(unit)}" for unit in units_of(offered)}
    same = {key for key in keys if english[key] == other[key]}
    assert same <= {key for key, languages in SAME_WORD.items() if language in languages}


def test_a_unit_that_the_page_writes_itself_is_one_of_the_model(offered: dict[str, Any]) -> None:
    """Units that the page's source names, as of what is drawn from a history, are spelled as the model spells them."""
    source = "".join(path.read_text(encoding="utf-8") for path in PAGE.rglob("*.js*") if path.suffix != ".json")
    named = set(re.findall(r'(?:unit === |startsWith\(|, )"((?:stock|share|hours|meetings)[a-z0-9 ]*)"', source))
    assert named - {"stock"} <= units_of(offered)
    assert "stock 0 to 2" in named


def test_every_lever_and_every_group_has_a_name(offered: dict[str, Any], there: dict[str, str]) -> None:
    assert missing(there, "lever", {one["name"] for one in offered["levers"]}) == []
    assert missing(there, "group", {slug(one["group"]) for one in offered["levers"]}) == []


def test_every_lever_that_comes_first_is_explained(offered: dict[str, Any], there: dict[str, str]) -> None:
    assert missing(there, "lever", {f"{name}.short" for name in offered["first"]}) == []


def test_every_way_of_thinking_has_a_question_and_every_alternative_words(
    offered: dict[str, Any], there: dict[str, str]
) -> None:
    asked = [one for one in offered["switches"] if one["name"] != "activation"]
    assert missing(there, "switch", {one["name"] for one in asked}) == []
    assert missing(there, "switch", {f"{one['name']}.{name}" for one in asked for name in one["alternatives"]}) == []


def test_every_outcome_and_every_summary_has_a_name(offered: dict[str, Any], there: dict[str, str]) -> None:
    assert missing(there, "summary", {one["name"] for one in offered["summaries"]}) == []
    lacking = missing(there, "outcome", {one["name"] for one in offered["outcomes"]})
    spread = {name: SPREAD.fullmatch(name) for name in lacking}
    assert [name for name, found in spread.items() if found is None] == []
    told = [found.groups() for found in spread.values() if found is not None]
    assert missing(there, "outcome", {name for name, _ in told}) == []
    assert missing(there, "spread", {how for _, how in told}) == []


def test_every_scenario_has_a_title_and_every_service_in_it_a_name(
    offered: dict[str, Any], there: dict[str, str]
) -> None:
    assert missing(there, "scenario", {one["name"] for one in offered["scenarios"]}) == []
    services = {re.sub(r"_\d+$", "", one["name"]) for scenario in offered["scenarios"] for one in scenario["services"]}
    assert "housing_first" in services
    assert missing(there, "service", services) == []


def test_every_lane_and_every_mark_on_the_ruler_has_a_name(offered: dict[str, Any], there: dict[str, str]) -> None:
    lanes = {one["name"] for one in offered["interventions"] if len(one["timeline"]) == 1}
    assert "future_workshop" in lanes
    assert missing(there, "intervention", lanes) == []
    assert missing(there, "mark", set(MARKS)) == []


def test_the_first_words_of_the_topics_are_those_of_the_model() -> None:
    english = words("words", "en")
    assert [english[f"topic.{number}"] for number in range(len(TOPICS))] == list(TOPICS)
