"""What a file says becomes a scenario."""

from __future__ import annotations

from datetime import date

import pytest

from samskapa.science.errors import ScenarioError
from samskapa.science.scenarios import Change, Reason, load_scenario, read_scenario
from scenario_files import HEAD, SERVICE, WHY, WORLD


def test_a_small_file_is_a_scenario():
    scenario = read_scenario(
        WORLD
        + '[parameters]\ncandour = { value = 0.6, why = "said so", source = "[CLH2018][A]" }\n'
        + '[switches]\nmode = { value = "one_to_one", why = "talks" }\n'
        + '[interventions.future_workshop]\nworkshop = { value = true, why = "held" }\n'
        + 'workshop_seats = { value = 8, why = "small" }\n'
    )
    assert (scenario.name, scenario.weeks, scenario.heads, scenario.origin) == ("x", 208, 1, "text")
    assert (scenario.settings.candour, scenario.settings.mode, scenario.settings.workshop) == (0.6, "one_to_one", 1)
    assert scenario.reasons == {
        "candour": Reason("said so", "[CLH2018][A]"),
        "mode": Reason("talks"),
        "workshop": Reason("held"),
        "workshop_seats": Reason("small"),
    }


def test_own_values_of_a_service_become_distances_from_the_programme():
    plan = read_scenario(
        WORLD + "managers = 2\npeer_ties = 6\nstrictness = 0.6\nresident_exit = 0.06\n"
        "engagement_start = 0.6\nstaff_spread = 0.12\n"
        + '[parameters]\nengagement_start = { value = 0.42, why = "w" }\nstaff_spread = { value = 0.18, why = "w" }\n'
    ).services[0]
    assert (plan.managers, plan.peer_ties, plan.why) == (2, 6, "w")
    assert plan.strictness_shift == pytest.approx(0.2)
    assert plan.exit_ratio == pytest.approx(10.0)
    assert plan.engagement_shift == pytest.approx(0.18)
    assert plan.spread_shift == pytest.approx(-0.06)


def test_partners_serve_all_services_or_some():
    partner = '[[partners]]\nname = "p"\nkind = "landlord"\ncapacity = 0.2\nwhy = "w"\nsource = "[Allmannytta]"\n'
    scenario = read_scenario(WORLD + partner + partner.replace('"p"', '"q"') + 'services = ["a"]\n')
    assert [(p.name, p.capacity, p.services) for p in scenario.partners] == [("p", 0.2, ()), ("q", 0.2, ("a",))]
    assert scenario.partners[0].why == "w [Allmannytta]"


def test_changes_are_dated_by_week_or_by_day_and_stand_in_order():
    scenario = read_scenario(
        HEAD
        + "start_date = 2016-04-04\n"
        + SERVICE
        + f'[[changes]]\ndate = 2017-01-11\nparameter = "candour"\nvalue = 0.9\n{WHY}\n'
        + f'[[changes]]\nweek = 39\nparameter = "candour"\nvalue = 0.6\n{WHY}\nsource = "[A]"\n'
    )
    assert scenario.changes == (Change(39, "candour", 0.6, "w [A]"), Change(40, "candour", 0.9, "w"))
    assert scenario.start_date == date(2016, 4, 4)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WORLD.replace("\n", "\r\n").encode())
    assert load_scenario(path).name == "x"
    path.write_bytes((WORLD + "[parameters]\ncandour = 1\n").replace("\n", "\r\n").encode())
    with pytest.raises(ScenarioError, match=r"x\.toml, line 12, parameters\.candour: candour has no reason"):
        load_scenario(path)


def test_a_follower_may_be_held_where_its_leader_changes_later():
    change = f'[[changes]]\nweek = 40\nparameter = "thickness"\nvalue = 1\n{WHY}\n'
    held = read_scenario(WORLD + "[parameters]\nbinding_share = { value = 0.3, why = 'held' }\n" + change)
    assert held.settings_at(50).binding_share == 0.3
    assert read_scenario(WORLD + change).settings_at(50).binding_share == pytest.approx(0.6)
