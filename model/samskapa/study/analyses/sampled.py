"""Samples without structure: rank correlations, bands of chance alone and of assumptions too, delta and PAWN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from samskapa.science.errors import ScenarioError
from samskapa.science.summaries import mean_known
from samskapa.study.columns import Outcome, column_of, level_of, outcomes_of, title_of, unit_in_file
from samskapa.study.design import sample_of
from samskapa.study.findings import Cell, Findings, Picture, Tornado, joined, table_of
from samskapa.study.plan import Analysis, Experiment
from samskapa.study.sensitivity.given import LEAST_POINTS, GivenIndices, analyse_delta, analyse_pawn
from samskapa.study.statistics.means import Index, bounds_of, estimate
from samskapa.study.statistics.ranks import rank_correlation
from samskapa.study.statistics.spread import bands_of
from samskapa.study.words import counted, listed

if TYPE_CHECKING:
    import xarray


RESAMPLES_OF_DELTA = 100
"""Most resamples for delta: each is a density estimate for every input and slice."""


def by_sample(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Which inputs go with which outcomes, and how far outcomes spread by chance and by what was varied."""
    every = list(outcomes_of(experiment, dataset, analysis))
    alone = [one for one in every if not one.service]
    named = [_named(experiment, dataset, one) for one in alone]
    return joined([bands(experiment, every), *(_ranks(experiment, dataset, one) for one in alone), *named])


def bands(experiment: Experiment, outcomes: list[Outcome]) -> Findings:
    """How far runs spread: chance alone, and chance and assumptions together."""
    rows: list[tuple[Cell, ...]] = []
    sentences: list[str] = []
    drawn: dict[str, list[tuple[str, tuple[Index, ...]]]] = {}
    assumed = sum(one.assumed or one.kind == "switch" for one in experiment.inputs)
    for outcome in outcomes:
        band = bands_of(outcome.values)
        if band is None:
            continue
        drawn.setdefault(outcome.unit, []).append((outcome.words, (band.chance, band.both)))
        median, low, high = band.both.value, band.both.low, band.both.high
        rows.append((outcome.name, outcome.unit, band.chance.value, band.chance_width, low, median, high, band.noise))
        if not outcome.service and not math.isnan(band.noise):
            sentences.append(
                f"{outcome.words}: nine runs in ten lie in a band {band.chance_width:.2g} {outcome.unit} wide "
                f"where only chance differs, and {band.both_width:.2g} wide where what was varied differs too; chance "
                f"is {100 * band.noise:.0f} % of the variance."
            )
    if not rows:
        return Findings()
    columns = (
        "outcome",
        "unit",
        "mean",
        ("width of nine runs in ten, chance alone", "", "points held, seeds differ"),
        "5 % of runs, chance and what was varied",
        "median",
        "95 %",
        ("share of variance that is chance", "share"),
    )
    title = "Bands: chance alone, and chance with what was varied"
    title += f" ({assumed} of {len(experiment.inputs)} inputs are assumptions or theories)" if assumed else ""
    pictures = tuple(_band(unit, tuple(own[:16]), title) for unit, own in drawn.items())
    return Findings((table_of("bands", title, columns, tuple(rows)),), tuple(sentences), pictures)


def _band(unit: str, rows: tuple[tuple[str, tuple[Index, ...]], ...], title: str) -> Picture:
    """Both bands of the outcomes of one unit, one above the other."""
    name = unit_in_file(unit)
    return Picture(
        f"bands_{name}",
        title,
        "Lines hold nine runs in ten: above, where points are held and only chance differs, about the mean of all runs;"
        " below, where what was varied differs too.",
        "Marks: mean of all runs (above) and median (below); the numbers at the right are those of chance alone. Bands "
        "of runs, no intervals of a mean.",
        Tornado(("chance alone", "chance and what was varied"), rows, f"outcome ({unit})", None, bars=False),
    )


def _named(experiment: Experiment, dataset: xarray.Dataset, outcome: Outcome) -> Findings:
    """Means at each level of switches and other inputs without numbers; points are what intervals count."""
    values = mean_known(outcome.values)
    rows: list[tuple[Cell, ...]] = []
    shown = []
    for one in experiment.inputs:
        if one.numeric:
            continue
        column = column_of(dataset, one.name)
        for level in one.levels:
            own = estimate(values[column == level], bounds_of(outcome.unit))
            rows.append((title_of(experiment, one.name), str(level), *own.three, own.runs))
            if own.has_interval:
                shown.append((level_of(one.name, level), (own.index,)))
    if not shown:
        return Findings()
    columns = ("input", "level", ("mean", outcome.unit), "lo95", "hi95", "points")
    picture = Picture(
        f"levels_{outcome.file}",
        f"{outcome.words[0].upper()}{outcome.words[1:]} under each theory and level",
        f"Means over points, {counted(dataset.sizes['point'], 'point')} in all; all other inputs vary.",
        "Intervals: 95 %, over points: chance and what else was varied.",
        Tornado(("mean",), tuple(shown[:36]), outcome.axis, None, bars=False),
    )
    table = table_of(f"levels_{outcome.file}", f"{outcome.words} under each level", columns, tuple(rows))
    return Findings((table,), (), (picture,))


