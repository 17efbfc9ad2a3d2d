"""From the bytes of a request to a checked message, and from what is refused to a clear reply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from samskapa.app.server.batches import SupersededError
from samskapa.app.server.classroom import FullError, NoRoomError
from samskapa.app.server.guard import LARGEST, refusal
from samskapa.app.server.scheduler import BusyError
from samskapa.science.errors import RunError, ScenarioError, nearest

Asked = TypeVar("Asked", bound=BaseModel)
Handler = Callable[[Request], Awaitable[Response]]


class RefusedError(Exception):
    """A request that is refused, with its status and the reply."""

    def __init__(self, status: int, where: str, what: str, allowed: str = "", near: str | None = None,
                 after: int | None = None):
        super().__init__(what)
        self.status = status
        self.body = refusal(where, what, allowed, near)
        self.after = after

    def response(self) -> Response:
        """The reply."""
        headers = {} if self.after is None else {"retry-after": str(self.after)}
        return Response(self.body, self.status, headers, "application/json")


async def message_of(request: Request, model: type[Asked]) -> Asked:
    """The message of a request, checked.

    Raises:
        RefusedError: too large, not JSON, or not what the model asks for.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise RefusedError(413, "", "the request is too large", f"at most {LARGEST} bytes")
    try:
        return model.model_validate_json(bytes(body))
    except ValidationError as error:
        raise refused(error, model) from None


def refused(error: ValidationError, model: type[BaseModel]) -> RefusedError:
    """The first thing that a model found wrong, and how many more there are."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    first = problems[0]
    where = ".".join(str(part) for part in first["loc"] if isinstance(part, str | int))[:200]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    if first["type"] == "json_invalid":
        return RefusedError(400, "", f"this is not JSON: {first['msg']}")
    if first["type"] == "extra_forbidden":
        name = str(first["loc"][-1])
        known = fields_at(model, [part for part in first["loc"][:-1] if isinstance(part, str)])
        return RefusedError(422, where, f"{name[:80]!r} is not known here{more}", ", ".join(known),
                            nearest(name[:80], known))
    return RefusedError(422, where, first["msg"] + more)


def fields_at(model: type[BaseModel], path: list[str]) -> list[str]:
    """Names that a part of a message may have."""
    for name in path:
        field = model.model_fields.get(name)
        inner = None if field is None else _model_in(field.annotation)
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None


def answered(handler: Handler) -> Handler:
    """A handler whose refusals, of whatever kind, become clear replies."""

    async def answering(request: Request) -> Response:
        try:
            return await handler(request)
        except RefusedError as error:
            return error.response()
        except ScenarioError as error:
            return RefusedError(422, error.where, error.what, error.allowed, error.nearest).response()
        except RunError as error:
            return RefusedError(422, "", str(error)).response()
        except SupersededError:
            return RefusedError(409, "", "a newer request of this client took its place").response()
        except ClientDisconnect:
            return Response(status_code=400)
        except BusyError as error:
            return RefusedError(429, "", str(error), after=error.seconds).response()
        except FullError as error:
            return RefusedError(429, "", str(error), after=60).response()
        except NoRoomError:
            return RefusedError(410, "", "this room is closed, or its time is over").response()

    return answering
