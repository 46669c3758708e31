"""A data frame of R, as `saveRDS` writes it, where its columns are plain vectors."""

from __future__ import annotations

import gc
import struct
from typing import TYPE_CHECKING, Any

import polars as pl

from foedus.core.errors import FoedusError

from .reading.schema import SourceError

if TYPE_CHECKING:
    from rdata.parser import RObject

__all__ = ["read_rds"]

# What the package raises, by where a file is broken.
_BROKEN = (
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
    struct.error,
)


def read_rds(content: bytes, file: str) -> pl.DataFrame:
    """Read a data frame of text, whole numbers and floating-point numbers.

    Parameters
    ----------
    content
        The file, out of gzip.
    file
        Name for errors.

    Returns
    -------
    polars.DataFrame
        Text where R has text, Int32 and Float64; null where R has NA.

    Raises
    ------
    FoedusError
        If the package `rdata` is not installed.
    SourceError
        If the file is broken off or holds something else.
    """
    try:
        from rdata import parser  # takes most of a second: only where an R file is read
    except ImportError:
        raise FoedusError(
            "an R file is read with the package rdata, which is not installed",
            file=file,
            fix="pip install 'foedus[data]', or get the csv export of the same table",
        ) from None
    collecting = gc.isenabled()
    gc.disable()  # a million small objects, none to be freed: this halves the time
    try:
        whole = parser.parse_data(content, extension=".rds").object
        return pl.DataFrame(
            {name: _vector(column) for name, column in zip(_names(whole), whole.value, strict=True)}
        )
    except _BROKEN as error:
        raise SourceError(
            f"is no data frame of R, or is broken off ({error})", file=file, fix="get it again"
        ) from None
    finally:
        if collecting:
            gc.enable()


def _names(whole: RObject) -> list[str]:
    """Names of the columns, from the attributes of the data frame."""
    entry: Any = whole.attributes
    while entry is not None and entry.tag is not None:
        value, following = entry.value
        if _symbol(entry.tag) == b"names":
            return [cell.value.decode() for cell in value.value]
        entry = following
    raise ValueError("a list without names")


def _symbol(tag: Any) -> object:
    """Text of a symbol, which may be a reference to an earlier one."""
    symbol = tag if tag.referenced_object is None else tag.referenced_object
    return symbol.value.value


def _vector(column: RObject) -> pl.Series:
    if isinstance(column.value, list):
        texts = [cell.value for cell in column.value]
        return pl.Series(texts, dtype=pl.Binary).cast(pl.String)
    numbers = pl.Series(column.value)
    if numbers.dtype == pl.Float64:
        return numbers.fill_nan(None)
    whole_numbers = numbers.cast(pl.Int32)
    return whole_numbers.set(whole_numbers == _NO_INTEGER, None)


_NO_INTEGER = -(2**31)
