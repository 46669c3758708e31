"""Pledges called by wars: made-up wars, a loop over the record, and cases from history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.estimate.reduced.honour import by_treaty, called, share_kept
from foedus.panel.obligations import spells
from foedus.sources.load import load

_PLEDGES = ("defense", "offense", "neutral", "nonagg", "consul")
_FLAGS = (
    "defcoadv", "offcoadv", "neucoadv", "neuconpr", "defcoloc", "defcocon", "defconum", "defcodem",
    "offcon", "neucon",
)  # fmt: skip


def _owed(*rows: dict) -> pl.DataFrame:
    plain = {
        "atopid": 1, "start": dt.date(1890, 1, 1), "end": dt.date(1920, 1, 1),
        "statthr1": None, "statthr2": None, **dict.fromkeys((*_PLEDGES, *_FLAGS), 0),
    }  # fmt: skip
    types = {
        "statthr1": pl.Int16,
        "statthr2": pl.Int16,
        "obligor": pl.Int16,
        "beneficiary": pl.Int16,
    }
    return pl.DataFrame([plain | row for row in rows], schema_overrides=types)


def _war(*rows: tuple[int, int, int, str]) -> pl.DataFrame:
    """Participants of a war: state, side, initiator (1 or 2), first day."""
    return pl.DataFrame(
        [(7, state, side, first, dt.date.fromisoformat(day)) for state, side, first, day in rows],
        schema={"warnum": pl.Int16, "ccode": pl.Int16, "side": pl.Int8, "initiator": pl.Int8,
                "start": pl.Date}, orient="row",
    )  # fmt: skip


WAR = _war((1, 1, 1, "1900-05-01"), (2, 2, 2, "1900-05-01"), (3, 2, 2, "1900-06-01"))


def _kept(war: pl.DataFrame, *rows: dict, conditions: str = "met") -> list[tuple]:
    got = called(war, _owed(*rows), conditions)  # pyrefly: ignore  # any text
    return got.select("obligor", "beneficiary", "kind", "kept").rows()


def test_defence_is_called_by_the_attacked_and_kept_by_fighting() -> None:
    owed = [{"obligor": who, "beneficiary": 2, "defense": 1} for who in (3, 4)]
    assert _kept(WAR, *owed) == [(3, 2, "defense", True), (4, 2, "defense", False)]
    assert _kept(WAR, {"obligor": 4, "beneficiary": 1, "defense": 1}) == []
    assert _kept(WAR, {"obligor": 4, "beneficiary": 3, "defense": 1}) == []  # a joiner
    assert _kept(WAR, {"obligor": 1, "beneficiary": 2, "defense": 1}) == []  # the attacker


def test_offence_is_called_by_the_initiator() -> None:
    assert _kept(WAR, {"obligor": 4, "beneficiary": 1, "offense": 1}) == [(4, 1, "offense", False)]
    assert _kept(WAR, {"obligor": 4, "beneficiary": 2, "offense": 1}) == []


def test_neutrality_and_non_aggression_are_broken_by_fighting_on_the_other_side() -> None:
    for kind in ("neutral", "nonagg"):
        owed = [{"obligor": who, "beneficiary": 1, kind: 1} for who in (2, 3, 4)]
        kept = [(2, 1, kind, False), (3, 1, kind, False), (4, 1, kind, True)]
        assert _kept(WAR, *owed) == kept
    unprovoked = {"obligor": 4, "neutral": 1, "neucon": 1, "neuconpr": 1}
    assert _kept(WAR, unprovoked | {"beneficiary": 1}) == []
    assert len(_kept(WAR, unprovoked | {"beneficiary": 2})) == 1


def test_named_adversaries_days_and_conditions() -> None:
    owed = {"obligor": 3, "beneficiary": 2, "defense": 1}
    assert _kept(WAR, owed | {"defcoadv": 1, "statthr1": 9}) == []
    assert len(_kept(WAR, owed | {"defcoadv": 1, "statthr1": 9, "statthr2": 1})) == 1
    assert len(_kept(WAR, owed | {"statthr1": 9})) == 1  # a threat named, but no limit
    assert _kept(WAR, owed | {"start": dt.date(1900, 5, 1)}) == []  # made on the day of the war
    assert len(_kept(WAR, owed | {"end": dt.date(1900, 4, 30)})) == 1
    assert _kept(WAR, owed | {"defcoloc": 1}, conditions="unmet") == []
    assert len(_kept(WAR, owed | {"defcoloc": 1})) == 1


def test_treaties_by_rule() -> None:
    rows = pl.DataFrame({
        "warnum": [7] * 4, "atopid": [1, 1, 1, 2], "obligor": [3, 3, 4, 3], "year": [1900] * 4,
        "kept": [True, False, True, False],
    })  # fmt: skip
    kept = {rule: by_treaty(rows, rule)["kept"].to_list() for rule in ("any", "most", "all")}
    assert kept == {"any": [True, False], "most": [True, False], "all": [False, False]}
    with pytest.raises(UsageError, match="no such rule"):
        by_treaty(rows, "some")  # pyrefly: ignore  # wrong on purpose


def test_share_and_its_interval() -> None:
    rng = np.random.default_rng(0)
    rows = pl.DataFrame({"warnum": np.arange(400), "kept": rng.random(400) < 0.3})
    share = share_kept(rows)
    assert share is not None
    half = 1.96 * (share.value * (1 - share.value) / 400) ** 0.5
    assert (share.low, share.high) == pytest.approx(
        (share.value - half, share.value + half), abs=0.01
    )
    every = share_kept(rows.with_columns(kept=pl.lit(value=True)).head(10))
    assert every is not None
    assert (every.low, every.high) == pytest.approx((0.025**0.1, 1.0))  # exact binomial bound
    assert share_kept(rows.clear()) is None


def test_defence_called_by_the_record_as_by_a_loop(data: Path) -> None:
    wars, owed = load("wars/participants").frame, spells(load("atop/members").frame)
    ours = called(wars, owed).filter(pl.col("kind") == "defense")
    expected: dict[tuple, bool] = {}
    promises = owed.filter(pl.col("defense") == 1).rows(named=True)
    for (warnum,), war in wars.group_by("warnum"):
        rows = war.rows(named=True)
        opened = {s: min(r["start"] for r in rows if r["side"] == s) for s in (1, 2)}
        begun = {r["side"] for r in rows if r["initiator"] == 1}
        first = [r for r in rows if r["start"] == opened[r["side"]]]
        for state in (r for r in first if r["side"] not in begun):
            facing = {r["ccode"] for r in first if r["side"] != state["side"]}
            eve = state["start"] - dt.timedelta(days=1)
            for row in promises:
                named = {c for c in (row["statthr1"], row["statthr2"]) if c and c > 0}
                if (
                    row["beneficiary"] == state["ccode"] and row["start"] <= eve <= row["end"]
                    and row["obligor"] not in facing
                    and (row["defcoadv"] != 1 or not named or named & facing)
                ):  # fmt: skip
                    fights = any(
                        r["ccode"] == row["obligor"] and r["side"] == state["side"] for r in rows
                    )
                    expected[warnum, row["atopid"], row["obligor"], state["ccode"]] = fights
    got = {row[:4]: row[4] for row in ours.select(
        "warnum", "atopid", "obligor", "beneficiary", "kept").iter_rows()}  # fmt: skip
    assert got == expected
    assert len(got) == 424


def test_cases_from_history(data: Path) -> None:
    rows = called(load("wars/participants").frame, spells(load("atop/members").frame))
    of = {(r[0], r[1], r[2], r[3]): r[4] for r in rows.select(
        "warnum", "obligor", "beneficiary", "kind", "kept").iter_rows()}  # fmt: skip
    assert of[139, 200, 290, "defense"] is True  # Britain for Poland, 1939
    assert of[139, 220, 290, "defense"] is True
    assert of[106, 350, 345, "defense"] is True  # Greece for Serbia: late, in 1917
    assert of[85, 220, 365, "defense"] is False  # France for Russia against Japan
