"""Pictures of what was made of an experiment: each kind of numbers has its drawing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from samskapa.figures.heading import Heading
from samskapa.figures.loops import draw_convergence, draw_loop
from samskapa.figures.maps import draw_map
from samskapa.figures.planes import draw_plane, draw_trade
from samskapa.figures.style import Page, drawing, save
from samskapa.figures.tornado import draw_tornado
from samskapa.study.findings import Convergence, Findings, HeatMap, LoopPicture, Picture, Plane, Tornado

LONGEST_NAME = 80


def draw_findings(findings: Findings, folder: Path, vector: bool = False) -> Sequence[Path]:
    """Draw every picture of some findings as PNG.

    Args:
        findings: what was made of results.
        folder: where the files go; made if it is missing.
        vector: whether SVG is written beside it, for print.

    Returns:
        The files, in the order of the findings.
    """
    files: list[Path] = []
    with drawing():
        for picture in findings.pictures:
            page, heading = draw(picture)
            name = picture.name.replace(":", "_").replace("@", "_")[:LONGEST_NAME]
            files += save(page, folder, name, heading.title, f"{heading.under} {heading.notes}", vector)
    return files


def draw(picture: Picture) -> tuple[Page, Heading]:
    """One picture on its page."""
    heading = Heading(picture.title, picture.under, picture.notes, (), keyed=False)
    data = picture.data
    if isinstance(data, Tornado):
        return draw_tornado(heading, data), heading
    if isinstance(data, Plane):
        return draw_plane(heading, data), heading
    if isinstance(data, HeatMap):
        return draw_map(heading, data), heading
    if isinstance(data, LoopPicture):
        return draw_loop(heading, data), heading
    if isinstance(data, Convergence):
        return draw_convergence(heading, data), heading
    return draw_trade(heading, data), heading
