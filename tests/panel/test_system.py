"""The two lists of states, Correlates of War and Gleditsch-Ward."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years
from foedus.panel.system import members

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture(scope="module")
def listed(data: Path) -> pl.DataFrame:
    return pl.read_csv(data / "derived/cw_gw_panel.csv.gz", infer_schema_length=None)


def test_gleditsch_ward_state_years_are_those_of_the_list(listed: pl.DataFrame) -> None:
    ours = state_years(system="gw").frame
    theirs = listed.drop_nulls("gwcode").filter(pl.col("year") >= 1816)
    last = ours["year"].max()
    assert ours.select("gwcode", "year").rows() == sorted(
        set(theirs.filter(pl.col("year") <= last).select("gwcode", "year").rows())
    )
    assert last == theirs["year"].max()
    codes = theirs.select("gwcode", "year", "ccode").drop_nulls()
    wrong = (
        ours.drop_nulls("ccode")
        .join(codes.cast(pl.Int16), on=["gwcode", "year"], how="anti")
        .height
    )
    assert wrong == 0
    assert ours["ccode"].null_count() > 0  # Tuscany from 1861 on is no COW state, for one
    assert -1 not in ours["ccode"].to_list()


def test_germany_is_260_there_after_1990_and_255_here() -> None:
    """Trap: Gleditsch and Ward keep 260."""
    frame = state_years(1991, 2016, system="gw").frame.filter(pl.col("gwcode") == 260)
    assert frame["ccode"].unique().to_list() == [255]
    assert frame.height == 26
    added = state_years(1991, 2016, system="gw").add("capabilities").frame.filter(gwcode=260)
    assert added["cinc"].null_count() == 0


@pytest.mark.parametrize("state", ["GMY", "Germany"])
@pytest.mark.parametrize("system", ["cow", "gw"])
def test_a_state_is_the_same_by_name_in_both_systems(state: str, system: str) -> None:
    """Its code changes with the system and the year; the name finds it in all of them."""
    kept = state_years(1930, 2016, system=system, states=[state]).frame
    years = {*range(1930, 1946), *range(1991, 2017)}
    assert years <= set(kept.filter(ccode=255)["year"].to_list())
    pairs = dyad_years(2000, 2000, system=system, states=[state]).frame
    assert pairs.height == state_years(2000, 2000, system=system).frame.height - 1


def test_a_code_is_the_systems_own() -> None:
    assert state_years(2000, 2000, system="gw", states=[260]).frame.rows() == [(260, 255, 2000)]
    assert state_years(2000, 2000, system="gw", states=["260"]).frame.rows() == [(260, 255, 2000)]
    assert state_years(2000, 2000, states=[255]).frame.rows() == [(255, 2000)]
    with pytest.raises(UsageError):
        state_years(2000, 2000, system="gw", states=[9999])


def test_pairs_carry_both_codes() -> None:
    frame = dyad_years(2000, 2000, system="gw").frame
    assert frame.columns == ["gwcode1", "gwcode2", "year", "ccode1", "ccode2"]
    assert (frame["gwcode1"] < frame["gwcode2"]).all()
    size = state_years(2000, 2000, system="gw").frame.height
    assert frame.height == size * (size - 1) // 2


def test_pairs_of_the_other_system_get_the_same_values() -> None:
    """A pair of COW states is looked up by its COW codes, whatever it is called."""
    ours = dyad_years(2000, 2000, directed=True).add("alliances", "contiguity").frame
    theirs = dyad_years(2000, 2000, directed=True, system="gw").add("alliances", "contiguity").frame
    both = theirs.drop_nulls(["ccode1", "ccode2"]).drop("gwcode1", "gwcode2")
    joined = both.join(ours, on=["ccode1", "ccode2", "year"], suffix="_cow")
    assert joined.height > 30_000
    for name in both.columns[3:]:
        assert joined[name].equals(joined[f"{name}_cow"].alias(name)), name
    stateless = theirs.filter(pl.any_horizontal(pl.col("ccode1", "ccode2").is_null()))
    assert stateless.height == 0 or stateless["atop_defense"].null_count() == stateless.height


@pytest.mark.parametrize("name", ["alliances", "wars", "crises", "disputes", "contiguity"])
def test_a_pair_whose_codes_are_the_other_way_round_is_the_same_pair(name: str) -> None:
    """Serbia is 340 there and 345 here, after its neighbours; what is about sides changes sides."""
    ours = dyad_years(2006, 2012).add(name).frame
    theirs = dyad_years(2006, 2012, system="gw").add(name).frame
    turned = theirs.filter(pl.col("ccode1") > pl.col("ccode2")).drop("gwcode1", "gwcode2")
    assert turned.height == 56
    sides = {n: n[:-1] + {"1": "2", "2": "1"}[n[-1]] for n in ours.columns if n[-1] in "12"}
    back = turned.rename({n: other for n, other in sides.items() if other in sides})
    key = ["ccode1", "ccode2", "year"]
    same = ours.join(back.select(key), on=key, how="semi").sort(key)
    assert back.select(ours.columns).sort(key).equals(same)


def test_serbia_and_its_allies_of_the_other_system() -> None:
    frame = dyad_years(2006, 2016, system="gw").add("alliances").frame
    allied = frame.filter(pl.col("gwcode1") == 340, pl.col("gwcode2") == 344)
    assert allied["atop_treaties"].max() == 3


def test_the_last_year_is_that_of_the_list() -> None:
    assert members(None, None, "cow", carry_forward=False).grid.last == 2016
    assert members(None, None, "cow", carry_forward=True).grid.last == 2016


@pytest.mark.parametrize(
    ("first", "last", "system", "says"),
    [
        (1815, 1900, "cow", "begins in 1816"),
        (1900, 1890, "cow", "years end"),
        (1900, 2017, "cow", "carry_forward=True"),
        (2017, None, "cow", "years end"),
        (1900, 1901, "isard", "no state system"),
        (1815, 1900, "gw", "begins in 1816"),
    ],
)
def test_wrong_years_say_so(first: int, last: int | None, system: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        members(first, last, system, carry_forward=False)


def test_codes_of_the_same_system_are_not_translated() -> None:
    who = members(2000, 2000, "cow", carry_forward=False)
    codes = np.array([2, 255], dtype=np.int16)
    assert who.cow(codes, np.array([2000, 2000], dtype=np.int16)) is codes
    assert who.code == "ccode"
