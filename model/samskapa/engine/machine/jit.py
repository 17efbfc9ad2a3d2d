"""How the engine is compiled: strict arithmetic, vector divisions, no interpreter lock, no reference counts.

Without reference counts (`_nrt=False`) a kernel can allocate nothing, and indexing costs nothing but the indexing:
with them the engine was ten times slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

from samskapa.engine.machine.cache import folder
from samskapa.science import compile as texts
from samskapa.science.acts import promises, residents, services, staff
from samskapa.science.rules import choices

NOTED = (promises, residents, services, staff, choices)
"""Who imports these has every act, rule and draw noted."""

texts.register_all()

STRICT: dict[str, Any] = {"error_model": "numpy", "nogil": True, "_nrt": False}
# Nobody calls a piece from Python: without the two wrappers for that, the engine compiles in little more than half.
PIECE = {**STRICT, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_configuration: Any = numba.config


def kernel(function: Callable[..., Any]) -> Any:
    """A piece of the engine, compiled when the whole is."""
    return once_for_all_numbers(numba.njit(function, **PIECE))


def inlined(function: Callable[..., Any]) -> Any:
    """A small piece, compiled into whatever calls it."""
    return once_for_all_numbers(numba.njit(function, forceinline=True, **PIECE))


def in_place(function: Callable[..., Any]) -> Any:
    """A piece called from one place, compiled as if its text stood there.

    A piece is optimised together with all that it calls; what is high up in the engine would be optimised once for
    itself and once more for its caller.
    """
    return numba.njit(function, inline="always", **PIECE)


def once_for_all_numbers(dispatcher: Any) -> Any:
    """Let a piece be compiled for integers, not anew for each number that stands written in a call."""
    template_for = dispatcher.get_call_template
    plain: Callable[[Any], Any] = numba.types.unliteral

    def without_numbers(args: Any, kws: Any) -> Any:
        return template_for(tuple(map(plain, args)), {name: plain(kind) for name, kind in kws.items()})

    dispatcher.get_call_template = without_numbers
    return dispatcher


def row(function: Callable[..., Any]) -> Any:
    """A small piece that works on rows which do not overlap, but for reading one row twice.

    LLVM is told so (numba has the flag, but no option for it): without, every call compares the addresses of all
    rows before it may use vector instructions, which costs as much as the work where lanes are few.
    """
    dispatcher = inlined(function)

    def apart(flags: Any) -> Any:
        flags.noalias = True
        return flags

    dispatcher._compiler._customize_flags = apart
    return dispatcher


def entrance(function: Callable[..., Any]) -> Any:
    """An entrance from Python: kept on disk, so that only the first start compiles."""
    before = _configuration.CACHE_DIR
    _configuration.CACHE_DIR = str(folder())
    try:
        return numba.njit(function, cache=True, **STRICT)
    finally:
        _configuration.CACHE_DIR = before
