"""Is everything that may not be asked refused clearly, and does nothing that is sent reach where it should not?"""

from __future__ import annotations

import asyncio
import json
import threading

import pytest

from app_client import from_elsewhere, serving
from samskapa.app.server.ensembles import study_of
from samskapa.app.server.messages import LARGEST, EnsembleRequest, World
from samskapa.app.server.replies import SupersededError
from samskapa.app.server.scheduler import AT_ONCE, LONG, MOST_WAITING, SHARPER, BusyError, Scheduler, Stored

TRAP = {"scenario": "tiny_trap"}
FILE = 'schema = 1\nname = "mine"\ntitle = "t"\nbase = "tiny_trap"\n'


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("app")) as made:
        yield made


REFUSED = [
    ("/api/ensemble", {"a": {"scenario": "tiny_trop"}}, "a.scenario", "not a scenario", "tiny_trap"),
    ("/api/ensemble", {"a": {"scenario": "../../etc/passwd"}}, "a.scenario", "pattern", None),
    ("/api/ensemble", {"a": TRAP | {"set": {"candor": 1}}}, "a.set", "not a parameter or switch", "candour"),
    ("/api/ensemble", {"a": TRAP | {"set": {"candour": 2}}}, "a.set.candour", "out of bounds", None),
    ("/api/ensemble", {"a": TRAP | {"set": {"candour": "high"}}}, "a.set.candour", "not a finite number", None),
    (
        "/api/ensemble",
        {"a": TRAP | {"set": {"influence": "bound"}}},
        "a.set.influence",
        "not an alternative",
        "bounded",
    ),
    ("/api/ensemble", {"a": TRAP | {"set": {"activation": "drawn"}}}, "a.set.activation", "Mesa model's alone", None),
    ("/api/ensemble", {"a": TRAP | {"set": {"week": 3}}}, "a.set", "not a parameter or switch", None),
    ("/api/ensemble", {"a": TRAP | {"sett": {}}}, "a.sett", "not known here", "set"),
    ("/api/ensemble", {"a": {}}, "a", "either a scenario by name or a text", None),
    ("/api/ensemble", {"a": TRAP, "b": TRAP | {"weeks": 0}}, "b.weeks", "greater than or equal", None),
    ("/api/ensemble", {"a": TRAP | {"weeks": 30}}, "a", "after the horizon", None),
    ("/api/ensemble", {"a": TRAP, "runs": 1000}, "runs", "less than or equal", None),
    ("/api/ensemble", {"a": TRAP, "outcomes": ["trusty"]}, "outcomes", "not an outcome", "trust"),
    ("/api/ensemble", {"a": TRAP, "outcomes": []}, "outcomes", "no outcome", None),
    ("/api/ensemble", {"a": TRAP, "outcomes": ["trust_by_service"]}, "outcomes", "for each service", None),
    ("/api/ensemble", {"a": TRAP, "first_seed": -1}, "first_seed", "greater than or equal", None),
    ("/api/ensemble", {"a": TRAP, "client": "short"}, "client", "pattern", None),
    (
        "/api/ensemble",
        {"a": TRAP | {"interventions": {"workshop": {}}}},
        "a.interventions",
        "not an intervention",
        "future_workshop",
    ),
    (
        "/api/ensemble",
        {"a": TRAP | {"interventions": {"choice": {"candour": 1}}}},
        "a.interventions.choice",
        "not a parameter of this intervention",
        None,
    ),
    (
        "/api/ensemble",
        {"a": TRAP | {"changes": [{"week": 9, "parameter": "trust_start", "value": 0.5}]}},
        "a.changes.0",
        "matters only when",
        None,
    ),
    (
        "/api/ensemble",
        {"a": TRAP | {"changes": [{"week": 900, "parameter": "candour", "value": 0.5}]}},
        "a.changes.0",
        "beyond the horizon",
        None,
    ),
    (
        "/api/ensemble",
        {"a": TRAP | {"changes": [{"week": 9, "parameter": "candour", "value": 0.5}] * 2}},
        "a.changes.1",
        "twice",
        None,
    ),
    ("/api/ensemble", {"a": {"scenario": "helsingborg", "weeks": 1040}, "runs": 400}, "runs", "too much work", None),
    ("/api/ensemble", {"a": {"toml": FILE.replace("tiny_trap", "/etc/passwd")}}, "a.toml", "does not come", None),
    ("/api/ensemble", {"a": {"toml": FILE.replace("tiny_trap", "helsingborg.toml")}}, "a.toml", "comes with", None),
    ("/api/scenario/check", {"toml": FILE + "weeks = 'x'"}, "uploaded scenario, line 5", "weeks", None),
    ("/api/scenario/check", {"toml": "a = " + "[" * 5000}, "uploaded scenario", "nested", None),
    ("/api/scenario/check", {"toml": "x" * 70_000}, "toml", "at most", None),
    (
        "/api/history",
        {"world": TRAP, "branch": {"week": 40, "set": {"influence": 1}}},
        "branch.set.influence",
        "not an alternative",
        None,
    ),
    (
        "/api/history",
        {"world": TRAP, "branch": {"week": 300, "set": {"candour": 1}}},
        "branch.set.candour",
        "beyond",
        None,
    ),
    ("/api/trapmap", {"world": TRAP, "x": {"name": "candour"}, "y": {"name": "candour"}}, "y.name", "same lever", None),
    (
        "/api/trapmap",
        {"world": TRAP, "x": {"name": "candour", "low": 0.9, "high": 0.1}, "y": {"name": "thickness"}},
        "x",
        "no range",
        None,
    ),
    (
        "/api/trapmap",
        {"world": TRAP, "x": {"name": "project"}, "y": {"name": "thicknes"}},
        "y.name",
        "not a parameter",
        "thickness",
    ),
    (
        "/api/trapmap",
        {"world": TRAP, "x": {"name": "candour"}, "y": {"name": "thickness"}, "summary": "trappy"},
        "summary",
        "good direction",
        "trap",
    ),
    (
        "/api/assumptions",
        {"a": TRAP, "b": TRAP, "summaries": ["staff_hours_total"]},
        "summaries",
        "good direction",
        None,
    ),
    ("/api/who_changed", {"a": TRAP, "b": {"scenario": "default_world"}}, "b", "do not have the same services", None),
    ("/api/scenario/export", {"world": TRAP, "name": "No Path/.."}, "name", "pattern", None),
]


