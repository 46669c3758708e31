"""A table whose rows are those of a table of numbers: each cell is a number of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from foedus.brief.report.blocks import Column, Row
from foedus.brief.report.filling import cell
from foedus.brief.report.phrases import Phrase

__all__ = ["Field", "tabled"]


@dataclass(frozen=True)
class Field:
    """What one column holds.

    Attributes
    ----------
    title, unit
        As in any head.
    columns
        Column of the numbers, or the two ends of an interval.
    kind
        How they are written; all but text is aligned to the right.
    """

    title: str
    columns: str | tuple[str, str]
    kind: str
    unit: str = ""


def tabled(
    get: Callable[..., str | None],
    rows: Iterable[Mapping[str, str | int | float]],
    fields: Sequence[Field],
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Heads and rows.

    Parameters
    ----------
    get
        Enters a number of the table in the book: ``get(columns, kind, **where)``, as
        `foedus.brief.report.registry.Book.table` does of one table.
    rows
        Columns and values that single out each row.
    fields
        What stands in it, from the left.
    """
    heads = tuple(
        Column(Phrase(one.title), unit=one.unit, number=one.kind != "text") for one in fields
    )
    lines = tuple(
        Row(tuple(cell(get(one.columns, one.kind, **where)) for one in fields)) for where in rows
    )
    return heads, lines
