"""Put a finished folder in the place of another one, so that nobody sees half of either."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

__all__ = ["put_in_place"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


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
