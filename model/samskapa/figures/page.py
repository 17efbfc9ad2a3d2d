"""A page with its heading: words that fit, panels placed in inches; and the only place that writes a picture."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.textpath import TextToPath

from samskapa.figures.style import BODY, DPI, HAIR, HEADING, LINE, MARGIN, NOTE, POINTS, SMALL, SOFT, TITLE, WIDTH

ROOM_FOR_WORDS = WIDTH - 2 * MARGIN
KEY_LINE = 0.46
KEY_ROW = 0.21
PALETTE = 128
"""Colours of a PNG: a third of the size, and no difference that an eye would see."""


# -- words ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def inches_of(words: str, size: float, bold: bool = False) -> float:
    """Width of a line of words."""
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    return float(TextToPath().get_text_width_height_descent(words, font, ismath=False)[0]) / POINTS


def wrapped(words: str, width: float, size: float, bold: bool = False, most: int = 99) -> list[str]:
    """The words in lines no wider than `width` (inches), at most `most` lines; what does not fit ends in `…`."""
    whole = inches_of(words, size, bold)
    letters = max(4, int(len(words) * width / whole)) if whole > width else max(4, len(words))
    lines = textwrap.wrap(words, letters) or [""]
    while letters > 4 and any(inches_of(line, size, bold) > width for line in lines):
        letters -= 1
        lines = textwrap.wrap(words, letters)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [shortened(line, width, size, bold) for line in lines]


def shortened(words: str, width: float, size: float, bold: bool = False) -> str:
    """The words, or as many letters as fit into `width` (inches) and `…`."""
    if inches_of(words, size, bold) <= width:
        return words
    while words and inches_of(words + "…", size, bold) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def spoken(name: str) -> str:
    """A service's name without the underscores of files.

    >>> spoken("housing_first")
    'housing first'
    """
    return name.replace("_", " ")


def fitted(name: str, width: float, size: float) -> str:
    """A name without underscores that keeps its last word when it is too long, since numbers stand there."""
    name = spoken(name)
    head, _, tail = name.rpartition(" ")
    if inches_of(name, size) <= width or not head or len(tail) > 8:
        return shortened(name, width, size)
    return shortened(head, width - inches_of(" " + tail, size), size) + " " + tail


def height_of(lines: int, size: float) -> float:
    """Inches that lines of a size take."""
    return lines * size * LINE / POINTS


def spread_apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as can be to the wanted ones, in their order, no two nearer than `gap`.

    >>> spread_apart([.5, .5, 9.], 1., 0., 9.)
    [0.5, 1.5, 9.0]
    """
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    if len(order) > 1:
        gap = min(gap, (high - low) / (len(order) - 1))
    places = [min(max(wanted[n], low), high) for n in order]
    for n in range(1, len(places)):
        places[n] = max(places[n], places[n - 1] + gap)
    limit = high
    for n in range(len(places) - 1, -1, -1):
        places[n] = min(places[n], limit)
        limit = places[n] - gap
    found = [0.0] * len(places)
    for place, n in zip(places, order, strict=True):
        found[n] = place
    return found


def edges_of(places: Sequence[float]) -> list[float]:
    """Edges of cells around places, halfway to the next.

    >>> edges_of((0.0, 1.0, 3.0))
    [-0.5, 0.5, 2.0, 4.0]
    """
    if len(places) == 1:
        return [places[0] - 0.5, places[0] + 0.5]
    middle = [(a + b) / 2 for a, b in pairwise(places)]
    return [2 * places[0] - middle[0], *middle, 2 * places[-1] - middle[-1]]


# -- the page ------------------------------------------------------------------------------------------


class Page:
    """A figure measured in inches from its upper left corner.

    Args:
        height: height of the page; the width is always the same.
        title, description: what its files say of themselves.
    """

    def __init__(self, height: float, title: str, description: str):
        self.height, self.title, self.description = height, title, description
        self.figure = Figure(figsize=(WIDTH, height), dpi=DPI)
        FigureCanvasAgg(self.figure)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes with their upper left corner at (left, top)."""
        return self.figure.add_axes(
            (left / WIDTH, 1 - (top + height) / self.height, width / WIDTH, height / self.height)
        )

    def canvas(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes without frame whose units are inches, y upwards from the lower left corner."""
        axes = self.axes(left, top, width, height)
        axes.set_xlim(0, width)
        axes.set_ylim(0, height)
        axes.set_axis_off()
        return axes

    def line(self, left: float, width: float, down: float, **look: Any) -> None:
        """A level line (or a mark, if it has no width), `down` below the upper edge."""
        y = 1 - down / self.height
        self.figure.add_artist(
            Line2D(
                [left / WIDTH, (left + width) / WIDTH] if width else [left / WIDTH], [y, y] if width else [y], **look
            )
        )

    def words(self, left: float, top: float, lines: str | Sequence[str], size: float = BODY, **look: Any) -> None:
        """Lines of words, the first with its upper left corner at (left, top); alike in height whatever the letters."""
        for n, line in enumerate([lines] if isinstance(lines, str) else lines):
            baseline = top + (n * LINE + 1.0) * size / POINTS
            self.figure.text(left / WIDTH, 1 - baseline / self.height, line, fontsize=size, va="baseline", **look)

    def heading(self, left: float, top: float, lines: str | Sequence[str], **look: Any) -> None:
        """Words over a panel."""
        self.words(left, top, lines, HEADING, weight="bold", **look)

    def note(self, left: float, top: float, lines: str | Sequence[str], **look: Any) -> None:
        """Small words beside a picture."""
        self.words(left, top, lines, SMALL, **({"color": SOFT} | look))


