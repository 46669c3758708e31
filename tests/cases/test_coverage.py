"""How many of those who joined were chosen on the eve."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl
import pytest

from foedus.cases.coverage import coverage, covered
from foedus.cases.scenarios import games
from foedus.cases.seen import joiners
from foedus.cases.stage import Stage, on_record, record
from foedus.estimate.scoring.tasks import task
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


@pytest.mark.parametrize(
    ("k", "in_game", "right", "most"),
    [(1, 88, 76, 224), (2, 140, 116, 321), (3, 187, 151, 380), (4, 232, 188, 422)],
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


@pytest.fixture(scope="module")
def by_score(data: object) -> Stage:
    """The same order with no regard to camps."""
    assert data
    stage = on_record()
    order = stage.ranked.sort("case", "score", "ccode", descending=[False, True, False])
    number = pl.int_range(pl.len(), dtype=pl.Int32) + 1
    return dataclasses.replace(stage, ranked=order.with_columns(rank=number.over("case")))


@pytest.mark.parametrize(
    ("k", "in_game", "right"), [(1, 88, 76), (2, 152, 123), (3, 197, 162), (4, 235, 193)]
)
def test_what_the_rule_of_camps_costs(by_score: Stage, k: int, in_game: int, right: int) -> None:
    got = covered(by_score, record(), k)
    assert (got.in_game, got.in_game_right) == (in_game, right)


def test_what_the_rule_of_camps_gives(by_score: Stage) -> None:
    """Both camps have their first in the game, in every dispute in which both have a candidate."""
    now, without = camps_of_two(on_record()), camps_of_two(by_score)
    assert now.filter(pl.col("there") != pl.col("in_game")).is_empty()
    assert now["there"].value_counts().sort("there").rows() == [(1, 181), (2, 2254)]
    assert without.filter(pl.col("there") != pl.col("in_game")).height == 1388


def camps_of_two(stage: Stage) -> pl.DataFrame:
    """How many camps have a candidate at all, and among the first two."""
    made = stage.ranked.filter(pl.col("case") != 4344)
    return made.group_by("case").agg(
        there=pl.col("camp").n_unique(),
        in_game=pl.col("camp").filter(pl.col("rank") <= 2).n_unique(),
    )


def test_most_come_in_on_one_side() -> None:
    there = set(on_record().ranked.select("case", "ccode").iter_rows())
    sides = [
        [one.sidea for ccode, one in states.items() if (case, ccode) in there]
        for case, states in joiners(load("mid/participants").frame).items()
    ]
    several = [one for one in sides if len(one) > 1]
    assert (len(several), sum(len(set(one)) == 2 for one in several)) == (97, 30)


def test_in_how_many_games_great_powers_can_fight_each_other(by_score: Stage) -> None:
    """A great-power war needs a major power in each camp."""
    rows = task("great-power-war").rows().frame.filter(pl.col("y") == 1)
    became = rows["dispnum"].to_list()
    assert len(became) == 10
    now, without = able(on_record()), able(by_score)
    assert (len(now), len(without)) == (997, 731)
    # Korea in 1950 and the Crimea; without the rule of camps July 1914 too.
    assert sorted(set(became) - now) == [51, 57]
    assert sorted(set(became) - without) == [51, 57, 257]


def able(stage: Stage) -> set[int]:
    """Disputes whose games have major powers in both camps."""
    return {
        one.case
        for one in games(stage, 2, "any", "dispute", {4344})
        if len({actor.camp for actor in one.scenario.actors.values() if actor.major}) > 1
    }


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
