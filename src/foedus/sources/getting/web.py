"""Ask the web for a file: http and https alone; failures that may pass are told from others."""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from email.message import Message
from http import HTTPStatus
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

from foedus.core.provenance import foedus_version

from .checksum import DataError

__all__ = ["Broken", "NoSuchRange", "ask", "unbroken"]

_WEB = ("http", "https")
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
T = TypeVar("T")


class Broken(Exception):  # noqa: N818 - an event, not a mistake
    """A request broke off in a way that another try may mend.

    Parameters
    ----------
    reason
        In a few words.
    wait
        Seconds the server asked for; 0 where it did not.
    """

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class NoSuchRange(Broken):
    """The server does not have the bytes that were asked for."""


def ask(url: str, headers: Mapping[str, str], timeout: float) -> http.client.HTTPResponse:
    """Open an address; the caller closes the answer.

    Parameters
    ----------
    url
        Web address; anything but http and https is refused, also as the end of a redirect.
    headers
        Beside the name of the program, and that the file may not be packed on its way.
    timeout
        Seconds without a byte after which the connection counts as broken.

    Raises
    ------
    Broken
        If another try may help; `NoSuchRange` for status 416.
    DataError
        If it will not.
    """
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError as error:
        raise DataError(f"not a web address ({error})") from None
    if scheme not in _WEB:
        raise DataError("not a web address: only http and https are fetched")
    # Packed on the way, a file would be other bytes than the registered ones.
    own = {"User-Agent": f"foedus/{foedus_version()}", "Accept-Encoding": "identity"}
    request = urllib.request.Request(url, headers=own | dict(headers))  # noqa: S310 - see above
    return unbroken(lambda: _opened(request, timeout))


def unbroken(read: Callable[[], T]) -> T:
    """Do what reads from the net; whatever can break there is `Broken`."""
    try:
        return read()
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError | socket.gaierror):
            raise DataError(_words(error.reason)) from None  # asking again gives the same answer
        raise Broken(_words(error.reason)) from None
    except (OSError, http.client.HTTPException) as error:
        raise Broken(_words(error)) from None


def _opened(request: urllib.request.Request, timeout: float) -> http.client.HTTPResponse:
    try:
        answer: Any = _opener().open(request, timeout=timeout)
    except urllib.error.HTTPError as error:
        with error:
            reason = f"HTTP {error.code} {error.reason}".rstrip()
            wait = _seconds(error.headers)
        if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise NoSuchRange(reason) from None
        if error.code in _TRANSIENT:
            raise Broken(reason, wait) from None
        raise DataError(reason) from None
    except (ValueError, http.client.InvalidURL) as error:
        raise DataError(f"not a web address ({error})") from None
    return answer


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects within the web, and never from https to http."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        scheme = urlsplit(newurl).scheme.lower()
        if scheme not in _WEB or (scheme == "http" and req.type == "https"):
            fp.close()
            raise DataError(f"redirected to {newurl}, which is not followed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Opener for the web alone: the default one also opens files, FTP and data URLs."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _WebOnly(),
    ):
        opener.add_handler(handler)
    return opener


def _words(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection broke"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__


def _seconds(headers: Message | None) -> float:
    """Seconds in ``Retry-After``; a date there is not worth the trouble."""
    text = (headers.get("Retry-After") if headers else None) or ""
    return float(text) if text.isascii() and text.isdigit() else 0.0
