"""The web app in a real browser: a server of its own, Debian's Chromium, and a watch on what the page does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app_client import command
from app_client import free_port as free_port

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "model" / "samskapa" / "app" / "page"
AXE = PAGE / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
NARROWEST = {"width": 320, "height": 640}

VIEWS = {
    "start": "",
    "watch": "#/watch?a=tiny_trap&b=tiny_trap&b.project=0&week=32",
    "compare": "#/compare?a=tiny_trap&b=tiny_trap&b.project=0&runs=16",
    "map": "#/map?a=tiny_trap&b=tiny_trap",
    "learn": "#/learn",
    "class": "#/class",
}
READY = {
    "start": ".trap-picture",
    "watch": ".stage canvas",
    "compare": ".charts canvas",
    "map": ".map .point",
    "learn": ".lesson-card",
    "class": ".class-doors",
}
LESSON = "#/learn?lesson=trap&step={}"
"""A state of each view as its address has it, and what stands on the page when the view is there."""

PATIENCE = 60_000
"""Milliseconds that the page may take on a busy machine before a test gives up."""


def chromium_path() -> str | None:
    """Where this machine has Chromium, if it has."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def launched() -> Any:
    """Playwright's Chromium; the test is skipped where there is none, and says so."""
    path = chromium_path()
    if path is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    running = sync_api.sync_playwright().start()
    return running, running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])


@contextmanager
def serving(folder: Path, port: int, *options: str) -> Iterator[str]:
    """`samskapa app`, until it is ended; gives its address."""
    with command(folder, port, *options):
        yield f"http://127.0.0.1:{port}"


class Visit:
    """One page in one browser context, and everything it complained of or asked outside."""

    def __init__(self, browser: Any, address: str, viewport: dict[str, int], locale: str = "en-GB", **more: Any):
        self.address = address
        self.context = browser.new_context(viewport=viewport, locale=locale, **more)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.route("**/*", self._watch)

    def _watch(self, route: Any) -> None:
        """Let requests to the server pass, and block and note all others."""
        url = route.request.url
        if url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def open(self, state: str = "") -> Any:
        """Go to a state of the page."""
        self.page.goto(f"{self.address}/{state}")
        self.page.wait_for_selector("main h1", state="attached")
        return self.page

    def close(self) -> None:
        self.context.close()


def answered(page: Any, runs: int) -> None:
    """Wait until the comparison has all its runs."""
    page.wait_for_function(
        "runs => { const bar = document.querySelector('.headline progress');"
        " return bar && bar.value === runs && !document.querySelector('.answer[aria-busy=true]'); }",
        arg=runs,
    )


def violations(page: Any) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA: rule and the first node."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))"
        ".violations.map(one => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 160)}`)"
    )
    return list(found)
