"""How the engine is compiled: strict arithmetic, vector divisions, no GIL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

from samskapa import compile as texts
from samskapa.engine.cache import folder
from samskapa.rules import choices as _every_rule_is_noted  # noqa: F401 - importing notes the rules

texts.register_all()


def kernel(function: Callable[..., Any]) -> Any:
    """A piece of the engine, compiled when the whole is."""
    return numba.njit(function, error_model="numpy", nogil=True, _nrt=False)


def inlined(function: Callable[..., Any]) -> Any:
    """A small piece, compiled into whatever calls it."""
    return numba.njit(function, error_model="numpy", nogil=True, _nrt=False, forceinline=True)


def entrance(function: Callable[..., Any]) -> Any:
    """An entrance from Python: kept on disk, so that only the first start compiles."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder())
    try:
        return numba.njit(function, error_model="numpy", nogil=True, _nrt=False, cache=True)
    finally:
        numba.config.CACHE_DIR = before
