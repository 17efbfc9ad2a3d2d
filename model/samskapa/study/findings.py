"""What was made of results: tables with units, sentences, and the numbers that pictures are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from samskapa.study.statistics.means import Floats, Index

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, the unit of its numbers, and what it means."""

    name: str
    unit: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of words and numbers.

    Attributes:
        name: name of its file.
        title: what it shows, in a line.
        columns: its columns, with units.
        rows: one cell a column.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_of(name: str, title: str, heads: Iterable[Sequence[str]], rows: Iterable[tuple[Cell, ...]]) -> Table:
    """A table whose columns are named, or named with unit and meaning."""
    columns = tuple(Column(head) if isinstance(head, str) else Column(*head) for head in heads)
    return Table(name, title, columns, tuple(rows))


# -- what pictures are drawn from ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tornado:
    """Bars with intervals, one row an input; one or two measures a row.

    Attributes:
        measures: names of the measures.
        rows: name of each row, and one index for each measure.
        axis: what the numbers are, with unit.
        reference: where an input without effect would lie, and what that is called; none if None.
        bars: whether bars begin at zero; if not, only marks and intervals are drawn.
    """

    measures: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Index, ...]], ...]
    axis: str
    reference: tuple[float, str] | None = None
    bars: bool = True


@dataclass(frozen=True)
class Plane:
    """Size of effects against their spread (Morris): name, size with interval, spread; and the unit of both."""

    points: tuple[tuple[str, Index, float], ...]
    unit: str


@dataclass(frozen=True)
class HeatMap:
    """A number over two inputs.

    Attributes:
        x, y: names of the inputs with units.
        x_values, y_values: their values, numbers or names.
        values: shape (y, x); not a number where there is none.
        axis: what the number is, with unit.
        level: where the tipping line lies; not a number without one.
        line: for each y: where the line is crossed, and between which limits; shape (y, 3), not a number where it is
            not crossed, infinite limits where the interval is open.
    """

    x: str
    y: str
    x_values: tuple[Cell, ...]
    y_values: tuple[Cell, ...]
    values: Floats
    axis: str
    level: float = np.nan
    line: Floats = field(default_factory=lambda: np.empty((0, 3)))


@dataclass(frozen=True)
class LoopPicture:
    """An outcome on the way up and back: the parameter's values, and mean, low and high at each; shapes (steps, 3)."""

    values: Floats
    up: Floats
    down: Floats
    x: str
    y: str


@dataclass(frozen=True)
class Trade:
    """Coverage against density along PRIM's way.

    Attributes:
        way: coverage, density and number of limited inputs of each box; shape (boxes, 3).
        found: coverage and density of the box that is quoted, on its own points.
        left_out: coverage and density on points left out, one row a resample; shape (resamples, 2).
        base: share of cases among all points.
        limits: the box in words, one line an input.
    """

    way: Floats
    found: tuple[float, float]
    left_out: Floats
    base: float
    limits: tuple[str, ...]


@dataclass(frozen=True)
class Convergence:
    """Indices as the sample grows: its sizes, and for each input mean, low and high at each; shapes (sizes, 3)."""

    sizes: tuple[int, ...]
    rows: tuple[tuple[str, Floats], ...]
    x: str
    axis: str


Data = Tornado | Plane | HeatMap | LoopPicture | Trade | Convergence


@dataclass(frozen=True)
class Picture:
    """Something to be drawn.

    Attributes:
        name: name of its file.
        title: a sentence on what is seen.
        under: how many points and runs, what intervals say, and whether chance or assumptions are in them.
        notes: how to read it.
        data: the numbers.
    """

    name: str
    title: str
    under: str
    notes: str
    data: Data


@dataclass(frozen=True)
class Findings:
    """Everything that was made of the results of an experiment, in the order in which it is best read.

    Attributes:
        tables, sentences, pictures: what there is to read and see.
        ranked: by outcome: how much each input matters, by its name.
    """

    tables: tuple[Table, ...] = ()
    sentences: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    ranked: Mapping[str, Mapping[str, Index]] = field(default_factory=dict)


def joined(findings: Iterable[Findings]) -> Findings:
    """Findings one after another."""
    every = list(findings)
    return Findings(
        tuple(table for one in every for table in one.tables),
        tuple(sentence for one in every for sentence in one.sentences),
        tuple(picture for one in every for picture in one.pictures),
        {name: inputs for one in every for name, inputs in one.ranked.items()},
    )
