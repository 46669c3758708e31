"""S of alliances: against its formula in a loop, and what must hold."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.estimate.reduced.similarity import levels, similarity


@given(st.integers(0, 10_000), st.integers(2, 9))
def test_as_by_its_formula(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    table = np.triu(rng.integers(0, 4, (states, states)), 1)
    table += table.T + 3 * np.eye(states, dtype=int)
    one, two = np.nonzero(table * (1 - np.eye(states, dtype=int)))
    pledged = pl.DataFrame({
        "ccode1": one + 10, "ccode2": two + 10,
        "year": np.full(one.size, 1900), "level": table[one, two],
    }).cast(pl.Int16)  # fmt: skip
    system = pl.DataFrame({"ccode": np.arange(states) + 10, "year": [1900] * states})
    pairs = [(i, j) for i in range(states) for j in range(states) if i != j]
    rows = pl.DataFrame({
        "ccode1": [i + 10 for i, _ in pairs], "ccode2": [j + 10 for _, j in pairs],
        "year": [1900] * len(pairs),
    })  # fmt: skip
    expected = [
        1 - 2 * sum(abs(table[i, k] - table[j, k]) for k in range(states)) / (3 * states)
        for i, j in pairs
    ]
    np.testing.assert_allclose(similarity(rows, system, pledged).to_numpy(), expected)


def test_no_member_no_value() -> None:
    system = pl.DataFrame({"ccode": [1, 2], "year": [1900, 1900]})
    none = pl.DataFrame(schema=dict.fromkeys(("ccode1", "ccode2", "year", "level"), pl.Int16))
    rows = pl.DataFrame({"ccode1": [1, 1], "ccode2": [2, 3], "year": [1900, 1900]})
    assert similarity(rows, system, none).is_null().to_list() == [False, True]


def test_levels_are_the_highest_of_either_direction() -> None:
    names = [f"atop_{n}" for n in ("defense", "offense", "neutral", "nonagg", "consul")]
    owed = pl.DataFrame(
        [(1, 2, 1900, 0, 0, 0, 1, 1), (2, 1, 1900, 1, 0, 0, 0, 0), (1, 3, 1900, 0, 0, 0, 0, 1)],
        schema=["ccode1", "ccode2", "year", *names], orient="row",
    )  # fmt: skip
    found = {row[:2]: row[3] for row in levels(owed).iter_rows()}
    assert found == {(1, 2): 3, (2, 1): 3, (1, 3): 1, (3, 1): 1}


@pytest.mark.parametrize(
    ("pledge", "level"),
    [("defense", 3), ("offense", 3), ("neutral", 2), ("nonagg", 2), ("consul", 1), (None, None)],
)
def test_each_kind_has_its_level(pledge: str | None, level: int | None) -> None:
    """Three for help in war, two for standing aside, one for consultation; none is no row."""
    kinds = ("defense", "offense", "neutral", "nonagg", "consul")
    row = {"ccode1": [1], "ccode2": [2], "year": [1900]}
    owed = pl.DataFrame(row | {f"atop_{kind}": [int(kind == pledge)] for kind in kinds})
    expected = [] if level is None else [(1, 2, 1900, level), (2, 1, 1900, level)]
    assert levels(owed).rows() == expected
