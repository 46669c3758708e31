"""Pledges between the opponents, told apart from those of and to third parties."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.ledger.ledger import ledger
from foedus.ledger.summary.opponents import opponents


def _row(number: int, owed: list[tuple[str, str]], war: float, bare: float) -> dict[str, object]:
    pledge = {"treaty": "t", "atop": 1, "kind": "defence", "weight": 0.8, "conditional": False}
    return {
        "dispnum": number,
        "status": "solved",
        "n_obligations": len(owed),
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
    told = opponents(rows)
    assert (told["between"]["rows"], told["third"]["rows"]) == (2, 2)
    assert told["between"]["any_war"]["net"] == pytest.approx(-0.06)
    assert told["third"]["any_war"]["net"] == pytest.approx(0.01)


def test_the_two_make_up_the_ledger_that_ships() -> None:
    rows = ledger().rows
    told = opponents(rows)
    pledged = rows.filter((pl.col("status") != "unmade") & (pl.col("n_obligations") > 0))
    assert told["between"]["rows"] + told["third"]["rows"] == pledged.height
    apart = (pledged["any_war"] - pledged["any_war_without"]).sum()
    both = told["between"]["any_war"]["net"] + told["third"]["any_war"]["net"]
    assert both == pytest.approx(apart, abs=1e-4)
