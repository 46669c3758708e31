"""SHA-256 of data files: taken once a process, compared, refused with both hashes."""

from __future__ import annotations

import functools
from pathlib import Path

from foedus.core.errors import FoedusError
from foedus.core.provenance import sha256_file

__all__ = ["ChecksumError", "DataError", "sha256_of"]


class DataError(FoedusError):
    """A data file is not there, cannot be had, or is not the one that is meant."""


class ChecksumError(DataError):
    """A file is not the registered one.

    Parameters
    ----------
    expected, found
        SHA-256, in hexadecimal: as registered, and of the file.
    place
        The file or the URL.
    fix
        What to do about it.
    """

    def __init__(self, expected: str, found: str, *, place: str, fix: str | None = None) -> None:
        super().__init__(
            f"is not the registered file: its SHA-256 is {found}, registered is {expected}",
            file=place,
            fix=fix,
        )
        self.expected = expected
        self.found = found


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal; a file that has not changed is read once a process.

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    try:
        stamp = path.stat()
        return _sha256(path, stamp.st_size, stamp.st_mtime_ns)
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", file=path) from None


@functools.lru_cache(maxsize=1024)
def _sha256(path: Path, _size: int, _changed: int) -> str:
    return sha256_file(path)
