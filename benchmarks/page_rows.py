"""The page of the web app in a real browser: first paint, what it loads, a lever moved, playing and scrubbing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from benchmarks.app_rows import server
from benchmarks.measuring import Row

Say = Callable[[str], None]
GROUP = "page"
FUTURES = "#/compare?a=helsingborg&b=helsingborg&b.project=0&runs=100&lang=en"
ONE_RUN = "#/watch?a=helsingborg&b=helsingborg&b.project=0&lang=en"
PATIENCE = 60_000
SECONDS_OF_PLAY, SCRUBS = 5, 21
WATCH = """() => {
  window.timed = { draws: [], runs: [], began: 0 };
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    timed.draws.push(performance.now());
    return clear.apply(this, box);
  };
  addEventListener("keydown", () => { timed.began = performance.now(); timed.runs = []; }, true);
  const look = () => {
    const bar = document.querySelector(".headline progress");
    if (bar && timed.runs.at(-1)?.[1] !== bar.value) timed.runs.push([performance.now() - timed.began, bar.value]);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
"""Notes when something is drawn and when the comparison shows so many runs, counted from the last key pressed."""
PLAYED = """seconds => new Promise(done => {
  const began = performance.now(), stage = timed.draws.length;
  let frames = 0;
  const count = now => {
    frames += 1;
    if (now - began < 1000 * seconds) requestAnimationFrame(count);
    else done([frames, timed.draws.length - stage, (performance.now() - began) / 1000]);
  };
  requestAnimationFrame(count);
})"""
SCRUBBED = """week => new Promise(done => {
  const bar = document.querySelector(".scrub input"), set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype,
    "value").set;
  const began = performance.now();
  timed.draws = [];
  set.call(bar, week);
  bar.dispatchEvent(new Event("input", { bubbles: true }));
  const wait = () => {
    if (timed.draws.length) requestAnimationFrame(() => done(performance.now() - began));
    else requestAnimationFrame(wait);
  };
  requestAnimationFrame(wait);
})"""


def in_a_browser(rounds: int, say: Say) -> list[Row]:
    """Every row of the page; one that says why where there is no browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        return [Row(GROUP, "the page in a browser", float("nan"), "", note="skipped: no Chromium, or no playwright")]
    with server() as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        address = f"http://127.0.0.1:{port}/"
        try:
            say("the page: first paint")
            return [
                *first_load(browser, address, rounds),
                *lever(browser, address, rounds, say),
                *one_run(browser, address, say),
            ]
        finally:
            browser.close()


@contextmanager
def visit(browser: Any, address: str, state: str = "") -> Iterator[Any]:
    """A page in a fresh context, with nothing kept from before."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    try:
        page = context.new_page()
        if state:
            page.goto(address + state)
        yield page
    finally:
        context.close()


def first_load(browser: Any, address: str, rounds: int) -> list[Row]:
    """First paint and bytes of the first view, each time as for somebody new."""
    paints, sizes = [], []
    for _ in range(max(3, rounds)):
        with visit(browser, address) as page:
            sent: list[int] = []
            wire = page.context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.on("Network.loadingFinished", lambda said, sent=sent: sent.append(said["encodedDataLength"]))
            page.goto(address)
            page.wait_for_load_state("networkidle")
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            sizes.append(sum(sent))
    paint, size = median(paints), max(sizes) / 1000
    return [
        Row(GROUP, "first paint", paint, "ms", "<= 300", paint <= 300, f"median of {len(paints)} first visits"),
        Row(
            GROUP,
            "first load",
            size,
            "kB as sent",
            "<= 250",
            size <= 250,
            "page, words of one language, what the server tells of the model",
        ),
    ]


def lever(browser: Any, address: str, rounds: int, say: Say) -> list[Row]:
    """From a key on a lever to the frame that shows sixteen runs of both futures, and to a hundred."""
    say("the page: a lever is moved")
    first, whole = [], []
    with visit(browser, address, FUTURES) as page:
        hundred = "() => { const bar = document.querySelector('.headline progress'); return bar && bar.value === 100; }"
        page.wait_for_function(hundred)
        page.evaluate(WATCH)
        page.locator("#a-candour").focus()
        for _ in range(3 * max(3, rounds)):
            page.keyboard.press("ArrowRight")
            page.wait_for_function("() => timed.runs.some(one => one[1] === 16)")
            page.wait_for_function("() => timed.runs.at(-1)[1] === 100")
            seen = page.evaluate("timed.runs")
            first.append(next(at for at, runs in seen if runs == 16))
            whole.append(seen[-1][0])
    note = f"Helsingborg, 208 weeks, {len(first)} moves to values never asked before, cache off"
    middle, last = median(first), median(whole)
    return [
        Row(GROUP, "a lever moved, to the first 16 runs", middle, "ms", "<= 120", middle <= 120, note),
        Row(GROUP, "a lever moved, to 100 runs", last, "ms", "<= 500", last <= 500, note),
    ]


def one_run(browser: Any, address: str, say: Say) -> list[Row]:
    """Frames a second while a run is played, what it asks of the server meanwhile, and the time to any week."""
    say("the page: a run is played")
    with visit(browser, address, ONE_RUN) as page:
        page.wait_for_selector(".player")
        page.wait_for_selector("[aria-busy=true]", state="detached")
        page.wait_for_load_state("networkidle")
        page.evaluate(WATCH)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("button", name="Play", exact=True).click()
        frames, draws, seconds = page.evaluate(PLAYED, SECONDS_OF_PLAY)
        requests = len(asked)
        page.get_by_role("button", name="Pause").click()
        times = [page.evaluate(SCRUBBED, (37 * n) % 208) for n in range(1, SCRUBS + 1)]
    rate, slowest = frames / seconds, max(times)
    return [
        Row(
            GROUP,
            "playing",
            rate,
            "frames a second",
            ">= 55",
            rate >= 55 and not requests,
            f"Helsingborg, {draws / seconds:.0f} drawings of the stage and charts a second, {requests} requests",
        ),
        Row(
            GROUP,
            "scrubbing to any week",
            slowest,
            "ms",
            "<= 50",
            slowest <= 50,
            f"slowest of {len(times)}, median {median(times):.0f}; until the frame after the drawing",
        ),
    ]
