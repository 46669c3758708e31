"""Regional and global powers, arms races."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from foedus.sources.powers import ARMS_RACES, POWERS
from foedus.sources.reading.table import read, read_bytes


def powers(data: Path) -> pl.DataFrame:
    return read(POWERS, data / "derived/maoz_powers.csv.gz", "export").frame


def test_20_spells_of_power(data: Path) -> None:
    reading = read(POWERS, data / "derived/maoz_powers.csv.gz", "export")
    frame = reading.frame
    assert reading.rows == frame.height == 20
    assert frame["ccode"].n_unique() == 16
    assert frame.select(POWERS.key).is_unique().all()
    assert (frame["styear"].min(), frame["endyear"].max()) == (1816, 2019)


def test_a_power_is_regional_or_global_or_first_the_one_then_the_other(data: Path) -> None:
    frame = powers(data)
    assert frame["regstdate"].null_count() == frame["regenddate"].null_count() == 2
    assert frame["globstdate"].null_count() == frame["globenddate"].null_count() == 15
    assert (frame["regstdate"] <= frame["regenddate"]).all()
    assert (frame["globstdate"] <= frame["globenddate"]).all()
    both = frame.drop_nulls()
    assert both["ccode"].to_list() == [2, 255, 365]
    assert (both["regenddate"] <= both["globstdate"]).all()


def test_germany_is_global_from_1867_to_1945_and_regional_again_from_1991(data: Path) -> None:
    rows = powers(data).filter(pl.col("ccode") == 255).select(POWERS.columns[1].name, "globenddate")
    assert rows.rows() == [
        (dt.date(1816, 1, 1), dt.date(1945, 5, 8)),
        (dt.date(1991, 12, 11), None),
    ]


def test_made_powers() -> None:
    text = (
        b"ccode,regstdate,regenddate,globstdate,globenddate\n"
        b"2,1824-01-01,1898-12-31,1899-01-01,2019-12-31\n200,,,1816-01-01,2019-12-31\n"
    )
    frame = read_bytes(POWERS, text, "p.csv", "export").frame
    assert frame.select("styear", "endyear").rows() == [(1824, 2019), (1816, 2019)]


def test_71_arms_races(data: Path) -> None:
    reading = read(ARMS_RACES, data / "derived/grh_arms_races.csv.gz", "export")
    frame = reading.frame
    assert reading.rows == frame.height == 71
    assert frame["race_id"].to_list() == list(range(1, 72))
    assert (frame["ccode1"] < frame["ccode2"]).all()
    assert (frame["styear"] < frame["endyear"]).all()
    assert (frame["styear"].min(), frame["endyear"].max()) == (1854, 1984)
    assert frame.null_count().sum_horizontal().item() == 0
