"""Sobol, Morris and FAST on every outcome: its expectation, its variability, the chance of a state; noise apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from samskapa.science.errors import ScenarioError
from samskapa.study.columns import Outcome, left_out, not_run, outcomes_of, seeds_common, title_of, whole_seeds
from samskapa.study.design import sample_of
from samskapa.study.findings import Cell, Convergence, Findings, Picture, Plane, Table, Tornado, joined, table_of
from samskapa.study.plan import Analysis, Experiment
from samskapa.study.sensitivity.morris import MorrisEffects, analyse_morris
from samskapa.study.sensitivity.samples import Sample, of_variability
from samskapa.study.sensitivity.variance import FastIndices, SobolIndices, analyse_fast, analyse_sobol, converge
from samskapa.study.statistics.means import Floats, Index
from samskapa.study.words import counted, listed

if TYPE_CHECKING:
    import xarray


FEWEST_ROWS = 8
SEEDS_FOR_VARIABILITY = 4
NAMES = {"sobol": "Sobol", "fast": "FAST"}
CHANCE_ONLY = (
    "Intervals: 95 %, what sample and seeds leave uncertain; they say nothing about equations that may be wrong."
)


@dataclass(frozen=True, eq=False)
class Ready:
    """An outcome with as much of the sample as has values.

    Attributes:
        outcome: the outcome, or its variability.
        what: "expected value", "variability" or "probability".
        sample: the part of the sample that is whole.
        values: shape (points of that part, seeds).
        common: whether parts of the design share their seeds.
        note: what was left out, as the end of a sentence.
    """

    outcome: Outcome
    what: str
    sample: Sample
    values: Floats
    common: bool
    note: str

    @property
    def title(self) -> str:
        """What is explained, in words."""
        return f"{self.what} of {self.outcome.words}" if self.what != "probability" else self.outcome.words

    @property
    def whole(self) -> str:
        """The same with its article."""
        return self.title if self.what == "probability" else f"the {self.title}"

    @property
    def file(self) -> str:
        """The name as part of a file's."""
        return self.outcome.file if self.what != "variability" else f"{self.outcome.file}_variability"


