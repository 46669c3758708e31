"""US troops and bases in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.states import state_years

pytestmark = pytest.mark.usefixtures("data")


def test_troops_by_host() -> None:
    frame = state_years(1945, 2016).add("troops").frame
    assert frame.filter(ccode=260, year=1962)["us_troops"].to_list() == [274_119]
    assert frame.filter(ccode=817, year=1968)["us_troops"].to_list() == [537_377]
    assert frame.filter(ccode=816, year=1968)["us_troops"].to_list() == [None]
    assert frame.filter(ccode=732, year=2012)["us_troops"].to_list() == [27_774]


def test_troops_are_null_before_1950_and_at_home() -> None:
    frame = state_years(1945, 2016).add("troops").frame
    assert frame.filter(pl.col("us_troops").is_not_null())["year"].min() == 1950
    assert frame.filter(ccode=2)["us_troops"].null_count() == 2016 - 1945 + 1


def test_a_place_that_is_not_listed_is_null_and_a_listed_zero_is_zero() -> None:
    frame = state_years(1975, 1975).add("troops").frame
    assert frame["us_troops"].null_count() > 0
    assert (frame["us_troops"] == 0).any()


def test_bases_have_no_dates_so_years_must_be_said() -> None:
    with pytest.raises(UsageError, match="no dates"):
        state_years(2010, 2016).add("bases")
    with pytest.raises(UsageError, match="no dates"):
        state_years(2010, 2016).add("bases", years="now")


def test_bases_stand_for_the_years_said() -> None:
    frame = state_years(2010, 2016).add("bases", years="2012-2014").frame
    known = frame.filter(pl.col("us_sites").is_not_null())
    assert (known["year"].min(), known["year"].max()) == (2012, 2014)
    korea = frame.filter(ccode=732, year=2013)
    assert korea.select("us_sites", "us_bases", "us_lilypads", "us_funded").row(0) == (32, 30, 2, 0)
    assert frame.filter(ccode=365, year=2013)["us_sites"].to_list() == [0]
    assert frame.filter(ccode=2)["us_sites"].null_count() == 7


def test_bases_for_one_year() -> None:
    frame = state_years(2010, 2016).add("bases:years=2015").frame
    assert frame.filter(pl.col("us_bases").is_not_null())["year"].unique().to_list() == [2015]
