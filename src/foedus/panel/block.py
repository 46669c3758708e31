"""What a feature knows, keyed by state and year or by pair and year, and how it meets a panel.

No joins by column name: every row of a panel looks up, by its codes and its year, the one row of
the block that is about it. A row of the panel can neither vanish nor double.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.sources.load import Source

__all__ = ["NO_CODE", "Block", "Index", "Variable", "attach"]

Rows: TypeAlias = npt.NDArray[np.int32]
Places: TypeAlias = npt.NDArray[np.intp]
Codes: TypeAlias = npt.NDArray[np.int16]
Flags: TypeAlias = npt.NDArray[np.bool_]
Scalar: TypeAlias = int | float | str | bool | None

NO_CODE = -1
_CODES = 10_000  # more than any code
_SPARSE = 8  # a block that knows of less than one row in so many is written, not gathered


@dataclass(frozen=True)
class Index:
    """Whom and when each row of a panel is about.

    Parameters
    ----------
    sides
        COW codes of each side, one array (N,) a side; -1 where a state has no COW code.
    years
        Years, shape (N,); -1 where a row has none.
    """

    sides: tuple[Codes, ...]
    years: Codes

    @functools.cached_property
    def span(self) -> tuple[int, int]:
        """First and last year; (0, -1) where there is no row."""
        known = self.years[self.years != NO_CODE]
        return (int(known.min()), int(known.max())) if known.size else (0, -1)

    @functools.cached_property
    def _places(self) -> tuple[Rows, int]:
        """Place of every code among those of the panel, in their order; -1 for the others."""
        seen = np.zeros(_CODES, dtype=np.bool_)
        for side in self.sides:
            seen[side] = True
        seen[NO_CODE] = False  # the last entry stands for no code
        return np.where(seen, np.cumsum(seen) - 1, NO_CODE).astype(np.int32), int(seen.sum())

    def cells(self, years: Codes, codes: tuple[Codes, ...]) -> Rows:
        """Whole number that stands for state or pair and year; -1 for what the panel is not about.

        It rises with the first code, then the second, then the year.
        """
        first, last = self.span
        place, size = self._places
        span = np.int32(last - first + 1)
        at = [place[code] for code in codes]
        cell = at[0] if len(at) == 1 else at[0] * np.int32(size) + at[1]
        cell = cell * span + (years.astype(np.int32) - np.int32(first))
        known = (years >= first) & (years <= last)
        for one in at:
            known &= one != NO_CODE
        cell[~known] = NO_CODE
        return cell

    @functools.cached_property
    def own_cells(self) -> tuple[Rows, bool]:
        """Cell of each row, and whether they rise strictly: one row a cell, in order."""
        cell = self.cells(self.years, self.sides)
        return cell, bool((np.diff(cell) > 0).all()) and not (cell == NO_CODE).any()

    def of(self, side: int) -> Index:
        """Rows as they are about one side."""
        return self._each[side]

    @functools.cached_property
    def _each(self) -> tuple[Index, ...]:
        return tuple(Index((codes,), self.years) for codes in self.sides)

    @property
    def room(self) -> int:
        """How many cells there are."""
        first, last = self.span
        return self._places[1] ** len(self.sides) * (last - first + 1)


@dataclass(frozen=True)
class Variable:
    """One column a block gives, for the codebook.

    Parameters
    ----------
    name
        Name without the suffix of a side.
    about
        What it holds.
    unit
        Unit; empty for codes and counts.
    absent
        Value where the block covers the year and has no row; None where that is not known.
    """

    name: str
    about: str
    unit: str = ""
    absent: Scalar = None


@dataclass(frozen=True)
class Block:
    """What a feature knows.

    Parameters
    ----------
    frame
        Key columns ``ccode, year`` or ``ccode1, ccode2, year``, unique; then the variables.
    variables
        Its variables, in the order in which they are added.
    sources
        What it was made from.
    first, last
        Years in which the absence of a row means something; outside, it means nothing is known.
    symmetric
        For pairs: whether a row stands for both directions, the lower code first.
    aligned
        Whether the frame has no key but one row for each row of the panel it was made for.
    """

    frame: pl.DataFrame
    variables: tuple[Variable, ...]
    sources: tuple[Source, ...]
    first: int
    last: int
    symmetric: bool = False
    aligned: bool = False


def attach(index: Index, block: Block, side: int | None = None) -> pl.DataFrame:
    """Return the block's variables for each row of a panel.

    Parameters
    ----------
    index
        The panel's rows.
    block
        What is known.
    side
        Which side a state's variables are about; None for a pair's.

    Returns
    -------
    DataFrame
        As many rows as the panel, one column a variable.

    Raises
    ------
    ValueError
        If two rows of the block are about the same state or pair and year.
    """
    names = [variable.name for variable in block.variables]
    if block.aligned:
        return block.frame.select(names)
    about = index if side is None else index.of(side)
    cells, rows = _known(about, block)
    covered = (about.years >= block.first) & (about.years <= block.last)
    for codes in about.sides:
        covered &= codes != NO_CODE
    values = block.frame.select(names)
    absent = [variable.absent for variable in block.variables]
    own, rising = about.own_cells
    if rising and cells.size < own.size // _SPARSE:
        where = np.minimum(np.searchsorted(own, cells), own.size - 1)
        hit = own[where] == cells
        return _written(values, absent, where[hit], rows[hit], covered)
    table = np.full(about.room + 1, NO_CODE, dtype=np.int32)  # the last stands for no cell
    table[cells] = rows
    return _taken(values, absent, table[own], covered)


def _known(index: Index, block: Block) -> tuple[Rows, Places]:
    """Cells that the block knows of among those of the panel, and its row for each.

    Raises
    ------
    ValueError
        If a cell comes twice.
    """
    names = ("ccode1", "ccode2") if len(index.sides) == 2 else ("ccode",)
    codes = tuple(block.frame[name].cast(pl.Int16).to_numpy() for name in names)
    years = block.frame["year"].cast(pl.Int16).to_numpy()
    rows = np.arange(years.size)
    if block.symmetric:
        codes = tuple(np.concatenate([one, two]) for one, two in (codes, codes[::-1]))
        years, rows = np.concatenate([years, years]), np.concatenate([rows, rows])
    cell = index.cells(years, codes)
    kept = np.flatnonzero(cell != NO_CODE)
    cell, rows = cell[kept], rows[kept]
    _refuse_twice(cell, rows, block, names)
    return cell, rows


def _refuse_twice(cell: Rows, rows: Places, block: Block, names: tuple[str, ...]) -> None:
    order = np.argsort(cell, kind="stable")
    again = np.flatnonzero(np.diff(cell[order]) == 0)
    if again.size:
        row = block.frame.select(*names, "year").row(int(rows[order[again[0]]]))
        raise ValueError(f"two rows of a block are about {row}")


def _written(
    values: pl.DataFrame, absent: list[Scalar], where: Places, which: Places, covered: Flags
) -> pl.DataFrame:
    """Write the few rows that are known over what absence means: nothing, or a value."""
    inside = pl.Series(covered)
    met = values[which]
    made: list[pl.Series] = []
    for column, nothing in zip(met.get_columns(), absent, strict=True):
        base = pl.repeat(nothing, covered.size, dtype=column.dtype, eager=True)
        if nothing is not None:
            base = pl.select(pl.when(inside).then(base)).to_series()
        made.append(base.scatter(where, column).alias(column.name))
    return pl.DataFrame(made)


def _taken(values: pl.DataFrame, absent: list[Scalar], found: Rows, covered: Flags) -> pl.DataFrame:
    """Take the row for each; two rows more stand for absence and for nothing known."""
    last = np.int32(values.height)
    rows = np.where(found != NO_CODE, found, np.where(covered, last, last + 1)).astype(np.intp)
    made: list[pl.Series] = []
    for column, nothing in zip(values.get_columns(), absent, strict=True):
        known = pl.concat([column, pl.Series(column.name, [nothing, None], dtype=column.dtype)])
        if not column.dtype.is_numeric():
            made.append(known.gather(pl.Series(rows)))
            continue
        plain = pl.Series("plain", known.fill_null(0).to_numpy().take(rows))
        there = pl.Series("there", known.is_not_null().to_numpy().take(rows))
        chosen = pl.select(pl.when(there).then(plain).alias(column.name)).to_series()
        made.append(chosen)
    return pl.DataFrame(made)
