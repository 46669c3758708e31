"""Nuclear weapons in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years

pytestmark = pytest.mark.usefixtures("data")


def test_possessors_of_1990() -> None:
    frame = state_years(1990, 1990).add("nuclear").frame
    assert frame.filter(nuclear_possession=1)["ccode"].to_list() == [
        *(2, 200, 220, 365, 560, 666, 710, 750, 770)
    ]


def test_null_before_1938_and_after_2022() -> None:
    frame = state_years(1930, 2025, carry_forward=True).add("nuclear").frame
    known = frame.filter(pl.col("nuclear_status").is_not_null())["year"]
    assert (known.min(), known.max()) == (1938, 2022)


def test_only_two_member_years_have_no_entry() -> None:
    """In 1990 the names Germany and Yemen are the states that came of unification."""
    frame = state_years(1938, 2016).add("nuclear").frame
    lost = frame.filter(pl.col("nuclear_status").is_null())
    assert lost.select("ccode", "year").rows() == [(260, 1990), (678, 1990)]


def test_pairs_get_both_sides() -> None:
    frame = dyad_years(1962, 1962, directed=True).add("nuclear").frame
    row = frame.filter(ccode1=2, ccode2=710)
    assert row.select("nuclear_status1", "nuclear_status2").row(0) == (3, 2)
