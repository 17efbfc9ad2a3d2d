"""An experiment from its TOML file: a closed vocabulary, checked to the last key, which restates nothing.

A file says what is asked and what varies. What a scenario says already, it may not say again.
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path

from samskapa.science.errors import ScenarioError, nearest
from samskapa.science.parameters import PARAMETERS
from samskapa.science.scenarios.files import ScenarioFile, find_base, text_of
from samskapa.science.scenarios.reading import MOST_WEEKS, load_scenario
from samskapa.science.scenarios.scenario import Reason, Scenario
from samskapa.science.scenarios.tables import Document, Table, shown
from samskapa.science.settings import check_alternative, check_value, known_names
from samskapa.science.switches import SWITCHES
from samskapa.study import analyses, design
from samskapa.study.inputs import read_inputs, scenario_input
from samskapa.study.outcome_specs import read_outcomes, read_predictions
from samskapa.study.plan import (
    ANALYSES,
    METHODS,
    SAMPLED,
    Analysis,
    Contrast,
    Design,
    Experiment,
    Input,
    OutcomeAsked,
    Point,
    RunPlan,
    Value,
)

SCHEMA = 1
FOLDER = Path("experiments")
MOST_SEEDS = 10_000
FEWEST_SEEDS = 20
"""A half-width estimated from fewer runs is itself too uncertain to stop on."""
KEYS = (
    "schema",
    "name",
    "question",
    "expects",
    "scenario",
    "uncertain",
    "levers",
    "hold",
    "outcomes",
    "design",
    "run",
    "contrasts",
    "analyses",
    "predictions",
)
_SIZES = {
    "latin_hypercube": "points",
    "random": "points",
    "sobol": "base samples, a power of two",
    "morris": "trajectories",
    "fast": "points a curve",
}


def experiment_names(folder: Path = FOLDER) -> list[str]:
    """Names of the experiments whose files lie in a folder, in alphabetical order."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def load_experiment(name_or_path: str | PathLike[str]) -> Experiment:
    """An experiment by its name (a file in `experiments/`) or from any file, checked.

    Raises:
        ScenarioError: no such name or file, not readable, or something in it that is not allowed; with file,
            line and key.
    """
    text = fspath(name_or_path)
    path = Path(text) if text.endswith(".toml") else FOLDER / f"{text}.toml"
    if not text.endswith(".toml") and not path.exists():
        names = experiment_names()
        raise ScenarioError(
            f"there is no experiment {shown(text)} in the folder {FOLDER}",
            allowed=[*names, "or the path of a TOML file"],
            nearest=nearest(text, names),
        )
    file = ScenarioFile(path, path.as_posix())
    return _experiment(file, text_of(file))


def read_experiment(text: str, label: str = "text", folder: Path | None = None) -> Experiment:
    """An experiment from the text of a file; a scenario that is a file lies in the folder.

    Raises:
        ScenarioError: as `load_experiment`.
    """
    return _experiment(ScenarioFile((folder or Path()) / "experiment.toml", label), text)


