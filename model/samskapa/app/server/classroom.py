"""Rooms of classes in one SQLite file, which every worker of the server sees and which outlives a restart.

A room knows codes and tokens (the latter as hashes), seats, votes and decisions; no names, no addresses. What is
deleted is overwritten, in the file and in its journal.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samskapa.app.server.replies import RefusedError

CODE_WORDS = 5
MOST_ROOMS, MOST_SEATS = 8, 64
SCHEMA = """
create table if not exists rooms (
    id integer primary key, code text unique not null, teacher text unique not null, world text not null,
    programme_seed integer not null, chance_seed integer not null, residents integer not null,
    expires real not null, meeting integer not null default 1, question text, choices integer not null default 0,
    round integer not null default 0, revealed integer not null default 0
);
create table if not exists seats (
    id integer primary key, room integer not null references rooms on delete cascade, member text unique not null,
    resident integer not null
);
create table if not exists votes (
    seat integer not null references seats on delete cascade, round integer not null, choice integer not null,
    primary key (seat, round)
);
create table if not exists decisions (
    seat integer not null references seats on delete cascade, meeting integer not null, comes integer not null,
    primary key (seat, meeting)
);
"""
OF_ROOM = (
    "id",
    "code",
    "world",
    "programme_seed",
    "chance_seed",
    "residents",
    "expires",
    "meeting",
    "question",
    "choices",
    "round",
    "revealed",
)
_LISTED = """
acorn amber anchor apple apron arrow autumn badge baker balcony bamboo banjo barley barn basil basket beach beacon
bean beaver bell bench berry birch biscuit blanket boat bonnet book border bottle branch bread brick bridge broom
brush bucket butter button cabin cactus camel candle canoe canvas carpet carrot castle cedar chalk cherry
chestnut chimney cider circle clay cliff clock cloud clover coat cobalt coffee comet compass copper coral cotton
cradle crane cricket crown curtain daisy dancer desert diamond dolphin donkey door dragon drum eagle earth echo
ember engine falcon farmer feather fence fern ferry fiddle field finch fjord flame flute forest fossil fountain fox
garden garlic gate ginger glacier globe glove goat gold grape grass guitar hammer harbour harvest hazel heron
hill honey horse hotel island ivory ivy jacket jasmine jungle juniper kettle kitchen kite ladder lagoon lake
lamp lantern laurel lemon letter lilac linen lion lizard lobster magnet mango maple marble market meadow melon
mill mint mirror mitten moon moss mountain museum mustard nest north nutmeg oak oasis ocean
olive onion orange orchard otter owl oyster paddle paper parrot pasta path peach pearl pebble pencil
pepper piano pillow pilot pine planet plum pocket pond poppy potato prairie puzzle quilt rabbit rain raven
ribbon rice river robin rocket roof rope rose saddle saffron salmon sand scarf school seal shell silver snow spoon
spring star stone stork summer sugar sun swan table tea thistle thunder tiger tomato tower train tulip tunnel turtle
umbrella valley velvet violin walnut water whale wheat willow window winter wolf wood yarn zebra
"""
WORDS: tuple[str, ...] = tuple(_LISTED.split())
"""Words of which join codes are made: 256 short ones, so that each of them is worth eight bits."""


class NoRoomError(RefusedError):
    """There is no such room, or it is closed, or its time is over."""

    def __init__(self) -> None:
        super().__init__(410, "", "this room is closed, or its time is over")


class FullError(RefusedError):
    """No more rooms, or no more seats."""

    def __init__(self, what: str) -> None:
        super().__init__(429, "", what, after=60)


@dataclass(frozen=True, slots=True)
class Room:
    """A room as it stands; columns of the table, `seat` and `resident` only for a pupil (else -1)."""

    id: int
    code: str
    world: str
    programme_seed: int
    chance_seed: int
    residents: int
    expires: float
    meeting: int
    question: str | None
    choices: int
    round: int
    revealed: int
    seat: int = -1
    resident: int = -1


def new_code() -> str:
    """Words that nobody guesses: five of 256, forty bits."""
    return "-".join(secrets.choice(WORDS) for _ in range(CODE_WORDS))


def plain_code(text: str) -> str:
    """A code as it was typed: case, hyphens and spaces do not matter.

    >>> plain_code("  River lamp-STONE  bread owl")
    'river-lamp-stone-bread-owl'
    """
    return "-".join(text.lower().replace("-", " ").split())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Classroom:
    """All rooms.

    Args:
        file: the SQLite file; made if it is not there, readable by its owner only.
    """

    def __init__(self, file: Path):
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        with self._connection() as db:
            db.executescript(SCHEMA)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each piece of work, so that threads and workers never share one."""
        db = sqlite3.connect(self.file, timeout=10.0, isolation_level=None)
        try:
            db.execute("pragma journal_mode = wal")
            db.execute("pragma foreign_keys = on")
            db.execute("pragma secure_delete = on")
            yield db
        finally:
            db.close()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as db:
            db.execute("begin immediate")
            try:
                yield db
            except BaseException:
                db.execute("rollback")
                raise
            db.execute("commit")

    def _change(self, statement: str, *values: Any) -> int:
        """Change something in one step; how many rows were."""
        with self._changing() as db:
            return db.execute(statement, values).rowcount

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        with self._connection() as db:
            return db.execute(statement, values).fetchall()

    def open(self, world: str, seeds: tuple[int, int], residents: int, expires: float, now: float) -> tuple[str, str]:
        """Open a room.

        Args:
            world: the world of the request, as JSON.
            seeds: programme seed and chance seed.
            residents: how many residents there are to be held.
            expires, now: seconds since the epoch.

        Returns:
            The join code, and the teacher's token.

        Raises:
            FullError: there are as many rooms as there may be.
        """
        code, teacher = new_code(), secrets.token_urlsafe(24)
        self.forget_expired(now)
        with self._changing() as db:
            if db.execute("select count(*) from rooms").fetchone()[0] >= MOST_ROOMS:
                raise FullError(f"{MOST_ROOMS} rooms are open; close one of them")
            db.execute(
                "insert into rooms (code, teacher, world, programme_seed, chance_seed, residents, expires) "
                "values (?, ?, ?, ?, ?, ?, ?)",
                (code, _hash(teacher), world, *seeds, residents, expires),
            )
        return code, teacher

    def join(self, code: str, now: float) -> tuple[str, int]:
        """Take a seat.

        Returns:
            The member's token, and the number of the resident held from this seat.

        Raises:
            NoRoomError: no room has this code.
            FullError: no seat is left.
        """
        member = secrets.token_urlsafe(24)
        with self._changing() as db:
            row = db.execute(
                "select id, residents from rooms where code = ? and expires > ?", (plain_code(code), now)
            ).fetchone()
            if row is None:
                raise NoRoomError
            room, residents = row
            seats = db.execute("select count(*) from seats where room = ?", (room,)).fetchone()[0]
            if seats >= MOST_SEATS:
                raise FullError(f"{MOST_SEATS} have joined this room, and that is all it holds")
            db.execute(
                "insert into seats (room, member, resident) values (?, ?, ?)", (room, _hash(member), seats % residents)
            )
        return member, int(seats % residents)

    def of_teacher(self, token: str, now: float) -> Room:
        """The teacher's room.

        Raises:
            NoRoomError: there is none, or its time is over.
        """
        return self._room(OF_ROOM, "rooms", "teacher", token, now)

    def of_member(self, token: str, now: float) -> Room:
        """A pupil's room, with the seat.

        Raises:
            NoRoomError: there is none, or its time is over.
        """
        tables = "rooms join (select id seat, room, member, resident from seats) on room = rooms.id"
        return self._room((*OF_ROOM, "seat", "resident"), tables, "member", token, now)

    def _room(self, columns: Sequence[str], tables: str, who: str, token: str, now: float) -> Room:
        rows = self._rows(
            f"select {', '.join(columns)} from {tables} where {who} = ? and expires > ?", _hash(token), now
        )
        if not rows:
            raise NoRoomError
        return Room(*rows[0])

    def ask(self, room: Room, question: str, choices: int) -> None:
        """Ask a question; votes on the last one are deleted."""
        with self._changing() as db:
            db.execute("delete from votes where seat in (select id from seats where room = ?)", (room.id,))
            db.execute(
                "update rooms set question = ?, choices = ?, round = round + 1, revealed = 0 where id = ?",
                (question, choices, room.id),
            )

    def reveal(self, room: Room) -> None:
        """Show the votes."""
        self._change("update rooms set revealed = 1 where id = ?", room.id)

    def vote(self, room: Room, choice: int) -> None:
        """Vote, or change one's vote."""
        self._change("insert or replace into votes values (?, ?, ?)", room.seat, room.round, choice)

    def decide(self, room: Room, comes: bool) -> None:
        """Decide for one's resident at the next meeting, or think again."""
        self._change("insert or replace into decisions values (?, ?, ?)", room.seat, room.meeting, int(comes))

    def hold_meeting(self, room: Room) -> None:
        """The next meeting is held: decisions on it stand."""
        self._change("update rooms set meeting = meeting + 1 where id = ? and meeting = ?", room.id, room.meeting)

    def begin_again(self, room: Room, last_seed: int) -> None:
        """Back to the start, under another chance; decisions are deleted."""
        with self._changing() as db:
            db.execute("delete from decisions where seat in (select id from seats where room = ?)", (room.id,))
            db.execute(
                "update rooms set meeting = 1, chance_seed = (chance_seed + 1) % ? where id = ?", (last_seed, room.id)
            )

    def close(self, room: Room) -> None:
        """Delete everything of a room."""
        self._change("delete from rooms where id = ?", room.id)
        self._wipe_journal()

    def forget_expired(self, now: float) -> None:
        """Delete everything of rooms whose time is over."""
        if self._change("delete from rooms where expires <= ?", now):
            self._wipe_journal()

    def _wipe_journal(self) -> None:
        self._rows("pragma wal_checkpoint(truncate)")

    def seats(self, room: Room) -> int:
        """How many have joined."""
        return int(self._rows("select count(*) from seats where room = ?", room.id)[0][0])

    def votes(self, room: Room) -> dict[int, int]:
        """Votes on the open question, by seat."""
        return dict(
            self._rows(
                "select seat, choice from votes join seats on seats.id = seat where room = ? and round = ?",
                room.id,
                room.round,
            )
        )

    def decisions(self, room: Room) -> list[tuple[int, int, int, bool]]:
        """Meeting, seat, resident, and whether the resident is to come."""
        rows = self._rows(
            "select meeting, seat, resident, comes from decisions join seats on seats.id = seat "
            "where room = ? order by meeting, seat",
            room.id,
        )
        return [(meeting, seat, resident, bool(comes)) for meeting, seat, resident, comes in rows]


def agreed(decisions: list[tuple[int, int, int, bool]], meeting: int) -> dict[int, bool]:
    """What those who hold a resident decided for a meeting, by resident: the majority, and nothing where they tie.

    >>> agreed([(1, 1, 4, True), (1, 2, 4, False), (1, 3, 7, True), (2, 1, 4, True)], 1)
    {7: True}
    """
    balance: dict[int, int] = {}
    for of_meeting, _, resident, comes in decisions:
        if of_meeting == meeting:
            balance[resident] = balance.get(resident, 0) + (1 if comes else -1)
    return {resident: votes > 0 for resident, votes in balance.items() if votes != 0}
