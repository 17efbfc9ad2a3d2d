"""A class in two browsers: the teacher on this machine, a pupil from another address, two workers, a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from browser import AXE, DESKTOP, PHONE, Visit, free_port, launched, serving, violations


def opened_room(teacher: Any) -> str:
    """The teacher opens a room for the first lesson; gives its code."""
    teacher.get_by_role("button", name="Open", exact=True).click()
    teacher.wait_for_selector(".code")
    return str(teacher.locator(".code").inner_text())


def said(page: Any, selector: str, words: str) -> None:
    """Wait until something on the page says some words; pages ask for news every second or so."""
    page.wait_for_function(
        "([where, words]) => [...document.querySelectorAll(where)].some(one => one.innerText.includes(words))",
        arg=[selector, words],
    )


def test_a_pupil_votes_and_decides_from_another_address_and_a_restart_loses_nothing(tmp_path: Path) -> None:
    running, chromium = launched()
    port = free_port()
    options = ("--class", "--workers", "2")
    try:
        with serving(tmp_path, port, *options) as address:
            desk = Visit(chromium, address, DESKTOP)
            phone = Visit(chromium, f"http://127.0.0.2:{port}", PHONE)
            teacher = desk.open("#/class?lang=en")
            code = opened_room(teacher)
            pupil = phone.open(f"#/class?lang=en&code={code}")
            assert pupil.locator("#class-code").input_value() == code
            assert pupil.get_by_role("button", name="Open", exact=True).count() == 0, "it is not the teacher's"
            pupil.get_by_role("button", name="Join", exact=True).click()
            said(pupil, "h1", "You are resident")
            said(teacher, ".members", "1 pupil has joined")
            teacher.get_by_role("button", name="Ask", exact=True).first.click()
            pupil.locator(".choice").nth(1).click()
            said(pupil, ".choices [role=status]", "Your vote counts")
            said(teacher, ".big-number", "1 of 1")
        said_before = pupil.locator("h1").inner_text()
        with serving(tmp_path, port, *options):
            said(teacher, ".big-number", "1 of 1")
            teacher.get_by_role("button", name="Show the votes").click()
            teacher.wait_for_selector(".tally-bars")
            pupil.wait_for_selector(".tally-bars")
            said(pupil, ".tally-bars th", "your vote")
            assert pupil.locator("h1").inner_text() == said_before
            pupil.get_by_role("button", name="Comes", exact=True).click()
            said(teacher, ".meeting-line [role=status]", "1 pupil has decided")
            teacher.get_by_role("button", name="Hold the meeting").click()
            teacher.wait_for_selector("table:has(caption:has-text('Meetings so far')) tbody tr")
            said(teacher, "tbody td", "1 / 1")
            said(pupil, "section", "came 1 time")
            if AXE.is_file():
                assert violations(teacher) == []
                assert violations(pupil) == []
            teacher.get_by_role("button", name="Close the room").click()
            said(pupil, "[role=status]", "This room is closed.")
            assert desk.outside == phone.outside == []
    finally:
        chromium.close()
        running.stop()
