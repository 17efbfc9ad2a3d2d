"""What was learned from patterns that fail, stay undecided, or stay without their cause.

Numbers are not typed: {0.mean} is the effect of the first clause as it was found, {switches} and {without} what was
found under switches and without the cause, so that a text cannot outlive what it explains.
"""

from __future__ import annotations

from samskapa.lab.contrast import Verdict
from samskapa.lab.patterns.judging import Card

FAILED: dict[str, str] = {}
"""By name of the pattern: why it does not hold, or is not decided, and what was learned."""
STAYED: dict[str, str] = {}
"""By name of the pattern: why it stays although its mechanism is off."""


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
