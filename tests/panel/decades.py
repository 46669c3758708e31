"""Counts, nulls and means of the columns of two panels, decade by decade."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.panel.dyads import dyad_years
from foedus.panel.panel import Panel
from foedus.panel.states import state_years

FILE = Path(__file__).parent / "decades.csv"
FEATURES = (
    "alliances", "disputes", "gml-disputes", "capabilities", "contiguity", "majors",
    "regime", "peace-years",
)  # fmt: skip
SCHEMA = {
    "panel": pl.String,
    "column": pl.String,
    "decade": pl.Int64,
    "rows": pl.Int64,
    "nulls": pl.Int64,
    "mean": pl.Float64,
}


def panels() -> dict[str, Panel]:
    """The panels that the table is about; a state has no contiguity."""
    alone = [name for name in FEATURES if name != "contiguity"]
    return {
        "dyad-year": dyad_years(1816, 2016).add(*FEATURES),
        "state-year": state_years(1816, 2016).add(*alone),
    }


def table() -> pl.DataFrame:
    """One row a panel, column and decade: how many rows, how many nulls, the mean of the rest."""
    made: list[pl.DataFrame] = []
    for name, panel in panels().items():
        numbers = [n for n, dtype in panel.schema.items() if dtype.is_numeric()]
        decade = (pl.col("year") // 10 * 10).cast(pl.Int64).alias("decade")
        by_decade = panel.frame.group_by(decade, maintain_order=True).agg(
            pl.len().cast(pl.Int64).alias("rows"),
            *(pl.col(n).null_count().cast(pl.Int64).alias(f"nulls {n}") for n in numbers),
            *(pl.col(n).cast(pl.Float64).mean().alias(f"mean {n}") for n in numbers),
        ).sort("decade")  # fmt: skip
        made += [
            by_decade.select(
                pl.lit(name).alias("panel"), pl.lit(n).alias("column"), "decade", "rows",
                pl.col(f"nulls {n}").alias("nulls"), pl.col(f"mean {n}").alias("mean"),
            )
            for n in numbers
        ]  # fmt: skip
    return pl.concat(made).cast(SCHEMA)  # type: ignore[arg-type] # a schema
