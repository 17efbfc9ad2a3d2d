"""Writes docs/theory.md and its figure from runs: `python -m benchmarks.theory_page [--long]`, with tests on the path.

It takes about a minute; with `--long`, four times the largest programme and ten times the runs of the chain, some more.

Every number of the page is computed here by the functions that the tests use; nothing is typed.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullFormatter, NullLocator
from numpy.typing import NDArray
from scipy.stats import chi2

from samskapa.figures.page import Page, height_of, save, wrapped
from samskapa.figures.style import (
    BODY,
    FAINT,
    HEADING,
    INK,
    MARGIN,
    SMALL,
    SOFT,
    TITLE,
    WIDTH,
    WORLD_COLOURS,
    WORLD_DASHES,
    WORLD_MARKERS,
    drawing,
)
from samskapa.studies.mean_field import (
    closed_window_of_costs,
    critical_capacity,
    fixed_points,
    stationary_belief,
    tipping_start,
    window_of_costs,
)
from theory.chain import counted, enumerated, misfit
from theory.convergence import BISTABLE, Convergence, convergence, left_over, mixing, rising_share
from theory.reduction import beliefs, reduced
from theory.rest import belief_at_rest, expectile, trust_at_rest

Floats = NDArray[np.float64]
DOCS = Path(__file__).parents[1] / "docs"
SIZES, LONG_SIZES, SEEDS = (80, 320, 1280), (80, 320, 1280, 5120), range(1001, 1033)
COSTS = (0.26, 0.28, 0.31, 0.34, 0.37, 0.42, 0.44)
HEARSAY = (0.0, 0.3, 0.6, 1.0)
RUNS, LONG_RUNS = 100_000, 1_000_000
TOP, HEIGHT, LEGEND = 1.42, 2.75, 0.62


@dataclass(frozen=True)
class KnownAnswers:
    """What the map says and what the agents did.

    Attributes:
        residents: sizes of the programme; shape (n).
        to_map: distance of the agents to the map (share); shape (n).
        exponent, standard_error: fitted power of the number of residents in it.
        costs: costs of the map's states; shape (m).
        states: stable low, unstable and stable high belief at each cost, not a number where there is none;
            shape (m, 3).
        tried: costs at which the agent model was run; shape (k).
        ends: mean belief at the end from a low and from a high start; shape (k, 2).
        starts: beliefs from which the agent model was started; shape (s).
        rising: share of runs that ended in the high state, by number of residents; shapes (s).
        tipping: tipping start of the map.
    """

    residents: Sequence[int]
    to_map: Floats
    exponent: float
    standard_error: float
    costs: Floats
    states: Floats
    tried: Floats
    ends: Floats
    starts: Floats
    rising: Mapping[int, Floats]
    tipping: float


def say(words: str) -> None:
    """Tell what is done, on the screen."""
    sys.stderr.write(words + "\n")


def ends_of(cost: float) -> list[float]:
    """Mean belief at the end from a low and from a high start, in the agent model."""
    world = reduced(replace(BISTABLE, cost=cost), 640, 0.5, 0.002, 490)
    points = [{"prediction_start": start} for start in (0.02, 0.9)]
    return [float(one[:, -50:].mean()) for one in beliefs(world, range(1001, 1005), points)]


def states_of(cost: float) -> list[float]:
    """Low, unstable and high belief of the map."""
    found = [point.belief for point in fixed_points(replace(BISTABLE, cost=cost))]
    if len(found) == 3:
        return found
    return [found[0], math.nan, math.nan] if cost > 0.35 else [math.nan, math.nan, found[0]]


def known_answers(found: Convergence) -> KnownAnswers:
    """Everything the figure shows."""
    tipping = tipping_start(BISTABLE)
    assert tipping is not None
    costs = np.linspace(0.24, 0.46, 221)
    say("states and tipping start")
    starts = tipping + np.linspace(-0.08, 0.08, 9)
    rising = {number: rising_share(number, starts.tolist(), range(1001, 1033)) for number in (20, 80, 320)}
    return KnownAnswers(
        found.residents,
        found.to_map,
        found.exponent,
        found.standard_error,
        costs,
        np.array([states_of(cost) for cost in costs]),
        np.array(COSTS),
        np.array([ends_of(cost) for cost in COSTS]),
        starts,
        rising,
        tipping,
    )


# -- the figure ----------------------------------------------------------------------------------------


def draw_theory(known: KnownAnswers, folder: Path) -> list[Path]:
    """Draw the three panels as PNG and SVG, and return the files."""
    title = "The larger the programme, the nearer the agents are to the mean-field map"
    under = (
        f"Agents against theory, in the world that has only what the map has. The distance falls as residents to the "
        f"power {known.exponent:.2f} (standard error {known.standard_error:.2f}), where theory says -0.50."
    ).replace("-", "−")
    with drawing():
        page = Page(TOP + HEIGHT + LEGEND + 0.55, title, under)
        inside = WIDTH - 2 * MARGIN
        page.words(MARGIN, MARGIN, wrapped(title, inside, TITLE, bold=True), TITLE, weight="bold")
        page.words(MARGIN, MARGIN + height_of(1, TITLE) + 0.04, wrapped(under, inside, BODY), color=SOFT)
        gap, left = 0.72, MARGIN + 0.42
        width = (WIDTH - MARGIN - left - 2 * gap) / 3.0
        panels = [page.axes(left + n * (width + gap), TOP, width, HEIGHT) for n in range(3)]
        draw_rate(panels[0], known)
        draw_states(panels[1], known)
        draw_tipping(panels[2], known)
        for axes in panels:
            axes.legend(
                loc="upper left",
                bbox_to_anchor=(-0.02, -0.19),
                frameon=False,
                fontsize=SMALL,
                handlelength=2.6,
                borderaxespad=0.0,
                labelspacing=0.35,
            )
        return save(page, folder, "theory")


def draw_rate(axes: Axes, known: KnownAnswers) -> None:
    """Distance against residents on logarithms, with the fitted power."""
    sizes = np.array(known.residents, dtype=float)
    middle = np.exp(np.mean(np.log(known.to_map)) + known.exponent * (np.log(sizes) - np.mean(np.log(sizes))))
    axes.set_title("How fast", loc="left", fontsize=HEADING, weight="bold", color=INK)
    axes.loglog(sizes, known.to_map, WORLD_MARKERS[0], color=WORLD_COLOURS[0], ms=5, label="agents to map")
    power = f"{known.exponent:.2f}".replace("-", "−")
    axes.loglog(sizes, middle, color=WORLD_COLOURS[0], lw=1.2, label=f"fitted: residents to the power {power}")
    root = known.to_map[0] * np.sqrt(sizes[0] / sizes)
    axes.loglog(sizes, root, color=FAINT, lw=1.2, ls=WORLD_DASHES[3], label="one over the root, from the first")
    axes.set_xlabel("residents")
    axes.set_ylabel("distance of belief (share)")
    heights = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02]
    axes.set_ylim(0.6 * known.to_map.min(), 1.6 * known.to_map.max())
    for axis, places in ((axes.xaxis, list(known.residents)), (axes.yaxis, heights)):
        axis.set_major_locator(FixedLocator(places))
        axis.set_major_formatter(FixedFormatter([f"{place:,g}" for place in places]))
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())


def draw_states(axes: Axes, known: KnownAnswers) -> None:
    """Beliefs that hold themselves against the cost of coming, and where the agents ended."""
    axes.set_title("Which states", loc="left", fontsize=HEADING, weight="bold", color=INK)
    axes.plot(known.costs, known.states[:, 0], color=INK, lw=1.3, label="map, stable")
    axes.plot(known.costs, known.states[:, 2], color=INK, lw=1.3)
    axes.plot(known.costs, known.states[:, 1], color=FAINT, lw=1.2, ls=WORLD_DASHES[3], label="map, tipping start")
    for start, colour, marker, words in ((0, 0, "^", "agents, from a low start"), (1, 1, "v", "from a high start")):
        axes.plot(
            known.tried,
            known.ends[:, start],
            marker,
            color=WORLD_COLOURS[colour],
            ms=5,
            mfc="none",
            mew=1.2,
            label=words,
        )
    axes.set_xlabel("cost of coming (belief at which half come)")
    axes.set_ylabel("belief")
    axes.set_ylim(-0.01, 0.5)


def draw_tipping(axes: Axes, known: KnownAnswers) -> None:
    """Share of runs that reach the high state against the belief they start from."""
    axes.set_title("Where it tips", loc="left", fontsize=HEADING, weight="bold", color=INK)
    axes.axvline(known.tipping, color=FAINT, lw=1.2, ls=WORLD_DASHES[3], label="map, tipping start")
    for n, (residents, shares) in enumerate(known.rising.items()):
        axes.plot(
            known.starts,
            shares,
            color=WORLD_COLOURS[n],
            ls=WORLD_DASHES[n],
            marker=WORLD_MARKERS[n],
            ms=3.5,
            lw=1.1,
            label=f"{residents:,} residents",
        )
    axes.set_xlabel("belief at the start")
    axes.set_ylabel("share of runs that rise")
    axes.set_ylim(-0.03, 1.03)


# -- the page ------------------------------------------------------------------------------------------


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["--"] * len(head), *rows])


def rate_and_states(found: Convergence, known: KnownAnswers) -> list[str]:
    """The part about the mean-field map."""
    window, closed = window_of_costs(BISTABLE), closed_window_of_costs(0.8)
    assert window is not None
    assert closed is not None
    heard = mixing(HEARSAY)
    needed = [critical_capacity(replace(BISTABLE, cost=cost, capacity=1.0)) or math.nan for cost in COSTS[2:5]]
    return [
        table(
            ["residents", "distance to the map", "distance to a programme without end"],
            [
                [f"{n:,}", f"{a:.4f}", f"{b:.4f}"]
                for n, a, b in zip(found.residents, found.to_map, found.to_limit, strict=True)
            ],
        ),
        f"The first falls as residents to the power {found.exponent:.3f} (standard error {found.standard_error:.3f}), "
        f"the second to the power {found.exponent_to_limit:.3f}; theory says -1/2. A programme without end has "
        "infinitely many residents, but its promises are still whole, and some are kept late and count half. That "
        f"part of the distance no number of residents removes: {found.limit_to_map:.4f} here, and "
        f"{left_over(BISTABLE):.4f} on the way up at c = .30, which begins "
        "near the tipping start, where every distance grows.",
        "Mixing: the largest distance on the way up, with 640 residents of whom those who stayed away hear of a "
        "promise with the weight given.",
        table(["weight of hearsay", *(f"{h:g}" for h in HEARSAY)], [["distance", *(f"{d:.3f}" for d in heard)]]),
        f"Two states exist for costs between {window[0]:.3f} and {window[1]:.3f} (k E = 8; the closed form gives "
        f"{closed[0]:.3f} for the lower fold; the upper one is E / 2, where half of all must come and no more can be "
        "kept). Where the agents ended, E = .8 and rho = 1, after ten years. Where the map says less than about .05, "
        "fewer than one promise a week would be kept; it is then done late or not at all, and the agents end lower. "
        "At .28, just below the fold, ten years are too short to rise: slow transit, not a state.",
        table(
            ["cost", "map", "agents from .02", "agents from .9"],
            [
                [
                    f"{cost:.2f}",
                    ", ".join(f"{s:.3f}" for s in states_of(cost) if not math.isnan(s)),
                    f"{low:.3f}",
                    f"{high:.3f}",
                ]
                for cost, (low, high) in zip(known.tried, known.ends, strict=True)
            ],
        ),
        "The critical capacity f_tip / E at the costs "
        + ", ".join(f"{cost:.2f}" for cost in COSTS[2:5])
        + " is "
        + ", ".join(f"{value:.3f}" for value in needed)
        + "; this world has .5, so the good state holds at these "
        "costs and, as the table shows, no longer at the next.",
        f"At c = .30 the tipping start of the map is {known.tipping:.3f}. Share of runs that rise (with 20 residents "
        "the few who come raise fewer issues than the agenda holds, and so more of them are kept):",
        table(
            ["start", *(f"{start:.3f}" for start in known.starts)],
            [[f"{n:,} residents", *(f"{share:.2f}" for share in shares)] for n, shares in known.rising.items()],
        ),
    ]


def rests() -> list[str]:
    """The part about single beliefs and trust."""
    say("belief and trust at rest")
    seeds = range(1001, 1513)
    beliefs_at_rest = [
        [
            f"{kept:g}",
            *(
                f"{belief_at_rest(kept, ratio, seeds):.3f} ({stationary_belief(kept, ratio):.3f})"
                for ratio in (1.0, 1.5, 2.25, 3.0)
            ),
        ]
        for kept in (0.5, 0.7, 0.9)
    ]
    trusts = [
        [
            f"{noise:g}",
            *(
                f"{trust_at_rest(ratio, noise, range(1001, 1009)):.4f} ({expectile(ratio, 0.55, noise):.4f})"
                for ratio in (1.0, 2.0, 3.0)
            ),
        ]
        for noise in (0.08, 0.3)
    ]
    return [
        table(["kept", "rho 1", "rho 1.5", "rho 2.25", "rho 3"], beliefs_at_rest),
        "Trust under contacts worth .55 and a noise of the standard deviation given:",
        table(["noise", "rho 1", "rho 2", "rho 3"], trusts),
    ]


def chain(runs: int) -> list[str]:
    """The part about the programme that is counted out."""
    say(f"{runs:,} runs of the small programme")
    expected = enumerated()
    statistic, freedom = misfit(counted(range(1, runs + 1)), expected)
    return [
        f"The chain has {len(expected)} distinguishable states in week 12. {runs:,} runs with the chance seeds 1 "
        f"to {runs:,}: chi-square {statistic:.1f} with {freedom} degrees of freedom, p = "
        f"{chi2.sf(statistic, freedom):.3f}; it would be refused below .01."
    ]


HEAD = """# Theory with known answers

