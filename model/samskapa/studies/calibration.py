"""The one calibration of the defaults: on the odd patterns and C32, by a procedure that was fixed beforehand.

`python -m samskapa.studies.calibration` runs it, and goes on where it was interrupted. Every point that was looked
at is a row of results/calibration/log.csv. What is searched, how a point is scored and when it is adopted stands in
docs/patterns_rules.md; the numbers of that page are the constants below.
"""

from __future__ import annotations

import csv
import hashlib
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from samskapa.science.errors import ScenarioError
from samskapa.science.hashes import science_hash
from samskapa.science.parameters import PARAMETERS
from samskapa.science.programme import STRUCTURE
from samskapa.studies.patterns import judge as judging
from samskapa.studies.patterns import metrics, table
from samskapa.studies.patterns import pattern as pattern_module
from samskapa.studies.patterns.judge import Judgement, judge, measure, study_of, text_hash
from samskapa.studies.patterns.pattern import Pattern
from samskapa.studies.patterns.table import PATTERNS, STANDSTILL
from samskapa.study import verdicts
from samskapa.study.design import Range, latin_hypercube, paired_seeds, unit_hypercube
from samskapa.study.statistics.ranks import normal_quantile
from samskapa.study.verdicts import Verdict, effect_of

FOLDER = Path("results") / "calibration"
MECHANISMS = (
    "people at the start",
    "services and ties",
    "everyday contact",
    "attendance",
    "dialogue meetings",
    "promises",
    "evaluation",
    "social influence",
    "habit and forgetting",
    "delivery",
    "staff load",
    "staff engagement",
    "staff turnover",
    "leadership",
    "routine",
    "heroes",
)
LEVERS = (
    "agenda_open",
    "invited_share",
    "invited_growth",
    "transparency",
    "overpromising",
    "candour",
    "awakening",
    "demonstration",
    "scouting",
    "hero_support",
)
"""What a project chooses to do is no fact about people, and is not calibrated."""
STARTS = ("first_trust_shift", "first_prediction_shift", "trust_start", "prediction_start")
"""Patterns about the start name these levels themselves."""
OF_SERVICES = ("strictness", "resident_exit")
"""Services of the worlds give their own, so a new default would not reach them."""
IDLE = (
    "threshold_mean",
    "threshold_spread",
    "propensity_start",
    "evidence_start",
    "attendance_trust_square",
    "learning_rate",
    "assurance_value",
    "confidence_bound",
)
"""Without effect while the structural switches stand at their defaults."""
LATER = ("tie_floor", "habit_loss_ratio")
"""Declared after the calibration, with the sizes that stood in the equations until then."""

SEED, SEARCH_FIRST, SEARCH_PAIRS, FRESH_FIRST = 20_260, 700_001, 8, 800_001
WIDE_POINTS, ROUNDS, CHILDREN, PARENTS = 192, 10, 40, 4
FIRST_STEP, STEP_SHRINKS, MOVED, RETURNED = 0.25, 0.85, 0.12, 0.10
DISTANCE_COST, FARTHEST = 0.25, 50.0
AT_ONCE, THREADS = 8, 2
DIGITS, DIGITS_CHOSEN = 5, 2

Point = dict[str, float]


def searched() -> dict[str, Range]:
    """Plausible range of every parameter that is searched."""
    left_out = {*LEVERS, *STARTS, *OF_SERVICES, *IDLE, *LATER, *STRUCTURE}
    return {
        name: parameter.plausible
        for name, parameter in PARAMETERS.items()
        if parameter.is_assumption
        and parameter.group in MECHANISMS
        and not parameter.whole
        and not parameter.follows
        and name not in left_out
    }


def asked() -> list[Pattern]:
    """The patterns that may be calibrated on, and the world that must stand still."""
    return [*(pattern for pattern in PATTERNS.values() if not pattern.held_out), STANDSTILL]


def present() -> Point:
    """The present defaults of the parameters that are searched."""
    return {name: PARAMETERS[name].default for name in searched()}


def moves(point: Point) -> Point:
    """What differs from the present defaults."""
    return {name: value for name, value in point.items() if value != PARAMETERS[name].default}


def distance(point: Point) -> float:
    """Sum over parameters of the distance from the present default, in widths of the plausible range."""
    return sum(abs(point[name] - PARAMETERS[name].default) / (high - low) for name, (low, high) in searched().items())


