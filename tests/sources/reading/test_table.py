"""Reading a table: what was written is what is read, in whatever form it was written."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import gzip
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.reading.schema import Column, Layout, SourceError, Table
from foedus.sources.reading.table import read, read_bytes

COLUMNS = (
    Column("id", pl.Int32, required=True),
    Column("small", pl.Int8, missing=(-9,)),
    Column("code", pl.Int16),
    Column("measure", pl.Float64, missing=(-9.0,)),
    Column("day", pl.Date),
    Column("name", pl.String),
)
TABLE = Table("made/rows", "made", "Rows", "row", ("id",), COLUMNS, {"publisher": Layout()})
NAMES = [column.name for column in COLUMNS]

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r\n\ufeff"), min_size=1, max_size=8
)
ROWS = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.none() | st.integers(0, 127),
        st.none() | st.integers(-32768, 32767),
        st.none() | st.floats(-1e15, 1e15).filter(lambda x: x != -9),
        st.none() | st.dates(dt.date(1500, 1, 1), dt.date(2100, 1, 1)),
        st.none() | TEXT,
    ),
    unique_by=lambda row: row[0],
    min_size=1,
    max_size=6,
)
Row = tuple[Any, ...]


def cells(row: Row) -> list[str]:
    return [
        "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell) for cell in row
    ]


def content(
    rows: list[list[str]],
    *,
    separator: str = ",",
    eol: str = "\n",
    quoting: Any = csv.QUOTE_MINIMAL,
) -> str:
    sink = io.StringIO()
    csv.writer(sink, delimiter=separator, lineterminator=eol, quoting=quoting).writerows(rows)
    return sink.getvalue()


@given(
    ROWS,
    st.sampled_from(",\t;"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.permutations(range(len(NAMES))),
)
def test_the_same_values_whatever_the_form(
    rows: list[Row], separator: str, eol: str, quoting: Any, packed: bool, bom: bool,
    ended: bool, headless: bool, order: list[int],
) -> None:  # fmt: skip
    """Quoted, CRLF or LF or CR, packed, columns in any order, with a header, or not."""
    lines = [[cells(row)[i] for i in order] for row in rows]
    header = [NAMES[i].upper() for i in order]
    text = content(
        lines if headless else [header, *lines], separator=separator, eol=eol, quoting=quoting
    )
    if not ended:
        text = text.removesuffix(eol)
    body = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    layout = Layout(
        names={name: name.upper() for name in NAMES},
        separator=separator,
        eol="\r" if eol == "\r" else "\n",
        bom=bom,
        header=tuple(header) if headless else None,
    )
    table = dataclasses.replace(TABLE, layouts={"publisher": layout})
    reading = read_bytes(table, gzip.compress(body) if packed else body, "f")
    assert reading.rows == len(rows)
    assert reading.frame.schema == {c.name: c.dtype for c in COLUMNS}
    found = [tuple(None if cell == "" else cell for cell in row) for row in reading.frame.rows()]
    assert found == rows


@given(ROWS)
def test_a_file_and_its_bytes_are_read_alike(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    body = content([NAMES, *map(cells, rows)]).encode()
    path = tmp_path_factory.mktemp("t") / "made.csv"
    path.write_bytes(body)
    assert read(TABLE, path).frame.equals(read_bytes(TABLE, body, "made.csv").frame)


@given(ROWS, st.data())
def test_a_letter_in_a_number_is_named(rows: list[Row], data: st.DataObject) -> None:
    lines = [cells(row) for row in rows]
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from([0, 1, 2, 3, 4]))
    cell = lines[at][column]
    place = data.draw(st.integers(0, len(cell)))
    letter = (
        data.draw(st.sampled_from("lOxz?,;€")) if column < 4 else data.draw(st.sampled_from("lOz"))
    )
    lines[at][column] = cell[:place] + letter + cell[place:]
    with pytest.raises(SourceError) as caught:
        read_bytes(TABLE, content([NAMES, *lines]).encode(), "made.csv")
    error = caught.value
    assert (error.file, error.line, error.field) == ("made.csv", at + 2, NAMES[column])
    assert repr(lines[at][column]) in str(error)


def test_codes_for_not_known_and_texts_for_null() -> None:
    layout = Layout(na=("NA", "."))
    table = dataclasses.replace(TABLE, layouts={"publisher": layout})
    body = b"id,small,code,measure,day,name\n1,-9,.,-9,NA,NA\n2,NA,-9,.,.,-9\n"
    frame = read_bytes(table, body, "f").frame
    assert frame.rows() == [(1, None, None, None, None, None), (2, None, -9, None, None, "-9")]


def test_columns_lacking_are_null_and_columns_ignored_are_gone() -> None:
    layout = Layout(lacks=("small", "measure", "day"), ignores=("row",))
    table = dataclasses.replace(TABLE, layouts={"export": layout})
    frame = read_bytes(table, b"row,name,id,code\n9,x,1,2\n", "f", "export").frame
    assert frame.schema == {c.name: c.dtype for c in COLUMNS}
    assert frame.rows() == [(1, None, 2, None, None, "x")]


def test_damage_in_a_column_that_is_ignored_does_no_harm() -> None:
    table = dataclasses.replace(
        TABLE, columns=COLUMNS[:1], layouts={"publisher": Layout(ignores_rest=True)}
    )
    assert read_bytes(table, b"id,note\n1,abc\n2,\n", "f").frame.rows() == [(1,), (2,)]


def test_a_reader_of_its_own_is_checked_alike() -> None:
    def reader(body: bytes, file: str) -> pl.DataFrame:
        assert file == "f"
        ids = body.decode().split()
        return pl.DataFrame({"ID": ids, "small": pl.Series(range(len(ids)), dtype=pl.Int64)})

    layout = Layout(names={"id": "ID"}, read=reader, na=("NA",))
    table = dataclasses.replace(TABLE, columns=COLUMNS[:2], layouts={"publisher": layout})
    frame = read_bytes(table, gzip.compress(b"5 6"), "f").frame
    assert (frame.rows(), frame.schema["small"]) == ([(5, 0), (6, 1)], pl.Int8)
    with pytest.raises(SourceError, match="f:3: id: 'x' is not a whole number"):
        read_bytes(table, b"5 x", "f")
    with pytest.raises(SourceError, match="f:2: id: is empty, and a row needs it"):
        read_bytes(table, b"NA 5", "f")
    with pytest.raises(SourceError, match="f:3: id: a second row for id 5"):
        read_bytes(table, b"5 5", "f")


def test_tidying_comes_last_and_its_failure_names_the_file() -> None:
    tidied = dataclasses.replace(TABLE, tidy=lambda f: f.with_columns(twice=pl.col("id") * 2))
    body = content([NAMES, ["1", "", "", "", "", ""]]).encode()
    assert read_bytes(tidied, body, "f").frame["twice"].to_list() == [2]
    broken = dataclasses.replace(TABLE, tidy=lambda f: f.select(pl.col("nobody")))
    with pytest.raises(SourceError, match=r"^f: values do not fit together: .*nobody"):
        read_bytes(broken, body, "f")


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be read \(No such file or directory\)"):
        read(TABLE, tmp_path / "none.csv")
    with pytest.raises(SourceError, match="cannot be read"):
        read(TABLE, tmp_path)


def test_a_header_alone_is_a_table_without_rows() -> None:
    reading = read_bytes(TABLE, ",".join(NAMES).encode(), "f")
    assert (reading.rows, reading.frame.schema) == (0, {c.name: c.dtype for c in COLUMNS})


def test_numbers_are_read_exactly() -> None:
    values = [0.1, 1e-300, 123456789.12345679, 1 / 3, 5e-324, 1.7976931348623157e308]
    body = "\n".join(["id,measure", *(f"{i},{v!r}" for i, v in enumerate(values))])
    table = dataclasses.replace(TABLE, columns=(COLUMNS[0], COLUMNS[3]))
    assert read_bytes(table, body.encode(), "f").frame["measure"].to_list() == values
