"""Which international crises (ICB) a dispute (COW MID) is, by states and days.

The rule: a crisis is a dispute's where two states that ICB has as adversaries in it (a pair of its
dyadic file) stood on opposite sides of the dispute, both in it on a day on which that pair's crisis
was on. A crisis without a pair in the dyadic file (47 of 496) counts where two of its crisis actors
stood on opposite sides so, or one did with the state that triggered its crisis. Days not known
exactly count as possible. Many disputes can be in one crisis, and one dispute can be in many; ICB
begins in 1918. The match is for reference: nothing of it enters a game.
"""

from __future__ import annotations

import polars as pl

from foedus.sources.gw_codes import cow
from foedus.sources.load import load

__all__ = ["crises_of_disputes", "matched"]

_STATES = ["one", "two"]


def crises_of_disputes() -> dict[int, list[int]]:
    """Return ICB's numbers of the crises of each dispute that is one.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If ICB, or the participants of the disputes, are not there.
    """
    found = matched(
        load("mid/participants").frame, load("icb/dyads").frame, load("icb/actors").frame
    )
    return {
        int(row["dispnum"]): [int(one) for one in row["crisno"]]
        for row in found.group_by("dispnum").agg("crisno").iter_rows(named=True)
    }


def matched(participants: pl.DataFrame, dyads: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    """Match disputes and crises.

    Parameters
    ----------
    participants
        Table ``mid/participants``.
    dyads, actors
        Tables ``icb/dyads`` and ``icb/actors``.

    Returns
    -------
    DataFrame
        ``dispnum, crisno``, each pair once, sorted.
    """
    pairs = pl.concat([_listed(dyads), _unlisted(dyads, actors)])
    opposed = _opposed(participants)
    return (
        opposed.join(pairs, on=_STATES)
        .filter((pl.col("first") <= pl.col("until")) & (pl.col("last") >= pl.col("since")))
        .select("dispnum", "crisno")
        .unique()
        .sort("dispnum", "crisno")
    )


def _opposed(participants: pl.DataFrame) -> pl.DataFrame:
    """Pairs on opposite sides of a dispute, with the days on which both were in it."""
    spans = participants.select("dispnum", "ccode", "sidea", first="start", last="end")
    side = {k: spans.filter(pl.col("sidea") == k).drop("sidea") for k in (0, 1)}
    return (
        side[1]
        .join(side[0], on="dispnum")
        .with_columns(
            first=pl.max_horizontal("first", "first_right"),
            last=pl.min_horizontal("last", "last_right"),
        )
        .filter(pl.col("first") <= pl.col("last"))
        .select("dispnum", "first", "last", **_ordered("ccode", "ccode_right"))
    )


def _listed(dyads: pl.DataFrame) -> pl.DataFrame:
    """Pairs of the dyadic file, with the days of their crisis."""
    return (
        dyads.drop_nulls(["ccode1", "ccode2"])
        .select(
            "crisno", since="trigger_earliest", until="end_latest", **_ordered("ccode1", "ccode2")
        )
        .unique()
    )


def _unlisted(dyads: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    """Pairs of crises that the dyadic file leaves out: crisis actors, or one and its trigger."""
    own = actors.join(dyads.select("crisno").unique(), on="crisno", how="anti")
    own = own.with_columns(trigger=cow("trigent", "yrtrig"))
    spans = own.select("crisno", "ccode", since="trigger_earliest", until="end_latest")
    spans = spans.drop_nulls("ccode").with_columns(pl.col("until").fill_null(pl.col("since")))
    both = (
        spans.join(spans, on="crisno")
        .filter(pl.col("ccode") < pl.col("ccode_right"))
        .select(
            "crisno",
            since=pl.max_horizontal("since", "since_right"),
            until=pl.min_horizontal("until", "until_right"),
            **_ordered("ccode", "ccode_right"),
        )
    )
    triggered = (
        own.drop_nulls(["ccode", "trigger"])
        .filter(pl.col("ccode") != pl.col("trigger"))
        .select(
            "crisno",
            since="trigger_earliest",
            until=pl.col("end_latest").fill_null(pl.col("trigger_earliest")),
            **_ordered("ccode", "trigger"),
        )
    )
    return pl.concat([both, triggered]).unique()


def _ordered(one: str, two: str) -> dict[str, pl.Expr]:
    return {
        "one": pl.min_horizontal(one, two).cast(pl.Int16),
        "two": pl.max_horizontal(one, two).cast(pl.Int16),
    }
