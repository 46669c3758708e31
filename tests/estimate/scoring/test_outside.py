"""Outsiders' chances: the level is the record's, the order is theta's."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.crisis.theta import load_theta
from foedus.estimate.scoring.outside import outside

THETA = load_theta("provisional")
BITS = st.lists(st.tuples(*[st.integers(0, 1)] * 3), min_size=1, max_size=60)


def frame(rows: list[tuple[int, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["ally", "major", "y"], orient="row")


@given(BITS, st.floats(0.2, 5.0), st.floats(0.2, 5.0))
def test_the_level_is_that_of_before(
    rows: list[tuple[int, int, int]], pledge: float, major: float
) -> None:
    theta = THETA.with_values({"pledge_climb": pledge, "major_climb": major})
    train = frame(rows)
    p = outside(train, train, theta)
    y = float(train["y"].sum())
    # on the rows learnt from, but for the half event and the one row added, they sum to the events
    ready = pledge ** train["ally"].to_numpy() * major ** train["major"].to_numpy()
    if p.max() < 1.0:
        assert p.sum() * (ready.sum() + 1.0) / ready.sum() == pytest.approx(y + 0.5)
    assert p.min() > 0.0
    assert p.max() <= 1.0


def test_without_a_difference_it_is_the_base_rate() -> None:
    rows = [(1, 0, 1), (0, 1, 0), (0, 0, 0), (1, 1, 1)]
    assert outside(frame(rows), frame(rows), THETA) == pytest.approx(np.full(4, 2.5 / 5.0))


def test_allies_and_great_powers_by_their_factors() -> None:
    theta = THETA.with_values({"pledge_climb": 1.5, "major_climb": 2.0})
    rows = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0)]
    p = outside(frame(rows * 50), frame(rows), theta)
    assert p / p[0] == pytest.approx([1.0, 1.5, 2.0, 3.0])
