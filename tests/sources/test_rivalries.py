"""Rivalries: the four real lists, made files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core import countries
from foedus.sources.reading.schema import SourceError, Table
from foedus.sources.reading.table import Reading, read, read_bytes
from foedus.sources.rivalries import KDG, KINDS, PEACE, TD, TSS, VENICE, outside

FILES = {
    "kdg/spells": (KDG, "rivalry/kdg.csv", "publisher"),
    "peace-data/dyad-years": (PEACE, "rivalry/peacedatav30dyadyrmean.csv", "publisher"),
    "td/spells": (TD, "derived/td_rivalries.csv.gz", "export"),
    "tss/spells": (TSS, "derived/tss_rivalries.csv.gz", "export"),
}


def real(data: Path, table: Table) -> Reading:
    declared, path, layout = FILES[table.id]
    return read(declared, data / path, layout)


# Klein, Goertz and Diehl


def test_kdg_has_331_rivalries_and_881_isolated_spells(data: Path) -> None:
    reading = real(data, KDG)
    assert reading.rows == reading.frame.height == 1_212
    assert dict(reading.frame["rivtyp2"].value_counts().rows()) == {"RIVALRY": 331, "ISOLATED": 881}
    old = dict(reading.frame["rivtypold"].value_counts().rows())
    assert old == {"ENDURING": 85, "PROTO": 246, "ISOLATED": 881}


def test_kdg_days_are_days(data: Path) -> None:
    frame = real(data, KDG).frame
    assert frame.select("start", "end").null_count().row(0) == (0, 0)
    assert (frame["start"] <= frame["end"]).all()
    first = frame.filter(pl.col("rivnumb") == 1).row(0, named=True)
    assert (first["beginr"], first["start"]) == (19_740_914, dt.date(1974, 9, 14))


def test_kdg_days_that_are_none_are_the_first_or_the_last_of_the_month(data: Path) -> None:
    """Day 0 is an unknown day; spells end on 31 September and on 31 February."""
    frame = real(data, KDG).frame
    no_day = frame.filter(pl.col("beginr") % 100 == 0)
    assert no_day.height == 11
    assert no_day["start"].dt.day().unique().to_list() == [1]
    assert frame.filter(pl.col("endr") % 100 == 0).height == 3
    odd = frame.filter(pl.col("endr") % 100 > pl.col("end").dt.day())
    assert odd.height == 24
    assert (odd["end"] == odd["end"].dt.month_end()).all()
    assert set(odd["endr"] % 100) == {31}
    leap = frame.filter(pl.col("endr") == 19_480_231)
    assert leap["end"].to_list() == [dt.date(1948, 2, 29)]


def test_kdg_is_right_censored_on_31_december_2001(data: Path) -> None:
    frame = real(data, KDG).frame
    assert frame["end"].max() == dt.date(2001, 12, 31)
    assert frame["censored"].sum() == 3
    # Two that end in an unknown day of December 2001 are not said to go on.
    assert frame.filter(pl.col("endr") == 20_011_200)["censored"].to_list() == [False, False]


# Peace Data


def test_peace_data_without_header_and_without_the_years_after_2020(data: Path) -> None:
    """18,182 of 117,569 rows are one pair that runs on to the year 20202."""
    reading = real(data, PEACE)
    assert reading.rows == 117_569
    assert reading.corrected == 18_182
    assert reading.frame.height == 117_569 - 18_182
    assert reading.frame["year"].max() == 2020
    assert reading.frame["year"].min() == 1900
    pair = reading.frame.filter(pl.col("dyad") == 520_530)
    assert pair["year"].to_list() == list(range(1960, 2021))


def test_peace_data_first_line_is_data(data: Path) -> None:
    assert real(data, PEACE).frame.row(0)[:3] == (2020, 1920, 0.75)


def test_peace_data_has_82_points_for_missing(data: Path) -> None:
    frame = real(data, PEACE).frame
    assert frame["peace"].null_count() == 82
    assert (frame["peace"].min(), frame["peace"].max()) == (0, 1)


def test_peace_data_codes_that_no_state_has_are_null_and_listed(data: Path) -> None:
    frame = real(data, PEACE).frame
    assert outside(frame).rows() == [(935_936, 1999, 2020), (935_937, 2000, 2020)]
    assert set(frame["ccode1"].drop_nulls()) <= countries.known()


def test_peace_data_pair_with_its_higher_code_first_is_turned(data: Path) -> None:
    frame = real(data, PEACE).frame
    turned = frame.filter(pl.col("dyad") == 435_403)
    assert turned.height == 13
    assert turned.select("ccode1", "ccode2").unique().rows() == [(403, 435)]
    known = frame.drop_nulls(["ccode1", "ccode2"])
    assert (known["ccode1"] < known["ccode2"]).all()
    assert known.select("ccode1", "ccode2", "year").is_unique().all()


# Strategic rivalries


@pytest.mark.parametrize(
    ("table", "rows", "last", "going_on"), [(TD, 197, 2010, 42), (TSS, 264, 2020, 56)]
)
def test_strategic_rivalries_end_with_the_record(
    data: Path, table: Table, rows: int, last: int, going_on: int
) -> None:
    """An end in the last year means ongoing: it is the record that ends."""
    reading = real(data, table)
    assert reading.rows == reading.frame.height == rows
    assert reading.frame["styear"].min() == 1494
    assert reading.frame["endyear"].max() == last
    assert reading.frame["censored"].sum() == going_on
    assert (reading.frame["censored"] == (reading.frame["endyear"] == last)).all()


@pytest.mark.parametrize("table", [TD, TSS])
def test_pairs_are_listed_once_lower_code_first(data: Path, table: Table) -> None:
    frame = real(data, table).frame
    assert (frame["ccode1"] < frame["ccode2"]).all()
    spells = frame.sort("ccode1", "ccode2", "styear")
    before = pl.col("endyear").shift().over("ccode1", "ccode2")
    assert spells.filter(pl.col("styear") <= before).is_empty()


@pytest.mark.parametrize(("table", "rows"), [(TD, 2), (TSS, 6)])
def test_states_are_those_of_the_time(data: Path, table: Table, rows: int) -> None:
    """Austria before 1919 under the code of after it, North and South Yemen under united Yemen's.

    Without the corrections the rivalry of Austria and Prussia is in no dyad-year.
    """
    reading = real(data, table)
    assert reading.corrected == rows
    frame = reading.frame
    either = pl.any_horizontal(pl.col("ccode1", "ccode2") == 305)
    assert frame.filter(either).is_empty()
    yemen = frame.filter(pl.any_horizontal(pl.col("ccode1", "ccode2") == 679))
    assert yemen["styear"].min() == 1990
    prussia = frame.filter(pl.col("ccode1") == 255, pl.col("ccode2") == 300)
    assert prussia.select("styear", "endyear").row(0) == (1740, 1870)


@pytest.mark.parametrize("table", [TD, TSS])
def test_venice_is_the_one_code_that_is_not_cows(data: Path, table: Table) -> None:
    frame = real(data, table).frame
    codes = set(frame["ccode1"]) | set(frame["ccode2"])
    assert codes - countries.known() == {VENICE}
    venice = frame.filter((pl.col("ccode1") == VENICE) | (pl.col("ccode2") == VENICE))
    assert venice["endyear"].max() == 1717


def test_tss_blank_means_not_of_the_kind(data: Path) -> None:
    frame = real(data, TSS).frame
    counts = {name: int(frame[name].sum()) for name in (*KINDS, "principal", "aprin")}
    assert counts == {
        "positional": 115,
        "spatial": 152,
        "ideological": 59,
        "interventionary": 127,
        "principal": 46,
        "aprin": 65,
    }
    assert frame.select(list(counts)).null_count().sum_horizontal().item() == 0


def test_td_kinds_come_out_of_three_columns(data: Path) -> None:
    frame = real(data, TD).frame
    counts = {kind: int(frame[kind].sum()) for kind in KINDS}
    listed = frame.select(pl.concat_list("type1", "type2", "type3").explode()).to_series()
    assert counts == {kind: int((listed == kind).sum()) for kind in KINDS}
    assert sum(counts.values()) == 197 + 120 + 13


# Made files


def test_peace_data_header_is_refused_as_data() -> None:
    with pytest.raises(SourceError, match="'dyad' is not a whole number"):
        read_bytes(PEACE, b"dyad,year,peace\n2020,1920,0.75\n", "peace.csv")


DAYS = st.dates(dt.date(1816, 1, 1), dt.date(2001, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=20))
def test_kdg_rows_written_are_rows_read(spells: list[tuple[dt.date, dt.date]]) -> None:
    header = "rivnumb,rivalry,rivala,rivalb,beginr,endr,totdisp,rivtyp2,rivtypold"
    lines = [
        f"{n},2020,2,20,{a:%Y%m%d},{b:%Y%m%d},1,ISOLATED,ISOLATED"
        for n, (a, b) in enumerate(spells)
    ]
    frame = read_bytes(KDG, "\n".join((header, *lines, "")).encode(), "kdg.csv").frame
    assert frame.select("start", "end").rows() == spells


@given(
    st.lists(
        st.tuples(
            st.sampled_from([2020, 2040]), st.integers(1900, 2020), st.none() | st.floats(0, 1)
        ),
        unique_by=lambda row: row[:2],
        min_size=1,
        max_size=20,
    )
)
def test_peace_rows_written_are_rows_read(rows: list[tuple[int, int, float | None]]) -> None:
    lines = [f"{d},{y},{'.' if v is None else repr(v)}" for d, y, v in rows]
    frame = read_bytes(PEACE, "\n".join((*lines, "")).encode(), "peace.csv").frame
    assert frame.select("dyad", "year", "peace").rows() == rows
