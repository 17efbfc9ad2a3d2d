"""Meetings, sessions, workshop, course, anchoring, shocks and level masks in crafted worlds."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from runs import forget, imbalance, run
from samskapa.reference import SocialWorker
from samskapa.reference.model import CoProductionModel
from samskapa.science.entities import HERO_ACTIVE, PERSON
from samskapa.science.interventions import Calendar
from samskapa.science.settings import Settings
from samskapa.science.ties import ACROSS, PERMANENT
from worlds import world

STEADY = {"resident_exit": 0, "staff_exit": 0, "load_noise": 0, "hero_share": 0}
ALL_COME = {
    "attendance_intercept": 4,
    "availability_mean": 1,
    "spread": 0,
    "engagement_start": 1,
    "staff_spread": 0,
    "attendance_trust": 10,
    "trust_start": 0.9,
    "buy_in_start": 1,
    "exhaustion_start": 0,
}
NOW = {"project_start": 0, "project_weeks": 20, "meeting_interval": 4}


def made(values: dict[str, float], switches: dict[str, str] | None = None, **more: Any) -> CoProductionModel:
    model = CoProductionModel(world({**STEADY, **values}, switches, **more))
    forget(model)
    return model


def events(model: CoProductionModel, kind: str) -> list[tuple[int, int]]:
    return [(event.week, event.who) for event in model.events or [] if event.kind == kind]


def told(values: dict[str, float], switches: dict[str, str] | None = None, **more: Any) -> CoProductionModel:
    return run(world({**STEADY, **values}, switches, **more), tell_events=True)


# -- the calendar --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("interval", "meetings"), [(1, 40), (6, 7), (10, 4), (11, 4), (13, 4), (40, 1)])
def test_forty_weeks_give_as_many_meetings_as_the_interval_allows(interval, meetings):
    p = Settings({"project_start": 26, "project_weeks": 40, "meeting_interval": interval})
    due = [week for week in range(208) if Calendar(p, week).meeting]
    assert (len(due), due[0]) == (meetings, 26)
    assert all((week - 26) % interval == 0 and week < 66 for week in due)


def test_own_meetings_are_due_after_the_project_and_never_in_its_first_week_after():
    p = Settings({"project_start": 4, "project_weeks": 10, "own_meeting_interval": 6})
    assert [week for week in range(40) if Calendar(p, week).own_meeting] == [20, 26, 32, 38]
    assert [week for week in range(40) if Calendar(p, week).in_project] == list(range(4, 14))


def test_all_services_meet_in_the_same_weeks_and_the_first_course_week_is_counted_from_the_start():
    values = {
        "project_start": 3,
        "project_weeks": 10,
        "meeting_interval": 4,
        "course": 1,
        "course_week": 2,
        "course_weeks": 3,
        "workshop": 1,
        "workshop_week": 5,
        "routine_gain": 0,
    }
    model = told(values, services=2, weeks=20)
    assert [(event.week, event.service) for event in model.events or [] if event.kind == "met"] == [
        (week, service) for week in (3, 7, 11) for service in (0, 1)
    ]
    assert {week for week, _ in events(model, "course")} == {5}
    assert {week for week, _ in events(model, "workshop")} == {8}
    assert [week for week in range(20) if Calendar(model.settings, week).course_week] == [5, 6, 7]


def test_without_a_project_nothing_is_organised_and_life_goes_on():
    world_without = {
        "project": 0,
        "workshop": 1,
        "course": 1,
        "flagship": 1,
        "flagship_week": 2,
        "hero_share": 1,
        "scouting": 1,
        "anchoring_workers": 1,
        "buy_in_start": 1,
        "coordination": 0.05,
        "project_start": 2,
        "resident_exit": 0.02,
    }
    model = told(world_without, weeks=60)
    assert {event.kind for event in model.events or []} <= {"moved_in", "worker_left"}
    assert model.today["trust"] != 0.35
    assert model.today["quality"] == 0.45
    assert model.today["staff_hours"] == 0.0


# -- meetings ------------------------------------------------------------------------------------------


def test_a_meeting_moves_the_norm_and_weeks_without_one_let_it_fade_to_the_core():
    model = made({**ALL_COME, **NOW, "attendance_smoothing": 0.3, "habit_fading": 0.01}).run(1)
    assert (model.today["invited"], model.today["attended"]) == (8, 8)
    assert model.services[0].norm == pytest.approx(0.05 + 0.3 * 0.95)
    model.run(2)
    assert model.services[0].norm == pytest.approx(0.335 + 0.01 * (0.05 - 0.335))
    assert [resident.habit for resident in model.residents] == [pytest.approx(0.044 * 0.99)] * 8
    assert [(r.sessions, r.offered, r.came_last, r.novelty_left) for r in model.residents] == [(1, 1, 1, 0.6)] * 8


def test_a_meeting_without_staff_still_counts_but_builds_no_trust():
    class Absent(SocialWorker):
        def comes_to_meeting(self) -> bool:
            return False

    scenario = world({**STEADY, **ALL_COME, **NOW, "contact_rate": 0, "peer_influence": 0, "trust_start": 0.6}, weeks=1)
    model = run(scenario, agents={"SocialWorker": Absent})
    assert model.today["attended"] == 8
    assert model.today["trust"] == pytest.approx(0.6)
    assert model.today["understanding"] == pytest.approx(0.2)
    assert model.today["meetings_held"] == 1
    assert [worker.belief for worker in model.workers] == pytest.approx([0.4] * 2)


def test_one_missed_meeting_matters_little():
    resident = made(NOW).residents[0]
    resident.habit = 0.5
    resident.note_invitation(False)
    assert resident.habit == pytest.approx(0.5 * (1 - 0.25 * 0.044))


def test_more_are_invited_at_each_later_meeting_and_the_first_stay_invited():
    values = {**NOW, "meeting_interval": 1, "invited_share": 0.2, "invited_growth": 0.2, "agenda_cap": 0}
    model = made(values, residents=60)
    share, invited, who = 0.2, [], set()
    for _ in range(6):
        model.step()
        now = {resident.number for resident in model.residents if resident.offered == model.week} | who
        invited.append(model.today["invited"])
        assert invited[-1] == sum(draw < share for draw in model.invitation_draws)
        assert now >= who
        who, share = {r.number for r in model.residents if r.offered}, min(1.0, share + 0.2)
    assert invited == sorted(invited)
    assert invited[-1] == 60 > invited[0] > 0


def test_the_agenda_is_capped_and_closed_to_residents_as_said():
    for cap, share, most in ((4, 1, 4), (4, 0.5, 2), (5, 0.5, 3), (4, 0, 0), (0, 1, 0)):
        model = made(
            {
                **ALL_COME,
                **NOW,
                "voice_rate": 4,
                "capability_start": 1,
                "shame_start": 0,
                "agenda_cap": cap,
                "agenda_open": share,
            }
        ).run(1)
        assert sum(resident.voiced for resident in model.residents) == most


def test_those_who_meet_become_acquainted_if_they_are_candidates():
    for chance in (0, 1):
        model = made({**ALL_COME, **NOW, "tie_chance": chance, "tie_fading": 0.1, "peer_ties": 2}, residents=12).run(1)
        within = [s for r in model.residents for s, k in zip(r.strength, r.kinds, strict=True) if k > PERMANENT]
        assert set(within) == ({0.0} if chance == 0 else {0.9})
        assert {s for r in model.residents for s, k in zip(r.strength, r.kinds, strict=True) if k == PERMANENT} == {1.0}
    model.settings = model.scenario.settings.changed(tie_chance=0)
    for _ in range(22):
        for resident in model.residents:
            resident.forget()
    assert max(s for r in model.residents for s, k in zip(r.strength, r.kinds, strict=True) if k != PERMANENT) == 0.0


def test_own_meetings_are_held_where_co_production_is_routine():
    held = {}
    for routine in (0.0, 1.0):
        model = made({"project_start": 0, "project_weeks": 1, "own_meeting_interval": 3, "routine_loss": 0}, weeks=20)
        model.services[0].routine = routine
        held[routine] = model.run().today["own_meetings"]
    assert held == {0.0: 0, 1.0: 6}


# -- sessions one to one -------------------------------------------------------------------------------


def test_sessions_are_capped_per_worker_and_stay_between_two_people():
    values = {
        **ALL_COME,
        **NOW,
        "voice_rate": 4,
        "capability_start": 1,
        "shame_start": 0,
        "agenda_cap": 3,
        "acceptance": 1,
        "secondary_share": 1,
        "delivery_capacity": 0,
    }
    model = made(values, {"mode": "one_to_one"}, residents=9, workers=3).run(1)
    promises = list(model.services[0].ledger)
    assert [sum(promise.owner == worker for promise in promises) for worker in range(3)] == [3, 3, 3]
    for promise in promises:
        assert promise.scope == PERSON
        assert promise.owner == model.residents[promise.raiser].primary
        assert [resident.number for resident in model.residents if resident.saw(promise)] == [promise.raiser]
    assert model.today["decided_person"] == model.today["explicit_made"] == 9
    assert model.today["shame"] == 0.0
    assert imbalance(model) == 0.0
    assert [worker.service.staff_hours for worker in model.workers] == [9.0] * 3


def test_an_absent_worker_counts_as_a_session_missed_and_others_learn_from_their_own():
    class Half(SocialWorker):
        def comes_to_meeting(self) -> bool:
            return self.number == 0

    scenario = world(
        {**STEADY, **ALL_COME, **NOW, "shame_start": 0.5, "contact_rate": 0, "peer_influence": 0, "belief_rate": 0.1},
        {"mode": "one_to_one"},
        weeks=1,
    )
    model = run(scenario, agents={"SocialWorker": Half})
    assert [resident.sessions for resident in model.residents] == [1.0, 0.0] * 4
    assert [resident.offered for resident in model.residents] == [1.0] * 8
    assert [worker.belief for worker in model.workers] == pytest.approx([0.4 + 0.1 * (1 - 0.4), 0.4])
    assert [resident.shame for resident in model.residents] == [0.5] * 8  # nobody to see that one is not alone
    trust = [resident.trust_primary for resident in model.residents]
    assert trust[1::2] == [0.9] * 4
    assert all(t != 0.9 for t in trust[::2])
    assert model.today["attended"] == 4


def test_the_routine_of_sessions_is_weakened_by_the_learning_link():
    routine = {
        link: made({**ALL_COME, **NOW, "learning_link": link, "agenda_cap": 0}, {"mode": "one_to_one"})
        .run(1)
        .today["routine"]
        for link in (0, 0.5, 1)
    }
    assert routine[0] == 0.0
    assert routine[1] == pytest.approx(2 * routine[0.5])


# -- workshop and course -------------------------------------------------------------------------------


def test_the_services_take_turns_for_the_seats_of_a_workshop_and_active_heroes_go_first():
    values = {**NOW, "workshop": 1, "workshop_week": 1, "workshop_seats": 9, "agenda_cap": 0, "peer_influence": 0}
    model = made(values, services=3, residents=8, workers=3).run(1)
    for number in (7, 23):
        model.residents[number].hero = HERO_ACTIVE
    model.begin_week()
    wishes = [resident.aspiration for resident in model.residents]
    beliefs = [worker.belief for worker in model.workers]
    ready = [w.engagement * s for w, s in zip(model.workers, model.workshop_standing_workers, strict=True)]
    model.gather()
    clients = [r.number for r in model.residents if r.aspiration != wishes[r.number]]
    staff = [w.number for w in model.workers if w.belief != beliefs[w.number]]
    assert [sum(n // 8 == service for n in clients) for service in range(3)] == [2, 1, 1]
    assert {7, 23} <= set(clients)
    assert [sum(n // 3 == service for n in staff) for service in range(3)] == [2, 2, 1]
    for service, seats in enumerate((2, 2, 1)):
        team = sorted(range(3 * service, 3 * service + 3), key=lambda n: -ready[n])
        assert set(team[:seats]) <= set(staff)


def test_a_workshop_changes_those_who_are_there_and_ties_them_across_services():
    values = {
        **NOW,
        "meeting_interval": 52,
        "project_start": 1,
        "workshop": 1,
        "workshop_week": 1,
        "contact_rate": 0,
        "workshop_seats": 16,
        "acceptance": 1,
        "engagement_start": 1,
        "peer_influence": 0,
        "own_effort": 0,
    }
    model = made(values, services=2, residents=6)
    model.run(2)
    before = [(r.aspiration, r.capability, r.shame, r.prediction, r.sessions) for r in model.residents]
    model.begin_week()
    model.gather()
    there = [r for r, old in zip(model.residents, before, strict=True) if r.aspiration != old[0]]
    assert len(there) == 8
    for resident in there:
        a, k, s, p, n = before[resident.number]
        assert resident.aspiration == pytest.approx(a + 0.15 * (1 - a))
        assert resident.capability == pytest.approx(k + 0.08 * (1 - k))
        assert resident.shame == pytest.approx(0.9 * s)
        assert resident.prediction >= p + 0.1 * (1 - p) - 1e-12
        assert resident.sessions == n  # a workshop is no session
    promises = list(model.organisation)
    assert len(promises) + sum(s.account.entries["declined"] for s in model.services) == 2
    assert all(promise.lead == model.residents[promise.raiser].home for promise in promises)
    numbers = {resident.number for resident in there}
    for promise in promises:
        assert {r.number for r in model.residents if r.saw(promise)} == numbers
    assert any(s == 1.0 and k == ACROSS for r in there for s, k in zip(r.strength, r.kinds, strict=True))
    assert all(worker.meetings == 1.0 for worker in model.workers)


def test_a_course_gives_a_second_worker_lasts_its_weeks_and_ends_in_plans_with_two_owners():
    values = {
        **NOW,
        "meeting_interval": 52,
        "project_start": 1,
        "course": 1,
        "course_week": 1,
        "course_weeks": 5,
        "course_residents": 6,
        "course_workers": 4,
        "secondary_share": 0,
        "acceptance": 1,
        "engagement_start": 1,
        "agenda_cap": 0,
        "attendance_intercept": -4,
        "availability_mean": 0.05,
        "colleague_share": 0,
    }
    model = made(values, services=2, residents=6, workers=2)
    model.run(2)
    trust = [resident.trust_primary for resident in model.residents]
    model.begin_week()
    model.gather()
    enrolled = [model.residents[i] for i in model.course_residents]
    assert [sum(r.home == home for r in enrolled) for home in (0, 1)] == [3, 3]
    assert model.course_workers == [0, 1, 2, 3]
    for resident in enrolled:
        assert {resident.primary, resident.secondary} == ({0, 1} if resident.home == 0 else {2, 3})
        assert resident.trust_secondary == resident.trust_primary != trust[resident.number]
    for phase in ("deliver", "judge", "talk", "carry", "lead", "settle", "record"):
        getattr(model, phase)()
    model.week += 1
    assert model.today["second_workers"] == 6
    model.run(6)
    assert not list(model.organisation)
    model.run(7)
    plans = list(model.organisation)
    assert len(plans) == 3
    assert all(resident.sessions == 5 for resident in enrolled)
    for promise, first, second in zip(plans, enrolled[::2], enrolled[1::2], strict=True):
        assert promise.owner == first.primary
        assert promise.second_owner in model.course_workers
        assert model.workers[promise.second_owner].unit == first.home
        assert promise.second_owner != promise.owner
        assert [r.number for r in model.residents if r.saw(promise)] == [first.number, second.number]
    assert all(service.planned for service in model.services)
    assert model.run(8).week == 8
    assert all(resident.sessions == 5 for resident in enrolled)
    assert {
        model.workers[other].unit
        for worker in model.workers
        for touch, other in zip(worker.in_touch, worker.colleagues, strict=True)
        if touch
    } == {0, 1}


def test_a_flagship_promise_is_made_once_to_its_families():
    values = {
        **NOW,
        "flagship": 1,
        "flagship_week": 2,
        "flagship_families": 2,
        "flagship_deadline": 8,
        "flagship_size": 5,
        "agenda_cap": 0,
        "delivery_capacity": 0,
    }
    model = made(values, services=2, weeks=30).run(3)
    (promise,) = model.services[0].ledger
    assert (promise.made, promise.due, promise.remaining, promise.explicit, promise.scope) == (2, 10, 5.0, 1.0, PERSON)
    assert [r.number for r in model.residents if r.saw(promise)] == [0, 1]
    assert model.run(18).today["broken_explicit"] == 0
    hurt = [resident.disappointment for resident in model.residents]
    model.run(19)
    assert model.today["broken_explicit"] == 1
    assert [r.disappointment > h for r, h in zip(model.residents, hurt, strict=True)] == [True, True, *[False] * 14]


# -- anchoring, shocks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "offset", "week"), [(20, -12, 8), (5, -12, 0), (5, 3, 8)])
def test_anchoring_lifts_whom_it_is_meant_for_in_its_week_never_before_the_first(start, offset, week):
    values = {
        "project_start": start,
        "project_weeks": 5,
        "anchoring_week": offset,
        "anchoring_managers": 0.5,
        "anchoring_workers": 0.4,
        "anchoring_users": 0.3,
    }
    assert [w for w in range(40) if Calendar(Settings(values), w).anchoring] == [week]
    model = made(values).run(week)
    model.begin_week()
    boss, worker, resident = model.managers[0], model.workers[0], model.residents[0]
    old = boss.buy_in, boss.set_point, worker.engagement, worker.mindset, resident.prediction
    assert model.services[0].planned == 0.0
    model._anchor()
    new = boss.buy_in, boss.set_point, worker.engagement, worker.mindset, resident.prediction
    shares = 0.15, 0.15, 0.06, 0.06, 0.03
    assert new == pytest.approx([a + share * (1 - a) for a, share in zip(old, shares, strict=True)])
    assert model.services[0].planned == 1.0


def test_orders_from_above_meet_resistance_until_workers_take_part_in_planning():
    engagement = {}
    for name, values in {
        "free": {},
        "ordered": {"mandated": 1},
        "anchored": {"mandated": 1, "anchoring_workers": 1e-9},
        "studied": {"mandated": 1, "course": 1, "course_week": 0, "course_workers": 2},
    }.items():
        engagement[name] = (
            made({**NOW, **values, "level_citizen": float(name == "studied"), "anchoring_week": 0}, weeks=10)
            .run()
            .today["engagement"]
        )
    assert engagement["ordered"] < engagement["free"]
    assert engagement["anchored"] == pytest.approx(engagement["free"], abs=1e-7)
    assert engagement["studied"] > engagement["ordered"]


def test_a_pause_stops_meetings_and_partners_and_a_restart_package_wins_them_back():
    for package in (0, 1):
        values = {
            **NOW,
            "meeting_interval": 1,
            "pause_week": 5,
            "pause_weeks": 4,
            "pause_loss": 0.6,
            "agenda_cap": 0,
            "voluntary_capacity": 0.5,
            "delivery_capacity": 0,
            "restart_package": package,
            "coordination": 0.05,
        }
        model = run(world({**STEADY, **values}, weeks=12))
        weekly = model.datacollector.model_vars
        assert [weekly["invited"][week] > 0 for week in range(12)] == [not 5 <= week < 9 for week in range(12)]
        assert weekly["capacity"][:9] == pytest.approx([0.5] * 5 + [0.0] * 4)
        trust = [1.0] * 5 + [0.4] * 4 + [0.4 + package * 0.03 * 0.6]
        assert weekly["partner_trust"][:10] == pytest.approx(trust)
        assert weekly["capacity"][9] == pytest.approx(0.5 * 0.4)
        quality = weekly["quality"]
        assert [b > a for a, b in pairwise(quality)] == [not 5 <= w < 9 for w in range(1, 12)]


def test_a_budget_cut_takes_its_share_of_capacity_for_its_weeks():
    values = {"project": 0, "budget_cut": 0.4, "budget_cut_week": 3, "budget_cut_weeks": 2, "contact_rate": 0}
    cut, whole = (
        run(world({**STEADY, **values, "budget_cut": share}, weeks=8)).datacollector.model_vars["capacity"]
        for share in (0.4, 0.0)
    )
    assert [c / w for c, w in zip(cut, whole, strict=True)] == pytest.approx([1, 1, 1, 0.6, 0.6, 1, 1, 1])


def test_new_managers_begin_with_the_buy_in_of_the_programme():
    for chance, share in ((1, 0.35), (0, 0.9)):
        model = made({"manager_change": chance, "manager_change_week": 4, "project": 0, "buy_in_start": 0.35})
        for manager in model.managers:
            manager.buy_in = manager.set_point = 0.9
        model.run(4)
        model.begin_week()
        assert [(m.buy_in, m.set_point) for m in model.managers] == [(pytest.approx(share), share)] * 2
        assert model.leadership == pytest.approx(share)


# -- levels --------------------------------------------------------------------------------------------


def test_without_residents_nobody_meets_and_the_manager_still_sees_the_project():
    values = {
        **STEADY,
        **NOW,
        "workshop": 1,
        "workshop_week": 2,
        "course": 1,
        "course_week": 3,
        "hero_share": 1,
        "scouting": 1,
        "buy_in_start": 0.2,
        "coordination": 0.01,
    }
    model = run(world({**values, "level_citizen": 0}, weeks=30))
    assert {
        model.today[n] for n in ("meetings_held", "own_meetings", "staff_hours", "heroes_found", "heroes_active")
    } == {0.0}
    assert model.today["buy_in"] > 0.25
    assert model.today["quality"] > 0.46
    assert model.today["habit"] == model.today["cross_ties"] == 0.0


def test_without_the_organisation_capacity_knows_no_buy_in_and_nothing_becomes_routine():
    values = {**STEADY, **ALL_COME, **NOW, "capacity_floor": 0.2, "buy_in_backlog": 0.1, "issue_size": 20}
    with_it, without = (run(world({**values, "level_organisation": level}, weeks=12)) for level in (1, 0))
    first = [m.datacollector.model_vars["capacity"][0] for m in (with_it, without)]
    assert first[1] == pytest.approx(0.2 * first[0])
    assert (without.today["routine"], with_it.today["routine"] > 0) == (0.0, True)
    assert without.today["quality"] <= 0.45 + 0.02 * without.today["kept_in_time"]
    assert with_it.today["buy_in"] < without.today["buy_in"] == pytest.approx(1.0)


def test_without_leaders_their_buy_in_neither_counts_nor_moves():
    values = {
        **STEADY,
        **ALL_COME,
        **NOW,
        "buy_in_start": 0.9,
        "capacity_floor": 0.2,
        "issue_size": 30,
        "buy_in_backlog": 0.1,
        "demonstration": 1,
    }
    with_them, without = (run(world({**values, "level_leadership": level}, weeks=12)) for level in (1, 0))
    first = [m.datacollector.model_vars["capacity"][0] for m in (with_them, without)]
    assert first[1] / first[0] == pytest.approx(0.2 / (0.2 + 0.8 * 0.9))
    assert without.today["buy_in"] == pytest.approx(0.9)
    assert without.leadership == without.today["routine"] == 0.0
    assert with_them.today["buy_in"] != pytest.approx(0.9)
