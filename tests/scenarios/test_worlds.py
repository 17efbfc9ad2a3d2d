"""The worlds that come with the package, and any world on its way into a file and back."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samskapa.science.bibliography import BIBLIOGRAPHY
from samskapa.science.errors import ImpossibleScenario
from samskapa.science.interventions import Calendar
from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import build_programme
from samskapa.science.scenarios import check_possible, load_scenario, read_scenario, scenario_names, scenario_toml
from samskapa.science.scenarios.files import SHIPPED

NAMED = [
    "broken_promise",
    "clh_power_over",
    "clh_power_with",
    "clh_regeneration",
    "default_world",
    "dk_guidance",
    "dk_hotspot",
    "escape",
    "helsingborg",
    "helsingborg_anchored",
    "helsingborg_as_happened",
    "helsingborg_no_project",
    "larvik_usving",
    "thin_vs_thick",
    "thin_vs_thick_thin",
    "tiny_trap",
]
EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True)


def back(scenario):
    return replace(read_scenario(scenario_toml(scenario)), origin=scenario.origin)


def size(scenario):
    return [sum(getattr(plan, what) for plan in scenario.services) for what in ("residents", "workers")]


# -- every shipped world ---------------------------------------------------------------------------------


def test_the_named_worlds_are_there():
    assert scenario_names() == NAMED


@pytest.mark.parametrize("name", NAMED)
def test_a_shipped_world_is_possible_and_says_why(name):
    scenario = load_scenario(name)
    check_possible(scenario)
    assert scenario.name == name
    assert scenario.origin == f"{name}.toml"
    assert scenario.title
    assert len(scenario.story) > 100
    assert set(scenario.reasons) == {*scenario.settings.own, *scenario.settings.own_switches}
    texts = [f"{reason.why} {reason.source}" for reason in scenario.reasons.values()]
    texts += [person.why for person in (*scenario.services, *scenario.partners)]
    for text in texts:
        words, _, source = text.rpartition(" ")
        assert len(words.split()) >= 2
        assert re.fullmatch(r"(\[\w+\])+", source)
        assert {key for key in re.findall(r"\w+", source) if key != "A"} <= set(BIBLIOGRAPHY)


@pytest.mark.parametrize("name", NAMED)
def test_a_shipped_world_can_be_built(name):
    scenario = load_scenario(name)
    programme = build_programme(scenario.services, scenario.settings, 1, scenario.partners, scenario.heads)
    assert [programme.residents, programme.workers] == size(scenario)


@pytest.mark.parametrize("name", NAMED)
def test_a_shipped_file_keeps_to_the_width(name):
    text = (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    prose = [line for line in text.splitlines() if " why = " not in line and not line.startswith("why = ")]
    assert max(map(len, prose)) <= 120


def test_the_weeks_of_helsingborg_are_those_of_the_sources():
    scenario = load_scenario("helsingborg")
    assert size(scenario) == [390, 50]
    flats = scenario.services[-1]
    assert (flats.name, flats.residents, flats.workers) == ("housing_first", 60, 4)
    p = scenario.settings
    strictness = {plan.kind: round(p.strictness + plan.strictness_shift, 9) for plan in scenario.services}
    assert strictness == {
        "shelter": 0.6,
        "category_housing": 0.4,
        "transitional_housing": 0.5,
        "training_flats": 0.3,
        "housing_first": 0.1,
    }
    exits = {plan.kind: round(p.resident_exit * plan.exit_ratio, 9) for plan in scenario.services}
    assert exits == {
        "shelter": 0.06,
        "category_housing": 0.012,
        "transitional_housing": 0.012,
        "training_flats": 0.008,
        "housing_first": 0.0043,
    }
    assert p.engagement_start + flats.engagement_shift == pytest.approx(0.6)
    calendars = [Calendar(p, week) for week in range(scenario.weeks)]
    assert [c.week for c in calendars if c.meeting] == [26, 37, 48, 59]
    assert [c.week for c in calendars if c.workshop] == [38]
    assert [c.week for c in calendars if c.course_week] == [40, 41, 42, 43, 44]
    assert scenario.day(26) == date(2016, 10, 3)
    assert [week for week in range(208) if Calendar(p, week).anchoring and p.anchoring_workers] == []


def test_the_variants_of_helsingborg_differ_in_one_thing():
    base, happened, anchored, nothing = map(
        load_scenario, ("helsingborg", "helsingborg_as_happened", "helsingborg_anchored", "helsingborg_no_project")
    )
    own = base.settings.own
    strength = {"anchoring_managers": 0.5, "anchoring_workers": 0.5}
    assert happened.settings.own == {**own, **strength, "anchoring_week": 12}
    assert anchored.settings.own == {**own, **strength}
    assert nothing.settings.own == {**own, "project": 0}
    assert [c.week for c in (Calendar(happened.settings, w) for w in range(208)) if c.anchoring] == [38]
    assert [c.week for c in (Calendar(anchored.settings, w) for w in range(208)) if c.anchoring] == [14]
    assert happened.services == anchored.services == nothing.services == base.services


def test_larvik_meets_six_times_and_then_makes_one_large_promise():
    scenario = load_scenario("larvik_usving")
    assert size(scenario) == [5, 8]
    calendars = [Calendar(scenario.settings, week) for week in range(scenario.weeks)]
    assert len([c for c in calendars if c.meeting]) == 6
    assert [c.week for c in calendars if c.flagship] == [78]
    assert scenario.day(26) == date(2017, 8, 14)
    assert (scenario.settings.flagship_families, scenario.settings.flagship_size) == (2, 60)


def test_the_danish_worlds_leave_out_a_level():
    hotspot, guidance = load_scenario("dk_hotspot"), load_scenario("dk_guidance")
    assert (size(hotspot), size(guidance)) == ([480, 64], [200, 10])
    assert not any(Calendar(hotspot.settings, week).meeting for week in range(hotspot.weeks))
    assert hotspot.day(26) == date(2010, 1, 4)
    assert 0.2 + 0.8 * guidance.settings.thickness == pytest.approx(0.9)
    p = guidance.settings
    assert (p.mode, p.level_organisation, p.level_leadership, p.learning_link) == ("one_to_one", 0, 0, 0)


def test_the_teaching_worlds_differ_in_one_thing():
    trap, escape = load_scenario("tiny_trap"), load_scenario("escape")
    assert size(trap) == size(escape) == [20, 3]
    assert (trap.settings.own, escape.settings.own) == ({"engagement_start": 0.3}, {"engagement_start": 0.6})
    thick, thin = load_scenario("thin_vs_thick"), load_scenario("thin_vs_thick_thin")
    assert thick.settings.own == {"engagement_start": 0.55, "thickness": 1}
    assert thin.settings.own == {"engagement_start": 0.55, "thickness": 0}
    assert load_scenario("default_world").settings.own == {}
    assert load_scenario("default_world").services == thick.services == load_scenario("broken_promise").services


# -- into a file and back --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMED)
def test_a_shipped_world_comes_back_from_a_file_of_its_own(name):
    scenario = load_scenario(name)
    assert back(scenario) == scenario
    assert "base" not in scenario_toml(scenario).splitlines()[3]


BOUND = ("peer_ties", "project_start", "project_weeks")  # most values of these are impossible here
NUMBERS = st.sampled_from([parameter for parameter in PARAMETERS.values() if parameter.name not in BOUND])


@EXAMPLES
@given(st.sampled_from(NAMED), st.lists(st.tuples(NUMBERS, st.floats(0, 1)), max_size=6))
def test_a_changed_world_comes_back_from_a_file(name, changes):
    values = {}
    for parameter, share in changes:
        value = parameter.low + share * (parameter.high - parameter.low)
        values[parameter.name] = round(value) if parameter.whole else value
    scenario = load_scenario(name).changed(**values)
    try:
        check_possible(scenario)
    except ImpossibleScenario:
        return
    again = back(scenario)
    assert again.services == scenario.services
    assert again.settings.numbers() == scenario.settings.numbers()
    assert back(again) == again


@EXAMPLES
@given(st.integers(1, 207), st.floats(0.31, 1), st.text(max_size=20))
def test_a_branch_comes_back_from_a_file(week, value, why):
    scenario = load_scenario("tiny_trap").changed(week, why, candour=value)
    again = back(scenario)
    assert [(c.week, c.parameter, c.value) for c in again.changes] == [(week, "candour", value)]
    assert again.settings == scenario.settings


@pytest.mark.parametrize("text", ['a "quoted" word', "back\\slash and \\n", 'tab\tand ]]""" three', "å ø ä ラ", "it's"])
def test_any_words_come_back_from_a_file(text):
    scenario = load_scenario("escape")
    told = replace(scenario, story=" ".join(text.split()), title=" ".join(text.split()))
    assert back(told) == told


