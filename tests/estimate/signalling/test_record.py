"""The record read as signalling games, against a slow reading of the same rows."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.estimate.signalling.game import OUTCOMES
from foedus.estimate.signalling.record import COVARIATES, Record, outcomes, patterns, record

KEY = ("ccode1", "ccode2", "year")
DISPUTES = st.lists(
    st.fixed_dictionaries(
        {
            "ccode1": st.sampled_from([2, 20]),
            "ccode2": st.sampled_from([200, 220]),
            "year": st.sampled_from([1900, 1901]),
            "onset": st.sampled_from([0, 1]),
            "sidea1": st.sampled_from([0, 1]),
            "orig1": st.sampled_from([0, 1]),
            "orig2": st.sampled_from([0, 1]),
            "hostlev1": st.integers(1, 5),
            "hostlev2": st.integers(1, 5),
        }
    ),
    max_size=12,
)


def slowly(disputes: list[dict[str, int]], least: int) -> dict[tuple[int, ...], str]:
    """The gravest outcome of each challenge-year, one dispute at a time."""
    order = ("cd", "bd", "sf")
    found: dict[tuple[int, ...], str] = {}
    for one in disputes:
        if not all(one[name] for name in ("onset", "sidea1", "orig1", "orig2")):
            continue
        came = "cd" if one["hostlev2"] == 1 else "sf" if one["hostlev1"] >= least else "bd"
        key = tuple(one[name] for name in KEY)
        found[key] = max(found.get(key, "cd"), came, key=order.index)
    return found


@given(DISPUTES, st.sampled_from([("force", 4), ("war", 5)]))
@settings(max_examples=60, deadline=None)
def test_outcomes_are_the_gravest_of_a_year(
    disputes: list[dict[str, int]], stood: tuple[str, int]
) -> None:
    columns = (*KEY, "onset", "sidea1", "orig1", "orig2", "hostlev1", "hostlev2")
    frame = pl.DataFrame(disputes, schema=dict.fromkeys(columns, pl.Int64))
    found = outcomes(frame, stood[0])  # type: ignore[arg-type] # one of the two
    read = {row[:3]: OUTCOMES[row[3]] for row in found.select(*KEY, "outcome").iter_rows()}
    assert read == slowly(disputes, stood[1])


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 3),
                          st.sampled_from([0.0, 1.0])), min_size=1, max_size=30))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_patterns_lose_no_row(rows: list[tuple[int, int, int, float]]) -> None:
    frame = pl.DataFrame(rows, schema=["ccode1", "ccode2", "outcome", "x"], orient="row")
    frame = frame.with_columns(pl.col("x").alias(name) for name in COVARIATES).drop("x")
    games, pairs = patterns(frame)
    tallies = games.select(OUTCOMES).to_numpy()
    assert tallies.sum() == len(rows)
    assert np.array_equal(pairs.sum(axis=0).reshape(-1, 4), tallies)
    each = Counter(frozenset(row[:2]) if row[0] != row[1] else row[0] for row in rows)
    assert sorted(pairs.sum(axis=1).tolist()) == sorted(each.values())


@pytest.fixture(scope="module")
def seen(data: object) -> Record:
    """A short span of the real record."""
    return record(1950, 1960)


def test_the_real_record_adds_up(seen: Record) -> None:
    tallies = seen.games.select(OUTCOMES).to_numpy()
    assert tallies.sum() == seen.rows
    assert np.array_equal(seen.pairs.sum(axis=0).reshape(-1, 4), tallies)
    assert (tallies[:, 1:].sum(axis=0) > 10).all()
    assert tallies[:, 0].sum() > 0.9 * seen.rows
    assert seen.games.null_count().sum_horizontal().item() == 0
    assert seen.games.select(COVARIATES).is_duplicated().sum() == 0


def test_war_alone_is_a_stricter_reading(seen: Record) -> None:
    strict = record(1950, 1960, stood="war")
    force, war = (one.games.select(OUTCOMES).sum().row(0) for one in (seen, strict))
    assert force[:2] == war[:2]
    assert war[2] < force[2]
    assert war[2] + war[3] == force[2] + force[3]


def test_another_reading_is_refused() -> None:
    with pytest.raises(UsageError, match="force"):
        record(1950, 1960, stood="threat")  # type: ignore[arg-type] # that it is refused
