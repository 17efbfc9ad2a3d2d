"""Does the page of Mesa's SolaraViz draw, step and reset a model of its own for each visit? Runs where solara is."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

solara = pytest.importorskip("solara", reason="solara has an environment of its own: make solara-check")

from samskapa.app.server.solara_page import LEVERS, Page, PageModel, controls, picture_of  # noqa: E402
from samskapa.science.scenarios import load_scenario  # noqa: E402


def test_every_control_is_an_argument_of_the_model():
    arguments = set(inspect.signature(PageModel.__init__).parameters) - {"self"}
    assert arguments == set(controls()) == {"world", "seed", *LEVERS}
    usual, own = PageModel(), PageModel(engagement_start=0.7)
    assert usual.settings == load_scenario("tiny_trap").settings
    assert own.settings.engagement_start == 0.7


def test_the_picture_shows_every_resident():
    model = PageModel("default_world", 3).run(60)
    picture = picture_of(model)
    assert picture.count("<title>") == len(model.residents)
    assert "Week 60" in picture


def widgets(widget: Any) -> Iterator[Any]:
    """A widget and everything in it; a grid keeps what is in it under a name of its own."""
    yield widget
    for inner in (*getattr(widget, "children", ()), *getattr(widget, "items", ())):
        if hasattr(inner, "model_id"):
            yield from widgets(inner)


def visit() -> tuple[Any, Any]:
    """What somebody sees who opens the page, and how it is left."""
    box, context = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
    return box, context


def press(box: Any, name: str) -> None:
    """Press a button by its name."""
    next(one for one in widgets(box) if getattr(one, "children", None) == [name] and hasattr(one, "click")).click()


def label_of(box: Any) -> str:
    """How the picture names itself."""
    picture = next(one.unsafe_innerHTML for one in widgets(box) if hasattr(one, "unsafe_innerHTML"))
    return str(picture[picture.index("aria-label=") :][12:18])


def test_the_page_steps_and_two_visits_do_not_share_a_model():
    (first, first_left), (second, second_left) = visit(), visit()
    assert label_of(first) == label_of(second) == "Week 0"
    for _ in range(3):
        press(first, "Step")
    assert (label_of(first), label_of(second)) == ("Week 3", "Week 0")
    press(first, "Reset")
    assert label_of(first) == "Week 0"
    first_left.close()
    second_left.close()
