"""Does a class decide what the model would have decided, see what came of it, and leave nothing behind?"""

from __future__ import annotations

import math
import time

import pytest

from app_client import ADDRESS, asked, from_elsewhere, serving
from samskapa.app.server.class_routes import WRONG_CODES
from samskapa.app.server.class_runs import class_run, meeting_weeks
from samskapa.app.server.classroom import CODE_WORDS, MOST_ROOMS, WORDS, Classroom, FullError, NoRoomError, agreed
from samskapa.reference.model import CoProductionModel
from samskapa.science.scenarios import load_scenario

TRAP = {"scenario": "tiny_trap", "weeks": 80}
OPEN = {"world": TRAP, "chance_seed": 3}


@pytest.fixture
def teacher(tmp_path):
    with serving(tmp_path, class_mode=True, address=ADDRESS) as client:
        yield client


def state(client, **who):
    return asked(client, "/api/class/state", who)


def test_a_code_is_not_guessed():
    assert len(WORDS) == len(set(WORDS))
    assert math.log2(len(WORDS)) * CODE_WORDS >= 40
    assert all(word.isalpha() and word.islower() for word in WORDS)


def test_pupils_join_vote_and_see_the_votes_when_the_teacher_shows_them(teacher):
    room = asked(teacher, "/api/class/open", OPEN)
    assert room["code"] in room["link"]
    assert room["link"].startswith(ADDRESS)
    assert len(room["qr"]) == len(room["qr"][0])
    pupil = from_elsewhere(teacher)
    seats = [asked(pupil, "/api/class/join", {"code": room["code"].upper().replace("-", "  ")}) for _ in range(3)]
    assert [seat["resident"] for seat in seats] == [0, 1, 2]
    asked(teacher, "/api/class/ask", {"teacher": room["teacher"], "question": "trap.1", "choices": 2})
    for seat, choice in zip(seats, (1, 0, 1), strict=True):
        asked(pupil, "/api/class/vote", {"member": seat["member"], "choice": choice})
    asked(pupil, "/api/class/vote", {"member": seats[1]["member"], "choice": 1})
    seen = state(pupil, member=seats[1]["member"])
    assert seen["question"] == {"key": "trap.1", "choices": 2, "round": 1, "revealed": False, "votes": 3, "tally": None}
    assert seen["mine"]["vote"] == 1
    assert "code" not in seen
    shown = asked(teacher, "/api/class/advance", {"teacher": room["teacher"], "to": "reveal"})
    assert shown["question"]["tally"] == [0, 3]
    late = pupil.post("/api/class/vote", json={"member": seats[0]["member"], "choice": 0})
    assert late.status_code == 422
    again = asked(teacher, "/api/class/ask", {"teacher": room["teacher"], "question": "trap.2", "choices": 3})
    assert (again["question"]["votes"], again["members"]) == (0, 3)


def test_a_class_that_decides_nothing_leaves_the_model_as_it_is():
    world = load_scenario("tiny_trap")
    found = class_run(world, 1, 7, {}, 60)
    model = CoProductionModel(world, 1, 7).run(60)
    assert found["series"]["trust"][-1] == model.today["trust"]
    assert found["residents"]["prediction"] == [resident.prediction for resident in model.residents]


def test_a_decision_replaces_one_decision_and_nothing_before_it():
    world = load_scenario("tiny_trap")
    first, second = meeting_weeks(world)[:2]
    usual = class_run(world, 1, 7, {}, 60)
    full = class_run(world, 1, 7, {first: dict.fromkeys(range(20), True)}, 60)
    empty = class_run(world, 1, 7, {first: dict.fromkeys(range(20), False), second: {3: True}}, 60)
    assert full["meetings"][0]["attended"] == full["meetings"][0]["came_by_pupils"] == 20
    assert (empty["meetings"][0]["attended"], empty["meetings"][1]["held_by_pupils"]) == (0, 1)
    for run in (full, empty):
        assert run["series"]["trust"][:first] == usual["series"]["trust"][:first]
    assert full["series"]["norm"][first] > usual["series"]["norm"][first] > empty["series"]["norm"][first]


def test_a_class_holds_meetings_until_the_end_and_begins_again(teacher):
    room = asked(teacher, "/api/class/open", OPEN)
    member = asked(teacher, "/api/class/join", {"code": room["code"]})["member"]
    seen = asked(teacher, "/api/class/decide", {"member": member, "comes": True})
    assert seen["mine"]["comes"] is True
    assert seen["meeting"] == {"number": 1, "of": 7, "week": 26, "decided": 1, "coming": 1}
    assert (seen["run"]["weeks"], len(seen["run"]["series"]["norm"]), seen["run"]["meetings"]) == (26, 26, [])
    step = {"teacher": room["teacher"], "to": "meeting"}
    held = asked(teacher, "/api/class/advance", step)
    assert held["run"]["meetings"][0]["came_by_pupils"] == 1
    assert state(teacher, member=member)["mine"]["comes"] is None
    for _ in range(8):
        held = asked(teacher, "/api/class/advance", step)
    assert held["meeting"] == {"number": 8, "of": 7, "week": None, "decided": 0, "coming": 0}
    assert held["run"]["weeks"] == len(held["run"]["usual"]["trust"]) == 80
    assert teacher.post("/api/class/decide", json={"member": member, "comes": True}).status_code == 422
    anew = asked(teacher, "/api/class/advance", {"teacher": room["teacher"], "to": "start"})
    assert (anew["meeting"]["number"], anew["run"]["meetings"], anew["members"]) == (1, [], 1)


