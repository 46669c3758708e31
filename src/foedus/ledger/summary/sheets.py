"""Ledgers at one theta side by side: variants, placebos, instruments taken out one by one."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl

from foedus.ledger.columns import LEVELS, OUTCOMES

from .counts import Told

__all__ = ["at_mean", "effect", "removed", "sheets"]


def effect(table: pl.DataFrame) -> Told:
    """Count and sum effects at one theta.

    Parameters
    ----------
    table
        With ``any_war, any_war_without`` and so on; rows without numbers did not converge.

    Returns
    -------
    dict
        ``rows`` and ``failed``; for each outcome ``with`` and ``without``, expected wars; ``net``,
        ``raised`` and ``lowered``, sums of the difference and of its parts; ``counts``, rows beyond
        each threshold.
    """
    solved = table.drop_nulls([*OUTCOMES, *(f"{name}_without" for name in OUTCOMES)])
    told: Told = {"rows": table.height, "failed": table.height - solved.height}
    for name in OUTCOMES:
        one = solved[name].cast(pl.Float64).to_numpy()
        other = solved[f"{name}_without"].cast(pl.Float64).to_numpy()
        apart = one - other
        told[name] = {
            "with": float(one.sum()),
            "without": float(other.sum()),
            "net": float(apart.sum()),
            "raised": float(apart[apart > 0].sum()),
            "lowered": float(-apart[apart < 0].sum()),
            "counts": [
                {
                    "level": level,
                    "raised": int((apart > level).sum()),
                    "lowered": int((apart < -level).sum()),
                }
                for level in LEVELS
            ],
        }
    return told


def at_mean(rows: pl.DataFrame) -> Told:
    """The ledger's own numbers at the mean, as `effect` counts them."""
    return effect(rows.filter(pl.col("status") != "unmade"))


def sheets(
    table: pl.DataFrame | None, column: str, about: dict[str, str], dispnums: Collection[int]
) -> dict[str, Told] | None:
    """Return `effect` of each sheet of a table, for some disputes; None without the table.

    Parameters
    ----------
    table, column
        Table ``variants`` or ``placebos``, and the column that names its sheets.
    about
        What each sheet is, in words, in the order wanted.
    dispnums
        Disputes that count.
    """
    if table is None:
        return None
    kept = table.filter(pl.col("dispnum").is_in(list(dispnums)))
    return {
        name: {"about": words, **effect(kept.filter(pl.col(column) == name))}
        for name, words in about.items()
    }


def removed(table: pl.DataFrame | None, dispnums: Collection[int], most: int = 5) -> Told | None:
    """What one treaty did, what all did, and what those of one camp did.

    Parameters
    ----------
    table
        Table ``treaties``.
    dispnums
        Disputes that count.
    most
        How many of the weightiest treaties to name.

    Returns
    -------
    dict or None
        ``treaty`` (each treaty of each dispute), ``all``, ``camp:challenger``, ``camp:target``:
        `effect` of each; and ``largest`` by outcome: dispute, treaty, difference.
    """
    if table is None:
        return None
    kept = table.filter(pl.col("dispnum").is_in(list(dispnums)))
    told: Told = {"treaty": effect(kept.filter(pl.col("kind") == "treaty"))}
    for name in ("all", "camp:challenger", "camp:target"):
        told[name] = effect(kept.filter(pl.col("instrument") == name))
    told["largest"] = {name: _largest(kept, name, most) for name in OUTCOMES}
    return told


def _largest(kept: pl.DataFrame, outcome: str, most: int) -> list[Told]:
    apart = pl.col(outcome).cast(pl.Float64) - pl.col(f"{outcome}_without").cast(pl.Float64)
    ranked = (
        kept.filter(pl.col("kind") == "treaty")
        .select("dispnum", "instrument", "atop", difference=apart)
        .drop_nulls("difference")
        .sort(pl.col("difference").abs(), "dispnum", descending=[True, False])
        .head(most)
    )
    return [row for row in ranked.to_dicts() if np.abs(row["difference"]) > 0]
