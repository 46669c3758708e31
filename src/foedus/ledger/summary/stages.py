"""Escalation alone beside escalation with onset; and the crises that never began."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.ledger.columns import LEVELS, OUTCOMES, STAGES

from .counts import Told, counts, expected, interval
from .labels import Flags, Floats
from .matrix import Matrix

__all__ = ["quiet", "stages"]


def stages(one: Matrix, weight: Floats) -> Told:
    """Count by stage, outcome and threshold; a stage is null where nothing is known of onset."""
    told: Told = {}
    for stage in STAGES:
        known = _known(one, stage)
        if not known.any():
            told[stage] = None
            continue
        told[stage] = {"rows": int(known.sum())}
        for outcome in OUTCOMES:
            difference = one.difference(outcome, stage)[known]
            pledged, own = one.pledged[known], weight[known]
            told[stage][outcome] = {
                "counts": [counts(difference, pledged, own, level) for level in LEVELS],
                "expected": expected(difference, own),
            }
    return told


def _known(one: Matrix, stage: str) -> Flags:
    if stage == "escalation" or one.begun is None:
        return np.full(one.rows.height, stage == "escalation")
    return np.asarray(~np.isnan(one.begun).all(axis=1))


def quiet(table: pl.DataFrame | None) -> Told | None:
    """Expected onsets and wars that the obligations prevented and caused where no dispute began.

    Parameters
    ----------
    table
        The table ``quiet``: sampled dyad-years with weights, at the mean (draw null) and draws.

    Returns
    -------
    dict or None
        For ``onsets``, ``any_war`` and ``great_power_war``: ``mean``, the sum over dyad-years of
        weight times with less without, ``caused`` and ``prevented``, its positive and negative
        parts, and the interval of the sum over draws. None without the table, or without a model of
        onset.
    """
    if table is None or table["onset"].null_count() == table.height:
        return None
    kept = table.drop_nulls(["onset", "onset_without"])
    mean, drawn = kept.filter(pl.col("draw").is_null()), kept.drop_nulls("draw")
    told: Told = {
        "sampled": table["key"].n_unique(),
        "stands_for": float(mean["weight"].sum()),
        "pledged": float(mean.filter("pledged")["weight"].sum()),
        "draws": drawn["draw"].n_unique(),
    }
    for name in ("onsets", *OUTCOMES):
        effect = (_moved(mean, name) * mean["weight"]).to_numpy()
        sums = [
            float((_moved(part, name) * part["weight"]).sum())
            for _, part in drawn.group_by("draw", maintain_order=True)
        ]
        told[name] = {
            "mean": float(effect.sum()),
            "caused": float(effect[effect > 0].sum()),
            "prevented": float(-effect[effect < 0].sum()),
            **interval(np.array(sums, float)),
        }
    return told


def _moved(part: pl.DataFrame, name: str) -> pl.Series:
    one, other = part["onset"].cast(pl.Float64), part["onset_without"].cast(pl.Float64)
    if name == "onsets":
        return one - other
    return one * part[name].cast(pl.Float64) - other * part[f"{name}_without"].cast(pl.Float64)
