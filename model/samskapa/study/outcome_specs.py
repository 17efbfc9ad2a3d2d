"""What an experiment looks at, from its file: summaries by name, windows of weekly outcomes, chances of a state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from samskapa.science.errors import nearest
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.scenarios.files import NAME
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.scenarios.tables import Table, shown
from samskapa.science.summaries import SUMMARIES
from samskapa.study.plan import BY, STATISTICS, Contrast, Input, OutcomeAsked, Prediction, Window

_STATE = re.compile(r"(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)")
_WINDOWS: tuple[tuple[str, str], ...] = (
    (r"last (\d+) weeks", "last 12 weeks"),
    (r"last (\d+) weeks of the project", "last 12 weeks of the project"),
    (r"first (\d+) weeks", "first 26 weeks"),
    (r"(\d+) weeks after the project", "26 weeks after the project"),
    (r"weeks (\d+)-(\d+)", "weeks 60-80"),
    (r"week (\d+)", "week 60"),
    (r"at the start", "at the start"),
    (r"at the end", "at the end"),
    (r"at project end", "at project end"),
    (r"before the project", "before the project"),
    (r"during the project", "during the project"),
    (r"after the project", "after the project"),
    (r"the whole run", "the whole run"),
)
DIRECTIONS = ("up", "down", "none", "first")
RANKING = ("sobol", "fast", "morris")
"""Designs that say which inputs matter most."""
EXAMPLES = [example for _, example in _WINDOWS]
"""A window of each form."""


def window_of(words: str) -> Window | None:
    """The weeks that words mean, or None. A run's weeks count from 0.

    >>> window_of("weeks 60-80")
    Window(words='weeks 60-80', since='start', first=60, last=80, until='')
    >>> window_of("at project end").first, window_of("yesterday")
    (-1, None)
    """
    place, match = next(
        ((place, found) for place, (pattern, _) in enumerate(_WINDOWS) if (found := re.fullmatch(pattern, words))),
        (-1, None),
    )
    numbers = [int(number) for number in match.groups()] if match else []
    forms: tuple[tuple[str, int, int, str], ...] = (
        ("end", -(numbers or [0])[0], -1, ""),
        ("project_end", -(numbers or [0])[0], -1, ""),
        ("start", 0, (numbers or [0])[0] - 1, ""),
        ("project_end", 0, (numbers or [0])[0] - 1, ""),
        ("start", (numbers or [0])[0], (numbers or [0])[-1], ""),
        ("start", (numbers or [0])[0], (numbers or [0])[0], ""),
        ("start", 0, 0, ""),
        ("end", -1, -1, ""),
        ("project_end", -1, -1, ""),
        ("start", 0, -1, "project_start"),
        ("project_start", 0, -1, "project_end"),
        ("project_end", 0, -1, "end"),
        ("start", 0, -1, "end"),
    )
    if match is None:
        return None
    since, first, last, until = forms[place]
    return Window(words, since, first, last, until)


def read_outcomes(table: Table, worlds: Sequence[Scenario], inputs: Sequence[Input]) -> tuple[OutcomeAsked, ...]:
    """Everything under `outcomes`: `summaries` first, then one table for each that is more than a summary.

    Raises:
        ScenarioError: unknown names, a window that no run has, a statistic or state that is not allowed.
    """
    found: list[OutcomeAsked] = []
    for name in table.get("summaries", list) if "summaries" in table else []:
        if name not in SUMMARIES:
            raise table.refusal(
                f"{shown(name)} is not a summary", "summaries", allowed=SUMMARIES, near=nearest(str(name), SUMMARIES)
            )
        found.append(_of_summary(name, name))
    for name in table:
        if name != "summaries":
            if not NAME.fullmatch(name):
                raise table.refusal(
                    f"{shown(name)} is not a name", name, allowed="small letters a to z, digits and underscores"
                )
            if not isinstance(table.content[name], dict):
                raise table.refusal(
                    f"{name} is not a table", name, allowed=f"[outcomes.{name}]", near=nearest(name, ["summaries"])
                )
            found.append(_outcome(table.table(name), name, worlds))
    names = [asked.name for asked in found]
    for name in names:
        if names.count(name) > 1:
            raise table.refusal(f"there are two outcomes {name!r}", name if name in table else "summaries")
        if name in [one.name for one in inputs]:
            raise table.refusal(f"{name} is the name of an input, too", name if name in table else "summaries")
    if not found:
        raise table.refusal("nothing is looked at", allowed='summaries = ["trust_final"], or [outcomes.NAME]')
    return tuple(found)


def _of_summary(name: str, of: str) -> OutcomeAsked:
    summary = SUMMARIES[of]
    return OutcomeAsked(name, of, unit=summary.unit, meaning=summary.meaning, good=summary.good)


def _outcome(table: Table, name: str, worlds: Sequence[Scenario]) -> OutcomeAsked:
    table.only(("of", "window", "statistic", "by", "state", "every"), needed=("of",))
    of = table.get("of", str)
    if of in SUMMARIES:
        for key in ("window", "statistic", "by", "every"):
            if key in table:
                raise table.refusal(
                    f"{key} has no place here: {of} is one number a run already", key, allowed="a weekly outcome"
                )
        if "state" not in table:
            raise table.refusal(f"{name} says nothing but {of}", "of", allowed=f'summaries = ["{of}"], or a state')
        plain = _of_summary(name, of)
    elif of in OUTCOMES:
        plain = _weekly(table, name, of, worlds)
    else:
        raise table.refusal(
            f"{shown(of)} is neither a summary nor a weekly outcome", "of", near=nearest(of, [*SUMMARIES, *OUTCOMES])
        )
    return _with_state(table, plain)


def _with_state(table: Table, plain: OutcomeAsked) -> OutcomeAsked:
    if "state" not in table:
        return plain
    match = _STATE.fullmatch(table.get("state", str).strip())
    if not match:
        raise table.refusal(
            f"state = {shown(table.content['state'])} is not a comparison",
            "state",
            allowed='an operator and a number, such as ">= 0.5"',
        )
    good = plain.good * (1 if match[1].startswith(">") else -1)
    return OutcomeAsked(
        plain.name,
        plain.of,
        plain.window,
        plain.statistic,
        plain.by,
        (match[1], float(match[2])),
        plain.every,
        "probability",
        plain.meaning,
        good,
    )


def _weekly(table: Table, name: str, of: str, worlds: Sequence[Scenario]) -> OutcomeAsked:
    if "window" not in table:
        raise table.refusal(f"{of} has a value every week: which weeks are meant?", allowed=EXAMPLES)
    words = table.words("window")
    window = window_of(words)
    if window is None:
        raise table.refusal(
            f"{shown(words)} is not a window", "window", allowed=EXAMPLES, near=nearest(words, EXAMPLES)
        )
    statistic = table.get("statistic", str) if "statistic" in table else "mean"
    if statistic not in STATISTICS:
        raise table.refusal(
            f"{shown(statistic)} is not a statistic",
            "statistic",
            allowed=STATISTICS,
            near=nearest(statistic, STATISTICS),
        )
    outcome, by = OUTCOMES[of], table.get("by", str) if "by" in table else "programme"
    if by not in BY:
        raise table.refusal(f"by = {shown(by)} is not known", "by", allowed=BY, near=nearest(by, BY))
    if by != "programme" and not outcome.by_service:
        raise table.refusal(f"{of} is not told for each service", "by", allowed="programme")
    if by in ("worst_service", "best_service") and outcome.good == 0:
        raise table.refusal(f"of {of} nobody can say what is worse", "by", allowed=("programme", "service"))
    every = table.whole("every", 1, 520, "weeks") if "every" in table else 0
    longest = table.document.content.get("run", {}).get("weeks") or max(world.weeks for world in worlds)
    if window.since == "start" and not window.until and window.last >= longest:
        raise table.refusal(f"{words} lies after the horizon of {longest} weeks", "window")
    return OutcomeAsked(name, of, window, statistic, by, None, every, outcome.unit, outcome.meaning, outcome.good)


def read_predictions(
    root: Table, outcomes: Sequence[OutcomeAsked], contrasts: Sequence[Contrast], inputs: Sequence[Input], design: str
) -> tuple[Prediction, ...]:
    """What is expected, as far as the results can judge it by themselves.

    Raises:
        ScenarioError: unknown names, or a prediction of nothing in particular.
    """
    found = []
    known = {
        "outcome": [one.name for one in outcomes if one.by != "service" and not one.every],
        "contrast": [one.name for one in contrasts],
        "input": [one.name for one in inputs if one.numeric],
        "direction": list(DIRECTIONS),
    }
    for table in root.tables("predictions"):
        table.only(("says", "outcome", "direction", "contrast", "input", "size"), ("says", "outcome", "direction"))
        if ("contrast" in table) == ("input" in table):
            raise table.refusal("a prediction speaks of a contrast or of an input", allowed="one of them")
        said = {key: table.get(key, str) for key in known if key in table}
        for key, name in said.items():
            if name not in known[key]:
                raise table.refusal(
                    f"{shown(name)} is not known here", key, allowed=known[key], near=nearest(name, known[key])
                )
        size = table.bounded("size", 0.0, 1e9, "least difference that counts") if "size" in table else 0.0
        if said["direction"] == "none" and not size:
            raise table.refusal(
                "no difference at all cannot be shown", allowed="size = ..., the largest that counts as none"
            )
        if said["direction"] == "first":
            _check_ranking(table, said, size, len(inputs), design)
        found.append(Prediction(table.words("says"), size=size, **said))
    return tuple(found)


def _check_ranking(table: Table, said: dict[str, str], size: float, inputs: int, design: str) -> None:
    """That a design ranks inputs, and that being among so many of them says something."""
    if design not in RANKING:
        raise table.refusal(f"a {design} does not say which inputs matter most", "direction", allowed=RANKING)
    if "input" not in said or size != int(size) or not 1 <= size < inputs:
        raise table.refusal(
            "to be among the first is said of an input",
            "direction",
            allowed=f"input = ..., and size = ..., a whole number from 1 to {inputs - 1}",
        )