Where an answer is known, the model must give it. Written by `make numbers`, or by `python -m benchmarks.theory_page`
with `tests` and `tests/support` on the path (`--long` for the largest programme and a million runs of the chain); no
number here is typed. The tests in [tests/theory](../tests/theory) hold the same answers on every run.
"""
MAP = """## The mean-field map

With one belief for all, x(P) = sig(k (P - c)) and f = E min(x, K) give P' = P + l [f (1 - P) - rho (1 - f) P]
([studies/mean_field.py](../model/samskapa/studies/mean_field.py)). The agent model becomes this map by parameters alone
([tests/theory/reduction.py](../tests/theory/reduction.py) says which and why): k = 10, K = 1/2, any c, E and rho. The
core of regulars x0 and other K have no counterpart among the parameters and are tested on the map only.

How fast: E = 1, rho = 1, c = .35, start .2; root mean squares over 32 seeds and the weeks 50, 100, 150 and 200.

![Distance against residents, states against cost, share of rising runs against start](theory.png)
"""
REST = """## Belief and trust at rest

The agent model's mean belief where promises are kept with a known chance f, and in brackets f / (f + rho (1 - f)). All
cells share one set of draws, so they err together; the error is about .002.
"""
APART = """## No coupling

Without social weight, hearsay and norm, and with staff of their own, no two of six residents are correlated: 15 pairs
and five states over 4,000 chance seeds, each within three standard errors of zero
([test_independence.py](../tests/theory/test_independence.py)). Changing one resident changes no bit of any other
([test_apart.py](../tests/theory/test_apart.py)).

## A programme small enough to count out

Two residents, one worker, learning rates 0 or 1, so that only the last attendance, heroes and promises can move
([chain.py](../tests/theory/chain.py) writes the chain from the description of the model and calls none of its code).
"""
LEDGER = """## The ledger conserves

What is made is kept, broken, open or lost with its owner, to the last one, in every week of any world
([test_promises.py](../tests/model/test_promises.py), [test_properties.py](../tests/model/test_properties.py)).
"""


def main() -> None:
    """Compute everything, then write page and figure."""
    say("the rate of convergence")
    long = "--long" in sys.argv
    found = convergence(LONG_SIZES if long else SIZES, SEEDS)
    known = known_answers(found)
    counted_out = chain(LONG_RUNS if long else RUNS)
    parts = [HEAD, MAP, *rate_and_states(found, known), REST, *rests(), APART, *counted_out, LEDGER]
    draw_theory(known, DOCS)
    (DOCS / "theory.svg").unlink()
    text = "\n\n".join(part.strip() if part[0] in "|#" else fill(part.strip(), 120) for part in parts)
    (DOCS / "theory.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
