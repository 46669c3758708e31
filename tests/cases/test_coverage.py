"""How many of those who joined were chosen on the eve."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.cases.coverage import coverage
from foedus.cases.stage import on_record
from foedus.estimate.scoring.tasks import task
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


@pytest.mark.parametrize(
    ("k", "in_game", "right", "most", "fixed"),
    [
        (1, 68, 52, 224, 85),
        (2, 120, 88, 321, 148),
        (3, 180, 142, 380, 187),
        (4, 215, 163, 422, 215),
    ],
)
def test_figures(k: int, in_game: int, right: int, most: int, fixed: int) -> None:
    got = coverage(k)
    assert (got.joiners, got.candidates) == (656, 544)
    assert (got.in_game, got.in_game_right, got.most, got.by_fixed_rule) == (
        in_game,
        right,
        most,
        fixed,
    )
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
        "target": (153, 97),
    }
    assert coverage(2).right == pytest.approx(423 / 544)


def test_nobody_is_a_candidate_for_having_joined() -> None:
    ranked = on_record().ranked
    reasons = ranked.select(pl.any_horizontal("ally_first", "ally_other", "neighbour", "major"))
    assert reasons.to_series().all()
    joined = load("mid/participants").frame.filter(pl.col("orig") == 0)
    belgium = joined.filter((pl.col("dispnum") == 257) & (pl.col("ccode") == 211))
    assert belgium.height == 1
    assert ranked.filter((pl.col("case") == 257) & (pl.col("ccode") == 211)).is_empty()
