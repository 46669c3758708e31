"""Likeness of two states' alliances: S of Signorino and Ritter, from ATOP's pledges.

Signorino and Ritter (1999, International Studies Quarterly 43: 115-144). Each state has a level of
pledge to every state of the system: 3 for defence or offence, 2 for neutrality or non-aggression,
1 for consultation, 0 for none; in either direction, over all treaties of the year, and 3 to itself.
With N states and levels a and b, unweighted::

    S = 1 - 2 sum |a - b| / (3 N)

S is 1 where the two have the same allies in the same degree, and -1 where one is bound to all whom
the other is not. The field's S is made from COW's alliances; this one from ATOP's.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["levels", "similarity"]

_LEVEL: Final = {"defense": 3, "offense": 3, "neutral": 2, "nonagg": 2, "consul": 1}
_MOST: Final = 3


def levels(owed: pl.DataFrame) -> pl.DataFrame:
    """Level of pledge of pairs by year: ``ccode1, ccode2, year, level``, in both directions.

    Parameters
    ----------
    owed
        What `foedus.panel.obligations.dyad_years` returns.
    """
    level = pl.max_horizontal(pl.col(f"atop_{name}") * value for name, value in _LEVEL.items())
    there = owed.select("ccode1", "ccode2", "year", level=level)
    back = there.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(there.columns)
    return (
        pl.concat([there, back])
        .group_by("ccode1", "ccode2", "year")
        .agg(pl.col("level").max())
        .filter(pl.col("level") > 0)
        .sort("year", "ccode1", "ccode2")
    )


def similarity(rows: pl.DataFrame, system: pl.DataFrame, pledged: pl.DataFrame) -> pl.Series:
    """S of each row's two states in its year.

    Parameters
    ----------
    rows
        ``ccode1, ccode2, year``.
    system
        ``ccode, year``: the members of the system.
    pledged
        What `levels` returns.

    Returns
    -------
    Series
        Float64, in the order of the rows; null where a state is no member in the year.

    Examples
    --------
    Of three states two are allied; they are alike but in nothing else bound.

    >>> system = pl.DataFrame({"ccode": [1, 2, 3], "year": [1900] * 3})
    >>> pledged = pl.DataFrame({"ccode1": [1, 2], "ccode2": [2, 1], "year": [1900] * 2,
    ...                         "level": [3, 3]})
    >>> rows = pl.DataFrame({"ccode1": [1, 1], "ccode2": [2, 3], "year": [1900] * 2})
    >>> similarity(rows, system, pledged).to_list()
    [1.0, -1.0]
    """
    found = np.full(rows.height, np.nan)
    years = rows["year"].to_numpy()
    one, two = rows["ccode1"].to_numpy(), rows["ccode2"].to_numpy()
    for year in np.unique(years):
        states = np.sort(system.filter(pl.col("year") == year)["ccode"].to_numpy())
        table = _table(states, pledged.filter(pl.col("year") == year))
        # (n, n): how far the two rows of levels lie apart.
        apart = np.abs(table[:, None, :] - table[None, :, :]).sum(axis=2)
        here = np.flatnonzero((years == year) & np.isin(one, states) & np.isin(two, states))
        at = apart[np.searchsorted(states, one[here]), np.searchsorted(states, two[here])]
        found[here] = 1.0 - 2.0 * at / (_MOST * states.size)
    return pl.Series("similarity", found).fill_nan(None)


def _table(states: npt.NDArray[np.int64], pledged: pl.DataFrame) -> npt.NDArray[np.int16]:
    one, two = pledged["ccode1"].to_numpy(), pledged["ccode2"].to_numpy()
    known = np.isin(one, states) & np.isin(two, states)
    table = np.zeros((states.size, states.size), dtype=np.int16)
    np.fill_diagonal(table, _MOST)
    rows, columns = np.searchsorted(states, one[known]), np.searchsorted(states, two[known])
    table[rows, columns] = pledged["level"].to_numpy()[known]
    return table
