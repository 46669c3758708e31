"""Disputes and the pledges on their eve: against loops over treaties, and cases from history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from foedus.estimate.reduced.curve.choices import BLOCKS, LAST, Sampling
from foedus.estimate.reduced.curve.escalations import WAR, escalations, pledged
from foedus.estimate.reduced.samples import PLEDGES
from foedus.estimate.scoring.disputes import escalation
from foedus.panel.obligations import spells
from foedus.sources.load import load

_CHECKED = ("defcoloc", "defcocon", "defconum", "defcodem")


def _all(**choices: object) -> pl.DataFrame:
    return escalations(Sampling("escalation", 1816, 2014, relevant=False, **choices))


def _sides(dispnum: int) -> tuple[list[int], list[int], dt.date]:
    rows = load("mid/participants").frame.filter(
        (pl.col("dispnum") == dispnum) & (pl.col("orig") == 1)
    )
    start = load("mid/disputes").frame.filter(pl.col("dispnum") == dispnum)["start"].item()
    return *(rows.filter(pl.col("sidea") == k)["ccode"].to_list() for k in (1, 0)), start


@pytest.mark.parametrize("name", PLEDGES)
@pytest.mark.parametrize("lag", [0, 1])
def test_as_by_a_loop_over_treaties(data: Path, name: str, lag: int) -> None:
    frame = _all(lag=lag)
    side, kind = name.split("_")
    limited = {"defense": "defcoadv", "offense": "offcoadv", "neutral": "neucoadv"}[kind]
    owed = spells(load("atop/members").frame).filter(pl.col(kind) == 1).to_dicts()
    for dispnum in frame["dispnum"].to_list()[::60]:
        a, b, start = _sides(dispnum)
        own, other = (a, b) if side == "challenger" else (b, a)
        eve = start - dt.timedelta(days=1)
        if lag:
            leap = eve.month == 2 and eve.day == 29
            eve = eve.replace(year=eve.year - 1, day=28 if leap else eve.day)
        expected = False
        for row in owed:
            named = {row["statthr1"], row["statthr2"]} - {None, 0}
            named = {code for code in named if code > 0}
            expected |= (
                row["beneficiary"] in own
                and row["obligor"] not in {*a, *b}
                and row["start"] <= eve <= row["end"]
                and (row[limited] != 1 or not named or bool(named & set(other)))
            )
        found = frame.filter(pl.col("dispnum") == dispnum)[name].item()
        assert bool(found) is expected, dispnum


def test_cases_from_history(data: Path) -> None:
    rows = {row["dispnum"]: row for row in _all().to_dicts()}
    july = rows[257]
    assert (july["ccode1"], july["ccode2"], july[WAR]) == (300, 345, 1)
    assert july["target_defense"] == 1  # Greece owed it to Serbia
    assert july["challenger_defense"] == 1  # Germany to Austria-Hungary
    assert july["block"] == -106  # the First World War is one cluster
    korea, cuba = rows[51], rows[61]
    assert (korea["ccode1"], korea["ccode2"], korea[WAR]) == (731, 732, 1)
    assert (korea["target_defense"], cuba["target_defense"], cuba[WAR]) == (0, 1, 0)


def test_wars_by_coding(data: Path) -> None:
    """As many as the sets say, and fewer where only originators count."""
    cow = load("mid/disputes").frame.filter(pl.col("hostlev") == 5)
    everybody, originators = _all(originators=False), _all()
    assert everybody[WAR].sum() == cow.height == 106
    assert originators[WAR].sum() == 80
    fewer = originators.filter(pl.col(WAR) == 1).select("dispnum")
    assert fewer.join(everybody.filter(pl.col(WAR) == 1), on="dispnum", how="anti").is_empty()
    gml = _all(source="gml", originators=False)
    assert gml[WAR].sum() == load("gml/disputes").frame.filter(pl.col("hostlev") == 5).height
    assert gml["year"].to_numpy().max() == LAST["gml"]
    assert gml.height == 2165  # of GML's 2,174 nine are not in MID 5.0


def test_rows_are_the_disputes_with_two_sides(data: Path) -> None:
    frame = _all()
    everything, _ = escalation()
    assert frame.height == everything.height - 1  # one has no originators on opposite sides
    assert frame["dispnum"].is_sorted()
    assert frame["dispnum"].is_unique().all()
    assert (frame["ccode1"] != frame["ccode2"]).all()
    controls = {name for one in BLOCKS["escalation"].values() for name in one}
    assert set(frame.columns) == {
        "dispnum", "ccode1", "ccode2", "year", "block", WAR, *PLEDGES, *controls,
    }  # fmt: skip
    relevant = escalations(Sampling("escalation", 1816, 2014))
    assert relevant.join(frame, on="dispnum", how="anti").is_empty()
    assert 0.85 < relevant.height / frame.height < 1.0
    first = escalations(Sampling("escalation", 1816, 1944))
    assert first["year"].to_numpy().max() == 1944


def test_unmet_conditions_leave_fewer(data: Path) -> None:
    met, unmet = _all(), _all(conditions="unmet")
    for name in PLEDGES:
        assert (unmet[name] <= met[name]).all()
        assert 0 < unmet[name].sum() < met[name].sum()


def test_backed_sides_are_those_of_the_scoring_task(data: Path) -> None:
    """Whoever has a defensive ally here has one there; there any adversary will do."""
    frame = _all().join(escalation()[0].select("dispnum", "backed_first", "backed_other"),
                        on="dispnum")  # fmt: skip
    for ours, theirs in (
        ("target_defense", "backed_other"),
        ("challenger_defense", "backed_first"),
    ):
        assert (frame.filter(pl.col(ours) == 1)[theirs] > 0).all()


def test_an_originator_s_pledge_does_not_count() -> None:
    pairs = pl.DataFrame({
        "dispnum": [1, 1, 2], "start": [dt.date(1900, 1, 2)] * 3, "challenger": [10, 11, 10],
        "target": [20, 20, 20],
    })  # fmt: skip
    blank = {"statthr1": None, "statthr2": None, "defcoadv": 0}
    owed = pl.DataFrame(
        [{"obligor": 11, "beneficiary": 10, "start": dt.date(1890, 1, 1),
          "end": dt.date(1910, 1, 1), **blank}],
        schema_overrides={"statthr1": pl.Int16, "statthr2": pl.Int16},
    )  # fmt: skip
    # 11 is in dispute 1 already; in dispute 2 it is the ally.
    assert pledged(pairs, owed, "defense", "challenger").to_list() == [2]
    late = owed.with_columns(start=pl.date(1900, 1, 2))  # on the first day, not on the eve
    assert pledged(pairs, late, "defense", "challenger").to_list() == []
    against = owed.with_columns(defcoadv=1, statthr1=pl.lit(20, pl.Int16))
    assert pledged(pairs, against, "defense", "challenger").to_list() == [2]
    other = owed.with_columns(defcoadv=1, statthr1=pl.lit(30, pl.Int16))
    assert pledged(pairs, other, "defense", "challenger").to_list() == []
