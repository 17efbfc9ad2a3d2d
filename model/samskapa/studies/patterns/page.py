"""docs/patterns.md: what the model reproduces, what not, how sure that is and what each pattern rests on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from samskapa.studies.patterns.artefact_page import artefacts, as_a_whole
from samskapa.studies.patterns.artefacts import Checks
from samskapa.studies.patterns.explained import failed, stayed
from samskapa.studies.patterns.judging import FIRST_SEED, LEFT_OUT, SWITCH_PAIRS, Card, Judgement, strongest
from samskapa.studies.patterns.pattern import Worth
from samskapa.studies.robustness import Standing
from samskapa.study.design import PROGRAMMES
from samskapa.study.statistics.means import NEGLIGIBLE, student_quantile
from samskapa.study.stopping import FIRST_PAIRS, MOST_PAIRS
from samskapa.study.verdicts import ONE_SIDED, Effect, Verdict

FIGURE = "images/patterns.png"
HEAD = """# The patterns of the field, and what the model makes of them

<!-- Written by `samskapa patterns`; do not edit. -->

{holding} of {total} patterns hold, {failing} do not, {undecided} are undecided.

![Effects against the sizes asked]({figure})

The rules were fixed before anything was calibrated: [patterns_rules.md](patterns_rules.md). A pattern **holds** when
the one-sided {confidence:.0%} lower bound of every clause lies above its minimum size, **does not hold** when an upper
bound lies below, and is **undecided** if neither is so after {most} pairs of runs on the same seeds (from {first},
doubled until decided; first seed {seed}). Every clause must hold, so the weakest is shown; the others follow below.
What is asked to lie below a level is asked with the sign turned: -0.57 > -0.6.

