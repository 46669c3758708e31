"""Days from the parts that publishers give, where month or day may not be known."""

from __future__ import annotations

import polars as pl

__all__ = ["earliest", "latest"]

_LAST_MONTH = 12


def earliest(year: str, month: str, day: str) -> pl.Expr:
    """First day possible: an unknown month is January, an unknown day the first.

    Parameters
    ----------
    year, month, day
        Names of whole-number columns; null where not known. A null year gives null.

    Examples
    --------
    >>> frame = pl.DataFrame({"y": [1914, 1914, None], "m": [7, None, 1], "d": [None, None, 1]})
    >>> [str(day) for day in frame.select(earliest("y", "m", "d")).to_series()]
    ['1914-07-01', '1914-01-01', 'None']
    """
    m = pl.col(month).fill_null(1)
    d = pl.when(pl.col(month).is_null()).then(1).otherwise(pl.col(day).fill_null(1))
    return pl.date(pl.col(year), m, d)


def latest(year: str, month: str, day: str) -> pl.Expr:
    """Last day possible: an unknown month is December, an unknown day the month's last.

    Examples
    --------
    >>> frame = pl.DataFrame({"y": [1915, 1916, 1916], "m": [2, 2, None], "d": [None, None, None]})
    >>> [str(day) for day in frame.select(latest("y", "m", "d")).to_series()]
    ['1915-02-28', '1916-02-29', '1916-12-31']
    """
    m = pl.col(month).fill_null(_LAST_MONTH)
    known = pl.col(month).is_not_null() & pl.col(day).is_not_null()
    first = pl.date(pl.col(year), m, 1)
    return (
        pl.when(known).then(pl.date(pl.col(year), m, pl.col(day))).otherwise(first.dt.month_end())
    )
