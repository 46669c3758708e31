"""Tasks on the real data: frozen rows, known counts, nothing from after the first day."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.cases.originators import before, start
from foedus.estimate.scoring.baselines import baseline
from foedus.estimate.scoring.harness import report
from foedus.estimate.scoring.splits import split
from foedus.estimate.scoring.tasks import TASKS, task
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")

FROZEN = {
    "onset": (118_241, 2334, "5546db71fe4c"),
    "escalation": (2436, 106, "000ca58e219f"),
    "joining": (52_087, 544, "a26e3b8a121a"),
    "great-power-war": (2436, 10, "ef724b900131"),
}


@pytest.mark.parametrize("name", TASKS)
def test_rows_are_frozen(name: str) -> None:
    one = task(name)
    rows = one.rows()
    frame = rows.frame
    assert (frame.height, frame["y"].sum(), rows.fingerprint(one.key)) == FROZEN[name]
    assert not frame.select(one.key).is_duplicated().any()
    assert set(frame["y"].unique()) == {0, 1}
    assert (frame["known"] >= frame["year"]).all()
    for column in {*one.features, *one.few, *one.hazards, *one.clusters}:
        assert column in frame.columns
    assert set(one.few) <= set(one.features)
    hazards = frame.select(one.hazards)
    assert hazards.null_count().sum_horizontal().item() == 0
    assert (hazards.min_horizontal() >= 0).all()


def test_candidates_are_no_originators_and_those_who_joined_are_not_added() -> None:
    frame = task("joining").rows().frame
    inside = start().states
    assert frame.join(inside, on=["dispnum", "ccode"], how="semi").is_empty()
    reasons = pl.max_horizontal("ally", "neighbour", "major")
    assert (frame.select(reasons).to_series() == 1).all()
    # July 1914: France, Russia, Britain and Italy are candidates as major powers; Belgium is none:
    # it touched neither Austria nor Serbia, and owed them nothing.
    july = frame.filter(pl.col("dispnum") == 257)
    assert {220, 365, 200, 325} <= set(july["ccode"])
    assert 211 not in set(july["ccode"])
    germany = july.row(by_predicate=pl.col("ccode") == 255, named=True)
    assert (germany["ally"], germany["major"], germany["y"]) == (1, 1, 1)


def test_great_power_wars_are_those_known() -> None:
    frame = task("great-power-war").rows().frame.filter(pl.col("y") == 1)
    years = dict(frame.select("dispnum", "year").rows())
    assert years[257] == 1914
    assert years[258] == 1939
    assert years[51] == 1950  # Korea: China is a major power from 1950
    assert years[57] == 1853  # Crimea
    assert len(years) == 10


def test_a_general_war_is_one_block() -> None:
    frame = start().disputes
    blocks = frame.filter(pl.col("block") < 0)
    assert set(blocks["block"].unique()) == {-106, -139}
    of = dict(frame.select("dispnum", "block").rows())
    assert of[257] == -106
    assert of[258] == -139
    rest = frame.filter(pl.col("block") > 0)
    assert (rest["block"] == rest["dispnum"]).all()


def test_powers_are_those_of_the_year_before() -> None:
    got = before("nmc/7", "cinc")
    now = load("nmc/7").frame.select("ccode", "year", "cinc")
    value = now.row(by_predicate=(pl.col("ccode") == 255) & (pl.col("year") == 1913))[2]
    assert got.row(by_predicate=(pl.col("ccode") == 255) & (pl.col("year") == 1914))[2] == value
    # Czechoslovakia's first year has none before it.
    first = now.row(by_predicate=(pl.col("ccode") == 315) & (pl.col("year") == 1918))[2]
    assert got.row(by_predicate=(pl.col("ccode") == 315) & (pl.col("year") == 1918))[2] == first


def test_features_do_not_know_what_came_after_the_first_day() -> None:
    """Belligerents of 1914 beside those of the first day: one pair, and no joiner in any column."""
    frame = task("escalation").rows().frame
    july = frame.row(by_predicate=pl.col("dispnum") == 257, named=True)
    assert july["pairs"] == 1
    assert (july["major_one"], july["major_both"], july["land"]) == (1, 0, 1)


def test_base_rate_is_the_one_measured_before() -> None:
    """About 0.16 in 1946-1992, learnt before 1946, when more disputes became war."""
    one = task("escalation")
    made = report(one, split("1946-1992"), {n: baseline(n, one) for n in ("base", "risks")})
    assert made.scores["base"].rows == 1067
    assert made.scores["base"].events == 24
    assert made.scores["base"].log_score == pytest.approx(0.163, abs=0.001)
    assert made.scores["risks"].log_score == pytest.approx(0.1645, abs=0.002)
