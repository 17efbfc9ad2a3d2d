"""Names, files and bases; and texts that mean harm."""

from __future__ import annotations

import os
import sys

import pytest

from samskapa.science.errors import ScenarioError
from samskapa.science.scenarios import load_scenario, read_scenario, scenario_names
from scenario_files import CHILD, HEAD, SERVICE, WHY, WORLD, refused, write


def test_a_name_that_is_neither_a_scenario_nor_a_file_is_refused_with_the_nearest():
    with pytest.raises(ScenarioError) as caught:
        load_scenario("helsinborg")
    assert caught.value.nearest == "helsingborg"
    assert all(name in caught.value.allowed for name in scenario_names())
    assert "'helsinborg' is neither a known scenario nor a file" in str(caught.value)


@pytest.mark.parametrize("name", ["", "\0", "x" * 5000, "../helsingborg", "hels\x1b[2Jingborg", "ラルヴィク"])
def test_strange_names_are_refused(name):
    with pytest.raises(ScenarioError, match="neither a known scenario nor a file"):
        load_scenario(name)


def test_files_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(ScenarioError, match=r"no such file; did you mean 'helsingborg'"):
        load_scenario(tmp_path / "helsingbrg.toml")
    with pytest.raises(ScenarioError, match="this is a folder"):
        load_scenario(tmp_path)
    (tmp_path / "big.toml").write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(ScenarioError, match=r"too large; allowed: at most 1 MiB"):
        load_scenario(tmp_path / "big.toml")
    (tmp_path / "latin.toml").write_bytes(b'schema = 1\nname = "\xe5"\n')
    with pytest.raises(ScenarioError, match=r"latin\.toml, line 2: the file is not written in UTF-8"):
        load_scenario(tmp_path / "latin.toml")
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario("x" * 5000 + ".toml")
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario("\0.toml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(ScenarioError, match="no ordinary file"):
        load_scenario(tmp_path / "pipe.toml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_one_may_not_read_is_refused(tmp_path):
    path = write(tmp_path, "x.toml", WORLD)
    path.chmod(0)
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario(path)


HOSTILE = {
    "lists in lists": "a = " + "[" * 400_000,
    "tables in tables": "a = " + "{a=" * 300_000,
    "a deep key": ".".join("a" * 500_000) + " = 1",
    "a deep header": "[" + ".".join("a" * 500_000) + "]",
    "a deep quoted key": ".".join(['"a"'] * 200_000) + " = 1",
    "a number of many digits": "schema = " + "1" * 900_000,
    "a long key": "a" * 900_000 + " = 1",
    "a long value": 'schema = "' + "a" * 900_000 + '"',
    "many quotes": "schema = " + "'" * 900_000,
    "spaces": "schema" + " " * 900_000,
    "a null": "schema = 1\0",
    "right to left": "\u202eschema = 1",
    "a letter that looks alike": "s\u0441hema = 1",
    "an unpaired surrogate": 'schema = "\\ud800"',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_in_a_line_or_two(text):
    assert len(refused(text)) < 500


def test_a_hostile_value_does_not_fill_the_screen():
    for value in ("[" + "1," * 100_000 + "]", '"' + "a" * 100_000 + '"'):
        text = WORLD + f"[parameters]\ncandour = {{ value = {value}, why = 'w' }}\n"
        assert len(refused(text)) < 300
        assert len(refused(WORLD + f"[switches]\nmode = {{ value = {value}, why = 'w' }}\n")) < 300
    many = "".join(SERVICE.replace('"a"', f'"a{n}"') for n in range(3000))
    assert len(read_scenario(HEAD + many).services) == 3000


def test_a_file_says_only_what_differs_from_its_base():
    base, child = (
        load_scenario("helsingborg"),
        read_scenario(
            CHILD + 'base = "helsingborg"\nweeks = 100\n[parameters]\nmandated = { value = 0, why = "asked for" }\n'
            'strictness = { value = 0.5, why = "stricter" }\n'
        ),
    )
    assert (child.services, child.start_date, child.story) == (base.services, base.start_date, base.story)
    assert (child.weeks, child.settings.meeting_interval, child.settings.strictness) == (100, 11, 0.5)
    assert "mandated" not in child.settings.own
    assert "mandated" not in child.reasons
    assert set(child.reasons) == {*child.settings.own, *child.settings.own_switches}


def test_bases_may_be_chained_and_lie_beside_the_file(tmp_path):
    write(
        tmp_path,
        "a.toml",
        CHILD + 'base = "tiny_trap"\n[parameters]\ncandour = { value = 0.6, why = "w" }\n'
        f'[[changes]]\nweek = 9\nparameter = "candour"\nvalue = 0.9\n{WHY}\n',
    )
    write(
        tmp_path,
        "b.toml",
        CHILD + 'base = "a.toml"\n[parameters]\ncandour = { value = 0.7, why = "w" }\n'
        f'[[changes]]\nweek = 9\nparameter = "candour"\nvalue = 1\n{WHY}\n'
        f'[[changes]]\nweek = 5\nparameter = "candour"\nvalue = 0.2\n{WHY}\n',
    )
    scenario = load_scenario(tmp_path / "b.toml")
    assert (scenario.settings.candour, scenario.settings.engagement_start) == (0.7, 0.3)
    assert [(change.week, change.value) for change in scenario.changes] == [(5, 0.2), (9, 1)]


def test_what_the_base_says_already_says_nothing_new(tmp_path):
    write(tmp_path, "a.toml", CHILD + 'base = "escape"\n[parameters]\nengagement_start = { value = 0.6, why = "w" }\n')
    with pytest.raises(
        ScenarioError,
        match=r"line 6, parameters\.engagement_start\.value: engagement_start = 0\.6 "
        r"says nothing new: it holds in the base escape",
    ):
        load_scenario(tmp_path / "a.toml")
    with pytest.raises(ScenarioError, match=r"line 5, weeks: weeks = 208 says nothing new: it holds in the base"):
        read_scenario(CHILD + 'base = "escape"\nweeks = 208\n')
    house = (
        '[[services]]\nname = "house"\nkind = "supported_housing"\nresidents = 20\nworkers = 3\n'
        'why = "Small enough that every person can be seen."\nsource = "[A]"\n'
    )
    with pytest.raises(ScenarioError, match=r"line 5, services: the services are those of the base"):
        read_scenario(CHILD + 'base = "tiny_trap"\n' + house)
    change = f'[[changes]]\nweek = 9\nparameter = "candour"\nvalue = 1\n{WHY}\n'
    write(tmp_path, "b.toml", CHILD + 'base = "escape"\n' + change)
    write(tmp_path, "c.toml", CHILD + 'base = "b.toml"\n' + change)
    with pytest.raises(ScenarioError, match=r"candour = 1 says nothing new: it holds in week 9 anyway"):
        load_scenario(tmp_path / "c.toml")


def test_bases_that_go_round_are_refused(tmp_path):
    write(tmp_path, "a.toml", CHILD + 'base = "b.toml"\n')
    write(tmp_path, "b.toml", CHILD + 'base = "a.toml"\n')
    with pytest.raises(ScenarioError, match=r"line 4, base: the bases go round in a circle: a -> b -> a"):
        load_scenario(tmp_path / "a.toml")
    write(tmp_path, "self.toml", CHILD + 'base = "self.toml"\n')
    with pytest.raises(ScenarioError, match="in a circle: self -> self"):
        load_scenario(tmp_path / "self.toml")


def test_a_chain_without_end_is_refused(tmp_path):
    for n in range(20):
        write(tmp_path, f"a{n}.toml", CHILD + f'base = "a{n + 1}.toml"\n')
    with pytest.raises(ScenarioError, match=r"a15\.toml, line 4, base: the chain of bases is too long"):
        load_scenario(tmp_path / "a0.toml")


@pytest.mark.parametrize(
    "base",
    [
        "../a.toml",
        "/etc/a.toml",
        "sub/a.toml",
        "..\\\\a.toml",
        "C:a.toml",
        "a.txt",
        "..",
        ".",
        "helsinborg",
        "a\\u0000/b.toml",
    ],
)
def test_a_base_in_another_folder_is_refused(tmp_path, base):
    write(tmp_path, "a.toml", WORLD)
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", "a.toml", WORLD)
    path = write(tmp_path / "sub", "x.toml", CHILD + f'base = "{base}"\n')
    with pytest.raises(
        ScenarioError,
        match=r"x\.toml, line 4, base: .*neither a known scenario nor the name of a"
        r"|x\.toml, line 4, base: base has characters",
    ):
        load_scenario(path)


def test_a_base_that_is_missing_or_wrong_is_refused(tmp_path):
    write(tmp_path, "base.toml", WORLD.replace("208", "-1"))
    with pytest.raises(
        ScenarioError,
        match=r"line 4, base: the base 'bas\.toml' does not lie beside this file; "
        r"did you mean 'base\.toml'\?",
    ):
        load_scenario(write(tmp_path, "x.toml", CHILD + 'base = "bas.toml"\n'))
    with pytest.raises(ScenarioError, match=r"base\.toml, line 4, weeks: weeks = -1 is out of bounds"):
        load_scenario(write(tmp_path, "x.toml", CHILD + 'base = "base.toml"\n'))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_as_good_as_a_file(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "near.toml").symlink_to(write(tmp_path / "far", "a.toml", WORLD))
    assert load_scenario(write(tmp_path, "x.toml", CHILD + 'base = "near.toml"\n')).name == "child"
