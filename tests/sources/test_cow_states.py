"""State membership, major powers and codes: the real files, made ones, and broken ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.sources.cow_states import CODES, LAST_DAY, MAJORS, SPELLS, YEARS
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import read, read_bytes

HEADER = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
ROWS = (
    "USA,2,United States of America,1816,1,1,2016,12,31,2016",
    "CUB,40,Cuba,1902,5,20,1906,9,25,2016",
    "CUB,40,Cuba,1909,1,23,2016,12,31,2016",
)
GOOD = "\r\n".join((HEADER, *ROWS, "")).encode()


def spells(data: Path) -> pl.DataFrame:
    return read(SPELLS, data / "cow/states2016.csv").frame


def years_of(frame: pl.DataFrame) -> pl.DataFrame:
    """State-years with at least one day of membership."""
    return (
        frame.select("ccode", pl.int_ranges("styear", pl.col("endyear") + 1).alias("year"))
        .explode("year")
        .unique()
        .sort("ccode", "year")
    )


# The real files


def test_spells_have_243_rows_of_217_codes(data: Path) -> None:
    reading = read(SPELLS, data / "cow/states2016.csv")
    frame = reading.frame
    assert reading.rows == frame.height == 243
    assert frame["ccode"].n_unique() == 217
    assert frame.select(SPELLS.key).is_unique().all()
    assert frame.null_count().sum_horizontal().item() == 0
    assert (frame["start"] <= frame["end"]).all()


def test_one_code_has_several_spells_that_do_not_touch(data: Path) -> None:
    frame = spells(data).sort("ccode", "start")
    again = frame.filter(pl.col("ccode") == pl.col("ccode").shift())
    assert again.height == 26
    gap = pl.col("start") - pl.col("end").shift().over("ccode")
    assert frame.select(gap.alias("gap"))["gap"].drop_nulls().min() > dt.timedelta(days=1)


def test_2016_is_the_end_of_coverage_and_not_an_exit(data: Path) -> None:
    frame = spells(data)
    assert frame["end"].max() == LAST_DAY
    assert frame["censored"].sum() == 195
    assert frame.filter("censored")["end"].unique().to_list() == [LAST_DAY]


def test_germany_is_255_to_1945_and_from_1990_and_260_and_265_between(data: Path) -> None:
    rows = spells(data).filter(pl.col("ccode").is_in([255, 260, 265])).sort("ccode", "start")
    assert rows.select("ccode", "start", "end", "censored").rows() == [
        (255, dt.date(1816, 1, 1), dt.date(1945, 5, 8), False),
        (255, dt.date(1990, 10, 3), dt.date(2016, 12, 31), True),
        (260, dt.date(1955, 5, 5), dt.date(1990, 10, 2), False),
        (265, dt.date(1954, 3, 25), dt.date(1990, 10, 2), False),
    ]


def test_state_years_from_spells_are_the_publishers_15951(data: Path) -> None:
    published = read(YEARS, data / "cow/system2016.csv")
    assert published.rows == published.frame.height == 15_951
    ours = years_of(spells(data)).select(pl.all().cast(pl.Int16))
    assert_frame_equal(ours, published.frame.select("ccode", "year").sort("ccode", "year"))


def test_export_holds_the_same_spells(data: Path) -> None:
    reading = read(SPELLS, data / "derived/cw_system.csv.gz", "export")
    assert reading.rows == 243
    published = spells(data).drop("statenme", "version").sort("ccode", "start")
    exported = reading.frame.drop("statenme", "version").sort("ccode", "start")
    assert_frame_equal(exported, published)
    assert reading.frame["version"].null_count() == 243


def test_majors_are_14_spells(data: Path) -> None:
    reading = read(MAJORS, data / "cow/majors2016.csv")
    assert reading.rows == reading.frame.height == 14
    assert reading.frame["ccode"].n_unique() == 9


def test_majors_germany_from_1925_to_1945_and_france_to_22_june_1940(data: Path) -> None:
    frame = read(MAJORS, data / "cow/majors2016.csv").frame
    germany = frame.filter(pl.col("ccode") == 255).select("start", "end").rows()
    assert (dt.date(1925, 1, 1), dt.date(1945, 5, 7)) in germany
    france = frame.filter(pl.col("ccode") == 220).sort("start")
    assert france["end"].to_list() == [dt.date(1940, 6, 22), LAST_DAY]
    assert france["censored"].to_list() == [False, True]


def test_majors_were_members_of_the_system_all_the_while(data: Path) -> None:
    majors = years_of(read(MAJORS, data / "cow/majors2016.csv").frame)
    states = years_of(spells(data))
    assert majors.join(states, on=["ccode", "year"], how="anti").is_empty()


def test_codes_file_ends_its_lines_in_bare_cr(data: Path) -> None:
    path = data / "cow/COW country codes.csv"
    assert b"\n" not in path.read_bytes()
    reading = read(CODES, path)
    assert reading.rows == reading.frame.height == 243
    assert reading.frame["ccode"].n_unique() == 217
    assert reading.frame.null_count().sum_horizontal().item() == 0


def test_codes_list_a_state_once_for_each_spell(data: Path) -> None:
    codes = read(CODES, data / "cow/COW country codes.csv").frame
    columns = ["ccode", "stateabb"]
    assert_frame_equal(
        codes.select(columns).sort(columns), spells(data).select(columns).sort(columns)
    )


# Made files


def test_made_file_reads() -> None:
    reading = read_bytes(SPELLS, GOOD, "states.csv")
    assert reading.rows == 3
    assert reading.frame["start"].to_list()[1] == dt.date(1902, 5, 20)
    assert reading.frame["censored"].to_list() == [True, False, True]


def test_made_export_reads() -> None:
    text = b"ccode,cw_abb,cw_name,start,end\n2,USA,United States of America,1816-01-01,2016-12-31\n"
    frame = read_bytes(SPELLS, text, "cw.csv", "export").frame
    assert frame.select("styear", "stmonth", "stday", "endyear", "endmonth", "endday").row(0) == (
        *(1816, 1, 1),
        *(2016, 12, 31),
    )


DAYS = st.dates(dt.date(1816, 1, 1), LAST_DAY)


@given(
    st.lists(
        st.tuples(st.sampled_from([2, 20, 200, 255, 740]), DAYS, DAYS),
        unique_by=lambda row: (row[0], row[1].year),
        max_size=20,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[int, dt.date, dt.date]]) -> None:
    lines = [
        f"XXX,{code},Some State,{a.year},{a.month},{a.day},{b.year},{b.month},{b.day},2016"
        for code, a, b in rows
    ]
    content = "\r\n".join((HEADER, *lines, "")).encode()
    assert read_bytes(SPELLS, content, "x").frame.select("ccode", "start", "end").rows() == rows
    export = "\n".join(
        ("ccode,cw_abb,cw_name,start,end", *(f"{c},XXX,Some State,{a},{b}" for c, a, b in rows), "")
    ).encode()
    assert (
        read_bytes(SPELLS, export, "x", "export").frame.select("ccode", "start", "end").rows()
        == rows
    )


# Broken files: one clear error each


def broken(content: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_bytes(SPELLS, content, "states2016.csv")
    assert caught.value.file == "states2016.csv"
    assert "\n" not in str(caught.value)
    return caught.value


def test_truncated_in_the_middle_of_a_line() -> None:
    error = broken(GOOD[: GOOD.index(b",1909") + 3])
    assert error.line == 4
    assert "broken off" in str(error)


def test_truncated_to_nothing() -> None:
    assert "empty" in str(broken(b""))


def test_wrong_delimiter() -> None:
    error = broken(GOOD.replace(b",", b";"))
    assert error.line == 1
    assert "';'" in str(error)


def test_bare_cr() -> None:
    error = broken(GOOD.replace(b"\r\n", b"\r"))
    assert error.line == 1
    assert "bare CR" in str(error)


def test_codes_saved_again_with_lf() -> None:
    with pytest.raises(SourceError, match=r"codes\.csv:1: lines end in LF"):
        read_bytes(CODES, b"StateAbb,CCode,StateNme\nUSA,2,United States\n", "codes.csv")


def test_byte_order_mark() -> None:
    error = broken(b"\xef\xbb\xbf" + GOOD)
    assert error.line == 1
    assert "byte order mark" in str(error)


def test_letter_in_a_number_column() -> None:
    error = broken(GOOD.replace(b"1902", b"19O2"))
    assert (error.line, error.field) == (3, "styear")
    assert "19O2" in str(error)


def test_unknown_state_code() -> None:
    error = broken(GOOD.replace(b"CUB,40", b"CUB,9999", 1))
    assert (error.line, error.field, error.value) == (3, "ccode", 9999)


def test_missing_state_code() -> None:
    error = broken(GOOD.replace(b"CUB,40", b"CUB,", 1))
    assert (error.line, error.field) == (3, "ccode")


def test_month_that_is_none() -> None:
    error = broken(GOOD.replace(b"1902,5,20", b"1902,13,20"))
    assert (error.line, error.field, error.value) == (3, "stmonth", 13)


def test_duplicate_key() -> None:
    error = broken(GOOD + ROWS[1].encode() + b"\r\n")
    assert error.line == 5
    assert "line 3" in str(error)
    assert error.field is not None
    assert "ccode" in error.field


def test_another_header() -> None:
    error = broken(GOOD.replace(b"styear", b"startyear", 1))
    assert (error.line, error.field) == (1, "styear")
