"""Two residents and one worker whose weeks can be counted out: the world, and its Markov chain.

Every learning rate is 0 or 1. What is left to move: who has come last (the norm follows at once), how far each of the
two has got as a hero, and what is promised or left hanging. The chain is enumerated below from the description of the
model, equation by equation, and calls none of its code; states of one week are kept with their probabilities, and each
chance event of the week spreads them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from samskapa.science.scenarios import Scenario
from worlds import world

LATENT, FOUND, ACTIVE, WITHDRAWN = range(4)
WEEKS = 13
"""The last of them is week 12, a week with a meeting."""
BLOCK = 1024
"""Runs asked for at a time, so that a million need no more memory than a thousand."""

STILL = dict.fromkeys(
    (
        "spread",
        "staff_spread",
        "habit_rate",
        "habit_fading",
        "hope_push",
        "awakening",
        "shame_fall",
        "capability_rise",
        "transparency",
        "understanding_start",
        "belief_rate",
        "prediction_rate",
        "confidence_rate",
        "aspiration_rate",
        "disappointment_rate",
        "disappointment_relief",
        "peer_influence",
        "quality_gain",
        "coordination",
        "own_effort",
        "binding_share",
        "tie_chance",
        "trust_rate",
        "engagement_rate",
        "exhaustion_rise",
        "exhaustion_recovery",
        "success_relief",
        "failure_strain",
        "understanding_relief",
        "mindset_drift",
        "buy_in_visible",
        "buy_in_project",
        "buy_in_backlog",
        "routine_gain",
        "delivery_capacity",
        "issue_spread",
        "structural",
        "cross_agency",
        "candour",
        "exhaustion_cut",
        "prework",
    ),
    0.0,
)
NUMBERS = {
    "attendance_smoothing": 1,
    "project_start": 0,
    "project_weeks": 52,
    "meeting_interval": 2,
    "deadline": 2,
    "agenda_cap": 1,
    "voluntary_capacity": 0.5,
    "issue_size": 1,
    "thickness": 1,
    "trust_start": 1,
    "choice": 2,
    "engagement_start": 0.8,
    "exhaustion_start": 0.5,
    "buy_in_start": 0.4,
    "hero_share": 1,
    "scouting": 0.3,
    "hero_support": 0.4,
    "hero_withdrawal": 0.2,
    "availability_mean": 0.85,
    "attendance_core": 0.25,
    "attendance_intercept": -1.5,
    "attendance_norm": 3.0,
    "attendance_hero": 1.5,
    "attendance_active_peers": 1.0,
    "attendance_invitation": 1.0,
    "attendance_trust": 2.0,
    "attendance_prediction": 5.0,
    "attendance_shame": 1.2,
    "attendance_shortfall": 2.0,
    "attendance_capability": 0.5,
    "prediction_start": 0.3,
    "aspiration_start": 0.6,
    "quality_start": 0.45,
    "shame_start": 0.4,
    "capability_start": 0.6,
    "voice_rate": 1.8,
    "acceptance": 0.6,
    "overpromising": 0.05,
    "resident_exit": 0.08,
    "staff_exit": 0.05,
    "exit_exhaustion": 3.0,
    "orphaning": 0.5,
    "peer_ties": 2,
}


class State(NamedTuple):
    """What can still move at the end of a week.

    Attributes:
        came: how many came to the last meeting, -1 before the first.
        heroes: status of each of the two.
        alone: for each, whether the worker who found the active hero has left.
        explicit: weeks since the open promise was made, -1 without one; half of it is done by the end of that week.
        hanging: weeks since each hanging issue was made, from old to young.
    """

    came: int
    heroes: tuple[int, int]
    alone: tuple[bool, bool]
    explicit: int
    hanging: tuple[int, ...]


Chances = dict[State, float]
Branches = Iterable[tuple[float, State]]
Seen = tuple[int, tuple[int, ...], int, int]


def small_world() -> Scenario:
    """The world of the chain."""
    return world({**STILL, **NUMBERS}, residents=2, workers=1, weeks=WEEKS)


def sig(score: float) -> float:
    """The logistic function."""
    return 1.0 / (1.0 + math.exp(-score))


def spread(chances: Chances, event: Callable[[State], Branches]) -> Chances:
    """What an event makes of the chances of states."""
    after: Chances = defaultdict(float)
    for state, chance in chances.items():
        for share, then in event(state):
            after[then] += chance * share
    return after


def put(pair: tuple[Any, Any], one: int, value: Any) -> tuple[Any, Any]:
    """The pair with one of its places changed."""
    return (value, pair[1]) if one == 0 else (pair[0], value)


def worker_leaves(state: State) -> Branches:
    """E25 with h0 = .05, B = .5: her promise may be lost, found heroes are lost again, active ones stand alone."""
    leaves = 1.0 - math.exp(-0.05 * math.exp(3.0 * (0.5 - 0.35)))
    heroes = tuple(LATENT if hero == FOUND else hero for hero in state.heroes)
    alone = tuple(was or hero == ACTIVE for was, hero in zip(state.alone, state.heroes, strict=True))
    left = state._replace(heroes=heroes, alone=alone)
    yield 1.0 - leaves, state
    if left.explicit < 0:
        yield leaves, left
    else:
        hanging = tuple(sorted((*left.hanging, left.explicit), reverse=True))
        yield 0.5 * leaves, left._replace(explicit=-1, hanging=hanging)
        yield 0.5 * leaves, left


def resident_leaves(one: int) -> Callable[[State], Branches]:
    """E29 with mu = .08, Q = .45, T = 1: a new resident moves in, who may be a hero as anybody."""
    leaves = 1.0 - math.exp(-0.08 * math.exp(-1.5 * (0.45 - 0.45) - 1.0 * (1.0 - 0.35)))

    def event(state: State) -> Branches:
        yield 1.0 - leaves, state
        yield leaves, state._replace(heroes=put(state.heroes, one, LATENT), alone=put(state.alone, one, False))

    return event


def hero_steps(one: int) -> Callable[[State], Branches]:
    """E28 with scout E T = .3 x .8 x 1, support .4, base hazard .2, D = 0."""

    def event(state: State) -> Branches:
        hero = state.heroes[one]
        if hero == LATENT:
            yield 0.3 * 0.8, state._replace(heroes=put(state.heroes, one, FOUND))
            yield 1.0 - 0.3 * 0.8, state
        elif hero == WITHDRAWN:
            yield 1.0, state
        else:
            withdraws = 0.2 * 0.6 * (1.0 - 0.4) * (2.0 if state.alone[one] else 1.0)
            yield withdraws, state._replace(heroes=put(state.heroes, one, WITHDRAWN))
            becomes_active = 0.4 if hero == FOUND else 1.0
            yield (1.0 - withdraws) * becomes_active, state._replace(heroes=put(state.heroes, one, ACTIVE))
            yield (1.0 - withdraws) * (1.0 - becomes_active), state

    return event


def comes(state: State, one: int, present: bool) -> float:
    """E2: b0 + b_T (T - .5) + b_P (P - .35) + 2 b_G [A - Q]+ P - b_S (S - .3) + b_K (K - .5) + the social terms."""
    norm = 0.25 if state.came < 0 else state.came / 2.0
    personal = 2.0 * 0.5 + 5.0 * (0.3 - 0.35) + 2.0 * 2.0 * (0.6 - 0.45) * 0.3 - 1.2 * 0.1 + 0.5 * 0.1
    social = 1.0 * (0.8 if present else 0.0) + 3.0 * (norm - 0.1)
    social += 1.0 * (state.heroes[1 - one] == ACTIVE) + 1.5 * (state.heroes[one] == ACTIVE)
    return 0.85 * sig(-1.5 + personal + social)


def meeting(state: State) -> Branches:
    """E3, E2, E7, E8: is the worker there, who comes, is an issue raised, and is it accepted or left hanging."""
    here = sig(-1.0 + 3.5 * 0.8 + 1.5 * 0.4 - 1.5 * 0.5)
    accepted = 0.6 * (0.5 + 0.5 * 0.8) + 0.05
    for present, of_worker in ((True, here), (False, 1.0 - here)):
        first, second = comes(state, 0, present), comes(state, 1, present)
        for come in ((0, 0), (0, 1), (1, 0), (1, 1)):
            chance = of_worker * (first if come[0] else 1.0 - first) * (second if come[1] else 1.0 - second)
            voices = [0.6 * 0.6 * (1.8 if state.heroes[n] == ACTIVE else 1.0) for n in (0, 1) if come[n]]
            quiet = math.exp(-1.8 * sum(voices))
            after = state._replace(came=sum(come))
            yield chance * quiet, after
            yield chance * (1.0 - quiet) * accepted, after._replace(explicit=0)
            yield chance * (1.0 - quiet) * (1.0 - accepted), after._replace(hanging=(*after.hanging, 0))


def deliver(state: State) -> Branches:
    """E16: half a promise is done a week, so it is kept in its second; hanging issues expire in their fourth."""
    kept = state.explicit >= 1
    hanging = tuple(age for age in state.hanging if age < 4)
    yield 1.0, state._replace(explicit=-1 if kept else state.explicit, hanging=hanging)


def a_week_older(state: State) -> Branches:
    """What is open is a week older."""
    explicit = state.explicit + 1 if state.explicit >= 0 else -1
    yield 1.0, state._replace(explicit=explicit, hanging=tuple(age + 1 for age in state.hanging))


def enumerated() -> dict[Seen, float]:
    """Probabilities in week 12 of what is seen from outside."""
    chances: Chances = {State(-1, (LATENT, LATENT), (False, False), -1, ()): 1.0}
    for week in range(WEEKS):
        events = [worker_leaves, resident_leaves(0), resident_leaves(1), hero_steps(0), hero_steps(1)]
        for event in [*events, *([meeting] if week % 2 == 0 else []), deliver]:
            chances = spread(chances, event)
        if week < WEEKS - 1:
            chances = spread(chances, a_week_older)
    found: dict[Seen, float] = defaultdict(float)
    for state, chance in chances.items():
        heroes = tuple(state.heroes.count(status) for status in range(4))
        found[state.came, heroes, int(state.explicit >= 0), len(state.hanging)] += chance
    return found


def counted(seeds: Sequence[int]) -> Counter[Seen]:
    """How often the compiled engine gives each of these states in week 12."""
    from samskapa import simulate

    names = [
        "attended",
        "heroes_latent",
        "heroes_found",
        "heroes_active",
        "heroes_withdrawn",
        "open_explicit",
        "open_implicit",
    ]
    found: Counter[Seen] = Counter()
    for first in range(0, len(seeds), BLOCK):
        block = list(seeds[first : first + BLOCK])
        runs = simulate(small_world(), chance_seeds=block, outcomes=names, engine="compiled", threads=1)
        columns = [runs[name].values[0, :, -1].astype(int).tolist() for name in names]
        found.update((row[0], tuple(row[1:5]), row[5], row[6]) for row in zip(*columns, strict=True))
    return found


def misfit(seen: Counter[Seen], expected: dict[Seen, float]) -> tuple[float, int]:
    """Pearson's chi-square and its degrees of freedom; states expected fewer than ten times are one cell."""
    runs = sum(seen.values())
    cells = [(seen[state], runs * chance) for state, chance in expected.items() if runs * chance >= 10.0]
    rare = runs - sum(count for count, _ in cells), runs - sum(mean for _, mean in cells)
    cells += [rare] if rare[1] >= 1.0 else []
    return sum((count - mean) ** 2 / mean for count, mean in cells), len(cells) - 1
