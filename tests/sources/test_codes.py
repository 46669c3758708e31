"""The two panels of codes: their figures, their traps, and what is refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core import countries
from foedus.sources.codes import COUNTRYCODE, GW_PANEL, TABLES
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import read, read_bytes

_PANEL = (
    "stateabb,year,gwcode,ccode,gw_name,cw_name\n"
    "FOO,1990,260,255,,Fooland\n"
    "FOO,1990,260,,Fooland,\n"
    "BAR,1990,678,679,Barland,Barland\n"
)
_HEADER = ",".join(column.name for column in COUNTRYCODE.columns)


def test_the_panel_of_two_lists(data: Path) -> None:
    reading = read(GW_PANEL, data / "derived" / "cw_gw_panel.csv.gz", "export")
    frame = reading.frame
    assert reading.rows == frame.height == 17_916
    assert (frame["year"].min(), frame["year"].max()) == (1816, 2025)
    assert frame["gwcode"].null_count() == 43
    assert frame["ccode"].null_count() == 210
    assert set(frame["ccode"].drop_nulls()) == countries.known()


def test_gleditsch_ward_keeps_260_after_1990(data: Path) -> None:
    frame = read(GW_PANEL, data / "derived" / "cw_gw_panel.csv.gz", "export").frame
    germany = frame.filter(pl.col("ccode") == 255, pl.col("year") > 1989)
    assert set(germany["gwcode"]) == {260}
    assert germany.height == 36


def test_the_countrycode_panel(data: Path) -> None:
    reading = read(COUNTRYCODE, data / "derived" / "countrycode_panel.csv.gz", "export")
    frame = reading.frame
    assert reading.rows == frame.height == 29_574
    assert (frame["year"].min(), frame["year"].max()) == (1776, 2024)
    assert frame["cown"].null_count() == 12_844
    assert frame["gwn"].null_count() == 11_521
    assert set(frame["cown"].drop_nulls()) == countries.known()


def test_na_is_namibia_and_not_missing(data: Path) -> None:
    frame = read(COUNTRYCODE, data / "derived" / "countrycode_panel.csv.gz", "export").frame
    namibia = frame.filter(pl.col("iso2c") == "NA")
    assert namibia.height == 125
    assert set(namibia["iso3c"]) == {"NAM"}


def test_a_small_panel_of_two_lists() -> None:
    frame = read_bytes(GW_PANEL, _PANEL.encode(), "made.csv", "export").frame
    assert frame["gwcode"].to_list() == [260, 260, 678]
    assert frame["ccode"].to_list() == [255, None, 679]
    assert frame.schema["year"] == pl.Int16


def test_a_small_countrycode_panel() -> None:
    row = "Namibia,1990,NAM,565,NAM,565,NA,NAM,516,WA,NAM,565,565,127,516,NAM,728,Africa,Here"
    frame = read_bytes(COUNTRYCODE, f"{_HEADER}\n{row}\n".encode(), "made.csv", "export").frame
    assert frame["iso2c"].to_list() == ["NA"]
    assert frame["cown"].to_list() == [565]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("678,679", "678,341x", 4, "341x"),
        ("678,679", "678,9999", 4, "9999"),
        ("BAR,1990", "BAR,19900", 4, "19900"),
        ("260,,Fooland,", "260,255,Fooland,", 3, "second row"),
        ("stateabb", "abbreviation", 1, "column missing"),
    ],
)
def test_a_bad_file_is_refused(old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(SourceError, match=says) as told:
        read_bytes(GW_PANEL, _PANEL.replace(old, new, 1).encode(), "made.csv", "export")
    assert told.value.file == "made.csv"
    assert told.value.line == line


def test_both_are_declared_for_the_catalogue() -> None:
    assert [table.id for table in TABLES] == ["codes/gw-panel", "countrycode/panel"]
