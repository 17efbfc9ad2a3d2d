"""The questions that the page asks of the model, each a route: worked on in their turn, answered in frames or JSON."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from samskapa.app.server import assumptions, ensembles, histories, trapmaps
from samskapa.app.server.batches import Batch, Batches, joined
from samskapa.app.server.descriptions import scenario_entry
from samskapa.app.server.messages import (
    AssumptionsRequest,
    CheckRequest,
    EnsembleRequest,
    ExportRequest,
    HistoryRequest,
    Message,
    Question,
    TrapmapRequest,
    WhoChangedRequest,
)
from samskapa.app.server.replies import FRAMES, JSON, SupersededError, as_json, frame
from samskapa.app.server.scheduler import AT_ONCE, LONG, SHARPER, SLOW, Scheduler, Stored, Ticket
from samskapa.app.server.worlds import UPLOADED, check_work, checked, scenario_of, uploaded
from samskapa.science.errors import RunError, ScenarioError
from samskapa.science.scenarios.reading import read_scenario
from samskapa.science.scenarios.scenario import Scenario, check_dated
from samskapa.science.scenarios.writing import scenario_toml
from samskapa.science.settings import known_names

Round = tuple[int, Callable[[Ticket], bytes]]
"""A piece of a stream: how urgent it is, and the work that gives its frame."""
LOOK_EVERY = 0.2
"""Seconds between looks whether the browser still waits."""
FIRST_OF_MAP = 2
AT_A_TIME = 100


@dataclass(slots=True)
class Questions:
    """What answers questions in one worker.

    Args:
        cache_bytes: memory for what was worked out before; half for runs, half for replies.
        threads: threads for each piece of work; all processors if 0.
    """

    cache_bytes: int
    threads: int = 0
    scheduler: Scheduler = field(default_factory=lambda: Scheduler(2))
    batches: Batches = field(init=False)
    replies: Stored[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.threads = self.threads or os.cpu_count() or 1
        self.batches = Batches(self.cache_bytes // 2)
        self.replies = Stored(self.cache_bytes // 2)

    @property
    def free_threads(self) -> int:
        """All threads for somebody who asks alone, one for each where several ask."""
        return self.threads if self.scheduler.asked <= 1 else 1

    async def ensemble(self, asked: EnsembleRequest, request: Request) -> Response:
        """POST /api/ensemble."""
        return await self._streamed(asked, partial(self._ensemble_rounds, asked))

    def _ensemble_rounds(self, asked: EnsembleRequest) -> list[Round]:
        worlds = {"a": scenario_of(asked.a, "a")}
        if asked.b is not None:
            worlds["b"] = scenario_of(asked.b, "b")
        check_work(worlds, asked.runs)
        shown = ensembles.checked_outcomes(asked.outcomes)
        same = len({tuple(ensembles.names_of(world)) for world in worlds.values()}) == 1
        services = asked.services and same
        names = ensembles.measured_for(shown, services)
        keys = [world.model_dump_json() for world in (asked.a, asked.b) if world is not None]
        began, parts = time.monotonic(), list[list[Batch]]()

        def sharpen(first: int, last: int, ticket: Ticket) -> bytes:
            pairs = [(asked.programme_seed, asked.first_seed + n) for n in range(first, last)]
            wanted = list(worlds.values()), pairs, names
            parts.append(self.batches.run(keys, *wanted, self.free_threads, ticket.is_stale))
            whole = [joined([part[side] for part in parts]) for side in range(len(worlds))]
            said = {"final": last == asked.runs, "runs": last, "asked": asked.runs, **_said(ticket, began)}
            return ensembles.ensemble_frame(whole[0], whole[1] if len(whole) > 1 else None, shown, said, services)

        return [
            (AT_ONCE if first == 0 else SHARPER, partial(sharpen, first, last))
            for first, last in steps_of(asked.runs, asked.first, AT_A_TIME)
        ]

    async def assumptions(self, asked: AssumptionsRequest, request: Request) -> Response:
        """POST /api/assumptions."""
        return await self._streamed(asked, partial(self._assumptions_rounds, asked))

    def _assumptions_rounds(self, asked: AssumptionsRequest) -> list[Round]:
        summaries = assumptions.checked_summaries(asked.summaries)
        design = assumptions.design_of(asked)
        check_work({"a": design.a[0], "b": design.b[0]}, asked.worlds)
        began, parts = time.monotonic(), list[Any]()

        def sharpen(first: int, last: int, ticket: Ticket) -> bytes:
            wanted = first, last, asked, summaries
            parts.append(assumptions.run_design(design, *wanted, self.free_threads, ticket.is_stale))
            said = {"final": last == asked.worlds, **_said(ticket, began)}
            return assumptions.assumptions_frame(design, np.concatenate(parts, axis=1), summaries, said)

        steps = steps_of(asked.worlds, 2 * assumptions.PER_SWITCHES, 4 * assumptions.PER_SWITCHES)
        return [(LONG, partial(sharpen, first, last)) for first, last in steps]

    async def trapmap(self, asked: TrapmapRequest, request: Request) -> Response:
        """POST /api/trapmap."""
        return await self._streamed(asked, partial(self._trapmap_rounds, asked))

    def _trapmap_rounds(self, asked: TrapmapRequest) -> list[Round]:
        plan = trapmaps.plan_of(asked)
        check_work({"world": plan.worlds[-1]}, asked.runs * len(plan.worlds))
        began, parts = time.monotonic(), list[Any]()

        def sharpen(first: int, last: int, ticket: Ticket) -> bytes:
            pairs = [(asked.programme_seed, asked.first_seed + n) for n in range(first, last)]
            parts.append(trapmaps.good_runs(plan, pairs, self.free_threads, ticket.is_stale))
            found = trapmaps.map_of(plan, np.concatenate(parts, axis=1))
            return frame({"kind": "trapmap", "final": last == asked.runs, "runs": last, "asked": asked.runs,
                          **_said(ticket, began), **found})

        return [
            (AT_ONCE if first == 0 else LONG, partial(sharpen, first, last))
            for first, last in steps_of(asked.runs, FIRST_OF_MAP, AT_A_TIME)
        ]

    async def history(self, asked: HistoryRequest, request: Request) -> Response:
        """POST /api/history."""
        began = time.monotonic()

        def work(ticket: Ticket) -> bytes:
            scenario = branched(asked)
            check_work({"the world": scenario}, 1)
            found = histories.history_of(scenario, asked.programme_seed, asked.chance_seed, ticket.is_stale)
            return histories.history_frame(found, {
                "programme_seed": asked.programme_seed, "chance_seed": asked.chance_seed,
                "branch_week": asked.branch.week if asked.branch else None, **_said(ticket, began),
            })

        return await self._at_once(request, asked, AT_ONCE, work)

    async def events(self, asked: HistoryRequest, request: Request) -> Response:
        """POST /api/history/events."""

        def work(ticket: Ticket) -> bytes:
            scenario = branched(asked)
            check_work({"the world": scenario}, 10)
            if ticket.stale:
                raise SupersededError
            return histories.events_of(scenario, asked.programme_seed, asked.chance_seed)

        return await self._at_once(request, asked, LONG, work)

    async def who_changed(self, asked: WhoChangedRequest, request: Request) -> Response:
        """POST /api/who_changed."""

        def work(ticket: Ticket) -> bytes:
            a, b = scenario_of(asked.a, "a"), scenario_of(asked.b, "b")
            check_work({"a": a, "b": b}, 4)
            return as_json(histories.reached(a, b, asked.programme_seed, asked.chance_seed))

        return await self._at_once(request, asked, SHARPER, work, JSON)

    async def export(self, asked: ExportRequest, request: Request) -> Response:
        """POST /api/scenario/export."""
        text = await run_in_threadpool(exported, asked)
        return Response(as_json({"name": asked.name, "toml": text}), media_type=JSON)

    async def check(self, asked: CheckRequest, request: Request) -> Response:
        """POST /api/scenario/check."""
        scenario = await run_in_threadpool(uploaded, asked.toml)
        return Response(as_json(scenario_entry(scenario) | {"toml": asked.toml}), media_type=JSON)

    async def _streamed(self, asked: Question, plan: Callable[[], list[Round]]) -> Response:
        """A stream of frames, each sharper than the one before; the last is kept for the next who asks the same."""
        route, key = type(asked).__name__, key_of(asked)
        kept = self.replies.get(key)
        if kept is not None:
            return Response(kept, media_type=FRAMES, headers={"x-kept": "1"})
        ticket = self.scheduler.enter(asked.client, route)
        rounds = await run_in_threadpool(plan)
        return StreamingResponse(self._frames(ticket, rounds, key), media_type=FRAMES)

    async def _frames(self, ticket: Ticket, rounds: list[Round], key: str) -> AsyncIterator[bytes]:
        with self.scheduler.counted(ticket):
            for number, (urgency, task) in enumerate(rounds):
                if ticket.stale:
                    yield frame({"kind": "superseded"})
                    return
                try:
                    sent = await self.scheduler.work(ticket, urgency, partial(task, ticket))
                except SupersededError:
                    yield frame({"kind": "superseded"})
                    return
                except (RunError, ScenarioError) as error:
                    yield frame({"kind": "failed", "what": str(error)})
                    return
                if number == len(rounds) - 1:
                    self.replies.put(key, sent, len(sent))
                yield sent

    async def _at_once(
        self, request: Request, asked: Question, urgency: int, work: Callable[[Ticket], bytes], media_type: str = FRAMES
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


def key_of(asked: Question) -> str:
    """What tells requests apart: everything but who asks."""
    return f"{type(asked).__name__} {asked.model_dump_json(exclude={'client'})}"


def steps_of(whole: int, first: int, at_a_time: int) -> Iterator[tuple[int, int]]:
    """From where to where each step goes: a short one first.

    >>> list(steps_of(250, 16, 100))
    [(0, 16), (16, 100), (100, 200), (200, 250)]
    """
    begin, end = 0, min(first, whole)
    while begin < whole:
        yield begin, end
        begin, end = end, min(whole, (end // at_a_time + 1) * at_a_time)


def _said(ticket: Ticket, began: float) -> dict[str, Any]:
    """What every frame says of how it came about."""
    return {"ms": round(1000 * (time.monotonic() - began)), "waited_ms": round(1000 * ticket.waited),
            "busy": ticket.waited > SLOW}


def branched(asked: HistoryRequest) -> Scenario:
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


def exported(asked: ExportRequest) -> str:
    """The text of a scenario file that describes a world; read back before it is given away.

    Raises:
        ScenarioError: the world is not allowed.
    """
    scenario = replace(scenario_of(asked.world, "world"), name=asked.name, title=asked.title)
    text = scenario_toml(scenario)
    read_scenario(text, f"{asked.name}.toml ({UPLOADED})")
    return text


QUESTIONS: Mapping[str, tuple[Callable[..., Awaitable[Response]], type[Message], str]] = {
    "/api/ensemble": (Questions.ensemble, EnsembleRequest, FRAMES),
    "/api/assumptions": (Questions.assumptions, AssumptionsRequest, FRAMES),
    "/api/history": (Questions.history, HistoryRequest, FRAMES),
    "/api/history/events": (Questions.events, HistoryRequest, FRAMES),
    "/api/trapmap": (Questions.trapmap, TrapmapRequest, FRAMES),
    "/api/who_changed": (Questions.who_changed, WhoChangedRequest, JSON),
    "/api/scenario/export": (Questions.export, ExportRequest, JSON),
    "/api/scenario/check": (Questions.check, CheckRequest, JSON),
}
"""What answers each question of the page, what it is asked with, and the type of its reply."""
