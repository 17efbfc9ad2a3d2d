"""The agent model with everything switched off but what the mean-field map has: by parameters alone.

Where each part of P' = P + l [f (1 - P) - rho (1 - f) P], f = E min(x, 1/2), x = sig(10 (P - c)), comes from:

    x       everybody is able to come, and comes by the logistic rule for P alone (weight 10, the largest allowed)
    E x     workers believe at once in whom they see (rate 1); volunteers lift that belief to .4 + 1.2 a, which ends at
            1 for a = 1/2; engagement rests at 2 w_b (belief - .4), production is the smaller effort, that of staff,
            so what is kept of a full agenda of equal promises goes with attendance and ends at a half
    rho, l  all who live there hear of every promise and judge it alike; everything else about them never moves
    floor   what a belief of staff above .4 without any attendance keeps (volunteers who do more), which lowers K, too

What remains of a finite programme: attendance is a binomial share, promises are whole, and work is taken up again
the week after. The first goes with one over the root of the number of residents, the others do not hang on it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from samskapa import simulate
from samskapa.science.programme import ServicePlan
from samskapa.science.rules.delivery import resident_effort
from samskapa.science.scenarios import Scenario
from samskapa.science.settings import Settings
from samskapa.studies.mean_field import MeanField

WORKERS, AGENDA, SIZE, SETTLING = 4, 12, 0.1, 26
BELIEF_WEIGHT = 0.75
NOTHING = dict.fromkeys((
    "spread", "staff_spread", "shame_start", "understanding_start", "engagement_start", "exhaustion_start",
    "hero_share", "resident_exit", "staff_exit", "contact_rate", "tie_chance", "attendance_core", "peer_influence",
    "attendance_trust", "attendance_shortfall", "attendance_habit", "attendance_shame", "attendance_disappointment",
    "attendance_invitation", "attendance_norm", "attendance_capability", "attendance_active_peers",
    "hope_push", "awakening", "shame_fall", "transparency", "habit_rate", "capability_rise", "candour", "structural",
    "cross_agency", "issue_spread", "binding_share", "own_effort", "aspiration_rate", "disappointment_rate",
    "confidence_rate", "quality_gain", "coordination", "case_load", "meeting_load", "promise_load", "afterwork_load",
    "load_noise", "exhaustion_rise", "exhaustion_recovery", "failure_strain", "engagement_buy_in",
    "engagement_success", "engagement_exhaustion", "engagement_team", "engagement_resistance", "mindset_drift",
    "routine_gain", "buy_in_return", "buy_in_backlog", "exhaustion_cut",
), 0.0)
ALL = dict.fromkeys((
    "availability_mean", "capability_start", "buy_in_start", "capacity_floor", "hearsay", "hanging_weight",
    "belief_rate", "attendance_smoothing", "acceptance",
), 1.0)
FIXED = {
    "project_start": 0, "project_weeks": 520, "meeting_interval": 1, "own_meeting_interval": 1, "deadline": 2,
    "agenda_cap": AGENDA, "voice_rate": 4, "overpromising": 0.45, "issue_size": SIZE, "engagement_rate": 0.5,
    "engagement_belief": BELIEF_WEIGHT, "belief_start": 0, "voluntary_capacity": 1e-9, "voluntary_belief": 0.25,
    "attendance_prediction": 10, "participation_threshold": 0.05, "participation_sharpness": 1,
}
SWITCHES = {"production": "leontief", "priority": "quick_wins"}
USUAL = min(0.3555, resident_effort(0.15, 0.05, 1.0))
"""What production is measured against: the usual responsiveness, the smaller of the two usual efforts."""


def reduced(one: MeanField, residents: int, start: float, rate: float, weeks: int, hearsay: float = 1.0,
            services: int = 1) -> Scenario:
    """A programme whose mean-field map is `one`, which must have k = 10, K = 1/2, and no core, response or floor.

    The belief stands at `start` for the first half year, until staff have settled at it; then learning begins.
    """
    assert (one.sharpness, one.capacity, one.core, one.response, one.floor) == (10.0, 0.5, 0.0, 0.0, 0.0)
    capacity = one.engagement * AGENDA * SIZE * USUAL / (WORKERS * 2.4 * BELIEF_WEIGHT)
    values = {
        **NOTHING, **ALL, **FIXED, "delivery_capacity": capacity, "loss_ratio": one.loss_ratio,
        "hearsay_loss_ratio": one.loss_ratio, "hearsay": hearsay, "prediction_start": start,
        "attendance_intercept": 10.0 * (0.35 - one.cost), "prediction_rate": 0.0,
    }
    plans = tuple(ServicePlan(f"s{n}", "units", residents // services, WORKERS) for n in range(services))
    world = Scenario("reduced", "the mean-field world", "", weeks + SETTLING, plans, Settings(values, SWITCHES))
    return world.changed(SETTLING, prediction_rate=rate)


def beliefs(world: Scenario, seeds: Sequence[int], points: Sequence[dict[str, float]] = ({},)) -> NDArray[np.float64]:
    """Mean belief once learning has begun; shape (points, seeds, weeks)."""
    found = simulate(world, points=points, chance_seeds=list(seeds), outcomes=["prediction"], threads=1)
    assert (found["status"].values == "done").all()
    return found["prediction"].values[:, :, SETTLING:]


def limit(one: MeanField, start: float, rate: float, weeks: int) -> NDArray[np.float64]:
    """The same programme with infinitely many residents: attendance without chance, promises still whole.

    Written from the description of the week, not with the model's code; for engagements above a tenth, where every
    issue is accepted. Ledger: twelve promises a week on the first free places; work goes to what is nearest to done,
    then to the first place; what is delivered three or four weeks late counts half; what is open after that is broken.
    """
    capacity = one.engagement * AGENDA / (2.4 * BELIEF_WEIGHT)
    belief, engagement, found = start, 0.0, []
    open_promises: dict[int, tuple[int, float]] = {}
    for week in range(SETTLING + weeks):
        learning = rate if week >= SETTLING else 0.0
        share, work = one.participation(belief), capacity * engagement
        free = (place for place in range(64) if place not in open_promises)
        for place in [next(free) for _ in range(AGENDA)]:
            open_promises[place] = (week, 1.0)
        outcomes: dict[int, float] = {}
        while work > 0.0 and len(outcomes) < len(open_promises):
            left, place = min((left, at) for at, (_, left) in open_promises.items() if at not in outcomes)
            done = min(work, left)
            work -= done
            open_promises[place] = (open_promises[place][0], left - done)
            if left - done <= 0.0:
                outcomes[place] = 1.0 if week - open_promises[place][0] <= 2 else 0.5
        outcomes |= {at: 0.0 for at, (made, _) in open_promises.items() if at not in outcomes and week - made >= 4}
        for place in sorted(outcomes):
            outcome = outcomes[place]
            belief += learning * (1.0 if outcome > belief else one.loss_ratio) * (outcome - belief)
            del open_promises[place]
        engagement += 0.5 * (2.4 * BELIEF_WEIGHT * min(share, 0.5) - engagement)
        found.append(belief)
    return np.array(found[SETTLING:])
