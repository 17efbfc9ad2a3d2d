"""Does the rule to stop keep its promise: precise enough, few seeds, and intervals that hold the truth?"""

from __future__ import annotations

import numpy as np
import pytest

from samskapa.study.plan import Contrast, OutcomeAsked, RunPlan
from samskapa.study.statistics.means import skewed_mean
from samskapa.study.stopping import LEAST_SEEDS, Precise, not_reached, seeds_for, seeds_wanted
from studies import levels, results, study

STUDIES = 2000
MOST = 2000

NOISES = {
    "normal": (lambda rng, n: rng.standard_normal(n), 0.0, 1.0),
    "skewed": (lambda rng, n: rng.exponential(size=n), 1.0, 1.0),
    "skewed to the left": (lambda rng, n: -rng.lognormal(0, 0.5, n), -np.exp(0.125), 0.6039),
    "two peaks": (lambda rng, n: np.where(rng.random(n) < 0.5, -1.0, 1.0) + 0.1 * rng.standard_normal(n), 0.0, 1.005),
    "two uneven peaks": (lambda rng, n: (rng.random(n) < 0.25) + 0.1 * rng.standard_normal(n), 0.25, 0.4444),
}


def stopped(values: np.ndarray, wanted: float, is_state: bool = False) -> int:
    """Seeds at which the rule stops."""
    count = LEAST_SEEDS
    while (more := seeds_for(values[:count], Precise(wanted, is_state), LEAST_SEEDS, MOST)) > count:
        count = more
    return count


def coverage(noise: str, seeds: float, studies: int, seed: int) -> tuple[float, float, float]:
    """Share of studies whose interval holds the truth, mean number of seeds, share as precise as wanted."""
    draw, truth, sd = NOISES[noise]
    rng = np.random.default_rng(seed)
    wanted = 1.96 * sd / np.sqrt(seeds)
    holds = used = reached = 0
    for _ in range(studies):
        values = draw(rng, MOST)
        count = stopped(values, wanted)
        found = skewed_mean(values[:count])
        holds += found.low <= truth <= found.high
        reached += found.half_width <= wanted
        used += count
    return holds / studies, used / studies, reached / studies


@pytest.mark.parametrize("noise", NOISES)
def test_intervals_hold_the_truth_in_93_to_97_of_100_studies(noise):
    share, seeds, reached = coverage(noise, 40, STUDIES, 1)
    assert 0.93 <= share <= 0.97
    assert reached == 1
    assert seeds < 80


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [10, 25, 60, 150])
@pytest.mark.parametrize("noise", NOISES)
def test_intervals_hold_the_truth_whatever_is_wanted(noise, seeds):
    share, used, reached = coverage(noise, seeds, STUDIES, 2)
    assert 0.93 <= share <= 0.97
    assert reached == 1
    assert used < max(60, 1.7 * seeds)


def test_stopping_at_the_first_narrow_interval_of_student_would_not_do():
    """The rule that everybody writes first: it looks, and stops when it likes what it sees."""
    rng = np.random.default_rng(3)
    holds = 0
    for _ in range(1000):
        values = rng.exponential(size=400)
        for count in range(20, 400):
            half = 2.0 * values[:count].std(ddof=1) / np.sqrt(count)
            if half <= 1.96 / np.sqrt(60):
                break
        holds += abs(values[:count].mean() - 1.0) <= half
    assert holds < 920


def test_at_least_twenty_seeds_and_at_most_what_is_allowed():
    noise = np.random.default_rng(1).normal(0, 1, 3000)
    assert stopped(1e-6 * noise, 1.0) >= LEAST_SEEDS
    assert seeds_for(noise[:20], Precise(1e-9), LEAST_SEEDS, 50) <= 50
    assert seeds_for(noise[:50], Precise(1e-9), LEAST_SEEDS, 50) == 50
    assert seeds_for(noise[:5], Precise(1.0), LEAST_SEEDS, 10_000) == LEAST_SEEDS
    assert seeds_for(np.full(20, np.nan), Precise(1.0), LEAST_SEEDS, 10_000) > 20


def test_asking_twice_gives_the_same_answer_and_seeds_beyond_change_nothing():
    values = np.random.default_rng(2).exponential(size=400)
    count = stopped(values, 0.2)
    assert seeds_for(values[:count], Precise(0.2), LEAST_SEEDS, 10_000) == count
    assert seeds_for(values, Precise(0.2), LEAST_SEEDS, 10_000) == count


