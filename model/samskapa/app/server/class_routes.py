"""Routes of a class: the teacher opens a room and shows what comes of it, pupils vote and decide."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from samskapa.app.server.cache import Stored
from samskapa.app.server.class_runs import class_run, meeting_weeks
from samskapa.app.server.classroom import Classroom, NoRoomError, Room, agreed, plain_code
from samskapa.app.server.frames import as_json
from samskapa.app.server.mesa_process import MesaProcess
from samskapa.app.server.messages import (
    LAST_SEED,
    AdvanceRequest,
    AskRequest,
    CloseRequest,
    DecideRequest,
    JoinRequest,
    OpenRequest,
    StateRequest,
    VoteRequest,
    World,
)
from samskapa.app.server.options import Options
from samskapa.app.server.scheduler import Allowance
from samskapa.app.server.validation import RefusedError, message_of
from samskapa.app.server.worlds import scenario_of
from samskapa.science.errors import ScenarioError
from samskapa.science.scenarios.scenario import Scenario

MOST_RESIDENTS = 60
WRONG_CODES, IN_SECONDS = 10, 60.0
HOUR = 3600.0
KEPT_RUNS = 16 * 2**20
MARGIN = 4
"""Light modules round a QR code, which scanners need."""


@dataclass(slots=True)
class ClassRoutes:
    """What answers a class in one worker.

    Args:
        options: how the server was started.
        aside: the process in which the model runs.
    """

    options: Options
    aside: MesaProcess
    wrong: Allowance = field(default_factory=lambda: Allowance(WRONG_CODES, IN_SECONDS))
    runs: Stored[dict[str, Any]] = field(default_factory=lambda: Stored(KEPT_RUNS))
    _rooms: Classroom | None = None

    @property
    def rooms(self) -> Classroom:
        """All rooms; refused where the server was started without a class."""
        if not self.options.class_mode:
            raise RefusedError(403, "", "this server was started without a class", "samskapa app --class")
        if self._rooms is None:
            self._rooms = Classroom(self.options.rooms())
        return self._rooms

    async def about(self, request: Request) -> Response:
        """GET /api/class: whether there may be a class, and where pupils find it."""
        local = bool(request.scope["state"]["local"])
        return _json({"on": self.options.class_mode, "address": self.options.address, "local": local})

    async def open(self, request: Request) -> Response:
        """POST /api/class/open."""
        asked = await message_of(request, OpenRequest)
        return _json(await run_in_threadpool(self._open, asked))

    def _open(self, asked: OpenRequest) -> dict[str, Any]:
        scenario = scenario_of(asked.world, "world")
        residents = sum(plan.residents for plan in scenario.services)
        if residents > MOST_RESIDENTS:
            raise ScenarioError(f"{residents} residents are too many for a class", where="world",
                                allowed=f"at most {MOST_RESIDENTS}, as in tiny_trap")
        if not meeting_weeks(scenario):
            raise ScenarioError("no meeting is held in this world, so there is nothing to decide", where="world",
                                allowed="a world with a project and dialogue meetings")
        now = time.time()
        code, teacher = self.rooms.open(
            asked.world.model_dump_json(), (asked.programme_seed, asked.chance_seed), residents,
            now + asked.hours * HOUR, now,
        )
        return {"teacher": teacher, **self._invitation(code), "expires": _moment(now + asked.hours * HOUR)}

    async def join(self, request: Request) -> Response:
        """POST /api/class/join."""
        asked = await message_of(request, JoinRequest)
        address = request.client.host if request.client else ""
        now = time.time()
        if len(plain_code(asked.code).split("-")) > MOST_RESIDENTS:
            raise RefusedError(404, "code", "no room has this code")
        try:
            member, resident = await run_in_threadpool(self.rooms.join, asked.code, now)
        except NoRoomError:
            if not self.wrong.take(address, now):
                raise RefusedError(429, "code", "too many wrong codes", "try again in a minute", after=60) from None
            raise RefusedError(404, "code", "no room has this code", "the words on the teacher's screen") from None
        return _json({"member": member, "resident": resident})

    async def ask(self, request: Request) -> Response:
        """POST /api/class/ask."""
        asked = await message_of(request, AskRequest)
        room = self.rooms.of_teacher(asked.teacher, time.time())
        self.rooms.ask(room, asked.question, asked.choices)
        return await self._state_of(teacher=asked.teacher)

    async def vote(self, request: Request) -> Response:
        """POST /api/class/vote."""
        asked = await message_of(request, VoteRequest)
        room = self.rooms.of_member(asked.member, time.time())
        if room.question is None or asked.choice >= room.choices:
            allowed = f"0 to {room.choices - 1}" if room.question else "wait until the teacher asks"
            raise RefusedError(422, "choice", f"{asked.choice} is not a choice", allowed)
        if room.revealed:
            raise RefusedError(422, "choice", "the votes are already shown", "wait for the next question")
        self.rooms.vote(room, asked.choice)
        return await self._state_of(member=asked.member)

    async def decide(self, request: Request) -> Response:
        """POST /api/class/decide."""
        asked = await message_of(request, DecideRequest)
        room = self.rooms.of_member(asked.member, time.time())
        if room.meeting > len(meeting_weeks(_world_of(room.world))):
            raise RefusedError(422, "comes", "the last meeting has been held", "wait until the teacher begins again")
        self.rooms.decide(room, asked.comes)
        return await self._state_of(member=asked.member)

    async def advance(self, request: Request) -> Response:
        """POST /api/class/advance."""
        asked = await message_of(request, AdvanceRequest)
        room = self.rooms.of_teacher(asked.teacher, time.time())
        if asked.to == "reveal":
            self.rooms.reveal(room)
        elif asked.to == "start":
            self.rooms.begin_again(room, LAST_SEED)
        elif room.meeting <= len(meeting_weeks(_world_of(room.world))):
            self.rooms.hold_meeting(room)
        return await self._state_of(teacher=asked.teacher)

    async def close(self, request: Request) -> Response:
        """POST /api/class/close."""
        asked = await message_of(request, CloseRequest)
        self.rooms.close(self.rooms.of_teacher(asked.teacher, time.time()))
        return _json({"closed": True})

    async def state(self, request: Request) -> Response:
        """POST /api/class/state."""
        asked = await message_of(request, StateRequest)
        return await self._state_of(asked.teacher, asked.member)

    async def _state_of(self, teacher: str | None = None, member: str | None = None) -> Response:
        return _json(await run_in_threadpool(self._state, teacher, member))

    def _state(self, teacher: str | None, member: str | None) -> dict[str, Any]:
        now = time.time()
        room = self.rooms.of_teacher(teacher, now) if teacher else self.rooms.of_member(member or "", now)
        scenario = _world_of(room.world)
        weeks, decisions = meeting_weeks(scenario), self.rooms.decisions(room)
        next_decisions = agreed(decisions, room.meeting)
        run = self._run(room, scenario, weeks, decisions)
        found: dict[str, Any] = {
            "open": True, "expires": _moment(room.expires), "members": self.rooms.seats(room),
            "question": self._question(room),
            "meeting": {
                "number": room.meeting, "of": len(weeks),
                "week": weeks[room.meeting - 1] if room.meeting <= len(weeks) else None,
                "decided": len({seat for meeting, seat, _, _ in decisions if meeting == room.meeting}),
                "coming": sum(next_decisions.values()),
            },
            "run": {**run, "residents": {name: run["residents"][name] for name in ("trust", "prediction", "confidence",
                                                                                  "disappointment", "hero")}},
        }
        if teacher:
            return found | self._invitation(room.code)
        return found | {"mine": self._mine(room, run, decisions)}

    def _question(self, room: Room) -> dict[str, Any] | None:
        if room.question is None:
            return None
        votes = self.rooms.votes(room)
        counted = Counter(votes.values())
        tally = [counted[choice] for choice in range(room.choices)] if room.revealed else None
        return {"key": room.question, "choices": room.choices, "round": room.round, "revealed": room.revealed,
                "votes": len(votes), "tally": tally}

    def _mine(self, room: Room, run: dict[str, Any], decisions: list[tuple[int, int, int, bool]]) -> dict[str, Any]:
        comes = [come for meeting, seat, _, come in decisions if seat == room.seat and meeting == room.meeting]
        of = run["residents"]
        own = {name: of[name][room.resident] for name in ("trust", "prediction", "confidence", "disappointment")}
        return {"resident": room.resident, "vote": self.rooms.votes(room).get(room.seat),
                "comes": comes[0] if comes else None, **own, "invited": int(of["offered"][room.resident]),
                "came": int(of["sessions"][room.resident])}

    def _run(
        self, room: Room, scenario: Scenario, weeks: list[int], decisions: list[tuple[int, int, int, bool]]
    ) -> dict[str, Any]:
        """The run up to the next meeting, and beside it the same house left to the model."""
        past = {weeks[number - 1]: agreed(decisions, number) for number in range(1, min(room.meeting, len(weeks) + 1))}
        until = weeks[room.meeting - 1] if room.meeting <= len(weeks) else scenario.weeks
        own = self._kept_run(room, scenario, past, until)
        usual = self._kept_run(room, scenario, {}, until)
        return {**own, "usual": usual["series"]}

    def _kept_run(
        self, room: Room, scenario: Scenario, decisions: dict[int, dict[int, bool]], weeks: int
    ) -> dict[str, Any]:
        said = {week: of_week for week, of_week in decisions.items() if of_week}
        key = f"{room.world} {room.programme_seed} {room.chance_seed} {weeks} {sorted(said.items())}"
        kept = self.runs.get(key)
        if kept is None:
            kept = self.aside.run(class_run, scenario, room.programme_seed, room.chance_seed, said, weeks)
            self.runs.put(key, kept, 64 * weeks + 4096)
        return kept

    def _invitation(self, code: str) -> dict[str, Any]:
        link = f"{self.options.address}/#/class?code={code}"
        return {"code": code, "address": self.options.address, "link": link, "qr": list(qr_rows(link))}


@lru_cache(maxsize=64)
def _world_of(text: str) -> Scenario:
    return scenario_of(World.model_validate_json(text), "world")


@lru_cache(maxsize=64)
def qr_rows(text: str) -> tuple[str, ...]:
    """A QR code as rows of modules, 1 for dark, with the light margin that scanners need.

    >>> rows = qr_rows("http://192.168.1.20:8000")
    >>> len(rows) == len(rows[0]), set(rows[0])
    (True, {'0'})
    """
    import segno

    return tuple("".join("1" if module else "0" for module in row)
                 for row in segno.make(text, micro=False, error="m").matrix_iter(border=MARGIN))


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _json(data: Any) -> Response:
    return Response(as_json(data), media_type="application/json", headers={"cache-control": "no-store"})
