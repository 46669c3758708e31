"""Powers and arms races: regional and global powers (Maoz), arms races in rivalries (Gibler)."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table

__all__ = ["ARMS_RACES", "POWERS", "TABLES"]


def _with_years(frame: pl.DataFrame) -> pl.DataFrame:
    """Years that a row is about, under either heading."""
    return frame.with_columns(
        styear=pl.min_horizontal("regstdate", "globstdate").dt.year().cast(pl.Int16),
        endyear=pl.max_horizontal("regenddate", "globenddate").dt.year().cast(pl.Int16),
    )


POWERS = Table(
    id="maoz-powers/spells",
    dataset="maoz-powers",
    title="Regional and global powers",
    unit="power spell",
    key=("ccode", "regstdate", "globstdate"),
    columns=(
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        Column("regstdate", pl.Date, "first day as a regional power; null: not one in this spell"),
        Column("regenddate", pl.Date, "last day as a regional power; coverage ends with 2019"),
        Column("globstdate", pl.Date, "first day as a global power; null: not one in this spell"),
        Column("globenddate", pl.Date, "last day as a global power; coverage ends with 2019"),
    ),
    layouts={"export": Layout()},
    year=("styear", "endyear"),
    tidy=_with_years,
    made=(
        Column("styear", pl.Int16, "first year as a regional or a global power"),
        Column("endyear", pl.Int16, "last year as a regional or a global power"),
    ),
)

ARMS_RACES = Table(
    id="arms-races/spells",
    dataset="arms-races",
    title="Conventional arms races in rivalries",
    unit="arms-race dyad spell",
    key=("race_id",),
    columns=(
        Column("race_id", pl.Int16, "number of the arms race", required=True),
        Column("ccode1", pl.Int16, "COW code of one state", required=True, state="cow"),
        Column("ccode2", pl.Int16, "COW code of the other", required=True, state="cow"),
        Column("styear", pl.Int16, "first year", required=True, low=1816),
        Column("endyear", pl.Int16, "last year", required=True, low=1816),
    ),
    layouts={"export": Layout()},
    year=("styear", "endyear"),
)

TABLES = (POWERS, ARMS_RACES)
