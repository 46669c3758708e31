"""Alliance-member-years."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.sources.atop import PLEDGES
from foedus.sources.load import load

from .block import Index
from .panel import Column, Panel
from .window import window

__all__ = ["alliance_years"]


def alliance_years(first: int | None = None, last: int | None = None) -> Panel:
    """Every member of every alliance in every year in which it was one on any day.

    Parameters
    ----------
    first, last
        Years, both included; default: all that ATOP covers.

    Returns
    -------
    Panel
        Key ``(atopid, ccode, year)``. The five pledges are what the member owed on any day of the
        year, over the phases of the alliance.

    Raises
    ------
    UsageError
        If the years are the wrong way round or outside the record.
    foedus.sources.getting.fetch.DataMissing
        If the member file is not there.
    """
    source = load("atop/members")
    begin, end = window(first, last, source.file.first, source.file.last, "ATOP")
    years = pl.int_ranges(
        pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16
    ).alias("year")
    frame = (
        source.frame.select("atopid", "start", *PLEDGES, ccode="member", year=years)
        .explode("year")
        .filter(pl.col("year").is_between(begin, end))
        .group_by("atopid", "ccode", "year")
        .agg(*(pl.col(name).max() for name in PLEDGES), since=pl.col("start").min())
        .sort("atopid", "ccode", "year")
    )
    about = {name: source.table.column(name).about for name in PLEDGES}
    known = (source.file.first, source.file.last)
    columns = (
        Column("atopid", "ATOP number of the alliance", sources=(source,)),
        Column("ccode", "Member, Correlates of War code", sources=(source,)),
        Column("year", "Year", sources=(source,)),
        *(Column(n, f"{about[n]} (0/1)", "", (source,), *known) for n in PLEDGES),
        Column(
            "since", "First day of membership in the phases of that year", "", (source,), *known
        ),
    )
    index = Index((frame["ccode"].to_numpy(),), frame["year"].to_numpy().astype(np.int16))
    return Panel(frame, "alliance-member-year", ("atopid", "ccode", "year"), columns, index)
