"""Politically relevant pairs, against the files read without our loaders."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years

pytestmark = pytest.mark.usefixtures("data")

KEY = ["ccode1", "ccode2", "year"]


@pytest.fixture(scope="module")
def slow(data: Path) -> pl.DataFrame:
    """Every pair of 1816-2016 that borders, or has a major power in it, by joins."""
    near = pl.read_csv(data / "cow/contdird.csv").select(
        ccode1="state1no", ccode2="state2no", year="year", near=pl.lit(value=True)
    )
    majors = pl.read_csv(data / "cow/majors2016.csv", encoding="utf8-lossy")
    great = {
        (row["ccode"], year)
        for row in majors.iter_rows(named=True)
        for year in range(row["styear"], row["endyear"] + 1)
    }
    powers = pl.DataFrame(sorted(great), schema=["ccode", "year"], orient="row")
    everyone = dyad_years(1816, 2016).frame.cast(pl.Int64)
    marked = (
        everyone.join(near.unique(), on=KEY, how="left", maintain_order="left")
        .join(
            powers.select(ccode1="ccode", year="year", one=pl.lit(value=True)),
            on=["ccode1", "year"],
            how="left",
            maintain_order="left",
        )
        .join(
            powers.select(ccode2="ccode", year="year", two=pl.lit(value=True)),
            on=["ccode2", "year"],
            how="left",
            maintain_order="left",
        )
    )
    return marked.filter(pl.any_horizontal("near", "one", "two")).select(KEY).cast(pl.Int16)


def test_neighbours_and_pairs_with_a_major_power(slow: pl.DataFrame) -> None:
    ours = dyad_years(1816, 2016, relevant=True).frame
    assert ours.equals(slow.sort(KEY))
    assert ours.height == 123_151


def test_directed_is_both_directions(slow: pl.DataFrame) -> None:
    back = slow.select(ccode1="ccode2", ccode2="ccode1", year="year")
    ours = dyad_years(1816, 2016, relevant=True, directed=True).frame
    assert ours.equals(pl.concat([slow, back]).sort(KEY))


def test_what_is_added_does_not_depend_on_the_choice_of_rows() -> None:
    features = ("disputes", "alliances", "peace-years", "majors")
    few = dyad_years(1900, 1920, relevant=True).add(*features).frame
    many = dyad_years(1900, 1920).add(*features).frame
    assert few.equals(many.join(few.select(KEY), on=KEY, how="semi"))


def test_nobody_vanishes_when_the_lists_end() -> None:
    """Peers lose every pair after 2016; here the last year's neighbours and powers go on."""
    frame = dyad_years(2014, 2025, relevant=True, carry_forward=True).frame
    by_year = {
        year: set(frame.filter(pl.col("year") == year).select("ccode1", "ccode2").rows())
        for year in range(2014, 2026)
    }
    assert all(by_year[year] == by_year[2016] for year in range(2017, 2026))
    assert len(by_year[2016]) == 1_811


def test_states_of_the_other_list_keep_their_neighbours() -> None:
    """Germany is 260 to Gleditsch and Ward; France borders it all the same."""
    frame = dyad_years(2000, 2000, relevant=True, system="gw").frame
    assert frame.filter(pl.col("gwcode1") == 220, pl.col("gwcode2") == 260).height == 1
