"""The catalogue of direct lines as tables, by channel and by year, and as a panel's source."""

from __future__ import annotations

import datetime as dt
import itertools

import polars as pl

from foedus.core import countries
from foedus.core.errors import UsageError
from foedus.sources.citing import cite
from foedus.sources.getting import registry
from foedus.sources.hotlines import catalogue as hotlines
from foedus.sources.hotlines.catalogue import catalogue, channels_between
from foedus.sources.hotlines.table import SCHEMA, by_year, frame, source

LINES = catalogue()


def exists(code: int, on: dt.date) -> bool:
    try:
        return countries.code(code, on, system="cow") == code
    except UsageError:
        return False


# --- channels -----------------------------------------------------------------------------------


def test_frame_is_keyed_and_sorted() -> None:
    table = frame()
    assert table.schema == SCHEMA
    assert table.height == sum(len(line.pairs) for line in LINES)
    assert table.select(pl.struct("id", "ccode1", "ccode2").is_duplicated().any()).item() is False
    assert (table["ccode1"] < table["ccode2"]).all()
    assert table.select("ccode1", "ccode2").equals(
        table.select("ccode1", "ccode2").sort("ccode1", "ccode2")
    )
    assert table.equals(frame())


def test_frame_spells() -> None:
    table = frame()
    assert table.filter(
        pl.col("first_year").is_null() != pl.col("operational").is_null()
    ).is_empty()
    assert table.filter(pl.col("last_year") < pl.col("first_year")).is_empty()
    ended = table.filter(
        pl.col("operational").is_not_null(), pl.col("status").is_in(["lapsed", "unknown"])
    )
    assert ended["last_year"].null_count() == 0
    going = table.filter(~pl.col("status").is_in(["lapsed", "unknown"]))
    assert going["last_year"].null_count() == going.height
    assert going["first_year"].null_count() == 0
    one = table.row(by_predicate=pl.col("id") == "chn-taw-2015", named=True)
    assert (one["ccode1"], one["ccode2"]) == (710, 713)
    assert (one["first_year"], one["last_year"]) == (2015, 2016)
    assert (one["agreed"], one["agreed_precision"]) == (dt.date(2015, 11, 7), "day")


def test_frame_agrees_with_the_lookup_year_by_year() -> None:
    table = frame()
    for a, b in itertools.islice(
        table.select("ccode1", "ccode2").unique().sort("ccode1").rows(), 25
    ):
        mine = table.filter(ccode1=a, ccode2=b)
        for year in (1965, 1989, 2000, 2016, 2024):
            if not all(exists(code, dt.date(year, 1, 28)) for code in (a, b)):
                continue
            there = mine.filter(
                pl.col("first_year") <= year,
                pl.col("last_year").is_null() | (pl.col("last_year") >= year),
            )
            seen = {
                line.id
                for month in range(1, 13)
                for line in channels_between(a, b, dt.date(year, month, 28), cut=True)
            }
            assert seen <= set(there["id"]), (a, b, year)


def test_frame_takes_other_codes() -> None:
    numbers: dict[str, int] = {}
    table = frame(lambda abbreviation: numbers.setdefault(abbreviation, len(numbers)))
    assert table.height == frame().height
    assert table["ccode2"].max() == len(numbers) - 1


# --- years --------------------------------------------------------------------------------------


def test_by_year_agrees_with_the_days() -> None:
    """A channel is there, or cut throughout, in a year if it is so on its days."""
    for line in LINES:
        rows = by_year(2025).filter(pl.col("id") == line.id)
        there = dict(rows.select("year", "cut").rows())
        for year in range(1960, 2026):
            every = [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(365)]
            placed = [day for day in every if line.in_place(day)]
            assert (year in there) == bool(placed), (line.id, year)
            if placed:
                assert there[year] == all(line.silent(day) for day in placed), (line.id, year)
        assert rows.filter(pl.col("attested") != (pl.col("year") <= line.as_of.year)).is_empty()


def test_years_agree_with_the_spells() -> None:
    spells = frame().drop_nulls("first_year")
    years = pl.col("last_year").fill_null(2025) - pl.col("first_year") + 1
    assert by_year(2025).height == spells.select(years.sum()).item()


def test_source_is_what_the_registry_says() -> None:
    """The registry knows the data set, and that it has no file to fetch."""
    made = source()
    told = registry.dataset(made.file.dataset)
    assert (made.file.first, made.file.last) == (told.first, told.last) == (1963, 2025)
    assert made.file.rows == len(LINES)
    assert made.path == hotlines.FILE
    assert cite.as_text([made.file.dataset]).startswith("The foedus contributors.")
