"""What is run: Helsingborg, its outcomes, programmes of many services, and a study of the lab."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from samskapa.science.outcomes import OUTCOMES
from samskapa.science.programme import ServicePlan
from samskapa.science.run import Run
from samskapa.science.scenarios import Scenario, load_scenario
from samskapa.science.summaries import SUMMARIES
from samskapa.study.read import read_experiment
from samskapa.study.run_plan import Resolved

WEEKS, LANES = 208, 64
SUMMARY_OUTCOMES = tuple(sorted({name for summary in SUMMARIES.values() for name in summary.needs}))
ALL_OUTCOMES = tuple(OUTCOMES)


@cache
def helsingborg() -> Scenario:
    """The programme of the goals: 390 residents, 50 workers, 208 weeks."""
    return load_scenario("helsingborg")


@cache
def sweep(lanes: int = LANES) -> tuple[Scenario, ...]:
    """Points that differ in candour, contact, influence and the speed of trust."""
    return tuple(
        helsingborg().changed(
            candour=0.1 + 0.8 * k / lanes,
            contact_rate=0.4 + 0.4 * k / lanes,
            peer_influence=0.02 + 0.04 * k / lanes,
            trust_rate=0.03 + 0.04 * k / lanes,
        )
        for k in range(lanes)
    )


def sweep_runs(outcomes: tuple[str, ...] = SUMMARY_OUTCOMES, seeds: int = 1) -> list[Run]:
    """64 points at one pair of seeds, or at several pairs."""
    return [Run(world, 1, seed, WEEKS, outcomes) for seed in range(1, seeds + 1) for world in sweep()]


def ensemble_runs(outcomes: tuple[str, ...] = SUMMARY_OUTCOMES) -> list[Run]:
    """One point, 64 chance seeds over one programme."""
    return [Run(helsingborg(), 1, seed, WEEKS, outcomes) for seed in range(1, LANES + 1)]


def single_run(outcomes: tuple[str, ...] = SUMMARY_OUTCOMES) -> list[Run]:
    """One run."""
    return [Run(helsingborg(), 1, 1, WEEKS, outcomes)]


@cache
def town_of_services(residents: int) -> Scenario:
    """Services of 40 residents and 5 workers, and a project from week 4, so that few weeks hold everything."""
    plans = tuple(ServicePlan(f"service_{n}", "category_housing", 40, 5) for n in range(residents // 40))
    return replace(helsingborg().changed(project_start=4), services=plans, name=f"residents_{residents}")


POINTS = 64
STUDY = """
schema = 1
name = "study"
question = "What does it take to make a study?"
expects = "Little more than its runs."
scenario = "{world}"
[uncertain]
plausible = ["candour", "contact_rate", "peer_influence", "trust_rate"]
[outcomes]
summaries = ["trust_final", "disappointment_peak", "good_state"]
[design]
method = "latin_hypercube"
size = {points}
[run]
seeds = {seeds}
"""


def study(world: str, seeds: int) -> Resolved:
    """An experiment of 64 points with so many seeds."""
    return Resolved(read_experiment(STUDY.format(world=world, points=POINTS, seeds=seeds)))
