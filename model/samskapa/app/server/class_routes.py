"""Routes of a class: the teacher opens a room and shows what comes of it, pupils vote and decide."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from samskapa.app.server import messages
from samskapa.app.server.class_runs import MesaProcess, class_run, meeting_weeks
from samskapa.app.server.classroom import Classroom, NoRoomError, Room, agreed, plain_code
from samskapa.app.server.launch import Options
from samskapa.app.server.replies import JSON, RefusedError, as_json
from samskapa.app.server.scheduler import Allowance, Stored
from samskapa.app.server.worlds import scenario_of
from samskapa.science.errors import ScenarioError
from samskapa.science.scenarios.scenario import Scenario

MOST_RESIDENTS = 60
WRONG_CODES, IN_SECONDS = 10, 60.0
HOUR = 3600.0
KEPT_RUNS = 16 * 2**20
MARGIN = 4
"""Light modules round a QR code, which scanners need."""
OF_ALL = ("trust", "prediction", "confidence", "disappointment", "hero")
"""What the screen shows of each resident; pupils see the first four of their own."""


class ClassRoutes:
    """What answers a class in one worker.

    Args:
        options: how the server was started.
    """

    def __init__(self, options: Options):
        self.options = options
        self.aside = MesaProcess()
        self.wrong = Allowance(WRONG_CODES, IN_SECONDS)
        self.runs: Stored[dict[str, Any]] = Stored(KEPT_RUNS)
        self._rooms: Classroom | None = None

    @property
    def rooms(self) -> Classroom:
        """All rooms; refused where the server was started without a class."""
        if not self.options.class_mode:
            raise RefusedError(403, "", "this server was started without a class", "samskapa app --class")
        if self._rooms is None:
            self._rooms = Classroom(self.options.rooms())
        return self._rooms

    def of_teacher(self, teacher: str) -> Room:
        """The room of a teacher, now."""
        return self.rooms.of_teacher(teacher, time.time())

    def of_member(self, member: str) -> Room:
        """The room of a pupil, now."""
        return self.rooms.of_member(member, time.time())

    async def about(self, request: Request) -> Response:
        """Whether there may be a class, and where pupils find it."""
        local = bool(request.scope["state"]["local"])
        return _json({"on": self.options.class_mode, "address": self.options.address, "local": local})

    async def open(self, asked: messages.OpenRequest, request: Request) -> Response:
        """Open a room."""
        return _json(await run_in_threadpool(self._open, asked))

    def _open(self, asked: messages.OpenRequest) -> dict[str, Any]:
        scenario = scenario_of(asked.world, "world")
        residents = sum(plan.residents for plan in scenario.services)
        if residents > MOST_RESIDENTS:
            raise ScenarioError(
                f"{residents} residents are too many for a class",
                where="world",
                allowed=f"at most {MOST_RESIDENTS}, as in tiny_trap",
            )
        if not meeting_weeks(scenario):
            raise ScenarioError(
                "no meeting is held in this world, so there is nothing to decide",
                where="world",
                allowed="a world with a project and dialogue meetings",
            )
        now = time.time()
        expires = now + asked.hours * HOUR
        code, teacher = self.rooms.open(
            asked.world.model_dump_json(), (asked.programme_seed, asked.chance_seed), residents, expires, now
        )
        return {"teacher": teacher, **self._invitation(code), "expires": _moment(expires)}

    async def join(self, asked: messages.JoinRequest, request: Request) -> Response:
        """Take a seat."""
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

    async def ask(self, asked: messages.AskRequest, request: Request) -> Response:
        """Ask for a prediction."""
        self.rooms.ask(self.of_teacher(asked.teacher), asked.question, asked.choices)
        return await self._state_of(teacher=asked.teacher)

    async def vote(self, asked: messages.VoteRequest, request: Request) -> Response:
        """Vote on the open question."""
        room = self.of_member(asked.member)
        if room.question is None or asked.choice >= room.choices:
            allowed = f"0 to {room.choices - 1}" if room.question else "wait until the teacher asks"
            raise RefusedError(422, "choice", f"{asked.choice} is not a choice", allowed)
        if room.revealed:
            raise RefusedError(422, "choice", "the votes are already shown", "wait for the next question")
        self.rooms.vote(room, asked.choice)
        return await self._state_of(member=asked.member)

    async def decide(self, asked: messages.DecideRequest, request: Request) -> Response:
        """Decide whether one's resident comes to the next meeting."""
        room = self.of_member(asked.member)
        if room.meeting > len(meeting_weeks(_world_of(room.world))):
            raise RefusedError(422, "comes", "the last meeting has been held", "wait until the teacher begins again")
        self.rooms.decide(room, asked.comes)
        return await self._state_of(member=asked.member)

    async def advance(self, asked: messages.AdvanceRequest, request: Request) -> Response:
        """Show the votes, hold the next meeting, or begin again."""
        room = self.of_teacher(asked.teacher)
        if asked.to == "reveal":
            self.rooms.reveal(room)
        elif asked.to == "start":
            self.rooms.begin_again(room, messages.LAST_SEED)
        elif room.meeting <= len(meeting_weeks(_world_of(room.world))):
            self.rooms.hold_meeting(room)
        return await self._state_of(teacher=asked.teacher)

    async def close(self, asked: messages.CloseRequest, request: Request) -> Response:
        """Close the room."""
        self.rooms.close(self.of_teacher(asked.teacher))
        return _json({"closed": True})

    async def state(self, asked: messages.StateRequest, request: Request) -> Response:
        """What the room shows."""
        return await self._state_of(asked.teacher, asked.member)

    async def _state_of(self, teacher: str | None = None, member: str | None = None) -> Response:
        return _json(await run_in_threadpool(self._state, teacher, member))

    def _state(self, teacher: str | None, member: str | None) -> dict[str, Any]:
        room = self.of_teacher(teacher) if teacher else self.of_member(member or "")
        scenario = _world_of(room.world)
        weeks, decisions = meeting_weeks(scenario), self.rooms.decisions(room)
        votes = self.rooms.votes(room)
        until = weeks[room.meeting - 1] if room.meeting <= len(weeks) else None
        run = self._run(room, scenario, weeks, decisions, scenario.weeks if until is None else until)
        state: dict[str, Any] = {
            "open": True,
            "expires": _moment(room.expires),
            "members": self.rooms.seats(room),
            "question": _question(room, votes),
            "meeting": {
                "number": room.meeting,
                "of": len(weeks),
                "week": until,
                "decided": len({seat for meeting, seat, _, _ in decisions if meeting == room.meeting}),
                "coming": sum(agreed(decisions, room.meeting).values()),
            },
            "run": {**run, "residents": {name: run["residents"][name] for name in OF_ALL}},
        }
        if teacher:
            return state | self._invitation(room.code)
        comes = [comes for meeting, seat, _, comes in decisions if (seat, meeting) == (room.seat, room.meeting)]
        mine = {name: values[room.resident] for name, values in run["residents"].items()}
        return state | {
            "mine": {
                "resident": room.resident,
                "vote": votes.get(room.seat),
                "comes": comes[0] if comes else None,
                **{name: mine[name] for name in OF_ALL[:4]},
                "invited": int(mine["offered"]),
                "came": int(mine["sessions"]),
            }
        }

    def _run(
        self, room: Room, scenario: Scenario, weeks: list[int], decisions: list[tuple[int, int, int, bool]], until: int
    ) -> dict[str, Any]:
        """The run up to the next meeting, and beside it the same house left to the model."""
        past = {weeks[number - 1]: agreed(decisions, number) for number in range(1, min(room.meeting, len(weeks) + 1))}
        of_class = self._kept_run(room, scenario, {week: said for week, said in past.items() if said}, until)
        return {**of_class, "usual": self._kept_run(room, scenario, {}, until)["series"]}

    def _kept_run(
        self, room: Room, scenario: Scenario, decisions: dict[int, dict[int, bool]], weeks: int
    ) -> dict[str, Any]:
        key = f"{room.world} {room.programme_seed} {room.chance_seed} {weeks} {sorted(decisions.items())}"
        run = self.runs.get(key)
        if run is None:
            run = self.aside.run(class_run, scenario, room.programme_seed, room.chance_seed, decisions, weeks)
            self.runs.put(key, run, 64 * weeks + 4096)
        return run

    def _invitation(self, code: str) -> dict[str, Any]:
        link = f"{self.options.address}/#/class?code={code}"
        return {"code": code, "address": self.options.address, "link": link, "qr": list(qr_rows(link))}


