"""One look for all figures: page, colours, words that fit; and the only place that writes a picture to a file."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

# Okabe and Ito's palette; colour never speaks alone: every world has a letter, a line style and a marker too.
WORLD_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#9B4F88", "#B58900", "#3B9BD1", "#000000", "#7A7A7A")
WORLD_DASHES: tuple[Any, ...] = (
    "-", (0, (5, 1.8)), (0, (6, 1.6, 1.2, 1.6)), (0, (1.2, 1.4)), (0, (9, 2)), (0, (6, 1.4, 1.2, 1.4, 1.2, 1.4)),
    (0, (2.6, 1.4)), (0, (8, 1.6, 3, 1.6)),
)
WORLD_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")

INK, SOFT, FAINT, HAIR = "#1d2429", "#55606a", "#9aa4ac", "#d5dade"
PROJECT, PAPER, ROOM = "#eceff2", "#ffffff", "#f4f5f3"
ENABLING, ENTRAPPING, BETWEEN = "#1f7a70", "#a4601a", "#f0f0ec"
KEPT, LATE, OPEN, BROKEN, HANGING, DECLINED, ACCEPTED = (
    "#1f7a70", "#7cc0b4", "#e9d9a0", "#a4601a", "#d9b98c", "#aab2b8", "#5f8fb0",
)

WIDTH = 10.0
MARGIN = 0.35
DPI = 150
COLOURS = 128
POINTS = 72.0
TITLE, HEADING, BODY, SMALL = 14.0, 9.5, 8.5, 7.5
LINE = 1.32

STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"], "font.size": BODY, "text.color": INK, "text.parse_math": False,
    "axes.edgecolor": FAINT, "axes.labelcolor": SOFT, "axes.labelsize": SMALL, "axes.linewidth": 0.7,
    "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": HEADING, "axes.unicode_minus": True,
    "xtick.color": FAINT, "ytick.color": FAINT, "xtick.labelcolor": SOFT, "ytick.labelcolor": SOFT,
    "xtick.labelsize": SMALL, "ytick.labelsize": SMALL, "xtick.major.size": 3, "ytick.major.size": 3,
    "hatch.linewidth": 0.6, "figure.facecolor": PAPER, "savefig.facecolor": PAPER,
    "svg.fonttype": "path", "svg.hashsalt": "samskapa", "path.simplify": True,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Matplotlib's own defaults and this look, whatever the user's settings are; restored afterwards."""
    with matplotlib.style.context(["default", STYLE]):
        yield


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
        lines = [*lines[: most - 1], " ".join(lines[most - 1:])]
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


class Page:
    """A figure measured in inches from its upper left corner.

    Args:
        height: height of the page; the width is always the same.
    """

    def __init__(self, height: float):
        self.height = height
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

    def words(self, left: float, top: float, lines: str | Sequence[str], size: float = BODY, **how: Any) -> None:
        """Lines of words, the first with its upper left corner at (left, top); alike in height whatever the letters."""
        for n, line in enumerate([lines] if isinstance(lines, str) else lines):
            baseline = top + (n * LINE + 1.0) * size / POINTS
            self.figure.text(left / WIDTH, 1 - baseline / self.height, line, fontsize=size, va="baseline", **how)


def save(page: Page, folder: Path, name: str, title: str, description: str, vector: bool = True) -> list[Path]:
    """Write a page as PNG and SVG, without a date or a version, so that the same picture is the same file.

    Args:
        page: the page.
        folder: where the files go; made if it is missing.
        name: their name without ending.
        title, description: what the files say of themselves.
        vector: whether the SVG is written too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    write_png(page, png, title, description)
    if vector:
        page.figure.savefig(
            svg, metadata={"Date": None, "Creator": "samskapa", "Title": title, "Description": description}
        )
    return [png, svg] if vector else [png]


def write_png(page: Page, path: Path, title: str, description: str) -> None:
    """Write a page as PNG with a palette: a third of the size, and no difference that an eye would see."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    drawn = io.BytesIO()
    page.figure.savefig(drawn, dpi=DPI, format="png")
    words = PngInfo()
    words.add_itxt("Title", title)
    words.add_itxt("Description", description)
    with Image.open(drawn) as image:
        few = image.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(path, dpi=(DPI, DPI), optimize=True, pnginfo=words)
