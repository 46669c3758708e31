"""Politically relevant pairs: neighbours, or a major power among them.

After Maoz and Russett (1993) and Weede (1976). The list of contiguity and of major powers ends in
2016; for later years, which a panel has only where its rows are carried forward, the last year's
neighbours and powers are carried forward too. Nothing is dropped for want of data.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.sources.load import Source, load

from .block import Block, Index, Variable, attach

__all__ = ["relevant_rows"]


def relevant_rows(index: Index) -> tuple[npt.NDArray[np.bool_], list[Source]]:
    """Which rows of a panel of pairs are politically relevant, and what says so.

    Parameters
    ----------
    index
        Rows of a panel of pairs.

    Returns
    -------
    ndarray of bool, list of Source
        Shape (N,).
    """
    near, powers = load("contiguity/dyad-years"), load("cow-states/majors")
    border = _neighbours(near)
    great = _great(powers)
    years = np.clip(index.years, None, np.int16(min(border.last, great.last)))
    lately = Index(index.sides, years)
    relevant = attach(lately, border)["near"].to_numpy() == 1
    for side in (0, 1):
        relevant |= attach(lately, great, side)["great"].to_numpy() == 1
    return relevant, [near, powers]


def _neighbours(source: Source) -> Block:
    frame = source.frame.select(
        ccode1="state1no", ccode2="state2no", year="year", near=pl.lit(1, pl.Int8)
    ).unique()
    return _block(frame, Variable("near", "", absent=0), source)


def _great(source: Source) -> Block:
    years = pl.int_ranges("styear", pl.col("endyear") + 1).alias("year")
    frame = (
        source.frame.select("ccode", years)
        .explode("year")
        .unique()
        .with_columns(great=pl.lit(1, pl.Int8))
    )
    return _block(frame, Variable("great", "", absent=0), source)


def _block(frame: pl.DataFrame, variable: Variable, source: Source) -> Block:
    return Block(frame, (variable,), (source,), source.file.first, source.file.last)
