"""Bad copies of the publishers' own files, made of their first lines: one clear error each.

What a checksum would tell in any case must be told without one too: a newer file has none here.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import FoedusError
from foedus.sources.catalogue import table
from foedus.sources.getting import registry
from foedus.sources.getting.registry import File
from foedus.sources.reading.schema import Column, Layout, SourceError, Table
from foedus.sources.reading.table import read_bytes

LINES = 30
COLUMNS = 3
"""As many columns of a file are tried of a kind: the first, one in the middle, the last."""

WIDE = 400
"""Columns beyond which a file is too wide to be damaged in twenty ways in a short time."""

FILES = tuple(
    file
    for file in registry.files()
    if file.sha256 is not None
    and table(file.table).layouts[file.layout].read is None
    and len(table(file.table).columns) < WIDE
)


@dataclass(frozen=True)
class Sample:
    """The first lines of a file, in cells."""

    file: File
    table: Table
    layout: Layout
    header: list[str] | None
    rows: list[list[str]]

    def text(self, rows: list[list[str]] | None = None, header: list[str] | None = None) -> str:
        sink = io.StringIO()
        writer = csv.writer(sink, delimiter=self.layout.separator, lineterminator=self.layout.eol)
        head = self.header if header is None else header
        writer.writerows(
            [*([] if head is None else [head]), *(self.rows if rows is None else rows)]
        )
        return sink.getvalue()

    def bytes(self, rows: list[list[str]] | None = None, header: list[str] | None = None) -> bytes:
        body = self.text(rows, header).encode(self.layout.encoding)
        return (b"\xef\xbb\xbf" if self.layout.bom else b"") + body

    def read(self, content: bytes) -> pl.DataFrame:
        return read_bytes(self.table, content, self.file.path, self.file.layout).frame

    def columns(self) -> list[tuple[int, Column]]:
        """Place in the file and declaration of each column that is read."""
        header = list(self.layout.header or self.header or ())
        there = [c for c in self.table.columns if c.name not in self.layout.lacks]
        return [(header.index(self.layout.names.get(c.name, c.name)), c) for c in there]


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.path)
def sample(request: pytest.FixtureRequest, data: Path) -> Sample:
    file: File = request.param
    declared = table(file.table)
    layout = declared.layouts[file.layout]
    path = data / file.path
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        start = stream.read(400_000)
    text = start.removeprefix(b"\xef\xbb\xbf").decode(layout.encoding, errors="ignore")
    reader = csv.reader(
        io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline=""),
        delimiter=layout.separator,
    )
    whole = [
        [cell.replace("\n", " ") for cell in row]
        for row, _ in zip(reader, range(LINES), strict=False)
    ]
    header = None if layout.header else whole[0]
    rows = whole[0 if layout.header else 1 :]
    return Sample(file, declared, layout, header, rows)


def some(places: list[tuple[int, Column]]) -> list[tuple[int, Column]]:
    if len(places) <= COLUMNS:
        return places
    return [places[0], places[len(places) // 2], places[-1]]


def numbers(column: Column) -> bool:
    return pl.Series([], dtype=column.dtype).dtype.is_numeric()


def refused(sample: Sample, content: bytes) -> SourceError:
    """The one error that content gives."""
    with pytest.raises(FoedusError) as caught:
        sample.read(content)
    error = caught.value
    assert type(error) is SourceError
    assert error.file == sample.file.path
    assert error.line is not None or "packed" in str(error) or "empty" in str(error)
    assert str(error).startswith(sample.file.path)
    assert "\n" not in str(error)
    assert error.fix or error.field
    return error


def test_the_first_lines_are_a_table(sample: Sample) -> None:
    frame = sample.read(sample.bytes())
    assert frame.height > 0
    assert sample.read(gzip.compress(sample.bytes())).equals(frame)
    if sample.layout.eol == "\n":
        assert sample.read(sample.bytes().replace(b"\n", b"\r\n")).equals(frame)
    assert sample.read(sample.bytes().rstrip(b"\r\n")).equals(frame)


def test_the_order_of_columns_does_not_matter(sample: Sample) -> None:
    if sample.header is None:
        return
    turned = sample.bytes([row[::-1] for row in sample.rows], sample.header[::-1])
    assert sample.read(turned).equals(sample.read(sample.bytes()))


def test_broken_off(sample: Sample) -> None:
    """In the middle of the last line that matters."""
    if len(sample.rows[0]) < 2:
        return
    whole = sample.bytes([[*row] for row in sample.rows[:-1]])
    rest = sample.layout.separator.join(["1"] * (len(sample.rows[0]) - 1))
    error = refused(sample, whole + rest.encode())
    assert error.line is not None
    assert "broken off" in str(error)


def test_broken_off_when_packed(sample: Sample) -> None:
    error = refused(sample, gzip.compress(sample.bytes())[:-9])
    assert "packed file is damaged or broken off" in str(error)


def test_empty(sample: Sample) -> None:
    assert "is empty" in str(refused(sample, b""))
    assert "is empty" in str(refused(sample, b"\n"))


def test_saved_with_another_delimiter(sample: Sample) -> None:
    if len(sample.rows[0]) < 2:
        return
    sink = io.StringIO()
    other = ";" if sample.layout.separator != ";" else ","
    rows = [*([sample.header] if sample.header else []), *sample.rows]
    csv.writer(sink, delimiter=other, lineterminator=sample.layout.eol).writerows(rows)
    bom = b"\xef\xbb\xbf" if sample.layout.bom else b""
    assert (
        refused(sample, bom + sink.getvalue().encode(sample.layout.encoding)).line == 1
        or sample.header is None
    )


def test_one_delimiter_lost(sample: Sample) -> None:
    if len(sample.rows[0]) < 2:
        return
    rows = [list(row) for row in sample.rows]
    rows[1][0:2] = ["".join(rows[1][0:2]).replace("\n", " ")]
    refused(sample, sample.bytes(rows))


def test_one_cell_too_many(sample: Sample) -> None:
    rows = [list(row) for row in sample.rows]
    rows[2].append("1")
    assert re.search(
        r"\d+ cells where there are \d+ columns", str(refused(sample, sample.bytes(rows)))
    )


def test_lines_ended_otherwise(sample: Sample) -> None:
    body = sample.bytes()
    other = body.replace(b"\r", b"\n") if sample.layout.eol == "\r" else body.replace(b"\n", b"\r")
    assert "lines end in" in str(refused(sample, other)) or "line ends in" in str(
        refused(sample, other)
    )


def test_a_byte_order_mark(sample: Sample) -> None:
    if not sample.layout.bom:
        error = refused(sample, b"\xef\xbb\xbf" + sample.bytes())
        assert (error.line, "byte order mark" in str(error)) == (1, True)


def test_a_byte_that_is_no_text(sample: Sample) -> None:
    body = sample.bytes()
    at = body.rindex(sample.layout.separator.encode()) if len(sample.rows[0]) > 1 else len(body) - 2
    refused(sample, body[:at] + b"\0" + body[at + 1 :])
    if sample.layout.encoding == "utf8":
        error = refused(
            sample, body[:at] + sample.layout.separator.encode() + b"\xff" + body[at + 1 :]
        )
        assert "UTF-8" in str(error)


def test_an_empty_line(sample: Sample) -> None:
    if len(sample.rows[0]) < 2:
        return
    eol = sample.layout.eol.encode()
    refused(sample, sample.bytes() + eol)


def test_a_letter_in_a_number(sample: Sample) -> None:
    """In some columns of numbers, in the last line."""
    for place, column in some([(i, c) for i, c in sample.columns() if numbers(c)]):
        rows = [list(row) for row in sample.rows]
        rows[-1][place] += "l"
        error = refused(sample, sample.bytes(rows))
        assert error.field == column.name or error.field == sample.layout.names.get(column.name)
        assert "number" in str(error), column.name


def test_a_line_twice(sample: Sample) -> None:
    if sample.table.repeats or not set(sample.table.key) - set(sample.layout.lacks):
        return
    own = {c.name for _, c in sample.columns()}
    if not set(sample.table.key) & own:
        return
    error = refused(sample, sample.bytes([*sample.rows, sample.rows[0]]))
    assert "a second row for" in str(error)


def test_a_state_that_is_none(sample: Sample) -> None:
    for place, column in some([(i, c) for i, c in sample.columns() if c.state]):
        rows = [list(row) for row in sample.rows]
        rows[-1][place] = "998"
        error = refused(sample, sample.bytes(rows))
        assert error.field == column.name
        assert "no state has the code 998" in str(error)


def test_a_value_that_is_none_of_the_codes(sample: Sample) -> None:
    for place, column in some([(i, c) for i, c in sample.columns() if c.among and numbers(c)]):
        rows = [list(row) for row in sample.rows]
        rows[-1][place] = "117"
        error = refused(sample, sample.bytes(rows))
        assert error.field == column.name
        assert "is not among" in str(error), column.name


def test_a_column_missing(sample: Sample) -> None:
    if sample.header is None:
        return
    for place, column in some(sample.columns()):
        header = [name for i, name in enumerate(sample.header) if i != place]
        rows = [[cell for i, cell in enumerate(row) if i != place] for row in sample.rows]
        if len(header) > 1:
            error = refused(sample, sample.bytes(rows, header))
            theirs = sample.layout.names.get(column.name, column.name)
            assert (error.line, error.field) == (1, theirs)
            assert "column missing" in str(error)


def test_a_column_that_nobody_declared(sample: Sample) -> None:
    if sample.header is None or sample.layout.ignores_rest:
        return
    rows = [[*row, "1"] for row in sample.rows]
    error = refused(sample, sample.bytes(rows, [*sample.header, "surprise"]))
    assert (error.line, error.field) == (1, "surprise")
    assert "unknown column" in str(error)


def test_a_column_there_twice(sample: Sample) -> None:
    if sample.header is None:
        return
    place, _ = sample.columns()[0]
    rows = [[*row, row[place]] for row in sample.rows]
    error = refused(sample, sample.bytes(rows, [*sample.header, sample.header[place]]))
    assert (error.line, error.field) == (1, sample.header[place])
    assert "column is there twice" in str(error)
