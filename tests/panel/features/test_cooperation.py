"""Defence cooperation agreements in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years
from foedus.sources.dcad import dyad_years as table
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")

NAMES = ["dcad_treaties", "dcad_general", "dcad_sector", "dcad_uncertain"]


def test_null_outside_1980_to_2010_and_zero_where_there_is_none() -> None:
    frame = dyad_years(1975, 2016, states=[2]).add("defence-cooperation").frame
    known = frame.filter(pl.col("dcad_treaties").is_not_null())
    assert (known["year"].min(), known["year"].max()) == (1980, 2010)
    assert known.select(pl.col(NAMES).null_count()).row(0) == (0, 0, 0, 0)
    assert frame.filter(ccode1=2, ccode2=365, year=1985).select(NAMES).row(0) == (0, 0, 0, 0)


def test_the_table_is_in_the_panel() -> None:
    frame = dyad_years(1980, 2010).add("defence-cooperation").frame
    made = table(load("dcad/treaties").frame)
    joined = made.join(frame, on=["ccode1", "ccode2", "year"], how="left")
    there = joined.filter(pl.col("dcad_treaties").is_not_null())
    assert (there["treaties"] == there["dcad_treaties"]).all()
    # A few treaties are estimated to outlive a party, as West Germany; those years have no row.
    lost = joined.filter(pl.col("dcad_treaties").is_null())
    assert set(lost["ccode1"]) | set(lost["ccode2"]) >= {260}
    assert frame["dcad_treaties"].sum() == there["treaties"].sum()


def test_from_entry_into_force_there_are_fewer() -> None:
    panel = dyad_years(1980, 2010)
    signed = panel.add("defence-cooperation").frame["dcad_treaties"].sum()
    force = panel.add("defence-cooperation", since="force").frame["dcad_treaties"].sum()
    assert 0 < force < signed
