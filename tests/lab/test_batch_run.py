"""A sweep for Mesa's `batch_run` becomes an experiment that makes the same runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from samskapa.cli import app
from samskapa.science.errors import ScenarioError
from samskapa.study.batch_run import experiment_of_batch_run
from samskapa.study.read import load_experiment, read_experiment
from samskapa.study.run_plan import Resolved

WORDS = {"name": "from_mesa", "question": "Does candour help?", "expects": "Yes.", "scenario": "tiny_trap"}


def test_every_combination_becomes_a_point():
    sweep = {
        "candour": [0.1, 0.9],
        "contact_rate": np.linspace(0.2, 0.8, 3),
        "trust_update": ["symmetric", "asymmetric"],
        "delivery_capacity": 0.3,
        "seed": [1, 2],
        "network": "small_world",
    }
    text = experiment_of_batch_run(sweep, **WORDS, iterations=5, max_steps=80, outcomes=["trust", "trap"])
    resolved = Resolved(read_experiment(text))
    found = {(point["candour"], point["contact_rate"], point["trust_update"]) for point in resolved.points}
    assert found == set(product([0.1, 0.9], [0.2, 0.5, 0.8], ["symmetric", "asymmetric"]))
    assert resolved.experiment.hold == {"delivery_capacity": 0.3}
    assert (resolved.experiment.run.seeds, resolved.experiment.run.weeks) == (5, 80)
    assert [asked.label for asked in resolved.experiment.outcomes] == ["trap", "trust, at the end"]


def test_a_sweep_of_a_single_point_is_an_experiment_too():
    resolved = Resolved(read_experiment(experiment_of_batch_run({"candour": 0.9}, **WORDS)))
    assert resolved.points == [{}]
    assert resolved.experiment.hold == {"candour": 0.9}


@pytest.mark.parametrize(
    ("sweep", "message"),
    [
        ({"candor": [0.1, 0.9]}, "did you mean 'candour'"),
        ({"candour": [0.1, 9]}, "out of bounds"),
        ({"candour": []}, "without values"),
        ({"trust_update": ["symetric", "asymmetric"]}, "did you mean 'symmetric'"),
    ],
)
def test_what_the_model_does_not_know_is_refused(sweep: dict[str, object], message: str):
    with pytest.raises(ScenarioError, match=message):
        experiment_of_batch_run(sweep, **WORDS)


def test_an_outcome_that_is_none_is_refused():
    with pytest.raises(ScenarioError, match="did you mean 'trust'"):
        experiment_of_batch_run({"candour": [0.1, 0.9]}, **WORDS, outcomes=["turst"])


# -- the command -------------------------------------------------------------------------------------------

SWEEP = {"candour": [0.1, 0.5, 0.9], "trust_update": ["symmetric", "asymmetric"], "delivery_capacity": 0.2}
ASKED = ("--scenario", "tiny_trap", "--question", 'Does "candour" help?', "--expects", "Yes.")


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command on a file of this content, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def brought(content: str, *words: str, asked: tuple[str, ...] = ASKED) -> Result:
        Path("my_sweep.json").write_text(content, encoding="utf-8")
        result = CliRunner().invoke(app, ["experiment", "from-batch-run", "my_sweep.json", *asked, *words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return brought


def test_the_command_writes_the_experiment_of_the_sweep(bring: Callable[..., Result]):
    said = bring(
        json.dumps(SWEEP), "--iterations", "20", "--max-steps", "104", "--outcome", "trust", "--outcome", "trap"
    )
    assert (said.exit_code, said.stderr) == (0, "")
    assert "6 points with 20 seeds. To run it: samskapa experiment run my_sweep" in said.stdout
    made = load_experiment("my_sweep")
    assert made.text == experiment_of_batch_run(
        SWEEP,
        name="my_sweep",
        question='Does "candour" help?',
        expects="Yes.",
        scenario="tiny_trap",
        iterations=20,
        max_steps=104,
        outcomes=["trust", "trap"],
    )


def test_an_experiment_that_is_there_is_not_overwritten(bring: Callable[..., Result]):
    assert bring(json.dumps(SWEEP)).exit_code == 0
    before = Path("experiments/my_sweep.toml").read_bytes()
    said = bring(json.dumps({"candour": [0.2, 0.3]}))
    assert said.exit_code == 2
    assert "is there already" in said.stderr
    assert Path("experiments/my_sweep.toml").read_bytes() == before
    assert bring(json.dumps({"candour": [0.2, 0.3]}), "--name", "another").exit_code == 0
    assert sorted(path.name for path in Path("experiments").iterdir()) == ["another.toml", "my_sweep.toml"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"candour":\n [0.1,}', "my_sweep.json, line 2: this is not JSON"),
        ('{"candour": 0.1, "candour": 0.9}', "candour stands twice"),
        ("[0.1, 0.9]", "does not hold a dictionary"),
        ('{"candour": {"low": 0.1}}', "candour holds more than values"),
        ('{"candour": [[0.1], [0.9]]}', "candour holds more than values"),
        ('{"candour": [0.1, NaN]}', "not a finite number"),
        ('{"candor": [0.1, 0.9]}', "my_sweep.json: candor is not a parameter or switch; did you mean 'candour'"),
        ("__import__('os').mkdir('made')", "this is not JSON"),
        ('"' + "[" * 10 + '"', "does not hold a dictionary"),
        ("[" * 100_000, "cannot be read"),
    ],
)
def test_what_is_no_sweep_is_refused_and_nothing_is_written(bring: Callable[..., Result], content: str, message: str):
    said = bring(content)
    assert said.exit_code == 2
    assert message in said.stderr
    assert [path.name for path in Path().iterdir()] == ["my_sweep.json"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--name", "../elsewhere"), "is not a name"),
        (("--max-steps", "99999"), "out of bounds"),
        (("--iterations", "0"), "--iterations"),
        (("--outcome", "turst"), "did you mean 'trust'"),
    ],
)
def test_options_are_checked_before_anything_is_written(
    bring: Callable[..., Result], words: tuple[str, ...], message: str
):
    said = bring(json.dumps(SWEEP), *words)
    assert said.exit_code == 2
    assert message in said.stderr
    assert not Path("experiments").exists()
