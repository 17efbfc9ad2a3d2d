"""The scorecard: every pattern judged, under every switch, the strongest without their cause; kept as it grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from samskapa.studies.patterns.judging import SWITCH_PAIRS, Card, alternatives, judge, strongest
from samskapa.studies.patterns.keeping import keep, kept
from samskapa.studies.patterns.pattern import Pattern
from samskapa.study.stopping import FIRST_PAIRS

Step = Callable[[int, int], None]


def quick_cards(patterns: Sequence[Pattern], threads: int | None = None, on_step: Step | None = None) -> list[Card]:
    """A first look at some patterns: the first pairs only, nothing kept."""
    found = []
    for number, pattern in enumerate(patterns, start=1):
        found.append(Card(pattern, judge(pattern, most=FIRST_PAIRS, threads=threads)))
        if on_step:
            on_step(number, len(patterns))
    return found


def score(
    patterns: Sequence[Pattern], folder: Path, *, switches: bool = True, threads: int | None = None,
    on_step: Step | None = None,
) -> list[Card]:
    """Judge patterns, taking from the folder what is known there and keeping there what is found.

    Args:
        patterns: the patterns.
        folder: where verdicts are kept.
        switches: whether to turn every switch too, and to switch off the causes of the strongest.
        threads: threads of the engine; all processors if None.
        on_step: called with how many questions are answered and how many there are, about.
    """
    turned = alternatives() if switches else []
    total = len(patterns) * (1 + len(turned)) + (len(patterns) if switches else 0)
    done = 0

    def step(count: int = 1) -> None:
        nonlocal done
        done += count
        if on_step:
            on_step(min(done, total), total)

    cards = []
    for pattern in patterns:
        card = kept(pattern, folder)
        if card is None:
            card = Card(pattern, judge(pattern, threads=threads))
            keep(card, folder)
        step()
        for switch, alternative in turned:
            if alternative not in card.switches.get(switch, {}):
                judgement = judge(pattern, defaults={switch: alternative}, most=SWITCH_PAIRS, threads=threads)
                card = replace(card, switches={
                    **card.switches, switch: {**card.switches.get(switch, {}), alternative: judgement},
                })
            step()
        keep(card, folder)
        cards.append(card)
    if switches:
        without = {card.pattern.name for card in strongest(cards)}
        for n, card in enumerate(cards):
            if card.pattern.name in without and card.without_cause is None:
                judgement = judge(card.pattern, overriding=card.pattern.without, threads=threads)
                cards[n] = replace(card, without_cause=judgement)
                keep(cards[n], folder)
            step()
    return cards
