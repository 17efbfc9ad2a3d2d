"""Experiment files: what they may say, and that everything else is refused with a place and a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments import ARMS, CUBE
from samskapa.science.errors import ScenarioError
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios import load_scenario
from samskapa.study.outcome_specs import EXAMPLES, window_of
from samskapa.study.read import experiment_names, load_experiment, read_experiment


def test_an_experiment_is_what_its_file_says():
    cube = read_experiment(CUBE)
    assert (cube.name, cube.scenario, cube.run.seeds, cube.run.weeks) == ("cube", "tiny_trap", 8, 80)
    assert [(one.name, one.role, one.low, one.high) for one in cube.inputs] == [
        ("engagement_start", "uncertain", 0.1, 0.8),
        ("delivery_capacity", "lever", 0.02, 0.5),
    ]
    assert cube.inputs[0].unit == PARAMETERS["engagement_start"].unit
    assert [asked.label for asked in cube.outcomes] == [
        "trust at the end",
        "trap",
        "trust, last 12 weeks of the project",
    ]
    assert (cube.design.method, cube.design.size) == ("latin_hypercube", 12)


def test_scenarios_switches_interventions_and_dated_numbers_are_inputs():
    arms = read_experiment(ARMS)
    assert [(one.name, one.kind, one.week) for one in arms.inputs] == [
        ("scenario", "scenario", 0),
        ("trust_update", "switch", 0),
        ("candour", "parameter", 0),
        ("hero_support", "intervention", 0),
        ("late_contact", "parameter", 30),
    ]
    point = {
        "scenario": "broken_promise",
        "trust_update": "symmetric",
        "candour": 0.9,
        "hero_support": "found",
        "late_contact": 0.3,
    }
    world = arms.world(point)
    assert world.name == "broken_promise"
    assert (world.settings.trust_update, world.settings.candour, world.settings.scouting) == ("symmetric", 0.9, 0.8)
    assert world.settings.contact_noise == 0.12
    assert world.settings_at(29).contact_rate == load_scenario("broken_promise").settings.contact_rate
    assert world.settings_at(30).contact_rate == 0.3


def test_every_assumption_can_be_varied_over_its_plausible_range_in_a_line():
    text = CUBE.replace(
        "[uncertain.engagement_start]\nlow = 0.1\nhigh = 0.8",
        '[uncertain]\nplausible = "assumed"\nleave_out = ["shocks", "trust_rate"]',
    )
    inputs = {one.name: one for one in read_experiment(text).inputs}
    assert "contact_rate" in inputs
    assert (inputs["contact_rate"].low, inputs["contact_rate"].high) == PARAMETERS["contact_rate"].plausible
    assert inputs["delivery_capacity"].role == "lever"
    assert not {"trust_rate", "budget_cut", "engagement_start", "peer_ties"} & set(inputs), "left out, or set"
    assert all(one.assumed for one in inputs.values())


def test_a_ramp_becomes_dated_changes():
    text = CUBE.replace(
        '[levers.delivery_capacity]\nrange = "plausible"',
        """