def _question(room: Room, votes: dict[int, int]) -> dict[str, Any] | None:
    if room.question is None:
        return None
    counted = Counter(votes.values())
    tally = [counted[choice] for choice in range(room.choices)] if room.revealed else None
    return {
        "key": room.question,
        "choices": room.choices,
        "round": room.round,
        "revealed": bool(room.revealed),
        "votes": len(votes),
        "tally": tally,
    }


@lru_cache(maxsize=64)
def _world_of(text: str) -> Scenario:
    return scenario_of(messages.World.model_validate_json(text), "world")


@lru_cache(maxsize=64)
def qr_rows(text: str) -> tuple[str, ...]:
    """A QR code as rows of modules, 1 for dark, with the light margin that scanners need.

    >>> rows = qr_rows("http://192.168.1.20:8000")
    >>> len(rows) == len(rows[0]), set(rows[0])
    (True, {'0'})
    """
    import segno

    return tuple(
        "".join("1" if module else "0" for module in row)
        for row in segno.make(text, micro=False, error="m").matrix_iter(border=MARGIN)
    )


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _json(data: Any) -> Response:
    return Response(as_json(data), media_type=JSON, headers={"cache-control": "no-store"})


OF_CLASS: Mapping[str, tuple[Callable[..., Awaitable[Response]], type[messages.Message]]] = {
    "/api/class/open": (ClassRoutes.open, messages.OpenRequest),
    "/api/class/join": (ClassRoutes.join, messages.JoinRequest),
    "/api/class/ask": (ClassRoutes.ask, messages.AskRequest),
    "/api/class/vote": (ClassRoutes.vote, messages.VoteRequest),
    "/api/class/decide": (ClassRoutes.decide, messages.DecideRequest),
    "/api/class/advance": (ClassRoutes.advance, messages.AdvanceRequest),
    "/api/class/state": (ClassRoutes.state, messages.StateRequest),
    "/api/class/close": (ClassRoutes.close, messages.CloseRequest),
}
"""What answers each route of a class, and what it is asked with."""
