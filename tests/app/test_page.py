"""The page as a person uses it: every view, two worlds by keyboard, the address, rewinding and branching, downloads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from browser import DESKTOP, LESSON, READY, VIEWS, Visit, answered, free_port, serving


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_opens_without_a_complaint_and_without_the_outside(visit: Visit, view: str) -> None:
    page = visit.open(VIEWS[view])
    page.wait_for_selector(READY[view])
    assert page.title()
    if view != "start":
        assert page.locator("nav button[aria-current=page]").count() == 1


def numbers(page: Any) -> list[str]:
    """Every number of the comparison as it stands on the page."""
    return list(page.locator(".wide-table td").all_inner_texts())


def test_two_worlds_are_compared_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open(VIEWS["compare"])
    answered(page, 16)
    before = numbers(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reach(page, "document.activeElement.textContent.trim() === 'World B'")
    page.keyboard.press("Enter")
    reach(page, "document.activeElement.id === 'b-candour'")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    reach(page, "document.activeElement.id === 'b-hero_support'")
    page.keyboard.press("End")
    page.wait_for_function("() => location.hash.includes('b.candour=') && location.hash.includes('b.hero_support=')")
    answered(page, 16)
    page.get_by_role("button", name="World A").focus()
    page.keyboard.press("Space")
    reach(page, "document.activeElement.id === 'a-engagement_start'")
    page.keyboard.press("End")
    page.wait_for_function("() => location.hash.includes('a.engagement_start=')")
    page.wait_for_function(
        "old => JSON.stringify([...document.querySelectorAll('.wide-table td')].map(one => one.innerText)) !== old",
        arg=str(before),
    )
    answered(page, 16)
    assert numbers(page) != before
    assert "A is better" in page.locator("[aria-live=polite][aria-atomic]").inner_text()


def reach(page: Any, there: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(80):
        if page.evaluate(there):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {there}")


def test_the_address_restores_the_same_numbers(browser: Any, visit: Visit) -> None:
    state = (
        "#/compare?a=tiny_trap&a.candour=0.8&a.60.delivery_capacity=0.3&b=escape&b.trust_update=symmetric"
        "&people=3&chance=5&runs=24&week=100&show=norm.trust.worst_off&lang=sv"
    )
    page = visit.open(state)
    answered(page, 24)
    there = page.evaluate("location.href")
    assert page.locator("html").get_attribute("lang") == "sv"
    again = Visit(browser, visit.address, DESKTOP)
    try:
        other = again.open(there.removeprefix(f"{visit.address}/"))
        answered(other, 24)
        assert numbers(other) == numbers(page)
        assert other.locator(".now").all_inner_texts() == page.locator(".now").all_inner_texts()
        assert other.evaluate("location.hash") == page.evaluate("location.hash")
        assert "v=" in there
    finally:
        again.close()


def test_switching_the_language_keeps_the_state(visit: Visit) -> None:
    page = visit.open(VIEWS["compare"] + "&a.candour=0.75&week=90")
    answered(page, 16)
    before = set(page.evaluate("location.hash").split("?")[1].split("&"))
    page.locator(".lang select").select_option("fi")
    page.wait_for_function("() => document.documentElement.lang === 'fi'")
    answered(page, 16)
    page.wait_for_function("() => location.hash.includes('lang=fi')")
    assert set(page.evaluate("location.hash").split("?")[1].split("&")) == before | {"lang=fi"}
    assert page.locator(".machine").inner_text()
    assert page.locator("#a-candour").input_value() == "0.75"


def test_a_run_is_played_rewound_and_branched(visit: Visit) -> None:
    page = visit.open(VIEWS["watch"])
    page.wait_for_selector(".player")
    asked = count_requests(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => parseInt(document.querySelector('.week-now').innerText.match(/\\d+/)) >= 35")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Rewind").click()
    assert "0" in page.locator(".week-now").inner_text()
    page.locator(".scrub input").fill("40")
    assert "40" in page.locator(".week-now").inner_text()
    assert asked == [], "playing and scrubbing ask the server nothing"
    page.get_by_role("button", name="Change something here").click()
    page.locator("#branch-candour").fill("1")
    page.locator("#branch-delivery_capacity").fill("0.5")
    page.wait_for_function("() => document.querySelectorAll('.stage canvas').length === 2")
    page.wait_for_function("() => location.hash.includes('branch=40') && location.hash.includes('branch.candour=1')")
    values = page.locator(".charts.small .now").all_inner_texts()
    assert all(len(set(re.findall(r"[\d.]+", one))) <= 2 for one in values)
    page.locator(".scrub input").fill("20")
    assert all(len(set(one.split())) == 1 for one in page.locator(".charts.small .now").all_inner_texts()), (
        "before the branch both paths are the same"
    )
    page.locator(".scrub input").fill("200")
    assert any(len(set(one.split())) == 2 for one in page.locator(".charts.small .now").all_inner_texts()), (
        "after it they are not"
    )


def count_requests(page: Any) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    return asked


def test_a_person_is_chosen_by_keys_and_has_a_story(visit: Visit) -> None:
    page = visit.open(VIEWS["watch"] + "&lang=en")
    page.wait_for_selector(".player")
    page.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".story-panel h3:has-text('Resident 0')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".story-panel .events")
    page.locator(".scrub input").fill("120")
    page.wait_for_function("() => document.querySelectorAll('.story-panel .events li').length > 0")
    assert "week" in page.locator(".story-panel .events li").first.inner_text()


def test_the_point_of_the_map_moves_by_keys_without_a_new_question(visit: Visit) -> None:
    page = visit.open(VIEWS["map"])
    page.wait_for_selector(".answer[aria-busy=false] .map .point")
    asked = count_requests(page)
    before = page.locator(".headline .big").inner_text()
    page.locator(".map .point").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.hash.includes('a.engagement_start=')")
    assert page.locator(".headline .big").inner_text() != before
    assert asked == []


def test_a_lesson_is_gone_through_and_asks_before_it_shows(visit: Visit) -> None:
    page = visit.open(LESSON.format(0) + "&lang=en")
    forward = page.get_by_role("button", name="Next", exact=True)
    forward.click()
    assert forward.is_disabled()
    page.locator(".choice").nth(2).click()
    forward.click()
    page.wait_for_selector(".step-reveal canvas")
    assert page.locator(".note").count() == 1


def test_the_map_and_the_comparison_of_every_scenario_ask_no_more_than_the_server_allows(visit: Visit) -> None:
    """A map of a large world is coarser; 1,040 weeks leave fewer runs than a comparison would like."""
    page = visit.open("")
    names = page.evaluate("async () => (await (await fetch('/api/meta')).json()).scenarios.map(one => one.name)")
    assert "helsingborg" in names
    for name in names:
        page = visit.open(f"#/map?a={name}&b={name}")
        page.wait_for_selector(".map .point, .problem")
        assert page.locator(".problem").count() == 0, name
    page = visit.open("#/compare?a=helsingborg&a.weeks=1040&b=helsingborg&b.weeks=1040&b.project=0&runs=400")
    page.wait_for_selector(".charts canvas, .problem")
    assert page.locator(".problem").count() == 0


def test_downloads_hold_what_is_shown(visit: Visit, tmp_path: Path) -> None:
    page = visit.open(VIEWS["compare"] + "&lang=en")
    answered(page, 16)
    found = {}
    for name in ("Numbers (CSV)", "Picture (SVG)", "Picture (PNG)", "Scenario A (TOML)"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=name).click()
        path = tmp_path / coming.value.suggested_filename
        coming.value.save_as(path)
        found[path.suffix] = path.read_bytes()
    assert found[".csv"].splitlines()[0] == b"outcome,week,world,statistic,value"
    assert len(found[".csv"].splitlines()) == 1 + 6 * 208 * 15
    assert found[".svg"].startswith(b"<svg")
    assert b"Trust in my worker" in found[".svg"]
    assert found[".png"].startswith(b"\x89PNG")
    assert b"schema = 1" in found[".toml"]


def test_a_file_of_ones_own_travels_in_the_address(visit: Visit, browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "candid_trap.toml"
    path.write_text(
        'schema = 1\nname = "candid_trap"\ntitle = "Reasons <b>for</b> every no"\nstory = "Nothing is left hanging."\n'
        'base = "tiny_trap"\n\n[parameters]\ncandour = { value = 0.9, why = "Reasons.", source = "[A]" }\n',
        encoding="utf-8",
    )
    page = visit.open(VIEWS["compare"])
    page.wait_for_selector("#a-candour")
    page.locator(".story summary").click()
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_function("() => location.hash.includes('a.file=')")
    assert page.locator("#a-candour").input_value() == "0.9"
    answered(page, 16)
    again = Visit(browser, visit.address, DESKTOP)
    try:
        other = again.open(page.evaluate("location.hash"))
        answered(other, 16)
        assert numbers(other) == numbers(page)
        assert other.locator("#a-scenario option:checked").inner_text() == "Reasons <b>for</b> every no"
    finally:
        again.close()
    path.write_text("schema = 1\nname = 3\n", encoding="utf-8")
    page.locator(".story[open] input[type=file]").set_input_files(path)
    page.wait_for_selector(".file .problem")
    assert len(visit.complaints) == 1
    assert "422" in visit.complaints.pop(), "the browser notes the refusal; the page says why"


def test_the_page_outlives_its_server(browser: Any, tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port, "--workers", "1") as address:
        one = Visit(browser, address, DESKTOP)
        page = one.open("#/compare?a=tiny_trap&b=tiny_trap&b.project=0&runs=16&lang=en")
        answered(page, 16)
    before = numbers(page)
    page.locator("#a-candour").fill("0.9")
    page.wait_for_selector(".line .lost")
    assert numbers(page) == before, "what is on the screen stays"
    with serving(tmp_path, port, "--workers", "1"):
        page.wait_for_selector(".line .lost", state="detached")
        page.wait_for_function(
            "old => document.querySelector('.wide-table').innerText !== old",
            arg=page.locator(".wide-table").first.inner_text(),
        )
        assert page.locator("#a-candour").input_value() == "0.9"
        one.close()
