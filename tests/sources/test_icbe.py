"""International Crisis Behavior Events: both forms of file, lists that may be empty, dates."""

from __future__ import annotations

import builtins
import datetime as dt
import gzip
import struct
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.core.errors import FoedusError
from foedus.sources import icbe
from foedus.sources.icbe_rds import read_rds
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import read, read_bytes

_NAMES = [column.name for column in icbe.EVENTS.columns]
_REAL = {"publisher": "icbe/ICBe_V1.1_events_agreed.Rds"}


def _line(number: int = 1, **cells: str) -> str:
    ids = {
        "crisno": "1",
        "crisis_text": "MADE UP",
        "sentence_number_int_aligned": str(number),
        "sentence_span_text": "Nothing happened.",
    }
    return ",".join({**dict.fromkeys(_NAMES, "NA"), **ids, **cells}[name] for name in _NAMES)


def _csv(*lines: str) -> bytes:
    return ("\n".join((",".join(_NAMES), *lines)) + "\n").encode()


def _event(**cells: str) -> dict[str, Any]:
    frame = read_bytes(icbe.EVENTS, _csv(_line(**cells)), "made.csv", "export").frame
    return frame.row(0, named=True)


@pytest.fixture(scope="module")
def events(data: Path) -> pl.DataFrame:
    reading = read(icbe.EVENTS, data / "derived/icbe_events_agreed_1.1.csv.gz", "export")
    assert reading.rows == 18783
    return reading.frame


@pytest.mark.slow
def test_both_forms_of_file_give_identical_frames(data: Path, events: pl.DataFrame) -> None:
    """The R file takes ten seconds: it is read here and nowhere else."""
    reading = read(icbe.EVENTS, data / _REAL["publisher"], "publisher")
    assert reading.rows == 18783
    assert_frame_equal(reading.frame, events)


def test_declared_columns_are_the_frames(events: pl.DataFrame) -> None:
    table = icbe.EVENTS
    declared = {column.name: column.dtype for column in (*table.columns, *table.made)}
    assert dict(events.schema) == declared


def test_475_crises_numbered_1_to_476(events: pl.DataFrame) -> None:
    assert events["crisno"].n_unique() == 475
    assert (events["crisno"].min(), events["crisno"].max()) == (1, 476)
    assert events.select(icbe.EVENTS.key).is_unique().all()


def test_missing_is_not_the_same_as_coded_none(events: pl.DataFrame) -> None:
    """In the csv NA is missing and an empty cell is coded, none: null and an empty list."""
    kinds = events["event_type"]
    assert kinds.null_count() == 3612
    assert (kinds.list.len() == 0).sum() == 146
    for name in ("date_earliest_year", "date_latest_year"):
        assert events[name].null_count() == 3612
    assert (events["date_earliest_year"].list.len() == 0).sum() == 2294


def test_kinds_of_event(events: pl.DataFrame) -> None:
    kinds = events["event_type"].list.join("+").value_counts()
    counts = dict(kinds.filter(pl.col("count") > 1000).drop_nulls().rows())
    assert counts == {"action": 6386, "speech": 5621, "thought": 2969}


def test_cells_of_several_codes_are_lists(events: pl.DataFrame) -> None:
    assert (events["event_type"].list.len() > 1).sum() == 49
    assert not events["do_actor_a"].explode().str.contains(";").any()


def test_dates_are_text_in_parts(events: pl.DataFrame) -> None:
    assert (events["date_earliest_year"].list.len() > 0).sum() == 12877
    assert (events["date_earliest_day"].list.len() > 0).sum() == 11458
    there = events.drop_nulls("date_earliest").drop_nulls("date_latest")
    assert (there["date_earliest"] <= there["date_latest"]).all()


