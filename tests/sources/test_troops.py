"""US troops and bases: the real files, made files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core import countries
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import read, read_bytes
from foedus.sources.troops import SITES, YEARS

FILE = "troopdata/troopdata-rebuild-country-year.csv"
COUNTS = [c.name for c in YEARS.columns[5:]]
HEADER = ",".join(("countryname", "year", "ccode", "iso3c", "region", *COUNTS))


@pytest.fixture(scope="module")
def years(data: Path) -> pl.DataFrame:
    return read(YEARS, data / FILE).frame


def troops(years: pl.DataFrame, ccode: int) -> dict[int, int]:
    rows = years.filter(pl.col("ccode") == ccode).select("year", "troops_ad").rows()
    return dict(rows)


def test_13135_rows_of_1950_to_2024_of_which_29_are_second_ones(data: Path) -> None:
    reading = read(YEARS, data / FILE)
    assert reading.rows == 13_135
    assert reading.frame.height == 13_135 - 29
    assert reading.frame.select("place", "year").is_unique().all()
    assert (reading.frame["year"].min(), reading.frame["year"].max()) == (1950, 2024)


def test_of_two_rows_the_one_with_counts_is_kept(data: Path, years: pl.DataFrame) -> None:
    """29 times a place has a second row, under another spelling, with zeros and nothing else."""
    raw = pl.read_csv(data / FILE, null_values="NA", infer_schema_length=None)
    twice = raw.filter(raw.select("ccode", "year").is_duplicated())
    assert twice.height == 58
    counted = twice.with_columns(all=pl.sum_horizontal(COUNTS)).filter(pl.col("all") > 0)
    assert counted.height == 29
    kept = years.join(
        counted.select(pl.col("ccode", "year").cast(pl.Int16), name="countryname"),
        left_on=["place", "year"],
        right_on=["ccode", "year"],
    )
    assert (kept["countryname"] == kept["name"]).all()


def test_places_that_are_no_states_have_no_code(years: pl.DataFrame) -> None:
    """Codes above 990, and two below: Puerto Rico, and the Vatican under the Papal States' code."""
    nameless = years.filter(pl.col("ccode").is_null())
    assert set(nameless.filter(pl.col("place") <= 990)["countryname"]) == {
        "Puerto Rico",
        "Vatican City",
    }
    assert {"Aden", "Azores", "Guam", "Hong Kong"} <= set(nameless["countryname"])
    assert set(years["ccode"].drop_nulls()) <= countries.known()
    named = years.filter(pl.col("ccode").is_not_null())
    assert named.select("ccode", "year").is_unique().all()


def test_the_united_states_is_a_place_too(years: pl.DataFrame) -> None:
    home = troops(years, 2)
    assert len(home) == 75
    assert home[1953] == 2_338_379


def test_troops_in_west_germany_are_west_germanys(years: pl.DataFrame) -> None:
    """The file has them under 255."""
    assert troops(years, 260)[1962] == 274_119
    assert min(troops(years, 255)) == 1991
    assert max(troops(years, 260)) == 1990


def test_troops_in_vietnam_were_in_the_south(years: pl.DataFrame) -> None:
    """The file has 537,377 of 1968 under the code of North Vietnam."""
    assert troops(years, 817)[1968] == 537_377
    assert troops(years, 816).get(1968) is None


def test_1952_repeats_1951(years: pl.DataFrame) -> None:
    one, two = (
        years.filter(pl.col("year") == year).select("place", *COUNTS).sort("place")
        for year in (1951, 1952)
    )
    assert one.equals(two)


def test_counts_below_zero_are_null(data: Path, years: pl.DataFrame) -> None:
    """Six counts of Marines in 1959."""
    raw = pl.read_csv(data / FILE, null_values="NA", infer_schema_length=None)
    below = raw.filter(pl.any_horizontal(pl.col(COUNTS) < 0))
    assert below["year"].to_list() == [1959] * 6
    assert years.select(COUNTS).null_count().sum_horizontal().item() == 6
    assert years["marine_corps_ad"].null_count() == 6


def test_414_sites_without_dates(data: Path) -> None:
    reading = read(SITES, data / "troopdata/basedata.csv")
    frame = reading.frame
    assert reading.rows == frame.height == 414
    assert int(frame["base"].sum()) == 255
    assert int(frame["lilypad"].sum()) == 114
    assert frame["basename"].null_count() == 2
    assert "year" not in frame.columns


def test_sites_are_not_in_utf8(data: Path) -> None:
    frame = read(SITES, data / "troopdata/basedata.csv").frame
    assert frame.filter(pl.col("ccode") == 155)["basename"].str.contains("Concón").any()


def test_dungu_is_in_the_other_congo(data: Path) -> None:
    reading = read(SITES, data / "troopdata/basedata.csv")
    assert reading.corrected == 1
    dungu = reading.frame.filter(pl.col("basename") == "Dungu")
    assert dungu.select("ccode", "iso3c").row(0) == (490, "COD")


# Made files


@given(
    st.lists(
        st.tuples(st.sampled_from([20, 200, 1008]), st.integers(1950, 2024), st.integers(0, 10**6)),
        unique_by=lambda row: row[:2],
        min_size=1,
        max_size=20,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[int, int, int]]) -> None:
    lines = [f"X,{y},{c},NA,Y,{n}{',0' * (len(COUNTS) - 1)}" for c, y, n in rows]
    frame = read_bytes(YEARS, "\n".join((HEADER, *lines, "")).encode(), "t.csv").frame
    assert sorted(frame.select("place", "year", "troops_ad").rows()) == sorted(rows)
    assert frame.filter(pl.col("place") == 1008)["ccode"].drop_nulls().is_empty()


def test_one_place_twice_under_one_name_is_refused() -> None:
    line = f"X,1990,20,CAN,Y{',1' * len(COUNTS)}"
    with pytest.raises(SourceError, match="second row"):
        read_bytes(YEARS, "\n".join((HEADER, line, line, "")).encode(), "t.csv")
