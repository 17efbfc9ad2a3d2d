"""Answers as pages and as data: the answer first, then numbers with units, what was run, and what it is not for.

A page is a title, a few paragraphs and sections; `page_of` puts them together. An experiment answers a question that
was asked in a file; worlds that were run beside each other (`samskapa run`) get sentences on what differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from samskapa.science.parameters import PARAMETERS
from samskapa.science.run import DONE, NOT_RUN
from samskapa.science.summaries import SUMMARIES
from samskapa.study.columns import failures, level, outcome_names
from samskapa.study.comparison import Comparison
from samskapa.study.plan import Experiment, Input
from samskapa.study.run_plan import Resolved
from samskapa.study.sentences import lead, legend, themes
from samskapa.study.statistics.means import Estimate
from samskapa.study.stopping import not_reached
from samskapa.study.verdicts import Verdict, judged
from samskapa.study.words import UNKNOWN, counted, decimals_of, figure, interval, label_of, listed

if TYPE_CHECKING:
    import xarray

    from samskapa.study.findings import Findings, Table

MOST_ROWS = 30
"""Rows of a table on the page; the whole stands in its file."""
MOST_POINTS_SHOWN = 12
VERDICTS = {Verdict.HOLDS: "As expected", Verdict.FAILS: "Not as expected", Verdict.UNDECIDED: "Cannot be told"}
Section = tuple[str, Iterable[str]]


def page_of(title: str, paragraphs: Iterable[str], sections: Iterable[Section]) -> str:
    """A page in Markdown.

    Args:
        title: its title.
        paragraphs: what stands before the first section.
        sections: heads, and the lines below each.

    >>> print(page_of("A", ["**So it is.**"], [("Numbers", ["| 1 |"])]), end="")
    # A
    <BLANKLINE>
    **So it is.**
    <BLANKLINE>
    ## Numbers
    <BLANKLINE>
    | 1 |
    """
    lines = [f"# {title}", ""]
    for paragraph in paragraphs:
        lines += [paragraph, ""]
    for head, content in sections:
        lines += [f"## {head}", "", *content, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def row_of(cells: Sequence[str]) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def cells_of(estimate: Estimate | None, sign: bool = False) -> list[str]:
    """A mean and its interval as two cells."""
    if estimate is None:
        return ["", ""]
    places = decimals_of(estimate)
    return [figure(estimate.mean, places, sign) if estimate.known else UNKNOWN, interval(estimate, places, sign)]


def _figures(pictures: Sequence[str], spaces: bool) -> Iterator[Section]:
    """The section of the pictures, if there are any; underscores in their names may be shown as spaces."""
    lines: list[str] = []
    for path in pictures:
        name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        lines += [*([""] if lines else []), f"![{name.replace('_', ' ') if spaces else name}]({path})"]
    if lines:
        yield "Figures", lines


def not_for() -> Iterator[str]:
    """What a reader must not do with an answer of this model."""
    assumed = sum(parameter.is_assumption for parameter in PARAMETERS.values())
    yield (
        "This is a model to think with, not a forecast. It was built so that what the sources tell can happen in "
        "it; no attendance, trust or satisfaction was measured there that it could have been fitted to."
    )
    yield ""
    yield (
        f"* Read directions and comparisons, not sizes: of {len(PARAMETERS)} parameters, {assumed} rest on an "
        f"assumption of ours, in whole or in part (`samskapa parameters`)."
    )
    yield (
        "* The intervals hold the chance in the model. They do not hold doubt about parameters or equations, which "
        "is larger: set other values (`--set`) and other switches (`samskapa show`) before you believe a sentence."
    )
    yield (
        "* Not for judging a named service, worker or resident, not for deciding who gets a home, and not for "
        "deciding what may be saved: residents and staff here are averages with chance, not people."
    )
    yield (
        "* Lower expectations can look like success. Read trust and disappointment beside quality, fulfilment and "
        "the worst off."
    )


# -- an experiment -------------------------------------------------------------------------------------


def answer_page(resolved: Resolved, dataset: xarray.Dataset, findings: Findings, pictures: Sequence[str]) -> str:
    """The answer to an experiment, in Markdown; the same results always give the same page.

    Args:
        resolved: the experiment.
        dataset: its results.
        findings: what was made of them.
        pictures: paths of figures beside the page.
    """
    experiment = resolved.experiment

    def sections() -> Iterator[Section]:
        yield (
            "What was expected, and what came",
            [f"Expected: {experiment.expects}", *_verdicts(experiment, dataset, findings)],
        )
        yield (
            "What came out",
            [f"* {sentence}" for sentence in findings.sentences]
            or [f"* {contrast.name}: see the numbers below." for contrast in experiment.contrasts],
        )
        if caveats := list(_caveats(resolved, dataset)):
            yield "What to know before believing it", [f"* {sentence}" for sentence in caveats]
        yield from _figures(pictures, spaces=True)
        if dataset.sizes["point"] <= MOST_POINTS_SHOWN:
            yield "Numbers", _numbers(experiment, dataset)
        for table in findings.tables:
            yield table.title, _table(table)
        yield "What was varied", _varied(experiment)
        yield "What was looked at", _looked_at(experiment)
        yield "What was run", _run(resolved, dataset)
        yield "What this is not for", not_for()

    return page_of(experiment.name, [f"**{experiment.question}**"], sections())


def _verdicts(experiment: Experiment, dataset: xarray.Dataset, findings: Findings) -> Iterator[str]:
    verdicts = judged(experiment, dataset, findings)
    if not verdicts:
        return
    held, untold = (sum(one.verdict is verdict for one in verdicts) for verdict in (Verdict.HOLDS, Verdict.UNDECIDED))
    yield ""
    yield (
        f"**{'All' if held == len(verdicts) else held} of {counted(len(verdicts), 'expectation')} came true"
        f"{f', {untold} cannot be told' if untold else ''}.**"
    )
    yield ""
    for one in verdicts:
        yield f"* **{VERDICTS[one.verdict]}:** {one.prediction.says} ({one.because})"


def _caveats(resolved: Resolved, dataset: xarray.Dataset) -> Iterator[str]:
    """What a reader must know before believing the answer."""
    number = int(failures(dataset).sum())
    if number:
        yield (
            f"{counted(number, 'run')} failed and are left out; each with its reason and the command that "
            "shows it again in `failures.csv`."
        )
    if resolved.impossible:
        yield (
            f"Of {counted(len(resolved.points), 'point')} {len(resolved.impossible)} describe worlds that "
            "cannot be, and were not run."
        )
    if resolved.experiment.run.precision:
        for series, one in not_reached(resolved.experiment, dataset):
            yield (
                f"The precision asked of {series.name} was not reached: half-width {one.half_width:.2g} instead of "
                f"{series.wanted:.2g} at point {listed([str(point) for point in series.points])}."
            )


def _numbers(experiment: Experiment, dataset: xarray.Dataset) -> Iterator[str]:
    """Levels at each point, where points are few."""
    names = outcome_names(dataset)
    inputs = [one.name for one in experiment.inputs]
    yield row_of([*inputs, "Outcome", "Unit", "Mean", "95 % interval", "Runs"])
    yield "|" + ":--|" * len(inputs) + ":--|:--|--:|:--|--:|"
    for point in range(dataset.sizes["point"]):
        for place, name in enumerate(names):
            own = level(dataset, name, point, bool(experiment.run.precision))
            values = ["" if place else _shown(dataset[key].values[point]) for key in inputs]
            yield row_of([*values, name, dataset[name].attrs["units"], *cells_of(own), str(own.runs)])


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _table(table: Table) -> Iterator[str]:
    heads = [f"{column.name} ({column.unit})" if column.unit else column.name for column in table.columns]
    yield row_of(heads)
    yield "|" + ":--|" * len(heads)
    for row in table.rows[:MOST_ROWS]:
        yield row_of([_cell(cell) for cell in row])
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
    yield (
        f"* Design: {experiment.design.method.replace('_', ' ')}, {counted(len(resolved.points), 'point')}, {seeds} "
        f"seeds each, {done} finished runs."
    )
    yield f"* To run it again: `samskapa experiment run {experiment.name}`; where it comes from: `stamp.toml`."


# -- worlds that were run beside each other ------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """How an answer came about.

    Attributes:
        command: the command that makes it again.
        version: version of samskapa.
        seeds: the seeds asked for.
        overrides: values set by the user, in words.
        interrupted: whether Ctrl-C ended it.
        seconds: time it took.
        day: the date.
    """

    command: str
    version: str
    seeds: Sequence[int]
    overrides: Sequence[str]
    interrupted: bool
    seconds: float
    day: str


def comparison_page(comparison: Comparison, made: Made, pictures: Sequence[str] = ()) -> str:
    """What differs between worlds, in Markdown.

    Args:
        comparison: the worlds.
        made: how it came about.
        pictures: paths of figures beside the page.
    """

    def sections() -> Iterator[Section]:
        for theme, sentences in themes(comparison).items():
            yield theme, [f"* {sentence}" for sentence in sentences]
        yield from _figures(pictures, spaces=False)
        yield "Numbers", [*_summaries(comparison), "", *_meanings()]
        yield "What was run", _worlds_run(comparison, made)
        yield "What this is not for", not_for()

    paragraphs = [*(f"**{sentence}**" for sentence in lead(comparison)), legend(comparison), *caveats(comparison, made)]
    return page_of(listed([world.name for world in comparison.worlds]), paragraphs, sections())


def caveats(comparison: Comparison, made: Made) -> list[str]:
    """What a reader must know before believing the sentence."""
    said = []
    if made.interrupted:
        left = {world.name: int(world.done.sum()) for world in comparison.worlds}
        said.append(
            f"Interrupted: of {counted(len(made.seeds), 'seed')}, "
            + listed([f"{number} finished in {name}" for name, number in left.items()])
            + f"; differences rest on the {int(comparison.paired.sum())} that finished in all."
        )
    for world in comparison.worlds:
        for seed, why in world.failures.items():
            said.append(f"Failed: {world.name}, seed {seed}: {why}.")
    if max(world.done.sum() for world in comparison.worlds) == 1:
        said.append("One run of each world is a story, not an answer: it has no intervals. Ask for more with --seeds.")
    base = comparison.base
    if base is None:
        if comparison.worlds[0].has_project:
            said.append(
                "No world without the project was run beside this one, so these numbers say what happened, "
                "not what the project changed."
            )
        return said
    if not comparison.base_has_no_project:
        said.append(f"No world here is without a project; differences are from {base.name}.")
    strange = [world.name for world in comparison.others if world.scenario.services != base.scenario.services]
    if strange:
        said.append(
            f"{listed(strange)} {'has' if len(strange) == 1 else 'have'} other services than {base.name}, so a "
            "difference also tells of other people and places, not only of what was done."
        )
    return said


def _summaries(comparison: Comparison) -> Iterator[str]:
    """Every summary of every world, with units and intervals."""
    apart = f" Difference from {comparison.base.name} | 95 % interval |" if comparison.base else ""
    yield f"| Outcome | Unit | World | Mean | 95 % interval | Runs |{apart}"
    yield "|:--|:--|:--|--:|:--|--:|" + ("--:|:--|" if apart else "")
    for name, summary in SUMMARIES.items():
        for place, world in enumerate(comparison.worlds):
            label, unit = (label_of(name), summary.unit) if place == 0 else ("", "")
            own = comparison.level(world, name)
            gap = cells_of(comparison.difference(world, name), sign=True) if comparison.base else []
            yield row_of([label, unit, world.name, *cells_of(own), str(own.runs), *gap])


def _meanings() -> Iterator[str]:
    yield "What the rows mean:"
    yield ""
    for name, summary in SUMMARIES.items():
        yield f"* *{label_of(name)}*, in the files `{name}`: {summary.meaning}"
    yield ""
    yield (
        "A mean is over the runs of a world; its 95 % interval (Student's t) is for the chance in the model: "
        "other people, other weeks. Differences are taken seed by seed. Runs without a value, such as attendance "
        "where there was no meeting or a tipping that never came, are left out of a mean; *Runs* counts the others."
    )


def _worlds_run(comparison: Comparison, made: Made) -> Iterator[str]:
    for world in comparison.worlds:
        plans = world.scenario.services
        start = f", from {world.scenario.start_date.isoformat()}" if world.scenario.start_date else ""
        yield (
            f"* `{world.name}`: {world.scenario.title} ({counted(sum(p.residents for p in plans), 'resident')}, "
            f"{counted(sum(p.workers for p in plans), 'worker')}, {counted(len(plans), 'service')}; "
            f"{counted(world.weeks, 'week')}{start})."
        )
    seeds = list(made.seeds)
    span = f"{seeds[0]}" if len(seeds) == 1 else f"{seeds[0]} to {seeds[-1]}"
    yield (
        f"* {counted(len(seeds), 'seed')} ({span}), each for the people at the start and for everything that "
        f"happens afterwards; the same in every world."
    )
    yield f"* Set by the user: {listed(list(made.overrides)) or 'nothing'}."
    yield f"* samskapa {made.version}, {made.day}, {made.seconds:.0f} s. More in `stamp.toml`."
    yield f"* To run it again: `{made.command}`"


def comparison_data(comparison: Comparison, made: Made) -> dict[str, Any]:
    """Everything that the page says, as mappings and lists; numbers that are not known are not a number."""

    def numbers(estimate: Estimate | None) -> dict[str, Any] | None:
        return None if estimate is None else asdict(estimate)

    return {
        "answer": lead(comparison),
        "caveats": caveats(comparison, made),
        "base": comparison.base.name if comparison.base else None,
        "version": made.version,
        "command": made.command,
        "seeds": list(made.seeds),
        "overrides": list(made.overrides),
        "interrupted": made.interrupted,
        "seconds": round(made.seconds, 3),
        "worlds": [
            {
                "name": world.name,
                "title": world.scenario.title,
                "weeks": world.weeks,
                "finished": int(world.done.sum()),
                "statuses": world.statuses,
                "outcomes": {
                    name: {
                        "unit": summary.unit,
                        "meaning": summary.meaning,
                        "level": numbers(comparison.level(world, name)),
                        "difference": numbers(comparison.difference(world, name)),
                    }
                    for name, summary in SUMMARIES.items()
                },
            }
            for world in comparison.worlds
        ],
    }
