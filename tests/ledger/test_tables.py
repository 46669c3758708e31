"""From pieces to tables: what a row says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.estimate.structural.onset import OnsetModel
from foedus.ledger.columns import LEVELS, OUTCOMES, STAGES, TABLES, codebook, label_column, schema
from foedus.ledger.ledger import Ledger
from foedus.ledger.onset import Begins
from foedus.ledger.order import VALUE, begun
from foedus.ledger.record import Record
from foedus.ledger.solve import solve_task
from foedus.ledger.summary.labels import labels
from foedus.ledger.tables import dispute_tables

from .made import case, some, task


def row(small: Ledger, number: int) -> dict:
    return small.rows.filter(pl.col("dispnum") == number).row(0, named=True)


def test_one_row_a_dispute_by_number(small: Ledger) -> None:
    assert small.rows["dispnum"].to_list() == [10, 11, 12, 13, 14, 15, 90, 99]
    assert small.rows["status"].to_list() == ["solved"] * 7 + ["unmade"]
    assert small.effects.height == 7 * 5 * len(OUTCOMES)


def test_a_row_says_who_when_and_what_was_owed(small: Ledger) -> None:
    one = row(small, 11)
    assert one["start"] == dt.date(1917, 3, 3)
    assert (one["year"], one["decade"], one["block"]) == (1917, 1910, 11)
    assert one["challenger"] == ["United States"]
    assert one["target_ccodes"] == [70]
    assert (one["challenger_code"], one["target_code"]) == ("USA", "MEX")
    assert one["obligations"] == [
        {
            "treaty": "atop-1000", "atop": 1000, "kind": "defence", "obligor": "UKG",
            "beneficiary": "MEX", "weight": pytest.approx(0.8), "conditional": False,
            "against": None,
        }
    ]  # fmt: skip
    assert (one["n_obligations"], one["n_treaties"], one["pledged"]) == (1, 1, True)
    assert one["icb"] == [3, 7]
    assert one["nuclear"] is True
    assert one["level"] == "war"
    assert one["notes"] == ["made by hand"]
    names = [(c["code"], c["name"], c["camp"]) for c in one["candidates"]]
    assert names == [("UKG", "United Kingdom", "target"), ("FRN", "France", "challenger")]
    assert [c["fought"] for c in one["candidates"]] == [False, False]


def test_probabilities_sum_to_one_and_any_war_is_the_sum_of_wars(small: Ledger) -> None:
    for end in ("", "_without"):
        solved = small.rows.filter(pl.col("status") == "solved")
        ways = ["challenger_yields", "target_yields", "settled", "lapsed"]
        wars = ["war_principals", "wider_war", "great_power_war", "nuclear_use"]
        total = solved.select(pl.sum_horizontal(f"{c}{end}" for c in (*ways, *wars))).to_series()
        np.testing.assert_allclose(total.to_numpy(), 1.0, atol=1e-6)
        war = solved.select(pl.sum_horizontal(f"{c}{end}" for c in wars)).to_series()
        np.testing.assert_allclose(war, solved[f"any_war{end}"], atol=1e-6)


def test_without_an_obligation_the_difference_is_exactly_nothing(small: Ledger) -> None:
    for number in (10, 13):
        one = row(small, number)
        assert one["pledged"] is False
        for outcome in OUTCOMES:
            ends = [one[f"{outcome}_{end}"] for end in ("difference", "low", "high")]
            assert ends == [0.0, 0.0, 0.0]
            for level in LEVELS:
                assert one[label_column("escalation", outcome, level)] == "none"
        assert one["any_war"] == one["any_war_without"]
    mine = small.effects.filter(pl.col("dispnum").is_in([10, 13]))
    assert (mine["with"] == mine["without"]).all()
    assert set(small.treaties["dispnum"]) == {11, 12, 14, 15, 90}


def test_intervals_and_labels_are_those_of_the_effects(small: Ledger) -> None:
    for number in (11, 14, 90):
        one = row(small, number)
        for outcome in OUTCOMES:
            drawn = small.effects.filter(
                (pl.col("dispnum") == number) & (pl.col("outcome") == outcome)
            ).sort("draw")
            apart = (drawn["with"].cast(float) - drawn["without"].cast(float)).to_numpy()
            low, high = np.quantile(apart, (0.05, 0.95))
            assert one[f"{outcome}_low"] == pytest.approx(low, abs=1e-7)
            assert one[f"{outcome}_high"] == pytest.approx(high, abs=1e-7)
            mean = one[outcome] - one[f"{outcome}_without"]
            assert one[f"{outcome}_difference"] == pytest.approx(mean, abs=1e-7)
            for level in LEVELS:
                told = labels(apart[None], np.array([True]), level)
                assert told == [one[label_column("escalation", outcome, level)]]


def test_a_dispute_that_makes_no_game_is_there_and_says_why(small: Ledger) -> None:
    one = row(small, 99)
    assert (one["status"], one["reason"]) == ("unmade", "no originator on side B")
    assert (one["year"], one["level"], one["any_war"]) == (1905, "force", None)


def onset_of(record: Record) -> Begins:
    model = OnsetModel(("land",), -4.0, 8.0, (0.5,))
    return Begins(model, {one.key: {"land": 1.0} for one in record.cases})


def test_onset_with_and_without_by_hand() -> None:
    one = case(1, pacts=2, friends=2)
    piece = solve_task(task(one, draws=3))
    begins = onset_of(Record((one,)))
    told = dispute_tables([one], {one.key: piece}, draws=3, onset=begins)
    found = told["rows"].row(0, named=True)
    p, q = (begins.model.chance(piece[end][VALUE], {"land": 1.0}) for end in ("with", "without"))
    assert found["onset"] == pytest.approx(p, rel=1e-6)
    assert found["onset_without"] == pytest.approx(q, rel=1e-6)
    assert found["begun"] == pytest.approx(min(1.0, q / p), rel=1e-6)
    assert found["onset_any_war_difference"] == pytest.approx(
        found["any_war"] - found["begun"] * found["any_war_without"], abs=1e-6
    )
    onset = told["effects"].filter(pl.col("outcome") == "onset")
    assert onset.height == 3
    assert found[label_column("onset", "any_war", 0.01)] in {"raised", "lowered", "unclear"}


def test_without_controls_there_is_no_onset() -> None:
    one = case(1)
    piece = solve_task(task(one, draws=1))
    begins = Begins(OnsetModel(("land",), -4.0, 8.0, (0.5,)), {})
    told = dispute_tables([one], {one.key: piece}, draws=1, onset=begins)
    assert told["rows"]["onset"].null_count() == 1
    assert told["rows"][label_column("onset", "any_war", 0.01)].null_count() == 1
    assert "onset" not in told["effects"]["outcome"].to_list()


def test_a_lost_draw_is_null_and_counted() -> None:
    one = case(1)
    piece = solve_task(task(one, draws=2))
    piece["draws"][1] = None
    told = dispute_tables([one], {one.key: piece}, draws=2)
    found = told["rows"].row(0, named=True)
    assert (found["draws"], found["converged"]) == (1, False)
    assert told["effects"].filter(pl.col("draw") == 1)["with"].null_count() == 2


def test_other_equilibria_are_told() -> None:
    one = case(1)
    piece = solve_task(task(one, draws=1))
    piece |= {"searched": 3, "others": [piece["with"]]}
    found = dispute_tables([one], {one.key: piece}, draws=1)["rows"].row(0, named=True)
    assert (found["starts"], found["equilibria"]) == (3, 2)
    assert found["others"][0]["any_war"] == pytest.approx(found["any_war"])


def test_begun_is_a_chance() -> None:
    assert begun(0.2, 0.1) == 0.5
    assert begun(0.1, 0.2) == 1.0
    assert begun(0.0, 0.0) == 1.0


def test_the_codebook_describes_every_column(root: Path) -> None:
    book = codebook(TABLES)
    assert book["description"].str.len_chars().min() > 5
    assert not book.select(pl.struct("table", "attribute").is_duplicated().any()).item()
    for name in TABLES:
        assert len(schema(name)) == len(TABLES[name])
    for stage in STAGES:
        for outcome in OUTCOMES:
            for level in LEVELS:
                assert label_column(stage, outcome, level) in schema("rows")


def test_the_page_of_the_codebook_is_the_programs(root: Path) -> None:
    page = (root / "docs" / "reference" / "ledger.md").read_text(encoding="utf-8")
    missing = [
        f"{table}.{column.name}"
        for table, columns in TABLES.items()
        for column in columns
        if f"`{column.name}`" not in page
    ]
    # Columns of the same kind for every outcome are described once, by their pattern.
    patterned = ("_without", "_difference", "_low", "_high", "label_")
    rest = [one for one in missing if not any(part in one for part in patterned)]
    assert rest == []


def test_rows_of_all_tables_are_by_number(small: Ledger) -> None:
    for name in ("rows", "effects", "treaties", "accounting"):
        table = small.tables[name]
        assert table is not None
        assert table["dispnum"].is_sorted()
    assert len(some(4)) == 4