def _experiment(file: ScenarioFile, text: str) -> Experiment:
    root = Document(file, text).root
    if root.content.get("schema") != SCHEMA:
        raise root.refusal(
            "the file does not say which schema it follows" if "schema" not in root else "this schema is not known",
            "schema",
            allowed=f"schema = {SCHEMA} at its top",
        )
    root.only(KEYS, needed=("name", "question", "expects", "scenario", "outcomes", "design"))
    name = root.name("name")
    if file.path.exists() and file.path.stem != name:
        raise root.refusal(
            f"the file {file.path.name} calls itself {name}", "name", allowed=f'name = "{file.path.stem}"'
        )
    scenarios = _scenarios(root, file)
    worlds = list(scenarios.values())
    weeks = _weeks(root.table("run"), worlds)
    inputs = read_inputs(root, worlds, max(world.weeks for world in worlds) if weeks is None else weeks)
    if len(worlds) > 1:
        inputs = (scenario_input(scenarios), *inputs)
    hold, reasons = _hold(root.table("hold"), worlds, inputs)
    outcomes = read_outcomes(root.table("outcomes"), worlds, inputs)
    contrasts, design = _contrasts(root, inputs), _design(root.table("design"), inputs)
    experiment = Experiment(
        name=name,
        question=root.words("question"),
        expects=root.words("expects"),
        scenarios=scenarios,
        inputs=inputs,
        outcomes=outcomes,
        design=design,
        run=_run(root.table("run"), outcomes, weeks),
        hold=hold,
        reasons=reasons,
        contrasts=contrasts,
        analyses=_analyses(root, outcomes, inputs),
        predictions=read_predictions(root, outcomes, contrasts, inputs, design.method),
        origin=file.label,
        text=text,
    )
    _check_methods(experiment)
    return experiment


def _check_methods(experiment: Experiment) -> None:
    """What only the methods can tell: that design and analyses can be made of such inputs and outcomes."""
    design.check(experiment)
    analyses.check(experiment)


def _scenarios(root: Table, file: ScenarioFile) -> dict[str, Scenario]:
    """The worlds of an experiment: one name, or a list of them."""
    said = root.content["scenario"]
    names = said if isinstance(said, list) else [said]
    found: dict[str, Scenario] = {}
    for name in names:
        if not isinstance(name, str):
            raise root.refusal(
                f"{shown(name)} is not the name of a scenario", "scenario", allowed="a text, or a list of texts"
            )
        where = find_base(name, file.path, root.where("scenario"))
        world = load_scenario(name if where.label == f"{name}.toml" else where.path)
        if world.name in found:
            raise root.refusal(f"the scenario {world.name} stands there twice", "scenario")
        found[world.name] = world
    if not found:
        raise root.refusal("no scenario is named", "scenario")
    return found


def _weeks(table: Table, worlds: list[Scenario]) -> int | None:
    if "weeks" not in table:
        return None
    weeks = table.whole("weeks", 1, MOST_WEEKS, "weeks")
    if all(world.weeks == weeks for world in worlds):
        raise table.refusal(
            f"weeks = {weeks} says nothing new: it is the scenario's",
            "weeks",
            allowed="only what differs, so that a reader sees it",
        )
    return weeks


def _hold(
    table: Table, worlds: list[Scenario], inputs: tuple[Input, ...]
) -> tuple[dict[str, Value], dict[str, Reason]]:
    """Values held that differ from the scenario's, each with its reason."""
    values: dict[str, Value] = {}
    reasons: dict[str, Reason] = {}
    varied = {one.sets or one.name for one in inputs if not one.week}
    for name in table:
        if name not in PARAMETERS and name not in SWITCHES:
            raise table.refusal(f"{name} is not a parameter or switch", name, near=nearest(name, known_names()))
        if name in varied:
            raise table.refusal(f"{name} is held and varied", name, allowed="one of them")
        if not isinstance(table.content[name], dict):
            raise table.refusal(f"{name} has no reason", name, allowed=f'{name} = {{ value = ..., why = "..." }}')
        entry = table.table(name)
        entry.only(("value", "why", "source"), needed=("value",))
        where = entry.where("value")
        value: Value = (
            check_alternative(name, entry.content["value"], where)
            if name in SWITCHES
            else check_value(name, entry.number("value"), where)
        )
        if all(getattr(world.settings, name) == value for world in worlds):
            raise entry.refusal(
                f"{name} = {shown(value)} says nothing new: it holds in the scenario",
                "value",
                allowed="only what differs, so that a reader sees it",
            )
        values[name], reasons[name] = value, entry.reason()
    return values, reasons


