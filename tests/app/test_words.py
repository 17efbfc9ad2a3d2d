"""Every word of the page is there in every language, says the same things, and is used."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lessons import KEYS, LANGUAGES, PAGE, lesson, words

FOLDERS = ("words", "lessons/words")
OTHERS = [(folder, language) for folder in FOLDERS for language in LANGUAGES if language != "en"]
PLACE = re.compile(r"\{(\w+)(?:\|[^{}|]*\|[^{}|]*)?\}")
PLURAL = re.compile(r"\{\w+\|([^{}|]*)\|([^{}|]*)\}")
SCRIPTS = sorted(path for path in PAGE.rglob("*.js*") if path.suffix in (".js", ".jsx"))
EMPTY = {"language.machine"}
"""Words that are nothing in English: there is no machine translation to tell of."""
WORDED = ("words", "choices", "text", "hints", "question", "answer", "goal", "done", "heading")


def keys_of(told: Any, under: str = "") -> set[str]:
    """Every word key that a lesson names."""
    if isinstance(told, dict):
        return set().union(*(keys_of(value, "labels" if under == "labels" else key) for key, value in told.items()))
    if isinstance(told, list):
        return set().union(*(keys_of(value, under) for value in told)) if told else set()
    return {told} if isinstance(told, str) and under in (*WORDED, "labels") else set()


def called(text: str) -> tuple[set[str], set[str]]:
    """Keys that a script asks for: whole ones, and the beginnings and ends of those put together from parts."""
    whole = set(re.findall(r"""\bt\(\s*"([^"]+)"(?=\s*[,)])""", text))
    for choice in re.findall(r"""\bt\(([^()"`]*\?[^()`]*)""", text):
        whole |= set(re.findall(r'"([a-z][\w.]*)"', choice.split("?", 1)[1].split(",")[0]))
    parts = set(re.findall(r"\bt\(\s*`([^`]+)`", text))
    return whole, parts


def fits(part: str, keys: set[str]) -> bool:
    """Whether some key has the form of a text with gaps."""
    form = re.compile("[^ ]+".join(re.escape(piece) for piece in re.split(r"\$\{(?:[^{}]|\{[^{}]*\})*\}", part)))
    return any(form.fullmatch(key) for key in keys)


@pytest.mark.parametrize(("folder", "language"), OTHERS)
def test_a_dictionary_has_the_keys_of_the_english_one(folder, language):
    english, other = words(folder, "en"), words(folder, language)
    assert set(english) - set(other) == set()
    assert set(other) - set(english) == set()


@pytest.mark.parametrize(("folder", "language"), OTHERS)
def test_a_translation_keeps_every_placeholder(folder, language):
    english, other = words(folder, "en"), words(folder, language)
    for key, said in english.items():
        assert sorted(set(PLACE.findall(other[key]))) == sorted(set(PLACE.findall(said))), key
        assert "{" not in PLACE.sub("", other[key]), key
        for plural in PLURAL.finditer(other[key]):
            assert all("#" in form for form in plural.groups()) == all(
                "#" in form for english_plural in PLURAL.finditer(said) for form in english_plural.groups()
            ), key


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_empty_or_marked_up(folder, language):
    for key, said in words(folder, language).items():
        assert said.strip() == said, key
        assert said or (key in EMPTY and language == "en"), key
        assert not re.search(r"</?[a-z]+>|\*\*|&[a-z]+;", said), key


@pytest.mark.parametrize(("folder", "language"), OTHERS)
def test_a_dictionary_is_a_translation_and_no_copy(folder, language):
    english, other = words(folder, "en"), words(folder, language)
    long = [key for key, said in english.items() if len(said.split()) > 3]
    assert [key for key in long if other[key] == english[key]] == []


@pytest.mark.parametrize("key", KEYS)
def test_every_word_that_a_lesson_names_is_there_and_every_word_of_it_is_named(key):
    named = keys_of(lesson(key)) | {f"{key}.title", f"{key}.teaser"}
    there = words("lessons/words", "en")
    assert named - set(there) == set()
    assert {word for word in there if word.startswith(f"{key}.")} - named == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(PAGE).as_posix())
def test_every_word_that_the_page_asks_for_is_there(path: Path):
    there = set(words("words", "en")) | set(words("lessons/words", "en"))
    whole, parts = called(path.read_text(encoding="utf-8"))
    assert whole - there == set()
    assert {part for part in parts if not fits(part, there)} == set()


def test_languages_are_named_in_themselves_and_translations_say_who_made_them():
    told = {language: words("words", language) for language in LANGUAGES}
    assert len({told[language]["language.name"] for language in LANGUAGES}) == len(LANGUAGES)
    assert all(told[language]["language.machine"] for language in LANGUAGES if language != "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_stands_once_in_its_file(language):
    for folder in FOLDERS:
        text = (PAGE / folder / f"{language}.json").read_text(encoding="utf-8")
        pairs: list[tuple[str, str]] = json.loads(text, object_pairs_hook=list)
        assert len({key for key, _ in pairs}) == len(pairs)
