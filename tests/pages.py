"""Is a drawn page whole: no word off it, no word on another?"""

from __future__ import annotations

from itertools import combinations

from matplotlib.text import Text


def words_on(page) -> list[tuple[str, object]]:
    """Every visible piece of words with its box in pixels; tick labels only where the tick is in view."""
    figure = page.figure
    figure.draw_without_rendering()
    found: list[Text] = list(figure.texts)
    for axes in figure.axes:
        found += axes.texts
        if not axes.axison:
            continue
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            found.append(axis.label)
            found += [
                label
                for label, place in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True)
                if low <= place <= high
            ]
    return [(text.get_text(), text.get_window_extent()) for text in found if text.get_visible() and text.get_text()]


def check_page(page) -> None:
    width, height = page.figure.canvas.get_width_height()
    boxes = words_on(page)
    assert boxes
    outside = [words for words, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    assert outside == []
    upon = [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 3
    ]
    assert upon == []
