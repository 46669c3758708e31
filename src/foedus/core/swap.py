"""Fill a folder beside its place and put it there whole, so that nobody sees half of anything."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["beside", "put_in_place"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def beside(out: Path, refused: Callable[[OSError], Exception]) -> Iterator[Path]:
    """Give a folder to fill, beside `out`; at the end it takes its place.

    Parameters
    ----------
    out
        The place; what it held stays as it was where anything goes wrong.
    refused
        Gives the error to raise where the folder cannot be written.
    """
    target = out.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    except OSError as error:
        raise refused(error) from error
    try:
        yield folder
        folder.chmod(0o777 & ~_umask())
        put_in_place(folder, target)
    except OSError as error:
        raise refused(error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _umask() -> int:
    """What the user takes from every new folder's permissions; it can only be read by setting."""
    found = os.umask(0o022)
    os.umask(found)
    return found


def put_in_place(new: Path, target: Path) -> None:
    """Rename the folder `new` to `target`; a folder already there is removed.

    On Linux the two are exchanged in one step (``renameat2``). Elsewhere the old one steps aside
    first and comes back if the second rename fails.

    Parameters
    ----------
    new, target
        Folders on one file system. `new` is gone, or holds the old content, when this returns.

    Raises
    ------
    OSError
        If a rename fails; `target` is then what it was.
    """
    if not target.exists():
        new.rename(target)
    elif not any(target.iterdir()):
        new.replace(target)
    elif _exchange(new, target):
        shutil.rmtree(new, ignore_errors=True)
    else:
        _step_aside(new, target)


def _exchange(new: Path, target: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    old_name, new_name = os.fsencode(new), os.fsencode(target)
    status: int = rename(_AT_FDCWD, old_name, _AT_FDCWD, new_name, _RENAME_EXCHANGE)
    return status == 0


def _step_aside(new: Path, target: Path) -> None:
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
    target.replace(aside)
    try:
        new.rename(target)
    except OSError:
        aside.replace(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
