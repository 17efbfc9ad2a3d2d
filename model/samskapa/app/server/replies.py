"""Replies: JSON, frames that a browser need not parse, refusals, and files that are sent as they are.

A frame is a header in JSON with binary arrays behind it. Files of the built page are read once, when the server
starts, so that no path of a request ever reaches the file system.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import mimetypes
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"
FRAMES = "application/x-samskapa-frames"

# -- JSON and frames -----------------------------------------------------------------------------------------------

MAGIC = b"SKF1"
ALIGNED = 8
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


# -- refusals ------------------------------------------------------------------------------------------------------


class RefusedError(Exception):
    """A request that is refused.

    Args:
        status: the status of the reply.
        where, what: the place in the request, and what is wrong there.
        allowed, nearest: what is allowed, and what was probably meant.
        after: seconds after which it is worth asking again.
    """

    def __init__(
        self,
        status: int,
        where: str,
        what: str,
        allowed: str = "",
        nearest: str | None = None,
        after: int | None = None,
    ):
        super().__init__(what)
        self.status = status
        self.said = {"where": where, "what": what, "allowed": allowed, "nearest": nearest}
        self.headers = {} if after is None else {"retry-after": str(after)}

    def response(self) -> Response:
        """The reply."""
        return Response(as_json(self.said), self.status, self.headers, JSON)


class SupersededError(RefusedError):
    """Nobody waits for this any more: a newer request came, or the browser went away."""

    def __init__(self) -> None:
        super().__init__(409, "", "a newer request of this client took its place")


# -- what is sent as it is -----------------------------------------------------------------------------------------

STATIC = Path(__file__).parents[1] / "static"
SMALLEST = 512
"""Bytes below which compressing is not worth it."""
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
TYPES_OF_FILES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": JSON,
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}


class Page:
    """Something that is sent as it is, plain or, where that helps, compressed once.

    Args:
        content: what is sent.
        media_type: its type.
        keep: how long a browser may keep it.
    """

    def __init__(self, content: bytes, media_type: str = JSON, keep: str = ASK_AGAIN):
        squeezed = gzip.compress(content, 9, mtime=0) if len(content) >= SMALLEST else content
        self.content, self.media_type, self.keep = content, media_type, keep
        self.compressed = squeezed if len(squeezed) < 0.9 * len(content) else None
        self.tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'

    async def response(self, request: Request) -> Response:
        """The reply, or that the browser has it already."""
        headers = {"etag": self.tag, "cache-control": self.keep, "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        if self.compressed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.compressed, 200, headers | {"content-encoding": "gzip"}, self.media_type)
        return Response(self.content, 200, headers, self.media_type)


def built_pages(folder: Path = STATIC) -> dict[str, Page]:
    """Files of the built page by the path under which they are asked for; files named by their hash are kept."""
    pages: dict[str, Page] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            media_type = TYPES_OF_FILES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
            pages[f"/{name}"] = Page(path.read_bytes(), media_type, FOREVER if "assets/" in name else ASK_AGAIN)
    if "/index.html" in pages:
        pages["/"] = pages["/index.html"]
    return pages
