"""One process at a time: a lock that the system lets go when the process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .checksum import DataError

__all__ = ["only_one"]


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold `lock`, a file that is made for it and removed after.

    Raises
    ------
    DataError
        If another process (or another thread) holds it.
    OSError
        If it cannot be made.
    """
    with lock.open("ab") as stream:
        if not _take(stream) or not _still(stream, lock):
            raise DataError("another process is fetching it", fix="wait for that one to end")
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # where an open file cannot be removed it stays
                lock.unlink()


def _take(stream: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _still(stream: BinaryIO, lock: Path) -> bool:
    """Whether the file we hold is the one of that name: its last holder may have removed it."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), lock.stat())
    except OSError:
        return False
