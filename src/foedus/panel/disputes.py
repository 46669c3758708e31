"""Participants and pairs of militarized interstate disputes (COW; Gibler, Miller, Little)."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.core.errors import UsageError
from foedus.sources.load import Source, load

from .block import Index
from .dispute_dyads import directed as directed_dyads
from .dispute_dyads import non_directed
from .panel import Column, Panel
from .window import window

__all__ = ["dispute_dyads", "dispute_participants", "pairs_of"]

SETS = {"cow": "mid", "gml": "gml"}
_KEYS = {
    "dispnum": "Number of the dispute, in its own data set",
    "ccode": "State, Correlates of War code",
    "ccode1": "First state, Correlates of War code",
    "ccode2": "Second state, Correlates of War code",
    "year": "Year",
    "spell": "Which of the state's times in the dispute, from 1",
}


def dispute_participants(
    first: int | None = None, last: int | None = None, *, source: str = "cow"
) -> Panel:
    """Every state in every dispute.

    Parameters
    ----------
    first, last
        Years in which the state's part began, both included; default: all.
    source
        ``"cow"``: MID 5.0. ``"gml"``: Gibler, Miller and Little 2.2.1.

    Returns
    -------
    Panel
        Key ``(dispnum, ccode, spell)``: a state may leave a dispute and come back. ``year`` is the
        year in which the spell began.

    Raises
    ------
    UsageError
        If the years or the source are wrong.
    foedus.sources.getting.fetch.DataMissing
        If the data are not there.
    """
    table = load(f"{_set(source)}/participants")
    begin, end = window(first, last, table.file.first, table.file.last, table.table.title)
    left_out = {"stabb", "version"}
    own = [c for c in table.table.columns if c.name not in left_out]
    frame = (
        table.frame.rename({"start": "first_day", "end": "last_day"})
        .sort("dispnum", "ccode", "first_day", "last_day")
        .with_columns(
            spell=(pl.int_range(pl.len(), dtype=pl.Int16) + 1).over("dispnum", "ccode"),
            year=pl.col("styear"),
        )
        .filter(pl.col("year").is_between(begin, end))
    )
    key = ("dispnum", "ccode", "spell")
    rest = [c for c in own if c.name not in key]
    frame = frame.select(*key, "year", "first_day", "last_day", *(c.name for c in rest))
    columns = (
        *(Column(name, _KEYS[name], sources=(table,)) for name in (*key, "year")),
        _described("first_day", "First day possible in the dispute", "", table),
        _described("last_day", "Last day possible in the dispute", "", table),
        *(_described(c.name, c.about, c.unit, table) for c in rest),
    )
    index = Index((_codes(frame, "ccode"),), _codes(frame, "year"))
    return Panel(frame, "dispute participant", key, columns, index)


def dispute_dyads(
    first: int | None = None,
    last: int | None = None,
    *,
    directed: bool = False,
    source: str = "cow",
) -> Panel:
    """Every pair of opponents in every dispute, by year.

    Parameters
    ----------
    first, last
        Years, both included; default: all.
    directed
        Whether each pair comes twice, once from either side.
    source
        ``"cow"``: MID 5.0, pairs made from the dates of participation (see
        `foedus.panel.dispute_dyads`). ``"gml"``: as published by Gibler, Miller and Little.

    Returns
    -------
    Panel
        Key ``(dispnum, ccode1, ccode2, year)``. Every dispute is kept, several in a dyad-year too.

    Raises
    ------
    UsageError
        If the years or the source are wrong.
    foedus.sources.getting.fetch.DataMissing
        If the data are not there.
    """
    frame, used, about = pairs_of(source)
    begin, end = window(first, last, used[0].file.first, used[0].file.last, used[0].table.title)
    frame = frame.filter(pl.col("year").is_between(begin, end))
    key = ("dispnum", "ccode1", "ccode2", "year")
    frame = (frame if directed else non_directed(frame)).sort(key)
    rest = [name for name in frame.columns if name not in key]
    frame = frame.select(*key, *rest)
    columns = (
        *(Column(name, _KEYS[name], sources=used) for name in key),
        *(_described(name, *about.get(name, ("", "")), *used) for name in rest),
    )
    index = Index((_codes(frame, "ccode1"), _codes(frame, "ccode2")), _codes(frame, "year"))
    unit = f"{'directed ' if directed else ''}dispute-dyad-year"
    return Panel(frame, unit, key, columns, index, ("1", "2"), directed)


def pairs_of(source: str) -> tuple[pl.DataFrame, tuple[Source, ...], dict[str, tuple[str, str]]]:
    """Directed dispute-dyad-years, what they were made from, and what their columns are.

    Raises
    ------
    UsageError
        If the source is neither ``"cow"`` nor ``"gml"``.
    """
    if _set(source) == "mid":
        used = (load("mid/disputes"), load("mid/participants"))
        frame = directed_dyads(used[0].frame, used[1].frame)
        about = {c.name: (c.about, c.unit) for c in used[1].table.columns}
        words = {
            f"{name}{side}": (f"State {side}, whole spell: {text}", unit)
            for name, (text, unit) in about.items()
            for side in (1, 2)
        }
        words |= {
            "ongoing": ("On opposite sides of the dispute in the year (0/1)", ""),
            "onset": ("First year of an unbroken time on opposite sides (0/1)", ""),
            "first_day": ("First day possible on opposite sides in the year", ""),
            "last_day": ("Last day possible on opposite sides in the year", ""),
        }
        return frame, used, words
    published = load("gml/dyads")
    words = {c.name: (c.about, c.unit) for c in published.table.columns}
    return published.frame.drop("version"), (published,), words


def _set(source: str) -> str:
    if source not in SETS:
        raise UsageError("no such set of disputes", value=source, fix="choose cow or gml")
    return SETS[source]


def _described(name: str, about: str, unit: str, *used: Source) -> Column:
    return Column(name, about, unit, used, used[0].file.first, used[0].file.last)


def _codes(frame: pl.DataFrame, name: str) -> np.ndarray:
    return frame[name].to_numpy().astype(np.int16)
