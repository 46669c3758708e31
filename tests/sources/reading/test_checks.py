"""Values against their declaration."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core import countries
from foedus.sources.reading.checks import without_codes
from foedus.sources.reading.schema import Column, Layout, SourceError, Table
from foedus.sources.reading.table import read_bytes


def read(column: Column, *cells: str) -> list[Any]:
    """The column's values, in a file with a key before it."""
    table = Table(
        "m/t", "m", "", "row", ("k",), (Column("k", pl.Int16), column), {"publisher": Layout()}
    )
    body = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
    return (
        read_bytes(table, f"k,{column.name}\n{body}".encode(), "f.csv").frame[column.name].to_list()
    )


@pytest.mark.parametrize(
    ("column", "good", "bad", "says"),
    [
        (Column("x", pl.Int8, among=(0, 1)), "1", "2", "2 is not among 0, 1"),
        (Column("x", pl.String, among=("a", "b")), "b", "c", "'c' is not among a, b"),
        (Column("x", pl.Int16, low=1816), "1816", "1815", "1815 is out of range: at least 1816"),
        (Column("x", pl.Int16, high=2016), "2016", "2017", "2017 is out of range: at most 2016"),
        (Column("x", pl.Float64, low=0, high=1), "0.5", "1.5", "at least 0 and at most 1"),
        (Column("x", pl.Int16, required=True), "1", "", "is empty, and a row needs it"),
        (Column("x", pl.Int16, missing=(-9,), required=True), "1", "-9", "is empty, and a row"),
        (Column("x", pl.Int16, state="cow"), "255", "256", "no state has the code 256"),
        (Column("x", pl.Int16), "1", "l", "'l' is not a whole number"),
        (Column("x", pl.Int16), "1", "40000", "'40000' is not a whole number"),
        (Column("x", pl.Int8), "1", "300", "'300' is not a small whole number"),
        (Column("x", pl.Int16), "1", "1.5", "'1.5' is not a whole number"),
        (Column("x", pl.Float64), "1", "1,5", "cells"),
        (Column("x", pl.Float64), "1", "one", "'one' is not a number"),
        (Column("x", pl.Float64), "1", "nan", "nan is not a number"),
        (Column("x", pl.Float64, low=0), "1", "NaN", "is not a number"),
        (Column("x", pl.Float64), "1", "inf", "inf is not a number"),
        (Column("x", pl.Date), "1914-07-28", "28.7.1914", "is not a day written YYYY-MM-DD"),
        (Column("x", pl.Date), "1914-07-28", "1914-02-30", "is not a day written YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_the_first_wrong_value_is_named(column: Column, good: str, bad: str, says: str) -> None:
    assert len(read(column, good, good)) == 2
    with pytest.raises(SourceError, match=says) as caught:
        read(column, good, good, bad, good, bad)
    error = caught.value
    assert error.file == "f.csv"
    assert error.line == 4
    assert error.field == "x" or says == "cells"
    assert str(error).startswith("f.csv:4: ")
    assert "\n" not in str(error)


def test_null_is_allowed_where_nothing_else_is_said() -> None:
    for column in (
        Column("x", pl.Int8, among=(0, 1)),
        Column("x", pl.Int16, low=5, high=6),
        Column("x", pl.Int16, state="cow"),
    ):
        assert read(column, "") == [None]


def test_further_codes_of_a_column_of_states() -> None:
    column = Column("x", pl.Int16, state="cow", also=(8152,))
    assert read(column, "8152", "2") == [8152, 2]
    with pytest.raises(SourceError, match="no state has the code 8153"):
        read(column, "8153")


@given(st.integers(1, 999))
def test_a_code_is_known_or_refused(code: int) -> None:
    column = Column("x", pl.Int16, state="cow")
    if code in countries.known():
        assert read(column, str(code)) == [code]
    else:
        with pytest.raises(SourceError, match=f"f.csv:2: x: no state has the code {code};"):
            read(column, str(code))


@given(st.lists(st.none() | st.integers(-10, 3)))
def test_codes_for_not_known_become_null(values: list[int | None]) -> None:
    columns = (
        Column("i", pl.Int8, missing=(-9, -8)),
        Column("f", pl.Float64, missing=(-9, -8)),
        Column("s", pl.String, missing=("-9", ".")),
        Column("free", pl.Int8),
    )
    text = [None if v is None else str(v) for v in values]
    frame = pl.DataFrame(
        {"i": values, "f": values, "s": text, "free": values},
        schema={"i": pl.Int8, "f": pl.Float64, "s": pl.String, "free": pl.Int8},
    )
    made = without_codes(frame, columns)
    assert (
        made["i"].to_list() == made["f"].to_list() == [None if v in (-9, -8) else v for v in values]
    )
    assert made["s"].to_list() == [None if v == "-9" else v for v in text]
    assert made["free"].equals(frame["free"])
    assert made.schema == frame.schema


KEYED = Table(
    "m/t", "m", "", "row", ("a", "b"), (Column("a", pl.Int16), Column("b", pl.Int16)),
    {"publisher": Layout()},
)  # fmt: skip


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 3), st.none() | st.integers(0, 3)), max_size=12)
)
def test_a_repeated_key_is_named_with_both_its_lines(rows: list[tuple[int | None, ...]]) -> None:
    body = "".join(f"{'' if a is None else a},{'' if b is None else b}\n" for a, b in rows)
    content = f"a,b\n{body}".encode()
    again = next((i for i, row in enumerate(rows) if row in rows[:i]), None)
    if again is None:
        assert read_bytes(KEYED, content, "f.csv").frame.rows() == rows
        return
    first = rows.index(rows[again])
    says = rf"f\.csv:{again + 2}: a, b: a second row .*first is on line {first + 2};"
    with pytest.raises(SourceError, match=says):
        read_bytes(KEYED, content, "f.csv")


def test_a_key_may_repeat_where_the_publisher_says_so() -> None:
    import dataclasses

    table = dataclasses.replace(KEYED, repeats="it does")
    assert read_bytes(table, b"a,b\n1,1\n1,1\n", "f.csv").rows == 2
