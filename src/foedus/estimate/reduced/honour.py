"""Pledges that wars called, and whether they were kept: ATOP's obligations beside COW's wars.

A war calls the pledges that were in force on the day before the beneficiary entered it. Only the
first on each side count as beneficiaries: what joiners were owed was promised for another war.

========== ============================================ =======================================
kind       called where the beneficiary                 kept where the obligor
========== ============================================ =======================================
defense    is first on the side that did not initiate   fights on its side
offense    is first on the side that initiated          fights on its side
neutral    is first on either side; on the side that    does not fight on the other side
           did not initiate, if the pledge is for
           unprovoked wars only
nonagg     is first on either side                      does not fight on the other side
========== ============================================ =======================================

A pledge that names its adversaries is called by wars against those only. Conditions that cannot be
checked (see `foedus.estimate.reduced.pledges`) are taken as met, or as unmet: then nothing was
called. Help of active kinds is not called from a
state that is itself first on the other side. To fight is to be in COW's list of participants: help
with money, arms or few troops is not seen, nor is an obligor that was never asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from foedus.core.errors import UsageError
from foedus.panel.conditions import unchecked

from .pledges import Conditions, adversaries

__all__ = ["ACTIVE", "CALLED", "Called", "Rule", "Share", "by_treaty", "called", "share_kept"]

Rule: TypeAlias = Literal["any", "most", "all"]
Called: TypeAlias = Literal["defense", "offense", "neutral", "nonagg"]
CALLED: tuple[Called, ...] = ("defense", "offense", "neutral", "nonagg")
ACTIVE = CALLED[:2]
_DRAWS = 2_000


@dataclass(frozen=True)
class Share:
    """A share of what was called that was kept.

    Parameters
    ----------
    kept, called
        Counts.
    low, high
        Interval of 95 per cent: bootstrap over wars; where all or nothing was kept, the exact
        bound for one case a war.
    wars
        Wars that they come from.
    """

    kept: int
    called: int
    low: float
    high: float
    wars: int

    @property
    def value(self) -> float:
        """Kept over called."""
        return self.kept / self.called


def called(
    participants: pl.DataFrame, owed: pl.DataFrame, conditions: Conditions = "met"
) -> pl.DataFrame:
    """Pledges that wars called.

    Parameters
    ----------
    participants
        Rows of ``wars/participants``.
    owed
        What `foedus.panel.obligations.spells` returns.
    conditions
        How conditions that cannot be checked are taken.

    Returns
    -------
    DataFrame
        One row for each ``warnum, atopid, obligor, beneficiary, kind``, sorted so and unique; then
        ``year`` of the war, and ``kept``.
    """
    firsts = _first_on_each_side(participants)
    fought = participants.group_by("warnum", "ccode").agg(sides=pl.col("side").unique())
    against = firsts.group_by("warnum", "side").agg(first=pl.col("ccode"))
    facing = against.with_columns(side=3 - pl.col("side")).rename({"first": "facing"})
    begun = firsts.join(facing, on=["warnum", "side"]).rename({"ccode": "beneficiary"})
    parts = []
    for kind in CALLED:
        pledged = _pledged(owed, kind, conditions)
        met = begun.join(pledged, on="beneficiary").filter(
            pl.col("start") <= pl.col("eve"), pl.col("end") >= pl.col("eve"), _casus(kind)
        )
        parts.append(met.with_columns(kind=pl.lit(kind)))
    rows = (
        pl.concat(parts)
        .join(fought, left_on=["warnum", "obligor"], right_on=["warnum", "ccode"], how="left")
        .with_columns(pl.col("sides").fill_null(pl.lit([], pl.List(pl.Int8))))
    )
    helped = pl.col("sides").list.contains(pl.col("side"))
    opposed = pl.col("sides").list.contains(3 - pl.col("side"))
    kept = pl.when(pl.col("kind").is_in(ACTIVE)).then(helped).otherwise(~opposed)
    key = ["warnum", "atopid", "obligor", "beneficiary", "kind"]
    return (
        rows.with_columns(kept=kept)
        .group_by(key)
        .agg(pl.col("year").first(), pl.col("kept").all())
        .sort(key)
    )


def _pledged(owed: pl.DataFrame, kind: Called, conditions: Conditions) -> pl.DataFrame:
    """Obligations of a kind, and whom they are against."""
    held, against = owed.filter(pl.col(kind) == 1), pl.lit([None], pl.List(pl.Int16))
    if kind != "nonagg":
        against = adversaries(kind)
        if conditions == "unmet":
            held = held.filter(~unchecked(kind))
    columns = ("atopid", "obligor", "beneficiary", "start", "end", "neuconpr")
    return held.select(*columns, against=against)


def _first_on_each_side(participants: pl.DataFrame) -> pl.DataFrame:
    """States in a war from the first day of their side, and whether that side initiated."""
    side = ["warnum", "side"]
    return (
        participants.with_columns(
            initiating=(pl.col("initiator") == 1).any().over(side),
            opening=pl.col("start").min().over(side),
            year=pl.col("start").min().over("warnum").dt.year().cast(pl.Int16),
        )
        .filter(pl.col("start") == pl.col("opening"))
        .select(
            "warnum", "ccode", "side", "initiating", "year",
            eve=pl.col("start").dt.offset_by("-1d"),
        )
    )  # fmt: skip


def _casus(kind: str) -> pl.Expr:
    """Whether the war is one that the pledge is for."""
    named = pl.col("against").list.drop_nulls()
    against = (named.list.len() == 0) | (named.list.set_intersection("facing").list.len() > 0)
    begins = pl.col("initiating")
    if kind not in ACTIVE:
        provoked = (pl.col("neuconpr") == 1).fill_null(value=False) & begins
        return against & ~provoked if kind == "neutral" else against
    able = ~pl.col("facing").list.contains(pl.col("obligor"))
    return against & able & (begins if kind == "offense" else ~begins)


def by_treaty(rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """One row a treaty and war: whether the treaty was honoured.

    Parameters
    ----------
    rows
        What `called` returns, or some of it.
    rule
        Honoured if any of its obligors kept all that it was called for, if at least half did, or if
        all did.

    Returns
    -------
    DataFrame
        ``warnum, atopid, year, kept``, sorted.

    Raises
    ------
    UsageError
        If there is no such rule.
    """
    if rule not in ("any", "most", "all"):
        raise UsageError("no such rule", value=rule, fix="choose any, most, or all")
    kept = pl.col("kept")
    how = {"any": kept.any(), "most": kept.mean() >= 0.5, "all": kept.all()}[rule]
    return (
        rows.group_by("warnum", "atopid", "obligor")
        .agg(pl.col("year").first(), kept.all())
        .group_by("warnum", "atopid")
        .agg(pl.col("year").first(), kept=how)
        .sort("warnum", "atopid")
    )


def share_kept(rows: pl.DataFrame, *, draws: int = _DRAWS, seed: int = 0) -> Share | None:
    """Share kept, with an interval over wars; None where nothing was called.

    Parameters
    ----------
    rows
        ``warnum`` and ``kept``.
    draws, seed
        Of the bootstrap.
    """
    if rows.is_empty():
        return None
    wars = rows.group_by("warnum").agg(pl.col("kept").sum(), n=pl.len()).sort("warnum")
    kept, n = wars["kept"].to_numpy(), wars["n"].to_numpy()
    drawn = np.random.default_rng(seed).integers(0, n.size, (draws, n.size))
    shares = kept[drawn].sum(axis=1) / n[drawn].sum(axis=1)
    low, high = np.quantile(shares, (0.025, 0.975))
    # Where all or nothing was kept, every draw says the same, and the bootstrap knows no doubt.
    bound = 0.025 ** (1.0 / n.size)
    low = bound if kept.sum() == n.sum() else low
    high = 1.0 - bound if kept.sum() == 0 else high
    return Share(int(kept.sum()), int(n.sum()), float(low), float(high), n.size)
