"""One text, two lives: plain Python as written, compiled when a compiled function calls it.

A rule is written once, as a plain Python function, and stays one: `rule` and `foundation` only note it in a
registry. `register_all` then tells numba about every noted function, so that a compiled function may call
it by its name and gets it inlined. Nothing here imports numba before that.

Four registries, each from a qualified name (`samskapa.science.rules.contact.meets`) to the plain function:

* `RULES` - the rules of the model;
* `ACTS` - what a person does, composed of rules; what it reads and changes by name are agents or views of arrays;
* `FOUNDATIONS` - the elementary functions and draws of chance that rules and engines call;
* `PRIMITIVES` - functions whose Python text has no fast compiled form; their compiled text is given here.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

RULES: dict[str, Callable[..., Any]] = {}
ACTS: dict[str, Callable[..., Any]] = {}
FOUNDATIONS: dict[str, Callable[..., Any]] = {}
PRIMITIVES: dict[str, Callable[..., Any]] = {}

OPTIONS = {"error_model": "numpy", "forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""How numba compiles a noted function; nobody calls the compiled one from Python, so it needs no wrappers for that."""

_registered: set[Callable[..., Any]] = set()
_lock = threading.Lock()


def rule(function: Function) -> Function:
    """Note a rule of the model; the function itself is returned unchanged."""
    RULES[_qualified(function)] = function
    return function


def act(function: Function) -> Function:
    """Note an act; the function itself is returned unchanged."""
    ACTS[_qualified(function)] = function
    return function


def foundation(function: Function) -> Function:
    """Note an elementary function or a draw of chance; the function itself is returned unchanged."""
    FOUNDATIONS[_qualified(function)] = function
    return function


def primitive(function: Function) -> Function:
    """Note a function whose compiled text is given in this module, by its name; it is returned unchanged."""
    PRIMITIVES[_qualified(function)] = function
    return function


def register_all() -> None:
    """Tell numba about every noted function, each exactly once; call it before compiling anything.

    A compiled function that calls a plain rule by its name then gets the rule compiled with IEEE division
    (`error_model="numpy"`, without which no division becomes a vector instruction) and inlined
    (`forceinline`, without which a loop around a long rule stays scalar). Functions noted later are picked
    up by the next call.
    """
    extending: Any = importlib.import_module("numba.extending")
    with _lock:
        fresh = [function for function in PRIMITIVES.values() if function not in _registered]
        if fresh:
            _install_bits(fresh)
            _registered.update(fresh)
        for function in [*FOUNDATIONS.values(), *RULES.values(), *ACTS.values()]:
            if function not in _registered:
                extending.register_jitable(**OPTIONS)(function)
                _registered.add(function)


def _qualified(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _install_bits(functions: list[Callable[..., Any]]) -> None:
    """Give numba the compiled text of the primitives `scaled(x, k)` and `split(x)`.

    A float64 is a sign bit, 11 bits of exponent plus 1023, and 52 bits of mantissa. Adding 2**52 + 2**51 to
    an integral float leaves that integer, in two's complement, in the low bits; the reverse turns a small
    integer into a float. Both avoid the conversions between integers and floats, which not every processor
    has as vector instructions.
    """
    types: Any = importlib.import_module("numba.core.types")
    extending: Any = importlib.import_module("numba.extending")
    float64, pair = types.float64, types.UniTuple(types.float64, 2)

    def scaled_bits(typing_context: Any, x: Any, k: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            real, word = context.get_value_type(types.float64), context.get_value_type(types.int64)
            value, exponent = arguments
            biased = builder.fadd(exponent, real(2.0**52 + 2.0**51 + 1023.0))
            power_of_two = builder.shl(builder.bitcast(biased, word), word(52))
            return builder.fmul(value, builder.bitcast(power_of_two, real))

        return float64(float64, float64), generate

    def split_bits(typing_context: Any, x: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            real, word = context.get_value_type(types.float64), context.get_value_type(types.int64)
            (value,) = arguments
            bits = builder.bitcast(value, word)
            field = builder.and_(builder.lshr(bits, word(52)), word(0x7FF))
            shifted = builder.bitcast(builder.or_(field, word(0x433 << 52)), real)
            exponent = builder.fsub(shifted, real(2.0**52 + 1022.0))
            fraction = builder.and_(bits, word(0x800F_FFFF_FFFF_FFFF - 2**64))
            mantissa = builder.bitcast(builder.or_(fraction, word(0x3FE << 52)), real)
            mantissa = builder.select(builder.fcmp_unordered("uno", value, value), value, mantissa)
            return context.make_tuple(builder, pair, (mantissa, exponent))

        return pair(float64), generate

    scale, take_apart = extending.intrinsic(scaled_bits), extending.intrinsic(split_bits)
    compiled: dict[str, Any] = {
        "scaled": lambda x, k: lambda x, k: scale(float(x), float(k)),
        "split": lambda x: lambda x: take_apart(float(x)),
    }
    for function in functions:
        extending.overload(function, jit_options=OPTIONS, strict=False)(compiled[function.__name__])
