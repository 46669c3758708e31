"""Leaders: who led first and last in a year, and whether one was thrown out in it.

States are those of Gleditsch and Ward, translated year by year. In a year in which a state changes
its COW code, as Germany did in 1990, both codes have the leaders of the year.
"""

from __future__ import annotations

import polars as pl

from foedus.core import countries
from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

_VARIABLES = (
    Variable("leadertransition", "Last leader of the year is another than the first (0/1)"),
    Variable("irregular", "A leader lost office irregularly in the year (0/1)"),
    Variable("n_leaders", "Leaders in office on any day of the year"),
    Variable("jan1leadid", "Leader on 1 January, or the first of the year; Archigos's identifier"),
    Variable(
        "dec31leadid", "Leader on 31 December, or the last of the year; Archigos's identifier"
    ),
)


def _of_states(_request: Request) -> tuple[Block, ...]:
    source = load("leaders/spells")
    first, last = source.file.first, source.file.last
    # Before its first year the list has only those who were still in office in it.
    years = _leaders_by_year(source.frame).filter(pl.col("year") >= first)
    return (Block(years, _VARIABLES, (source,), first, last),)


def _leaders_by_year(spells: pl.DataFrame) -> pl.DataFrame:
    """One row a state and year in which anyone led it.

    Parameters
    ----------
    spells
        The table ``leaders/spells``.
    """
    left = (pl.col("exit") == "Irregular") & (pl.col("enddate").dt.year() == pl.col("year"))
    in_years = spells.with_columns(
        year=pl.int_ranges(pl.col("startdate").dt.year(), pl.col("enddate").dt.year() + 1)
    ).explode("year")
    return (
        _with_codes(in_years)
        .group_by("ccode", "year")
        .agg(
            irregular=left.any().cast(pl.Int8),
            n_leaders=pl.col("leadid").n_unique().cast(pl.Int16),
            jan1leadid=pl.col("leadid").sort_by("startdate", "obsid").first(),
            dec31leadid=pl.col("leadid").sort_by("enddate", "startdate", "obsid").last(),
        )
        .with_columns(
            leadertransition=(pl.col("jan1leadid") != pl.col("dec31leadid")).cast(pl.Int8),
            year=pl.col("year").cast(pl.Int16),
        )
        .sort("ccode", "year")
    )


def _with_codes(in_years: pl.DataFrame) -> pl.DataFrame:
    """COW codes that a state had in the year: the one at its end and, if another, at its start."""
    gw, year = in_years["gwcode"], in_years["year"]
    both = (countries.from_gw(gw, year), countries.from_gw(gw, year - 1))
    rows = [in_years.with_columns(code.cast(pl.Int16).alias("ccode")) for code in both]
    return pl.concat(rows).drop_nulls("ccode").unique(["obsid", "ccode", "year"])


FEATURES = (Feature("leaders", "Leaders, and how they came and went", state=_of_states),)
