"""Whether the ledger's chances of war are those of the record; what did not converge; the prior."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.estimate.scoring.calibration import calibration as binned
from foedus.ledger.columns import LEVELS, OUTCOMES

from .counts import Told, counts, expected
from .labels import Floats
from .matrix import Matrix
from .weights import tally, weight_of

__all__ = ["calibration", "convergence", "under_prior"]


def calibration(rows: pl.DataFrame, bins: int = 10) -> Told:
    """Compare the chance of any war as things were with how often there was one.

    Parameters
    ----------
    rows
        Rows of the ledger; only solved ones whose level is on record count, each as much as its
        ``weight``, or one.
    bins
        Most bins there may be, each of about as many rows.

    Returns
    -------
    dict
        ``rows``, ``wars`` seen and ``expected``; log score with the obligations and without; and
        ``bins``.
    """
    known = rows.filter(pl.col("status") == "solved").drop_nulls(["level", "any_war"])
    known = known.filter(pl.Series(weight_of(known) > 0.0, dtype=pl.Boolean))
    if known.is_empty():
        return {"rows": 0, "wars": 0, "expected": 0.0, "bins": []}
    weight = weight_of(known)
    y = (known["level"] == "war").cast(pl.Int64).to_numpy()
    p = known["any_war"].cast(pl.Float64).to_numpy()
    other = known["any_war_without"].cast(pl.Float64).to_numpy()
    return {
        "rows": tally(weight),
        "wars": tally(weight, y == 1),
        "expected": float((p * weight).sum()),
        "log_score": _log_score(y, p, weight),
        "log_score_without": _log_score(y, other, weight),
        "bins": binned(y, p, bins, weight).to_dicts(),
    }


def _log_score(y: np.ndarray, p: Floats, weight: Floats) -> float:
    """Mean negative log likelihood; smaller is better."""
    inside = np.clip(p, 1e-6, 1.0 - 1e-6)
    told = np.where(y == 1, np.log(inside), np.log1p(-inside))
    return float(-np.average(told, weights=weight))


def convergence(rows: pl.DataFrame, draws: int) -> Told:
    """Count rows by status, draws that failed, and rows with several equilibria."""
    solved = rows.filter(pl.col("status") == "solved")
    several = solved.filter(pl.col("equilibria") > 1)
    lost = int(draws * solved.height - int(solved["draws"].sum()))
    apart = 0.0
    for row in several.select(*OUTCOMES, "others").iter_rows(named=True):
        for other in row["others"]:
            apart = max(apart, *(abs(other[name] - row[name]) for name in OUTCOMES))
    return {
        "rows": rows.height,
        **{name: int((rows["status"] == name).sum()) for name in ("solved", "failed", "unmade")},
        "converged": int(solved["converged"].sum()),
        "draws": draws * solved.height,
        "draws_failed": lost,
        "searched": int((solved["starts"] > 0).sum()),
        "several": several.height,
        "several_dispnums": several["dispnum"].to_list(),
        "largest_apart": apart,
        "residual": None if solved.is_empty() else _largest(solved),
        "methods": dict(solved["method"].value_counts().sort("method").iter_rows()),
    }


def _largest(solved: pl.DataFrame) -> float:
    return float(solved["residual"].cast(pl.Float64).to_numpy().max())


def under_prior(table: pl.DataFrame | None, one: Matrix, weight: Floats) -> Told | None:
    """Count under draws from the prior alone, beside which the ledger's own counts stand.

    Parameters
    ----------
    table
        Table ``prior``.
    one, weight
        The ledger's disputes and their weights; only those with obligations are in the table.
    """
    if table is None:
        return None
    rows = one.rows.with_row_index("at").filter("pledged").select("at", "dispnum")
    kept = table.join(rows, on="dispnum").sort("dispnum", "draw")
    height = kept["dispnum"].n_unique()
    if not height:
        return None
    own = weight[kept["at"].unique(maintain_order=True).to_numpy()]
    told: Told = {"rows": height, "draws": kept["draw"].n_unique()}
    for outcome in OUTCOMES:
        ends = [
            kept[name].cast(pl.Float64).fill_null(float("nan")).to_numpy().reshape(height, -1)
            for name in (outcome, f"{outcome}_without")
        ]
        difference = ends[0] - ends[1]
        told[outcome] = {
            "counts": [counts(difference, np.ones(height, bool), own, level) for level in LEVELS],
            "expected": expected(difference, own),
        }
    return told