@pytest.mark.parametrize(("path", "body", "where", "what", "near"), REFUSED)
def test_a_refusal_says_where_and_what(client, path, body, where, what, near):
    reply = client.post(path, json=body)
    said = reply.json()
    assert reply.status_code == 422, said
    assert set(said) == {"where", "what", "allowed", "nearest"}
    assert said["where"].startswith(where), said
    if "toml" not in where:
        assert what in said["what"], said
    assert said["nearest"] == near or near is None, said


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" + "0" * 400, "true", '"1"', "null"])
def test_what_is_no_finite_number_is_refused(client, number):
    body = '{"a": {"scenario": "tiny_trap", "set": {"candour": %s}}, "runs": 1}' % number  # noqa: UP031
    reply = client.post("/api/ensemble", content=body, headers={"content-type": "application/json"})
    assert reply.status_code in (400, 422), reply.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"a": "\\ud800"}', b"[" * 5000, b'{"a":' * 5000])
def test_what_is_no_request_is_refused(client, body):
    reply = client.post("/api/ensemble", content=body, headers={"content-type": "application/json"})
    assert reply.status_code in (400, 422), reply.text
    assert reply.json()["what"]


def test_what_is_too_large_is_refused_before_it_is_read(client):
    large = json.dumps({"toml": "x" * LARGEST})
    assert (
        client.post("/api/scenario/check", content=large, headers={"content-type": "application/json"}).status_code
        == 413
    )

    def pieces():
        yield b'{"toml": "'
        for _ in range(LARGEST // 1000 + 10):
            yield b"x" * 1000

    assert (
        client.post("/api/scenario/check", content=pieces(), headers={"content-type": "application/json"}).status_code
        == 413
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example:8000"}, 421),
        ({"host": "192.168.7.1:8000"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_other_sites_and_other_names_get_no_answer(client, headers, status):
    sent = {"content-type": "application/json", **headers}
    assert client.post("/api/ensemble", content=json.dumps({"a": TRAP}), headers=sent).status_code == status


def test_nobody_else_in_the_network_is_answered_without_a_class(client):
    other = from_elsewhere(client)
    assert {other.get(path).status_code for path in ("/", "/api/meta", "/api/alive", "/api/class")} == {421}


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/%2e%2e/%2e%2e/pyproject.toml",
        "/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/static/../serving.py",
        "/serving.py",
        "/%00",
        "/api/nothing",
        "/api/ensemble/",
    ],
)
def test_no_path_leads_to_a_file(client, path):
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.json()["what"] == "there is nothing at this address"


def test_a_method_that_a_route_does_not_take_is_refused(client):
    assert client.get("/api/ensemble").status_code in (404, 405)
    assert client.post("/api/meta", json={}).status_code == 405
    assert client.delete("/api/meta").status_code == 405


@pytest.mark.parametrize("path", ["/api/meta", "/nowhere", "/api/alive"])
def test_every_reply_tells_the_browser_what_to_trust(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_a_newer_question_of_the_same_client_takes_the_place_of_the_older():
    scheduler = Scheduler(1)
    older, other = scheduler.enter("client_a", "ensemble"), scheduler.enter("client_b", "ensemble")
    elsewhere = scheduler.enter("client_a", "history")
    newer = scheduler.enter("client_a", "ensemble")
    assert (older.stale, other.stale, elsewhere.stale, newer.stale) == (True, False, False, False)


def test_work_that_nobody_waits_for_stops_between_blocks():
    seen = []

    def stopped() -> bool:
        seen.append(1)
        return True

    study = study_of(EnsembleRequest(a=World(scenario="tiny_trap"), runs=400))
    with pytest.raises(SupersededError):
        study.run(400, 1, stopped, Stored(0))
    assert len(seen) == 1
    assert study.done == 0


def test_first_answers_come_before_sharper_ones_and_keep_a_place():
    order: list[str] = []

    async def ask() -> None:
        scheduler, hold = Scheduler(2), threading.Event()
        held = [
            asyncio.create_task(scheduler.work(scheduler.enter(None, "x"), urgency, hold.wait))
            for urgency in (LONG, AT_ONCE)
        ]
        await asyncio.sleep(0.01)
        assert (scheduler.running, scheduler.running_later) == (2, 1)
        asked = (("long", LONG), ("sharper", SHARPER), ("gone", AT_ONCE), ("stale", AT_ONCE), ("at once", AT_ONCE))
        tickets = {name: scheduler.enter(None, "x") for name, _ in asked}
        waiting = {
            name: asyncio.create_task(scheduler.work(tickets[name], urgency, lambda name=name: order.append(name)))
            for name, urgency in asked
        }
        await asyncio.sleep(0.01)
        waiting["gone"].cancel()
        tickets["stale"].stale = True
        hold.set()
        ends = await asyncio.gather(*held, *waiting.values(), return_exceptions=True)
        assert [type(end) for end in ends[4:6]] == [asyncio.CancelledError, SupersededError]
        assert (scheduler.running, scheduler.running_later, scheduler.waiting) == (0, 0, [])
        scheduler.close()

    asyncio.run(ask())
    assert order.index("at once") < order.index("long")
    assert order.index("sharper") < order.index("long")


def test_sharper_answers_never_take_the_place_of_first_ones():
    async def ask() -> None:
        scheduler, hold = Scheduler(2), threading.Event()
        later = [asyncio.create_task(scheduler.work(scheduler.enter(None, "x"), SHARPER, hold.wait)) for _ in range(3)]
        await asyncio.sleep(0.01)
        assert scheduler.running == 1
        assert await asyncio.wait_for(scheduler.work(scheduler.enter(None, "x"), AT_ONCE, lambda: "now"), 5) == "now"
        hold.set()
        await asyncio.gather(*later)
        scheduler.close()

    asyncio.run(ask())


def test_when_too_much_is_asked_one_is_told_to_wait():
    scheduler = Scheduler(1)
    scheduler.asked = MOST_WAITING
    with pytest.raises(BusyError):
        scheduler.enter(None, "x")
