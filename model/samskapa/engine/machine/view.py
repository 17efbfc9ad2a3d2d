"""What stands in the engine's state, by the names of `people`: for those who look at a run while it goes on."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from samskapa.engine.machine.layout import e, g, h, m, q, r, s, w
from samskapa.engine.machine.state import State

BY_FIELD = {"resident": ("R", r), "worker": ("W", w), "manager": ("M", m), "service": ("S", s), "programme": ("G", g)}
WHOLE = {
    "strength": "T",
    "in_touch": "C",
    "witnessed": "seen",
    "witnessed_abroad": "seen_abroad",
    "waits": "waits",
    "on_course": "on_course",
    "teaches": "teaches",
    "worst_off": "worst",
}


class Look:
    """The state at the end of a week, lanes last.

    `look["resident.confidence"]` has the shape (N, L); likewise `worker.`, `manager.`, `service.` and `programme.` with
    the names of states; `account.` with those of entries, shape (S, L); `promise.` with those of promises, shape
    (S + 1, 64, L), the organisation's last, where `promise.open` says which places hold one; and `strength` of ties
    (N, 16, L), `in_touch`, `witnessed`, `witnessed_abroad`, `waits`, `on_course`, `teaches`, `worst_off`.

    What one gets is the engine's own memory: the next week writes over it.
    """

    def __init__(self, state: State):
        self._state = state

    def __getitem__(self, name: str) -> NDArray[Any]:
        kind, _, field = name.partition(".")
        if kind in BY_FIELD:
            array, places = BY_FIELD[kind]
            found = getattr(self._state, array)[vars(places)[field]]
        elif kind == "promise":
            found = self._state.Q[:, :, vars(q)[field]] if field in vars(q) else self._state.N[:, :, vars(h)[field]]
        elif kind == "account":
            found = self._state.books[:, vars(e)[field]]
        else:
            found = getattr(self._state, WHOLE[name])
        return found  # type: ignore[no-any-return]
