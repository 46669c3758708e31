"""Depth and scope of treaties in panels."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.features.scores import deepest
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")
KEY = ["ccode1", "ccode2", "year"]


def test_the_score_of_the_only_treaty() -> None:
    """The United States and Iran, 1959 to 1979: one treaty."""
    scores = load("benson-clinton/scores").frame
    frame = dyad_years(1975, 1981).add("alliance-depth").frame.filter(ccode1=2, ccode2=630)
    assert frame["bc_treaties"].to_list() == [1, 1, 1, 1, 1, 0, 0]
    assert frame["bc_scored"].to_list() == [1, 1, 1, 1, 1, 0, 0]
    depths = set(frame["bc_depth"].drop_nulls())
    assert len(depths) == 1
    assert depths < set(scores["Depth.score"])
    assert frame["bc_depth"].null_count() == frame["bc_scope"].null_count() == 2


def treaties() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two states, four treaties: 1 and 2 have scores, 3 (a pact) and 4 have none."""
    rows = [
        {
            "atopid": treaty, "obligor": one, "beneficiary": two, "defense": int(treaty != 3),
            "offense": 0, "neutral": 0, "nonagg": int(treaty == 3), "consul": 0,
            "start": dt.date(start, 6, 1), "end": dt.date(end, 6, 1),
        }
        for treaty, start, end in (
            (1, 1900, 1903), (2, 1901, 1901), (3, 1902, 1902), (4, 1903, 1904)
        )
        for one, two in ((2, 20), (20, 2))
    ]  # fmt: skip
    scores = {"atopid": [1, 2], "Depth.score": [1.0, 0.5], "Scope.score": [-1.0, 2.0]}
    return pl.DataFrame(rows), pl.DataFrame(scores)


def test_the_greatest_is_taken_and_null_where_one_has_no_score() -> None:
    made = deepest(*treaties(), "null")
    assert made.rows() == [
        (2, 20, 1900, 1.0, -1.0, 1, 1),
        (2, 20, 1901, 1.0, 2.0, 2, 2),
        (2, 20, 1902, None, None, 2, 1),
        (2, 20, 1903, None, None, 2, 1),
        (2, 20, 1904, None, None, 1, 0),
    ]


def test_those_without_a_score_can_be_passed_over() -> None:
    depths = {
        how: deepest(*treaties(), how)["bc_depth"].to_list() for how in ("skip", "skip-pacts")
    }
    assert depths["skip"] == [1.0, 1.0, 1.0, 1.0, None]
    assert depths["skip-pacts"] == [1.0, 1.0, 1.0, None, None]


def test_how_many_alliances_have_no_score() -> None:
    """Trap: the scores go with an earlier release; match by number and expect gaps."""
    members, scores = load("atop/members").frame, load("benson-clinton/scores").frame
    scored = set(scores["atopid"])
    pledges = pl.max_horizontal("defense", "offense", "neutral", "consul").max()
    alliances = members.group_by("atopid").agg(beyond=pledges)
    without = alliances.filter(~pl.col("atopid").is_in(scored))
    assert (alliances.height, len(scored), without.height) == (789, 492, 302)
    assert without.filter(beyond=0).height == 196
    assert alliances.filter(pl.col("atopid").is_in(scored), beyond=0).height == 4


def test_treaties_are_counted_as_in_the_feature_of_alliances() -> None:
    frame = dyad_years().add("alliances", "alliance-depth").frame
    assert (frame["atop_treaties"] == frame["bc_treaties"]).all()
    assert (frame["bc_scored"] <= frame["bc_treaties"]).all()
    allied = frame.filter(pl.col("bc_treaties") > 0)
    unknown = allied.filter(pl.col("bc_scored") < pl.col("bc_treaties"))
    assert allied["bc_depth"].null_count() == unknown.height
    assert unknown["bc_depth"].null_count() == unknown.height


def test_pairs_nulls_and_either_direction() -> None:
    frame = dyad_years(2010, 2025, directed=True, carry_forward=True).add("alliance-depth").frame
    known = frame.filter(pl.col("bc_treaties").is_not_null())["year"]
    assert (known.min(), known.max()) == (2010, 2018)
    turned = frame.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(frame.columns)
    assert turned.sort(KEY).equals(frame)
    once = dyad_years(2010, 2025, carry_forward=True).add("alliance-depth").frame
    assert once.equals(frame.filter(pl.col("ccode1") < pl.col("ccode2")))


def test_more_is_known_where_fewer_are_asked_for() -> None:
    nulls = [
        dyad_years(1946, 2003).add("alliance-depth", unscored=how).frame["bc_depth"].null_count()
        for how in ("null", "skip-pacts", "skip")
    ]
    assert nulls == sorted(nulls, reverse=True)
    assert len(set(nulls)) == 3


def test_gleditsch_ward() -> None:
    gw = dyad_years(1995, 1995, system="gw").add("alliance-depth:unscored=skip").frame
    cow = dyad_years(1995, 1995).add("alliance-depth:unscored=skip").frame
    there = gw.filter(gwcode1=2, gwcode2=260)["bc_depth"].item()
    assert there == cow.filter(ccode1=2, ccode2=255)["bc_depth"].item()
    assert there is not None


def test_it_is_about_pairs_and_cited() -> None:
    with pytest.raises(UsageError, match="pairs"):
        state_years(1990, 1991).add("alliance-depth")
    panel = dyad_years(1990, 1990).add("alliance-depth")
    assert {"atop", "benson-clinton"} <= set(panel.datasets)
    assert "Benson" in panel.cite()
