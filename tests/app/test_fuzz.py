"""Does nothing that is sent make the server fail, answer something undeclared, or grow?

Requests are drawn by schemathesis from the description that the server gives of itself, right ones and wrong ones;
and, since such worlds seldom exist, by hypothesis from the levers themselves.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from app_client import ADDRESS, HERE_BY_PORT, command, frames, free_port, serving
from samskapa.app.server.application import description
from samskapa.science.interventions import INTERVENTIONS
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.parameters import PARAMETERS
from samskapa.science.switches import SWITCHES

OPERATIONS = {
    operation.path: operation
    for found in schemathesis.openapi.from_dict(description()).get_all_operations()
    for operation in [found.ok()]
}
ALLOWED = {200, 304, 400, 403, 404, 405, 409, 410, 413, 415, 421, 422, 429}
SOME_MEBIBYTES = 32
DATED = [name for name, parameter in PARAMETERS.items() if not parameter.at_start] + ["trust_start", "influence"]
"""Parameters that may change at a week, and two that may not."""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("app"), class_mode=True, address=ADDRESS, cache_mib=8) as made:
        yield made


def examples(count: int) -> settings:
    """So many examples, the same ones every time."""
    return settings(
        max_examples=count, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


def sent(case: Any) -> bytes:
    """The body of a request as bytes, whatever was drawn for it."""
    if isinstance(case.body, bytes):
        return case.body
    return b"" if type(case.body).__name__ == "NotSet" else json.dumps(case.body).encode()


def hold(reply: Any) -> None:
    """A reply has a declared status, and a body that can be read; refusals say what is wrong."""
    assert reply.status_code in ALLOWED, reply.text
    if reply.status_code >= 400:
        assert reply.json()["what"]
    elif "frames" in reply.headers["content-type"]:
        assert frames(reply.content)
    elif reply.status_code == 200:
        reply.json()


def throw(client: Any, path: str, count: int) -> None:
    """Send requests drawn from the description of a route, three of four of them wrong ones."""
    operation = OPERATIONS[path]
    modes = (
        (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if operation.method == "post" else (GenerationMode.POSITIVE,)
    )
    for mode in modes:

        @examples(count // len(modes))
        @given(operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            headers = {"content-type": case.media_type or "application/json"}
            hold(client.request(case.method, case.formatted_path, content=sent(case), headers=headers))

        one()


def value_of(name: str) -> st.SearchStrategy[Any]:
    """A value that a lever or switch takes, its bounds among them."""
    if name in SWITCHES:
        return st.sampled_from(list(SWITCHES[name].alternatives))
    parameter = PARAMETERS[name]
    if parameter.whole:
        return st.integers(int(parameter.low), int(parameter.high))
    return st.floats(parameter.low, parameter.high, allow_subnormal=False)


@st.composite
def worlds(draw: Any) -> dict[str, Any]:
    """A small world with some levers anywhere within their bounds; many of them cannot be, and are refused."""
    names = draw(st.lists(st.sampled_from([*PARAMETERS, *SWITCHES]), max_size=6, unique=True))
    dated = draw(st.lists(st.sampled_from(DATED), max_size=3, unique=True))
    world: dict[str, Any] = {
        "scenario": draw(st.sampled_from(["tiny_trap", "escape", "broken_promise"])),
        "weeks": draw(st.one_of(st.just(120), st.integers(66, 120), st.integers(1, 120))),
        "set": {name: draw(value_of(name)) for name in names},
        "changes": [
            {"week": draw(st.integers(0, 80)), "parameter": name, "value": draw(value_of(name))} for name in dated
        ],
    }
    if draw(st.booleans()):
        name = draw(st.sampled_from(list(INTERVENTIONS)))
        own = draw(st.lists(st.sampled_from(INTERVENTIONS[name].parameters()), max_size=3, unique=True))
        world["interventions"] = {name: {one: draw(value_of(one)) for one in own}}
    return world


@st.composite
def questions(draw: Any) -> tuple[str, dict[str, Any]]:
    """A question about such worlds."""
    a, b, seed = draw(worlds()), draw(worlds()), draw(st.integers(0, 2**53 - 401))
    lever = st.sampled_from(list(PARAMETERS))
    kinds: list[tuple[str, dict[str, Any]]] = [
        (
            "/api/ensemble",
            {
                "a": a,
                "b": b,
                "runs": 5,
                "first": 2,
                "first_seed": seed,
                "outcomes": draw(st.lists(st.sampled_from(list(OUTCOMES)), min_size=1, max_size=4, unique=True)),
            },
        ),
        (
            "/api/history",
            {
                "world": a,
                "chance_seed": seed,
                "branch": {
                    "week": draw(st.integers(1, 119)),
                    "set": {draw(lever): draw(st.floats(-1, 2, allow_subnormal=False))},
                },
            },
        ),
        ("/api/history", {"world": a, "programme_seed": seed}),
        (
            "/api/trapmap",
            {
                "world": a,
                "runs": 2,
                "x": {"name": draw(lever), "points": draw(st.integers(2, 4))},
                "y": {"name": draw(lever), "points": 2},
            },
        ),
        ("/api/assumptions", {"a": a, "b": b, "worlds": 12}),
        ("/api/who_changed", {"a": a, "b": {**a, "changes": b["changes"]}, "chance_seed": seed}),
        ("/api/scenario/export", {"world": a, "name": "mine"}),
    ]
    return draw(st.sampled_from(kinds))


def ask(client: Any, count: int) -> set[int]:
    """Ask such questions; which kinds of replies came."""
    seen: set[int] = set()

    @examples(count)
    @given(questions())
    def one(question: tuple[str, dict[str, Any]]) -> None:
        reply = client.post(question[0], json=question[1])
        hold(reply)
        seen.add(reply.status_code)
        if reply.status_code == 200 and question[0] != "/api/scenario/export" and question[0] != "/api/who_changed":
            assert frames(reply.content)[-1][0]["kind"] not in ("failed", "superseded")

    one()
    return seen


@pytest.mark.parametrize("path", OPERATIONS)
def test_nothing_that_is_sent_makes_the_server_fail(client, path):
    throw(client, path, 16)


def test_no_world_makes_the_server_fail(client):
    assert ask(client, 60) >= {200, 422}


def memory_of(process: int) -> float:
    """Memory of a process now, in MiB."""
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii")
    return int(pages.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory of a process is read where Linux shows it")
def test_ten_thousand_requests_leave_the_server_as_it_was(tmp_path):
    port = free_port()
    with (
        command(tmp_path, port, "--class", "--workers", "1", "--threads", "1", "--cache", "8") as running,
        httpx2.Client(base_url=f"{HERE_BY_PORT}{port}", timeout=120) as client,
    ):
        ask(client, 300)
        for path in OPERATIONS:
            throw(client, path, 60)
        before = memory_of(running.pid)
        for path in OPERATIONS:
            throw(client, path, 440)
        ask(client, 1200)
        assert memory_of(running.pid) - before < SOME_MEBIBYTES
        assert client.get("/api/alive").json()["ready"]
