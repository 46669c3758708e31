"""Disputes and international crises: matched by states and days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from foedus.ledger.icb import crises_of_disputes, matched


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def parts(*rows: tuple[int, int, int, str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"dispnum": n, "ccode": c, "sidea": a, "start": day(s), "end": day(e)}
            for n, c, a, s, e in rows
        ],
        schema_overrides={"ccode": pl.Int16, "sidea": pl.Int8},
    )


def dyads(*rows: tuple[int, int, int, str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "crisno": n,
                "ccode1": a,
                "ccode2": b,
                "trigger_earliest": day(s),
                "end_latest": day(e),
            }
            for n, a, b, s, e in rows
        ],
        schema_overrides={"ccode1": pl.Int16, "ccode2": pl.Int16},
    )


def actors(*rows: tuple[int, int, int | None, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"crisno": n, "ccode": c, "trigent": t, "yrtrig": int(s[:4]),
             "trigger_earliest": day(s), "end_latest": day(e) if e else None}
            for n, c, t, s, e in rows
        ],
        schema={"crisno": pl.Int64, "ccode": pl.Int16, "trigent": pl.Int16, "yrtrig": pl.Int16,
                "trigger_earliest": pl.Date, "end_latest": pl.Date},
    )  # fmt: skip


IN_IT = parts(
    (1, 2, 1, "1950-03-01", "1950-06-30"),
    (1, 70, 0, "1950-03-01", "1950-06-30"),
    (1, 20, 1, "1950-06-01", "1950-06-30"),
)


def test_opponents_and_overlapping_days_match() -> None:
    found = matched(IN_IT, dyads((7, 2, 70, "1950-06-30", "1950-09-01")), actors())
    assert found.rows() == [(1, 7)]


def test_days_apart_partners_and_others_do_not() -> None:
    for row in (
        (7, 2, 70, "1950-07-01", "1950-09-01"),  # a day too late
        (7, 2, 20, "1950-06-10", "1950-06-20"),  # on one side
        (7, 2, 200, "1950-06-10", "1950-06-20"),  # not in it
        (7, 20, 70, "1950-03-10", "1950-05-20"),  # before the second came in
    ):
        assert matched(IN_IT, dyads(row), actors()).is_empty()


def test_many_to_one_and_one_to_many() -> None:
    more = pl.concat([IN_IT, IN_IT.with_columns(dispnum=pl.lit(2, pl.Int64))])
    both = dyads((7, 2, 70, "1950-06-30", "1950-09-01"), (8, 70, 20, "1950-06-10", "1950-06-10"))
    assert matched(more, both, actors()).rows() == [(1, 7), (1, 8), (2, 7), (2, 8)]


def test_a_crisis_without_a_pair_goes_by_its_actors_and_trigger() -> None:
    none = dyads((99, 2, 3, "1900-01-01", "1900-01-02"))
    two = actors((7, 2, None, "1950-04-01", "1950-04-30"), (7, 70, None, "1950-04-02", None))
    assert matched(IN_IT, none, two).rows() == [(1, 7)]
    one = actors((8, 2, 70, "1950-04-01", "1950-04-30"))
    assert matched(IN_IT, none, one).rows() == [(1, 8)]
    stranger = actors((8, 2, 200, "1950-04-01", "1950-04-30"))
    assert matched(IN_IT, none, stranger).is_empty()


def test_well_known_crises(data: Path) -> None:
    found = crises_of_disputes()
    assert found[61] == [196]  # Cuba, October 1962
    assert 257 not in found  # ICB begins in 1918
    assert sum(len(crises) for crises in found.values()) > len(found)
    assert len({crisis for crises in found.values() for crisis in crises}) > 300
