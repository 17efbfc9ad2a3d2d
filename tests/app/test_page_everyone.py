"""The page for everyone: at phone width, in every language, without a breach of WCAG, light, at rest where wished."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browser import AXE, DESKTOP, LESSON, NARROWEST, PHONE, READY, VIEWS, Visit, violations
from lessons import KEYS, LANGUAGES, lesson

RARE = (
    "#/compare?a=tiny_trap&a.trust_update=symmetric&b=tiny_trap&b.project=0&runs=8"
    "&show=invited.acquired_ties.voice_gini.trust_sd.heroes_active.capacity"
)
"""Outcomes with the units that are seldom seen."""
KEY = re.compile(
    r"\b(?:unit|lever|outcome|summary|switch|group|event|mark|service|spread|scenario|intervention)"
    r"\.[a-z][a-z_0-9.]*"
)
ALL_WORDS = """[document.body.innerText, ...[...document.querySelectorAll('[aria-label], [aria-valuetext], option')]
    .map(one => `${one.ariaLabel} ${one.ariaValueText} ${one.textContent}`)].join(' ')"""


def with_language(state: str, language: str) -> str:
    """A state of the page in a language."""
    return f"{state or '#/'}{'&' if '?' in state else '?'}lang={language}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", [PHONE, NARROWEST], ids=["360", "320"])
def test_nothing_is_wider_than_a_phone(browser: Any, address: str, viewport: dict[str, int], language: str) -> None:
    one = Visit(browser, address, viewport)
    wide = {}
    try:
        for view, state in VIEWS.items():
            page = one.open(with_language(state, language))
            page.wait_for_selector(READY[view])
            page.wait_for_function(f"() => document.documentElement.lang === '{language}'")
            for folded in (True, False):
                if not folded:
                    unfold(page)
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > viewport["width"]:
                    wide[view, folded] = width
        assert wide == {}
    finally:
        one.close()


def test_no_step_of_a_lesson_is_wider_than_the_narrowest_phone_in_the_longest_words(browser: Any, address: str) -> None:
    one = Visit(browser, address, NARROWEST)
    wide = {}
    try:
        for key in KEYS:
            for n in range(len(lesson(key)["steps"])):
                page = one.open(f"#/learn?lesson={key}&step={n}&lang=fi")
                page.wait_for_selector(".step > *")
                page.wait_for_selector("[aria-busy=true]", state="detached")
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > NARROWEST["width"]:
                    wide[key, n] = width
        assert wide == {}
    finally:
        one.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing_on_any_view(visit: Visit, language: str) -> None:
    """A word that a dictionary lacks would stand there as its key."""
    lacking = {}
    for view, state in [*VIEWS.items(), ("rare outcomes", RARE)]:
        page = visit.open(with_language(state, language))
        page.wait_for_selector(READY.get(view, ".charts canvas"))
        page.wait_for_function(f"() => document.documentElement.lang === '{language}'")
        unfold(page)
        found = set(KEY.findall(page.evaluate(ALL_WORDS)))
        if found:
            lacking[view] = found
    assert lacking == {}


@pytest.mark.parametrize(("language", "unit"), [("sv", "inbjudningar"), ("fi", "kutsua"), ("nb", "invitasjoner")])
def test_an_axis_has_its_unit_in_the_language_of_the_page(visit: Visit, language: str, unit: str) -> None:
    page = visit.open(with_language(RARE, language))
    page.wait_for_selector(".charts canvas")
    page.wait_for_function(f"() => document.documentElement.lang === '{language}'")
    notes = page.locator(".axis-note.up").all_inner_texts()
    assert unit in notes
    assert not {"invitations", "ties per resident", "Gini 0 to 1", "residents"} & set(notes)


def unfold(page: Any) -> None:
    """Open everything that can be opened, and what appears in it."""
    for _ in range(2):
        page.evaluate("document.querySelectorAll('main details:not([open])').forEach(one => { one.open = true; })")
        page.evaluate("new Promise(done => setTimeout(done, 100))")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not at hand (make page gets it)")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_view_breaks_a_rule_of_wcag(visit: Visit, language: str) -> None:
    found = {}
    for view, state in [*VIEWS.items(), *((f"lesson {n}", LESSON.format(n)) for n in (0, 1, 2, 4))]:
        page = visit.open(with_language(state, language))
        page.wait_for_selector(READY.get(view, ".step > *"))
        page.wait_for_function(f"() => document.documentElement.lang === '{language}'")
        unfold(page)
        wrong = violations(page)
        if wrong:
            found[view] = wrong
    assert found == {}


def test_the_first_load_is_light(browser: Any, address: str) -> None:
    one = Visit(browser, address, DESKTOP)
    try:
        sent: list[int] = []
        wire = one.context.new_cdp_session(one.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda said: sent.append(said["encodedDataLength"]))
        page = one.open()
        page.wait_for_load_state("networkidle")
        assert 20_000 < sum(sent) < 250_000
        assert page.evaluate("performance.getEntriesByName('first-contentful-paint').length") == 1
    finally:
        one.close()


def test_reduced_motion_steps_instead_of_gliding(browser: Any, address: str) -> None:
    one = Visit(browser, address, DESKTOP, reduced_motion="reduce")
    try:
        page = one.open("#/compare?a=tiny_trap&runs=8")
        page.wait_for_selector(".charts canvas")
        assert page.evaluate("document.getAnimations().length") == 0
    finally:
        one.close()
