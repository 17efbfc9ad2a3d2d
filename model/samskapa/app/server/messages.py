"""Every request of the interface: one model each, which checks what arrives and writes its own description.

The models know shapes, sizes and that numbers are finite; whether a name is a parameter and a value within its
bounds is said by the package itself (`worlds.py`), in its own words.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.requests import Request

from samskapa.app.server.replies import RefusedError
from samskapa.science.errors import nearest

LARGEST = 256 * 1024
"""Bytes of a request."""
MOST_RUNS, MOST_WEEKS, LONGEST_TEXT, MOST_VALUES = 400, 1040, 65_536, 300
LAST_SEED = 2**53 - 1
"""The largest whole number that a browser keeps exactly."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Value = Number | Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Seed = Annotated[int, Field(ge=0, le=LAST_SEED)]
Week = Annotated[int, Field(ge=0, lt=MOST_WEEKS)]
Client = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Names = Annotated[list[Name], Field(max_length=32)]
Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{20,64}$")]
Sent = TypeVar("Sent", bound="Message")


class Message(BaseModel):
    """A message with a closed vocabulary: what is not declared is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DatedChange(Message):
    """From this week on, a parameter has another value."""

    week: Week
    parameter: Name
    value: Number


class World(Message):
    """A shipped scenario or the text of an uploaded one, and what is changed in it.

    `set` holds from the start (parameters and switches); `interventions` says the same under the name of an
    intervention, whose parameters it may name; `changes` are dated.
    """

    scenario: Name | None = None
    toml: Annotated[str, Field(max_length=LONGEST_TEXT)] | None = None
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] | None = None
    set: Annotated[dict[Name, Value], Field(max_length=MOST_VALUES)] = {}
    interventions: Annotated[dict[Name, dict[Name, Number]], Field(max_length=32)] = {}
    changes: Annotated[list[DatedChange], Field(max_length=MOST_VALUES)] = []

    @model_validator(mode="after")
    def _one_source(self) -> World:
        if (self.scenario is None) == (self.toml is None):
            raise ValueError("a world is either a scenario by name or a text in toml")
        return self


class Question(Message):
    """A question of the page; a newer one of the same client takes the place of an older."""

    programme_seed: Seed = 1
    client: Client | None = None


class EnsembleRequest(Question):
    """Two worlds on the same chance: quantiles, differences and who gains, sharpened as runs arrive."""

    a: World
    b: World | None = None
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)] = 100
    first: Annotated[int, Field(ge=1, le=64)] = 16
    outcomes: Names | None = None
    services: bool = True
    first_seed: Seed = 1


class AssumptionsRequest(Question):
    """The same two worlds in many worlds of assumptions, drawn over their plausible ranges and switches."""

    a: World
    b: World
    worlds: Annotated[int, Field(ge=4, le=256)] = 96
    switches: bool = True
    summaries: Names | None = None
    first_seed: Seed = 1


class Branch(Message):
    """What is changed at a week of a run, everything before staying as it was."""

    week: Annotated[int, Field(ge=1, lt=MOST_WEEKS)]
    set: Annotated[dict[Name, Number], Field(min_length=1, max_length=MOST_VALUES)]


class HistoryRequest(Question):
    """One run of one world, with everybody in it; from the week of a branch on another path under the same chance."""

    world: World
    branch: Branch | None = None
    chance_seed: Seed = 1


class Lever(Message):
    """An axis of the trap map: a parameter, and the range to look at (the plausible one if none is given)."""

    name: Name
    low: Number | None = None
    high: Number | None = None
    points: Annotated[int, Field(ge=2, le=25)] = 12


class TrapmapRequest(Question):
    """How likely a good state is, over two levers."""

    world: World
    x: Lever
    y: Lever
    runs: Annotated[int, Field(ge=1, le=32)] = 8
    summary: Name = "good_state"
    at_least: Number = 0.5
    first_seed: Seed = 1


class WhoChangedRequest(Question):
    """One run of each of two worlds: which residents differ, from when on, and through whom."""

    a: World
    b: World
    chance_seed: Seed = 1


class ExportRequest(Message):
    """A world as a scenario file."""

    world: World
    name: Name
    title: Annotated[str, Field(min_length=1, max_length=200)] = "A world from the app"


class CheckRequest(Message):
    """The text of a scenario file, to be checked."""

    toml: Annotated[str, Field(max_length=LONGEST_TEXT)]


class OpenRequest(Message):
    """A teacher opens a room, which holds one run of one world."""

    world: World
    programme_seed: Seed = 1
    chance_seed: Seed = 1
    hours: Annotated[int, Field(ge=1, le=12)] = 3


class JoinRequest(Message):
    """A pupil joins with the code on the teacher's screen; nobody is asked for a name."""

    code: Annotated[str, Field(min_length=1, max_length=120)]


class AskRequest(Message):
    """The teacher asks for a prediction; the words of the question are the page's, here stands only its key."""

    teacher: Token
    question: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=64)]
    choices: Annotated[int, Field(ge=2, le=8)]


class VoteRequest(Message):
    """A pupil's vote on the open question; the last one counts."""

    member: Token
    choice: Annotated[int, Field(ge=0, le=7)]


class DecideRequest(Message):
    """A pupil's decision whether the own resident comes to the next meeting; the last one counts."""

    member: Token
    comes: bool


class AdvanceRequest(Message):
    """The teacher shows the votes, holds the next meeting, or goes back to the start with another chance."""

    teacher: Token
    to: Literal["reveal", "meeting", "start"]


class StateRequest(Message):
    """What a room shows: to the teacher, or to a pupil."""

    teacher: Token | None = None
    member: Token | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> StateRequest:
        if (self.teacher is None) == (self.member is None):
            raise ValueError("either the teacher or a member asks")
        return self


class CloseRequest(Message):
    """The teacher closes the room: votes, decisions and seats are deleted."""

    teacher: Token


class Refusal(BaseModel):
    """What every refusal says: where, what is wrong, what is allowed, what was probably meant."""

    where: str
    what: str
    allowed: str
    nearest: str | None


async def message_of(request: Request, model: type[Sent]) -> Sent:
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
        raise _refused(error, model) from None


def _refused(error: ValidationError, model: type[BaseModel]) -> RefusedError:
    """The first thing that a model found wrong, and how many more there are."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    first = problems[0]
    where = ".".join(str(part) for part in first["loc"] if isinstance(part, str | int))[:200]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    if first["type"] == "json_invalid":
        return RefusedError(400, "", f"this is not JSON: {first['msg']}")
    if first["type"] == "extra_forbidden":
        name = str(first["loc"][-1])[:80]
        known = _fields_at(model, [part for part in first["loc"][:-1] if isinstance(part, str)])
        return RefusedError(422, where, f"{name!r} is not known here{more}", ", ".join(known), nearest(name, known))
    return RefusedError(422, where, first["msg"] + more)


def _fields_at(model: type[BaseModel], path: list[str]) -> list[str]:
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
    inner = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model is not None), None)
