"""How to read the map of people: marks with their words, in one column or two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from samskapa.figures.marks import ACQUIRED_TIE, PERMANENT_TIE, diameter_of, draw_residents, draw_staff
from samskapa.figures.style import HAIR, INK, SMALL, SOFT, Page, inches_of
from samskapa.science.entities import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_NONE, HERO_WITHDRAWN

SPACING = 0.15
BLOCK = 0.47
HERE = 0.35


def key_height(columns: int) -> float:
    """Inches that the key takes."""
    return -(-len(BLOCKS) // columns) * BLOCK + 0.2


def draw_people_key(page: Page, left: float, top: float, most: float, width: float, columns: int) -> None:
    """Blocks of marks, each under its own words, below a hair line.

    Args:
        page: the page.
        left, top, width: where, inches.
        most: the most sessions that anybody attended.
        columns: in how many columns.
    """
    height = key_height(columns)
    axes = page.canvas(left, top, width, height)
    axes.plot([0, width], [height - 0.04] * 2, color=HAIR, linewidth=0.7)
    for n, (words, marks) in enumerate(BLOCKS):
        x = (n % columns) * (width + 0.3) / columns
        y = height - 0.2 - (n // columns) * BLOCK
        axes.text(x, y, words, fontsize=SMALL, color=INK, va="center", weight="bold")
        marks(axes, x, y - 0.2, most)


def shades(axes: Axes, x: float, y: float, most: float) -> None:
    """Residents from no trust to full trust."""
    for trust in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x = resident(axes, x, y, trust, HERO_NONE, 0.7, f"{trust:.1f}")


def sizes(axes: Axes, x: float, y: float, most: float) -> None:
    """Residents who came never, sometimes, most often."""
    for sessions in sorted({0, round(most / 4), round(most)}):
        x = resident(axes, x, y, HERE, HERO_NONE, sessions / most, f"{sessions}")


def heroes(axes: Axes, x: float, y: float, most: float) -> None:
    """The four states of a missing hero."""
    for status, words in ((HERO_LATENT, "not found"), (HERO_FOUND, "found"), (HERO_ACTIVE, "active"),
                          (HERO_WITHDRAWN, "withdrawn")):
        x = resident(axes, x, y, HERE, status, 0.3, words)


def staff(axes: Axes, x: float, y: float, most: float) -> None:
    """A social worker and a manager."""
    nobody = np.empty((0, 2))
    draw_staff(axes, np.array([[x + 0.1, y]]), nobody, SPACING)
    x = write(axes, x + 0.25, y, "social worker") + 0.2
    draw_staff(axes, nobody, np.array([[x + 0.1, y]]), SPACING)
    write(axes, x + 0.25, y, "manager")


def ties(axes: Axes, x: float, y: float, most: float) -> None:
    """Lines for ties."""
    for colour, wide, words in ((PERMANENT_TIE, 1.0, "from the start"), (ACQUIRED_TIE, 0.8, "acquired, weak"),
                                (ACQUIRED_TIE, 1.8, "acquired, strong")):
        axes.plot([x, x + 0.3], [y, y], color=colour, linewidth=wide)
        x = write(axes, x + 0.37, y, words) + 0.2


def write(axes: Axes, x: float, y: float, words: str) -> float:
    """Words beside a mark; where they end."""
    axes.text(x, y, words, fontsize=SMALL, color=SOFT, va="center_baseline")
    return x + inches_of(words, SMALL)


def resident(axes: Axes, x: float, y: float, trust: float, hero: float, sessions: float, words: str) -> float:
    """A resident with words; where they end."""
    size = diameter_of(np.array([sessions]), 1.0, SPACING)
    draw_residents(axes, np.array([[x + 0.1, y]]), np.array([trust]), np.array([hero]), size, SPACING)
    return write(axes, x + 0.26, y, words) + 0.18


BLOCKS: tuple[tuple[str, Callable[[Axes, float, float, float], Any]], ...] = (
    ("Residents, shaded by trust in their workers", shades),
    ("Residents, sized by sessions attended", sizes),
    ("Missing heroes among them", heroes),
    ("Staff", staff),
    ("Ties between residents", ties),
)
