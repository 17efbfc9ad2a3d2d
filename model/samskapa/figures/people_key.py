"""How to read the map of people: one line of marks with their words."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from samskapa.figures.marks import (
    ACQUIRED_TIE,
    PERMANENT_TIE,
    diameter_of,
    draw_residents,
    draw_staff,
)
from samskapa.figures.style import HAIR, INK, MARGIN, SMALL, SOFT, WIDTH, Page, inches_of
from samskapa.people import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_NONE, HERO_WITHDRAWN

KEY_HEIGHT = 0.95
SPACING = 0.15
ROWS = (0.62, 0.34, 0.06)


def draw_people_key(page: Page, top: float, most: float) -> None:
    """Three rows: residents by trust and sessions, heroes, staff and ties."""
    axes = page.canvas(MARGIN, top, WIDTH - 2 * MARGIN, KEY_HEIGHT)
    axes.plot([0, WIDTH - 2 * MARGIN], [KEY_HEIGHT - 0.02] * 2, color=HAIR, linewidth=0.7)
    shades = np.linspace(0, 1, 6)
    x = row_of(axes, 0.0, ROWS[0], "Resident, shaded by trust in the own worker:")
    for trust in shades.tolist():
        x = resident(axes, x, ROWS[0], trust, HERO_NONE, 0.7, f"{trust:.1f}")
    x = row_of(axes, x + 0.25, ROWS[0], "sized by sessions attended:")
    for sessions in sorted({0, round(most / 4), round(most)}):
        x = resident(axes, x, ROWS[0], 0.35, HERO_NONE, sessions / most, f"{sessions}")
    x = row_of(axes, 0.0, ROWS[1], "Missing heroes:")
    for status, words in ((HERO_LATENT, "not found"), (HERO_FOUND, "found"), (HERO_ACTIVE, "active"),
                          (HERO_WITHDRAWN, "withdrawn")):
        x = resident(axes, x, ROWS[1], 0.35, status, 0.3, words)
    x = staff(axes, x + 0.25, ROWS[1])
    x = row_of(axes, 0.0, ROWS[2], "Ties between residents:")
    for colour, wide, words in ((PERMANENT_TIE, 1.0, "known from the start"), (ACQUIRED_TIE, 0.8, "acquired, weak"),
                                (ACQUIRED_TIE, 1.8, "acquired, strong")):
        axes.plot([x, x + 0.32], [ROWS[2] + 0.06] * 2, color=colour, linewidth=wide)
        x = write(axes, x + 0.39, ROWS[2], words) + 0.22


def row_of(axes: Axes, x: float, y: float, words: str) -> float:
    """The words that a row begins with; where they end."""
    axes.text(x, y + 0.06, words, fontsize=SMALL, color=INK, va="center", weight="bold")
    return x + inches_of(words, SMALL, bold=True) + 0.12


def write(axes: Axes, x: float, y: float, words: str) -> float:
    """Words beside a mark; where they end."""
    axes.text(x, y + 0.06, words, fontsize=SMALL, color=SOFT, va="center")
    return x + inches_of(words, SMALL)


def resident(axes: Axes, x: float, y: float, trust: float, hero: float, sessions: float, words: str) -> float:
    """A resident with words; where they end."""
    size = diameter_of(np.array([sessions]), 1.0, SPACING)
    draw_residents(axes, np.array([[x + 0.1, y + 0.06]]), np.array([trust]), np.array([hero]), size, SPACING)
    return write(axes, x + 0.23, y, words) + 0.16


def staff(axes: Axes, x: float, y: float) -> float:
    """A worker and a manager with words; where they end."""
    nobody = np.empty((0, 2))
    draw_staff(axes, np.array([[x + 0.1, y + 0.06]]), nobody, SPACING)
    x = write(axes, x + 0.23, y, "social worker") + 0.2
    draw_staff(axes, nobody, np.array([[x + 0.1, y + 0.06]]), SPACING)
    return write(axes, x + 0.23, y, "manager") + 0.2
