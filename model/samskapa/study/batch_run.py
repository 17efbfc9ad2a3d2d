"""From Mesa: the dictionary that one gives `mesa.batch_run` becomes an experiment file.

A Mesa user's sweep is a mapping from names to a value or a list of values, with `iterations` and `max_steps`. A name
with several values is varied, one with a single value is held; iterations become seeds, steps become weeks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from samskapa.science.errors import ScenarioError, nearest, place
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios import load_scenario
from samskapa.science.settings import check_alternative, check_value, known_names
from samskapa.science.summaries import SUMMARIES
from samskapa.science.switches import SWITCHES
from samskapa.study.store import reason

WHERE = "batch_run"
SEEDS = ("seed", "rng", "programme_seed", "chance_seed")
"""Names that say which chance is drawn, and not what the world is like."""


def experiment_of_batch_run(
    parameters: Mapping[str, object],
    *,
    name: str,
    question: str,
    expects: str,
    scenario: str,
    iterations: int = 1,
    max_steps: int | None = None,
    outcomes: Sequence[str] = (),
    where: str = WHERE,
) -> str:
    """An experiment file that makes the same runs as a call of `mesa.batch_run`.

    Args:
        parameters: as `batch_run` takes them: a single value, or an iterable of values, by parameter or switch.
        name, question, expects, scenario: what a file needs and a sweep does not say.
        iterations: runs of each combination, as `batch_run` takes it.
        max_steps: weeks, as `batch_run` takes it; the scenario's if None.
        outcomes: what is looked at: summaries, or weekly outcomes (in the last week, as `batch_run` collects them).
        where: where the sweep stands, for messages.

    Returns:
        The text of the file, which `read_experiment` takes.

    Raises:
        ScenarioError: a name or value that the model does not know.

    >>> text = experiment_of_batch_run({"candour": [0.1, 0.9]}, name="from_mesa", question="Does candour help?",
    ...                                expects="Yes.", scenario="tiny_trap", iterations=5, outcomes=["trust"])
    >>> "levels = [0.1, 0.9]" in text, "seeds = 5" in text
    (True, True)
    """
    world = load_scenario(scenario)
    varied: dict[str, list[float | str]] = {}
    held: dict[str, float | str] = {}
    for key, said in parameters.items():
        if key in SEEDS:
            continue
        values = [_checked(key, value, where) for value in _values(key, said, where)]
        if len(values) > 1:
            varied[key] = values
        elif values[0] != getattr(world.settings, key):
            held[key] = values[0]
    lines = [
        "schema = 1",
        f"name = {_text(name)}",
        f"question = {_text(question)}",
        f"expects = {_text(expects)}",
        f"scenario = {_text(scenario)}",
    ]
    for key, values in varied.items():
        lines += ["", f"[levers.{key}]", f"levels = [{', '.join(map(_text, values))}]"]
    if held:
        lines += ["", "[hold]"]
        lines += [
            f'{key} = {{ value = {_text(value)}, why = "Fixed in the sweep for Mesa." }}' for key, value in held.items()
        ]
    lines += ["", "[outcomes]", *_outcome_lines(outcomes, where)]
    lines += ["", "[design]", *(['method = "factorial"'] if varied else ['method = "list"', "", "[[design.points]]"])]
    lines += ["", "[run]", f"seeds = {max(1, iterations)}"]
    if max_steps is not None and max_steps != world.weeks:
        lines.append(f"weeks = {max_steps}")
    return "\n".join(lines) + "\n"


def sweep_in(path: Path) -> dict[str, object]:
    """The dictionary for `batch_run` that a JSON file holds; nothing in the file is ever executed.

    Raises:
        ScenarioError: no such file, no JSON, or something else than names with a value or a list of values.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise ScenarioError(
            f"this is not JSON ({error.msg})",
            where=place(path, line=error.lineno),
            allowed="a file that json.dump wrote",
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise ScenarioError(f"the file cannot be read ({reason(error)})", where=str(path)) from None
    if not isinstance(found, dict):
        raise ScenarioError(
            "the file does not hold a dictionary",
            where=str(path),
            allowed='names with their values, such as {"candour": [0.1, 0.9]}',
        )
    for key, said in found.items():
        if isinstance(said, dict) or (isinstance(said, list) and any(isinstance(one, list | dict) for one in said)):
            raise ScenarioError(
                f"{key} holds more than values", where=str(path), allowed="a value, or a list of values"
            )
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A dictionary; JSON would let the last of equal names win without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"{twice} stands twice")
    return found


def _values(name: str, said: object, where: str) -> list[object]:
    """The values of a name, as `batch_run` sees them: a text is one value, any other iterable several.

    Raises:
        ScenarioError: no value at all.
    """
    values = list(said) if isinstance(said, Iterable) and not isinstance(said, str) else [said]
    if not values:
        raise ScenarioError(f"{name} is without values", where=where)
    return values


def _checked(name: str, value: object, where: str) -> float | str:
    if name in SWITCHES:
        return check_alternative(name, value, where)
    if name not in PARAMETERS:
        raise ScenarioError(f"{name} is not a parameter or switch", where=where, nearest=nearest(name, known_names()))
    plain = getattr(value, "item", lambda: value)()
    return check_value(name, plain, where)


def _outcome_lines(outcomes: Sequence[str], where: str) -> list[str]:
    for name in outcomes:
        if name not in SUMMARIES and name not in OUTCOMES:
            raise ScenarioError(
                f"{name} is neither a summary nor a weekly outcome",
                where=where,
                nearest=nearest(name, [*SUMMARIES, *OUTCOMES]),
            )
    summaries = [
        name for name in outcomes or ("trust_final", "disappointment_final", "good_state", "trap") if name in SUMMARIES
    ]
    lines = [f"summaries = [{', '.join(map(_text, summaries))}]"] if summaries else []
    for name in outcomes:
        if name not in SUMMARIES:
            lines += ["", f"[outcomes.{name}_at_the_end]", f"of = {_text(name)}", 'window = "at the end"']
    return lines


def _text(value: float | str) -> str:
    """A value as TOML."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(float(value))
