"""Trade, organisations, distances and leaders in panels."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from foedus.panel.block import Index
from foedus.panel.dyads import dyad_years
from foedus.panel.feature import Request
from foedus.panel.features.distance import _between_capitals
from foedus.panel.features.leaders import _leaders_by_year
from foedus.panel.panel import Panel
from foedus.panel.states import state_years
from foedus.sources.distance import capital_distance
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture(scope="module")
def directed() -> Panel:
    return dyad_years(2010, 2016, directed=True).add(
        "trade", "trade-totals", "igos", "igo-totals", "distance"
    )


@pytest.fixture(scope="module")
def listed_once() -> Panel:
    return dyad_years(2010, 2016).add("trade", "igos", "distance")


def test_rows_neither_vanish_nor_double(directed: Panel, listed_once: Panel) -> None:
    assert directed.frame.height == 2 * listed_once.frame.height
    assert not directed.frame.select(directed.key).is_duplicated().any()


def test_flows_are_those_of_the_first_state(directed: Panel) -> None:
    there = directed.frame.filter(ccode1=2, ccode2=710, year=2014).row(0, named=True)
    back = directed.frame.filter(ccode1=710, ccode2=2, year=2014).row(0, named=True)
    assert (there["flow1"], there["flow2"]) == (back["flow2"], back["flow1"])
    assert there["flow1"] > there["flow2"]  # America bought more from China than it sold there
    assert there["imports1"] > there["flow1"]


def test_nothing_is_known_after_the_data_end(directed: Panel) -> None:
    """Trap of peers: zeros where a data set has ended."""
    after = directed.frame.filter(pl.col("year") > 2014)
    assert after.height > 70_000
    for name in ("flow1", "smoothflow2", "dyadigos", "imports1", "sum_igo_full2"):
        assert after[name].null_count() == after.height
        assert directed.frame[name].null_count() < directed.frame.height
    late = dyad_years(2016, 2025, carry_forward=True).add("distance").frame
    by_year = dict(late.group_by("year").agg(known=pl.col("mindist").count()).rows())
    assert by_year[2019] > 18_000
    assert by_year[2020] == 0
    known = dict(late.group_by("year").agg(known=pl.col("capdist").count()).rows())
    assert (known[2024] > 18_000, known[2025]) == (True, 0)


def test_missing_trade_is_null_not_zero(directed: Panel) -> None:
    known = directed.frame.filter(pl.col("year") <= 2014)
    assert 0 < known["flow1"].null_count() < known.height
    assert (known["flow1"] == 0).any()


def test_symmetric_columns_are_the_same_both_ways(directed: Panel) -> None:
    there = directed.frame.filter(pl.col("ccode1") < pl.col("ccode2"))
    back = directed.frame.filter(pl.col("ccode1") > pl.col("ccode2")).sort(
        "ccode2", "ccode1", "year"
    )
    for name in ("dyadigos", "mindist", "capdist"):
        assert there[name].equals(back[name])


def test_capital_distance_is_of_1_january() -> None:
    """Brazil's capital moved on 21 April 1960: 1960 has the old one, 1961 the new."""
    frame = dyad_years(1959, 1961, states=[140]).add("distance").frame
    km = dict(frame.filter(ccode1=140, ccode2=160).select("year", "capdist").rows())
    capitals = load("distance/capitals").frame
    days = np.array(["1960-01-01", "1961-01-01"], dtype="datetime64[D]")
    before, after = capital_distance(capitals, [140, 140], [160, 160], days)
    assert (km[1959], km[1960], km[1961]) == (before, before, after)
    assert after > before + 300


def test_capital_distance_serves_rows_in_any_order_and_twice() -> None:
    index = Index(
        (np.array([365, 2, 2, -1], np.int16), np.array([2, 365, 20, 2], np.int16)),
        np.array([1914, 1914, 1914, 1914], np.int16),
    )
    capitals = load("distance/capitals").frame
    frame = _between_capitals(index, capitals)
    assert frame.select("ccode1", "ccode2", "year").rows() == [(2, 20, 1914), (2, 365, 1914)]
    assert frame["capdist"].null_count() == 0
    assert Request(index, directed=True).of_pairs


def made(*rows: tuple[str, int, str, str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (obs, gw, lead, dt.date.fromisoformat(start), dt.date.fromisoformat(end), how)
            for obs, gw, lead, start, end, how in rows
        ],
        schema={
            "obsid": pl.String,
            "gwcode": pl.Int16,
            "leadid": pl.String,
            "startdate": pl.Date,
            "enddate": pl.Date,
            "exit": pl.String,
        },
        orient="row",
    )


def test_leaders_of_a_year() -> None:
    frame = _leaders_by_year(
        made(
            ("A-1", 220, "a", "1950-05-01", "1952-03-01", "Regular"),
            ("A-2", 220, "b", "1952-03-01", "1952-09-01", "Irregular"),
            ("A-3", 220, "a", "1952-09-01", "1953-12-31", "Still in Office"),
        )
    )
    shown = frame.select(
        "year", "jan1leadid", "dec31leadid", "leadertransition", "irregular", "n_leaders"
    )
    assert shown.rows() == [
        (1950, "a", "a", 0, 0, 1),
        (1951, "a", "a", 0, 0, 1),
        (1952, "a", "a", 0, 1, 2),  # out and back in
        (1953, "a", "a", 0, 0, 1),
    ]


def test_irregular_exit_counts_in_its_own_year_only() -> None:
    """Trap of peers: a coup of 1956 marked in 1954, when its victim had come in regularly."""
    frame = _leaders_by_year(
        made(
            ("A-1", 220, "a", "1950-01-01", "1954-06-01", "Regular"),
            ("A-2", 220, "b", "1954-06-01", "1956-06-01", "Irregular"),
        )
    )
    marked = dict(frame.select("year", "irregular").rows())
    assert marked == {1950: 0, 1951: 0, 1952: 0, 1953: 0, 1954: 0, 1955: 0, 1956: 1}
    assert frame.filter(year=1954)["leadertransition"].item() == 1


def test_germany_has_its_leader_under_both_codes_in_1990() -> None:
    """Trap: Gleditsch and Ward keep 260 after 1990."""
    frame = state_years(1988, 1999).add("leaders").frame
    years = {
        code: frame.filter(ccode=code).drop_nulls("n_leaders")["year"].to_list()
        for code in (255, 260)
    }
    assert years[260] == [1988, 1989, 1990]
    assert years[255] == list(range(1990, 2000))
    kohl = frame.filter(pl.col("ccode").is_in([255, 260]), pl.col("year") < 1998)
    assert kohl["jan1leadid"].n_unique() == 1


def test_leaders_begin_in_1875() -> None:
    """Trap: of 1874 the list has only who lasted into 1875, and no coup, though Spain had two."""
    frame = state_years(1870, 1880).add("leaders").frame
    known = dict(frame.group_by("year").agg(known=pl.col("n_leaders").count()).rows())
    assert {known[year] for year in range(1870, 1875)} == {0}
    assert known[1875] == 33  # of 34
    entry = state_years(1875, 1876).add("leaders").columns[-1]
    assert (entry.first, entry.last) == (1875, 2015)


def test_leaders_end_in_2015() -> None:
    frame = state_years(2013, 2016).add("leaders").frame
    known = dict(frame.group_by("year").agg(known=pl.col("n_leaders").count()).rows())
    assert known[2016] == 0
    # Haiti, Macedonia and Latvia are known to 2014 only, and Romania's last president is missing.
    assert known[2014] - known[2015] == 4