def _ranks(experiment: Experiment, dataset: xarray.Dataset, outcome: Outcome) -> Findings:
    """Rank correlations of numbers with the mean outcome."""
    means = mean_known(outcome.values)
    found = [(one.name, rank_correlation(dataset[one.name].values, means)) for one in experiment.inputs if one.numeric]
    known = sorted(((name, own) for name, own in found if own.known), key=lambda pair: -abs(pair[1].mean))
    if not known:
        return Findings()
    rows = tuple((title_of(experiment, name), *own.three) for name, own in known)
    clear = [f"{name.replace('_', ' ')} ({own.mean:+.2f})" for name, own in known if own.clear][:4]
    dependent = " Inputs are dependent, so one may stand for another." if experiment.design.correlations else ""
    sentences = (f"{outcome.words} goes most with {listed(clear)} (rank correlations).{dependent}",) if clear else ()
    picture = Picture(
        f"ranks_{outcome.file}",
        f"What {outcome.words} goes with",
        f"Spearman rank correlations with the mean over seeds, {counted(dataset.sizes['point'], 'point')}.{dependent}",
        "Intervals: 95 % (Fisher). A relation that rises and falls again has no rank correlation.",
        Tornado(
            ("rank correlation",),
            tuple((title_of(experiment, name), (own.index,)) for name, own in known[:24]),
            "rank correlation",
            (0.0, "no relation"),
        ),
    )
    columns = ("input", "rank correlation", "lo95", "hi95")
    return Findings(
        (table_of(f"ranks_{outcome.file}", f"Rank correlations with {outcome.words}", columns, rows),),
        sentences,
        (picture,),
    )


def by_delta(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """Borgonovo's delta of every outcome."""
    return _given(experiment, dataset, analysis, "delta")


def by_pawn(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis) -> Findings:
    """PAWN of every outcome."""
    return _given(experiment, dataset, analysis, "pawn")


def check_sample(experiment: Experiment, method: str) -> None:
    """That points fill the space.

    Raises:
        ScenarioError: they do not.
    """
    if experiment.design.method not in ("latin_hypercube", "random"):
        raise ScenarioError(
            f"{method} needs a sample that fills the space, and this is a {experiment.design.method}",
            where=experiment.origin,
            allowed="latin_hypercube or random",
        )


def _given(experiment: Experiment, dataset: xarray.Dataset, analysis: Analysis, method: str) -> Findings:
    check_sample(experiment, method)
    found = []
    for outcome in outcomes_of(experiment, dataset, analysis):
        values = mean_known(outcome.values)
        known = ~np.isnan(values)
        sample = sample_of(experiment)
        if known.sum() < LEAST_POINTS:
            found.append(
                Findings(
                    sentences=(
                        f"{outcome.words}: {method} needs {LEAST_POINTS} points with values, and there "
                        f"are {int(known.sum())}.",
                    )
                )
            )
            continue
        part = type(sample)(
            sample.method, sample.names, sample.unit[known], sample.block[known], int(known.sum()), seed=sample.seed
        )
        resamples = min(experiment.design.resamples, RESAMPLES_OF_DELTA)
        own = analyse_pawn(part, values[known]) if method == "pawn" else analyse_delta(part, values[known], resamples)
        found.append(_of_given(experiment, outcome, own))
    return joined(found)


def _of_given(experiment: Experiment, outcome: Outcome, own: GivenIndices) -> Findings:
    named = {"delta": "Borgonovo's delta", "pawn": "PAWN"}[own.method]
    if own.verdict:
        return Findings(sentences=(f"{outcome.words}: {own.verdict}.",))
    order = sorted(range(len(own.names)), key=lambda n: -own.beyond[n].value)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            title_of(experiment, own.names[n]),
            *own.beyond[n].three,
            "yes" if own.beyond[n].told_from_zero else "no",
            own.index[n].value,
        )
        for n in order
    )
    clear = [
        f"{own.names[n].replace('_', ' ')} ({own.beyond[n].value:.2f})" for n in order if own.beyond[n].told_from_zero
    ]
    sentence = (
        f"{outcome.words}: by {named} its whole distribution moves with {listed(clear[:4])}."
        if clear
        else f"{outcome.words}: by {named} no input is told from one without effect."
    )
    how = f"{own.replicates} replicates" if own.replicates else "a bootstrap"
    picture = Picture(
        f"{own.method}_{outcome.file}",
        f"What moves the whole distribution of {outcome.words}",
        f"{named} of the mean over seeds, {counted(own.points, 'point')}, less what an input without effect scores "
        f"({own.dummy.value:.2f}).",
        f"Intervals: 95 %, from {how}; sample and chance, no equations that may be wrong.",
        Tornado(
            ("beyond an input without effect",),
            tuple((title_of(experiment, own.names[n]), (own.beyond[n],)) for n in order[:24]),
            f"{named} (0 to 1)",
            (0.0, "no effect"),
        ),
    )
    columns = ("input", ("beyond no effect", "0 to 1"), "lo95", "hi95", "told from zero", ("as it stands", "0 to 1"))
    title = f"{named}: what moves the distribution of {outcome.words}"
    return Findings((table_of(f"{own.method}_{outcome.file}", title, columns, rows),), (sentence,), (picture,))