def rounded(value: float, digits: int) -> float:
    """A value to some significant digits, so that a file holds it whole.

    >>> rounded(.123456, 2)
    0.12
    """
    return float(f"{value:.{digits}g}")


def cost(strength: float) -> float:
    """What a pattern costs whose weakest clause lies so far above its size, in half-widths of its bounds.

    Smooth and falling: next to nothing once the lower bound is above the size (strength 1), and slowly growing
    below, so that a hopeless pattern does not outweigh all others: log(1 + softplus(1 - strength)).

    >>> cost(50.0) < 1e-6, round(cost(1.0), 3), round(cost(-10.0), 2)
    (True, 0.527, 2.48)
    """
    short = 1.0 - max(-FARTHEST, min(FARTHEST, strength))
    softplus = short + math.log1p(math.exp(-short)) if short > 0.0 else math.log1p(math.exp(short))
    return math.log1p(softplus)


@dataclass(frozen=True)
class Row:
    """A point that was looked at.

    Attributes:
        number: its place in the search, from 0.
        stage: "defaults", "wide", "round 1" and so on, "return one", "return several" or "rounded".
        point: the values.
        strengths: strength of the weakest clause of each pattern that is asked.
    """

    number: int
    stage: str
    point: Point
    strengths: tuple[float, ...]

    @cached_property
    def score(self) -> float:
        """The higher, the better: the patterns' costs and that of the distance, taken away."""
        return -sum(cost(strength) for strength in self.strengths) - DISTANCE_COST * distance(self.point)

    @property
    def holding(self) -> int:
        """How many patterns hold on the seeds of the search."""
        return sum(1 for strength in self.strengths if strength > 1.0)


def strengths_of(points: Sequence[Point], threads: int = THREADS) -> list[tuple[float, ...]]:
    """Strength of the weakest clause of each asked pattern, at each point; to as many digits as the log keeps."""
    pairs = paired_seeds(SEARCH_FIRST, SEARCH_PAIRS)
    programmes = [programme for programme, _ in pairs]
    patterns = asked()
    values = iter(measure([study_of(p, moves(point)) for point in points for p in patterns], pairs, threads))
    return [
        tuple(
            rounded(
                min(
                    effect_of(row, clause.least, programmes).strength
                    for row, clause in zip(next(values), pattern.clauses, strict=True)
                ),
                DIGITS,
            )
            for pattern in patterns
        )
        for _ in points
    ]


@dataclass
class Search:
    """The search and its log.

    Attributes:
        log: the file that every row goes to.
        rows: the rows so far.
        remembered: rows of an earlier, interrupted search, by number.
    """

    log: Path
    rows: list[Row] = field(default_factory=list)
    remembered: dict[int, Row] = field(default_factory=dict)
    look: Callable[[Sequence[Point]], list[tuple[float, ...]]] = strengths_of
    began: float = field(default_factory=time.monotonic)
    looked: int = 0

    def best(self, count: int = 1) -> list[Row]:
        """The best rows so far; of equal ones the earlier."""
        return sorted(self.rows, key=lambda row: (-row.score, row.number))[:count]

    def try_points(self, stage: str, points: Sequence[Point]) -> list[Row]:
        """Look at points, some at once, each logged as soon as it is known."""
        tried: list[Row] = []
        for first in range(0, len(points), AT_ONCE):
            batch = list(points[first : first + AT_ONCE])
            known = [self.remembered.get(len(self.rows) + n) for n in range(len(batch))]
            if any(row and row.point != point for row, point in zip(known, batch, strict=True)):
                raise ScenarioError(
                    "the log was written by another search", where=str(self.log), allowed="remove it to begin anew"
                )
            found = [row.strengths for row in known if row]
            if len(found) < len(batch):
                found = self.look(batch)
                self.looked += len(batch)
            new = [
                Row(len(self.rows) + n, stage, point, strengths)
                for n, (point, strengths) in enumerate(zip(batch, found, strict=True))
            ]
            write_rows(self.log, [row for row in new if row.number not in self.remembered])
            self.rows += new
            tried += new
            self._say(stage)
        return tried

    def _say(self, stage: str) -> None:
        expected = 1 + WIDE_POINTS + ROUNDS * CHILDREN + len(searched()) // 2
        each = (time.monotonic() - self.began) / max(1, self.looked)
        left = each * max(0, expected - len(self.rows)) / 60.0
        if self.looked:
            best = self.best()[0]
            print(
                f"{stage}: {len(self.rows)} of about {expected}, best {best.score:.3f} with {best.holding} of "
                f"{len(best.strengths)}, about {left:.0f} min left",
                file=sys.stderr,
                flush=True,
            )

    def run(self) -> Row:
        """The whole procedure: defaults, wide design, rounds around the best, returns to the defaults, rounding."""
        self.try_points("defaults", [present()])
        wide = latin_hypercube(searched(), WIDE_POINTS, SEED)
        self.try_points("wide", [{name: rounded(v, DIGITS) for name, v in point.items()} for point in wide])
        for number in range(ROUNDS):
            self.try_points(f"round {number + 1}", children(self.best(PARENTS), number))
        best = self.best()[0]
        singles = [dict(best.point, **{name: PARAMETERS[name].default}) for name in moves(best.point)]
        one = self.try_points("return one", singles)
        several = list(returning(best.point, moves(best.point), one))
        self.try_points("return several", several)
        final = {
            name: value if name not in moves(self.best()[0].point) else rounded(value, DIGITS_CHOSEN)
            for name, value in self.best()[0].point.items()
        }
        return self.try_points("rounded", [final])[0]


