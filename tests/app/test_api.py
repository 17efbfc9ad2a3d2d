"""Does the interface give the numbers of the package, at once and then sharper, and the same when asked again?"""

from __future__ import annotations

import json

import numpy as np
import pytest

from app_client import asked, frames, serving
from samskapa import simulate
from samskapa.app.server import ensembles, trapmaps
from samskapa.app.server.ensembles import SHOWN
from samskapa.app.server.histories import BROKEN, CAME, EXPIRED, KEPT, KEPT_LATE, MOVED_IN, OF_PROMISES, history_of
from samskapa.app.server.messages import EnsembleRequest, Lever, TrapmapRequest, World
from samskapa.app.server.scheduler import Stored
from samskapa.app.server.trapmaps import tipping_pieces
from samskapa.science.interventions import INTERVENTIONS
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios import load_scenario, read_scenario, scenario_names
from samskapa.science.summaries import SUMMARIES
from samskapa.science.switches import SWITCHES
from samskapa.study.analyses.tipping import tipping_line
from samskapa.study.design import points as points_of_design
from samskapa.study.executors import execute, never
from samskapa.study.results import event_log

TRAP = {"scenario": "tiny_trap"}
WITHOUT = {"scenario": "tiny_trap", "set": {"project": 0}}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("app")) as made:
        yield made


def test_the_page_is_told_everything(client):
    meta = client.get("/api/meta").json()
    assert [lever["name"] for lever in meta["levers"]] == list(PARAMETERS)
    assert {one["name"]: list(one["alternatives"]) for one in meta["switches"]} == {
        name: [a for a in switch.alternatives if a != "drawn"] for name, switch in SWITCHES.items()
    }
    assert [one["name"] for one in meta["outcomes"]] == list(OUTCOMES)
    assert [one["name"] for one in meta["summaries"]] == list(SUMMARIES)
    assert [one["name"] for one in meta["interventions"]] == list(INTERVENTIONS)
    assert [one["name"] for one in meta["scenarios"]] == scenario_names()
    assert set(meta["first"]) == {lever["name"] for lever in meta["levers"] if lever["first"]}
    for one in meta["scenarios"]:
        assert one["values"] == load_scenario(one["name"]).settings.numbers()
    for intervention in meta["interventions"]:
        for place in intervention["timeline"]:
            assert {place["on"], place["week"]} <= set(intervention["parameters"])


