"""Politically relevant pairs: neighbours, or a major power among them.

After Maoz and Russett (1993) and Weede (1976). The list of contiguity and of major powers ends in
2016; for later years, which a panel has only where its rows are carried forward, the last year's
neighbours and powers are carried forward too. Nothing is dropped for want of data.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foedus.sources.load import Source

from .block import Index, attach
from .features.contiguity import contiguity
from .features.powers import majors

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
    border, great = contiguity(), majors()
    years = np.clip(index.years, None, np.int16(min(border.last, great.last)))
    lately = Index(index.sides, years)
    relevant = attach(lately, border)["conttype"].to_numpy() > 0
    for side in (0, 1):
        relevant |= attach(lately, great, side)["cowmaj"].to_numpy() == 1
    return relevant, [*border.sources, *great.sources]