def children(parents: Sequence[Row], number: int) -> list[Point]:
    """Points around the best: few parameters moved by a Gaussian step, some moved ones set back to their default."""
    ranges = searched()
    axes = len(ranges)
    step = FIRST_STEP * STEP_SHRINKS**number
    found = []
    for n, draws in enumerate(unit_hypercube(3 * axes, CHILDREN, SEED + 1 + number)):
        parent = parents[n % len(parents)].point
        child = {}
        for axis, (name, (low, high)) in enumerate(ranges.items()):
            moved, size, returned = draws[axis], draws[axes + axis], draws[2 * axes + axis]
            value = PARAMETERS[name].default if returned < RETURNED else parent[name]
            if moved < MOVED:
                shift = step * (high - low) * normal_quantile(max(size, 1e-9))
                value = rounded(min(high, max(low, parent[name] + shift)), DIGITS)
            child[name] = value
        found.append(child)
    return found


def returning(best: Point, moved: Point, singles: Sequence[Row]) -> Iterator[Point]:
    """The best point with more and more parameters back at their default, those first whose return costs least."""
    order = sorted(zip(moved, singles, strict=True), key=lambda one: (-one[1].score, one[0]))
    point = dict(best)
    for name, _ in order:
        point = dict(point, **{name: PARAMETERS[name].default})
        yield point


def code_of_search() -> str:
    """A hash of all that a margin depends on: engine, patterns, measures and this file; points are compared as such."""
    modules = (sys.modules[__name__], pattern_module, table, metrics, judging, verdicts)
    return hashlib.sha256("".join([science_hash(), *map(text_hash, modules)]).encode()).hexdigest()[:16]


def columns() -> list[str]:
    """Heads of the log."""
    of_row = ["number", "stage", "code", "first_seed", "pairs", "score", "holding"]
    return [*of_row, *(pattern.name for pattern in asked()), *searched()]


def write_rows(log: Path, rows: Sequence[Row]) -> None:
    """Append rows to the log; the score is written to be read, and made anew from the strengths."""
    if not rows:
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    new, code = not log.exists(), code_of_search()
    with log.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(columns())
        for row in rows:
            writer.writerow(
                [
                    row.number,
                    row.stage,
                    code,
                    SEARCH_FIRST,
                    SEARCH_PAIRS,
                    f"{row.score:.6f}",
                    row.holding,
                    *row.strengths,
                    *row.point.values(),
                ]
            )


def read_rows(log: Path) -> dict[int, Row]:
    """Rows of a log, by number; none if there is no log.

    Raises:
        ScenarioError: its columns are not those of this search, or the code has changed since.
    """
    if not log.exists():
        return {}
    with log.open(encoding="utf-8", newline="") as file:
        heads, *lines = list(csv.reader(file))
    if heads != columns() or any(line[2] != code_of_search() for line in lines):
        raise ScenarioError("the log was written by another search", where=str(log), allowed="remove it to begin anew")
    first, names = 7, list(searched())
    last = first + len(asked())
    return {
        int(line[0]): Row(
            int(line[0]),
            line[1],
            dict(zip(names, map(float, line[last:]), strict=True)),
            tuple(map(float, line[first:last])),
        )
        for line in lines
        if len(line) == len(heads)
    }


