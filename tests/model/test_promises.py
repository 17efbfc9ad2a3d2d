"""Promises in crafted worlds: made, worked on, kept, broken, orphaned, judged."""

from __future__ import annotations

from typing import Any

import pytest

from runs import forget, imbalance
from samskapa.reference import SocialWorker
from samskapa.reference.gatherings import enter_promise, triage
from samskapa.reference.ledger import PLACES, Promise
from samskapa.reference.model import CoProductionModel
from samskapa.science.chance import Decision
from samskapa.science.elementary import trait
from samskapa.science.entities import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, ORGANISATION, PERSON, SERVICE_WIDE
from worlds import world

STILL = {
    "project": 0,
    "contact_rate": 0,
    "staff_exit": 0,
    "resident_exit": 0,
    "load_noise": 0,
    "peer_influence": 0,
    "delivery_capacity": 0,
}
"""Nothing happens by itself."""


class Leaver(SocialWorker):
    """A worker who leaves when told to."""

    going = False

    def leaves(self) -> bool:
        return self.going


def still(
    values: dict[str, float] | None = None, switches: dict[str, str] | None = None, **more: Any
) -> CoProductionModel:
    model = CoProductionModel(world({**STILL, **(values or {})}, switches, **more), agents={"SocialWorker": Leaver})
    forget(model)
    model.begin_week()
    return model


def promise(model: CoProductionModel, audience: tuple[int, ...] = (), lead: int = 0, **fields: Any) -> Promise:
    """Put a promise on its list: explicit, of one work unit, due in eight weeks, if nothing else is said."""
    service = model.services[lead]
    usual: dict[str, Any] = {
        "lead": lead,
        "raiser": service.residents[0].number,
        "owner": service.staff[0].number,
        "second_owner": -1,
        "explicit": 1.0,
        "binding": 0.0,
        "structural": 0.0,
        "blocked": 0.0,
        "scope": SERVICE_WIDE,
        "made": model.week,
        "due": model.week + 8,
        "remaining": 1.0,
        "serial": 0,
        "topic": "pets",
    }
    made = Promise(**{**usual, **fields})
    enter_promise(service, made, [model.residents[i] for i in audience])
    return made


def deliver(model: CoProductionModel, capacity: float, week: int | None = None) -> None:
    """One phase of delivery with so much capacity in every service."""
    model.week = model.week if week is None else week
    for service in model.services:
        service.capacity = capacity
    model.deliver()


# -- work ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "outcome", "entry"), [(8, 1.0, "kept_in_time"), (9, 0.5, "kept_late"), (16, 0.5, "kept_late")]
)
def test_a_promise_is_kept_in_time_up_to_its_week_and_late_up_to_twice_its_time(week, outcome, entry):
    model = still()
    made = promise(model)
    deliver(model, 1.0, week)
    service = model.services[0]
    assert made.outcome == outcome
    assert service.account.entries[entry] == 1.0
    assert service.settled == [made]
    assert service.account.waits[week] == 1.0
    assert imbalance(model) == 0.0
    assert service.staff_hours == 8.0
    assert service.quality == pytest.approx(0.45 + 0.02 * 0.55)
    assert model.workers[0].successes == 1.0
    assert model.workers[1].successes == 0.0


def test_a_promise_still_open_at_twice_its_time_is_broken_even_if_nearly_done():
    model = still()
    made = promise(model, remaining=1.0)
    deliver(model, 0.999, 15)
    assert made.outcome < 0.0
    assert list(model.services[0].ledger) == [made]
    deliver(model, 0.0005, 16)
    entries = model.services[0].account.entries
    assert (made.outcome, entries["broken_explicit"], model.workers[0].failures) == (0.0, 1.0, 1.0)
    assert model.services[0].broken_weight == 1.0
    assert imbalance(model) == 0.0
    assert model.services[0].quality == 0.45


def test_an_issue_left_hanging_is_never_worked_on_and_expires_with_its_weight():
    model = still({"hanging_weight": 0.6})
    made = promise(model, explicit=0.0)
    deliver(model, 100.0, 15)
    assert (made.outcome, made.remaining) == (-1.0, 1.0)
    deliver(model, 100.0, 16)
    service = model.services[0]
    assert (made.outcome, service.account.entries["broken_implicit"], service.broken_weight) == (0.0, 1.0, 0.6)
    assert model.workers[0].failures == 0.0
    assert imbalance(model) == 0.0


