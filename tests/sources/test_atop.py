"""ATOP: every figure and trap of SOURCES.md, on the files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.atop import (
    ALLIANCES_5_0,
    DYAD_YEARS,
    MEMBERS,
    MEMBERS_5_0,
    PHASES_5_0,
    PLEDGES,
    STATE_YEARS_5_0,
)
from foedus.sources.reading.schema import SourceError, Table
from foedus.sources.reading.table import read, read_bytes


@pytest.fixture(scope="module")
def members(data: Path) -> pl.DataFrame:
    return read(MEMBERS, data / "atop/atop5_1m.csv").frame


@pytest.mark.parametrize(
    ("table", "file", "layout", "rows"),
    [
        (MEMBERS, "atop/atop5_1m.csv", "publisher", 2_510),
        (MEMBERS_5_0, "atop/atop5_0m.csv", "publisher", 2_446),
        (ALLIANCES_5_0, "atop/atop5_0a.csv", "publisher", 765),
        (PHASES_5_0, "atop/atop5_0aph.csv", "publisher", 820),
        (STATE_YEARS_5_0, "atop/atop5_0sy.csv", "publisher", 11_835),
        (DYAD_YEARS, "derived/atop_alliance_ddyr_5.1.csv.gz", "export", 273_296),
    ],
)
def test_rows(data: Path, table: Table, file: str, layout: str, rows: int) -> None:
    reading = read(table, data / file, layout)
    assert reading.rows == reading.frame.height == rows
    key = [name for name in table.key if name in reading.frame.columns]
    assert reading.frame.select(key).is_unique().all()


def test_alliance_member_and_phase_do_not_name_a_row(members: pl.DataFrame) -> None:
    """Trap: the year of entry belongs to the key."""

    def repeats(*key: str) -> int:
        return members.height - members.select(key).n_unique()

    assert repeats("atopid", "member") == 253
    assert repeats("atopid", "member", "phase") == 3
    assert repeats("atopid", "member", "phase", "yrent") == 0


def test_in_force_at_the_end_is_three_zeros_and_not_a_day(
    data: Path, members: pl.DataFrame
) -> None:
    """Trap: an exit in the year 0 is none, and the record is censored at the end of 2018."""
    raw = pl.read_csv(data / "atop/atop5_1m.csv", infer_schema_length=None)
    running = raw.filter(pl.col("ineffect") == 1)
    assert running.height == 1_146
    assert running.select("yrexit", "moexit", "dayexit").unique().rows() == [(0, 0, 0)]
    assert members.filter("censored").height == 1_146
    assert (
        members.filter("censored").select("yrexit", "moexit", "dayexit").null_count().row(0)
        == (1_146,) * 3
    )
    assert members.filter("censored")["end"].unique().to_list() == [dt.date(2018, 12, 31)]
    assert members.filter(~pl.col("censored"))["yrexit"].null_count() == 0


def test_days_not_known_are_the_first_and_the_last_possible(members: pl.DataFrame) -> None:
    """Trap: blank days, 5 of entry and 31 of exit."""
    assert members["dayent"].null_count() == 5
    open_end = members.filter(pl.col("dayexit").is_null(), ~pl.col("censored"))
    assert open_end.height == 31
    assert (open_end["end"] == open_end["end"].dt.month_end()).all()
    late = members.filter(pl.col("dayent").is_null())
    assert (late["start"].dt.day() == 1).all()
    assert members["start"].null_count() == members["end"].null_count() == 0
    assert (members["start"] <= members["end"]).all()


def test_5_0_lacks_24_of_the_alliances_and_has_no_other(data: Path, members: pl.DataFrame) -> None:
    """Trap: the alliance, phase and state-year files do not cover 5.1."""
    older = read(ALLIANCES_5_0, data / "atop/atop5_0a.csv").frame
    new, old = set(members["atopid"]), set(older["atopid"])
    assert (len(new), len(old)) == (789, 765)
    assert len(new - old) == 24
    assert old <= new
    assert set(older["version"]) == {5.0}


def test_pledges_are_not_exclusive_and_most_carry_non_aggression(members: pl.DataFrame) -> None:
    assert members.select(PLEDGES).null_count().sum_horizontal().item() == 0
    assert 0.58 < members["nonagg"].mean() < 0.64
    assert members.filter(pl.sum_horizontal(PLEDGES) > 1).height > members.height / 2


def test_a_member_that_is_no_state(members: pl.DataFrame) -> None:
    """Trap: 8152."""
    assert members.filter(member=8152).height == 1
    assert members["member"].null_count() == 0


def test_the_published_dyad_years_as_exported(data: Path) -> None:
    frame = read(DYAD_YEARS, data / "derived/atop_alliance_ddyr_5.1.csv.gz", "export").frame
    assert frame.columns == ["ccode1", "ccode2", "year", *(f"atop_{name}" for name in PLEDGES)]
    assert frame.schema["ccode1"] == pl.Int16
    assert frame.null_count().sum_horizontal().item() == 0
    assert (frame["year"].min(), frame["year"].max()) == (1815, 2018)


def test_the_published_dyad_years_as_published() -> None:
    header = "ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,atopid1"
    content = f"{header}\n2020,2,20,1940,1,1,0,0,0,1,2430\n"
    frame = read_bytes(DYAD_YEARS, content.encode(), "atop5_1ddyr.csv").frame
    assert frame.rows() == [(2, 20, 1940, 1, 0, 0, 0, 1)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([2, 20, 8152]),
            st.sampled_from([200, 255]),
            st.integers(1815, 2018),
            *[st.integers(0, 1)] * 5,
        ),
        unique_by=lambda row: row[:3],
        max_size=8,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[int, ...]]) -> None:
    header = ["ccode1", "ccode2", "year", *(f"atop_{name}" for name in PLEDGES)]
    lines = "\n".join(",".join(map(str, row)) for row in [header, *rows])
    assert read_bytes(DYAD_YEARS, lines.encode(), "x", "export").frame.rows() == rows


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("defense", "2", "2 is not among 0, 1"),
        ("member", "8153", "no state has the code 8153"),
        ("yrent", "1714", "1714 is out of range: at least 1815"),
        ("moent", "13", "13 is out of range"),
        ("atopid", "", "is empty, and a row needs it"),
        ("yrexit", "l914", "'l914' is not a whole number"),
    ],
)
def test_a_wrong_value_is_named(data: Path, column: str, value: str, says: str) -> None:
    with (data / "atop/atop5_1m.csv").open() as stream:
        lines = [next(stream).rstrip("\n").split(",") for _ in range(4)]
    lines[2][lines[0].index(column)] = value
    content = "\n".join(",".join(line) for line in lines).encode()
    with pytest.raises(SourceError) as caught:
        read_bytes(MEMBERS, content, "atop5_1m.csv")
    assert str(caught.value).startswith(f"atop5_1m.csv:3: {column}: ")
    assert says in str(caught.value)


def test_february_30_is_refused(data: Path) -> None:
    with (data / "atop/atop5_1m.csv").open() as stream:
        lines = [next(stream).rstrip("\n").split(",") for _ in range(2)]
    for name, value in {"moent": "2", "dayent": "30"}.items():
        lines[1][lines[0].index(name)] = value
    with pytest.raises(SourceError, match=r"atop5_1m\.csv"):
        read_bytes(MEMBERS, "\n".join(map(",".join, lines)).encode(), "atop5_1m.csv")
