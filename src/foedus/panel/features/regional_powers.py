"""Regional and global powers."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

_KINDS = {"regpower": ("reg", "Regional"), "globpower": ("glob", "Global")}


def _of_states(_request: Request) -> tuple[Block, ...]:
    source = load("maoz-powers/spells")
    variables = tuple(
        Variable(name, f"{word} power on any day of the year (0/1)", absent=0)
        for name, (_, word) in _KINDS.items()
    )
    frame = powers_by_year(source.frame)
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


def powers_by_year(spells: pl.DataFrame) -> pl.DataFrame:
    """State-years of powers: a year with any day of a spell counts.

    Parameters
    ----------
    spells
        Rows of ``maoz-powers/spells``: a row may hold a spell of either kind, or one of each.
    """
    years = [
        spells.select(
            "ccode",
            pl.int_ranges(
                pl.col(f"{stem}stdate").dt.year(),
                pl.col(f"{stem}enddate").dt.year() + 1,
                dtype=pl.Int16,
            ).alias("year"),
            **{other: pl.lit(int(other == name), pl.Int8) for other in _KINDS},
        )
        .drop_nulls("year")
        .explode("year")
        for name, (stem, _) in _KINDS.items()
    ]
    return (
        pl.concat(years).group_by("ccode", "year").agg(pl.col(*_KINDS).max()).sort("ccode", "year")
    )


FEATURES = (Feature("regional-powers", "Regional and global powers (Maoz)", state=_of_states),)
