"""How the disputes of the world wars are weighed: three schemes, all shown.

Six disputes hold 139 of the 656 states that joined one; the disputes of a general war are not so
many independent tests of what alliances do. No scheme is right, so the summary shows all three.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from .labels import Flags, Floats, Ints

__all__ = ["SCHEMES", "tally", "weighed", "weight_of", "weights"]

SCHEMES = {
    "dispute": "each dispute counts one",
    "block": "each block counts one: a general war's disputes share its one",
    "peace": "the disputes of the world wars left out",
}


def weights(block: Ints, scheme: str) -> Floats:
    """Return the weight of each dispute.

    Parameters
    ----------
    block : (rows,)
        Cluster; below zero for a general war.
    scheme
        One of `SCHEMES`.

    Examples
    --------
    >>> block = np.array([5, -139, -139])
    >>> [weights(block, scheme).tolist() for scheme in SCHEMES]
    [[1.0, 1.0, 1.0], [1.0, 0.5, 0.5], [1.0, 0.0, 0.0]]
    """
    if scheme == "peace":
        return (block >= 0).astype(float)
    if scheme == "block":
        _, at, size = np.unique(block, return_inverse=True, return_counts=True)
        return 1.0 / size[at].astype(float)
    if scheme == "dispute":
        return np.ones(block.size)
    raise KeyError(scheme)


def weighed(rows: pl.DataFrame, scheme: str) -> pl.DataFrame:
    """Return rows of the ledger with their ``weight`` under a scheme.

    Blocks share their one among the disputes that were solved. Of the others those count only where
    each dispute counts one.
    """
    solved = rows.filter(pl.col("status") == "solved")
    found = weights(solved["block"].to_numpy().astype(np.int64), scheme)
    rest = 1.0 if scheme == "dispute" else 0.0
    return rows.join(
        solved.select("dispnum", weight=pl.Series(found, dtype=pl.Float64)),
        on="dispnum",
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("weight").fill_null(rest))


def weight_of(rows: pl.DataFrame) -> Floats:
    """Return the column ``weight``; one for each row where there is none."""
    if "weight" in rows.columns:
        return rows["weight"].to_numpy().astype(np.float64)
    return np.ones(rows.height)


def tally(weight: Floats, which: Flags | None = None) -> int | float:
    """Return the weight of some rows, or of all: a whole number where it is one.

    Examples
    --------
    >>> tally(np.ones(3)), tally(np.array([1.0, 0.5]), np.array([True, True]))
    (3, 1.5)
    """
    found = float((weight if which is None else weight[which]).sum())
    return int(found) if found.is_integer() else found
