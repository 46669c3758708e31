"""Hold one file against its registered facts: checksum, form, rows, coverage, key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from foedus.core.errors import FoedusError
from foedus.sources import catalogue
from foedus.sources.reading.schema import Table
from foedus.sources.reading.table import read

from . import fetch
from .registry import File

__all__ = ["Verified", "verify"]

_OVER = 1


@dataclass(frozen=True)
class Verified:
    """What a file turned out to be.

    Parameters
    ----------
    file, path
        The registered file, and where it lies.
    rows
        Rows of data; None where it could not be read.
    first, last
        First and last year; None where it has no years or could not be read.
    compared
        Whether a checksum is registered.
    problems
        Everything wrong, each in one line; empty where nothing is.
    """

    file: File
    path: Path
    rows: int | None
    first: int | None
    last: int | None
    compared: bool
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(file: File, path: Path) -> Verified:
    """Read a file through its table and compare it with the registry.

    A file with a wrong checksum is read all the same, to say more about it.

    Parameters
    ----------
    file
        The registered file.
    path
        Where it lies.
    """
    problems: list[str] = []
    try:
        fetch.check(file, path)
    except FoedusError as error:
        problems.append(str(error))
    rows, years = None, None
    try:
        table = catalogue.table(file.table)
        reading = read(table, path, file.layout)
    except FoedusError as error:
        problems.append(str(error))
    else:
        rows, years = reading.rows, coverage(table, reading.frame)
        if file.rows is not None and rows != file.rows:
            problems.append(f"{rows:,} rows, {file.rows:,} are registered")
        if years is not None and not _within(years, file):
            own, registered = f"{years[0]}-{years[1]}", f"{file.first}-{file.last}"
            problems.append(f"has rows of {own}, registered as covered are {registered}")
        if (again := repeated(table, reading.frame)) is not None:
            problems.append(f"two rows for {again}")
    first, last = years or (None, None)
    return Verified(file, path, rows, first, last, file.sha256 is not None, tuple(problems))


def coverage(table: Table, frame: pl.DataFrame) -> tuple[int, int] | None:
    """First and last year a table is about; None where it has none."""
    if table.year is None:
        return None
    first, last = (table.year, table.year) if isinstance(table.year, str) else table.year
    low, high = _years(frame[first]).min(), _years(frame[last]).max()
    if first != last:  # a spell that is still open has a beginning alone, and the other way round
        low = min((v for v in (low, _years(frame[last]).min()) if isinstance(v, int)), default=None)
        high = max(
            (v for v in (high, _years(frame[first]).max()) if isinstance(v, int)), default=None
        )
    return (low, high) if isinstance(low, int) and isinstance(high, int) else None


def _within(years: tuple[int, int], file: File) -> bool:
    """Whether rows lie in the years that the file is registered to cover.

    What was watched may be wider than what was found. And rows may reach a year over the edge: a
    crisis of the last year ends in the next, a dispute of the first has incidents before it.
    """
    first, last = years
    return not file.first or (file.first - _OVER <= first and last <= file.last + _OVER)


def _years(column: pl.Series) -> pl.Series:
    return column.dt.year() if column.dtype == pl.Date else column


def repeated(table: Table, frame: pl.DataFrame) -> str | None:
    """First key that names two rows; None where each names one, or where repeats are declared."""
    key = [name for name in table.key if name in frame.columns]
    if table.repeats or not key:
        return None
    again = frame.select(key).filter(frame.select(key).is_duplicated())
    if again.is_empty():
        return None
    return ", ".join(f"{name} {value}" for name, value in zip(key, again.row(0), strict=True))
