"""Find the file of a table, check it, read it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from .catalogue import table as table_named
from .getting import fetch
from .getting.registry import File
from .reading.schema import Table
from .reading.table import read

__all__ = ["Source", "load"]


@dataclass(frozen=True, eq=False)
class Source:
    """A table in memory, and what it was read from.

    Parameters
    ----------
    table
        Its declaration.
    frame
        Its rows.
    file
        The registered file.
    path
        Where it lay.
    corrected
        How many rows corrections touched.
    """

    table: Table
    frame: pl.DataFrame
    file: File
    path: Path
    corrected: int


def load(name: str) -> Source:
    """Load a table, such as ``"mid/disputes"``; nothing is downloaded.

    Raises
    ------
    UsageError
        If no table is called so.
    foedus.sources.getting.fetch.DataMissing
        If no file of it is there; the error says where to get it.
    foedus.sources.getting.fetch.ChecksumError
        If the file is not the registered one.
    SourceError
        If the file is not as declared.
    """
    file, path = fetch.locate(name)
    stamp = path.stat()
    return _load(name, file, path, stamp.st_size, stamp.st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _load(name: str, file: File, path: Path, _size: int, _changed: int) -> Source:
    """One reading a process: panels ask for the same tables again and again."""
    declared = table_named(name)
    fetch.check(file, path)
    reading = read(declared, path, file.layout)
    return Source(declared, reading.frame, file, path, reading.corrected)
