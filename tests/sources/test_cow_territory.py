"""Territorial changes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from foedus.core import countries
from foedus.sources.cow_territory import CHANGES
from foedus.sources.reading.table import read, read_bytes

HEADER = (
    "year,month,gainer,gaintype,procedur,entity,contgain,area,pop,portion,loser,losetype,contlose"
    ",entry,exit,number,indep,conflict,version"
)


def changes(data: Path) -> pl.DataFrame:
    return read(CHANGES, data / "cow/tc2018.csv").frame


def test_842_changes_from_1816_to_2015(data: Path) -> None:
    reading = read(CHANGES, data / "cow/tc2018.csv")
    frame = reading.frame
    assert reading.rows == frame.height == 842
    assert (frame["year"].min(), frame["year"].max()) == (1816, 2015)
    assert frame["number"].is_unique().all()


def test_a_point_is_missing(data: Path) -> None:
    frame = changes(data)
    missing = {name: frame[name].null_count() for name in ("month", "area", "pop", "entity")}
    assert missing == {"month": 123, "area": 5, "pop": 212, "entity": 9}


def test_minus_9_is_not_applicable(data: Path) -> None:
    frame = changes(data)
    empty = {c.name: frame[c.name].null_count() for c in CHANGES.columns if c.missing}
    assert {name: count for name, count in empty.items() if count} == {
        "gaintype": 10,
        "procedur": 131,
        "contgain": 202,
        "loser": 137,
        "losetype": 21,
        "contlose": 234,
        "entry": 39,
        "exit": 3,
    }
    numbers = frame.select(pl.selectors.numeric())
    assert all(column.drop_nulls().min() >= 0 for column in numbers)


def test_no_column_has_both_a_point_and_minus_9(data: Path) -> None:
    """Or null would mean two things in one column."""
    text = pl.read_csv(data / "cow/tc2018.csv", infer_schema=False)
    for column in text:
        assert not ((column == ".").any() and (column == "-9").any()), column.name


def test_version_mixes_5_and_6(data: Path) -> None:
    assert sorted(changes(data)["version"].value_counts().rows()) == [(5, 802), (6, 40)]


def test_gainers_and_losers_are_not_all_states(data: Path) -> None:
    """Entities without membership, and 0 and 1 for international rule, are in these columns too."""
    frame = changes(data)
    known = sorted(countries.known())
    others = frame.filter(~pl.col("gainer").is_in(known))["gainer"]
    assert {0, 1} < set(others)
    assert frame.filter(~pl.col("loser").is_in(known)).height > 0


def test_conflict_is_1_if_military(data: Path) -> None:
    assert sorted(changes(data)["conflict"].value_counts().rows()) == [(0, 613), (1, 229)]


@given(
    st.lists(
        st.tuples(
            st.integers(1816, 2018),
            st.none() | st.integers(1, 12),
            st.none() | st.integers(1, 9999),
            st.none() | st.floats(0, 1e7),
            st.none() | st.integers(0, 10**9),
            st.none() | st.integers(0, 1),
        ),
        max_size=12,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[float | None, ...]]) -> None:
    def cell(value: float | None, none: str = ".") -> str:
        return none if value is None else repr(value)

    lines = [
        f"{year},{cell(month)},2,1,3,{cell(entity)},1,{cell(area)},{cell(pop)},1,-9,"
        f"{cell(kind, '-9')},-9,0,0,{number},0,1,6"
        for number, (year, month, entity, area, pop, kind) in enumerate(rows)
    ]
    frame = read_bytes(CHANGES, "\n".join((HEADER, *lines, "")).encode(), "x").frame
    assert frame.select("year", "month", "entity", "area", "pop", "losetype").rows() == rows
    assert frame["loser"].null_count() == len(rows)
