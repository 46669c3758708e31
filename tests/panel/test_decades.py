"""Counts, nulls and means, column by column and decade by decade, as kept in decades.csv."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.panel.states import state_years

from .decades import FILE, SCHEMA, table


@pytest.fixture(scope="module")
def both(data: object) -> pl.DataFrame:
    kept = pl.read_csv(FILE, schema=SCHEMA)
    made = table()
    key = ["panel", "column", "decade"]
    assert made.select(key).rows() == kept.select(key).rows()
    return kept.join(made, on=key, suffix="_made", maintain_order="left")


@pytest.mark.parametrize("name", ["rows", "nulls"])
def test_counts_are_those_kept(both: pl.DataFrame, name: str) -> None:
    changed = both.filter(pl.col(name) != pl.col(f"{name}_made"))
    assert changed.rows() == []


def test_means_are_those_kept(both: pl.DataFrame) -> None:
    near = (pl.col("mean") - pl.col("mean_made")).abs() <= 1e-9 * pl.col("mean").abs()
    same = pl.col("mean").is_null() & pl.col("mean_made").is_null()
    changed = both.filter(~(near | same).fill_null(value=False))
    assert changed.rows() == []


def test_the_table_tells_what_ends_when(both: pl.DataFrame) -> None:
    """Nulls are where the records end, decade by decade."""
    assert set(both["decade"]) == set(range(1810, 2020, 10))
    last = both.filter(pl.col("decade") == 2010, pl.col("panel") == "state-year")
    nulls = dict(last.select("column", "nulls").rows())
    rows = {year: state_years(year, year).frame.height for year in range(2010, 2017)}
    ends = {"cowmid_disputes": 2014, "gmlmid_disputes": 2010, "cinc": 2022, "cowmaj": 2016}
    for name, end in ends.items():
        assert nulls[name] == sum(count for year, count in rows.items() if year > end), name
