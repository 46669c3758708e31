"""Read a publisher's file into its declared table, or say which line, column and value is wrong."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from . import corrections
from .checks import ROW, check, without_codes
from .header import expected
from .schema import Column, DType, Layout, SourceError, Table
from .text import Text, open_text, refuse_ragged, unpacked

__all__ = ["Reading", "read", "read_bytes"]

_AGAIN = "get it again"


@dataclass(frozen=True)
class Reading:
    """A file, read.

    Parameters
    ----------
    frame
        The typed table: nulls for what is not known, corrections made, tidied.
    rows
        Rows of data in the file, before corrections and tidying.
    corrected
        How many rows corrections changed or dropped.
    """

    frame: pl.DataFrame
    rows: int
    corrected: int


def read(table: Table, path: Path, layout: str = "publisher") -> Reading:
    """Read one file.

    Parameters
    ----------
    table
        What the file holds.
    path
        The file, packed with gzip or not.
    layout
        Which of the table's forms it has.

    Raises
    ------
    SourceError
        If the file cannot be read or is not as declared. One error: the first thing wrong.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror})", file=path) from None
    return read_bytes(table, content, path.name, layout)


def read_bytes(table: Table, content: bytes, file: str, layout: str = "publisher") -> Reading:
    """Do what `read` does with content already in memory; `file` names it in errors."""
    form = table.layouts[layout]
    there = tuple(c for c in table.columns if c.name not in form.lacks)
    names = [form.names.get(c.name, c.name) for c in there]
    if form.read is None:
        text = open_text(content, file, form, names)
        frame, line = _parsed(text, there), text.line
    else:
        made = form.read(unpacked(content, file), file)
        expected(tuple(made.columns), names, file, form)
        frame, line = _cast(made, there, file, form), _after_header
    rows = frame.height
    # Rows keep their number: a correction may drop some, and errors name lines of the file.
    frame = without_codes(frame, there).with_row_index(ROW)
    # A correction comes before the checks: it may mend the very value they would refuse.
    frame, corrected = corrections.apply(frame, table.id)
    check(frame, table, file, line)
    frame = frame.with_columns(
        pl.lit(None, dtype=c.dtype).alias(c.name) for c in table.columns if c.name in form.lacks
    ).select(c.name for c in table.columns)
    return Reading(_tidied(frame, table, file), rows, corrected)


def _after_header(row: int) -> int:
    return row + 2


def _tidied(frame: pl.DataFrame, table: Table, file: str) -> pl.DataFrame:
    if table.tidy is None:
        return frame
    try:
        return table.tidy(frame)
    except pl.exceptions.PolarsError as error:
        why = str(error).partition("\n")[0]
        raise SourceError(
            f"values do not fit together: {why}", file=file, fix="get the file again"
        ) from None


def _parsed(text: Text, columns: tuple[Column, ...]) -> pl.DataFrame:
    """Parse straight into the declared types; only where that fails look for the cell."""
    theirs = {text.layout.names.get(c.name, c.name): c for c in columns}
    types = {name: theirs[name].dtype if name in theirs else pl.String for name in text.header}
    try:
        frame = _scan(text, types, list(theirs))
    except pl.exceptions.PolarsError as error:
        refuse_ragged(text)
        raise _first_wrong(text, types, list(theirs), error) from None
    return frame.select(pl.col(name).alias(c.name) for name, c in theirs.items())


def _scan(text: Text, types: dict[str, DType], use: list[str]) -> pl.DataFrame:
    return pl.read_csv(
        io.BytesIO(text.body),
        has_header=text.has_header,
        columns=use if text.has_header else None,
        schema=types,
        separator=text.layout.separator,
        eol_char=text.layout.eol,
        null_values=list(text.layout.na) or None,
        infer_schema=False,
    )


def _first_wrong(
    text: Text, types: dict[str, DType], use: list[str], error: pl.exceptions.PolarsError
) -> SourceError:
    """Find the first cell that its type does not take."""
    why = str(error).partition("\n")[0]
    try:
        frame = _scan(text, dict.fromkeys(types, pl.String), use)
    except pl.exceptions.PolarsError:
        return SourceError(f"cannot be split into cells ({why})", file=text.file, fix=_AGAIN)
    found: list[tuple[int, str]] = []
    for name in use:
        lost = _lost(frame[name], types[name])
        if (row := lost.arg_max()) is not None and lost[row]:
            found.append((row, name))
    if not found:
        return SourceError(why, file=text.file, fix=_AGAIN)
    row, name = min(found)
    return SourceError(
        f"{frame[name][row]!r} is not {_kind(types[name])}",
        file=text.file,
        line=text.line(row),
        field=name,
        fix="get the version that is registered",
    )


def _lost(cells: pl.Series, dtype: DType) -> pl.Series:
    """Which cells are there but do not become a value of the type."""
    return cells.is_not_null() & _taken(cells, dtype).is_null()


def _taken(cells: pl.Series, dtype: DType) -> pl.Series:
    """Cells as the type takes them; null where it does not."""
    if dtype == pl.Date and cells.dtype == pl.String:
        return cells.str.to_date("%Y-%m-%d", strict=False)
    return cells.cast(dtype, strict=False)


def _kind(dtype: DType) -> str:
    if dtype == pl.Date:
        return "a day written YYYY-MM-DD"
    if dtype in (pl.Float64, pl.Float32):
        return "a number"
    if dtype in (pl.Int8, pl.UInt8):
        return "a small whole number"
    return "a whole number" if dtype in (pl.Int16, pl.Int32, pl.Int64) else f"a value of {dtype}"


def _cast(
    frame: pl.DataFrame, columns: tuple[Column, ...], file: str, layout: Layout
) -> pl.DataFrame:
    """Bring a frame that another reader made into the declared types."""
    made: list[pl.Series] = []
    for column in columns:
        cells = frame[layout.names.get(column.name, column.name)]
        if layout.na and cells.dtype == pl.String:
            kept = ~cells.is_in(list(layout.na))
            cells = frame.select(pl.when(kept).then(cells))[cells.name]
        typed = _taken(cells, column.dtype)
        lost = cells.is_not_null() & typed.is_null()
        if lost.any():
            row = lost.arg_max() or 0
            raise SourceError(
                f"{cells[row]!r} is not {_kind(column.dtype)}",
                file=file,
                line=row + 2,
                field=column.name,
            )
        made.append(typed.alias(column.name))
    return pl.DataFrame(made)
