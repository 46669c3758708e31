"""Product and population in panels."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


def test_states_have_the_values_of_the_file() -> None:
    panel = state_years(carry_forward=True, last=2025).add("gdp")
    table = load("gdppop/years").frame
    row = panel.frame.filter(ccode=2, year=1816).row(0, named=True)
    assert row["mrgdppc"] == pytest.approx(2668.1045, abs=1e-3)
    assert row["pwtpop"] == pytest.approx(9.1645, abs=1e-3)
    both = panel.frame.join(table, on=["ccode", "year"], how="inner", suffix="_file")
    assert both["pwtrgdp"].equals(both["pwtrgdp_file"])
    known = panel.frame.filter(pl.col("mrgdppc").is_not_null())["year"]
    assert (known.min(), known.max()) == (1816, 2019)
    units = dict(panel.codebook().select("column", "unit").rows())
    assert units["pwtpop"] == "millions"
    assert units["pwtrgdp"] == "millions of 2017 international dollars"


def test_deviations_on_request() -> None:
    wide = state_years(1900, 1901).add("gdp:deviations=yes")
    names = ["mrgdppc", "sd_mrgdppc", "pwtrgdp", "sd_pwtrgdp", "pwtpop", "sd_pwtpop"]
    assert wide.frame.columns[2:] == names
    assert wide.frame.select(names[::2]).equals(
        state_years(1900, 1901).add("gdp").frame.select(names[::2])
    )
    with pytest.raises(UsageError, match="deviations"):
        state_years(1900, 1901).add("gdp:deviations=perhaps")


def test_pairs_have_both_sides_in_either_system() -> None:
    for system in ("cow", "gw"):
        frame = dyad_years(1995, 1995, system=system, directed=True).add("gdp").frame
        (there,) = frame.filter(ccode1=2, ccode2=255).rows(named=True)
        (back,) = frame.filter(ccode1=255, ccode2=2).rows(named=True)
        for name in ("mrgdppc", "pwtrgdp", "pwtpop"):
            assert there[f"{name}1"] == back[f"{name}2"] is not None
            assert there[f"{name}2"] == back[f"{name}1"] is not None