def ready(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Iterator[Ready | str]:
    """Every outcome, and its variability where there are seeds enough; or a sentence why it cannot be analysed.

    Raises:
        ScenarioError: results of another design.
    """
    sample = sample_of(experiment)
    if len(sample.unit) != dataset.sizes["point"]:
        raise ScenarioError(
            f"{dataset.sizes['point']} points of results, {len(sample.unit)} points of the design",
            where=experiment.origin,
        )
    for outcome in outcomes_of(experiment, dataset, analysis):
        values = whole_seeds(outcome.values, not_run(dataset))
        known = np.isfinite(values).all(axis=1)
        blocks = np.bincount(sample.block, ~known) == 0
        what, many = ("trajectory", "trajectories") if sample.method == "morris" else ("base row", "base rows")
        if sample.method == "fast" and not blocks.all():
            yield f"FAST needs every run of a curve, and {outcome.words} is not known for all of them."
            continue
        if blocks.sum() < FEWEST_ROWS and sample.method != "fast":
            yield f"{outcome.words} is known for all runs of {counted(int(blocks.sum()), what, many)} only: too few."
            continue
        common = seeds_common(outcome.seeds, sample.block)
        note = left_out(int((~blocks).sum()), what, many)
        if common and values.shape[1] < 3:
            yield f"{outcome.words}: all rows share {values.shape[1]} seeds, and it takes three."
            continue
        kept = values[blocks[sample.block]]
        part = sample if blocks.all() else sample.only(blocks)
        yield Ready(outcome, "probability" if outcome.is_state else "expected value", part, kept, common, note)
        if values.shape[1] >= SEEDS_FOR_VARIABILITY and not outcome.is_state:
            pairs = of_variability(kept)
            if not common or pairs.shape[1] >= 3:
                yield Ready(outcome, "variability", part, pairs, common, note)


# -- Sobol and FAST ------------------------------------------------------------------------------------------------


def by_sobol(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Variance-based indices, noise apart, with convergence."""

    def of(one: Ready) -> Findings:
        indices = analyse_sobol(one.sample, one.values, one.common)
        own = _of_variance(experiment, one, indices, "sobol", f"{counted(indices.rows, 'base row')}")
        return own if indices.verdict else joined([own, _convergence(experiment, one)])

    return _each(experiment, dataset, analysis, of)


def by_fast(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """The extended Fourier amplitude test, with intervals over replicated designs."""

    def of(one: Ready) -> Findings:
        indices = analyse_fast(one.sample, one.values)
        how = f"{counted(indices.replicates, 'replicate')} of {one.sample.size} points a curve"
        return _of_variance(experiment, one, indices, "fast", how)

    return _each(experiment, dataset, analysis, of)


def _each(
    experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis, of: Callable[[Ready], Findings]
) -> Findings:
    """What is made of every outcome; a sentence where nothing can be."""
    every = ready(experiment, dataset, analysis)
    return joined(Findings(sentences=(one,)) if isinstance(one, str) else of(one) for one in every)


def _of_variance(
    experiment: Experiment, one: Ready, indices: SobolIndices | FastIndices, method: str, how: str
) -> Findings:
    """Table, sentence and tornado of first-order and total indices."""
    unit = f"({one.outcome.unit})²" if one.outcome.unit and not one.outcome.is_state else ""
    noise = indices.noise
    chance = (
        f" Of the variance of a single run {_percent(noise)} is chance."
        if noise.known and one.what != "variability"
        else ""
    )
    if indices.verdict:
        return Findings(sentences=(f"{_capital(one.title)}: {indices.verdict}.{chance}",))
    order = sorted(range(len(indices.names)), key=lambda n: -indices.total[n].value)
    table = _table(experiment, one, indices, method, order)
    clear = [n for n in order if indices.total[n].told_from_zero]
    sentence = (
        f"{_capital(one.title)} depends on {_ranked(indices, clear)}.{chance}"
        if clear
        else (f"{_capital(one.title)}: no single input is told from zero.{chance}")
    )
    also = _second_order(experiment, one, indices) if isinstance(indices, SobolIndices) else ()
    shown = tuple((title_of(experiment, indices.names[n]), (indices.total[n], indices.first[n])) for n in order[:20])
    what = {"expected value": "the expected outcome", "variability": "the variance between seeds"}.get(
        one.what, "the probability"
    )
    variance = f"variance {indices.variance.value:.3g} {unit}".rstrip()
    seeds = indices.seeds if one.what != "variability" else 2 * indices.seeds
    picture = Picture(
        f"{method}_{one.file}",
        f"What moves {one.whole}",
        f"{NAMES[method]} indices from {how}, {seeds} seeds at each point{one.note}; {variance}.{chance}",
        CHANCE_ONLY,
        Tornado(
            ("with all interactions (total)", "alone (first order)"),
            shown,
            f"share of the variance of {what}",
            (0.0, "no effect"),
        ),
    )
    return Findings((table, *also), (sentence,), (picture,), _ranking(one, indices.names, indices.total))


def _table(
    experiment: Experiment, one: Ready, indices: SobolIndices | FastIndices, method: str, order: list[int]
) -> Table:
    """First-order and total indices, most important first."""
    savings = indices.saving if isinstance(indices, SobolIndices) else (math.nan,) * len(order)
    rows: list[tuple[Cell, ...]] = [
        (
            title_of(experiment, indices.names[n]),
            *indices.first[n].three,
            *indices.total[n].three,
            yes_or_no(indices.total[n]),
            savings[n],
        )
        for n in order
    ]
    columns = (
        *_columns("first-order", "total"),
        "told from zero",
        ("saving", "times", "seeds that independent chance would have needed"),
    )
    return table_of(f"{method}_{one.file}", f"Which inputs move {one.whole} ({NAMES[method]})", columns, tuple(rows))


def _second_order(experiment: Experiment, one: Ready, indices: SobolIndices) -> tuple[Table, ...]:
    if not indices.second:
        return ()
    rows = tuple(
        (title_of(experiment, first), title_of(experiment, second), *index.three, yes_or_no(index))
        for (first, second), index in sorted(indices.second.items(), key=lambda item: -item[1].value)
    )
    columns = ("first", "second", ("second-order index", "share of variance"), "lo95", "hi95", "told from zero")
    return (
        table_of(f"sobol_second_order_{one.file}", f"Pairs of inputs that act together on {one.title}", columns, rows),
    )


def _convergence(experiment: Experiment, one: Ready) -> Findings:
    """Total indices from the first rows only; picture and sentence."""
    steps = [step for step in converge(one.sample, one.values, one.common) if not step.verdict]
    if len(steps) < 2 or one.what == "variability":
        return Findings()
    last = steps[-1]
    order = sorted(range(len(last.names)), key=lambda n: -last.total[n].value)[:6]
    rows = tuple(
        (title_of(experiment, last.names[n]), np.array([step.total[n].three for step in steps])) for n in order
    )
    moved = max(abs(step.total[n].value - last.total[n].value) for n in order for step in steps[-2:-1])
    sentence = f"From half the sample the total indices of {one.whole} differ from these by at most {moved:.2f}."
    picture = Picture(
        f"convergence_{one.file}",
        f"Do the indices of {one.whole} still move as the sample grows?",
        f"Total Sobol indices of the {counted(len(order), 'input')} that matter most, from the first rows only.",
        CHANCE_ONLY,
        Convergence(tuple(step.rows for step in steps), rows, "base rows", "total index (share of variance)"),
    )
    return Findings((), (sentence,), (picture,))


# -- Morris --------------------------------------------------------------------------------------------------------


def by_morris(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Elementary effects on every outcome."""

    def of(one: Ready) -> Findings:
        if one.what == "variability":
            return Findings()
        resamples = experiment.design.resamples
        return _of_morris(experiment, one, analyse_morris(one.sample, one.values, one.common, resamples))

    return _each(experiment, dataset, analysis, of)


def _of_morris(experiment: Experiment, one: Ready, effects: MorrisEffects) -> Findings:
    if effects.verdict:
        return Findings(sentences=(f"{_capital(one.title)}: {effects.verdict}.",))
    order = sorted(range(len(effects.names)), key=lambda n: -effects.size[n].value)
    unit = f"{one.outcome.unit} over the whole range" if one.outcome.unit else "over the whole range"
    rows: list[tuple[Cell, ...]] = [
        (
            title_of(experiment, effects.names[n]),
            *effects.size[n].three,
            yes_or_no(effects.size[n]),
            *effects.mean[n].three,
            effects.spread[n],
            effects.mean_size[n].value,
            effects.saving[n],
        )
        for n in order
    ]
    columns = (
        "input",
        ("size of effect", unit, "root mean square of elementary effects, chance taken out"),
        ("size lo95", unit),
        ("size hi95", unit),
        "told from zero",
        ("mean effect", unit),
        ("mean lo95", unit),
        ("mean hi95", unit),
        ("spread", unit, "how much the effect differs from place to place"),
        ("mu*", unit, "SALib's mean of sizes, chance in it"),
        ("saving", "times"),
    )
    clear = [n for n in order if effects.size[n].told_from_zero]
    lost = len(order) - len(clear)
    names = listed([effects.names[n].replace("_", " ") for n in clear[:8]])
    sentence = (
        f"{_capital(one.title)}: {counted(len(clear), 'input')} of {len(order)} told from chance, first {names}; "
        f"{'none is' if not lost else f'{lost} cannot be told'} from no effect."
        if clear
        else f"{_capital(one.title)}: no input can be told from chance with {effects.trajectories} trajectories."
    )
    if clear and not lost:
        sentence = f"{_capital(one.title)}: all {len(order)} inputs are told from chance, first {names}."
    picture = Picture(
        f"morris_{one.file}",
        f"Which inputs matter for {one.whole}, and which not alike everywhere",
        f"Elementary effects from {counted(effects.trajectories, 'trajectory', 'trajectories')}, "
        f"{effects.seeds} seeds at each point{one.note}; a single run differs from the next by {effects.noise:.2g} "
        f"{one.outcome.unit} (one standard deviation) through chance.",
        "Above the line the effect changes sign or size from place to place more than it matters on average: curvature "
        f"or interactions. Hollow marks cannot be told from no effect. {CHANCE_ONLY}",
        Plane(
            tuple((title_of(experiment, effects.names[n]), effects.size[n], effects.spread[n]) for n in order),
            one.outcome.unit,
        ),
    )
    return Findings(
        (table_of(f"morris_{one.file}", f"Effects of each input on {one.title} (Morris)", columns, tuple(rows)),),
        (sentence,),
        (picture,),
        _ranking(one, effects.names, effects.size),
    )


def _ranking(one: Ready, names: Sequence[str], indices: Sequence[Index]) -> dict[str, dict[str, Index]]:
    """How much each input matters for an outcome itself; nothing for its variability."""
    return {} if one.what == "variability" else {one.outcome.name: dict(zip(names, indices, strict=True))}


# -- words ---------------------------------------------------------------------------------------------------------


def yes_or_no(index: Index) -> str:
    """Whether an index is told from zero, as tables say it."""
    return "yes" if index.told_from_zero else "no"


def _columns(*measures: str) -> tuple[Sequence[str], ...]:
    found: list[Sequence[str]] = ["input"]
    for measure in measures:
        found += [(measure, "share of variance"), f"{measure} lo95", f"{measure} hi95"]
    return tuple(found)


def _ranked(indices: SobolIndices | FastIndices, clear: list[int]) -> str:
    words = [
        f"{indices.names[n].replace('_', ' ')} (total index {indices.total[n].value:.2f}, "
        f"{indices.total[n].low:.2f} to {indices.total[n].high:.2f})"
        for n in clear[:4]
    ]
    more = f", and less on {len(clear) - 4} more" if len(clear) > 4 else ""
    return listed(words) + more


def _percent(index: Index) -> str:
    return f"{100 * index.value:.0f} % ({100 * index.low:.0f} to {100 * index.high:.0f})"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
