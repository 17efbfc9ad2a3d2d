"""The answer as a page: the sentence first, then numbers with units, what was run, and what it is not for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samskapa.science.parameters import PARAMETERS
from samskapa.science.summaries import SUMMARIES
from samskapa.study.comparison import Comparison
from samskapa.study.sentences import lead, legend, themes
from samskapa.study.statistics.means import Estimate
from samskapa.study.words import UNKNOWN, counted, decimals_of, figure, interval, label_of, listed


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


def answer_page(comparison: Comparison, made: Made, figures: Sequence[str] = ()) -> str:
    """The page in Markdown.

    Args:
        comparison: the worlds.
        made: how it came about.
        figures: paths of pictures beside the page.
    """
    lines = [f"# {listed([world.name for world in comparison.worlds])}", ""]
    lines += [f"**{sentence}**\n" for sentence in lead(comparison)]
    lines += [f"{legend(comparison)}\n"]
    lines += [f"{caveat}\n" for caveat in caveats(comparison, made)]
    for theme, sentences in themes(comparison).items():
        lines += [f"## {theme}", "", *(f"* {sentence}" for sentence in sentences), ""]
    if figures:
        lines += ["## Figures", "", *(f"![{path.rsplit('/', 1)[-1].rsplit('.', 1)[0]}]({path})\n" for path in figures)]
    lines += ["## Numbers", "", *_table(comparison), "", *_meanings(), ""]
    lines += ["## What was run", "", *_made(comparison, made), ""]
    lines += ["## What this is not for", "", *not_for()]
    return "\n".join(lines) + "\n"


def caveats(comparison: Comparison, made: Made) -> list[str]:
    """What a reader must know before believing the sentence."""
    said = []
    if made.interrupted:
        left = {world.name: int(world.done.sum()) for world in comparison.worlds}
        said.append(f"Interrupted: of {counted(len(made.seeds), 'seed')}, "
                    + listed([f"{number} finished in {name}" for name, number in left.items()])
                    + f"; differences rest on the {int(comparison.paired.sum())} that finished in all.")
    for world in comparison.worlds:
        for seed, why in world.failures.items():
            said.append(f"Failed: {world.name}, seed {seed}: {why}.")
    if max(world.done.sum() for world in comparison.worlds) == 1:
        said.append("One run of each world is a story, not an answer: it has no intervals. Ask for more with --seeds.")
    if comparison.base is None and comparison.worlds[0].has_project:
        said.append("No world without the project was run beside this one, so these numbers say what happened, not "
                    "what the project changed.")
    elif not comparison.base_has_no_project and comparison.base is not None:
        said.append(f"No world here is without a project; differences are from {comparison.base.name}.")
    said += _different_worlds(comparison)
    return said


def _different_worlds(comparison: Comparison) -> list[str]:
    """A warning where pairs share a seed but not the people."""
    base = comparison.base
    strange = [world.name for world in comparison.others if base and world.scenario.services != base.scenario.services]
    if not strange or base is None:
        return []
    verb = "has" if len(strange) == 1 else "have"
    return [f"{listed(strange)} {verb} other services than {base.name}, so a difference also tells of other people "
            f"and places, not only of what was done."]


def _table(comparison: Comparison) -> Iterator[str]:
    """Every summary of every world, with units and intervals."""
    apart = f" Difference from {comparison.base.name} | 95 % interval |" if comparison.base else ""
    yield f"| Outcome | Unit | World | Mean | 95 % interval | Runs |{apart}"
    yield "|:--|:--|:--|--:|:--|--:|" + ("--:|:--|" if apart else "")
    for name, summary in SUMMARIES.items():
        for place, world in enumerate(comparison.worlds):
            label, unit = (label_of(name), summary.unit) if place == 0 else ("", "")
            own = comparison.level(world, name)
            cells = [label, unit, world.name, *cells_of(own), str(own.runs)]
            if comparison.base:
                cells += cells_of(comparison.difference(world, name), sign=True)
            yield f"| {' | '.join(cells)} |"


def cells_of(estimate: Estimate | None, sign: bool = False) -> list[str]:
    """A mean and its interval as two cells."""
    if estimate is None:
        return ["", ""]
    places = decimals_of(estimate)
    return [figure(estimate.mean, places, sign) if estimate.known else UNKNOWN, interval(estimate, places, sign)]


def _meanings() -> Iterator[str]:
    yield "What the rows mean:"
    yield ""
    for name, summary in SUMMARIES.items():
        yield f"* *{label_of(name)}*, in the files `{name}`: {summary.meaning}"
    yield ""
    yield ("A mean is over the runs of a world; its 95 % interval (Student's t) is for the chance in the model: "
           "other people, other weeks. Differences are taken seed by seed. Runs without a value, such as attendance "
           "where there was no meeting or a tipping that never came, are left out of a mean; *Runs* counts the others.")


def _made(comparison: Comparison, made: Made) -> Iterator[str]:
    for world in comparison.worlds:
        plans = world.scenario.services
        start = f", from {world.scenario.start_date.isoformat()}" if world.scenario.start_date else ""
        yield (f"* `{world.name}`: {world.scenario.title} ({counted(sum(p.residents for p in plans), 'resident')}, "
               f"{counted(sum(p.workers for p in plans), 'worker')}, {counted(len(plans), 'service')}; "
               f"{counted(world.weeks, 'week')}{start}).")
    seeds = list(made.seeds)
    span = f"{seeds[0]}" if len(seeds) == 1 else f"{seeds[0]} to {seeds[-1]}"
    yield (f"* {counted(len(seeds), 'seed')} ({span}), each for the people at the start and for everything that "
           f"happens afterwards; the same in every world.")
    yield f"* Set by the user: {listed(list(made.overrides)) or 'nothing'}."
    yield f"* samskapa {made.version}, {made.day}, {made.seconds:.0f} s. More in `stamp.toml`."
    yield f"* To run it again: `{made.command}`"


def not_for() -> Iterator[str]:
    """What a reader must not do with an answer of this model."""
    assumed = sum(parameter.is_assumption for parameter in PARAMETERS.values())
    yield ("This is a model to think with, not a forecast. It was built so that what the sources tell can happen in "
           "it; no attendance, trust or satisfaction was measured there that it could have been fitted to.")
    yield ""
    yield (f"* Read directions and comparisons, not sizes: of {len(PARAMETERS)} parameters, {assumed} rest on an "
           f"assumption of ours, in whole or in part (`samskapa parameters`).")
    yield ("* The intervals hold the chance in the model. They do not hold doubt about parameters or equations, which "
           "is larger: set other values (`--set`) and other switches (`samskapa show`) before you believe a sentence.")
    yield ("* Not for judging a named service, worker or resident, not for deciding who gets a home, and not for "
           "deciding what may be saved: residents and staff here are averages with chance, not people.")
    yield ("* Lower expectations can look like success. Read trust and disappointment beside quality, fulfilment and "
           "the worst off.")


