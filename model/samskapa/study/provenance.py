"""Where an answer comes from: what was asked, of which science, by which runs; and whether that still holds.

What decides whether an answer is stale: every resolved value of every point, seeds, outcomes and design; and the
science, by the syntax trees of its modules. The rest of a stamp (commit, versions, platform, time) is information.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from samskapa.science.errors import ScenarioError
from samskapa.science.hashes import PACKAGE, file_hashes, science_files, science_hash
from samskapa.science.scenarios.scenario import Scenario
from samskapa.study.plan import Experiment
from samskapa.study.read import read_experiment
from samskapa.study.run_plan import Resolved
from samskapa.study.store import UNSTAMPED

STAMP = "stamp.toml"
SCHEMA = 1
RAW = "raw"
LIBRARIES = ("samskapa", "numpy", "numba", "scipy", "mesa", "SALib")
Facts = dict[str, Any]


def fingerprint(scenario: Scenario) -> str:
    """A hash of everything that a run of a scenario depends on but its seeds: every resolved value."""
    settings = scenario.settings
    whole = {
        "weeks": scenario.weeks,
        "heads": scenario.heads,
        "numbers": settings.numbers(),
        "alternatives": settings.alternatives(),
        "services": [asdict(plan) | {"why": ""} for plan in scenario.services],
        "partners": [asdict(partner) | {"why": ""} for partner in scenario.partners],
        "changes": [[change.week, change.parameter, change.value] for change in scenario.changes],
        "own": sorted(settings.own) if scenario.changes else [],
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def facts_of(resolved: Resolved) -> Facts:
    """Everything that decides the numbers, by key path as the file has it."""
    experiment = resolved.experiment
    found: Facts = {f"scenario.{name}": fingerprint(world) for name, world in experiment.scenarios.items()}
    for one in experiment.inputs:
        found[f"{'levers' if one.role == 'lever' else 'uncertain'}.{one.name}"] = _plain(
            {key: value for key, value in asdict(one).items() if key not in ("meaning", "assumed", "unit")}
        )
    found |= {f"hold.{name}": value for name, value in experiment.hold.items()}
    found |= {
        f"outcomes.{asked.name}": _plain(
            {key: value for key, value in asdict(asked).items() if key not in ("meaning", "good", "unit")}
        )
        for asked in experiment.outcomes
    }
    decisive = [
        key
        for key, value in asdict(experiment.run).items()
        if key in ("seeds", "weeks") or (value if key == "pairs" else experiment.run.precision)
    ]
    run = {key: getattr(experiment.run, key) for key in decisive}
    found |= {"design": _plain(asdict(experiment.design)), "run": _plain(run)}
    found |= {f"contrasts.{one.name}": _plain(asdict(one)) for one in experiment.contrasts}
    found |= {f"analyses.{one.method}.{place}": _plain(asdict(one)) for place, one in enumerate(experiment.analyses)}
    whole = json.dumps([resolved.identities, resolved.seeds.tolist()])
    return {**found, "points": hashlib.sha256(whole.encode()).hexdigest()[:32], "science": resolved.science}


def _plain(value: Any) -> Any:
    """A value as JSON takes it, with texts as keys."""
    if isinstance(value, Mapping):
        return {"~".join(key) if isinstance(key, tuple) else str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def hash_of(facts: Facts) -> str:
    """The hash that decides whether an answer is stale."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]


def wording_hash(experiment: Experiment) -> str:
    """A hash of question and expectation, which must not be reworded once the answer is known."""
    return hashlib.sha256(f"{experiment.question}\n{experiment.expects}".encode()).hexdigest()[:32]


def explained(before: Facts, now: Facts) -> list[str]:
    """What has changed in an experiment, in words; that its points have is only said where nothing else explains it."""

    def without_points(facts: Facts) -> Facts:
        return {key: one for key, one in facts.items() if key != "points"}

    return list(differences(without_points(before), without_points(now))) or list(differences(before, now))


def differences(before: Facts, now: Facts, path: str = "") -> Iterator[str]:
    """What differs between two sets of facts, a sentence each.

    >>> list(differences({"design": {"size": 32}, "hold.candour": 0.5}, {"design": {"size": 64}}))
    ['design.size was 32 and is 64', 'hold.candour was 0.5 and is gone']
    """
    for key in dict.fromkeys([*before, *now]):
        where = f"{path}{key}"
        if key not in now:
            yield f"{where} was {_brief(before[key])} and is gone"
        elif key not in before:
            yield f"{where} is new: {_brief(now[key])}"
        elif isinstance(before[key], dict) and isinstance(now[key], dict):
            yield from differences(before[key], now[key], f"{where}.")
        elif before[key] != now[key]:
            yield _changed(where, before[key], now[key])


def _changed(where: str, before: object, now: object) -> str:
    if where == "science":
        return "the science has changed: the equations or what carries them out"
    if where == "points":
        return "the resolved values or seeds of points have changed"
    if where.startswith("scenario."):
        return f"the scenario {where.removeprefix('scenario.')} has changed"
    return f"{where} was {_brief(before)} and is {_brief(now)}"


