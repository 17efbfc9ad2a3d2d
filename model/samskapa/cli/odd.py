"""Write the documents that follow from the code: `docs/ODD.md`, `docs/parameters.md`, `docs/rules.md`.

The prose of the ODD description is written by hand in `docs/ODD.template.md`. A line `{{what}}` or
`{{what:which}}` in it is a place, filled from the declarations of parameters, switches, state variables, rules,
outcomes, interventions and decisions. So the words cannot name what is not there, and a table cannot be out of date.

    python -m samskapa.cli.odd            write the documents
    python -m samskapa.cli.odd --check    write nothing; exit 1 if a document on disk differs
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samskapa.science import chance
from samskapa.science import entities as people
from samskapa.science.bibliography import BIBLIOGRAPHY, cited_in
from samskapa.science.compile import RULES
from samskapa.science.declarations import Parameter
from samskapa.science.interventions import INTERVENTIONS
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.parameters import PARAMETERS
from samskapa.science.rules.choices import MECHANISMS, ROLES
from samskapa.science.summaries import SUMMARIES
from samskapa.science.switches import SWITCHES
from samskapa.science.week import WEEK

FOLDER = Path(__file__).resolve().parents[3] / "docs"
TEMPLATE = "ODD.template.md"
PLACE = re.compile(r"^\{\{(\w+)(?::([\w.]+))?\}\}$", re.MULTILINE)
NOTICE = "<!-- Written by `make docs` from {sources}. Edits here are lost. -->"
PARTS = ("Equation", "Units", "Source", "Departs")
ENTITIES: dict[str, tuple[people.StateVariable, ...]] = {
    "resident": people.RESIDENT,
    "worker": people.WORKER,
    "manager": people.MANAGER,
    "service": people.SERVICE,
    "promise": people.PROMISE,
    "programme": people.PROGRAMME,
}
SCALINGS = {
    "rate": "share per week",
    "flow": "amount or hazard per week",
    "span": "number of weeks",
    "event": "per event",
    "none": "none",
}


@dataclass(frozen=True, slots=True)
class RuleText:
    """What the docstring of a rule says.

    Attributes:
        name, mechanism: the function, and the file it lives in, without its ending.
        arguments: names of its arguments, in order.
        sentence: what it says in words.
        labels: numbers of its equations, such as E1 or R12; the first is where it belongs.
        is_alternative: whether it is reached by a switch only.
        equation, units, source, departs: the fixed lines.
        example: its worked value.
    """

    name: str
    mechanism: str
    arguments: tuple[str, ...]
    sentence: str
    labels: tuple[str, ...]
    is_alternative: bool
    equation: str
    units: str
    source: str
    departs: str
    example: str


def read_rule(function: Callable[..., Any]) -> RuleText:
    """Take the docstring of a rule apart.

    Raises:
        ValueError: one of the fixed lines is missing, or the equation has no number.

    >>> from samskapa.science.rules.contact import trust_symmetric
    >>> text = read_rule(trust_symmetric)
    >>> text.labels, text.is_alternative, text.equation
    (('E1',), True, 'T += a_T (q - T)')
    """
    name = function.__name__
    words, _, example = (inspect.getdoc(function) or "").partition("\n\n>>> ")
    said: dict[str, str] = {"sentence": ""}
    part = "sentence"
    for line in words.splitlines():
        head = line.split(":")[0].split(" (")[0]
        part = head if head in PARTS and not line.startswith(" ") else part
        said[part] = f"{said.get(part, '')} {line.strip()}".strip()
    missing = [part for part in PARTS if part not in said]
    found = re.match(r"Equation \(([^)]*)\): (.*)", said.get("Equation", ""))
    if missing or found is None:
        raise ValueError(f"the docstring of {name} lacks {', '.join(missing) or 'the number of its equation'}")
    labels = tuple(label.strip() for label in found[1].split(","))
    units, source, departs = (said[part].partition(": ")[2] for part in PARTS[1:])
    return RuleText(
        name,
        function.__module__.rpartition(".")[2],
        tuple(inspect.signature(function).parameters),
        said["sentence"],
        tuple(label for label in labels if label != "switch"),
        "switch" in labels,
        found[2],
        units,
        source,
        departs,
        f">>> {example}",
    )


def rules() -> list[RuleText]:
    """Every rule, in the order of `MECHANISMS` and within a file in the order of its text."""
    order = [mechanism.__name__ for mechanism in MECHANISMS]
    texts = [function for _, function in sorted(RULES.items(), key=lambda item: order.index(item[1].__module__))]
    return [read_rule(function) for function in texts]


# -- the parts of documents ----------------------------------------------------------------------------


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; a bar within a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(text: str) -> str:
    """A name or an equation, set as code; nothing for nothing."""
    return f"`{text}`" if text not in ("", "-") else ""


def number(value: float) -> str:
    """A number as short as it can be said, without the sign of minus zero.

    >>> number(8.0), number(.0035), number(-.5)
    ('8', '0.0035', '-0.5')
    """
    return f"{value + 0.0:g}"


def interval(low: float, high: float) -> str:
    """Bounds in words, with the far ones named."""
    ends = ["" if abs(end) >= people.FOREVER else number(end) for end in (low, high)]
    words = {(True, True): f"{ends[0]} to {ends[1]}", (True, False): f"from {ends[0]}", (False, True): f"to {ends[1]}"}
    return words.get((bool(ends[0]), bool(ends[1])), "any")


def states(entity: str) -> str:
    """State variables of an entity."""
    rows = [
        (code(v.name), code(v.symbol), v.meaning, interval(v.low, v.high), v.unit, v.start) for v in ENTITIES[entity]
    ]
    return table(("variable", "symbol", "meaning", "bounds", "unit", "at the start"), rows)


def default_of(parameter: Parameter) -> str:
    """The default of a parameter, and what it follows."""
    if not parameter.follows:
        return number(parameter.default)
    leader, factor = parameter.follows
    return f"{number(parameter.default)}; {number(factor)} {PARAMETERS[leader].symbol} if not given"


def parameters(_: str = "") -> str:
    """All parameters, group by group."""
    head = (
        "parameter",
        "symbol",
        "default",
        "bounds",
        "plausible",
        "unit",
        "scales as",
        "role",
        "may change",
        "meaning",
        "source",
    )
    blocks = []
    for group in dict.fromkeys(parameter.group for parameter in PARAMETERS.values()):
        rows = [
            (
                code(p.name),
                code(p.symbol),
                default_of(p),
                interval(p.low, p.high),
                interval(*p.plausible),
                p.unit,
                SCALINGS[p.scaling],
                p.role,
                "at the start" if p.at_start else "any week",
                p.meaning,
                p.source,
            )
            for p in PARAMETERS.values()
            if p.group == group
        ]
        blocks.append(f"**{group.capitalize()}**\n\n{table(head, rows)}")
    return "\n\n".join(blocks)


def switches(_: str = "") -> str:
    """All switches with their alternatives and the rules these choose."""
    rows = []
    for switch in SWITCHES.values():
        for alternative, sentence in switch.alternatives.items():
            chosen = [chosen[alternative].__name__ for name, chosen in ROLES.values() if name == switch.name]
            rows.append(
                (
                    code(switch.name),
                    code(alternative) + (" (default)" if alternative == switch.default else ""),
                    sentence,
                    ", ".join(map(code, chosen)),
                    switch.source,
                )
            )
    return table(("switch", "alternative", "what it assumes", "rules", "source"), rows)


def week(_: str = "") -> str:
    """The phases of a week."""
    return table(
        ("phase", "method", "what happens", "equations"),
        [(str(phase.number), code(phase.name), phase.sentence, phase.equations) for phase in WEEK],
    )


def rules_of(label: str) -> str:
    """The rules that belong to an equation, each in full."""
    found = []
    for rule in rules():
        if rule.labels[0] == label:
            mark = ", switch" if rule.is_alternative else ""
            found.append(
                f"* **{rule.name}** ({', '.join(rule.labels)}{mark}; `science/rules/{rule.mechanism}.py`). "
                f"{rule.sentence}\n"
                f"  `{rule.equation}`\n"
                f"  Units: {rule.units}. Source: {rule.source}. Departs: {rule.departs}."
            )
    if not found:
        raise ValueError(f"no rule belongs to {label}")
    return "\n".join(found)


def outcomes(_: str = "") -> str:
    """What is measured every week."""
    rows = [
        (code(o.name), code(o.symbol), o.meaning, o.unit, "yes" if o.by_service else "no") for o in OUTCOMES.values()
    ]
    return table(("outcome", "symbol", "meaning", "unit", "by service"), rows)


def summaries(_: str = "") -> str:
    """What sums up a run."""
    better = {1: "more", -1: "less", 0: "open"}
    rows = [(code(s.name), s.meaning, s.unit, better[s.good]) for s in SUMMARIES.values()]
    return table(("summary", "meaning", "unit", "better"), rows)


def interventions(_: str = "") -> str:
    """What a project can do, and the parameters of it."""
    rows = [(code(i.name), i.sentence, ", ".join(map(code, i.parameters()))) for i in INTERVENTIONS.values()]
    return table(("intervention", "what it is", "parameters"), rows)


def decisions(_: str = "") -> str:
    """What is decided by chance, with the number that keys it."""
    said = dict(re.findall(r"^    ([A-Z_]+) = \d+  #: (.+)$", inspect.getsource(chance.Decision), re.MULTILINE))
    rows = [(str(int(decision)), code(decision.name), said[decision.name]) for decision in chance.Decision]
    return table(("number", "decision", "what is drawn"), rows)


def assumed(_: str = "") -> str:
    """Parameters without a source for their size."""
    names = [parameter.name for parameter in PARAMETERS.values() if parameter.is_assumption]
    return f"{len(names)} of {len(PARAMETERS)} parameters: {', '.join(map(code, names))}."


PLACES: dict[str, Callable[[str], str]] = {
    "states": states,
    "parameters": parameters,
    "switches": switches,
    "week": week,
    "rules": rules_of,
    "outcomes": outcomes,
    "summaries": summaries,
    "interventions": interventions,
    "decisions": decisions,
    "assumed": assumed,
}


# -- the documents -------------------------------------------------------------------------------------


def filled(template: str) -> str:
    """The template with every place filled and the references at its end.

    Raises:
        ValueError: an unknown place, or rules that have none.
    """
    labels = {which for what, which in PLACE.findall(template) if what == "rules"}
    homeless = [rule.name for rule in rules() if rule.labels[0] not in labels]
    unknown = [what for what, _ in PLACE.findall(template) if what not in PLACES]
    if homeless or unknown:
        raise ValueError(f"{TEMPLATE}: no place for {homeless or 'nothing'}, and unknown places {unknown}")
    body = PLACE.sub(lambda place: PLACES[place[1]](place[2] or ""), template)
    return f"{NOTICE.format(sources=f'{TEMPLATE} and the code')}\n\n{body.rstrip()}\n\n{references(body)}\n"


def references(text: str) -> str:
    """The works that a text cites, in the order of their keys."""
    works = sorted(cited_in(text), key=str.casefold)
    lines = [f"* **{key}**: {BIBLIOGRAPHY[key].long()}" for key in works]
    return "\n".join(["## References", "", "In brackets: how well we know the work.", "", *lines])


def parameter_page() -> str:
    """`docs/parameters.md`."""
    head = [
        NOTICE.format(sources="model/samskapa/science/parameters.py and switches.py"),
        "",
        "# Parameters and switches",
        "",
        "The same tables as in [ODD.md](ODD.md), to look things up. The bounds are hard; the plausible range is the",
        "narrower one in which assumptions are varied. *Scales as* says how the number would change if the week were",
        "cut in parts. `[A]` marks a size that no source gives.",
        "",
        "## Parameters",
        "",
    ]
    body = "\n".join([*head, parameters(), "", "## Switches", "", switches()])
    return f"{body}\n\n{references(body)}\n"


def rule_page() -> str:
    """`docs/rules.md`."""
    roles = {
        rule.__name__: f"{role} (switch {switch}: {name})"
        for role, (switch, choices) in ROLES.items()
        for name, rule in choices.items()
    }
    lines = [
        NOTICE.format(sources="the docstrings in model/samskapa/science/rules/"),
        "",
        "# Rules",
        "",
        "Every rule is one pure function in `model/samskapa/science/rules/`. Its worked value is run as a test.",
        "A rule that plays a role is chosen by a switch; a model can exchange a rule by its name or by its role.",
    ]
    mechanism = ""
    for rule in rules():
        if rule.mechanism != mechanism:
            mechanism = rule.mechanism
            lines += ["", f"## {mechanism}.py"]
        role = f" Role: {roles[rule.name]}." if rule.name in roles else ""
        lines += [
            "",
            f"### {rule.name}",
            "",
            f"({', '.join(rule.labels)}) {rule.sentence}{role}",
            "",
            "```text",
            rule.equation,
            "```",
            "",
            f"* Arguments: {', '.join(rule.arguments)}.",
            f"* Units: {rule.units}.",
            f"* Source: {rule.source}.",
            f"* Departs: {rule.departs}.",
            "",
            "```python",
            rule.example,
            "```",
        ]
    body = "\n".join(lines)
    return f"{body}\n\n{references(body)}\n"


def documents(folder: Path = FOLDER) -> dict[str, str]:
    """The text of every document by its file name.

    Raises:
        FileNotFoundError: the folder has no template, as in an installed package without its repository.
        ValueError: a place of the template cannot be filled.
    """
    template = (folder / TEMPLATE).read_text(encoding="utf-8")
    return {"ODD.md": filled(template), "parameters.md": parameter_page(), "rules.md": rule_page()}


def outdated(folder: Path = FOLDER) -> list[str]:
    """Names of the documents that are missing or say something else than the code."""

    def on_disk(name: str) -> str:
        path = folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    return [name for name, text in documents(folder).items() if on_disk(name) != text]


def main(arguments: Sequence[str]) -> int:
    """Write the documents, or check them; the exit status."""
    if not set(arguments) <= {"--check"}:
        print("usage: python -m samskapa.cli.odd [--check]", file=sys.stderr)
        return 2
    try:
        late = outdated()
        if "--check" in arguments:
            for name in late:
                print(f"docs/{name} differs from the code; run `make docs`", file=sys.stderr)
            return 1 if late else 0
        for name in late:
            (FOLDER / name).write_text(documents()[name], encoding="utf-8", newline="\n")
            print(f"docs/{name} written")
    except FileNotFoundError as error:
        print(f"no {error.filename}: the documents are written in a checkout of the repository", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
