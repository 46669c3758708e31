"""Corrections to publishers' values: strict to read, each needed, each as it says."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import FoedusError
from foedus.sources.catalogue import table
from foedus.sources.load import load
from foedus.sources.reading import corrections
from foedus.sources.reading.corrections import apply
from foedus.sources.reading.schema import Column, Layout, SourceError, Table
from foedus.sources.reading.table import read_bytes

MADE = Table(
    "made/rows", "made", "", "row", ("a",),
    (Column("a", pl.Int16, required=True), Column("b", pl.Int8, high=12), Column("c", pl.String)),
    {"publisher": Layout(), "short": Layout(lacks=("c",))},
)  # fmt: skip
WHY = 'reason = "why"\nreference = "what says so"\n'


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Folder that stands for the package's."""
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    monkeypatch.setattr(corrections, "corrections", corrections.corrections.__wrapped__)
    return tmp_path / "corrections.toml"


def entry(rest: str) -> str:
    return f'[[correction]]\ntable = "made/rows"\n{rest}\n{WHY}'


def rows(text: str) -> list[tuple]:
    return read_bytes(MADE, f"a,b,c\n{text}".encode(), "made.csv").frame.rows()


def test_values_are_set_where_all_conditions_hold(written: Path) -> None:
    written.write_text(entry('where = { a = 1, c = "x" }\nset = { b = 5 }'))
    assert rows("1,2,x\n2,2,x\n3,2,\n") == [(1, 5, "x"), (2, 2, "x"), (3, 2, None)]
    assert rows("1,2,y\n") == [(1, 2, "y")]


def test_rows_are_dropped_above_a_value(written: Path) -> None:
    written.write_text(entry("above = { a = 2020 }\ndrop = true"))
    assert rows("2020,1,x\n2021,1,x\n20202,1,x\n") == [(2020, 1, "x")]


def test_corrections_follow_the_order_of_the_file(written: Path) -> None:
    first, second = (
        entry("where = { a = 1 }\nset = { a = 2 }"),
        entry("where = { a = 2 }\nset = { b = 9 }"),
    )
    written.write_text(first + second)
    assert rows("1,1,x\n") == [(2, 9, "x")]
    written.write_text(second + first)
    assert rows("1,1,x\n") == [(2, 1, "x")]


def test_a_correction_mends_what_the_checks_would_refuse(written: Path) -> None:
    written.write_text(entry("where = { a = 1, b = 13 }\nset = { b = 11 }"))
    assert rows("1,13,x\n") == [(1, 11, "x")]
    with pytest.raises(SourceError, match=r"made\.csv:2: b: 13 is out of range: at most 12"):
        rows("2,13,x\n")


def test_lines_named_are_those_of_the_file(written: Path) -> None:
    written.write_text(entry("where = { a = 1 }\ndrop = true"))
    with pytest.raises(SourceError, match=r"made\.csv:4: b: 13"):
        rows("1,1,x\n2,1,x\n3,13,x\n")
    with pytest.raises(SourceError, match=r"made\.csv:5: a: a second row .* on line 3"):
        rows("1,1,x\n2,1,x\n3,1,x\n2,1,x\n")


def test_types_are_kept_and_rows_counted(written: Path) -> None:
    written.write_text(entry("where = { a = 1 }\nset = { b = 5 }"))
    frame = pl.DataFrame({"a": [1, 1, 2], "b": [0, 5, 0]}, schema={"a": pl.Int16, "b": pl.Int8})
    made, touched = apply(frame, "made/rows")
    assert made.schema == frame.schema
    assert (touched, made["b"].to_list()) == (2, [5, 5, 0])
    assert apply(frame, "made/other")[0] is frame
    assert apply(frame, "made/other")[1] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (entry("where = { a = 1 }"), "says both or neither"),
        (entry("where = { a = 1 }\nset = { a = 1 }\ndrop = true"), "says both or neither"),
        (entry("drop = true"), "names no rows"),
        (entry("where = { a = 1 }\ndrop = true\nwho = 1"), r"correction\[0\].who: unknown field"),
        (
            entry("where = { a = 1 }\ndrop = true").replace('reason = "why"', ""),
            "reason: is missing",
        ),
        (
            entry("where = { a = 1 }\ndrop = true").replace("what says so", ""),
            "reference: is missing",
        ),
        (
            entry("where = { a = 1 }\ndrop = true").replace('table = "made/rows"', ""),
            "table: is missing",
        ),
    ],
)
def test_a_wrong_entry_is_refused(written: Path, text: str, says: str) -> None:
    written.write_text(text)
    with pytest.raises(FoedusError, match=says):
        rows("1,1,x\n")


def test_every_entry_names_columns_of_its_table() -> None:
    for one in corrections.corrections():
        declared = {column.name for column in table(one.table).columns}
        named = {name for part in (one.where, one.above, one.set) for name, _ in part}
        assert named <= declared, one


def test_every_entry_finds_its_rows(data: Path) -> None:
    """A correction that no longer hits anything is of another version of the file."""
    for name in sorted({one.table for one in corrections.corrections()}):
        own = [one for one in corrections.corrections() if one.table == name]
        source = load(name)
        assert source.corrected >= len(own), name
