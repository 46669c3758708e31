"""The state system a panel is made of: COW's list, or Gleditsch and Ward's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core import countries
from foedus.core.errors import UsageError
from foedus.sources.load import Source, load

from .grid import Codes, Grid, grid

__all__ = ["EARLIEST", "Members", "System", "members"]

System: TypeAlias = Literal["cow", "gw"]
EARLIEST = 1816
"""First year of the lists of states."""
_LATEST = 9999


@dataclass(frozen=True)
class Members:
    """Members of a state system over the years asked for.

    Parameters
    ----------
    grid
        Members by year, in the system's own codes.
    system
        ``"cow"`` or ``"gw"``.
    source
        The list.
    """

    grid: Grid
    system: System
    source: Source

    @property
    def code(self) -> str:
        """Name of the system's code columns, without suffix."""
        return "ccode" if self.system == "cow" else "gwcode"

    def own(self, states: Collection[int | str] | None) -> set[int] | None:
        """Return the system's codes of the states asked for; None for all.

        A code given as a number is the system's own; an abbreviation or a name stands for the state
        in whichever of the years, and may have several codes.

        Raises
        ------
        UsageError
            If there is no such state, or none of them was a member in these years.
        """
        if states is None:
            return None
        found = self._codes(states)
        there = self.grid.codes[self.grid.member.any(axis=1)]
        if states and found.isdisjoint(there.tolist()):
            raise _none_then(next(iter(states)), self.grid.first, self.grid.last)
        return found

    def _codes(self, states: Collection[int | str]) -> set[int]:
        if self.system == "cow":
            return {countries.code(state) for state in states}
        years = range(self.grid.first, self.grid.last + 1)
        found: set[int] = set()
        for state in states:
            if isinstance(state, int) or state.isdecimal():
                countries.code(state, system="gw")  # refuses what is no code
                found.add(int(state))
                continue
            cow = countries.code(state)
            found |= set(
                countries.to_gw(pl.Series([cow] * len(years)), pl.Series(years)).drop_nulls()
            )
        return found

    def cow(self, codes: Codes, years: Codes) -> npt.NDArray[np.int16]:
        """COW code of each state in each year; -1 where it had none."""
        if self.system == "cow":
            return codes
        table = self.source.frame.select("gwcode", "ccode", "year").drop_nulls()
        last = self.grid.last_known
        place = np.full((10_000, last - EARLIEST + 1), -1, dtype=np.int16)
        kept = table.filter(pl.col("year").is_between(EARLIEST, last))
        at = kept["year"].to_numpy().astype(np.intp) - EARLIEST
        place[kept["gwcode"].to_numpy().astype(np.intp), at] = kept["ccode"].to_numpy()
        found: npt.NDArray[np.int16] = place[codes, np.minimum(years, last) - EARLIEST]
        return found


def members(first: int | None, last: int | None, system: System, *, carry_forward: bool) -> Members:
    """Members of a state system from one year to another.

    Parameters
    ----------
    first, last
        Years, both included; None for the first and the last that the list covers.
    system
        Whose list.
    carry_forward
        Whether years after the list's last may be asked for: its members then are taken to go on.

    Raises
    ------
    UsageError
        If the years are the wrong way round, outside the list, or beyond 9999.
    """
    if system not in ("cow", "gw"):
        raise UsageError("no state system is called so", value=system, fix="choose cow or gw")
    source = load("cow-states/spells" if system == "cow" else "codes/gw-panel")
    spells = source.frame if system == "cow" else _runs(source.frame)
    known = int(spells["end"].dt.year().to_numpy().max())
    begin = EARLIEST if first is None else first
    end = known if last is None else last
    if begin > end:
        raise UsageError(f"years end ({end}) before they begin ({begin})", fix="write FIRST:LAST")
    if begin < EARLIEST:
        raise UsageError(f"the list of states begins in {EARLIEST}", value=begin)
    if end > _LATEST:
        raise UsageError("a year has four digits", value=end)
    if end > known and not carry_forward:
        raise UsageError(
            f"the list of states ends in {known}",
            value=end,
            fix="carry its last members forward (carry_forward=True, --carry-forward): such rows "
            "are marked in a column 'carried'",
        )
    return Members(grid(spells, begin, end, known), system, source)


def _none_then(state: int | str, first: int, last: int) -> UsageError:
    when = str(first) if first == last else f"{first}-{last}"
    fix: str | None = "choose years in which it was"
    try:
        then = countries.code(state, last)
        if then != countries.code(state):
            fix = f"in {last} that was {countries.name(then, last)} ({then})"
    except UsageError as error:
        fix = error.fix
    return UsageError(
        f"none of the states asked for was a member of the system in {when}", value=state, fix=fix
    )


def _runs(years: pl.DataFrame) -> pl.DataFrame:
    """Spells of consecutive whole years from one row a year."""
    rows = years.select("gwcode", "year").drop_nulls().unique().sort("gwcode", "year")
    run = (pl.col("year") - pl.int_range(pl.len())).over("gwcode")
    return (
        rows.with_columns(run=run)
        .group_by("gwcode", "run", maintain_order=True)
        .agg(start=pl.date(pl.col("year").min(), 1, 1), end=pl.date(pl.col("year").max(), 12, 31))
        .select(ccode="gwcode", start="start", end="end")
    )
