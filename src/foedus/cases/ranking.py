"""Candidates ranked on the eve by a fixed rule: who comes into a game that cannot hold them all.

Ally, then a major power next door, then a neighbour, then a major power; the stronger first. The
rule learns nothing, so that nothing that happened later can move it.
"""

from __future__ import annotations

import polars as pl

__all__ = ["by_rule"]

_MOST = 0.999


def by_rule(rows: pl.DataFrame) -> pl.Series:
    """Score by the fixed rule: 3 ally, 2 major power next door, 1 neighbour, 0 major power.

    Capability decides between equals: its share of the world's is added, which is below 1.

    Parameters
    ----------
    rows
        Candidates: ``ally_first, ally_other, neighbour, major`` (true or false) and ``cinc``, the
        share of the world's capability, 0 to 1; where it is not known, it counts as none.

    Returns
    -------
    Series
        ``score``, one for each row; higher comes first.

    Examples
    --------
    >>> ally, no = [False, True, False, False], [False] * 4
    >>> near, great = [True, False, True, False], [True, False, False, True]
    >>> rows = {"ally_first": ally, "ally_other": no, "neighbour": near, "major": great}
    >>> by_rule(pl.DataFrame(rows | {"cinc": [0.1, 0.01, 0.02, 0.2]})).to_list()
    [2.1, 3.01, 1.02, 0.2]
    """
    near, great = pl.col("neighbour"), pl.col("major")
    place = (
        pl.when(pl.col("ally_first") | pl.col("ally_other"))
        .then(3.0)
        .when(near & great)
        .then(2.0)
        .when(near)
        .then(1.0)
        .otherwise(0.0)
    )
    strength = pl.col("cinc").fill_null(0.0).clip(0.0, _MOST)
    return rows.select(score=place + strength).to_series()
