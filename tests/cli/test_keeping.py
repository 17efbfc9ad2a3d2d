"""Results on disk: whole or not at all; and work on several processors: none lost in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from samskapa.science.errors import ScenarioError
from samskapa.science.scenarios import load_scenario
from samskapa.study.executors import portrait, spread
from samskapa.study.provenance import STAMP, write_stamp
from samskapa.study.publish import check_folder, whole_folder


def write(target: Path, **texts: str) -> None:
    with whole_folder(target) as folder:
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        write_stamp(folder, {"command": 'say "it"'}, {"worlds.world": {"weeks": 3}})


def test_a_folder_appears_whole(tmp_path: Path):
    write(tmp_path / "deep" / "new", a="1")
    assert (tmp_path / "deep" / "new" / "a").read_text(encoding="utf-8") == "1"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["new"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_after_an_exception_the_earlier_folder_stands(tmp_path: Path, error: type[BaseException]):
    write(tmp_path / "x", a="old")
    with pytest.raises(error), whole_folder(tmp_path / "x") as folder:  # noqa: PT012
        (folder / "a").write_text("new", encoding="utf-8")
        raise error
    assert (tmp_path / "x" / "a").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_files_of_an_earlier_run_go_and_files_of_others_stay(tmp_path: Path):
    write(tmp_path / "x", a="old", b="old")
    (tmp_path / "x" / "sub").mkdir()
    (tmp_path / "x" / "sub" / "mine").write_text("mine", encoding="utf-8")
    write(tmp_path / "x", a="new")
    assert sorted(path.name for path in (tmp_path / "x").iterdir()) == ["a", STAMP, "sub"]
    assert (tmp_path / "x" / "a").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "x" / "sub" / "mine").read_text(encoding="utf-8") == "mine"


def test_a_folder_is_checked_before_anybody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert check_folder(Path("empty"), "--out") == (tmp_path / "empty").resolve()
    assert check_folder(Path("new", "deep"), "--out") == (tmp_path / "new" / "deep").resolve()
    stand = "you stand in"
    for wrong, words in (("full", "other files"), ("full/file", "is a file"), (".", stand), ("..", stand)):
        with pytest.raises(ScenarioError, match=words):
            check_folder(Path(wrong), "--out")
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="all is writable there")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path):
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(ScenarioError, match="nothing may be written"):
        check_folder(tmp_path / "locked" / "new", "--out")


class Deadly:
    """Kills the process that is handed it."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


def test_many_more_pieces_than_processes_are_all_done():
    assert sorted(spread(abs, [-n for n in range(40)], 2)) == [(n, n) for n in range(40)]


def test_a_process_that_dies_costs_no_other_piece_of_work():
    items = [[1], Deadly(), [1, 2], [1, 2, 3]]
    assert sorted(spread(len, items, 2), key=lambda pair: pair[0]) == [(0, 1), (1, None), (2, 2), (3, 3)]


def test_what_the_work_raises_is_raised():
    with pytest.raises(TypeError):
        list(spread(abs, ["a", "b"], 2))


def test_nothing_to_do_is_done():
    assert list(spread(abs, [], 2)) == []


def test_a_portrait_shows_the_people_before_and_after():
    seen = portrait(load_scenario("tiny_trap"), seed=3, weeks=8)
    people = seen.programme.residents
    assert (seen.scenario, seen.seed, seen.weeks, seen.services) == ("tiny_trap", 3, 8, ("house",))
    assert seen.trust_before.shape == seen.trust_after.shape == seen.sessions.shape == (people,)
    assert seen.strength_before.shape == seen.strength_after.shape == seen.programme.neighbours.shape
    assert (seen.trust_before != seen.trust_after).any()
    assert set(seen.hero_before) <= {0.0, 1.0}
