"""Nuclear weapons: the real file, made files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.nuclear import YEARS, without_code
from foedus.sources.reading.table import read, read_bytes

FILE = "nuclear/owid_nuclear_weapons_proliferation_2022.csv"
KINDS = ("consideration", "pursuit", "possession")


@pytest.fixture(scope="module")
def years(data: Path) -> pl.DataFrame:
    return read(YEARS, data / FILE).frame


def when(years: pl.DataFrame, ccode: int, status: int) -> list[int]:
    kept = years.filter(pl.col("ccode") == ccode, pl.col("nuclear_weapons_status") == status)
    return kept["year"].sort().to_list()


def test_16848_country_years_of_1938_to_2022(data: Path, years: pl.DataFrame) -> None:
    assert read(YEARS, data / FILE).rows == years.height == 16_848
    assert (years["year"].min(), years["year"].max()) == (1938, 2022)


def test_ten_possessors(years: pl.DataFrame) -> None:
    had = years.filter(pl.col("nuclear_weapons_status") == 3)
    spans = had.group_by("ccode").agg(pl.col("year").min(), last=pl.col("year").max())
    assert {row[0]: row[1:] for row in spans.rows()} == {
        2: (1945, 2022),
        200: (1952, 2022),
        220: (1960, 2022),
        365: (1949, 2022),
        560: (1979, 1991),
        666: (1967, 2022),
        710: (1964, 2022),
        731: (2006, 2022),
        750: (1987, 2022),
        770: (1987, 2022),
    }


def test_belarus_kazakhstan_ukraine_never_possessed(years: pl.DataFrame) -> None:
    for ccode in (369, 370, 705):
        assert when(years, ccode, 3) == []
        assert years.filter(pl.col("ccode") == ccode).height == 85


def test_status_is_exclusive_and_has_three_dummies(years: pl.DataFrame) -> None:
    for status, kind in enumerate(KINDS, start=1):
        flag = years[f"nuclear_weapons_{kind}"]
        assert ((years["nuclear_weapons_status"] == status) == (flag == 1)).all()


def test_names_become_codes_one_row_a_state_and_year(years: pl.DataFrame) -> None:
    named = years.filter(pl.col("ccode").is_not_null())
    assert named.select("ccode", "year").is_unique().all()
    lost = years.filter(pl.col("ccode").is_null())
    assert lost["nuclear_weapons_status"].unique().to_list() == [0]


def test_germany_by_date(years: pl.DataFrame) -> None:
    """One name in the file: the Reich, West Germany, and Germany since 1990."""
    assert when(years, 260, 1) == [1957, 1958]
    assert years.filter(pl.col("ccode") == 255)["year"].max() == 2022
    assert years.filter(pl.col("ccode") == 255, pl.col("year").is_between(1946, 1989)).is_empty()
    assert years.filter(pl.col("ccode") == 260)["year"].min() == 1949


def test_predecessors(years: pl.DataFrame) -> None:
    assert when(years, 345, 2)[0] == 1953  # Yugoslavia, listed as Serbia
    assert when(years, 365, 3)[0] == 1949  # the Soviet Union, listed as Russia
    assert years.filter(pl.col("ccode") == 315)["year"].to_list() == list(range(1938, 1993))
    assert years.filter(pl.col("ccode") == 678)["year"].max() >= 1989


def test_names_without_code_are_listed(years: pl.DataFrame) -> None:
    assert {n: (a, b) for n, a, b in without_code(years).rows()} == {
        "Abkhazia": (1938, 2022),
        "Germany": (1946, 1948),
        "North Korea": (1938, 1947),
        "Slovakia": (1938, 1992),
        "South Korea": (1938, 1947),
        "South Ossetia": (1938, 2022),
        "Taiwan": (1938, 1948),
        "Tibet": (1938, 1950),
        "Vietnam": (1938, 1953),
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["France", "Brazil"]), st.integers(1938, 2022), st.integers(0, 3)
        ),
        unique_by=lambda row: row[:2],
        min_size=1,
        max_size=20,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[str, int, int]]) -> None:
    header = "Entity,Year," + ",".join(f"nuclear_weapons_{kind}" for kind in ("status", *KINDS))
    lines = [f"{n},{y},{s},{int(s == 1)},{int(s == 2)},{int(s == 3)}" for n, y, s in rows]
    frame = read_bytes(YEARS, "\n".join((header, *lines, "")).encode(), "n.csv").frame
    assert frame.select("country", "year", "nuclear_weapons_status").rows() == rows
    assert set(frame["ccode"]) <= {220, 140}
