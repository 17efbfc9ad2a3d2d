"""For Mesa users: one run of the Mesa model, step by step, on a page of Mesa's own SolaraViz.

    solara run samskapa.app.server.solara_page

Every visit gets a model of its own: with one at the level of the module, as Mesa's examples have it, browsers would
share it and step each other's run. Sliders act when the run is reset; that is how SolaraViz works.
"""

from __future__ import annotations

from html import escape
from typing import Any

import solara
from mesa.visualization import Slider, SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from samskapa.reference.model import CoProductionModel
from samskapa.science.entities import HERO_ACTIVE, HERO_LATENT
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios import load_scenario

WORLDS = ("tiny_trap", "escape", "broken_promise", "default_world")
LEVERS = ("engagement_start", "delivery_capacity", "candour", "thickness", "overpromising", "hero_support")
SHOWN = (
    {"trust": "#0072B2", "confidence": "#D55E00", "prediction": "#009E73"},
    {"norm": "#0072B2", "engagement": "#D55E00", "routine": "#009E73"},
    {"disappointment": "#9B4F88"},
)
COLUMNS, CELL, LARGEST = 10, 44, 16.0
LOW, HIGH = (164, 96, 26), (31, 122, 112)
"""Colours of no trust and of full trust, told apart by everybody, on either side of a light grey."""
MIDDLE = (240, 240, 236)


class PageModel(CoProductionModel):
    """The model with the arguments that the page's controls set: SolaraViz makes it anew by their names."""

    def __init__(
        self,
        world: str = WORLDS[0],
        seed: int = 1,
        engagement_start: float | None = None,
        delivery_capacity: float | None = None,
        candour: float | None = None,
        thickness: float | None = None,
        overpromising: float | None = None,
        hero_support: float | None = None,
    ):
        given = {
            "engagement_start": engagement_start,
            "delivery_capacity": delivery_capacity,
            "candour": candour,
            "thickness": thickness,
            "overpromising": overpromising,
            "hero_support": hero_support,
        }
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        super().__init__(load_scenario(world).changed(**values), int(seed), int(seed))


def controls() -> dict[str, Any]:
    """A control for each argument of the model, with the plausible range of its lever."""
    settings = load_scenario(WORLDS[0]).settings
    found: dict[str, Any] = {
        "world": {"type": "Select", "value": WORLDS[0], "values": list(WORLDS), "label": "World"},
        "seed": Slider("Seed", value=1, min=1, max=100, step=1),
    }
    for name in LEVERS:
        parameter = PARAMETERS[name]
        low, high = parameter.plausible
        label = name.replace("_", " ").capitalize()
        found[name] = Slider(label, value=float(getattr(settings, name)), min=low, max=high, step=(high - low) / 20)
    return found


def colour_of(share: float) -> str:
    """Colour of a level of trust, from 0 to 1.

    >>> colour_of(0.0), colour_of(0.5), colour_of(1.0)
    ('#a4601a', '#f0f0ec', '#1f7a70')
    """
    end, way = (LOW, 1.0 - 2.0 * share) if share < 0.5 else (HIGH, 2.0 * share - 1.0)
    parts = (round(middle + way * (far - middle)) for middle, far in zip(MIDDLE, end, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def picture_of(model: CoProductionModel) -> str:
    """The residents as circles: colour is trust, size is habit, a second ring disappointment, dots a missing hero."""
    people = model.residents
    rows = -(-len(people) // COLUMNS)
    mean = sum(person.trust for person in people) / len(people)
    said = f"Week {model.week}: {len(people)} residents, mean trust {mean:.2f}"
    drawn = []
    for number, person in enumerate(people):
        x, y = (number % COLUMNS + 0.5) * CELL, (number // COLUMNS + 0.5) * CELL
        radius = 6.0 + (LARGEST - 6.0) * person.habit
        dots = ' stroke-dasharray="2 3"' if person.hero == HERO_LATENT else ""
        width = 3.5 if person.hero == HERO_ACTIVE else 1.5
        title = escape(
            f"resident {number}: trust {person.trust:.2f}, habit {person.habit:.2f}, "
            f"disappointment {person.disappointment:.2f}"
        )
        if person.disappointment > 0.02:
            drawn.append(
                f'<circle cx="{x}" cy="{y}" r="{radius + 4:.1f}" fill="none" stroke="#a4601a" '
                f'stroke-width="{min(4.0, 8.0 * person.disappointment):.1f}"/>'
            )
        drawn.append(
            f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{colour_of(person.trust)}" stroke="#1d2429" '
            f'stroke-width="{width}"{dots}><title>{title}</title></circle>'
        )
    size = f'viewBox="0 0 {COLUMNS * CELL} {rows * CELL}" width="{COLUMNS * CELL}"'
    return f'<svg {size} role="img" aria-label="{escape(said)}" style="max-width:100%">{"".join(drawn)}</svg>'


@solara.component
def People(model: CoProductionModel) -> None:
    """The residents of this week; drawn again after each step."""
    update_counter.get()
    solara.Markdown(
        f"**Week {model.week}** of {model.scenario.title}. Colour is trust, size is habit, the outer ring "
        "is disappointment, a dotted outline is a missing hero, a thick one an active hero."
    )
    solara.HTML(unsafe_innerHTML=picture_of(model))


@solara.component
def Page() -> None:
    """The page of one visit, with a model of its own."""
    model = solara.use_memo(PageModel, [])
    SolaraViz(
        model,
        components=[People, *(make_plot_component(colours) for colours in SHOWN)],
        model_params=controls(),
        name="samskapa: one run of the Mesa model",
    )
