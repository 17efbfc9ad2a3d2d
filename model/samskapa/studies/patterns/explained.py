"""What was learned from patterns that fail, stay undecided, or stay without their cause.

Numbers are not typed: {0.mean} is the effect of the first clause as it was found, {switches} and {without} what was
found under switches and without the cause, so that a text cannot outlive what it explains.
"""

from __future__ import annotations

from samskapa.studies.patterns.judging import Card
from samskapa.study.verdicts import Verdict

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
           "it follows from the equation for moving in, and trust of newcomers follows from the milder first contact.",
}
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
