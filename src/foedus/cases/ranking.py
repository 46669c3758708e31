"""Candidates ranked on the eve by a fixed rule: who comes into a game that cannot hold them all.

Allies that are major powers, then major powers next door, allies next door, other allies, other
neighbours, other major powers; among equals the stronger. The first of each camp comes before
anybody's second: a war can widen on either side. The rule learns nothing, so that nothing that
happened later can move it.
"""

from __future__ import annotations

import polars as pl

__all__ = ["by_rule", "ranked"]

_MOST = 0.999


def by_rule(rows: pl.DataFrame) -> pl.Series:
    """Score by the fixed rule: from 5, an allied major power, to 0, a major power far away.

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
    [4.1, 2.01, 1.02, 0.2]
    """
    ally = pl.col("ally_first") | pl.col("ally_other")
    near, great = pl.col("neighbour"), pl.col("major")
    place = (
        pl.when(ally & great)
        .then(5.0)
        .when(near & great)
        .then(4.0)
        .when(ally & near)
        .then(3.0)
        .when(ally)
        .then(2.0)
        .when(near)
        .then(1.0)
        .otherwise(0.0)
    )
    strength = pl.col("cinc").fill_null(0.0).clip(0.0, _MOST)
    return rows.select(score=place + strength).to_series()


def ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Order the candidates of each case, and number them.

    Parameters
    ----------
    rows
        ``case, ccode, camp, score``.

    Returns
    -------
    DataFrame
        The rows by case, best first, with ``rank`` from 1.

    Examples
    --------
    >>> camps = ["target", "target", "challenger"]
    >>> rows = {"case": [1, 1, 1], "ccode": [2, 3, 4], "camp": camps, "score": [5.0, 4.0, 1.0]}
    >>> ranked(pl.DataFrame(rows))["ccode"].to_list()
    [2, 4, 3]
    """
    return (
        rows.sort("case", "score", "ccode", descending=[False, True, False])
        .with_columns(second=pl.int_range(pl.len()).over("case", "camp") > 0)
        .sort("case", "second", maintain_order=True)
        .with_columns(rank=(pl.int_range(pl.len(), dtype=pl.Int32) + 1).over("case"))
        .drop("second")
    )
