"""Long tables: sorted by a column, a page at a time, every view with an address of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

__all__ = ["Column", "Head", "Pages", "heads", "ordered", "pages", "sorts"]


@dataclass(frozen=True)
class Column:
    """A column that a reader may sort by.

    Attributes
    ----------
    key
        Its name in an address.
    label
        Its heading.
    by
        Column of the frame that is sorted; the key where empty.
    numeric
        Whether it is set to the right.
    falling
        Whether the first sorting is from the largest to the smallest.
    """

    key: str
    label: str
    by: str = ""
    numeric: bool = False
    falling: bool = False


@dataclass(frozen=True)
class Head:
    """A heading as a page shows it.

    Attributes
    ----------
    sorted
        ``ascending``, ``descending``, or nothing: the value of ``aria-sort``.
    next
        Value of ``sort`` in the address to which the heading leads.
    """

    label: str
    numeric: bool
    sorted: str
    next: str


def sorts(columns: Sequence[Column]) -> tuple[str, ...]:
    """Every value that ``sort`` may have: a key, or a key behind a minus sign for falling.

    Examples
    --------
    >>> sorts([Column("year", "Year")])
    ('year', '-year')
    """
    return tuple(f"{sign}{one.key}" for one in columns for sign in ("", "-"))


def heads(columns: Sequence[Column], sort: str) -> tuple[Head, ...]:
    """Headings, and where each leads: to the other direction if it is the one in use.

    Examples
    --------
    >>> [(one.sorted, one.next) for one in heads([Column("a", "A"), Column("b", "B")], "a")]
    [('ascending', '-a'), ('', 'b')]
    """
    out: list[Head] = []
    for one in columns:
        rising, falling = one.key, f"-{one.key}"
        told = {rising: "ascending", falling: "descending"}.get(sort, "")
        first = falling if one.falling else rising
        other = {rising: falling, falling: rising}.get(sort, first)
        out.append(Head(one.label, one.numeric, told, other))
    return tuple(out)


def ordered(frame: pl.DataFrame, columns: Sequence[Column], sort: str, tie: str) -> pl.DataFrame:
    """Sort a frame as an address says; what is not known comes last, equals by `tie`, rising.

    Parameters
    ----------
    frame
        The rows.
    columns
        What it may be sorted by.
    sort
        One of `sorts`.
    tie
        Column that tells equal rows apart.
    """
    key = sort.removeprefix("-")
    column = next(one for one in columns if one.key == key)
    by = column.by or column.key
    if by == tie:
        return frame.sort(tie, descending=sort.startswith("-"))
    return frame.sort(by, tie, descending=[sort.startswith("-"), False], nulls_last=True)


@dataclass(frozen=True)
class Pages:
    """Which part of a long table is shown.

    Attributes
    ----------
    page, count
        Number of the page, from 1, and of all pages; one, empty page where there is no row.
    total
        Rows of all pages.
    first, last
        Numbers of the first and last row on the page, from 1; 0 and 0 where there is none.
    """

    page: int
    count: int
    total: int
    first: int
    last: int

    @property
    def near(self) -> tuple[int, ...]:
        """Pages to offer: the first, the last, and those around; gaps are left out."""
        around = range(self.page - 2, self.page + 3)
        return tuple(sorted({n for n in (1, *around, self.count) if 1 <= n <= self.count}))


def pages(total: int, page: int, size: int) -> Pages:
    """Return what is shown; a page beyond the last is the last.

    Examples
    --------
    >>> pages(101, 3, 50)
    Pages(page=3, count=3, total=101, first=101, last=101)
    >>> pages(0, 7, 50)
    Pages(page=1, count=1, total=0, first=0, last=0)
    """
    count = max(1, -(-total // size))
    here = min(max(page, 1), count)
    first = (here - 1) * size + 1 if total else 0
    return Pages(here, count, total, first, min(here * size, total))
