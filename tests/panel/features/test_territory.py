"""Transfers of territory in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years
from foedus.panel.features.territory import transfers_of_pairs, transfers_of_states
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


def test_the_gadsden_purchase_and_the_mexican_war_from_either_side() -> None:
    frame = dyad_years(1847, 1854, directed=True).add("territory").frame
    rows = {
        (row["ccode1"], row["year"]): row
        for row in frame.filter(
            ((pl.col("ccode1") == 2) & (pl.col("ccode2") == 70))
            | ((pl.col("ccode1") == 70) & (pl.col("ccode2") == 2))
        ).iter_rows(named=True)
    }
    assert rows[2, 1848]["terr_gained1"] == rows[70, 1848]["terr_gained2"] == 1
    assert rows[2, 1848]["terr_gained2"] == rows[70, 1848]["terr_gained1"] == 0
    assert rows[2, 1848]["terr_conflict"] == rows[70, 1848]["terr_conflict"] == 1
    assert rows[2, 1848]["terr_area1"] == rows[70, 1848]["terr_area2"] > 1e6
    assert rows[2, 1853]["terr_gained1"] == 1
    assert rows[2, 1853]["terr_conflict"] == 0
    none = rows[2, 1850]
    assert [none[n] for n in none if n.startswith("terr_")] == [0, 0, 0, 0, 0]


def test_zero_to_2018_and_null_afterwards() -> None:
    """The last transfer is of 2015, the record ends with 2018."""
    frame = state_years(2010, 2025, carry_forward=True).add("territory").frame
    known = frame.filter(pl.col("terr_gained").is_not_null())["year"]
    assert (known.min(), known.max()) == (2010, 2018)
    assert frame.filter(year=2017)["terr_gained"].unique().to_list() == [0]


def test_a_sum_with_an_unknown_part_is_not_known() -> None:
    """A point in the file is an unknown area; the other transfers of the year are not the sum."""
    changes = load("territory/changes").frame
    unknown = changes.filter(pl.col("area").is_null())
    assert unknown.height == 5
    made = transfers_of_states(changes).filter(pl.col("terr_gained") > 0)
    lost = made.join(unknown, left_on=["ccode", "year"], right_on=["gainer", "year"])
    assert lost.height > 0
    assert lost["terr_area_gained"].null_count() == lost.height
    rest = made.join(unknown, left_on=["ccode", "year"], right_on=["gainer", "year"], how="anti")
    assert rest["terr_area_gained"].null_count() == 0


def test_nothing_is_lost_or_counted_twice() -> None:
    changes = load("territory/changes").frame
    itself = changes.filter(pl.col("gainer") == pl.col("loser"))
    assert itself["number"].to_list() == [770, 779]  # the union of the Emirates
    states, pairs = transfers_of_states(changes), transfers_of_pairs(changes)
    assert states["terr_gained"].sum() == changes.height - 2
    assert states["terr_lost"].sum() == changes["loser"].count() - 2
    assert pairs["terr_gained1"].sum() == pairs["terr_gained2"].sum() == states["terr_lost"].sum()
    assert states.select("ccode", "year").is_unique().all()
    assert pairs.select("ccode1", "ccode2", "year").is_unique().all()
    homeland = changes.filter(pl.col("gainer") != pl.col("loser"), pl.col("losetype") == 1)
    assert states["terr_homeland_lost"].sum() == homeland.height


def test_alsace_lorraine() -> None:
    frame = state_years(1870, 1872).add("territory").frame
    war = frame.filter(year=1871)
    france, germany = (war.filter(ccode=code).row(0, named=True) for code in (220, 255))
    assert france["terr_homeland_lost"] >= 1
    assert germany["terr_gained"] >= 1
    assert france["terr_conflict"] == 1


def test_gleditsch_ward_and_single_pairs() -> None:
    once = (
        dyad_years(1871, 1871)
        .add("territory")
        .frame.row(by_predicate=(pl.col("ccode1") == 220) & (pl.col("ccode2") == 255), named=True)
    )
    assert (once["terr_gained1"], once["terr_gained2"] > 0) == (0, True)
    frame = dyad_years(1871, 1871, system="gw").add("territory").frame
    theirs = frame.row(
        by_predicate=(pl.col("ccode1") == 220) & (pl.col("ccode2") == 255), named=True
    )
    assert theirs["terr_gained2"] == once["terr_gained2"]
