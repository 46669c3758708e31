"""What made a result: versions and hashes. Times are passed in, never taken here."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from pathlib import Path

__all__ = ["foedus_version", "sha256_bytes", "sha256_file", "versions"]

_COUNTED = ("numpy", "numba", "polars")
_CHUNK = 1 << 20


def foedus_version() -> str:
    """Version of the installed package; ``"0+unknown"`` in a tree that is not installed."""
    return _version_of("foedus")


def versions() -> dict[str, str]:
    """Versions of foedus, Python and of the packages that can move a number.

    Read from the installed metadata, so that nothing heavy is imported.
    """
    found = {"foedus": foedus_version(), "python": platform.python_version()}
    return found | {name: _version_of(name) for name in _COUNTED}


def sha256_bytes(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal.

    Examples
    --------
    >>> sha256_bytes(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()


def sha256_file(path: str | Path) -> str:
    """SHA-256 of a file's content, in hexadecimal, read a megabyte at a time."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _version_of(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "0+unknown"
