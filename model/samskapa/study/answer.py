"""The answer to an experiment as a page: what was asked, what came out, and whether it was expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from samskapa.science.run import DONE, NOT_RUN
from samskapa.study.numbers import failures, judged, level, outcome_names
from samskapa.study.plan import Experiment, Input
from samskapa.study.run_answer import cells_of, not_for
from samskapa.study.run_plan import Resolved
from samskapa.study.words import counted, figure, listed

if TYPE_CHECKING:
    import xarray

    from samskapa.study.findings import Findings, Table

MOST_ROWS = 30
"""Rows of a table on the page; the whole stands in its file."""
MOST_POINTS_SHOWN = 12
VERDICTS = {"held": "As expected", "failed": "Not as expected", "open": "Cannot be told"}


def answer_page(resolved: Resolved, dataset: xarray.Dataset, findings: Findings, pictures: Sequence[str]) -> str:
    """The page in Markdown; the same results always give the same page.

    Args:
        resolved: the experiment.
        dataset: its results.
        findings: what was made of them.
        pictures: paths of figures beside the page.
    """
    experiment = resolved.experiment
    lines = [f"# {experiment.name}", "", f"**{experiment.question}**", ""]
    lines += ["## What was expected, and what came", "", f"Expected: {experiment.expects}", ""]
    lines += _verdicts(experiment, dataset, findings)
    lines += ["## What came out", "", *_answer(experiment, findings)]
    lines += _caveats(resolved, dataset)
    if pictures:
        lines += ["## Figures", "", *(f"![{_title(path)}]({path})\n" for path in pictures)]
    lines += _numbers(experiment, dataset)
    for table in findings.tables:
        lines += [f"## {table.title}", "", *_table(table), ""]
    lines += ["## What was varied", "", *_varied(experiment), ""]
    lines += ["## What was looked at", "", *_looked_at(experiment), ""]
    lines += ["## What was run", "", *_run(resolved, dataset), ""]
    lines += ["## What this is not for", "", *not_for()]
    return "\n".join(lines) + "\n"


def _title(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ")


def _answer(experiment: Experiment, findings: Findings) -> Iterator[str]:
    for sentence in findings.sentences:
        yield f"* {sentence}"
    for contrast in experiment.contrasts if not findings.sentences else ():
        yield f"* {contrast.name}: see the numbers below."
    yield ""


def _verdicts(experiment: Experiment, dataset: xarray.Dataset, findings: Findings) -> Iterator[str]:
    found = judged(experiment, dataset, findings)
    if not found:
        return
    came = sum(one.verdict == "held" for one in found)
    untold = sum(one.verdict == "open" for one in found)
    yield (f"**{'All' if came == len(found) else came} of {counted(len(found), 'expectation')} came true"
           f"{f', {untold} cannot be told' if untold else ''}.**")
    yield ""
    for one in found:
        yield f"* **{VERDICTS[one.verdict]}:** {one.prediction.says} ({one.because})"
    yield ""


def _caveats(resolved: Resolved, dataset: xarray.Dataset) -> Iterator[str]:
    """What a reader must know before believing the answer."""
    said = []
    number = int(failures(dataset).sum())
    if number:
        said.append(f"{counted(number, 'run')} failed and are left out; each with its reason and the command that "
                    "shows it again in `failures.csv`.")
    if resolved.impossible:
        said.append(f"Of {counted(len(resolved.points), 'point')} {len(resolved.impossible)} describe worlds that "
                    "cannot be, and were not run.")
    if resolved.experiment.run.precision:
        from samskapa.study.precision import not_reached

        said += [f"The precision asked of {series.name} was not reached: half-width {one.half_width:.2g} instead of "
                 f"{series.wanted:.2g} at point {listed([str(point) for point in series.points])}."
                 for series, one in not_reached(resolved.experiment, dataset)]
    if said:
        yield from ("## What to know before believing it", "", *(f"* {sentence}" for sentence in said), "")


def _numbers(experiment: Experiment, dataset: xarray.Dataset) -> Iterator[str]:
    """Levels at each point, where points are few, and every contrast."""
    names = outcome_names(dataset)
    units = {name: dataset[name].attrs["units"] for name in names}
    inputs = [one.name for one in experiment.inputs]
    if dataset.sizes["point"] <= MOST_POINTS_SHOWN:
        yield from ("## Numbers", "")
        yield _row([*inputs, "Outcome", "Unit", "Mean", "95 % interval", "Runs"])
        yield "|" + ":--|" * len(inputs) + ":--|:--|--:|:--|--:|"
        for point in range(dataset.sizes["point"]):
            for place, name in enumerate(names):
                own = level(dataset, name, point, bool(experiment.run.precision))
                values = ["" if place else _shown(dataset[key].values[point]) for key in inputs]
                yield _row([*values, name, units[name], *cells_of(own), str(own.runs)])
        yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _table(table: Table) -> Iterator[str]:
    heads = [f"{column.name} ({column.unit})" if column.unit else column.name for column in table.columns]
    yield f"| {' | '.join(heads)} |"
    yield "|" + ":--|" * len(heads)
    for row in table.rows[:MOST_ROWS]:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"
    if len(table.rows) > MOST_ROWS:
        yield ""
        yield f"{counted(len(table.rows) - MOST_ROWS, 'more row')} in `tables/{table.name}.csv`."


def _cell(value: object) -> str:
    if isinstance(value, float):
        return figure(value, 0) if abs(value) >= 1000.0 else "-" if value != value else f"{value:.3g}"
    return str(value)


def _varied(experiment: Experiment) -> Iterator[str]:
    yield "| Input | Set by | Values | Unit | Meaning |"
    yield "|:--|:--|:--|:--|:--|"
    for one in experiment.inputs:
        who = "a programme" if one.role == "lever" else "the world"
        yield f"| `{one.name}` | {who} | {values_of(one)} | {one.unit} | {one.meaning}{' [A]' if one.assumed else ''} |"
    for (first, second), rank in experiment.design.correlations.items():
        yield ""
        yield f"`{first}` and `{second}` go together: rank correlation {rank:g}."


def values_of(one: Input) -> str:
    """What an input may be, in words."""
    since = f" from week {one.week}" if one.week else ""
    of = f" (sets `{one.sets}`)" if one.sets else ""
    if not one.ranged:
        return listed([_shown(level) for level in one.levels]) + since + of
    law = "" if one.distribution == "uniform" else f", {one.distribution.replace('_', ' ')}"
    return f"{one.low:g} to {one.high:g}{law}{since}{of}"


def _looked_at(experiment: Experiment) -> Iterator[str]:
    for asked in experiment.outcomes:
        cut = f", in parts of {asked.every} weeks" if asked.every else ""
        split = ", for each service" if asked.by == "service" else ""
        yield f"* `{asked.name}`: {asked.label}{split}{cut} ({asked.unit}). {asked.meaning}"


def _run(resolved: Resolved, dataset: xarray.Dataset) -> Iterator[str]:
    experiment = resolved.experiment
    for name, world in experiment.scenarios.items():
        yield f"* `{name}`: {world.title} ({counted(experiment.weeks(world), 'week')})."
    for name, value in experiment.hold.items():
        yield f"* Held: `{name}` = {_shown(value)}, since: {experiment.reasons[name].why}"
    done = int((dataset["status"].values == DONE).sum())
    each = (dataset["status"].values != NOT_RUN).sum(axis=1)
    seeds = f"{each.min()}" if each.min() == each.max() else f"{each.min()} to {each.max()}"
    yield (f"* Design: {experiment.design.method.replace('_', ' ')}, {counted(len(resolved.points), 'point')}, {seeds} "
           f"seeds each, {done} finished runs.")
    yield f"* To run it again: `samskapa experiment run {experiment.name}`; where it comes from: `stamp.toml`."
