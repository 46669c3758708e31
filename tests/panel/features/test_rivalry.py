"""Rivalries in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")

ENDS = {"tss": 2020, "td": 2010, "kdg": 2001}


def known(source: str, column: str) -> pl.Series:
    panel = dyad_years(1990, 2025, states=[2], carry_forward=True).add("rivalry", source=source)
    return panel.frame.filter(pl.col(column).is_not_null())["year"]


@pytest.mark.parametrize(("source", "last"), ENDS.items())
def test_null_after_the_record_ends_never_a_one_nor_a_zero(source: str, last: int) -> None:
    """Rivalries that go on when a record ends are right-censored: they are not carried on."""
    years = known(source, f"{source}_rivalry")
    assert (years.min(), years.max()) == (1990, last)


def test_peace_data_after_2020_are_null() -> None:
    assert known("peace-data", "peace_scale").max() == 2020


def test_default_is_the_latest_list() -> None:
    panel = dyad_years(2000, 2016, states=[750]).add("rivalry")
    assert [c.name for c in panel.columns if c.added] == [
        "tss_rivalry",
        "tss_positional",
        "tss_spatial",
        "tss_ideological",
        "tss_interventionary",
        "tss_principal",
        "tss_aprin",
    ]
    row = panel.frame.filter(ccode1=750, ccode2=770, year=2010)
    assert row.select("tss_rivalry", "tss_spatial").row(0) == (1, 1)


def test_all_four_side_by_side() -> None:
    panel = dyad_years(1950, 1960, states=[2])
    for source in ("tss", "td", "kdg", "peace-data"):
        panel = panel.add("rivalry", source=source)
    row = panel.frame.filter(ccode1=2, ccode2=365, year=1955)
    names = ("tss_rivalry", "td_rivalry", "kdg_rivalry", "kdg_enduring", "kdg_isolated")
    assert row.select(names).row(0) == (1, 1, 1, 1, 0)
    assert row["peace_scale"][0] == 0


@pytest.mark.parametrize("source", ["tss", "td"])
def test_every_year_of_every_rivalry_is_there_once(source: str) -> None:
    """A row for each year of a spell, gaps left open, both of one pair's spells."""
    spells = load(f"{source}/spells").frame
    grid = set(dyad_years().frame.rows())
    years = {
        (one, two, year)
        for one, two, first, last in spells.select("ccode1", "ccode2", "styear", "endyear").rows()
        for year in range(first, last + 1)
    }
    frame = dyad_years().add("rivalry", source=source).frame
    ones = frame.filter(pl.col(f"{source}_rivalry") == 1).select("ccode1", "ccode2", "year")
    assert set(ones.rows()) == years & grid


@pytest.mark.parametrize("source", ["tss", "td"])
def test_austria_and_prussia_in_the_year_of_their_war(source: str) -> None:
    frame = dyad_years(1866, 1866).add("rivalry", source=source).frame
    assert frame.filter(ccode1=255, ccode2=300)[f"{source}_rivalry"].to_list() == [1]


def test_either_direction_is_the_same() -> None:
    frame = dyad_years(1990, 1992, directed=True).add("rivalry").frame
    back = frame.rename({"ccode1": "ccode2", "ccode2": "ccode1"})
    both = frame.join(back, on=["ccode1", "ccode2", "year"], suffix="_back")
    assert both.height == frame.height
    assert (both["tss_rivalry"] == both["tss_rivalry_back"]).all()


def test_kdg_isolated_conflict_is_no_rivalry() -> None:
    frame = dyad_years(1816, 2001).add("rivalry", source="kdg").frame
    rival = frame["kdg_rivalry"] == 1
    kinds = (frame["kdg_enduring"] == 1) | (frame["kdg_proto"] == 1)
    assert (rival == kinds).all()
    assert frame.filter(kdg_isolated=1, kdg_rivalry=0).height > 0


def test_a_pair_that_the_peace_data_leave_out_is_null() -> None:
    frame = dyad_years(2000, 2000).add("rivalry", source="peace-data").frame
    assert frame["peace_scale"].null_count() > frame.height // 2
    assert frame.filter(ccode1=2, ccode2=20)["peace_scale"][0] == 1


def test_gleditsch_ward_rows_get_the_same() -> None:
    frame = dyad_years(1950, 1955, system="gw").add("rivalry").frame
    assert frame.filter(ccode1=2, ccode2=365)["tss_rivalry"].to_list() == [1] * 6


def test_columns_say_where_they_come_from() -> None:
    panel = dyad_years(1990, 1991).add("rivalry")
    column = next(c for c in panel.columns if c.name == "tss_rivalry")
    assert [s.table.id for s in column.sources] == ["tss/spells"]
    assert (column.first, column.last) == (1494, 2020)
    assert "tss" in panel.datasets


def test_a_state_alone_has_no_rivalry() -> None:
    with pytest.raises(UsageError):
        state_years(1990, 1991).add("rivalry")


def test_unknown_source() -> None:
    with pytest.raises(UsageError, match="no source is called 'diehl'"):
        dyad_years(1990, 1991).add("rivalry", source="diehl")