def test_impossible_parts_of_dates_are_not_used(events: pl.DataFrame) -> None:
    """The file has a year 2986, a month 23, a day 32, and four ranges that end too soon."""
    assert events["date_earliest_year"].list.contains("2986").sum() == 1
    assert events["date_earliest_month"].list.contains("23").any()
    assert events["date_earliest_day"].list.contains("32").any()
    assert events["date_earliest"].max() <= dt.date(2017, 12, 31)
    assert events["date_latest"].max() <= dt.date(2017, 12, 31)


def test_actors_are_names_and_are_mapped_by_year(events: pl.DataFrame) -> None:
    coded = icbe.with_codes(events, "do_actor_a")
    named = coded.filter(pl.col("do_actor_a").list.len() > 0)
    states = named.filter(pl.col("do_actor_a_ccode").list.len() > 0)
    assert states.height / named.height > 0.84
    soviet = coded.filter(pl.col("do_actor_a").list.contains("Soviet Union"))
    assert soviet["do_actor_a_ccode"].list.contains(365).all()
    before = pl.col("date_earliest").dt.year() < 1945
    german = pl.col("do_actor_a").list.eval(pl.element() == "Germany").list.all()
    germany = coded.filter(german & before & (pl.col("do_actor_a").list.len() == 1))
    assert germany["do_actor_a_ccode"].to_list() == [[255]] * germany.height
    assert germany.height > 100
    nobody = coded.filter(pl.col("do_actor_a").is_null())["do_actor_a_ccode"]
    assert nobody.null_count() == nobody.len()


def test_codebook_has_69_lines(data: Path) -> None:
    frame = read(icbe.CODES, data / "icbe/icbe_llm_codebook.csv").frame
    assert frame.height == 69
    assert {"event_type", "Thought Class"} <= set(frame["variable"].drop_nulls())
    assert list(frame.columns) == [column.name for column in icbe.CODES.columns]


def test_a_small_export() -> None:
    row = _event(event_type="action;speech", do_actor_a="", date_earliest_year="1914")
    assert row["event_type"] == ["action", "speech"]
    assert row["do_actor_a"] == []
    assert row["do_actor_b"] is None
    assert (row["date_earliest"], row["date_latest"]) == (
        dt.date(1914, 1, 1),
        dt.date(1914, 12, 31),
    )
    assert row["event"] == 1


@pytest.mark.parametrize(
    ("cells", "first", "last"),
    [
        ({}, None, None),
        ({"date_earliest_year": ""}, None, None),
        (
            {"date_earliest_year": "1914", "date_earliest_month": "7", "date_earliest_day": "28"},
            dt.date(1914, 7, 28),
            dt.date(1914, 7, 28),
        ),
        (
            {"date_earliest_year": "1914", "date_earliest_month": "2", "date_earliest_day": "30"},
            dt.date(1914, 2, 1),
            dt.date(1914, 2, 28),
        ),
        (
            {"date_earliest_year": "1914;1915", "date_earliest_month": "7"},
            dt.date(1914, 1, 1),
            dt.date(1915, 12, 31),
        ),
        (
            {"date_earliest_year": "1914", "date_latest_year": "1914", "date_latest_month": "9"},
            dt.date(1914, 1, 1),
            dt.date(1914, 9, 30),
        ),
        (
            {"date_earliest_year": "1953", "date_latest_year": "1653"},
            dt.date(1953, 1, 1),
            None,
        ),
    ],
)
def test_bounds_of_dates(
    cells: dict[str, str], first: dt.date | None, last: dt.date | None
) -> None:
    row = _event(**cells)
    assert (row["date_earliest"], row["date_latest"]) == (first, last)


_CELL = st.one_of(
    st.none(), st.lists(st.text("abc xyz-", min_size=1, max_size=6), max_size=3)
)  # a cell of one empty code cannot be told from a cell of none


