"""What can go wrong, as one small family: a bad input, an impossible world, a run that left its bounds.

Every refusal says where, what, what would be allowed and, where it can, which word was probably meant.
Whoever catches `SamskapaError` has caught everything that this package raises on purpose.
"""

from __future__ import annotations

import copyreg
import difflib
from collections.abc import Iterable


class SamskapaError(Exception):
    """The family: everything this package raises on purpose."""


class ScenarioError(SamskapaError):
    """A bad input: a file, an option or an argument says something that the model does not accept.

    Args:
        what: what is wrong, in words, without a full stop.
        where: the file, line, key path or option at fault (see `place`); empty if there is none to name.
        allowed: what would be accepted: a phrase, or the words to choose from.
        nearest: the word that was probably meant (see the function `nearest`).

    >>> print(ScenarioError("trust_gian is not a parameter", where="q03.toml, line 4", nearest="trust_gain"))
    q03.toml, line 4: trust_gian is not a parameter; did you mean 'trust_gain'?
    >>> print(ScenarioError("candour = 2 is out of bounds", allowed="a number from 0 to 1 (share)"))
    candour = 2 is out of bounds; allowed: a number from 0 to 1 (share)
    """

    def __init__(
        self, what: str, *, where: str = "", allowed: str | Iterable[str] = "", nearest: str | None = None
    ) -> None:
        self.what = what
        self.where = where
        self.allowed = allowed if isinstance(allowed, str) else ", ".join(allowed)
        self.nearest = nearest
        super().__init__(what)

    def __str__(self) -> str:
        """One sentence: where, what, what is allowed, what was probably meant."""
        sentence = f"{self.where}: {self.what}" if self.where else self.what
        if self.allowed:
            sentence += f"; allowed: {self.allowed}"
        if self.nearest:
            sentence += f"; did you mean {self.nearest!r}?"
        return sentence


class ImpossibleScenario(ScenarioError):
    """Every value is allowed by itself, but together they describe a world that cannot be."""


class RunError(SamskapaError):
    """A run left its bounds: a number that the rules should keep within limits is outside them.

    Args:
        what: what is wrong, in words, without a full stop.
        scenario: name of the scenario.
        seed: seed of the run.
        week: week in which it was noticed; None if before the first.
        agent: whom it concerns, in words; empty if it is nobody in particular.
        reproducer: the command or call that makes it happen again; empty if there is none.

    >>> print(RunError("trust = 1.2 left [0, 1]", scenario="larvik", seed=3, week=41, agent="resident 17",
    ...                reproducer="samskapa run larvik --seed 3"))
    larvik, seed 3, week 41, resident 17: trust = 1.2 left [0, 1]; see it again: samskapa run larvik --seed 3
    """

    def __init__(
        self, what: str, *, scenario: str, seed: int, week: int | None = None, agent: str = "", reproducer: str = ""
    ) -> None:
        self.what = what
        self.scenario = scenario
        self.seed = seed
        self.week = week
        self.agent = agent
        self.reproducer = reproducer
        super().__init__(what)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled whole, so that a run in another process can hand its error back."""
        return copyreg.__newobj__, (type(self), self.what), self.__dict__  # type: ignore[attr-defined]  # not in the stubs

    def __str__(self) -> str:
        """One sentence: which run, when, who, what, and how to see it again."""
        week = "" if self.week is None else f"week {self.week}"
        where = ", ".join(part for part in (self.scenario, f"seed {self.seed}", week, self.agent) if part)
        again = f"; see it again: {self.reproducer}" if self.reproducer else ""
        return f"{where}: {self.what}{again}"


def place(file: object = "", *, line: int | None = None, key: str = "", option: str = "") -> str:
    """Where something stands, in words: a file with its line and key path, or an option of a command.

    >>> place("larvik.toml", line=12, key="parameters.candour")
    'larvik.toml, line 12, parameters.candour'
    >>> place(option="--set candour=2")
    '--set candour=2'
    """
    parts = (str(file), "" if line is None else f"line {line}", key, option)
    return ", ".join(part for part in parts if part)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word that was probably meant, or None if none is close; case does not matter.

    >>> nearest("trust_gian", ["trust_loss", "trust_gain", "spread"])
    'trust_gain'
    >>> nearest("weather", ["trust_gain", "spread"]) is None
    True
    """
    by_folded = {candidate.casefold(): candidate for candidate in words}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[close[0]] if close else None
