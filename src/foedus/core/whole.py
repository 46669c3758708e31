"""Write a file beside its place and put it there whole, so that nobody sees half of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["clear", "left_over", "whole"]

_SUFFIX = ".part"


@contextmanager
def whole(path: Path, *, lasting: bool = False) -> Iterator[Path]:
    """Give a place to write a file; at the end it takes the place of `path`.

    Parameters
    ----------
    path
        What is to be written; a file that lies there stays as it was where anything goes wrong, and
        hands on its permissions. A link is followed. Folders above it are made.
    lasting
        Whether to wait until the disk has it, so that the name does not outlive a crash without
        the bytes.

    Raises
    ------
    OSError
        It cannot be written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole(Path(folder) / "a.txt") as made:
    ...         _ = made.write_text("all of it")
    ...     (Path(folder) / "a.txt").read_text()
    'all of it'
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(_SUFFIX, f".{target.name}.", target.parent) as folder:
        made = Path(folder) / target.name
        yield made
        if lasting:
            with made.open("rb") as stream:
                os.fsync(stream.fileno())
        if target.is_file():
            shutil.copymode(target, made)
        made.replace(target)


def left_over(name: str) -> bool:
    """Whether a name is one that `whole` leaves behind where the process is killed.

    >>> left_over(".rows.parquet.x3k.part"), left_over("rows.parquet")
    (True, False)
    """
    return name.startswith(".") and name.endswith(_SUFFIX)


def clear(folder: Path) -> None:
    """Remove from a folder what killed processes left behind.

    Raises
    ------
    OSError
        It cannot be removed.
    """
    for path in folder.iterdir():
        if left_over(path.name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
