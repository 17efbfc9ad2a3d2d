"""Where an answer comes from: what makes it stale, what does not, and that no byte of it changes unseen."""

from __future__ import annotations

import ast
import random
import shutil
from pathlib import Path

import pytest

from experiments import CUBE, Instant, content_of, resolved_from, swept
from samskapa.science import hashes
from samskapa.science.hashes import DECLARED, PACKAGE, file_hashes, science_files, science_hash, tree_hash
from samskapa.science.parameters import PARAMETERS
from samskapa.study import provenance
from samskapa.study import publish as publishing
from samskapa.study.findings import Column, Findings, Table
from samskapa.study.provenance import Verdict, check_files, check_stale, differences, facts_of, hash_of, read_stamp
from samskapa.study.publish import publish
from samskapa.study.read import read_experiment
from samskapa.study.run_plan import Resolved
from samskapa.study.store import HOLDER, LOCK, Store

FINDINGS = Findings(
    (Table("effects", "Effects", (Column("input"), Column("effect", "share")), (("engagement_start", 0.25),)),),
    ("Engagement moves trust.",),
)


@pytest.fixture
def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an answer, made without an engine."""
    monkeypatch.setattr("samskapa.study.analyses.analyse", lambda experiment, dataset: FINDINGS)
    return answered(CUBE, tmp_path / "cube")


def picture(findings: Findings, folder: Path) -> list[Path]:
    (folder / "effects.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    return [folder / "effects.png"]


def answered(text: str, folder: Path) -> Path:
    resolved, store = resolved_from(text), Store(folder / "raw")
    identity = resolved.planned(3, 1).identity
    sweep = swept(text, folder / "raw", Instant(lambda run: "RunError: x" if run == identity else ""), store)
    publish(
        resolved, store, sweep.blocks, folder, facts_of(resolved), {"command": "x", "finished": "2020-01-06"}, picture
    )
    return folder


def verdict_on(folder: Path, text: str = CUBE) -> Verdict:
    verdict = Verdict("cube")
    stamp = check_files(folder, verdict)
    if stamp:
        check_stale(Resolved(read_experiment(text)), stamp, verdict, (folder / "experiment.toml").read_text())
    return verdict


def test_an_answer_has_page_summary_tables_figures_and_stamp_and_holds(answer: Path):
    names = {name for name in content_of(answer) if not name.startswith("raw/blocks/")}
    assert names == {
        "answer.md",
        "summary.csv",
        "failures.csv",
        "experiment.toml",
        "stamp.toml",
        "tables/effects.csv",
        "figures/effects.png",
        "raw/journal.jsonl",
    }
    verdict = verdict_on(answer)
    assert (verdict.good, verdict.notes) == (True, [])
    page = (answer / "answer.md").read_text(encoding="utf-8")
    assert page.index("## What was expected") < page.index("Engagement moves trust.") < page.index("not for")
    assert "(figures/effects.png)" in page
    head = (answer / "summary.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "engagement_start [share]" in head
    assert ",unit,mean," in head
    stamp, _ = read_stamp(answer)
    assert stamp["experiment"] == hash_of(facts_of(resolved_from(CUBE)))
    assert stamp["science"] == science_hash()
    assert (stamp["points"], stamp["runs"], stamp["failed"]) == (12, 96, 1)
    assert {"python", "platform", "versions", "commit", "science_differs_from_commit"} <= set(stamp)


def test_a_failed_run_stands_in_its_table_with_the_command_that_shows_it_again(answer: Path):
    head, row = (answer / "failures.csv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("point,engagement_start,delivery_capacity,chance_seed,reason")
    assert row.startswith("3,")
    assert "RunError: x,samskapa run tiny_trap --seed 2 --weeks 80 --set engagement_start=" in row


def test_five_hundred_changed_bytes_are_all_found(answer: Path):
    chance = random.Random(5)
    whole = content_of(answer)
    names = sorted(whole)
    kinds = {name.rsplit(".", 1)[-1] for name in names}
    assert kinds == {"md", "csv", "toml", "png", "jsonl", "npy"}
    found = 0
    for number in range(500):
        name = names[number % len(names)]
        content = whole[name]
        place = chance.randrange(len(content))
        how = number // len(names) % 4
        bit = bytes([content[place] ^ 1 << chance.randrange(8)])
        (answer / name).write_bytes(
            content[:place] + bit + content[place + 1 :]
            if how < 2
            else content[:place] + content[place + 1 :]
            if how == 2
            else content[:place] + b" " + content[place:]
        )
        verdict = Verdict("cube")
        check_files(answer, verdict)
        found += bool(verdict.tampered) and any(name in reason for reason in verdict.tampered)
        (answer / name).write_bytes(content)
    assert found == 500
    assert verdict_on(answer).good


def test_a_file_that_is_gone_is_found_and_one_that_is_not_ours_is_only_said(answer: Path):
    (answer / "notes.txt").write_text("mine")
    (answer / "raw" / LOCK).touch()
    (answer / "raw" / HOLDER).touch()
    verdict = verdict_on(answer)
    assert (verdict.good, verdict.notes) == (True, ["notes.txt is no part of the result"])
    (answer / "tables" / "effects.csv").unlink()
    assert verdict_on(answer).tampered == ["tables/effects.csv is missing"]


def test_raw_data_that_are_absent_are_said_to_be_absent_and_not_stale(answer: Path):
    shutil.rmtree(answer / "raw")
    verdict = verdict_on(answer)
    assert verdict.good
    assert "raw data are absent" in verdict.notes[0]


def test_an_answer_without_a_stamp_is_unfinished(answer: Path):
    (answer / "stamp.toml").unlink()
    assert verdict_on(answer).tampered == ["there is no stamp: the answer was not finished"]


@pytest.mark.parametrize(
    ("said", "instead", "reason"),
    [
        ("size = 12", "size = 14", "design.size was 12 and is 14"),
        ("high = 0.8", "high = 0.75", "uncertain.engagement_start.high was 0.8 and is 0.75"),
        ("seeds = 8", "seeds = 9", "run.seeds was 8 and is 9"),
        ('"trust_final", "trap"', '"trust_final"', "outcomes.trap was"),
        ("[outcomes]", '[hold]\ncandour = { value = 0.9, why = "x" }\n[outcomes]', "hold.candour is new: 0.9"),
    ],
)
def test_a_changed_experiment_makes_an_answer_stale_and_it_is_said_how(
    answer: Path, said: str, instead: str, reason: str
):
    verdict = verdict_on(answer, CUBE.replace(said, instead, 1))
    assert not verdict.good
    assert any(one.startswith(reason) for one in verdict.stale), verdict.stale


def test_other_words_do_not_make_an_answer_stale_but_a_reworded_expectation_is_said(answer: Path):
    assert verdict_on(answer, CUBE + "\n# a remark\n").good
    verdict = verdict_on(answer, CUBE.replace("Engagement does.", "Capacity does."))
    assert (verdict.good, verdict.notes) == (True, ["the question or the expectation was reworded after the run"])


def test_changed_science_makes_an_answer_stale_and_names_the_file(answer: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("samskapa.study.run_plan.science_hash", lambda reference=False: "other")
    usual, contact = file_hashes(), "science/rules/contact.py"
    monkeypatch.setattr(provenance, "file_hashes", lambda reference: {**usual, contact: "other"})
    assert verdict_on(answer).stale == [f"{contact} has changed"]
    monkeypatch.setattr(provenance, "file_hashes", lambda reference: {**usual, "science/acts/new.py": "other"})
    assert verdict_on(answer).stale == [f"the science lies in {len(usual) + 1} files, of which {len(usual)} were there"]


def test_a_changed_scenario_makes_an_answer_stale(answer: Path, monkeypatch: pytest.MonkeyPatch):
    usual = provenance.fingerprint
    monkeypatch.setattr(provenance, "fingerprint", lambda world: usual(world.changed(candour=0.77)))
    assert "the scenario tiny_trap has changed" in verdict_on(answer).stale


def test_words_of_the_science_decide_nothing_and_everything_else_does():
    """Each module of the science without its remarks and docstrings is the same; with another number it is not."""
    changed = 0
    for path in science_files(reference=True):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
                node.body[0] = ast.Expr(ast.Constant("Other words."))
        assert tree_hash(ast.unparse(tree)) == tree_hash(text), path
        numbers = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
        if numbers:
            numbers[len(numbers) // 2].value += 0.125
            assert tree_hash(ast.unparse(tree)) != tree_hash(text), path
            changed += 1
    assert changed > 10


def test_the_science_holds_every_module_that_a_run_goes_through():
    files = {path.relative_to(PACKAGE).as_posix() for path in science_files()}
    assert {
        "science/rules/contact.py",
        "science/chance.py",
        "science/elementary.py",
        "science/outcomes.py",
        "science/summaries.py",
        "science/programme.py",
        "engine/week/phases.py",
        "engine/machine/blocks.py",
    } <= files
    assert {name.split("/")[0] for name in files} == {"science", "engine"}
    assert set(DECLARED) <= files
    by_mesa = {path.relative_to(PACKAGE).as_posix() for path in science_files(reference=True)} - files
    assert {"reference/model.py", "reference/resident.py"} <= by_mesa
    assert {name.split("/")[0] for name in by_mesa} == {"reference"}
    assert science_hash() != science_hash(reference=True)


def test_what_the_mesa_model_alone_can_make_depends_on_its_text_too():
    text = CUBE.replace("[outcomes]", '[levers.activation]\nlevels = ["phases", "drawn"]\n\n[outcomes]', 1)
    resolved, plain = resolved_from(text), resolved_from(CUBE)
    assert (resolved.science, plain.science) == (science_hash(reference=True), science_hash())
    drawn = {point["activation"] == "drawn" for point in resolved.points}
    assert drawn == {True, False}


def test_a_default_is_part_of_the_science(monkeypatch: pytest.MonkeyPatch):
    from dataclasses import replace

    before = hashes.declared_hash()
    monkeypatch.setitem(PARAMETERS, "candour", replace(PARAMETERS["candour"], default=0.77))
    assert hashes.declared_hash() != before
    monkeypatch.undo()
    monkeypatch.setitem(PARAMETERS, "candour", replace(PARAMETERS["candour"], meaning="Other words."))
    assert hashes.declared_hash() == before


def test_a_figure_that_cannot_be_drawn_does_not_cost_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("samskapa.study.analyses.analyse", lambda experiment, dataset: FINDINGS)

    def broken(findings: Findings, folder: Path) -> list[Path]:
        (folder / "half.png").write_bytes(b"half")
        raise ValueError("no such colour")

    resolved, store = resolved_from(CUBE), Store(tmp_path / "raw")
    sweep = swept(CUBE, tmp_path / "raw", store=store)
    made = publish(resolved, store, sweep.blocks, tmp_path, facts_of(resolved), {}, broken)
    assert made.figures_failed == "ValueError: no such colour"
    assert not (tmp_path / "figures").exists()
    assert (tmp_path / "summary.csv").exists()


def test_an_answer_takes_the_place_of_the_old_one_and_leaves_what_is_not_ours(answer: Path):
    (answer / "notes.txt").write_text("mine")
    before = content_of(answer)
    answered(CUBE, answer)
    assert content_of(answer) == before
    assert not list(answer.glob(f"{publishing.ASIDE}*"))


def test_differences_go_into_tables():
    assert list(differences({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3, "d": 4}})) == [
        "a.c was 2 and is 3",
        "a.d is new: 4",
    ]