class Key(NamedTuple):
    """What stands for a world in every panel: letter, title, colour, line and marker."""

    letter: str
    title: str
    colour: str
    dashes: Any
    marker: str

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        """A letter, a piece of the world's line, and its title."""
        page.heading(left, top, self.letter, color=self.colour)
        start = left + 0.12 + max(inches_of(letter, HEADING, bold=True) for letter in ("M", self.letter))
        page.line(
            start,
            KEY_LINE,
            top + 0.085,
            color=self.colour,
            linestyle=self.dashes,
            linewidth=2.0,
            marker=self.marker,
            markersize=4.5,
            markevery=[1],
        )
        title = shortened(self.title, width - (start - left) - KEY_LINE - 0.12, BODY)
        page.words(start + KEY_LINE + 0.12, top + (HEADING - BODY) / POINTS, title)


@dataclass(frozen=True)
class Heading:
    """The words of a figure: drawn at the top of its page, and the notes at its foot.

    Attributes:
        title: one sentence on what is seen.
        under: how many runs, what bands are.
        notes: how to read it.
        keys: what the lines are, if every panel shares them.
    """

    title: str
    under: str
    notes: str
    keys: Sequence[Key] = ()

    @property
    def _lines(self) -> tuple[list[str], list[str], list[str]]:
        notes = wrapped(self.notes, ROOM_FOR_WORDS, SMALL) if self.notes else []
        return wrapped(self.title, ROOM_FOR_WORDS, TITLE, bold=True), wrapped(self.under, ROOM_FOR_WORDS, BODY), notes

    @property
    def _columns(self) -> int:
        widest = max((inches_of(key.title, BODY) for key in self.keys), default=0.0)
        return 2 if len(self.keys) > 1 and widest + KEY_LINE + 0.5 < ROOM_FOR_WORDS / 2 else 1

    @property
    def top(self) -> float:
        """Inches that the heading takes."""
        title, under, _ = self._lines
        key = -(-len(self.keys) // self._columns) * KEY_ROW + 0.12 if self.keys else 0.0
        return MARGIN + height_of(len(title), TITLE) + 0.04 + height_of(len(under), BODY) + 0.12 + key

    @property
    def bottom(self) -> float:
        """Inches that the notes take."""
        return MARGIN * 0.8 + (height_of(len(self._lines[2]), SMALL) + 0.1 if self.notes else 0.0)

    def page(self, *heights: float) -> Page:
        """A page with these words, and room for panels of some heights between them."""
        page = Page(sum(heights, start=self.top) + self.bottom, self.title, f"{self.under} {self.notes}")
        title, under, notes = self._lines
        top = MARGIN
        page.words(MARGIN, top, title, TITLE, weight="bold")
        top += height_of(len(title), TITLE) + 0.04
        page.words(MARGIN, top, under, color=SOFT)
        top += height_of(len(under), BODY) + 0.12
        width = ROOM_FOR_WORDS / self._columns
        for n, key in enumerate(self.keys):
            column, row = n % self._columns, n // self._columns
            key.draw(page, MARGIN + column * width, top + row * KEY_ROW, width - 0.15)
        page.note(MARGIN, page.height - self.bottom + 0.1, notes)
        return page


# -- panels --------------------------------------------------------------------------------------------


def light_grid(axes: Axes, axis: Any = "y") -> None:
    """Hair lines behind everything."""
    axes.grid(axis=axis, color=HAIR, linewidth=0.5)
    axes.set_axisbelow(True)


def name_axes(axes: Axes, x: str, y: str, aside: float, **look: Any) -> None:
    """Words under the axis across and, `aside` of the panel's width to its left, beside the axis up."""
    axes.set_xlabel(x)
    axes.set_ylabel(y, **look)
    axes.yaxis.set_label_coords(-aside, 0.5)


def note_at_end(axes: Axes, place: float, words: str, points: float, **look: Any) -> None:
    """Small words right of a panel at the height of a value, some points away from it."""
    axes.annotate(
        words,
        (1.0, place),
        xycoords=("axes fraction", "data"),
        xytext=(points, 0),
        textcoords="offset points",
        **(NOTE | look),
    )


# -- files ---------------------------------------------------------------------------------------------


def save(page: Page, folder: Path, name: str, vector: bool = True) -> list[Path]:
    """Write a page as PNG and SVG, without a date or a version, so that the same picture is the same file.

    Args:
        page: the page.
        folder: where the files go; made if it is missing.
        name: their name without ending.
        vector: whether the SVG is written too.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    folder.mkdir(parents=True, exist_ok=True)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    drawn = io.BytesIO()
    page.figure.savefig(drawn, dpi=DPI, format="png")
    words = PngInfo()
    words.add_itxt("Title", page.title)
    words.add_itxt("Description", page.description)
    with Image.open(drawn) as image:
        few = image.convert("RGB").quantize(PALETTE, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(png, dpi=(DPI, DPI), optimize=True, pnginfo=words)
    if not vector:
        return [png]
    page.figure.savefig(
        svg, metadata={"Date": None, "Creator": "samskapa", "Title": page.title, "Description": page.description}
    )
    return [png, svg]