[levers.way]
meaning = "Capacity led up, or down."
[levers.way.levels.up]
ramp = { parameter = "delivery_capacity", from = 0.0, to = 0.4, first = 10, last = 50, steps = 5 }
[levers.way.levels.down]
ramp = { parameter = "delivery_capacity", from = 0.4, to = 0.0, first = 10, last = 50, steps = 5 }
""",
    )
    changes = read_experiment(text).input("way").bundles["up"].changes
    assert [(change.week, round(change.value, 9)) for change in changes] == [
        (10, 0.0),
        (20, 0.1),
        (30, 0.2),
        (40, 0.3),
        (50, 0.4),
    ]


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("last 12 weeks", range(196, 208)),
        ("last 12 weeks of the project", range(54, 66)),
        ("first 26 weeks", range(26)),
        ("26 weeks after the project", range(66, 92)),
        ("weeks 60-80", range(60, 81)),
        ("week 60", range(60, 61)),
        ("at the start", range(1)),
        ("at the end", range(207, 208)),
        ("at project end", range(65, 66)),
        ("before the project", range(26)),
        ("during the project", range(26, 66)),
        ("after the project", range(66, 208)),
        ("the whole run", range(208)),
    ],
)
def test_a_window_means_these_weeks(words: str, weeks: range):
    world = load_scenario("tiny_trap").changed(project_start=26, project_weeks=40)
    window = window_of(words)
    assert window is not None
    assert window.weeks(world, 208) == weeks
    assert words in EXAMPLES


def test_a_window_outside_a_short_run_has_no_weeks():
    window = window_of("weeks 60-80")
    assert window is not None
    assert list(window.weeks(load_scenario("tiny_trap"), 40)) == []


REFUSED = [
    ("schema = 1", "schema = 2", "this schema is not known"),
    ('name = "cube"', 'name = "My Cube"', "is not a name"),
    ('scenario = "tiny_trap"', 'scenario = "tiny_tarp"', "did you mean 'tiny_trap'"),
    ('scenario = "tiny_trap"', 'scenario = ["tiny_trap", "tiny_trap"]', "stands there twice"),
    ('expects = "Engagement does."', "", "expects is missing"),
    ("[uncertain.engagement_start]", "[uncertian.engagement_start]", "did you mean 'uncertain'"),
    ("[uncertain.engagement_start]", "[uncertain.engagment_start]", "did you mean 'engagement_start'"),
    ("high = 0.8", "high = 1.8", "out of bounds"),
    ("high = 0.8", "high = 0.05", "is not below"),
    ("high = 0.8", "hihg = 0.8", "did you mean 'high'"),
    ("high = 0.8", "high = 0.8\nlevels = [0.1, 0.2]", "either levels or a range"),
    ("low = 0.1\nhigh = 0.8", "levels = [0.4]", "a single level varies nothing"),
    ("low = 0.1\nhigh = 0.8", "levels = [0.4, 0.4]", "a level stands there twice"),
    ("low = 0.1\nhigh = 0.8", "low = 0.2\nhigh = 0.8", "say nothing new"),
    ("high = 0.8", 'high = 0.8\ndistribution = "normal"', "peak is missing"),
    ("high = 0.8", 'high = 0.8\ndistribution = "gauss"', "is not a distribution"),
    ("high = 0.8", "high = 0.8\nweek = 20", "cannot change in week 20"),
    ('range = "plausible"', 'range = "all"', "low and high"),
    ("[outcomes]", '[hold]\ndelivery_capacity = { value = 0.2, why = "x" }\n[outcomes]', "held and varied"),
    ("[outcomes]", '[hold]\nengagement_star = { value = 0.2, why = "x" }\n[outcomes]', "did you mean"),
    ("[outcomes]", '[hold]\ncandour = { value = 0.3, why = "x" }\n[outcomes]', "says nothing new"),
    ("[outcomes]", "[hold]\ncandour = 0.7\n[outcomes]", "has no reason"),
    ("weeks = 80", "weeks = 208", "says nothing new"),
    ('"trust_final"', '"trust_fianl"', "did you mean 'trust_final'"),
    ('window = "last 12 weeks of the project"', 'window = "last year"', "is not a window"),
    ('window = "last 12 weeks of the project"', 'window = "weeks 90-100"', "after the horizon of 80 weeks"),
    ('window = "last 12 weeks of the project"', "", "which weeks are meant"),
    ('of = "trust"', 'of = "turst"', "did you mean 'trust'"),
    ('of = "trust"', 'of = "trust"\nby = "servise"', "did you mean 'service'"),
    ('of = "trust"', 'of = "attendance_gini"\nby = "service"', "not told for each service"),
    ('of = "trust"', 'of = "capacity"\nstatistic = "meen"', "did you mean 'mean'"),
    ('of = "trust"', 'of = "trust"\nstate = "about 0.5"', "is not a comparison"),
    ("[outcomes.trust_at_project_end]", "[outcomes.engagement_start]", "is the name of an input"),
    ('method = "latin_hypercube"', 'method = "latin"', "is not a design"),
    ('method = "latin_hypercube"', 'method = "factorial"', "size has no place here"),
    ("size = 12", "", "size is missing"),
    ("size = 12", "size = 12\nsecond_order = true", "second_order has no place here"),
    ("size = 12", "size = 12\nseed = 0", "out of bounds"),
    ("seeds = 8", "seeds = 8\nmax_seeds = 100", "no precision is asked"),
    ("seeds = 8\nweeks = 80", "seeds = 20\n[run.precision]\ntrust_final = 0.01", "a precision needs a limit"),
    ("seeds = 8\nweeks = 80", "max_seeds = 30\n[run.precision]\ntrust = 0.01", "is not an outcome"),
    ("seeds = 8\nweeks = 80", "seeds = 8\nmax_seeds = 30\n[run.precision]\ntrust_final = 0.01", "out of bounds"),
    ("[run]", '[[analyses]]\nmethod = "prin"\n[run]', "did you mean 'prim'"),
    (
        "[run]",
        '[[contrasts]]\nname = "c"\nof = {engagement_start = 0.2}\nagainst = {engagement_start = 0.9}\n[run]',
        "not among the values",
    ),
    ("[run]", '[[predictions]]\nsays = "Up."\noutcome = "trap"\ndirection = "up"\n[run]', "a contrast or of an input"),
    (
        "[run]",
        '[[predictions]]\nsays = "So."\noutcome = "trap"\ndirection = "none"\ninput = "engagement_start"\n[run]',
        "cannot be shown",
    ),
    (
        "[run]",
        '[[predictions]]\nsays = "So."\noutcome = "trap"\ndirection = "first"\nsize = 1\n'
        'input = "engagement_start"\n[run]',
        "a latin_hypercube does not say which inputs matter most",
    ),
    (
        'method = "latin_hypercube"\nsize = 12',
        'method = "morris"\nsize = 12\n[[predictions]]\nsays = "So."\n'
        'outcome = "trap"\ndirection = "first"\nsize = 2\ninput = "engagement_start"',
        "a whole number from 1 to 1",
    ),
    (
        "size = 12",
        'size = 12\n[[design.correlations]]\nbetween = ["engagement_start", "trust"]\nrank = 0.5\nwhy = "x"',
        "is not an input",
    ),
]


@pytest.mark.parametrize(("said", "instead", "message"), REFUSED, ids=[f"{n}" for n in range(len(REFUSED))])
def test_anything_else_is_refused_with_its_place(said: str, instead: str, message: str):
    text = CUBE.replace(said, instead, 1)
    assert text != CUBE
    with pytest.raises(ScenarioError, match=message) as refused:
        read_experiment(text, "cube.toml")
    assert "cube.toml" in str(refused.value)


def test_dependent_inputs_are_refused_where_the_method_needs_them_independent():
    text = CUBE.replace(
        '"latin_hypercube"\nsize = 12',
        '"sobol"\nsize = 8\n[[design.correlations]]\n'
        'between = ["engagement_start", "delivery_capacity"]\nrank = 0.5\nwhy = "x"',
    )
    with pytest.raises(ScenarioError, match="needs independent inputs"):
        read_experiment(text)


def test_a_file_bears_the_name_of_its_experiment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "cube.toml").write_text(CUBE, encoding="utf-8")
    (tmp_path / "experiments" / "other.toml").write_text(CUBE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert experiment_names() == ["cube", "other"]
    assert load_experiment("cube").name == "cube"
    with pytest.raises(ScenarioError, match="calls itself cube"):
        load_experiment("other")
    with pytest.raises(ScenarioError, match="did you mean 'cube'"):
        load_experiment("cub")


def test_the_experiment_in_the_documents_can_be_read():
    page = (Path(__file__).parents[2] / "docs" / "experiments.md").read_text(encoding="utf-8")
    text = page.split("```toml\n")[1].split("```")[0]
    experiment = read_experiment(text)
    assert [one.name for one in experiment.inputs] == ["trust_rate", "candour", "delivery_capacity"]
    assert [example for example in EXAMPLES if example not in page] == []
