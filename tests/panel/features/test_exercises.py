"""Joint exercises in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years
from foedus.sources.exercises import participants
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


@pytest.mark.parametrize(("source", "first"), [("mme", 1980), ("jme", 1974)])
def test_null_outside_coverage_zero_within(source: str, first: int) -> None:
    frame = dyad_years(1970, 2016, states=[2]).add("exercises", source=source).frame
    name = f"{source}_exercises"
    known = frame.filter(pl.col(name).is_not_null())
    assert (known["year"].min(), known["year"].max()) == (first, 2010)
    assert (known[name] == 0).any()


def test_a_pair_counts_what_both_took_part_in() -> None:
    people = participants(load("mme/exercises").frame)
    together = [
        set(
            people.filter(pl.col("ccode") == code, pl.col("first") <= 2005, pl.col("last") >= 2005)[
                "exercise"
            ]
        )
        for code in (2, 200)
    ]
    frame = dyad_years(2005, 2005, directed=True).add("exercises").frame
    for one, two in ((2, 200), (200, 2)):
        row = frame.filter(ccode1=one, ccode2=two)
        assert row["mme_exercises"].to_list() == [len(together[0] & together[1])]


def test_a_state_counts_what_it_took_part_in() -> None:
    people = participants(load("mme/exercises").frame).filter(pl.col("ccode") == 2)
    over = people.filter(pl.col("first") < pl.col("last")).height
    frame = state_years(1980, 2010).add("exercises").frame.filter(ccode=2)
    assert frame["mme_joined"].sum() == people["exercise"].n_unique() + over
    assert frame["mme_joined"].null_count() == 0


def test_west_germany_until_1990_and_germany_after() -> None:
    frame = state_years(1980, 1995).add("exercises").frame
    assert frame.filter(ccode=260, year=1985)["mme_joined"][0] > 0
    assert frame.filter(ccode=255, year=1995)["mme_joined"][0] > 0