@settings(deadline=None)  # time is no part of the property
@given(cells=st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=10))
def test_what_is_written_is_read(cells: list[tuple[list[str] | None, list[str] | None]]) -> None:
    def written(cell: list[str] | None) -> str:
        return "NA" if cell is None else ";".join(cell)

    lines = [_line(1, do_actor_a=written(actor), act_escalate=written(act)) for actor, act in cells]
    frame = read_bytes(icbe.EVENTS, _csv(*lines), "made.csv", "export").frame
    assert frame.select("do_actor_a", "act_escalate").rows() == cells
    assert frame["event"].to_list() == list(range(1, len(cells) + 1))


def _numbers(*values: int) -> bytes:
    return b"".join(struct.pack(">i", value) for value in values)


def _text(*values: str | None) -> bytes:
    """A vector of text as R writes it: 16, then each cell's flags, length and bytes."""
    cells = (None if value is None else value.encode() for value in values)
    return _numbers(16, len(values)) + b"".join(
        _numbers(9, -1) if cell is None else _numbers(0x8009, len(cell)) + cell for cell in cells
    )


def _rds(columns: dict[str, bytes], rows: int) -> bytes:
    """A data frame as `saveRDS` writes it, in version 3 of the format."""

    def attribute(name: bytes, value: bytes) -> bytes:
        return _numbers(0x402, 1, 0x40009, len(name)) + name + value

    return (
        b"X\n"
        + _numbers(3, 0x40201, 0x30500, 5)
        + b"UTF-8"
        + _numbers(0x313, len(columns))
        + b"".join(columns.values())
        + attribute(b"names", _text(*columns))
        + attribute(b"row.names", _numbers(13, 2, -(2**31), -rows))
        + attribute(b"class", _text("data.frame"))
        + _numbers(254)
    )


def test_the_publishers_form_on_a_small_file(tmp_path: Path) -> None:
    columns = {name: _text(None, None) for name in _NAMES} | {
        "crisno": _numbers(14, 2) + struct.pack(">dd", 1, 1),
        "crisis_text": _text("MADE UP", "MADE UP"),
        "sentence_number_int_aligned": _numbers(13, 2, 3, 3),
        "sentence_span_text": _text("Nothing happened.", "Rien n’est arrivé."),
        "event_type": _text("action;thought", ""),
    }
    file = tmp_path / "events.Rds"
    file.write_bytes(gzip.compress(_rds(columns, 2)))
    frame = read(icbe.EVENTS, file).frame
    assert frame["event_type"].to_list() == [["action", "thought"], []]
    assert frame["do_actor_a"].to_list() == [None, None]
    assert frame["sentence_number_int_aligned"].to_list() == [3, 3]
    assert frame["sentence_span_text"][1] == "Rien n’est arrivé."


def test_na_of_every_type_in_an_r_file_is_null() -> None:
    content = _rds(
        {
            "text": _text("NA", None),
            "whole": _numbers(13, 2, 7, -(2**31)),
            "real": _numbers(14, 2) + struct.pack(">dd", 0.5, float("nan")),
        },
        2,
    )
    assert read_rds(content, "made.Rds").rows() == [("NA", 7, 0.5), (None, None, None)]


def test_an_r_file_without_the_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "rdata":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(FoedusError, match=r"rdata.*pip install 'foedus\[data\]'"):
        read_rds(b"X\n", "events.Rds")


@pytest.mark.parametrize(
    "content",
    [b"hello", b"X\n\x00\x00\x00\x03\x00\x04\x02\x01\x00\x03\x05\x00", b"X\n" + b"\0" * 50],
    ids=["text", "broken-off", "zeros"],
)
def test_a_broken_r_file_gives_one_clear_error(content: bytes) -> None:
    with pytest.raises(SourceError, match="no data frame of R") as caught:
        read_bytes(icbe.EVENTS, content, "events.Rds")
    assert caught.value.file == "events.Rds"


def test_a_broken_archive_gives_one_clear_error() -> None:
    with pytest.raises(SourceError, match="broken off"):
        read_bytes(icbe.EVENTS, gzip.compress(_csv(_line()))[:-20], "made.csv.gz", "export")
