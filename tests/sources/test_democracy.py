"""Measures of democracy: the real file, the publishers' layouts, and broken files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.democracy import UDS, VDEM, YEARS
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import read, read_bytes

HEADER = "ccode,year,euds,aeuds,polity2,v2x_polyarchy"
ROWS = ("2,1816,0.28,-0.005,6,0.355", "2,1817,,,6,", "200,1816,0.5,0.2,-2,0.2")
GOOD = "\n".join((HEADER, *ROWS, "")).encode()


def test_17706_state_years_to_2025(data: Path) -> None:
    reading = read(YEARS, data / "derived/cw_democracy.csv.gz", "export")
    frame = reading.frame
    assert reading.rows == frame.height == 17_706
    assert (frame["year"].min(), frame["year"].max()) == (1816, 2025)
    assert frame.select("ccode", "year").is_unique().all()


def test_polity2_stops_in_2018_but_for_the_united_states(data: Path) -> None:
    frame = read(YEARS, data / "derived/cw_democracy.csv.gz", "export").frame
    late = frame.filter(pl.col("year") > 2018, pl.col("polity2").is_not_null())
    assert late.select("ccode", "year").rows() == [(2, 2019), (2, 2020)]


def test_polyarchy_and_extended_uds_run_to_2025(data: Path) -> None:
    frame = read(YEARS, data / "derived/cw_democracy.csv.gz", "export").frame
    for name, nulls in (("v2x_polyarchy", 1016), ("euds", 55), ("aeuds", 55), ("polity2", 3271)):
        assert frame[name].null_count() == nulls
    last = frame.filter(pl.col("year") == 2025)
    assert last["v2x_polyarchy"].count() > 150
    assert last["euds"].count() > 190


def test_the_two_forms_of_uds_differ_by_a_constant(data: Path) -> None:
    frame = read(YEARS, data / "derived/cw_democracy.csv.gz", "export").frame.drop_nulls("euds")
    gap = frame["euds"] - frame["aeuds"]
    assert gap.max() - gap.min() < 1e-9


# The publishers' own layouts


def test_vdem_reads_five_of_its_columns() -> None:
    text = (
        b"country_name,country_text_id,country_id,year,historical_date,COWcode,v2x_polyarchy,v2x_x\n"
        b'"Mexico",MEX,3,1789,1789-12-31,70,0.028,5\n'
        b"Somaliland,SML,139,2010,2010-12-31,,0.35,\n"
    )
    frame = read_bytes(VDEM, text, "V-Dem-CY-Core.csv").frame
    assert frame.rows() == [(3, "MEX", 1789, 70, 0.028), (139, "SML", 2010, None, 0.35)]


def test_uds_reads() -> None:
    text = (
        b'"country","year","cowcode","mean","sd","median","pct025","pct975"\n'
        b'"United States",1946,2,1.1,0.2,1.05,0.8,1.6\n'
    )
    frame = read_bytes(UDS, text, "uds_summary.csv").frame
    assert frame.row(0) == ("United States", 1946, 2, 1.1, 0.2, 1.05, 0.8, 1.6)


SHARE = st.none() | st.floats(0, 1, allow_subnormal=False)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([2, 20, 255]),
            st.integers(1816, 2025),
            st.none() | st.integers(-10, 10),
            SHARE,
        ),
        unique_by=lambda row: row[:2],
        min_size=1,
        max_size=20,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[int, int, int | None, float | None]]) -> None:
    def text(value: object) -> str:
        return "" if value is None else repr(value)

    lines = [f"{c},{y},,,{text(p)},{text(v)}" for c, y, p, v in rows]
    frame = read_bytes(YEARS, "\n".join((HEADER, *lines, "")).encode(), "d.csv", "export").frame
    assert frame.select("ccode", "year", "polity2", "v2x_polyarchy").rows() == rows


# Broken files: one clear error each


def broken(content: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_bytes(YEARS, content, "cw_democracy.csv", "export")
    assert caught.value.file == "cw_democracy.csv"
    assert "\n" not in str(caught.value)
    return caught.value


def test_made_file_reads() -> None:
    assert read_bytes(YEARS, GOOD, "d.csv", "export").frame["polity2"].to_list() == [6, 6, -2]


def test_truncated() -> None:
    error = broken(GOOD[: GOOD.index(b"200,1816") + 6])
    assert error.line == 4
    assert "broken off" in str(error)


def test_wrong_delimiter() -> None:
    assert "';'" in str(broken(GOOD.replace(b",", b";")))


def test_bare_cr() -> None:
    error = broken(GOOD.replace(b"\n", b"\r"))
    assert "CR" in str(error)


def test_byte_order_mark() -> None:
    assert "byte order mark" in str(broken(b"\xef\xbb\xbf" + GOOD))


def test_letter_in_a_number_column() -> None:
    error = broken(GOOD.replace(b"2,1817", b"2,l817"))
    assert (error.line, error.field) == (3, "year")


def test_unknown_state_code() -> None:
    error = broken(GOOD.replace(b"200,1816", b"209,1816"))
    assert (error.line, error.field, error.value) == (4, "ccode", 209)


def test_duplicate_key() -> None:
    error = broken(GOOD + ROWS[0].encode() + b"\n")
    assert error.line == 5
    assert error.field is not None
    assert "ccode" in error.field


def test_score_out_of_range() -> None:
    error = broken(GOOD.replace(b"-2,0.2", b"-88,0.2"))
    assert (error.line, error.field, error.value) == (4, "polity2", -88)