def test_work_may_be_spread_over_weeks_and_what_is_not_used_is_lost():
    model = still()
    made = promise(model, remaining=1.0)
    deliver(model, 0.75, 1)
    assert made.remaining == 0.25
    deliver(model, 100.0, 2)
    late = promise(model, remaining=1.0)
    deliver(model, 0.5, 3)
    assert (made.outcome, late.remaining) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("fields", "buy_in", "worked"),
    [
        ({}, 0.0, True),
        ({"structural": 1.0}, 0.69, False),
        ({"structural": 1.0}, 0.7, True),
        ({"structural": 1.0, "binding": 1.0}, 0.0, True),
        ({"structural": 1.0, "scope": ORGANISATION}, 0.0, True),
        ({"blocked": 1.0}, 1.0, False),
        ({"blocked": 1.0, "binding": 1.0, "scope": ORGANISATION}, 1.0, False),
    ],
)
@pytest.mark.parametrize("leadership", [1, 0])
def test_what_needs_discretion_waits_for_it_and_what_is_blocked_waits_in_vain(fields, buy_in, worked, leadership):
    model = still({"buy_in_start": buy_in, "level_leadership": leadership})
    made = promise(model, **fields)
    deliver(model, 1.0)
    only_leaders_could = fields == {"structural": 1.0} and not leadership
    assert (made.outcome == 1.0) is (worked and not only_leaders_could)


def test_binding_promises_come_first_and_then_the_order_that_the_switch_names():
    for switch, first in (("earliest_due", 0), ("fifo", 1), ("quick_wins", 2), ("squeaky_wheel", 3)):
        model = still({}, {"priority": switch})
        model.residents[3].habit = 0.9
        model.week = 4
        made = [
            promise(model, made=3, due=7, remaining=1.0),
            promise(model, made=0, due=30, remaining=1.0),
            promise(model, made=4, due=31, remaining=0.5),
            promise(model, made=4, due=32, remaining=1.0, raiser=3),
        ]
        deliver(model, 0.25)
        assert [n for n, one in enumerate(made) if one.remaining < (0.5 if n == 2 else 1.0)] == [first], switch
        bound = promise(model, made=4, due=99, remaining=5.0, binding=1.0)
        deliver(model, 0.25)
        assert bound.remaining == 4.75, switch


def test_a_full_list_loses_the_next_issue_and_counts_it():
    model = still()
    for _ in range(PLACES):
        promise(model, audience=(1,))
    before = model.residents[2].prediction
    lost = promise(model, audience=(2,), binding=1.0)
    entries = model.services[0].account.entries
    assert (entries["explicit_made"], entries["not_listed"], lost.place) == (64.0, 1.0, -1)
    assert model.residents[2].prediction == before
    assert model.residents[2].witnessed == 0
    assert model.services[0].backlog == 64.0
    promise(model, scope=ORGANISATION)
    assert entries["decided_organisation"] == 1.0
    assert imbalance(model) == 0.0


# -- triage --------------------------------------------------------------------------------------------


def issues(values: dict[str, float], capacity: float = 10.0) -> CoProductionModel:
    """Thirty issues of one service in thirty weeks."""
    model = still(values)
    for week in range(30):
        model.draws.begin(week)
        model.services[0].capacity = capacity
        triage(model.services[0], model.residents[0], model.residents[:3], SERVICE_WIDE, 0, 0, model.workers)
    return model


@pytest.mark.parametrize(
    ("values", "entry"),
    [
        ({"acceptance": 1, "overpromising": 0.45, "engagement_start": 1}, "explicit_made"),
        ({"acceptance": 0, "candour": 1}, "declined"),
        ({"acceptance": 0, "candour": 0}, "implicit_made"),
        (
            {"acceptance": 1, "engagement_start": 1, "prework": 1, "candour": 0, "issue_size": 60, "issue_spread": 0},
            "declined",
        ),
    ],
)
def test_an_issue_is_accepted_declined_or_left_hanging(values, entry):
    model = issues(values, capacity=1.0)
    entries = model.services[0].account.entries
    assert {name: entries[name] for name in ("explicit_made", "implicit_made", "declined")} == {
        "explicit_made": 0.0,
        "implicit_made": 0.0,
        "declined": 0.0,
        entry: 30.0,
    }
    assert model.residents[0].voiced == 30.0
    hurt = [resident.disappointment > 0.0 for resident in model.residents]
    assert hurt == [entry == "declined" and n < 3 for n in range(8)]


def test_prework_accepts_what_there_is_room_for_and_declines_the_rest_with_reasons():
    sure = {"acceptance": 1, "engagement_start": 1, "issue_spread": 0, "candour": 0, "deadline": 8}
    model = issues({**sure, "prework": 1}, capacity=1.0)  # room for eight work units before they are due
    entries = model.services[0].account.entries
    assert (entries["explicit_made"], entries["declined"], entries["implicit_made"]) == (8.0, 22.0, 0.0)
    assert issues({**sure, "prework": 0}, capacity=1.0).services[0].account.entries["explicit_made"] == 30.0


