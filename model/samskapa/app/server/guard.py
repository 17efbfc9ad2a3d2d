"""At the door: who may ask for what, how large a question may be, and what a browser is told to trust."""

from __future__ import annotations

import ipaddress
import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from samskapa.app.server.messages import LARGEST
from samskapa.app.server.replies import JSON, RefusedError
from samskapa.app.server.scheduler import Allowance

MOST_A_MINUTE = 3000
"""Requests from one other address: a class behind one router, each pupil asking every second and a half, and more."""
OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
FOR_PUPILS = frozenset(
    ("/api/alive", "/api/class", "/api/class/join", "/api/class/vote", "/api/class/decide", "/api/class/state")
)
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_SENT = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_log = logging.getLogger("samskapa.app")


class Guard:
    """Stands before the application.

    Args:
        app: the application.
        class_mode: whether a class may join from the local network.
        address: where pupils find it: protocol, name and port; empty without a class.
        paths: paths of the built page, which pupils may see.
    """

    def __init__(self, app: ASGIApp, class_mode: bool, address: str, paths: frozenset[str]):
        self.app = app
        self.class_mode = class_mode
        self.names = {*OWN_NAMES, *([host_of(address.removeprefix("http://"))] if class_mode else [])}
        self.for_pupils = paths | FOR_PUPILS
        self.allowance = Allowance(MOST_A_MINUTE, 60.0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a question in, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                message = {**message, "headers": [*message.get("headers", []), *_SENT]}
            await send(message)

        try:
            self._check(scope, {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]})
            await self.app(scope, receive, sending)
        except RefusedError as error:
            await error.response()(scope, receive, sending)
        except Exception:  # noqa: BLE001 - whatever went wrong, one sentence is sent and no traceback
            _log.exception("a request failed: %s %s", scope["method"], scope["path"])
            if not began:
                failed = RefusedError(500, "", "something went wrong in the server; it is in its log")
                await failed.response()(scope, receive, sending)

    def _check(self, scope: Scope, headers: dict[str, str]) -> None:
        """Note whether somebody at this machine asks.

        Raises:
            RefusedError: the question may not come in.
        """
        host = headers.get("host", "")
        local = is_local(scope, headers)
        scope.setdefault("state", {})["local"] = local
        if host_of(host) not in self.names and not (self.class_mode and is_address(host_of(host))):
            raise RefusedError(421, "host", "this server does not answer to that name", ", ".join(OWN_NAMES))
        if not local and not (self.class_mode and scope["path"] in self.for_pupils):
            raise RefusedError(403, "", "only a browser on the machine that runs samskapa may ask for this")
        if not local and not self.allowance.take(str((scope.get("client") or ("",))[0]), time.monotonic()):
            raise RefusedError(429, "", "too many requests from this address", "try again in a minute")
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            raise RefusedError(403, "origin", "another site may not ask this server")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 12 or int(length) > LARGEST:
            raise RefusedError(413, "content-length", "the request is too large", f"at most {LARGEST} bytes")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["method"] == "POST" and kind != JSON:
            raise RefusedError(415, "content-type", "a request is JSON", JSON)


def host_of(host: str) -> str:
    """The name in a Host header, without the port.

    >>> host_of("127.0.0.1:8000"), host_of("[::1]:8000"), host_of("localhost")
    ('127.0.0.1', '[::1]', 'localhost')
    """
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def is_address(host: str) -> bool:
    """Whether a name is an address in numbers; those cannot be bent to this machine by somebody else's name server."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_local(scope: Scope, headers: dict[str, str]) -> bool:
    """Whether somebody at this machine asks: from a loopback address, and by one of its own names."""
    client = scope.get("client")
    try:
        loopback = client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        loopback = False
    return loopback and host_of(headers.get("host", "")) in OWN_NAMES