def test_those_who_hold_a_resident_together_decide_by_majority():
    votes = [
        (1, seat, resident, comes)
        for seat, (resident, comes) in enumerate([(0, True), (0, True), (0, False), (1, True), (1, False), (2, False)])
    ]
    assert agreed(votes, 1) == {0: True, 2: False}
    assert agreed(votes, 2) == {}


def test_a_room_is_seen_by_every_worker_and_outlives_a_restart(tmp_path):
    options = {"class_mode": True, "address": ADDRESS}
    with serving(tmp_path, **options) as one, serving(tmp_path, **options) as two:
        room = asked(one, "/api/class/open", OPEN)
        member = asked(two, "/api/class/join", {"code": room["code"]})["member"]
        asked(two, "/api/class/decide", {"member": member, "comes": True})
        assert state(one, teacher=room["teacher"])["members"] == 1
        before = asked(one, "/api/class/advance", {"teacher": room["teacher"], "to": "meeting"})
    with serving(tmp_path, **options) as after:
        assert state(after, teacher=room["teacher"]) == before
        assert state(after, member=member)["run"]["meetings"] == before["run"]["meetings"]


def test_others_reach_the_class_and_nothing_else(teacher):
    pupil = from_elsewhere(teacher)
    assert pupil.get("/api/class").json() == {"on": True, "address": ADDRESS, "local": False}
    assert pupil.get("/api/alive").status_code == 200
    for path in ("/api/meta", "/api/openapi.json"):
        assert pupil.get(path).status_code == 403
    routes = [route.path for route in teacher.app.routes if "POST" in (route.methods or ())]
    open_to_all = {"/api/class/join", "/api/class/vote", "/api/class/decide", "/api/class/state"}
    assert {path for path in routes if pupil.post(path, json={}).status_code != 403} == open_to_all


def test_without_a_class_there_are_no_rooms(tmp_path):
    with serving(tmp_path) as client:
        reply = client.post("/api/class/open", json=OPEN)
    assert (reply.status_code, reply.json()["allowed"]) == (403, "samskapa app --class")
    assert not (tmp_path / "rooms.sqlite").exists()


@pytest.mark.parametrize(
    ("world", "what"),
    [({"scenario": "helsingborg"}, "too many for a class"), (TRAP | {"set": {"project": 0}}, "nothing to decide")],
)
def test_a_world_that_no_class_can_hold_is_refused(teacher, world, what):
    reply = teacher.post("/api/class/open", json={"world": world})
    assert reply.status_code == 422
    assert what in reply.json()["what"]


def test_one_address_asks_only_so_often(teacher, monkeypatch):
    monkeypatch.setattr("samskapa.app.server.guard.MOST_A_MINUTE", 3)
    with serving(teacher.app.state.worker.options.rooms().parent, class_mode=True, address=ADDRESS) as client:
        pupil = from_elsewhere(client)
        assert [pupil.get("/api/class").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert [client.get("/api/class").status_code for _ in range(4)] == [200] * 4


def test_wrong_codes_are_counted(teacher):
    replies = [teacher.post("/api/class/join", json={"code": "owl-owl-owl-owl-owl"}) for _ in range(WRONG_CODES + 1)]
    assert [reply.status_code for reply in replies] == [404] * WRONG_CODES + [429]
    assert replies[-1].headers["retry-after"] == "60"


def test_a_stranger_is_told_that_the_room_is_closed(teacher):
    for who in ({"member": "x" * 32}, {"teacher": "x" * 32}):
        assert teacher.post("/api/class/state", json=who).status_code == 410
    assert teacher.post("/api/class/state", json={}).status_code == 422


def test_a_member_is_no_teacher(teacher):
    room = asked(teacher, "/api/class/open", OPEN)
    member = asked(teacher, "/api/class/join", {"code": room["code"]})["member"]
    assert teacher.post("/api/class/close", json={"teacher": member}).status_code == 410


def test_a_closed_room_leaves_nothing_behind(teacher, tmp_path):
    room = asked(teacher, "/api/class/open", OPEN)
    member = asked(teacher, "/api/class/join", {"code": room["code"]})["member"]
    asked(teacher, "/api/class/ask", {"teacher": room["teacher"], "question": "a_telling_question", "choices": 2})
    asked(teacher, "/api/class/vote", {"member": member, "choice": 1})
    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"a_telling_question" in everything
    assert member.encode() not in everything
    assert asked(teacher, "/api/class/close", {"teacher": room["teacher"]}) == {"closed": True}
    for path in tmp_path.iterdir():
        assert b"a_telling_question" not in path.read_bytes(), path
        assert room["code"].encode() not in path.read_bytes(), path
    assert teacher.post("/api/class/state", json={"member": member}).status_code == 410


def test_a_room_expires_and_rooms_and_seats_are_bounded(tmp_path):
    rooms, now = Classroom(tmp_path / "rooms.sqlite"), time.time()
    code, teacher = rooms.open("{}", (1, 1), 20, now + 60, now)
    member, _ = rooms.join(code, now + 59)
    for late in (
        lambda: rooms.join(code, now + 61),
        lambda: rooms.of_member(member, now + 61),
        lambda: rooms.of_teacher(teacher, now + 61),
    ):
        with pytest.raises(NoRoomError):
            late()
    for _ in range(MOST_ROOMS):
        rooms.open("{}", (1, 1), 20, now + 120, now + 61)
    with pytest.raises(FullError):
        rooms.open("{}", (1, 1), 20, now + 120, now + 62)
    assert oct((tmp_path / "rooms.sqlite").stat().st_mode)[-3:] == "600"
