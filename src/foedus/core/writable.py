"""Whether a path can be written: tried before the work, said in one line after it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import UsageError

__all__ = ["refuse_file", "refuse_folder", "writing"]


def refuse_file(path: Path, fix: str) -> None:
    """Refuse before the work a file that could not be written after it.

    Parameters
    ----------
    path
        The file; folders above it need not be there yet. Nothing of it is left behind.
    fix
        What to do instead.

    Raises
    ------
    UsageError
        If it is a folder, or nothing can be written where it is to lie.
    """
    if path.is_dir():
        raise UsageError("cannot be written (it is a folder)", file=path, fix=fix)
    refuse_folder(path.absolute().parent, fix, path)


def refuse_folder(folder: Path, fix: str, named: Path | None = None) -> None:
    """Refuse before the work a folder in which nothing could be written after it.

    Parameters
    ----------
    folder
        The folder; where it is not there yet, the nearest one above it is tried.
    fix
        What to do instead.
    named
        What the error names instead of the folder.

    Raises
    ------
    UsageError
        If nothing can be written there.
    """
    with writing(named or folder, fix):
        place = folder.absolute()
        while not place.exists():
            place = place.parent
        with tempfile.TemporaryFile(dir=place):
            pass


@contextmanager
def writing(path: Path, fix: str) -> Iterator[None]:
    """Say in one line that a path cannot be written.

    Parameters
    ----------
    path
        The path.
    fix
        What to do instead.

    Raises
    ------
    UsageError
        If it cannot.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot be written ({reason})", file=path, fix=fix) from error