@dataclass(frozen=True, slots=True)
class Trial:
    """A pattern on fresh seeds, with the present defaults and with the chosen ones."""

    pattern: Pattern
    before: Judgement
    after: Judgement


def try_afresh(point: Point, threads: int = THREADS) -> list[Trial]:
    """Judge the asked patterns on seeds that the search never saw."""
    found = []
    for pattern in asked():
        before, after = (
            judge(pattern, defaults=values, first_seed=FRESH_FIRST, threads=threads) for values in ({}, moves(point))
        )
        found.append(Trial(pattern, before, after))
        print(f"{pattern.name}: {before.verdict} before, {after.verdict} after", file=sys.stderr, flush=True)
    return found


def adopted(trials: Sequence[Trial]) -> bool:
    """Whether the chosen values become the defaults: more patterns hold, and none that held is lost."""
    held, holds = ([getattr(trial, when).verdict is Verdict.HOLDS for trial in trials] for when in ("before", "after"))
    return sum(holds) > sum(held) and all(now for was, now in zip(held, holds, strict=True) if was)


def chosen_toml(point: Point, is_adopted: bool) -> str:
    """The chosen values as a file."""
    lines = [
        "# Written by the calibration; docs/patterns_rules.md says how. What is not named keeps its default.",
        f"adopted = {str(is_adopted).lower()}",
        "",
        "[parameters]",
    ]
    lines += [f"{name} = {value:g}  # was {PARAMETERS[name].default:g}" for name, value in moves(point).items()]
    return "\n".join(lines) + "\n"


def answer_page(search: Search, final: Row, trials: Sequence[Trial], is_adopted: bool) -> str:
    """What came of the calibration, in words and two tables."""
    before, after = (
        sum(getattr(trial, when).verdict is Verdict.HOLDS for trial in trials) for when in ("before", "after")
    )
    decision = (
        "**Adopted**: more patterns hold, and none that held is lost."
        if is_adopted
        else "**Not adopted**: the defaults stay as they are."
    )
    lines = [
        "# The one calibration of the defaults",
        "",
        f"{decision} On fresh seeds {before} of {len(trials)} held with the present defaults and {after} hold with the "
        "chosen values (standstill of the world without a project, C0, counted).",
        "",
        f"{len(search.rows)} points were looked at, {SEARCH_PAIRS} pairs of seeds each from seed {SEARCH_FIRST}; fresh "
        f"seeds begin at {FRESH_FIRST}. Score of the defaults {search.rows[0].score:.3f}, of the chosen point "
        f"{final.score:.3f}. Every point is a row of log.csv. Code of the search: {code_of_search()}.",
        "",
        "| parameter | default | chosen | plausible |",
        "|---|---|---|---|",
    ]
    for name, value in moves(final.point).items():
        low, high = PARAMETERS[name].plausible
        lines.append(f"| `{name}` | {PARAMETERS[name].default:g} | {value:g} | {low:g} to {high:g} |")
    lines += ["", "| pattern | with the present defaults | with the chosen values |", "|---|---|---|"]
    for trial in trials:
        before_and_after = (f"{one.verdict} ({one.strength:+.1f})" for one in (trial.before, trial.after))
        lines.append(f"| {trial.pattern.name} {trial.pattern.sentence} | {' | '.join(before_and_after)} |")
    lines += [
        "",
        "In brackets: how far the weakest clause lies above its minimum size, in half-widths of its bounds; "
        "above 1 it holds, below -1 it fails.",
    ]
    return "\n".join(lines) + "\n"


def calibrate(folder: Path = FOLDER, threads: int = THREADS) -> bool:
    """Search, try the outcome on fresh seeds, and write log, chosen values and answer; whether they are adopted."""
    log = folder / "log.csv"
    search = Search(log, remembered=read_rows(log), look=partial(strengths_of, threads=threads))
    final = search.run()
    trials = try_afresh(final.point, threads)
    is_adopted = adopted(trials)
    (folder / "chosen.toml").write_text(chosen_toml(final.point, is_adopted), encoding="utf-8")
    (folder / "answer.md").write_text(answer_page(search, final, trials, is_adopted), encoding="utf-8")
    return is_adopted


if __name__ == "__main__":
    sys.stdout.write("adopted\n" if calibrate() else "not adopted\n")
