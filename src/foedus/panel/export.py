"""A panel on its way out: codebook, Parquet, CSV, Stata, pandas. Written beside, then renamed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl

from foedus.core.errors import FoedusError, UsageError
from foedus.core.provenance import foedus_version
from foedus.core.whole import whole
from foedus.core.writable import writing
from foedus.sources.getting import registry

if TYPE_CHECKING:
    import pandas as pd

    from .panel import Column, Panel

__all__ = ["codebook", "to_csv", "to_pandas", "to_parquet", "to_stata", "write"]

_LABEL = 80  # what Stata keeps of a label
_NAME = 32  # and of a name
_WORDS = (
    "aggregate array boolean break byte case catch class colvector complex const continue default "
    "delegate delete do double else eltypedef end enum explicit export external float for friend "
    "function global goto if in inline int local long pragma protected quad rowvector short strL "
    "typedef typename using virtual with _all _b _coef _cons _n _pi _pred _rc _se _skip"
)  # of Stata's language (User's Guide 11.3)
_STATA = frozenset(_WORDS.split())


def codebook(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """One row a column of the panel.

    Returns
    -------
    DataFrame
        ``column, type, unit, about, nulls, first, last, feature, datasets, tables, files, sha256``.
    """
    nulls = frame.null_count().row(0)
    rows = [
        {
            "column": c.name,
            "type": str(frame.schema[c.name]),
            "unit": c.unit,
            "about": c.about,
            "nulls": missing,
            "first": c.first,
            "last": c.last,
            "feature": c.added,
            "datasets": "; ".join(dict.fromkeys(_dataset(s.file.dataset) for s in c.sources)),
            "tables": "; ".join(dict.fromkeys(s.table.id for s in c.sources)),
            "files": "; ".join(dict.fromkeys(s.file.path for s in c.sources)),
            "sha256": "; ".join(dict.fromkeys(s.file.sha256 or "" for s in c.sources)),
        }
        for c, missing in zip(columns, nulls, strict=True)
    ]
    text = ("column", "type", "unit", "about", "feature", "datasets", "tables", "files", "sha256")
    schema = {name: pl.String if name in text else pl.Int64 for name in rows[0]}
    return pl.DataFrame(rows, schema=schema)


def _dataset(name: str) -> str:
    found = registry.dataset(name)
    return f"{found.title} {found.version}".strip()


def write(panel: Panel, path: Path) -> Path:
    """Write a panel in the form its suffix names.

    Raises
    ------
    UsageError
        If the suffix is none of ``.parquet``, ``.csv``, ``.dta``, or nothing can be written there.
    """
    ways: dict[str, Callable[[Panel, Path], Path]] = {
        ".parquet": to_parquet,
        ".csv": to_csv,
        ".dta": to_stata,
    }
    if path.suffix not in ways:
        raise UsageError(
            f"no way to write {path.suffix or 'a name without suffix'!r}",
            value=str(path),
            fix=f"end it in {', '.join(ways)}",
        )
    return ways[path.suffix](panel, path)


def to_parquet(panel: Panel, path: Path) -> Path:
    """Write Parquet; its metadata ``foedus`` holds unit, key, codebook and references as JSON."""
    about = {
        "foedus": foedus_version(),
        "unit": panel.unit,
        "key": list(panel.key),
        "codebook": panel.codebook().to_dicts(),
        "references": panel.cite(),
    }
    metadata = {"foedus": json.dumps(about, ensure_ascii=False)}
    return _beside(path, lambda p: panel.frame.write_parquet(p, metadata=metadata))


def to_csv(panel: Panel, path: Path) -> Path:
    """Write CSV, empty cells for nulls, lists joined by semicolons; the codebook lies beside it."""
    rows = panel.frame.with_columns(_joined(panel.frame))
    _beside(path, rows.write_csv)
    _beside(path.with_suffix(".codebook.csv"), panel.codebook().write_csv)
    return path


def _joined(frame: pl.DataFrame) -> list[pl.Expr]:
    """Columns of lists as text."""
    return [
        pl.col(name).cast(pl.List(pl.String)).list.join(";")
        for name, dtype in frame.schema.items()
        if dtype == pl.List
    ]


def to_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Pandas frame; whole numbers become pandas' nullable ones, so that nulls make no floats.

    Raises
    ------
    UsageError
        If pandas or pyarrow is not installed.
    """
    try:
        import pandas as pd
        import pyarrow as pa
    except ImportError as error:
        raise UsageError(
            f"needs {error.name}, which is not installed", fix="pip install 'foedus[data]'"
        ) from None
    nullable = {
        pa.int8(): pd.Int8Dtype(),
        pa.int16(): pd.Int16Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.uint32(): pd.UInt32Dtype(),
    }
    made: pd.DataFrame = frame.to_arrow().to_pandas(types_mapper=nullable.get)
    return made


def to_stata(panel: Panel, path: Path) -> Path:
    """Write Stata 14 or newer: labels from the codebook, nulls as ``.``.

    A column whose name is a word of Stata's language gets an underscore behind it, and its own name
    before its label.

    Raises
    ------
    UsageError
        If pandas is not installed.
    FoedusError
        If a column's name is too long for Stata.
    """
    for column in panel.columns:
        if len(column.name) > _NAME:
            message = f"Stata takes names of at most {_NAME} characters"
            raise FoedusError(message, field=column.name, fix="write Parquet or CSV")
    schema = panel.frame.schema
    own = {name: f"{name}_" if name in _STATA else name for name in schema}
    # Stata has no true and false, no lists, no null text, and days only as days with a time.
    plain = panel.frame.with_columns(
        pl.col(pl.Boolean).cast(pl.Int8),
        pl.col(pl.Date).cast(pl.Datetime("ms")),
        *_joined(panel.frame),
    ).with_columns(pl.col(pl.String).fill_null(""))
    plain = plain.rename(own)
    frame = to_pandas(plain)
    labels = {
        own[c.name]: (c.about if own[c.name] == c.name else f"{c.name}: {c.about}")[:_LABEL]
        for c in panel.columns
    }
    days: dict[str, Literal["td"]] = {
        own[n]: "td" for n, dtype in schema.items() if dtype == pl.Date
    }
    return _beside(
        path,
        # pyrefly: ignore[no-matching-overload]  # its stubs' type variables defeat the checker
        lambda p: frame.to_stata(
            p, write_index=False, version=118, variable_labels=labels, convert_dates=days
        ),
    )


def _beside(path: Path, put: Callable[[Path], object]) -> Path:
    """Write a file beside its place, then move it there: nobody sees half of it."""
    try:
        with writing(path, "choose another place"), whole(path) as made:
            put(made)
    except pl.exceptions.PolarsError as error:
        raise FoedusError(f"cannot be written ({error})", file=path, fix="write Parquet") from None
    return path
