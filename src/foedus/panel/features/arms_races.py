"""Arms races between rivals."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load


def _between(_request: Request) -> tuple[Block, ...]:
    source = load("arms-races/spells")
    years = pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int16).alias("year")
    frame = (
        source.frame.select("ccode1", "ccode2", years, armsrace_id="race_id")
        .explode("year")
        .with_columns(armsrace=pl.lit(1, pl.Int8))
        .sort("ccode1", "ccode2", "year")
    )
    variables = (
        Variable("armsrace", "Arms race between the two, as rivals, in the year (0/1)", absent=0),
        Variable("armsrace_id", "Number of the arms race"),
    )
    # The list does not say which years it covers: outside those of its races nothing is known.
    first, last = source.file.first, source.file.last
    return (Block(frame, variables, (source,), first, last, symmetric=True),)


FEATURES = (Feature("arms-races", "Arms races between rivals (Gibler and others)", pair=_between),)
