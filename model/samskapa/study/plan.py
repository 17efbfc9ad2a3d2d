"""What an experiment is: a question, what is varied and what is held, what is looked at, and how often it is run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.scenarios.scenario import Change, Reason, Scenario
from samskapa.study.words import label_of

Value = float | str
Point = Mapping[str, Value]
Kind = Literal["parameter", "switch", "intervention", "scenario"]
Role = Literal["uncertain", "lever"]

DISTRIBUTIONS = ("uniform", "log_uniform", "triangular", "normal")
METHODS = ("factorial", "latin_hypercube", "sobol", "morris", "fast", "random", "list")
SAMPLED = ("latin_hypercube", "sobol", "morris", "fast", "random")
STATISTICS = ("mean", "lowest", "highest", "total", "first", "last")
BY = ("programme", "service", "worst_service", "best_service")
SCENARIO = "scenario"
"""Name of the input whose levels are scenarios, where an experiment compares several."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One level of an intervention: several values at once, from the start or from a week on."""

    values: Mapping[str, Value] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """Something that is varied.

    Attributes:
        name: what points and tables call it.
        kind: what it sets: a number, a switch, a named level of an intervention (a bundle of values), or the scenario.
        role: "uncertain", set by the world; or "lever", set by a programme.
        unit: unit of a number; empty otherwise.
        low, high: range of a number that is drawn, in `unit`; not a number where only levels are given.
        distribution: law of a number over its range, one of `DISTRIBUTIONS`.
        peak: most likely value of a triangular law, mean of a normal one (cut at the range).
        sd: standard deviation of a normal law, before it is cut.
        levels: values of a number, alternatives of a switch, names of bundles or of scenarios; may be empty for a
            number with a range.
        whole: whether a number must be whole.
        sets: parameter or switch that it sets, where that is not its name.
        week: week from which the value holds; 0 for the whole run.
        bundles: what each level of an intervention sets.
        meaning: one sentence, from the declaration.
        assumed: whether its size is an assumption of ours, and not from a source.
    """

    name: str
    kind: Kind
    role: Role
    unit: str = ""
    low: float = math.nan
    high: float = math.nan
    distribution: str = "uniform"
    peak: float = math.nan
    sd: float = math.nan
    levels: tuple[Value, ...] = ()
    whole: bool = False
    sets: str = ""
    week: int = 0
    bundles: Mapping[str, Bundle] = field(default_factory=dict)
    meaning: str = ""
    assumed: bool = False

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.kind == "parameter"

    @property
    def ranged(self) -> bool:
        """Whether it is drawn from a range, and not taken from levels."""
        return not math.isnan(self.low)

    def accepts(self, value: Value) -> bool:
        """Whether a value is one that this input may take."""
        if not self.ranged:
            return value in self.levels
        return not isinstance(value, str) and self.low <= value <= self.high and (not self.whole or value == int(value))


@dataclass(frozen=True, slots=True)
class Window:
    """Which weeks are looked at.

    Attributes:
        words: how the file says it.
        first, last: places of the first and the last week, counted from `since`.
        since: "start", "project_start", "project_end" or "end" (one past the last week of the run or project).
    """

    words: str
    since: str
    first: int
    last: int
    until: str = ""

    def weeks(self, world: Scenario, weeks: int) -> range:
        """The weeks of a run that it means, none outside the run."""
        start = int(world.settings.project_start)
        places = {
            "start": 0,
            "project_start": start,
            "project_end": start + int(world.settings.project_weeks),
            "end": weeks,
        }
        first = places[self.since] + self.first
        last = places[self.until or self.since] + self.last
        return range(max(0, first), max(0, min(weeks, last + 1)))


@dataclass(frozen=True, slots=True)
class OutcomeAsked:
    """A number wanted of every run.

    Attributes:
        name: what tables call it.
        of: a summary of `summaries.SUMMARIES`, or a weekly outcome of `outcomes.OUTCOMES`.
        window: weeks of a weekly outcome; None for a summary.
        statistic: what is taken of these weeks, one of `STATISTICS`.
        by: "programme"; "service", a number for each; or the service where it is worst or best.
        state: a comparison such as ">= 0.5" (operator, number): 1 where it holds, else 0, so that its mean over
            runs is a probability; None for the number itself.
        every: length in weeks of parts into which the window is cut, a number for each; 0 for the whole window.
        unit, meaning: of the number.
        good: +1 where more is better, -1 where less is, 0 where neither can be said.
    """

    name: str
    of: str
    window: Window | None = None
    statistic: str = "mean"
    by: str = "programme"
    state: tuple[str, float] | None = None
    every: int = 0
    unit: str = ""
    meaning: str = ""
    good: int = 0

    @property
    def label(self) -> str:
        """What it is, in a few words.

        >>> OutcomeAsked("good", "good_state", state=(">=", 0.5)).label
        'P(good state >= 0.5)'
        """
        where = f" in the {self.by.replace('_', ' ')}" if self.by.endswith("_service") else ""
        which = f", {self.window.words}" if self.window else ""
        plain = f"{'' if self.statistic == 'mean' else self.statistic + ' '}{label_of(self.of)}{where}{which}"
        return f"P({plain} {self.state[0]} {self.state[1]:g})" if self.state else plain


@dataclass(frozen=True, slots=True)
class Design:
    """Which points are visited.

    Attributes:
        method: one of `METHODS`.
        size: points (Latin hypercube, random), base sample (Sobol: a power of two), trajectories (Morris), points a
            curve (FAST); 0 for a factorial or a list.
        levels: levels of a Morris grid; steps of each range in a factorial.
        second_order: whether second-order Sobol indices are wanted.
        seed: seed of the design's own drawing; at least 1.
        points: the points of a list.
        correlations: rank correlation of two inputs, by their names in order.
        resamples: resamples of a bootstrapped interval.
    """

    method: str
    size: int = 0
    levels: int = 4
    second_order: bool = False
    seed: int = 1
    points: tuple[Point, ...] = ()
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)
    resamples: int = 1000


