"""The part of docs/patterns.md that asks whether verdicts are artefacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from samskapa.studies.patterns.artefacts import PAIRS, SLOW_PAIRS, Checks, standings
from samskapa.studies.patterns.judging import SWITCH_PAIRS, Card
from samskapa.studies.robustness import CHANGES, Finding, Standing, worst
from samskapa.study.verdicts import Effect, Verdict

SHORT = {Standing.ROBUST: "robust", Standing.SHIFTED: "shifted", Standing.FRAGILE: "**fragile**",
         Standing.UNDECIDED: "undecided", Standing.NOT_TESTED: "–"}


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
        + " ".join(f"*{change.name}*: {lowered(change.sentence)}" for change in CHANGES), "",
        f"{PAIRS} pairs each, those of the drawn order {SLOW_PAIRS} (it runs on the Mesa model and is asked of a few "
        f"of the strongest only; – is not tested), other laws of who knows whom at most {SWITCH_PAIRS} as among the "
        "switches below. Where people are doubled, counts of people and promises are halved before they are compared; "
        "where weeks are halved, they are put together before anything is measured. **Robust**: same verdict, and the "
        "intervals overlap. **Shifted**: the intervals part, so that no size is to be quoted, but verdict and sign do "
        "not turn. **Fragile**: verdict or sign turns. **Undecided**: so few pairs do not tell. A verdict is called by "
        "the worst clause that carries it, and a pattern by its worst change ([robustness.md](robustness.md)).", "",
        f"As a whole {', '.join(f'{whole[standing]} {standing}' for standing in Standing if whole[standing])}.", "",
        "| | verdict | " + " | ".join(change.name for change in CHANGES) + " | as a whole |",
        "|---" * (len(CHANGES) + 3) + "|",
    ]
    lines += [
        f"| {card.pattern.name} | {card.judgement.verdict} | "
        + " | ".join(SHORT[one.standing] for one in found[card.pattern.name])
        + f" | {SHORT[worst(found[card.pattern.name])]} |" for card in cards
    ]
    return [*lines, "", *by_chance(cards, checks, found), *notable(found), *refused(found)]


def by_chance(
    cards: Sequence[Card], checks: Mapping[str, Checks], found: Mapping[str, Sequence[Finding]]
) -> list[str]:
    """How often intervals part where nothing at all is changed, and which verdicts do not come again."""
    name = next(change.name for change in CHANGES if change.next_seeds)
    again = {card.pattern.name: checks[card.pattern.name].found.get(name) for card in cards
             if card.judgement.verdict is Verdict.HOLDS and card.pattern.name in checks}
    luck = [name for name, judgement in again.items() if judgement and judgement.verdict is not Verdict.HOLDS]
    doubt = [f"**{', '.join(luck)}: of those that hold, these do not hold again when asked of {PAIRS} other pairs; "
             "that they hold rests on more pairs than that, or on luck.**", ""] if luck else []
    changed = [one for findings in found.values() for one in findings if one.change.next_seeds and one.after]
    apart = sum(one.standing in (Standing.SHIFTED, Standing.FRAGILE) for one in changed)
    return [f"Under other chance nothing is changed at all: that {apart} of {len(changed)} patterns are shifted or "
            "fragile there tells how often the many clauses part by chance alone. Where an interval is very narrow, a "
            "shift may be too small to matter.", "", *doubt]


def notable(found: Mapping[str, Sequence[Finding]]) -> list[str]:
    """Every standing that is not robust, with its numbers."""
    rows = [(name, one) for name, findings in found.items() for one in findings
            if one.standing in (Standing.FRAGILE, Standing.SHIFTED, Standing.UNDECIDED) and one.after]
    if not rows:
        return []
    order = [Standing.FRAGILE, Standing.SHIFTED, Standing.UNDECIDED]
    rows.sort(key=lambda row: order.index(row[1].standing))
    lines = ["What is not robust, and which clause says so:", "", "| | change | standing | before | after | why |",
             "|---|---|---|---|---|---|"]
    return lines + [
        f"| {name} | {one.change.name} | {SHORT[one.standing]} | {bounds(one.before)} | "
        f"{bounds(one.after) if one.after else ''} | {one.why} |" for name, one in rows
    ] + [""]


def refused(found: Mapping[str, Sequence[Finding]]) -> list[str]:
    """Changes that ask for a world that cannot be."""
    rows = [f"* {name}, {one.change.name}: not tested, {one.why}" for name, findings in found.items()
            for one in findings if one.standing is Standing.NOT_TESTED and not one.change.slow]
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
