"""The record alone: how often disputes became wars, by period and by who had an ally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from foedus.network.exposure.onset import jeffreys

__all__ = ["CUTS", "TIES", "Rate", "bound", "classed", "number", "rate", "rates"]

CUTS = (1914, 1946, 1993)
"""First years of periods after the first: the world wars, and the two splits of the scores."""
TIES = {
    "neither": "neither side had an ally",
    "one": "one side had an ally",
    "both": "both sides had an ally",
    "bound": "bound to each other",
}
"""Kinds of dispute. An ally is a third party in the dispute's game that owes help to fight."""
_TO_FIGHT = ("defence", "offence")


@dataclass(frozen=True)
class Rate:
    """How many disputes became wars.

    Attributes
    ----------
    period, tie
        Which disputes; empty for all.
    disputes, wars
        Their number, and that of wars among them.
    low, high
        Ends of Jeffreys' 95 per cent interval of the share.
    """

    period: str
    tie: str
    disputes: int
    wars: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Of the disputes, those that became wars."""
        return self.wars / self.disputes


def number(value: object) -> float:
    """A least, greatest or middle value of a column as a number; 0 of a column without any.

    Examples
    --------
    >>> number(3), number(None)
    (3.0, 0.0)
    """
    return float(value) if isinstance(value, int | float) else 0.0


def classed(rows: pl.DataFrame) -> pl.DataFrame:
    """Sort disputes by who was bound to whom.

    Parameters
    ----------
    rows
        The ledger's rows.

    Returns
    -------
    DataFrame
        ``dispnum, year, tie, war``: those whose level and sides are known.
    """
    known = rows.filter(pl.col("level").is_not_null() & (pl.col("status") != "unmade"))
    one, two = pl.col("challenger_code"), pl.col("target_code")
    owed = (
        known.select("dispnum", "challenger_code", "target_code", "obligations")
        .explode("obligations")
        .drop_nulls("obligations")
        .unnest("obligations")
        .with_columns(
            between=((pl.col("obligor") == one) & (pl.col("beneficiary") == two))
            | ((pl.col("obligor") == two) & (pl.col("beneficiary") == one)),
            fight=pl.col("kind").is_in(_TO_FIGHT),
        )
        .group_by("dispnum")
        .agg(
            bound=pl.col("between").any(),
            first=(pl.col("fight") & ~pl.col("between") & (pl.col("beneficiary") == one)).any(),
            second=(pl.col("fight") & ~pl.col("between") & (pl.col("beneficiary") == two)).any(),
        )
    )
    joined = known.join(owed, on="dispnum", how="left").with_columns(
        pl.col("bound", "first", "second").fill_null(value=False)
    )
    allied = pl.col("first").cast(pl.Int8) + pl.col("second").cast(pl.Int8)
    tie = (
        pl.when(pl.col("bound")).then(pl.lit("bound"))
        .when(allied == 2).then(pl.lit("both"))
        .when(allied == 1).then(pl.lit("one"))
        .otherwise(pl.lit("neither"))
    )  # fmt: skip
    return joined.select("dispnum", "year", tie=tie, war=pl.col("level") == "war").sort("dispnum")


def bound(rows: pl.DataFrame) -> frozenset[int]:
    """Disputes whose opponents owed each other something."""
    kept = rows.filter(pl.col("status") != "unmade")
    owed = kept.select("dispnum", "challenger_code", "target_code", "obligations").explode(
        "obligations"
    )
    one, two = pl.col("challenger_code"), pl.col("target_code")
    between = (
        owed.drop_nulls("obligations")
        .unnest("obligations")
        .filter(
            ((pl.col("obligor") == one) & (pl.col("beneficiary") == two))
            | ((pl.col("obligor") == two) & (pl.col("beneficiary") == one))
        )
    )
    return frozenset(between["dispnum"].to_list())


def rate(found: pl.DataFrame, period: str = "", tie: str = "") -> Rate | None:
    """The rate of some disputes; None where there are none."""
    if found.is_empty():
        return None
    wars = int(found["war"].sum())
    low, high = jeffreys(float(wars), float(found.height))
    return Rate(period, tie, found.height, wars, low, high)


def rates(disputes: pl.DataFrame, cuts: Sequence[int] = CUTS) -> tuple[Rate, ...]:
    """Rates by period and kind of tie, then by period, by kind, and of all.

    Parameters
    ----------
    disputes
        As `classed` returns them.
    cuts
        First years of periods after the first.
    """
    if disputes.is_empty():
        return ()
    first, last = int(number(disputes["year"].min())), int(number(disputes["year"].max()))
    starts = [first, *(cut for cut in cuts if first < cut <= last)]
    ends = [*(start - 1 for start in starts[1:]), last]
    spans = {f"{start}–{end}": (start, end) for start, end in zip(starts, ends, strict=True)}
    out: list[Rate | None] = []
    for period, (start, end) in spans.items():
        part = disputes.filter(pl.col("year").is_between(start, end))
        out += [rate(part.filter(pl.col("tie") == tie), period, tie) for tie in TIES]
    for period, (start, end) in spans.items():
        out.append(rate(disputes.filter(pl.col("year").is_between(start, end)), period))
    out += [rate(disputes.filter(pl.col("tie") == tie), "", tie) for tie in TIES]
    out.append(rate(disputes))
    return tuple(one for one in out if one is not None)
