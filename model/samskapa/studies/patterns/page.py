"""docs/patterns.md: what the model reproduces, what not, how sure that is and what each pattern rests on.

What was learned from patterns that fail or stay without their cause is told in words whose numbers are not typed:
{0.mean} is the effect of the first clause as it was found, {switches} and {without} what was found under switches and
without the cause, so that a text cannot outlive what it explains.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from samskapa.studies.patterns.artefacts import PAIRS, SLOW_PAIRS, Checks, standings
from samskapa.studies.patterns.judge import FIRST_SEED, LEFT_OUT, SWITCH_PAIRS, Card, Judgement, strongest
from samskapa.studies.patterns.pattern import Worth
from samskapa.studies.robustness import CHANGES, Finding, Standing, worst
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
SHORT = {
    Standing.ROBUST: "robust",
    Standing.SHIFTED: "shifted",
    Standing.FRAGILE: "**fragile**",
    Standing.UNDECIDED: "undecided",
    Standing.NOT_TESTED: "–",
}
FAILED: dict[str, str] = {
    "C4": "The direction is the one reported: warm staff under cool leaders draw more residents than cool staff under "
    "warm leaders, by {0.mean:.3f} ({0.low:.3f} to {0.high:.3f}), and both together draw most. What is missed is "
    "the margin of {0.least:g}, and by a hair: the upper bound is {0.high:.4f}, and under other chance the "
    "verdict stays open (see below). Leaders are worth nearly as much as staff, since they bring capacity, so "
    "that more promises are kept, and staff who begin cool warm under them. Of what both together give, warm "
    "staff alone lack {1.mean:.2f} of attendance and warm leaders alone {2.mean:.2f}. Learned: of this model one "
    "may say that the front line counts at least as much as leadership, not that it counts clearly more. The "
    "margin is reached where attendance is highest at middling trust (`trust_effect = inverted_u`, "
    "{switches[trust_effect][inverted_u].effects[0].mean:+.3f}) and where residents are met one to one "
    "(`mode = one_to_one`, {switches[mode][one_to_one].effects[0].mean:+.3f}).",
    "C21": "It could be calibrated on, and still does not hold. Candour alone does mend expectation ({1.mean:+.3f}), "
    "confidence ({2.mean:+.3f}) and disappointment (lower by {3.mean:.3f}); it is attendance in the last year "
    "that rises by {0.mean:.3f} only where {0.least:g} was asked. In the default world few services go on "
    "meeting once the project is over, whether anybody was candid or not, and no meeting counts as nobody "
    "there: hardly any attendance is left that could differ. Learned: saying no openly mends what people expect "
    "of a meeting and does not see to it that there is one; that takes routine. The size hangs on the size of "
    "services, too: with twice the people the pattern holds (see below).",
}
"""By name of the pattern: why it does not hold, or is not decided, and what was learned."""
STAYED: dict[str, str] = {
    "C30": "Newcomers are still less disappointed with choice ({without[0].mean:+.3f}) and after dialogue in the queue "
    "({without[1].mean:+.3f}; {0.mean:+.3f} and {1.mean:+.3f} with the mechanism). The rule for moving in (E30) "
    "has a constant part of .05 that nobody's wishes enter: choice cuts it, and the understanding that comes of "
    "dialogue softens it. So this pattern does not show that wishes above what there is are what disappoints; "
    "it follows from the equation for moving in, and trust of newcomers follows from the milder first contact."
}
"""By name of the pattern: why it stays although its mechanism is off."""


def page(cards: Sequence[Card], checks: Mapping[str, Checks] | None = None) -> str:
    """The whole page.

    Args:
        cards: patterns with their verdicts.
        checks: what was found of each under changes that say nothing about people, by name.
    """
    checks = checks or {}
    verdicts = [card.judgement.verdict for card in cards]
    lines = [
        HEAD.format(
            holding=verdicts.count(Verdict.HOLDS),
            total=len(cards),
            failing=verdicts.count(Verdict.FAILS),
            undecided=verdicts.count(Verdict.UNDECIDED),
            figure=FIGURE,
            confidence=ONE_SIDED,
            most=MOST_PAIRS,
            first=FIRST_PAIRS,
            seed=FIRST_SEED,
            flipping=sum(bool(card.flips()) for card in cards),
            **{name: share(chosen) for name, chosen in groups(cards).items()},
        ),
        COLUMNS,
        RULE,
    ]
    lines += [row_of(card, as_a_whole(card, checks)) for card in cards]
    lines += [
        "",
        *learned(cards),
        "",
        *counts(cards),
        "",
        *multiple_testing(cards),
        "",
        *causes(cards),
        "",
        *artefacts(cards, checks),
        "",
        *switches(cards),
        "",
        "## Clause by clause",
        "",
    ]
    for card in cards:
        lines += [*details(card), ""]
    return "\n".join(lines).rstrip() + "\n"


def row_of(card: Card, standing: Standing) -> str:
    """A pattern in the first table, with what is left of its verdict where only the carrying out is changed."""
    pattern, effect = card.pattern, card.judgement.effects[card.judgement.weakest]
    flips = ", ".join(f"`{flip}`" for flip in card.flips()) or ("none" if card.switches else "not asked")
    seen = "held out" if pattern.held_out else "calibrated on"
    return (
        f"| {pattern.name} | {pattern.sentence} {pattern.source} | {pattern.level} | {pattern.worth} | {seen} | "
        f"**{card.judgement.verdict}** | {in_numbers(effect)} | {effect.pairs} | {flips} | {standing} |"
    )


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
        lines += [
            f"* **{card.pattern.name} {card.judgement.verdict}**: {card.pattern.sentence} Weakest clause: "
            f"{card.pattern.clauses[card.judgement.weakest].name}; found {in_numbers(effect)}. {words}"
        ]
    return lines


def counts(cards: Sequence[Card]) -> list[str]:
    """Whether held-out and emergent patterns hold as often as the others."""
    lines = [
        "## As often where it was not looked for?",
        "",
        "A pattern *by construction* is one equation of the model: that it holds says that the equation is strong "
        "enough, and no more. One that *shaped the design* was in mind when the equations were chosen. Only *emergent* "
        "ones, and best those held out, speak for the model.",
        "",
        "| patterns | hold |",
        "|---|---|",
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
    lost = [
        card.pattern.name
        for card in cards
        if card.judgement.verdict is Verdict.HOLDS and not holds_strictly(card.judgement, count)
    ]
    without = f"; {', '.join(lost)} no longer do" if lost else ""
    return [
        "## So many tests",
        "",
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
        "## Right for the right reason?",
        "",
        "The patterns that hold by the widest margin, with the mechanism switched off that is said to cause them. A "
        "pattern that stays has another cause; one that goes as a whole may go by one clause while others stay.",
        "",
        "| | mechanism | switched off by | without it | clauses that stay | weakest clause then |",
        "|---|---|---|---|---|---|",
    ]
    for card in chosen:
        without = card.without_cause or card.judgement
        effect = without.effects[without.weakest]
        how = ", ".join(
            f"`{name} = {value:g}`" if isinstance(value, float | int) else f"`{name} = {value}`"
            for name, value in card.pattern.without.items()
        )
        staying = [one for one in without.effects if one.verdict is Verdict.HOLDS]
        then = f"{card.pattern.clauses[without.weakest].name}: {in_numbers(effect)}"
        lines.append(
            f"| {card.pattern.name} | {card.pattern.cause} | {how} | **{gone(without)}** | "
            f"{len(staying)} of {len(without.effects)} | {then} |"
        )
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
    partly = [
        card.pattern.name
        for card in chosen
        if card not in kept
        and card.without_cause
        and 2 * sum(e.verdict is Verdict.HOLDS for e in card.without_cause.effects) > len(card.pattern.clauses)
    ]
    rest = (
        [
            f"**{', '.join(partly)}: only a part goes. Most of the clauses hold without the mechanism, too, and are no "
            "evidence for it.**"
        ]
        if partly
        else []
    )
    if not kept:
        return ["None of them stays as a whole without its mechanism.", *(["", *rest] if rest else [])]
    names = ", ".join(card.pattern.name for card in kept)
    lines = [
        f"**{names}: the pattern stays although the mechanism named for it is off. It holds for another reason "
        "than the one given, and that it holds is no evidence for that mechanism.**",
        "",
    ]
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
        f"since only the Mesa model can: {', '.join(f'`{name}`' for name in sorted(LEFT_OUT))}. {often(asked)}",
        "",
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
    lines += [
        f"| {clause.name} | {in_numbers(effect)} | {effect.verdict} |"
        for clause, effect in zip(pattern.clauses, card.judgement.effects, strict=True)
    ]
    return lines


# -- what was learned --------------------------------------------------------------------------------------------------


def failed(card: Card) -> str:
    """What was learned from a pattern that does not hold; empty if it holds or nothing is known."""
    if card.judgement.verdict is Verdict.HOLDS:
        return ""
    return filled(FAILED.get(card.pattern.name, ""), card)


def stayed(card: Card) -> str:
    """What was learned from a pattern that stays without its cause; empty if it goes or nothing is known."""
    if card.without_cause is None or card.without_cause.verdict is not Verdict.HOLDS:
        return ""
    return filled(STAYED.get(card.pattern.name, ""), card)


def filled(text: str, card: Card) -> str:
    """A text with the numbers of its pattern."""
    without = card.without_cause.effects if card.without_cause else ()
    return text.format(*card.judgement.effects, switches=card.switches, without=without)


# -- whether it is an artefact -----------------------------------------------------------------------------------------


def as_a_whole(card: Card, checks: Mapping[str, Checks]) -> Standing:
    """What a pattern is called: the worst of its standings, those not tested apart."""
    return worst(standings(card, checks.get(card.pattern.name, Checks())))


def artefacts(cards: Sequence[Card], checks: Mapping[str, Checks]) -> list[str]:
    """What is left of every verdict where only the carrying out is changed."""
    lines = ["## Is it an artefact?", ""]
    if not checks:
        return [*lines, "Not asked."]
    found = {card.pattern.name: standings(card, checks.get(card.pattern.name, Checks())) for card in cards}
    whole = Counter(worst(one) for one in found.values())
    lines += [
        "Every verdict is asked again where nothing is changed that the model says about people: "
        + " ".join(f"*{change.name}*: {lowered(change.sentence)}" for change in CHANGES),
        "",
        f"{PAIRS} pairs each, those of the drawn order {SLOW_PAIRS} (it runs on the Mesa model and is asked of a few "
        f"of the strongest only; – is not tested), other laws of who knows whom at most {SWITCH_PAIRS} as among the "
        "switches below. Where people are doubled, counts of people and promises are halved before they are compared; "
        "where weeks are halved, they are put together before anything is measured. **Robust**: same verdict, and the "
        "intervals overlap. **Shifted**: the intervals part, so that no size is to be quoted, but verdict and sign do "
        "not turn. **Fragile**: verdict or sign turns. **Undecided**: so few pairs do not tell. A verdict is called by "
        "the worst clause that carries it, and a pattern by its worst change ([robustness.md](robustness.md)).",
        "",
        f"As a whole {', '.join(f'{whole[standing]} {standing}' for standing in Standing if whole[standing])}.",
        "",
        "| | verdict | " + " | ".join(change.name for change in CHANGES) + " | as a whole |",
        "|---" * (len(CHANGES) + 3) + "|",
    ]
    lines += [
        f"| {card.pattern.name} | {card.judgement.verdict} | "
        + " | ".join(SHORT[one.standing] for one in found[card.pattern.name])
        + f" | {SHORT[worst(found[card.pattern.name])]} |"
        for card in cards
    ]
    return [*lines, "", *by_chance(cards, checks, found), *notable(found), *refused(found)]


def by_chance(cards: Sequence[Card], checks: Mapping[str, Checks], found: Mapping[str, Sequence[Finding]]) -> list[str]:
    """How often intervals part where nothing at all is changed, and which verdicts do not come again."""
    name = next(change.name for change in CHANGES if change.next_seeds)
    again = {
        card.pattern.name: checks[card.pattern.name].found.get(name)
        for card in cards
        if card.judgement.verdict is Verdict.HOLDS and card.pattern.name in checks
    }
    luck = [name for name, judgement in again.items() if judgement and judgement.verdict is not Verdict.HOLDS]
    doubt = (
        [
            f"**{', '.join(luck)}: of those that hold, these do not hold again when asked of {PAIRS} other pairs; "
            "that they hold rests on more pairs than that, or on luck.**",
            "",
        ]
        if luck
        else []
    )
    changed = [one for findings in found.values() for one in findings if one.change.next_seeds and one.after]
    apart = sum(one.standing in (Standing.SHIFTED, Standing.FRAGILE) for one in changed)
    return [
        f"Under other chance nothing is changed at all: that {apart} of {len(changed)} patterns are shifted or "
        "fragile there tells how often the many clauses part by chance alone. Where an interval is very narrow, a "
        "shift may be too small to matter.",
        "",
        *doubt,
    ]


def notable(found: Mapping[str, Sequence[Finding]]) -> list[str]:
    """Every standing that is not robust, with its numbers."""
    rows = [
        (name, one)
        for name, findings in found.items()
        for one in findings
        if one.standing in (Standing.FRAGILE, Standing.SHIFTED, Standing.UNDECIDED) and one.after
    ]
    if not rows:
        return []
    order = [Standing.FRAGILE, Standing.SHIFTED, Standing.UNDECIDED]
    rows.sort(key=lambda row: order.index(row[1].standing))
    lines = [
        "What is not robust, and which clause says so:",
        "",
        "| | change | standing | before | after | why |",
        "|---|---|---|---|---|---|",
    ]
    return (
        lines
        + [
            f"| {name} | {one.change.name} | {SHORT[one.standing]} | {bounds(one.before)} | "
            f"{bounds(one.after) if one.after else ''} | {one.why} |"
            for name, one in rows
        ]
        + [""]
    )


def refused(found: Mapping[str, Sequence[Finding]]) -> list[str]:
    """Changes that ask for a world that cannot be."""
    rows = [
        f"* {name}, {one.change.name}: not tested, {one.why}"
        for name, findings in found.items()
        for one in findings
        if one.standing is Standing.NOT_TESTED and not one.change.slow
    ]
    return ["What could not be tested:", "", *rows] if rows else []


def bounds(effect: Effect) -> str:
    """An effect with its bounds.

    >>> bounds(Effect(.0291, .027, .031, .012, 24))
    '+0.0291 [+0.0270, +0.0310]'
    """
    return f"{effect.mean:+.4f} [{effect.low:+.4f}, {effect.high:+.4f}]"


def lowered(sentence: str) -> str:
    """A sentence as the rest of another.

    >>> lowered("Weeks are halved.")
    'weeks are halved.'
    """
    return sentence[:1].lower() + sentence[1:]
