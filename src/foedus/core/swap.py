"""Fill a folder beside its place and put it there whole, so that nobody sees half of anything.

What the user put into the old folder is carried over into the new one; what foedus wrote is not.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from .writable import refuse_folder, writing

__all__ = ["beside", "carry_over", "files_of", "put_in_place", "refuse_beside"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def beside(out: Path, fix: str, written: Collection[str] = ()) -> Iterator[Path]:
    """Give a folder to fill, beside `out`; at the end it takes its place.

    Parameters
    ----------
    out
        The place; what it held stays as it was where anything goes wrong.
    fix
        What to do where the folder cannot be written.
    written
        What foedus wrote into the folder that is there, by path inside it; all else is the user's,
        and is carried over.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    target = out.absolute()
    with writing(target, fix):
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    try:
        with writing(target, fix):
            yield folder
            carry_over(target, folder, written)
            folder.chmod(0o777 & ~_umask())
            put_in_place(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_beside(out: Path, fix: str) -> None:
    """Refuse before the work a place where `beside` could put no folder; nothing is left behind.

    Parameters
    ----------
    out
        The place.
    fix
        What to do instead.

    Raises
    ------
    UsageError
        If it could put none there.
    """
    target = out.absolute()
    refuse_folder(target.parent, fix, target)


def carry_over(old: Path, new: Path, written: Collection[str]) -> None:
    """Copy the user's own files from an old folder into the new one, where nothing has their name.

    Parameters
    ----------
    old, new
        Folders; the old one need not be there. Links are copied as links.
    written
        What foedus wrote into the old one, by path inside it.

    Raises
    ------
    OSError
        If one cannot be copied.
    """
    for name in files_of(old):
        if name not in written and not os.path.lexists(new / name):
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # taken away in the meantime
                shutil.copy2(old / name, new / name, follow_symlinks=False)


def files_of(folder: Path) -> list[str]:
    """Every file and link in a folder and the folders in it, by path inside it, sorted."""
    every = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    return sorted(path.relative_to(folder).as_posix() for path in every)


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
