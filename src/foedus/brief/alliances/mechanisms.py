"""The ledger's accounting, summed: how the weightiest treaty of each dispute worked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

__all__ = ["GROUPS", "Working", "summed"]

GROUPS = ("deterrence", "emboldenment", "entrapment", "others", "mechanics")


@dataclass(frozen=True)
class Working:
    """What one group's change of behaviour adds to the chance of war, over disputes.

    Attributes
    ----------
    group
        One of `GROUPS`.
    disputes
        In how many it was accounted for.
    down, up
        Sums of its negative shares (as a positive number) and of its positive ones: expected wars.
    inseparable
        Disputes in which the sign of its share hangs on the order of the accounting.
    """

    group: str
    disputes: int
    down: float
    up: float
    inseparable: int

    @property
    def net(self) -> float:
        """Added less taken away."""
        return self.up - self.down


def summed(
    table: pl.DataFrame, outcome: str, disputes: Collection[int] | None = None
) -> tuple[Working, ...]:
    """Sum the shares of every group.

    Parameters
    ----------
    table
        The ledger's table ``accounting``.
    outcome
        ``any_war``, ``great_power_war`` or ``patron_fights``.
    disputes
        Those that count; all by default.
    """
    kept = table.filter(pl.col("outcome") == outcome)
    if disputes is not None:
        kept = kept.filter(pl.col("dispnum").is_in(list(disputes)))
    share = pl.col("share").cast(pl.Float64)
    rows = {
        row["group"]: row
        for row in kept.group_by("group")
        .agg(
            disputes=pl.col("dispnum").n_unique(),
            down=-share.filter(share < 0).sum(),
            up=share.filter(share > 0).sum(),
            inseparable=(~pl.col("separable")).sum(),
        )
        .iter_rows(named=True)
    }
    return tuple(
        Working(
            group,
            int(rows[group]["disputes"]),
            # No negative nothing: it would be printed with a sign.
            float(rows[group]["down"]) + 0.0,
            float(rows[group]["up"]) + 0.0,
            int(rows[group]["inseparable"]),
        )
        for group in GROUPS
        if group in rows
    )
