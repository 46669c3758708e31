"""State-years."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.states import key_column, state_years

pytestmark = pytest.mark.usefixtures("data")


def raw(path: Path) -> pl.DataFrame:
    """A file read by Polars alone, without our loaders."""
    return pl.read_csv(path, infer_schema_length=None)


def test_every_row_of_cows_own_list_and_no_other(data: Path) -> None:
    listed = raw(data / "cow/system2016.csv").select("ccode", "year").sort("ccode", "year")
    ours = state_years().frame
    assert ours.rows() == listed.rows()
    assert ours.height == 15_951
    assert ours.schema == {"ccode": pl.Int16, "year": pl.Int16}


def test_the_export_of_the_list_says_the_same(data: Path) -> None:
    spells = raw(data / "derived/cw_system.csv.gz")
    years = spells.select(
        "ccode",
        year=pl.int_ranges(
            pl.col("start").str.head(4).cast(pl.Int64),
            pl.col("end").str.head(4).cast(pl.Int64) + 1,
        ),
    )
    rows = years.explode("year").unique().sort("ccode", "year").rows()
    assert state_years().frame.rows() == rows


def test_members_of_the_last_year_are_carried_forward_and_marked(data: Path) -> None:
    panel = state_years(2015, 2020, carry_forward=True)
    assert panel.frame.columns == ["ccode", "year", "carried"]
    by_year = panel.frame.group_by("year", maintain_order=True).agg(
        pl.col("ccode"), pl.col("carried")
    )
    sets = {year: set(codes) for year, codes, _ in by_year.rows()}
    assert sets[2016] == sets[2017] == sets[2020]
    assert {year for year, _, marks in by_year.rows() if all(marks)} == {2017, 2018, 2019, 2020}
    assert {year for year, _, marks in by_year.rows() if not any(marks)} == {2015, 2016}
    assert panel.columns[-1].sources == ()  # foedus marks it, no data set does


def test_nothing_is_marked_where_nothing_is_asked_for() -> None:
    assert "carried" not in state_years(2015, 2016).frame.columns
    assert state_years(1900, 1901, carry_forward=True).frame["carried"].any() is False


def test_some_states_by_code_abbreviation_or_name() -> None:
    rows = [(2, 1914), (255, 1914)]
    for states in (
        [255, 2],
        ["GMY", "USA"],
        ["Germany", 2],
        {"Germany", "United States of America"},
    ):
        assert state_years(1914, 1914, states=states).frame.rows() == rows
    assert state_years(1914, 1914, states=[]).frame.height == 0
    with pytest.raises(UsageError, match="Germani"):
        state_years(1914, 1914, states=["Germani"])


def test_key_columns_are_described() -> None:
    assert key_column("ccode2").about == "State, Correlates of War code, second"
    assert key_column("gwcode").about == "State, Gleditsch-Ward code"
    panel = state_years(1914, 1914)
    assert [c.sources[0].table.id for c in panel.columns] == ["cow-states/spells"] * 2
    assert panel.datasets == ("cow-states",)
