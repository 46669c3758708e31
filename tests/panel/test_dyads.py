"""Dyad-years."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years

pytestmark = pytest.mark.usefixtures("data")
KEY = ["ccode1", "ccode2", "year"]


def test_the_peers_rows_carried_forward_are_as_many() -> None:
    panel = dyad_years(1816, 2025, directed=True, carry_forward=True)
    assert panel.frame.height == 2_252_760
    assert panel.frame.schema == dict.fromkeys(KEY, pl.Int16) | {"carried": pl.Boolean}
    assert panel.frame["carried"].sum() == 9 * panel.frame.filter(pl.col("year") == 2016).height
    assert panel.unit == "directed dyad-year"
    assert panel.directed


def test_directed_is_both_directions_of_not_directed() -> None:
    once, twice = dyad_years(1900, 1950).frame, dyad_years(1900, 1950, directed=True).frame
    assert (once["ccode1"] < once["ccode2"]).all()
    back = once.select(ccode1="ccode2", ccode2="ccode1", year="year")
    assert pl.concat([once, back]).sort(KEY).equals(twice)
    assert twice.equals(twice.sort(KEY))
    assert twice.is_unique().all()


def test_pairs_are_states_that_were_members_on_one_day(data: Path) -> None:
    """Days of entry and exit, from the export, which our own rows are not made from."""
    spells = pl.read_csv(data / "derived/cw_system.csv.gz", try_parse_dates=True)
    one = spells.select(ccode1="ccode", start1="start", end1="end")
    two = spells.select(ccode2="ccode", start2="start", end2="end")
    met = (
        one.join(two, how="cross")
        .filter(pl.col("ccode1") < pl.col("ccode2"))
        .with_columns(a=pl.max_horizontal("start1", "start2"), b=pl.min_horizontal("end1", "end2"))
        .filter(pl.col("a") <= pl.col("b"))
        .select(
            "ccode1",
            "ccode2",
            year=pl.int_ranges(pl.col("a").dt.year(), pl.col("b").dt.year() + 1),
        )
        .explode("year")
        .unique()
        .sort(KEY)
        .cast(pl.Int16)
    )
    assert dyad_years(1816, 2016).frame.equals(met)


@pytest.mark.parametrize(
    ("year", "gone", "come"),
    [(1990, 678, 679), (1990, 680, 679), (1990, 260, 255), (1990, 265, 255)],
)
def test_a_state_does_not_meet_the_one_that_came_when_it_was_gone(
    year: int, gone: int, come: int
) -> None:
    frame = dyad_years(year, year).frame
    met = frame.filter(pl.col("ccode1").is_in([gone, come]), pl.col("ccode2").is_in([gone, come]))
    assert met.height == 0
    singles = state_years(year, year).frame["ccode"].to_list()
    assert {gone, come} <= set(singles)


def test_pairs_with_one_of_some_states() -> None:
    everyone = dyad_years(1914, 1914, directed=True).frame
    some = dyad_years(1914, 1914, directed=True, states=["GMY", 300]).frame
    kept = everyone.filter(pl.any_horizontal(pl.col("ccode1", "ccode2").is_in([255, 300])))
    assert some.equals(kept)


def test_the_codebook_names_the_list_that_made_the_rows() -> None:
    plain = dyad_years(1914, 1914)
    assert plain.datasets == ("cow-states",)
    chosen = dyad_years(1914, 1914, relevant=True)
    assert chosen.datasets == ("contiguity", "cow-states")
    assert chosen.unit == "politically relevant dyad-year"
