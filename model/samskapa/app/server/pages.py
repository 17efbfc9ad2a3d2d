"""The built page: every file of `static/` is read once, so that no path of a request ever reaches the file system."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parents[1] / "static"
SMALLEST = 512
"""Bytes below which compressing is not worth it."""
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
TYPES = {
    ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml", ".json": "application/json", ".woff2": "font/woff2", ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Something that is sent as it is: plain and, where it helps, compressed."""

    content: bytes
    compressed: bytes | None
    type: str
    tag: str
    keep: str

    def response(self, request: Request) -> Response:
        """The reply, or that the browser has it already."""
        headers = {"etag": self.tag, "cache-control": self.keep, "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        content = self.content
        if self.compressed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            content = self.compressed
            headers["content-encoding"] = "gzip"
        return Response(content, media_type=self.type, headers=headers)


def page_of(content: bytes, media_type: str, keep: str = ASK_AGAIN) -> Page:
    """Something to be sent, compressed once."""
    squeezed = gzip.compress(content, 9, mtime=0) if len(content) >= SMALLEST else content
    compressed = squeezed if len(squeezed) < 0.9 * len(content) else None
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return Page(content, compressed, media_type, tag, keep)


def built_pages(folder: Path = STATIC) -> dict[str, Page]:
    """Files of the built page by the path under which they are asked for; files named by their hash are kept."""
    found: dict[str, Page] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            media_type = TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
            found[f"/{name}"] = page_of(path.read_bytes(), media_type, FOREVER if "assets/" in name else ASK_AGAIN)
    if "/index.html" in found:
        found["/"] = found["/index.html"]
    return found
