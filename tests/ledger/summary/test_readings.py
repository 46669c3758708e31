"""Schools over the record, against sums by hand."""

from __future__ import annotations

import math

import polars as pl
import pytest

from foedus.estimate.structural.schools import GAME, SCHOOLS
from foedus.ledger.ledger import read_ledger
from foedus.ledger.summary.readings import BUILT, readings

LEDGER = read_ledger()


def test_each_school_is_summed_over_the_record() -> None:
    found = readings(LEDGER.tables, LEDGER.manifest)
    assert found["reading"].to_list() == [BUILT, *(name for name in SCHOOLS if name != GAME)]
    level = dict(LEDGER.rows.select("dispnum", "level").iter_rows())
    table = LEDGER.tables["variants"]
    assert table is not None
    for row in found.to_dicts():
        sheet = (
            LEDGER.rows.filter(status="solved")
            if row["reading"] == BUILT
            else table.filter(variant=row["reading"])
        )
        pairs = [
            (level[number], p, q)
            for number, p, q in sheet.select("dispnum", "any_war", "any_war_without").iter_rows()
            if p is not None and q is not None and level[number] is not None
        ]
        assert row["rows"] == len(pairs)
        assert row["wars"] == sum(one == "war" for one, _, _ in pairs)
        assert row["expected"] == pytest.approx(sum(p for _, p, _ in pairs))
        assert row["net"] == pytest.approx(sum(p - q for _, p, q in pairs))
        assert row["net"] == pytest.approx(row["raised"] - row["lowered"])
        losses = [
            -math.log(min(max(p if one == "war" else 1 - p, 1e-6), 1 - 1e-6)) for one, p, _ in pairs
        ]
        assert row["log_score"] == pytest.approx(sum(losses) / len(losses))
        share = row["wars"] / row["rows"]
        entropy = -share * math.log(share) - (1 - share) * math.log(1 - share)
        assert row["gain"] == pytest.approx(entropy - row["log_score"])


def test_without_variants_there_are_no_readings() -> None:
    assert readings({"rows": LEDGER.rows, "variants": None}, LEDGER.manifest).is_empty()
    few = {"rows": LEDGER.rows, "variants": pl.DataFrame(schema={"variant": pl.String})}
    assert readings({**few, "rows": None}, LEDGER.manifest).is_empty()
