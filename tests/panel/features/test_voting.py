"""Ideal points in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years

pytestmark = pytest.mark.usefixtures("data")


def test_null_before_1946_in_1964_and_after_2023() -> None:
    """Session 19, of 1964, had no votes; nothing stands in for it."""
    frame = state_years(1940, 2025, carry_forward=True, states=[2]).add("un-voting").frame
    known = set(frame.filter(pl.col("un_idealpoint").is_not_null())["year"])
    assert known == set(range(1946, 2024)) - {1964}


def test_distance_is_that_of_the_points() -> None:
    points = state_years(1946, 2016).add("un-voting").frame
    pairs = dyad_years(1946, 2016, states=[2], directed=True).add("un-voting").frame
    one = points.rename({"ccode": "ccode1", "un_idealpoint": "one"})
    two = points.rename({"ccode": "ccode2", "un_idealpoint": "two"})
    both = pairs.join(one, on=["ccode1", "year"], how="left").join(
        two, on=["ccode2", "year"], how="left"
    )
    assert both.height == pairs.height
    ours = (both["one"] - both["two"]).abs()
    assert both["un_distance"].null_count() == ours.null_count() > 0
    assert ((both["un_distance"] - ours).abs().drop_nulls() < 1e-12).all()


def test_a_state_that_was_no_member_is_null() -> None:
    frame = state_years(1950, 1950).add("un-voting").frame
    assert frame.filter(ccode=740)["un_idealpoint"].to_list() == []  # Japan, no state in 1950
    assert frame.filter(ccode=225)["un_idealpoint"].to_list() == [None]  # Switzerland