def test_what_the_page_knows_already_is_not_sent_again(client):
    first = client.get("/api/meta")
    assert client.get("/api/meta", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < 30_000


def test_an_ensemble_is_rough_first_and_has_the_numbers_of_the_door(client):
    body = {"a": TRAP, "b": WITHOUT, "runs": 24, "first": 8, "outcomes": ["trust", "norm"]}
    (rough, _), (final, arrays) = asked(client, "/api/ensemble", body)
    assert (rough["runs"], rough["final"], final["runs"], final["final"]) == (8, False, 24, True)
    runs = {
        name: simulate(
            "tiny_trap",
            points=[point],
            programme_seeds=1,
            chance_seeds=range(1, 25),
            outcomes=["trust", "norm", "explicit_made", "meetings_held", "staff_hours"],
            threads=1,
        )
        for name, point in (("a", {}), ("b", {"project": 0}))
    }
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    for name, data in runs.items():
        expected = np.quantile(data["trust"].values[0], levels, axis=0)
        np.testing.assert_allclose(arrays[name][0], expected, rtol=1e-6)
        assert final["promises"][name]["made"] == data["explicit_made"].values[0, :, -1].mean()
        assert final["costs"][name]["meetings"] == data["meetings_held"].values[0, :, -1].mean()
    apart = (runs["a"]["trust"] - runs["b"]["trust"]).values[0]
    np.testing.assert_allclose(arrays["difference"][0, 0], apart.mean(axis=0), atol=1e-7)
    np.testing.assert_allclose(arrays["a_better"][0, -1], ((apart > 1e-9) + 0.5 * (abs(apart) <= 1e-9))[:, -1].mean())
    summary = next(one for one in final["summaries"] if one["name"] == "trust_final")
    ends = [runs[name]["trust_final"].values[0] for name in "ab"]
    assert summary["difference"]["mean"] == pytest.approx((ends[0] - ends[1]).mean())
    assert summary["difference"]["low"] < summary["difference"]["mean"] < summary["difference"]["high"]
    assert [one["name"] for one in final["services"]] == ["house"]


def test_a_world_beside_itself_is_no_better(client):
    _, (final, arrays) = asked(client, "/api/ensemble", {"a": TRAP, "b": TRAP, "runs": 20})
    assert np.nanmax(np.abs(arrays["difference"])) == 0.0
    assert all(one["a_better"] == 0.5 for one in final["summaries"] if one["good"] and one["a_better"] is not None)


def test_a_world_alone_has_no_difference(client):
    [(final, arrays)] = asked(client, "/api/ensemble", {"a": TRAP, "runs": 4})
    assert set(arrays) == {"a"}
    assert final["summaries"][0]["b"] is None


def test_worlds_of_other_horizon_and_other_services_meet_where_both_are(client):
    body = {"a": TRAP, "b": {"scenario": "default_world", "weeks": 100}, "runs": 3}
    [(final, arrays)] = asked(client, "/api/ensemble", body)
    assert final["services"] == []
    assert (arrays["a"].shape, arrays["b"].shape) == ((len(SHOWN), 5, 208), (len(SHOWN), 5, 100))
    assert arrays["difference"].shape == (len(SHOWN), 5, 100)


def test_asked_again_it_comes_from_memory_with_the_same_numbers(client):
    body = {"a": TRAP, "b": WITHOUT, "runs": 18, "first_seed": 500}
    first = asked(client, "/api/ensemble", body)
    again = client.post("/api/ensemble", json=body | {"client": "another_client"})
    assert again.headers["x-kept"] == "1"
    (header, arrays), (_, expected) = frames(again.content)[0], first[-1]
    assert header["final"]
    for name, values in expected.items():
        np.testing.assert_array_equal(arrays[name], values)


def test_a_lever_of_one_world_leaves_the_runs_of_the_other(monkeypatch):
    carried_out: list[int] = []

    def counted(runs, *args, **options):
        carried_out.append(len(runs))
        return execute(runs, *args, **options)

    monkeypatch.setattr("samskapa.app.server.questions.execute", counted)
    kept, numbers = Stored(2**24), []
    for candour in (0.3, 0.6, 0.3):
        other = World(**TRAP, set={"candour": candour})
        study = ensembles.study_of(EnsembleRequest(a=World(**TRAP), b=other, runs=3))
        study.run(3, 1, never, kept)
        numbers.append(study.numbers)
    assert carried_out == [6, 3]
    np.testing.assert_array_equal(numbers[0], numbers[2])
    assert (numbers[0][0] == numbers[1][0]).all()
    assert (numbers[0][1] != numbers[1][1]).any()


def test_one_run_has_the_bits_of_every_other_run_of_its_world():
    world = load_scenario("default_world")
    history = history_of(world, 3, 5)
    names = ["prediction", "confidence", "aspiration", "habit", "disappointment", "hero"]
    data = simulate(
        world,
        programme_seeds=3,
        chance_seeds=5,
        trajectories=names,
        threads=1,
        outcomes=["attended_by_service", "quality_by_service", "engagement", "trust", "buy_in"],
    )
    for name in names:
        np.testing.assert_array_equal(history.weekly[f"resident.{name}"], data[f"person_{name}"].values[0, 0])
    for name in ("attended", "quality"):
        np.testing.assert_array_equal(history.weekly[f"service.{name}"], data[f"{name}_by_service"].values[0, 0])
    np.testing.assert_allclose(history.weekly["worker.engagement"].mean(axis=1), data["engagement"].values[0, 0])
    np.testing.assert_allclose(history.weekly["resident.trust"].mean(axis=1), data["trust"].values[0, 0])
    np.testing.assert_allclose(history.weekly["manager.buy_in"].mean(axis=1), data["buy_in"].values[0, 0])
    told = simulate(world, programme_seeds=3, chance_seeds=5, outcomes=["trust"], events=True, threads=1)
    events = event_log(told)
    rows = history.promises.columns(OF_PROMISES)
    made = [event for event in events if event.kind in ("promised", "left_hanging")]
    assert sorted((event.promise, event.service, event.who, event.whom, event.week) for event in made) == [
        (row[0], row[1], row[2], row[3], row[6]) for row in rows.tolist()
    ]
    for kind, outcomes in (("kept", (KEPT, KEPT_LATE)), ("broken", (BROKEN, EXPIRED))):
        expected = sorted((event.promise, event.week) for event in events if event.kind == kind)
        assert expected == sorted((row[0], row[8]) for row in rows.tolist() if row[9] in outcomes)
    assert history.declined.sum() == sum(event.kind == "declined" for event in events)
    moved = {(event.week, event.who) for event in events if event.kind == "moved_in" and event.week > 0}
    assert moved == set(zip(*(part.tolist() for part in np.nonzero(history.flags & MOVED_IN)), strict=True))
    came = {(event.week, event.who) for event in events if event.kind in ("came", "workshop", "course")}
    assert came == set(zip(*(part.tolist() for part in np.nonzero(history.flags & CAME)), strict=True))


def test_a_branch_is_the_same_run_until_its_week(client):
    body = {"world": TRAP, "chance_seed": 4}
    [(trunk, before)] = asked(client, "/api/history", body)
    [(branch, after)] = asked(client, "/api/history", body | {"branch": {"week": 40, "set": {"candour": 1.0}}})
    assert (trunk["branch_week"], branch["branch_week"]) == (None, 40)
    weekly = [name for name, values in before.items() if values.ndim == 2 and len(values) == 208]
    assert len(weekly) > 15
    for name in weekly:
        np.testing.assert_array_equal(before[name][:40], after[name][:40], err_msg=name)
    assert any((before[name] != after[name]).any() for name in weekly)
    assert {"week": 40, "parameter": "candour", "value": 1.0} in branch["calendar"]["changes"]
    assert branch["bytes"] == pytest.approx(len(client.post("/api/history", json=body).content), rel=0.02)


def test_what_is_due_stands_in_the_calendar_of_a_history(client):
    [(header, arrays)] = asked(client, "/api/history", {"world": {"scenario": "helsingborg_anchored"}})
    kinds = {event["kind"] for event in header["calendar"]["events"]}
    assert {"anchoring", "workshop", "course"} <= kinds
    assert header["calendar"]["project"] == [[26, 66]]
    assert arrays["trust"].shape == (208, 390)
    assert arrays["ties"].max() < 390
    assert header["bytes"] < 800_000


def test_the_event_log_is_that_of_the_door(client):
    [(header, arrays)] = asked(client, "/api/history/events", {"world": TRAP, "chance_seed": 2})
    events = event_log(simulate("tiny_trap", chance_seeds=2, outcomes=["trust"], events=True, threads=1))
    assert header["events"] == len(events)
    assert [header["kinds"][n] for n in arrays["kind"]] == [event.kind for event in events]
    assert arrays["who"].tolist() == [event.who for event in events]
    np.testing.assert_allclose(arrays["after"], [event.after for event in events], rtol=1e-6)


def test_the_trap_map_knows_where_it_tips(client):
    body = {
        "world": TRAP,
        "x": {"name": "engagement_start", "points": 6},
        "y": {"name": "first_prediction_shift", "points": 5},
        "runs": 6,
    }
    found = asked(client, "/api/trapmap", body)
    assert [header["runs"] for header, _ in found] == [2, 6]
    header = found[-1][0]
    good = np.array(header["good"])
    assert good.shape == (5, 6)
    assert good[:, -1].mean() > good[:, 0].mean() + 0.3
    assert good[-1].mean() > good[0].mean()
    assert header["present"]["x"] == pytest.approx(0.3)
    assert header["edge"]["side"] == "bad"
    assert 0.0 < header["edge"]["distance"] < 1.5
    assert all(0.2 <= x <= 0.8 for piece in header["line"] for x, _ in piece)


def test_the_line_of_a_map_is_that_of_the_lab():
    x, y = np.linspace(0.0, 1.0, 9), np.linspace(0.0, 1.0, 6)
    good = np.array(
        [
            [[x_value + shift > 0.4 + 0.2 * y_value for shift in (-0.1, 0.0, 0.05, 0.1)] for x_value in x]
            for y_value in y
        ]
    ).astype(float)
    good[2] = 0.0
    edges = tipping_line(x, y, good, 0.5, resamples=5)
    pieces = tipping_pieces(x, y, good)
    assert [len(piece) for piece in pieces] == [2, 3]
    crossed = [(edge.across, edge.along) for edge in edges if not np.isnan(edge.across)]
    np.testing.assert_array_equal(np.concatenate(pieces), crossed)
    turned = tipping_pieces(y, x, good.swapaxes(0, 1))
    np.testing.assert_array_equal(turned[0], pieces[0][:, ::-1])
    assert tipping_pieces(x, y, np.ones_like(good)) == []


def test_a_question_is_a_study_of_points_and_seeds_like_any_other():
    x, y = Lever(name="engagement_start", points=2), Lever(name="first_prediction_shift", points=3)
    study = trapmaps.study_of(TrapmapRequest(world=World(**TRAP), x=x, y=y, runs=4, at_least=0.2, first_seed=9))
    for last in (1, 4):
        study.run(last, 1, never, Stored(0))
    points = points_of_design(study.experiment)
    runs = simulate("tiny_trap", points=[*points, {}], chance_seeds=range(9, 13), outcomes=["enabling"], threads=1)
    np.testing.assert_array_equal(study.numbers[..., 0], runs["good_state"].values >= 0.2)
    assert [point["first_prediction_shift"] for point in points[::2]] == list(study.experiment.inputs[0].levels)


def test_assumptions_are_varied_but_not_what_is_asked_about(client):
    body = {"a": {"scenario": "tiny_trap", "set": {"trust_rate": 0.1}}, "b": WITHOUT, "worlds": 24}
    found = asked(client, "/api/assumptions", body)
    header, arrays = found[-1]
    assert [one["worlds"] for one, _ in found] == [16, 24]
    assert "trust_rate" in header["held"]
    assert {"loss_ratio", "candour", "project_start", "peer_ties"}.isdisjoint(header["varied"])
    assert len(header["varied"]) > 60
    share = header["summaries"][0]["a_better"]
    assert share["low"] <= share["share"] <= share["high"]
    assert len({round(float(x), 9) for x in arrays["difference"][1]}) > 20
    again = asked(client, "/api/assumptions", body | {"summaries": ["trust_final"]})[-1]
    np.testing.assert_array_equal(again[1]["difference"][0], arrays["difference"][1])


def test_whom_a_change_reached(client):
    late = {"scenario": "default_world", "changes": [{"week": 30, "parameter": "peer_influence", "value": 0.2}]}
    found = asked(client, "/api/who_changed", {"a": {"scenario": "default_world"}, "b": late})
    assert 0 < found["changed"] <= found["residents"]
    assert min(one["week"] for one in found["people"]) >= 30


def test_a_world_goes_out_as_a_file_and_comes_back_as_itself(client):
    world = {
        "scenario": "tiny_trap",
        "weeks": 150,
        "set": {"candour": 0.9, "influence": "bounded"},
        "interventions": {"hero_support": {"hero_support": 0.8}},
        "changes": [{"week": 60, "parameter": "thickness", "value": 0.7}],
    }
    sent = asked(client, "/api/scenario/export", {"world": world, "name": "mine", "title": 'A "title" <b>'})
    scenario = read_scenario(sent["toml"])
    assert (scenario.name, scenario.weeks, scenario.title) == ("mine", 150, 'A "title" <b>')
    assert scenario.settings_at(70).candour == 0.9
    assert scenario.settings_at(70).thickness == 0.7
    entry = asked(client, "/api/scenario/check", {"toml": sent["toml"]})
    assert entry["values"]["hero_support"] == 0.8
    own = asked(client, "/api/ensemble", {"a": {"toml": sent["toml"]}, "b": world, "runs": 4})
    assert np.nanmax(np.abs(own[-1][1]["difference"])) == 0.0


def test_a_file_of_ones_own_is_shown_first(tmp_path):
    own = tmp_path / "mine.toml"
    own.write_text('schema = 1\nname = "mine"\ntitle = "Mine"\nbase = "tiny_trap"\nweeks = 100\n', encoding="utf-8")
    with serving(tmp_path, scenario_file=str(own)) as client:
        meta = client.get("/api/meta").json()
        assert meta["opened"] == "mine"
        entry = next(one for one in meta["scenarios"] if one["name"] == "mine")
        [(header, _)] = asked(client, "/api/ensemble", {"a": {"toml": entry["toml"]}, "runs": 2})
    assert header["weeks"]["a"] == 100


def test_the_description_names_every_route(client):
    described = client.get("/api/openapi.json").json()
    routes = {
        route.path: next(iter(route.methods - {"HEAD"})).lower()
        for route in client.app.routes
        if route.path.startswith("/api")
    }
    assert {path: next(iter(methods)) for path, methods in described["paths"].items()} == routes
    assert "EnsembleRequest" in json.dumps(described["components"])
