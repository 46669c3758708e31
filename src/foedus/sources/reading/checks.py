"""Values against their declaration: one clear error for the first that does not fit."""

from __future__ import annotations

import math
from collections.abc import Callable

import polars as pl

from foedus.core import countries

from .schema import Column, SourceError, Table

__all__ = ["ROW", "check", "without_codes"]

ROW = "row_"  # number of a row among those of its file

_SHOWN = 8


def without_codes(frame: pl.DataFrame, columns: tuple[Column, ...]) -> pl.DataFrame:
    """Frame with the publisher's codes for "not known" turned into nulls."""
    nulled = [
        pl.when(pl.col(c.name).is_in(pl.Series(c.missing).cast(c.dtype).implode()))
        .then(None)
        .otherwise(pl.col(c.name))
        .alias(c.name)
        for c in columns
        if c.missing and c.name in frame.columns
    ]
    return frame.with_columns(nulled) if nulled else frame


def check(frame: pl.DataFrame, table: Table, file: str, line: Callable[[int], int]) -> None:
    """Refuse the first value that its column's declaration does not allow, or a repeated key.

    Parameters
    ----------
    frame
        Typed, codes for "not known" already null; with the column `ROW`, each row's number among
        the rows of the file.
    table
        The declaration.
    file
        Name for errors.
    line
        Line of the file that a row begins on, from its number.

    Raises
    ------
    SourceError
        Naming line, column, value and what is allowed.
    """
    present = [column for column in table.columns if column.name in frame.columns]
    wrong = {c.name: bad for c in present if (bad := _wrong(c)) is not None}
    if wrong:
        some = frame.select(**{name: bad.any(ignore_nulls=True) for name, bad in wrong.items()})
        for column in present:
            if column.name in wrong and some[column.name][0]:
                raise _refusal(frame, column, wrong[column.name], file, line)
    if not table.repeats:
        _refuse_repeats(frame, table, file, line)


def _wrong(column: Column) -> pl.Expr | None:
    """Say which values are not allowed; None where every value is."""
    value = pl.col(column.name)
    bad: list[pl.Expr] = []
    if column.dtype in (pl.Float32, pl.Float64):
        bad.append(value.is_finite().not_())
    if column.required:
        bad.append(value.is_null())
    if column.among is not None:
        bad.append(value.is_in(list(column.among)).not_())
    if column.low is not None:
        bad.append(value < column.low)
    if column.high is not None:
        bad.append(value > column.high)
    if column.state:
        bad.append(value.is_in(sorted(countries.known() | set(column.also))).not_())
    return pl.any_horizontal(bad) if bad else None


def _refusal(
    frame: pl.DataFrame, column: Column, bad: pl.Expr, file: str, line: Callable[[int], int]
) -> SourceError:
    at = frame.select(bad.fill_null(value=False).arg_max()).item()  # the first True
    value = frame[column.name][at]
    message, fix = _why(column, value)
    return SourceError(
        message, file=file, line=line(frame[ROW][at]), field=column.name, value=value, fix=fix
    )


def _why(column: Column, value: object) -> tuple[str, str]:
    again = "get the version that is registered"
    if value is None:
        return "is empty, and a row needs it", again
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value!r} is not a number", again
    if column.state and isinstance(value, int) and value not in countries.known():
        return f"no state has the code {value}", "see foedus.core.countries for the codes"
    if column.among is not None and value not in column.among:
        shown = ", ".join(str(v) for v in column.among[:_SHOWN])
        more = ", ..." if len(column.among) > _SHOWN else ""
        return f"{value!r} is not among {shown}{more}", again
    low = "" if column.low is None else f"at least {column.low:g}"
    high = "" if column.high is None else f"at most {column.high:g}"
    limits = " and ".join(part for part in (low, high) if part)
    return f"{value!r} is out of range: {limits}", again


def _refuse_repeats(
    frame: pl.DataFrame, table: Table, file: str, line: Callable[[int], int]
) -> None:
    key = [name for name in table.key if name in frame.columns]
    if not key or not (again := frame.select(key).is_duplicated()).any():
        return
    repeated = frame.filter(again)
    twice = repeated.select(pl.struct(key).is_first_distinct().not_()).to_series()
    second = repeated.filter(twice).row(0, named=True)
    same = pl.all_horizontal(pl.col(name).eq_missing(second[name]) for name in key)
    first = repeated.filter(same)[ROW][0]
    shown = ", ".join(f"{name} {second[name]}" for name in key)
    raise SourceError(
        f"a second row for {shown}",
        file=file,
        line=line(second[ROW]),
        field=", ".join(key),
        fix=f"the first is on line {line(first)}; get the file again",
    )
