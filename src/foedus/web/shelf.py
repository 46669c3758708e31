"""Files that come with the explorer: style, script, type. Known by name beforehand, no folder."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi.responses import Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["Shelf", "static"]

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
}


def static() -> dict[str, bytes]:
    """Every file of `static`, and the typeface of the brief, by the name it is served under."""
    own = files("foedus.web").joinpath("static")
    found = {
        one.name: one.read_bytes()
        for one in sorted(own.iterdir(), key=lambda one: one.name)
        if one.name.rpartition(".")[2] in _KINDS
    }
    fonts = files("foedus.brief").joinpath("fonts")
    found["source-sans-3.woff2"] = fonts.joinpath(
        "source-sans-3-latin-wght-normal.woff2"
    ).read_bytes()
    return found


class Shelf:
    """Serves files from memory; a name that is not on the shelf leads nowhere, whatever it says."""

    def __init__(self, content: dict[str, bytes]) -> None:
        self._content = content
        self._tags = {
            name: f'"{hashlib.sha256(text).hexdigest()[:20]}"' for name, text in content.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return Response("Only for reading.", 405, {"allow": "GET, HEAD"}, "text/plain")
        name = str(scope["path"]).removeprefix(str(scope.get("root_path", ""))).lstrip("/")
        content = self._content.get(name)
        if content is None:
            return Response("There is no such file.", 404, media_type="text/plain")
        headers = {"etag": self._tags[name], "cache-control": "max-age=0, must-revalidate"}
        asked = dict(scope["headers"]).get(b"if-none-match", b"").decode("latin-1")
        if asked == self._tags[name]:
            return Response(None, 304, headers)
        return Response(content, 200, headers, _KINDS[name.rpartition(".")[2]])
