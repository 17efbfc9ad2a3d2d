"""A number, an interval and a difference in words and figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from samskapa.study.statistics.means import NEGLIGIBLE, Estimate

UNKNOWN = "-"


def decimals_of(estimate: Estimate, least: int = 0) -> int:
    """As many decimals as show two figures of the interval's half-width; three at most.

    >>> decimals_of(Estimate(0.41, 0.02, 0.397, 0.423, 12))
    3
    >>> decimals_of(Estimate(1234.5, 30.0, 1210.0, 1259.0, 12))
    0
    """
    if not estimate.known:
        return least
    width = 0.5 * (estimate.high - estimate.low) if estimate.has_interval else 0.0
    if not width > NEGLIGIBLE:
        return max(least, 0 if estimate.mean == round(estimate.mean) or abs(estimate.mean) >= 10.0 else 3)
    return max(least, min(3, 1 - math.floor(math.log10(width))))


def figure(value: float, decimals: int, sign: bool = False) -> str:
    """A number with so many decimals, with its sign if wanted; never minus nought.

    >>> figure(-0.0004, 2), figure(0.126, 2, sign=True), figure(math.nan, 2), figure(12345.6, 0)
    ('0.00', '+0.13', '-', '12 346')
    """
    if math.isnan(value):
        return UNKNOWN
    rounded = round(value, decimals) + 0.0
    if rounded == 0.0:
        sign = False
    return f"{rounded:{'+' if sign else ''},.{decimals}f}".replace(",", " ")


def interval(estimate: Estimate, decimals: int | None = None, sign: bool = False) -> str:
    """The interval in words; why there is none, if so.

    >>> interval(Estimate(0.41, 0.02, 0.397, 0.423, 12))
    '0.397 to 0.423'
    >>> interval(Estimate(0.0, 0.0, 0.0, 0.0, 12))
    'the same in all 12 runs'
    """
    if not estimate.known:
        return UNKNOWN
    if not estimate.has_interval:
        return "one run"
    if estimate.the_same:
        return f"the same in all {estimate.runs} runs"
    places = decimals_of(estimate) if decimals is None else decimals
    return f"{figure(estimate.low, places, sign)} to {figure(estimate.high, places, sign)}"


def scaled(estimate: Estimate, factor: float) -> Estimate:
    """The same estimate in a unit that is smaller by a factor (percent, say)."""
    return Estimate(
        estimate.mean * factor, estimate.sd * factor, estimate.low * factor, estimate.high * factor, estimate.runs
    )


def percent(estimate: Estimate) -> str:
    """A share in percent with its interval.

    >>> percent(Estimate(0.0561, 0.02, 0.041, 0.072, 12))
    '5.6 % (4.1 to 7.2)'
    """
    in_percent = scaled(estimate, 100.0)
    if not estimate.known:
        return UNKNOWN
    places = min(1, decimals_of(in_percent))
    words = f"{figure(in_percent.mean, places)} %"
    if not estimate.has_interval or estimate.the_same:
        return words
    return f"{words} ({interval(in_percent, places)})"


def movement(before: Estimate, after: Estimate, change: Estimate) -> str:
    """A change within a world in honest words, with where it began and ended.

    >>> before, after = Estimate(0.35, 0.0, 0.34, 0.36, 12), Estimate(0.38, 0.0, 0.37, 0.39, 12)
    >>> movement(before, after, Estimate(0.031, 0.02, 0.018, 0.044, 12))
    'rises from 0.350 to 0.380 (change +0.018 to +0.044)'
    """
    if not change.known:
        return "is not known"
    places = decimals_of(change, least=2)
    path = f"from {figure(before.mean, places)} to {figure(after.mean, places)}"
    verb = "rises" if change.mean > 0.0 else "falls"
    if not change.has_interval:
        return f"{verb} {path} in the single run"
    if not change.clear:
        return f"does not clearly change, {path} (change {interval(change, places, sign=True)})"
    return f"{verb} {path} (change {interval(change, places, sign=True)})"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def label_of(name: str) -> str:
    """A summary's name as words.

    >>> label_of("trust_final"), label_of("fulfilment_end"), label_of("good_state")
    ('trust at the end', 'fulfilment at the end', 'good state')
    """
    for ending in ("_final", "_end"):
        name = f"{name.removesuffix(ending)} at the end" if name.endswith(ending) else name
    return name.replace("_", " ")


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things.

    >>> counted(1, "run"), counted(12, "run")
    ('1 run', '12 runs')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def verdict(difference: Estimate, base: str = "", unit: str = "") -> str:
    """A difference in honest words: a direction only where the interval leaves zero out.

    Args:
        difference: the difference.
        base: what it is measured against.
        unit: said after the numbers.

    >>> verdict(Estimate(0.031, 0.02, 0.018, 0.044, 12), "b")
    'higher by 0.031 (0.018 to 0.044) than in b'
    >>> verdict(Estimate(-0.031, 0.02, -0.044, -0.018, 12))
    'lower by 0.031 (0.018 to 0.044)'
    >>> verdict(Estimate(0.003, 0.02, -0.01, 0.016, 12), "b")
    'not clearly different from b (-0.010 to +0.016)'
    >>> verdict(Estimate(0.0, 0.0, 0.0, 0.0, 12), "b")
    'exactly as in b in all 12 pairs of runs'
    >>> verdict(Estimate(0.03, math.nan, math.nan, math.nan, 1))
    'higher by 0.030 in the single pair of runs, which cannot tell effect from chance'
    """
    unit = f" {unit}" if unit else ""
    than, as_in, other = (f" {word} {base}" if base else "" for word in ("than in", "as in", "from"))
    if not difference.known:
        return "of unknown difference, as no pair of runs has a value in both"
    places = decimals_of(difference)
    side = f"{'higher' if difference.mean > 0.0 else 'lower'} by {figure(abs(difference.mean), places)}{unit}"
    pairs = f"in all {difference.runs} pairs of runs"
    if not difference.has_interval:
        alone = "in the single pair of runs"
        nothing = abs(difference.mean) <= NEGLIGIBLE
        return f"the same{as_in} {alone}" if nothing else f"{side}{than} {alone}, which cannot tell effect from chance"
    if difference.the_same and abs(difference.mean) <= NEGLIGIBLE:
        return f"exactly{as_in or ' the same'} {pairs}"
    if difference.the_same:
        return f"{side}{than} {pairs}"
    if not difference.clear:
        return f"not clearly different{other} ({interval(difference, places, sign=True)}{unit})"
    ends = sorted((abs(difference.low), abs(difference.high)))
    return f"{side} ({figure(ends[0], places)} to {figure(ends[1], places)}){than}"
