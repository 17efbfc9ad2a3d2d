"""The lessons as the page has them, and their worlds run as the page runs them."""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import xarray

import samskapa
from samskapa.app.server.messages import World
from samskapa.app.server.worlds import scenario_of
from samskapa.science.summaries import SUMMARIES
from samskapa.study.simulate import simulate_together
from samskapa.study.statistics.means import NEGLIGIBLE, estimate

PAGE = Path(samskapa.__file__).parent / "app" / "page" / "src"
KEYS = ("trap", "expectations", "hero", "leadership", "lasting")
LANGUAGES = ("en", "sv", "da", "nb", "fi")
OUTCOMES = (
    "norm",
    "prediction",
    "engagement",
    "confidence",
    "trust",
    "disappointment",
    "aspiration",
    "routine",
    "attended",
    "invited",
    "fulfilment",
    "own_meetings",
    "staff_hours",
    "enabling",
    "entrapping",
    "willing_share",
    "heroes_found",
    "heroes_active",
    "heroes_withdrawn",
)


@cache
def lesson(key: str) -> dict[str, Any]:
    """The data of a lesson: a file of JavaScript whose only statement exports plain JSON."""
    text = (PAGE / "lessons" / f"{key}.js").read_text(encoding="utf-8")
    return dict(json.loads(text.removeprefix("export default ").removesuffix(";\n")))


def words(folder: str, language: str) -> dict[str, str]:
    return dict(json.loads((PAGE / folder / f"{language}.json").read_text(encoding="utf-8")))


def steps(key: str, kind: str) -> list[dict[str, Any]]:
    return [step for step in lesson(key)["steps"] if step["kind"] == kind]


def run(key: str, names: tuple[str, ...], seeds: int, **changed: float) -> list[xarray.Dataset]:
    """Worlds of a lesson on the same people and chance, `changed` in the first of them."""
    worlds = []
    for place, name in enumerate(names):
        told = dict(lesson(key)["worlds"][name])
        if place == 0:
            told["set"] = {**told.get("set", {}), **changed}
        worlds.append(scenario_of(World.model_validate(told), f"{key}.{name}"))
    return simulate_together(worlds, chance_seeds=list(range(1, seeds + 1)), outcomes=OUTCOMES, threads=1)


def summary(results: list[xarray.Dataset], name: str) -> dict[str, Any]:
    """A summary of the first result (A) and, paired by seed, what sets it apart from the second (B)."""
    a, b = (result[name].values[0] for result in (results[0], results[-1]))
    better = SUMMARIES[name].good * (a - b)
    wins = np.where(np.abs(better) <= NEGLIGIBLE, 0.5, better > 0)[~np.isnan(better)]
    share = float(wins.mean()) if wins.size else math.nan
    return {"a": estimate(a), "b": estimate(b), "difference": estimate(a - b), "a_better": share}
