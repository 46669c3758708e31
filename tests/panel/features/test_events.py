"""Militarized events in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.features.events import acts_by_year, either, toward
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")
KEY = ["ccode1", "ccode2", "year"]
COUNTS = ["mie_events", "mie_ongoing", "mie_hostlev"]


@pytest.fixture(scope="module")
def acts(data: object) -> pl.DataFrame:
    assert data
    return acts_by_year(load("mie/events").frame)


def test_clashes_and_battles_count_in_both_directions(acts: pl.DataFrame) -> None:
    """The lower code stands first for want of a direction, and not as the one who acts."""
    events = load("mie/events").frame
    shared = events.filter(pl.col("action").is_in([17, 22])).height
    assert shared == 6478
    assert toward(acts)["mie_events"].sum() == events.height + shared == 28_011 + 6_478


def test_acts_with_a_direction_count_in_theirs_alone() -> None:
    made = pl.DataFrame(
        {
            "ccode1": [20, 2], "ccode2": [2, 20], "styear": [1900, 1900], "endyear": [1901, 1900],
            "action": [7, 17], "hostlev": [3, 4],
        }
    )  # fmt: skip
    assert toward(acts_by_year(made)).sort(KEY).select(*KEY, *COUNTS).rows() == [
        (2, 20, 1900, 1, 1, 4),
        (20, 2, 1900, 2, 2, 4),
        (20, 2, 1901, 0, 1, 3),
    ]
    total = either(acts_by_year(made)).sort(KEY)
    assert total.select(*KEY, *COUNTS).rows() == [
        (2, 20, 1900, 2, 2, 4),  # the clash once
        (2, 20, 1901, 0, 1, 3),
        (20, 2, 1900, 2, 2, 4),
        (20, 2, 1901, 0, 1, 3),
    ]
    first = total.select("mie_events1", "mie_events2", "mie_hostlev1", "mie_hostlev2").rows()
    assert first[0] == (1, 2, 4, 4)
    assert first[1] == (0, 0, 0, 3)


def test_july_1914_from_either_side() -> None:
    frame = dyad_years(1913, 1914, directed=True).add("events").frame
    (austria,) = frame.filter(ccode1=300, ccode2=345, year=1914).rows(named=True)
    assert austria["mie_hostlev"] == 5
    assert austria["mie_events"] > 0


def test_zero_where_covered_and_null_outside() -> None:
    frame = dyad_years(2010, 2020, directed=True, carry_forward=True).add("events").frame
    known = frame.filter(pl.col("mie_events").is_not_null())["year"]
    assert (known.min(), known.max()) == (2010, 2014)
    canada = frame.filter(ccode1=2, ccode2=20, year=2012)
    assert canada.select(COUNTS).row(0) == (0, 0, 0)


def test_single_pairs_have_each_way_and_both() -> None:
    once = dyad_years(1816, 2014).add("events").frame
    ways = dyad_years(1816, 2014, directed=True).add("events").frame
    low = ways.filter(pl.col("ccode1") < pl.col("ccode2"))
    high = ways.filter(pl.col("ccode1") > pl.col("ccode2")).sort("ccode2", "ccode1", "year")
    for name in COUNTS:
        assert once[f"{name}1"].equals(low[name], check_names=False)
        assert once[f"{name}2"].equals(high[name], check_names=False)
    highest = once.select(pl.max_horizontal("mie_hostlev1", "mie_hostlev2")).to_series()
    assert (once["mie_hostlev"] == highest).all()
    assert (once["mie_events"] <= once["mie_events1"] + once["mie_events2"]).all()
    assert once["mie_events"].sum() <= 28_011


def test_either_order_of_codes_finds_its_row(acts: pl.DataFrame) -> None:
    """In a panel by Gleditsch-Ward codes a pair's COW codes may stand the other way round."""
    made = either(acts)
    turned = made.select(
        ccode1="ccode2",
        ccode2="ccode1",
        year="year",
        mie_events1="mie_events2",
        mie_events2="mie_events1",
    )
    both = made.join(turned, on=KEY, suffix="_turned")
    assert both.height == made.height
    assert (both["mie_events1"] == both["mie_events1_turned"]).all()
    frame = dyad_years(1990, 2000, system="gw").add("events").frame
    kuwait = frame.filter(ccode1=645, ccode2=690, year=1990).row(0, named=True)
    assert kuwait["mie_hostlev1"] >= 4


def test_an_act_of_several_years_is_under_way_in_each(acts: pl.DataFrame) -> None:
    events = load("mie/events").frame
    years = (events["endyear"] - events["styear"] + 1).sum()
    assert acts.height == years
    assert toward(acts).filter(pl.col("mie_events") == 0)["mie_hostlev"].min() >= 2


def test_the_first_world_war_is_told_of() -> None:
    """6,497 rows are of confrontation 257: events must never be weighed like disputes."""
    events = load("mie/events").frame
    assert events.filter(pl.col("micnum") == 257).height == 6497
    book = dyad_years(1914, 1914).add("events").codebook()
    assert "First World War" in dict(book.select("column", "about").rows())["mie_events"]


def test_it_is_about_pairs() -> None:
    with pytest.raises(UsageError, match="pairs"):
        state_years(1990, 1991).add("events")
