"""The scorecard of the patterns: every clause against the size that is asked of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from samskapa.figures.page import Page, height_of, save, wrapped
from samskapa.figures.style import (
    BODY,
    BROKEN,
    FAINT,
    HAIR,
    INK,
    KEPT,
    MARGIN,
    PAPER,
    SMALL,
    SOFT,
    TITLE,
    WIDTH,
    drawing,
)
from samskapa.studies.patterns.judge import Card
from samskapa.study.verdicts import Effect, Verdict

ROW, GROUP = 0.31, 0.46
WORDS, PLOT = 4.55, 3.5
LINEAR, REACH = 0.01, 30.0
"""The scale is linear up to this distance from the size asked, and counts powers of ten beyond, up to its reach."""
TICKS = (-10.0, -1.0, -0.1, -0.01, 0.0, 0.01, 0.1, 1.0, 10.0)
LOOKS = {Verdict.HOLDS: (KEPT, "o"), Verdict.FAILS: (BROKEN, "X"), Verdict.UNDECIDED: (SOFT, "D")}


def draw_scorecard(cards: Sequence[Card], folder: Path) -> list[Path]:
    """Draw the patterns, held-out ones apart, as PNG and SVG named `patterns`.

    Args:
        cards: patterns with their verdicts.
        folder: where the files go; made if it is missing.
    """
    groups = [
        ("Held out: looked at only after the calibration", [card for card in cards if card.pattern.held_out]),
        (
            "Odd numbers, and C32: these may have been calibrated on",
            [card for card in cards if not card.pattern.held_out],
        ),
    ]
    groups = [(words, chosen) for words, chosen in groups if chosen]
    holding = sum(card.judgement.verdict is Verdict.HOLDS for card in cards)
    title = f"{holding} of {len(cards)} patterns of the field hold in the model"
    notes = wrapped(
        "Large mark and bar: the weakest clause of a pattern, its effect less the size asked, with one-sided 95 % "
        "bounds. Right of the line it holds. Small dots: its other clauses. Each in its own unit (mostly shares); the "
        f"scale is linear within {LINEAR:g} of the line and logarithmic beyond. On the right: effect and size asked.",
        WIDTH - 2 * MARGIN,
        SMALL,
    )
    with drawing():
        top = MARGIN + height_of(1, TITLE) + 0.12 + height_of(len(notes), SMALL) + 0.25
        height = top + sum(GROUP + ROW * len(chosen) for _, chosen in groups) + 0.55
        page = Page(height, title, " ".join(notes))
        page.words(MARGIN, MARGIN, title, TITLE, weight="bold")
        page.note(MARGIN, MARGIN + height_of(1, TITLE) + 0.12, notes)
        draw_key(page)
        for number, (words, chosen) in enumerate(groups):
            page.heading(MARGIN, top + 0.1, words)
            draw_group(page, top + GROUP, chosen, number == len(groups) - 1)
            top += GROUP + ROW * len(chosen)
        return save(page, folder, "patterns")


def draw_key(page: Page) -> None:
    """Which mark is which verdict."""
    axes = page.canvas(WIDTH - MARGIN - 3.3, MARGIN, 3.3, 0.2)
    for n, (verdict, (colour, marker)) in enumerate(LOOKS.items()):
        left = (0.3, 1.05, 2.3)[n]
        axes.plot([left], [0.1], marker=marker, color=colour, markersize=6, linestyle="none")
        axes.text(left + 0.12, 0.1, verdict.value, va="center", fontsize=SMALL)


def draw_group(page: Page, top: float, cards: Sequence[Card], last: bool) -> None:
    """The patterns of a group, one a row."""
    axes = page.axes(MARGIN + WORDS, top, PLOT, ROW * len(cards))
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=1.0)
    axes.set_xlim(-REACH, REACH)
    axes.set_ylim(len(cards), 0)
    axes.set_yticks([])
    axes.set_xticks(TICKS, [f"{tick:+g}" if tick else "asked" for tick in TICKS] if last else [])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.spines["left"].set_visible(False)
    for tick in TICKS:
        axes.axvline(tick, color=INK if tick == 0 else HAIR, linewidth=1.1 if tick == 0 else 0.6, zorder=0)
    if last:
        axes.set_xlabel("effect less the size asked")
    else:
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(bottom=False)
    for row, card in enumerate(cards):
        draw_row(page, axes, top, row, card)


def draw_row(page: Page, axes: Axes, top: float, row: int, card: Card) -> None:
    """A pattern: its words, its clauses, its numbers."""
    pattern, judgement = card.pattern, card.judgement
    colour, marker = LOOKS[judgement.verdict]
    weakest = judgement.effects[judgement.weakest]
    text_top = top + ROW * (row + 0.5) - height_of(1, BODY) / 2
    page.words(MARGIN, text_top, pattern.name, weight="bold")
    lines, size = wrapped(pattern.sentence, WORDS - 0.5, BODY), BODY
    if len(lines) > 1:
        lines, size = wrapped(pattern.sentence, WORDS - 0.5, SMALL, most=2), SMALL
    words_top = top + ROW * (row + 0.5) - height_of(len(lines), size) / 2
    page.words(MARGIN + 0.38, words_top, lines, size)
    for effect in judgement.effects:
        if not math.isnan(effect.mean) and effect is not weakest:
            axes.plot([effect.mean - effect.least], [row + 0.5], ".", color=FAINT, markersize=4, zorder=2)
    if math.isnan(weakest.mean):
        page.note(MARGIN + WORDS + PLOT + 0.1, text_top, "not known")
        return
    middle = weakest.mean - weakest.least
    if not math.isnan(weakest.low):
        axes.plot(
            [weakest.low - weakest.least, weakest.high - weakest.least],
            [row + 0.5] * 2,
            color=colour,
            linewidth=2.4,
            zorder=3,
            solid_capstyle="butt",
        )
    axes.plot(
        [middle],
        [row + 0.5],
        marker=marker,
        color=colour,
        markersize=6.5,
        markeredgecolor=PAPER,
        markeredgewidth=0.6,
        zorder=4,
    )
    page.note(MARGIN + WORDS + PLOT + 0.1, text_top + 0.01, beside(weakest))


def beside(effect: Effect) -> str:
    """An effect and what is asked, short.

    >>> beside(Effect(.0291, .027, .031, .012, 24))
    '+0.029, > 0.012'
    """
    return f"{effect.mean:+.3f}, > {effect.least:g}"