def test_a_binding_acceptance_is_itself_an_experience_of_influence():
    model = still({"prediction_rate": 0.2})
    before = [resident.prediction for resident in model.residents]
    promise(model, audience=(0, 1), binding=1.0)
    gained = [resident.prediction - b for resident, b in zip(model.residents, before, strict=True)]
    assert gained[:2] == pytest.approx([0.1 * (1 - b) for b in before[:2]])
    assert gained[2:] == [0.0] * 6
    assert model.services[0].account.entries["binding_made"] == 1.0


# -- owners --------------------------------------------------------------------------------------------


def leave(model: CoProductionModel, *numbers: int) -> None:
    for worker in model.workers:
        worker.going = worker.number in numbers  # type: ignore[attr-defined]
    model.turn_over()


@pytest.mark.parametrize(("chance", "explicit"), [(1.0, 0.0), (0.0, 1.0)])
@pytest.mark.parametrize("scope", [SERVICE_WIDE, ORGANISATION, PERSON])
def test_a_promise_is_orphaned_with_its_owner_or_passes_to_the_successor(chance, explicit, scope):
    model = still({"orphaning": chance})
    mine, other = promise(model, scope=scope, binding=1.0), promise(model, scope=scope, owner=1)
    hanging = promise(model, scope=scope, explicit=0.0)
    leave(model, 0)
    account = model.services[0].account
    assert (mine.explicit, mine.binding, mine.owner, mine.due) == (explicit, explicit, 0, 8)
    assert (other.explicit, hanging.explicit) == (1.0, 0.0)
    assert account.entries["orphaned"] == 1.0 - explicit
    assert imbalance(model) == 0.0
    assert model.services[0].backlog == 1.0 + explicit
    deliver(model, 100.0, 16)
    assert account.entries["broken_implicit"] == 2.0 - explicit
    assert imbalance(model) == 0.0


def test_of_two_owners_the_other_carries_on():
    for first, second in ((0, 1), (1, 0)):
        model = still({"orphaning": 1})
        plan = promise(model, scope=ORGANISATION, owner=0, second_owner=1)
        leave(model, first)
        assert (plan.explicit, plan.owners) == (1.0, (second,))
        leave(model, second)
        assert (plan.explicit, model.services[0].account.entries["orphaned"]) == (0.0, 1.0)
    model = still({"orphaning": 1})
    plan = promise(model, scope=ORGANISATION, owner=0, second_owner=1)
    leave(model, 0, 1)
    assert (plan.explicit, model.services[0].account.entries["orphaned"]) == (0.0, 1.0)


def test_both_owners_earn_a_success_and_a_failure():
    model = still()
    promise(model, scope=ORGANISATION, owner=0, second_owner=1)
    promise(model, scope=ORGANISATION, owner=1, second_owner=0, blocked=1.0)
    deliver(model, 5.0, 16)
    assert [(worker.successes, worker.failures) for worker in model.workers] == [(1.0, 1.0)] * 2
    model.carry()
    assert [worker.success for worker in model.workers] == pytest.approx([0.2 + 0.2 * (-1 - 0.2)] * 2)


# -- a worker leaves -----------------------------------------------------------------------------------


def test_a_leaving_worker_takes_trust_routine_and_sponsorship_along():
    model = still({"tacit_share": 0.5, "secondary_share": 1, "evidence_start": 4}, workers=3, residents=9)
    model.services[0].routine = 0.6
    heroes = dict(zip((0, 3, 6, 1), (HERO_FOUND, HERO_ACTIVE, HERO_LATENT, HERO_FOUND), strict=True))
    for resident in model.residents:
        resident.trust_primary, resident.trust_secondary = (0.0, 0.9) if resident.number % 2 else (0.9, 0.0)
        resident.hero = heroes.get(resident.number, 0.0)
        resident.evidence_primary = resident.evidence_secondary = 50.0
    leave(model, 0)
    for resident in model.residents:
        for edge, (worker, trust, evidence) in enumerate(
            (
                (resident.primary, resident.trust_primary, resident.evidence_primary),
                (resident.secondary, resident.trust_secondary, resident.evidence_secondary),
            )
        ):
            stranger = trait(model.draws.resident(Decision.TRUST_AFTER_EXIT, resident.number, edge), 0.35, 0.12)
            had = 0.9 if (resident.number % 2 == 0) is (edge == 0) else 0.0
            assert trust == (min(had, stranger) if worker == 0 else had)
            assert evidence == (4.0 if worker == 0 else 50.0)
    assert [model.residents[n].hero for n in heroes] == [HERO_LATENT, HERO_ACTIVE, HERO_LATENT, HERO_FOUND]
    assert [resident.sponsor_left for resident in model.residents] == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert model.services[0].routine == pytest.approx(0.6 * (1 - 0.5 / 3))
    assert model.today.get("staff_exits", model.services[0].staff_exits) == 1.0


