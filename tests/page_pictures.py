"""The pictures of every view of the web app, at desktop and phone width, for docs/images/app: `make pictures`."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from browser import DESKTOP, PHONE, ROOT, Visit, answered, free_port, launched, serving

FOLDER = ROOT / "docs" / "images" / "app"
COLOURS = 128
"""Of a picture, to keep it small."""
NO_PROJECT = "b=helsingborg&b.project=0"
VIEWS = {
    "start": ("", ".trap-picture"),
    "watch": (f"#/watch?a=helsingborg&{NO_PROJECT}&week=31", ".stage canvas"),
    "branch": (f"#/watch?a=helsingborg&{NO_PROJECT}&week=58&branch=40&branch.candour=1", ".stage canvas"),
    "compare": (f"#/compare?a=helsingborg&{NO_PROJECT}&week=104", ".charts canvas"),
    "map": ("#/map?a=helsingborg&b=helsingborg", ".map .point"),
    "lessons": ("#/learn", ".lesson-card"),
    "lesson": ("#/learn?lesson=trap&step=2", ".step > *"),
    "class": ("#/class", ".class-doors"),
}


def picture(visit: Visit, name: str, path: Path, language: str) -> None:
    """One view, once it has drawn all it will draw."""
    state, ready = VIEWS[name]
    page: Any = visit.open(f"{state or '#/'}{'&' if '?' in state else '?'}lang={language}")
    page.wait_for_selector(ready)
    if name == "compare":
        answered(page, 100)
    page.wait_for_selector("[aria-busy=true]", state="detached")
    page.wait_for_timeout(600)
    with Image.open(io.BytesIO(page.screenshot())) as drawn:
        drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main(folder: Path = FOLDER, language: str = "en") -> None:
    """Draw all of them into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    running, chromium = launched()
    with tempfile.TemporaryDirectory() as kept, serving(Path(kept), free_port(), "--workers", "1") as address:
        for width, viewport in (("desktop", DESKTOP), ("phone", PHONE)):
            for name in VIEWS:
                visit = Visit(chromium, address, viewport)
                picture(visit, name, folder / f"{name}_{width}.png", language)
                visit.close()
                assert visit.complaints == [], visit.complaints
    chromium.close()
    running.stop()


if __name__ == "__main__":
    main(*(Path(one) for one in sys.argv[1:2]), *sys.argv[2:3])
