"""One HTTP request into a partial file, which a later request can go on with.

Beside ``NAME.part`` stands ``NAME.part.from``: the URL, what tells one version of it from another
(ETag or Last-Modified), and the full length. Without it a partial file is begun anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import http.client
import json
import re
from dataclasses import asdict, dataclass
from email.message import Message
from http import HTTPStatus
from pathlib import Path

from foedus.core.errors import Cancelled
from foedus.core.progress import Reporter

from .checksum import DataError
from .web import Broken, NoSuchRange, ask, unbroken

__all__ = ["Limits", "discard", "receive"]

_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_KB = 1000


@dataclass(frozen=True)
class Limits:
    """How patient a download is, and what it refuses.

    Parameters
    ----------
    tries
        Requests in a row that may bring nothing new.
    timeout
        Seconds without a byte after which a connection counts as broken.
    backoff
        Seconds before the second try; doubled for each further one, at most 30.
    largest
        Bytes a file may have.
    """

    tries: int = 4
    timeout: float = 30.0
    backoff: float = 1.0
    largest: int = 2 << 30


@dataclass(frozen=True)
class _Origin:
    """Where a partial file comes from."""

    url: str
    validator: str
    total: int | None


def receive(url: str, part: Path, *, sure: bool, limits: Limits, reporter: Reporter) -> bool:
    """Bring `part` to its full length with one request; what it already holds is kept if it can be.

    Parameters
    ----------
    url
        Web address; anything but http and https is refused, also as the end of a redirect.
    part
        Partial file. When this returns it is whole as far as the server says.
    sure
        Whether the caller compares a checksum afterwards. If not, a file whose length the server
        does not say is refused, and a continued one must prove to be of the same version.
    limits
        Time and size.
    reporter
        Told thousands of bytes.

    Returns
    -------
    bool
        Whether the end that was seen is the end for certain. Not so where the server neither says
        the length nor marks the end.

    Raises
    ------
    Broken
        If another try may help.
    DataError
        If it will not.
    Cancelled
        If the reporter says so; the partial file is kept.
    OSError
        If the partial file cannot be written.
    """
    held = _held(part, url)
    if held is not None and held[1].total == held[0]:
        return True  # all of it came, and the process ended before it could be put in place
    try:
        answer = _answer(url, held, limits.timeout)
    except NoSuchRange:
        discard(part)
        raise
    with answer as response:
        start, origin = _begin(response, url, part, held, sure=sure, limits=limits)
        name = part.name.removesuffix(".part").removeprefix(".")
        reporter.start(f"{name}, kB", None if origin.total is None else origin.total // _KB)
        try:
            _stream(response, part, start, origin.total, limits, reporter)
        finally:
            reporter.done()
        return origin.total is not None or response.chunked


def discard(part: Path) -> None:
    """Remove a partial file and what is written about it."""
    _about(part).unlink(missing_ok=True)
    part.unlink(missing_ok=True)


def _about(part: Path) -> Path:
    return part.with_name(part.name + ".from")


def _held(part: Path, url: str) -> tuple[int, _Origin] | None:
    """How many bytes are there and of what; None where they are of no use."""
    try:
        size = part.stat().st_size
        origin = _Origin(**json.loads(_about(part).read_text(encoding="utf-8")))
        fits = origin.total is None or size <= origin.total
    except (OSError, ValueError, TypeError):
        return None
    return (size, origin) if size and fits and origin.url == url and origin.validator else None


def _answer(url: str, held: tuple[int, _Origin] | None, timeout: float) -> http.client.HTTPResponse:
    if held is None:
        return ask(url, {}, timeout)
    return ask(url, {"Range": f"bytes={held[0]}-", "If-Range": held[1].validator}, timeout)


def _begin(
    response: http.client.HTTPResponse, url: str, part: Path, held: tuple[int, _Origin] | None,
    *, sure: bool, limits: Limits,
) -> tuple[int, _Origin]:  # fmt: skip
    """Where the answer's bytes belong in the file; a new beginning is written down first."""
    packed = response.headers.get("Content-Encoding", "identity").lower()
    if packed != "identity" and not part.name.endswith((".gz.part", ".zip.part")):
        raise DataError(f"sent packed with {packed}, unasked")
    if response.headers.get_content_type() == "text/html":
        raise DataError("a web page came instead of the file")
    if response.status == HTTPStatus.PARTIAL_CONTENT and held is not None:
        return _go_on(response, part, held, sure=sure)
    if response.status != HTTPStatus.OK:
        raise DataError(f"HTTP {response.status} {response.reason}, which was not asked for")
    total = _length(response)
    if total is None and not response.chunked and not sure:
        raise DataError(
            "the server does not say how long the file is, and no checksum is registered: "
            "a broken file could not be told from a whole one"
        )
    if total is not None and total > limits.largest:
        raise DataError(f"{total:,} bytes, which no data set has")
    origin = _Origin(url, _validator(response.headers), total)
    discard(part)  # first what is written about it: a new beginning must not pass for the old
    part.touch()
    _about(part).write_text(json.dumps(asdict(origin)), encoding="utf-8")
    return 0, origin


def _go_on(
    response: http.client.HTTPResponse, part: Path, held: tuple[int, _Origin], *, sure: bool
) -> tuple[int, _Origin]:
    size, origin = held
    span = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    right = span is not None and int(span[1]) == size and int(span[2]) + 1 == int(span[3])
    if right and span is not None and origin.total is not None:
        right = int(span[3]) == origin.total
    same = [response.headers[name] for name in ("ETag", "Last-Modified") if response.headers[name]]
    if not right or (origin.validator not in same if same else not sure):
        discard(part)
        raise Broken("the rest that came belongs to another version of the file")
    total = int(span[3]) if span is not None else None
    return size, _Origin(origin.url, origin.validator, total)


def _length(response: http.client.HTTPResponse) -> int | None:
    text = response.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() and not response.chunked else None


def _validator(headers: Message) -> str:
    """What If-Range may carry (RFC 9110, 13.1.5): a strong ETag, else a strong Last-Modified."""
    etag = headers.get("ETag", "")
    if etag.startswith('"'):
        return etag
    changed, now = headers.get("Last-Modified", ""), headers.get("Date", "")
    with contextlib.suppress(TypeError, ValueError):
        age = email.utils.parsedate_to_datetime(now) - email.utils.parsedate_to_datetime(changed)
        if age >= dt.timedelta(
            minutes=1
        ):  # RFC 9110, 8.8.2.2: within it, two versions can share it
            return changed
    return ""


def _stream(
    response: http.client.HTTPResponse, part: Path, start: int, total: int | None,
    limits: Limits, reporter: Reporter,
) -> None:  # fmt: skip
    got = start
    reporter.advance(start // _KB)
    with part.open("r+b") as out:
        out.seek(start)
        while total is None or got < total:
            if reporter.cancelled():
                raise Cancelled("stopped; what came is kept", fix="the same command goes on")
            wanted = _CHUNK if total is None else min(_CHUNK, total - got)
            chunk: bytes = unbroken(lambda wanted=wanted: response.read1(wanted))
            if not chunk:
                break
            out.write(chunk)
            reporter.advance((got + len(chunk)) // _KB - got // _KB)
            got += len(chunk)
            if got > limits.largest:
                raise DataError(f"more than {limits.largest:,} bytes, which no data set has")
    if total is not None and got < total:
        raise Broken(f"the connection broke after {got:,} of {total:,} bytes")
