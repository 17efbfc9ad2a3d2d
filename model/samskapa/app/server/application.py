"""The application: routes, and what a worker does when it begins and ends.

    messages.py      what may be asked          worlds.py       from a world of a request to a scenario
    questions.py     the questions of the page  class_routes.py the routes of a class
    asking.py        checking and refusing      guarding.py     who may ask
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from samskapa.app.server.class_routes import ClassRoutes
from samskapa.app.server.descriptions import described
from samskapa.app.server.frames import as_json
from samskapa.app.server.guard import Guard
from samskapa.app.server.openapi import description
from samskapa.app.server.options import Options
from samskapa.app.server.pages import Page, built_pages, page_of
from samskapa.app.server.routes import Questions
from samskapa.app.server.validation import Handler, RefusedError, answered
from samskapa.science.scenarios.scenario import Scenario

_log = logging.getLogger("samskapa.app")
JSON = "application/json"


@dataclass(slots=True)
class Worker:
    """One process of the server."""

    options: Options
    questions: Questions
    class_routes: ClassRoutes
    pages: dict[str, Page]
    version: str
    meta: Page
    ready: bool = False
    warming: asyncio.Task[None] | None = field(default=None)

    async def alive(self, request: Request) -> Response:
        """GET /api/alive."""
        return Response(as_json({"alive": True, "version": self.version, "ready": self.ready}), media_type=JSON)

    async def about(self, request: Request) -> Response:
        """GET /api/meta."""
        return self.meta.response(request)

    async def page(self, request: Request) -> Response:
        """GET of the built page: a file that was read at the start, or nothing."""
        page = self.pages.get(request.url.path)
        if page is None:
            raise RefusedError(404, "path", "there is nothing at this address")
        return page.response(request)

    async def warm(self) -> None:
        """Load the compiled engine before anybody asks; a failure is said at once, and the server is never ready."""
        try:
            await asyncio.to_thread(warm_up, self.questions)
        except Exception:
            _log.exception("the engine could not be loaded")
            raise
        self.ready = True


def warm_up(questions: Questions) -> None:
    """Compile or load the engine, and the libraries that a first question would wait for."""
    from samskapa.app.server.batches import run_batches, smallest_world
    from samskapa.app.server.ensembles import SHOWN, ensemble_frame, measured_for
    from samskapa.app.server.histories import history_of

    names = measured_for(SHOWN, True)
    a, b = run_batches([smallest_world()] * 2, [(1, 1), (1, 2)], names, questions.threads, lambda: False)
    ensemble_frame(a, b, SHOWN, {})
    history_of(smallest_world(), 1, 1)


def own_scenarios(options: Options) -> list[tuple[Scenario, str]]:
    """The scenario of the file that the server was started with, written out complete; none without a file."""
    if not options.scenario_file:
        return []
    from samskapa.science.scenarios.reading import load_scenario
    from samskapa.science.scenarios.writing import scenario_toml

    scenario = load_scenario(options.scenario_file)
    return [(scenario, scenario_toml(scenario))]


def application(options: Options | None = None) -> Starlette:
    """The application of a worker.

    Args:
        options: how the server was started; those left in the environment if None.
    """
    import samskapa

    options = options or Options.from_environment()
    questions = Questions(options.cache_mib * 2**20, options.threads)
    own = own_scenarios(options)
    meta = described(samskapa.__version__, own, own[0][0].name if own else "")
    worker = Worker(
        options, questions, ClassRoutes(options, questions.aside), built_pages(), samskapa.__version__,
        page_of(as_json({**meta, "class": {"on": options.class_mode, "address": options.address}}), JSON),
    )
    guard = Middleware(Guard, class_mode=options.class_mode, address=options.address,
                       paths=frozenset(worker.pages))
    made = Starlette(
        routes=routes_of(worker), middleware=[guard], exception_handlers={HTTPException: _refused},
        lifespan=lambda _: living(worker),
    )
    made.state.worker = worker
    return made


def routes_of(worker: Worker) -> list[Route]:
    """Every route, the built page last."""
    questions, room = worker.questions, worker.class_routes
    api = page_of(as_json(description(worker.version)), JSON)

    async def openapi(request: Request) -> Response:
        return api.response(request)

    gets: dict[str, Handler] = {
        "/api/alive": worker.alive, "/api/meta": worker.about, "/api/openapi.json": openapi, "/api/class": room.about,
    }
    posts: dict[str, Handler] = {
        "/api/ensemble": questions.ensemble, "/api/assumptions": questions.assumptions,
        "/api/history": questions.history, "/api/history/events": questions.events,
        "/api/trapmap": questions.trapmap, "/api/who_changed": questions.who_changed,
        "/api/scenario/export": questions.export, "/api/scenario/check": questions.check,
        "/api/class/open": room.open, "/api/class/join": room.join, "/api/class/ask": room.ask,
        "/api/class/vote": room.vote, "/api/class/decide": room.decide, "/api/class/advance": room.advance,
        "/api/class/state": room.state, "/api/class/close": room.close,
    }
    return [
        *(Route(path, answered(handler), methods=["GET"]) for path, handler in gets.items()),
        *(Route(path, answered(handler), methods=["POST"]) for path, handler in posts.items()),
        Route("/{path:path}", answered(worker.page), methods=["GET"]),
    ]


@asynccontextmanager
async def living(worker: Worker) -> AsyncIterator[None]:
    """Load the engine while the page is already being sent; at the end, finish what runs."""
    worker.warming = asyncio.create_task(worker.warm())
    try:
        yield
    finally:
        if not worker.warming.done():
            worker.warming.cancel()
        else:
            worker.warming.exception()
        await asyncio.to_thread(worker.questions.close)


async def _refused(request: Request, error: Exception) -> Response:
    """What the routing itself refuses: an unknown address, or a method that a route does not take."""
    assert isinstance(error, HTTPException)
    what = {404: "there is nothing at this address", 405: "this address does not take that method"}
    refused = RefusedError(error.status_code, "path", what.get(error.status_code, str(error.detail)))
    response = refused.response()
    response.headers.update(error.headers or {})
    return response
