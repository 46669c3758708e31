"""Contiguity, by land or across water."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature
from foedus.sources.load import load

_TYPES = (
    "Closest contiguity in the year: 1 land or river, 2 to 12 miles of water, 3 to 24, 4 to 150, "
    "5 to 400; 0 none. An order, not a distance"
)


def contiguity() -> Block:
    """Return the closest contiguity of each pair by year."""
    source = load("contiguity/dyad-years")
    # A border that changes within a year is listed twice: the closest counts, whichever came first.
    frame = (
        source.frame.group_by(ccode1="state1no", ccode2="state2no", year="year")
        .agg(pl.col("conttype").min())
        .sort("ccode1", "ccode2", "year")
    )
    variable = Variable("conttype", _TYPES, absent=0)
    return Block(frame, (variable,), (source,), source.file.first, source.file.last)


FEATURES = (
    Feature("contiguity", "Contiguity by land or water", pair=lambda _request: (contiguity(),)),
)
