"""A web server on this machine that breaks on request."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import re
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import unquote

OLD = "Mon, 05 Jan 2015 10:00:00 GMT"


class Site:
    """What is served and how; tests set the attributes and read `asked`.

    Parameters
    ----------
    base
        Address, without a slash at the end.
    """

    def __init__(self) -> None:
        self.base = ""
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[tuple]] = {}
        """By path: what happens to the next requests, one each; afterwards all goes well.

        ``("cut", n)`` breaks after n bytes, ``("status", code, headers)``, ``("redirect", url)``,
        ``("page",)``, ``("bytes", content)`` once instead of the file, ``("become", content)`` from
        now on, ``("reset",)`` before any answer, ``("stall", n)`` sends n bytes and then nothing.
        """
        self.ranges = True
        self.length = "length"  # or "chunked", "none"
        self.etag = "strong"  # or "weak", "none"
        self.modified: str | None = None
        self.repeats_validator = True
        self.heeds_if_range = True
        self.shift = 0
        """Bytes by which a range begins too late."""
        self.headers: dict[str, str] = {}
        self.pause = 0.0
        self.asked: list[tuple[str, str | None, int]] = []
        """Path, Range header, status."""
        self.sent = 0


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        site, path = self.site, unquote(self.path).lstrip("/")
        self.close_connection = True
        fault = site.faults[path].pop(0) if site.faults.get(path) else ("none",)
        if fault[0] == "become":
            site.files[path] = fault[1]
        content = fault[1] if fault[0] == "bytes" else site.files.get(path)
        if fault[0] == "reset":
            self._log(path, 0)
            self.connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00"
            )
            return
        if fault[0] == "status":
            self._short(path, fault[1], fault[2] if len(fault) > 2 else {})
        elif fault[0] == "redirect":
            self._short(path, 302, {"Location": fault[1]})
        elif fault[0] == "page":
            self._short(path, 200, {"Content-Type": "text/html; charset=utf-8"}, b"<p>moved</p>")
        elif content is None:
            self._short(path, 404, {})
        else:
            stop = fault[1] if fault[0] in ("cut", "stall") else None
            self._file(path, content, stop, stall=fault[0] == "stall")

    def _log(self, path: str, status: int) -> None:
        self.site.asked.append((path, self.headers.get("Range"), status))

    def _short(self, path: str, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self._log(path, status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _validators(self, content: bytes) -> dict[str, str]:
        site, found = self.site, {}
        mark = hashlib.md5(content).hexdigest()
        if site.etag != "none":
            found["ETag"] = f'"{mark}"' if site.etag == "strong" else f'W/"{mark}"'
        if site.modified:
            found["Last-Modified"] = site.modified
        return found

    def _file(self, path: str, content: bytes, stop: int | None, *, stall: bool) -> None:
        site, validators = self.site, self._validators(content)
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        fits = self.headers.get("If-Range") in validators.values() or not site.heeds_if_range
        start = int(wanted[1]) + site.shift if wanted and site.ranges and fits else None
        if start is not None and start >= len(content):
            self._short(path, 416, {"Content-Range": f"bytes */{len(content)}"})
            return
        self._log(path, 200 if start is None else 206)
        self.send_response(200 if start is None else 206)
        body = content[start or 0 :]
        if start is not None:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if start is None or site.repeats_validator:
            for name, value in validators.items():
                self.send_header(name, value)
        for name, value in site.headers.items():
            self.send_header(name, value)
        if site.length == "length":
            self.send_header("Content-Length", str(len(body)))
        elif site.length == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with contextlib.suppress(OSError):
            self._body(body if stop is None else body[:stop], whole=stop is None)
            if stall:
                time.sleep(1.0)

    def _body(self, body: bytes, *, whole: bool) -> None:
        step = 1 << 14 if self.site.pause else max(len(body), 1)
        for at in range(0, len(body), step):
            piece = body[at : at + step]
            if self.site.length == "chunked":
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            else:
                self.wfile.write(piece)
            self.site.sent += len(piece)
            time.sleep(self.site.pause)
        if whole and self.site.length == "chunked":
            self.wfile.write(b"0\r\n\r\n")


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that left is no error here."""


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """Serve a site while inside."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    with _Server(("127.0.0.1", 0), handler) as server:
        site.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
