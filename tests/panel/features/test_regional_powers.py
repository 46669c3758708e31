"""Regional and global powers in panels."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years
from foedus.panel.features.regional_powers import powers_by_year
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


def test_the_united_states_become_a_global_power() -> None:
    frame = state_years().add("regional-powers").frame.filter(ccode=2)
    regional = frame.filter(regpower=1)["year"]
    globally = frame.filter(globpower=1)["year"]
    assert (regional.min(), regional.max()) == (1824, 1898)
    assert (globally.min(), globally.max()) == (1899, 2016)


def test_any_day_of_the_year_counts() -> None:
    frame = state_years(1860, 1870).add("regional-powers").frame.filter(ccode=255)
    assert frame.filter(year=1867).select("regpower", "globpower").row(0) == (1, 1)  # 1 January
    assert frame.filter(year=1868).select("regpower", "globpower").row(0) == (0, 1)
    assert frame.filter(year=1866).select("regpower", "globpower").row(0) == (1, 0)


def test_zero_for_others_and_null_after_2019() -> None:
    """A power of 2019 is not one of 2020: the coding ends, and not the power."""
    frame = state_years(2010, 2025, carry_forward=True).add("regional-powers").frame
    known = frame.filter(pl.col("globpower").is_not_null())["year"]
    assert (known.min(), known.max()) == (2010, 2019)
    last = frame.filter(year=2019)
    assert last.filter(globpower=1)["ccode"].to_list() == [2, 200]
    assert last["regpower"].null_count() == 0
    assert last["regpower"].sum() == 11


def test_pairs_and_gleditsch_ward() -> None:
    frame = dyad_years(1900, 1900, directed=True).add("regional-powers").frame
    (row,) = frame.filter(ccode1=2, ccode2=70).rows(named=True)
    assert (row["globpower1"], row["globpower2"], row["regpower1"]) == (1, 0, 0)
    germany = state_years(1995, 1995, system="gw").add("regional-powers").frame.filter(gwcode=260)
    assert germany["regpower"].to_list() == [1]


def test_made_up_spells() -> None:
    day = dt.date
    spells = pl.DataFrame(
        {
            "ccode": [2, 2, 20],
            "regstdate": [day(1900, 12, 31), day(1901, 6, 1), None],
            "regenddate": [day(1901, 1, 1), day(1901, 7, 1), None],
            "globstdate": [day(1901, 1, 1), None, day(1900, 1, 1)],
            "globenddate": [day(1902, 1, 1), None, day(1900, 1, 2)],
        }
    )
    assert powers_by_year(spells).rows() == [
        (2, 1900, 1, 0),
        (2, 1901, 1, 1),
        (2, 1902, 0, 1),
        (20, 1900, 0, 1),
    ]
    made = powers_by_year(load("maoz-powers/spells").frame)
    assert made.select("ccode", "year").is_unique().all()
