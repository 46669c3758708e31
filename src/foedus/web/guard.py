"""What stands before every page: headers that keep it to itself, and a limit to what is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from .problems import Problem, told

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "POLICY", "Guard"]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No script and no style but the package's own files: what a scenario says can never run."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}
_KEPT = "no-store"


class Guard:
    """Adds the headers, refuses bodies that are too long and forms sent by other sites.

    Parameters
    ----------
    app
        What it guards.
    longest
        Bytes of a body, read or announced.
    """

    def __init__(self, app: ASGIApp, longest: int) -> None:
        self.app = app
        self.longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = _with_headers(list(message.get("headers", [])))
            await send(message)

        # HEAD is GET without the body; the routes know GET, and the server sends no body to a HEAD.
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        headers = dict(scope["headers"])
        refused = _refused(scope["method"], headers, self.longest)
        if refused is not None:
            await _say(guarded, scope["path"], *refused)
            return
        counted = _Counted(receive, self.longest)
        try:
            await self.app(scope, counted, guarded)
        except ClientDisconnect:
            if not started and counted.over:
                await _say(guarded, scope["path"], 413, _too_large(self.longest))


def _with_headers(found: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    there = {name.lower() for name, _ in found}
    added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    if b"cache-control" not in there:
        added.append((b"cache-control", _KEPT.encode()))
    return found + [one for one in added if one[0] not in there]


def _refused(method: str, headers: dict[bytes, bytes], longest: int) -> tuple[int, str] | None:
    """Status and words where a request is not let in."""
    if method in {"GET", "HEAD", "OPTIONS"}:
        return None
    if headers.get(b"sec-fetch-site", b"none") not in {b"same-origin", b"none"}:
        return 403, "forms are taken from the explorer's own pages only"
    length = headers.get(b"content-length", b"0")
    if not length.isdigit():
        return 400, "Content-Length is not a number"
    if int(length) > longest:
        return 413, _too_large(longest)
    return None


def _too_large(longest: int) -> str:
    return f"at most {longest:,} bytes can be sent"


async def _say(send: Send, path: str, status: int, words: str) -> None:
    kind, body = told(path, status, [Problem(words)])
    headers = [(b"content-type", kind.encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


class _Counted:
    """Hands on a body, and cuts it off where it is longer than it said."""

    def __init__(self, receive: Receive, longest: int) -> None:
        self._receive = receive
        self._left = longest

    @property
    def over(self) -> bool:
        """Whether it was longer than may be sent."""
        return self._left < 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "http.request":
            return message
        self._left -= len(message.get("body", b""))
        if self.over:
            return {"type": "http.disconnect"}
        return message
