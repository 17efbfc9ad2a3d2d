"""The OpenAPI description, made from the same models that check the requests, so that the two cannot differ."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from samskapa.app.server.frames import MEDIA_TYPE
from samskapa.app.server.messages import (
    AdvanceRequest,
    AskRequest,
    AssumptionsRequest,
    CheckRequest,
    CloseRequest,
    DecideRequest,
    EnsembleRequest,
    ExportRequest,
    HistoryRequest,
    JoinRequest,
    OpenRequest,
    Refusal,
    StateRequest,
    TrapmapRequest,
    VoteRequest,
    WhoChangedRequest,
)

JSON = "application/json"
POSTS: dict[str, tuple[type[BaseModel], str]] = {
    "/api/ensemble": (EnsembleRequest, MEDIA_TYPE), "/api/assumptions": (AssumptionsRequest, MEDIA_TYPE),
    "/api/history": (HistoryRequest, MEDIA_TYPE), "/api/history/events": (HistoryRequest, MEDIA_TYPE),
    "/api/trapmap": (TrapmapRequest, MEDIA_TYPE), "/api/who_changed": (WhoChangedRequest, JSON),
    "/api/scenario/export": (ExportRequest, JSON), "/api/scenario/check": (CheckRequest, JSON),
    "/api/class/open": (OpenRequest, JSON), "/api/class/join": (JoinRequest, JSON),
    "/api/class/ask": (AskRequest, JSON), "/api/class/vote": (VoteRequest, JSON),
    "/api/class/decide": (DecideRequest, JSON), "/api/class/advance": (AdvanceRequest, JSON),
    "/api/class/state": (StateRequest, JSON), "/api/class/close": (CloseRequest, JSON),
}
GETS = {
    "/api/alive": "Whether the server is there, and its engine loaded.",
    "/api/meta": "Levers, switches, interventions, outcomes, scenarios, limits.",
    "/api/openapi.json": "This description.",
    "/api/class": "Whether a class may join, and where.",
}
REFUSALS = ("400", "403", "404", "405", "409", "410", "413", "415", "421", "422", "429")


def description(version: str) -> dict[str, Any]:
    """The description of every route, OpenAPI 3.1."""
    models: list[type[BaseModel]] = [*dict.fromkeys(model for model, _ in POSTS.values()), Refusal]
    named, schemas = models_json_schema([(model, "validation") for model in models],
                                        ref_template="#/components/schemas/{model}")
    refusals = {
        status: {"description": "Refused.", "content": {JSON: {"schema": named[(Refusal, "validation")]}}}
        for status in REFUSALS
    }
    paths: dict[str, Any] = {
        path: {"get": {"summary": said, "responses": {
            "200": {"description": "What was asked for.", "content": {JSON: {}}}, **refusals,
        }}} for path, said in GETS.items()
    }
    for path, (model, reply) in POSTS.items():
        body = {"required": True, "content": {JSON: {"schema": named[(model, "validation")]}}}
        paths[path] = {"post": {
            "summary": (model.__doc__ or "").splitlines()[0], "requestBody": body,
            "responses": {"200": {"description": "What was asked for.", "content": {reply: {}}}, **refusals},
        }}
    return {
        "openapi": "3.1.0", "info": {"title": "samskapa", "version": version}, "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }
