"""What the pages of sources show: the list, and one data set."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import polars as pl

from foedus.core.errors import UsageError
from foedus.sources import catalogue
from foedus.sources.citing.cite import as_bibtex, as_text
from foedus.sources.getting import registry
from foedus.sources.getting.registry import Dataset, File
from foedus.web.rooms.listing import Head, heads, ordered

from .state import COLUMNS, State

__all__ = ["FileRow", "Listing", "One", "Row", "TableRow", "listing", "one"]


@dataclass(frozen=True)
class Row:
    """A data set in the list, every cell as text."""

    id: str
    title: str
    producer: str
    version: str
    first: str
    last: str
    tables: str
    licence: str
    getting: str


@dataclass(frozen=True)
class Listing:
    """The list: rows, headings, how many there are in all."""

    state: State
    rows: tuple[Row, ...]
    heads: tuple[Head, ...]
    total: int


@dataclass(frozen=True)
class TableRow:
    """A table of a data set: identifier, title, unit, columns."""

    id: str
    title: str
    unit: str
    columns: int


@dataclass(frozen=True)
class FileRow:
    """A file of a data set: path, table, rows, years, checksum, how it is got."""

    path: str
    table: str
    rows: str
    years: str
    sha256: str
    getting: str


@dataclass(frozen=True)
class One:
    """A data set whole."""

    dataset: Dataset
    years: str
    getting: str
    command: str
    references: tuple[str, ...]
    bibtex: str
    tables: tuple[TableRow, ...]
    files: tuple[FileRow, ...]


def listing(state: State) -> Listing:
    """Return the data sets that are meant, in order."""
    frame = _frame()
    kept = frame
    for word in state.words.casefold().split():
        kept = kept.filter(pl.col("text").str.contains(word, literal=True))
    if state.year:
        kept = kept.filter(pl.lit(state.year).is_between(pl.col("first"), pl.col("last")))
    if state.getting:
        kept = kept.filter(pl.col("getting") == state.getting)
    shown = ordered(kept, COLUMNS, state.sort, "id")
    rows = tuple(_row(registry.dataset(name)) for name in shown["id"].to_list())
    return Listing(state, rows, heads(COLUMNS, state.sort), frame.height)


def one(name: str) -> One:
    """Return a data set whole.

    Raises
    ------
    UsageError
        None is called so.
    """
    try:
        found = registry.dataset(name)
    except UsageError as error:
        raise UsageError(error.message, field="name", value=name, fix=error.fix) from error
    declared = catalogue.tables()
    named = dict.fromkeys(file.table for file in found.files)
    return One(
        dataset=found,
        years=_years(found.first, found.last),
        getting=_getting(found),
        command=f"foedus data get {found.id}" if _getting(found) == "fetched" else "",
        references=tuple(as_text([found.id]).splitlines()),
        bibtex=as_bibtex([found.id]),
        tables=tuple(
            TableRow(table.id, table.title, table.unit, len(table.columns) + len(table.made))
            for name_ in named
            if (table := declared.get(name_)) is not None
        ),
        files=tuple(_file(file) for file in found.files),
    )


@functools.cache
def _frame() -> pl.DataFrame:
    """The data sets with what is filtered and sorted by."""
    rows = [
        {
            "id": found.id,
            "title": found.title.casefold(),
            "version": found.version,
            "first": found.first or None,
            "last": found.last or None,
            "tables": len({file.table for file in found.files}),
            "getting": _getting(found),
            "text": " ".join(
                (found.id, found.title, found.producer, found.version, found.unit, found.licence,
                 found.notes, *found.aliases)
            ).casefold(),
        }
        for found in registry.datasets()
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _getting(found: Dataset) -> str:
    """How it is got: with the package, by the program, or by hand."""
    if not found.landing:
        return "ships"
    return "fetched" if any(file.url or file.mirror for file in found.files) else "hand"


def _row(found: Dataset) -> Row:
    return Row(
        id=found.id,
        title=found.title,
        producer=found.producer,
        version=found.version,
        first=str(found.first or "–"),
        last=str(found.last or "–"),
        tables=str(len({file.table for file in found.files})),
        licence=found.licence,
        getting=_getting(found),
    )


def _file(file: File) -> FileRow:
    return FileRow(
        path=file.path,
        table=file.table,
        rows="–" if file.rows is None else f"{file.rows:,}",
        years=_years(file.first, file.last),
        sha256=(file.sha256 or "")[:12] or "not seen",
        getting="can be fetched" if file.url or file.mirror else "by hand",
    )


def _years(first: int, last: int) -> str:
    return f"{first}–{last}" if first else "no years"
