"""Latent product and population."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.sources.cow_states import YEARS as SYSTEM
from foedus.sources.reading.table import read, read_bytes
from foedus.sources.wealth import YEARS

ESTIMATES = ["mrgdppc", "sd_mrgdppc", "pwtrgdp", "sd_pwtrgdp", "pwtpop", "sd_pwtpop"]


def test_16536_state_years_from_1816_to_2019(data: Path) -> None:
    reading = read(YEARS, data / "derived/cw_gdppop.csv.gz", "export")
    frame = reading.frame
    assert reading.rows == frame.height == 16_536
    assert (frame["year"].min(), frame["year"].max()) == (1816, 2019)
    assert frame["ccode"].n_unique() == 217
    assert frame.select("ccode", "year").is_unique().all()


def test_members_to_2016_and_the_members_of_2016_carried_on(data: Path) -> None:
    ours = read(YEARS, data / "derived/cw_gdppop.csv.gz", "export").frame.select("ccode", "year")
    system = read(SYSTEM, data / "cow/system2016.csv").frame.select("ccode", "year")
    assert set(ours.filter(pl.col("year") <= 2016).rows()) == set(system.rows())
    last = set(system.filter(pl.col("year") == 2016)["ccode"])
    for year in (2017, 2018, 2019):
        assert set(ours.filter(pl.col("year") == year)["ccode"]) == last


def test_43_state_years_have_no_estimate_at_all(data: Path) -> None:
    frame = read(YEARS, data / "derived/cw_gdppop.csv.gz", "export").frame
    empty = frame.filter(pl.all_horizontal(pl.col(ESTIMATES).is_null()))
    assert empty.height == 43
    assert [frame[name].null_count() for name in ESTIMATES] == [43] * 6
    assert sorted(empty["ccode"].unique()) == [345, 600, 651, 670, 812]


def test_product_over_population_is_of_the_order_of_product_a_head(data: Path) -> None:
    """Millions over millions; the two are in dollars of different years and estimated apart."""
    frame = read(YEARS, data / "derived/cw_gdppop.csv.gz", "export").frame.drop_nulls()
    ratio = frame.select((pl.col("pwtrgdp") / pl.col("pwtpop") / pl.col("mrgdppc")).alias("r"))["r"]
    assert 0.8 < ratio.median() < 1.4


def test_made_rows_keep_every_digit() -> None:
    text = (
        b"ccode,year,mrgdppc,sd_mrgdppc,pwtrgdp,sd_pwtrgdp,pwtpop,sd_pwtpop\n"
        b"2,1816,2668.1045663973555,410.5839507759922,27951.09289695286,1.5,9.1,.3\n"
        b"2,1817,,,,,,\n"
    )
    frame = read_bytes(YEARS, text, "g.csv", "export").frame
    assert frame["mrgdppc"].to_list() == [2668.1045663973555, None]
