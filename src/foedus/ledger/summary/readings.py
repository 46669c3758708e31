"""The ledger under rival readings, side by side: what alliances did, and how well each fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from foedus.estimate.scoring.scores import log_losses
from foedus.estimate.structural.schools import RIVALS

__all__ = ["BUILT", "readings"]

BUILT = "as built"
"""Name of the ledger's own reading."""


def readings(
    tables: Mapping[str, pl.DataFrame | None], manifest: Mapping[str, Any]
) -> pl.DataFrame:
    """What each school makes of the record.

    All are solved at one theta, the one fitted to the whole record under the game as built: the log
    score is one within the sample, and no school has been fitted on its own.

    Parameters
    ----------
    tables, manifest
        Of a ledger.

    Returns
    -------
    DataFrame
        ``reading, about, rows, wars, expected, log_score, gain, net, raised, lowered``: wars on
        record and foretold; mean negative log likelihood of war; what it gains on the frequency of
        wars in the same rows (positive: better); expected wars that obligations added, in all, and
        where they raise and where they lower. Empty where the ledger has no variants.
    """
    rows, variants = tables.get("rows"), tables.get("variants")
    if rows is None or variants is None:
        return pl.DataFrame(schema={"reading": pl.String})
    seen = rows.filter(pl.col("status") == "solved").select("dispnum", "level")
    pair = ("any_war", "any_war_without")
    built = rows.filter(pl.col("status") == "solved").select("dispnum", *pair)
    told: Mapping[str, str] = manifest["parts"].get("variants", {}).get("sheets", {})
    sheets = {BUILT: ("the game as fitted", built)} | {
        name: (str(told[name]), variants.filter(pl.col("variant") == name).select("dispnum", *pair))
        for name in RIVALS
        if name in told
    }
    return pl.DataFrame([_row(name, about, sheet, seen) for name, (about, sheet) in sheets.items()])


def _row(name: str, about: str, sheet: pl.DataFrame, seen: pl.DataFrame) -> dict[str, Any]:
    known = sheet.join(seen, on="dispnum", how="inner").drop_nulls()
    y = (known["level"] == "war").cast(pl.Int64).to_numpy()
    p, other = (known[c].cast(pl.Float64).to_numpy() for c in ("any_war", "any_war_without"))
    loss = float(log_losses(y, p).mean())
    constant = float(log_losses(y, np.full(p.shape, y.mean())).mean())
    apart = p - other
    return {
        "reading": name,
        "about": about,
        "rows": known.height,
        "wars": int(y.sum()),
        "expected": float(p.sum()),
        "log_score": loss,
        "gain": constant - loss,
        "net": float(apart.sum()),
        "raised": float(apart[apart > 0].sum()),
        "lowered": float(-apart[apart < 0].sum()),
    }
