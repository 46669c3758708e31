"""State-years."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl

from foedus.sources.load import Source

from .block import Index
from .grid import singles
from .panel import Column, Panel
from .system import System, members

__all__ = ["state_years"]


def state_years(
    first: int | None = None,
    last: int | None = None,
    *,
    system: System = "cow",
    states: Collection[int | str] | None = None,
    carry_forward: bool = False,
) -> Panel:
    """Every state in every year in which it was a member of the state system on any day.

    Parameters
    ----------
    first, last
        Years, both included; default: all that the list of states covers.
    system
        ``"cow"``: Correlates of War. ``"gw"``: Gleditsch and Ward; COW's codes come as a second
        column, null where COW has no such state.
    states
        Keep these states only: codes of the system, COW abbreviations, or names.
    carry_forward
        Whether years after the list's last are allowed; its members are then taken to go on, and a
        column ``carried`` marks those rows.

    Returns
    -------
    Panel
        Key ``(ccode, year)`` or ``(gwcode, year)``.

    Raises
    ------
    UsageError
        If the years or a state are wrong.
    foedus.sources.getting.fetch.DataMissing
        If the list of states is not there.
    """
    who = members(first, last, system, carry_forward=carry_forward)
    codes, years = singles(who.grid, who.own(states))
    cow = who.cow(codes, years)
    series = {who.code: codes}
    if system == "gw":
        series["ccode"] = cow
    series["year"] = years
    frame = pl.DataFrame(series)
    columns = [key_column(name, who.source) for name in frame.columns]
    if system == "gw":
        frame = frame.with_columns(pl.col("ccode").replace(-1, None))
    if carry_forward:
        frame, columns = carried(frame, columns, who.grid.last_known)
    return Panel(frame, "state-year", (who.code, "year"), tuple(columns), Index((cow,), years))


_KEYS = {
    "ccode": "State, Correlates of War code",
    "gwcode": "State, Gleditsch-Ward code",
    "year": "Year",
}


def key_column(name: str, *sources: Source) -> Column:
    """Codebook entry of a key column, its side told from the suffix."""
    stem = name.rstrip("12")
    side = {"1": ", first", "2": ", second"}.get(name[len(stem) :], "")
    return Column(name, _KEYS[stem] + side, sources=sources)


def carried(
    frame: pl.DataFrame, columns: list[Column], last_known: int
) -> tuple[pl.DataFrame, list[Column]]:
    """Mark the rows after the last year that the list of states covers."""
    mark = Column("carried", f"Membership carried forward from {last_known}: not on the list")
    flags = pl.Series("carried", frame["year"].to_numpy() > np.int16(last_known))
    return frame.with_columns(flags), [*columns, mark]
