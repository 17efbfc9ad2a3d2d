"""The marks for people and ties: circles, squares, triangles, stars and lines, the same on the map and in its key."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import NDArray

from samskapa.figures.style import INK, PAPER, POINTS, SOFT
from samskapa.science.entities import HERO_ACTIVE, HERO_FOUND, HERO_LATENT, HERO_WITHDRAWN

Floats = NDArray[np.float64]

# From pale to deep: lightness alone carries it, so it reads in grey and to colour-blind eyes.
TRUST = LinearSegmentedColormap.from_list(
    "trust", ["#fbf3df", "#e3dfc0", "#a9cbbd", "#5aa3ad", "#2a6f97", "#12395c", "#081d33"]
)
PERMANENT_TIE, ACQUIRED_TIE, STAFF = "#c9ced3", "#D55E00", "#2b333a"
HERO = "#B0247A"


def draw_residents(axes: Axes, at: Floats, trust: Floats, hero: Floats, diameters: Floats, spacing: float) -> None:
    """Residents: shade is trust, size is sessions attended, shape and ring tell heroes.

    Args:
        axes: a canvas in inches.
        at: places, shape (N, 2), inches.
        trust: share; hero: status; diameters: inches; each of shape (N).
        spacing: distance of neighbours, inches.
    """
    edge: dict[str, Any] = {"linewidths": min(0.5, 5 * spacing), "edgecolors": SOFT}
    active = hero == HERO_ACTIVE
    colours = TRUST(np.clip(trust, 0, 1))
    plain = ~active
    axes.scatter(at[plain, 0], at[plain, 1], s=(diameters[plain] * POINTS) ** 2, c=colours[plain], zorder=4, **edge)
    stars = np.maximum(diameters, 0.8 * spacing) * 1.75
    axes.scatter(at[active, 0], at[active, 1], s=(stars[active] * POINTS) ** 2, c=colours[active], marker="*",
                 linewidths=max(0.5, min(1.1, 8 * spacing)), edgecolors=HERO, zorder=6)
    for status, style in ((HERO_LATENT, (0, (1, 1.1))), (HERO_FOUND, "-"), (HERO_WITHDRAWN, "-")):
        who = hero == status
        ring = (np.maximum(diameters, 0.55 * spacing) + 0.34 * spacing) * POINTS
        axes.scatter(at[who, 0], at[who, 1], s=ring[who] ** 2, facecolors="none", edgecolors=HERO,
                     linewidths=max(0.6, min(1.1, 8 * spacing)), linestyles=[style], zorder=5)
        if status == HERO_WITHDRAWN:
            axes.scatter(at[who, 0], at[who, 1], s=(ring[who] * 0.6) ** 2, marker="x", color=HERO,
                         linewidths=max(0.6, min(1.1, 8 * spacing)), zorder=6)


def draw_staff(axes: Axes, workers: Floats, managers: Floats, spacing: float) -> None:
    """Social workers as squares, managers as triangles."""
    side = min(0.72 * spacing, 0.15) * POINTS
    for at, marker, colour, size in ((workers, "s", STAFF, side), (managers, "^", INK, 1.25 * side)):
        axes.scatter(at[:, 0], at[:, 1], s=size**2, marker=marker, color=colour, edgecolors=PAPER, linewidths=0.4,
                     zorder=5, clip_on=False)


def diameter_of(sessions: Floats, most: float, spacing: float) -> Floats:
    """How large a resident is drawn (inches): the area grows with sessions attended."""
    share = np.sqrt(np.clip(sessions / max(most, 1.0), 0, 1))
    return np.asarray(spacing * (0.46 + 0.5 * share))