def test_partners_and_odd_services_come_back_from_a_file():
    text = scenario_toml(load_scenario("tiny_trap"))
    text += '[[partners]]\nname = "p"\nkind = "job_centre"\ncapacity = 0.25\nservices = ["house"]\nwhy = "w"\n'
    text = text.replace("workers = 3\n", "workers = 3\nmanagers = 2\nstrictness_shift = 0.1\n")
    scenario = replace(read_scenario(text), heads=0)
    assert scenario.services[0].strictness_shift == 0.1
    assert back(scenario) == scenario


# -- a light door ----------------------------------------------------------------------------------------


def test_the_list_of_scenarios_needs_no_numerical_library():
    program = "import sys, samskapa; samskapa.scenario_names(); print('numpy' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_a_world_made_in_code_is_checked_alike():
    scenario = load_scenario("helsingborg")
    with pytest.raises(ImpossibleScenario, match=r"helsingborg\.toml, project_weeks: the project would start"):
        check_possible(replace(scenario, weeks=60))
    with pytest.raises(ImpossibleScenario, match="there are two services 'shelter'"):
        check_possible(replace(scenario, services=scenario.services[:1] * 2))
    with pytest.raises(ImpossibleScenario, match="a run of 0 weeks"):
        check_possible(replace(scenario, weeks=0))
    late = scenario.changed(150, candour=0.9)
    with pytest.raises(ImpossibleScenario, match="changes in week 150, after the horizon; allowed: weeks 0 to 99"):
        check_possible(replace(late, weeks=100))
