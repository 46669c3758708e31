"""Escalation alone beside escalation with onset."""

from __future__ import annotations

import numpy as np

from foedus.ledger.columns import LEVELS, OUTCOMES, STAGES

from .counts import Told, counts, expected
from .labels import Flags, Floats
from .matrix import Matrix

__all__ = ["stages"]


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
