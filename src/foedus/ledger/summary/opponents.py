"""Pledges between the two opponents themselves, apart from pledges of and to third parties.

Two ways for a pact to bear on a dispute have little to do with each other. An ally of one side may
come in, or be feared to: deterrence, emboldenment, entrapment. Or the opponents are each other's
allies, and to fight is to break a pledge.
"""

from __future__ import annotations

import polars as pl

from .counts import Told
from .sheets import effect

__all__ = ["opponents"]


def opponents(rows: pl.DataFrame) -> Told:
    """Return `effect` at the mean for disputes with and without pledges between the opponents.

    Parameters
    ----------
    rows
        The ledger's rows.

    Returns
    -------
    dict
        ``between``: an originator of one side owes the other side something; ``third``: whatever is
        owed is owed by or to third parties.
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
        "between": effect(solved.filter(between)),
        "third": effect(solved.filter(~between)),
    }
