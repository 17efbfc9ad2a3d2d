"""The model as a user of Mesa meets it: agents by type, data collected, rules and agents exchanged, activation."""

from __future__ import annotations

import math
import re

import mesa
import pytest

from runs import BUSY, digest, forget, run
from samskapa.reference import Manager, Resident, Service, SocialWorker
from samskapa.reference.model import CoProductionModel
from samskapa.science.chance import Decision, uniform
from samskapa.science.elementary import normal_like, trait
from samskapa.science.entities import RESIDENT_TRAITS
from samskapa.science.errors import ScenarioError
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.ties import PERMANENT
from worlds import world


def test_everybody_is_an_agent_of_mesa_and_found_by_type():
    model = CoProductionModel(world(residents=8, workers=3, services=2))
    assert isinstance(model, mesa.Model)
    assert {kind: len(agents) for kind, agents in model.agents_by_type.items()} == {
        Service: 2,
        SocialWorker: 6,
        Resident: 16,
        Manager: 3,
    }
    assert set(model.agents) == {*model.services, *model.workers, *model.residents, *model.managers}
    assert list(model.agents_by_type[Resident]) == model.residents
    assert model.agents_by_type[SocialWorker].agg("engagement", max) == max(w.engagement for w in model.workers)
    trusting = model.agents_by_type[Resident].select(lambda resident: resident.trust > 0.35)
    assert 0 < len(trusting) < 16
    forget(model)


def test_the_datacollector_holds_every_outcome_of_every_week():
    model = run(world(BUSY, residents=5, weeks=208))
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(OUTCOMES)
    assert len(frame) == 208
    assert model.week == model.steps == 208
    assert dict(frame.iloc[-1].dropna()) == {n: v for n, v in model.today.items() if not math.isnan(v)}
    assert frame["trust"].between(0, 1).all()
    assert set(model.today_by_service) == {name for name, outcome in OUTCOMES.items() if outcome.by_service}
    assert all(len(values) == 1 for values in model.today_by_service.values())


def test_a_run_goes_to_the_horizon_or_to_the_week_asked_for_and_can_go_on():
    scenario = world(BUSY, weeks=20)
    stepwise, whole = CoProductionModel(scenario), CoProductionModel(scenario).run()
    assert stepwise.run(7).week == 7
    assert digest(stepwise.run()) == digest(whole)


def test_events_are_kept_only_if_asked_for_and_move_nothing():
    scenario = world(BUSY, weeks=25)
    told, untold = run(scenario, tell_events=True), run(scenario)
    assert untold.events is None
    assert told.events
    assert digest(told) == digest(untold)
    assert [event.week for event in told.events] == sorted(event.week for event in told.events)
    judged = next(event for event in told.events if event.kind == "judged")
    assert judged.quantity == "confidence"
    assert judged.before != judged.after
    assert judged.topic


# -- rules and agents exchanged ------------------------------------------------------------------------


def test_a_rule_is_exchanged_by_its_name():
    def always_good(*_: float) -> float:
        return 1.0

    scenario = world({"trust_rate": 0.3, "project": 0}, weeks=30)
    kind = CoProductionModel(scenario, rules={"contact_quality": always_good}).run()
    assert kind.today["trust"] > CoProductionModel(scenario).run().today["trust"] + 0.3


def test_a_role_is_exchanged_by_its_name_whatever_the_switch_says():
    scenario = world(BUSY, {"participation_rule": "threshold"}, weeks=10)
    nobody = CoProductionModel(scenario, rules={"comes": lambda *_: 0.0}).run()
    assert nobody.today["meetings_held"] > 0
    assert nobody.today["attended"] == nobody.today["attendance_gini"] == 0.0


@pytest.mark.parametrize(
    ("exchanged", "words"),
    [
        ({"rules": {"contact_qualty": abs}}, "contact_qualty is not a rule or role; did you mean 'contact_quality'"),
        ({"rules": {"commes": lambda: 0.0}}, "commes is not a rule or role; did you mean 'comes'"),
        ({"agents": {"Residnet": Resident}}, "Residnet is not a class of agents; did you mean 'Resident'"),
    ],
)
def test_what_does_not_exist_is_not_exchanged(exchanged, words):
    with pytest.raises(ScenarioError, match=re.escape(words)):
        CoProductionModel(world(), **exchanged)


def test_an_agent_is_exchanged_by_subclassing_it():
    class Stubborn(Resident):
        def take_over(self) -> None:
            """Listen, and change nothing."""

    scenario = world({"peer_influence": 0.2}, weeks=30)
    usual, stubborn = run(scenario), run(scenario, agents={"Resident": Stubborn})
    assert stubborn.today["prediction_sd"] > usual.today["prediction_sd"]
    assert list(stubborn.agents_by_type[Stubborn]) == stubborn.residents
    alone = run(scenario.changed(peer_influence=0))
    assert stubborn.today["prediction"] == alone.today["prediction"]


