"""The form of a delimited file: what is taken, and one clear error for each kind of damage."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.reading.header import expected
from foedus.sources.reading.schema import Layout, SourceError
from foedus.sources.reading.text import open_text, unpacked

PLAIN = Layout()
PACKED = gzip.compress(b"a,b\n1,2\n", mtime=0)
CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r\ufeff", exclude_categories=["Cs"]),
    max_size=6,
)


def written(rows: list[list[str]], *, separator: str, eol: str, quoted: bool) -> str:
    sink = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(sink, delimiter=separator, lineterminator=eol, quoting=quoting).writerows(rows)
    return sink.getvalue()


@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=5)
    ),
    st.sampled_from(",\t;|"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_a_file_in_order_is_taken(
    rows: list[list[str]], separator: str, eol: str, quoted: bool, packed: bool
) -> None:
    header = [f"c{i}" for i in range(len(rows[0]))]
    body = written([header, *rows], separator=separator, eol=eol, quoted=quoted).encode()
    text = open_text(gzip.compress(body) if packed else body, "f", Layout(separator=separator))
    assert text.header == tuple(header)
    assert text.body == body
    lines = list(csv.reader(io.StringIO(body.decode(), newline=""), delimiter=separator))
    assert lines[1:] == rows


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "b\nc", 'say "x"', "d, e", ""]), min_size=2, max_size=2),
        max_size=6,
    )
)
def test_the_line_of_a_row_is_counted_through_quotes(rows: list[list[str]]) -> None:
    body = written([["x", "y"], *rows], separator=",", eol="\n", quoted=False)
    text = open_text(body.encode(), "f", PLAIN)
    line = 2
    for number, row in enumerate(rows):
        assert text.line(number) == line
        line += written([row], separator=",", eol="\n", quoted=False).count("\n")


@given(st.integers(2, 5), st.integers(1, 6), st.data())
def test_a_line_with_too_few_or_too_many_cells_is_named(
    cells: int, lines: int, data: st.DataObject
) -> None:
    rows = [[f"v{i}" for i in range(cells)] for _ in range(lines + 1)]
    at = data.draw(st.integers(1, lines))
    count = data.draw(st.integers(1, 2 * cells).filter(lambda n: n != cells))
    rows[at] = ["w"] * count
    body = written(rows, separator=",", eol="\n", quoted=data.draw(st.booleans())).encode()
    with pytest.raises(
        SourceError, match=rf"^f:{at + 1}: {count} cells where there are {cells} columns"
    ):
        open_text(body, "f", PLAIN)


def test_two_lines_that_make_up_for_each_other_are_still_two_wrong_lines() -> None:
    import polars as pl

    from foedus.sources.reading.schema import Column, Table
    from foedus.sources.reading.table import read_bytes

    table = Table(
        "m/t", "m", "", "", ("a",), tuple(Column(n, pl.String) for n in "abc"), {"publisher": PLAIN}
    )
    for body, line in ((b"a,b,c\n1,2\n2,3,y,z\n", 2), (b"a,b,c\n2,3,y,z\n1,2\n", 2)):
        with pytest.raises(SourceError, match=rf"^f:{line}: \d cells where there are 3 columns"):
            read_bytes(table, body, "f")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "f: is empty"),
        (b"\n \n", "f: is empty"),
        (b"\xef\xbb\xbfa,b\n1,2\n", "f:1: starts with a byte order mark"),
        (b"a,b\r1,2\r", "f:1: lines end in a bare CR"),
        (b'a,b\r1,"2"\r', "f:1: lines end in a bare CR"),
        (b"a,b\n1,2\r3,4\n", "f:2: lines end in a bare CR"),
        (b"a,b\n1,x\ry\n", "f:2: lines end in a bare CR"),
        (b"a,b\n1,2\n\n3,4\n", "f:3: is an empty line"),
        (b"a,b\r\n1,2\r\n\r\n3,4\r\n", "f:3: is an empty line"),
        (b"a,b\n1,2\n\n", "f:3: is an empty line"),
        (b"a,b\n1,\xff\n", "f:2: is not in UTF-8"),
        (b"a,\xe9\n1,2\n", "f:1: is not in UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "f:1: "),
        (b"a,b\n1,\0\n", "f:2: holds a byte that is no text"),
        (b'a,b\n1,"2\n3,4\n', "f:2: a quote does not end"),
        (b'a,b\n1,2"\n', "f:2: a quote does not end"),
        (b"a,b\n1,2\n3\n", "f:3: 1 cells where there are 2 columns; the file is broken off"),
        (b"a,b\n1,2\n3,4,5\n", "f:3: 3 cells where there are 2 columns"),
        (b"\x1f\x8b\x08", "f: packed file is damaged or broken off"),
        (PACKED[:-5], "f: packed file is damaged or broken off"),
        (PACKED + b"tail", "f: packed file is damaged or broken off"),
    ],
)
def test_damage_is_named(body: bytes, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_text(body, "f", PLAIN)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)
    assert caught.value.fix


@given(st.integers(0, 200), st.integers(0, 255))
def test_a_packed_file_with_a_wrong_byte_is_refused_or_the_same(at: int, byte: int) -> None:
    content = bytearray(gzip.compress(b"a,b\n" + b"1,2\n" * 50, mtime=0))
    at %= len(content)
    content[at] = byte
    try:
        made = unpacked(bytes(content), "f")
    except SourceError as error:
        assert error.file == "f"  # noqa: PT017 - some bytes do no harm
    else:
        assert made in (b"a,b\n" + b"1,2\n" * 50, bytes(content))


def test_what_the_publisher_does_is_taken() -> None:
    assert open_text(b"\xef\xbb\xbfa,b\n1,2\n", "f", Layout(bom=True)).header == ("a", "b")
    assert open_text(b"a,b\r1,2\r", "f", Layout(eol="\r")).header == ("a", "b")
    assert (
        open_text("a,b\n1,é\n".encode("latin1"), "f", Layout(encoding="latin1")).body
        == "a,b\n1,é\n".encode()
    )
    bare = open_text(b"1,2\n3,4\n", "f", Layout(header=("a", "b")))
    assert (bare.header, bare.has_header, bare.line(1)) == (("a", "b"), False, 2)
    assert open_text(b"a,b\n1,2", "f", PLAIN).body.endswith(b"2")
    assert open_text(b'a,b\n1,"x\ry"\n', "f", PLAIN).header == ("a", "b")


def test_line_feeds_where_the_publisher_has_none() -> None:
    with pytest.raises(SourceError, match="f:1: lines end in LF, the publisher's in a bare CR"):
        open_text(b"a,b\n1,2\n", "f", Layout(eol="\r"))
    with pytest.raises(SourceError, match="f:2: is not in ascii"):
        open_text("a,b\n1,é\n".encode(), "f", Layout(encoding="ascii"))


@pytest.mark.parametrize(
    ("found", "layout", "says"),
    [
        ("a;b;c", PLAIN, "f:1: cells are not parted by ','; it seems to use ';'"),
        ("a\tb\tc", PLAIN, r"it seems to use '\t'"),
        ("abc", PLAIN, "cells are not parted by ','; get"),
        ("a,b,b,c", PLAIN, "f:1: b: column is there twice"),
        ("a,b", PLAIN, "f:1: c: column missing (c)"),
        ("a,b,C", PLAIN, "f:1: c: column missing (c); the file has another: did you mean 'C'?"),
        ("a,b,c,d", PLAIN, "f:1: d: unknown column (d)"),
        ("a,b,c,d,e,f,g,h,i", PLAIN, "unknown column (d, e, f, g, h and 1 more)"),
    ],
)
def test_a_header_is_that_of_the_table(found: str, layout: Layout, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        expected(tuple(found.split(",")), "abc", "f", layout)
    assert says in str(caught.value)


def test_columns_may_be_ignored_and_in_any_order() -> None:
    expected(("c", "a", "b"), "abc", "f", PLAIN)
    expected(("a", "b", "c", "x"), "abc", "f", Layout(ignores=("x",)))
    expected(("a", "b", "c", "y", "y"), "abc", "f", Layout(ignores_rest=True))
