"""The application of a worker: its routes, their description, and what is done when it begins and ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from samskapa.app.server.class_routes import OF_CLASS, ClassRoutes
from samskapa.app.server.descriptions import described
from samskapa.app.server.ensembles import study_of, told
from samskapa.app.server.guard import Guard
from samskapa.app.server.histories import history_of
from samskapa.app.server.launch import Options
from samskapa.app.server.messages import EnsembleRequest, Message, Refusal, World, message_of
from samskapa.app.server.replies import JSON, Page, RefusedError, as_json, built_pages, frame
from samskapa.app.server.routes import QUESTIONS, Questions
from samskapa.app.server.scheduler import Stored
from samskapa.app.server.worlds import shipped
from samskapa.science.errors import RunError, ScenarioError
from samskapa.science.scenarios.reading import load_scenario
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.scenarios.writing import scenario_toml
from samskapa.study.executors import never

_log = logging.getLogger("samskapa.app")
VERSION = version("samskapa")
Handler = Callable[..., Awaitable[Response]]
GETS = {
    "/api/alive": "Whether the server is there, and its engine loaded.",
    "/api/meta": "Levers, switches, interventions, outcomes, scenarios, limits.",
    "/api/openapi.json": "This description.",
    "/api/class": "Whether a class may join, and where.",
}
REFUSALS = ("400", "403", "404", "405", "409", "410", "413", "415", "421", "422", "429")


class Worker:
    """One process of the server."""

    def __init__(self, options: Options):
        self.options = options
        self.questions = Questions(options.cache_mib * 2**20, options.threads)
        self.class_routes = ClassRoutes(options)
        self.pages = built_pages()
        own = own_scenarios(options)
        meta = described(VERSION, own, own[0][0].name if own else "")
        self.meta = Page(as_json({**meta, "class": {"on": options.class_mode, "address": options.address}}))
        self.ready = False
        self.warming: asyncio.Task[None] | None = None

    async def alive(self, request: Request) -> Response:
        """Whether the server is there, and its engine loaded."""
        state = {"alive": True, "version": VERSION, "ready": self.ready}
        return Response(as_json(state), media_type=JSON)

    async def page(self, request: Request) -> Response:
        """A file of the built page, which was read at the start, or nothing."""
        page = self.pages.get(request.url.path)
        if page is None:
            raise RefusedError(404, "path", "there is nothing at this address")
        return await page.response(request)

    async def warm(self) -> None:
        """Load the compiled engine before anybody asks; a failure is said at once, and the server is never ready."""
        try:
            await asyncio.to_thread(warm_up, self.questions)
        except Exception:
            _log.exception("the engine could not be loaded")
            raise
        self.ready = True

    @asynccontextmanager
    async def living(self, application: Starlette) -> AsyncIterator[None]:
        """Load the engine while the page is already being sent; at the end, finish what runs."""
        self.warming = asyncio.create_task(self.warm())
        try:
            yield
        finally:
            if not self.warming.done():
                self.warming.cancel()
            else:
                self.warming.exception()
            await asyncio.to_thread(self.questions.scheduler.close)
            await asyncio.to_thread(self.class_routes.aside.stop)


def warm_up(questions: Questions) -> None:
    """Compile or load the engine, and the libraries that a first question would wait for."""
    smallest = World(scenario="tiny_trap", weeks=80)
    study = study_of(EnsembleRequest(a=smallest, b=smallest, runs=2))
    study.run(2, questions.threads, never, Stored(0))
    frame(*told(study))
    history_of(shipped("tiny_trap"), 1, 1)


def own_scenarios(options: Options) -> list[tuple[Scenario, str]]:
    """The scenario of the file that the server was started with, written out complete; none without a file."""
    if not options.scenario_file:
        return []
    scenario = load_scenario(options.scenario_file)
    return [(scenario, scenario_toml(scenario))]


def application(options: Options | None = None) -> Starlette:
    """The application of a worker.

    Args:
        options: how the server was started; those left in the environment if None.
    """
    options = options or Options.from_environment()
    worker = Worker(options)
    guard = Middleware(Guard, class_mode=options.class_mode, address=options.address, paths=frozenset(worker.pages))
    starlette = Starlette(
        routes=routes_of(worker),
        middleware=[guard],
        exception_handlers={HTTPException: _not_routed},
        lifespan=worker.living,
    )
    starlette.state.worker = worker
    return starlette


def routes_of(worker: Worker) -> list[Route]:
    """Every route, the built page last."""
    api = Page(as_json(description()))
    gets = dict(zip(GETS, (worker.alive, worker.meta.response, api.response, worker.class_routes.about), strict=True))
    posts: list[tuple[str, Handler, type[Message]]] = [
        *((path, partial(handler, worker.questions), model) for path, (handler, model, _) in QUESTIONS.items()),
        *((path, partial(handler, worker.class_routes), model) for path, (handler, model) in OF_CLASS.items()),
    ]
    return [
        *(Route(path, answered(handler), methods=["GET"]) for path, handler in gets.items()),
        *(Route(path, answered(handler, model), methods=["POST"]) for path, handler, model in posts),
        Route("/{path:path}", answered(worker.page), methods=["GET"]),
    ]


def answered(handler: Handler, model: type[Message] | None = None) -> Callable[[Request], Awaitable[Response]]:
    """A handler that is given its message, and whose refusals, of whatever kind, become clear replies."""

    async def answering(request: Request) -> Response:
        try:
            if model is None:
                return await handler(request)
            return await handler(await message_of(request, model), request)
        except RefusedError as error:
            return error.response()
        except ScenarioError as error:
            return RefusedError(422, error.where, error.what, error.allowed, error.nearest).response()
        except RunError as error:
            return RefusedError(422, "", str(error)).response()
        except ClientDisconnect:
            return Response(status_code=400)

    return answering


async def _not_routed(request: Request, error: Exception) -> Response:
    """What the routing itself refuses: an unknown address, or a method that a route does not take."""
    assert isinstance(error, HTTPException)
    what = {404: "there is nothing at this address", 405: "this address does not take that method"}
    refused = RefusedError(error.status_code, "path", what.get(error.status_code, str(error.detail)))
    response = refused.response()
    response.headers.update(error.headers or {})
    return response


def description() -> dict[str, Any]:
    """The description of every route, OpenAPI 3.1, made from the models that check the requests."""
    posts = {path: (model, reply) for path, (_, model, reply) in QUESTIONS.items()}
    posts |= {path: (model, JSON) for path, (_, model) in OF_CLASS.items()}
    models: list[type[BaseModel]] = [*dict.fromkeys(model for model, _ in posts.values()), Refusal]
    named, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    refused = {"description": "Refused.", "content": {JSON: {"schema": named[(Refusal, "validation")]}}}

    def responses(media_type: str) -> dict[str, Any]:
        answer = {"description": "What was asked for.", "content": {media_type: {}}}
        return {"responses": {"200": answer, **dict.fromkeys(REFUSALS, refused)}}

    paths: dict[str, Any] = {path: {"get": {"summary": said, **responses(JSON)}} for path, said in GETS.items()}
    for path, (model, reply) in posts.items():
        paths[path] = {
            "post": {
                "summary": (model.__doc__ or "").splitlines()[0],
                "requestBody": {"required": True, "content": {JSON: {"schema": named[(model, "validation")]}}},
                **responses(reply),
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "samskapa", "version": VERSION},
        "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }
