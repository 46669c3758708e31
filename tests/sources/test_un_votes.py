"""Votes in the General Assembly: the real file, made files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.reading.table import read, read_bytes
from foedus.sources.un_votes import IDEAL_POINTS, distances

FILE = "unvoting/IdealpointestimatesAll_Jun2024.csv"
HEADER = (
    '"","ccode","session","NVotesAll","IdealPointAll","QO%All","Q5%All","Q10%All","Q50%All","Q90%All",'
    '"Q95%All","Q100%All","iso3c","Countryname","USAgree","RUSSAgree","BrazilAgree","ChinaAgree",'
    '"IndiaAgree","IsraelAgree"'
)


@pytest.fixture(scope="module")
def points(data: Path) -> pl.DataFrame:
    return read(IDEAL_POINTS, data / FILE).frame


def test_11238_state_sessions(data: Path, points: pl.DataFrame) -> None:
    assert read(IDEAL_POINTS, data / FILE).rows == points.height == 11_238
    assert (points["session"].min(), points["session"].max()) == (1, 78)
    assert points["IdealPointAll"].null_count() == 0


def test_year_is_session_and_1945(points: pl.DataFrame) -> None:
    assert ((points["year"] - points["session"]) == 1945).all()
    assert (points["year"].min(), points["year"].max()) == (1946, 2023)


def test_first_column_without_a_name_is_left_out(points: pl.DataFrame) -> None:
    assert points.columns[0] == "ccode"


def test_missing_agreement_is_null(points: pl.DataFrame) -> None:
    assert points["ChinaAgree"].null_count() == 2_089
    assert points["IsraelAgree"].null_count() == 112
    assert points["USAgree"].null_count() == 1


def test_session_19_has_no_votes(points: pl.DataFrame) -> None:
    assert set(range(1, 79)) - set(points["session"]) == {19}


def test_distances(points: pl.DataFrame) -> None:
    pairs = distances(points)
    assert (
        pairs.height
        == points.group_by("year")
        .len()
        .select((pl.col("len") * (pl.col("len") - 1) // 2).sum())
        .item()
    )
    assert (pairs["ccode1"] < pairs["ccode2"]).all()
    assert pairs["distance"].min() >= 0
    cold_war = pairs.filter(pl.col("ccode1") == 2, pl.col("ccode2") == 365, pl.col("year") == 1950)
    friends = pairs.filter(pl.col("ccode1") == 2, pl.col("ccode2") == 200, pl.col("year") == 1950)
    assert cold_war["distance"][0] > 3 > friends["distance"][0]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([2, 200, 365]),
            st.integers(1, 78),
            st.floats(-4, 4, allow_subnormal=False),
            st.none() | st.floats(0, 1, allow_subnormal=False),
        ),
        unique_by=lambda row: row[:2],
        min_size=1,
        max_size=20,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[int, int, float, float | None]]) -> None:
    lines = [
        f'"{i}",{c},{s},10,{p!r}{",0" * 7},"XXX","X, the",'
        f"{'NA' if a is None else repr(a)}{',NA' * 5}"
        for i, (c, s, p, a) in enumerate(rows)
    ]
    frame = read_bytes(IDEAL_POINTS, "\n".join((HEADER, *lines, "")).encode(), "u.csv").frame
    assert frame.select("ccode", "session", "IdealPointAll", "USAgree").rows() == rows
