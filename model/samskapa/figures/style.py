"""One look for all figures: colours, lines, sizes (points) and Matplotlib's settings; lengths are inches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib.style

# Okabe and Ito's palette; colour never speaks alone: every world has a letter, a line style and a marker too.
WORLD_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#9B4F88", "#B58900", "#3B9BD1", "#000000", "#7A7A7A")
WORLD_DASHES: tuple[Any, ...] = (
    "-",
    (0, (5, 1.8)),
    (0, (6, 1.6, 1.2, 1.6)),
    (0, (1.2, 1.4)),
    (0, (9, 2)),
    (0, (6, 1.4, 1.2, 1.4, 1.2, 1.4)),
    (0, (2.6, 1.4)),
    (0, (8, 1.6, 3, 1.6)),
)
WORLD_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")

INK, SOFT, FAINT, HAIR = "#1d2429", "#55606a", "#9aa4ac", "#d5dade"
PROJECT, PAPER, ROOM = "#eceff2", "#ffffff", "#f4f5f3"
ENABLING, ENTRAPPING, BETWEEN = "#1f7a70", "#a4601a", "#f0f0ec"
KEPT, LATE, OPEN, BROKEN, HANGING, DECLINED, ACCEPTED = (
    "#1f7a70",
    "#7cc0b4",
    "#e9d9a0",
    "#a4601a",
    "#d9b98c",
    "#aab2b8",
    "#5f8fb0",
)

WIDTH = 10.0
MARGIN = 0.35
DPI = 150
POINTS = 72.0
TITLE, HEADING, BODY, SMALL = 14.0, 9.5, 8.5, 7.5
LINE = 1.32
NOTE: dict[str, Any] = {"fontsize": SMALL, "color": SOFT}
"""Small words beside a picture. Other words are ink and of the body's size without being told (`STYLE`)."""

STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": BODY,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": SOFT,
    "axes.labelsize": SMALL,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": HEADING,
    "axes.unicode_minus": True,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": SOFT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "hatch.linewidth": 0.6,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "samskapa",
    "path.simplify": True,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Matplotlib's own defaults and this look, whatever the user's settings are; restored afterwards."""
    with matplotlib.style.context(["default", STYLE]):
        yield
