"""Verdicts on disk, one file a pattern: what is done and still true need not be done again."""

from __future__ import annotations

import hashlib
import inspect
import json
import math
from pathlib import Path
from typing import Any

from samskapa.science.hashes import science_hash
from samskapa.studies.patterns.judging import FIRST_SEED, Card, Judgement
from samskapa.studies.patterns.pattern import Pattern
from samskapa.studies.patterns.running import Question
from samskapa.study.design import PROGRAMMES
from samskapa.study.provenance import fingerprint
from samskapa.study.stopping import seeds_for, until_decided
from samskapa.study.verdicts import Effect, effect_of, together

FOLDER = Path("results") / "patterns"
MEASURES = ("patterns/metrics.py", "patterns/of_people.py", "patterns/running.py", "patterns/judging.py")


def code_of(pattern: Pattern) -> str:
    """A hash of all that the verdict on a pattern depends on: science, worlds, declaration, measures."""
    lab = Path(__file__).parent.parent
    texts = [(lab / name).read_bytes() for name in MEASURES]
    worlds = [fingerprint(Question(pattern).world(arm)) for arm in pattern.arms.values()]
    rules = [inspect.getsource(rule) for rule in (Effect, effect_of, together, seeds_for, until_decided)]
    asked = repr((pattern.clauses, tuple(pattern.arms), dict(pattern.without), FIRST_SEED, PROGRAMMES, worlds, rules,
                  science_hash()))
    return hashlib.sha256(b"\0".join([asked.encode(), *texts])).hexdigest()[:16]


def file_of(pattern: Pattern, folder: Path) -> Path:
    """Where a pattern is kept."""
    return folder / f"{pattern.name}.json"


def keep(card: Card, folder: Path) -> None:
    """Write what is known of a pattern, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    target = file_of(card.pattern, folder)
    data = {
        "pattern": card.pattern.name, "code": code_of(card.pattern), "first_seed": FIRST_SEED,
        "verdict": card.judgement.verdict.value, "effects": rows_of(card.judgement),
        "switches": {switch: {name: rows_of(judgement) for name, judgement in found.items()}
                     for switch, found in card.switches.items()},
        "without_cause": rows_of(card.without_cause) if card.without_cause else None,
    }
    aside = target.with_suffix(".part")
    aside.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    aside.replace(target)


def kept(pattern: Pattern, folder: Path) -> Card | None:
    """What is known of a pattern; None if nothing is, or if something it depends on has changed since."""
    path = file_of(pattern, folder)
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    if data["code"] != code_of(pattern):
        return None
    return Card(
        pattern, judgement_of(data["effects"]),
        {switch: {name: judgement_of(rows) for name, rows in found.items()}
         for switch, found in data["switches"].items()},
        judgement_of(data["without_cause"]) if data["without_cause"] else None,
    )


def rows_of(judgement: Judgement) -> list[list[float | None]]:
    """Effects as rows for a file: mean, bounds, size asked, pairs."""
    return [[_plain(e.mean), _plain(e.low), _plain(e.high), e.least, e.pairs] for e in judgement.effects]


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def judgement_of(rows: list[list[Any]]) -> Judgement:
    """Effects from the rows of a file."""
    numbers = [[math.nan if value is None else float(value) for value in row] for row in rows]
    return Judgement(tuple(Effect(mean, low, high, least, int(pairs)) for mean, low, high, least, pairs in numbers))