def test_a_probability_is_not_precise_because_nothing_happened_yet():
    none = np.zeros(400)
    assert stopped(none, 0.02, is_state=True) > 80
    assert skewed_mean(np.zeros(20), is_state=True).high > 0.1
    assert stopped(none, 0.02) == LEAST_SEEDS
    same = skewed_mean(np.zeros(30) - 0.0, is_state=True)
    assert same.half_width > 0
    lower = skewed_mean(np.full(30, -1.0), is_state=True)
    assert lower.low == -1
    assert lower.high > -1


def test_probabilities_keep_their_coverage():
    rng, holds = np.random.default_rng(8), 0
    for _ in range(1000):
        values = (rng.random(MOST) < 0.3).astype(float)
        count = stopped(values, 0.1, is_state=True)
        found = skewed_mean(values[:count], is_state=True)
        holds += found.low <= 0.3 <= found.high
    assert 930 <= holds <= 975


def test_runs_that_share_a_programme_count_for_less():
    rng = np.random.default_rng(4)
    programmes = np.repeat(np.arange(20), 5)
    values = np.repeat(rng.normal(0, 1, 20), 5) + rng.normal(0, 0.1, 100)
    assert skewed_mean(values, programmes).half_width > 1.7 * skewed_mean(values).half_width
    by_run = seeds_for(values, Precise(0.25), LEAST_SEEDS, 10_000)
    assert seeds_for(values, Precise(0.25), LEAST_SEEDS, 10_000, programmes) > by_run


def precise(wanted: float, contrasts: tuple[Contrast, ...] = (), most: int = 400):
    inputs = (levels("project", 0.0, 1.0), levels("candour", 0.0, 1.0))
    run = RunPlan(seeds=20, precision={"trust_final": wanted}, max_seeds=most)
    return study(inputs, "factorial", contrasts=contrasts, run=run)


def test_each_point_gets_the_seeds_that_it_needs():
    experiment = precise(0.05)
    whole = results(
        experiment, lambda values, seeds: np.where(values["candour"] == 1, 0.3, 0.01) * np.sin(seeds * 7.0), 0.0
    )
    wanted = seeds_wanted(experiment, whole)
    assert wanted[0] == wanted[2] < 35
    assert wanted[1] == wanted[3] > 60
    assert not_reached(experiment, whole) == []


def test_with_a_contrast_the_difference_is_to_be_precise_and_both_sides_get_the_same_seeds():
    contrast = Contrast("project", {"project": 1.0}, {"project": 0.0})
    experiment = precise(0.02, (contrast,))
    common = results(experiment, lambda values, seeds: 0.5 * np.sin(seeds * 7.0) + 0.1 * values["project"], 0.01)
    assert max(seeds_wanted(experiment, common)) <= 40
    own = results(experiment, lambda values, seeds: 0.1 * values["project"] + 0 * seeds, 0.2)
    wanted = seeds_wanted(experiment, own)
    assert wanted[0] == wanted[2]
    assert wanted[1] == wanted[3]
    assert min(wanted) > 300


def test_what_was_not_reached_is_said():
    experiment = precise(0.001, most=30)
    data = results(experiment, lambda values, seeds: values["candour"] + 0.0 * seeds, 0.2)
    assert seeds_wanted(experiment, data) == [30] * 4
    missed = not_reached(experiment, data)
    assert [series.points for series, _ in missed] == [(0,), (1,), (2,), (3,)]
    assert all(found.half_width > 0.05 for _, found in missed)


def test_a_run_that_failed_is_no_reason_to_stop_or_to_hang():
    experiment = precise(0.1)
    data = results(experiment, lambda values, seeds: values["candour"] + 0.0 * seeds, 0.2)
    data["trust_final"][0, ::2] = np.nan
    data["trust_final"][1] = np.nan
    wanted = seeds_wanted(experiment, data)
    assert 20 < wanted[0] < 400
    assert wanted[1] == 400


def test_states_are_known_by_their_attribute():
    outcome = OutcomeAsked("good", "trust_final", state=(">=", 0.5), unit="probability")
    run = RunPlan(seeds=20, precision={"good": 0.05}, max_seeds=300)
    experiment = study((levels("candour", 0.0, 1.0),), "factorial", outcomes=(outcome,), run=run)
    data = results(experiment, lambda values, seeds: values["candour"] + 0.0 * seeds, 0.01)
    assert min(seeds_wanted(experiment, data)) > 30, "all runs agree, and yet twenty of them do not make it certain"
