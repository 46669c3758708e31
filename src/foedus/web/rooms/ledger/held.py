"""The ledger that ships, read once, and its summaries, kept while the explorer runs."""

from __future__ import annotations

import functools
from typing import Any

import polars as pl

from foedus.brief.ledger.words import warning
from foedus.ledger.ledger import Ledger, read_ledger
from foedus.ledger.select import REACHED, Selection

__all__ = ["chosen", "held", "summary", "warned"]


@functools.cache
def held() -> Ledger:
    """The ledger that comes with the package.

    Raises
    ------
    BundleError
        None does, or it is damaged.
    """
    return read_ledger()


@functools.lru_cache(maxsize=64)
def summary(selection: Selection) -> dict[str, Any] | None:
    """What some disputes come to; None where none of them is solved."""
    chosen_rows = held().select(selection)
    if not (chosen_rows["status"] == "solved").any():
        return None
    return held().summary(selection).data


@functools.lru_cache(maxsize=64)
def chosen(selection: Selection) -> pl.DataFrame:
    """Rows that are meant, with ``reached``: the level on record as a number.

    Raises
    ------
    UsageError
        A filter names a state that nobody is.
    """
    level = pl.col("level").replace_strict(
        {name: at for at, name in enumerate(REACHED)}, default=None, return_dtype=pl.Int8
    )
    return held().select(selection).with_columns(reached=level)


def warned(selection: Selection) -> str:
    """What placebos say against a count of some disputes; empty where there is nothing to say."""
    told = summary(selection)
    return "" if told is None else warning(told) or ""
