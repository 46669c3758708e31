"""Pledges between the two opponents themselves, apart from pledges of and to third parties.

Two ways for a pact to bear on a dispute have little to do with each other. An ally of one side may
come in, or be feared to: deterrence, emboldenment, entrapment. Or the opponents are each other's
allies, and to fight is to break a pledge.

The first kind moves chances by little. A count of those that moved far hides its direction, so
beside it stands the direction alone: how many disputes moved up, or down, however little.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.ledger.columns import OUTCOMES

from .counts import Told, interval
from .labels import marks
from .matrix import Matrix, matrix
from .sheets import effect
from .weights import tally, weight_of

__all__ = ["SLIGHT", "opponents"]

SLIGHT = 1e-5
"""A difference below this is none: games are solved to 1e-7, and tables hold four bytes."""


def opponents(rows: pl.DataFrame, effects: pl.DataFrame) -> Told:
    """Tell disputes with pledges between the opponents from those without.

    Parameters
    ----------
    rows
        The ledger's rows, or some of them; each counts as much as its ``weight``, or one.
    effects
        The table ``effects``, whole.

    Returns
    -------
    dict
        ``between``: an originator of one side owes the other side something; ``third``: whatever is
        owed is owed by or to third parties. Each is `effect` at the mean, and ``slight`` by
        outcome: the weight of those that moved up, and down, by more than `SLIGHT` in nine draws of
        ten, the sum of all effects with its interval over draws, and the dispute raised most.
    """
    solved = rows.filter((pl.col("status") != "unmade") & (pl.col("n_obligations") > 0))
    one, two = pl.col("challenger_code"), pl.col("target_code")
    owed = (
        solved.select("dispnum", "challenger_code", "target_code", "obligations")
        .explode("obligations")
        .unnest("obligations")
        .filter(
            ((pl.col("obligor") == one) & (pl.col("beneficiary") == two))
            | ((pl.col("obligor") == two) & (pl.col("beneficiary") == one))
        )
    )
    between = pl.col("dispnum").is_in(owed["dispnum"].unique().to_list())
    return {
        name: effect(part) | {"slight": _slight(matrix(part, effects))}
        for name, part in (("between", solved.filter(between)), ("third", solved.filter(~between)))
    }


def _slight(found: Matrix) -> Told:
    told: Told = {}
    for outcome in OUTCOMES:
        difference = found.difference(outcome)
        weight = weight_of(found.rows)
        up, down = marks(difference, SLIGHT)
        one, other = found.at_mean(outcome)
        counting = np.flatnonzero(weight > 0.0)
        most = int(counting[np.argmax((one - other)[counting])]) if counting.size else None
        told[outcome] = {
            "raised": tally(weight, up),
            "lowered": tally(weight, down),
            "net": interval(np.nansum(difference * weight[:, None], axis=0)),
            "most": None
            if most is None
            else {
                "dispnum": found.rows["dispnum"][most],
                "difference": float(one[most] - other[most]),
            },
        }
    return told
