"""Which states there were, year by year: the rows of every yearly panel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["Codes", "Grid", "grid", "pairs", "singles", "strangers"]

Codes: TypeAlias = npt.NDArray[np.int16]
Flags: TypeAlias = npt.NDArray[np.bool_]
_NEW_YEAR, _YEAR_END = 1, 365  # the last day of a leap year is not told apart


@dataclass(frozen=True)
class Grid:
    """Members of the state system by year.

    Parameters
    ----------
    codes
        State codes, rising; shape (S,).
    first
        First year.
    member
        Whether the state was a member on any day of the year; shape (S, T).
    part
        Memberships of less than a whole year; shape (K, 4): position of the state, position of the
        year, first and last day of that year, from 1.
    last_known
        Last year the membership list covers; later years repeat it.
    """

    codes: Codes
    first: int
    member: Flags
    part: Codes
    last_known: int

    @property
    def last(self) -> int:
        """Last year."""
        return self.first + self.member.shape[1] - 1

    def years(self, positions: npt.NDArray[np.intp]) -> Codes:
        """Years at positions along the second axis of `member`."""
        return (positions + self.first).astype(np.int16)


def grid(spells: pl.DataFrame, first: int, last: int, last_known: int) -> Grid:
    """Lay membership spells out by year.

    Parameters
    ----------
    spells
        ``ccode``, ``start``, ``end``: first and last day. A code may have several spells.
    first, last
        Years asked for, both included.
    last_known
        Last year covered by the list. Who was a member then stays one in the years after it.

    Examples
    --------
    >>> import datetime as dt
    >>> spells = pl.DataFrame({"ccode": [2, 20], "end": dt.date(2016, 12, 31),
    ...                        "start": [dt.date(1816, 1, 1), dt.date(1920, 1, 10)]})
    >>> grid(spells, 1919, 1920, 2016).member.tolist()
    [[True, True], [False, True]]
    """
    codes = np.unique(spells["ccode"].to_numpy()).astype(np.int16)
    member = np.zeros((codes.size, last - first + 1), dtype=np.bool_)
    part: list[tuple[int, int, int, int]] = []
    columns = (
        np.searchsorted(codes, spells["ccode"].to_numpy()),
        spells["start"].dt.year(),
        spells["end"].dt.year(),
        spells["start"].dt.ordinal_day(),
        spells["end"].dt.ordinal_day(),
    )
    for state, start, end, begins, ends in zip(*columns, strict=True):
        goes_on = end >= last_known
        until = last if goes_on else min(end, last)
        if until < first or start > last:
            continue
        member[state, max(start - first, 0) : until - first + 1] = True
        for year in {start, end} & set(range(first, until + 1)):
            day_in = begins if year == start else _NEW_YEAR
            day_out = ends if year == end and not goes_on else _YEAR_END
            if day_in > _NEW_YEAR or day_out < _YEAR_END:
                part.append((int(state), year - first, day_in, day_out))
    partial = np.array(part, dtype=np.int16).reshape(-1, 4)
    return Grid(codes, first, member, partial, last_known)


def singles(grid: Grid, states: Collection[int] | None = None) -> tuple[Codes, Codes]:
    """Code and year of every state-year, by code, then year.

    Parameters
    ----------
    grid
        Members by year.
    states
        Keep these states only.
    """
    member = grid.member
    if states is not None:
        member = member & _chosen(grid, states)[:, None]
    state, year = np.nonzero(member)
    return grid.codes[state], grid.years(year)


def pairs(
    grid: Grid, *, directed: bool, states: Collection[int] | None = None
) -> tuple[Codes, Codes, Codes]:
    """Both codes and year of every pair, by first code, second code, year.

    A pair is in a year if both states were members on one and the same day of it: the two Yemens
    and the one they became make no pairs in 1990.

    Parameters
    ----------
    grid
        Members by year.
    directed
        Whether each pair comes twice, once from either side; else the lower code is first.
    states
        Keep pairs with at least one of these states.
    """
    member = grid.member
    size, years = member.shape
    both = member[:, None, :] & member[None, :, :]
    both[tuple(strangers(grid).T)] = False
    order = np.ones((size, size), dtype=np.bool_)
    kept = order & ~np.eye(size, dtype=np.bool_) if directed else np.triu(order, 1)
    if states is not None:
        wanted = _chosen(grid, states)
        kept &= wanted[:, None] | wanted[None, :]
    both &= kept[:, :, None]
    flat = np.flatnonzero(both).astype(np.int32)
    del both
    pair, year = np.divmod(flat, np.int32(years))
    del flat
    one, two = np.divmod(pair, np.int32(size))
    return grid.codes[one], grid.codes[two], grid.years(year)


def _chosen(grid: Grid, states: Collection[int]) -> Flags:
    return np.isin(grid.codes, np.fromiter(states, dtype=np.int16))


def strangers(grid: Grid) -> npt.NDArray[np.intp]:
    """Pairs of members of a year of which one was gone before the other came.

    Returns
    -------
    ndarray
        Positions of both states and of the year, each pair in both orders; shape (K, 3).
    """
    found: list[npt.NDArray[np.intp]] = [np.empty((0, 3), dtype=np.intp)]
    for year in np.unique(grid.part[:, 1]):
        state, _, day_in, day_out = grid.part[grid.part[:, 1] == year].T
        met = np.maximum(day_in[:, None], day_in) <= np.minimum(day_out[:, None], day_out)
        some, place = np.unique(state, return_inverse=True)
        ever = np.zeros((some.size, some.size), dtype=np.bool_)  # a state may come twice in a year
        np.logical_or.at(ever, (place[:, None], place), met)
        one, two = np.nonzero(~ever)
        found.append(np.column_stack([some[one], some[two], np.full(one.size, year)]))
    return np.concatenate(found).astype(np.intp)