def _brief(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 80 else f"{words[:77]}..."


def write_stamp(
    folder: Path,
    said: Facts,
    tables: Mapping[str, Mapping[str, Any]],
    names: Sequence[str] | None = None,
    *,
    reference: bool = False,
) -> None:
    """Write the stamp into a folder whose other files are all there; it answers for every byte of those named.

    Args:
        folder: the folder.
        said: what was asked and how it was answered; beside it stand the science, the machine and the commit.
        tables: more of it, by the names of tables.
        names: files of the answer; all in the folder if None.
        reference: whether the Mesa model made some of it, so that its files belong to the science.
    """
    top = {
        "schema": SCHEMA,
        **said,
        "science": science_hash(reference),
        "python": platform.python_version(),
        "platform": platform.platform(),
        **_commit(),
    }
    tables = {
        "versions": {name: found for name in LIBRARIES if (found := _version(name))},
        **tables,
        "science_files": file_hashes(reference),
        "files": {name: hash_of_file(folder / name) for name in (files_of(folder) if names is None else names)},
    }
    lines = [f"{key} = {_toml(value)}" for key, value in top.items()]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in table.items())]
    body = "\n".join(lines) + "\n"
    (folder / STAMP).write_text(_sealed(body), encoding="utf-8", newline="\n")


def said_of(resolved: Resolved, facts: Facts) -> Facts:
    """What the stamp of an experiment says of what was asked."""
    experiment = resolved.experiment
    return {"name": experiment.name, "experiment": hash_of(facts), "wording": wording_hash(experiment)}


def _sealed(body: str) -> str:
    return f'seal = "{hashlib.sha256(body.encode()).hexdigest()}"\n{body}'


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _commit() -> dict[str, Any]:
    """The commit of the working tree, and whether files of the science differ from it; empty without git."""
    try:

        def git(*words: str) -> str:
            return subprocess.run(
                ["git", "-C", str(PACKAGE), *words], capture_output=True, text=True, check=True, timeout=20
            ).stdout.strip()

        changed = git("status", "--porcelain", "--", *map(str, science_files(reference=True)))
        return {"commit": git("rev-parse", "HEAD"), "science_differs_from_commit": bool(changed)}
    except (OSError, subprocess.SubprocessError):
        return {}


def files_of(folder: Path) -> list[str]:
    """Names of the files of a result, without the stamp and files of the moment."""
    every = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in every if name != STAMP and name not in [f"{RAW}/{one}" for one in UNSTAMPED])


def hash_of_file(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass
class Verdict:
    """What a check found.

    Attributes:
        name: of the experiment.
        tampered: files that are not as the stamp says, in words.
        stale: why the answer no longer answers the question as it stands, in words.
        notes: what is worth knowing.
    """

    name: str
    tampered: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether the answer stands."""
        return not self.tampered and not self.stale


def read_stamp(folder: Path) -> tuple[Facts, str]:
    """The stamp of a result, and what is wrong with it ("" if nothing is)."""
    try:
        text = (folder / STAMP).read_bytes().decode("utf-8")
        stamp = tomllib.loads(text)
    except FileNotFoundError:
        return {}, "there is no stamp: the answer was not finished"
    except (OSError, ValueError):
        return {}, f"{STAMP} was changed"
    body = text.partition("\n")[2]
    return stamp, "" if text == _sealed(body) else f"{STAMP} was changed"


def check_files(folder: Path, verdict: Verdict) -> Facts:
    """Hold every byte of a result against its stamp; what is wrong is added to the verdict."""
    stamp, problem = read_stamp(folder)
    if problem:
        verdict.tampered.append(problem)
        return {}
    said: dict[str, str] = stamp.get("files", {})
    there = set(files_of(folder))
    raw = {name for name in said if name.startswith(f"{RAW}/")}
    if raw and not raw & there:
        verdict.notes.append("the raw data are absent; the summary, tables and figures stand without them")
        said = {name: digest for name, digest in said.items() if name not in raw}
    for name, digest in said.items():
        if name not in there:
            verdict.tampered.append(f"{name} is missing")
        elif hash_of_file(folder / name) != digest:
            verdict.tampered.append(f"{name} was changed")
    for name in sorted(there - set(said)):
        verdict.notes.append(f"{name} is no part of the result")
    return stamp


def check_stale(resolved: Resolved, stamp: Facts, verdict: Verdict, kept_text: str | None) -> None:
    """Hold a stamp against the experiment and the science as they are now; what differs is added to the verdict.

    Args:
        resolved: the experiment as it is now.
        stamp: what was.
        verdict: what is added to.
        kept_text: the experiment's file as it was run, to say what was changed in it.
    """
    facts = facts_of(resolved)
    if stamp.get("wording") != wording_hash(resolved.experiment):
        verdict.notes.append("the question or the expectation was reworded after the run")
    if stamp.get("experiment") == hash_of(facts):
        return
    before: dict[str, str] = stamp.get("science_files", {})
    now = file_hashes(resolved.by_mesa)
    verdict.stale += [f"{name} has changed" for name in sorted({*before} & {*now}) if before[name] != now[name]]
    if before.keys() != now.keys():
        verdict.stale.append(f"the science lies in {len(now)} files, of which {len({*before} & {*now})} were there")
    for name, world in resolved.experiment.scenarios.items():
        if stamp.get("scenarios", {}).get(name, fingerprint(world)) != fingerprint(world):
            verdict.stale.append(f"the scenario {name} has changed")
    if kept_text is not None and kept_text != resolved.experiment.text:
        verdict.stale += _what_the_file_says_otherwise(resolved, kept_text, facts)
    if not verdict.stale:
        verdict.stale.append("the resolved experiment has changed")


def _what_the_file_says_otherwise(resolved: Resolved, kept_text: str, facts: Facts) -> list[str]:
    folder = Path(resolved.experiment.origin).parent
    try:
        was = facts_of(Resolved(read_experiment(kept_text, resolved.experiment.origin, folder)))
    except ScenarioError as error:
        return [f"the experiment file has changed, and as it was it would be refused today ({error})"]
    own = [key for key in {**was, **facts} if key not in ("points", "science") and not key.startswith("scenario.")]
    return list(
        differences({key: was[key] for key in own if key in was}, {key: facts[key] for key in own if key in facts})
    )
