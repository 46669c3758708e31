"""The same counts without each decade, by period, for nuclear disputes, under each weighting."""

from __future__ import annotations

import numpy as np

from foedus.ledger.columns import OUTCOMES

from .counts import Told, counts, expected
from .labels import Flags, Floats
from .matrix import Matrix
from .weights import SCHEMES, weights

__all__ = ["TURN", "periods", "schemes", "without_decades"]

TURN = 1945
"""Last year of the first of two periods."""


def schemes(one: Matrix, level: float) -> Told:
    """Count under each scheme of weighing the world wars."""
    block = one.rows["block"].to_numpy().astype(np.int64)
    return {
        name: {"about": about, **_told(one, weights(block, name), level)}
        for name, about in SCHEMES.items()
    }


def periods(one: Matrix, weight: Floats, level: float) -> Told:
    """Count before and after 1945, without the world wars, with and without nuclear states."""
    year = one.rows["year"].to_numpy()
    world = one.rows["world_war"].to_numpy().astype(bool)
    nuclear = one.rows["nuclear"].to_numpy().astype(bool)
    return {
        "all": _told(one, weight, level),
        f"to {TURN}": _told(one, weight, level, year <= TURN),
        f"after {TURN}": _told(one, weight, level, year > TURN),
        "without the world wars": _told(one, weight, level, ~world),
        "nuclear": _told(one, weight, level, nuclear),
        "not nuclear": _told(one, weight, level, ~nuclear),
    }


def without_decades(one: Matrix, weight: Floats, level: float) -> Told:
    """Count with one decade left out at a time."""
    decade = one.rows["decade"].to_numpy()
    return {
        str(int(left_out)): _told(one, weight, level, decade != left_out)
        for left_out in np.unique(decade)
    }


def _told(one: Matrix, weight: Floats, level: float, kept: Flags | None = None) -> Told:
    rows = np.ones(weight.size, bool) if kept is None else kept
    told: Told = {"rows": int(rows.sum()), "weight": float(weight[rows].sum())}
    for outcome in OUTCOMES:
        difference = one.difference(outcome)[rows]
        told[outcome] = {
            "counts": counts(difference, one.pledged[rows], weight[rows], level),
            "expected": expected(difference, weight[rows]),
        }
    return told
