"""The page, the figure and the command."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from samskapa.cli import app
from samskapa.figures.scorecard import draw_scorecard
from samskapa.studies.patterns import judge as judging
from samskapa.studies.patterns import page as telling
from samskapa.studies.patterns.artefacts import Checks
from samskapa.studies.patterns.judge import Card, Judgement
from samskapa.studies.patterns.page import holds_strictly, multiple_testing, page
from samskapa.studies.patterns.table import PATTERNS
from samskapa.study.verdicts import Effect


def cards() -> list[Card]:
    """Made-up verdicts for all patterns: every third fails, every fifth is undecided."""
    found = []
    for pattern in PATTERNS.values():
        shift = -0.3 if pattern.number % 3 == 0 else 0.001 if pattern.number % 5 == 0 else 0.3
        judgement = Judgement(
            tuple(
                Effect(clause.least + shift, clause.least + shift - 0.01, clause.least + shift + 0.01, clause.least, 24)
                for clause in pattern.clauses
            )
        )
        turned = {
            "mode": {
                "one_to_one": Judgement(
                    tuple(Effect(e.least - 1.0, e.least - 1.1, e.least - 0.9, e.least, 24) for e in judgement.effects)
                )
            }
        }
        found.append(Card(pattern, judgement, turned, judgement if pattern.without else None))
    return found


def test_the_page_tells_each_pattern_with_its_verdict():
    made = cards()
    written = page(made)
    for card in made:
        assert f"### {card.pattern.name}. {card.pattern.sentence}" in written
        assert f"| {card.pattern.name} | {card.pattern.sentence} {card.pattern.source} |" in written
        for clause in card.pattern.clauses:
            assert f"| {clause.name} |" in written
    assert "18 of 32 patterns hold, 10 do not, 4 are undecided." in written
    assert "| C1 | + | − |" in written
    assert "`mode = one_to_one`" in written
    assert written.count("**STAYS**") == 7
    assert "the pattern stays although the mechanism named for it is off" in written
    assert "18 of 32 patterns flip somewhere; most often under `mode = one_to_one` (18)" in written
    assert "So many tests" in written


def test_the_page_says_what_was_not_asked():
    written = page([replace(card, switches={}, without_cause=None) for card in cards()])
    assert written.count("Not asked.") == 3


def test_the_page_tells_what_is_left_of_each_verdict():
    made = cards()
    weaker = Judgement(
        tuple(Effect(e.least - 0.3, e.least - 0.31, e.least - 0.29, e.least, 24) for e in made[1].judgement.effects)
    )
    checks = {
        "C1": Checks({"half weeks": made[0].judgement}, {"twice the people": "too many"}),
        "C2": Checks({"other chance": weaker}),
    }
    written = page(made, checks)
    assert "As a whole 1 robust, 1 fragile, 30 not tested." in written
    assert "| C1 | holds | robust | – | – | – | – | – | robust |" in written
    assert "| C2 | holds | – | – | – | **fragile** | – | – | **fragile** |" in written
    assert "* C1, twice the people: not tested, too many" in written
    assert "that 1 of 1 patterns are shifted or fragile there" in written
    assert "**C2: of those that hold, these do not hold again when asked of 24 other pairs" in written


def test_what_is_explained_has_the_numbers_that_were_found(monkeypatch):
    failing = cards()[2]
    monkeypatch.setitem(telling.FAILED, "C3", "Only {0.mean:+.2f}, not {0.least:g}; without {without[0].mean:+.2f}.")
    monkeypatch.setitem(telling.STAYED, "C1", "Another way gives {without[0].mean:+.3f}.")
    assert telling.failed(failing) == "Only -0.25, not 0.05; without -0.25."
    assert telling.failed(replace(failing, judgement=cards()[0].judgement)) == ""
    assert telling.stayed(cards()[0]) == "Another way gives +0.312."
    assert telling.stayed(replace(cards()[0], without_cause=None)) == ""
    assert "Only -0.25, not 0.05" in page([failing])


def test_the_error_shared_among_all_asks_more():
    just = Judgement((Effect(1.05, 0.05, 2.05, 0.0, 24),))
    far = Judgement((Effect(3.0, 2.0, 4.0, 0.0, 24),))
    assert holds_strictly(just, 1)
    assert not holds_strictly(just, 32)
    assert holds_strictly(far, 32)
    assert "1.6 would be expected" in "\n".join(multiple_testing(cards()))


def test_the_figure_is_drawn(tmp_path):
    files = draw_scorecard(cards(), tmp_path)
    assert [path.name for path in files] == ["patterns.png", "patterns.svg"]
    assert all(path.stat().st_size > 10_000 for path in files)


def test_the_command_asks_and_writes_nothing_when_quick(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["patterns", "c31", "--quick", "--threads", "1"])
    assert result.exit_code == 0
    assert "C31" in result.stdout
    assert "holds" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_page_figure_and_verdicts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    by_name = {card.pattern.name: card for card in cards()}
    monkeypatch.setattr(judging, "judge", lambda pattern, **more: by_name[pattern.name].judgement)
    result = CliRunner().invoke(app, ["patterns", "--no-switches", "--no-artefacts"])
    assert result.exit_code == 0
    assert (tmp_path / "docs" / "patterns.md").read_text(encoding="utf-8").startswith("# The patterns of the field")
    assert (tmp_path / "docs" / "images" / "patterns.png").exists()
    assert len(list((tmp_path / "results" / "patterns").glob("C*.json"))) == 32


@pytest.mark.parametrize(("words", "said"), [(["C33"], "there is no pattern 'C33'"), (["--out", "file", "C1"], "file")])
def test_the_command_refuses(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["patterns", *words])
    assert result.exit_code == 2
    assert said in result.stderr
