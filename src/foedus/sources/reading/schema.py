"""How a table is declared: its columns, its key, and the forms of file it comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

from foedus.core.errors import FoedusError

__all__ = ["Column", "DType", "Layout", "SourceError", "Table", "several"]

Scalar: TypeAlias = int | float | str
DType: TypeAlias = pl.DataType | type[pl.DataType]


class SourceError(FoedusError):
    """A file is not what its publisher's format says it is."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        Name in the table; the publisher's where the field knows it.
    dtype
        Polars type of the values.
    about
        What it holds, for the codebook.
    unit
        Unit of the values; empty for codes, counts and names.
    missing
        The publisher's codes for "not known"; they become null.
    among
        Values allowed beside null; None allows any.
    low, high
        Least and greatest value allowed, both included.
    required
        Whether null is refused.
    state
        ``"cow"`` where the values must be codes of COW states; empty otherwise.
    also
        Further codes allowed in a column of state codes, such as 8152 in ATOP.
    """

    name: str
    dtype: DType
    about: str = ""
    unit: str = ""
    missing: tuple[Scalar, ...] = ()
    among: tuple[Scalar, ...] | None = None
    low: float | None = None
    high: float | None = None
    required: bool = False
    state: str = ""
    also: tuple[int, ...] = ()


def several(
    names: str,
    dtype: DType,
    *,
    about: str = "",
    unit: str = "",
    missing: tuple[Scalar, ...] = (),
    among: tuple[Scalar, ...] | None = None,
    low: float | None = None,
    high: float | None = None,
    required: bool = False,
) -> tuple[Column, ...]:
    """Columns that differ in name only, from their names parted by spaces.

    Examples
    --------
    >>> [column.name for column in several("styear endyear", pl.Int16)]
    ['styear', 'endyear']
    """
    return tuple(
        Column(
            name,
            dtype,
            about=about,
            unit=unit,
            missing=missing,
            among=among,
            low=low,
            high=high,
            required=required,
        )
        for name in names.split()
    )


Reader: TypeAlias = Callable[[bytes, str], pl.DataFrame]
"""Turns the bytes of a file, whose name is given for errors, into a frame of declared columns."""


@dataclass(frozen=True)
class Layout:
    """One form of file that holds a table.

    Parameters
    ----------
    names
        Column of the table to column of the file, where they differ.
    lacks
        Columns of the table that this form does not have; they are null.
    ignores
        Columns of the file that are left out: row numbers, a name beside a code.
    ignores_rest
        Whether every further column of the file is left out. For files of hundreds of columns.
    separator, eol, bom, encoding
        As the publisher writes the file. Lines may end in CR LF where `eol` is LF. A byte order
        mark is refused unless `bom`.
    header
        Names of the columns where the file has no header line.
    na
        Cell texts that mean null, beside the empty cell.
    read
        For what is not delimited text: turns bytes into a frame with the file's columns.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    ignores_rest: bool = False
    separator: str = ","
    eol: str = "\n"
    bom: bool = False
    encoding: str = "utf8"
    header: tuple[str, ...] | None = None
    na: tuple[str, ...] = ()
    read: Reader | None = None


@dataclass(frozen=True)
class Table:
    """A typed table: what every file that holds it must look like, and what comes out.

    Parameters
    ----------
    id
        ``dataset/table``, such as ``"mid/disputes"``.
    dataset
        Identifier of the data set in the registry.
    title
        What one reads about, in a few words.
    unit
        What one row is.
    key
        Columns that name a row; checked to be unique.
    columns
        In the order of the result.
    layouts
        Forms of file by name: ``"publisher"``, ``"export"``.
    year
        Column, or first and last column, that say which years a row is about; None where none does.
    tidy
        Last step, after checks and corrections: dates from their parts, wide to long. Pure.
    repeats
        Why the key may repeat, where the publisher repeats it; empty where it may not.
    made
        Columns that `tidy` adds, for the codebook.
    """

    id: str
    dataset: str
    title: str
    unit: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    layouts: Mapping[str, Layout]
    year: str | tuple[str, str] | None = None
    tidy: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    repeats: str = ""
    made: tuple[Column, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises
        ------
        KeyError
            If there is none.
        """
        for column in (*self.columns, *self.made):
            if column.name == name:
                return column
        raise KeyError(name)
