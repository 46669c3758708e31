"""Pledges between the opponents, told apart from those of and to third parties."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.ledger.ledger import read_ledger
from foedus.ledger.summary.opponents import opponents


def _row(number: int, owed: list[tuple[str, str]], war: float, bare: float) -> dict[str, object]:
    pledge = {"treaty": "t", "atop": 1, "kind": "defence", "weight": 0.8, "conditional": False}
    return {
        "dispnum": number,
        "status": "solved",
        "n_obligations": len(owed),
        "pledged": bool(owed),
        "challenger_code": "AAA",
        "target_code": "BBB",
        "obligations": [{**pledge, "obligor": a, "beneficiary": b} for a, b in owed],
        "any_war": war,
        "any_war_without": bare,
        "great_power_war": 0.0,
        "great_power_war_without": 0.0,
    }


def test_who_owes_whom_decides() -> None:
    rows = pl.DataFrame(
        [
            _row(1, [("AAA", "BBB")], 0.02, 0.06),
            _row(2, [("BBB", "AAA"), ("CCC", "BBB")], 0.03, 0.05),
            _row(3, [("CCC", "BBB")], 0.05, 0.04),
            _row(4, [("AAA", "CCC")], 0.05, 0.05),
        ]
    )
    told = opponents(rows, _effects(rows, 10))
    assert (told["between"]["rows"], told["third"]["rows"]) == (2, 2)
    assert told["between"]["any_war"]["net"] == pytest.approx(-0.06)
    assert told["third"]["any_war"]["net"] == pytest.approx(0.01)


def test_directions_count_however_little_they_moved() -> None:
    rows = pl.DataFrame(
        [
            _row(1, [("CCC", "BBB")], 0.0503, 0.0500),
            _row(2, [("CCC", "BBB")], 0.0503, 0.0500),
            _row(3, [("AAA", "CCC")], 0.0499, 0.0500),
            _row(4, [("AAA", "CCC")], 0.0500, 0.0500),
            _row(5, [("AAA", "BBB")], 0.0100, 0.0500),
        ]
    )
    effects = _effects(rows, 10)
    # in two draws of ten the second dispute went the other way: too many for a direction
    wavering = (pl.col("dispnum") == 2) & (pl.col("draw") < 2) & (pl.col("outcome") == "any_war")
    effects = effects.with_columns(
        pl.when(wavering).then(0.0498).otherwise(pl.col("with")).alias("with")
    )
    told = opponents(rows, effects)["third"]["slight"]["any_war"]
    assert (told["raised"], told["lowered"]) == (1, 1)
    assert told["most"] == {"dispnum": 1, "difference": pytest.approx(0.0003)}
    sums = [0.0003 - 0.0002 - 0.0001] * 2 + [0.0003 + 0.0003 - 0.0001] * 8
    assert told["net"]["median"] == pytest.approx(0.0005)
    assert told["net"]["low"] == pytest.approx(float(np.quantile(sums, 0.05)), abs=1e-9)
    between = opponents(rows, effects)["between"]["slight"]["any_war"]
    assert (between["raised"], between["lowered"]) == (0, 1)
    none = opponents(rows.filter(pl.col("dispnum") == 5), effects)["third"]["slight"]["any_war"]
    assert none["most"] is None
    assert none["net"]["median"] is None or none["net"]["median"] == 0.0


def _effects(rows: pl.DataFrame, draws: int) -> pl.DataFrame:
    """Every draw like the mean."""
    return pl.DataFrame(
        [
            {
                "dispnum": row["dispnum"],
                "draw": draw,
                "outcome": outcome,
                "with": row[outcome],
                "without": row[f"{outcome}_without"],
            }
            for row in rows.iter_rows(named=True)
            for draw in range(draws)
            for outcome in ("any_war", "great_power_war")
        ]
    )


def test_the_two_make_up_the_ledger_that_ships() -> None:
    rows, effects = read_ledger().rows, read_ledger().effects
    told = opponents(rows, effects)
    pledged = rows.filter((pl.col("status") != "unmade") & (pl.col("n_obligations") > 0))
    assert told["between"]["rows"] + told["third"]["rows"] == pledged.height
    apart = (pledged["any_war"] - pledged["any_war_without"]).sum()
    both = told["between"]["any_war"]["net"] + told["third"]["any_war"]["net"]
    assert both == pytest.approx(apart, abs=1e-4)
