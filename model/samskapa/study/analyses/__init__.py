"""From results to findings: each design has its own analysis, and experiments may ask for more beside it.

contrasts.py  paired differences, means at levels; which conclusions stand under every theory
effects.py    Sobol, Morris and FAST on every outcome
sampled.py    samples without structure: correlations, bands, delta and PAWN
tipping.py    two peaks, memory of the start, hysteresis, and where the edge runs
traps.py      the same as analyses that an experiment may ask for
boxes.py      what is of interest, and the boxes in which it happens
discovery.py  PRIM and CART, judged on points left out
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from samskapa.science.errors import ScenarioError
from samskapa.study.analyses.boxes import find_boxes, read_where
from samskapa.study.analyses.contrasts import by_points, compare
from samskapa.study.analyses.effects import by_fast, by_morris, by_sobol
from samskapa.study.analyses.sampled import bands, by_delta, by_pawn, by_sample, check_sample
from samskapa.study.analyses.traps import asked_line, bistability, check_ramp, hysteresis, line, two_peaks
from samskapa.study.columns import option_of, outcomes_of
from samskapa.study.findings import Findings, joined
from samskapa.study.plan import Analysis, Experiment

if TYPE_CHECKING:
    import xarray

Of = Callable[[Experiment, "xarray.Dataset", Analysis], Findings]

BY_DESIGN: dict[str, Of] = {
    "sobol": by_sobol,
    "morris": by_morris,
    "fast": by_fast,
    "latin_hypercube": by_sample,
    "random": by_sample,
    "factorial": by_points,
    "list": by_points,
}
BESIDE: dict[str, Of] = {
    "delta": by_delta,
    "pawn": by_pawn,
    "prim": find_boxes,
    "cart": find_boxes,
    "bistability": bistability,
    "hysteresis": hysteresis,
    "tipping_line": line,
    "two_peaks": two_peaks,
}


def check(experiment: Experiment) -> None:
    """That the analyses asked for can be made of such results, before anything runs.

    Raises:
        ScenarioError: which cannot, and why.
    """
    method = experiment.design.method
    for one in experiment.analyses:
        if one.method in ("prim", "cart"):
            read_where(experiment, one)
        elif one.method in ("delta", "pawn"):
            check_sample(experiment, one.method)
        elif one.method == "tipping_line":
            asked_line(experiment, one)
        elif one.method == "bistability":
            option_of(experiment, one, "start")
        elif one.method == "hysteresis":
            check_ramp(experiment, one)
        elif one.method == "convergence" and method != "sobol":
            raise ScenarioError(f"the convergence of a {method} is not shown", where=experiment.origin, allowed="sobol")


def analyse(experiment: Experiment, dataset: xarray.Dataset) -> Findings:
    """Everything that an experiment asks of its results, in the order in which it is best read.

    Args:
        experiment: the experiment.
        dataset: its results: dimensions (point, seed), one variable an outcome with units and meaning, inputs as
            coordinates on point; a run that failed is not a number.

    Returns:
        Contrasts first, then what the experiment asked for by name, then what belongs to its design. Convergence is
        part of the design's analysis.

    Raises:
        ScenarioError: an analysis that these results cannot bear, with the reason.
    """
    asked = [BESIDE[one.method](experiment, dataset, one) for one in experiment.analyses if one.method in BESIDE]
    whole = Analysis(experiment.design.method)
    own = BY_DESIGN[whole.method](experiment, dataset, whole)
    spread = [bands(experiment, list(outcomes_of(experiment, dataset, whole)))] if whole.method == "sobol" else []
    return joined([compare(experiment, dataset), *asked, own, *spread])
