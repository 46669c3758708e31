"""Columns of country identifiers, translated at once; null where nothing is certain."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, overload

from .countries_table import Span, System, find, resolve, spans

if TYPE_CHECKING:  # Polars costs start-up time, and most calls need single countries
    import polars as pl

__all__ = ["codes_of", "from_gw", "to_gw"]

# Every bound in the table lies between these years; before and after, nothing changes.
_FIRST_YEAR, _LAST_YEAR = 1800, 2099
_YEARS = _LAST_YEAR - _FIRST_YEAR + 1
_CODES = 1000


def codes_of(
    names: pl.Series, years: pl.Series | None = None, *, system: System = "name"
) -> pl.Series:
    """COW numbers of names, or of codes in another system, row by row.

    Parameters
    ----------
    names
        Names (n,), or codes of `system`; text, or whole numbers.
    years
        Year of each row (n,). Where it is null, or `years` is not given, only what means the same
        in every year, or today (see `foedus.core.countries.code`), is translated.
    system
        What `names` holds.

    Returns
    -------
    polars.Series
        COW numbers (n,), Int16; null where unknown, ambiguous, or not there in that year.

    Examples
    --------
    >>> import polars as pl
    >>> codes_of(pl.Series(["Germany", "Germany", "Germany", "NATO"]),
    ...          pl.Series([1914, 1960, 2000, 2000])).to_list()
    [255, None, 255, None]
    """
    import polars as pl

    if names.dtype in (pl.Categorical, pl.Enum):
        names = names.cast(pl.String)
    written = names.drop_nulls().unique().to_list()
    found = {value: rows for value in written if (rows := find(str(value), (system,)))}
    if not found:
        return pl.Series("ccode", [None] * len(names), dtype=pl.Int16)
    if years is None:
        today = {value: _only(rows, system, None) for value, rows in found.items()}
        return _mapped(names, today)
    fixed: dict[str | int, int | None] = {}
    dated: list[tuple[str | int, int, int | None]] = []
    present = [year for year in years.unique().to_list() if year is not None]
    for value, rows in found.items():
        by_year = {year: _only(rows, system, year) for year in _turning_points(rows)}
        if len(set(by_year.values())) == 1:
            fixed[value] = next(iter(by_year.values()))
        else:
            dated += ((value, year, _only(rows, system, year)) for year in present)
    codes = _mapped(names, fixed)
    if not dated:
        return codes
    table = pl.DataFrame(
        dated, schema={"value": names.dtype, "year": years.dtype, "dated": pl.Int16}, orient="row"
    )
    rows = pl.DataFrame([names.alias("value"), years.alias("year"), codes])
    joined = rows.join(table, on=["value", "year"], how="left", maintain_order="left")
    return joined.select(pl.coalesce("ccode", "dated").alias("ccode")).to_series()


def _only(rows: tuple[Span, ...], system: System, on: int | None) -> int | None:
    codes = resolve(rows, system, on)
    return codes.pop() if len(codes) == 1 else None


def _turning_points(rows: tuple[Span, ...]) -> set[int]:
    """Years that show every answer rows can give: those about each bound, and both ends of time."""
    codes = {row.ccode for row in rows}
    bounds = {
        day.year
        for span in spans()
        if span.ccode in codes
        for day in (span.first, span.last)
        if day not in (dt.date.min, dt.date.max)
    }
    return {_FIRST_YEAR, _LAST_YEAR} | {year + step for year in bounds for step in (-1, 0, 1)}


def _mapped(names: pl.Series, codes: dict[str | int, int | None]) -> pl.Series:
    import polars as pl

    old = pl.Series(list(codes), dtype=names.dtype)
    new = pl.Series(list(codes.values()), dtype=pl.Int16)
    return names.replace_strict(old, new, default=None, return_dtype=pl.Int16).alias("ccode")


@overload
def from_gw(gw: pl.Series, year: pl.Series | int) -> pl.Series: ...
@overload
def from_gw(gw: pl.Expr, year: pl.Expr | int) -> pl.Expr: ...
def from_gw(gw: pl.Series | pl.Expr, year: pl.Series | pl.Expr | int) -> pl.Series | pl.Expr:
    """COW numbers from Gleditsch-Ward numbers.

    Parameters
    ----------
    gw
        Gleditsch-Ward numbers: a column or an expression, whole numbers.
    year
        Year of each row, or one for all. Where both a state and its successor fall in it, the
        successor: 260 in 1990 is Germany, 255.

    Returns
    -------
    polars.Series or polars.Expr
        Int16; null where the number, or the year, is null, has no COW counterpart (396 Abkhazia,
        563 Transvaal, ...), or is outside the time it was used.

    Examples
    --------
    >>> import polars as pl
    >>> from_gw(pl.Series([260, 260, 340, 678, 678, 970]),
    ...         pl.Series([1980, 2000, 1900, 1980, 2000, 2000])).to_list()
    [260, 255, 345, 678, 679, 946]
    """
    return _looked_up(_from_gw(), gw, year).alias("ccode")


@overload
def to_gw(ccode: pl.Series, year: pl.Series | int) -> pl.Series: ...
@overload
def to_gw(ccode: pl.Expr, year: pl.Expr | int) -> pl.Expr: ...
def to_gw(ccode: pl.Series | pl.Expr, year: pl.Series | pl.Expr | int) -> pl.Series | pl.Expr:
    """Gleditsch-Ward numbers from COW numbers; the reverse of `from_gw`.

    Returns
    -------
    polars.Series or polars.Expr
        Int16; null where unknown.

    Examples
    --------
    >>> import polars as pl
    >>> to_gw(pl.Series([345, 345, 345, 255]), pl.Series([1900, 1960, 2010, 2010])).to_list()
    [340, 345, 340, 260]
    """
    return _looked_up(_to_gw(), ccode, year).alias("gwcode")


def _looked_up(
    table: pl.Series, codes: pl.Series | pl.Expr, year: pl.Series | pl.Expr | int
) -> pl.Series | pl.Expr:
    import polars as pl

    when = year if isinstance(year, pl.Expr) else pl.lit(year, dtype=pl.Int32)
    if isinstance(codes, pl.Expr):
        return pl.lit(table).gather(_place(codes, when))
    rows = pl.DataFrame([codes.alias("codes")])
    return table.gather(rows.select(_place(pl.col("codes"), when)).to_series())


def _place(codes: pl.Expr, year: pl.Expr) -> pl.Expr:
    """Index into a table of codes by years; null where there is no such code."""
    import polars as pl

    row = codes.cast(pl.Int32, strict=False)
    column = year.cast(pl.Int32, strict=False).clip(_FIRST_YEAR, _LAST_YEAR) - _FIRST_YEAR
    return pl.when(row.is_between(0, _CODES - 1)).then(row * _YEARS + column)


@cache
def _from_gw() -> pl.Series:
    return _by_year([(span.gw, span.ccode, span) for span in spans()])


@cache
def _to_gw() -> pl.Series:
    return _by_year([(span.ccode, span.gw, span) for span in spans()])


def _by_year(pairs: list[tuple[int, int, Span]]) -> pl.Series:
    """Answer for each code and, running fastest, year; flat, so one gather answers many rows."""
    import numpy as np
    import polars as pl

    table = np.zeros((_CODES, _YEARS), np.int16)
    # In order of their ends: in a year that two rows share, the later one is written last.
    for key, answer, span in sorted(pairs, key=lambda pair: pair[2].last):
        first = max(span.first.year, _FIRST_YEAR) - _FIRST_YEAR
        last = min(span.last.year, _LAST_YEAR) - _FIRST_YEAR
        table[key, first : last + 1] = answer
    flat = pl.Series(table.ravel())
    return flat.set(flat == 0, None)
