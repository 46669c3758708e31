"""First and last days from parts, against the calendar."""

from __future__ import annotations

import calendar
import datetime as dt

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foedus.sources.reading.days import earliest, latest
from foedus.sources.reading.schema import Column, Layout, SourceError, Table
from foedus.sources.reading.table import read_bytes

Parts = tuple[int | None, int | None, int | None]
PARTS = st.tuples(
    st.none() | st.integers(1815, 2020),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 31),
).filter(lambda p: None in p or p[2] <= calendar.monthrange(p[0], p[1])[1])


def possible(parts: Parts) -> list[dt.date]:
    """Every day that fits; an unknown month makes the day of the month worthless."""
    year, month, day = parts
    if year is None:
        return []
    months = range(1, 13) if month is None else [month]
    return [
        dt.date(year, m, d)
        for m in months
        for d in range(1, calendar.monthrange(year, m)[1] + 1)
        if month is None or day is None or d == day
    ]


@given(st.lists(PARTS, min_size=1))
@example([(1916, 2, None), (1900, 2, None), (2000, 2, 29), (1914, None, 31), (None, 12, 31)])
def test_the_first_and_the_last_day_that_fit(rows: list[Parts]) -> None:
    schema = {"y": pl.Int16, "m": pl.Int8, "d": pl.Int8}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    made = frame.select(a=earliest("y", "m", "d"), b=latest("y", "m", "d"))
    days = [possible(row) for row in rows]
    assert made["a"].to_list() == [min(d, default=None) for d in days]
    assert made["b"].to_list() == [max(d, default=None) for d in days]
    assert made.schema == {"a": pl.Date, "b": pl.Date}


@pytest.mark.parametrize("day", ["30", "31"])
def test_a_day_that_is_none_is_an_error_that_names_the_file(day: str) -> None:
    table = Table(
        "made/days", "made", "", "day", ("y",),
        (Column("y", pl.Int16), Column("m", pl.Int8), Column("d", pl.Int8)),
        {"publisher": Layout()},
        tidy=lambda frame: frame.with_columns(day=earliest("y", "m", "d")),
    )  # fmt: skip
    with pytest.raises(SourceError, match=r"made\.csv"):
        read_bytes(table, f"y,m,d\n1999,2,{day}\n".encode(), "made.csv")
