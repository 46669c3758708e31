"""How many of those who joined were chosen on the eve."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from foedus.cases.coverage import coverage
from foedus.cases.stage import on_record
from foedus.estimate.scoring.tasks import task
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


@pytest.mark.parametrize(
    ("k", "in_game", "right", "most"),
    [(1, 85, 71, 224), (2, 148, 122, 321), (3, 187, 154, 380), (4, 215, 176, 422)],
)
def test_figures(k: int, in_game: int, right: int, most: int) -> None:
    got = coverage(k)
    assert (got.joiners, got.candidates) == (656, 544)
    assert (got.in_game, got.in_game_right, got.most) == (in_game, right, most)
    assert got.share == pytest.approx(in_game / 656)


def test_counted_by_hand() -> None:
    """The same from the rows of the task and a dictionary."""
    rows = task("joining").rows().frame.filter(pl.col("y") == 1)
    place = {(c, s): rank for c, s, rank in on_record().ranked.select(
        "case", "ccode", "rank").iter_rows()}  # fmt: skip
    ranks = [place[pair] for pair in rows.select("dispnum", "ccode").iter_rows()]
    assert len(ranks) == coverage(2).candidates
    assert sum(rank <= 2 for rank in ranks) == coverage(2).in_game


def test_camps_by_rule() -> None:
    camps = {one.rule: (one.joined, one.right) for one in coverage(2).camps}
    assert camps == {
        "pledge": (240, 205),
        "rivalry": (108, 85),
        "lesser pledge": (43, 36),
        "past disputes": (92, 70),
        "target": (61, 41),
    }
    assert coverage(2).right == pytest.approx(437 / 544)


def test_past_disputes_counted_by_hand() -> None:
    """Who stood with whom before, from the originators as published."""
    sides: dict[int, dict[int, set[int]]] = {}
    first = load("mid/participants").frame.filter(pl.col("orig") == 1)
    for number, ccode, side in first.select("dispnum", "ccode", "sidea").iter_rows():
        sides.setdefault(number, {0: set(), 1: set()})[side].add(ccode)
    began = dict(load("mid/disputes").frame.select("dispnum", "start").iter_rows())

    def stood(ccode: int, others: set[int], day: dt.date) -> int:
        net = 0
        for number, two in sides.items():
            for own in (0, 1):
                if began[number] < day and ccode in two[own]:
                    net += bool(two[own] & others)
                    net -= bool(two[1 - own] & others)
        return net

    stage = on_record()
    challenger = dict(stage.cases.select("case", "challenger").iter_rows())
    some = stage.ranked.filter(
        pl.col("rule").is_in(["past disputes", "target"]) & (pl.col("case") % 41 == 0)
    )
    assert some.height > 200
    for case, ccode, camp, rule in some.select("case", "ccode", "camp", "rule").iter_rows():
        moved = challenger[case]
        theirs, ours = (stood(ccode, sides[case][k], began[case]) for k in (moved, 1 - moved))
        assert camp == ("challenger" if theirs > ours else "target")
        assert (rule == "target") == (theirs == ours)


def test_nobody_is_a_candidate_for_having_joined() -> None:
    ranked = on_record().ranked
    reasons = ranked.select(pl.any_horizontal("ally_first", "ally_other", "neighbour", "major"))
    assert reasons.to_series().all()
    joined = load("mid/participants").frame.filter(pl.col("orig") == 0)
    belgium = joined.filter((pl.col("dispnum") == 257) & (pl.col("ccode") == 211))
    assert belgium.height == 1
    assert ranked.filter((pl.col("case") == 257) & (pl.col("ccode") == 211)).is_empty()
