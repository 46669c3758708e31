"""Nothing of what happened, and nothing later, enters a scenario."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from foedus.cases.build import made
from foedus.cases.stage import Record, record, staged
from foedus.sources.load import Source

pytestmark = pytest.mark.usefixtures("data")


def otherwise(sources: Record, known: int) -> Record:
    """Other outcomes of disputes known from a year on: who joined, how high it went, its end."""
    disputes, parts, wars = sources
    late = pl.col("endyear") >= known
    numbers = disputes.frame.filter(late)["dispnum"].implode()
    joined = (pl.col("orig") == 0) & pl.col("dispnum").is_in(numbers)
    return (
        replaced(
            disputes,
            disputes.frame.with_columns(
                hostlev=pl.when(late).then(7 - pl.col("hostlev")).otherwise("hostlev"),
                outcome=pl.when(late).then(pl.lit(3, pl.Int8)).otherwise("outcome"),
                mindur=pl.when(late).then(pl.lit(1, pl.Int16)).otherwise("mindur"),
            ),
        ),
        replaced(
            parts,
            parts.frame.filter(~(joined & (pl.col("ccode") % 3 == 0))).with_columns(
                sidea=pl.when(joined).then(1 - pl.col("sidea")).otherwise("sidea"),
                hostlev=pl.when(joined).then(pl.lit(1, pl.Int8)).otherwise("hostlev"),
                revstate=pl.when(joined).then(pl.lit(1, pl.Int8)).otherwise("revstate"),
            ),
        ),
        wars,
    )


def replaced(source: Source, frame: pl.DataFrame) -> Source:
    return dataclasses.replace(source, frame=frame.cast(dict(source.frame.schema)))


@pytest.mark.parametrize(("known", "first", "last"), [(1910, 1890, 1919), (2010, 1995, 2014)])
def test_other_outcomes_leave_the_scenario_as_it_is(known: int, first: int, last: int) -> None:
    """Of the decade that begins then, and of all before it."""
    sources = record()
    frame = sources[0].frame.filter(pl.col("styear").is_between(first, last))
    only = frame["dispnum"].to_list()
    changed = made(otherwise(sources, known), 3, "any", only)
    as_it_was = made(sources, 3, "any", only)
    assert len(changed) == len(as_it_was) > 200
    assert any(a.seen != b.seen for a, b in zip(changed, as_it_was, strict=True))
    for one, other in zip(changed, as_it_was, strict=True):
        assert one.scenario == other.scenario
        assert one.candidates == other.candidates
        assert one.notes == other.notes


def test_later_disputes_move_neither_rank_nor_camp() -> None:
    disputes, parts, wars = record()
    early = disputes.frame.filter(pl.col("styear") < 1920)
    kept = parts.frame.join(early.select("dispnum"), on="dispnum", how="semi")
    shorter = staged((replaced(disputes, early), replaced(parts, kept), wars)).ranked
    longer = staged(record()).ranked.join(early.select(case="dispnum"), on="case", how="semi")
    assert shorter.equals(longer)
    assert shorter.height > 2000