def test_a_successor_takes_on_something_of_the_team_that_stays():
    model = still(workers=4)
    for worker, engagement in zip(model.workers, (0.9, 0.8, 0.2, 0.4), strict=True):
        worker.engagement, worker.success = engagement, 0.5
    leave(model, 0, 1)
    for number in (0, 1):
        worker = model.workers[number]
        drawn = trait(model.draws.worker(Decision.ENGAGEMENT, number), 0.45, 0.12)
        assert worker.engagement == pytest.approx(0.7 * drawn + 0.3 * 0.3)
        assert (worker.mindset, worker.success, worker.last_exit) == (worker.engagement, 0.0, 0.0)
    alone = still(workers=1)
    leave(alone, 0)
    drawn = trait(alone.draws.worker(Decision.ENGAGEMENT, 0), 0.45, 0.12)
    assert alone.workers[0].engagement == drawn


# -- judgement -----------------------------------------------------------------------------------------


def judged(model: CoProductionModel, capacity: float, week: int = 8) -> list[float]:
    """How far the prediction of each resident moves when the promises come due."""
    before = [resident.prediction for resident in model.residents]
    deliver(model, capacity, week)
    model.judge()
    assert all(resident.witnessed == resident.witnessed_abroad == 0 for resident in model.residents)
    return [resident.prediction - b for resident, b in zip(model.residents, before, strict=True)]


@pytest.mark.parametrize(("scope", "far"), [(PERSON, 0.0), (SERVICE_WIDE, 0.3), (ORGANISATION, 0.3)])
def test_witnesses_judge_in_full_others_of_the_service_by_hearsay_and_nobody_else(scope, far):
    model = still({"spread": 0, "hearsay": 0.3, "prediction_rate": 0.1}, services=2, residents=4)
    promise(model, audience=(0, 5) if scope == ORGANISATION else (0,), scope=scope)
    moved = judged(model, 10.0)
    full = 0.1 * (1 - 0.2)
    witnesses = {0, 5} if scope == ORGANISATION else {0}
    assert moved == pytest.approx([full if n in witnesses else far * full if n < 4 else 0.0 for n in range(8)])


@pytest.mark.parametrize(("explicit", "weight"), [(1.0, 1.0), (0.0, 0.6)])
def test_a_broken_promise_weighs_more_than_an_issue_left_hanging_and_less_by_hearsay(explicit, weight):
    model = still(
        {"spread": 0, "loss_ratio": 2, "hearsay_loss_ratio": 1.3, "hanging_weight": 0.6, "prediction_rate": 0.1}
    )
    trust = [resident.trust_primary for resident in model.residents]
    promise(model, audience=(0, 1), explicit=explicit, blocked=1.0, owner=0)
    moved = judged(model, 10.0, 16)
    soft = 1 - 0.4 * 0.2
    full, heard = weight * 0.1 * 2 * -0.2 * soft, 0.3 * weight * 0.1 * 1.3 * -0.2 * soft
    assert moved == pytest.approx([full] * 2 + [heard] * 6)
    lost = [resident.trust_primary - t for resident, t in zip(model.residents, trust, strict=True)]
    clients = [explicit * (resident.primary == 0) for resident in model.residents]
    assert [change < 0 for change in lost] == [client > 0 for client in clients]


def test_the_raiser_of_a_kept_promise_gains_capability_if_own_effort_counts():
    for own_effort, gain in ((0.6, 0.02), (0.0, 0.0)):
        model = still({"own_effort": own_effort})
        before = [resident.capability for resident in model.residents]
        promise(model, audience=(0, 1), raiser=1)
        judged(model, 10.0)
        gained = [resident.capability - b for resident, b in zip(model.residents, before, strict=True)]
        assert gained == pytest.approx([0.0, gain * (1 - before[1]), *[0.0] * 6])


def test_a_newcomer_in_the_home_of_the_raiser_knows_nothing_of_the_promise():
    model = still(residents=3)
    promise(model, audience=(0,), scope=PERSON, raiser=0)
    model.residents[0].replace()
    assert judged(model, 10.0) == [0.0, 0.0, 0.0]
