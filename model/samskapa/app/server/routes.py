"""The questions that the page asks of the model, each a route: worked on in their turn, answered in frames or JSON."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from samskapa.app.server import assumptions, ensembles, histories, messages, trapmaps
from samskapa.app.server.descriptions import scenario_entry
from samskapa.app.server.questions import Piece, Study
from samskapa.app.server.replies import FRAMES, JSON, Packed, SupersededError, as_json, frame
from samskapa.app.server.scheduler import AT_ONCE, LONG, SHARPER, SLOW, Scheduler, Stored, Ticket
from samskapa.app.server.worlds import UPLOADED, check_work, checked, scenario_of, uploaded
from samskapa.science.errors import RunError, ScenarioError
from samskapa.science.scenarios.reading import read_scenario
from samskapa.science.scenarios.scenario import Scenario, check_dated
from samskapa.science.scenarios.writing import scenario_toml
from samskapa.science.settings import known_names

LOOK_EVERY = 0.2
"""Seconds between looks whether the browser still waits."""
FIRST_OF_MAP = 2
AT_A_TIME = 100
Told = Callable[[Study], tuple[dict[str, Any], dict[str, Packed]]]


class Questions:
    """What answers questions in one worker.

    Args:
        cache_bytes: memory for what was worked out before; half for runs, half for replies.
        threads: threads for each piece of work; all processors if 0.
    """

    def __init__(self, cache_bytes: int, threads: int = 0):
        self.threads = threads or os.cpu_count() or 1
        self.scheduler = Scheduler(2)
        self.pieces: Stored[Piece] = Stored(cache_bytes // 2)
        self.replies: Stored[bytes] = Stored(cache_bytes // 2)

    async def ensemble(self, asked: messages.EnsembleRequest, request: Request) -> Response:
        """Two futures."""
        study_of = partial(ensembles.study_of, asked)
        steps = steps_of(asked.runs, asked.first, AT_A_TIME)
        return await self._streamed(asked, study_of, ensembles.told, steps, AT_ONCE, SHARPER)

    async def assumptions(self, asked: messages.AssumptionsRequest, request: Request) -> Response:
        """The same under other assumptions."""
        study_of = partial(assumptions.study_of, asked)
        steps = steps_of(asked.worlds, 2 * assumptions.PER_SWITCHES, 4 * assumptions.PER_SWITCHES)
        return await self._streamed(asked, study_of, assumptions.told, steps, LONG, LONG)

    async def trapmap(self, asked: messages.TrapmapRequest, request: Request) -> Response:
        """A trap map."""
        study_of = partial(trapmaps.study_of, asked)
        steps = steps_of(asked.runs, FIRST_OF_MAP, AT_A_TIME)
        return await self._streamed(asked, study_of, trapmaps.told, steps, AT_ONCE, LONG)

    async def history(self, asked: messages.HistoryRequest, request: Request) -> Response:
        """One run with everybody in it."""
        began = time.monotonic()

        def work(ticket: Ticket) -> bytes:
            scenario = branched(asked)
            check_work({"the world": scenario}, 1)
            found = histories.history_of(scenario, asked.programme_seed, asked.chance_seed, ticket.is_stale)
            return histories.history_frame(
                found,
                {
                    "programme_seed": asked.programme_seed,
                    "chance_seed": asked.chance_seed,
                    "branch_week": asked.branch.week if asked.branch else None,
                    **_said(ticket, began),
                },
            )

        return await self._at_once(request, asked, AT_ONCE, work)

    async def events(self, asked: messages.HistoryRequest, request: Request) -> Response:
        """The events of a run."""

        def work(ticket: Ticket) -> bytes:
            scenario = branched(asked)
            check_work({"the world": scenario}, 10)
            if ticket.stale:
                raise SupersededError
            return histories.events_of(scenario, asked.programme_seed, asked.chance_seed)

        return await self._at_once(request, asked, LONG, work)

    async def who_changed(self, asked: messages.WhoChangedRequest, request: Request) -> Response:
        """Whom a change reached."""

        def work(ticket: Ticket) -> bytes:
            a, b = scenario_of(asked.a, "a"), scenario_of(asked.b, "b")
            check_work({"a": a, "b": b}, 4)
            return as_json(histories.reached(a, b, asked.programme_seed, asked.chance_seed))

        return await self._at_once(request, asked, SHARPER, work, JSON)

    async def export(self, asked: messages.ExportRequest, request: Request) -> Response:
        """A world as a scenario file."""
        text = await run_in_threadpool(exported, asked)
        return Response(as_json({"name": asked.name, "toml": text}), media_type=JSON)

    async def check(self, asked: messages.CheckRequest, request: Request) -> Response:
        """The text of a scenario file, checked."""
        scenario = await run_in_threadpool(uploaded, asked.toml)
        return Response(as_json(scenario_entry(scenario) | {"toml": asked.toml}), media_type=JSON)

    async def _streamed(
        self,
        asked: messages.Question,
        study_of: Callable[[], Study],
        told: Told,
        steps: Iterable[int],
        first: int,
        later: int,
    ) -> Response:
        """A stream of frames, each sharper than the one before; the last is kept for the next who asks the same.

        Args:
            asked: the question.
            study_of: makes its study.
            told: what is said of a study by now.
            steps: up to which pair of seeds each frame goes.
            first, later: how urgent the first frame is, and all others.
        """
        key = key_of(asked)
        kept = self.replies.get(key)
        if kept is not None:
            return Response(kept, media_type=FRAMES, headers={"x-kept": "1"})
        ticket = self.scheduler.enter(asked.client, type(asked).__name__)
        study = await run_in_threadpool(study_of)

        async def frames() -> AsyncIterator[bytes]:
            with self.scheduler.counted(ticket):
                began, urgency = time.monotonic(), first
                try:
                    for last in steps:
                        sharpen = partial(self._sharpened, study, told, last, ticket, began)
                        sent = await self.scheduler.work(ticket, urgency, sharpen)
                        urgency = later
                        if last == study.asked:
                            self.replies.put(key, sent, len(sent))
                        yield sent
                except SupersededError:
                    yield frame({"kind": "superseded"})
                except (RunError, ScenarioError) as error:
                    yield frame({"kind": "failed", "what": str(error)})

        return StreamingResponse(frames(), media_type=FRAMES)

    def _sharpened(self, study: Study, told: Told, last: int, ticket: Ticket, began: float) -> bytes:
        """The frame of a study that has been run up to a pair of seeds: on all threads for somebody who asks alone."""
        study.run(last, self.threads if self.scheduler.asked <= 1 else 1, ticket.is_stale, self.pieces)
        header, arrays = told(study)
        said = {"kind": study.experiment.name, "final": last == study.asked, **_said(ticket, began)}
        return frame({**said, **header}, arrays)

    async def _at_once(
        self,
        request: Request,
        asked: messages.Question,
        urgency: int,
        work: Callable[[Ticket], bytes],
        media_type: str = FRAMES,
    ) -> Response:
        """A reply in one piece."""
        key = f"{request.url.path} {key_of(asked)}"
        kept = self.replies.get(key)
        if kept is None:
            ticket = self.scheduler.enter(asked.client, request.url.path)
            with self.scheduler.counted(ticket):
                async with watched(request, ticket):
                    kept = await self.scheduler.work(ticket, urgency, partial(work, ticket))
            self.replies.put(key, kept, len(kept))
        return Response(kept, media_type=media_type)


@asynccontextmanager
async def watched(request: Request, ticket: Ticket) -> AsyncIterator[None]:
    """While this lasts, work stops when the browser goes away."""

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(LOOK_EVERY)
        ticket.stale = True

    watcher = asyncio.create_task(watch())
    try:
        yield
    finally:
        watcher.cancel()


def key_of(asked: messages.Question) -> str:
    """What tells requests apart: everything but who asks."""
    return f"{type(asked).__name__} {asked.model_dump_json(exclude={'client'})}"


def steps_of(whole: int, first: int, at_a_time: int) -> Iterator[int]:
    """Up to where each step goes: a short one first.

    >>> list(steps_of(250, 16, 100))
    [16, 100, 200, 250]
    """
    end = min(first, whole)
    while end < whole:
        yield end
        end = min(whole, (end // at_a_time + 1) * at_a_time)
    yield whole


def _said(ticket: Ticket, began: float) -> dict[str, Any]:
    """What every frame says of how it came about."""
    return {
        "ms": round(1000 * (time.monotonic() - began)),
        "waited_ms": round(1000 * ticket.waited),
        "busy": ticket.waited > SLOW,
    }


def branched(asked: messages.HistoryRequest) -> Scenario:
    """The world of a history, with the change of its branch.

    Raises:
        ScenarioError: what is changed cannot change, or not in that week.
    """
    scenario = scenario_of(asked.world, "world")
    if asked.branch is None:
        return scenario
    week = asked.branch.week
    for name, value in checked(dict(asked.branch.set), "branch.set", known_names()).items():
        check_dated(name, value, week, scenario.weeks, f"branch.set.{name}")
        scenario = scenario.changed(week, "branch", **{name: value})
    return scenario


def exported(asked: messages.ExportRequest) -> str:
    """The text of a scenario file that describes a world; read back before it is given away.

    Raises:
        ScenarioError: the world is not allowed.
    """
    scenario = replace(scenario_of(asked.world, "world"), name=asked.name, title=asked.title)
    text = scenario_toml(scenario)
    read_scenario(text, f"{asked.name}.toml ({UPLOADED})")
    return text


QUESTIONS: Mapping[str, tuple[Callable[..., Awaitable[Response]], type[messages.Message], str]] = {
    "/api/ensemble": (Questions.ensemble, messages.EnsembleRequest, FRAMES),
    "/api/assumptions": (Questions.assumptions, messages.AssumptionsRequest, FRAMES),
    "/api/history": (Questions.history, messages.HistoryRequest, FRAMES),
    "/api/history/events": (Questions.events, messages.HistoryRequest, FRAMES),
    "/api/trapmap": (Questions.trapmap, messages.TrapmapRequest, FRAMES),
    "/api/who_changed": (Questions.who_changed, messages.WhoChangedRequest, JSON),
    "/api/scenario/export": (Questions.export, messages.ExportRequest, JSON),
    "/api/scenario/check": (Questions.check, messages.CheckRequest, JSON),
}
"""What answers each question of the page, what it is asked with, and the type of its reply."""