def _design(table: Table, inputs: tuple[Input, ...]) -> Design:
    table.only(("method", "size", "levels", "second_order", "seed", "points", "correlations", "resamples"), ("method",))
    method = table.get("method", str)
    if method not in METHODS:
        raise table.refusal(
            f"{shown(method)} is not a design", "method", allowed=METHODS, near=nearest(method, METHODS)
        )
    for key, methods in (
        ("size", SAMPLED),
        ("levels", ("morris", "factorial")),
        ("second_order", ("sobol",)),
        ("points", ("list",)),
        ("seed", SAMPLED),
        ("correlations", ("latin_hypercube", "random")),
    ):
        if key in table and method not in methods:
            why = "this method needs independent inputs" if key == "correlations" else f"a {method} design has none"
            raise table.refusal(f"{key} has no place here: {why}", key, allowed=methods)
    if method in SAMPLED and "size" not in table:
        raise table.refusal("size is missing", allowed=f"size = ... ({_SIZES[method]})")
    if method != "list" and not inputs:
        raise table.refusal("nothing is varied", allowed="an input under [uncertain] or [levers], or several scenarios")
    return Design(
        method=method,
        size=table.whole("size", 1, 10**6, _SIZES.get(method, "")) if "size" in table else 0,
        levels=table.whole("levels", 2, 1000, "levels") if "levels" in table else 4,
        second_order=_yes_or_no(table, "second_order"),
        seed=table.whole("seed", 1, 2**31 - 1, "seed") if "seed" in table else 1,
        points=_points(table, inputs),
        correlations=_correlations(table, inputs),
        resamples=table.whole("resamples", 100, 100_000, "resamples") if "resamples" in table else 1000,
    )


def _yes_or_no(table: Table, key: str) -> bool:
    said = table.content.get(key, False)
    if not isinstance(said, bool):
        raise table.refusal(f"{key} = {shown(said)}", key, allowed="true or false")
    return said


def _points(table: Table, inputs: tuple[Input, ...]) -> tuple[Point, ...]:
    """The points of an explicit list: each says a value for every input."""
    if table.content["method"] != "list":
        return ()
    found = [_selector(one, inputs) for one in table.tables("points")]
    for place, point in enumerate(found):
        for one in inputs:
            if one.name not in point:
                raise table.refusal(f"a point does not say {one.name}", "points", place)
        if point in found[:place]:
            raise table.refusal("this point stands there twice", "points", place)
    if not found:
        raise table.refusal("a list without points", allowed="one [[design.points]] for each")
    return tuple(found)


def _selector(table: Table, inputs: tuple[Input, ...]) -> dict[str, Value]:
    """Values of some inputs, each one that the input may take."""
    known = {one.name: one for one in inputs}
    table.only(known)
    found: dict[str, Value] = {}
    for name in table:
        one = known[name]
        value: Value = (
            table.get(name, str)
            if not one.numeric
            else check_value(one.sets or name, table.number(name), table.where(name))
        )
        if not one.accepts(value):
            levels = [str(level) for level in one.levels]
            allowed = f"{one.low:g} to {one.high:g} ({one.unit})" if one.ranged else levels
            near = nearest(value, levels) if isinstance(value, str) else None
            raise table.refusal(
                f"{name} = {shown(value)} is not among the values of this input", name, allowed=allowed, near=near
            )
        found[name] = value
    return found


