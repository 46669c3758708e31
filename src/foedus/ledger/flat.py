"""Rows of the ledger as a table without lists, fit for a CSV file."""

from __future__ import annotations

import polars as pl

__all__ = ["flat"]


def flat(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with lists as text: entries parted by semicolons, parts by spaces.

    Examples
    --------
    >>> flat(pl.DataFrame({"who": [["Serbia", "Montenegro"]]}))["who"].to_list()
    ['Serbia; Montenegro']
    """
    made = []
    for name, dtype in rows.schema.items():
        if not isinstance(dtype, pl.List):
            made.append(pl.col(name))
            continue
        inner = pl.element().cast(pl.String)
        if isinstance(dtype.inner, pl.Struct):
            fields = [
                _text(pl.element().struct.field(field.name), field.dtype)
                for field in dtype.inner.fields
            ]
            inner = pl.concat_str(fields, separator=" ", ignore_nulls=False)
        made.append(pl.col(name).list.eval(inner).list.join("; "))
    return rows.select(made)


def _text(one: pl.Expr, dtype: object) -> pl.Expr:
    text = one.list.join("+") if isinstance(dtype, pl.List) else one.cast(pl.String)
    return text.fill_null("-")
