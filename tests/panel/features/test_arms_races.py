"""Arms races in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


def test_both_directions_and_the_years_of_the_race() -> None:
    frame = dyad_years(1905, 1920, directed=True).add("arms-races").frame
    for a, b in ((220, 300), (300, 220)):
        race = frame.filter(ccode1=a, ccode2=b).filter(pl.col("armsrace") == 1)
        assert race["year"].to_list() == [1912, 1913, 1914, 1915, 1916, 1917]
        assert race["armsrace_id"].unique().to_list() == [3]


def test_zero_between_the_first_and_the_last_race_and_null_outside() -> None:
    frame = dyad_years().add("arms-races").frame
    known = frame.filter(pl.col("armsrace").is_not_null())["year"]
    assert (known.min(), known.max()) == (1854, 1984)
    assert frame.filter(armsrace=0)["armsrace_id"].null_count() == frame.filter(armsrace=0).height


def test_every_year_of_every_race_is_there_where_both_are_states() -> None:
    table = load("arms-races/spells").frame
    years = table.select(pl.col("endyear") - pl.col("styear") + 1).sum().item()
    once = dyad_years().add("arms-races").frame["armsrace"].sum()
    assert (years, once) == (299, 299)
    assert dyad_years(directed=True).add("arms-races").frame["armsrace"].sum() == 2 * once


def test_gleditsch_ward() -> None:
    frame = dyad_years(1912, 1915, system="gw").add("arms-races").frame
    assert frame.filter(ccode1=220, ccode2=300)["armsrace"].to_list() == [1, 1, 1, 1]


def test_it_is_about_pairs() -> None:
    with pytest.raises(UsageError, match="pairs"):
        state_years(1900, 1901).add("arms-races")
