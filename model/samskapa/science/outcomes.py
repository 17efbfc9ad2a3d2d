"""What we look at: every outcome with its unit and meaning, measured here once for everything that follows.

Sums run over people in the order of their numbers, service by service, so that both engines get the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from samskapa.science.settings import Settings

Values = list[float]
NOT_KNOWN = math.nan
# The worst-off fifth is fixed this many weeks before the project, before anchoring can have touched anybody.
PREPARATION = 26


@dataclass(frozen=True, slots=True)
class Outcome:
    """A named quantity, measured every week.

    Attributes:
        name: its name in files, options and results.
        unit: its unit.
        meaning: one sentence.
        symbol: its symbol in the equations, if it has one.
        by_service: whether it is also measured for each service.
        good: +1 where more is better for residents and staff, -1 where less is, 0 where neither can be said.
    """

    name: str
    unit: str
    meaning: str
    symbol: str = ""
    by_service: bool = True
    good: int = 0


@dataclass(slots=True)
class Snapshot:
    """What an engine shows of a week: states by name and person, books by service.

    Attributes:
        resident_start, worker_start: first person of each service, and the total; length S + 1.
        residents, workers, services: states by name; lists of length N, W, S.
        managers: buy-in of each manager.
        entries: ledger entries by name; lists of length S.
        open_explicit, open_implicit: open promises of each service; length S.
        waits: number of kept promises by weeks waited.
        cross_ties: number of acquired ties across services; acquired: sum of strengths of acquired ties.
        partner_trust: trust of external partners.
        settings: what holds in the week, with the limits of niches.
        worst_off: numbers of the residents whose homes were worst off before the project; empty before it is known.
    """

    resident_start: Sequence[int]
    worker_start: Sequence[int]
    residents: dict[str, Values]
    workers: dict[str, Values]
    services: dict[str, Values]
    managers: Values
    entries: dict[str, Values]
    open_explicit: Values
    open_implicit: Values
    waits: Values
    cross_ties: float
    acquired: float
    partner_trust: float
    settings: Settings
    worst_off: Sequence[int] = field(default_factory=list)


_MEANS_OF_RESIDENTS = {
    "trust": ("T", "Mean relational trust of residents in the workers they know.", 1),
    "confidence": ("C", "Mean confidence of residents that the organisation keeps its word.", 1),
    "prediction": ("P", "Mean predictive expectation: what I raise will be acted on.", 1),
    "aspiration": ("A", "Mean aspiration: what service and influence should be.", 0),
    "disappointment": ("D", "Mean disappointment not yet forgotten (0 to 2).", -1),
    "capability": ("K", "Mean capability of residents.", 1),
    "shame": ("S", "Mean shame of residents.", -1),
    "habit": ("H", "Mean habit of taking part.", 1),
    "understanding": ("W", "Mean understanding of the workload of staff.", 1),
    "willing_share": ("", "Mean chance to come if the others did their part (P .7, staff inviting).", 1),
}
_MEANS_OF_WORKERS = {
    "engagement": ("E", "Mean engagement of workers in co-production.", 1),
    "mindset": ("Ebar", "Mean set-point of that engagement.", 1),
    "exhaustion": ("B", "Mean exhaustion of workers.", -1),
    "belief": ("b", "Mean belief of workers that residents will contribute.", 1),
    "load": ("L", "Mean load of workers, share of their capacity.", -1),
}
_OF_SERVICES = {
    "quality": ("Q", "share", "Quality that residents experience.", 1),
    "norm": ("x", "share", "Attendance that people are used to.", 1),
    "routine": ("Z", "share", "How far co-production is routine.", 1),
    "strictness": ("s", "share", "Strictness of the rules.", -1),
    "capacity": ("kappa", "work units per week", "What a service can deliver in a week (mean over services).", 1),
    "backlog": ("", "work units", "Open accepted work of a service (mean over services).", -1),
}
_SUMS_OF_SERVICES = {
    "invited": ("invitations", "Invitations to meetings and sessions this week."),
    "attended": ("residents", "Residents who came to meetings and sessions this week."),
    "came_before": ("residents", "Invited this week who had come to the last one they were invited to."),
    "came_again": ("residents", "Those of them who came again."),
    "meetings_held": ("meetings", "Meetings or rounds of sessions held so far."),
    "own_meetings": ("meetings", "Meetings of a service's own, after the project, so far."),
    "staff_exits": ("workers", "Workers who have left so far."),
    "resident_exits": ("residents", "Residents who have left so far."),
    "staff_hours": ("hours", "Working hours of meetings, course and delivery so far."),
}
_ENTRIES = {
    "explicit_made": "Promises made so far.",
    "implicit_made": "Issues left hanging so far.",
    "declined": "Issues declined with reasons so far.",
    "binding_made": "Promises that bind the organisation, so far.",
    "not_listed": "Issues lost because a list of 64 open promises was full, so far.",
    "kept_in_time": "Promises kept in time so far.",
    "kept_late": "Promises kept late so far.",
    "broken_explicit": "Promises broken so far.",
    "broken_implicit": "Hanging issues that expired so far.",
    "orphaned": "Promises lost with the worker who owned them, so far.",
    "decided_person": "Promises decided between a resident and a worker, so far.",
    "decided_service": "Promises decided by a service, so far.",
    "decided_organisation": "Promises decided by the organisation, so far.",
}
_SPREADS = ("trust", "confidence", "prediction", "aspiration", "disappointment", "capability", "shame")
_STAFF_SPREADS = ("engagement", "exhaustion", "belief")
_QUANTILES = ("trust", "confidence", "prediction", "aspiration", "disappointment", "capability", "shame")
_LEVELS = (10, 50, 90)
HERO_STATES = ("", "latent", "found", "active", "withdrawn")


def _declare() -> list[Outcome]:
    found = [
        Outcome(n, "share" if n != "disappointment" else "stock 0 to 2", m, s, good=g)
        for n, (s, m, g) in _MEANS_OF_RESIDENTS.items()
    ]
    found += [
        Outcome(n, "share of capacity" if n == "load" else "share", m, s, good=g)
        for n, (s, m, g) in _MEANS_OF_WORKERS.items()
    ]
    found += [Outcome(n, u, m, s, good=g) for n, (s, u, m, g) in _OF_SERVICES.items()]
    found += [Outcome(n, u, m) for n, (u, m) in _SUMS_OF_SERVICES.items()]
    found += [
        Outcome(n, "issues" if n in ("implicit_made", "declined", "not_listed") else "promises", m)
        for n, m in _ENTRIES.items()
    ]
    # fmt: off
    found += [
        Outcome("open_explicit", "promises", "Promises open now."),
        Outcome("open_implicit", "issues", "Hanging issues not yet expired."),
        Outcome("fulfilment", "share", "Kept of all kept, broken and expired, hanging issues included.", "f", good=1),
        Outcome("fulfilment_explicit", "share", "Kept of all kept and broken promises.", good=1),
        Outcome("disappointment_index", "stock 0 to 2", "Disappointment of those who have ever come, per resident.",
                good=-1),
        Outcome("expectation_gap", "share", "Mean aspiration minus quality.", "A - Q", good=-1),
        Outcome("adaptive_preference_gap", "share",
                "How far aspiration fell since the start where quality did not rise.", "A0 - A"),
        Outcome("misperception", "share", "Distance of workers' belief from residents' willingness.", good=-1),
        Outcome(
            "enabling",
            "share of services",
            "Whether a service is an enabling niche: x > .25, T > .5, s (1 - E) < .25.",
            good=1,
        ),
        Outcome(
            "entrapping", "share of services", "Whether a service is an entrapping niche: x < .10, P < .25.", good=-1
        ),
    ]
    # fmt: on
    programme = [
        Outcome(f"{n}_sd", "share", f"Standard deviation of {n} between people.") for n in _SPREADS + _STAFF_SPREADS
    ]
    programme += [
        Outcome(f"{n}_p{q}", "share", f"Level of {n} that {q} % of residents do not exceed.")
        for n in _QUANTILES
        for q in _LEVELS
    ]
    programme += [Outcome(f"heroes_{s}", "residents", f"Residents with hero status '{s}'.") for s in HERO_STATES[1:]]
    programme += [
        Outcome("buy_in", "share", "Mean buy-in of managers.", "M", good=1),
        Outcome("partner_trust", "share", "Trust of external partners in the programme.", "tau", good=1),
        Outcome("attendance_gini", "Gini 0 to 1", "Inequality of sessions attended between residents.", good=-1),
        Outcome("voice_gini", "Gini 0 to 1", "Inequality of issues raised between residents.", good=-1),
        Outcome("median_wait", "weeks", "Median weeks from a promise to its delivery.", good=-1),
        Outcome("acquired_ties", "ties per resident", "Strength of acquired ties per resident.", good=1),
        Outcome("cross_ties", "ties", "Acquired ties across services.", good=1),
        Outcome("second_workers", "residents", "Residents who know a second worker.", good=1),
        Outcome(
            "worst_off", "share", "Trust and confidence, halved sum, of the fifth worst off before the project.", good=1
        ),
    ]
    return found + [Outcome(o.name, o.unit, o.meaning, o.symbol, False, o.good) for o in programme]


OUTCOMES: dict[str, Outcome] = {outcome.name: outcome for outcome in _declare()}


def total_of(values: Sequence[float], first: int, last: int) -> float:
    """Sum from `first` up to `last`, in order."""
    total = 0.0
    for place in range(first, last):
        total += values[place]
    return total


def by_service(values: Sequence[float], starts: Sequence[int], combine: Callable[[float, float], float]) -> Values:
    """A number for each service from the sum over its people and how many they are."""
    return [
        combine(total_of(values, starts[s], starts[s + 1]), float(starts[s + 1] - starts[s]))
        for s in range(len(starts) - 1)
    ]


def share_of(part: float, whole: float) -> float:
    """A share, not a number when there is nothing to share."""
    return part / whole if whole > 0.0 else NOT_KNOWN


def spread_of(values: Sequence[float], mean: float) -> float:
    """Standard deviation around a mean."""
    total = 0.0
    for value in values:
        total += (value - mean) * (value - mean)
    return math.sqrt(total / float(len(values)))


def quantile_of(ordered: Sequence[float], percent: int) -> float:
    """The smallest value that `percent` of a hundred do not exceed (no interpolation).

    >>> quantile_of([1.0, 2.0, 3.0, 4.0], 50)
    2.0
    """
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def gini_of(values: Sequence[float]) -> float:
    """Gini coefficient of non-negative values; 0 where all are zero.

    >>> gini_of([0.0, 0.0, 0.0, 4.0])
    0.75
    """
    ordered, total, weighted = sorted(values), 0.0, 0.0
    count = float(len(ordered))
    for place, value in enumerate(ordered):
        total += value
        weighted += (2.0 * (float(place) + 1.0) - count - 1.0) * value
    return weighted / (count * total) if total > 0.0 else 0.0


def median_of_counts(counts: Sequence[float]) -> float:
    """The median of whole numbers given how often each occurs; not a number where none does."""
    total = total_of(counts, 0, len(counts))
    below = 0.0
    for value, count in enumerate(counts):
        below += count
        if total > 0.0 and 2.0 * below >= total:
            return float(value)
    return NOT_KNOWN


def worst_off_fifth(trust: Sequence[float], confidence: Sequence[float]) -> list[int]:
    """Numbers of the fifth of residents with the lowest sum of trust and confidence, at least one."""
    order = sorted(range(len(trust)), key=lambda i: (trust[i] + confidence[i], i))
    return sorted(order[: max(1, len(order) // 5)])


def measure(now: Snapshot) -> tuple[dict[str, float], dict[str, Values]]:
    """All outcomes of a week: for the programme, and for each service.

    Returns:
        Values by outcome name; and lists of length S by outcome name, for outcomes with `by_service`.
    """
    services = measure_services(now)
    count = float(len(now.resident_start) - 1)
    programme: dict[str, float] = {}
    for starts, names in ((now.resident_start, _MEANS_OF_RESIDENTS), (now.worker_start, _MEANS_OF_WORKERS)):
        states = now.residents if names is _MEANS_OF_RESIDENTS else now.workers
        for name in names:
            sums = by_service(states[name], starts, lambda total, _: total)
            programme[name] = total_of(sums, 0, len(sums)) / float(starts[-1])
    for name in (
        *_OF_SERVICES,
        "expectation_gap",
        "adaptive_preference_gap",
        "misperception",
        "enabling",
        "entrapping",
    ):
        programme[name] = total_of(services[name], 0, len(services[name])) / count
    for name in (*_SUMS_OF_SERVICES, *_ENTRIES, "open_explicit", "open_implicit"):
        programme[name] = total_of(services[name], 0, len(services[name]))
    programme |= _fulfilment({name: programme[name] for name in _ENTRIES})
    hurt = by_service(_hurt_of_those_who_came(now), now.resident_start, lambda total, _: total)
    programme["disappointment_index"] = total_of(hurt, 0, len(hurt)) / float(now.resident_start[-1])
    return programme | measure_people(now, programme), services


def measure_services(now: Snapshot) -> dict[str, Values]:
    """The outcomes of each service."""
    p = now.settings
    found: dict[str, Values] = {}
    for name in _MEANS_OF_RESIDENTS:
        found[name] = by_service(now.residents[name], now.resident_start, lambda total, size: total / size)
    for name in _MEANS_OF_WORKERS:
        found[name] = by_service(now.workers[name], now.worker_start, lambda total, size: total / size)
    for name in (*_OF_SERVICES, *_SUMS_OF_SERVICES):
        found[name] = list(now.services[name])
    found |= {name: list(now.entries[name]) for name in _ENTRIES}
    found["open_explicit"], found["open_implicit"] = list(now.open_explicit), list(now.open_implicit)
    numbers = range(len(now.resident_start) - 1)
    for name in ("fulfilment", "fulfilment_explicit"):
        found[name] = [_fulfilment({entry: now.entries[entry][s] for entry in _ENTRIES})[name] for s in numbers]
    found["disappointment_index"] = by_service(
        _hurt_of_those_who_came(now), now.resident_start, lambda total, size: total / size
    )
    found["expectation_gap"] = [found["aspiration"][s] - found["quality"][s] for s in numbers]
    found["adaptive_preference_gap"] = [
        now.services["aspiration_at_start"][s] - found["aspiration"][s]
        if found["quality"][s] <= p.quality_start
        else 0.0
        for s in numbers
    ]
    found["misperception"] = [abs(found["belief"][s] - found["willing_share"][s]) for s in numbers]
    found["enabling"] = [
        1.0
        if found["norm"][s] > p.enabling_norm
        and found["trust"][s] > p.enabling_trust
        and found["strictness"][s] * (1.0 - found["engagement"][s]) < p.enabling_strictness
        else 0.0
        for s in numbers
    ]
    found["entrapping"] = [
        1.0 if found["norm"][s] < p.entrapping_norm and found["prediction"][s] < p.entrapping_prediction else 0.0
        for s in numbers
    ]
    return found


def measure_people(now: Snapshot, means: dict[str, float]) -> dict[str, float]:
    """Spreads, quantiles, heroes, inequality and ties of the programme."""
    found: dict[str, float] = {}
    for name in _SPREADS:
        found[f"{name}_sd"] = spread_of(now.residents[name], means[name])
    for name in _STAFF_SPREADS:
        found[f"{name}_sd"] = spread_of(now.workers[name], means[name])
    for name in _QUANTILES:
        ordered = sorted(now.residents[name])
        found |= {f"{name}_p{level}": quantile_of(ordered, level) for level in _LEVELS}
    for status, name in enumerate(HERO_STATES[1:], start=1):
        found[f"heroes_{name}"] = float(sum(1 for hero in now.residents["hero"] if hero == status))
    found["buy_in"] = total_of(now.managers, 0, len(now.managers)) / float(len(now.managers))
    found["partner_trust"] = now.partner_trust
    found["attendance_gini"] = gini_of(now.residents["sessions"])
    found["voice_gini"] = gini_of(now.residents["voiced"])
    found["median_wait"] = median_of_counts(now.waits)
    found["acquired_ties"] = now.acquired / float(len(now.residents["trust"]))
    found["cross_ties"] = now.cross_ties
    found["second_workers"] = float(sum(1 for worker in now.residents["secondary"] if worker >= 0.0))
    total = 0.0
    for i in now.worst_off:
        total += 0.5 * (now.residents["trust"][i] + now.residents["confidence"][i])
    found["worst_off"] = total / float(len(now.worst_off)) if now.worst_off else NOT_KNOWN
    return found


def _hurt_of_those_who_came(now: Snapshot) -> Values:
    return [
        hurt if sessions > 0.0 else 0.0
        for hurt, sessions in zip(now.residents["disappointment"], now.residents["sessions"], strict=True)
    ]


def _fulfilment(entries: dict[str, float]) -> dict[str, float]:
    kept = entries["kept_in_time"] + entries["kept_late"]
    judged = kept + entries["broken_explicit"]
    return {
        "fulfilment": share_of(kept, judged + entries["broken_implicit"]),
        "fulfilment_explicit": share_of(kept, judged),
    }
