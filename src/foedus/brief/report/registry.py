"""The numbers a brief may state: each with its value, its text, and where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import polars as pl

from .errors import ReportError
from .figures import Value, shown

__all__ = ["Book", "Number", "Numbers", "Origin", "at_path", "safe"]


@dataclass(frozen=True)
class Origin:
    """Where a number is from, exactly enough to find it again.

    Attributes
    ----------
    store
        ``bundle``, ``manifest``, ``scenario``, ``ledger``, ``scores``, ``package`` or another store
        that the report's maker names.
    table
        Table of the store; empty where the store is no set of tables.
    where
        Columns and the values they have in the row.
    columns
        What was read: one column, or the two ends of an interval. Where there is no table, a path
        such as ``base_rate.any_war``.
    """

    store: str
    table: str
    where: tuple[tuple[str, str | int | float], ...]
    columns: tuple[str, ...]

    @property
    def text(self) -> str:
        """The place in words: ``bundle, outcomes: case base, outcome any_war: point``."""
        place = f"{self.store}, {self.table}" if self.table else self.store
        row = ", ".join(f"{name} {value}" for name, value in self.where)
        return ": ".join(part for part in (place, row, " to ".join(self.columns)) if part)


@dataclass(frozen=True)
class Number:
    """One value that sentences may state: a number, a name, a day.

    Attributes
    ----------
    key
        Its name in the report.
    value
        As computed; an interval is a pair.
    kind
        How it is written, one of `foedus.brief.report.figures.KINDS`.
    origin
        Where it is from.
    """

    key: str
    value: Value
    kind: str
    origin: Origin

    @property
    def text(self) -> str:
        """As it is printed."""
        return shown(self.value, self.kind)


@dataclass(frozen=True)
class Numbers(Mapping[str, Number]):
    """All numbers of a report, by key."""

    held: Mapping[str, Number]

    def __getitem__(self, key: str) -> Number:
        return self.held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


class Book:
    """Collects numbers while a report is written; every method gives the key in braces.

    Examples
    --------
    >>> book = Book()
    >>> book.table("bundle", "outcomes", pl.DataFrame({"outcome": ["any_war"], "point": [0.37]}),
    ...            "point", "probability", outcome="any_war")
    '{outcomes/any_war/point}'
    >>> book.numbers()["outcomes/any_war/point"].text
    '0.37'
    """

    def __init__(self) -> None:
        self._held: dict[str, Number] = {}

    def put(self, key: str, value: Value, kind: str, origin: Origin) -> str:
        """Enter a value.

        Raises
        ------
        ReportError
            If the key stands for another value, or cannot be a placeholder.
        """
        if not key or any(sign in key for sign in "{}:\n"):
            raise ReportError("cannot be the key of a number", value=key)
        found = self._held.setdefault(key, Number(key, value, kind, origin))
        if found.origin != origin or _differ(found.value, value):
            raise ReportError("two numbers have one key", field=key, value=value)
        return "{" + key + "}"

    def table(
        self,
        store: str,
        table: str,
        frame: pl.DataFrame | None,
        columns: str | tuple[str, str],
        kind: str,
        **where: str | int | float,
    ) -> str | None:
        """Enter what one row of a table holds; None where the table or the row is not there.

        Parameters
        ----------
        store, table
            Names of the store and its table.
        frame
            The table.
        columns
            One column, or the two ends of an interval.
        kind
            How it is written.
        where
            Columns and values that single out the row.

        Raises
        ------
        ReportError
            If more than one row fits.
        """
        wanted = (columns,) if isinstance(columns, str) else columns
        if frame is None or any(one not in frame.columns for one in (*wanted, *where)):
            return None
        rows = frame.filter(**where) if where else frame
        if rows.is_empty():
            return None
        if rows.height > 1:
            raise ReportError("more than one row fits", field=table, value=where)
        row = rows.row(0, named=True)
        found = tuple(row[one] for one in wanted)
        if any(one is None or one != one for one in found):
            return None
        key = "/".join((table, *(str(one) for one in where.values()), "+".join(wanted)))
        origin = Origin(store, table, tuple(where.items()), wanted)
        value = found[0] if len(found) == 1 else found
        return self.put(safe(key if store == "bundle" else f"{store}/{key}"), value, kind, origin)

    def path(self, store: str, content: Any, path: str, kind: str) -> str | None:
        """Enter what stands at a dotted path of plain data; None where there is nothing."""
        value = at_path(content, path)
        if value is None or isinstance(value, (dict, list)):
            return None
        return self.put(safe(f"{store}/{path}"), value, kind, Origin(store, "", (), (path,)))

    def numbers(self) -> Numbers:
        """Everything entered so far."""
        return Numbers(MappingProxyType(dict(self._held)))


def at_path(content: Any, path: str | Sequence[str | int]) -> Any:
    """What plain data hold at a path, dotted or step by step; None where nothing is.

    Examples
    --------
    >>> at_path({"facts": [{"text": "war"}]}, "facts.0.text"), at_path({}, "a.b")
    ('war', None)
    >>> at_path({"lambda x 0.5": [{"net": 2}]}, ("lambda x 0.5", 0, "net"))
    2
    """
    for part in path.split(".") if isinstance(path, str) else path:
        if isinstance(content, Mapping):
            content = content.get(part)
        elif isinstance(content, (list, tuple)):
            place = str(part)
            found = place.isdecimal() and int(place) < len(content)
            content = content[int(place)] if found else None
        else:
            return None
    return content


def safe(key: str) -> str:
    """A key without the signs that a placeholder cannot hold."""
    return "".join("_" if sign in "{}:\n" else sign for sign in key)


def _differ(one: Value, other: Value) -> bool:
    return one != other and not (one != one and other != other)
