"""Strict reading of TOML: every key is known, of the right type, and named where it is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from foedus.core.errors import FoedusError

__all__ = ["Block"]

T = TypeVar("T")

_KINDS: Final[dict[type, str]] = {
    str: "a text",
    int: "a whole number",
    list: "a list",
    dict: "a table",
    dt.date: "a date",
}


class Block:
    """A TOML table whose keys are taken out one by one; what is left over is unknown.

    Parameters
    ----------
    raw
        The table, as `tomllib` gives it; left as it is.
    file
        Name of the file, for errors.
    field
        Place in the file, for errors.

    Examples
    --------
    >>> block = Block({"name": "atop", "rows": 2510, "colour": "red"}, "made-up.toml")
    >>> block.text("name"), block.number("rows"), block.maybe("url", str)
    ('atop', 2510, None)
    >>> block.done()
    Traceback (most recent call last):
    foedus.core.errors.FoedusError: made-up.toml: colour: unknown key
    """

    def __init__(self, raw: Mapping[str, Any], file: str, field: str = "") -> None:
        self.raw = dict(raw)
        self.file = file
        self.field = field

    def done(self) -> None:
        """Refuse what has not been taken out."""
        for key in self.raw:
            raise self.error(key, "unknown key")

    def error(self, key: str, message: str, value: object = None) -> FoedusError:
        """An error at that key."""
        field = f"{self.field}.{key}" if self.field else key
        return FoedusError(message, file=self.file, field=field, value=value)

    def check(self, holds: object, key: str, value: object, message: str) -> None:
        """Refuse the value of a key unless something holds."""
        if not holds:
            raise self.error(key, message, value)

    def maybe(self, key: str, kind: type[T]) -> T | None:
        """Value of that very type, or None where the key is absent."""
        value = self.raw.pop(key, None)
        # isinstance would not do: True is an int to Python, and a date-time a date.
        if value is not None and type(value) is not kind:
            raise self.error(key, f"must be {_KINDS[kind]}", value)
        return value

    def text(self, key: str, *, empty: bool = False) -> str:
        """Text; not an empty one unless `empty`."""
        value = self.maybe(key, str)
        if value is None or not (value.strip() or empty):
            raise self.error(key, "is missing" if value is None else "is empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """List of texts."""
        values = self.maybe(key, list)
        if values is None:
            raise self.error(key, "is missing")
        for value in values:
            if type(value) is not str or not value:
                raise self.error(key, "must be a list of texts", values)
        return tuple(values)

    def number(self, key: str) -> int | None:
        """Whole number from 0 on, or None where the key is absent."""
        value = self.maybe(key, int)
        if value is not None and value < 0:
            raise self.error(key, "is below 0", value)
        return value

    def year(self, key: str) -> int:
        """Year of four digits, or 0 for none."""
        value = self.number(key)
        if value is None:
            raise self.error(key, "is missing")
        if value != 0 and not 1000 <= value <= 9999:
            raise self.error(key, "is no year of four digits, and not 0", value)
        return value

    def blocks(self, key: str) -> list[Block]:
        """Inner tables; none where the key is absent."""
        made: list[Block] = []
        for i, raw in enumerate(self.maybe(key, list) or []):
            name = f"{key}[{i}]"
            if not isinstance(raw, dict):
                raise self.error(name, "must be a table", raw)
            label = str(raw.get("id") or raw.get("path") or name)
            made.append(Block(raw, self.file, f"{self.field}: {label}" if self.field else label))
        return made
