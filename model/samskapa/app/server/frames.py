"""Binary replies: a header in JSON and arrays behind it, so that a browser reads numbers without parsing them."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"SKF1"
MEDIA_TYPE = "application/x-samskapa-frames"
ALIGNED = 8
HEAD = 16
TYPES = {"f4": "<f4", "u1": "u1", "u2": "<u2", "i2": "<i2", "i4": "<i4"}
STEPS = 255.0


@dataclass(frozen=True, slots=True)
class Packed:
    """An array as it is sent: numbers of a type of `TYPES`, or steps of a 255th between two bounds (type u1)."""

    values: NDArray[Any]
    type: str
    low: float | None = None
    high: float | None = None


def in_steps(values: NDArray[np.float64], low: float, high: float) -> Packed:
    """Values between bounds in 255 steps of a byte; half a step (0.2 % of the range) is lost.

    >>> in_steps(np.array([0.0, 0.5, 1.0]), 0.0, 1.0).values.tolist()
    [0, 128, 255]
    """
    steps = np.floor((values - low) * (STEPS / (high - low)) + 0.5)
    return Packed(np.clip(steps, 0.0, STEPS).astype(np.uint8), "u1", low, high)


def frame(header: Mapping[str, Any], arrays: Mapping[str, Packed] | None = None) -> bytes:
    """One frame: `SKF1`, lengths of header and data, the header, the arrays each at a multiple of eight bytes.

    >>> sent = frame({"kind": "one"}, {"a": Packed(np.array([1.0, np.nan]), "f4")})
    >>> sent[:4], len(sent) % 8
    (b'SKF1', 0)
    """
    places: dict[str, dict[str, Any]] = {}
    data = bytearray()
    for name, packed in (arrays or {}).items():
        sent = np.ascontiguousarray(packed.values, dtype=TYPES[packed.type])
        places[name] = {"type": packed.type, "shape": list(sent.shape), "at": len(data)}
        if packed.low is not None:
            places[name] |= {"low": packed.low, "high": packed.high}
        data += sent.tobytes()
        data += bytes(-len(data) % ALIGNED)
    text = as_json({**header, "arrays": places})
    text += b" " * (-len(text) % ALIGNED)
    return MAGIC + struct.pack("<III", len(text), len(data), 0) + text + bytes(data)


def as_json(data: Any) -> bytes:
    """JSON as a browser takes it; a number that is not known is null.

    >>> as_json({"mean": float("nan")})
    b'{"mean":null}'
    """
    return json.dumps(_known(data), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _known(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _known(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_known(value) for value in data]
    if isinstance(data, np.generic):
        data = data.item()
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    return data