def _correlations(table: Table, inputs: tuple[Input, ...]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    names = [one.name for one in inputs]
    for entry in table.tables("correlations"):
        entry.only(("between", "rank", "why", "source"), needed=("between", "rank"))
        pair = entry.get("between", list)
        if len(pair) != 2 or pair[0] == pair[1] or not all(isinstance(name, str) for name in pair):
            raise entry.refusal("a correlation is between two inputs", "between", allowed='between = ["a", "b"]')
        for name in pair:
            if name not in names:
                raise entry.refusal(
                    f"{shown(name)} is not an input", "between", allowed=names, near=nearest(name, names)
                )
            if not next(one for one in inputs if one.name == name).ranged:
                raise entry.refusal(f"{name} is not drawn from a range, so it has no rank", "between")
        first, second = sorted(pair, key=names.index)
        if (first, second) in found:
            raise entry.refusal("this pair stands there twice", "between")
        entry.reason()
        found[first, second] = entry.bounded("rank", -0.99, 0.99, "rank correlation")
    return found


def _run(table: Table, outcomes: tuple[OutcomeAsked, ...], weeks: int | None) -> RunPlan:
    table.only(("seeds", "precision", "max_seeds", "weeks"))
    precise = table.table("precision")
    names = [asked.name for asked in outcomes]
    precision: dict[str, float] = {}
    for name in precise:
        if name not in names:
            raise precise.refusal(
                f"{name} is not an outcome of this experiment", name, allowed=names, near=nearest(name, names)
            )
        precision[name] = precise.bounded(name, 1e-9, 1e9, "half-width of the 95 % interval")
    if precision and "max_seeds" not in table:
        raise table.refusal("a precision needs a limit", allowed="max_seeds = ...")
    if "max_seeds" in table and not precision:
        raise table.refusal("max_seeds has no place here: no precision is asked", "max_seeds")
    fewest = FEWEST_SEEDS if precision else 1
    seeds = table.whole("seeds", fewest, MOST_SEEDS, "seeds") if "seeds" in table else FEWEST_SEEDS
    most = table.whole("max_seeds", seeds, MOST_SEEDS, "seeds") if precision else seeds
    return RunPlan(seeds=seeds, precision=precision, max_seeds=most, weeks=weeks)


def _contrasts(root: Table, inputs: tuple[Input, ...]) -> tuple[Contrast, ...]:
    found: list[Contrast] = []
    for table in root.tables("contrasts"):
        table.only(("name", "of", "against"), needed=("name", "of", "against"))
        one = Contrast(
            table.words("name"), _selector(table.table("of"), inputs), _selector(table.table("against"), inputs)
        )
        if not one.of or set(one.of) != set(one.against):
            raise table.refusal(
                "both sides of a contrast speak of the same inputs", allowed="of = { x = 1 }, against = { x = 0 }"
            )
        if one.of == one.against:
            raise table.refusal("both sides of this contrast are the same")
        if one.name in [other.name for other in found]:
            raise table.refusal(f"there are two contrasts {one.name!r}", "name")
        found.append(one)
    return tuple(found)


def _analyses(root: Table, outcomes: tuple[OutcomeAsked, ...], inputs: tuple[Input, ...]) -> tuple[Analysis, ...]:
    names = [asked.name for asked in outcomes]
    found = []
    for table in root.tables("analyses"):
        method = table.get("method", str) if "method" in table else ""
        if method not in ANALYSES:
            raise table.refusal(
                f"{shown(method)} is not an analysis", "method", allowed=ANALYSES, near=nearest(method, ANALYSES)
            )
        table.only(("method", "outcomes", *ANALYSES[method]))
        wanted = table.get("outcomes", list) if "outcomes" in table else []
        for name in wanted:
            if name not in names:
                raise table.refusal(
                    f"{shown(name)} is not an outcome of this experiment",
                    "outcomes",
                    allowed=names,
                    near=nearest(str(name), names),
                )
        options = {key: table.content[key] for key in ANALYSES[method] if key in table}
        _check_options(table, options, [one.name for one in inputs])
        found.append(Analysis(method, tuple(wanted), options))
    return tuple(found)


def _check_options(table: Table, options: Mapping[str, object], inputs: list[str]) -> None:
    """Options that name an input must name one that is there."""
    for key in ("across", "along", "start", "ramp"):
        if key in options and options[key] not in inputs:
            raise table.refusal(
                f"{shown(options[key])} is not an input", key, allowed=inputs, near=nearest(str(options[key]), inputs)
            )
