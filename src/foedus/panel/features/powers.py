"""Major powers."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature
from foedus.sources.load import load


def majors() -> Block:
    """Major powers by year."""
    source = load("cow-states/majors")
    years = pl.int_ranges("styear", pl.col("endyear") + 1).alias("year")
    frame = source.frame.select("ccode", years).explode("year").unique()
    variable = Variable("cowmaj", "Major power on any day of the year (0/1)", absent=0)
    ones = frame.with_columns(cowmaj=pl.lit(1, pl.Int8))
    return Block(ones, (variable,), (source,), source.file.first, source.file.last)


FEATURES = (Feature("majors", "Major powers", state=lambda _request: (majors(),)),)
