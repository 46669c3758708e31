"""Everything about cases that does not depend on how many candidates come into the game."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import polars as pl

from foedus.sources.load import Source, load

from .camps import camps, challengers
from .candidates import Eve, candidates, eve_of
from .originators import Start, before, start, started
from .ranking import by_rule, ranked
from .traits import ordered

__all__ = ["Stage", "inside", "might_have_been", "on_record", "record", "staged"]

Record = tuple[Source, Source, Source]


@dataclass(frozen=True, eq=False)
class Stage:
    """Cases with their camps and their candidates.

    Parameters
    ----------
    cases
        ``case, year, start, territory, challenger`` (1 side A, 0 side B), ``by, issue``.
    states
        ``case, ccode, sidea, camp``: originators, each case's strongest first.
    ranked
        ``case, ccode``, reasons, ``score, camp, rule, rank`` (from 1): candidates by rank, the
        first of each camp before the second of any.
    start
        Disputes with their blocks; None for crises that might have been.
    """

    cases: pl.DataFrame
    states: pl.DataFrame
    ranked: pl.DataFrame
    start: Start | None = None


def record() -> Record:
    """Load what disputes are read from.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If the disputes, their participants or the wars are not there.
    """
    return load("mid/disputes"), load("mid/participants"), load("wars/participants")


def on_record() -> Stage:
    """Stage of every dispute of COW's list."""
    return staged(record())


@functools.lru_cache(maxsize=2)
def staged(sources: Record) -> Stage:
    """Stage of the disputes in these tables; what `record` returns."""
    one, participants = started(*sources), sources[1].frame
    eve = eve_of(one, participants)
    states = ordered(eve.states, eve.cases)
    sides = challengers(states.rename({"case": "dispnum"}), participants)
    return _stage(eve, states, sides.rename({"dispnum": "case"}), one, recorded=True)


def might_have_been(pairs: pl.DataFrame) -> Stage:
    """Stage of crises that might have been.

    Parameters
    ----------
    pairs
        ``ccode1, ccode2, year``: who challenges whom, on 1 January. Cases are numbered from 0 by
        the order of the rows.
    """
    numbered = pairs.with_row_index("case").with_columns(pl.col("case").cast(pl.Int32))
    cases = numbered.select(
        "case",
        year=pl.col("year").cast(pl.Int16),
        start=pl.date(pl.col("year"), 1, 1),
        territory=pl.lit(value=False),  # what would have been at issue is not known
    )
    states = pl.concat(
        numbered.select(
            "case",
            ccode=pl.col(name).cast(pl.Int16),
            sidea=pl.lit(side, pl.Int8),
        )
        for name, side in (("ccode1", 1), ("ccode2", 0))
    ).sort("case", "sidea", descending=[False, True])
    eve = Eve(cases, states)
    sides = cases.select("case", challenger=pl.lit(1), by=pl.lit("assumed"), issue=pl.lit("other"))
    return _stage(eve, states, sides, start(), recorded=False)


def _stage(
    eve: Eve, states: pl.DataFrame, sides: pl.DataFrame, past: Start, *, recorded: bool
) -> Stage:
    challenger = sides.select("case", "challenger")
    rows = (
        candidates(eve)
        .join(eve.cases.select("case", "year"), on="case", how="left", maintain_order="left")
        .join(before("nmc/7", "cinc"), on=["ccode", "year"], how="left", maintain_order="left")
    )
    scored = rows.with_columns(by_rule(rows)).drop("year", "cinc")
    chosen = ranked(camps(eve, scored, challenger, past))
    camp = (
        pl.when(pl.col("sidea") == pl.col("challenger"))
        .then(pl.lit("challenger"))
        .otherwise(pl.lit("target"))
    )
    sided = states.join(challenger, on="case", maintain_order="left").select(
        "case", "ccode", "sidea", camp=camp
    )
    cases = eve.cases.join(sides, on="case", maintain_order="left").sort("case")
    return Stage(cases, sided, chosen, past if recorded else None)


def inside(stage: Stage, k: int) -> pl.DataFrame:
    """States in each game: originators, and the first `k` candidates.

    Returns
    -------
    DataFrame
        ``case, ccode, camp, principal``, whether an originator; the challenger's first, then the
        target's, each the strongest first, then candidates by rank.
    """
    heads = stage.states.select("case", "ccode", "camp", principal=pl.lit(value=True))
    others = stage.ranked.filter(pl.col("rank") <= k).select(
        "case", "ccode", "camp", principal=pl.lit(value=False)
    )
    place = pl.when(~pl.col("principal")).then(2).when(pl.col("camp") == "target").then(1)
    return (
        pl.concat([heads, others])
        .with_columns(place=place.otherwise(0))
        .sort("case", "place", maintain_order=True)
        .drop("place")
    )
