"""Corrections to publishers' values: entries in a file, each with its reason and reference."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

import polars as pl

from foedus.core.errors import FoedusError

__all__ = ["Correction", "apply", "corrections"]

_FILE = "corrections.toml"
_FIELDS = {"table", "where", "above", "below", "set", "drop", "reason", "reference"}


@dataclass(frozen=True)
class Correction:
    """One correction.

    Parameters
    ----------
    table
        Table it concerns.
    where
        Column and value pairs that must all hold.
    above, below
        Column and value pairs: rows whose value is greater, or less.
    set
        New values; empty where the rows are dropped.
    drop
        Whether the rows are dropped.
    reason, reference
        Why, and what says so.
    """

    table: str
    where: tuple[tuple[str, Any], ...]
    above: tuple[tuple[str, Any], ...]
    below: tuple[tuple[str, Any], ...]
    set: tuple[tuple[str, Any], ...]
    drop: bool
    reason: str
    reference: str

    def rows(self) -> pl.Expr:
        """Which rows it concerns."""
        equal = [pl.col(name) == value for name, value in self.where]
        greater = [pl.col(name) > value for name, value in self.above]
        less = [pl.col(name) < value for name, value in self.below]
        return pl.all_horizontal(*equal, *greater, *less).fill_null(value=False)


@functools.cache
def corrections() -> tuple[Correction, ...]:
    """Every correction, in the order of the file.

    Raises
    ------
    FoedusError
        If an entry has an unknown field, lacks its reason or reference, or says both or neither of
        ``set`` and ``drop``.
    """
    text = resources.files("foedus.sources.reading").joinpath(_FILE).read_text(encoding="utf-8")
    return tuple(_entry(i, raw) for i, raw in enumerate(tomllib.loads(text).get("correction", [])))


def _entry(number: int, raw: dict[str, Any]) -> Correction:
    where = f"correction[{number}]"
    for name in raw:
        if name not in _FIELDS:
            raise FoedusError("unknown field", file=_FILE, field=f"{where}.{name}")
    for name in ("table", "reason", "reference"):
        if not raw.get(name):
            raise FoedusError("is missing", file=_FILE, field=f"{where}.{name}")
    if bool(raw.get("set")) == bool(raw.get("drop")):
        raise FoedusError("says both or neither of set and drop", file=_FILE, field=where)
    if not any(raw.get(name) for name in ("where", "above", "below")):
        fix = "give where, above or below"
        raise FoedusError("names no rows", file=_FILE, field=where, fix=fix)
    return Correction(
        table=raw["table"],
        where=tuple(raw.get("where", {}).items()),
        above=tuple(raw.get("above", {}).items()),
        below=tuple(raw.get("below", {}).items()),
        set=tuple(raw.get("set", {}).items()),
        drop=bool(raw.get("drop", False)),
        reason=raw["reason"],
        reference=raw["reference"],
    )


def apply(frame: pl.DataFrame, table: str) -> tuple[pl.DataFrame, int]:
    """Frame with the corrections of its table made, and how many rows they touched.

    Parameters
    ----------
    frame
        Typed; codes for "not known" already null.
    table
        Identifier of the table.
    """
    touched = 0
    for one in corrections():
        if one.table != table:
            continue
        hit = frame.select(one.rows()).to_series()
        touched += int(hit.sum())
        if one.drop:
            frame = frame.filter(~hit)
        else:
            frame = frame.with_columns(
                pl.when(hit)
                .then(pl.lit(value))
                .otherwise(pl.col(name))
                .cast(frame.schema[name])
                .alias(name)
                for name, value in one.set
            )
    return frame, touched
