"""Crisis actors."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.sources.load import load

from .block import NO_CODE, Index
from .panel import Column, Panel
from .window import window

__all__ = ["crisis_actors"]


def crisis_actors(first: int | None = None, last: int | None = None) -> Panel:
    """Every actor in every international crisis, after ICB.

    Parameters
    ----------
    first, last
        Years in which the actor's crisis was triggered, both included; default: all.

    Returns
    -------
    Panel
        Key ``(crisno, cracno)``: an actor can enter a crisis twice. ``ccode`` is the COW code in
        the year of the actor's trigger, which is ``year``; null for an actor that is no COW state.
        Beside the publisher's columns stand the part of the month where no day is known, and the
        first and last day possible of each date.

    Raises
    ------
    UsageError
        If the years are the wrong way round or outside the record.
    foedus.sources.getting.fetch.DataMissing
        If ICB is not there.
    """
    source = load("icb/actors")
    begin, end = window(first, last, source.file.first, source.file.last, "ICB")
    kept = source.frame.filter(pl.col("yrtrig").is_between(begin, end)).sort("crisno", "cracno")
    key = ("crisno", "cracno")
    made = (c for c in source.table.made if c.name != "ccode")
    own = [c for c in (*source.table.columns, *made) if c.name not in key]
    frame = kept.select(*key, "ccode", pl.col("yrtrig").alias("year"), *(c.name for c in own))
    known = (source.file.first, source.file.last)
    columns = (
        Column("crisno", "ICB number of the crisis", sources=(source,)),
        Column("cracno", "ICB number of the crisis actor", sources=(source,)),
        Column("ccode", "Actor, Correlates of War code", sources=(source,)),
        Column("year", "Year of the trigger", sources=(source,)),
        *(Column(c.name, c.about, c.unit, (source,), *known) for c in own),
    )
    cow = frame["ccode"].fill_null(NO_CODE).to_numpy().astype(np.int16)
    index = Index((cow,), frame["year"].to_numpy().astype(np.int16))
    return Panel(frame, "crisis actor", key, columns, index)