@dataclass(frozen=True, slots=True)
class RunPlan:
    """How often and how long each point is run.

    Attributes:
        seeds: so many seeds at every point; where a precision is wanted, the number to begin with.
        precision: half-width of the 95 % interval wanted of each named outcome, in its unit; of the paired
            difference where the experiment has contrasts. Empty where the number of seeds is given.
        max_seeds: seeds at which it is given up; `seeds` where no precision is wanted.
        weeks: horizon; None for the scenario's.
        first_seed: the first chance seed; the others follow it.
        pairs: programme seed and chance seed of each of the seeds, where they are given one by one.
    """

    seeds: int = 20
    precision: Mapping[str, float] = field(default_factory=dict)
    max_seeds: int = 20
    weeks: int | None = None
    first_seed: int = 1
    pairs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """An outcome at the points with some values of inputs, with its weight in a contrast."""

    weight: float
    outcome: str
    at: Point


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two kinds of points compared seed by seed, all other inputs alike; or a weighted sum of outcomes at points.

    Attributes:
        name: what it is called.
        of, against: values of some inputs, on either side.
        terms: the weighted sum, in place of two sides; empty otherwise.
        least: the size that the sum must lie above.
    """

    name: str
    of: Point = field(default_factory=dict)
    against: Point = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Prediction:
    """A part of what is expected that the results can hold true or false by themselves.

    Attributes:
        says: the sentence.
        outcome: what it speaks of.
        direction: "up", "down", "none", or "first": among the inputs that matter most.
        contrast: name of the contrast that it speaks of; or empty.
        input: number that is varied of which it speaks; or empty.
        size: the least difference (for "none" the largest) that counts, in the unit of the outcome; a rank correlation
            where it speaks of an input; for "first" the number of inputs among which it is.
    """

    says: str
    outcome: str
    direction: str
    contrast: str = ""
    input: str = ""
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Analysis:
    """Something that is made of the results beside what the design calls for.

    Attributes:
        method: one of `ANALYSES`.
        outcomes: what it is made for; all where none is named.
        options: what else it is told.
    """

    method: str
    outcomes: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


ANALYSES: dict[str, tuple[str, ...]] = {
    "delta": (),
    "pawn": (),
    "prim": ("where", "services"),
    "cart": ("where", "services"),
    "bistability": ("start",),
    "hysteresis": ("ramp",),
    "tipping_line": ("across", "along", "level"),
    "convergence": (),
    "two_peaks": (),
}
"""Analyses beside those of the design, with the options each may be told."""


@dataclass(frozen=True)
class Experiment:
    """A question with everything that is needed to answer it.

    Attributes:
        name: name of file and results.
        question: what is asked.
        expects: what was expected, written before the run.
        scenarios: the worlds, by name; the first is the base.
        inputs: what is varied.
        hold: values held that differ from the scenario's, by parameter or switch.
        reasons: why each of them is held.
        outcomes: what is looked at.
        design: which points are visited.
        run: how often and how long.
        contrasts: what is compared seed by seed.
        analyses: what is made of the results beside what the design calls for.
        predictions: what is expected, as far as the results can judge it by themselves.
        origin: the file it was read from.
        text: the text of that file.
    """

    name: str
    question: str
    expects: str
    scenarios: Mapping[str, Scenario]
    inputs: tuple[Input, ...]
    outcomes: tuple[OutcomeAsked, ...]
    design: Design
    run: RunPlan
    hold: Mapping[str, Value] = field(default_factory=dict)
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    contrasts: tuple[Contrast, ...] = ()
    analyses: tuple[Analysis, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    origin: str = ""
    text: str = ""

    @property
    def scenario(self) -> str:
        """Name of the base scenario."""
        return next(iter(self.scenarios))

    def input(self, name: str) -> Input:
        """An input by its name.

        Raises:
            ScenarioError: no such input.
        """
        for one in self.inputs:
            if one.name == name:
                return one
        names = [one.name for one in self.inputs]
        raise ScenarioError(f"{name} is not an input of {self.name}", allowed=names, nearest=nearest(name, names))

    def weeks(self, world: Scenario) -> int:
        """Horizon of the runs of a world."""
        return world.weeks if self.run.weeks is None else self.run.weeks

    def settings_of(self, point: Point) -> tuple[dict[str, Value], list[Change]]:
        """What a point sets beside its scenario: values for the whole run, held ones first, and dated changes.

        Raises:
            ScenarioError: an unknown input.
        """
        values: dict[str, Value] = dict(self.hold)
        dated: list[Change] = []
        for name, value in point.items():
            one = self.input(name)
            if one.kind == "intervention":
                values |= one.bundles[str(value)].values
                dated += one.bundles[str(value)].changes
            elif one.kind != "scenario" and one.week:
                dated.append(Change(one.week, one.sets or one.name, float(value), "varied"))
            elif one.kind != "scenario":
                values[one.sets or one.name] = value
        return values, dated

    def world(self, point: Point) -> Scenario:
        """The scenario of a point, with everything that is held and varied.

        Raises:
            ScenarioError: an unknown input, or a value that is not allowed.
        """
        world = self.scenarios[str(point.get(SCENARIO, self.scenario))]
        if self.run.weeks is not None:
            world = replace(world, weeks=self.run.weeks)
        values, dated = self.settings_of(point)
        if values:
            world = world.changed(**dict[str, Any](values))
        for change in dated:
            world = world.changed(change.week, change.why, **{change.parameter: change.value})
        return world
