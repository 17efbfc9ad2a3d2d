"""The promise ledger as a flow: what was raised, how it was answered, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from samskapa.figures.page import Heading, Page, height_of, inches_of, wrapped
from samskapa.figures.style import (
    ACCEPTED,
    BODY,
    BROKEN,
    DECLINED,
    HANGING,
    HEADING,
    INK,
    KEPT,
    LATE,
    MARGIN,
    NOTE,
    OPEN,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
)
from samskapa.figures.worlds import World, counted, runs_sentence, weeks_in_words
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.summaries import mean_known


@dataclass(frozen=True)
class Ending:
    """Where a flow ends: the outcome it is read from, its words, colour and texture."""

    entry: str
    words: str
    colour: str
    texture: str = ""


OF_ACCEPTED = (
    Ending("kept_in_time", "kept in time", KEPT),
    Ending("kept_late", "kept late", LATE, "half"),
    Ending("open_explicit", "still open", OPEN, "hollow"),
    Ending("broken_explicit", "broken", BROKEN, "xxxxx"),
)
OF_HANGING = (
    Ending("broken_implicit", "expired unanswered", HANGING, "....."),
    Ending("open_implicit", "still hanging", OPEN, "hollow"),
)
UNHELD = (
    Ending("declined", "declined with reasons", DECLINED),
    Ending("not_listed", "lost: list was full", DECLINED, "....."),
)
ENTRIES = (
    "explicit_made",
    "implicit_made",
    "orphaned",
    *(ending.entry for ending in (*OF_ACCEPTED, *OF_HANGING, *UNHELD)),
)
Counts = Mapping[str, float]

TALLEST = 2.15
SLOT, GAP, GROUP_GAP = 0.19, 0.055, 0.2
BAR = 0.11
COLUMN_GAP = 0.3
LABELS_LEFT, LABELS_RIGHT = 0.62, 1.98
HEADERS = 0.34


@dataclass(frozen=True)
class Places:
    """Inches from the ceiling of a panel to the top of each bar, and inches per promise."""

    scale: float
    raised: float
    accepted: float
    hanging: float
    endings: Mapping[str, float]
    height: float


def draw_promises(worlds: Sequence[World]) -> Page:
    """One flow a world, all on one scale."""
    heading = heading_of(worlds)
    counts = [counts_of(world) for world in worlds]
    full = any(of_world["not_listed"] > 0 for of_world in counts)
    scale = TALLEST / max([raised_in(of_world) for of_world in counts] + [1e-9])
    places = [places_of(found, scale, full) for found in counts]
    columns = min(2, len(worlds))
    width = (WIDTH - 2 * MARGIN - (columns - 1) * COLUMN_GAP) / columns
    titles = [wrapped(f"{world.key.letter}  {world.key.title}", width, HEADING, bold=True, most=4) for world in worlds]
    top = heading.top
    tops = []
    for n in range(0, len(worlds), columns):
        above = height_of(max(map(len, titles[n : n + columns])), HEADING) + height_of(1, BODY) + 0.1
        tallest = max(
            HEADERS + place.height if raised_in(of_world) > 0 else 0.5
            for place, of_world in zip(places[n : n + columns], counts[n : n + columns], strict=True)
        )
        tops.append((top, above, tallest))
        top += above + tallest + 0.3
    page = heading.page(top - heading.top)
    for n, world in enumerate(worlds):
        row_top, above, tallest = tops[n // columns]
        left = MARGIN + (n % columns) * (width + COLUMN_GAP)
        page.heading(left, row_top, titles[n], color=world.key.colour)
        page.words(left, row_top + above - 0.1 - height_of(1, BODY), sentence_of(world, counts[n]), color=SOFT)
        if raised_in(counts[n]) > 0:
            axes = page.canvas(left, row_top + above, width, tallest)
            draw_flow(axes, counts[n], places[n], width, tallest - HEADERS, full, world.runs)
    return page


def heading_of(worlds: Sequence[World]) -> Heading:
    """The sentence above, and the notes below."""
    among = f" in {counted(len(worlds))} worlds" if len(worlds) > 1 else ""
    runs = runs_sentence(worlds)
    means = (
        " Numbers: promises and issues per run, mean over runs."
        if max(w.runs for w in worlds) > 1
        else (" Numbers: promises and issues.")
    )
    return Heading(
        f"What became of every issue that was raised in {weeks_in_words(worlds)}{among}",
        runs + means + (" All widths are on one scale." if len(worlds) > 1 else ""),
        "Raised: in meetings, sessions, workshop and course plans. An accepted promise is orphaned when the worker who "
        "answers for it leaves; it then hangs like an issue that got no answer. Kept share: "
        + OUTCOMES["fulfilment"].meaning[0].lower()
        + OUTCOMES["fulfilment"].meaning[1:],
    )


def counts_of(world: World) -> Counts:
    """Mean count of every ledger entry in the last week; 0 where nothing is known."""
    return {name: float(np.nan_to_num(mean_known(world.weekly(name), axis=0)[-1])) for name in ENTRIES}


def raised_in(counts: Counts) -> float:
    """All that was raised."""
    return counts["explicit_made"] + counts["implicit_made"] + counts["declined"] + counts["not_listed"]


def sentence_of(world: World, counts: Counts) -> str:
    """What the flow comes to, or why there is none."""
    if not world.runs:
        return "No run finished."
    if raised_in(counts) <= 0:
        return "Meetings were held, but nothing was raised." if world.meets else "No meeting held: nothing raised."
    kept = mean_known(world.weekly("fulfilment"), axis=0)[-1]
    return "Nothing is decided yet." if np.isnan(kept) else f"Kept share: {100 * kept:.0f} %"


def places_of(counts: Counts, scale: float, full: bool) -> Places:
    """Where the bars stand: endings in a column with room for their words, sources level with their endings."""
    endings: dict[str, float] = {}
    y = 0.0
    groups = (OF_ACCEPTED, OF_HANGING, UNHELD if full else UNHELD[:1])
    tops = []
    for group in groups:
        tops.append(y)
        for ending in group:
            tall = counts[ending.entry] * scale
            slot = max(tall, SLOT)
            endings[ending.entry] = y + (slot - tall) / 2
            y += slot + GAP
        y += GROUP_GAP - GAP
    height = y - GROUP_GAP + GAP
    accepted = endings["kept_in_time"]
    hanging = tops[1] + max(0.0, counts["orphaned"] * scale)
    raised = hanging - counts["explicit_made"] * scale
    return Places(scale, raised, accepted, hanging, endings, height)


def draw_flow(axes: Axes, counts: Counts, at: Places, width: float, height: float, full: bool, runs: int) -> None:
    """Ribbons first, bars over them, words last."""
    x0, x3 = LABELS_LEFT, width - LABELS_RIGHT
    x1, x2 = x0 + 0.31 * (x3 - x0), x0 + 0.83 * (x3 - x0)
    flow, unheld = Flow(axes, height, counts, at), UNHELD if full else UNHELD[:1]
    raised, accepted, hanging = at.raised, at.accepted, at.hanging
    made, hung, lost = counts["explicit_made"], counts["implicit_made"], counts["orphaned"]
    merged = hanging - lost * at.scale
    flow.ribbon(x0 + BAR, raised, x1, accepted, made, ACCEPTED)
    flow.ribbon(x0 + BAR, raised + made * at.scale, x1, hanging, hung, HANGING)
    flow.fan(x0 + BAR, raised + (made + hung) * at.scale, x3, unheld)
    flow.ribbon(x1 + BAR, flow.fan(x1 + BAR, accepted, x3, OF_ACCEPTED), x2, merged, lost, BROKEN)
    flow.ribbon(x1 + BAR, hanging, x2, hanging, hung, HANGING)
    flow.fan(x2 + BAR * 0.6, merged, x3, OF_HANGING)
    flow.bar(x0, raised, raised_in(counts), INK)
    flow.bar(x1, accepted, made, ACCEPTED)
    flow.bar(x1, hanging, hung, HANGING)
    flow.bar(x2, merged, hung + lost, HANGING, wide=BAR * 0.6)
    decimals = 1 if runs > 1 else 0
    for ending in (*OF_ACCEPTED, *OF_HANGING, *unheld):
        number = counts[ending.entry]
        flow.bar(x3, at.endings[ending.entry], number, ending.colour, ending.texture)
        flow.end_words(x3, at.endings[ending.entry], number, ending.words, decimals)
    flow.words(
        x0 - 0.08,
        raised + raised_in(counts) * at.scale / 2,
        f"{raised_in(counts):.{decimals}f}\nraised",
        ha="right",
        weight="bold",
        rim=False,
    )
    below_orphaned = merged + 0.12
    for down, number, word in (
        (accepted + made * at.scale / 2, made, "accepted"),
        (max(hanging + hung * at.scale / 2, below_orphaned), hung, "left hanging"),
    ):
        flow.words(
            x1 + BAR + 0.05,
            down,
            f"{number:.{decimals}f}\n{word}",
            weight="bold",
            size=SMALL,
            colour=INK if number > 0 else SOFT,
        )
    flow.words(
        x2 - 0.02,
        merged - 0.085,
        f"{lost:.{decimals}f} orphaned",
        ha="right",
        size=SMALL,
        colour=INK if lost > 0 else SOFT,
    )
    for x, ha, words in ((x0 + BAR, "right", "RAISED"), (x1, "left", "ANSWERED"), (x3, "left", "WHAT CAME OF IT")):
        axes.text(x, height + HEADERS - 0.02, words, ha=ha, va="top", **NOTE)


@dataclass(frozen=True)
class Flow:
    """Ribbons, bars and words on a canvas in inches, counted from its ceiling."""

    axes: Axes
    ceiling: float
    counts: Counts
    at: Places

    def fan(self, x0: float, top: float, x1: float, endings: Sequence[Ending]) -> float:
        """A ribbon to each ending, one below the other; where the last one is left."""
        for ending in endings:
            count = self.counts[ending.entry]
            self.ribbon(x0, top, x1, self.at.endings[ending.entry], count, ending.colour)
            top += count * self.at.scale
        return top

    def ribbon(self, x0: float, top0: float, x1: float, top1: float, count: float, colour: str) -> None:
        """A band as wide as a count, from one bar to another."""
        if count <= 0:
            return
        wide, middle = count * self.at.scale, (x0 + x1) / 2
        y0, y1 = self.ceiling - top0, self.ceiling - top1
        corners = [
            (x0, y0),
            (middle, y0),
            (middle, y1),
            (x1, y1),
            (x1, y1 - wide),
            (middle, y1 - wide),
            (middle, y0 - wide),
            (x0, y0 - wide),
            (x0, y0),
        ]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        self.axes.add_patch(
            PathPatch(Path(corners, codes), facecolor=colour, edgecolor=colour, linewidth=0.5, alpha=0.38, zorder=1)
        )

    def bar(self, x: float, top: float, count: float, colour: str, texture: str = "", wide: float = BAR) -> None:
        """An upright bar as tall as a count; hollow, half filled or hatched by its texture."""
        if count <= 0:
            return
        tall = max(count * self.at.scale, 0.012)
        y = self.ceiling - top - tall
        hollow = texture in ("hollow", "half")
        self.axes.add_patch(
            Rectangle(
                (x, y),
                wide,
                tall,
                facecolor=PAPER if hollow else colour,
                edgecolor=PAPER if texture[:1] in ("x", ".") else (INK if texture == "hollow" else colour),
                hatch=None if hollow else texture or None,
                linewidth=min(0.8, 12 * tall) if hollow else 0.0,
                zorder=2,
            )
        )
        if texture == "half":
            self.axes.add_patch(Rectangle((x, y), wide, tall / 2, facecolor=colour, linewidth=0, zorder=2))

    def words(
        self,
        x: float,
        down: float,
        words: str,
        ha: str = "left",
        size: float = BODY,
        weight: str = "normal",
        colour: str = INK,
        rim: bool = True,
    ) -> None:
        """Words, with a light rim where they stand on a ribbon."""
        text = self.axes.text(
            x,
            self.ceiling - down,
            words,
            fontsize=size,
            color=colour,
            ha=ha,
            va="center",
            weight=weight,
            linespacing=1.05,
            zorder=4,
        )
        if rim:
            text.set_path_effects([withStroke(linewidth=2.2, foreground=PAPER)])

    def end_words(self, x: float, top: float, count: float, words: str, decimals: int) -> None:
        """A number, upright under the numbers above it, and what it counts."""
        down = top + count * self.at.scale / 2
        number = x + BAR + 0.07 + inches_of("000.0" if decimals else "000", BODY, bold=True)
        colour = INK if count > 0 else SOFT
        self.words(number, down, f"{count:.{decimals}f}", ha="right", weight="bold", colour=colour, rim=False)
        self.words(number + 0.08, down, words, colour=colour, rim=False)
