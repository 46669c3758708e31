"""Disputes of the United States and of those it owed defence: by hand, then the record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from foedus.estimate.reduced.replications import __main__ as script
from foedus.estimate.reduced.replications.entangled import (
    EPISODES,
    answers,
    involvement,
    own,
    report,
)
from foedus.panel.disputes import dispute_participants
from foedus.panel.obligations import spells
from foedus.sources.load import load

_COLUMNS = ("joined", "beside", "owed", "followed", "called", "against")


def _took_part(dispute: int, ccode: int, day: int, sidea: int, orig: int) -> dict:
    found = {"dispnum": dispute, "ccode": ccode, "start": dt.date(1950, 1, day)}
    return found | {"sidea": sidea, "orig": orig, "hostlev": 3}


def _participants() -> pl.DataFrame:
    return pl.DataFrame(
        [
            # 1: 9 attacks 3, and 2 comes to its help
            _took_part(1, 9, 10, 1, 1), _took_part(1, 3, 10, 0, 1), _took_part(1, 2, 15, 0, 0),
            # 2: 3 attacks 9, and 2 joins it: an ally on its side, but no first target
            _took_part(2, 3, 10, 1, 1), _took_part(2, 9, 10, 0, 1), _took_part(2, 2, 12, 1, 0),
            # 3: 2 is in it from the first day, 3 comes later, 4 stands on the other side
            _took_part(3, 2, 10, 1, 1), _took_part(3, 4, 10, 0, 1), _took_part(3, 3, 20, 1, 0),
            # 4: 2 joins 5, to whom it owes nothing
            _took_part(4, 5, 10, 0, 1), _took_part(4, 9, 10, 1, 1), _took_part(4, 2, 11, 0, 0),
            # 5: 9 attacks 3, and 2 stays out; 6: 4 attacks 3, both owed defence
            _took_part(5, 9, 10, 1, 1), _took_part(5, 3, 10, 0, 1),
            _took_part(6, 4, 10, 1, 1), _took_part(6, 3, 10, 0, 1),
        ]
    )  # fmt: skip


def _owed(since: dt.date = dt.date(1949, 1, 1), against: int | None = None) -> pl.DataFrame:
    row = {"obligor": 2, "start": since, "end": dt.date(1960, 1, 1), "defense": 1}
    limits = {"defcoadv": int(against is not None), "statthr1": against, "statthr2": None}
    rows = [row | limits | {"beneficiary": 3}, row | limits | {"beneficiary": 4}]
    codes = dict.fromkeys(("obligor", "beneficiary", "statthr1", "statthr2"), pl.Int16)
    return pl.DataFrame(rows, schema_overrides=codes)


def _of(rows: pl.DataFrame, dispute: int) -> set[str]:
    row = rows.filter(pl.col("dispnum") == dispute).row(0, named=True)
    return {name for name in _COLUMNS if row[name]}


def test_each_column_by_hand() -> None:
    rows = involvement(_participants(), _owed(), 2)
    assert rows["dispnum"].to_list() == [1, 2, 3, 4]
    assert _of(rows, 1) == {"joined", "beside", "owed", "followed", "called"}
    assert _of(rows, 2) == {"joined", "beside", "owed", "followed"}
    assert _of(rows, 3) == {"beside", "owed", "against"}
    assert _of(rows, 4) == {"joined", "beside"}
    assert rows["level"].to_list() == [3] * 4


def test_what_is_owed_is_what_was_owed_on_the_eve() -> None:
    late = involvement(_participants(), _owed(dt.date(1950, 1, 15)), 2)
    assert late["owed"].sum() == 0  # in force on the day itself, not on the eve
    early = involvement(_participants(), _owed(dt.date(1950, 1, 14)), 2)
    assert early.filter(pl.col("owed") == 1)["dispnum"].to_list() == [1]
    named = involvement(_participants(), _owed(against=9), 2)
    assert named.filter(pl.col("owed") == 1)["dispnum"].to_list() == [1, 2]


def test_answers_by_hand() -> None:
    said = answers(_participants(), _owed(), 2)
    assert (said.calls, said.beside, said.against, said.out) == (2, 1, 0, 1)  # 1 and 5; not 6
    assert answers(_participants(), _owed(), 2, 1951, 1960).calls == 0


def test_the_record(data: Path) -> None:
    rows = own()
    assert rows.height == rows["dispnum"].n_unique() == 219
    assert own("gml").height == 198
    assert [rows[name].sum() for name in _COLUMNS] == [40, 95, 70, 19, 13, 39]
    participants = dispute_participants().frame.filter(pl.col("ccode") == 2)
    straight = participants.filter(pl.col("styear").is_between(1948, 2010))
    assert straight["dispnum"].n_unique() == rows.height
    assert (straight["orig"] != 1).sum() == rows["joined"].sum()


def test_the_five_episodes(data: Path) -> None:
    """Only Kosovo is counted, and that for Poland's sake, which had signed but was no member."""
    rows = own()
    found = {name: _of(rows, number) for name, number in EPISODES.items()}
    assert [name for name, columns in found.items() if "followed" in columns] == ["Kosovo"]
    assert "owed" not in found["Taiwan Strait 1954"] | found["Taiwan Strait 1995-96"]
    every = dispute_participants().frame.rename({"first_day": "start", "last_day": "end"})
    opponents = {50: 710, 611: 816, 3551: 345, 4064: 710, 4137: 345}
    for number in EPISODES.values():
        sides = dict(every.filter(pl.col("dispnum") == number).select("ccode", "sidea").iter_rows())
        assert sides[2] != sides[opponents[number]]
    poland = (pl.col("dispnum") == 4137) & (pl.col("ccode") == 290)
    without = involvement(every.filter(~poland), spells(load("atop/members").frame), 2)
    assert "followed" not in _of(without, 4137)


def test_the_page_says_what_is_printed(data: Path, root: Path) -> None:
    page = (root / "docs/explanation/replications.md").read_text(encoding="utf-8")
    printed = report()
    assert script.report("beckley") == printed
    for line in filter(None, printed.splitlines()):
        assert line in page
