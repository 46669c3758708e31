"""Nuclear weapons."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

_NAMES = {
    "nuclear_weapons_status": "nuclear_status",
    "nuclear_weapons_consideration": "nuclear_consideration",
    "nuclear_weapons_pursuit": "nuclear_pursuit",
    "nuclear_weapons_possession": "nuclear_possession",
}


def _state(_request: Request) -> tuple[Block, ...]:
    source = load("nuclear/years")
    frame = (
        source.frame.filter(pl.col("ccode").is_not_null())
        .select("ccode", "year", *(pl.col(n).alias(ours) for n, ours in _NAMES.items()))
        .sort("ccode", "year")
    )
    variables = tuple(
        Variable(ours, source.table.column(theirs).about) for theirs, ours in _NAMES.items()
    )
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


FEATURES = (Feature("nuclear", "Who considered, pursued, had nuclear weapons", state=_state),)
