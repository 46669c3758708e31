"""Dyad-years: every pair of states in every year in which both were members."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from .block import Index
from .grid import pairs
from .panel import Panel
from .relevance import relevant_rows
from .states import carried, key_column
from .system import System, members

__all__ = ["dyad_years"]


def dyad_years(
    first: int | None = None,
    last: int | None = None,
    *,
    directed: bool = False,
    relevant: bool = False,
    system: System = "cow",
    states: Collection[int | str] | None = None,
    carry_forward: bool = False,
) -> Panel:
    """Every pair of different states in every year in which both were members on any day.

    Parameters
    ----------
    first, last
        Years, both included; default: all that the list of states covers.
    directed
        Whether each pair comes twice, once from either side. Otherwise the lower code is first.
    relevant
        Keep politically relevant pairs only: contiguous by land or across up to 400 miles of water,
        or with a major power in them (see `foedus.panel.relevance`).
    system
        ``"cow"`` or ``"gw"``, as for `state_years`.
    states
        Keep pairs with at least one of these: codes of the system, COW abbreviations, or names.
    carry_forward
        Whether years after the list's last are allowed, as for `state_years`.

    Returns
    -------
    Panel
        Key ``(ccode1, ccode2, year)``, or with ``gwcode``.

    Raises
    ------
    UsageError
        If the years or a state are wrong.
    foedus.sources.getting.fetch.DataMissing
        If a list it needs is not there.
    """
    who = members(first, last, system, carry_forward=carry_forward)
    one, two, years = pairs(who.grid, directed=directed, states=who.own(states))
    index = Index((who.cow(one, years), who.cow(two, years)), years)
    sources = [who.source]
    if relevant:
        kept, used = relevant_rows(index)
        one, two, years = one[kept], two[kept], years[kept]
        index = Index(tuple(side[kept] for side in index.sides), years)
        sources += used
    name = who.code
    frame = pl.DataFrame({f"{name}1": one, f"{name}2": two, "year": years})
    if system == "gw":
        cow = {f"ccode{k}": side for k, side in zip("12", index.sides, strict=True)}
        frame = frame.with_columns(**{n: pl.Series(n, s).replace(-1, None) for n, s in cow.items()})
    columns = [key_column(column, *sources) for column in frame.columns]
    if carry_forward:
        frame, columns = carried(frame, columns, who.grid.last_known)
    unit = (
        f"{'directed ' if directed else ''}{'politically relevant ' if relevant else ''}dyad-year"
    )
    key = (f"{name}1", f"{name}2", "year")
    return Panel(frame, unit, key, tuple(columns), index, ("1", "2"), directed)
