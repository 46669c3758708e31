"""Ledgers at one theta side by side: variants, placebos, instruments taken out one by one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from foedus.ledger.columns import LEVELS, OUTCOMES

from .counts import Told
from .weights import tally, weight_of

__all__ = ["at_mean", "effect", "removed", "sheets"]


def effect(table: pl.DataFrame) -> Told:
    """Count and sum effects at one theta.

    Parameters
    ----------
    table
        With ``any_war, any_war_without`` and so on; rows without numbers did not converge. Each row
        counts as much as its ``weight``, or one where there is no such column.

    Returns
    -------
    dict
        ``rows`` and ``failed``, numbers of rows whatever their weight; ``weight`` of all rows; for
        each outcome ``with`` and ``without``, expected wars; ``net``, ``raised`` and ``lowered``,
        sums of the difference and of its parts; ``counts``, weight of the rows beyond each
        threshold.
    """
    solved = table.drop_nulls([*OUTCOMES, *(f"{name}_without" for name in OUTCOMES)])
    weight = weight_of(solved)
    told: Told = {
        "rows": table.height,
        "failed": table.height - solved.height,
        "weight": tally(weight_of(table)),
    }
    for name in OUTCOMES:
        one = solved[name].cast(pl.Float64).to_numpy()
        other = solved[f"{name}_without"].cast(pl.Float64).to_numpy()
        apart = one - other
        moved = apart * weight
        told[name] = {
            "with": float((one * weight).sum()),
            "without": float((other * weight).sum()),
            "net": float(moved.sum()),
            "raised": float(moved[apart > 0].sum()),
            "lowered": float(-moved[apart < 0].sum()),
            "counts": [
                {
                    "level": level,
                    "raised": tally(weight, apart > level),
                    "lowered": tally(weight, apart < -level),
                }
                for level in LEVELS
            ],
        }
    return told


def at_mean(rows: pl.DataFrame) -> Told:
    """The ledger's own numbers at the mean, as `effect` counts them: with ``weight``, if there."""
    return effect(rows.filter(pl.col("status") != "unmade"))


def sheets(
    table: pl.DataFrame | None, column: str, about: dict[str, str], weight: Mapping[int, float]
) -> dict[str, Told] | None:
    """Return `effect` of each sheet of a table, for some disputes; None without the table.

    Parameters
    ----------
    table, column
        Table ``variants`` or ``placebos``, and the column that names its sheets.
    about
        What each sheet is, in words, in the order wanted.
    weight
        Disputes that count, and how much each does.
    """
    if table is None:
        return None
    kept = _of(table, weight)
    return {
        name: {"about": words, **effect(kept.filter(pl.col(column) == name))}
        for name, words in about.items()
    }


def removed(table: pl.DataFrame | None, weight: Mapping[int, float], most: int = 5) -> Told | None:
    """What one treaty did, what all did, and what those of one camp did.

    Parameters
    ----------
    table
        Table ``treaties``.
    weight
        Disputes that count, and how much each does.
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
    kept = _of(table, weight)
    told: Told = {"treaty": effect(kept.filter(pl.col("kind") == "treaty"))}
    for name in ("all", "camp:challenger", "camp:target"):
        told[name] = effect(kept.filter(pl.col("instrument") == name))
    told["largest"] = {name: _largest(kept, name, most) for name in OUTCOMES}
    return told


def _of(table: pl.DataFrame, weight: Mapping[int, float]) -> pl.DataFrame:
    """Rows of the disputes that count, with their weight."""
    numbers = pl.DataFrame(
        {"dispnum": list(weight), "weight": list(weight.values())},
        schema={"dispnum": table.schema["dispnum"], "weight": pl.Float64},
    )
    return table.join(numbers, on="dispnum", how="inner", maintain_order="left")


def _largest(kept: pl.DataFrame, outcome: str, most: int) -> list[Told]:
    apart = pl.col(outcome).cast(pl.Float64) - pl.col(f"{outcome}_without").cast(pl.Float64)
    ranked = (
        kept.filter((pl.col("kind") == "treaty") & (pl.col("weight") > 0.0))
        .select("dispnum", "instrument", "atop", difference=apart)
        .drop_nulls("difference")
        .sort(pl.col("difference").abs(), "dispnum", descending=[True, False])
        .head(most)
    )
    return [row for row in ranked.to_dicts() if np.abs(row["difference"]) > 0]