def test_workers_managers_and_services_are_exchanged_as_well():
    class Loyal(SocialWorker):
        def leaves(self) -> bool:
            return False

    class Convinced(Manager):
        def weigh(self, visible: float, project: float, backlog: float) -> None:
            self.buy_in = 1.0

    class Open(Service):
        def strictness_set(self) -> float:
            return 0.0

    kinds = {"SocialWorker": Loyal, "Manager": Convinced, "Service": Open}
    model = run(world({**BUSY, "staff_exit": 0.1}), agents=kinds)
    assert (model.today["staff_exits"], model.today["buy_in"], model.today["strictness"]) == (0.0, 1.0, 0.0)


# -- activation ----------------------------------------------------------------------------------------


def test_activation_in_a_drawn_order_runs_and_differs_slightly():
    scenario = world(BUSY, services=2, weeks=30)
    phases, drawn = run(scenario), run(scenario.changed(activation="drawn"))
    assert digest(phases) != digest(drawn)
    for name in ("trust", "prediction", "engagement"):
        assert 0.0 < abs(phases.today[name] - drawn.today[name]) < 0.05
    quiet = scenario.changed(peer_influence=0, engagement_team=0)
    assert digest(run(quiet)) == digest(run(quiet.changed(activation="drawn")))  # what is done alone has no order


# -- who comes ---------------------------------------------------------------------------------------


def test_the_first_cohort_has_the_traits_its_draws_give_it():
    values = {"first_trust_shift": 0.3, "first_prediction_shift": 0.2, "threshold_spread": 0.2}
    model = CoProductionModel(world(values), 9)
    forget(model)
    p = model.settings
    for resident in model.residents:

        def draw(decision: Decision, whom: int = 0, key: int = resident.key) -> float:
            return uniform(9, decision, 0xFFFF_FFFF, key, whom)

        assert resident.trust_primary == trait(draw(Decision.TRUST), p.trust_start + 0.3, p.spread)
        assert resident.trust_secondary == trait(draw(Decision.TRUST, 1), p.trust_start + 0.3, p.spread)
        assert resident.prediction == trait(draw(Decision.PREDICTION), p.prediction_start + 0.2, p.spread)
        assert resident.threshold == p.threshold_mean + normal_like(draw(Decision.THRESHOLD), 0.2)
        assert resident.hero == (1.0 if draw(Decision.HERO) < p.hero_share else 0.0)
        assert (resident.disappointment, resident.habit, resident.sessions) == (0.0, 0.0, 0.0)


def test_newcomers_come_as_strangers_with_the_traits_of_the_programme():
    values = {"first_trust_shift": 0.3, "first_prediction_shift": 0.4, "hero_share": 0.5, "tie_chance": 1.0}
    model = run(
        world({**BUSY, **values, "resident_exit": 0, "choice": 0, "queue_dialogue": 0}, residents=9), 3, 4, weeks=12
    )
    resident = next(
        r
        for r in model.residents
        if r.witnessed and any(s > 0 and k != PERMANENT for s, k in zip(r.strength, r.kinds, strict=True))
    )
    model.begin_week()
    resident.replace()
    p, week = model.settings, model.week

    def draw(decision: Decision, whom: int = 0) -> float:
        return uniform(4, decision, week, resident.key, whom)

    assert resident.trust_primary == trait(draw(Decision.TRUST), p.trust_start, p.spread)
    for name, decision, mean, spread in RESIDENT_TRAITS:
        assert getattr(resident, name) == trait(draw(decision), getattr(p, mean), getattr(p, spread))
    service = resident.service
    hurt = (0.05 + 0.5 * max(0.0, resident.aspiration - service.quality)) * (1 - 0.6 * resident.understanding)
    assert resident.disappointment == pytest.approx(hurt)
    assert resident.hero == (1.0 if draw(Decision.HERO) < 0.5 else 0.0)
    assert (resident.habit, resident.sessions, resident.voiced, resident.tenure, resident.offered) == (0, 0, 0, 0, 0)
    assert (resident.witnessed, resident.witnessed_abroad, resident.novelty_left) == (0, 0, 1)
    assert resident.secondary == model.programme.secondary[resident.number]
    for (place, other), kind in zip(resident.peers, resident.kinds, strict=False):
        both = resident.strength[place], model.residents[other].strength[model.programme.mirror[resident.number, place]]
        assert both == ((1.0, 1.0) if kind == PERMANENT else (0.0, 0.0))