Patterns with odd numbers, and C32, may have been calibrated on; the other even ones were **held out**. {held_out} of
those held out hold, {emergent} of the emergent ones and {both} of those that are both. {flipping} of {total} verdicts
turn under at least one other structural choice.
"""
COLUMNS = (
    "| | pattern | speaks of | worth | seen | verdict | weakest clause: effect [bounds], asked | pairs | flips under "
    "| artefact? |"
)
RULE = "|---|---|---|---|---|---|---|---|---|---|"


def page(cards: Sequence[Card], checks: Mapping[str, Checks] | None = None) -> str:
    """The whole page.

    Args:
        cards: patterns with their verdicts.
        checks: what was found of each under changes that say nothing about people, by name.
    """
    checks = checks or {}
    verdicts = [card.judgement.verdict for card in cards]
    lines = [HEAD.format(
        holding=verdicts.count(Verdict.HOLDS), total=len(cards), failing=verdicts.count(Verdict.FAILS),
        undecided=verdicts.count(Verdict.UNDECIDED), figure=FIGURE, confidence=ONE_SIDED, most=MOST_PAIRS,
        first=FIRST_PAIRS, seed=FIRST_SEED, flipping=sum(bool(card.flips()) for card in cards),
        **{name: share(chosen) for name, chosen in groups(cards).items()},
    ), COLUMNS, RULE]
    lines += [row_of(card, as_a_whole(card, checks)) for card in cards]
    lines += ["", *learned(cards), "", *counts(cards), "", *multiple_testing(cards), "", *causes(cards), "",
              *artefacts(cards, checks), "", *switches(cards), "", "## Clause by clause", ""]
    for card in cards:
        lines += [*details(card), ""]
    return "\n".join(lines).rstrip() + "\n"


def row_of(card: Card, standing: Standing) -> str:
    """A pattern in the first table, with what is left of its verdict where only the carrying out is changed."""
    pattern, effect = card.pattern, card.judgement.effects[card.judgement.weakest]
    flips = ", ".join(f"`{flip}`" for flip in card.flips()) or ("none" if card.switches else "not asked")
    seen = "held out" if pattern.held_out else "calibrated on"
    return (f"| {pattern.name} | {pattern.sentence} {pattern.source} | {pattern.level} | {pattern.worth} | {seen} | "
            f"**{card.judgement.verdict}** | {in_numbers(effect)} | {effect.pairs} | {flips} | {standing} |")


def in_numbers(effect: Effect) -> str:
    """An effect with its bounds and the size asked.

    >>> in_numbers(Effect(.0291, .027, .031, .012, 24))
    '+0.029 [+0.027, +0.031], > 0.012'
    """
    if math.isnan(effect.mean):
        return f"not known, > {effect.least:g}"
    return f"{effect.mean:+.3f} [{effect.low:+.3f}, {effect.high:+.3f}], > {effect.least:g}"


def share(cards: Sequence[Card]) -> str:
    """How many of some patterns hold."""
    return f"{sum(card.judgement.verdict is Verdict.HOLDS for card in cards)} of {len(cards)}"


def learned(cards: Sequence[Card]) -> list[str]:
    """What was learned from the patterns that do not hold or are not decided."""
    lines = ["## What does not hold, and what was learned", ""]
    missed = [card for card in cards if card.judgement.verdict is not Verdict.HOLDS]
    if not missed:
        return [*lines, "Every pattern holds, which is no proof that the model is right: see what follows."]
    for card in missed:
        effect = card.judgement.effects[card.judgement.weakest]
        words = failed(card) or "Not yet explained."
        lines += [f"* **{card.pattern.name} {card.judgement.verdict}**: {card.pattern.sentence} Weakest clause: "
                  f"{card.pattern.clauses[card.judgement.weakest].words}; found {in_numbers(effect)}. {words}"]
    return lines


def counts(cards: Sequence[Card]) -> list[str]:
    """Whether held-out and emergent patterns hold as often as the others."""
    lines = [
        "## As often where it was not looked for?", "",
        "A pattern *by construction* is one equation of the model: that it holds says that the equation is strong "
        "enough, and no more. One that *shaped the design* was in mind when the equations were chosen. Only *emergent* "
        "ones, and best those held out, speak for the model.", "", "| patterns | hold |", "|---|---|",
    ]
    for words, held_out in (("calibrated on", False), ("held out", True)):
        lines.append(f"| {words} | {share([card for card in cards if card.pattern.held_out is held_out])} |")
    lines += [f"| {worth} | {share([card for card in cards if card.pattern.worth is worth])} |" for worth in Worth]
    return [*lines, f"| emergent and held out | {share(groups(cards)['both'])} |"]


def groups(cards: Sequence[Card]) -> dict[str, list[Card]]:
    """The patterns that speak most for a model: those held out, the emergent ones, and those that are both."""
    held_out = [card for card in cards if card.pattern.held_out]
    emergent = [card for card in cards if card.pattern.worth is Worth.EMERGENT]
    return {"held_out": held_out, "emergent": emergent, "both": [card for card in held_out if card in emergent]}


def holds_strictly(judgement: Judgement, tests: int) -> bool:
    """Whether every clause would hold with the error of one test shared among so many (Bonferroni).

    A bound of 95 % is widened to 1 - .05 / tests, with Student's quantiles for the programmes that ran.
    """
    for effect in judgement.effects:
        freedom = max(1, min(effect.pairs, PROGRAMMES) - 1)
        wide, usual = (student_quantile(freedom, 1.0 - 2.0 * (1.0 - ONE_SIDED) / n) for n in (tests, 1))
        if not effect.strength > wide / usual:
            return False
    return True


def multiple_testing(cards: Sequence[Card]) -> list[str]:
    """What testing so many patterns means."""
    count = len(cards)
    strict = sum(holds_strictly(card.judgement, count) for card in cards)
    lost = [card.pattern.name for card in cards
            if card.judgement.verdict is Verdict.HOLDS and not holds_strictly(card.judgement, count)]
    without = f"; {', '.join(lost)} no longer do" if lost else ""
    return [
        "## So many tests", "",
        f"{count} patterns are tested, each bound at {ONE_SIDED:.0%}. If every pattern lay just at its minimum size, "
        f"{(1 - ONE_SIDED) * count:.1f} would be expected to hold by chance at one look, and somewhat more since the "
        f"bounds are looked at after each doubling; a pattern of several clauses, all of which must hold, is harder "
        f"to pass. With the error shared among the {count} patterns (Bonferroni), {strict} hold{without}. Bounds tell "
        "of chance in people and events; they say nothing about parameters or equations that may be wrong.",
    ]


def causes(cards: Sequence[Card]) -> list[str]:
    """The strongest patterns with their mechanism switched off."""
    chosen = [card for card in strongest(cards) if card.without_cause]
    if not chosen:
        return ["## Right for the right reason?", "", "Not asked."]
    lines = [
        "## Right for the right reason?", "",
        "The patterns that hold by the widest margin, with the mechanism switched off that is said to cause them. A "
        "pattern that stays has another cause; one that goes as a whole may go by one clause while others stay.", "",
        "| | mechanism | switched off by | without it | clauses that stay | weakest clause then |",
        "|---|---|---|---|---|---|",
    ]
    for card in chosen:
        without = card.without_cause or card.judgement
        effect = without.effects[without.weakest]
        how = ", ".join(f"`{name} = {value:g}`" if isinstance(value, float | int) else f"`{name} = {value}`"
                        for name, value in card.pattern.without.items())
        staying = [one for one in without.effects if one.verdict is Verdict.HOLDS]
        then = f"{card.pattern.clauses[without.weakest].words}: {in_numbers(effect)}"
        lines.append(f"| {card.pattern.name} | {card.pattern.cause} | {how} | **{gone(without)}** | "
                     f"{len(staying)} of {len(without.effects)} | {then} |")
    return [*lines, "", *stays(chosen)]


def gone(without: Judgement) -> str:
    """Whether a pattern goes with its mechanism.

    Exactly nothing is neither above nor below nothing, so the rule leaves it undecided; it is gone all the same.
    """
    if any(effect.mean <= effect.least and effect.error <= NEGLIGIBLE for effect in without.effects):
        return "gone"
    return {Verdict.HOLDS: "STAYS", Verdict.FAILS: "gone"}.get(without.verdict, "undecided")


def stays(chosen: Sequence[Card]) -> list[str]:
    """Said loudly: which patterns have another cause than the one named, wholly or in part."""
    kept = [card for card in chosen if card.without_cause and card.without_cause.verdict is Verdict.HOLDS]
    partly = [card.pattern.name for card in chosen if card not in kept and card.without_cause
              and 2 * sum(e.verdict is Verdict.HOLDS for e in card.without_cause.effects) > len(card.pattern.clauses)]
    rest = [f"**{', '.join(partly)}: only a part goes. Most of the clauses hold without the mechanism, too, and are no "
            "evidence for it.**"] if partly else []
    if not kept:
        return ["None of them stays as a whole without its mechanism.", *(["", *rest] if rest else [])]
    names = ", ".join(card.pattern.name for card in kept)
    lines = [f"**{names}: the pattern stays although the mechanism named for it is off. It holds for another reason "
             "than the one given, and that it holds is no evidence for that mechanism.**", ""]
    lines += [f"* {card.pattern.name}: {stayed(card) or 'Not yet explained.'}" for card in kept]
    return [*lines, *(["", *rest] if rest else [])]


def often(cards: Sequence[Card]) -> str:
    """How many patterns flip, and under which switches."""
    flips = [flip for card in cards for flip in card.flips()]
    if not flips:
        return "No pattern flips."
    most = Counter(flips).most_common(5)
    told = ", ".join(f"`{flip}` ({count})" for flip, count in most)
    somewhere = sum(bool(card.flips()) for card in cards)
    return f"{somewhere} of {len(cards)} patterns flip somewhere; most often under {told}."


def switches(cards: Sequence[Card]) -> list[str]:
    """Every pattern under every alternative of every switch."""
    asked = [card for card in cards if card.switches]
    lines = ["## Under every switch", ""]
    if not asked:
        return [*lines, "Not asked."]
    names = [(switch, name) for switch, found in asked[0].switches.items() for name in found]
    signs = {Verdict.HOLDS: "+", Verdict.FAILS: "−", Verdict.UNDECIDED: "?"}
    lines += [
        f"One structural choice at a time, at most {SWITCH_PAIRS} pairs: + holds, − does not, ? undecided. Not turned, "
        f"since only the Mesa model can: {', '.join(f'`{name}`' for name in sorted(LEFT_OUT))}. {often(asked)}", "",
        "| | default | " + " | ".join(f"{switch}: {name}" for switch, name in names) + " |",
        "|---" * (len(names) + 2) + "|",
    ]
    for card in asked:
        found = [signs[card.switches[switch][name].verdict] for switch, name in names]
        lines.append(f"| {card.pattern.name} | {signs[card.judgement.verdict]} | {' | '.join(found)} |")
    return lines


def details(card: Card) -> list[str]:
    """All clauses of a pattern."""
    pattern = card.pattern
    lines = [f"### {pattern.name}. {pattern.sentence}", ""]
    if pattern.reading:
        lines += [pattern.reading, ""]
    lines += ["| clause | effect [bounds], asked | verdict |", "|---|---|---|"]
    lines += [f"| {clause.words} | {in_numbers(effect)} | {effect.verdict} |"
              for clause, effect in zip(pattern.clauses, card.judgement.effects, strict=True)]
    return lines
